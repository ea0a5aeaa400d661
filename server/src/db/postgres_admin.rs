//! Moving an existing PostgreSQL database out of the way of a restoration.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::Conn;
use crate::fault::Result;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

/// Other connections to this database. Zero for SQLite, where locks show it.
pub(crate) fn other_connections(conn: &mut Conn) -> Result<i64> {
    let Conn::Postgres(c) = conn else { return Ok(0) };
    // Background workers of PostgreSQL have no user.
    let query = "SELECT count(*) AS number FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL";
    Ok(diesel::sql_query(query).get_result::<Number>(c)?.number)
}

/// Whether this program's tables exist, in any version.
pub(crate) fn has_tables(conn: &mut Conn) -> Result<bool> {
    let Conn::Postgres(c) = conn else { return Ok(true) };
    let query = "SELECT to_regclass('secrets') IS NOT NULL AND to_regclass('accounts') IS NOT NULL AS found";
    Ok(diesel::sql_query(query).get_result::<Found>(c)?.found)
}

/// Moves all tables and functions of the current schema, of any version, to a new schema.
pub(crate) fn move_tables(conn: &mut Conn, to: &str) -> Result<String> {
    if let Conn::Postgres(c) = conn {
        // Members of an extension stay.
        let own = |of: &str| {
            format!(
                "{of}namespace = current_schema()::regnamespace \
                 AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = one.oid AND deptype = 'e')"
            )
        };
        c.batch_execute(&format!(
            "CREATE SCHEMA {to};
             DO $$ DECLARE which regclass; what regprocedure; BEGIN
                 FOR which IN SELECT oid FROM pg_class AS one WHERE relkind IN ('r', 'p') AND {}
                     LOOP EXECUTE format('ALTER TABLE %s SET SCHEMA {to}', which); END LOOP;
                 FOR what IN SELECT oid FROM pg_proc AS one WHERE {}
                     LOOP EXECUTE format('ALTER ROUTINE %s SET SCHEMA {to}', what); END LOOP;
             END $$",
            own("rel"),
            own("pro"),
        ))?;
    }
    Ok(to.to_owned())
}
