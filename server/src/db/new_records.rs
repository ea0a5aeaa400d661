//! Fast path for new records: insert without reading.
//!
//! The SQL is hand-written, because this is most of what a server does: diesel builds its own statements again for
//! every row, and PostgreSQL's `ON CONFLICT` writes every row twice to its log.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool};
use diesel::sqlite::Sqlite;

use super::checkpoints::{self, InsertCheckpoint, NewSlot, ReplaceCheckpoint};
use super::records::SetHead;
use super::usage::{AddUsage, Usage};
use super::{Conn, Id};
use crate::fault::Result;

/// A record at revision 1, without receipts.
pub struct NewRecord<'a> {
    pub id: Id,
    pub seq: i64,
    pub blob: &'a [u8],
    /// SHA-256 of the blob and of `deleted`.
    pub hash: &'a [u8],
    pub deleted: bool,
}

/// Inserts new records into a locked collection, moves its head, adds to what their author has written (`written`), and
/// writes the author's checkpoint. Fails with a duplicate if a record exists; false if the checkpoint's base is not the current one. In both cases the transaction
/// has to be rolled back.
pub fn put(
    conn: &mut Conn,
    stored_at: i64,
    records: &[NewRecord<'_>],
    written: Usage,
    slot: &NewSlot<'_>,
) -> Result<bool> {
    let Some(head) = records.last().map(|record| record.seq) else { return Ok(false) };
    let (collection, author) = (slot.collection, slot.account);
    let usage = AddUsage { collection, account: author, more: written };
    match conn {
        Conn::Postgres(c) => {
            let all = InsertRecords {
                collection,
                author,
                head: SetHead { collection, head },
                usage,
                ids: records.iter().map(|record| record.id).collect(),
                seqs: records.iter().map(|record| record.seq).collect(),
                blobs: records.iter().map(|record| record.blob).collect(),
                hashes: records.iter().map(|record| record.hash).collect(),
                deleted: records.iter().map(|record| record.deleted).collect(),
                stored_at,
            };
            let rows = match slot.base {
                0 => InsertRecordsWithCheckpoint { all, slot: InsertCheckpoint(slot) }.execute(c)?,
                _ => InsertRecordsWithCheckpoint { all, slot: ReplaceCheckpoint(slot) }.execute(c)?,
            };
            Ok(rows == 1)
        }
        Conn::Sqlite(_) => {
            if !checkpoints::put(conn, slot)? {
                return Ok(false);
            }
            let Conn::Sqlite(c) = conn else { return Ok(false) };
            for record in records {
                InsertRecord { collection, author, record, stored_at }.execute(c)?;
            }
            SetHead { collection, head }.execute(c)?;
            usage.execute(c)?;
            Ok(true)
        }
    }
}

/// All records, the head, the usage and the checkpoint in one round trip. The row count is that of the checkpoint.
struct InsertRecordsWithCheckpoint<'a, S> {
    all: InsertRecords<'a>,
    slot: S,
}

impl<S: QueryFragment<Pg>> QueryFragment<Pg> for InsertRecordsWithCheckpoint<'_, S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.all.walk_ast(out.reborrow())?;
        self.slot.walk_ast(out)
    }
}

/// All records, the head and the usage.
struct InsertRecords<'a> {
    collection: Id,
    author: Id,
    head: SetHead,
    usage: AddUsage,
    ids: Vec<Id>,
    seqs: Vec<i64>,
    blobs: Vec<&'a [u8]>,
    hashes: Vec<&'a [u8]>,
    deleted: Vec<bool>,
    stored_at: i64,
}

impl QueryFragment<Pg> for InsertRecords<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH new AS (INSERT INTO records ");
        out.push_sql("(collection, id, revision, seq, blob, hash, deleted, stored_at, author) SELECT ");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(", unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.ids)?;
        out.push_sql("), 1, unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.seqs)?;
        out.push_sql("), unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.blobs)?;
        out.push_sql("), unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.hashes)?;
        out.push_sql("), unnest(");
        out.push_bind_param::<Array<Bool>, _>(&self.deleted)?;
        out.push_sql("), ");
        out.push_bind_param::<BigInt, _>(&self.stored_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.author)?;
        out.push_sql("), counted AS (");
        self.head.walk_ast(out.reborrow())?;
        out.push_sql("), added AS (");
        self.usage.walk_ast(out.reborrow())?;
        out.push_sql(") ");
        Ok(())
    }
}

/// One record: SQLite runs in the same process and needs no batch.
struct InsertRecord<'a> {
    collection: Id,
    author: Id,
    record: &'a NewRecord<'a>,
    stored_at: i64,
}

impl QueryFragment<Sqlite> for InsertRecord<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO records ");
        out.push_sql("(collection, id, revision, seq, blob, hash, deleted, stored_at, author) VALUES (");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.record.id)?;
        out.push_sql(", 1, ");
        out.push_bind_param::<BigInt, _>(&self.record.seq)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(self.record.blob)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(self.record.hash)?;
        out.push_sql(", ");
        out.push_bind_param::<Bool, _>(&self.record.deleted)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.stored_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.author)?;
        out.push_sql(")");
        Ok(())
    }
}

// The statements are the same whatever they borrow, so they can be cached.
impl<S: QueryId> QueryId for InsertRecordsWithCheckpoint<'_, S> {
    type QueryId = InsertRecordsWithCheckpoint<'static, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for InsertRecord<'_> {
    type QueryId = InsertRecord<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<S> RunQueryDsl<PgConnection> for InsertRecordsWithCheckpoint<'_, S> {}
impl RunQueryDsl<SqliteConnection> for InsertRecord<'_> {}
