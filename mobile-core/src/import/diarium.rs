//! Diarium's JSON export: a list of entries.

use serde_json::{Map, Value};

use super::dates;
use super::entry::Entry;
use super::items::{self, Ended, Item};
use super::look::{Look, has};
use super::source::Source;
use super::take::Taking;
use super::{Format, Said, Why, html};
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
            head.starts_with("[{") && has(head, "date") && (has(head, "html") || has(head, "heading"))
        })
    }

    fn import(&self, taking: &mut Taking<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn import(taking: &mut Taking<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let mut place = 0_u32;
    let bytes = match source.document(name)? {
        Ok(bytes) => bytes,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let ended = items::each(bytes, &[""], &mut |_, item| {
        place += 1;
        let item_name = format!("{name}, entry {place}");
        let (entry, repaired) = match item {
            Item::Read(Value::Object(entry)) => (entry, false),
            Item::Repaired(Value::Object(entry)) => (entry, true),
            _ => {
                taking.leave_out(&item_name, Why::Unreadable);
                return Ok(());
            }
        };
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let Some((ms, zone)) = dates::instant(text("date"), &taking.zone) else {
            taking.found_and_left(&item_name, Why::NoDate);
            return Ok(());
        };
        let written =
            if text("html").is_empty() { text("text").to_owned() } else { html::read(text("html"), &[]).text };
        let tags = entry.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // A rating of nothing is none, and an empty list is nothing.
        let said = |value: &Value| !value.is_null() && *value != 0 && *value != "" && *value != Value::Array(vec![]);
        let kept = |name: &str| !NOT_KEPT.contains(&name) && (taking.form.keep_places || !PLACES.contains(&name));
        let rest: Map<String, Value> = entry
            .iter()
            .filter(|(name, value)| kept(name) && said(value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        taking.words(Entry {
            item: item_name,
            ms,
            zone,
            identity: vec![b"diarium".to_vec(), text("date").into(), text("heading").into()],
            title: text("heading").into(),
            text: written,
            themes: tags.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
            source: format!("diarium:{}", text("date")),
            extra: Some(("diarium", rest)),
            said: if repaired { vec![Said::Repaired] } else { Vec::new() },
            ..Entry::default()
        })
    })?;
    if ended == Ended::Broken {
        taking.leave_out(&format!("{name}, after entry {place}"), Why::CutOff);
    }
    Ok(())
}
