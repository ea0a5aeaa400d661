//! Deleting collections and accounts.

use diesel::prelude::*;

use super::schema::{
    accounts, attachment_parts, attachments, collection_keys, collections, enrolments, former_members, handovers,
    invitations, members, practices, records, sign_in_attempts,
};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DeletedCounts {
    pub(crate) records: usize,
    pub(crate) attachments: usize,
    pub(crate) attachment_bytes: i64,
    pub(crate) keys: usize,
}

/// Deletes a collection with its records, attachments, keys and memberships.
pub(crate) fn collection(conn: &mut Conn, id: Id) -> Result<DeletedCounts> {
    // Lock first: a push in progress finishes, and its records are deleted too; the next one finds no collection.
    if let Conn::Postgres(c) = conn {
        collections::table.find(id).select(collections::id).for_update().first::<Id>(c).optional()?;
    }
    let records = diesel::delete(records::table.filter(records::collection.eq(id))).execute(conn)?;
    let sizes: Vec<i64> =
        attachments::table.filter(attachments::collection.eq(id)).select(attachments::size).load(conn)?;
    diesel::delete(attachments::table.filter(attachments::collection.eq(id))).execute(conn)?;
    let keys = diesel::delete(collection_keys::table.filter(collection_keys::collection.eq(id))).execute(conn)?;
    // Members, epochs and handovers are deleted by cascade.
    diesel::delete(collections::table.find(id)).execute(conn)?;
    Ok(DeletedCounts { records, attachments: sizes.len(), attachment_bytes: sizes.iter().sum(), keys })
}

/// Rows per run.
const PARTS: i64 = 8;

/// Deletes some bytes of these collections' attachments; false if none are left. Deleting all of them in one
/// transaction would block other writes.
pub(crate) fn delete_some_bytes(conn: &mut Conn, ids: &[Id]) -> Result<bool> {
    use attachment_parts as parts;
    let found = parts::table.filter(parts::collection.eq_any(ids)).limit(PARTS);
    let found = found.select((parts::collection, parts::attachment, parts::start)).load(conn)?;
    delete_parts(conn, &found)
}

/// Like [`delete_some_bytes`], for one attachment.
pub(crate) fn delete_some_bytes_of(conn: &mut Conn, collection: Id, id: Id) -> Result<bool> {
    use attachment_parts as parts;
    let found = parts::table.filter(parts::collection.eq(collection)).filter(parts::attachment.eq(id)).limit(PARTS);
    let found = found.select((parts::collection, parts::attachment, parts::start)).load(conn)?;
    delete_parts(conn, &found)
}

fn delete_parts(conn: &mut Conn, found: &[(Id, Id, i64)]) -> Result<bool> {
    use attachment_parts as parts;
    for place in found {
        diesel::delete(parts::table.find(*place)).execute(conn)?;
    }
    Ok(!found.is_empty())
}

/// Deletes an account with everything that belongs to it.
pub(crate) fn account(conn: &mut Conn, id: Id) -> Result<()> {
    let made = invitations::table.filter(invitations::therapist.eq(id)).select(invitations::id);
    let made: Vec<Id> = made.load(conn)?;
    diesel::delete(handovers::table.filter(handovers::invitation.eq_any(made))).execute(conn)?;
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::account.eq(Some(id)))).execute(conn)?;
    // The rest is deleted by cascade.
    diesel::delete(accounts::table.find(id)).execute(conn)?;
    Ok(())
}

/// Deletes a practice without members.
pub(crate) fn practice_if_empty(conn: &mut Conn, id: Id) -> Result<()> {
    let left: i64 = members::table.filter(members::practice.eq(id)).count().get_result(conn)?;
    if left == 0 {
        diesel::delete(enrolments::table.filter(enrolments::practice.eq(Some(id)))).execute(conn)?;
        diesel::delete(former_members::table.filter(former_members::practice.eq(id))).execute(conn)?;
        diesel::delete(practices::table.find(id)).execute(conn)?;
    }
    Ok(())
}
