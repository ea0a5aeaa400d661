//! How much an account has written: stored with its membership of each collection, and deleted with it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::conn::native;
use super::schema::{attachments, collection_members};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) bytes: i64,
    pub(crate) records: i64,
}

/// Adds to what a member has written to a collection; returns the new sum.
pub(crate) fn add(conn: &mut Conn, collection: Id, account: Id, more: Usage) -> Result<Usage> {
    use collection_members::{table, written_bytes, written_records};
    let sum = (written_bytes.eq(written_bytes + more.bytes), written_records.eq(written_records + more.records));
    let member = diesel::update(table.find((collection, account))).set(sum);
    let (bytes, records) = native!(conn, c => member.returning((written_bytes, written_records)).get_result(c))?;
    Ok(Usage { bytes, records })
}

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
