//! Tests of the key exchange between devices and between the two sides of a bond. [`BondedPair`] is a client and a
//! therapist with a bond, and the collection lists of the server between them, which tests can change.

mod account;
mod bond;
mod epoch;
mod hostile;
mod invitation;
mod parsers;
mod renewal;

use std::collections::BTreeMap;

use protocol::account::SealedManifest;
use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochHandover, EpochKey, Handover, NewCollection, NewEpoch, Part,
};
use protocol::{AccountId, CollectionId, InvitationId};

use super::account::{Created, create};
use super::invitation::{Accepted, accept, accept_handover, offer};
use super::{Bond, ExportKey, Keys, Link, Purpose, Random, RecoveryCode, Role, Welcome};
use crate::record::Moment;

const CLIENT: u8 = 1;
const THERAPIST: u8 = 2;

fn id(n: u8) -> AccountId {
    AccountId::new(1, [n; 10])
}

fn private(n: u8) -> CollectionId {
    CollectionId::new(1, [100 + n; 10])
}

fn care() -> CollectionId {
    CollectionId::new(2, [7; 10])
}

fn invitation() -> InvitationId {
    InvitationId::new(1, [9; 10])
}

fn export(n: u8) -> ExportKey {
    ExportKey::from_bytes(&[n; 64])
}

fn at(minute: i64) -> Moment {
    Moment { unix_ms: 1_795_000_000_000 + minute * 60_000, offset_s: 0, zone: "UTC".into() }
}

fn create_account(n: u8, random: &mut Random) -> Created {
    let role = if n == CLIENT { Role::Client } else { Role::Staff };
    create(id(n), &export(n), private(n), role, 1, random).unwrap()
}

fn member(n: u8) -> CollectionMember {
    let part = if n == THERAPIST { Part::Therapist } else { Part::Client };
    CollectionMember { account: id(n), part, name: None }
}

/// A new collection, as the server lists it for its creator.
fn listed(new: &NewCollection, kind: CollectionKind, members: &[u8]) -> Collection {
    let first = EpochKey {
        epoch: 1,
        key_check: new.key_check.clone(),
        key_sealed: Some(new.key_sealed.clone()),
        handover: None,
    };
    Collection {
        id: new.id,
        kind,
        epoch: 1,
        head: 0,
        keys: vec![first],
        members: members.iter().map(|n| member(*n)).collect(),
        handover: None,
        created_at: 0,
    }
}

/// A client and a therapist after the handover was accepted.
struct BondedPair {
    random: Random,
    client: Keys,
    code: RecoveryCode,
    journal: Collection,
    /// The care collection, as the server lists it for the client.
    care: Collection,
    bond: Bond,
    therapist: Keys,
    /// The care collection, as the server lists it for the therapist.
    desk: Collection,
    desk_bond: Bond,
    link: Link,
    welcome: Welcome,
    /// The invitation's secret, as the desk stores it on the server.
    secret_sealed: protocol::Blob,
}

fn bonded_pair() -> BondedPair {
    let mut random = Random::from_seed([6; 32]);
    let (one, mut two) = (create_account(CLIENT, &mut random), create_account(THERAPIST, &mut random));
    let welcome = Welcome::new(id(THERAPIST), &two.keys, "M. Osei", "Harbour", Purpose::Supervision, at(60).unix_ms);
    let (posted, secret) = offer(&two.keys.account, invitation(), &welcome, None, &mut random);
    let link = Link { origin: "https://a.example".into(), invitation: invitation(), secret };
    let mut client = one.keys;
    let answered = accept(&link, &welcome, care(), id(CLIENT), &client, &at(0), &mut random).unwrap();
    let Accepted { bond, key, message } = answered;
    client.keyring.insert_received(care(), 1, key).unwrap();
    let care_listed = listed(&message.collection, CollectionKind::Care, &[CLIENT, THERAPIST]);
    let mut desk = care_listed.clone();
    desk.keys[0].key_sealed = None;
    let secret_sealed = posted.secret_sealed;
    desk.handover =
        Some(Handover { invitation: invitation(), secret_sealed: secret_sealed.clone(), message: message.handover });
    let taken = accept_handover(&two.keys, id(THERAPIST), id(CLIENT), "Wren", &desk, &[], &at(1), &mut random).unwrap();
    two.keys.keyring.insert_received(care(), 1, taken.key).unwrap();
    BondedPair {
        random,
        client,
        code: one.code,
        journal: listed(&one.private, CollectionKind::Private, &[CLIENT]),
        care: care_listed,
        bond,
        therapist: two.keys,
        desk,
        desk_bond: taken.bond,
        link,
        welcome,
        secret_sealed,
    }
}

impl BondedPair {
    /// The therapist's desk has stored the first key on the server.
    fn stored(mut self) -> Self {
        self.desk.handover = None;
        self.desk.keys[0].key_sealed = Some(Default::default());
        self
    }

    /// The server accepts an epoch of the care collection and forwards it.
    fn publish_epoch(&mut self, new: &NewEpoch) {
        self.publish_epoch_as(new, None);
    }

    fn publish_epoch_as(&mut self, new: &NewEpoch, generation: Option<u32>) {
        let key = |sealed, handover| EpochKey {
            epoch: new.epoch,
            key_check: new.key_check.clone(),
            key_sealed: sealed,
            handover,
        };
        self.care.epoch = new.epoch;
        self.care.keys.push(key(Some(new.key_sealed.clone()), None));
        let message = new.handovers[0].message.clone();
        self.desk.epoch = new.epoch;
        self.desk.keys.push(key(None, Some(EpochHandover { account: id(CLIENT), generation, message })));
    }

    /// The client begins the next epoch, and the server accepts it.
    fn begin(&mut self) {
        let begun = super::epoch::begin(&self.care, &self.bond, id(CLIENT), &self.client, &mut self.random).unwrap();
        self.client.keyring.insert_received(care(), begun.new.epoch, begun.key.clone()).unwrap();
        self.bond = begun.bond.clone();
        self.publish_epoch(&begun.new);
    }

    fn accept_keys(&mut self) -> Result<super::epoch::AcceptedKeys, super::Error> {
        let (bond, now) = (&self.desk_bond, at(5));
        super::epoch::accept_keys(&self.desk, bond, id(THERAPIST), &mut self.therapist, &now, &mut self.random)
    }

    /// The desk accepts all pending keys without a rejection and stores them.
    fn accept(&mut self) -> super::epoch::AcceptedKeys {
        let taken = self.accept_keys().unwrap();
        assert_eq!(taken.refused, []);
        if let Some(bond) = &taken.bond {
            self.desk_bond = bond.clone();
        }
        for key in &mut self.desk.keys {
            key.key_sealed = Some(Default::default());
        }
        taken
    }

    fn assert_sides_agree(&self) {
        let (one, two) = (&self.bond, &self.desk_bond);
        assert_eq!((one.epoch, one.key_check, one.transcript), (two.epoch, two.key_check, two.transcript));
        assert_eq!(one.secret, two.secret);
        assert_eq!(self.client.keyring.newest(care()).unwrap(), self.therapist.keyring.newest(care()).unwrap());
    }
}

fn sealed(keys: &Keys, n: u8, version: u32, random: &mut Random) -> SealedManifest {
    keys.manifest.seal(&keys.account, id(n), version, random)
}
