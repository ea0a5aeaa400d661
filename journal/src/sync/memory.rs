//! In-memory ledger: for the therapist's desk, whose rows are discarded when it is locked, and for the simulations.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use protocol::sync::Record;
use protocol::{CollectionId, RecordId};

use super::admit::REFUSED;
use super::{CheckpointState, Counts, Cursor, Entry, Group, Key, Ledger, Rebuild, Row};
use crate::record::Payload;
use crate::seal::{self, Stamp};

/// A record that was set aside.
#[derive(Clone, Debug)]
struct Aside {
    record: Record,
    why: seal::Error,
    stamp: Option<Stamp>,
}

/// A ledger in memory. Every write is one transaction by itself.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, Key>,
    outbox_positions: BTreeMap<Key, u64>,
    next: u64,
    cursors: BTreeMap<CollectionId, Cursor>,
    aside: BTreeMap<Key, Aside>,
    trust: BTreeMap<CollectionId, CheckpointState>,
    groups: BTreeMap<CollectionId, Group>,
    removed: BTreeMap<Key, Payload>,
    unconfirmed: BTreeSet<Key>,
    rebuilds: BTreeMap<CollectionId, Rebuild>,
    private: Option<CollectionId>,
    relationships: Vec<CollectionId>,
}

impl Memory {
    /// The ledger of a therapist, who shares nothing.
    pub fn therapist() -> Self {
        Self::default()
    }

    /// The ledger of a client with this private collection.
    pub fn client(private: CollectionId) -> Self {
        let mut memory = Self { private: Some(private), ..Self::default() };
        memory.cursors.insert(private, Cursor::default());
        memory
    }

    /// Starts to follow a collection from its start. A known collection keeps its cursor.
    pub fn follow(&mut self, collection: CollectionId) {
        self.cursors.entry(collection).or_default();
        if self.private.is_some_and(|private| private != collection) && !self.relationships.contains(&collection) {
            self.relationships.push(collection);
        }
    }

    /// All rows of one collection, tombstones included.
    pub fn rows(&self, collection: CollectionId) -> impl Iterator<Item = (RecordId, &Row)> {
        let all =
            Key { collection, id: RecordId(uuid::Uuid::nil()) }..=Key { collection, id: RecordId(uuid::Uuid::max()) };
        self.rows.range(all).map(|(key, row)| (key.id, row))
    }

    /// Looks up one row.
    pub fn get(&self, key: &Key) -> Option<&Row> {
        self.rows.get(key)
    }

    /// All followed collections.
    pub fn collections(&self) -> impl Iterator<Item = CollectionId> + '_ {
        self.cursors.keys().copied()
    }

    /// The set-aside records of a collection, with the reason.
    pub fn aside(&self, collection: CollectionId) -> Vec<(&Record, seal::Error)> {
        let here = self.aside.iter().filter(|(key, _)| key.collection == collection);
        here.map(|(_, aside)| (&aside.record, aside.why)).collect()
    }

    /// Content that the server no longer has and for which no sealed deletion was seen.
    pub fn removed(&self, collection: CollectionId) -> impl Iterator<Item = (RecordId, &Payload)> {
        self.removed.iter().filter(move |(key, _)| key.collection == collection).map(|(key, content)| (key.id, content))
    }

    /// The checkpoint state of a collection.
    pub fn trusted(&self, collection: CollectionId) -> CheckpointState {
        self.trust.get(&collection).cloned().unwrap_or_default()
    }

    /// Drops a collection and everything stored for it.
    pub fn drop_collection(&mut self, collection: CollectionId) {
        self.rows.retain(|key, _| key.collection != collection);
        self.outbox_positions.retain(|key, _| key.collection != collection);
        self.outbox.retain(|_, key| key.collection != collection);
        self.aside.retain(|key, _| key.collection != collection);
        self.unconfirmed.retain(|key| key.collection != collection);
        self.rebuilds.remove(&collection);
        self.cursors.remove(&collection);
        self.trust.remove(&collection);
        self.groups.remove(&collection);
        self.removed.retain(|key, _| key.collection != collection);
        self.relationships.retain(|id| *id != collection);
    }
}

impl Ledger for Memory {
    type Error = Infallible;

    fn row(&mut self, key: &Key) -> Result<Option<Row>, Infallible> {
        Ok(self.rows.get(key).cloned())
    }

    fn set_row(&mut self, key: &Key, row: &Row) -> Result<(), Infallible> {
        if !row.dirty || row.held.is_some() {
            if let Some(position) = self.outbox_positions.remove(key) {
                self.outbox.remove(&position);
            }
        } else if !self.outbox_positions.contains_key(key) {
            self.outbox_positions.insert(*key, self.next);
            self.outbox.insert(self.next, *key);
            self.next += 1;
        }
        self.rows.insert(*key, row.clone());
        Ok(())
    }

    fn outbox(&mut self, of: &BTreeSet<CollectionId>, limit: usize) -> Result<Vec<Key>, Infallible> {
        Ok(self.outbox.values().filter(|key| of.contains(&key.collection)).take(limit).copied().collect())
    }

    fn cursors(&mut self) -> Result<BTreeMap<CollectionId, Cursor>, Infallible> {
        Ok(self.cursors.clone())
    }

    fn set_cursor(&mut self, collection: CollectionId, cursor: Cursor) -> Result<(), Infallible> {
        self.cursors.insert(collection, cursor);
        Ok(())
    }

    fn set_aside(
        &mut self,
        collection: CollectionId,
        record: &Record,
        why: seal::Error,
        stamp: Option<Stamp>,
    ) -> Result<(), Infallible> {
        let aside = Aside { record: record.clone(), why, stamp };
        self.aside.insert(Key { collection, id: record.id }, aside);
        Ok(())
    }

    fn clear_aside(&mut self, key: &Key) -> Result<(), Infallible> {
        self.aside.remove(key);
        Ok(())
    }

    fn begin_rebuild(&mut self, collection: CollectionId, why: Rebuild) -> Result<(), Infallible> {
        self.rebuilds.insert(collection, why);
        if why == Rebuild::First {
            return Ok(());
        }
        let here: Vec<Key> = self.rows.keys().filter(|key| key.collection == collection).copied().collect();
        self.unconfirmed.extend(here);
        Ok(())
    }

    fn rebuild(&mut self, collection: CollectionId) -> Result<Option<Rebuild>, Infallible> {
        Ok(self.rebuilds.get(&collection).copied())
    }

    fn confirm(&mut self, key: &Key) -> Result<bool, Infallible> {
        Ok(self.unconfirmed.remove(key))
    }

    fn end_rebuild(&mut self, collection: CollectionId) -> Result<Vec<Key>, Infallible> {
        self.rebuilds.remove(&collection);
        let (gone, others) = self.unconfirmed.iter().partition(|key| key.collection == collection);
        self.unconfirmed = others;
        let gone: BTreeSet<Key> = gone;
        Ok(gone.into_iter().collect())
    }

    fn access_ended(&mut self, collection: CollectionId) -> Result<(), Infallible> {
        if self.private.is_none() {
            self.drop_collection(collection);
        }
        Ok(())
    }

    fn keep_removed(&mut self, key: &Key, content: &Payload) -> Result<(), Infallible> {
        self.removed.insert(*key, content.clone());
        Ok(())
    }

    fn trust(&mut self, collection: CollectionId) -> Result<CheckpointState, Infallible> {
        Ok(self.trusted(collection))
    }

    fn set_trust(&mut self, collection: CollectionId, trust: &CheckpointState) -> Result<(), Infallible> {
        self.trust.insert(collection, trust.clone());
        Ok(())
    }

    fn group(&mut self, collection: CollectionId) -> Result<Option<Group>, Infallible> {
        Ok(self.groups.get(&collection).cloned())
    }

    fn set_group(&mut self, collection: CollectionId, group: Option<&Group>) -> Result<(), Infallible> {
        match group {
            Some(group) => drop(self.groups.insert(collection, group.clone())),
            None => drop(self.groups.remove(&collection)),
        }
        Ok(())
    }

    fn sent(&mut self, collection: CollectionId) -> Result<Vec<Key>, Infallible> {
        let waiting = self.outbox.values().filter(|key| key.collection == collection);
        let sent = |key: &&Key| self.rows.get(key).is_some_and(|row| row.sent.is_some());
        Ok(waiting.filter(sent).copied().collect())
    }

    fn entries(&mut self, collection: CollectionId) -> Result<Vec<Entry>, Infallible> {
        let rows = self
            .rows(collection)
            .filter(|(_, row)| !row.missing)
            .filter_map(|(id, row)| Some(Entry { id, revision: row.revision, stamp: row.stamp?, aside: None }));
        let aside = self.aside.iter().filter(|(key, _)| key.collection == collection).filter_map(|(key, aside)| {
            let (revision, why) = (aside.record.revision, aside.why.code().to_owned());
            Some(Entry { id: key.id, revision, stamp: aside.stamp?, aside: Some(why) })
        });
        Ok(rows.chain(aside).collect())
    }

    fn missing(&mut self, collection: CollectionId) -> Result<Vec<Key>, Infallible> {
        let missing = self.rows(collection).filter(|(_, row)| row.missing);
        Ok(missing.map(|(id, _)| Key { collection, id }).collect())
    }

    fn unreadable(&mut self, collection: CollectionId) -> Result<usize, Infallible> {
        let here = self.aside.iter().filter(|(key, aside)| key.collection == collection && is_unreadable(aside));
        Ok(here.count())
    }

    fn private(&mut self) -> Result<Option<CollectionId>, Infallible> {
        Ok(self.private)
    }

    fn relationships(&mut self) -> Result<Vec<CollectionId>, Infallible> {
        Ok(self.relationships.clone())
    }

    fn counts(&mut self) -> Result<Counts, Infallible> {
        let unreadable = self.aside.values().filter(|aside| is_unreadable(aside)).count();
        Ok(Counts {
            waiting: self.outbox.len(),
            held: self.rows.values().filter(|row| row.held.is_some()).count(),
            unreadable,
            refused: self.aside.len() - unreadable,
            missing: self.rows.values().filter(|row| row.missing).count(),
        })
    }
}

fn is_unreadable(aside: &Aside) -> bool {
    !REFUSED.contains(&aside.why.code())
}
