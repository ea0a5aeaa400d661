//! How much an account has written: stored with its membership of each collection, and deleted with it.

use diesel::backend::Backend;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType};

use super::conn::native;
use super::schema::{attachments, collection_members};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Usage {
    pub bytes: i64,
    pub records: i64,
}

/// Adds to what a member has written to a collection.
pub(crate) fn add(conn: &mut Conn, collection: Id, account: Id, more: Usage) -> Result<()> {
    native!(conn, c => AddUsage { collection, account, more }.execute(c))?;
    Ok(())
}

/// Part of every push: diesel cannot cache its own `update`.
#[derive(QueryId)]
pub(super) struct AddUsage {
    pub(super) collection: Id,
    pub(super) account: Id,
    pub(super) more: Usage,
}

impl<DB> QueryFragment<DB> for AddUsage
where
    DB: Backend + HasSqlType<Binary> + HasSqlType<BigInt>,
    Id: ToSql<Binary, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE collection_members SET written_bytes = written_bytes + ");
        out.push_bind_param::<BigInt, _>(&self.more.bytes)?;
        out.push_sql(", written_records = written_records + ");
        out.push_bind_param::<BigInt, _>(&self.more.records)?;
        out.push_sql(" WHERE collection = ");
        out.push_bind_param::<Binary, _>(&self.collection)?;
        out.push_sql(" AND account = ");
        out.push_bind_param::<Binary, _>(&self.account)
    }
}

impl<C> RunQueryDsl<C> for AddUsage {}

/// What an account has written to all collections, including the announced bytes of its attachments.
pub(crate) fn of_account(conn: &mut Conn, account: Id) -> Result<Usage> {
    // PostgreSQL's sum of integers is `numeric`.
    let total = |column: &str| sql::<BigInt>(&format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"));
    let (bytes, records) = collection_members::table
        .filter(collection_members::account.eq(account))
        .select((total("written_bytes"), total("written_records")))
        .first::<(i64, i64)>(conn)?;
    let attached =
        attachments::table.filter(attachments::account.eq(account)).select(total("size")).first::<i64>(conn)?;
    Ok(Usage { bytes: bytes.saturating_add(attached), records })
}
