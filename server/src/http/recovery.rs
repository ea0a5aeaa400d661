//! `/v1/recovery`: a new password with the recovery code.

use actix_web::{Responder, post};
use protocol::account::{RecoveryFinish, RecoveryStart, RecoveryStarted, Session};
use protocol::handle::normalise_handle;

use super::State;
use super::body::Body;
use super::caller::Address;
use super::reply::Reply;
use super::sessions::SessionReply;
use crate::accounts::recovery;
use crate::fault::Result;

/// Returns the sealed keys to somebody with the recovery code.
#[utoipa::path(tag = "recovery", request_body = RecoveryStart, responses((status = 200, body = RecoveryStarted)))]
#[post("/v1/recovery/start")]
pub async fn recovery_start(app: State, from: Address, body: Body<RecoveryStart>) -> Result<impl Responder> {
    app.rate_limits.recovery_by_address.check(&from.0)?;
    app.rate_limits.recovery_by_account.check(&normalise_handle(&body.0.handle).unwrap_or_default())?;
    recovery::start(&app, body.0).await.map(Reply)
}

/// Sets the new password and signs out all other devices.
#[utoipa::path(tag = "recovery", request_body = RecoveryFinish, responses((status = 200, body = Session)))]
#[post("/v1/recovery/finish")]
pub async fn recovery_finish(app: State, from: Address, body: Body<RecoveryFinish>) -> Result<impl Responder> {
    app.rate_limits.recovery_by_address.check(&from.0)?;
    app.rate_limits.recovery_by_account.check(&normalise_handle(&body.0.handle).unwrap_or_default())?;
    recovery::finish(&app, body.0).await.map(SessionReply::ok)
}
