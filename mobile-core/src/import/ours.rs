//! Afterglow's own export: records as they were written, with their ids. Sharing, rules, settings and consents in force
//! are left out, because an imported file must not decide about these.

use std::collections::BTreeMap;

use journal::record::Payload;
use journal::seal::Kind;
use journal::sync::Key;
use journal::sync::table::{STAFF_ALONE, allows_from_file};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

use super::items::{self, Ended};
use super::look::Look;
use super::source::{MOST_DOCUMENT, Opened, Source};
use super::take::{ImportRun, ImportedRecord};
use super::{Format, Remark, Why, encoding};
use crate::Error;
use crate::attach::{AttachmentRef, read_all};
use crate::commit::size::size;
use crate::export::FORMAT;
use crate::export::archive::ATTACHMENTS;
use crate::store::collections::{self, Imported};

/// Kinds with authority: who reads what, with which keys, and how the app behaves.
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

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        for name in source.names().ending_in(&["txt"]) {
            // The file that describes the archive.
            if super::names::last(&name).eq_ignore_ascii_case("readme.txt") {
                source.done_with(&name);
            }
        }
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

/// A record of an export.
struct Exported {
    /// Its name in the report.
    item: String,
    id: RecordId,
    /// The relationship, if it is a therapist's record.
    care: Option<CollectionId>,
    payload: Payload,
    draft: bool,
    said: Option<Remark>,
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    source.done_with(name);
    is_known(source, name)?;
    // Attachments are looked up after the document, which is read from the same archive.
    let mut attached: BTreeMap<String, AttachmentRef> = BTreeMap::new();
    let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let mut place = 0_u32;
    let ended = match source.document(name)? {
        Ok(bytes) => items::each(bytes, &["care", "records", "drafts"], &mut |list, item| {
            if list == "care" {
                return item.map_or(Ok(()), |(item, _)| relationship(taking, &item));
            }
            place += 1;
            let item_name = format!("{name}, {list} {place}");
            let read = item.and_then(|(item, said)| Ok((read(item).ok_or(Why::Unreadable)?, said)));
            let ((id, care, payload), said) = match read {
                Ok(read) => read,
                Err(why) => {
                    taking.leave_out(&item_name, why);
                    return Ok(());
                }
            };
            for one in read_all(&payload) {
                attached.insert(format!("{folder}{ATTACHMENTS}/{}", one.id), one.without_thumbnail());
            }
            let draft = list == "drafts";
            import_record(taking, Exported { item: item_name, id, care, payload, draft, said })
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
        // An attachment that the export did not have comes from the server, or not at all: not an error of this import.
        if source.has(&file) {
            taking.known_attachment(source, &file, &named)?;
        }
    }
    Ok(())
}

/// Imports a record or a draft without its authority, unless it is here already.
fn import_record(taking: &mut ImportRun<'_>, exported: Exported) -> Result<(), Error> {
    let Exported { item, id, care, payload, draft, said } = exported;
    let place = if care.is_some() { Kind::Care } else { Kind::Private };
    let is_setting = SETTINGS.contains(&payload.kind()) || STAFF_ALONE.contains(&payload.kind());
    // A file decides as little as the server: a practice's questionnaire must not replace a built-in one, for example.
    if is_setting || !allows_from_file(place, &payload) {
        taking.leave_setting();
        return Ok(());
    }
    let mut payload = without_authority(payload);
    let said = if within_scales(&mut payload) { said } else { said.or(Some(Remark::Repaired)) };
    let private = taking.private()?;
    let key = Key { collection: care.unwrap_or(private), id };
    if let Ok(record) = payload.to_record() {
        taking.seen_on(&record.when);
    }
    if !taking.found(&key, draft)? {
        return Ok(());
    }
    if key.collection != private && is_live(taking, key.collection)? {
        taking.leave_out(&item, Why::Care);
    } else if !draft && key.collection == private && size(&payload) > taking.phone.largest_record() {
        taking.leave_out(&item, Why::TooLarge);
    } else {
        said.into_iter().for_each(|said| taking.say(&item, said));
        taking.take(ImportedRecord { key, payload, draft, newer: false })?;
    }
    Ok(())
}

/// Rejects an export of a newer app: a partial import would look like a complete one.
fn is_known(source: &mut Source, name: &str) -> Result<(), Error> {
    use std::io::Read as _;
    let mut head = Vec::new();
    if let Opened::Bytes(bytes) = source.read(name, MOST_DOCUMENT)? {
        let mut bytes = encoding::as_utf8(bytes);
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
    let payload = Payload::from(record);
    let readable = payload.to_record().is_ok() && !payload.kind().is_empty();
    readable.then_some((id, care, payload))
}

/// A record without authority: not shared, and without a consent in force.
fn without_authority(mut payload: Payload) -> Payload {
    payload.set_shared_with(&[]);
    if payload.kind() == "consent" && payload.field("withdrawn").is_none_or(Value::is_null) {
        // A past consent: its own time is the only known time for its end.
        if let Some(when) = payload.field("when").cloned() {
            payload.set_field("withdrawn", when);
        }
    }
    // An earlier version contains a record of its own.
    if payload.field("content").is_some_and(Value::is_object)
        && let Value::Object(content) = payload.field_mut("content")
    {
        *content = without_authority(Payload::from(std::mem::take(content))).into_fields();
    }
    payload
}

/// Removes values outside of their scale; false if there were any. Charts and rules trust stored values.
fn within_scales(payload: &mut Payload) -> bool {
    const SCALES: [&str; 5] = ["mood", "energy", "sleep", "sensitivity", "clarity"];
    if !["reflection", "check_in"].contains(&payload.kind()) {
        return true;
    }
    let high = |name: &&str| payload.field(name).and_then(Value::as_u64).is_some_and(|value| value > 10);
    let beyond: Vec<&str> = SCALES.into_iter().filter(high).collect();
    for name in &beyond {
        payload.remove_field(name);
    }
    beyond.is_empty()
}

/// Whether a relationship is active: its records come from the therapist through the server, not from a file.
fn is_live(taking: &ImportRun<'_>, id: CollectionId) -> Result<bool, Error> {
    Ok(taking.phone.store.read(|connection| collections::is_live(connection, id))?)
}

fn relationship(taking: &mut ImportRun<'_>, item: &Value) -> Result<(), Error> {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Ok(id) = text("id").parse() else { return Ok(()) };
    let named = Imported { therapist: text("therapist"), practice: text("practice"), purpose: text("purpose") };
    taking.relationship(id, &named, item.get("since").and_then(Value::as_i64).unwrap_or(0))
}
