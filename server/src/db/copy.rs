//! The whole database into one file that is whole by itself, and back into a database of either kind.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, SingleValue, SqlType, Text};

use super::conn::refuse_newer;
use super::schema::{accounts, collections, records, restorations, secrets};
use super::{Conn, OpenError, Place, schema};
use crate::fault::Result;

/// Rows taken over at a time. A part of an attachment may be a MiB.
pub(super) const AT_ONCE: usize = 32;

/// A column's value, as it is whatever it means.
pub(super) type Value<T> = <T as Plain>::Rust;

/// What stands for a column's type in Rust.
pub(super) trait Plain {
    /// The type.
    type Rust;
}

macro_rules! plain {
    ($($sql:ty = $rust:ty),+) => {$(
        impl Plain for $sql {
            type Rust = $rust;
        }
    )+};
}
plain!(Text = String, Binary = Vec<u8>, BigInt = i64, Bool = bool);

impl<T: Plain + SqlType<IsNull = diesel::sql_types::is_nullable::NotNull> + SingleValue> Plain for Nullable<T> {
    type Rust = Option<T::Rust>;
}

/// Writes all that is committed now into a new, empty SQLite file, while others go on.
pub fn whole(from: &Place, file: &Path) -> Result<(), OpenError> {
    let mut conn = from.connect()?;
    // Tables that are not known here would be left out.
    refuse_newer(&mut conn)?;
    match &mut conn {
        Conn::Sqlite(conn) => {
            diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(file.to_string_lossy()).execute(conn)?;
        }
        Conn::Postgres(c) => {
            c.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let to = Place::Sqlite(file.into());
            to.migrate()?;
            fill(&mut conn, &mut to.connect()?)?;
        }
    }
    Ok(())
}

/// Fills an empty database that has every table, all or nothing.
pub fn fill(from: &mut Conn, to: &mut Conn) -> Result<(), OpenError> {
    to.transaction(|to| schema::copy_all(from, to))?;
    if let Conn::Postgres(to) = to {
        // Until it has looked at them, the planner takes full tables for empty ones.
        to.batch_execute("ANALYZE")?;
    }
    Ok(())
}

/// Whether anybody has ever used this database.
pub fn is_empty(conn: &mut Conn) -> Result<bool> {
    Ok(secrets::table.count().get_result::<i64>(conn)? == 0 && accounts::table.count().get_result::<i64>(conn)? == 0)
}

/// Whether every page of a SQLite file is in order.
pub fn is_sound(conn: &mut SqliteConnection) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Finding {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let findings: Vec<Finding> = diesel::sql_query("PRAGMA integrity_check(1)").load(conn)?;
    Ok(findings.first().is_some_and(|finding| finding.integrity_check == "ok"))
}

/// Accounts, and records with their tombstones.
pub fn counts(conn: &mut Conn) -> Result<(i64, i64)> {
    Ok((accounts::table.count().get_result(conn)?, records::table.count().get_result(conn)?))
}

/// Where the collections counted on from when the database was last restored; nothing if it never was.
pub fn last_restoration(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(restorations::table.select(diesel::dsl::max(restorations::began)).first(conn)?)
}

/// Lets every collection count on from a number that nobody has heard of: from a multiple of `generation`, at least
/// `least` times it. Where each had been is kept, for those who have seen more.
pub fn count_on(conn: &mut Conn, generation: i64, least: i64) -> Result<()> {
    let all: Vec<(Vec<u8>, i64)> = collections::table.select((collections::id, collections::head)).load(conn)?;
    for (id, head) in all {
        let began = (head / generation + 1).max(least) * generation;
        diesel::insert_into(restorations::table)
            .values((restorations::collection.eq(&id), restorations::began.eq(began), restorations::kept.eq(head)))
            .execute(conn)?;
        diesel::update(collections::table.find(id)).set(collections::head.eq(began)).execute(conn)?;
    }
    Ok(())
}
