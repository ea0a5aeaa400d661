//! The exchange with the desk: opened records in, changes out. Both are JSON bytes that the worker transfers unread.

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
use crate::folded::SearchText;

/// The current time in the therapist's time zone.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Now {
    /// Milliseconds since the Unix epoch.
    pub unix_ms: f64,
    /// Local offset, in seconds east of UTC.
    pub offset_s: i32,
    /// IANA name of the time zone.
    pub zone: String,
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self { unix_ms: now.unix_ms as i64, offset_s: now.offset_s, zone: now.zone }
    }
}

/// Records from the desk: all of them (`whole`), or those changed since the casebook's mark.
#[derive(Deserialize)]
struct Transfer {
    mark: u64,
    whole: bool,
    records: Vec<HandedRecord>,
}

#[derive(Deserialize)]
struct HandedRecord {
    id: RecordId,
    revision: u32,
    /// `None` if the record was deleted.
    record: Option<Payload>,
}

/// A record to write. Without an id it is a new record; without content it is a deletion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The collection: a client's care collection, or the therapist's private one.
    pub collection: CollectionId,
    /// The record to change. The desk assigns the id of a new record.
    pub id: Option<RecordId>,
    /// The record's new content.
    pub record: Option<Payload>,
}

/// Changes for the desk to write, in order. They come back with the next transfer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// A single changed or (without an id) new record.
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

/// The opened records of one collection, and the desk's mark.
#[derive(Default)]
struct Shelf {
    mark: u64,
    /// Sorted by id. A client's records include the therapist's own notes about the client.
    items: Vec<Item>,
    /// The ids of those notes.
    notes: BTreeSet<RecordId>,
    /// Folded texts for the search. The first search computes them; a change discards them.
    folded: OnceCell<Vec<SearchText>>,
}

impl Shelf {
    fn change(&mut self, change: impl FnOnce(&mut BTreeMap<RecordId, Item>)) {
        let mut items = std::mem::take(&mut self.items).into_iter().map(|item| (item.id, item)).collect();
        change(&mut items);
        self.items = items.into_values().collect();
        self.folded.take();
    }
}

/// The open clients of the therapist.
#[derive(Default)]
pub struct Casebook {
    shelves: BTreeMap<CollectionId, Shelf>,
    /// The therapist's private collection: notes, drafts, and the practice's prompts and instruments.
    own: Option<CollectionId>,
    built_in: OnceCell<Vec<Definition>>,
}

impl Casebook {
    /// The mark of a collection's last transfer; 0 if it is not open.
    pub fn mark_of(&self, collection: &str) -> u64 {
        collection.parse().ok().and_then(|id: CollectionId| Some(self.shelves.get(&id)?.mark)).unwrap_or(0)
    }

    /// Applies records from the desk. Records with an unreadable frame (of a newer version) are left out.
    pub fn receive(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        let id: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        let handed: Transfer = from_json(handed)?;
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

    /// Applies the therapist's private collection. Notes about a client are added to the client's records.
    pub fn receive_own(&mut self, collection: &str, handed: &[u8]) -> Result<(), Fault> {
        let before = self.mark_of(collection);
        self.receive(collection, handed)?;
        let own: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        self.own = Some(own);
        let Some(shelf) = self.shelves.get(&own).filter(|shelf| shelf.mark != before) else { return Ok(()) };
        let mut notes: BTreeMap<CollectionId, Vec<Item>> = BTreeMap::new();
        for item in &shelf.items {
            let about = match &item.record.body {
                Body::PrivateNote(note) => Some(note.client),
                Body::FlagDisposition(closed) => closed.client,
                Body::AdverseEvent(event) => event.client,
                Body::SessionRecord(session) => session.client,
                Body::Clearance(clearance) => clearance.client,
                _ => None,
            };
            // A form about no client names this collection: it is here already.
            if let Some(client) = about.filter(|client| *client != own) {
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
        // Notes about clients that are not open yet.
        for (client, new) in notes {
            let shelf = self.shelves.entry(client).or_default();
            shelf.notes = new.iter().map(|item| item.id).collect();
            shelf.change(|items| items.extend(new.into_iter().map(|item| (item.id, item))));
        }
        Ok(())
    }

    /// Closes a client, because the desk no longer has the records.
    pub fn close(&mut self, collection: &str) {
        if let Ok(id) = collection.parse::<CollectionId>() {
            self.shelves.remove(&id);
        }
    }

    /// The records of an open collection, sorted by id, including the therapist's notes about the client.
    pub(crate) fn items(&self, collection: &str) -> Result<(CollectionId, &[Item]), Fault> {
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        let shelf = self.shelves.get(&id).filter(|shelf| shelf.mark > 0).ok_or_else(Fault::not_found)?;
        Ok((id, &shelf.items))
    }

    /// The folded texts of all records of [`Casebook::items`], in the same order.
    pub(crate) fn searched(&self, collection: CollectionId) -> &[SearchText] {
        let shelf = self.shelves.get(&collection);
        shelf.map_or(&[], |shelf| shelf.folded.get_or_init(|| shelf.items.iter().map(SearchText::of).collect()))
    }

    /// A single record of an open collection.
    pub(crate) fn item(&self, collection: &str, record: &str) -> Result<(CollectionId, &Item), Fault> {
        let (collection, items) = self.items(collection)?;
        let record: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        let at = items.binary_search_by_key(&record, |item| item.id).map_err(|_| Fault::not_found())?;
        Ok((collection, &items[at]))
    }

    /// The therapist's private collection and its records.
    pub(crate) fn own(&self) -> Result<(CollectionId, &[Item]), Fault> {
        let own = self.own.ok_or_else(Fault::no_own)?;
        Ok((own, self.shelves.get(&own).map_or(&[], |shelf| &shelf.items)))
    }

    /// The instruments that apply to a client: built-in ones and the practice's own.
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

/// Deserializes through a `Value`: one deserializer for all types keeps the module small.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Fault::records())?;
    T::deserialize(value).map_err(|_| Fault::records())
}
