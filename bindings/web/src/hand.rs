//! Between desk and casebook: opened records out, changes in. Both are JSON bytes that the worker carries unread.

use std::collections::BTreeMap;

use journal::measures::BUILT_IN_IDS;
use journal::record::Payload;
use journal::sync::table::{BOTH, LIBRARY, STAFF_ALONE, THERAPIST, closes_a_flag};
use journal::sync::{self, Key};
use protocol::{CollectionId, RecordId};
use serde::Deserialize;
use serde_json::Value;

use crate::call::from_json;
use crate::sync::{Records, sure};
use crate::{Desk, Fault};

/// A change, as the casebook makes it.
#[derive(Deserialize)]
struct Change {
    collection: CollectionId,
    /// Absent for a new record.
    id: Option<RecordId>,
    /// Absent for a deletion.
    record: Option<Payload>,
}

/// Which records changed since they were handed over. A collection that is not among them is handed over whole.
#[derive(Default)]
pub(crate) struct Handed {
    mark: u64,
    changed: BTreeMap<CollectionId, Changed>,
}

/// What changed in a collection, and since which mark that is known.
struct Changed {
    since: u64,
    records: BTreeMap<RecordId, u64>,
}

impl Handed {
    /// A record has changed.
    pub(crate) fn touch(&mut self, key: &Key) {
        if let Some(changed) = self.changed.get_mut(&key.collection) {
            self.mark += 1;
            changed.records.insert(key.id, self.mark);
        }
    }

    /// More of a collection has changed than can be told one by one.
    pub(crate) fn forget(&mut self, collection: CollectionId) {
        self.changed.remove(&collection);
    }
}

/// What the desk keeps for itself: bonds hold secrets.
fn is_inner(content: &Payload) -> bool {
    ["bond", "memory"].contains(&content.kind())
}

impl Desk {
    /// The opened records of a collection, for the casebook: those that changed since its mark, or all of them.
    pub fn records(&mut self, collection: &str, since: f64) -> Result<Vec<u8>, Fault> {
        let id = collection.parse().ok().filter(|id| self.reads(*id)).ok_or_else(Fault::not_found)?;
        let Records { ledger, handed, .. } = &mut self.records;
        let since = since as u64;
        let Handed { mark, changed } = handed;
        let changed = changed.entry(id).or_insert_with(|| {
            // Marks begin at 1: 0 says that nothing was handed over.
            *mark += 1;
            Changed { since: *mark, records: BTreeMap::new() }
        });
        let mark = *mark;
        let changed = Some(&*changed).filter(|changed| changed.since <= since).map(|changed| &changed.records);
        let whole = changed.is_none();
        let mut out = format!(r#"{{"mark":{},"whole":{whole},"records":["#, mark).into_bytes();
        let mut first = true;
        for (record, row) in ledger.rows(id) {
            let wanted = changed.is_none_or(|changed| changed.get(&record).is_some_and(|mark| *mark > since));
            if !wanted || (whole && row.content.is_none()) || row.content.as_ref().is_some_and(is_inner) {
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend(format!(r#"{{"id":"{record}","revision":{},"record":"#, row.revision).bytes());
            match &row.content {
                Some(content) => out.extend(content.to_json()),
                None => out.extend(b"null"),
            }
            out.push(b'}');
        }
        out.extend(b"]}");
        Ok(out)
    }

    /// The therapist's own collection, once it is there.
    pub fn own_collection(&self) -> Option<String> {
        self.own().map(|id| id.to_string())
    }

    /// Clients who have no card of the practice, although there is one to give: those who joined after it was written.
    pub fn without_card(&self) -> Vec<String> {
        let has = |id| {
            let contents = self.records.ledger.rows(id).filter_map(|(_, row)| row.content.as_ref());
            contents.into_iter().any(|content| content.kind() == "practice_card")
        };
        if !self.own().is_some_and(has) {
            return Vec::new();
        }
        let writable = self.bonds.care.iter().filter(|(_, care)| care.writable).map(|(id, _)| *id);
        writable.filter(|id| !has(*id)).map(|id| id.to_string()).collect()
    }

    /// The account's own collection, by its manifest, once it is followed.
    fn own(&self) -> Option<CollectionId> {
        let private = self.keys.as_ref()?.manifest.private;
        self.records.ledger.collections().find(|id| *id == private)
    }

    /// Whether a collection's records are shown: the own one, and those of clients.
    fn reads(&self, collection: CollectionId) -> bool {
        let client = self.keys.is_some() && self.bonds.known.get(&collection).is_some_and(|bond| bond.is_open());
        self.own() == Some(collection) || client
    }

    fn holds(&self, collection: CollectionId) -> bool {
        self.own() == Some(collection) || self.keys.is_some() && self.bonds.care.contains_key(&collection)
    }

    /// Whether a change is this therapist's to make: of an own record, and of a kind that therapists write there. Anything
    /// else the client's phone would set aside, and the server refuse.
    fn may_write(&self, change: &Change) -> bool {
        let private = self.own() == Some(change.collection);
        let key = change.id.map(|id| Key { collection: change.collection, id });
        let row = key.and_then(|key| self.records.ledger.get(&key));
        if row
            .is_some_and(|row| row.stamp.is_some_and(|stamp| !stamp.mine) || row.content.as_ref().is_some_and(is_inner))
        {
            return false;
        }
        let Some(record) = &change.record else { return true };
        let kind = record.kind();
        // A built-in instrument stands, its safety item with it.
        let id = record.0.get("definition").and_then(|definition| definition.get("id")).and_then(Value::as_str);
        if kind == "instrument" && id.is_some_and(|id| BUILT_IN_IDS.contains(&id)) {
            return false;
        }
        match private {
            true => LIBRARY.contains(&kind) || STAFF_ALONE.contains(&kind),
            false if BOTH.contains(&kind) => record.0.get("by_therapist") == Some(&Value::Bool(true)),
            false => THERAPIST.contains(&kind) || closes_a_flag(record),
        }
    }

    /// Writes what the casebook has made, at a time (milliseconds since the Unix epoch). Returns the ids of the records.
    pub fn write(&mut self, changes: &[u8], now: f64) -> Result<Vec<String>, Fault> {
        let changes: Vec<Change> = from_json(changes)?;
        // All or nothing: none of them is written when one has no place.
        if changes.iter().any(|change| !self.holds(change.collection)) {
            return Err(Fault::not_found());
        }
        if !changes.iter().all(|change| self.may_write(change)) {
            return Err(Fault::not_yours());
        }
        let mut ids = Vec::new();
        for Change { collection, id, record } in changes {
            let id = id.unwrap_or_else(|| RecordId::new(now.max(0.0) as u64, self.random.bytes()));
            let key = Key { collection, id };
            sure(sync::write(&mut self.records.ledger, &key, record));
            self.records.touch(&key);
            ids.push(id.to_string());
        }
        Ok(ids)
    }
}
