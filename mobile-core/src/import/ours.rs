//! Our own export: the words as they were written, ids included. With whom they were shared, what rules and settings were
//! in force and which agreements stood is left behind: a file that somebody hands over must not decide about these.

use std::collections::BTreeMap;

use journal::record::Payload;
use journal::sync::Key;
use protocol::{CollectionId, RecordId};
use serde_json::Value;

use super::items::{self, Ended, Item};
use super::look::Look;
use super::source::{MOST_DOCUMENT, Opened, Source};
use super::take::{Coming, Taking};
use super::{Format, Said, Why, entry};
use crate::Error;
use crate::attach::read_all;
use crate::export::FORMAT;
use crate::export::archive::ATTACHMENTS;
use crate::store::collections::{self, Imported};

/// Kinds that decide something: who reads what, with which keys, and how the app behaves.
const SETTINGS: [&str; 4] = ["sharing_rule", "bond", "preferences", "memory"];

pub(super) struct Afterglow;

impl Format for Afterglow {
    fn name(&self) -> &'static str {
        "afterglow"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let name = FORMAT.split('/').next().unwrap_or_default();
        look.documents(|head| head.contains(&format!("\"format\":\"{name}/")))
    }

    fn import(&self, taking: &mut Taking<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        for name in source.names().ending_in(&["txt"]) {
            // What the archive says of itself.
            if super::names::last(&name).eq_ignore_ascii_case("readme.txt") {
                source.done_with(&name);
            }
        }
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn import(taking: &mut Taking<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    source.done_with(name);
    is_known(source, name)?;
    let private = taking.private()?;
    // Attachments are looked up after the document, which is read from the same archive.
    let mut attached: BTreeMap<String, crate::attach::Named> = BTreeMap::new();
    let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let mut place = 0_u32;
    let ended = match source.document(name)? {
        Ok(bytes) => items::each(bytes, &["care", "records", "drafts"], &mut |list, item| {
            let (item, repaired) = match item {
                Item::Read(value) => (Some(value), false),
                Item::Repaired(value) => (Some(value), true),
                Item::Broken => (None, false),
            };
            if list == "care" {
                return item.map_or(Ok(()), |item| relationship(taking, &item));
            }
            place += 1;
            let item_name = format!("{name}, {list} {place}");
            let Some((id, care, payload)) = item.and_then(read) else {
                taking.leave_out(&item_name, Why::Unreadable);
                return Ok(());
            };
            for one in read_all(&payload.0) {
                attached.insert(format!("{folder}{ATTACHMENTS}/{}", one.id), one.without_thumbnail());
            }
            if SETTINGS.contains(&payload.kind()) {
                taking.leave_setting();
                return Ok(());
            }
            let payload = without_authority(payload);
            let key = Key { collection: care.unwrap_or(private), id };
            let draft = list == "drafts";
            if let Ok(record) = payload.to_record() {
                taking.seen_on(&record.when);
            }
            if !taking.found(&key, draft)? {
                return Ok(());
            }
            if key.collection != private && is_live(taking, key.collection)? {
                taking.leave_out(&item_name, Why::Care);
            } else if !draft && key.collection == private && !entry::fits(&payload) {
                taking.leave_out(&item_name, Why::TooLarge);
            } else {
                if repaired {
                    taking.say(&item_name, Said::Repaired);
                }
                taking.take(Coming { key, payload, draft, newer: false })?;
            }
            Ok(())
        })?,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    if ended == Ended::Broken {
        taking.leave_out(&format!("{name}, after {place}"), Why::CutOff);
    }
    for (file, named) in attached {
        // One that the export did not have comes from the server, or not at all: no fault of this import.
        if source.has(&file) {
            taking.attachment(source, &file, &named.view.media_type.clone(), Some(&named))?;
        }
    }
    Ok(())
}

/// Refuses what a newer app wrote: reading half of it would look like the whole.
fn is_known(source: &mut Source, name: &str) -> Result<(), Error> {
    use std::io::Read as _;
    let mut head = Vec::new();
    if let Opened::Bytes(mut bytes) = source.read(name, MOST_DOCUMENT)? {
        let _ = bytes.by_ref().take(64 * 1024).read_to_end(&mut head);
    }
    let head: String = String::from_utf8_lossy(&head).chars().filter(|sign| !sign.is_whitespace()).collect();
    if head.contains(&format!("\"format\":\"{FORMAT}\"")) { Ok(()) } else { Err(Error::ArchiveNewer) }
}

fn read(item: Value) -> Option<(RecordId, Option<CollectionId>, Payload)> {
    let Value::Object(mut item) = item else { return None };
    let id = item.get("id")?.as_str()?.parse().ok()?;
    let care = match item.get("care") {
        Some(care) => Some(care.as_str()?.parse().ok()?),
        None => None,
    };
    let Value::Object(record) = item.remove("record")? else { return None };
    let payload = Payload(record);
    let readable = payload.to_record().is_ok() && !payload.kind().is_empty();
    readable.then_some((id, care, payload))
}

/// What a record may say when it comes from a file: with nobody shared, and no agreement in force.
fn without_authority(mut payload: Payload) -> Payload {
    payload.0.remove("shared_with");
    if payload.kind() == "consent" && !payload.0.contains_key("withdrawn") {
        // It is history: when it was given is all that is known of its end.
        if let Some(when) = payload.0.get("when").cloned() {
            payload.0.insert("withdrawn".into(), when);
        }
    }
    // An earlier version holds a record of its own.
    if let Some(Value::Object(content)) = payload.0.get_mut("content")
        && !content.is_empty()
    {
        content.remove("shared_with");
    }
    payload
}

/// Whether a relationship goes on: what is in it comes from the therapist, by the server.
fn is_live(taking: &Taking<'_>, id: CollectionId) -> Result<bool, Error> {
    Ok(taking.phone.store.read(|connection| collections::is_live(connection, id))?)
}

fn relationship(taking: &mut Taking<'_>, item: &Value) -> Result<(), Error> {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Ok(id) = text("id").parse() else { return Ok(()) };
    let named = Imported { therapist: text("therapist"), practice: text("practice"), purpose: text("purpose") };
    taking.relationship(id, &named, item.get("since").and_then(Value::as_i64).unwrap_or(0))
}
