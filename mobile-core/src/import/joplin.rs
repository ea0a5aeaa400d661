//! Joplin: a JEX file or its RAW folder. One file for each item, whose last lines hold its metadata.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::dates::{self, Order, Zone};
use super::entry::Entry;
use super::look::Look;
use super::markdown::{self, Target, Words};
use super::names::{Names, ending, folder, last, stem};
use super::source::{MOST_TEXT, Source};
use super::take::ImportRun;
use super::{Format, Why, encoding, html};
use crate::Error;

/// Kinds of items.
const NOTE: &str = "1";
const NOTEBOOK: &str = "2";
const RESOURCE: &str = "4";
const TAG: &str = "5";
const NOTE_TAG: &str = "6";

pub(super) struct Joplin;

impl Format for Joplin {
    fn name(&self) -> &'static str {
        "joplin"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let is_item = |name: &String| is_id(stem(name)) && !is_resource(name);
        let items: Vec<String> = look.names.ending_in(&["md"]).into_iter().filter(is_item).collect();
        // A vault that contains one note with such a name is not a Joplin export.
        if items.len() * 2 > look.names.ending_in(&["md"]).len() { items } else { Vec::new() }
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        let mut all: BTreeMap<String, Item> = BTreeMap::new();
        for name in documents {
            match source.whole(name, MOST_TEXT)?.and_then(|bytes| encoding::read(&bytes)) {
                Ok(text) => match read(&text.text) {
                    Some(item) => drop(all.insert(stem(name).to_owned(), item)),
                    None => taking.leave_out(name, Why::Unreadable),
                },
                Err(why) => taking.leave_out(name, why),
            }
        }
        let mut tags: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for item in all.values().filter(|item| item.is(NOTE_TAG)) {
            if let Some(tag) = all.get(item.fact("tag_id")).filter(|tag| tag.is(TAG)) {
                tags.entry(item.fact("note_id")).or_default().push(tag.title.clone());
            }
        }
        for (id, note) in all.iter().filter(|(_, item)| item.is(NOTE)) {
            let themes = tags.get(id.as_str()).cloned().unwrap_or_default();
            self::note(taking, source, id, note, themes, &all)?;
        }
        Ok(())
    }
}

fn is_id(stem: &str) -> bool {
    stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a file is attached to a note. An attached text has the ending of an item.
fn is_resource(name: &str) -> bool {
    last(folder(name)) == "resources" || ending(name) != "md"
}

struct Item {
    title: String,
    body: String,
    facts: BTreeMap<String, String>,
}

impl Item {
    fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }

    fn is(&self, kind: &str) -> bool {
        self.fact("type_") == kind
    }

    /// The first of these times that it has.
    fn time(&self, names: [&str; 2]) -> Option<i64> {
        let time = |name: &str| dates::find(self.fact(name), Order::Unknown)?.instant("UTC");
        names.into_iter().find_map(time).map(|(ms, _)| ms)
    }
}

/// The title, the body, and the lines of metadata after the last empty line.
fn read(text: &str) -> Option<Item> {
    let text = text.trim_end();
    let (words, facts) = text.rsplit_once("\n\n").unwrap_or(("", text));
    let facts: Option<BTreeMap<String, String>> = facts
        .lines()
        .map(|line| line.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())))
        .collect();
    let facts = facts.filter(|facts| facts.contains_key("type_"))?;
    let (title, body) = words.split_once('\n').unwrap_or((words, ""));
    Some(Item { title: title.trim().into(), body: body.trim().into(), facts })
}

fn note(
    taking: &mut ImportRun<'_>,
    source: &mut Source,
    id: &str,
    note: &Item,
    themes: Vec<String>,
    all: &BTreeMap<String, Item>,
) -> Result<(), Error> {
    let item = if note.title.is_empty() { id.to_owned() } else { note.title.clone() };
    if note.fact("encryption_applied") == "1" {
        taking.found_and_left(&item, Why::Locked);
        return Ok(());
    }
    if !["", "0"].contains(&note.fact("deleted_time")) {
        taking.found_and_left(&item, Why::Trashed);
        return Ok(());
    }
    let Some(ms) = note.time(["user_created_time", "created_time"]) else {
        taking.found_and_left(&item, Why::NoDate);
        return Ok(());
    };
    let names = source.names().clone();
    let find = |link: &str, shown: bool| target(link, shown, all, &names);
    let is_html = note.fact("markup_language") == "2";
    let words = if is_html {
        let page = html::read(&note.body, &[]);
        let media = page.media(&|link| match find(link, true) {
            Target::File(file) => Some(file),
            _ => None,
        });
        Words { text: page.text, files: media.files, embedded: media.embedded, missing: media.missing }
    } else {
        markdown::read_with(&note.body, &find)
    };
    let notebook = all.get(note.fact("parent_id")).filter(|item| item.is(NOTEBOOK)).map(|item| item.title.as_str());
    let rest = rest(note, notebook.unwrap_or_default(), taking.form.keep_places);
    let made = Entry {
        item,
        ms,
        zone: Zone::Own,
        identity: vec![b"joplin".to_vec(), id.into()],
        title: note.title.clone(),
        text: words.text,
        themes,
        files: words.files,
        embedded: words.embedded,
        missing: words.missing,
        source: format!("joplin:{id}"),
        extra: Some(("joplin", rest)),
        changed: note.time(["user_updated_time", "updated_time"]),
        ..Entry::default()
    };
    taking.entry(source, made)
}

/// What has no counterpart here: the notebook, where a note comes from, and whether a task is done.
fn rest(note: &Item, notebook: &str, keep_places: bool) -> Map<String, Value> {
    let task = match (note.fact("is_todo"), note.fact("todo_completed")) {
        ("1", "" | "0") => "open",
        ("1", _) => "done",
        _ => "",
    };
    // Zero stands for no place.
    let is_place = |at: &&str| keep_places && at.contains(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let place = |name: &str| Some(note.fact(name)).filter(is_place).unwrap_or_default();
    let all = [
        ("notebook", notebook),
        ("source_url", note.fact("source_url")),
        ("author", note.fact("author")),
        ("task", task),
        ("latitude", place("latitude")),
        ("longitude", place("longitude")),
    ];
    all.into_iter().filter(|(_, said)| !said.is_empty()).map(|(name, said)| (name.to_owned(), said.into())).collect()
}

/// The target of a link: `:/` and the id of an item.
fn target(link: &str, shown: bool, all: &BTreeMap<String, Item>, names: &Names) -> Target {
    let id = link.strip_prefix(":/").and_then(|rest| rest.split(['#', '?']).next()).filter(|id| is_id(id));
    match id {
        Some(id) if all.get(id).is_some_and(|item| item.is(RESOURCE)) || names.by_stem(id).is_some() => {
            match names.by_stem(id).filter(|name| is_resource(name)) {
                Some(file) => Target::File(file.to_owned()),
                None if shown => Target::Missing,
                None => Target::Text,
            }
        }
        Some(_) if shown => Target::Missing,
        _ => Target::Text,
    }
}
