//! `/v1/practice`: the practice of the member who asks; what an owner sees and changes. Nothing here leads to a client's
//! words.

use actix_web::web::Path;
use actix_web::{Responder, delete, get, post, put};
use protocol::care::{Enrolment, NewEnrolment, Practice};
use protocol::practice::{ChangeMember, ChangePractice, EnrolmentState, MemberSession, ServerHealth};
use protocol::{AccountId, DeviceId, EnrolmentId};

use super::State;
use super::body::Call;
use super::caller::{Member, Owner};
use super::reply::{Created, Done, Reply};
use crate::care::{members, practice};
use crate::fault::Result;

/// The practice and everybody in it.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Practice)))]
#[get("/v1/practice")]
pub async fn practice_read(app: State, who: Member) -> Result<impl Responder> {
    practice::read(&app, who.1).await.map(Reply)
}

/// Sets lock time, retention and wording.
#[utoipa::path(tag = "practice", security(("bearer" = [])), request_body = ChangePractice, responses((status = 200, body = Practice)))]
#[put("/v1/practice/settings")]
pub async fn practice_change(app: State, Call(who, asked): Call<Owner, ChangePractice>) -> Result<impl Responder> {
    practice::change(&app, who.0, who.1, asked).await.map(Reply)
}

/// Changes what a member may do.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), request_body = ChangeMember, responses((status = 204)))]
#[put("/v1/practice/members/{member}")]
pub async fn member_change(
    app: State,
    member: Path<AccountId>,
    Call(who, asked): Call<Owner, ChangeMember>,
) -> Result<impl Responder> {
    members::change(&app, who.0, who.1, *member, asked).await.map(|()| Done)
}

/// Removes a member with their account.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), responses((status = 204)))]
#[delete("/v1/practice/members/{member}")]
pub async fn member_remove(app: State, who: Owner, member: Path<AccountId>) -> Result<impl Responder> {
    members::remove(&app, who.0, who.1, *member).await.map(|()| Done)
}

/// Ends the second factor of a member who has lost it.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), responses((status = 204)))]
#[delete("/v1/practice/members/{member}/second-factor")]
pub async fn member_factor_end(app: State, who: Owner, member: Path<AccountId>) -> Result<impl Responder> {
    members::forget_second_factor(&app, who.0, who.1, *member).await.map(|()| Done)
}

/// Makes a one-time code for a new member.
#[utoipa::path(tag = "practice", security(("bearer" = [])), request_body = NewEnrolment, responses((status = 201, body = Enrolment)))]
#[post("/v1/practice/enrolments")]
pub async fn enrol(app: State, Call(who, asked): Call<Owner, NewEnrolment>) -> Result<impl Responder> {
    practice::enrol(&app, who.0, who.1, asked).await.map(Created)
}

/// The codes that were made, without the codes.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Vec<EnrolmentState>)))]
#[get("/v1/practice/enrolments")]
pub async fn enrolment_list(app: State, who: Owner) -> Result<impl Responder> {
    practice::enrolments(&app, who.1).await.map(Reply)
}

/// Takes a code back.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("enrolment" = EnrolmentId, Path)), responses((status = 204)))]
#[delete("/v1/practice/enrolments/{enrolment}")]
pub async fn enrolment_revoke(app: State, who: Owner, enrolment: Path<EnrolmentId>) -> Result<impl Responder> {
    practice::revoke_enrolment(&app, who.0, who.1, *enrolment).await.map(|()| Done)
}

/// Every signed-in device of every member.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Vec<MemberSession>)))]
#[get("/v1/practice/sessions")]
pub async fn member_sessions(app: State, who: Owner) -> Result<impl Responder> {
    members::sessions(&app, who.1).await.map(Reply)
}

/// Signs a member's device out.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("device" = DeviceId, Path)), responses((status = 204)))]
#[delete("/v1/practice/sessions/{device}")]
pub async fn member_session_end(app: State, who: Owner, device: Path<DeviceId>) -> Result<impl Responder> {
    members::end_session(&app, who.0, who.1, *device).await.map(|()| Done)
}

/// How the server is.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = ServerHealth)))]
#[get("/v1/practice/health")]
pub async fn practice_health(app: State, _who: Owner) -> Result<impl Responder> {
    practice::health(&app).await.map(Reply)
}
