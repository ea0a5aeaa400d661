//! Checkpoints: one slot for each account and collection, from the moment the account becomes a member. Written with
//! every push, so the statement has to be cached, and the slot also counts what the account has written.

use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType};
use diesel::sqlite::Sqlite;

use super::conn::native;
use super::schema::checkpoints;
use super::usage::Usage;
use super::{Conn, Id};
use crate::fault::Result;

/// What a new checkpoint is compared with.
#[derive(Clone, Debug, Queryable)]
pub struct Slot {
    /// The current revision; zero if it is empty.
    pub revision: i64,
    /// Results of the latest groups, the newest last. See `sync::receipts`.
    pub receipts: Vec<u8>,
}

/// A checkpoint that fills a slot or replaces the one in it.
pub struct NewSlot<'a> {
    pub collection: Id,
    pub account: Id,
    /// The revision that it replaces; zero if the slot is empty.
    pub base: i64,
    pub revision: i64,
    pub blob: &'a [u8],
    /// The receipt of its group.
    pub receipt: &'a [u8],
    /// Older receipts beyond this many bytes are dropped.
    pub max_receipt_bytes: i64,
    /// What its group adds to what the account has written.
    pub written: Usage,
}

/// A checkpoint as it is sent to members.
#[derive(Clone, Debug, Queryable)]
pub struct CheckpointRow {
    pub account: Id,
    pub revision: i64,
    pub blob: Vec<u8>,
}

/// An account's slot in a collection.
pub fn slot(conn: &mut Conn, collection: Id, account: Id) -> Result<Option<Slot>> {
    let found = checkpoints::table
        .filter(checkpoints::collection.eq(collection))
        .filter(checkpoints::account.eq(account))
        .select((checkpoints::revision, checkpoints::receipts));
    Ok(native!(conn, c => found.get_result(c).optional()?))
}

/// Gives a new member an empty slot. One that a former member left is kept.
pub(super) fn open(conn: &mut Conn, collection: Id, account: Id) -> Result<()> {
    let nothing: &[u8] = &[];
    let row = (
        checkpoints::collection.eq(collection),
        checkpoints::account.eq(account),
        checkpoints::revision.eq(0_i64),
        checkpoints::blob.eq(nothing),
        checkpoints::receipts.eq(nothing),
    );
    native!(conn, c => diesel::insert_into(checkpoints::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Deletes the slot of a former member who never wrote.
pub(super) fn delete_empty(conn: &mut Conn, collection: Id, account: Id) -> Result<()> {
    let empty = checkpoints::table
        .filter(checkpoints::collection.eq(collection))
        .filter(checkpoints::account.eq(account))
        .filter(checkpoints::revision.eq(0_i64));
    diesel::delete(empty).execute(conn)?;
    Ok(())
}

/// Writes a checkpoint to its slot. False if the current revision is not its base.
pub fn put(conn: &mut Conn, new: &NewSlot<'_>) -> Result<bool> {
    let rows = native!(conn, c => WriteCheckpoint(new).execute(c))?;
    Ok(rows == 1)
}

/// Part of every push: diesel cannot cache its own `update`.
pub(super) struct WriteCheckpoint<'a>(pub(super) &'a NewSlot<'a>);

/// The SQL that appends a receipt and drops the oldest.
pub(super) trait ReceiptSql: Backend {
    const BEFORE: &'static str;
    const BETWEEN: &'static str;
    const AFTER: &'static str;
}

impl ReceiptSql for Sqlite {
    // `||` gives text in SQLite, even of two blobs.
    const BEFORE: &'static str = "substr(CAST(receipts || ";
    const BETWEEN: &'static str = " AS BLOB), -";
    const AFTER: &'static str = ")";
}

impl ReceiptSql for Pg {
    // `substring` counts from one.
    const BEFORE: &'static str = "substring(receipts || ";
    const BETWEEN: &'static str = " FROM greatest(1, 29 + octet_length(receipts) - ";
    const AFTER: &'static str = ")::int)";
}

impl<DB> QueryFragment<DB> for WriteCheckpoint<'_>
where
    DB: ReceiptSql + HasSqlType<Binary> + HasSqlType<BigInt>,
    Id: ToSql<Binary, DB>,
    i64: ToSql<BigInt, DB>,
    [u8]: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE checkpoints SET revision = ");
        out.push_bind_param::<BigInt, _>(&self.0.revision)?;
        out.push_sql(", blob = ");
        out.push_bind_param::<Binary, _>(self.0.blob)?;
        out.push_sql(", receipts = ");
        out.push_sql(DB::BEFORE);
        out.push_bind_param::<Binary, _>(self.0.receipt)?;
        out.push_sql(DB::BETWEEN);
        out.push_bind_param::<BigInt, _>(&self.0.max_receipt_bytes)?;
        out.push_sql(DB::AFTER);
        out.push_sql(", written_bytes = written_bytes + ");
        out.push_bind_param::<BigInt, _>(&self.0.written.bytes)?;
        out.push_sql(", written_records = written_records + ");
        out.push_bind_param::<BigInt, _>(&self.0.written.records)?;
        out.push_sql(" WHERE collection = ");
        out.push_bind_param::<Binary, _>(&self.0.collection)?;
        out.push_sql(" AND account = ");
        out.push_bind_param::<Binary, _>(&self.0.account)?;
        out.push_sql(" AND revision = ");
        out.push_bind_param::<BigInt, _>(&self.0.base)
    }
}

impl QueryId for WriteCheckpoint<'_> {
    type QueryId = WriteCheckpoint<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C> RunQueryDsl<C> for WriteCheckpoint<'_> {}
