//! Daylio: its table (CSV), and its backup (a zip with one base64 document, and photos).

use std::collections::BTreeMap;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::dates::{self, Order, Zone};
use super::entry::Entry;
use super::items::{self, Ended};
use super::look::Look;
use super::names::{ending, last};
use super::source::{Opened, Source};
use super::take::ImportRun;
use super::{Format, Remark, Why, encoding, html};
use crate::Error;

/// A backup's document contains no photos; with ten years of days it has a few megabytes.
const MOST_BACKUP: u64 = 64 << 20;
/// The app's default moods, best first.
const MOODS: [&str; 5] = ["rad", "good", "meh", "bad", "awful"];

pub(super) struct Daylio;

impl Format for Daylio {
    fn name(&self) -> &'static str {
        "daylio"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let tables = look.documents(|head| {
            // Older tables begin with the year. Tables saved by a spreadsheet have its separators.
            let head = head.to_lowercase().replace('"', "").replace([';', '\t'], ",");
            ["full_date,date,weekday,", "full_datedateweekday", "year,date,weekday,"]
                .iter()
                .any(|start| head.starts_with(start))
        });
        let backups = look.names.iter().filter(|name| last(name) == "backup.daylio").map(String::from);
        backups.chain(tables).collect()
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| {
            if ending(name) == "csv" { table(taking, source, name) } else { backup(taking, source, name) }
        })
    }
}

fn table(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let text = match source.whole(name, MOST_BACKUP)?.and_then(|bytes| encoding::read(&bytes)) {
        Ok(text) => {
            text.said.into_iter().for_each(|said| taking.say(name, said));
            text.text
        }
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let first = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|sign| first.contains(char::from(*sign))).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let columns: Vec<String> =
        rows.headers().map(|row| row.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    for (n, row) in rows.records().enumerate() {
        let item = format!("{name}, row {}", n + 2);
        let Ok(row) = row else {
            taking.leave_out(&item, Why::Unreadable);
            continue;
        };
        day(taking, item, &columns, &row)?;
    }
    Ok(())
}

/// Imports one row of the table.
fn day(taking: &mut ImportRun<'_>, item: String, columns: &[String], row: &csv::StringRecord) -> Result<(), Error> {
    let of = |column: &str| {
        columns.iter().position(|one| one == column).and_then(|at| row.get(at)).unwrap_or_default().trim()
    };
    let day = if of("year").is_empty() { of("full_date").to_owned() } else { format!("{} {}", of("date"), of("year")) };
    let written = dates::find(&format!("{day} {}", of("time")), Order::Unknown);
    let is_timed = written.as_ref().is_some_and(dates::Written::has_time);
    let Some((ms, zone)) = written.and_then(|written| written.instant(&taking.zone)) else {
        taking.found_and_left(&item, Why::NoDate);
        return Ok(());
    };
    let (title, note) = (of("note_title"), words(of("note")));
    let split = |text: &str| text.split('|').map(|one| one.trim().to_lowercase()).collect::<Vec<_>>();
    // Columns that newer versions of the app add.
    let known = ["full_date", "year", "date", "weekday", "time", "mood", "activities", "note_title", "note"];
    let rest: Map<String, Value> = columns
        .iter()
        .filter(|column| !known.contains(&column.as_str()) || *column == "time" && !is_timed)
        .filter(|column| !of(column).is_empty())
        .map(|column| (column.clone(), of(column).into()))
        .collect();
    taking.words(Entry {
        item,
        ms,
        zone,
        identity: [b"daylio", day.as_bytes(), of("time").as_bytes(), title.as_bytes(), note.as_bytes()]
            .map(<[u8]>::to_vec)
            .to_vec(),
        title: title.into(),
        text: note.clone(),
        themes: split(of("activities")),
        states: vec![of("mood").to_lowercase()],
        source: "daylio".into(),
        extra: Some(("daylio", rest)),
        ..Entry::default()
    })
}

/// Notes are HTML in newer versions. Line breaks between its elements are the person's.
fn words(note: &str) -> String {
    const TAGS: [&str; 16] = [
        "<br",
        "</p>",
        "</div>",
        "</b>",
        "</i>",
        "</u>",
        "</s>",
        "</strong>",
        "</em>",
        "</span>",
        "</font>",
        "</li>",
        "</h1>",
        "</h2>",
        "</h3>",
        "</a>",
    ];
    let lower = note.to_lowercase();
    if !TAGS.iter().any(|tag| lower.contains(tag)) {
        return note.to_owned();
    }
    let has_breaks = ["<br", "<p", "<div", "<li"].iter().any(|tag| lower.contains(tag));
    let note = if has_breaks { note.to_owned() } else { note.replace('\n', "<br>") };
    html::read(&note, &[]).text
}

/// The lists of a backup that are read.
const LISTS: [&str; 4] = ["dayEntries", "customMoods", "tags", "assets"];

/// The lists of a backup with their items, and a remark on each day's decoding. The report names damaged items.
fn document(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<Option<Backup>, Error> {
    source.done_with(name);
    let mut packed = Vec::new();
    let read = match source.read(name, MOST_BACKUP)? {
        Opened::Bytes(mut bytes) => bytes.read_to_end(&mut packed).is_ok(),
        _ => false,
    };
    packed.retain(|byte| !byte.is_ascii_whitespace());
    let Some(json) = STANDARD.decode(&packed).ok().filter(|_| read) else { return Ok(None) };
    let mut backup = Backup::default();
    let mut place = 0_u32;
    let ended = items::each(&json[..], &LISTS, &mut |list, item| {
        place += 1;
        match (list, item) {
            ("dayEntries", Ok(day)) => backup.days.push(day),
            (list, Ok((item, _))) => backup.lists.entry(list.to_owned()).or_default().push(item),
            (list, Err(why)) => taking.leave_out(&format!("{name}, {list} {place}"), why),
        }
        Ok(())
    })?;
    if ended == Ended::Broken {
        taking.leave_out(name, if place == 0 { Why::Unreadable } else { Why::CutOff });
    }
    Ok(Some(backup))
}

/// A backup's lists.
#[derive(Default)]
struct Backup {
    days: Vec<(Value, Option<Remark>)>,
    lists: BTreeMap<String, Vec<Value>>,
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn number(value: &Value, name: &str) -> Option<i64> {
    value.get(name).and_then(items::whole)
}

/// The items of a list in a backup: what `of` takes from each, by id.
fn by_id(backup: &Backup, name: &str, of: impl Fn(&Value) -> String) -> BTreeMap<i64, String> {
    let items = backup.lists.get(name).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| Some((number(item, "id")?, of(item)))).collect()
}

/// The person's own name of a mood, or the app's.
fn mood_name(mood: &Value) -> String {
    let own = text(mood, "custom_name");
    let group = number(mood, "mood_group_id").and_then(|group| usize::try_from(group.checked_sub(1)?).ok());
    if own.is_empty() {
        group.and_then(|group| MOODS.get(group)).map_or(String::new(), |mood| (*mood).into())
    } else {
        own
    }
}

fn backup(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let Some(backup) = document(taking, source, name)? else {
        taking.leave_out(name, Why::Unreadable);
        return Ok(());
    };
    let moods = by_id(&backup, "customMoods", mood_name);
    let tags = by_id(&backup, "tags", |tag| text(tag, "name"));
    let assets = by_id(&backup, "assets", |asset| text(asset, "checksum"));
    for (n, (day, said)) in backup.days.iter().enumerate() {
        let item = format!("{name}, entry {}", n + 1);
        let Some((ms, zone)) = when(day, &taking.zone) else {
            taking.found_and_left(&item, Why::NoDate);
            continue;
        };
        let ids = |name: &str| list(day, name).iter().filter_map(items::whole);
        let files = ids("assets").filter_map(|id| {
            let checksum = assets.get(&id).filter(|checksum| !checksum.is_empty())?;
            Some(source.names().by_stem(checksum).map_or_else(|| format!("assets/{checksum}"), String::from))
        });
        let files: Vec<String> = files.collect();
        let id = number(day, "id").unwrap_or(n as i64);
        let made = Entry {
            item,
            ms,
            zone,
            identity: vec![b"daylio".to_vec(), id.to_string().into()],
            title: text(day, "note_title"),
            text: words(&text(day, "note")),
            themes: ids("tags").filter_map(|id| tags.get(&id)).map(|tag| tag.to_lowercase()).collect(),
            states: number(day, "mood")
                .and_then(|mood| moods.get(&mood))
                .map(|mood| mood.to_lowercase())
                .into_iter()
                .collect(),
            files,
            source: format!("daylio:{id}"),
            said: said.iter().copied().collect(),
            ..Entry::default()
        };
        taking.entry(source, made)?;
    }
    Ok(())
}

/// An instant with its offset, or date and time from their parts; months are counted from 0.
fn when(day: &Value, own: &str) -> Option<(i64, Zone)> {
    let number = |name: &str| day.get(name).and_then(items::whole);
    if let Some(ms) = number("datetime").filter(|ms| *ms > 0) {
        let offset = number("timeZoneOffset").and_then(|ms| i32::try_from(ms / 1_000).ok());
        return Some((ms, offset.map_or(Zone::Own, Zone::Offset)));
    }
    let part = |name: &str| number(name).and_then(|number| i8::try_from(number).ok());
    let year = i16::try_from(number("year")?).ok()?;
    let (hour, minute) = (part("hour").unwrap_or(12), part("minute").unwrap_or(0));
    let at = jiff::civil::DateTime::new(year, part("month")?.checked_add(1)?, part("day")?, hour, minute, 0, 0).ok()?;
    Some((dates::local(at, own)?, Zone::Own))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_note_is_html_only_if_it_has_tags() {
        for (note, expected) in [
            ("I <3 you, </3 not me\nand on", "I <3 you, </3 not me\nand on"),
            ("a<br>b", "a\nb"),
            ("<div>a</div>\n<div>b</div>", "a\nb"),
            ("line 1\nline <b>2</b>", "line 1\nline 2"),
            ("<b>a</b> </3 b", "a </3 b"),
        ] {
            assert_eq!(words(note), expected);
        }
    }
}
