//! Invitations: a therapist offers a care relationship, anybody with the link may open it, one client accepts it.
//!
//! Each reason why an invitation cannot be used has its own code, so that the client knows what to ask for. These codes
//! are only returned to a caller with the invitation's token.

use protocol::care::{
    AcceptInvitation, Collection, Invitation, InvitationState, NewInvitation, OpenInvitation, OpenedInvitation,
};
use protocol::{Blob, Code, InvitationId};

use super::collections;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::invitations::{HandoverRow, InvitationRow};
use crate::db::{self, Conn, Id};
use crate::fault::Result;

/// How long an invitation is valid, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// Creates an invitation. Idempotent.
pub(crate) async fn create(app: &App, actor: Actor, new: NewInvitation) -> Result<Invitation> {
    let now = app.clock.now();
    let row = InvitationRow {
        id: new.id.into(),
        therapist: actor.account.into(),
        token_hash: bounds::hash(&bounds::bytes_32(&new.token, "the token")?),
        welcome: bounds::bytes(new.welcome, bounds::MESSAGE, "the welcome")?,
        secret_sealed: bounds::bytes(new.secret_sealed, bounds::KEY, "secret_sealed")?,
        label_sealed: new.label_sealed.map(|label| bounds::bytes(label, bounds::MESSAGE, "the label")).transpose()?,
        created_at: now,
        expires_at: now + WEEK,
        revoked_at: None,
        used_by: None,
        collection: None,
        registered_at: None,
    };
    let made = app
        .db
        .write(move |tx| {
            if let Some(there) = db::invitations::by_id(tx, row.id)? {
                let again = InvitationRow {
                    created_at: there.created_at,
                    expires_at: there.expires_at,
                    registered_at: there.registered_at,
                    ..row
                };
                return if there == again { Ok(there) } else { Err(Code::AlreadyExists.into()) };
            }
            db::invitations::insert(tx, &row).map_err(|fault| fault.duplicate_as(Code::AlreadyExists))?;
            audit::record(tx, actor.account, Some(actor), Action::InvitationMade, row.id, now)?;
            Ok(row)
        })
        .await?;
    Ok(to_invitation(made, now))
}

/// A therapist's invitations, newest first.
pub(crate) async fn list(app: &App, actor: Actor) -> Result<Vec<Invitation>> {
    let now = app.clock.now();
    let rows = app.db.read(move |conn| db::invitations::of_therapist(conn, actor.account.into())).await?;
    Ok(rows.into_iter().map(|row| to_invitation(row, now)).collect())
}

/// Revokes an invitation. Idempotent; a used invitation cannot be revoked.
pub(crate) async fn revoke(app: &App, actor: Actor, id: InvitationId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let row = db::invitations::by_id(tx, id.into())?;
            let row = row.filter(|row| row.therapist == actor.account.into()).ok_or(Code::NotFound)?;
            if row.used_by.is_some() {
                return Err(Code::InvitationUsed.into());
            }
            if db::invitations::revoke(tx, row.id, now)? {
                audit::record(tx, actor.account, Some(actor), Action::InvitationRevoked, row.id, now)?;
                tx.emit(ChangeEvent::AccountChanged(actor.account));
            }
            Ok(())
        })
        .await
}

/// Returns the welcome to anybody with the link.
pub(crate) async fn open(app: &App, id: InvitationId, new: OpenInvitation) -> Result<OpenedInvitation> {
    let now = app.clock.now();
    let row = app.db.read(move |conn| find_by_token(conn, id, &new.token)).await?;
    require_open(&row, now)?;
    Ok(OpenedInvitation { welcome: row.welcome.into(), expires_at: row.expires_at })
}

/// Accepts an invitation: creates the care collection with its members, and stores the key handover for the
/// therapist. Idempotent for the same client and collection.
pub(crate) async fn accept(app: &App, actor: Actor, id: InvitationId, new: AcceptInvitation) -> Result<Collection> {
    let now = app.clock.now();
    let handover = bounds::bytes(new.handover, bounds::MESSAGE, "the handover")?;
    app.db
        .write(move |tx| {
            let row = find_by_token(tx, id, &new.token)?;
            let collection = new.collection.id;
            let mine = (Some(Id::from(actor.account)), Some(Id::from(collection)));
            if (row.used_by, row.collection) != mine {
                require_open(&row, now)?;
                if !db::invitations::mark_used(tx, row.id, actor.account.into(), collection.into())? {
                    return Err(Code::InvitationUsed.into());
                }
                collections::create_care(tx, actor, new.collection, row.therapist.into(), now)?;
                let account = row.therapist;
                let handover =
                    HandoverRow { collection: collection.into(), account, invitation: row.id, message: handover };
                db::invitations::insert_handover(tx, &handover)?;
                audit::record(tx, actor.account, Some(actor), Action::InvitationAccepted, row.id, now)?;
                tx.emit(ChangeEvent::AccountChanged(actor.account));
                tx.emit(ChangeEvent::AccountChanged(row.therapist.into()));
            }
            let seen = collections::read(tx, actor.account)?;
            seen.into_iter().find(|seen| seen.id == collection).ok_or(Code::NotFound.into())
        })
        .await
}

/// Marks an open invitation as used for registration. If `anybody` may register, it may have been used before.
pub(crate) fn register_with(conn: &mut Conn, id: InvitationId, token: &Blob, anybody: bool, now: i64) -> Result<()> {
    let row = find_by_token(conn, id, token)?;
    require_open(&row, now)?;
    if db::invitations::register(conn, row.id, now)? || anybody { Ok(()) } else { Err(Code::InvitationUsed.into()) }
}

/// The invitation with this token. A wrong token is answered like an unknown invitation.
fn find_by_token(conn: &mut Conn, id: InvitationId, token: &Blob) -> Result<InvitationRow> {
    let presented = bounds::hash(&token.0);
    let row = db::invitations::by_id(conn, id.into())?;
    row.filter(|row| bounds::constant_time_eq(&row.token_hash, &presented)).ok_or(Code::InvitationInvalid.into())
}

fn require_open(row: &InvitationRow, now: i64) -> Result<(), Code> {
    match state(row, now) {
        InvitationState::Open => Ok(()),
        InvitationState::Used => Err(Code::InvitationUsed),
        InvitationState::Revoked => Err(Code::InvitationRevoked),
        InvitationState::Expired => Err(Code::InvitationExpired),
    }
}

fn state(row: &InvitationRow, now: i64) -> InvitationState {
    match row {
        InvitationRow { used_by: Some(_), .. } => InvitationState::Used,
        InvitationRow { revoked_at: Some(_), .. } => InvitationState::Revoked,
        row if row.expires_at <= now => InvitationState::Expired,
        _ => InvitationState::Open,
    }
}

fn to_invitation(row: InvitationRow, now: i64) -> Invitation {
    Invitation {
        id: row.id.into(),
        state: state(&row, now),
        created_at: row.created_at,
        expires_at: row.expires_at,
        secret_sealed: row.secret_sealed.into(),
        label_sealed: row.label_sealed.map(Into::into),
        collection: row.collection.map(Into::into),
    }
}
