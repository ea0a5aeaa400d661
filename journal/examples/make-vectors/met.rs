//! A client and a therapist with a bond, for the steps that need both.

use journal::record::Moment;
use journal::seal::account::{Created, create};
use journal::seal::invitation::{Accepted, accept, offer};
use journal::seal::{Bond, ExportKey, Keys, Link, Purpose, Random, Role, Welcome, bond};
use journal::vectors::{Desk, id};
use protocol::account::SealedManifest;
use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochKey, Handover, NewCollection, NewInvitation, Part,
};
use protocol::{AccountId, Blob, CollectionId, InvitationId};
use serde_json::{Map, Value};

pub const CLIENT: &str = "01890a5d-ac96-774b-bcce-b302099a8061";
pub const THERAPIST: &str = "01890a5d-ac96-774b-bcce-b302099a8062";
pub const STRANGER: &str = "01890a5d-ac96-774b-bcce-b302099a8063";
pub const INVITATION: &str = "01890a5d-ac96-774b-bcce-b302099a805c";
pub const EXPIRES: i64 = 1_795_900_000_000;

pub fn now() -> Moment {
    Moment::parse("2026-11-28T09:00:00+00:00", "UTC").expect("a time")
}

pub struct Met {
    pub random: Random,
    pub client: Created,
    pub therapist: Created,
    /// The client's keys after the code was confirmed, including the care collection's.
    pub own: Keys,
    pub posted: NewInvitation,
    pub link: Link,
    /// The client's bond, and the care collection as the server lists it for the client.
    pub bond: Bond,
    pub care: Collection,
    /// The care collection as the server lists it for the therapist, with the handover.
    pub desk: Collection,
}

pub fn meet() -> Met {
    let mut random = Random::from_seed([12; 32]);
    let client = create(id(CLIENT), &export(5), id(super::COLLECTION), Role::Client, 1_000, &mut random);
    let client = client.expect("creates");
    let therapist = create(id(THERAPIST), &export(6), id(super::ACCOUNT), Role::Staff, 1_000, &mut random);
    let therapist = therapist.expect("creates");
    let invitation: InvitationId = id(INVITATION);
    let welcome = Welcome::new(id(THERAPIST), &therapist.keys, "M. Osei", "Harbour Street", Purpose::Care, EXPIRES);
    let (posted, secret) = offer(&therapist.keys.account, invitation, &welcome, None, &mut random);
    let link = Link { origin: "https://journal.example".into(), invitation, secret };
    let mut own = client.keys.clone();
    own.manifest.code_confirmed = true;
    let collection: CollectionId = id(super::OTHER);
    let answered = accept(&link, &welcome, collection, id(CLIENT), &own, &now(), &mut random);
    let Accepted { bond, key, message } = answered.expect("accepts");
    own.keyring.insert(collection, 1, key);
    let care = listed(&message.collection, CollectionKind::Care, &[CLIENT, THERAPIST]);
    let mut desk = care.clone();
    desk.keys[0].key_sealed = None;
    let secret_sealed = posted.secret_sealed.clone();
    desk.handover = Some(Handover { invitation, secret_sealed, message: message.handover });
    Met { random, client, therapist, own, posted, link, bond, care, desk }
}

pub fn export(n: u8) -> ExportKey {
    ExportKey::from_bytes(&[n; 64])
}

pub fn listed(new: &NewCollection, kind: CollectionKind, members: &[&str]) -> Collection {
    let (key_check, key_sealed) = (new.key_check.clone(), Some(new.key_sealed.clone()));
    let keys = vec![EpochKey { epoch: 1, key_check, key_sealed, handover: None }];
    let members = members.iter().map(|account| member(account)).collect();
    Collection { id: new.id, kind, epoch: 1, head: 0, keys, members, handover: None, created_at: 0 }
}

pub fn member(account: &str) -> CollectionMember {
    let part = if account == THERAPIST { Part::Therapist } else { Part::Client };
    CollectionMember { account: id(account), part, name: None }
}

/// An unlocked account in the format of a step.
pub fn desk(account: &str, keys: &Keys, random: &mut Random) -> Desk {
    let account: AccountId = id(account);
    let manifest: SealedManifest = keys.manifest.seal(&keys.account, account, keys.manifest_version, random);
    Desk { account, account_key: blob(keys.account.expose()), manifest }
}

pub fn written(of: &Bond) -> Map<String, Value> {
    bond::payload(of).into_fields()
}

pub fn blob(bytes: &[u8]) -> Blob {
    bytes.into()
}
