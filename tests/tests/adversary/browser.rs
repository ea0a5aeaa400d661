//! The therapist's real desk, driven like by the portal's worker.

use std::sync::Arc;

use desk::care::Inviting;
use desk::mark::Mark;
use desk::sync::Synced;
use desk::view::{Caseload, Client};
use desk::{Call, Desk, Fault};
use journal::seal::WordList;
use serde_json::Value;

use crate::phone::SetClock;

pub const HANDLE: &str = "m.osei";
pub const PASSWORD: &str = "the therapist's own";

/// A browser with a desk, and the state that it stores while it is locked.
pub struct Browser {
    pub desk: Desk,
    url: String,
    http: reqwest::Client,
    token: String,
    clock: Arc<SetClock>,
    kept: Option<String>,
}

impl Browser {
    fn new(url: &str, clock: Arc<SetClock>, kept: Option<String>) -> Self {
        static SEED: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(1);
        let seed = [SEED.fetch_add(1, std::sync::atomic::Ordering::SeqCst); 32];
        let mut desk = Desk::new(&seed).unwrap();
        desk.load_words(WordList::built_in().clone());
        // The desk's calls are JSON and need no decompression.
        let http = reqwest::Client::builder().no_gzip().build().unwrap();
        Self { desk, url: url.to_owned(), http, token: String::new(), clock, kept }
    }

    fn now(&self) -> f64 {
        self.clock.now_ms() as f64
    }

    /// Enrols the first therapist of a practice.
    pub async fn enrolled(url: &str, clock: Arc<SetClock>, code: &str) -> Self {
        Self::enrolled_as(HANDLE, url, clock, code).await
    }

    /// Enrols the first therapist of a practice under the given sign-in name.
    pub async fn enrolled_as(handle: &str, url: &str, clock: Arc<SetClock>, code: &str) -> Self {
        let mut browser = Self::new(url, clock, None);
        let enrol = desk::access::Enrol {
            code: code.into(),
            name: "M. Osei".into(),
            practice: Some("Harbour Practice".into()),
            handle: handle.into(),
        };
        let call = browser.desk.enrol_start(enrol, PASSWORD).unwrap();
        let answer = browser.send(&call).await.unwrap();
        let words = browser.desk.enrol_kit(&answer, browser.now()).unwrap();
        let call = browser.desk.enrol_finish(words, None, "Firefox").unwrap();
        let answer = browser.send(&call).await.unwrap();
        browser.token = browser.desk.signed_in(&answer).unwrap().access_token;
        browser.meet().await;
        browser
    }

    /// Signs in with a new browser, or with the stored state of a locked one.
    pub async fn signed_in(url: &str, clock: Arc<SetClock>, kept: Option<String>) -> Result<Self, Fault> {
        let mut browser = Self::new(url, clock, kept);
        let call = browser.desk.sign_in_start(HANDLE, PASSWORD)?;
        let answer = browser.send(&call).await?;
        let call = browser.desk.sign_in_finish(&answer, "Firefox")?;
        let answer = browser.send(&call).await?;
        browser.token = browser.desk.signed_in(&answer)?.access_token;
        if let Some(kept) = browser.kept.clone() {
            browser.desk.recall(&kept)?;
        }
        browser.meet().await;
        Ok(browser)
    }

    /// Sends a call of the desk, like the worker.
    async fn send(&self, call: &Call) -> Result<Vec<u8>, Fault> {
        let method = call.method.parse().unwrap();
        let mut request = self.http.request(method, format!("{}{}", self.url, call.path));
        request = request.header("accept", "application/json");
        if call.signed {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = &call.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let bytes = answer.bytes().await.unwrap().to_vec();
        if status.is_success() { Ok(bytes) } else { Err(desk::call::refusal(status.as_u16(), &bytes).fault) }
    }

    /// Loads everything: limits, invitations and collections, then syncs.
    pub async fn meet(&mut self) -> Synced {
        let answer = self.send(&self.desk.limits_call()).await.unwrap();
        self.desk.take_limits(&answer).unwrap();
        let answer = self.send(&self.desk.invitations_call()).await.unwrap();
        self.desk.take_invitations(&answer).unwrap();
        self.list().await;
        self.sync().await
    }

    async fn list(&mut self) {
        let answer = self.send(&self.desk.collections_call()).await.unwrap();
        self.desk.take_collections(&answer).unwrap();
    }

    /// Syncs until no round trip is needed.
    pub async fn sync(&mut self) -> Synced {
        for _ in 0..60 {
            let call = self.desk.sync_call(self.now()).unwrap();
            let answer = self.send(&call).await.unwrap();
            let synced = self.desk.take_sync(&answer, self.now()).unwrap();
            for call in self.desk.due_calls().list {
                // A call that fails is repeated with the next list.
                let _ = self.send(&call).await;
            }
            if synced.account {
                let answer = self.send(&self.desk.account_call()).await.unwrap();
                let _ = self.desk.take_account(&answer);
            }
            if synced.collections {
                self.list().await;
            }
            if !synced.go_on {
                return synced;
            }
        }
        panic!("the desk does not finish syncing");
    }

    /// Creates an invitation and returns its link.
    pub async fn invite(&mut self, origin: &str, label: &str) -> String {
        let call = self.desk.invite(label, Inviting::Care, self.now()).unwrap();
        self.send(&call).await.unwrap();
        let answer = self.send(&self.desk.invitations_call()).await.unwrap();
        self.desk.take_invitations(&answer).unwrap();
        let invitations = self.desk.invitations(origin).unwrap().list;
        invitations.into_iter().find_map(|one| one.link.filter(|_| one.label == label)).unwrap()
    }

    pub fn caseload(&mut self) -> Caseload {
        let now = self.now();
        self.desk.caseload(now).unwrap()
    }

    /// The codes of the handed-over keys and records that the desk rejected.
    pub fn refused(&mut self) -> Vec<String> {
        self.caseload().notices.into_iter().map(|notice| notice.fault.code).collect()
    }

    pub fn client(&mut self, care: &str) -> Client {
        let now = self.now();
        self.desk.client(care, now).unwrap()
    }

    pub fn mark(&mut self, care: &str) -> Mark {
        self.client(care).mark
    }

    /// The opened records of a client, as the casebook gets them.
    pub fn reads(&mut self, care: &str) -> Vec<Value> {
        let Ok(handed) = self.desk.records(care, 0.0) else { return Vec::new() };
        let handed: Value = serde_json::from_slice(&handed).unwrap();
        let records = handed["records"].as_array().unwrap().iter();
        records.map(|one| one["record"].clone()).filter(|record| !record.is_null()).collect()
    }

    /// The texts of readable entries.
    pub fn texts(&mut self, care: &str) -> Vec<String> {
        let reads = self.reads(care).into_iter().filter(|record| record["kind"] == "reflection");
        reads.filter_map(|record| Some(record["text"].as_str()?.to_owned())).collect()
    }

    /// Replies to an entry.
    pub async fn replies(&mut self, care: &str, entry: &str, text: &str) {
        let when = serde_json::json!({ "at": "2026-09-21T16:00:00+00:00", "zone": "UTC" });
        let record = serde_json::json!({ "kind": "reply", "when": when, "to": entry, "text": text });
        let changes = serde_json::json!([{ "collection": care, "id": null, "record": record }]);
        let now = self.now();
        self.desk.write(changes.to_string().as_bytes(), now).unwrap();
        self.sync().await;
    }
}
