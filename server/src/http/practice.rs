//! `/v1/practice`: the caller's practice. Nothing here gives access to a client's records.

use actix_web::web::Path;
use actix_web::{Responder, delete, get, post, put};
use protocol::care::{Enrolment, NewEnrolment, Practice};
use protocol::practice::{ChangeMember, ChangePractice, EnrolmentState, MemberSession, ServerHealth};
use protocol::{AccountId, DeviceId, EnrolmentId};

use super::State;
use super::body::Call;
use super::caller::{Member, Owner};
use super::reply::{Created, NoContent, Reply};
use crate::fault::Result;
use crate::practice::{enrolments, members, settings};

/// The practice with its members.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Practice)))]
#[get("/v1/practice")]
pub async fn practice_read(app: State, who: Member) -> Result<impl Responder> {
    match who.2 {
        true => settings::read_for_owner(&app, who.1).await.map(Reply),
        false => settings::read(&app, who.1).await.map(Reply),
    }
}

/// Changes the practice's name, lock time, and whether it requires a second factor.
#[utoipa::path(tag = "practice", security(("bearer" = [])), request_body = ChangePractice, responses((status = 200, body = Practice)))]
#[put("/v1/practice/settings")]
pub async fn practice_change(app: State, Call(who, body): Call<Owner, ChangePractice>) -> Result<impl Responder> {
    settings::change(&app, who.0, who.1, body).await.map(Reply)
}

/// Changes a member's roles.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), request_body = ChangeMember, responses((status = 204)))]
#[put("/v1/practice/members/{member}")]
pub async fn member_change(
    app: State,
    member: Path<AccountId>,
    Call(who, body): Call<Owner, ChangeMember>,
) -> Result<impl Responder> {
    members::change(&app, who.0, who.1, *member, body).await.map(|()| NoContent)
}

/// Removes a member and deletes the account.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), responses((status = 204)))]
#[delete("/v1/practice/members/{member}")]
pub async fn member_remove(app: State, who: Owner, member: Path<AccountId>) -> Result<impl Responder> {
    members::remove(&app, who.0, who.1, *member).await.map(|()| NoContent)
}

/// Removes the second factor of a member who has lost it.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("member" = AccountId, Path)), responses((status = 204)))]
#[delete("/v1/practice/members/{member}/second-factor")]
pub async fn member_factor_end(app: State, who: Owner, member: Path<AccountId>) -> Result<impl Responder> {
    members::remove_second_factor(&app, who.0, who.1, *member).await.map(|()| NoContent)
}

/// Creates a one-time code for a new member.
#[utoipa::path(tag = "practice", security(("bearer" = [])), request_body = NewEnrolment, responses((status = 201, body = Enrolment)))]
#[post("/v1/practice/enrolments")]
pub async fn enrol(app: State, Call(who, body): Call<Owner, NewEnrolment>) -> Result<impl Responder> {
    enrolments::create(&app, who.0, who.1, body).await.map(Created)
}

/// The enrolments, without their codes.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Vec<EnrolmentState>)))]
#[get("/v1/practice/enrolments")]
pub async fn enrolment_list(app: State, who: Owner) -> Result<impl Responder> {
    enrolments::list(&app, who.1).await.map(Reply)
}

/// Revokes a code.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("enrolment" = EnrolmentId, Path)), responses((status = 204)))]
#[delete("/v1/practice/enrolments/{enrolment}")]
pub async fn enrolment_revoke(app: State, who: Owner, enrolment: Path<EnrolmentId>) -> Result<impl Responder> {
    enrolments::revoke(&app, who.0, who.1, *enrolment).await.map(|()| NoContent)
}

/// All signed-in devices of all members.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = Vec<MemberSession>)))]
#[get("/v1/practice/sessions")]
pub async fn member_sessions(app: State, who: Owner) -> Result<impl Responder> {
    members::sessions(&app, who.1).await.map(Reply)
}

/// Signs out a member's device.
#[utoipa::path(tag = "practice", security(("bearer" = [])), params(("device" = DeviceId, Path)), responses((status = 204)))]
#[delete("/v1/practice/sessions/{device}")]
pub async fn member_session_end(app: State, who: Owner, device: Path<DeviceId>) -> Result<impl Responder> {
    members::end_session(&app, who.0, who.1, *device).await.map(|()| NoContent)
}

/// The server's health.
#[utoipa::path(tag = "practice", security(("bearer" = [])), responses((status = 200, body = ServerHealth)))]
#[get("/v1/practice/health")]
pub async fn practice_health(app: State, who: Owner) -> Result<impl Responder> {
    settings::health(&app, who.1).await.map(Reply)
}
