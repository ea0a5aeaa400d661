//! Fast path for new records: insert without reading.
//!
//! The SQL is hand-written, because this is most of what a server does: diesel builds its own statements again for
//! every row, and PostgreSQL's `ON CONFLICT` writes every row twice to its log.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool};
use diesel::sqlite::Sqlite;

use super::checkpoints::{self, NewSlot, WriteCheckpoint};
use super::records::SetHead;
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

/// Inserts new records into a locked collection, moves its head, and writes their author's checkpoint with what it has
/// written. Fails with a duplicate if a record exists; false if the checkpoint's base is not the current one. In both
/// cases the transaction has to be rolled back.
pub fn put(conn: &mut Conn, stored_at: i64, records: &[NewRecord<'_>], slot: &NewSlot<'_>) -> Result<bool> {
    let Some(head) = records.last().map(|record| record.seq) else { return Ok(false) };
    let (collection, author) = (slot.collection, slot.account);
    match conn {
        Conn::Postgres(c) => {
            let all = InsertRecords {
                collection,
                author,
                head: SetHead { collection, head },
                slot: WriteCheckpoint(slot),
                ids: records.iter().map(|record| record.id).collect(),
                seqs: records.iter().map(|record| record.seq).collect(),
                blobs: records.iter().map(|record| record.blob).collect(),
                hashes: records.iter().map(|record| record.hash).collect(),
                deleted: records.iter().map(|record| record.deleted).collect(),
                stored_at,
            };
            Ok(all.execute(c)? == 1)
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
            Ok(true)
        }
    }
}

/// All records, the head and the checkpoint in one round trip. The row count is that of the checkpoint.
struct InsertRecords<'a> {
    collection: Id,
    author: Id,
    head: SetHead,
    slot: WriteCheckpoint<'a>,
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
        out.push_sql(") ");
        self.slot.walk_ast(out)
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
impl QueryId for InsertRecords<'_> {
    type QueryId = InsertRecords<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for InsertRecord<'_> {
    type QueryId = InsertRecord<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for InsertRecords<'_> {}
impl RunQueryDsl<SqliteConnection> for InsertRecord<'_> {}
