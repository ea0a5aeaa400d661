//! Between desk and casebook: opened records in, changes out. Both are JSON bytes that the worker carries unread.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use journal::arc::Item;
use journal::brief::definitions;
use journal::measures::{Definition, all_built_in};
use journal::record::{Body, Moment, Payload, Record};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use crate::Fault;
use crate::search::Searched;

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
    /// Where it is kept: a client's care collection, or the therapist's own.
    pub collection: CollectionId,
    /// The record that is changed; the desk makes an id for a new one.
    pub id: Option<RecordId>,
    /// What it says from now on.
    pub record: Option<Payload>,
}

/// Changes for the desk to write, in their order. They come back with the next handover.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// One record, changed or (without an id) new.
    pub(crate) fn one(collection: CollectionId, id: Option<RecordId>, when: &Moment, body: impl Into<Body>) -> Self {
        let mut changes = Self::default();
        changes.set(collection, id, when, body);
        changes
    }

    pub(crate) fn set(&mut self, collection: CollectionId, id: Option<RecordId>, when: &Moment, body: impl Into<Body>) {
        let record = Some(Record { when: when.clone(), body: body.into() }.to_payload());
        self.0.push(Change { collection, id, record });
    }

    pub(crate) fn delete(&mut self, collection: CollectionId, id: RecordId) {
        self.0.push(Change { collection, id: Some(id), record: None });
    }
}

/// The opened records of one collection, and up to where the desk has handed them over.
#[derive(Default)]
struct Shelf {
    mark: u64,
    /// Sorted by id. In a client's shelf the therapist's own notes about this client are among them.
    items: Vec<Item>,
    /// Which of them are such notes.
    notes: BTreeSet<RecordId>,
    /// Their words as a search compares them: folded by the first search, and kept until something changes.
    folded: OnceCell<Vec<Searched>>,
}

impl Shelf {
    fn change(&mut self, change: impl FnOnce(&mut BTreeMap<RecordId, Item>)) {
        let mut items = std::mem::take(&mut self.items).into_iter().map(|item| (item.id, item)).collect();
        change(&mut items);
        self.items = items.into_values().collect();
        self.folded.take();
    }
}

/// What is open of the therapist's clients.
#[derive(Default)]
pub struct Casebook {
    shelves: BTreeMap<CollectionId, Shelf>,
    /// The therapist's own collection: notes, drafts, prompts and instruments of the practice.
    own: Option<CollectionId>,
    built_in: OnceCell<Vec<Definition>>,
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
        shelf.mark = handed.mark;
        if handed.records.is_empty() && !handed.whole {
            return Ok(());
        }
        let notes = shelf.notes.clone();
        shelf.change(|items| {
            if handed.whole {
                items.retain(|id, _| notes.contains(id));
            }
            for HandedRecord { id, revision, record } in handed.records {
                match record.and_then(|payload| payload.to_record().ok()) {
                    Some(record) => items.insert(id, Item { id, revision, record }),
                    None => items.remove(&id),
                };
            }
        });
        Ok(())
    }

    /// Takes in the therapist's own collection: notes about a client go to the client's records.
    pub fn take_own(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        let before = self.mark_of(collection);
        self.take(collection, handed)?;
        let own: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        self.own = Some(own);
        let Some(shelf) = self.shelves.get(&own).filter(|shelf| shelf.mark != before) else { return Ok(()) };
        let mut notes: BTreeMap<CollectionId, Vec<Item>> = BTreeMap::new();
        for item in &shelf.items {
            let about = match &item.record.body {
                Body::PrivateNote(note) => Some(note.client),
                Body::FlagDisposition(closed) => closed.client,
                _ => None,
            };
            if let Some(client) = about {
                notes.entry(client).or_default().push(item.clone());
            }
        }
        for (id, shelf) in self.shelves.iter_mut().filter(|(id, _)| **id != own) {
            let new = notes.remove(id).unwrap_or_default();
            let old = std::mem::replace(&mut shelf.notes, new.iter().map(|item| item.id).collect());
            shelf.change(|items| {
                items.retain(|id, _| !old.contains(id));
                items.extend(new.into_iter().map(|item| (item.id, item)));
            });
        }
        // Of clients who were not opened yet.
        for (client, new) in notes {
            let shelf = self.shelves.entry(client).or_default();
            shelf.notes = new.iter().map(|item| item.id).collect();
            shelf.change(|items| items.extend(new.into_iter().map(|item| (item.id, item))));
        }
        Ok(())
    }

    /// Puts a client away: the desk no longer holds their records.
    pub fn put_away(&mut self, collection: &str) {
        if let Ok(id) = collection.parse::<CollectionId>() {
            self.shelves.remove(&id);
        }
    }

    /// The records of a collection that is open, sorted by id; with the therapist's own notes about the client.
    pub(crate) fn items(&self, collection: &str) -> Result<(CollectionId, &[Item]), Fault> {
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        let shelf = self.shelves.get(&id).filter(|shelf| shelf.mark > 0).ok_or_else(Fault::not_found)?;
        Ok((id, &shelf.items))
    }

    /// The words of every record of [`Casebook::items`], in the same order.
    pub(crate) fn searched(&self, collection: CollectionId) -> &[Searched] {
        let shelf = self.shelves.get(&collection);
        shelf.map_or(&[], |shelf| shelf.folded.get_or_init(|| shelf.items.iter().map(Searched::of).collect()))
    }

    /// One record.
    pub(crate) fn item(&self, collection: &str, record: &str) -> Result<(CollectionId, &Item), Fault> {
        let (collection, items) = self.items(collection)?;
        let record: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        let at = items.binary_search_by_key(&record, |item| item.id).map_err(|_| Fault::not_found())?;
        Ok((collection, &items[at]))
    }

    /// The therapist's own collection and what is in it.
    pub(crate) fn own(&self) -> Result<(CollectionId, &[Item]), Fault> {
        let own = self.own.ok_or_else(Fault::no_own)?;
        Ok((own, self.shelves.get(&own).map_or(&[], |shelf| &shelf.items)))
    }

    /// The instruments that count for a client: built in, and the practice's own.
    pub(crate) fn definitions(&self, items: &[Item]) -> Vec<Definition> {
        let mut own: Vec<Item> = self.own().map(|(_, items)| items).unwrap_or_default().to_vec();
        own.extend(items.iter().filter(|item| matches!(item.record.body, Body::Instrument(_))).cloned());
        definitions(self.built_in(), &own)
    }

    /// The instruments that come with Afterglow.
    pub(crate) fn built_in(&self) -> &[Definition] {
        self.built_in.get_or_init(|| all_built_in().unwrap_or_default())
    }
}

/// Through a `Value`: one reader for all types keeps the module small.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Fault::records())?;
    T::deserialize(value).map_err(|_| Fault::records())
}
