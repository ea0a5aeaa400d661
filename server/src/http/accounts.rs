//! `/v1/accounts`: registration.

use actix_web::{Responder, post};
use protocol::account::{RegistrationFinish, RegistrationStart, RegistrationStarted, Session};

use super::State;
use super::body::Body;
use super::caller::Address;
use super::reply::Reply;
use super::sessions::SignedIn;
use crate::accounts::registration;
use crate::fault::Result;

/// Begins a registration. It does not tell whether the name is taken.
#[utoipa::path(tag = "accounts", request_body = RegistrationStart, responses((status = 200, body = RegistrationStarted)))]
#[post("/v1/accounts/registration/start")]
pub async fn register_start(app: State, from: Address, asked: Body<RegistrationStart>) -> Result<impl Responder> {
    app.gates.registration_by_address.pass(&from.0)?;
    registration::start(&app, asked.0).await.map(Reply)
}

/// Makes the account, and signs its first device in.
#[utoipa::path(tag = "accounts", request_body = RegistrationFinish, responses((status = 201, body = Session)))]
#[post("/v1/accounts/registration/finish")]
pub async fn register_finish(app: State, from: Address, asked: Body<RegistrationFinish>) -> Result<impl Responder> {
    app.gates.registration_by_address.pass(&from.0)?;
    registration::finish(&app, asked.0).await.map(SignedIn::new)
}
