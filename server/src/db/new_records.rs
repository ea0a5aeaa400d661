//! New records: put in place without asking what stands there.
//!
//! By hand, because this is most of what a server does: diesel's own statements are written out anew for every row, and
//! PostgreSQL's `ON CONFLICT` writes every row twice to its log.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Nullable};
use diesel::sqlite::Sqlite;

use super::records::SetHead;
use super::{Conn, Id};
use crate::fault::Result;

/// What is new of a record; its revision is 1, and there are no earlier answers.
pub struct NewRecord<'a> {
    /// Which record.
    pub id: Id,
    /// The collection's counter after it.
    pub seq: i64,
    /// The sealed payload; nothing for a tombstone.
    pub blob: Option<&'a [u8]>,
    /// SHA-256 of the blob.
    pub hash: &'a [u8],
}

/// Writes new records into a collection that is locked, and moves its head to the last of them. One that is there
/// already is a unique violation, and the transaction has to end.
pub fn put(conn: &mut Conn, collection: Id, stored_at: i64, records: &[NewRecord<'_>]) -> Result<()> {
    let Some(head) = records.last().map(|record| record.seq) else { return Ok(()) };
    match conn {
        Conn::Postgres(c) => {
            let all = All {
                collection,
                head,
                ids: records.iter().map(|record| record.id).collect(),
                seqs: records.iter().map(|record| record.seq).collect(),
                blobs: records.iter().map(|record| record.blob).collect(),
                hashes: records.iter().map(|record| record.hash).collect(),
                stored_at,
            };
            all.execute(c)?;
        }
        Conn::Sqlite(c) => {
            for record in records {
                One { collection, record, stored_at }.execute(c)?;
            }
            SetHead { collection, head }.execute(c)?;
        }
    }
    Ok(())
}

/// All of them and the head in one round trip.
struct All<'a> {
    collection: Id,
    head: i64,
    ids: Vec<Id>,
    seqs: Vec<i64>,
    blobs: Vec<Option<&'a [u8]>>,
    hashes: Vec<&'a [u8]>,
    stored_at: i64,
}

impl QueryFragment<Pg> for All<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH new AS (INSERT INTO records (collection, id, revision, seq, blob, hash, stored_at) SELECT ");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(", unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.ids)?;
        out.push_sql("), 1, unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.seqs)?;
        out.push_sql("), unnest(");
        out.push_bind_param::<Array<Nullable<Binary>>, _>(&self.blobs)?;
        out.push_sql("), unnest(");
        out.push_bind_param::<Array<Binary>, _>(&self.hashes)?;
        out.push_sql("), ");
        out.push_bind_param::<BigInt, _>(&self.stored_at)?;
        out.push_sql(") UPDATE collections SET head = ");
        out.push_bind_param::<BigInt, _>(&self.head)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<Binary, _>(&self.collection)
    }
}

/// One of them; it runs in the same process.
struct One<'a> {
    collection: Id,
    record: &'a NewRecord<'a>,
    stored_at: i64,
}

impl QueryFragment<Sqlite> for One<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO records (collection, id, revision, seq, blob, hash, stored_at) VALUES (");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.record.id)?;
        out.push_sql(", 1, ");
        out.push_bind_param::<BigInt, _>(&self.record.seq)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Binary>, _>(&self.record.blob)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.record.hash)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.stored_at)?;
        out.push_sql(")");
        Ok(())
    }
}

// Prepared once, whatever they borrow.
impl QueryId for All<'_> {
    type QueryId = All<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for One<'_> {
    type QueryId = One<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for All<'_> {}
impl RunQueryDsl<SqliteConnection> for One<'_> {}
