//! New records: put in place without asking what stands there.
//!
//! By hand, because this is most of what a server does: diesel's own statements are written out anew for every row, and
//! PostgreSQL's `ON CONFLICT` writes every row twice to its log.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool};
use diesel::sqlite::Sqlite;

use super::checkpoints::{self, First, NewSlot, Next};
use super::records::SetHead;
use super::{Conn, Id};
use crate::fault::Result;

/// What is new of a record; its revision is 1, and there are no earlier answers.
pub struct NewRecord<'a> {
    /// Which record.
    pub id: Id,
    /// The collection's counter after it.
    pub seq: i64,
    /// The sealed payload or deletion.
    pub blob: &'a [u8],
    /// SHA-256 of the blob and of whether it deletes.
    pub hash: &'a [u8],
    /// Whether it is deleted.
    pub deleted: bool,
}

/// Writes new records into a collection that is locked, moves its head to the last of them, and puts their author's
/// checkpoint beside them. A record that is there already is a unique violation; false if another checkpoint than its base
/// stands. In both cases the transaction has to be taken back.
pub fn put(conn: &mut Conn, stored_at: i64, records: &[NewRecord<'_>], slot: &NewSlot<'_>) -> Result<bool> {
    let Some(head) = records.last().map(|record| record.seq) else { return Ok(false) };
    let (collection, author) = (slot.collection, slot.account);
    match conn {
        Conn::Postgres(c) => {
            let all = All {
                collection,
                author,
                head,
                ids: records.iter().map(|record| record.id).collect(),
                seqs: records.iter().map(|record| record.seq).collect(),
                blobs: records.iter().map(|record| record.blob).collect(),
                hashes: records.iter().map(|record| record.hash).collect(),
                deleted: records.iter().map(|record| record.deleted).collect(),
                stored_at,
            };
            let rows = match slot.base {
                0 => With { all, slot: First(slot) }.execute(c)?,
                _ => With { all, slot: Next(slot) }.execute(c)?,
            };
            Ok(rows == 1)
        }
        Conn::Sqlite(_) => {
            if !checkpoints::put(conn, slot)? {
                return Ok(false);
            }
            let Conn::Sqlite(c) = conn else { return Ok(false) };
            for record in records {
                One { collection, author, record, stored_at }.execute(c)?;
            }
            SetHead { collection, head }.execute(c)?;
            Ok(true)
        }
    }
}

/// Records, head and checkpoint in one round trip; it counts the checkpoint.
struct With<'a, S> {
    all: All<'a>,
    slot: S,
}

impl<S: QueryFragment<Pg>> QueryFragment<Pg> for With<'_, S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.all.walk_ast(out.reborrow())?;
        self.slot.walk_ast(out)
    }
}

/// All of them and the head.
struct All<'a> {
    collection: Id,
    author: Id,
    head: i64,
    ids: Vec<Id>,
    seqs: Vec<i64>,
    blobs: Vec<&'a [u8]>,
    hashes: Vec<&'a [u8]>,
    deleted: Vec<bool>,
    stored_at: i64,
}

impl QueryFragment<Pg> for All<'_> {
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
        out.push_sql("), counted AS (UPDATE collections SET head = ");
        out.push_bind_param::<BigInt, _>(&self.head)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(") ");
        Ok(())
    }
}

/// One of them; it runs in the same process.
struct One<'a> {
    collection: Id,
    author: Id,
    record: &'a NewRecord<'a>,
    stored_at: i64,
}

impl QueryFragment<Sqlite> for One<'_> {
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

// Prepared once, whatever they borrow.
impl<S: QueryId> QueryId for With<'_, S> {
    type QueryId = With<'static, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for One<'_> {
    type QueryId = One<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<S> RunQueryDsl<PgConnection> for With<'_, S> {}
impl RunQueryDsl<SqliteConnection> for One<'_> {}
