//! A folder or zip of Markdown and text files: one entry for each file, or one for each day of files that hold many.
//!
//! The date is in the front matter (`date:`), in the name (`2024-03-05 …`) or in the folders (`2024/03/05.md`). The file's
//! modification time is used only if the person agrees, because copying a file can change it.

use std::io::Read as _;

use super::dates::{self, Order, Written, Zone};
use super::days;
use super::entry::Entry;
use super::front::{self, Front};
use super::look::Look;
use super::markdown;
use super::names::{ending, folder, stem};
use super::source::{MOST_TEXT, Opened, Source};
use super::take::ImportRun;
use super::{Format, Remark, Why, encoding};
use crate::Error;

/// Of the files that are read.
pub(super) const ENDINGS: [&str; 6] = ["md", "markdown", "mdown", "mkd", "txt", "text"];

/// How Day One's plain text names tags.
const TAGS: [&str; 9] =
    ["Tags", "Schlagwörter", "Étiquettes", "Etiquetas", "Etichette", "Labels", "Теги", "タグ", "标签"];
/// How Day One's plain text names place and weather.
const PLACES: [&str; 28] = [
    "Location",
    "Place",
    "Weather",
    "Ort",
    "Standort",
    "Wetter",
    "Lieu",
    "Emplacement",
    "Météo",
    "Lugar",
    "Ubicación",
    "Tiempo",
    "Clima",
    "Luogo",
    "Posizione",
    "Meteo",
    "Localização",
    "Local",
    "Locatie",
    "Weer",
    "Место",
    "Погода",
    "場所",
    "天気",
    "位置",
    "天气",
    "위치",
    "날씨",
];

pub(super) struct Texts;

impl Format for Texts {
    fn name(&self) -> &'static str {
        "texts"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let noise = |name: &String| look.names.is_graph_noise(name);
        look.names.ending_in(&ENDINGS).into_iter().filter(|name| !noise(name)).collect()
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        let bundled = |name: &&str| ending(folder(name)) == "textbundle" && super::names::last(name) == "info.json";
        let about: Vec<String> = source.names().iter().filter(bundled).map(String::from).collect();
        about.iter().for_each(|name| source.done_with(name));
        let order = order_of(source, documents)?;
        let mut ours = 0;
        for name in documents {
            // Rejected by the first pass already.
            if source.is_dealt_with(name) {
                continue;
            }
            let text = match source.whole(name, MOST_TEXT)?.and_then(|bytes| encoding::read(&bytes)) {
                Ok(text) => text,
                Err(why) => {
                    taking.leave_out(name, why);
                    continue;
                }
            };
            let (front, body) = front::read(&text.text);
            let dated = front.dates().any(|(_, date)| dates::find(date, order).is_some());
            let named = dates::of_name(of_bundle(name), order);
            let days =
                days::read(&text.text).or_else(|| if dated { None } else { days::headed(body, order, named.as_ref()) });
            if let Some(days) = days.filter(|_| !is_portals(&text.text)) {
                many(taking, source, name, &days, &front, text.said)?;
                continue;
            }
            if front.is_ours(body) || is_portals(&text.text) {
                ours += 1;
                taking.leave_out(name, Why::OurMarkdown);
                continue;
            }
            one(taking, source, &Document { name, front: &front, body, order, said: text.said })?;
        }
        // All files are from our Markdown export: the archive has to be imported instead.
        if ours > 0 && ours == documents.len() { Err(Error::OurMarkdown) } else { Ok(()) }
    }
}

/// The order of day and month in the names of all documents or, if they do not tell it, in their front matter.
fn order_of(source: &mut Source, documents: &[String]) -> Result<Order, Error> {
    const HEAD: u64 = 4 * 1024;
    let mut found = dates::order(documents.iter().map(String::as_str));
    if found != Order::Unknown {
        return Ok(found);
    }
    for name in documents {
        let mut head = Vec::new();
        if let Opened::Bytes(bytes) = source.read(name, MOST_TEXT)? {
            // The document is read again, and an error is reported then.
            let _ = encoding::as_utf8(bytes).take(HEAD).read_to_end(&mut head);
        }
        let head = String::from_utf8_lossy(&head);
        let mut lines = head.trim_start_matches(['\u{feff}', '\r', '\n']).lines();
        if lines.next().is_some_and(|line| line.trim_end() == "---") {
            match (found, dates::order(lines.take_while(|line| line.trim_end() != "---"))) {
                (_, Order::Unknown) => {}
                (Order::Unknown, says) => found = says,
                (known, says) if known != says => return Ok(Order::Unknown),
                _ => {}
            }
        }
    }
    Ok(found)
}

/// The name that a person gave a note. In a bundle of Bear and Ulysses, `2024-03-05 Rain.textbundle/text.md`, it is that of
/// the folder.
fn of_bundle(name: &str) -> &str {
    let folder = folder(name);
    if ending(folder) == "textbundle" && stem(name).eq_ignore_ascii_case("text") { folder } else { name }
}

/// Whether the portal's Markdown export wrote it (`journal::export::markdown`).
fn is_portals(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let mut begins = |start: &str| lines.next().is_some_and(|line| line.starts_with(start));
    begins("# Journal of ") && begins("Made ") && text.contains(" with Afterglow. Inside: ")
}

/// A file that is one entry.
struct Document<'a> {
    name: &'a str,
    front: &'a Front,
    body: &'a str,
    order: Order,
    /// A remark on how it was decoded.
    said: Option<Remark>,
}

/// How the time of a document was found.
#[derive(Default)]
struct Dating {
    /// The properties that gave it: they are not kept among the others.
    properties: Vec<&'static str>,
    remarks: Vec<Remark>,
}

impl Dating {
    /// The time in the properties of a document or in its name.
    fn instant(&mut self, document: &Document<'_>, graph: &Front, own_zone: &str) -> Option<(i64, Zone)> {
        let Document { name, front, order, .. } = *document;
        let written = self.written_in(front, order).or_else(|| self.written_in(graph, order));
        let Some(written) = written.or_else(|| dates::of_name(of_bundle(name), order)) else {
            let (property, ms) = front.dates().find_map(|(property, date)| Some((property, dates::of_epoch(date)?)))?;
            self.properties.push(property);
            return Some((ms, Zone::Own));
        };
        let instant = written.instant(own_zone)?;
        self.remarks.extend(written.guessed.then_some(Remark::DateGuessed));
        self.remarks.extend(written.of_folder.then_some(Remark::DateOfFolder));
        Some(instant)
    }

    /// The date in properties, with the time and the zone in others of them.
    fn written_in(&mut self, front: &Front, order: Order) -> Option<Written> {
        let (property, date, written) =
            front.dates().find_map(|(property, date)| Some((property, date, dates::find(date, order)?)))?;
        let zone = ["timezone", "time zone", "tz"].iter().find_map(|name| Some((*name, front.one(name)?)));
        // Text beside the date is kept, and so are other dates.
        if dates::is_all(date, order) && !front.has_several(property) {
            self.properties.push(property);
        }
        let time = front.one("time").filter(|_| property != "time");
        let mut timed = time.map_or_else(|| written.clone(), |time| written.clone().at_time(time));
        if time.is_some() && timed != written {
            self.properties.push("time");
        }
        if let Some((property, zone)) = zone {
            let zoned = timed.clone().in_zone(zone);
            self.properties.extend((zoned != timed).then_some(property));
            timed = zoned;
        }
        Some(timed)
    }
}

fn one(taking: &mut ImportRun<'_>, source: &mut Source, document: &Document<'_>) -> Result<(), Error> {
    let Document { name, front, body, order, said } = *document;
    let graph = front::graph_properties(body);
    let words = markdown::read(body, name, source.names());
    let mut title = front.one("title").unwrap_or_default().to_owned();
    if title.is_empty() {
        // One word beside a date, such as `Journal`, is a title only if there is nothing else.
        let empty = words.text.trim().is_empty() && words.files.is_empty() && words.embedded.is_empty();
        let named = of_bundle(name);
        let is_dated = dates::find(stem(named), order).is_some();
        title = words_of_name(named, order, if empty && is_dated { 1 } else { 2 });
    }
    let nothing =
        words.text.trim().is_empty() && title.is_empty() && words.files.is_empty() && words.embedded.is_empty();
    let mut dating = Dating { remarks: said.into_iter().collect(), ..Dating::default() };
    let (ms, zone) = match dating.instant(document, &graph, &taking.zone) {
        Some(instant) => instant,
        None if nothing => (0, Zone::Own),
        None => match source.modified(name).filter(|_| taking.form.file_dates) {
            Some(ms) => {
                dating.remarks.push(Remark::DateOfFile);
                (ms, Zone::Own)
            }
            None => {
                taking.found_and_left(name, Why::NoDate);
                return Ok(());
            }
        },
    };
    for missing in &words.missing {
        taking.leave_out(missing, Why::Missing);
    }
    let mut themes = front.tags();
    themes.extend(graph.tags());
    let identity = [b"text", name.as_bytes(), body.as_bytes()].map(<[u8]>::to_vec).to_vec();
    taking.entry(
        source,
        Entry {
            item: name.into(),
            ms,
            zone,
            identity,
            title,
            text: words.text,
            themes,
            mood: front.mood(),
            files: words.files,
            embedded: words.embedded,
            source: format!("file:{name}"),
            extra: Some(("front", front.rest(taking.form.keep_places, &dating.properties))),
            said: dating.remarks,
            ..Entry::default()
        },
    )
}

/// The title in a file name besides its date. Vaults show it as the title, and in an empty file it is the only content.
pub(super) fn words_of_name(name: &str, order: Order, least: usize) -> String {
    let stem = dates::spaced(stem(name));
    let rest = match dates::locate(&stem, order) {
        Some((_, at)) => format!("{} {}", &stem[..at.start], &stem[at.end..]),
        None => stem,
    };
    // The suffix that many programs add to copies: ` (1)`.
    let counted = rest.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let counted = counted.filter(|(_, number)| number.parse::<u16>().is_ok()).map(|(name, _)| name.to_owned());
    let rest = counted.unwrap_or(rest);
    let is_edge = |sign: char| "-_. ,:;()[]\u{2013}\u{2014}".contains(sign);
    let words: Vec<&str> = rest.split_whitespace().filter(|word| !word.chars().all(is_edge)).collect();
    let letters = words.iter().filter(|word| word.contains(char::is_alphabetic) && !dates::is_weekday(word)).count();
    if letters >= least {
        words.join(" ").trim_matches(|sign| is_edge(sign) && !"()[]".contains(sign)).to_owned()
    } else {
        String::new()
    }
}

/// The tags in the head of a day.
fn tags_of(day: &days::Day<'_>) -> Vec<String> {
    let tags = day.facts.iter().filter(|(name, _)| TAGS.contains(name)).flat_map(|(_, tags)| tags.split(','));
    tags.map(|tag| tag.trim().trim_start_matches('#').to_lowercase()).filter(|tag| !tag.is_empty()).collect()
}

fn many(
    taking: &mut ImportRun<'_>,
    source: &mut Source,
    name: &str,
    days: &[days::Day<'_>],
    front: &Front,
    said: Option<Remark>,
) -> Result<(), Error> {
    // A file of one day has its mood; that of several belongs to none of them.
    let mood = front.mood().filter(|_| days.len() == 1);
    let of_all = front.one("mood").filter(|_| front.mood().is_some() && mood.is_none());
    for (n, day) in days.iter().enumerate() {
        let item = format!("{name}, entry {}", n + 1);
        let Some((written, (ms, zone))) = day.written.as_ref().and_then(|at| Some((at, at.instant(&taking.zone)?)))
        else {
            taking.found_and_left(&item, Why::NoDate);
            continue;
        };
        let words = markdown::read(day.text, name, source.names());
        words.missing.iter().for_each(|missing| taking.leave_out(missing, Why::Missing));
        let rest = day
            .facts
            .iter()
            .filter(|(name, _)| !TAGS.contains(name) && (taking.form.keep_places || !PLACES.contains(name)))
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .chain(front.rest(taking.form.keep_places, &[]))
            .chain(front.one("title").map(|title| ("title".to_owned(), title.into())))
            .chain(of_all.map(|mood| ("mood".to_owned(), mood.into())))
            .collect();
        debug_assert!(ENDINGS.contains(&ending(name).as_str()));
        let made = Entry {
            item,
            ms,
            zone,
            identity: [b"text", day.text.as_bytes()].map(<[u8]>::to_vec).to_vec(),
            title: day.title.clone(),
            text: words.text,
            themes: front.tags().into_iter().chain(tags_of(day)).collect(),
            mood,
            files: words.files,
            embedded: words.embedded,
            source: format!("file:{name}"),
            extra: Some(("front", rest)),
            said: said.filter(|_| n == 0).into_iter().chain(written.guessed.then_some(Remark::DateGuessed)).collect(),
            ..Entry::default()
        };
        taking.entry(source, made)?;
    }
    Ok(())
}
