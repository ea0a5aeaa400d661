//! The members of a practice, as an owner manages them: roles, removal, sessions, a lost second factor.

use protocol::practice::{ChangeMember, MemberSession};
use protocol::{AccountId, Code, DeviceId, PracticeId, Problem};

use crate::accounts::{devices, erasure, second_factor};
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::care::collections;
use crate::changes::ChangeEvent;
use crate::db::practice::MemberRow;
use crate::db::{self, Conn};
use crate::fault::Result;

/// Changes a member's roles. Losing the therapist role revokes access to all care collections in the same
/// transaction.
pub(crate) async fn change(
    app: &App,
    actor: Actor,
    practice: PracticeId,
    account: AccountId,
    request: ChangeMember,
) -> Result<()> {
    use protocol::care::Role;
    let now = app.clock.now();
    let (therapist, owner) = (request.roles.contains(&Role::Therapist), request.roles.contains(&Role::Owner));
    if !therapist && !owner {
        return Err(Problem::new(Code::Unprocessable).detail("a member has at least one role").into());
    }
    app.db
        .write(move |tx| {
            db::practice::lock(tx, practice.into())?;
            let member = member(tx, practice, account)?;
            if (member.therapist, member.owner) == (therapist, owner) {
                return Ok(());
            }
            if member.owner && !owner && db::practice::owners(tx, practice.into())? == 1 {
                return Err(Code::LastOwner.into());
            }
            db::practice::set_roles(tx, account.into(), therapist, owner)?;
            if member.therapist && !therapist {
                collections::end_all_access(tx, actor, account, now)?;
                db::invitations::revoke_all(tx, account.into(), now)?;
            }
            audit::record(tx, practice, Some(actor), Action::RolesChanged, account, now)?;
            tx.emit(ChangeEvent::PermissionsChanged(account));
            Ok(())
        })
        .await
}

/// Removes a member: signs out all devices, revokes access to all care collections, and deletes the account. Shared
/// records stay with the clients.
pub(crate) async fn remove(app: &App, actor: Actor, practice: PracticeId, account: AccountId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            db::practice::lock(tx, practice.into())?;
            member(tx, practice, account)?;
            reject_own_account(actor, account)?;
            erasure::delete_account(tx, actor, account, now).map(drop)
        })
        .await
}

/// Removes the second factor of a member who has lost both phone and spare codes. If the practice requires one, the
/// member's sessions are limited until a new one is set up.
pub(crate) async fn remove_second_factor(
    app: &App,
    actor: Actor,
    practice: PracticeId,
    account: AccountId,
) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            member(tx, practice, account)?;
            reject_own_account(actor, account)?;
            second_factor::remove(tx, Some(actor), account, now)?;
            tx.emit(ChangeEvent::PermissionsChanged(account));
            audit::record(tx, practice, Some(actor), Action::SecondFactorEnded, account, now)
        })
        .await
}

/// All signed-in devices of all members, most recently seen first.
pub(crate) async fn sessions(app: &App, practice: PracticeId) -> Result<Vec<MemberSession>> {
    let rows = app.db.read(move |conn| db::devices::of_practice(conn, practice.into())).await?;
    Ok(rows
        .into_iter()
        .map(|row| MemberSession {
            device: row.id.into(),
            account: row.account.into(),
            name: row.name,
            created_at: row.created_at,
            seen_at: row.seen_at,
        })
        .collect())
}

/// Signs out a member's device.
pub(crate) async fn end_session(app: &App, actor: Actor, practice: PracticeId, device: DeviceId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let row = db::devices::by_id(tx, device.into())?.ok_or(Code::NotFound)?;
            let account = AccountId::from(row.account);
            member(tx, practice, account)?;
            match devices::end_for(tx, account, actor, device, Action::SignedOut, now)? {
                true => Ok(()),
                false => Err(Code::NotFound.into()),
            }
        })
        .await
}

/// The member with this account. `not_found` if it belongs to another practice or to none.
fn member(conn: &mut Conn, practice: PracticeId, account: AccountId) -> Result<MemberRow> {
    let found = db::practice::member(conn, account.into())?.map(|(member, _)| member);
    Ok(found.filter(|member| member.practice == practice.into()).ok_or(Code::NotFound)?)
}

/// Owners manage their own account in `/v1/me`, where the password is required.
fn reject_own_account(actor: Actor, account: AccountId) -> Result<()> {
    match actor.account == account {
        true => Err(Problem::new(Code::Unprocessable).detail("use /v1/me for your own account").into()),
        false => Ok(()),
    }
}
