//! Test users. They behave like apps, with the made-up bytes of `made_up`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse, Ristretto255,
};
use protocol::account::*;
use protocol::care::*;
use protocol::sync::*;
use protocol::{AccountId, Blob, Code, CollectionId, InvitationId, Problem};
use rand::rngs::OsRng;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use crate::made_up::*;
use crate::world::{Door, World};

/// The clients' OPAQUE suite without key stretching, which makes no difference to the server.
pub struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeGroup = Ristretto255;
    type KeyExchange = opaque_ke::key_exchange::tripledh::TripleDh;
    type Ksf = opaque_ke::ksf::Identity;
}

/// A signed-in account.
#[derive(Clone)]
pub struct Person {
    pub handle: String,
    pub password: String,
    pub session: Session,
    /// A client's private collection.
    pub private: Option<CollectionId>,
    /// The revisions of its checkpoints, and their epochs.
    slots: Arc<Mutex<BTreeMap<CollectionId, (u32, u32)>>>,
    http: reqwest::Client,
    base: String,
}

/// The data of a registration, for tests to modify.
pub struct Registering {
    pub finish: RegistrationFinish,
}

impl World {
    /// Founds a practice: owner and therapist.
    pub async fn founder(&self, handle: &str) -> Person {
        let code = self.bootstrap().await.code;
        self.member(handle, &code).await
    }
}

impl Door {
    /// Registers a client.
    pub async fn client(&self, handle: &str) -> Person {
        let private = new_collection();
        let id = private.id;
        let asked = self.registering(handle, "a quiet pass phrase", Some(private), None).await;
        let session = self.register(asked).await.unwrap();
        self.person(handle, session, Some(id))
    }

    /// Registers a member with a code.
    pub async fn member(&self, handle: &str, code: &str) -> Person {
        let used = EnrolmentUse { code: code.into(), name: handle.to_uppercase(), practice: Some("Lindenhof".into()) };
        let asked = self.registering(handle, "a quiet pass phrase", None, Some(used)).await;
        let private = asked.finish.private.id;
        let session = self.register(asked).await.unwrap();
        self.person(handle, session, Some(private))
    }

    /// A member of the founder's practice with these roles.
    pub async fn colleague(&self, founder: &Person, handle: &str, roles: &[Role]) -> Person {
        let made: Enrolment =
            founder.post("/v1/practice/enrolments", &NewEnrolment { roles: roles.into() }).await.made().await;
        self.member(handle, &made.code).await
    }

    pub async fn registering(
        &self,
        handle: &str,
        password: &str,
        private: Option<NewCollection>,
        enrolment: Option<EnrolmentUse>,
    ) -> Registering {
        let started = ClientRegistration::<Suite>::start(&mut OsRng, password.as_bytes()).unwrap();
        let asked = RegistrationStart { handle: handle.into(), message: started.message.serialize().to_vec().into() };
        let answer: RegistrationStarted = self.post("/v1/accounts/registration/start", &asked).await.made().await;
        let finish = RegistrationFinish {
            account: account_id(),
            handle: handle.into(),
            message: finish_registration(started.state, password, &answer.message),
            keys: KeyBundle { account_by_password: sealed("by password"), account_by_recovery: sealed("by recovery") },
            manifest: manifest(1, "manifest"),
            recovery: RecoveryVerifier { token: token(&format!("recovery of {handle}")) },
            private: private.unwrap_or_else(new_collection),
            enrolment,
            invitation: None,
            device: device("first phone"),
        };
        Registering { finish }
    }

    pub async fn register(&self, asked: Registering) -> Result<Session, Code> {
        let response = self.post("/v1/accounts/registration/finish", &asked.finish).await;
        if response.status().is_success() { Ok(response.made().await) } else { Err(response.refused().await.code) }
    }

    pub fn person(&self, handle: &str, session: Session, private: Option<CollectionId>) -> Person {
        Person {
            handle: handle.into(),
            password: "a quiet pass phrase".into(),
            session,
            private,
            slots: Arc::default(),
            http: self.http.clone(),
            base: self.url(""),
        }
    }

    /// Signs in on a new device.
    pub async fn sign_in(&self, handle: &str, password: &str, on: NewDevice) -> Response {
        let started = ClientLogin::<Suite>::start(&mut OsRng, password.as_bytes()).unwrap();
        let asked = SignInStart { handle: handle.into(), message: started.message.serialize().to_vec().into() };
        let answer: SignInStarted = self.post("/v1/sessions/start", &asked).await.made().await;
        let response = CredentialResponse::deserialize(&answer.message.0).unwrap();
        let finished = started.state.finish(password.as_bytes(), response, ClientLoginFinishParameters::default());
        // A client notices a wrong password itself; this one continues anyway.
        let message = match finished {
            Ok(finished) => finished.message.serialize().to_vec().into(),
            Err(_) => Blob(vec![7; 64]),
        };
        self.post(
            "/v1/sessions/finish",
            &SignInFinish { attempt: answer.attempt, message, device: on, second_factor: None },
        )
        .await
    }

    pub async fn post<T: Serialize>(&self, path: &str, message: &T) -> Response {
        self.http.post(self.url(path)).json(message).send().await.unwrap()
    }

    pub async fn refresh(&self, refresh_token: &str) -> Response {
        self.post("/v1/sessions/refresh", &Refresh { refresh_token: Some(refresh_token.into()) }).await
    }
}

pub fn device(name: &str) -> NewDevice {
    NewDevice { name: name.into(), cookie: false }
}

/// The first message of a sign-in.
pub fn sign_in_message(password: &str) -> Blob {
    ClientLogin::<Suite>::start(&mut OsRng, password.as_bytes()).unwrap().message.serialize().to_vec().into()
}

pub fn finish_registration(state: ClientRegistration<Suite>, password: &str, answer: &Blob) -> Blob {
    let answer = RegistrationResponse::deserialize(&answer.0).unwrap();
    let params = ClientRegistrationFinishParameters::default();
    let finished = state.finish(&mut OsRng, password.as_bytes(), answer, params).unwrap();
    finished.message.serialize().to_vec().into()
}

impl Person {
    pub fn id(&self) -> AccountId {
        self.session.account.id
    }

    pub fn refresh_token(&self) -> &str {
        self.session.refresh_token.as_deref().unwrap()
    }

    /// The same person on another server, or with another session.
    pub fn through(&self, base: String) -> Self {
        Self { base, ..self.clone() }
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.session.access_token)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    pub async fn post<T: Serialize>(&self, path: &str, message: &T) -> Response {
        self.ask(Method::POST, path).json(message).send().await.unwrap()
    }

    pub async fn put<T: Serialize>(&self, path: &str, message: &T) -> Response {
        self.ask(Method::PUT, path).json(message).send().await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.ask(Method::DELETE, path).send().await.unwrap()
    }

    /// A call without changes to it.
    pub async fn call(&self, request: &SyncRequest) -> SyncResponse {
        self.post("/v1/sync", request).await.made().await
    }

    /// A call with a checkpoint for each collection that is written to. Like a device, it retries with the right base
    /// and epoch if another device was first.
    pub async fn sync(&self, request: SyncRequest) -> SyncResponse {
        self.try_to_sync(request).await.expect("the call was refused")
    }

    /// The same, with a server that may reject it or be down.
    pub async fn try_to_sync(&self, mut request: SyncRequest) -> Option<SyncResponse> {
        let places: BTreeSet<CollectionId> = request.push.iter().map(|push| push.collection).collect();
        loop {
            for place in &places {
                let (base, epoch) = self.slots.lock().unwrap().get(place).copied().unwrap_or((0, 1));
                request.checkpoints.insert(*place, checkpoint(base, epoch));
            }
            let response = self.ask(Method::POST, "/v1/sync").json(&request).send().await.ok()?;
            let answer = response.error_for_status().ok()?.json().await.ok()?;
            if !self.learn(&request, &answer).await {
                return Some(answer);
            }
        }
    }

    /// The same, returning the problem of a rejection.
    pub async fn attempt(&self, mut request: SyncRequest) -> Result<SyncResponse, Problem> {
        let places: BTreeSet<CollectionId> = request.push.iter().map(|push| push.collection).collect();
        loop {
            for place in &places {
                let (base, epoch) = self.slots.lock().unwrap().get(place).copied().unwrap_or((0, 1));
                request.checkpoints.insert(*place, checkpoint(base, epoch));
            }
            let response = self.ask(Method::POST, "/v1/sync").json(&request).send().await.unwrap();
            if !response.status().is_success() {
                return Err(response.refused().await);
            }
            let answer = response.made().await;
            if !self.learn(&request, &answer).await {
                return Ok(answer);
            }
        }
    }

    /// Updates the known checkpoints from a response; true if the call has to be repeated.
    async fn learn(&self, request: &SyncRequest, answer: &SyncResponse) -> bool {
        let mut again = false;
        for (place, result) in &answer.checkpoints {
            let (_, epoch) = self.slots.lock().unwrap().get(place).copied().unwrap_or((0, 1));
            let now = match result {
                CheckpointResult::Accepted { revision } => (*revision, epoch),
                CheckpointResult::Conflict { revision } => {
                    again |= *revision != request.checkpoints[place].base;
                    (*revision, epoch)
                }
                CheckpointResult::Rejected { code: Code::EpochOver } => {
                    let seen = self.collections().await.into_iter().find(|seen| seen.id == *place).unwrap();
                    again |= seen.epoch != epoch;
                    (request.checkpoints[place].base, seen.epoch)
                }
                CheckpointResult::Rejected { .. } => continue,
            };
            self.slots.lock().unwrap().insert(*place, now);
        }
        again
    }

    /// The same session on another server.
    pub fn at(&self, world: &World) -> Self {
        Self {
            handle: self.handle.clone(),
            password: self.password.clone(),
            session: self.session.clone(),
            private: self.private,
            slots: Arc::default(),
            http: world.http.clone(),
            base: world.base.clone(),
        }
    }

    /// Pushes without pulling.
    pub async fn push(&self, push: Vec<Push>) -> Vec<PushResult> {
        self.sync(SyncRequest { push, ..SyncRequest::default() }).await.results
    }

    /// Pulls after a cursor.
    pub async fn pull(&self, collection: CollectionId, cursor: u64) -> Changes {
        let mut answer =
            self.sync(SyncRequest { cursors: [(collection, cursor)].into(), ..SyncRequest::default() }).await;
        answer.changes.remove(&collection).unwrap_or_else(|| panic!("not a member of {collection}"))
    }

    pub async fn collections(&self) -> Vec<Collection> {
        self.get("/v1/collections").await.made().await
    }

    /// The care collections among them.
    pub async fn in_care(&self) -> Vec<Collection> {
        let mut all = self.collections().await;
        all.retain(|collection| collection.kind == CollectionKind::Care);
        all
    }

    /// A therapist's invitation, whose token is derived from its id.
    pub async fn invite(&self) -> InvitationId {
        let asked = new_invitation();
        let made: Invitation = self.post("/v1/invitations", &asked).await.made().await;
        made.id
    }

    /// A client's acceptance.
    pub async fn accept(&self, invitation: InvitationId) -> Collection {
        self.post(&format!("/v1/invitations/{invitation}/accept"), &acceptance(invitation)).await.made().await
    }
}

/// Parses a response; panics with its problem if it has another status.
pub trait Answer {
    /// The message of a success.
    async fn made<T: DeserializeOwned>(self) -> T;
    /// A success without a message.
    async fn done(self);
    /// The problem of a failure.
    async fn refused(self) -> Problem;
}

impl Answer for Response {
    async fn made<T: DeserializeOwned>(self) -> T {
        let (status, text) = (self.status(), self.text().await.unwrap());
        assert!(status.is_success(), "{status}: {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    async fn done(self) {
        let (status, text) = (self.status(), self.text().await.unwrap());
        assert_eq!(status, StatusCode::NO_CONTENT, "{text}");
    }

    async fn refused(self) -> Problem {
        let status = self.status();
        let content_type = self.headers()["content-type"].to_str().unwrap().to_owned();
        let retry_after = self.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        let text = self.text().await.unwrap();
        assert_eq!(content_type, "application/problem+json", "{status}: {text}");
        let problem: Problem = serde_json::from_str(&text).unwrap();
        assert_eq!((problem.status, problem.code.status()), (status.as_u16(), status.as_u16()));
        assert_eq!(problem.kind, format!("/problems/{}", problem.code.as_str()));
        assert_eq!(problem.retry_after.map(|seconds| seconds.to_string()), retry_after);
        problem
    }
}
