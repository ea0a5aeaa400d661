//! `/v1/me/second-factor`: the TOTP second factor of therapists and owners.

use actix_web::{Responder, get, post, put};
use protocol::second_factor::{ChangeSecondFactor, ConfirmSecondFactor, SecondFactor, SecondFactorSecret, SpareCodes};

use super::State;
use super::body::Call;
use super::caller::{AnyMember, Member};
use super::reply::{NoContent, Reply};
use crate::accounts::second_factor;
use crate::fault::Result;

/// Whether the second factor is in force, and how many spare codes are left.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), responses((status = 200, body = SecondFactor)))]
#[get("/v1/me/second-factor")]
pub async fn factor_state(app: State, who: AnyMember) -> Result<impl Responder> {
    second_factor::state(&app, who.0).await.map(Reply)
}

/// Creates a secret, which is returned only this once.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 200, body = SecondFactorSecret)))]
#[post("/v1/me/second-factor")]
pub async fn factor_begin(app: State, Call(who, body): Call<AnyMember, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::begin(&app, who.0, body.proof).await.map(Reply)
}

/// Confirms the secret with a first code; returns the spare codes only this once.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ConfirmSecondFactor, responses((status = 200, body = SpareCodes)))]
#[put("/v1/me/second-factor")]
pub async fn factor_confirm(
    app: State,
    Call(who, body): Call<AnyMember, ConfirmSecondFactor>,
) -> Result<impl Responder> {
    second_factor::confirm(&app, who.0, body).await.map(Reply)
}

/// Replaces the spare codes.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 200, body = SpareCodes)))]
#[post("/v1/me/second-factor/codes")]
pub async fn factor_codes(app: State, Call(who, body): Call<Member, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::new_spare_codes(&app, who.0, body.proof).await.map(Reply)
}

/// Removes the second factor, unless the practice requires it.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 204)))]
#[post("/v1/me/second-factor/end")]
pub async fn factor_end(app: State, Call(who, body): Call<Member, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::end(&app, who.0, body.proof).await.map(|()| NoContent)
}
