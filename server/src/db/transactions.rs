//! Transactions of jobs, and read-only snapshots.
//!
//! On SQLite their statements are prepared once for each connection: diesel's own are parsed again for every job.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;

use super::Conn;
use crate::fault::Result;

macro_rules! statements {
    ($($name:ident = $sql:literal;)+) => {$(
        #[derive(QueryId)]
        struct $name;

        impl QueryFragment<Sqlite> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                out.push_sql($sql);
                Ok(())
            }
        }

        impl RunQueryDsl<SqliteConnection> for $name {}
    )+};
}

statements! {
    Begin = "BEGIN";
    Rollback = "ROLLBACK";
    Savepoint = "SAVEPOINT job";
    ReleaseSavepoint = "RELEASE job";
    RollbackToSavepoint = "ROLLBACK TO job";
}

/// Begins a job's transaction. On SQLite it is a savepoint in the transaction of the writer's group.
pub(super) fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
        Conn::Sqlite(c) => {
            Savepoint.execute(c)?;
            Ok(())
        }
    }
}

pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::commit_transaction(c),
        Conn::Sqlite(c) => {
            ReleaseSavepoint.execute(c)?;
            Ok(())
        }
    }
}

/// Undoes a job. Fails if SQLite has rolled back the whole group.
pub(super) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::rollback_transaction(c),
        Conn::Sqlite(c) => {
            // The savepoint is still there afterwards.
            RollbackToSavepoint.execute(c)?;
            ReleaseSavepoint.execute(c)?;
            Ok(())
        }
    }
}

/// Runs queries in a read-only snapshot, which is rolled back at the end.
pub(super) fn snapshot<T>(conn: &mut Conn, run: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        }
        Conn::Sqlite(c) => {
            Begin.execute(c)?;
        }
    }
    let outcome = run(conn);
    // Nothing was written.
    match conn {
        Conn::Postgres(c) => AnsiTransactionManager::rollback_transaction(c)?,
        Conn::Sqlite(c) => {
            Rollback.execute(c)?;
        }
    }
    outcome
}
