//! `/v1/me`: the account that asks, its manifest, its password and its keys.

use actix_web::{Responder, get, post, put};
use protocol::Code;
use protocol::account::{Account, PasswordFinish, PasswordStart, RegistrationStarted, Renewal, SealedManifest};
use protocol::erasure::{Erase, Erased};

use super::State;
use super::body::{Call, LargeCall};
use super::caller::{Client, Signed};
use super::reply::{Done, Reply};
use crate::accounts::{erasure, manifest, password, profile, renewal};
use crate::fault::Result;

/// The account, with its sealed keys and its manifest.
#[utoipa::path(tag = "me", security(("bearer" = [])), responses((status = 200, body = Account)))]
#[get("/v1/me")]
pub async fn me(app: State, who: Signed) -> Result<impl Responder> {
    let account = who.0.account;
    let read = app.db.read(move |conn| profile::read(conn, account)).await?;
    Ok(Reply(read.ok_or(Code::Unauthenticated)?))
}

/// Deletes the account and everything that is its own. It cannot be undone.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = Erase, responses((status = 200, body = Erased)))]
#[post("/v1/me/erasure")]
pub async fn erase(app: State, Call(who, asked): Call<Signed, Erase>) -> Result<impl Responder> {
    erasure::erase(&app, who.0, asked).await.map(Reply)
}

/// Begins a new password.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = PasswordStart, responses((status = 200, body = RegistrationStarted)))]
#[post("/v1/me/password/start")]
pub async fn password_start(app: State, Call(who, asked): Call<Signed, PasswordStart>) -> Result<impl Responder> {
    password::start(&app, who.0, asked).await.map(Reply)
}

/// Sets the new password, for somebody who knows the one before: re-seals 32 bytes and nothing else.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = PasswordFinish, responses((status = 204)))]
#[put("/v1/me/password")]
pub async fn password_finish(app: State, Call(who, asked): Call<Signed, PasswordFinish>) -> Result<impl Responder> {
    password::finish(&app, who.0, asked).await.map(|()| Done)
}

/// Takes the account's next manifest.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = SealedManifest, responses((status = 204)))]
#[put("/v1/me/manifest")]
pub async fn manifest_put(app: State, Call(who, asked): Call<Signed, SealedManifest>) -> Result<impl Responder> {
    manifest::put(&app, who.0, asked).await.map(|()| Done)
}

/// Exchanges everything that a client's lost phone knew, in one act. All other devices are signed out.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = Renewal, responses((status = 204)))]
#[post("/v1/me/renewal")]
pub async fn renew(app: State, LargeCall(who, asked): LargeCall<Client, Renewal>) -> Result<impl Responder> {
    renewal::renew(&app, who.0, asked).await.map(|()| Done)
}
