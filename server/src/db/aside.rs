//! What is in a PostgreSQL database already, and how it is moved out of the way whole.

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

/// Connections of others to this database; none to an SQLite file, which says so by its locks.
pub fn other_connections(conn: &mut Conn) -> Result<i64> {
    let Conn::Postgres(c) = conn else { return Ok(0) };
    // Workers of PostgreSQL itself have no user.
    let query = "SELECT count(*) AS number FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL";
    Ok(diesel::sql_query(query).get_result::<Number>(c)?.number)
}

/// Whether tables of ours are there, of whatever version.
pub fn has_tables(conn: &mut Conn) -> Result<bool> {
    let Conn::Postgres(c) = conn else { return Ok(true) };
    let query = "SELECT to_regclass('secrets') IS NOT NULL AND to_regclass('accounts') IS NOT NULL AS found";
    Ok(diesel::sql_query(query).get_result::<Found>(c)?.found)
}

/// Moves every table and function of the current schema into a new one, whatever version made them. Returns its name.
pub fn move_tables(conn: &mut Conn, to: &str) -> Result<String> {
    if let Conn::Postgres(c) = conn {
        // What came with an extension stays where the extension is.
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
