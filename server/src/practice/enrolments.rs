//! Enrolments: one-time codes with which therapists and owners register.

use protocol::care::{Enrolment, InvitationState, NewEnrolment, Role};
use protocol::practice::EnrolmentState;
use protocol::{Code, EnrolmentId, PracticeId, Problem};

use crate::accounts::profile;
use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::clock::Clock;
use crate::codes;
use crate::db::practice::EnrolmentRow;
use crate::db::{self, Conn};
use crate::entropy::Entropy;
use crate::fault::Result;

/// How long a code is valid, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// A practice's enrolments, newest first. The codes themselves are not stored.
pub(crate) async fn list(app: &App, practice: PracticeId) -> Result<Vec<EnrolmentState>> {
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

/// Creates a code for a new member.
pub(crate) async fn create(app: &App, actor: Actor, practice: PracticeId, new: NewEnrolment) -> Result<Enrolment> {
    if new.roles.is_empty() {
        return Err(Problem::new(Code::Unprocessable).detail("a member has at least one role").into());
    }
    let (enrolment, mut row) = generate(&app.clock, &app.entropy, &new.roles);
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

/// Revokes a code. Idempotent; a used code cannot be revoked.
pub(crate) async fn revoke(app: &App, actor: Actor, practice: PracticeId, id: EnrolmentId) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let enrolments = db::practice::enrolments_of(tx, practice.into())?;
            let row = enrolments.into_iter().find(|row| row.id == id.into()).ok_or(Code::NotFound)?;
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

/// Creates the first code of a new practice, from the command line. Its user becomes owner and therapist.
pub fn bootstrap(conn: &mut Conn, clock: &Clock, entropy: &Entropy) -> Result<Enrolment> {
    let (enrolment, row) = generate(clock, entropy, &[Role::Owner, Role::Therapist]);
    db::practice::insert_enrolment(conn, &row)?;
    Ok(enrolment)
}

fn generate(clock: &Clock, entropy: &Entropy, roles: &[Role]) -> (Enrolment, EnrolmentRow) {
    let now = clock.now();
    let id = EnrolmentId::new(now as u64, entropy.bytes());
    let code = codes::generate(entropy, 5);
    let row = EnrolmentRow {
        id: id.into(),
        practice: None,
        code_hash: codes::hash(&code),
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
