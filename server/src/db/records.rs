//! Records, the hot table. Every query filters by collection first.
//!
//! SQLite prepares a statement again whenever a `LIMIT` is bound, so the hot queries have none: `get_result`, not
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

use super::checkpoints::CheckpointRow;
use super::conn::native;
use super::schema::{checkpoints, collection_members, collections, records, restorations};
use super::usage::Usage;
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
// Always the same columns, so that the prepared statement is cached.
#[diesel(table_name = records, treat_none_as_default_value = false)]
pub struct RecordRow {
    pub collection: Id,
    pub id: Id,
    pub revision: i64,
    /// The collection's counter at the record's last change.
    pub seq: i64,
    /// The sealed payload or deletion. `None` for old deletions that were not sealed.
    pub blob: Option<Vec<u8>>,
    /// SHA-256 of the blob and of `deleted`.
    pub hash: Vec<u8>,
    /// Results of earlier revisions; `None` for a new record. See `sync::receipts`.
    pub receipts: Option<Vec<u8>>,
    pub stored_at: i64,
    /// The only account that may change it.
    pub author: Id,
    pub deleted: bool,
}

/// The state of a collection, as one member sees it.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct CollectionState {
    pub head: i64,
    /// The highest `seq` of a deleted tombstone.
    pub cleared: i64,
    /// Whether this member is the therapist.
    pub therapist: bool,
    /// The epoch in which new records are sealed.
    pub epoch: i64,
}

/// A collection that is locked for one member.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct LockedCollection {
    pub state: CollectionState,
    /// What this member has written to it.
    pub written: Usage,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn state_columns() -> _ {
    (collections::head, collections::cleared, collection_members::therapist, collections::epoch)
}

/// Locks a collection until the transaction ends; `None` if the account is not a member.
pub fn lock(conn: &mut Conn, collection: Id, account: Id) -> Result<Option<LockedCollection>> {
    let row = collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .inner_join(checkpoints::table.on(checkpoints::collection.eq(collections::id)))
        .filter(collections::id.eq(collection))
        .filter(collection_members::account.eq(account))
        .filter(checkpoints::account.eq(account))
        .select((state_columns(), (checkpoints::written_bytes, checkpoints::written_records)));
    Ok(match conn {
        // Locks the membership too: a member who is being removed cannot push any more. The slot is locked so that its
        // counts are current, and not those from before waiting for the lock.
        Conn::Postgres(c) => row.for_no_key_update().get_result(c).optional()?,
        // SQLite has a single writer.
        Conn::Sqlite(c) => row.get_result(c).optional()?,
    })
}

/// The states of those collections of which the account is a member, each with its checkpoints in the order of their
/// accounts: also those of former members, whose records are still there.
pub fn states(conn: &mut Conn, account: Id, ids: &[Id]) -> Result<BTreeMap<Id, (CollectionState, Vec<CheckpointRow>)>> {
    let mine = collections::table
        .inner_join(collection_members::table.on(collection_members::collection.eq(collections::id)))
        .left_join(checkpoints::table.on(checkpoints::collection.eq(collections::id)))
        .filter(collection_members::account.eq(account))
        .order(checkpoints::account)
        .select((
            collections::id,
            state_columns(),
            (checkpoints::account, checkpoints::revision, checkpoints::blob).nullable(),
        ));
    let rows: Vec<(Id, CollectionState, Option<CheckpointRow>)> = match conn {
        Conn::Postgres(c) => mine.filter(collections::id.eq_any(ids)).load(c)?,
        Conn::Sqlite(c) => one_by_one(ids, |id| mine.filter(collections::id.eq(id)).load(c))?,
    };
    let mut states = BTreeMap::new();
    for (id, state, checkpoint) in rows {
        let filled = checkpoint.filter(|row| row.revision > 0);
        states.entry(id).or_insert((state, Vec::new())).1.extend(filled);
    }
    Ok(states)
}

/// With SQLite a list of varying length is a new statement each time. A cached statement per id is faster, and costs
/// no round trip.
fn one_by_one<T>(ids: &[Id], find: impl FnMut(&Id) -> QueryResult<Vec<T>>) -> Result<Vec<T>> {
    let found: Vec<Vec<T>> = ids.iter().map(find).collect::<QueryResult<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether a cursor of an earlier era has seen changes that a restoration lost.
pub fn saw_lost_changes(conn: &mut Conn, collection: Id, cursor: i64) -> Result<bool> {
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

/// Diesel cannot cache its own `update`, because the set of columns may vary; this one is part of every push.
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

/// A stored record without its blob, for comparison with a push.
#[derive(Clone, Debug, Queryable)]
pub struct RecordHead {
    pub id: Id,
    pub revision: i64,
    /// The collection's counter at the record's last change.
    pub seq: i64,
    /// SHA-256 of the blob and of `deleted`.
    pub hash: Vec<u8>,
    /// Results of earlier revisions.
    pub receipts: Option<Vec<u8>>,
    /// The length of the blob.
    pub bytes: i64,
    pub author: Id,
}

/// The heads of those records that exist.
pub fn heads(conn: &mut Conn, collection: Id, ids: &[Id]) -> Result<Vec<RecordHead>> {
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
        Conn::Sqlite(c) => one_by_one(ids, |id| there().filter(records::id.eq(id)).load(c)),
    }
}

pub fn by_ids(conn: &mut Conn, collection: Id, ids: &[Id]) -> Result<Vec<RecordRow>> {
    native!(conn, c => Ok(records::table
        .filter(records::collection.eq(collection))
        .filter(records::id.eq_any(ids))
        .select(RecordRow::as_select())
        .load(c)?))
}

/// Inserts or updates records with one statement.
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

/// Rows as one array per column.
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

/// Turns arrays into rows.
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

/// Writes new and changed records, each with its own `seq`.
pub fn put(conn: &mut Conn, rows: &[RecordRow]) -> Result<()> {
    match conn {
        // One round trip for new and one for changed rows; the same statement for any number of rows.
        Conn::Postgres(c) => {
            let (new, changed): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.receipts.is_none());
            if !new.is_empty() {
                diesel::insert_into(records::table).values(side_by_side!(new)).execute(c)?;
            }
            if !changed.is_empty() {
                upsert!(side_by_side!(changed), c)?;
            }
        }
        // SQLite runs in the same process: a cached statement per row.
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

/// A record for a reader: id, revision, seq, deleted, blob.
pub type Change = (Id, i64, i64, bool, Option<Vec<u8>>);

/// The changes after a cursor, up to a head, ordered by `seq`.
pub fn after(conn: &mut Conn, collection: Id, cursor: i64, head: i64, limit: i64) -> Result<Vec<Change>> {
    let page = records::table
        .filter(records::collection.eq(collection))
        .filter(records::seq.gt(cursor))
        .filter(records::seq.le(head))
        .order(records::seq)
        .select((records::id, records::revision, records::seq, records::deleted, records::blob));
    match conn {
        Conn::Postgres(c) => Ok(page.limit(limit).load(c)?),
        // Rows are read one by one, until the page is full.
        Conn::Sqlite(c) => {
            let rows = page.load_iter::<Change, DefaultLoadingMode>(c)?;
            Ok(rows.take(usize::try_from(limit).unwrap_or(0)).collect::<QueryResult<_>>()?)
        }
    }
}

/// Number of tombstones that one run looks up.
const CLEARED: i64 = 10_000;

/// Deletes tombstones from before a time, and records in each collection how far that went.
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
