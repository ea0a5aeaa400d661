//! Practices, their members, and the codes with which members register.

use diesel::prelude::*;

use super::schema::{enrolments, members, practices};
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
        .filter(enrolments::expires_at.gt(now));
    // Of two that come at once, one changes the row.
    if diesel::update(open).set(enrolments::used_by.eq(Some(account))).execute(conn)? != 1 {
        return Ok(None);
    }
    let taken = enrolments::table.filter(enrolments::code_hash.eq(code_hash));
    Ok(Some(taken.select(EnrolmentRow::as_select()).first(conn)?))
}
