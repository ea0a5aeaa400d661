//! Journey: a zip with one document for each entry, and the photos beside them.

use serde_json::{Map, Value};

use super::dates::{self, Zone};
use super::entry::Entry;
use super::items;
use super::look::{Look, has};
use super::names::{ending, folder, last};
use super::source::{MOST_TEXT, Source};
use super::take::ImportRun;
use super::{Format, Why, html};
use crate::Error;

/// Fields that are converted, or that describe the device.
const NOT_KEPT: [&str; 20] = [
    "id",
    "title",
    "text",
    "preview_text",
    "date_journal",
    "date_modified",
    "timezone",
    "tags",
    "photos",
    "audios",
    "videos",
    "type",
    "version",
    "schemaVersion",
    "dateOfJournal",
    "updatedAt",
    "createdAt",
    "attachments",
    "hash",
    "google_fit",
];
const PLACES: [&str; 6] = ["address", "lat", "lon", "weather", "location", "activity"];

pub(super) struct Journey;

impl Format for Journey {
    fn name(&self) -> &'static str {
        "journey"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| {
            head.starts_with('{') && has(head, "text") && (has(head, "date_journal") || has(head, "dateOfJournal"))
        })
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let bytes = match source.whole(name, MOST_TEXT)? {
        Ok(bytes) => bytes,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let (entry, said) = match items::object(items::read(&bytes)) {
        Ok(read) => read,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some((ms, zone)) = when(&entry, "date_journal", "dateOfJournal", &taking.zone) else {
        taking.found_and_left(name, Why::NoDate);
        return Ok(());
    };
    let list = |name: &str| entry.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let written = text("text");
    let begins = |rest: &str| rest.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let is_html = text("type") == "html" || written.trim_start().strip_prefix('<').is_some_and(begins);
    let named = ["photos", "audios", "videos", "attachments"].into_iter().flat_map(list);
    let files = named.filter_map(|file| {
        let file = file.as_str().or_else(|| file.get("fileName")?.as_str()).or_else(|| file.get("id")?.as_str())?;
        Some(source.names().resolve(name, file).map_or_else(|| format!("{}/{file}", folder(name)), String::from))
    });
    let page = if is_html { html::read(written, &[]) } else { html::Page::default() };
    let media = page.media(&|shown| source.names().resolve(name, shown).map(String::from));
    let mut files: Vec<String> = files.map(|file| file.trim_start_matches('/').to_owned()).chain(media.files).collect();
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    let kept = |name: &str| !NOT_KEPT.contains(&name) && (taking.form.keep_places || !PLACES.contains(&name));
    let rest: Map<String, Value> =
        entry.iter().filter(|(name, _)| kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
    let id = Some(text("id")).filter(|id| !id.is_empty()).unwrap_or_else(|| last(name).trim_end_matches(".json"));
    debug_assert_eq!(ending(name), "json");
    let made = Entry {
        item: name.into(),
        ms,
        zone: Some(text("timezone").trim())
            .filter(|zone| !zone.is_empty())
            .map_or(zone, |zone| Zone::Named(zone.into())),
        identity: vec![b"journey".to_vec(), id.into()],
        title: text("title").into(),
        text: if is_html { page.text } else { written.into() },
        themes: list("tags").iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        files,
        embedded: media.embedded,
        missing: media.missing,
        source: format!("journey:{id}"),
        extra: Some(("journey", rest)),
        changed: when(&entry, "date_modified", "updatedAt", &taking.zone).map(|(ms, _)| ms),
        said: said.into_iter().collect(),
        ..Entry::default()
    };
    taking.entry(source, made)
}

/// Milliseconds in older exports, a string in newer ones.
fn when(entry: &Map<String, Value>, ms: &str, text: &str, own: &str) -> Option<(i64, Zone)> {
    if let Some(ms) = entry.get(ms).and_then(items::whole) {
        return Some((ms, Zone::Own));
    }
    dates::instant(entry.get(text)?.as_str()?, own)
}
