//! Between desk and casebook: opened records in, changes out. Both are JSON bytes that the worker carries unread.

use std::collections::BTreeMap;

use journal::arc::Item;
use journal::record::{Body, Moment, Payload, Record};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use crate::Fault;

/// The time, where the therapist is.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Now {
    /// Milliseconds since the Unix epoch.
    pub unix_ms: f64,
    /// Seconds east of UTC.
    pub offset_s: i32,
    /// IANA name.
    pub zone: String,
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self { unix_ms: now.unix_ms as i64, offset_s: now.offset_s, zone: now.zone }
    }
}

/// What the desk hands over: everything (`whole`), or what changed since the mark that the casebook was at.
#[derive(Deserialize)]
struct Handed {
    mark: u64,
    whole: bool,
    records: Vec<HandedRecord>,
}

#[derive(Deserialize)]
struct HandedRecord {
    id: RecordId,
    revision: u32,
    /// Absent when it is gone.
    record: Option<Payload>,
}

/// A record to write; without an id a new one, without content a deletion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The record that is changed; the desk makes an id for a new one.
    pub id: Option<RecordId>,
    /// What it says from now on.
    pub record: Option<Payload>,
}

/// Changes of one collection, for the desk to write. They come back with the next handover.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changes {
    /// The collection.
    pub collection: CollectionId,
    /// In the order in which they are written.
    pub changes: Vec<Change>,
}

impl Changes {
    pub(crate) fn none(collection: CollectionId) -> Self {
        Self { collection, changes: Vec::new() }
    }

    pub(crate) fn add(&mut self, when: &Moment, body: Body) {
        self.set(None, when, body);
    }

    pub(crate) fn set(&mut self, id: Option<RecordId>, when: &Moment, body: Body) {
        let record = Some(Record { when: when.clone(), body }.to_payload());
        self.changes.push(Change { id, record });
    }
}

/// The opened records of one collection, and up to where the desk has handed them over.
#[derive(Default)]
struct Shelf {
    mark: u64,
    /// Sorted by id.
    items: Vec<Item>,
}

/// What is open of the therapist's clients.
#[derive(Default)]
pub struct Casebook {
    shelves: BTreeMap<CollectionId, Shelf>,
}

impl Casebook {
    /// How far the desk has handed a collection's records over; 0 when nothing of it is here.
    pub fn mark_of(&self, collection: &str) -> u64 {
        collection.parse().ok().and_then(|id: CollectionId| Some(self.shelves.get(&id)?.mark)).unwrap_or(0)
    }

    /// Takes in what the desk hands over. What cannot be read as a record (a frame of a newer version) is left out.
    pub fn take(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        let id: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        let handed: Handed = from_json(handed)?;
        let shelf = self.shelves.entry(id).or_default();
        let known = std::mem::take(&mut shelf.items).into_iter().filter(|_| !handed.whole);
        let mut items: BTreeMap<RecordId, Item> = known.map(|item| (item.id, item)).collect();
        for HandedRecord { id, revision, record } in handed.records {
            match record.and_then(|payload| payload.to_record().ok()) {
                Some(record) => items.insert(id, Item { id, revision, record }),
                None => items.remove(&id),
            };
        }
        shelf.items = items.into_values().collect();
        shelf.mark = handed.mark;
        Ok(())
    }

    /// Puts a client away: the desk no longer holds their records.
    pub fn put_away(&mut self, collection: &str) {
        if let Ok(id) = collection.parse::<CollectionId>() {
            self.shelves.remove(&id);
        }
    }

    /// The records of a collection that is open, sorted by id.
    pub(crate) fn items(&self, collection: &str) -> Result<(CollectionId, &[Item]), Fault> {
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        let shelf = self.shelves.get(&id).ok_or_else(Fault::not_found)?;
        Ok((id, &shelf.items))
    }

    /// One record.
    pub(crate) fn item(&self, collection: &str, record: &str) -> Result<(CollectionId, &Item), Fault> {
        let (collection, items) = self.items(collection)?;
        let record: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        let at = items.binary_search_by_key(&record, |item| item.id).map_err(|_| Fault::not_found())?;
        Ok((collection, &items[at]))
    }
}

/// Through a `Value`: one reader for all types keeps the module small.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Fault::records())?;
    T::deserialize(value).map_err(|_| Fault::records())
}
