//! `/v1/accounts`: registration.

use actix_web::{Responder, post};
use protocol::account::{RegistrationFinish, RegistrationStart, RegistrationStarted, Session};

use super::State;
use super::body::Body;
use super::caller::Address;
use super::reply::Reply;
use super::sessions::SessionReply;
use crate::accounts::registration;
use crate::fault::Result;

/// Starts a registration. The response does not reveal whether the name is taken.
#[utoipa::path(tag = "accounts", request_body = RegistrationStart, responses((status = 200, body = RegistrationStarted)))]
#[post("/v1/accounts/registration/start")]
pub async fn register_start(app: State, from: Address, body: Body<RegistrationStart>) -> Result<impl Responder> {
    app.rate_limits.registration_by_address.check(&from.0)?;
    registration::start(&app, body.0).await.map(Reply)
}

/// Creates the account and signs in its first device.
#[utoipa::path(tag = "accounts", request_body = RegistrationFinish, responses((status = 201, body = Session)))]
#[post("/v1/accounts/registration/finish")]
pub async fn register_finish(app: State, from: Address, body: Body<RegistrationFinish>) -> Result<impl Responder> {
    app.rate_limits.registration_by_address.check(&from.0)?;
    registration::finish(&app, body.0).await.map(SessionReply::created)
}
