//! Copying a whole database to an SQLite file, and from one to either kind of database.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, SingleValue, SqlType, Text};

use super::conn::reject_newer_schema;
use super::schema::{accounts, collections, records, restorations, secrets};
use super::{Conn, DbUrl, OpenError, schema};
use crate::fault::Result;

/// Rows per statement. One row may have a MiB.
pub(super) const BATCH: usize = 32;

/// A column's value.
pub(super) type Value<T> = <T as RustType>::Rust;

/// The Rust type of an SQL type.
pub(super) trait RustType {
    type Rust;
}

macro_rules! plain {
    ($($sql:ty = $rust:ty),+) => {$(
        impl RustType for $sql {
            type Rust = $rust;
        }
    )+};
}
plain!(Text = String, Binary = Vec<u8>, BigInt = i64, Bool = bool);

impl<T: RustType + SqlType<IsNull = diesel::sql_types::is_nullable::NotNull> + SingleValue> RustType for Nullable<T> {
    type Rust = Option<T::Rust>;
}

/// Writes a consistent copy to a new SQLite file. Other connections continue to work.
pub fn dump(from: &DbUrl, file: &Path) -> Result<(), OpenError> {
    let mut conn = from.connect()?;
    // Unknown tables would be missing in the copy.
    reject_newer_schema(&mut conn)?;
    match &mut conn {
        Conn::Sqlite(conn) => {
            diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(file.to_string_lossy()).execute(conn)?;
        }
        Conn::Postgres(c) => {
            c.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let to = DbUrl::Sqlite(file.into());
            to.migrate()?;
            copy_all(&mut conn, &mut to.connect()?)?;
        }
    }
    Ok(())
}

/// Copies all rows to a migrated, empty database in one transaction.
pub fn copy_all(from: &mut Conn, to: &mut Conn) -> Result<(), OpenError> {
    to.transaction(|to| schema::copy_all(from, to))?;
    if let Conn::Postgres(to) = to {
        // Otherwise the planner's statistics say that the tables are empty.
        to.batch_execute("ANALYZE")?;
    }
    Ok(())
}

/// Whether the database has never been used.
pub fn is_empty(conn: &mut Conn) -> Result<bool> {
    Ok(secrets::table.count().get_result::<i64>(conn)? == 0 && accounts::table.count().get_result::<i64>(conn)? == 0)
}

/// Opens a backup; `None` if the file is damaged or is not an SQLite database.
pub fn open_intact(file: &Path) -> Option<Conn> {
    let mut conn = SqliteConnection::establish(&file.to_string_lossy()).ok()?;
    is_intact(&mut conn).ok()?.then_some(Conn::Sqlite(conn))
}

fn is_intact(conn: &mut SqliteConnection) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Finding {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let findings: Vec<Finding> = diesel::sql_query("PRAGMA integrity_check(1)").load(conn)?;
    Ok(findings.first().is_some_and(|finding| finding.integrity_check == "ok"))
}

/// The number of accounts, and of records including tombstones.
pub fn counts(conn: &mut Conn) -> Result<(i64, i64)> {
    Ok((accounts::table.count().get_result(conn)?, records::table.count().get_result(conn)?))
}

/// The first `seq` of the current era; `None` if the database was never restored.
pub fn last_restoration(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(restorations::table.select(diesel::dsl::max(restorations::began)).first(conn)?)
}

/// Begins a new era: each collection continues from a multiple of `era_size`, at least `least` times it, which no
/// device has seen. The last `seq` of the old era is kept, to tell which devices have seen more.
pub fn begin_era(conn: &mut Conn, era_size: i64, least: i64) -> Result<()> {
    let all: Vec<(Vec<u8>, i64)> = collections::table.select((collections::id, collections::head)).load(conn)?;
    for (id, head) in all {
        let began = (head / era_size + 1).max(least) * era_size;
        diesel::insert_into(restorations::table)
            .values((restorations::collection.eq(&id), restorations::began.eq(began), restorations::kept.eq(head)))
            .execute(conn)?;
        diesel::update(collections::table.find(id)).set(collections::head.eq(began)).execute(conn)?;
    }
    Ok(())
}
