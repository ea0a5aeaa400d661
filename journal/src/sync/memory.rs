//! A ledger in memory: the therapist's desk, whose rows are gone when it is locked; players and simulations in tests.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use protocol::sync::Record;
use protocol::{CollectionId, RecordId};

use super::{Cursor, Key, Ledger, Rebuild, Row};
use crate::seal;

/// Rows, outbox and cursors in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, Key>,
    places: BTreeMap<Key, u64>,
    next: u64,
    cursors: BTreeMap<CollectionId, Cursor>,
    aside: BTreeMap<Key, (Record, seal::Error)>,
    unconfirmed: BTreeSet<Key>,
    rebuilds: BTreeMap<CollectionId, Rebuild>,
    private: Option<CollectionId>,
    relationships: Vec<CollectionId>,
}

impl Memory {
    /// A therapist's: it shares nothing.
    pub fn therapist() -> Self {
        Self::default()
    }

    /// A client's, with its private collection.
    pub fn client(private: CollectionId) -> Self {
        let mut memory = Self { private: Some(private), ..Self::default() };
        memory.cursors.insert(private, Cursor::default());
        memory
    }

    /// Begins to follow a collection, from its start. Known ones keep their cursor.
    pub fn follow(&mut self, collection: CollectionId) {
        self.cursors.entry(collection).or_default();
        if self.private.is_some_and(|private| private != collection) && !self.relationships.contains(&collection) {
            self.relationships.push(collection);
        }
    }

    /// All rows of one collection.
    pub fn rows(&self, collection: CollectionId) -> impl Iterator<Item = (RecordId, &Row)> {
        let all =
            Key { collection, id: RecordId(uuid::Uuid::nil()) }..=Key { collection, id: RecordId(uuid::Uuid::max()) };
        self.rows.range(all).map(|(key, row)| (key.id, row))
    }

    /// One row.
    pub fn get(&self, key: &Key) -> Option<&Row> {
        self.rows.get(key)
    }

    /// The collections that are followed.
    pub fn collections(&self) -> impl Iterator<Item = CollectionId> + '_ {
        self.cursors.keys().copied()
    }

    /// What could not be opened in a collection, with the reason.
    pub fn aside(&self, collection: CollectionId) -> Vec<(&Record, &seal::Error)> {
        let here = self.aside.iter().filter(|(key, _)| key.collection == collection);
        here.map(|(_, (record, why))| (record, why)).collect()
    }
}

impl Ledger for Memory {
    type Error = Infallible;

    fn row(&mut self, key: &Key) -> Result<Option<Row>, Infallible> {
        Ok(self.rows.get(key).cloned())
    }

    fn set_row(&mut self, key: &Key, row: &Row) -> Result<(), Infallible> {
        if !row.dirty || row.held.is_some() {
            if let Some(place) = self.places.remove(key) {
                self.outbox.remove(&place);
            }
        } else if !self.places.contains_key(key) {
            self.places.insert(*key, self.next);
            self.outbox.insert(self.next, *key);
            self.next += 1;
        }
        self.rows.insert(*key, row.clone());
        Ok(())
    }

    fn outbox(&mut self, limit: usize) -> Result<Vec<Key>, Infallible> {
        Ok(self.outbox.values().take(limit).copied().collect())
    }

    fn cursors(&mut self) -> Result<BTreeMap<CollectionId, Cursor>, Infallible> {
        Ok(self.cursors.clone())
    }

    fn set_cursor(&mut self, collection: CollectionId, cursor: Cursor) -> Result<(), Infallible> {
        self.cursors.insert(collection, cursor);
        Ok(())
    }

    fn set_aside(&mut self, collection: CollectionId, record: &Record, why: &seal::Error) -> Result<(), Infallible> {
        self.aside.insert(Key { collection, id: record.id }, (record.clone(), why.clone()));
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

    fn drop_collection(&mut self, collection: CollectionId) -> Result<(), Infallible> {
        self.rows.retain(|key, _| key.collection != collection);
        self.places.retain(|key, _| key.collection != collection);
        self.outbox.retain(|_, key| key.collection != collection);
        self.aside.retain(|key, _| key.collection != collection);
        self.unconfirmed.retain(|key| key.collection != collection);
        self.rebuilds.remove(&collection);
        self.cursors.remove(&collection);
        self.relationships.retain(|id| *id != collection);
        Ok(())
    }

    fn private(&mut self) -> Result<Option<CollectionId>, Infallible> {
        Ok(self.private)
    }

    fn relationships(&mut self) -> Result<Vec<CollectionId>, Infallible> {
        Ok(self.relationships.clone())
    }

    fn counts(&mut self) -> Result<(usize, usize, usize), Infallible> {
        let held = self.rows.values().filter(|row| row.held.is_some()).count();
        Ok((self.outbox.len(), held, self.aside.len()))
    }
}
