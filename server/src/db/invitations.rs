//! Invitations, and the keys that wait for the therapist who made them.

use diesel::prelude::*;

use super::schema::{handovers, invitations};
use super::{Conn, Id};
use crate::fault::Result;

/// An invitation.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
pub struct InvitationRow {
    /// Its id.
    pub id: Id,
    /// Who made it.
    pub therapist: Id,
    /// SHA-256 of the token that opens it.
    pub token_hash: Vec<u8>,
    /// Sealed under the invitation's secret.
    pub welcome: Vec<u8>,
    /// Sealed under the therapist's account key.
    pub secret_sealed: Vec<u8>,
    /// Sealed under the therapist's account key.
    pub label_sealed: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: i64,
    /// Seven days later.
    pub expires_at: i64,
    /// When the therapist took it back.
    pub revoked_at: Option<i64>,
    /// Who accepted it.
    pub used_by: Option<Id>,
    /// What came of it.
    pub collection: Option<Id>,
    /// When an account was made with it.
    pub registered_at: Option<i64>,
}

/// A new invitation.
pub fn insert(conn: &mut Conn, row: &InvitationRow) -> QueryResult<()> {
    diesel::insert_into(invitations::table).values(row).execute(conn).map(drop)
}

/// The invitation with this id.
pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<InvitationRow>> {
    Ok(invitations::table.find(id).select(InvitationRow::as_select()).first(conn).optional()?)
}

/// A therapist's invitations, the latest first.
pub fn of_therapist(conn: &mut Conn, therapist: Id) -> Result<Vec<InvitationRow>> {
    let rows = invitations::table.filter(invitations::therapist.eq(therapist)).order(invitations::created_at.desc());
    Ok(rows.select(InvitationRow::as_select()).load(conn)?)
}

/// Takes an unused invitation back; false if it was used or taken back already.
pub fn revoke(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let open = invitations::table
        .filter(invitations::id.eq(id))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    Ok(diesel::update(open).set(invitations::revoked_at.eq(Some(now))).execute(conn)? == 1)
}

/// Takes all of a therapist's open invitations back.
pub fn revoke_all(conn: &mut Conn, therapist: Id, now: i64) -> Result<()> {
    let open = invitations::table
        .filter(invitations::therapist.eq(therapist))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(open).set(invitations::revoked_at.eq(Some(now))).execute(conn)?;
    Ok(())
}

/// Lets an invitation register an account; false if it has already.
pub fn register(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let fresh = invitations::table.filter(invitations::id.eq(id)).filter(invitations::registered_at.is_null());
    Ok(diesel::update(fresh).set(invitations::registered_at.eq(Some(now))).execute(conn)? == 1)
}

/// Uses an open invitation up; false if somebody else was first.
pub fn take(conn: &mut Conn, id: Id, client: Id, collection: Id) -> Result<bool> {
    let open = invitations::table
        .filter(invitations::id.eq(id))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    let used = (invitations::used_by.eq(Some(client)), invitations::collection.eq(Some(collection)));
    Ok(diesel::update(open).set(used).execute(conn)? == 1)
}

/// A collection's key on its way.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = handovers)]
pub struct HandoverRow {
    /// Whose key it is.
    pub collection: Id,
    /// Whom it is for.
    pub account: Id,
    /// What it answers.
    pub invitation: Id,
    /// The HPKE message.
    pub message: Vec<u8>,
}

/// A key begins to wait.
pub fn insert_handover(conn: &mut Conn, row: &HandoverRow) -> Result<()> {
    diesel::insert_into(handovers::table).values(row).execute(conn)?;
    Ok(())
}

/// What waits for an account, with the secret of the invitation that it answers.
pub fn handovers_for(conn: &mut Conn, account: Id) -> Result<Vec<(HandoverRow, Vec<u8>)>> {
    Ok(handovers::table
        .inner_join(invitations::table.on(invitations::id.eq(handovers::invitation)))
        .filter(handovers::account.eq(account))
        .select((HandoverRow::as_select(), invitations::secret_sealed))
        .load(conn)?)
}

/// The key has been taken up.
pub fn end_handover(conn: &mut Conn, collection: Id, account: Id) -> Result<()> {
    diesel::delete(handovers::table.find((collection, account))).execute(conn)?;
    Ok(())
}
