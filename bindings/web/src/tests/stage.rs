//! What the tests are played with: a therapist's desk, a worker with its casebook, a client and a server.

use journal::record::{Body, Moment, Record, Reflection};
use journal::seal::{
    self, AccountKey, CollectionKey, ExportKey, Identity, Link, Place, Random, WordList, account, invitation,
};
use protocol::account::{Account, Membership};
use protocol::care::{
    Collection, CollectionKind, CollectionMember, EpochKey, Handover, Invitation, InvitationState, NewInvitation, Part,
    Role,
};
use protocol::sync::{Changes, PushResult, SyncRequest, SyncResponse};
use protocol::{AccountId, CollectionId, PracticeId, RecordId};
use serde_json::to_vec;

use casebook::view::{EntryPage, Filter, Timeline};
use casebook::{Casebook, Now};

use crate::care::Inviting;
use crate::sync::Synced;
use crate::{Call, Desk};

pub(super) const DAY: i64 = 86_400_000;
/// Thursday, 26 March 2026, noon.
pub(super) const NOW: i64 = 1_774_526_400_000;

pub(super) fn body<T: serde::de::DeserializeOwned>(call: &Call) -> T {
    serde_json::from_str(call.body.as_ref().unwrap()).unwrap()
}

pub(super) fn now() -> Now {
    Now { unix_ms: NOW as f64, offset_s: 3600, zone: "Europe/Vienna".into() }
}

/// A signed-in therapist.
pub(super) fn therapist() -> Desk {
    let mut desk = Desk::new(&[7; 32]).unwrap();
    desk.learn(WordList::built_in().clone());
    let id = AccountId::new(1, [1; 10]);
    let created = account::create(id, &ExportKey::from_bytes(&[5; 64]), None, &mut Random::from_seed([8; 32]));
    let member = Membership {
        practice: PracticeId::new(1, [2; 10]),
        practice_name: "Harbour Street".into(),
        name: "M. Osei".into(),
        roles: vec![Role::Therapist],
    };
    desk.unlock(Account { id, handle: "m.osei".into(), keys: created.bundle, member: Some(member) }, created.keys);
    desk
}

/// The worker's part: what the desk holds of a client goes into a casebook, and what that makes comes back.
#[derive(Default)]
pub(super) struct Room(pub(super) Casebook);

impl Room {
    pub(super) fn book(&mut self, desk: &mut Desk, id: &str) -> Result<&Casebook, crate::Fault> {
        let handed = desk.records(id, self.0.mark_of(id) as f64)?;
        self.0.take(id, &handed).unwrap();
        Ok(&self.0)
    }

    pub(super) fn timeline(&mut self, desk: &mut Desk, id: &str, filter: &Filter) -> Timeline {
        self.book(desk, id).unwrap().timeline(id, filter, NOW as f64).unwrap()
    }

    pub(super) fn entry(&mut self, desk: &mut Desk, id: &str, entry: &str) -> Result<EntryPage, casebook::Fault> {
        self.book(desk, id).unwrap().entry(id, entry, "en")
    }

    pub(super) fn mark(&mut self, desk: &mut Desk, id: &str, entries: &[String], reviewed: bool) {
        let changes = self.book(desk, id).unwrap().mark(id, entries, reviewed, now()).unwrap();
        desk.write(&to_vec(&changes).unwrap(), NOW as f64).unwrap();
    }

    pub(super) fn opened(&mut self, desk: &mut Desk, id: &str, entry: &str) {
        let changes = self.book(desk, id).unwrap().opened(id, entry, now()).unwrap();
        desk.write(&to_vec(&changes).unwrap(), NOW as f64).unwrap();
    }
}

/// A client who has answered an invitation, as far as the server and the therapist hear of it.
pub(super) struct Client {
    pub(super) collection: Collection,
    pub(super) key: CollectionKey,
    pub(super) identity: Identity,
    pub(super) records: Vec<protocol::sync::Record>,
    pub(super) random: Random,
    /// Whether the next round trip tells everything anew.
    pub(super) resync: bool,
}

impl Client {
    pub(super) fn join(desk: &mut Desk, n: u8) -> Self {
        let offer: NewInvitation = body(&desk.invite(&format!("client {n}"), Inviting::Care, NOW as f64).unwrap());
        let own = invitation_of(&offer, InvitationState::Open, None);
        desk.take_invitations(&to_vec(&[own]).unwrap()).unwrap();
        let link = desk.invitations("https://a.example").unwrap().list.remove(0).link.unwrap();
        let link = Link::parse(&link).unwrap();
        let welcome = invitation::open_welcome(&link, &offer.welcome).unwrap();
        assert_eq!((welcome.therapist.as_str(), welcome.practice.as_str()), ("M. Osei", "Harbour Street"));

        let mut random = Random::from_seed([n; 32]);
        let (account, identity) = (AccountKey::generate(&mut random), Identity::generate(&mut random));
        let id = CollectionId::new(2, [n; 10]);
        let (accept, key) = invitation::accept(&link, &welcome, id, &account, &identity, &mut random).unwrap();
        let therapist = desk.account.as_ref().unwrap();
        let member = |part, account, identity_public| CollectionMember { account, part, identity_public, name: None };
        let collection = Collection {
            id,
            kind: CollectionKind::Care,
            epoch: 1,
            head: 0,
            keys: vec![EpochKey { epoch: 1, key_check: accept.collection.key_check, key_sealed: None, handover: None }],
            members: vec![
                member(Part::Client, AccountId::new(3, [n; 10]), identity.public()[..].into()),
                member(Part::Therapist, therapist.id, therapist.keys.identity_public.clone()),
            ],
            handover: Some(Handover {
                invitation: offer.id,
                secret_sealed: offer.secret_sealed.clone(),
                message: accept.handover,
            }),
            created_at: NOW,
        };
        let used = invitation_of(&offer, InvitationState::Used, Some(id));
        desk.take_invitations(&to_vec(&[used]).unwrap()).unwrap();
        Self { collection, key, identity, records: Vec::new(), random, resync: false }
    }

    pub(super) fn id(&self) -> String {
        self.collection.id.to_string()
    }

    /// Shares a record (or a new revision of it) that is about a day before or after now.
    pub(super) fn share(&mut self, n: u8, days: i64, body: Body) -> String {
        let id = RecordId::new(0, [n; 10]);
        let when = Moment { unix_ms: NOW + days * DAY, offset_s: 3600, zone: "Europe/Vienna".into() };
        let payload = Record { when, body }.to_payload();
        self.put(id, Some(payload));
        id.to_string()
    }

    pub(super) fn take_back(&mut self, n: u8) {
        self.put(RecordId::new(0, [n; 10]), None);
    }

    pub(super) fn put(&mut self, id: RecordId, payload: Option<journal::record::Payload>) {
        let revision = self.records.iter().find(|record| record.id == id).map_or(0, |record| record.revision) + 1;
        let place = Place { collection: self.collection.id, id, revision };
        let blob = payload.map(|payload| {
            seal::envelope::seal_bytes(&self.key, 1, &place, &payload.to_json(), self.random.bytes()).into()
        });
        self.records.retain(|record| record.id != id);
        self.collection.head += 1;
        self.records.push(protocol::sync::Record { id, revision, seq: self.collection.head, blob });
    }

    /// One round trip of the desk: its pushes are accepted, and it gets what lies after its cursor.
    pub(super) fn sync(&mut self, desk: &mut Desk) -> Synced {
        let request: SyncRequest = body(&desk.sync_call().unwrap());
        let mut response = SyncResponse::default();
        for push in &request.push {
            self.collection.head += 1;
            let (revision, seq) = (push.base_revision + 1, self.collection.head);
            self.records.retain(|record| record.id != push.id);
            self.records.push(protocol::sync::Record { id: push.id, revision, seq, blob: push.blob.clone() });
            response.results.push(PushResult::Accepted { revision, seq });
        }
        let resync = std::mem::take(&mut self.resync);
        let cursor = request.cursors[&self.collection.id];
        let news = self.records.iter().filter(|record| record.seq > cursor && !resync);
        let records = news.cloned().collect();
        let changes = Changes { records, head: self.collection.head, resync, ..Changes::default() };
        response.changes.insert(self.collection.id, changes);
        desk.take_sync(&to_vec(&response).unwrap()).unwrap()
    }

    pub(super) fn meet(&self, desk: &mut Desk) -> Vec<Call> {
        desk.take_collections(&to_vec(&[&self.collection]).unwrap()).unwrap().list
    }
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

/// A therapist with one client, whose key was taken up.
pub(super) fn met() -> (Desk, Client) {
    let mut desk = therapist();
    let client = Client::join(&mut desk, 1);
    client.meet(&mut desk);
    (desk, client)
}
