//! Standard Notes' decrypted backup: one document with all items, and the same as separate files.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dates::{self, Zone};
use super::entry::Entry;
use super::html::{self, Media};
use super::items::{self, Ended, Item};
use super::look::{Look, has};
use super::source::Source;
use super::take::ImportRun;
use super::{Format, Remark, Why, super_note};
use crate::Error;

pub(super) struct StandardNotes;

impl Format for StandardNotes {
    fn name(&self) -> &'static str {
        "standard_notes"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| head.starts_with('{') && head.contains("\"items\":[") && has(head, "content_type"))
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        // The files beside the document have the same content, without dates.
        let copies: Vec<String> = source.names().iter().filter(|name| is_copy(name)).map(String::from).collect();
        copies.iter().for_each(|name| source.done_with(name));
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn is_copy(name: &str) -> bool {
    name.split('/').any(|part| part == "Items")
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    // Tags refer to their notes, and may come before or after them.
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let _ = items_of(source, name, &mut |item| {
        if let Ok((item, _)) = item
            && text(&item, "content_type") == "Tag"
        {
            let content = &item["content"];
            for note in content["references"].as_array().map(Vec::as_slice).unwrap_or_default() {
                tags.entry(text(note, "uuid").into()).or_default().push(text(content, "title").to_lowercase());
            }
        }
        Ok(())
    })?;
    let mut place = 0_u32;
    let ended = items_of(source, name, &mut |item| {
        place += 1;
        let (item, said) = match item {
            Ok(read) => read,
            Err(why) => {
                taking.leave_out(&format!("{name}, item {place}"), why);
                return Ok(());
            }
        };
        match text(&item, "content_type") {
            "Note" => note(taking, name, place, &item, &tags, said),
            // A backup of notes names the files and does not contain them.
            "SN|File" => {
                let file = text(&item["content"], "name");
                let file = if file.is_empty() { format!("{name}, item {place}") } else { file.to_owned() };
                taking.leave_out(&file, Why::Missing);
                Ok(())
            }
            "Tag" => Ok(()),
            "" => {
                taking.leave_out(&format!("{name}, item {place}"), Why::Unreadable);
                Ok(())
            }
            _ => {
                taking.leave_setting();
                Ok(())
            }
        }
    })?;
    match ended {
        Ok(Ended::Whole) => {}
        Ok(Ended::Broken) => taking.leave_out(&format!("{name}, after item {place}"), Why::CutOff),
        Err(why) => taking.leave_out(name, why),
    }
    Ok(())
}

fn items_of(
    source: &mut Source,
    name: &str,
    each: &mut dyn FnMut(Item) -> Result<(), Error>,
) -> Result<Result<Ended, Why>, Error> {
    Ok(match source.document(name)? {
        Ok(bytes) => Ok(items::each(bytes, &["items"], &mut |_, item| each(item))?),
        Err(why) => Err(why),
    })
}

fn text<'a>(item: &'a Value, name: &str) -> &'a str {
    item.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn note(
    taking: &mut ImportRun<'_>,
    name: &str,
    place: u32,
    item: &Value,
    tags: &BTreeMap<String, Vec<String>>,
    said: Option<Remark>,
) -> Result<(), Error> {
    let content = &item["content"];
    let title = text(content, "title");
    let item_name = if title.is_empty() { format!("{name}, item {place}") } else { title.to_owned() };
    if content.is_string() {
        taking.found_and_left(&item_name, Why::Locked);
        return Ok(());
    }
    if item["deleted"] == true
        || content["trashed"] == true
        || content["appData"]["org.standardnotes.sn"]["trashed"] == true
    {
        taking.found_and_left(&item_name, Why::Trashed);
        return Ok(());
    }
    let Some((ms, zone)) = when(item, "created_at", &taking.zone) else {
        taking.found_and_left(&item_name, Why::NoDate);
        return Ok(());
    };
    let uuid = text(item, "uuid");
    let changed = when(item, "updated_at", &taking.zone);
    let Written { text: written, media } = written(content);
    taking.words(Entry {
        item: item_name,
        ms,
        zone: if zone == Zone::Offset(0) { Zone::Own } else { zone },
        identity: vec![b"standard_notes".to_vec(), if uuid.is_empty() { title.into() } else { uuid.into() }],
        title: title.into(),
        text: written,
        embedded: media.embedded,
        missing: media.missing,
        themes: tags.get(uuid).cloned().unwrap_or_default(),
        source: format!("standard_notes:{uuid}"),
        changed: changed.map(|(ms, _)| ms),
        said: said.into_iter().collect(),
        ..Entry::default()
    })
}

/// A time as a string or, in another field, in microseconds.
fn when(item: &Value, name: &str, own: &str) -> Option<(i64, Zone)> {
    let us = || item.get(format!("{name}_timestamp")).and_then(items::whole).filter(|us| *us > 0);
    dates::instant(text(item, name), own).or_else(|| Some((us()? / 1_000, Zone::Own)))
}

/// A note's text, for any editor, and the pictures within it.
#[derive(Default)]
struct Written {
    text: String,
    media: Media,
}

fn written(content: &Value) -> Written {
    let plain = text(content, "text");
    let text = match text(content, "noteType") {
        "rich-text" => {
            let page = html::read(plain, &[]);
            let media = page.media(&|_| None);
            return Written { text: page.text, media };
        }
        "super" => match items::read(plain.as_bytes()) {
            Ok((note, _)) => super_note::words(&note),
            Err(_) => plain.into(),
        },
        "task" => match items::read(plain.as_bytes()) {
            Ok((list, _)) if list["groups"].is_array() => tasks(&list),
            _ => plain.into(),
        },
        _ => plain.to_owned(),
    };
    Written { text, ..Written::default() }
}

/// The list of the "advanced checklist" editor: groups with a name, their tasks, and one that is not finished yet.
fn tasks(list: &Value) -> String {
    let all = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let group = |group: &Value| {
        let task = |task: &Value| {
            let done = if task["completed"] == true { "x" } else { " " };
            format!("- [{done}] {}", text(task, "description"))
        };
        let lines = [text(group, "name").to_owned()].into_iter();
        let lines = lines.chain(all(&group["tasks"]).iter().map(task).collect::<Vec<_>>());
        let lines = lines.chain([text(group, "draft").to_owned()]).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    };
    all(&list["groups"]).iter().map(group).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_every_editor_become_words() {
        let tree = r#"{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"One \ud83d"}]}]}}"#;
        let words = |kind: &str, text: &str| written(&serde_json::json!({"noteType": kind, "text": text})).text;
        assert_eq!(words("super", tree), "One \u{fffd}");
        assert_eq!(words("super", "{"), "{");
        assert_eq!(words("rich-text", "<p>a</p><p>b</p>"), "a\n\nb");
        assert_eq!(words("plain-text", "<p>a"), "<p>a");
        let list = r#"{"schemaVersion":"1.0.0","groups":[{"name":"Today","draft":"and","tasks":[
            {"id":"1","description":"water","completed":true},{"id":"2","description":"sleep","completed":false}]},{"name":"Later","tasks":[]}]}"#;
        assert_eq!(words("task", list), "Today\n- [x] water\n- [ ] sleep\nand\n\nLater");
        assert_eq!(words("task", "- [ ] water"), "- [ ] water");
    }
}
