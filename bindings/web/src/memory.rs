//! Rollback detection across locks: what a therapist's desks remember of the server's state.
//!
//! A desk loses its memory when it is locked. Two things persist: a record of kind `memory` in the private collection,
//! for the clients' collections, and a sealed blob in the browser, which also covers the private collection and the
//! manifest. Both contain only counters, and the blob has a fixed size, so it does not reveal their number.

use std::collections::BTreeMap;

use journal::record::{Moment, Payload};
use journal::seal::wrap::{unwrap, wrap};
use journal::sync::{self, Key, Ledger as _, Memory};
use protocol::{Blob, CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tsify::Tsify;

use crate::fault::sure;
use crate::{Desk, Fault};

/// The maximum interval of the record when nothing else is pushed.
const INTERVAL_MS: i64 = 10 * 60_000;
/// The plain size of the blob; sealed it has 8 KiB.
const PLAIN: usize = 8_192 - 29;
const ENTRY: usize = 16 + 4 + 4;
const HEAD: usize = 4 + 4 + 2;
const PURPOSE: &str = "browser";

/// A checkpoint revision and the era in which it was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub(crate) revision: u32,
    pub(crate) era: u32,
}

/// The state that earlier desks have seen.
#[derive(Default)]
pub(crate) struct Remembered {
    seen: BTreeMap<CollectionId, Seen>,
    /// Generation and version of the newest manifest.
    manifest: (u32, u32),
    /// Whether the server has an older manifest than this desk.
    pub(crate) manifest_older: bool,
    /// When the record was last written.
    written: Option<i64>,
}

/// The blob that a browser stores for an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct SealedMemory {
    /// The key under which the browser stores it.
    pub of: String,
    /// The sealed blob, as text.
    pub sealed: String,
}

impl Remembered {
    fn raise(&mut self, id: CollectionId, seen: Seen) {
        let highest = self.seen.entry(id).or_default();
        *highest = seen.max(*highest);
    }

    /// Initializes a collection's checkpoint state in the ledger.
    pub(crate) fn seed(&self, ledger: &mut Memory, id: CollectionId, private: bool) {
        let Some(seen) = self.seen.get(&id) else { return };
        let mut trust = ledger.trusted(id);
        let slot = if private { &mut trust.own } else { &mut trust.other };
        if seen.revision > slot.revision {
            (slot.revision, slot.era) = (seen.revision, seen.era);
            sure(ledger.set_trust(id, &trust));
        }
    }
}

impl Desk {
    /// Loads the blob that this browser has stored, before anything is read. A blob of another account does not open
    /// and is ignored.
    pub fn recall(&mut self, kept: &str) -> Result<(), Fault> {
        let (keys, account) = self.keys.as_ref().zip(self.account.as_ref()).ok_or_else(Fault::not_ready)?;
        let Some(sealed) = Blob::from_text(kept) else { return Ok(()) };
        let opened = unwrap(keys.account.expose(), PURPOSE, account.id.as_bytes(), sealed.as_ref());
        let Some((manifest, seen)) = opened.ok().and_then(|plain| read(&plain)) else { return Ok(()) };
        self.remembered.manifest = self.remembered.manifest.max(manifest);
        seen.into_iter().for_each(|(id, seen)| self.remembered.raise(id, seen));
        Ok(())
    }

    /// The blob that this browser should store.
    pub fn remember(&mut self) -> Result<SealedMemory, Fault> {
        self.remember_ledger();
        let private = self.keys()?.manifest.private;
        let (keys, account) = self.keys.as_ref().zip(self.account.as_ref()).ok_or_else(Fault::not_ready)?;
        let own = (keys.manifest.generation, keys.manifest_version);
        let (generation, version) = self.remembered.manifest.max(own);
        let (known, read) = (&self.bonds.known, self.bonds.read);
        let counts = |id: &CollectionId| *id == private || !read || known.contains_key(id);
        let mut seen: Vec<_> = self.remembered.seen.iter().filter(|(id, _)| counts(id)).collect();
        // The private collection comes first, then the newest clients, as many as fit.
        seen.sort_by_key(|(id, _)| {
            let since = known.get(id).map_or(0, |bond| bond.since.unix_ms);
            (**id != private, std::cmp::Reverse(since))
        });
        seen.truncate((PLAIN - HEAD) / ENTRY);
        let mut plain = Vec::with_capacity(PLAIN);
        plain.extend(generation.to_be_bytes());
        plain.extend(version.to_be_bytes());
        plain.extend((seen.len() as u16).to_be_bytes());
        for (id, seen) in seen {
            plain.extend(id.as_bytes());
            plain.extend(seen.revision.to_be_bytes());
            plain.extend(seen.era.to_be_bytes());
        }
        plain.resize(PLAIN, 0);
        let sealed = wrap(keys.account.expose(), PURPOSE, account.id.as_bytes(), &plain, &mut self.random);
        Ok(SealedMemory { of: account.id.to_string(), sealed: Blob::from(sealed).to_text() })
    }

    /// Whether the server shows an older state of the account than this browser has seen.
    pub(crate) fn is_rolled_back(&mut self) -> bool {
        let Some(keys) = &self.keys else { return false };
        let private = keys.manifest.private;
        let manifest = keys.manifest.not_older(keys.manifest_version, self.remembered.manifest);
        let older = manifest.is_err() || self.remembered.manifest_older;
        let shown = self.bonds.put_back || self.records.is_older(private, &self.records.ledger.trusted(private).own);
        older || self.bonds.read && shown
    }

    /// Stores what the ledger has seen.
    fn remember_ledger(&mut self) {
        let Some(private) = self.keys.as_ref().map(|keys| keys.manifest.private) else { return };
        for id in self.records.ledger.collections().collect::<Vec<_>>() {
            let trust = self.records.ledger.trusted(id);
            let slot = if id == private { trust.own } else { trust.other };
            if slot.revision > 0 {
                self.remembered.raise(id, Seen { revision: slot.revision, era: slot.era });
            }
        }
    }

    /// Loads what other browsers of the account have seen.
    pub(crate) fn read_memory(&mut self) {
        let Some(key) = self.memory_row() else { return };
        let care = self.records.ledger.get(&key).and_then(|row| row.content.as_ref()).map(read_record);
        for (id, (seen, _)) in care.into_iter().flatten() {
            self.remembered.raise(id, seen);
        }
    }

    /// Updates the record: together with other pushes, otherwise at most every ten minutes.
    pub(crate) fn keep_memory(&mut self, now: f64) {
        let Some(key) = self.memory_row().filter(|_| self.bonds.read) else { return };
        let counts = sure(self.records.ledger.counts());
        let waited = self.remembered.written.is_none_or(|at| now as i64 - at >= INTERVAL_MS);
        if counts.waiting == 0 && !waited {
            return;
        }
        self.remember_ledger();
        let row = self.records.ledger.get(&key);
        let before = row.and_then(|row| row.content.as_ref()).map(read_record).unwrap_or_default();
        let care: BTreeMap<CollectionId, (Seen, u32)> = self
            .bonds
            .known
            .values()
            .filter(|bond| bond.is_open())
            .filter_map(|bond| {
                let (seen, generation) = before.get(&bond.care).copied().unwrap_or_default();
                let seen = seen.max(self.remembered.seen.get(&bond.care).copied().unwrap_or_default());
                (seen.revision > 0).then_some((bond.care, (seen, generation.max(bond.generation))))
            })
            .collect();
        if care == before {
            return;
        }
        self.remembered.written = Some(now as i64);
        sure(sync::write(&mut self.records.ledger, &key, Some(record(&care, now))));
        self.records.touch(&key);
    }

    fn memory_row(&self) -> Option<Key> {
        Some(row(self.keys.as_ref()?.manifest.private))
    }
}

/// The record's key. Its id is the collection's, so that two browsers write the same record.
pub(crate) fn row(private: CollectionId) -> Key {
    Key { collection: private, id: RecordId(private.0) }
}

type SeenCollections = BTreeMap<CollectionId, (Seen, u32)>;

fn record(care: &SeenCollections, now: f64) -> Payload {
    let when = Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() };
    let care: Map<String, Value> = care
        .iter()
        .map(|(id, (seen, generation))| (id.to_string(), json!([seen.revision, seen.era, generation])))
        .collect();
    let mut fields = Map::new();
    fields.insert("kind".into(), "memory".into());
    fields.insert("when".into(), serde_json::to_value(when).unwrap_or_default());
    fields.insert("care".into(), care.into());
    fields.into()
}

fn read_record(payload: &Payload) -> SeenCollections {
    let Some(care) = payload.field("care").and_then(Value::as_object) else { return SeenCollections::new() };
    let entries = care.iter().filter_map(|(id, numbers)| {
        let (revision, era, generation) = <(u32, u32, u32)>::deserialize(numbers).ok()?;
        Some((id.parse().ok()?, (Seen { revision, era }, generation)))
    });
    entries.collect()
}

/// Generation and version of the manifest, and the checkpoint seen in each collection.
type Read = ((u32, u32), Vec<(CollectionId, Seen)>);

fn read(plain: &[u8]) -> Option<Read> {
    let number = |at: usize| Some(u32::from_be_bytes(*plain.get(at..)?.first_chunk()?));
    let count = u16::from_be_bytes(*plain.get(8..)?.first_chunk()?) as usize;
    let seen = (0..count).map(|n| {
        let at = HEAD + n * ENTRY;
        let id: [u8; 16] = *plain.get(at..)?.first_chunk()?;
        Some((CollectionId(uuid::Uuid::from_bytes(id)), Seen { revision: number(at + 16)?, era: number(at + 20)? }))
    });
    Some(((number(0)?, number(4)?), seen.collect::<Option<_>>()?))
}
