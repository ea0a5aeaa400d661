//! One connection, to either database.

// The derived combined backend has public items that have nothing to say for themselves.
#![allow(missing_docs)]

use std::path::Path;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::fault::Result;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// A connection to SQLite or to PostgreSQL. Queries are written once and run on both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A PostgreSQL server.
    Postgres(PgConnection),
    /// A file.
    Sqlite(SqliteConnection),
}

/// Runs one diesel expression on whichever database a [`Conn`] is, where diesel's combined backend has no word for it
/// (`ON CONFLICT`, batches, row locks) or where its indirection costs too much (the hot path of sync).
macro_rules! native {
    ($conn:expr, $native:ident => $run:expr) => {
        match $conn {
            $crate::db::Conn::Postgres($native) => $run,
            $crate::db::Conn::Sqlite($native) => $run,
        }
    };
}
pub(crate) use native;

/// Where the data lies.
#[derive(Clone)]
pub enum Place {
    /// The path of an SQLite file.
    Sqlite(std::path::PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No connection.
    #[error("the database cannot be opened: {0}")]
    Connection(#[from] diesel::ConnectionError),
    /// A first statement failed.
    #[error("the database cannot be set up: {0}")]
    Setup(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// The file or its folder cannot be made.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
}

impl Place {
    /// A new connection, ready for use.
    pub fn connect(&self) -> std::result::Result<Conn, OpenError> {
        match self {
            Self::Postgres(url) => Ok(Conn::Postgres(PgConnection::establish(url)?)),
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                // Full durability: a commit returns after its fsync. Readers do not wait for the writer. The log is
                // folded into the file every 16 MiB, so that few commits have to wait for that. What is deleted is
                // overwritten with zeros: it costs what writing it did, and adding records costs nothing more.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA cache_size = -512; PRAGMA wal_autocheckpoint = 4096; \
                     PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY; \
                     PRAGMA secure_delete = ON;",
                )?;
                Ok(Conn::Sqlite(conn))
            }
        }
    }

    /// A new connection for the one writer of an SQLite file: it comes back to the same pages again and again, while
    /// readers pass through.
    pub fn connect_to_write(&self) -> std::result::Result<Conn, OpenError> {
        let mut conn = self.connect()?;
        if let Conn::Sqlite(conn) = &mut conn {
            conn.batch_execute("PRAGMA cache_size = -2048;")?;
        }
        Ok(conn)
    }

    /// Makes what is missing: the file (for its owner's eyes only), and every table.
    pub fn migrate(&self) -> std::result::Result<Vec<String>, OpenError> {
        if let Self::Sqlite(path) = self {
            make_private_file(path)?;
        }
        let mut conn = self.connect()?;
        let done: Vec<String> = match &mut conn {
            Conn::Postgres(conn) => {
                // Servers that start together take turns.
                conn.batch_execute("SELECT pg_advisory_lock(7305513920)")?;
                let done = conn.run_pending_migrations(POSTGRES).map_err(OpenError::Migration);
                let done = done.map(|done| done.iter().map(ToString::to_string).collect());
                conn.batch_execute("SELECT pg_advisory_unlock(7305513920)")?;
                done?
            }
            Conn::Sqlite(conn) => {
                let done = conn.run_pending_migrations(SQLITE).map_err(OpenError::Migration)?;
                done.iter().map(ToString::to_string).collect()
            }
        };
        Ok(done)
    }
}

/// Reads inside one transaction: SQLite's is a snapshot by itself, PostgreSQL's is one at this level.
pub(super) fn snapshot<T>(conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        }
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?,
    }
    let outcome = act(conn);
    // There is nothing to keep, whatever came of it.
    native!(conn, c => AnsiTransactionManager::rollback_transaction(c))?;
    outcome
}

pub(crate) fn make_private_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
