//! Records come in and go out: the journal's sync machine over memory, one request at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use journal::brief::Facts;
use journal::seal;
use journal::sync::{self, Cursor, Key, Ledger as _, Memory, Trust};
use protocol::sync::{Changes, Push, SyncRequest, SyncResponse};
use protocol::{CollectionId, Limits};
use serde::Serialize;
use tsify::Tsify;

use crate::bonds::context;
use crate::call::from_json;
use crate::hand::Handed;
use crate::{Call, Desk, Fault, memory};

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
    /// Records that were set aside for what they are: see the clients' marks.
    pub refused: u32,
    /// Access to a collection has ended: the list of collections should be asked for again.
    pub collections: bool,
    /// The account's manifest has changed: the account should be asked for again.
    pub account: bool,
}

/// What was written here and the server has not confirmed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Tsify)]
pub struct Unsent {
    /// How many changes.
    pub count: u32,
    /// How many of them `sealed` leaves out: those that cannot be sealed, or are too many for one request.
    pub left: u32,
    /// They themselves, sealed: the next desk of the same person takes them over. Absent when nothing waits.
    pub sealed: Option<String>,
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
    /// How often the same has been asked without an answer that changed anything.
    idle: (u32, Option<Sign>),
}

impl Records {
    /// A record has changed.
    pub(crate) fn touch(&mut self, key: &Key) {
        self.handed.touch(key);
        self.facts.remove(&key.collection);
    }

    /// A collection has changed as a whole.
    pub(crate) fn stale(&mut self, collection: CollectionId) {
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

    /// The next request, at a time (milliseconds since the Unix epoch). After a lost reply it is the same again, byte for
    /// byte, where it matters.
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

    /// What waits to be sent, for somebody who outlives this desk.
    pub fn unsent(&mut self, now: f64) -> Result<Unsent, Fault> {
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let Records { ledger, limits, .. } = &mut self.records;
        // What a desk remembers for itself is of no concern to anybody else.
        let own = memory::row(context.reader.private);
        let remembered = ledger.get(&own).is_some_and(|row| row.dirty && row.held.is_none());
        let count = (sure(ledger.counts()).waiting - usize::from(remembered)) as u32;
        if count == 0 {
            return Ok(Unsent::default());
        }
        let (mut push, left) = sure(sync::spare(ledger, &context, limits, &mut self.random));
        push.retain(|push| (push.collection, push.id) != (own.collection, own.id));
        let sealed = serde_json::to_string(&push).ok();
        Ok(Unsent { count, left: left as u32, sealed })
    }

    /// Takes over what a desk before this one has left sealed, once everything has been read. Says how many changes could
    /// not be: what came of them the server's records show.
    pub fn adopt(&mut self, sealed: &str, now: f64) -> Result<u32, Fault> {
        let left: Vec<Push> = from_json(sealed.as_bytes())?;
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        if !self.bonds.read {
            return Err(Fault::not_ready());
        }
        let unread = sure(sync::adopt(&mut self.records.ledger, &context, &left));
        left.iter().for_each(|push| self.records.touch(&Key { collection: push.collection, id: push.id }));
        Ok(unread as u32)
    }

    /// Takes the reply in, at a time (milliseconds since the Unix epoch).
    pub fn take_sync(&mut self, answer: &[u8], now: f64) -> Result<Synced, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let (private, version) = (keys.manifest.private, keys.manifest_version);
        let request = self.records.in_flight.take().ok_or_else(Fault::not_ready)?;
        let mut response: SyncResponse = from_json(answer)?;
        self.remembered.manifest_older = response.manifest < version;
        if response.revoked.contains(&private) {
            // Nobody can end that: what is here stays.
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
        // What the server forgot of deletions, or lost altogether, shows when a collection has been read again to its end.
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
                self.bonds.found = self.records.ledger.trusted(id).own.claim.map(|said| said.minutes);
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
        digested: &sync::Digested,
        account: bool,
        now: f64,
    ) -> Result<Synced, Fault> {
        let context = context(self.account.as_ref(), self.keys.as_ref(), &self.bonds.care, now)?;
        let readable = context.reader.keyring.newest(context.reader.private).is_ok();
        let standing = sure(sync::standing(&mut self.records.ledger, &context));
        Ok(Synced {
            changed: changed.iter().map(ToString::to_string).collect(),
            go_on: standing.can_go_on() && readable && self.records.goes_on(&standing),
            in_sync: standing.in_sync() && self.bonds.read,
            unreadable: standing.unreadable as u32,
            refused: standing.refused as u32,
            collections: !digested.ended.is_empty(),
            account,
        })
    }

    fn trusts(&self) -> BTreeMap<CollectionId, Trust> {
        let ledger = &self.records.ledger;
        ledger.collections().map(|id| (id, ledger.trusted(id))).collect()
    }

    /// Tries what was set aside again, after keys have arrived.
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

/// By what one sees that a round trip has changed something.
type Sign = (BTreeMap<CollectionId, Cursor>, sync::Standing);

impl Records {
    /// Whether another round trip is worth it: a server that answers the same for ever is not asked for ever.
    fn goes_on(&mut self, standing: &sync::Standing) -> bool {
        const PATIENCE: u32 = 8;
        let sign = Some((sure(self.ledger.cursors()), *standing));
        let (times, last) = &mut self.idle;
        *times = if *last == sign { *times + 1 } else { 0 };
        *last = sign;
        *times < PATIENCE
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
