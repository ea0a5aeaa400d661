//! Practices, their members and enrolments.

use diesel::prelude::*;
use protocol::PracticeId;
use protocol::practice::PracticeSettings;

use super::schema::{enrolments, former_members, members, practices};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = practices)]
pub struct PracticeRow {
    pub id: Id,
    pub name: String,
    pub created_at: i64,
    /// Idle minutes until the portal locks itself.
    pub idle_lock_minutes: i64,
    /// Whether every member needs a second factor.
    pub second_factor_required: bool,
}

impl PracticeRow {
    /// A new practice with default settings.
    pub fn new(id: PracticeId, name: String, now: i64) -> Self {
        let settings = PracticeSettings::default();
        Self {
            id: id.into(),
            name,
            created_at: now,
            idle_lock_minutes: settings.idle_lock_minutes.into(),
            second_factor_required: settings.second_factor_required,
        }
    }
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = members)]
pub struct MemberRow {
    pub account: Id,
    pub practice: Id,
    /// As colleagues and clients see it.
    pub name: String,
    /// Whether the member may invite clients.
    pub therapist: bool,
    /// Whether the member may invite other members.
    pub owner: bool,
    pub joined_at: i64,
}

/// A one-time code for a new member.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrolments)]
pub struct EnrolmentRow {
    pub id: Id,
    /// `None` for the first code of a new practice.
    pub practice: Option<Id>,
    pub code_hash: Vec<u8>,
    /// Whether its user becomes a therapist.
    pub therapist: bool,
    /// Whether its user becomes an owner.
    pub owner: bool,
    /// `None` if the command line created it.
    pub created_by: Option<Id>,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_by: Option<Id>,
    pub revoked_at: Option<i64>,
}

pub fn insert(conn: &mut Conn, row: &PracticeRow) -> Result<()> {
    diesel::insert_into(practices::table).values(row).execute(conn)?;
    Ok(())
}

pub fn insert_member(conn: &mut Conn, row: &MemberRow) -> Result<()> {
    diesel::insert_into(members::table).values(row).execute(conn)?;
    Ok(())
}

/// An account's membership, with its practice.
pub fn member(conn: &mut Conn, account: Id) -> Result<Option<(MemberRow, PracticeRow)>> {
    Ok(members::table
        .inner_join(practices::table.on(practices::id.eq(members::practice)))
        .filter(members::account.eq(account))
        .select((MemberRow::as_select(), PracticeRow::as_select()))
        .first(conn)
        .optional()?)
}

/// A practice and its members, in the order in which they joined.
pub fn with_members(conn: &mut Conn, id: Id) -> Result<(PracticeRow, Vec<MemberRow>)> {
    let practice = practices::table.find(id).select(PracticeRow::as_select()).first(conn)?;
    let people = members::table.filter(members::practice.eq(id)).order((members::joined_at, members::account));
    Ok((practice, people.select(MemberRow::as_select()).load(conn)?))
}

/// Locks a practice until the transaction ends: changes of its owners run one at a time.
pub fn lock(conn: &mut Conn, id: Id) -> Result<()> {
    // SQLite has a single writer.
    if let Conn::Postgres(c) = conn {
        practices::table.find(id).select(practices::id).for_no_key_update().first::<Id>(c).optional()?;
    }
    Ok(())
}

/// Stores a practice's name and settings.
pub fn set_settings(conn: &mut Conn, row: &PracticeRow) -> Result<()> {
    diesel::update(practices::table.find(row.id))
        .set((
            practices::name.eq(&row.name),
            practices::idle_lock_minutes.eq(row.idle_lock_minutes),
            practices::second_factor_required.eq(row.second_factor_required),
        ))
        .execute(conn)?;
    Ok(())
}

/// All practices of this server.
pub fn all(conn: &mut Conn) -> Result<Vec<Id>> {
    Ok(practices::table.order(practices::id).select(practices::id).load(conn)?)
}

/// The number of owners.
pub fn owners(conn: &mut Conn, practice: Id) -> Result<i64> {
    let owners = members::table.filter(members::practice.eq(practice)).filter(members::owner.eq(true));
    Ok(owners.count().get_result(conn)?)
}

/// Sets a member's roles.
pub fn set_roles(conn: &mut Conn, account: Id, therapist: bool, owner: bool) -> Result<()> {
    diesel::update(members::table.find(account))
        .set((members::therapist.eq(therapist), members::owner.eq(owner)))
        .execute(conn)?;
    Ok(())
}

/// Keeps the name of a member who leaves.
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

/// The accounts of former members.
pub fn former_members(conn: &mut Conn, practice: Id) -> Result<Vec<Id>> {
    let rows = former_members::table.filter(former_members::practice.eq(practice)).order(former_members::left_at);
    Ok(rows.select(former_members::account).load(conn)?)
}

/// The names of those accounts that are or were members of a practice.
pub fn names_of(conn: &mut Conn, accounts: &[Id]) -> Result<Vec<(Id, String)>> {
    let here = members::table.filter(members::account.eq_any(accounts)).select((members::account, members::name));
    let mut names: Vec<(Id, String)> = here.load(conn)?;
    let gone = former_members::table.filter(former_members::account.eq_any(accounts));
    names.extend(gone.select((former_members::account, former_members::name)).load::<(Id, String)>(conn)?);
    Ok(names)
}

/// A practice's enrolments, newest first.
pub fn enrolments_of(conn: &mut Conn, practice: Id) -> Result<Vec<EnrolmentRow>> {
    let rows = enrolments::table.filter(enrolments::practice.eq(Some(practice)));
    Ok(rows.order(enrolments::created_at.desc()).select(EnrolmentRow::as_select()).load(conn)?)
}

/// Revokes an unused code; false if it is used or revoked.
pub fn revoke_enrolment(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let open = enrolments::table
        .filter(enrolments::id.eq(id))
        .filter(enrolments::used_by.is_null())
        .filter(enrolments::revoked_at.is_null());
    Ok(diesel::update(open).set(enrolments::revoked_at.eq(Some(now))).execute(conn)? == 1)
}

pub fn insert_enrolment(conn: &mut Conn, row: &EnrolmentRow) -> Result<()> {
    diesel::insert_into(enrolments::table).values(row).execute(conn)?;
    Ok(())
}

/// Marks a code as used; `None` if it is unknown, used, revoked or expired.
pub fn take_enrolment(conn: &mut Conn, code_hash: &[u8], account: Id, now: i64) -> Result<Option<EnrolmentRow>> {
    let open = enrolments::table
        .filter(enrolments::code_hash.eq(code_hash))
        .filter(enrolments::used_by.is_null())
        .filter(enrolments::revoked_at.is_null())
        .filter(enrolments::expires_at.gt(now));
    // Only one of two concurrent transactions updates the row.
    if diesel::update(open).set(enrolments::used_by.eq(Some(account))).execute(conn)? != 1 {
        return Ok(None);
    }
    let taken = enrolments::table.filter(enrolments::code_hash.eq(code_hash));
    Ok(Some(taken.select(EnrolmentRow::as_select()).first(conn)?))
}
