//! The exchange with the casebook: opened records out, changes in. Both are JSON bytes that the worker transfers
//! unread.

use std::collections::BTreeMap;

use journal::measures::BUILT_IN_IDS;
use journal::record::Payload;
use journal::sync::table::{BOTH, LIBRARY, STAFF_ALONE, THERAPIST, closes_a_flag};
use journal::sync::{self, Key};
use protocol::{CollectionId, RecordId};
use serde::Deserialize;
use serde_json::Value;

use crate::call::from_json;
use crate::fault::sure;
use crate::{Desk, Fault};

/// A change from the casebook.
#[derive(Deserialize)]
struct Change {
    collection: CollectionId,
    /// `None` for a new record.
    id: Option<RecordId>,
    /// `None` for a deletion.
    record: Option<Payload>,
}

/// Changes since the last transfer, by collection. A collection without an entry is transferred completely.
#[derive(Default)]
pub(crate) struct TransferState {
    mark: u64,
    changed: BTreeMap<CollectionId, Changed>,
}

/// The changed records of a collection, and the mark since which they are tracked.
struct Changed {
    since: u64,
    records: BTreeMap<RecordId, u64>,
}

impl TransferState {
    /// Notes that a record has changed.
    pub(crate) fn touch(&mut self, key: &Key) {
        if let Some(changed) = self.changed.get_mut(&key.collection) {
            self.mark += 1;
            changed.records.insert(key.id, self.mark);
        }
    }

    /// Notes that a collection must be transferred completely again.
    pub(crate) fn forget(&mut self, collection: CollectionId) {
        self.changed.remove(&collection);
    }
}

/// Kinds that never leave the desk: bonds contain secrets.
fn is_inner(content: &Payload) -> bool {
    ["bond", "memory"].contains(&content.kind())
}

impl Desk {
    /// The opened records of a collection for the casebook: those changed since its mark, or all.
    pub fn records(&mut self, collection: &str, since: f64) -> Result<Vec<u8>, Fault> {
        let id = collection.parse().ok().filter(|id| self.reads(*id)).ok_or_else(Fault::not_found)?;
        let (ledger, handed) = (&mut self.records.ledger, &mut self.records.handed);
        let since = since as u64;
        let TransferState { mark, changed } = handed;
        let changed = changed.entry(id).or_insert_with(|| {
            // Marks start at 1. 0 means that nothing was transferred.
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

    /// The therapist's private collection, once it is followed.
    pub fn own_collection(&self) -> Option<String> {
        self.own().map(|id| id.to_string())
    }

    /// Clients without a copy of the practice card: those who joined after it was written.
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

    /// The account's private collection, as the manifest names it, once it is followed.
    fn own(&self) -> Option<CollectionId> {
        let private = self.keys.as_ref()?.manifest.private;
        self.records.ledger.collections().find(|id| *id == private)
    }

    /// Whether the casebook may get a collection's records: the private one and those of clients.
    pub(crate) fn reads(&self, collection: CollectionId) -> bool {
        let client = self.keys.is_some() && self.bonds.known.get(&collection).is_some_and(|bond| bond.is_open());
        self.own() == Some(collection) || client
    }

    fn holds(&self, collection: CollectionId) -> bool {
        self.own() == Some(collection) || self.keys.is_some() && self.bonds.care.contains_key(&collection)
    }

    /// Whether this therapist may make a change: to an own record, of a kind that therapists write there. The client's
    /// phone would set anything else aside, and the server would reject it.
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
        // A built-in instrument, with its safety item, cannot be replaced.
        let id = record.field("definition").and_then(|definition| definition.get("id")).and_then(Value::as_str);
        if kind == "instrument" && id.is_some_and(|id| BUILT_IN_IDS.contains(&id)) {
            return false;
        }
        match private {
            true => LIBRARY.contains(&kind) || STAFF_ALONE.contains(&kind),
            false if BOTH.contains(&kind) => record.field("by_therapist") == Some(&Value::Bool(true)),
            false => THERAPIST.contains(&kind) || closes_a_flag(record),
        }
    }

    /// Writes changes from the casebook at a time (milliseconds since the Unix epoch). Returns the records' ids.
    pub fn write(&mut self, changes: &[u8], now: f64) -> Result<Vec<String>, Fault> {
        let changes: Vec<Change> = from_json(changes)?;
        // All or nothing: no change is written if one of them has an unknown collection.
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
