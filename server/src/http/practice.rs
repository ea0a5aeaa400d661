//! `/v1/practice`: the practice of the member who asks.

use actix_web::{Responder, get, post};
use protocol::care::{Enrolment, NewEnrolment, Practice};

use super::State;
use super::body::Call;
use super::caller::{Member, Owner};
use super::reply::{Created, Reply};
use crate::care::practice;
use crate::fault::Result;

/// The practice and everybody in it.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Practice)))]
#[get("/v1/practice")]
pub async fn practice_read(app: State, who: Member) -> Result<impl Responder> {
    practice::read(&app, who.1).await.map(Reply)
}

/// Makes a one-time code for a new member.
#[utoipa::path(tag = "practice", security(("bearer" = [])), request_body = NewEnrolment, responses((status = 201, body = Enrolment)))]
#[post("/v1/practice/enrolments")]
pub async fn enrol(app: State, Call(who, asked): Call<Owner, NewEnrolment>) -> Result<impl Responder> {
    practice::enrol(&app, who.0, who.1, asked).await.map(Created)
}
