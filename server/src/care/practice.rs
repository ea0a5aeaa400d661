//! A practice, its members, and the one-time codes with which they register.

use protocol::care::{Enrolment, Member, NewEnrolment, Practice, Role};
use protocol::{Code, EnrolmentId, PracticeId, Problem};

use crate::accounts::{Actor, profile};
use crate::app::App;
use crate::audit::{self, Action};
use crate::bounds;
use crate::clock::Clock;
use crate::db::practice::EnrolmentRow;
use crate::db::{self, Conn};
use crate::entropy::Entropy;
use crate::fault::Result;

/// How long a code is good, in milliseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The practice and everybody in it.
pub async fn read(app: &App, practice: PracticeId) -> Result<Practice> {
    let (practice, members) = app.db.read(move |conn| db::practice::with_members(conn, practice.into())).await?;
    let members = members.into_iter().map(|row| Member {
        account: row.account.into(),
        name: row.name,
        roles: profile::roles(row.therapist, row.owner),
        joined_at: row.joined_at,
        second_factor: false,
    });
    let settings = Default::default();
    Ok(Practice { id: practice.id.into(), name: practice.name, settings, members: members.collect() })
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
    let code = code(entropy);
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
    };
    (Enrolment { id, code, expires_at: row.expires_at }, row)
}

/// A hundred random bits, in five groups of four.
fn code(entropy: &Entropy) -> String {
    let letters = entropy.bytes::<20>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = code(&Entropy::from_seed([7; 32]));
        assert_eq!(code.len(), 24);
        assert_eq!(hash_code(&code), hash_code(&format!(" {} ", code.replace('-', " ").to_lowercase())));
    }
}
