//! A practice, its members, and the one-time codes with which they register.

use std::sync::atomic::Ordering;

use protocol::care::{Enrolment, InvitationState, Member, NewEnrolment, Practice, Role};
use protocol::practice::{ChangePractice, EnrolmentState, PracticeSettings, ServerHealth};
use protocol::{Code, EnrolmentId, PracticeId, Problem};

use crate::accounts::{Actor, profile};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::clock::Clock;
use crate::db::practice::{EnrolmentRow, PracticeRow};
use crate::db::{self, Conn};
use crate::entropy::Entropy;
use crate::fault::Result;

/// How long a code is good, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A practice as it begins.
pub fn founded(id: PracticeId, name: String, now: i64) -> PracticeRow {
    let settings = PracticeSettings::default();
    PracticeRow {
        id: id.into(),
        name,
        created_at: now,
        idle_lock_minutes: settings.idle_lock_minutes.into(),
        retention_days: settings.retention_days.into(),
        wording_version: settings.wording_version,
    }
}

/// The practice and everybody in it.
pub async fn read(app: &App, practice: PracticeId) -> Result<Practice> {
    app.db.read(move |conn| shown(conn, practice)).await
}

fn shown(conn: &mut Conn, practice: PracticeId) -> Result<Practice> {
    let (practice, members) = db::practice::with_members(conn, practice.into())?;
    let accounts: Vec<_> = members.iter().map(|row| row.account).collect();
    let with_factor = db::factors::confirmed_among(conn, &accounts)?;
    let members = members.into_iter().map(|row| Member {
        account: row.account.into(),
        name: row.name,
        roles: profile::roles(row.therapist, row.owner),
        joined_at: row.joined_at,
        second_factor: with_factor.contains(&row.account),
    });
    let settings = PracticeSettings {
        idle_lock_minutes: practice.idle_lock_minutes as u32,
        retention_days: practice.retention_days as u32,
        wording_version: practice.wording_version,
    };
    Ok(Practice { id: practice.id.into(), name: practice.name, settings, members: members.collect() })
}

/// Sets name and settings.
pub async fn change(app: &App, actor: Actor, practice: PracticeId, asked: ChangePractice) -> Result<Practice> {
    let now = app.clock.now();
    let PracticeSettings { idle_lock_minutes, retention_days, wording_version } = asked.settings;
    let within = (1..=240).contains(&idle_lock_minutes) && retention_days <= 36_500;
    if !within {
        return Err(Problem::new(Code::Unprocessable).detail("a lock of 1 to 240 minutes, at most 36500 days").into());
    }
    let wording_version = bounds::name(&wording_version, "the wording's version")?;
    let name = asked.name.map(|name| bounds::name(&name, "the practice's name")).transpose()?;
    app.db
        .write(move |tx| {
            let (row, _) = db::practice::with_members(tx, practice.into())?;
            let row = PracticeRow {
                name: name.unwrap_or(row.name),
                idle_lock_minutes: idle_lock_minutes.into(),
                retention_days: retention_days.into(),
                wording_version,
                ..row
            };
            db::practice::set_settings(tx, &row)?;
            audit::record(tx, practice, Some(actor), Action::SettingsChanged, practice, now)?;
            shown(tx, practice)
        })
        .await
}

/// The codes that were made, the latest first.
pub async fn enrolments(app: &App, practice: PracticeId) -> Result<Vec<EnrolmentState>> {
    let now = app.clock.now();
    let rows = app.db.read(move |conn| db::practice::enrolments_of(conn, practice.into())).await?;
    Ok(rows
        .into_iter()
        .map(|row| EnrolmentState {
            id: row.id.into(),
            roles: profile::roles(row.therapist, row.owner),
            state: match &row {
                EnrolmentRow { used_by: Some(_), .. } => InvitationState::Used,
                EnrolmentRow { revoked_at: Some(_), .. } => InvitationState::Revoked,
                row if row.expires_at <= now => InvitationState::Expired,
                _ => InvitationState::Open,
            },
            created_by: row.created_by.map(Into::into),
            used_by: row.used_by.map(Into::into),
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
        .collect())
}

/// Takes a code back. Taking it back twice is no error; a used one stays used.
pub async fn revoke_enrolment(app: &App, actor: Actor, practice: PracticeId, id: EnrolmentId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mine = db::practice::enrolments_of(tx, practice.into())?;
            let row = mine.into_iter().find(|row| row.id == id.into()).ok_or(Code::NotFound)?;
            if row.used_by.is_some() {
                return Err(Code::EnrolmentInvalid.into());
            }
            if db::practice::revoke_enrolment(tx, row.id, now)? {
                audit::record(tx, practice, Some(actor), Action::EnrolmentRevoked, row.id, now)?;
            }
            Ok(())
        })
        .await
}

/// How the server is, for an owner.
pub async fn health(app: &App) -> Result<ServerHealth> {
    let (database, database_bytes) = app.db.read(db::health::facts).await?;
    let kept = app.housekeeping_at.load(Ordering::Relaxed);
    Ok(ServerHealth {
        version: env!("CARGO_PKG_VERSION").into(),
        started_at: app.started_at,
        now: app.clock.now(),
        database: database.into(),
        database_bytes,
        housekeeping_at: (kept > 0).then_some(kept),
        backup_days: app.config.lifetimes.backup_days,
    })
}

/// A code for a new member.
pub async fn enrol(app: &App, actor: Actor, practice: PracticeId, asked: NewEnrolment) -> Result<Enrolment> {
    if asked.roles.is_empty() {
        return Err(Problem::new(Code::Unprocessable).detail("a member has at least one role").into());
    }
    let (enrolment, mut row) = fresh(&app.clock, &app.entropy, &asked.roles);
    row.practice = Some(practice.into());
    row.created_by = Some(actor.account.into());
    let now = row.created_at;
    app.db
        .write(move |tx| {
            db::practice::insert_enrolment(tx, &row)?;
            audit::record(tx, practice, Some(actor), Action::EnrolmentMade, row.id, now)
        })
        .await?;
    Ok(enrolment)
}

/// The first code of a new practice, made on the command line: its user becomes owner and therapist.
pub fn bootstrap(conn: &mut Conn, clock: &Clock, entropy: &Entropy) -> Result<Enrolment> {
    let (enrolment, row) = fresh(clock, entropy, &[Role::Owner, Role::Therapist]);
    db::practice::insert_enrolment(conn, &row)?;
    Ok(enrolment)
}

/// What is kept of a code. Case, dashes and spaces do not matter.
pub fn hash_code(code: &str) -> Vec<u8> {
    let letters: String = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    bounds::hash(letters.as_bytes())
}

fn fresh(clock: &Clock, entropy: &Entropy, roles: &[Role]) -> (Enrolment, EnrolmentRow) {
    let now = clock.now();
    let id = EnrolmentId::new(now as u64, entropy.bytes());
    let code = code(entropy, 5);
    let row = EnrolmentRow {
        id: id.into(),
        practice: None,
        code_hash: hash_code(&code),
        therapist: roles.contains(&Role::Therapist),
        owner: roles.contains(&Role::Owner),
        created_by: None,
        created_at: now,
        expires_at: now + WEEK,
        used_by: None,
        revoked_at: None,
    };
    (Enrolment { id, code, expires_at: row.expires_at }, row)
}

/// Twenty random bits a group of four, at most five groups.
pub fn code(entropy: &Entropy, groups: usize) -> String {
    let letters = entropy.bytes::<20>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).take(groups).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = code(&Entropy::from_seed([7; 32]), 5);
        assert_eq!(code.len(), 24);
        assert_eq!(hash_code(&code), hash_code(&format!(" {} ", code.replace('-', " ").to_lowercase())));
    }
}
