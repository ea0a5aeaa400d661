//! `/v1/recovery`: a new password with the recovery code.

use actix_web::{Responder, post};
use protocol::account::{RecoveryFinish, RecoveryStart, RecoveryStarted, Session, normalise_handle};

use super::State;
use super::body::Body;
use super::caller::Address;
use super::reply::Reply;
use super::sessions::SignedIn;
use crate::accounts::recovery;
use crate::fault::Result;

/// Shows the sealed keys to whoever has the recovery code.
#[utoipa::path(tag = "recovery", request_body = RecoveryStart, responses((status = 200, body = RecoveryStarted)))]
#[post("/v1/recovery/start")]
pub async fn recovery_start(app: State, from: Address, asked: Body<RecoveryStart>) -> Result<impl Responder> {
    app.gates.recovery_by_address.pass(&from.0)?;
    app.gates.recovery_by_account.pass(&normalise_handle(&asked.0.handle).unwrap_or_default())?;
    recovery::start(&app, asked.0).await.map(Reply)
}

/// Sets the new password, and signs all other devices out.
#[utoipa::path(tag = "recovery", request_body = RecoveryFinish, responses((status = 200, body = Session)))]
#[post("/v1/recovery/finish")]
pub async fn recovery_finish(app: State, from: Address, asked: Body<RecoveryFinish>) -> Result<impl Responder> {
    app.gates.recovery_by_address.pass(&from.0)?;
    app.gates.recovery_by_account.pass(&normalise_handle(&asked.0.handle).unwrap_or_default())?;
    recovery::finish(&app, asked.0).await.map(SignedIn::again)
}
