//! `/v1/invitations`: a therapist invites, a client accepts.

use actix_web::web::Path;
use actix_web::{Responder, delete, get, post};
use protocol::InvitationId;
use protocol::care::{AcceptInvitation, Collection, Invitation, NewInvitation, OpenInvitation, OpenedInvitation};

use super::State;
use super::body::{Body, Call};
use super::caller::{Address, Client, Therapist};
use super::reply::{Created, NoContent, Reply};
use crate::care::invitations;
use crate::fault::Result;

/// Creates an invitation for one client, valid for seven days.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), request_body = NewInvitation, responses((status = 201, body = Invitation)))]
#[post("/v1/invitations")]
pub async fn invite(app: State, Call(who, body): Call<Therapist, NewInvitation>) -> Result<impl Responder> {
    app.rate_limits.invitation_by_account.check(&who.0.account)?;
    invitations::create(&app, who.0, body).await.map(Created)
}

/// The therapist's invitations, newest first.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), responses((status = 200, body = Vec<Invitation>)))]
#[get("/v1/invitations")]
pub async fn invitation_list(app: State, who: Therapist) -> Result<impl Responder> {
    invitations::list(&app, who.0).await.map(Reply)
}

/// Revokes an invitation.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), params(("id" = InvitationId, Path)), responses((status = 204)))]
#[delete("/v1/invitations/{id}")]
pub async fn invitation_revoke(app: State, who: Therapist, id: Path<InvitationId>) -> Result<impl Responder> {
    invitations::revoke(&app, who.0, *id).await.map(|()| NoContent)
}

/// Returns the welcome to anybody with the link.
#[utoipa::path(tag = "invitations", params(("id" = InvitationId, Path)), request_body = OpenInvitation, responses((status = 200, body = OpenedInvitation)))]
#[post("/v1/invitations/{id}/open")]
pub async fn invitation_open(
    app: State,
    from: Address,
    id: Path<InvitationId>,
    body: Body<OpenInvitation>,
) -> Result<impl Responder> {
    app.rate_limits.invitation_by_address.check(&from.0)?;
    invitations::open(&app, *id, body.0).await.map(Reply)
}

/// Accepts an invitation: creates the care collection and hands over its key.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), params(("id" = InvitationId, Path)), request_body = AcceptInvitation, responses((status = 200, body = Collection)))]
#[post("/v1/invitations/{id}/accept")]
pub async fn invitation_accept(
    app: State,
    from: Address,
    id: Path<InvitationId>,
    Call(who, body): Call<Client, AcceptInvitation>,
) -> Result<impl Responder> {
    app.rate_limits.invitation_by_address.check(&from.0)?;
    invitations::accept(&app, who.0, *id, body).await.map(Reply)
}
