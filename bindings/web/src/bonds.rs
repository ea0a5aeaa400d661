//! Bonds of this therapist: they are stored in the private collection and made from the clients' handovers.
//!
//! The server's list only announces pending handovers. A collection without a bond is neither read nor written, so the
//! server cannot create a client. The order is always the same:
//!
//! ```text
//! private collection read to its head ─► handovers, renewals, epochs ─► bond written, and accepted by the server
//!                                     ─► only then the key is stored there, which ends the handover, and the client read
//! ```

use std::collections::BTreeMap;

use journal::record::{Bond, Moment, Side};
use journal::seal::{self, Keys, Random, bond, epoch, invitation};
use journal::sync::{self, CareContext, Context, Cursor, Key, Memory, Verdict};
use protocol::account::Account;
use protocol::care::{Collection, StoreKey};
use protocol::{AccountId, CollectionId};

use crate::call::Calls;
use crate::fault::sure;
use crate::{Call, Desk, Fault};

/// The desk's knowledge of its bonds.
#[derive(Default)]
pub(crate) struct Bonds {
    /// All bonds in the private collection.
    pub(crate) known: BTreeMap<CollectionId, Bond>,
    /// The collections that are synced: those with an open bond that the server has accepted.
    pub(crate) care: BTreeMap<CollectionId, CareContext>,
    /// Why a client's records are not read, or not completely.
    pub(crate) troubles: BTreeMap<CollectionId, Fault>,
    /// Handed-over messages that were rejected.
    pub(crate) refused: Vec<Refused>,
    /// Requests to send after their bond has been accepted.
    owed: Vec<Owed>,
    /// Whether the private collection has been at its head since this desk was opened.
    pub(crate) read: bool,
    /// The time of its checkpoint then, in minutes since the Unix epoch: the date of the state that the server shows.
    pub(crate) found: Option<i64>,
    /// Whether the state that the server showed then was older than this browser had seen. This desk writes a new
    /// checkpoint at once, which does not bring back what is gone.
    pub(crate) put_back: bool,
    /// Whether a change may affect the bonds.
    pub(crate) stale: bool,
}

/// A handed-over message that was rejected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    /// The collection that it was handed over for.
    pub(crate) collection: CollectionId,
    /// The client that it concerns, if known.
    pub(crate) client: Option<CollectionId>,
    /// The reason of the rejection.
    pub(crate) why: Fault,
}

/// A request that is sent after its bond has been accepted.
struct Owed {
    care: CollectionId,
    call: Call,
}

/// The other member, if there is exactly one.
fn other(collection: &Collection, account: AccountId) -> Option<AccountId> {
    let mut others = collection.members.iter().filter(|member| member.account != account);
    others.next().map(|member| member.account).filter(|_| others.next().is_none())
}

fn moment(now: f64) -> Moment {
    Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() }
}

/// The row of a collection's bond.
fn row_of(private: CollectionId, care: CollectionId) -> Key {
    Key { collection: private, id: bond::record_id(care) }
}

/// The sync context. `None` without keys.
pub(crate) fn context<'a>(
    account: Option<&Account>,
    keys: Option<&'a Keys>,
    care: &BTreeMap<CollectionId, CareContext>,
    now: f64,
) -> Result<Context<'a>, Fault> {
    let (account, keys) = account.zip(keys).ok_or_else(Fault::not_ready)?;
    Ok(Context {
        account: account.id,
        side: sync::Side::Staff,
        reader: seal::Reader { keyring: &keys.keyring, private: keys.manifest.private },
        care: care.clone(),
        minutes: now as i64 / 60_000,
        device: 0,
    })
}

impl Desk {
    /// Requests that are due: keys whose bond the server has accepted, and the end of bonds that this therapist has
    /// ended. A failed request is repeated with the next list of collections.
    pub fn due_calls(&mut self) -> Calls {
        let Ok(keys) = self.keys() else { return Calls { list: Vec::new() } };
        let private = keys.manifest.private;
        let ledger = &self.records.ledger;
        let accepted = |care| ledger.get(&row_of(private, care)).is_some_and(|row| row.revision > 0 && !row.dirty);
        let owed = std::mem::take(&mut self.bonds.owed);
        let (due, owed) = owed.into_iter().partition(|owed| accepted(owed.care));
        self.bonds.owed = owed;
        let due: Vec<Owed> = due;
        // Left now: the end is not sent again before a new list names the collection.
        let ended = |care: &CollectionId| self.bonds.known.get(care).is_some_and(|bond| !bond.is_open());
        let left: Vec<CollectionId> = due.iter().map(|owed| owed.care).filter(ended).collect();
        self.listed.retain(|listed| !left.contains(&listed.id));
        Calls { list: due.into_iter().map(|owed| owed.call).collect() }
    }

    /// Takes up handovers, and updates the followed collections from the bonds. Before the private collection has been
    /// read to its head there are no clients.
    pub(crate) fn meet(&mut self, now: f64) {
        if !std::mem::take(&mut self.bonds.stale) {
            return;
        }
        if !self.bonds.read {
            self.follow();
            return;
        }
        let Some((keys, account)) = self.keys.as_mut().zip(self.account.as_ref()) else { return };
        let private = keys.manifest.private;
        self.bonds.refused.clear();
        self.bonds.known = read_bonds(&self.records.ledger, private);
        // Only on a state that is known to be complete. Otherwise a bond that the server withholds would be made a
        // second time.
        if self.records.ledger.trusted(private).own.verdict == Verdict::Whole {
            let labels: Vec<_> = self.invitations.iter().map(|one| (one.id, label_of(one, keys))).collect();
            let mut taking = Taking {
                keys,
                account: account.id,
                bonds: &mut self.bonds,
                random: &mut self.random,
                now: &moment(now),
                changed: Vec::new(),
            };
            for collection in self.listed.iter_mut().filter(|collection| collection.id != private) {
                let label = collection.handover.as_ref().and_then(|handover| {
                    labels.iter().find(|(id, _)| *id == handover.invitation).map(|(_, label)| label.clone())
                });
                taking.handover(collection, &label.unwrap_or_default());
                taking.epochs(collection);
            }
            let changed = taking.changed;
            for bond in changed {
                self.put_bond(&bond);
            }
        }
        self.settle();
        self.follow();
        self.reopen();
    }

    /// Writes a bond into the private collection.
    pub(crate) fn put_bond(&mut self, bond: &Bond) {
        let Ok(keys) = self.keys() else { return };
        let key = row_of(keys.manifest.private, bond.care);
        sure(sync::write(&mut self.records.ledger, &key, Some(bond::payload(bond))));
        self.records.touch(&key);
        self.bonds.known.insert(bond.care, bond.clone());
        self.bonds.stale = true;
    }

    /// Determines which collections are synced, and why others are not.
    pub(crate) fn settle(&mut self) {
        let Some((keys, account)) = self.keys.as_ref().zip(self.account.as_ref()) else { return };
        let Bonds { known, care, troubles, owed, .. } = &mut self.bonds;
        (*care, *troubles) = Default::default();
        for (id, bond) in known.iter() {
            let listed = self.listed.iter().find(|collection| collection.id == *id);
            if !bond.is_open() {
                // Ended here, but the server does not know it yet.
                let end = Call::delete(format!("/v1/collections/{id}/members/{}", account.id));
                if listed.is_some() && ended_here(bond) && !owed.iter().any(|owed| owed.call == end) {
                    owed.push(Owed { care: *id, call: end });
                }
                continue;
            }
            let Some(listed) = listed else {
                troubles.insert(*id, Fault::not_listed());
                continue;
            };
            let key = keys.keyring.get(*id, bond.epoch);
            if let Err(error) = key.and_then(|key| match key.check() == bond.key_check {
                true => Ok(()),
                false => Err(seal::Error::KeyDiffers),
            }) {
                troubles.insert(*id, error.into());
                continue;
            }
            let writable = bond::members(listed, account.id, Some(bond.account)).is_ok();
            if !writable {
                troubles.insert(*id, seal::Error::Members.into());
            }
            let row = self.records.ledger.get(&row_of(keys.manifest.private, *id));
            if row.is_some_and(|row| row.revision > 0) {
                care.insert(*id, CareContext { other: bond.account, writable });
            }
        }
        if self.bonds.read {
            self.unknown();
        }
    }

    /// Reports collections without a bond, and invitations with two bonds.
    fn unknown(&mut self) {
        let Some(keys) = &self.keys else { return };
        let Bonds { known, refused, .. } = &mut self.bonds;
        let mut refuse = |one: Refused| {
            if !refused.iter().any(|other| (other.collection, &other.why.code) == (one.collection, &one.why.code)) {
                refused.push(one);
            }
        };
        // The key was stored by another browser of the account, but the bond is missing: the collection is not read.
        let foreign = |id: &CollectionId| *id != keys.manifest.private && !known.contains_key(id);
        for collection in keys.keyring.collections().filter(foreign) {
            refuse(Refused { collection, client: None, why: Fault::no_bond() });
        }
        // Two browsers took up two answers to the same invitation at the same time.
        let open = || known.values().filter(|bond| bond.is_open());
        for bond in open().filter(|bond| open().any(|one| one.care != bond.care && one.invitation == bond.invitation)) {
            let why = seal::Error::InvitationTaken.into();
            refuse(Refused { collection: bond.care, client: Some(bond.care), why });
        }
    }

    /// Follows the collections in the ledger: the private one first, the clients' after it has been read. A collection
    /// that is no longer listed is dropped at once, because the client has the right to end access.
    pub(crate) fn follow(&mut self) {
        let Some(keys) = &mut self.keys else { return };
        let private = keys.manifest.private;
        let (listed, care) = (&self.listed, &self.bonds.care);
        let open = |id: &CollectionId| {
            let bond = self.bonds.known.get(id);
            listed.iter().any(|one| one.id == *id) && bond.is_none_or(Bond::is_open)
        };
        let gone: Vec<_> = self.records.ledger.collections().filter(|id| *id != private && !open(id)).collect();
        for id in gone {
            self.records.stale(id);
            self.records.ledger.drop_collection(id);
        }
        let unlisted = |id: &CollectionId| *id != private && !listed.iter().any(|one| one.id == *id);
        for id in keys.keyring.collections().filter(unlisted).collect::<Vec<_>>() {
            keys.keyring.forget(id);
        }
        let here: Vec<_> = self.records.ledger.collections().collect();
        for id in std::iter::once(private).chain(care.keys().copied()).filter(|id| !here.contains(id)) {
            let Some(listed) = listed.iter().find(|one| one.id == id) else { continue };
            self.records.ledger.follow(id);
            self.remembered.seed(&mut self.records.ledger, id, id == private);
            let start = Cursor { seq: 0, head: listed.head };
            sure(sync::Ledger::set_cursor(&mut self.records.ledger, id, start));
        }
    }
}

/// The inputs of taking up handovers.
struct Taking<'a> {
    keys: &'a mut Keys,
    account: AccountId,
    bonds: &'a mut Bonds,
    random: &'a mut Random,
    now: &'a Moment,
    changed: Vec<Bond>,
}

impl Taking<'_> {
    /// Takes up a client's answer to an invitation.
    fn handover(&mut self, collection: &mut Collection, label: &str) {
        let Some(handover) = &collection.handover else { return };
        let known: Vec<Bond> = self.bonds.known.values().cloned().collect();
        let taken = match other(collection, self.account) {
            Some(client) => invitation::accept_handover(
                self.keys,
                self.account,
                client,
                label,
                collection,
                &known,
                self.now,
                self.random,
            ),
            None => Err(seal::Error::Members),
        };
        let held = taken.and_then(|taken| {
            self.keys.keyring.insert_received(collection.id, taken.stored.epoch, taken.key.clone()).map(|()| taken)
        });
        match held {
            Ok(taken) => {
                if self.bonds.known.get(&collection.id) != Some(&taken.bond) {
                    self.bonds.known.insert(collection.id, taken.bond.clone());
                    self.changed.push(taken.bond);
                }
                collection.handover = None;
                self.store(collection, taken.stored);
            }
            // The server must accept the end first: see `settle`.
            Err(seal::Error::Ended) => {}
            Err(why) => {
                let same = known.iter().find(|bond| bond.invitation == handover.invitation);
                let client = same.map(|bond| bond.care);
                self.bonds.refused.push(Refused { collection: collection.id, client, why: why.into() });
            }
        }
    }

    /// Takes up later epochs of the client, and renewals.
    fn epochs(&mut self, collection: &mut Collection) {
        let Some(bond) = self.bonds.known.get(&collection.id).filter(|bond| bond.is_open()).cloned() else { return };
        // `settle` reports unknown members.
        let taken = epoch::accept_keys(collection, &bond, self.account, self.keys, self.now, self.random);
        let Ok(taken) = taken else { return };
        let client = Some(bond.care);
        let refused =
            taken.refused.into_iter().map(|(_, why)| Refused { collection: collection.id, client, why: why.into() });
        self.bonds.refused.extend(refused);
        if let Some(bond) = taken.bond {
            self.bonds.known.insert(bond.care, bond.clone());
            self.changed.push(bond);
        }
        for stored in taken.stored {
            self.store(collection, stored);
        }
    }

    /// Seals the key for the account's other browsers and queues the request.
    fn store(&mut self, collection: &mut Collection, stored: StoreKey) {
        if let Some(key) = collection.keys.iter_mut().find(|key| key.epoch == stored.epoch) {
            key.key_sealed = Some(stored.key_sealed.clone());
        }
        let call = Call::put(format!("/v1/collections/{}/key", collection.id), &stored);
        self.bonds.owed.push(Owed { care: collection.id, call });
    }
}

/// Reads the bonds from the private collection.
fn read_bonds(ledger: &Memory, private: CollectionId) -> BTreeMap<CollectionId, Bond> {
    let bonds = ledger.rows(private).filter_map(|(id, row)| bond::read(id, row.content.as_ref()?));
    bonds.map(|bond| (bond.care, bond)).collect()
}

fn ended_here(bond: &Bond) -> bool {
    bond.ended.as_ref().is_some_and(|ended| ended.by == Side::Me)
}

pub(crate) fn label_of(invitation: &protocol::care::Invitation, keys: &Keys) -> String {
    let sealed = invitation.label_sealed.as_ref();
    let label = sealed.and_then(|sealed| invitation::own_label(&keys.account, invitation.id, sealed).ok());
    label.unwrap_or_default()
}
