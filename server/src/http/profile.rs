//! `/v1/me`: the caller's account, manifest, password and keys.

use actix_web::{Responder, get, post, put};
use protocol::Code;
use protocol::account::{Account, PasswordFinish, PasswordStart, RegistrationStarted, Renewal, SealedManifest};
use protocol::erasure::{Erase, Erased};

use super::State;
use super::body::{Call, LargeCall};
use super::caller::{AnySession, Client, SignedIn};
use super::reply::{NoContent, Reply};
use crate::accounts::{self, erasure, password, renewal};
use crate::care::manifest;
use crate::fault::Result;

/// The account with its sealed keys and its manifest.
#[utoipa::path(tag = "me", security(("bearer" = [])), responses((status = 200, body = Account)))]
#[get("/v1/me")]
pub async fn profile(app: State, who: AnySession) -> Result<impl Responder> {
    let account = who.0.account;
    let read = app.db.read(move |conn| accounts::profile::read(conn, account)).await?;
    Ok(Reply(read.ok_or(Code::Unauthenticated)?))
}

/// Deletes the account and everything that belongs to it. This cannot be undone.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = Erase, responses((status = 200, body = Erased)))]
#[post("/v1/me/erasure")]
pub async fn erase(app: State, Call(who, body): Call<SignedIn, Erase>) -> Result<impl Responder> {
    erasure::erase(&app, who.0, body).await.map(Reply)
}

/// Starts a password change.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = PasswordStart, responses((status = 200, body = RegistrationStarted)))]
#[post("/v1/me/password/start")]
pub async fn password_start(app: State, Call(who, body): Call<SignedIn, PasswordStart>) -> Result<impl Responder> {
    password::start(&app, who.0, body).await.map(Reply)
}

/// Sets the new password. Requires the current one. Re-seals the account key and nothing else.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = PasswordFinish, responses((status = 204)))]
#[put("/v1/me/password")]
pub async fn password_finish(app: State, Call(who, body): Call<SignedIn, PasswordFinish>) -> Result<impl Responder> {
    password::finish(&app, who.0, body).await.map(|()| NoContent)
}

/// Stores the account's next manifest.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = SealedManifest, responses((status = 204)))]
#[put("/v1/me/manifest")]
pub async fn manifest_put(app: State, Call(who, body): Call<SignedIn, SealedManifest>) -> Result<impl Responder> {
    manifest::put(&app, who.0, body).await.map(|()| NoContent)
}

/// Replaces all keys after a client's phone was lost. All other devices are signed out.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = Renewal, responses((status = 204)))]
#[post("/v1/me/renewal")]
pub async fn renew(app: State, LargeCall(who, body): LargeCall<Client, Renewal>) -> Result<impl Responder> {
    renewal::renew(&app, who.0, body).await.map(|()| NoContent)
}
