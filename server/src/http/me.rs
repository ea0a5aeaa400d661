//! `/v1/me`: the account that asks, its password and its keys.

use actix_web::{Responder, get, post, put};
use protocol::Code;
use protocol::account::{Account, KeysRenewal, PasswordFinish, PasswordStart, RegistrationStarted};
use protocol::erasure::{Erase, Erased};

use super::State;
use super::body::Call;
use super::caller::Signed;
use super::reply::{Done, Reply};
use crate::accounts::{erasure, keys, password, profile};
use crate::fault::Result;

/// The account, with its sealed keys.
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

/// Exchanges a client's account key after a phone was lost. All other devices are signed out.
#[utoipa::path(tag = "me", security(("bearer" = [])), request_body = KeysRenewal, responses((status = 204)))]
#[put("/v1/me/keys")]
pub async fn keys_renew(app: State, Call(who, asked): Call<Signed, KeysRenewal>) -> Result<impl Responder> {
    keys::renew(&app, who.0, asked).await.map(|()| Done)
}
