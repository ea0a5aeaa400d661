//! Invitations: a therapist offers a care relationship, whoever has the link may look at it, one client accepts.
//!
//! Each way in which an invitation can fail has its own code, because the client shall know what to ask for; but all
//! of them are only told to somebody who shows the invitation's token.

use protocol::care::{
    AcceptInvitation, Collection, Invitation, InvitationState, NewInvitation, OpenInvitation, OpenedInvitation,
};
use protocol::{Blob, Code, InvitationId};

use super::collections;
use crate::accounts::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::db::invitations::{HandoverRow, InvitationRow};
use crate::db::{self, Conn, Id};
use crate::fault::{Fault, Result, is_duplicate};
use crate::sync::Notice;

/// How long an invitation stands, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// Makes one. The same one made again (the reply was lost) is answered the same.
pub async fn create(app: &App, actor: Actor, asked: NewInvitation) -> Result<Invitation> {
    let now = app.clock.now();
    let row = InvitationRow {
        id: asked.id.into(),
        therapist: actor.account.into(),
        token_hash: bounds::hash(&bounds::thirty_two(&asked.token, "the token")?),
        welcome: bounds::bytes(asked.welcome, bounds::MESSAGE, "the welcome")?,
        secret_sealed: bounds::bytes(asked.secret_sealed, bounds::KEY, "secret_sealed")?,
        label_sealed: asked.label_sealed.map(|label| bounds::bytes(label, bounds::MESSAGE, "the label")).transpose()?,
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
            db::invitations::insert(tx, &row).map_err(|error| match is_duplicate(&error) {
                true => Code::AlreadyExists.into(),
                false => Fault::from(error),
            })?;
            audit::record(tx, actor.account, Some(actor), Action::InvitationMade, row.id, now)?;
            Ok(row)
        })
        .await?;
    Ok(shown(made, now))
}

/// A therapist's own, the latest first.
pub async fn list(app: &App, actor: Actor) -> Result<Vec<Invitation>> {
    let now = app.clock.now();
    let rows = app.db.read(move |conn| db::invitations::of_therapist(conn, actor.account.into())).await?;
    Ok(rows.into_iter().map(|row| shown(row, now)).collect())
}

/// Takes one back. Taking it back twice is no error; a used one stays used.
pub async fn revoke(app: &App, actor: Actor, id: InvitationId) -> Result<()> {
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
                tx.announce(Notice::Account(actor.account));
            }
            Ok(())
        })
        .await
}

/// Shows the welcome to whoever has the link.
pub async fn open(app: &App, id: InvitationId, asked: OpenInvitation) -> Result<OpenedInvitation> {
    let now = app.clock.now();
    let row = app.db.read(move |conn| known(conn, id, &asked.token)).await?;
    standing(&row, now)?;
    Ok(OpenedInvitation { welcome: row.welcome.into(), expires_at: row.expires_at })
}

/// Accepts one: makes the care collection, lets client and therapist in, and keeps its key for the therapist. The same
/// client accepting again with the same collection (the reply was lost) is answered the same.
pub async fn accept(app: &App, actor: Actor, id: InvitationId, asked: AcceptInvitation) -> Result<Collection> {
    let now = app.clock.now();
    let handover = bounds::bytes(asked.handover, bounds::MESSAGE, "the handover")?;
    app.db
        .write(move |tx| {
            let row = known(tx, id, &asked.token)?;
            let collection = asked.collection.id;
            let mine = (Some(Id::from(actor.account)), Some(Id::from(collection)));
            if (row.used_by, row.collection) != mine {
                standing(&row, now)?;
                if !db::invitations::take(tx, row.id, actor.account.into(), collection.into())? {
                    return Err(Code::InvitationUsed.into());
                }
                collections::create_care(tx, actor, asked.collection, row.therapist.into(), now)?;
                let account = row.therapist;
                let handover =
                    HandoverRow { collection: collection.into(), account, invitation: row.id, message: handover };
                db::invitations::insert_handover(tx, &handover)?;
                audit::record(tx, actor.account, Some(actor), Action::InvitationAccepted, row.id, now)?;
                tx.announce(Notice::Account(actor.account));
                tx.announce(Notice::Account(row.therapist.into()));
            }
            let seen = collections::read(tx, actor.account)?;
            seen.into_iter().find(|seen| seen.id == collection).ok_or(Code::NotFound.into())
        })
        .await
}

/// Uses an open invitation up as far as it registers: one account. Where `anybody` may register, one that has registered
/// already is no obstacle.
pub fn register_with(conn: &mut Conn, id: InvitationId, token: &Blob, anybody: bool, now: i64) -> Result<()> {
    let row = known(conn, id, token)?;
    standing(&row, now)?;
    if db::invitations::register(conn, row.id, now)? || anybody { Ok(()) } else { Err(Code::InvitationUsed.into()) }
}

/// The invitation that a token opens; a wrong token is answered like an unknown invitation.
fn known(conn: &mut Conn, id: InvitationId, token: &Blob) -> Result<InvitationRow> {
    let shown = bounds::hash(&token.0);
    let row = db::invitations::by_id(conn, id.into())?;
    row.filter(|row| bounds::same(&row.token_hash, &shown)).ok_or(Code::InvitationInvalid.into())
}

fn standing(row: &InvitationRow, now: i64) -> Result<(), Code> {
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

fn shown(row: InvitationRow, now: i64) -> Invitation {
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
