//! The therapist: the portal's own desk, with reqwest in place of the browser's `fetch`.

use std::cell::RefCell;

use desk::access::Enrol;
use desk::call::Call;
use desk::care::Inviting;
use desk::{Desk, Fault};
use journal::record::{Body, Moment, Record, Reply, ReviewMark};
use journal::seal::WordList;
use journal::seal::invitation::{Link, Purpose};
use mobile_core::SafetyWords;
use protocol::RecordId;
use protocol::care::Collection;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub const NOW: f64 = 1_790_000_100_000.0;

pub struct Therapist {
    server: String,
    http: reqwest::Client,
    token: String,
    desk: RefCell<Desk>,
}

/// A record in the desk's transfer format.
#[derive(Deserialize)]
struct Handed {
    id: RecordId,
    revision: u32,
    record: Map<String, Value>,
}

fn done<T>(result: Result<T, Fault>) -> T {
    result.unwrap_or_else(|fault| panic!("{}: {}", fault.code, fault.title))
}

impl Therapist {
    pub async fn register(server: &str, code: &str) -> Self {
        let mut desk = done(Desk::new(&[200; 32]));
        desk.load_words(WordList::built_in().clone());
        let (http, server) = (reqwest::Client::new(), server.to_owned());
        let me = Self { server, http, token: String::new(), desk: RefCell::new(desk) };
        let enrol = Enrol {
            code: code.into(),
            name: "M. Osei".into(),
            practice: Some("Harbour Practice".into()),
            handle: "m.osei".into(),
        };
        let call = done(me.desk.borrow_mut().enrol_start(enrol, "the therapist's own"));
        let answer = me.send(&call).await;
        let words = done(me.desk.borrow_mut().enrol_kit(&answer, NOW));
        let call = done(me.desk.borrow_mut().enrol_finish(words, None, "Portal"));
        let answer = me.send(&call).await;
        let token = done(me.desk.borrow_mut().signed_in(&answer)).access_token;
        let mut me = Self { token, ..me };
        let call = me.desk.borrow().limits_call();
        let limits = me.send(&call).await;
        done(me.desk.borrow_mut().take_limits(&limits));
        me.sync().await;
        me
    }

    /// The server has a new address.
    pub fn moved(&mut self, to: std::net::SocketAddr) {
        self.server = format!("http://{to}");
    }

    /// A new invitation's link.
    pub async fn invite(&mut self) -> String {
        self.invite_for(Purpose::Care).await
    }

    /// A new invitation's link, for a purpose.
    pub async fn invite_for(&mut self, purpose: Purpose) -> String {
        let inviting = match purpose {
            Purpose::Care => Inviting::Care,
            Purpose::Handover => Inviting::Handover,
            Purpose::Supervision => Inviting::Supervision,
        };
        // Terminal phones use the system's clock.
        let today = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as f64;
        let call = done(self.desk.borrow_mut().invite("", inviting, today));
        let made = self.send(&call).await;
        let made: protocol::care::Invitation = serde_json::from_slice(&made).unwrap();
        self.read_invitations().await;
        let list = done(self.desk.borrow().invitations(&self.server)).list;
        list.into_iter().find(|one| one.id == made.id.to_string()).unwrap().link.unwrap()
    }

    async fn read_invitations(&self) {
        let call = self.desk.borrow().invitations_call();
        let answer = self.send(&call).await;
        done(self.desk.borrow_mut().take_invitations(&answer));
    }

    /// An attachment's sealed bytes in a care collection, if it is there.
    pub async fn attachment(&self, care: &str, id: &str) -> Option<Vec<u8>> {
        let url = format!("{}/v1/collections/{care}/attachments/{id}/bytes", self.server);
        let answer = self.http.get(url).bearer_auth(&self.token).send().await.unwrap();
        if answer.status().is_success() { Some(answer.bytes().await.unwrap().to_vec()) } else { None }
    }

    pub async fn revoke(&self, link: &str) {
        let call = self.desk.borrow().revoke_call(&Link::parse(link).unwrap().invitation.to_string());
        self.send(&call).await;
    }

    /// Accepts handed-over keys, and syncs until the desk is in sync.
    pub async fn sync(&mut self) {
        self.read_invitations().await;
        let call = self.desk.borrow().collections_call();
        let answer = self.send(&call).await;
        done(self.desk.borrow_mut().take_collections(&answer));
        loop {
            let call = done(self.desk.borrow_mut().sync_call(NOW));
            let answer = self.send(&call).await;
            let synced = done(self.desk.borrow_mut().take_sync(&answer, NOW));
            let due = self.desk.borrow_mut().due_calls().list;
            for call in due {
                self.send(&call).await;
            }
            if synced.account {
                let call = self.desk.borrow().account_call();
                let answer = self.send(&call).await;
                done(self.desk.borrow_mut().take_account(&answer));
            }
            if !synced.go_on {
                return;
            }
        }
    }

    fn handed(&self, care: &str) -> Vec<Handed> {
        // Records of a client who has ended it can no longer be read.
        let Ok(bytes) = self.desk.borrow_mut().records(care, 0.0) else { return Vec::new() };
        let all: Value = serde_json::from_slice(&bytes).unwrap();
        serde_json::from_value(all["records"].clone()).unwrap()
    }

    /// The readable records of a care collection, by id.
    pub fn reads(&self, care: &str) -> Vec<(RecordId, Map<String, Value>)> {
        self.handed(care).into_iter().map(|handed| (handed.id, handed.record)).collect()
    }

    /// The texts of the readable reflections.
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
        let revision = self.handed(care).into_iter().find(|handed| handed.id == entry).unwrap().revision;
        let mark = ReviewMark { reviewed: true, ..ReviewMark::of(entry, revision) };
        self.puts(care, 2, Body::ReviewMark(mark)).await;
    }

    pub async fn puts(&mut self, care: &str, n: u8, body: Body) {
        self.put(care, n, Moment { unix_ms: NOW as i64, offset_s: 0, zone: "UTC".into() }, body).await;
    }

    /// The same, with another time (RFC 3339).
    pub async fn puts_at(&mut self, care: &str, n: u8, at: &str, body: Body) {
        self.put(care, n, Moment::parse(at, "UTC").unwrap(), body).await;
    }

    async fn put(&mut self, care: &str, n: u8, when: Moment, body: Body) {
        let record: Value = serde_json::from_slice(&Record { when, body }.to_payload().to_json()).unwrap();
        let id = RecordId::new(NOW as u64, [n; 10]);
        let changes = json!([{ "collection": care, "id": id, "record": record }]);
        done(self.desk.borrow_mut().write(changes.to_string().as_bytes(), NOW));
        self.sync().await;
    }

    /// Ends the care, as the portal does.
    pub async fn leaves(&mut self, care: &str) {
        done(self.desk.borrow_mut().end_care(care, NOW));
        self.sync().await;
    }

    /// The safety words of this side.
    pub fn safety_words(&self, care: &str) -> SafetyWords {
        let said = done(self.desk.borrow().safety_words(care));
        SafetyWords { key: said.key, words: said.words }
    }

    /// The server's list without the therapist's private collection.
    pub async fn collections(&self) -> Vec<Collection> {
        let call = self.desk.borrow().collections_call();
        let listed: Vec<Collection> = serde_json::from_slice(&self.send(&call).await).unwrap();
        let own = self.desk.borrow().own_collection();
        listed.into_iter().filter(|one| Some(one.id.to_string()) != own).collect()
    }

    /// Executes a request of the desk.
    async fn send(&self, call: &Call) -> Vec<u8> {
        let url = format!("{}{}", self.server, call.path);
        let mut request = self
            .http
            .request(call.method.parse().unwrap(), url)
            .header(protocol::VERSION_HEADER, protocol::VERSION)
            .header("content-type", "application/json")
            .header("accept", "application/json");
        if call.signed {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let bytes = answer.bytes().await.unwrap();
        assert!(status.is_success(), "{} {}: {status}: {}", call.method, call.path, String::from_utf8_lossy(&bytes));
        bytes.to_vec()
    }
}
