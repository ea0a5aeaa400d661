//! Diarium's JSON export: a list of entries, or one document for each, with media in `media/` in one folder for each entry,
//! named by its time.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::dates;
use super::entry::Entry;
use super::items::{self, Ended, Item};
use super::look::{Look, has};
use super::names::{Names, folder, last};
use super::source::Source;
use super::take::ImportRun;
use super::{Format, Why, html};
use crate::Error;

/// Taken over in another form.
const NOT_KEPT: [&str; 5] = ["date", "heading", "html", "text", "tags"];
const PLACES: [&str; 5] = ["location", "latitude", "longitude", "weather", "sun"];

pub(super) struct Diarium;

impl Format for Diarium {
    fn name(&self) -> &'static str {
        "diarium"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| {
            (head.starts_with("[{") || head.starts_with('{') && !has(head, "entries"))
                && has(head, "date")
                && has(head, "html") | has(head, "heading")
        })
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let mut place = 0_u32;
    let names = source.names().clone();
    let media = media_by_time(&names);
    // Entries with files wait: the files are read from the same archive, after the document.
    let mut waiting: Vec<Entry> = Vec::new();
    let bytes = match source.document(name)? {
        Ok(bytes) => bytes,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let mut each = |_: &str, item: Item| {
        place += 1;
        let item_name = format!("{name}, entry {place}");
        let (entry, remark) = match items::object(item) {
            Ok(read) => read,
            Err(why) => {
                taking.leave_out(&item_name, why);
                return Ok(());
            }
        };
        let Some(made) = made_of(&entry, &names, &media, taking) else {
            taking.found_and_left(&item_name, Why::NoDate);
            return Ok(());
        };
        let made = Entry { item: item_name, said: remark.into_iter().collect(), ..made };
        if made.files.is_empty() {
            return taking.words(made);
        }
        waiting.push(made);
        Ok(())
    };
    let ended = items::each_or_one(bytes, &mut each)?;
    if ended == Ended::Broken {
        taking.leave_out(&format!("{name}, after entry {place}"), Why::CutOff);
    }
    waiting.into_iter().try_for_each(|entry| taking.entry(source, entry))
}

/// An entry of the document with the files that belong to it; `None` if it has no date.
fn made_of(
    entry: &Map<String, Value>,
    names: &Names,
    by_time: &BTreeMap<String, Vec<String>>,
    taking: &ImportRun<'_>,
) -> Option<Entry> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let (ms, zone) = dates::instant(text("date"), &taking.zone)?;
    let page = html::read(text("html"), &[]);
    let media = page.media(&|shown| names.resolve("", shown).map(String::from));
    let written = if text("html").is_empty() { text("text").to_owned() } else { page.text };
    let of_folder = time(text("date")).and_then(|time| by_time.get(&time)).into_iter().flatten().cloned();
    let mut files: Vec<String> = media.files.into_iter().chain(of_folder).collect();
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    let tags = entry.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // A rating of zero means no rating, and empty lists are ignored.
    let said = |value: &Value| !value.is_null() && *value != 0 && *value != "" && *value != Value::Array(vec![]);
    let kept = |name: &str| !NOT_KEPT.contains(&name) && (taking.form.keep_places || !PLACES.contains(&name));
    let rest: Map<String, Value> = entry
        .iter()
        .filter(|(name, value)| kept(name) && said(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Some(Entry {
        ms,
        zone,
        identity: vec![b"diarium".to_vec(), text("date").into(), text("heading").into()],
        title: text("heading").into(),
        text: written,
        themes: tags.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        source: format!("diarium:{}", text("date")),
        extra: Some(("diarium", rest)),
        files,
        embedded: media.embedded,
        missing: media.missing,
        ..Entry::default()
    })
}

/// The files in the folders of entries, by the time in the name of the folder: `media/2026-01-15_093000123/lake.jpg` of
/// `2026-01-15T09:30:00.123456`.
fn media_by_time(names: &Names) -> BTreeMap<String, Vec<String>> {
    let mut media: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in names.iter() {
        let of = folder(file);
        if last(folder(of)).eq_ignore_ascii_case("media")
            && let Some(time) = time(last(of))
        {
            media.entry(time).or_default().push(file.to_owned());
        }
    }
    media
}

/// The digits of a time up to its second.
fn time(text: &str) -> Option<String> {
    const SECOND: usize = 14;
    let digits: String = text.chars().filter(char::is_ascii_digit).take(SECOND).collect();
    (digits.len() == SECOND).then_some(digits)
}
