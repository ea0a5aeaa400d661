//! Attachments, stored in parts.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{attachment_parts, attachments};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments)]
pub struct AttachmentRow {
    pub collection: Id,
    pub id: Id,
    pub account: Id,
    /// Announced bytes.
    pub size: i64,
    /// Received bytes, a prefix.
    pub stored: i64,
    pub created_at: i64,
    /// When the last part arrived.
    pub touched_at: i64,
}

pub fn insert(conn: &mut Conn, row: &AttachmentRow) -> Result<()> {
    diesel::insert_into(attachments::table).values(row).execute(conn)?;
    Ok(())
}

pub fn by_id(conn: &mut Conn, collection: Id, id: Id) -> Result<Option<AttachmentRow>> {
    let found = attachments::table.find((collection, id)).select(AttachmentRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// Locks an attachment until the transaction ends, so that parts are appended one at a time.
pub fn lock(conn: &mut Conn, collection: Id, id: Id, now: i64) -> Result<Option<AttachmentRow>> {
    // This update is needed anyway, and locks the row.
    diesel::update(attachments::table.find((collection, id))).set(attachments::touched_at.eq(now)).execute(conn)?;
    by_id(conn, collection, id)
}

/// A collection's attachments, ordered by id.
pub fn of_collection(conn: &mut Conn, collection: Id) -> Result<Vec<AttachmentRow>> {
    let rows = attachments::table.filter(attachments::collection.eq(collection)).order(attachments::id);
    Ok(rows.select(AttachmentRow::as_select()).load(conn)?)
}

/// Appends a part.
pub fn append(conn: &mut Conn, row: &AttachmentRow, bytes: &[u8]) -> Result<()> {
    let part = (
        attachment_parts::collection.eq(row.collection),
        attachment_parts::attachment.eq(row.id),
        attachment_parts::start.eq(row.stored),
        attachment_parts::bytes.eq(bytes),
    );
    diesel::insert_into(attachment_parts::table).values(part).execute(conn)?;
    diesel::update(attachments::table.find((row.collection, row.id)))
        .set(attachments::stored.eq(row.stored + bytes.len() as i64))
        .execute(conn)?;
    Ok(())
}

/// The part that contains a byte: its offset and its bytes.
pub fn part_at(conn: &mut Conn, collection: Id, id: Id, offset: i64) -> Result<Option<(i64, Vec<u8>)>> {
    Ok(attachment_parts::table
        .filter(attachment_parts::collection.eq(collection))
        .filter(attachment_parts::attachment.eq(id))
        .filter(attachment_parts::start.le(offset))
        .order(attachment_parts::start.desc())
        .select((attachment_parts::start, attachment_parts::bytes))
        .first(conn)
        .optional()?)
}

/// Copies an attachment's parts from another collection.
pub fn copy_parts(conn: &mut Conn, from: Id, to: Id, id: Id) -> Result<()> {
    use attachment_parts as parts;
    use diesel::sql_types::Binary;
    native!(conn, c => parts::table
        .filter(parts::collection.eq(from))
        .filter(parts::attachment.eq(id))
        .select((to.into_sql::<Binary>(), parts::attachment, parts::start, parts::bytes))
        .insert_into(parts::table)
        .into_columns((parts::collection, parts::attachment, parts::start, parts::bytes))
        .execute(c))?;
    Ok(())
}

/// Makes an attachment unavailable for download before its bytes are deleted.
pub fn withdraw(conn: &mut Conn, collection: Id, id: Id) -> Result<()> {
    diesel::update(attachments::table.find((collection, id))).set(attachments::stored.eq(0)).execute(conn)?;
    Ok(())
}

/// Deletes an attachment with its bytes; false if it does not exist.
pub fn delete(conn: &mut Conn, collection: Id, id: Id) -> Result<bool> {
    Ok(diesel::delete(attachments::table.find((collection, id))).execute(conn)? == 1)
}

/// Number of attachments that one run deletes.
const FORGOTTEN: i64 = 8;

/// Deletes unfinished attachments that received no part since `before`.
pub fn delete_abandoned(conn: &mut Conn, before: i64) -> Result<usize> {
    let given_up = attachments::stored.lt(attachments::size).and(attachments::touched_at.lt(before));
    let some = attachments::table.filter(given_up).limit(FORGOTTEN);
    let some: Vec<(Id, Id)> = some.select((attachments::collection, attachments::id)).load(conn)?;
    for (collection, id) in &some {
        delete(conn, *collection, *id)?;
    }
    Ok(some.len())
}
