//! An attacker with an account's keys who writes arbitrary records: a hostile or removed therapist, or a lost phone
//! with the keys that it had.
//!
//! The real server checks what an insider pushes in their own session. With the server's help there are no checks: the
//! insider seals a record, and [`World::plant`](crate::world::World::plant) stores it.

use journal::record::{Body, Moment, Payload, Record};
use journal::seal::account::unlock;
use journal::seal::checkpoint::{CheckpointId, Claim};
use journal::seal::envelope::seal_bytes;
use journal::seal::opaque::SignIn;
use journal::seal::{ExportKey, Keyring, Keys, Random, Reader, RevisionId};
use journal::sync::{self, CareContext, Context, Key, Memory, Side};
use protocol::account::{NewDevice, Session, SignInFinish, SignInStart, SignInStarted};
use protocol::care::{Collection, Part};
use protocol::sync::{Changes, SyncRequest, SyncResponse};
use protocol::{AccountId, Blob, CollectionId, DeviceId, Limits, RecordId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::world::NOW;

/// An account's keys, and a session.
pub struct Insider {
    url: String,
    http: reqwest::Client,
    token: String,
    pub account: AccountId,
    pub device: DeviceId,
    pub keys: Keys,
    pub ledger: Memory,
    pub random: Random,
    side: Side,
}

impl Insider {
    /// Signs in without a proxy, opens every stored key and reads everything.
    pub async fn sign_in(url: &str, side: Side, handle: &str, password: &str) -> Self {
        let http = reqwest::Client::new();
        let (session, export) = Self::opened(&http, url, handle, password).await;
        let keys = unlock(session.account.id, &session.account.keys, &session.account.manifest, &export).unwrap();
        let ledger = match side {
            Side::Client => Memory::client(keys.manifest.private),
            Side::Staff => Memory::therapist(),
        };
        let (url, token) = (url.to_owned(), session.access_token);
        let (account, device) = (session.account.id, session.device);
        let random = Random::from_seed([177; 32]);
        let mut insider = Self { url, http, token, account, device, keys, ledger, random, side };
        insider.sync().await;
        insider
    }

    /// A session with the account data that the server returns.
    pub async fn session(http: &reqwest::Client, url: &str, handle: &str, password: &str) -> Session {
        Self::opened(http, url, handle, password).await.0
    }

    async fn opened(http: &reqwest::Client, url: &str, handle: &str, password: &str) -> (Session, ExportKey) {
        let mut random = Random::from_seed([176; 32]);
        let (state, message) = SignIn::start(password, &mut random).unwrap();
        let start = SignInStart { handle: handle.into(), message };
        let started: SignInStarted = post(http, url, "/v1/sessions/start", "", &start).await.unwrap();
        let (message, export) = state.finish(&started.message).unwrap();
        let device = NewDevice { name: "Not what it seems".into(), cookie: false };
        let finish = SignInFinish { attempt: started.attempt, message, device, second_factor: None };
        (post(http, url, "/v1/sessions/finish", "", &finish).await.unwrap(), export)
    }

    pub async fn collections(&self) -> Vec<Collection> {
        let call = self.http.get(format!("{}/v1/collections", self.url)).bearer_auth(&self.token);
        let answer = call.header("accept", "application/json").send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }

    /// Takes up keys, pushes the outbox and reads everything, without any client-side checks.
    pub async fn sync(&mut self) {
        let listed = self.collections().await;
        self.keys.open_stored(&listed);
        let private = self.keys.manifest.private;
        let mut care = std::collections::BTreeMap::new();
        for one in &listed {
            self.ledger.follow(one.id);
            let other = one.members.iter().find(|member| member.account != self.account);
            if let Some(other) = other.filter(|_| one.id != private) {
                care.insert(one.id, CareContext { other: other.account, writable: true });
            }
        }
        for _ in 0..50 {
            let reader = Reader { keyring: &self.keys.keyring, private };
            let context = Context {
                account: self.account,
                side: self.side,
                reader,
                care: care.clone(),
                minutes: NOW / 60_000,
                device: 0,
            };
            let limits = Limits::default();
            let request = sync::request(&mut self.ledger, &context, &limits, &mut self.random).unwrap();
            let response: SyncResponse = post(&self.http, &self.url, "/v1/sync", &self.token, &request).await.unwrap();
            sync::digest(&mut self.ledger, &context, &request, &response).unwrap();
            if !sync::sync_status(&mut self.ledger, &context).unwrap().can_go_on() {
                return;
            }
        }
        panic!("the insider does not finish syncing");
    }

    /// Queues any record in any collection for the next sync.
    pub fn writes(&mut self, collection: CollectionId, id: RecordId, payload: Payload) {
        sync::write(&mut self.ledger, &Key { collection, id }, Some(payload)).unwrap();
    }

    /// Pushes any record to any collection, as far as the real server allows.
    pub async fn puts(&mut self, collection: CollectionId, id: RecordId, payload: Option<Payload>) {
        sync::write(&mut self.ledger, &Key { collection, id }, payload).unwrap();
        self.sync().await;
    }

    /// Seals a record with the newest key that the insider has.
    pub fn seals(&mut self, revision_id: &RevisionId, era: u32, payload: Option<&Payload>) -> Blob {
        let reader = Reader { keyring: &self.keys.keyring, private: self.keys.manifest.private };
        reader.seal(revision_id, era, payload, &mut self.random).unwrap().0
    }

    /// Seals a checkpoint for any account's slot.
    pub fn seals_checkpoint(&mut self, slot: &CheckpointId, claim: &Claim) -> Blob {
        let reader = Reader { keyring: &self.keys.keyring, private: self.keys.manifest.private };
        reader.seal_checkpoint(slot, 0, claim, &mut self.random).unwrap()
    }

    /// Seals arbitrary bytes in place of a record.
    pub fn seals_bytes(&mut self, revision_id: &RevisionId, json: &[u8]) -> Blob {
        let reader = Reader { keyring: &self.keys.keyring, private: self.keys.manifest.private };
        let author = reader.author(revision_id.collection).unwrap();
        let (epoch, key) = self.keys.keyring.newest(revision_id.collection).unwrap();
        seal_bytes(key, epoch, 0, revision_id, author.as_ref(), Some(json), self.random.bytes()).into()
    }

    /// The server's current response for a collection from its start, for a later replay.
    pub async fn shown(&self, collection: CollectionId) -> Changes {
        let request = SyncRequest { cursors: [(collection, 0)].into(), ..SyncRequest::default() };
        let answer: SyncResponse = post(&self.http, &self.url, "/v1/sync", &self.token, &request).await.unwrap();
        answer.changes[&collection].clone()
    }

    /// The current keys: those that a phone lost now has.
    pub fn keyring(&self) -> Keyring {
        self.keys.keyring.clone()
    }

    /// The id of the care collection.
    pub async fn care(&self) -> CollectionId {
        let private = self.keys.manifest.private;
        self.collections().await.into_iter().find(|one| one.id != private).unwrap().id
    }

    /// Sends a request in this session. Returns the status code.
    pub async fn status_of(&self, method: &str, path: &str, body: &impl Serialize) -> u16 {
        let call = self.http.request(method.parse().unwrap(), format!("{}{path}", self.url)).bearer_auth(&self.token);
        let call = call.header("content-type", "application/json").body(serde_json::to_vec(body).unwrap());
        call.send().await.unwrap().status().as_u16()
    }
}

/// The therapist's account in a collection.
pub fn therapist_of(collection: &Collection) -> AccountId {
    collection.members.iter().find(|member| member.part == Part::Therapist).unwrap().account
}

/// A valid payload.
pub fn payload(body: Body) -> Payload {
    let when = Moment { unix_ms: NOW, offset_s: 0, zone: "UTC".into() };
    Record { when, body }.to_payload()
}

/// An arbitrary payload: a kind, and fields in JSON.
pub fn payload_of(kind: &str, fields: serde_json::Value) -> Payload {
    let mut payload = payload(Body::Reflection(journal::record::Reflection::default()));
    payload.set_field("kind", kind.into());
    payload.remove_field("text");
    for (name, value) in fields.as_object().unwrap() {
        payload.set_field(name, value.clone());
    }
    payload
}

/// A record id that no other record uses.
pub fn record(n: u8) -> RecordId {
    RecordId::new(NOW as u64, [n; 10])
}

/// The decoded response, or status and text of an error.
async fn post<A: DeserializeOwned>(
    http: &reqwest::Client,
    url: &str,
    path: &str,
    token: &str,
    body: &impl Serialize,
) -> Result<A, (u16, String)> {
    let call = http.post(format!("{url}{path}")).header("accept", "application/json");
    let call = if token.is_empty() { call } else { call.bearer_auth(token) };
    let call = call.header("content-type", "application/json").body(serde_json::to_vec(body).unwrap());
    let answer = call.send().await.unwrap();
    let (status, bytes) = (answer.status(), answer.bytes().await.unwrap());
    if !status.is_success() {
        return Err((status.as_u16(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(serde_json::from_slice(&bytes).unwrap())
}
