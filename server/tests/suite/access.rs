//! Access control: every route × every role × own resource, another's, none. A route that is missing in the table
//! fails.

use std::collections::BTreeSet;

use opaque_ke::{ClientLogin, ClientRegistration};
use protocol::account::*;
use protocol::attachment::*;
use protocol::care::*;
use protocol::erasure::Erase;
use protocol::practice::*;
use protocol::second_factor::*;
use protocol::sync::SyncRequest;
use protocol::{AttachmentId, Blob, Code, CollectionId, DeviceId, InvitationId};
use rand::rngs::OsRng;
use reqwest::{Method, RequestBuilder, redirect};
use serde_json::{Value, json, to_value};

use crate::factor_rule::require;
use crate::people::*;
use crate::second_factor::enrol;
use crate::world::{World, on_each_database};

/// The role of the caller.
const ROLES: [&str; 6] = ["nobody", "client", "another client", "therapist", "another therapist", "owner"];

/// The expected response for each role, where the resource is the client's or the therapist's own.
const TABLE: &[(&str, &str, [u16; 6])] = &[
    ("GET", "/health/live", [200; 6]),
    ("GET", "/health/ready", [200; 6]),
    ("GET", "/openapi.json", [200; 6]),
    ("GET", "/.well-known/assetlinks.json", [404; 6]),
    ("GET", "/.well-known/apple-app-site-association", [404; 6]),
    ("GET", "/docs", [404; 6]),
    ("GET", "/docs/{file}", [404; 6]),
    ("GET", "/v1/limits", [200; 6]),
    ("POST", "/v1/accounts/registration/start", [200; 6]),
    ("POST", "/v1/accounts/registration/finish", [201; 6]),
    ("POST", "/v1/sessions/start", [200; 6]),
    // The proof is in the message, not in the session.
    ("POST", "/v1/sessions/finish", [401; 6]),
    ("POST", "/v1/sessions/refresh", [401; 6]),
    ("POST", "/v1/recovery/start", [401; 6]),
    ("POST", "/v1/recovery/finish", [401; 6]),
    ("POST", "/v1/invitations/{id}/open", [200; 6]),
    ("DELETE", "/v1/sessions", [401, 204, 204, 204, 204, 204]),
    ("DELETE", "/v1/sessions/others", [401, 204, 204, 204, 204, 204]),
    ("DELETE", "/v1/sessions/current", [401, 204, 204, 204, 204, 204]),
    ("GET", "/v1/me", [401, 200, 200, 200, 200, 200]),
    // A signed-in caller who does not know the password.
    ("POST", "/v1/me/erasure", [401; 6]),
    ("GET", "/v1/me/trail", [401, 200, 200, 200, 200, 200]),
    ("GET", "/v1/access", [401, 200, 200, 200, 200, 200]),
    ("GET", "/v1/me/second-factor", [401, 403, 403, 200, 200, 200]),
    ("POST", "/v1/me/second-factor", [401, 403, 403, 401, 401, 401]),
    ("PUT", "/v1/me/second-factor", [401, 403, 403, 404, 404, 404]),
    ("POST", "/v1/me/second-factor/codes", [401, 403, 403, 401, 401, 401]),
    ("POST", "/v1/me/second-factor/end", [401, 403, 403, 401, 401, 401]),
    ("POST", "/v1/me/password/start", [401, 200, 200, 200, 200, 200]),
    ("PUT", "/v1/me/password", [401, 204, 204, 204, 204, 204]),
    ("PUT", "/v1/me/manifest", [401, 204, 204, 204, 204, 204]),
    ("POST", "/v1/me/renewal", [401, 401, 401, 403, 403, 403]),
    ("GET", "/v1/devices", [401, 200, 200, 200, 200, 200]),
    ("DELETE", "/v1/devices/{id}", [401, 204, 404, 404, 404, 404]),
    ("GET", "/v1/collections", [401, 200, 200, 200, 200, 200]),
    ("PUT", "/v1/collections/{id}/key", [401, 204, 404, 204, 404, 404]),
    ("POST", "/v1/collections/{id}/epochs", [401, 200, 404, 403, 404, 404]),
    // The client removes the therapist; the therapist leaves.
    ("DELETE", "/v1/collections/{id}/members/{account}", [401, 204, 404, 204, 404, 404]),
    ("DELETE", "/v1/collections/{id}", [401, 200, 404, 403, 403, 403]),
    // Only the therapist of the collection exports it.
    ("POST", "/v1/collections/{id}/exports", [401, 403, 403, 204, 404, 403]),
    ("GET", "/v1/collections/{collection}/attachments", [401, 200, 404, 200, 404, 404]),
    ("PUT", "/v1/collections/{collection}/attachments/{attachment}", [401, 200, 404, 409, 404, 404]),
    ("GET", "/v1/collections/{collection}/attachments/{attachment}", [401, 200, 404, 200, 404, 404]),
    // Only the account that announced an attachment uploads its parts.
    ("POST", "/v1/collections/{collection}/attachments/{attachment}/parts", [401, 200, 404, 403, 404, 404]),
    ("GET", "/v1/collections/{collection}/attachments/{attachment}/bytes", [401, 200, 404, 200, 404, 404]),
    ("DELETE", "/v1/collections/{collection}/attachments/{attachment}", [401, 204, 404, 403, 404, 404]),
    ("POST", "/v1/sync", [401, 200, 200, 200, 200, 200]),
    ("GET", "/v1/changes", [401, 200, 200, 200, 200, 200]),
    // Any client with the link may accept.
    ("POST", "/v1/invitations/{id}/accept", [401, 200, 200, 403, 403, 403]),
    ("POST", "/v1/invitations", [401, 403, 403, 201, 201, 403]),
    ("GET", "/v1/invitations", [401, 403, 403, 200, 200, 403]),
    ("DELETE", "/v1/invitations/{id}", [401, 403, 403, 204, 404, 403]),
    ("GET", "/v1/practice", [401, 403, 403, 200, 200, 200]),
    ("PUT", "/v1/practice/settings", [401, 403, 403, 403, 403, 200]),
    ("PUT", "/v1/practice/members/{member}", [401, 403, 403, 403, 403, 204]),
    ("DELETE", "/v1/practice/members/{member}", [401, 403, 403, 403, 403, 204]),
    // There is no second factor to remove.
    ("DELETE", "/v1/practice/members/{member}/second-factor", [401, 403, 403, 403, 403, 404]),
    ("POST", "/v1/practice/enrolments", [401, 403, 403, 403, 403, 201]),
    ("GET", "/v1/practice/enrolments", [401, 403, 403, 403, 403, 200]),
    ("DELETE", "/v1/practice/enrolments/{enrolment}", [401, 403, 403, 403, 403, 204]),
    ("GET", "/v1/practice/sessions", [401, 403, 403, 403, 403, 200]),
    // A client's device does not belong to the practice.
    ("DELETE", "/v1/practice/sessions/{device}", [401, 403, 403, 403, 403, 404]),
    ("GET", "/v1/practice/trail", [401, 403, 403, 403, 403, 200]),
    ("GET", "/v1/practice/trail/check", [401, 403, 403, 403, 403, 200]),
    ("GET", "/v1/practice/health", [401, 403, 403, 403, 403, 200]),
];

/// Routes that answer 401 although they need no session.
const PROOF_IN_THE_MESSAGE: [&str; 4] =
    ["/v1/sessions/finish", "/v1/sessions/refresh", "/v1/recovery/start", "/v1/recovery/finish"];

/// What a member can do whose practice requires a second factor that the account does not have: see who they are, set
/// it up, end sessions and sign out.
const WITHOUT_REQUIRED_FACTOR: [(&str, &str); 9] = [
    ("GET", "/v1/me"),
    ("GET", "/v1/me/second-factor"),
    ("POST", "/v1/me/second-factor"),
    ("PUT", "/v1/me/second-factor"),
    ("DELETE", "/v1/sessions"),
    ("DELETE", "/v1/sessions/others"),
    ("DELETE", "/v1/sessions/current"),
    ("GET", "/v1/devices"),
    ("DELETE", "/v1/devices/{id}"),
];

/// Routes that list only the caller's own resources: the client's care collection must not appear.
const SEES_THE_COLLECTION: [bool; 6] = [false, true, false, true, false, false];

fn announcement() -> AnnounceAttachment {
    AnnounceAttachment { size: 5, copy_from: None }
}

fn no_proof() -> PasswordProof {
    PasswordProof { attempt: "none".into(), message: Blob(vec![7; 64]) }
}

fn part() -> AttachmentPart {
    AttachmentPart { offset: 0, bytes: sealed("").0[..5].into() }
}

struct Cast {
    world: World,
    founder: Person,
    people: Vec<Person>,
}

/// What a request is about, created for each request.
struct Resources {
    invitation: InvitationId,
    collection: CollectionId,
    device: DeviceId,
    /// The client's attachment in that collection.
    attachment: AttachmentId,
}

impl Cast {
    async fn of(world: World) -> Self {
        let founder = world.founder("founder").await;
        let client = world.client("client").await;
        let other = world.client("other.client").await;
        let therapist = world.colleague(&founder, "therapist", &[Role::Therapist]).await;
        let colleague = world.colleague(&founder, "other.therapist", &[Role::Therapist]).await;
        let owner = world.colleague(&founder, "owner", &[Role::Owner]).await;
        Self { world, founder, people: vec![client, other, therapist, colleague, owner] }
    }

    fn client(&self) -> &Person {
        &self.people[0]
    }

    fn therapist(&self) -> &Person {
        &self.people[2]
    }

    async fn resources(&self) -> Resources {
        let collection = self.client().accept(self.therapist().invite().await).await.id;
        let (handle, password) = (&self.client().handle, &self.client().password);
        let spare: Session = self.world.sign_in(handle, password, device("spare")).await.made().await;
        let attachment = attachment_id();
        let path = format!("/v1/collections/{collection}/attachments/{attachment}");
        self.client().put(&path, &announcement()).await.made::<Attachment>().await;
        self.client().post(&format!("{path}/parts"), &part()).await.made::<Attachment>().await;
        Resources { invitation: self.therapist().invite().await, collection, device: spare.device, attachment }
    }

    /// A new session of the caller, so that ending it affects nothing else.
    async fn caller(&self, role: usize, route: &str) -> Option<String> {
        let person = self.people.get(role.checked_sub(1)?)?;
        if matches!(route, "/v1/sessions" | "/v1/sessions/others") {
            return Some(self.same_role(person).await.session.access_token);
        }
        let session: Session = self.world.sign_in(&person.handle, &person.password, device("asks")).await.made().await;
        Some(session.access_token)
    }

    /// Another person with the same role: the caller will be signed out everywhere.
    async fn same_role(&self, person: &Person) -> Person {
        let handle = format!("like.{}", record_id());
        match &person.session.account.member {
            Some(member) => self.world.colleague(&self.founder, &handle, &member.roles).await,
            None => self.world.client(&handle).await,
        }
    }

    async fn body(&self, method: &str, route: &str, role: usize, resources: &Resources) -> Option<Value> {
        let registration = ClientRegistration::<Suite>::start(&mut OsRng, b"p").unwrap();
        let request: Blob = registration.message.serialize().to_vec().into();
        let value = match (method, route) {
            ("GET" | "DELETE", _) => return None,
            ("POST", "/v1/me/second-factor") => to_value(ChangeSecondFactor { proof: no_proof() }),
            (_, "/v1/me/erasure") => to_value(Erase { proof: no_proof() }),
            (_, "/v1/me/renewal") => to_value(Renewal {
                proof: no_proof(),
                message: self.new_password().await,
                keys: KeyBundle { account_by_password: sealed("anew"), account_by_recovery: sealed("anew") },
                manifest: manifest(2, "anew"),
                recovery: RecoveryVerifier { token: token("anew") },
                stored: Vec::new(),
                epochs: Vec::new(),
            }),
            // A repeat by the same caller is idempotent.
            (_, "/v1/me/manifest") => to_value(manifest(2, "the second")),
            (_, "/v1/me/second-factor") => to_value(ConfirmSecondFactor { code: "000000".into() }),
            (_, "/v1/me/second-factor/codes" | "/v1/me/second-factor/end") => {
                to_value(ChangeSecondFactor { proof: no_proof() })
            }
            (_, "/v1/practice/settings") => to_value(ChangePractice { name: None, settings: Default::default() }),
            (_, "/v1/practice/members/{member}") => to_value(ChangeMember { roles: vec![Role::Owner] }),
            (_, "/v1/accounts/registration/start") => {
                to_value(RegistrationStart { handle: "new".into(), message: request })
            }
            (_, "/v1/accounts/registration/finish") => {
                let handle = format!("new.{}", record_id());
                let asked = self.world.registering(&handle, "p", Some(new_collection()), None).await;
                to_value(asked.finish)
            }
            (_, "/v1/sessions/start") => {
                let started = ClientLogin::<Suite>::start(&mut OsRng, b"p").unwrap();
                let message = started.message.serialize().to_vec().into();
                to_value(SignInStart { handle: "client".into(), message })
            }
            (_, "/v1/sessions/finish") => to_value(SignInFinish {
                attempt: "none".into(),
                message: Blob(vec![7; 64]),
                device: device("x"),
                second_factor: None,
            }),
            (_, "/v1/sessions/refresh") => to_value(Refresh { refresh_token: Some("made up".into()) }),
            (_, "/v1/recovery/start") => {
                to_value(RecoveryStart { handle: "client".into(), token: token("a guess"), message: request })
            }
            (_, "/v1/recovery/finish") => to_value(RecoveryFinish {
                handle: "client".into(),
                token: token("a guess"),
                message: self.new_password().await,
                account_by_password: sealed("anew"),
                device: device("x"),
                second_factor: None,
            }),
            (_, "/v1/me/password/start") => to_value(PasswordStart { message: request }),
            // This changes the password: each caller has its own session.
            (_, "/v1/me/password") => return Some(json!(null)),
            (_, "/v1/invitations/{id}/open") => {
                to_value(OpenInvitation { token: token(&resources.invitation.to_string()) })
            }
            (_, "/v1/invitations/{id}/accept") => to_value(acceptance(resources.invitation)),
            (_, "/v1/invitations") => to_value(new_invitation()),
            (_, "/v1/practice/enrolments") => to_value(NewEnrolment { roles: vec![Role::Therapist] }),
            (_, "/v1/collections/{id}/key") => to_value(StoreKey { epoch: 1, key_sealed: sealed("x") }),
            (_, "/v1/collections/{id}/exports") => return None,
            (_, "/v1/collections/{id}/epochs") => {
                let other = if ROLES[role] == "client" { self.therapist() } else { self.client() };
                let handovers = vec![EpochHandover { account: other.id(), generation: None, message: sealed("x") }];
                let (key_check, key_sealed) = (sealed("second"), sealed("key"));
                to_value(NewEpoch { epoch: 2, key_check, key_sealed, handovers, manifest: None })
            }
            (_, "/v1/collections/{collection}/attachments/{attachment}") => to_value(announcement()),
            (_, "/v1/collections/{collection}/attachments/{attachment}/parts") => to_value(part()),
            (_, "/v1/sync") => to_value(SyncRequest {
                cursors: [(resources.collection, 0)].into(),
                push: vec![push(resources.collection, record_id(), 0, "x")],
                checkpoints: [(resources.collection, checkpoint(0, 1))].into(),
                ..SyncRequest::default()
            }),
            other => panic!("no message for {other:?}"),
        };
        Some(value.unwrap())
    }

    /// A registration record that belongs to no account.
    async fn new_password(&self) -> Blob {
        let asked = self.world.registering("new.password", "p", Some(new_collection()), None).await;
        asked.finish.message
    }

    async fn request(&self, method: &str, route: &str, role: usize) -> (RequestBuilder, Resources) {
        let resources = self.resources().await;
        let id = match route.split('/').nth(2).unwrap_or_default() {
            "devices" => resources.device.to_string(),
            "collections" => resources.collection.to_string(),
            _ => resources.invitation.to_string(),
        };
        let member = match route.contains("{member}") {
            true => self.world.colleague(&self.founder, &format!("m.{}", record_id()), &[Role::Therapist]).await.id(),
            false => self.therapist().id(),
        };
        let enrolment: Enrolment = self
            .founder
            .post("/v1/practice/enrolments", &NewEnrolment { roles: vec![Role::Therapist] })
            .await
            .made()
            .await;
        let path = route
            .replace("{member}", &member.to_string())
            .replace("{enrolment}", &enrolment.id.to_string())
            .replace("{device}", &resources.device.to_string())
            .replace("{id}", &id)
            .replace("{collection}", &resources.collection.to_string())
            .replace("{attachment}", &resources.attachment.to_string())
            .replace("{account}", &self.therapist().id().to_string())
            .replace("{file}", "index.html");
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        let mut request = http.request(Method::from_bytes(method.as_bytes()).unwrap(), self.world.url(&path));
        let body = match (self.body(method, route, role, &resources).await, self.people.get(role.wrapping_sub(1))) {
            (Some(Value::Null), Some(person)) => Some(self.same_password(person).await),
            (Some(Value::Null), None) => Some(json!({})),
            (body, _) => body,
        };
        if let Some(token) = self.caller(role, route).await {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        (request, resources)
    }

    /// A new record of the person's password, so that sign-in still works afterwards.
    async fn same_password(&self, person: &Person) -> Value {
        let started = ClientRegistration::<Suite>::start(&mut OsRng, person.password.as_bytes()).unwrap();
        let asked = PasswordStart { message: started.message.serialize().to_vec().into() };
        let answer: RegistrationStarted = person.post("/v1/me/password/start", &asked).await.made().await;
        let message = finish_registration(started.state, &person.password, &answer.message);
        let proof = self.world.proof(&person.handle, &person.password).await;
        let account_by_password = sealed("by password");
        to_value(PasswordFinish { proof, second_factor: None, message, account_by_password }).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_role_as_the_table_says() {
    on_each_database(|world| async {
        let cast = Cast::of(world).await;
        let mut wrong = Vec::new();
        for (method, route, expected) in TABLE {
            for (role, expected) in expected.iter().enumerate() {
                let (request, resources) = cast.request(method, route, role).await;
                let response = request.send().await.unwrap();
                let status = response.status().as_u16();
                if status != *expected {
                    wrong.push(format!("{method} {route} by {}: {status}, not {expected}", ROLES[role]));
                }
                // Lists and syncs do not reveal another's collection.
                if status == 200 && matches!(*route, "/v1/collections" | "/v1/sync") {
                    let text = response.text().await.unwrap();
                    // The collection that the caller named is returned as inaccessible.
                    let id = resources.collection;
                    let refused = format!("\"{id}\":{{\"rejected\":{{\"code\":\"not_found\"}}}}");
                    let shown = text.replace(&format!("\"revoked\":[\"{id}\"]"), "").replace(&refused, "");
                    let shows = shown.contains(&resources.collection.to_string());
                    if shows != SEES_THE_COLLECTION[role] {
                        wrong.push(format!("{route} shows {}: {shows}", ROLES[role]));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        cast.world
    })
    .await;
}

/// Every other route, called directly, refuses a member of a practice that requires a second factor. Clients, and
/// routes without a session, answer as before.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_without_a_required_second_factor_reaches_no_other_route() {
    on_each_database(|world| async {
        let cast = Cast::of(world).await;
        enrol(&cast.world, &cast.founder).await;
        let mut wrong = Vec::new();
        for (method, route, expected) in TABLE {
            // Created before the rule: without it, the therapist could not invite the client of the resources.
            require(&cast.founder, false).await;
            let mut requests = Vec::new();
            for role in [1, 3, 5] {
                requests.push((role, cast.request(method, route, role).await.0));
            }
            require(&cast.founder, true).await;
            for (role, request) in requests {
                let response = request.send().await.unwrap();
                let status = response.status().as_u16();
                let needs_session = expected[0] == 401 && !PROOF_IN_THE_MESSAGE.contains(route);
                let allowed = !needs_session || WITHOUT_REQUIRED_FACTOR.contains(&(*method, *route));
                let right = match role == 1 || allowed {
                    true => status == expected[role],
                    false => status == 403 && response.refused().await.code == Code::SecondFactorMissing,
                };
                if !right {
                    wrong.push(format!("{method} {route} by {}: {status}", ROLES[role]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        cast.world
    })
    .await;
}

#[test]
fn no_route_is_missing_from_the_table() {
    let document: Value = to_value(server::http::routes::describe()).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())))
        .collect();
    let listed: BTreeSet<_> = TABLE.iter().map(|(method, path, _)| ((*method).into(), (*path).into())).collect();
    assert_eq!(described, listed);
}
