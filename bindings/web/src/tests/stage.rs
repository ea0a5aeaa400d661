//! The fixture: a therapist's desk, a worker with its casebook, a client and a server.

use journal::record::{Body, Bond, Moment, Payload, Record, Reflection};
use journal::seal::{ExportKey, Keys, Link, Random, Reader, RecoveryCode, Role as Part, WordList};
use journal::seal::{account, epoch, invitation, renewal};
use journal::sync::{self, CareContext, Context, Key, Memory, Side};
use protocol::account::{Account, Membership, SealedManifest};
use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochHandover, EpochKey, Handover, Invitation, InvitationState,
    NewInvitation, Role,
};
use protocol::sync::SyncRequest;
use protocol::{AccountId, CollectionId, Limits, PracticeId, RecordId};
use serde_json::{json, to_vec};

use casebook::view::{EntryPage, Filter, Timeline};
use casebook::{Casebook, Now};

use super::server::Server;
use super::{DAY, NOW};
use crate::care::Inviting;
use crate::sync::Synced;
use crate::{Call, Desk};

pub(super) const STAFF: u64 = 1;

pub(super) fn body<T: serde::de::DeserializeOwned>(call: &Call) -> T {
    serde_json::from_str(call.body.as_ref().unwrap()).unwrap()
}

pub(super) fn now() -> Now {
    Now { unix_ms: NOW as f64, offset_s: 3600, zone: "Europe/Vienna".into() }
}

fn moment(days: i64) -> Moment {
    Moment { unix_ms: NOW + days * DAY, offset_s: 3600, zone: "Europe/Vienna".into() }
}

/// The therapist's account, as it was enrolled.
pub(super) struct Staff {
    pub(super) account: Account,
    pub(super) keys: Keys,
    own: Collection,
}

impl Staff {
    pub(super) fn new() -> Self {
        let id = AccountId::new(STAFF, [1; 10]);
        let private = CollectionId::new(1, [9; 10]);
        let export = ExportKey::from_bytes(&[5; 64]);
        let mut random = Random::from_seed([8; 32]);
        let made = account::create(id, &export, private, Part::Staff, NOW, &mut random).unwrap();
        let member = Membership {
            practice: PracticeId::new(1, [2; 10]),
            practice_name: "Harbour Street".into(),
            name: "M. Osei".into(),
            roles: vec![Role::Therapist],
            second_factor_missing: false,
        };
        let (key_check, key_sealed) = (made.private.key_check, Some(made.private.key_sealed));
        let own = Collection {
            id: private,
            kind: CollectionKind::Private,
            epoch: 1,
            head: 0,
            keys: vec![EpochKey { epoch: 1, key_check, key_sealed, handover: None }],
            members: vec![CollectionMember { account: id, part: protocol::care::Part::Client, name: None }],
            handover: None,
            created_at: NOW,
        };
        let account =
            Account { id, handle: "m.osei".into(), keys: made.bundle, manifest: made.manifest, member: Some(member) };
        Self { account, keys: Keys { keyring: Default::default(), ..made.keys }, own }
    }

    /// A newly signed-in browser.
    pub(super) fn browser(&self, seed: u8) -> Desk {
        let mut desk = Desk::new(&[seed; 32]).unwrap();
        desk.load_words(WordList::built_in().clone());
        desk.unlock(self.account.clone(), self.keys.clone());
        desk
    }
}

/// The worker: transfers records from the desk to a casebook, and changes back.
#[derive(Default)]
pub(super) struct TestWorker(pub(super) Casebook);

impl TestWorker {
    pub(super) fn casebook(&mut self, desk: &mut Desk, id: &str) -> Result<&Casebook, crate::Fault> {
        let handed = desk.records(id, self.0.mark_of(id) as f64)?;
        self.0.receive(id, &handed).unwrap();
        Ok(&self.0)
    }

    pub(super) fn timeline(&mut self, desk: &mut Desk, id: &str, filter: &Filter) -> Timeline {
        self.casebook(desk, id).unwrap().timeline(id, filter, NOW as f64).unwrap()
    }

    pub(super) fn entry(&mut self, desk: &mut Desk, id: &str, entry: &str) -> Result<EntryPage, casebook::Fault> {
        self.casebook(desk, id).unwrap().entry(id, entry, "en")
    }

    pub(super) fn mark(&mut self, desk: &mut Desk, id: &str, entries: &[String], reviewed: bool) {
        let changes = self.casebook(desk, id).unwrap().mark(id, entries, reviewed, now()).unwrap();
        desk.write(&to_vec(&changes).unwrap(), NOW as f64).unwrap();
    }

    pub(super) fn opened(&mut self, desk: &mut Desk, id: &str, entry: &str) {
        let changes = self.casebook(desk, id).unwrap().opened(id, entry, now()).unwrap();
        desk.write(&to_vec(&changes).unwrap(), NOW as f64).unwrap();
    }

    pub(super) fn reply(&mut self, desk: &mut Desk, id: &str, entry: &str, text: &str) {
        let changes = self.casebook(desk, id).unwrap().reply(id, entry, text, now()).unwrap();
        desk.write(&to_vec(&changes).unwrap(), NOW as f64).unwrap();
    }
}

/// A client with a phone: the sync machine on an in-memory ledger.
pub(super) struct Client {
    pub(super) account: AccountId,
    pub(super) keys: Keys,
    pub(super) code: RecoveryCode,
    pub(super) bond: Bond,
    pub(super) random: Random,
    pub(super) ledger: Memory,
    pub(super) minutes: i64,
}

impl Client {
    fn account(n: u8) -> (AccountId, Keys, RecoveryCode, Random) {
        let mut random = Random::from_seed([n; 32]);
        let (id, private) = (AccountId::new(3, [n; 10]), CollectionId::new(4, [n; 10]));
        let export = ExportKey::from_bytes(&[n; 64]);
        let made = account::create(id, &export, private, Part::Client, NOW, &mut random).unwrap();
        let mut keys = made.keys;
        keys.manifest.code_confirmed = true;
        (id, keys, made.code, random)
    }

    /// Answers an invitation.
    pub(super) fn accept_invitation(link: &Link, offer: &NewInvitation, n: u8, server: &mut Server) -> Self {
        let (account, mut keys, code, mut random) = Self::account(n);
        let welcome = invitation::open_welcome(link, &offer.welcome, NOW).unwrap();
        assert_eq!((welcome.therapist.as_str(), welcome.practice.as_str()), ("M. Osei", "Harbour Street"));
        let id = CollectionId::new(2, [n; 10]);
        let made = invitation::accept(link, &welcome, id, account, &keys, &moment(0), &mut random).unwrap();
        keys.keyring.insert(id, 1, made.key);
        let handover = Handover {
            invitation: offer.id,
            secret_sealed: offer.secret_sealed.clone(),
            message: made.message.handover.clone(),
        };
        server.accept(&made.message, handover, account, welcome.account);
        let mut ledger = Memory::client(keys.manifest.private);
        ledger.follow(id);
        Self { account, keys, code, bond: made.bond, random, ledger, minutes: NOW / 60_000 }
    }

    pub(super) fn care(&self) -> CollectionId {
        self.bond.care
    }

    /// The sync context of the client's phone.
    pub(super) fn context<'a>(&self, keys: &'a Keys) -> Context<'a> {
        Context {
            account: self.account,
            side: Side::Client,
            reader: Reader { keyring: &keys.keyring, private: keys.manifest.private },
            care: [(self.care(), CareContext { other: self.bond.account, writable: true })].into(),
            minutes: self.minutes,
            device: 1,
        }
    }

    /// Syncs until everything is transferred.
    pub(super) fn sync(&mut self, server: &mut Server) {
        let keys = self.keys.clone();
        for _ in 0..20 {
            let context = self.context(&keys);
            let request = sync::request(&mut self.ledger, &context, &Limits::default(), &mut self.random).unwrap();
            let response = server.sync(self.account, &request);
            sync::digest(&mut self.ledger, &context, &request, &response).unwrap();
            if !sync::sync_status(&mut self.ledger, &context).unwrap().can_go_on() {
                return;
            }
        }
        panic!("the client does not come to an end");
    }

    /// Writes a record and shares it.
    pub(super) fn put(&mut self, id: RecordId, payload: Option<Payload>) {
        let shared = payload.map(|mut payload| {
            payload.set_field("shared_with", json!([self.care()]));
            payload
        });
        let key = Key { collection: self.keys.manifest.private, id };
        sync::write(&mut self.ledger, &key, shared).unwrap();
    }

    /// Begins the next epoch of the care collection.
    pub(super) fn begin_epoch(&mut self, server: &mut Server) {
        let listed = server.collection(self.care()).clone();
        let begun = epoch::begin(&listed, &self.bond, self.account, &self.keys, &mut self.random).unwrap();
        self.keys.keyring.insert(self.care(), begun.new.epoch, begun.key);
        self.bond = begun.bond;
        let handover = begun.new.handovers.into_iter().next();
        list_epoch(server, self.care(), begun.new.epoch, begun.new.key_check, handover.map(|one| (self.account, one)));
    }

    /// Renews all keys after a phone was lost. The desk never sees the client's manifest.
    pub(super) fn renew(&mut self, server: &mut Server, code: bool) -> renewal::Renewed {
        let care = server.collection(self.care()).clone();
        let own = Collection {
            id: self.keys.manifest.private,
            kind: CollectionKind::Private,
            keys: vec![EpochKey {
                epoch: 1,
                key_check: self.keys.manifest.private_check[..].into(),
                key_sealed: None,
                handover: None,
            }],
            members: care.members.iter().filter(|member| member.account == self.account).cloned().collect(),
            handover: None,
            ..care.clone()
        };
        let own = Collection { epoch: 1, ..own };
        let care = Collection {
            keys: care.keys.into_iter().map(|key| EpochKey { key_sealed: None, ..key }).collect(),
            ..care
        };
        let before = renewal::RenewalInput {
            account: self.account,
            own: &self.keys,
            code: code.then_some(&self.code),
            export: &ExportKey::from_bytes(&[77; 64]),
            listed: &[own, care],
            bonds: std::slice::from_ref(&self.bond),
            now: &moment(0),
        };
        renewal::renew(&before, &mut self.random).unwrap()
    }

    /// The server has accepted a renewal.
    pub(super) fn renewed(&mut self, renewed: renewal::Renewed, server: &mut Server) {
        for new in renewed.epochs.into_iter().filter(|new| new.collection == self.care()) {
            let handover = new.handovers.into_iter().next().map(|one| (self.account, one));
            list_epoch(server, self.care(), new.epoch, new.key_check, handover);
        }
        self.keys = renewed.keys;
        if let Some(bond) = renewed.bonds.into_iter().next() {
            self.bond = bond;
        }
    }
}

/// The server lists a new epoch with its message.
pub(super) fn list_epoch(
    server: &mut Server,
    care: CollectionId,
    epoch: u32,
    key_check: protocol::Blob,
    handover: Option<(AccountId, EpochHandover)>,
) {
    let collection = server.collection(care);
    collection.epoch = epoch;
    let handover = handover.map(|(account, one)| EpochHandover { account, ..one });
    collection.keys.retain(|key| key.epoch != epoch);
    collection.keys.push(EpochKey { epoch, key_check, key_sealed: None, handover });
}

/// A practice with one client.
pub(super) struct World {
    pub(super) staff: Staff,
    pub(super) server: Server,
    pub(super) client: Client,
    pub(super) offer: NewInvitation,
    pub(super) link: Link,
    /// The time on the desks' clock.
    pub(super) now: i64,
}

impl World {
    pub(super) fn id(&self) -> String {
        self.client.care().to_string()
    }

    pub(super) fn own(&self) -> CollectionId {
        self.staff.keys.manifest.private
    }

    /// Shares a record, or a new revision of it, dated some days before or after now.
    pub(super) fn share(&mut self, n: u8, days: i64, body: Body) -> String {
        let id = RecordId::new(0, [n; 10]);
        self.client.put(id, Some(Record { when: moment(days), body }.to_payload()));
        self.client.sync(&mut self.server);
        id.to_string()
    }

    pub(super) fn take_back(&mut self, n: u8) {
        self.client.put(RecordId::new(0, [n; 10]), None);
        self.client.sync(&mut self.server);
    }

    /// A single round trip of a desk.
    pub(super) fn round(&mut self, desk: &mut Desk) -> Synced {
        let request: SyncRequest = body(&desk.sync_call(self.now as f64).unwrap());
        let response = self.server.sync(self.staff.account.id, &request);
        let synced = desk.take_sync(&to_vec(&response).unwrap(), self.now as f64).unwrap();
        for call in desk.due_calls().list {
            self.server.send(&call);
        }
        synced
    }

    /// Syncs the desk completely. Returns all changes together.
    pub(super) fn sync(&mut self, desk: &mut Desk) -> Synced {
        let mut changed = Vec::new();
        for _ in 0..30 {
            let synced = self.round(desk);
            changed.extend(synced.changed.clone());
            if !synced.go_on {
                changed.sort_unstable();
                changed.dedup();
                return Synced { changed, ..synced };
            }
        }
        panic!("the desk does not come to an end");
    }

    /// Loads the collections, and runs all calls that follow from it.
    pub(super) fn meet(&mut self, desk: &mut Desk) -> Synced {
        desk.take_collections(&self.server.list()).unwrap();
        self.sync(desk)
    }

    /// A new browser of the therapist, fully synced.
    pub(super) fn browser(&mut self, seed: u8) -> Desk {
        let mut desk = self.staff.browser(seed);
        self.meet(&mut desk);
        desk
    }
}

/// Creates an invitation, in the server's form and as a link.
pub(super) fn invite(desk: &mut Desk, label: &str) -> (NewInvitation, Link) {
    let offer: NewInvitation = body(&desk.invite(label, Inviting::Care, NOW as f64).unwrap());
    let own = invitation_of(&offer, InvitationState::Open, None);
    desk.take_invitations(&to_vec(&[own]).unwrap()).unwrap();
    let link = desk.invitations("https://a.example").unwrap().list.remove(0).link.unwrap();
    (offer, Link::parse(&link).unwrap())
}

pub(super) fn invitation_of(
    offer: &NewInvitation,
    state: InvitationState,
    collection: Option<CollectionId>,
) -> Invitation {
    Invitation {
        id: offer.id,
        state,
        created_at: NOW,
        expires_at: NOW + 7 * DAY,
        secret_sealed: offer.secret_sealed.clone(),
        label_sealed: offer.label_sealed.clone(),
        collection,
    }
}

pub(super) fn wrote(text: &str) -> Body {
    Body::Reflection(Reflection { text: text.into(), ..Default::default() })
}

/// A therapist without clients.
pub(super) fn therapist() -> Desk {
    Staff::new().browser(7)
}

/// A therapist with a client whose answer has not been accepted yet.
pub(super) fn answered() -> (Desk, World) {
    let staff = Staff::new();
    let mut server = Server::new(staff.own.clone());
    let mut desk = staff.browser(7);
    let (offer, link) = invite(&mut desk, "client 1");
    let client = Client::accept_invitation(&link, &offer, 1, &mut server);
    (desk, World { staff, server, client, offer, link, now: NOW })
}

/// A therapist with a client whose key was accepted.
pub(super) fn met() -> (Desk, World) {
    let (mut desk, mut world) = answered();
    world.meet(&mut desk);
    (desk, world)
}

/// The account's manifest as another version.
pub(super) fn manifest(staff: &Staff, version: u32) -> SealedManifest {
    let mut random = Random::from_seed([66; 32]);
    staff.keys.manifest.seal(&staff.keys.account, staff.account.id, version, &mut random)
}
