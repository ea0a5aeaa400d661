//! Records: the hot tables. Every query here names its collection first.
//!
//! SQLite plans a statement anew whenever a bound `LIMIT` is bound again, so the hot queries have none: `get_result`, not
//! `first`.

use std::collections::BTreeMap;

use diesel::backend::Backend;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType};
use diesel::upsert::excluded;

use super::conn::native;
use super::schema::{collection_members, collections, records, restorations};
use super::{Conn, Id};
use crate::fault::Result;

/// A record as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
// Always the same columns, and so always the same prepared statement.
#[diesel(table_name = records, treat_none_as_default_value = false)]
pub struct RecordRow {
    /// Where it is kept.
    pub collection: Id,
    /// Which record.
    pub id: Id,
    /// Its revision.
    pub revision: i64,
    /// The collection's counter at its last change.
    pub seq: i64,
    /// The sealed payload or deletion; nothing for a deletion from before those were sealed.
    pub blob: Option<Vec<u8>>,
    /// SHA-256 of the blob and of whether it deletes.
    pub hash: Vec<u8>,
    /// What earlier revisions were answered with; nothing for a new record. See `sync::receipts`.
    pub receipts: Option<Vec<u8>>,
    /// When it arrived.
    pub stored_at: i64,
    /// Whose it is: nobody else changes it.
    pub author: Id,
    /// Whether it is deleted.
    pub deleted: bool,
}

/// A collection's counter, and how far back its deletions are known.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Counter {
    /// Its highest `seq`.
    pub head: i64,
    /// The highest `seq` of a tombstone that was cleared away.
    pub cleared: i64,
    /// Whether the asking account is a therapist in it.
    pub therapist: bool,
    /// The epoch that new records are sealed in.
    pub epoch: i64,
}

/// A member's view of a collection's counter, the row held until the transaction ends; nothing for anybody else.
pub fn lock(conn: &mut Conn, collection: Id, account: Id) -> Result<Option<Counter>> {
    let row = collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .filter(collections::id.eq(collection))
        .filter(collection_members::account.eq(account))
        .select((collections::head, collections::cleared, collection_members::therapist, collections::epoch));
    Ok(match conn {
        // The membership is held as well: a member who is being removed cannot slip a record in.
        Conn::Postgres(c) => row.for_no_key_update().get_result(c).optional()?,
        // There is one writer.
        Conn::Sqlite(c) => row.get_result(c).optional()?,
    })
}

/// A member's view of several collections' counters. Others' are left out.
pub fn counters(conn: &mut Conn, account: Id, ids: &[Id]) -> Result<Vec<(Id, Counter)>> {
    let mine = collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .filter(collection_members::account.eq(account))
        .select((
            collections::id,
            (collections::head, collections::cleared, collection_members::therapist, collections::epoch),
        ));
    match conn {
        Conn::Postgres(c) => Ok(mine.filter(collections::id.eq_any(ids)).load(c)?),
        Conn::Sqlite(c) => one_by_one(ids, |id| mine.filter(collections::id.eq(id)).get_result(c).optional()),
    }
}

/// In SQLite a list of unknown length is a new statement each time; the same one run for each id is not, and costs no
/// round trip.
fn one_by_one<T>(ids: &[Id], mut find: impl FnMut(Id) -> QueryResult<Option<T>>) -> Result<Vec<T>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(find(*id)?);
    }
    Ok(found)
}

/// Whether a cursor from before a restoration has seen changes that were lost then.
pub fn has_seen_more(conn: &mut Conn, collection: Id, cursor: i64) -> Result<bool> {
    let next = restorations::table
        .filter(restorations::collection.eq(collection))
        .filter(restorations::began.gt(cursor))
        .order(restorations::began)
        .select(restorations::kept);
    Ok(next.first::<i64>(conn).optional()?.is_some_and(|kept| cursor > kept))
}

/// Sets a collection's counter.
pub fn set_head(conn: &mut Conn, collection: Id, head: i64) -> Result<()> {
    native!(conn, c => SetHead { collection, head }.execute(c))?;
    Ok(())
}

/// Part of every push, so it is prepared once: diesel's own `update` is parsed each time, because its columns may vary.
#[derive(QueryId)]
pub(super) struct SetHead {
    pub(super) collection: Id,
    pub(super) head: i64,
}

impl<DB> QueryFragment<DB> for SetHead
where
    DB: Backend + HasSqlType<Binary> + HasSqlType<BigInt>,
    Id: ToSql<Binary, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE collections SET head = ");
        out.push_bind_param::<BigInt, _>(&self.head)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<Binary, _>(&self.collection)
    }
}

impl<C> RunQueryDsl<C> for SetHead {}

/// What a push is held against: a record without its blob.
#[derive(Clone, Debug, Queryable)]
pub struct Standing {
    /// Which record.
    pub id: Id,
    /// Its revision.
    pub revision: i64,
    /// The collection's counter at its last change.
    pub seq: i64,
    /// SHA-256 of the blob and of whether it deletes.
    pub hash: Vec<u8>,
    /// What earlier revisions were answered with.
    pub receipts: Option<Vec<u8>>,
    /// The length of its blob.
    pub bytes: i64,
    /// Whose it is.
    pub author: Id,
}

/// How these records stand. Unknown ones are left out.
pub fn standing(conn: &mut Conn, collection: Id, ids: &[Id]) -> Result<Vec<Standing>> {
    let there = || {
        records::table.filter(records::collection.eq(collection)).select((
            records::id,
            records::revision,
            records::seq,
            records::hash,
            records::receipts,
            sql::<BigInt>("CAST(COALESCE(LENGTH(blob), 0) AS BIGINT)"),
            records::author,
        ))
    };
    match conn {
        Conn::Postgres(c) => Ok(there().filter(records::id.eq_any(ids)).load(c)?),
        Conn::Sqlite(c) => one_by_one(ids, |id| there().filter(records::id.eq(id)).get_result(c).optional()),
    }
}

/// These records, whole.
pub fn by_ids(conn: &mut Conn, collection: Id, ids: &[Id]) -> Result<Vec<RecordRow>> {
    native!(conn, c => Ok(records::table
        .filter(records::collection.eq(collection))
        .filter(records::id.eq_any(ids))
        .select(RecordRow::as_select())
        .load(c)?))
}

/// One statement for new and changed records alike.
macro_rules! upsert {
    ($values:expr, $conn:expr) => {
        diesel::insert_into(records::table)
            .values($values)
            .on_conflict((records::collection, records::id))
            .do_update()
            .set((
                records::revision.eq(excluded(records::revision)),
                records::seq.eq(excluded(records::seq)),
                records::blob.eq(excluded(records::blob)),
                records::hash.eq(excluded(records::hash)),
                records::receipts.eq(excluded(records::receipts)),
                records::stored_at.eq(excluded(records::stored_at)),
                records::deleted.eq(excluded(records::deleted)),
            ))
            .execute($conn)
    };
}

/// Many rows as one array for each column.
macro_rules! side_by_side {
    ($rows:ident) => {
        diesel::select((
            unnest::bytes($rows.iter().map(|row| row.collection).collect::<Vec<_>>()),
            unnest::bytes($rows.iter().map(|row| row.id).collect::<Vec<_>>()),
            unnest::numbers($rows.iter().map(|row| row.revision).collect::<Vec<_>>()),
            unnest::numbers($rows.iter().map(|row| row.seq).collect::<Vec<_>>()),
            unnest::some_bytes($rows.iter().map(|row| row.blob.as_deref()).collect::<Vec<_>>()),
            unnest::bytes($rows.iter().map(|row| row.hash.as_slice()).collect::<Vec<_>>()),
            unnest::some_bytes($rows.iter().map(|row| row.receipts.as_deref()).collect::<Vec<_>>()),
            unnest::numbers($rows.iter().map(|row| row.stored_at).collect::<Vec<_>>()),
            unnest::bytes($rows.iter().map(|row| row.author).collect::<Vec<_>>()),
            unnest::truths($rows.iter().map(|row| row.deleted).collect::<Vec<_>>()),
        ))
    };
}

/// Arrays become rows, side by side.
mod unnest {
    use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable};

    #[diesel::declare_sql_function]
    extern "SQL" {
        #[sql_name = "unnest"]
        fn bytes(of: Array<Binary>) -> Binary;
        #[sql_name = "unnest"]
        fn some_bytes(of: Array<Nullable<Binary>>) -> Nullable<Binary>;
        #[sql_name = "unnest"]
        fn numbers(of: Array<BigInt>) -> BigInt;
        #[sql_name = "unnest"]
        fn truths(of: Array<Bool>) -> Bool;
    }
}

/// Writes records, new and changed, each with its own `seq`.
pub fn put(conn: &mut Conn, rows: &[RecordRow]) -> Result<()> {
    match conn {
        // One round trip for each kind, and the same statement however many rows there are.
        Conn::Postgres(c) => {
            let (new, changed): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.receipts.is_none());
            if !new.is_empty() {
                diesel::insert_into(records::table).values(side_by_side!(new)).execute(c)?;
            }
            if !changed.is_empty() {
                upsert!(side_by_side!(changed), c)?;
            }
        }
        // A prepared statement, run for each row, in the same process.
        Conn::Sqlite(c) => {
            for row in rows {
                match row.receipts {
                    None => diesel::insert_into(records::table).values(row).execute(c)?,
                    Some(_) => upsert!(row, c)?,
                };
            }
        }
    }
    Ok(())
}

/// What a reader is given of a record: id, revision, seq, whether it is deleted, blob.
pub type Change = (Id, i64, i64, bool, Option<Vec<u8>>);

/// What lies after a cursor, up to a head, in order.
pub fn after(conn: &mut Conn, collection: Id, cursor: i64, head: i64, limit: i64) -> Result<Vec<Change>> {
    let page = records::table
        .filter(records::collection.eq(collection))
        .filter(records::seq.gt(cursor))
        .filter(records::seq.le(head))
        .order(records::seq)
        .select((records::id, records::revision, records::seq, records::deleted, records::blob));
    match conn {
        Conn::Postgres(c) => Ok(page.limit(limit).load(c)?),
        // Rows come one by one, and reading stops where the page is full.
        Conn::Sqlite(c) => {
            let rows = page.load_iter::<Change, DefaultLoadingMode>(c)?;
            Ok(rows.take(usize::try_from(limit).unwrap_or(0)).collect::<QueryResult<_>>()?)
        }
    }
}

/// Tombstones that are cleared away in one go.
const CLEARED: i64 = 10_000;

/// Clears away tombstones from before a time, and remembers in each collection how far that went.
pub fn clear_tombstones(conn: &mut Conn, before: i64) -> Result<usize> {
    let old = records::deleted.and(records::stored_at.lt(before));
    let found: Vec<(Id, i64)> =
        records::table.filter(old).limit(CLEARED).select((records::collection, records::seq)).load(conn)?;
    let mut reached = BTreeMap::new();
    for (collection, seq) in found {
        let highest = reached.entry(collection).or_insert(seq);
        *highest = seq.max(*highest);
    }
    let mut cleared = 0;
    for (collection, seq) in reached {
        let lower = collections::table.filter(collections::id.eq(collection)).filter(collections::cleared.lt(seq));
        diesel::update(lower).set(collections::cleared.eq(seq)).execute(conn)?;
        let gone = records::table.filter(records::collection.eq(collection)).filter(records::seq.le(seq)).filter(old);
        cleared += diesel::delete(gone).execute(conn)?;
    }
    Ok(cleared)
}
