//! Google Keep from Google Takeout: one JSON document for each note, the same as HTML, and the pictures beside them.

use serde_json::Value;

use super::dates::Zone;
use super::entry::Entry;
use super::items;
use super::look::{Look, has};
use super::names::{folder, stem};
use super::source::{MOST_TEXT, Source};
use super::take::ImportRun;
use super::{Format, Why, html};
use crate::Error;

pub(super) struct Keep;

impl Format for Keep {
    fn name(&self) -> &'static str {
        "google_keep"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| head.starts_with('{') && has(head, "userEditedTimestampUsec"))
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        let about: Vec<String> = source.names().iter().filter(|name| is_about(name)).map(String::from).collect();
        about.iter().for_each(|name| source.done_with(name));
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

/// Lists of labels and of files, which the notes contain themselves.
fn is_about(name: &str) -> bool {
    ["Labels.txt", "archive_browser.html"].contains(&super::names::last(name))
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let bytes = match source.whole(name, MOST_TEXT)? {
        Ok(bytes) => bytes,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    // The same note as HTML.
    source.done_with(format!("{}/{}.html", folder(name), stem(name)).trim_start_matches('/'));
    let (note, said) = match items::read(&bytes) {
        Ok(read) => read,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    if note["isTrashed"] == true {
        taking.found_and_left(name, Why::Trashed);
        return Ok(());
    }
    let number = |name: &str| {
        let value = note.get(name)?;
        items::whole(value).filter(|us| *us > 0)
    };
    let edited = number("userEditedTimestampUsec");
    let Some(us) = number("createdTimestampUsec").or(edited) else {
        taking.found_and_left(name, Why::NoDate);
        return Ok(());
    };
    let files = list(&note, "attachments").iter().map(|file| {
        let file = text(file, "filePath");
        // Takeout writes `.jpeg` for files that it has named `.jpg`.
        let known = source.names().resolve(name, &file).or_else(|| source.names().by_stem(stem(&file)));
        known.map_or(file.clone(), String::from)
    });
    let files: Vec<String> = files.collect();
    let made = Entry {
        item: name.into(),
        ms: us / 1_000,
        zone: Zone::Own,
        identity: vec![b"google_keep".to_vec(), stem(name).into()],
        title: text(&note, "title"),
        text: words(&note),
        themes: list(&note, "labels").iter().map(|label| text(label, "name").to_lowercase()).collect(),
        files,
        source: "google_keep".into(),
        changed: edited.map(|us| us / 1_000),
        said: said.into_iter().collect(),
        ..Entry::default()
    };
    taking.entry(source, made)
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The text of a note, its checklist and its links.
fn words(note: &Value) -> String {
    let written = match note.get("textContent").and_then(Value::as_str) {
        Some(written) if !written.trim().is_empty() => written.to_owned(),
        _ => html::read(&text(note, "textContentHtml"), &[]).text,
    };
    let mut lines: Vec<String> = vec![written];
    lines.extend(list(note, "listContent").iter().map(|item| {
        let done = if item["isChecked"] == true { "x" } else { " " };
        let written = text(item, "text");
        let written = if written.is_empty() { html::read(&text(item, "textHtml"), &[]).text } else { written };
        format!("- [{done}] {written}")
    }));
    lines.extend(list(note, "annotations").iter().map(|link| text(link, "url")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
