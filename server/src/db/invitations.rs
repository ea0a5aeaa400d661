//! Invitations, and key handovers to the therapists who created them.

use diesel::prelude::*;

use super::schema::{handovers, invitations};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
pub struct InvitationRow {
    pub id: Id,
    pub therapist: Id,
    /// SHA-256 of the token in the link.
    pub token_hash: Vec<u8>,
    /// Sealed under the invitation's secret.
    pub welcome: Vec<u8>,
    /// Sealed under the therapist's account key.
    pub secret_sealed: Vec<u8>,
    /// Sealed under the therapist's account key.
    pub label_sealed: Option<Vec<u8>>,
    pub created_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
    pub used_by: Option<Id>,
    /// The care collection that the client created.
    pub collection: Option<Id>,
    /// When an account was registered with it.
    pub registered_at: Option<i64>,
}

pub fn insert(conn: &mut Conn, row: &InvitationRow) -> Result<()> {
    diesel::insert_into(invitations::table).values(row).execute(conn)?;
    Ok(())
}

pub fn by_id(conn: &mut Conn, id: Id) -> Result<Option<InvitationRow>> {
    Ok(invitations::table.find(id).select(InvitationRow::as_select()).first(conn).optional()?)
}

/// A therapist's invitations, newest first.
pub fn of_therapist(conn: &mut Conn, therapist: Id) -> Result<Vec<InvitationRow>> {
    let rows = invitations::table.filter(invitations::therapist.eq(therapist)).order(invitations::created_at.desc());
    Ok(rows.select(InvitationRow::as_select()).load(conn)?)
}

/// Revokes an unused invitation; false if it is used or revoked.
pub fn revoke(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let open = invitations::table
        .filter(invitations::id.eq(id))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    Ok(diesel::update(open).set(invitations::revoked_at.eq(Some(now))).execute(conn)? == 1)
}

/// Revokes a therapist's open invitations.
pub fn revoke_all(conn: &mut Conn, therapist: Id, now: i64) -> Result<()> {
    let open = invitations::table
        .filter(invitations::therapist.eq(therapist))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(open).set(invitations::revoked_at.eq(Some(now))).execute(conn)?;
    Ok(())
}

/// Marks an invitation as used for registration; false if it already was.
pub fn register(conn: &mut Conn, id: Id, now: i64) -> Result<bool> {
    let fresh = invitations::table.filter(invitations::id.eq(id)).filter(invitations::registered_at.is_null());
    Ok(diesel::update(fresh).set(invitations::registered_at.eq(Some(now))).execute(conn)? == 1)
}

/// Marks an open invitation as accepted; false if it is used or revoked.
pub fn mark_used(conn: &mut Conn, id: Id, client: Id, collection: Id) -> Result<bool> {
    let open = invitations::table
        .filter(invitations::id.eq(id))
        .filter(invitations::used_by.is_null())
        .filter(invitations::revoked_at.is_null());
    let used = (invitations::used_by.eq(Some(client)), invitations::collection.eq(Some(collection)));
    Ok(diesel::update(open).set(used).execute(conn)? == 1)
}

/// A handover of a care collection's first key.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = handovers)]
pub struct HandoverRow {
    pub collection: Id,
    /// The recipient.
    pub account: Id,
    pub invitation: Id,
    pub message: Vec<u8>,
}

pub fn insert_handover(conn: &mut Conn, row: &HandoverRow) -> Result<()> {
    diesel::insert_into(handovers::table).values(row).execute(conn)?;
    Ok(())
}

/// Handovers that wait for an account, with the sealed secret of their invitation.
pub fn handovers_for(conn: &mut Conn, account: Id) -> Result<Vec<(HandoverRow, Vec<u8>)>> {
    Ok(handovers::table
        .inner_join(invitations::table.on(invitations::id.eq(handovers::invitation)))
        .filter(handovers::account.eq(account))
        .select((HandoverRow::as_select(), invitations::secret_sealed))
        .load(conn)?)
}

/// Deletes a handover that was accepted.
pub fn end_handover(conn: &mut Conn, collection: Id, account: Id) -> Result<()> {
    diesel::delete(handovers::table.find((collection, account))).execute(conn)?;
    Ok(())
}
