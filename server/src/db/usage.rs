//! How much an account has written: counted in its checkpoint slots, because every push writes one anyway.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::{attachments, checkpoints, collection_members};
use super::{Conn, Id};
use crate::fault::Result;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Usage {
    pub bytes: i64,
    pub records: i64,
}

/// What an account has written to the collections of which it is a member, including the announced bytes of its
/// attachments.
pub fn of_account(conn: &mut Conn, account: Id) -> Result<Usage> {
    // PostgreSQL's sum of integers is `numeric`.
    let total = |column: &str| sql::<BigInt>(&format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"));
    let (bytes, records) = collection_members::table
        .inner_join(checkpoints::table.on(checkpoints::collection.eq(collection_members::collection)))
        .filter(collection_members::account.eq(account))
        .filter(checkpoints::account.eq(account))
        .select((total("written_bytes"), total("written_records")))
        .first::<(i64, i64)>(conn)?;
    let attached =
        attachments::table.filter(attachments::account.eq(account)).select(total("size")).first::<i64>(conn)?;
    Ok(Usage { bytes: bytes.saturating_add(attached), records })
}
