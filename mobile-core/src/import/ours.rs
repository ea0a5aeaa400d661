//! Our own export: everything as it was written, ids included. Only with whom it was shared is left out.

use std::collections::BTreeMap;

use journal::record::Payload;
use journal::sync::Key;
use protocol::{CollectionId, RecordId};
use serde_json::Value;

use super::Why;
use super::items::{self, Ended};
use super::source::{MOST_DOCUMENT, Opened, Source};
use super::take::{Coming, Taking};
use crate::Error;
use crate::attach::read_all;
use crate::export::archive::ATTACHMENTS;
use crate::store::collections::Imported;

pub(super) fn import(taking: &mut Taking<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let private = taking.private()?;
    // Attachments are looked up after the document, which is read from the same archive.
    let mut attached: BTreeMap<String, crate::attach::Named> = BTreeMap::new();
    let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let mut place = 0_u32;
    let ended = match source.read(name, MOST_DOCUMENT)? {
        Opened::Bytes(bytes) => items::each(bytes, &["care", "records", "drafts"], &mut |list, item| {
            if list == "care" {
                return relationship(taking, &item);
            }
            place += 1;
            let item_name = || format!("{name}, {list} {place}");
            let Some((id, care, payload)) = read(item) else {
                taking.leave_out(&item_name(), Why::Unreadable);
                return Ok(());
            };
            for one in read_all(&payload) {
                attached.insert(format!("{folder}{ATTACHMENTS}/{}", one.id), one.without_thumbnail());
            }
            let key = Key { collection: care.unwrap_or(private), id };
            let draft = list == "drafts";
            if taking.found(&key, draft)? {
                taking.take(Coming { key, payload, draft }, &item_name())?;
            }
            Ok(())
        })?,
        Opened::TooLarge => return Err(Error::ArchiveTooLarge),
        Opened::Missing => return Err(Error::NotAnArchive),
    };
    if matches!(ended, Ended::Broken) {
        taking.leave_out(&format!("{name}, after {place}"), Why::Unreadable);
    }
    for (file, named) in attached {
        // One that the export did not have comes from the server, or not at all: no fault of this import.
        if source.has(&file) {
            taking.attachment(source, &file, &named.view.media_type.clone(), Some(&named))?;
        }
    }
    Ok(())
}

fn read(item: Value) -> Option<(RecordId, Option<CollectionId>, Payload)> {
    let Value::Object(mut item) = item else { return None };
    let id = item.get("id")?.as_str()?.parse().ok()?;
    let care = match item.get("care") {
        Some(care) => Some(care.as_str()?.parse().ok()?),
        None => None,
    };
    let Value::Object(mut record) = item.remove("record")? else { return None };
    record.remove("shared_with");
    let payload = Payload(record);
    let readable = payload.to_record().is_ok() && !payload.kind().is_empty();
    readable.then_some((id, care, payload))
}

fn relationship(taking: &mut Taking<'_>, item: &Value) -> Result<(), Error> {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Ok(id) = text("id").parse() else { return Ok(()) };
    let named = Imported { therapist: text("therapist"), practice: text("practice"), purpose: text("purpose") };
    taking.relationship(id, &named, item.get("since").and_then(Value::as_i64).unwrap_or(0))
}
