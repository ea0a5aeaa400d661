//! Attachments: sealed bytes in parts, beside the records of their collection.

use diesel::prelude::*;

use super::conn::native;
use super::schema::{attachment_parts, attachments};
use super::{Conn, Id};
use crate::fault::Result;

/// An attachment, without its bytes.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments)]
pub struct AttachmentRow {
    /// Where it is kept.
    pub collection: Id,
    /// Which attachment.
    pub id: Id,
    /// Who announced it.
    pub account: Id,
    /// All of its bytes.
    pub size: i64,
    /// How many of them are here, from the first.
    pub stored: i64,
    /// When it was announced.
    pub created_at: i64,
    /// When its last part came.
    pub touched_at: i64,
}

/// A new attachment.
pub fn insert(conn: &mut Conn, row: &AttachmentRow) -> Result<()> {
    diesel::insert_into(attachments::table).values(row).execute(conn)?;
    Ok(())
}

/// The attachment with this id.
pub fn by_id(conn: &mut Conn, collection: Id, id: Id) -> Result<Option<AttachmentRow>> {
    let found = attachments::table.find((collection, id)).select(AttachmentRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// The attachment, held until the transaction ends: of two parts that come at once, one is first.
pub fn lock(conn: &mut Conn, collection: Id, id: Id, now: i64) -> Result<Option<AttachmentRow>> {
    // That a part came is written anyway; the write is the lock.
    diesel::update(attachments::table.find((collection, id))).set(attachments::touched_at.eq(now)).execute(conn)?;
    by_id(conn, collection, id)
}

/// A collection's attachments, in the order of their ids.
pub fn of_collection(conn: &mut Conn, collection: Id) -> Result<Vec<AttachmentRow>> {
    let rows = attachments::table.filter(attachments::collection.eq(collection)).order(attachments::id);
    Ok(rows.select(AttachmentRow::as_select()).load(conn)?)
}

/// Adds a part at the end.
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

/// The part that holds a byte: where it begins, and its bytes.
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

/// From now on it is given out to nobody: its bytes are about to go.
pub fn withdraw(conn: &mut Conn, collection: Id, id: Id) -> Result<()> {
    diesel::update(attachments::table.find((collection, id))).set(attachments::stored.eq(0)).execute(conn)?;
    Ok(())
}

/// Deletes an attachment with its bytes; false if there is none such.
pub fn delete(conn: &mut Conn, collection: Id, id: Id) -> Result<bool> {
    Ok(diesel::delete(attachments::table.find((collection, id))).execute(conn)? == 1)
}

/// Given-up attachments that are forgotten in one go.
const FORGOTTEN: i64 = 8;

/// Forgets attachments that were begun, and not gone on with since a time.
pub fn forget_unfinished(conn: &mut Conn, before: i64) -> Result<usize> {
    let given_up = attachments::stored.lt(attachments::size).and(attachments::touched_at.lt(before));
    let some = attachments::table.filter(given_up).limit(FORGOTTEN);
    let some: Vec<(Id, Id)> = some.select((attachments::collection, attachments::id)).load(conn)?;
    for (collection, id) in &some {
        delete(conn, *collection, *id)?;
    }
    Ok(some.len())
}
