//! A therapist: the portal's own desk, with reqwest in place of the browser's `fetch`.

use std::sync::{Mutex, PoisonError};

use casebook::view::{EntryPage, Filter, Timeline};
use casebook::{Casebook, Changes, Now};
use desk::access::{Admission, Enrol};
use desk::call::Call;
use desk::care::Inviting;
use desk::view::Caseload;
use desk::{Desk, Fault};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journal::seal::WordList;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};

/// Errors of a therapist's actions.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server does not respond.
    #[error("the server does not respond: {0}")]
    Network(#[from] reqwest::Error),
    /// The server or the desk rejected the action.
    #[error("{}: {}", .0.code, .0.title)]
    Refused(Fault),
}

impl Error {
    /// The stable code for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Network(_) => "network",
            Self::Refused(fault) => &fault.code,
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<casebook::Fault> for Error {
    fn from(fault: casebook::Fault) -> Self {
        Self::Refused(Fault { code: fault.code, title: fault.title })
    }
}

/// A signed-in therapist with desk and casebook.
pub struct Therapist {
    /// The desk, for its views.
    pub desk: Desk,
    casebook: Casebook,
    http: reqwest::Client,
    origin: String,
    /// Access token and refresh cookie. They are renewed, because creating a practice takes longer than a token is
    /// valid.
    session: Mutex<Session>,
}

#[derive(Default)]
struct Session {
    token: Option<String>,
    cookie: Option<String>,
}

/// The data of a new member of staff.
#[derive(Clone, Debug)]
pub struct NewTherapist<'a> {
    /// The sign-in name.
    pub handle: &'a str,
    /// The password of the new account.
    pub password: &'a str,
    /// The name that colleagues and clients see.
    pub name: &'a str,
    /// The one-time enrolment code.
    pub code: &'a str,
    /// The practice's name; only for its first member.
    pub practice: Option<&'a str>,
}

const JSON: &str = "application/json";
const DEVICE: &str = "Demonstration desk";

impl Therapist {
    fn new(origin: &str, seed: [u8; 32]) -> Result<Self, Error> {
        let mut desk = Desk::new(&seed)?;
        desk.load_words(WordList::built_in().clone());
        Ok(Self {
            desk,
            casebook: Casebook::default(),
            http: crate::server::client()?,
            origin: origin.trim_end_matches('/').into(),
            session: Mutex::default(),
        })
    }

    /// Registers a new member of staff. Also returns the words of the recovery code.
    pub async fn enrol(origin: &str, new: &NewTherapist<'_>, seed: [u8; 32]) -> Result<(Self, String), Error> {
        let mut me = Self::new(origin, seed)?;
        let enrol = Enrol {
            code: new.code.into(),
            name: new.name.into(),
            practice: new.practice.map(String::from),
            handle: new.handle.into(),
        };
        let call = me.desk.enrol_start(enrol, new.password)?;
        let answer = me.send(&call).await?;
        let words = me.desk.enrol_kit(&answer, now_ms())?;
        let call = me.desk.enrol_finish(words.clone(), None, DEVICE)?;
        let answer = me.send(&call).await?;
        let admission = me.desk.signed_in(&answer)?;
        me.admit(admission);
        me.begin().await?;
        Ok((me, words))
    }

    /// Signs in with name and password.
    pub async fn sign_in(origin: &str, handle: &str, password: &str, seed: [u8; 32]) -> Result<Self, Error> {
        let mut me = Self::new(origin, seed)?;
        let call = me.desk.sign_in_start(handle, password)?;
        let answer = me.send(&call).await?;
        let call = me.desk.sign_in_finish(&answer, DEVICE)?;
        let answer = me.send(&call).await?;
        let admission = me.desk.signed_in(&answer)?;
        me.admit(admission);
        me.begin().await?;
        Ok(me)
    }

    async fn begin(&mut self) -> Result<(), Error> {
        let answer = self.send(&self.desk.limits_call()).await?;
        self.desk.take_limits(&answer)?;
        self.sync().await
    }

    /// Reads the account's collections, accepts handed-over keys, and syncs until the desk is in sync.
    pub async fn sync(&mut self) -> Result<(), Error> {
        let answer = self.send(&self.desk.invitations_call()).await?;
        self.desk.take_invitations(&answer)?;
        let answer = self.send(&self.desk.collections_call()).await?;
        self.desk.take_collections(&answer)?;
        loop {
            let call = self.desk.sync_call(now_ms())?;
            let answer = self.send(&call).await?;
            let synced = self.desk.take_sync(&answer, now_ms())?;
            for call in self.desk.due_calls().list {
                self.send(&call).await?;
            }
            if synced.account {
                let answer = self.send(&self.desk.account_call()).await?;
                self.desk.take_account(&answer)?;
            }
            if !synced.go_on {
                return Ok(());
            }
        }
    }

    /// Ends the care relationship with a client.
    pub async fn end_care(&mut self, collection: &str) -> Result<(), Error> {
        self.desk.end_care(collection, now_ms())?;
        self.sync().await
    }

    /// Invites a client and returns the link.
    pub async fn invite(&mut self, label: &str) -> Result<String, Error> {
        self.invite_for(label, Inviting::Care).await
    }

    /// Invites a client for a given purpose and returns the link.
    pub async fn invite_for(&mut self, label: &str, inviting: Inviting) -> Result<String, Error> {
        let call = self.desk.invite(label, inviting, now_ms())?;
        self.send(&call).await?;
        let answer = self.send(&self.desk.invitations_call()).await?;
        self.desk.take_invitations(&answer)?;
        let newest = self.desk.invitations(&self.origin)?.list.into_iter().find_map(|invitation| invitation.link);
        newest.ok_or_else(|| Error::Refused(Fault { code: "not_found".into(), title: "No open invitation.".into() }))
    }

    /// Creates an enrolment for a colleague and returns its one-time code.
    pub async fn enrolment(&mut self, roles: &[protocol::care::Role]) -> Result<String, Error> {
        let body = serde_json::to_string(&protocol::care::NewEnrolment { roles: roles.to_vec() }).unwrap_or_default();
        let call =
            Call { method: "POST".into(), path: "/v1/practice/enrolments".into(), body: Some(body), signed: true };
        let enrolment: protocol::care::Enrolment = read(&self.send(&call).await?)?;
        Ok(enrolment.code)
    }

    /// Removes the member's role of a therapist: the member remains an owner, who has no clients.
    pub async fn only_manage(&self) -> Result<(), Error> {
        let account: protocol::account::Account = read(&self.send(&self.desk.account_call()).await?)?;
        let roles = protocol::practice::ChangeMember { roles: vec![protocol::care::Role::Owner] };
        let body = serde_json::to_string(&roles).unwrap_or_default();
        let path = format!("/v1/practice/members/{}", account.id);
        self.send(&Call { method: "PUT".into(), path, body: Some(body), signed: true }).await.map(drop)
    }

    /// The current caseload.
    pub fn caseload(&mut self) -> Result<Caseload, Error> {
        Ok(self.desk.caseload(now_ms())?)
    }

    /// A client's timeline, without a filter.
    pub fn timeline(&mut self, collection: &str) -> Result<Timeline, Error> {
        Ok(self.casebook(collection)?.timeline(collection, &Filter::default(), now_ms())?)
    }

    /// The page of a single entry.
    pub fn entry(&mut self, collection: &str, entry: &str) -> Result<EntryPage, Error> {
        Ok(self.casebook(collection)?.entry(collection, entry, "en")?)
    }

    /// Marks entries as reviewed, or only as opened, at a given time. `sync` pushes the marks.
    pub fn mark(&mut self, collection: &str, entries: &[String], reviewed: bool, at: Now) -> Result<(), Error> {
        let changes = self.casebook(collection)?.mark(collection, entries, reviewed, at)?;
        self.write(&changes).map(drop)
    }

    /// Replies to an entry at a given time. `sync` pushes the reply.
    pub fn reply(&mut self, collection: &str, entry: &str, text: &str, at: Now) -> Result<(), Error> {
        let changes = self.casebook(collection)?.reply(collection, entry, text, at)?;
        self.write(&changes).map(drop)
    }

    /// The casebook, after it has received the desk's records of a client.
    pub fn casebook(&mut self, collection: &str) -> Result<&mut Casebook, Error> {
        let handed = self.desk.records(collection, self.casebook.mark_of(collection) as f64)?;
        self.casebook.receive(collection, &handed)?;
        if let Some(own) = self.desk.own_collection() {
            let handed = self.desk.records(&own, self.casebook.mark_of(&own) as f64)?;
            self.casebook.receive_own(&own, &handed)?;
        }
        Ok(&mut self.casebook)
    }

    /// Writes changes that the casebook returned, and returns the ids of their records. `sync` pushes them.
    pub fn write(&mut self, changes: &Changes) -> Result<Vec<String>, Error> {
        Ok(self.desk.write(&serde_json::to_vec(changes).unwrap_or_default(), now_ms())?)
    }

    fn admit(&self, admission: Admission) {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).token = Some(admission.access_token);
    }

    /// Sends a desk's request. Refreshes an expired access token once.
    pub async fn send(&self, call: &Call) -> Result<Vec<u8>, Error> {
        match self.send_once(call).await {
            Err(error) if call.signed && error.code() == "unauthenticated" => {
                let answer = self.send_once(&self.desk.refresh_call()).await?;
                self.admit(self.desk.refreshed(&answer)?);
                self.send_once(call).await
            }
            other => other,
        }
    }

    async fn send_once(&self, call: &Call) -> Result<Vec<u8>, Error> {
        let method = call.method.parse().unwrap_or(reqwest::Method::GET);
        let mut request = self
            .http
            .request(method, format!("{}{}", self.origin, call.path))
            .header(protocol::VERSION_HEADER, protocol::VERSION)
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, JSON);
        {
            let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(token) = session.token.as_ref().filter(|_| call.signed) {
                request = request.header(AUTHORIZATION, format!("Bearer {token}"));
            }
            if let Some(cookie) = &session.cookie {
                request = request.header(COOKIE, cookie);
            }
        }
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        let response = request.send().await?;
        let set = response.headers().get(SET_COOKIE).and_then(|set| set.to_str().ok()?.split(';').next());
        if let Some(cookie) = set {
            self.session.lock().unwrap_or_else(PoisonError::into_inner).cookie = Some(cookie.into());
        }
        let (status, body) = (response.status(), response.bytes().await?);
        if status.is_success() {
            Ok(body.to_vec())
        } else {
            Err(desk::call::refusal(status.as_u16(), &body).fault.into())
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: &[u8]) -> Result<T, Error> {
    let fault = |_| Fault { code: "answer".into(), title: "The server's response could not be understood.".into() };
    Ok(serde_json::from_slice(answer).map_err(fault)?)
}

fn now_ms() -> f64 {
    Timestamp::now().as_millisecond() as f64
}

/// The current time in this machine's time zone.
pub fn now() -> Now {
    at(Timestamp::now())
}

/// A point in time, in this machine's time zone.
pub fn at(time: Timestamp) -> Now {
    let zone = TimeZone::system();
    Now {
        unix_ms: time.as_millisecond() as f64,
        offset_s: zone.to_offset(time).seconds(),
        zone: zone.iana_name().unwrap_or("UTC").into(),
    }
}
