//! Checkpoints: a slot for each account and collection. Part of every push, so its statements are prepared once.

use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType};
use diesel::sqlite::Sqlite;

use super::conn::native;
use super::schema::checkpoints;
use super::{Conn, Id};
use crate::fault::Result;

/// What a group is held against.
#[derive(Clone, Debug, Queryable)]
pub struct Slot {
    /// The revision that stands.
    pub revision: i64,
    /// What the latest groups were answered with, that of this revision last. See `sync::receipts`.
    pub receipts: Vec<u8>,
}

/// A checkpoint that takes a slot, or the place of the one in it.
pub struct NewSlot<'a> {
    /// Where.
    pub collection: Id,
    /// Whose.
    pub account: Id,
    /// The revision that it replaces; zero for none.
    pub base: i64,
    /// Its own.
    pub revision: i64,
    /// The sealed checkpoint.
    pub blob: &'a [u8],
    /// What its group was answered with.
    pub note: &'a [u8],
    /// The most bytes of notes that are kept, the newest.
    pub kept: i64,
}

/// A member's checkpoint as it is given out.
#[derive(Clone, Debug, Queryable)]
pub struct CheckpointRow {
    /// Whose it is.
    pub account: Id,
    /// Its revision.
    pub revision: i64,
    /// The sealed checkpoint.
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

/// Everybody's checkpoints of a collection: of those as well who have left it, since their records are there.
pub fn of_collection(conn: &mut Conn, collection: Id) -> Result<Vec<CheckpointRow>> {
    let all = checkpoints::table.filter(checkpoints::collection.eq(collection)).order(checkpoints::account).select((
        checkpoints::account,
        checkpoints::revision,
        checkpoints::blob,
    ));
    Ok(native!(conn, c => all.load(c)?))
}

/// Writes a checkpoint; false (or a unique violation) if another one than its base stands.
pub fn put(conn: &mut Conn, new: &NewSlot<'_>) -> Result<bool> {
    let rows = native!(conn, c => match new.base {
        0 => First(new).execute(c)?,
        _ => Next(new).execute(c)?,
    });
    Ok(rows == 1)
}

/// The first one.
pub(super) struct First<'a>(pub(super) &'a NewSlot<'a>);

/// One in the place of another.
pub(super) struct Next<'a>(pub(super) &'a NewSlot<'a>);

impl<DB> QueryFragment<DB> for First<'_>
where
    DB: Backend + HasSqlType<Binary> + HasSqlType<BigInt>,
    Id: ToSql<Binary, DB>,
    i64: ToSql<BigInt, DB>,
    [u8]: ToSql<Binary, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO checkpoints (collection, account, revision, blob, receipts) VALUES (");
        out.push_bind_param::<Binary, _>(&self.0.collection)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(&self.0.account)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.0.revision)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(self.0.blob)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(self.0.note)?;
        out.push_sql(")");
        Ok(())
    }
}

/// How a database adds a note to those that are there, and keeps the newest.
pub(super) trait Notes: Backend {
    const BEFORE: &'static str;
    const BETWEEN: &'static str;
    const AFTER: &'static str;
}

impl Notes for Sqlite {
    // Joined bytes count as text until they are told otherwise.
    const BEFORE: &'static str = "substr(CAST(receipts || ";
    const BETWEEN: &'static str = " AS BLOB), -";
    const AFTER: &'static str = ")";
}

impl Notes for Pg {
    // From where so many bytes are left, counted from one.
    const BEFORE: &'static str = "substring(receipts || ";
    const BETWEEN: &'static str = " FROM greatest(1, 29 + octet_length(receipts) - ";
    const AFTER: &'static str = ")::int)";
}

impl<DB> QueryFragment<DB> for Next<'_>
where
    DB: Notes + HasSqlType<Binary> + HasSqlType<BigInt>,
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
        out.push_bind_param::<Binary, _>(self.0.note)?;
        out.push_sql(DB::BETWEEN);
        out.push_bind_param::<BigInt, _>(&self.0.kept)?;
        out.push_sql(DB::AFTER);
        out.push_sql(" WHERE collection = ");
        out.push_bind_param::<Binary, _>(&self.0.collection)?;
        out.push_sql(" AND account = ");
        out.push_bind_param::<Binary, _>(&self.0.account)?;
        out.push_sql(" AND revision = ");
        out.push_bind_param::<BigInt, _>(&self.0.base)
    }
}

impl QueryId for First<'_> {
    type QueryId = First<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for Next<'_> {
    type QueryId = Next<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<C> RunQueryDsl<C> for First<'_> {}
impl<C> RunQueryDsl<C> for Next<'_> {}
