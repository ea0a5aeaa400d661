//! `/v1/me/second-factor`: codes of six digits at sign-in, for therapists and owners.

use actix_web::{Responder, get, post, put};
use protocol::factor::{ChangeSecondFactor, ConfirmSecondFactor, SecondFactor, SecondFactorSecret, SpareCodes};

use super::State;
use super::body::Call;
use super::caller::Member;
use super::reply::{Done, Reply};
use crate::accounts::second_factor;
use crate::fault::Result;

/// Whether there is one, and how many spare codes are left.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), responses((status = 200, body = SecondFactor)))]
#[get("/v1/me/second-factor")]
pub async fn factor_state(app: State, who: Member) -> Result<impl Responder> {
    second_factor::state(&app, who.0).await.map(Reply)
}

/// Makes a secret, shown this once.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 200, body = SecondFactorSecret)))]
#[post("/v1/me/second-factor")]
pub async fn factor_begin(app: State, Call(who, asked): Call<Member, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::begin(&app, who.0, asked.proof).await.map(Reply)
}

/// Confirms it with a first code; shows the spare codes this once.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ConfirmSecondFactor, responses((status = 200, body = SpareCodes)))]
#[put("/v1/me/second-factor")]
pub async fn factor_confirm(app: State, Call(who, asked): Call<Member, ConfirmSecondFactor>) -> Result<impl Responder> {
    second_factor::confirm(&app, who.0, asked).await.map(Reply)
}

/// Makes new spare codes in place of the old ones.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 200, body = SpareCodes)))]
#[post("/v1/me/second-factor/codes")]
pub async fn factor_codes(app: State, Call(who, asked): Call<Member, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::new_spare_codes(&app, who.0, asked.proof).await.map(Reply)
}

/// Ends it.
#[utoipa::path(tag = "second factor", security(("bearer" = [])), request_body = ChangeSecondFactor, responses((status = 204)))]
#[post("/v1/me/second-factor/end")]
pub async fn factor_end(app: State, Call(who, asked): Call<Member, ChangeSecondFactor>) -> Result<impl Responder> {
    second_factor::end(&app, who.0, asked.proof).await.map(|()| Done)
}
