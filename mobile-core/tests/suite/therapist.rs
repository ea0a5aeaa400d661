//! Plays the therapist from `journal` and reqwest: invites, takes up keys, reads, answers.

use journal::record::{Body, Moment, Record, Reply, ReviewMark};
use journal::seal::account::create;
use journal::seal::epoch;
use journal::seal::invitation::{Link, Purpose, Welcome, offer, take_up};
use journal::seal::keyring::seal_key;
use journal::seal::opaque::Registration;
use journal::seal::words::safety_words;
use journal::seal::{Keys, Random, WordList};
use journal::sync::{Key, Memory, digest, request, standing, write};
use protocol::account::{EnrolmentUse, NewDevice, RegistrationFinish, RegistrationStart, RegistrationStarted, Session};
use protocol::care::{Collection, Invitation, Part, StoreKey};
use protocol::sync::SyncResponse;
use protocol::{AccountId, CollectionId, InvitationId, Limits, RecordId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub struct Therapist {
    server: String,
    http: reqwest::Client,
    token: String,
    keys: Keys,
    random: Random,
    ledger: Memory,
    invited: u8,
}

impl Therapist {
    pub async fn register(server: &str, code: &str) -> Self {
        let http = reqwest::Client::new();
        let mut random = Random::from_seed([200; 32]);
        let (state, message) = Registration::start("the therapist's own", &mut random).unwrap();
        let start = RegistrationStart { handle: "m.osei".into(), message };
        let url = format!("{server}/v1/accounts/registration/start");
        let started: RegistrationStarted = answer(http.post(url), Some(&start)).await;
        let (record, export) = state.finish(&started.message, &mut random).unwrap();
        let account = AccountId::new(1, [77; 10]);
        let made = create(account, &export, None, &mut random);
        let finish = RegistrationFinish {
            account,
            handle: "m.osei".into(),
            message: record,
            keys: made.bundle,
            recovery: made.recovery,
            private: None,
            enrolment: Some(EnrolmentUse {
                code: code.into(),
                name: "M. Osei".into(),
                practice: Some("Harbour Practice".into()),
            }),
            invitation: None,
            device: NewDevice { name: "Portal".into(), cookie: false },
        };
        let url = format!("{server}/v1/accounts/registration/finish");
        let session: Session = answer(http.post(url), Some(&finish)).await;
        let (server, token) = (server.to_owned(), session.access_token);
        Self { server, http, token, keys: made.keys, random, ledger: Memory::therapist(), invited: 0 }
    }

    /// The server is at another address now.
    pub fn moved(&mut self, to: std::net::SocketAddr) {
        self.server = format!("http://{to}");
    }

    /// A new invitation's link.
    pub async fn invite(&mut self) -> String {
        self.invite_for(Purpose::Care).await
    }

    /// A new invitation's link, for a purpose.
    pub async fn invite_for(&mut self, purpose: Purpose) -> String {
        self.invited += 1;
        let id = InvitationId::new(1, [self.invited; 10]);
        let welcome = Welcome {
            therapist: "M. Osei".into(),
            practice: "Harbour Practice".into(),
            identity: self.keys.identity.public()[..].into(),
            purpose,
        };
        let (new, secret) = offer(&self.keys.account, id, &welcome, None, &mut self.random);
        let _: Invitation = answer(self.call("POST", "/v1/invitations"), Some(&new)).await;
        Link { origin: self.server.clone(), invitation: id, secret }.text()
    }

    /// An attachment's sealed bytes in a care collection, if it is there.
    pub async fn attachment(&self, care: &str, id: &str) -> Option<Vec<u8>> {
        let path = format!("/v1/collections/{care}/attachments/{id}/bytes");
        let answer = self.call("GET", &path).send().await.unwrap();
        if answer.status().is_success() { Some(answer.bytes().await.unwrap().to_vec()) } else { None }
    }

    pub async fn revoke(&self, link: &str) {
        let id = Link::parse(link).unwrap().invitation;
        let done = self.call("DELETE", &format!("/v1/invitations/{id}")).send().await.unwrap();
        assert!(done.status().is_success());
    }

    /// Takes up what clients have answered, and pulls everything that is shared.
    pub async fn sync(&mut self) {
        for collection in self.collections().await {
            if self.keys.keyring.newest(collection.id).is_err() && collection.handover.is_some() {
                let taken = take_up(&self.keys.account, &self.keys.identity, &collection).unwrap();
                let key_sealed = seal_key(&self.keys.account, collection.id, taken.epoch, &taken.key, &mut self.random);
                let store = StoreKey { epoch: taken.epoch, key_sealed };
                let path = format!("/v1/collections/{}/key", collection.id);
                let done = self.call("PUT", &path).json_body(&store).send().await.unwrap();
                assert!(done.status().is_success());
                self.keys.keyring.insert(collection.id, taken.epoch, taken.key);
            }
            let members = collection.members.clone();
            let identity = |of| members.iter().find(|one| one.account == of).map(|one| one.identity_public.clone());
            for store in epoch::take_over(&collection, &mut self.keys, identity, &mut self.random).unwrap() {
                let path = format!("/v1/collections/{}/key", collection.id);
                let done = self.call("PUT", &path).json_body(&store).send().await.unwrap();
                assert!(done.status().is_success());
            }
            self.ledger.follow(collection.id);
        }
        loop {
            let Ok(next) = request(&mut self.ledger, &self.keys.keyring, &Limits::default(), &mut self.random);
            let response: SyncResponse = answer(self.call("POST", "/v1/sync"), Some(&next)).await;
            let Ok(_) = digest(&mut self.ledger, &next, &response, &self.keys.keyring);
            let Ok(standing) = standing(&mut self.ledger);
            if standing.in_sync() {
                return;
            }
        }
    }

    /// What can be read in a care collection, by record.
    pub fn reads(&self, care: &str) -> Vec<(RecordId, Map<String, Value>)> {
        let rows = self.ledger.rows(care.parse().unwrap());
        rows.filter_map(|(id, row)| Some((id, row.content.clone()?.0))).collect()
    }

    /// The words of the reflections that can be read.
    pub fn texts(&self, care: &str) -> Vec<String> {
        let text = |(_, record): (RecordId, Map<String, Value>)| {
            (record["kind"] == "reflection").then(|| record["text"].as_str().unwrap().to_owned())
        };
        self.reads(care).into_iter().filter_map(text).collect()
    }

    pub async fn replies(&mut self, care: &str, entry: RecordId, text: &str) {
        self.puts(care, 1, Body::Reply(Reply { to: entry, text: text.into(), extra: Map::new() })).await;
    }

    pub async fn reviews(&mut self, care: &str, entry: RecordId) {
        let care_id: CollectionId = care.parse().unwrap();
        let revision = self.ledger.get(&Key { collection: care_id, id: entry }).unwrap().revision;
        let mark = ReviewMark { reviewed: true, ..ReviewMark::of(entry, revision) };
        self.puts(care, 2, Body::ReviewMark(mark)).await;
    }

    pub async fn puts(&mut self, care: &str, n: u8, body: Body) {
        let when = Moment { unix_ms: 1_790_000_100_000, offset_s: 0, zone: "UTC".into() };
        let key = Key { collection: care.parse().unwrap(), id: RecordId::new(1_790_000_100_000, [n; 10]) };
        let Ok(()) = write(&mut self.ledger, &key, Some(Record { when, body }.to_payload()));
        self.sync().await;
    }

    pub async fn safety_words(&self, care: &str) -> Vec<String> {
        let id: CollectionId = care.parse().unwrap();
        let collection = self.collections().await.into_iter().find(|one| one.id == id).unwrap();
        let client = collection.members.iter().find(|member| member.part == Part::Client).unwrap();
        let client: [u8; 32] = client.identity_public.as_ref().try_into().unwrap();
        let key = self.keys.keyring.get(id, 1).unwrap();
        safety_words(WordList::built_in(), key, id, self.keys.identity.public(), &client).map(String::from).to_vec()
    }

    pub async fn collections(&self) -> Vec<Collection> {
        answer(self.call("GET", "/v1/collections"), None::<&()>).await
    }

    fn call(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().unwrap();
        self.http.request(method, format!("{}{path}", self.server)).bearer_auth(&self.token)
    }
}

trait JsonBody {
    fn json_body(self, body: &impl Serialize) -> Self;
}

impl JsonBody for reqwest::RequestBuilder {
    fn json_body(self, body: &impl Serialize) -> Self {
        self.header("content-type", "application/json").body(serde_json::to_vec(body).unwrap())
    }
}

async fn answer<A: DeserializeOwned>(call: reqwest::RequestBuilder, body: Option<&impl Serialize>) -> A {
    let call = call.header("accept", "application/json");
    let call = if let Some(body) = body { call.json_body(body) } else { call };
    let answer = call.send().await.unwrap();
    let status = answer.status();
    let bytes = answer.bytes().await.unwrap();
    assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&bytes));
    serde_json::from_slice(&bytes).unwrap()
}
