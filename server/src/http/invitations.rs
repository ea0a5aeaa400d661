//! `/v1/invitations`: a therapist offers, a client accepts.

use actix_web::web::Path;
use actix_web::{Responder, delete, get, post};
use protocol::InvitationId;
use protocol::care::{AcceptInvitation, Collection, Invitation, NewInvitation, OpenInvitation, OpenedInvitation};

use super::State;
use super::body::{Body, Call};
use super::caller::{Address, Client, Therapist};
use super::reply::{Created, Done, Reply};
use crate::care::invitations;
use crate::fault::Result;

/// Makes an invitation: good for seven days and for one client.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), request_body = NewInvitation, responses((status = 201, body = Invitation)))]
#[post("/v1/invitations")]
pub async fn invite(app: State, Call(who, asked): Call<Therapist, NewInvitation>) -> Result<impl Responder> {
    app.gates.invitation_by_account.pass(&who.0.account)?;
    invitations::create(&app, who.0, asked).await.map(Created)
}

/// The therapist's own, the latest first.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), responses((status = 200, body = Vec<Invitation>)))]
#[get("/v1/invitations")]
pub async fn invitation_list(app: State, who: Therapist) -> Result<impl Responder> {
    invitations::list(&app, who.0).await.map(Reply)
}

/// Takes an invitation back.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), params(("id" = InvitationId, Path)), responses((status = 204)))]
#[delete("/v1/invitations/{id}")]
pub async fn invitation_revoke(app: State, who: Therapist, id: Path<InvitationId>) -> Result<impl Responder> {
    invitations::revoke(&app, who.0, *id).await.map(|()| Done)
}

/// Shows the welcome to whoever has the link.
#[utoipa::path(tag = "invitations", params(("id" = InvitationId, Path)), request_body = OpenInvitation, responses((status = 200, body = OpenedInvitation)))]
#[post("/v1/invitations/{id}/open")]
pub async fn invitation_open(
    app: State,
    from: Address,
    id: Path<InvitationId>,
    asked: Body<OpenInvitation>,
) -> Result<impl Responder> {
    app.gates.invitation_by_address.pass(&from.0)?;
    invitations::open(&app, *id, asked.0).await.map(Reply)
}

/// Accepts it: makes the care collection and hands its key over.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), params(("id" = InvitationId, Path)), request_body = AcceptInvitation, responses((status = 200, body = Collection)))]
#[post("/v1/invitations/{id}/accept")]
pub async fn invitation_accept(
    app: State,
    from: Address,
    id: Path<InvitationId>,
    Call(who, asked): Call<Client, AcceptInvitation>,
) -> Result<impl Responder> {
    app.gates.invitation_by_address.pass(&from.0)?;
    invitations::accept(&app, who.0, *id, asked).await.map(Reply)
}
