//! Practices, their members, and the codes with which members register.

use diesel::prelude::*;

use super::schema::{enrolments, former_members, members, practices};
use super::{Conn, Id};
use crate::fault::Result;

/// A practice.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = practices)]
pub struct PracticeRow {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Since when.
    pub created_at: i64,
    /// Minutes without a touch after which the portal locks itself.
    pub idle_lock_minutes: i64,
    /// Days for which the practice keeps what it exports.
    pub retention_days: i64,
    /// Which version of the consent wording is in force.
    pub wording_version: String,
}

/// A therapist or an owner.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = members)]
pub struct MemberRow {
    /// The account.
    pub account: Id,
    /// The practice.
    pub practice: Id,
    /// The name as colleagues and clients read it.
    pub name: String,
    /// Whether it invites clients.
    pub therapist: bool,
    /// Whether it invites members.
    pub owner: bool,
    /// Since when.
    pub joined_at: i64,
}

/// A one-time code.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolments)]
pub struct EnrolmentRow {
    /// Its id.
    pub id: Id,
    /// Where it lets in; nothing for the first code of a new practice.
    pub practice: Option<Id>,
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// What it makes of its user.
    pub therapist: bool,
    /// What it makes of its user.
    pub owner: bool,
    /// Who made it; nobody when the command line did.
    pub created_by: Option<Id>,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// Who used it.
    pub used_by: Option<Id>,
    /// When an owner took it back.
    pub revoked_at: Option<i64>,
}

/// A new practice.
pub fn insert(conn: &mut Conn, row: &PracticeRow) -> Result<()> {
    diesel::insert_into(practices::table).values(row).execute(conn)?;
    Ok(())
}

/// A new member.
pub fn insert_member(conn: &mut Conn, row: &MemberRow) -> Result<()> {
    diesel::insert_into(members::table).values(row).execute(conn)?;
    Ok(())
}

/// An account's place in a practice.
pub fn member(conn: &mut Conn, account: Id) -> Result<Option<(MemberRow, PracticeRow)>> {
    Ok(members::table
        .inner_join(practices::table.on(practices::id.eq(members::practice)))
        .filter(members::account.eq(account))
        .select((MemberRow::as_select(), PracticeRow::as_select()))
        .first(conn)
        .optional()?)
}

/// A practice and everybody in it, in the order in which they joined.
pub fn with_members(conn: &mut Conn, id: Id) -> Result<(PracticeRow, Vec<MemberRow>)> {
    let practice = practices::table.find(id).select(PracticeRow::as_select()).first(conn)?;
    let people = members::table.filter(members::practice.eq(id)).order((members::joined_at, members::account));
    Ok((practice, people.select(MemberRow::as_select()).load(conn)?))
}

/// Holds a practice until the transaction ends: of two changes of its owners, one is first.
pub fn lock(conn: &mut Conn, id: Id) -> Result<()> {
    // There is one writer in SQLite.
    if let Conn::Postgres(c) = conn {
        practices::table.find(id).select(practices::id).for_no_key_update().first::<Id>(c).optional()?;
    }
    Ok(())
}

/// Keeps a practice's name and settings.
pub fn set_settings(conn: &mut Conn, row: &PracticeRow) -> Result<()> {
    diesel::update(practices::table.find(row.id))
        .set((
            practices::name.eq(&row.name),
            practices::idle_lock_minutes.eq(row.idle_lock_minutes),
            practices::retention_days.eq(row.retention_days),
            practices::wording_version.eq(&row.wording_version),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many owners a practice has.
pub fn owners(conn: &mut Conn, practice: Id) -> Result<i64> {
    let owners = members::table.filter(members::practice.eq(practice)).filter(members::owner.eq(true));
    Ok(owners.count().get_result(conn)?)
}

/// Changes what a member may do.
pub fn set_roles(conn: &mut Conn, account: Id, therapist: bool, owner: bool) -> Result<()> {
    diesel::update(members::table.find(account))
        .set((members::therapist.eq(therapist), members::owner.eq(owner)))
        .execute(conn)?;
    Ok(())
}

/// Remembers the name of a member who leaves.
pub fn remember_former(conn: &mut Conn, member: &MemberRow, now: i64) -> Result<()> {
    let row = (
        former_members::account.eq(member.account),
        former_members::practice.eq(member.practice),
        former_members::name.eq(&member.name),
        former_members::left_at.eq(now),
    );
    diesel::insert_into(former_members::table).values(row).execute(conn)?;
    Ok(())
}

/// The accounts of those who have left a practice.
pub fn former_members(conn: &mut Conn, practice: Id) -> Result<Vec<Id>> {
    let rows = former_members::table.filter(former_members::practice.eq(practice)).order(former_members::left_at);
    Ok(rows.select(former_members::account).load(conn)?)
}

/// The names of those among these accounts that are, or were, members of a practice.
pub fn names_of(conn: &mut Conn, accounts: &[Id]) -> Result<Vec<(Id, String)>> {
    let here = members::table.filter(members::account.eq_any(accounts)).select((members::account, members::name));
    let mut names: Vec<(Id, String)> = here.load(conn)?;
    let gone = former_members::table.filter(former_members::account.eq_any(accounts));
    names.extend(gone.select((former_members::account, former_members::name)).load::<(Id, String)>(conn)?);
    Ok(names)
}

/// A practice's codes, the latest first.
pub fn enrolments_of(conn: &mut Conn, practice: Id) -> Result<Vec<EnrolmentRow>> {
    let rows = enrolments::table.filter(enrolments::practice.eq(Some(practice)));
    Ok(rows.order(enrolments::created_at.desc()).select(EnrolmentRow::as_select()).load(conn)?)
}

/// Takes an unused code back; false if it was used or taken back already.
pub fn revoke_enrolment(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let open = enrolments::table
        .filter(enrolments::id.eq(id))
        .filter(enrolments::used_by.is_null())
        .filter(enrolments::revoked_at.is_null());
    Ok(diesel::update(open).set(enrolments::revoked_at.eq(Some(now))).execute(conn)? == 1)
}

/// A new code.
pub fn insert_enrolment(conn: &mut Conn, row: &EnrolmentRow) -> Result<()> {
    diesel::insert_into(enrolments::table).values(row).execute(conn)?;
    Ok(())
}

/// Uses a code up; nothing when it is unknown, used or over.
pub fn take_enrolment(conn: &mut Conn, code_hash: &[u8], account: Id, now: i64) -> Result<Option<EnrolmentRow>> {
    let open = enrolments::table
        .filter(enrolments::code_hash.eq(code_hash))
        .filter(enrolments::used_by.is_null())
        .filter(enrolments::revoked_at.is_null())
        .filter(enrolments::expires_at.gt(now));
    // Of two that come at once, one changes the row.
    if diesel::update(open).set(enrolments::used_by.eq(Some(account))).execute(conn)? != 1 {
        return Ok(None);
    }
    let taken = enrolments::table.filter(enrolments::code_hash.eq(code_hash));
    Ok(Some(taken.select(EnrolmentRow::as_select()).first(conn)?))
}
