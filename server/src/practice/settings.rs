//! A practice as its members see it, and the settings of its owners.

use std::sync::atomic::Ordering;

use protocol::care::{Member, Practice};
use protocol::practice::{ChangePractice, PracticeSettings, ServerHealth};
use protocol::{Code, PracticeId, Problem};

use crate::accounts::profile;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::practice::PracticeRow;
use crate::db::{self, Conn, Id};
use crate::fault::Result;

/// The practice with its members.
pub(crate) async fn read(app: &App, practice: PracticeId) -> Result<Practice> {
    app.db.read(move |conn| load(conn, practice)).await
}

/// The practice with its members, and how many clients each has in care: for an owner, before a member is removed.
pub(crate) async fn read_for_owner(app: &App, practice: PracticeId) -> Result<Practice> {
    let read = move |conn: &mut Conn| {
        let mut practice = load(conn, practice)?;
        let accounts: Vec<Id> = practice.members.iter().map(|member| member.account.into()).collect();
        let counts = db::collections::clients_of(conn, &accounts)?;
        for member in &mut practice.members {
            let count = counts.iter().find(|(account, _)| *account == member.account.into());
            member.clients = Some(count.map_or(0, |(_, count)| *count as u32));
        }
        Ok(practice)
    };
    app.db.read(read).await
}

fn load(conn: &mut Conn, practice: PracticeId) -> Result<Practice> {
    let (practice, members) = db::practice::with_members(conn, practice.into())?;
    let accounts: Vec<_> = members.iter().map(|row| row.account).collect();
    let with_second_factor = db::second_factors::confirmed_among(conn, &accounts)?;
    let members = members.into_iter().map(|row| Member {
        account: row.account.into(),
        name: row.name,
        roles: profile::roles(row.therapist, row.owner),
        joined_at: row.joined_at,
        second_factor: with_second_factor.contains(&row.account),
        clients: None,
    });
    let settings = PracticeSettings {
        idle_lock_minutes: practice.idle_lock_minutes as u32,
        second_factor_required: practice.second_factor_required,
    };
    Ok(Practice { id: practice.id.into(), name: practice.name, settings, members: members.collect() })
}

/// Changes name and settings. Only an owner who has a second factor may require one: otherwise the request would lock
/// its sender out.
pub(crate) async fn change(app: &App, actor: Actor, practice: PracticeId, new: ChangePractice) -> Result<Practice> {
    let now = app.clock.now();
    let PracticeSettings { idle_lock_minutes, second_factor_required } = new.settings;
    if !(1..=240).contains(&idle_lock_minutes) {
        return Err(Problem::new(Code::Unprocessable).detail("the lock time is 1 to 240 minutes").into());
    }
    let name = new.name.map(|name| bounds::name(&name, "the practice's name")).transpose()?;
    app.db
        .write(move |tx| {
            db::practice::lock(tx, practice.into())?;
            let (before, members) = db::practice::with_members(tx, practice.into())?;
            let row = PracticeRow {
                name: name.unwrap_or_else(|| before.name.clone()),
                idle_lock_minutes: idle_lock_minutes.into(),
                second_factor_required,
                ..before
            };
            let rule_changed = row.second_factor_required != before.second_factor_required;
            if rule_changed && second_factor_required && !db::second_factors::is_confirmed(tx, actor.account.into())? {
                return Err(Code::OwnSecondFactorMissing.into());
            }
            db::practice::set_settings(tx, &row)?;
            if rule_changed {
                let action =
                    if second_factor_required { Action::SecondFactorRuleSet } else { Action::SecondFactorRuleLifted };
                audit::record(tx, practice, Some(actor), action, practice, now)?;
                for member in members {
                    tx.emit(ChangeEvent::PermissionsChanged(member.account.into()));
                }
            }
            if !rule_changed || (&row.name, row.idle_lock_minutes) != (&before.name, before.idle_lock_minutes) {
                audit::record(tx, practice, Some(actor), Action::SettingsChanged, practice, now)?;
            }
            load(tx, practice)
        })
        .await
}

/// The server's health, for an owner.
pub(crate) async fn health(app: &App, practice: PracticeId) -> Result<ServerHealth> {
    let read = move |conn: &mut Conn| {
        let backup_at = db::audit::last_at(conn, practice.into(), Action::BackupMade.as_str())?;
        Ok((db::health::kind_and_size(conn)?, backup_at))
    };
    let ((database, database_bytes), backup_at) = app.db.read(read).await?;
    let cleanup_at = app.cleanup_at.load(Ordering::Relaxed);
    Ok(ServerHealth {
        version: env!("CARGO_PKG_VERSION").into(),
        started_at: app.started_at,
        now: app.clock.now(),
        database: database.into(),
        database_bytes,
        housekeeping_at: (cleanup_at > 0).then_some(cleanup_at),
        backup_at,
        backup_days: app.config.lifetimes.backup_days,
    })
}
