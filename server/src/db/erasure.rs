//! Deleting for good: collections with all that is in them, and accounts.

use diesel::prelude::*;

use super::schema::{
    accounts, attachment_parts, attachments, collection_keys, collections, enrolments, former_members, handovers,
    invitations, members, practices, records, sign_in_attempts,
};
use super::{Conn, Id};
use crate::fault::Result;

/// What is gone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gone {
    /// Records, tombstones included.
    pub records: usize,
    /// Attachments.
    pub attachments: usize,
    /// Their announced bytes.
    pub attachment_bytes: i64,
    /// Sealed keys.
    pub keys: usize,
}

/// Deletes a collection: records, attachments, keys, memberships.
pub fn collection(conn: &mut Conn, id: Id) -> Result<Gone> {
    // Held first: a push that is under way comes to its end, and is deleted with the rest; the next one finds nothing.
    if let Conn::Postgres(c) = conn {
        collections::table.find(id).select(collections::id).for_update().first::<Id>(c).optional()?;
    }
    let records = diesel::delete(records::table.filter(records::collection.eq(id))).execute(conn)?;
    let sizes: Vec<i64> =
        attachments::table.filter(attachments::collection.eq(id)).select(attachments::size).load(conn)?;
    diesel::delete(attachments::table.filter(attachments::collection.eq(id))).execute(conn)?;
    let keys = diesel::delete(collection_keys::table.filter(collection_keys::collection.eq(id))).execute(conn)?;
    // Members, epochs and handovers go with their collection.
    diesel::delete(collections::table.find(id)).execute(conn)?;
    Ok(Gone { records, attachments: sizes.len(), attachment_bytes: sizes.iter().sum(), keys })
}

/// Parts of attachments that are deleted in one go.
const PARTS: i64 = 8;

/// Deletes some of the bytes of these collections' attachments; false when none are left. Years of photos are too much
/// for one transaction: everybody else's would wait.
pub fn some_bytes(conn: &mut Conn, ids: &[Id]) -> Result<bool> {
    use attachment_parts as parts;
    let found = parts::table.filter(parts::collection.eq_any(ids)).limit(PARTS);
    let found = found.select((parts::collection, parts::attachment, parts::start)).load(conn)?;
    forget_parts(conn, &found)
}

/// The same for one attachment.
pub fn some_bytes_of(conn: &mut Conn, collection: Id, id: Id) -> Result<bool> {
    use attachment_parts as parts;
    let found = parts::table.filter(parts::collection.eq(collection)).filter(parts::attachment.eq(id)).limit(PARTS);
    let found = found.select((parts::collection, parts::attachment, parts::start)).load(conn)?;
    forget_parts(conn, &found)
}

fn forget_parts(conn: &mut Conn, found: &[(Id, Id, i64)]) -> Result<bool> {
    use attachment_parts as parts;
    for place in found {
        diesel::delete(parts::table.find(*place)).execute(conn)?;
    }
    Ok(!found.is_empty())
}

/// Deletes an account: its name, its password's record, its keys, its devices, its place in a practice, its invitations and
/// what waited for it.
pub fn account(conn: &mut Conn, id: Id) -> Result<()> {
    let made = invitations::table.filter(invitations::therapist.eq(id)).select(invitations::id);
    let made: Vec<Id> = made.load(conn)?;
    diesel::delete(handovers::table.filter(handovers::invitation.eq_any(made))).execute(conn)?;
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::account.eq(Some(id)))).execute(conn)?;
    // Everything else that names it goes with it.
    diesel::delete(accounts::table.find(id)).execute(conn)?;
    Ok(())
}

/// Deletes a practice in which nobody is left.
pub fn practice_if_empty(conn: &mut Conn, id: Id) -> Result<()> {
    let left: i64 = members::table.filter(members::practice.eq(id)).count().get_result(conn)?;
    if left == 0 {
        diesel::delete(enrolments::table.filter(enrolments::practice.eq(Some(id)))).execute(conn)?;
        diesel::delete(former_members::table.filter(former_members::practice.eq(id))).execute(conn)?;
        diesel::delete(practices::table.find(id)).execute(conn)?;
    }
    Ok(())
}
