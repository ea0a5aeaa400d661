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

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::dsl::sql;
    use diesel::sql_types::BigInt;

    use super::*;
    use crate::fault::Fault;

    fn open() -> Conn {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        conn.batch_execute("CREATE TABLE jobs (n INTEGER NOT NULL)").unwrap();
        Conn::Sqlite(conn)
    }

    fn begin_group(conn: &mut Conn) {
        let Conn::Sqlite(c) = conn else { panic!("not a file") };
        AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE").unwrap();
    }

    fn commit_group(conn: &mut Conn) {
        let Conn::Sqlite(c) = conn else { panic!("not a file") };
        AnsiTransactionManager::commit_transaction(c).unwrap();
    }

    fn sum(conn: &mut Conn) -> i64 {
        let Conn::Sqlite(c) = conn else { panic!("not a file") };
        diesel::select(sql::<BigInt>("(SELECT COALESCE(SUM(n), 0) FROM jobs)")).get_result(c).unwrap()
    }

    #[test]
    fn a_job_that_fails_takes_nothing_of_its_group_with_it() {
        let mut conn = open();
        for round in 1..=2 {
            begin_group(&mut conn);
            for (n, fine) in [(1, true), (10, false), (100, true), (1000, false)] {
                begin(&mut conn).unwrap();
                conn.batch_execute(&format!("INSERT INTO jobs VALUES ({n})")).unwrap();
                // A transaction of the job's own.
                let inner: QueryResult<()> = conn.transaction(|conn| {
                    conn.batch_execute("INSERT INTO jobs VALUES (10000)")?;
                    Err(diesel::result::Error::RollbackTransaction)
                });
                assert!(inner.is_err());
                if fine { commit(&mut conn).unwrap() } else { rollback(&mut conn).unwrap() }
            }
            commit_group(&mut conn);
            assert_eq!(sum(&mut conn), round * 101);
        }
    }

    #[test]
    fn a_group_that_sqlite_rolled_back_is_noticed() {
        let mut conn = open();
        for end in [commit, rollback] {
            begin_group(&mut conn);
            begin(&mut conn).unwrap();
            let Conn::Sqlite(c) = &mut conn else { panic!("not a file") };
            AnsiTransactionManager::rollback_transaction(c).unwrap();
            assert!(end(&mut conn).is_err());
        }
    }

    #[test]
    fn a_snapshot_ends_whatever_its_outcome() {
        let mut conn = open();
        for _ in 0..2 {
            assert!(snapshot(&mut conn, |_| Err::<(), _>(Fault::Internal("refused"))).is_err());
            assert_eq!(snapshot(&mut conn, |conn| Ok(sum(conn))).unwrap(), 0);
        }
        begin_group(&mut conn);
        commit_group(&mut conn);
    }
}
