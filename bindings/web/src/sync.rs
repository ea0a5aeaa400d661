//! Syncs records with the server: the journal's sync machine on an in-memory ledger, one request at a time.

use std::collections::{BTreeMap, BTreeSet};

use journal::brief::Facts;
use journal::seal;
use journal::sync::{self, CheckpointState, Cursor, Key, Ledger as _, Memory};
use protocol::sync::{Changes, Push, SyncRequest, SyncResponse};
use protocol::{CollectionId, Limits};
use serde::Serialize;
use tsify::Tsify;

use crate::bonds::context;
use crate::call::from_json;
use crate::exchange::TransferState;
use crate::fault::sure;
use crate::{Call, Desk, Fault, memory};

/// The result of a round trip.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Synced {
    /// Collections whose records have changed.
    pub changed: Vec<String>,
    /// Whether another round trip is needed.
    pub go_on: bool,
    /// Whether the desk has all records of the server, and the server all local changes.
    pub in_sync: bool,
    /// Records that cannot be opened (yet).
    pub unreadable: u32,
    /// Records that a rule has set aside: see the clients' marks.
    pub refused: u32,
    /// Access to a collection has ended: request the list of collections again.
    pub collections: bool,
    /// The manifest has changed: request the account again.
    pub account: bool,
}

/// Local changes that the server has not accepted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Tsify)]
pub struct Unsent {
    /// The number of changes.
    pub count: u32,
    /// The number of changes that `sealed` lacks: they cannot be sealed, or exceed one request.
    pub left: u32,
    /// The sealed changes. The same account's next desk takes them over. Absent if there are none.
    pub sealed: Option<String>,
}

/// The opened records of the therapist's clients, and the sync in progress.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) ledger: Memory,
    limits: Limits,
    in_flight: Option<SyncRequest>,
    /// The caseload's facts of each client, until their records change.
    pub(crate) facts: BTreeMap<CollectionId, Facts>,
    pub(crate) handed: TransferState,
    /// Collections that are being rebuilt.
    rebuilding: BTreeSet<CollectionId>,
    /// The number of round trips without progress.
    idle: (u32, Option<Sign>),
}

impl Records {
    /// Notes that a record has changed.
    pub(crate) fn touch(&mut self, key: &Key) {
        self.handed.touch(key);
        self.facts.remove(&key.collection);
    }

    /// Notes that a whole collection has changed.
    pub(crate) fn stale(&mut self, collection: CollectionId) {
        self.handed.forget(collection);
        self.facts.remove(&collection);
    }
}

impl Desk {
    /// Requests the server's limits.
    pub fn limits_call(&self) -> Call {
        Call::get("/v1/limits").without_sign_in()
    }

    /// Applies the server's limits.
    pub fn take_limits(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.records.limits = from_json(answer)?;
        Ok(())
    }

    /// The next request, at a time (milliseconds since the Unix epoch). After a lost reply, pending groups are repeated
    /// byte for byte.
    pub fn sync_call(&mut self, now: f64) -> Result<Call, Fault> {
        self.keys()?;
        self.meet(now);
        self.keep_memory(now);
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let Records { ledger, limits, .. } = &mut self.records;
        let request = sure(sync::request(ledger, &context, limits, &mut self.random));
        let call = Call::post("/v1/sync", &request);
        self.records.in_flight = Some(request);
        Ok(call)
    }

    /// The unsent changes, to be stored outside this desk.
    pub fn unsent(&mut self, now: f64) -> Result<Unsent, Fault> {
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let Records { ledger, limits, .. } = &mut self.records;
        // The desk's own memory record is of no use to another desk.
        let own = memory::row(context.reader.private);
        let remembered = ledger.get(&own).is_some_and(|row| row.dirty && row.held.is_none());
        let count = (sure(ledger.counts()).waiting - usize::from(remembered)) as u32;
        if count == 0 {
            return Ok(Unsent::default());
        }
        let (mut push, left) = sure(sync::seal_outbox(ledger, &context, limits, &mut self.random));
        push.retain(|push| (push.collection, push.id) != (own.collection, own.id));
        let sealed = serde_json::to_string(&push).ok();
        Ok(Unsent { count, left: left as u32, sealed })
    }

    /// Takes over the changes that an earlier desk has left sealed, after everything has been read. Returns how many
    /// could not be taken over.
    pub fn adopt(&mut self, sealed: &str, now: f64) -> Result<u32, Fault> {
        let left: Vec<Push> = from_json(sealed.as_bytes())?;
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        if !self.bonds.read {
            return Err(Fault::not_ready());
        }
        let unread = sure(sync::adopt_sealed(&mut self.records.ledger, &context, &left));
        left.iter().for_each(|push| self.records.touch(&Key { collection: push.collection, id: push.id }));
        Ok(unread as u32)
    }

    /// Applies the response, at a time (milliseconds since the Unix epoch).
    pub fn take_sync(&mut self, answer: &[u8], now: f64) -> Result<Synced, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let (private, version) = (keys.manifest.private, keys.manifest_version);
        let request = self.records.in_flight.take().ok_or_else(Fault::not_ready)?;
        let mut response: SyncResponse = from_json(answer)?;
        self.remembered.manifest_older = response.manifest < version;
        if response.revoked.contains(&private) {
            // The server cannot end access to the private collection.
            response.revoked.retain(|id| *id != private);
            self.own_trouble = Some(Fault::own_missing());
        }
        let before = self.trusts();
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let ledger = &mut self.records.ledger;
        let digested = sure(sync::digest(ledger, &context, &request, &response));
        let pulled = response.changes.iter().filter(|(_, changes)| !changes.records.is_empty() || again(changes));
        let pushed = request.push.iter().map(|push| push.collection);
        let mut changed: BTreeSet<CollectionId> = pulled.map(|(id, _)| *id).chain(pushed).collect();
        changed.extend(digested.ended.iter().copied());
        for (&collection, changes) in &response.changes {
            let pulled = changes.records.iter().map(|record| Key { collection, id: record.id });
            pulled.for_each(|key| self.records.touch(&key));
        }
        request.push.iter().for_each(|push| self.records.touch(&Key { collection: push.collection, id: push.id }));
        // Compacted deletions and lost records show only after a collection has been rebuilt.
        let cursors = sure(self.records.ledger.cursors());
        for (&id, changes) in &response.changes {
            if again(changes) || sure(self.records.ledger.rebuild(id)).is_some() {
                self.records.rebuilding.insert(id);
            } else if !changes.more && self.records.rebuilding.remove(&id) {
                self.records.stale(id);
            }
            let read = id == private && cursors.get(&id).is_some_and(|cursor| cursor.seq == cursor.head);
            if read && sure(self.records.ledger.rebuild(id)).is_none() && !self.bonds.read {
                (self.bonds.read, self.bonds.stale) = (true, true);
                let own = self.records.ledger.trusted(id).own;
                self.bonds.found = own.claim.map(|said| said.minutes);
                self.bonds.put_back = own.served < own.revision;
                self.read_memory();
            }
        }
        digested.ended.iter().for_each(|id| self.records.stale(*id));
        let after = self.trusts();
        changed.extend(after.iter().filter(|(id, trust)| before.get(id) != Some(trust)).map(|(id, _)| *id));
        self.bonds.stale |= changed.contains(&private);
        if self.bonds.stale {
            self.read_memory();
            self.meet(now);
        }
        self.synced(changed, &digested, response.manifest > version, now)
    }

    fn synced(
        &mut self,
        changed: BTreeSet<CollectionId>,
        digested: &sync::SyncOutcome,
        account: bool,
        now: f64,
    ) -> Result<Synced, Fault> {
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let readable = context.reader.keyring.newest(context.reader.private).is_ok();
        let status = sure(sync::sync_status(&mut self.records.ledger, &context));
        Ok(Synced {
            changed: changed.iter().map(ToString::to_string).collect(),
            go_on: status.can_go_on() && readable && self.records.should_continue(&status),
            in_sync: status.in_sync() && self.bonds.read,
            unreadable: status.unreadable as u32,
            refused: status.refused as u32,
            collections: !digested.ended.is_empty(),
            account,
        })
    }

    fn trusts(&self) -> BTreeMap<CollectionId, CheckpointState> {
        let ledger = &self.records.ledger;
        ledger.collections().map(|id| (id, ledger.trusted(id))).collect()
    }

    /// Tries to admit records that were set aside, after keys have arrived.
    pub(crate) fn reopen(&mut self) {
        let Ok(context) = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, 0.0) else { return };
        for id in self.records.ledger.collections().collect::<Vec<_>>() {
            let aside = self.records.ledger.aside(id).into_iter().filter(|(_, why)| *why == seal::Error::NoKey);
            let aside: Vec<_> = aside.map(|(record, _)| record.clone()).collect();
            if !aside.is_empty() && context.follows(id) {
                sure(sync::digest::reopen(&mut self.records.ledger, &context, id, &aside));
                self.records.stale(id);
            }
        }
    }
}

/// A fingerprint of the state, to detect progress.
type Sign = (BTreeMap<CollectionId, Cursor>, sync::SyncStatus);

impl Records {
    /// Whether another round trip is useful. It stops when a server keeps giving the same response.
    fn should_continue(&mut self, status: &sync::SyncStatus) -> bool {
        const PATIENCE: u32 = 8;
        let sign = Some((sure(self.ledger.cursors()), *status));
        let (times, last) = &mut self.idle;
        *times = if *last == sign { *times + 1 } else { 0 };
        *last = sign;
        *times < PATIENCE
    }
}

/// Whether the collection must be read again from its start.
fn again(changes: &Changes) -> bool {
    changes.resync || changes.restored
}
