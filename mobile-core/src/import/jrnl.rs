//! `jrnl`'s JSON export: entries with title, body, day and time, in the writer's own time zone.

use serde_json::{Map, Value};

use super::dates::{self, Order};
use super::entry::Entry;
use super::items::{self, Ended};
use super::look::{Look, has};
use super::source::Source;
use super::take::ImportRun;
use super::{Format, Why};
use crate::Error;

/// Taken over in another form.
const NOT_KEPT: [&str; 6] = ["title", "body", "date", "time", "tags", "starred"];

pub(super) struct Jrnl;

impl Format for Jrnl {
    fn name(&self) -> &'static str {
        "jrnl"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| {
            head.starts_with('{') && head.contains("\"entries\":[") && has(head, "body") && has(head, "date")
        })
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let mut place = 0_u32;
    let bytes = match source.document(name)? {
        Ok(bytes) => bytes,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let ended = items::each(bytes, &["entries"], &mut |_, item| {
        place += 1;
        let item_name = format!("{name}, entry {place}");
        let (entry, said) = match items::object(item) {
            Ok(read) => read,
            Err(why) => {
                taking.leave_out(&item_name, why);
                return Ok(());
            }
        };
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let written = dates::find(&format!("{} {}", text("date"), text("time")), Order::Unknown);
        let Some((ms, zone)) = written.and_then(|written| written.instant(&taking.zone)) else {
            taking.found_and_left(&item_name, Why::NoDate);
            return Ok(());
        };
        let tags = entry.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let starred = entry.get("starred").filter(|starred| **starred == true);
        let rest: Map<String, Value> = entry
            .iter()
            .filter(|(name, _)| !NOT_KEPT.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .chain(starred.map(|starred| ("starred".to_owned(), starred.clone())))
            .collect();
        let (title, body) = (text("title"), text("body"));
        taking.words(Entry {
            item: item_name,
            ms,
            zone,
            identity: [b"jrnl", title.as_bytes(), body.as_bytes()].map(<[u8]>::to_vec).to_vec(),
            title: title.into(),
            text: body.into(),
            themes: tags
                .iter()
                .filter_map(Value::as_str)
                .map(|tag| tag.trim_start_matches('@').to_lowercase())
                .collect(),
            source: "jrnl".into(),
            extra: Some(("jrnl", rest)),
            said: said.into_iter().collect(),
            ..Entry::default()
        })
    })?;
    if ended == Ended::Broken {
        taking.leave_out(&format!("{name}, after entry {place}"), Why::CutOff);
    }
    Ok(())
}
