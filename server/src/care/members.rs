//! The members of a practice, as an owner changes them: roles, removal, open sessions, a lost second factor.

use protocol::practice::{ChangeMember, MemberSession};
use protocol::{AccountId, Code, DeviceId, PracticeId, Problem};

use super::collections;
use crate::accounts::{Actor, devices, erasure, second_factor};
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::practice::MemberRow;
use crate::db::{self, Conn};
use crate::fault::Result;
use crate::sync::Notice;

/// Changes what a member may do. Whoever is no therapist any more leaves all care relationships, in the same act.
pub async fn change(
    app: &App,
    actor: Actor,
    practice: PracticeId,
    account: AccountId,
    asked: ChangeMember,
) -> Result<()> {
    use protocol::care::Role;
    let now = app.clock.now();
    let (therapist, owner) = (asked.roles.contains(&Role::Therapist), asked.roles.contains(&Role::Owner));
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
            tx.announce(Notice::Standing(account));
            Ok(())
        })
        .await
}

/// Removes a member: signed out everywhere, out of all care relationships, and the account is deleted. What clients
/// shared stays with the clients.
pub async fn remove(app: &App, actor: Actor, practice: PracticeId, account: AccountId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            db::practice::lock(tx, practice.into())?;
            member(tx, practice, account)?;
            somebody_else(actor, account)?;
            erasure::account(tx, actor, account, now).map(drop)
        })
        .await
}

/// Ends the second factor of a member who has lost phone and spare codes.
pub async fn forget_second_factor(app: &App, actor: Actor, practice: PracticeId, account: AccountId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            member(tx, practice, account)?;
            somebody_else(actor, account)?;
            second_factor::forget(tx, Some(actor), account, now)?;
            audit::record(tx, practice, Some(actor), Action::SecondFactorEnded, account, now)
        })
        .await
}

/// Every signed-in device of every member, the latest heard of first.
pub async fn sessions(app: &App, practice: PracticeId) -> Result<Vec<MemberSession>> {
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

/// Signs a member's device out.
pub async fn end_session(app: &App, actor: Actor, practice: PracticeId, device: DeviceId) -> Result<()> {
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

/// A member of this practice; anybody else is not there.
fn member(conn: &mut Conn, practice: PracticeId, account: AccountId) -> Result<MemberRow> {
    let found = db::practice::member(conn, account.into())?.map(|(member, _)| member);
    Ok(found.filter(|member| member.practice == practice.into()).ok_or(Code::NotFound)?)
}

/// What an owner does to the own account asks for the password, and has its own way.
fn somebody_else(actor: Actor, account: AccountId) -> Result<()> {
    match actor.account == account {
        true => Err(Problem::new(Code::Unprocessable).detail("for the own account, see /v1/me").into()),
        false => Ok(()),
    }
}
