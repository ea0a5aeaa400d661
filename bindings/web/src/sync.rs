//! Records come in and go out: the journal's sync machine over memory, one request at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use journal::brief::Facts;
use journal::sync::{self, Key, Memory};
use protocol::sync::{Changes, SyncRequest, SyncResponse};
use protocol::{CollectionId, Limits};
use serde::Serialize;
use tsify::Tsify;

use crate::call::from_json;
use crate::hand::Handed;
use crate::{Call, Desk, Fault};

/// What a round trip brought.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Synced {
    /// Collections whose records changed on this desk.
    pub changed: Vec<String>,
    /// Whether another round trip can bring the desk forward.
    pub go_on: bool,
    /// Whether the desk holds everything that the server has told of, and the server everything written here.
    pub in_sync: bool,
    /// Records that cannot be opened (yet).
    pub unreadable: u32,
    /// Access to a collection has ended, or a new one was met: the list of collections should be asked for again.
    pub collections: bool,
}

/// What was written here and the server has not confirmed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Tsify)]
pub struct Unsent {
    /// How many changes.
    pub count: u32,
    /// How many of them `call` leaves out: those that have changed since they went on their way.
    pub left: u32,
    /// Sends them, sealed: whoever keeps it can do so after this desk is gone. Absent when nothing waits.
    pub call: Option<Call>,
}

/// The records of the therapist's clients, opened, and the exchange that is under way.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) ledger: Memory,
    limits: Limits,
    in_flight: Option<SyncRequest>,
    /// What the caseload knows of each client, until their records change.
    pub(crate) facts: BTreeMap<CollectionId, Facts>,
    pub(crate) handed: Handed,
    /// Collections that are read anew from their start.
    rebuilding: BTreeSet<CollectionId>,
}

impl Records {
    /// A record has changed.
    pub(crate) fn touch(&mut self, key: &Key) {
        self.handed.touch(key);
        self.facts.remove(&key.collection);
    }

    /// A collection has changed as a whole.
    fn stale(&mut self, collection: CollectionId) {
        self.handed.forget(collection);
        self.facts.remove(&collection);
    }
}

impl Desk {
    /// Asks what the server takes in one call.
    pub fn limits_call(&self) -> Call {
        Call::get("/v1/limits").without_sign_in()
    }

    /// Takes the limits in.
    pub fn take_limits(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.records.limits = from_json(answer)?;
        Ok(())
    }

    /// The next request. After a lost reply it is the same again, byte for byte, where it matters.
    pub fn sync_call(&mut self) -> Result<Call, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let Records { ledger, limits, .. } = &mut self.records;
        let request = sure(sync::request(ledger, &keys.keyring, limits, &mut self.random));
        let call = Call::post("/v1/sync", &request);
        self.records.in_flight = Some(request);
        Ok(call)
    }

    /// What waits to be sent, for somebody who outlives this desk.
    pub fn unsent(&mut self) -> Result<Unsent, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let Records { ledger, limits, .. } = &mut self.records;
        let count = sure(sync::standing(ledger)).waiting as u32;
        if count == 0 {
            return Ok(Unsent::default());
        }
        let (push, left) = sure(sync::spare(ledger, &keys.keyring, limits, &mut self.random));
        // Without cursors: nothing is asked for.
        let request = SyncRequest { push, ..Default::default() };
        Ok(Unsent { count, left: left as u32, call: Some(Call::post("/v1/sync", &request)) })
    }

    /// Takes the reply in.
    pub fn take_sync(&mut self, answer: &[u8]) -> Result<Synced, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let request = self.records.in_flight.take().ok_or_else(Fault::not_ready)?;
        let response: SyncResponse = from_json(answer)?;
        let ledger = &mut self.records.ledger;
        let ended = sure(sync::digest(ledger, &request, &response, &keys.keyring));
        let pulled = response.changes.iter().filter(|(_, changes)| !changes.records.is_empty() || again(changes));
        let pushed = request.push.iter().map(|push| push.collection);
        let mut changed: Vec<CollectionId> = pulled.map(|(id, _)| *id).chain(pushed).chain(ended.clone()).collect();
        changed.sort_unstable();
        changed.dedup();
        let standing = sure(sync::standing(ledger));
        for (&collection, changes) in &response.changes {
            let pulled = changes.records.iter().map(|record| Key { collection, id: record.id });
            pulled.for_each(|key| self.records.touch(&key));
        }
        request.push.iter().for_each(|push| self.records.touch(&Key { collection: push.collection, id: push.id }));
        // What the server forgot of deletions, or lost altogether, shows when a collection has been read again to its end.
        for (&id, changes) in &response.changes {
            if again(changes) {
                self.records.rebuilding.insert(id);
            } else if !changes.more && self.records.rebuilding.remove(&id) {
                self.records.stale(id);
            }
        }
        ended.iter().for_each(|id| self.records.stale(*id));
        Ok(Synced {
            changed: changed.iter().map(ToString::to_string).collect(),
            go_on: standing.can_go_on(),
            in_sync: standing.in_sync(),
            unreadable: standing.unreadable as u32,
            collections: !ended.is_empty(),
        })
    }

    /// Brings the ledger in line with the collections that the account has now.
    pub(crate) fn follow(&mut self) {
        let gone: Vec<_> = self
            .records
            .ledger
            .collections()
            .filter(|id| !self.collections.contains_key(id) && self.own != Some(*id))
            .collect();
        for id in gone {
            self.records.stale(id);
            sure(sync::Ledger::drop_collection(&mut self.records.ledger, id));
        }
        let Some(keys) = &self.keys else { return };
        for id in self.collections.keys().copied().chain(self.own).collect::<Vec<_>>() {
            self.records.ledger.follow(id);
            let aside: Vec<_> = self.records.ledger.aside(id).into_iter().map(|(record, _)| record.clone()).collect();
            if !aside.is_empty() {
                self.records.stale(id);
                sure(sync::digest::reopen(&mut self.records.ledger, id, &aside, &keys.keyring));
            }
        }
    }
}

/// Whether the collection is to be read again from its start.
fn again(changes: &Changes) -> bool {
    changes.resync || changes.restored
}

/// Memory does not fail.
pub(crate) fn sure<T>(result: Result<T, Infallible>) -> T {
    let Ok(value) = result;
    value
}
