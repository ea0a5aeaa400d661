//! One connection, to either database.

// The derived combined backend has public items that have nothing to say for themselves.
#![allow(missing_docs)]

use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{files, url};
use crate::fault;

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
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No connection.
    #[error("{0} cannot be opened: {1}")]
    Connection(String, diesel::ConnectionError),
    /// A first statement failed.
    #[error("the database cannot be set up: {0}")]
    Setup(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// It has migrations that this program does not know, and might not keep what they are for.
    #[error(
        "the database was brought up to date by a newer afterglow (migration {0}, which this one does not know): \
         run that version, or restore a backup from before it"
    )]
    Newer(String),
    /// A file or its folder cannot be made or used.
    #[error("{path}: {1}", path = .0.display())]
    File(PathBuf, std::io::Error),
    /// A file or its folder belongs to somebody else.
    #[error(
        "{} cannot be used: it belongs to user {owner} and this is user {user}. Run as that user, or chown the folder \
         with all in it to this one", path.display()
    )]
    Denied {
        /// Which file or folder.
        path: PathBuf,
        /// The number of the user who has it.
        owner: u32,
        /// The number of the user who runs this.
        user: u32,
    },
    /// The main file is gone, and what was not yet folded into it is still there.
    #[error(
        "{path} lies there without its database, and holds changes of it: bring the database back beside it, or move \
         both away together", path = .0.display()
    )]
    Orphan(PathBuf),
    /// A thread cannot be started.
    #[error("a thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
    /// Servers of one SQLite file would have to tell each other.
    #[error("an SQLite file has one server")]
    OneServer,
}

impl Place {
    /// What it is and where, without a password, for people to read.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                format!("the SQLite file {}", path.display())
            }
            Self::Postgres(url) => format!("the PostgreSQL database {}", url::shown(url)),
        }
    }

    /// A new connection, ready for use.
    pub fn connect(&self) -> Result<Conn, OpenError> {
        let no = |error| OpenError::Connection(self.shown(), error);
        match self {
            Self::Postgres(url) => Ok(Conn::Postgres(PgConnection::establish(&url::with_defaults(url)).map_err(no)?)),
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(no)?;
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

    /// A new connection for requests: no statement and no lock is waited for without end, and a transaction whose server
    /// has vanished gives back what it holds. What the database or the URL says itself, stays.
    pub fn connect_to_serve(&self) -> Result<Conn, OpenError> {
        let mut conn = self.connect()?;
        if let Conn::Postgres(conn) = &mut conn {
            conn.batch_execute(
                "SELECT set_config(name, wanted, false) FROM (VALUES ('statement_timeout', '30s'), \
                 ('lock_timeout', '10s'), ('idle_in_transaction_session_timeout', '30s')) AS deadlines (name, wanted) \
                 WHERE current_setting(name) = '0'",
            )?;
        }
        Ok(conn)
    }

    /// A new connection for the one writer of an SQLite file: it comes back to the same pages again and again, while
    /// readers pass through.
    pub fn connect_to_write(&self) -> Result<Conn, OpenError> {
        let mut conn = self.connect()?;
        if let Conn::Sqlite(conn) = &mut conn {
            // Written to once, its log is there: which files they are is known from then on.
            conn.batch_execute("PRAGMA cache_size = -2048; BEGIN IMMEDIATE; COMMIT;")?;
        }
        Ok(conn)
    }

    /// Makes what is missing: the file (for its owner's eyes only), and every table.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        if let Self::Sqlite(path) = self {
            if let Some(left) = files::orphan(path) {
                return Err(OpenError::Orphan(left));
            }
            make_private_file(path)?;
        }
        bring_up_to_date(&mut self.connect()?)
    }
}

/// Reads inside one transaction: SQLite's is a snapshot by itself, PostgreSQL's is one at this level.
pub(super) fn snapshot<T>(conn: &mut Conn, act: impl FnOnce(&mut Conn) -> fault::Result<T>) -> fault::Result<T> {
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

/// Makes every table that is missing in a database that this program knows.
pub fn bring_up_to_date(conn: &mut Conn) -> Result<Vec<String>, OpenError> {
    macro_rules! run {
        ($conn:expr, $all:expr) => {
            $conn.run_pending_migrations($all).map_err(OpenError::Migration)?.iter().map(ToString::to_string).collect()
        };
    }
    // Servers that start together take turns.
    if let Conn::Postgres(conn) = conn {
        conn.batch_execute("SELECT pg_advisory_lock(7305513920)")?;
    }
    refuse_newer(conn)?;
    let done = match conn {
        Conn::Postgres(conn) => run!(conn, POSTGRES),
        Conn::Sqlite(conn) => run!(conn, SQLITE),
    };
    // After an error the lock ends with the connection.
    if let Conn::Postgres(conn) = conn {
        conn.batch_execute("SELECT pg_advisory_unlock(7305513920)")?;
    }
    Ok(done)
}

/// Refuses a database that a newer program has changed in a way that is not known here.
pub fn refuse_newer(conn: &mut Conn) -> Result<(), OpenError> {
    fn unknown<DB: Backend>(
        known: impl MigrationSource<DB>,
        applied: diesel::migration::Result<Vec<MigrationVersion<'static>>>,
    ) -> diesel::migration::Result<Option<String>> {
        let known: Vec<String> = known.migrations()?.iter().map(|one| one.name().version().to_string()).collect();
        Ok(applied?.into_iter().map(|one| one.to_string()).find(|one| !known.contains(one)))
    }
    let unknown = match conn {
        Conn::Postgres(conn) => unknown::<diesel::pg::Pg>(POSTGRES, conn.applied_migrations()),
        Conn::Sqlite(conn) => unknown::<diesel::sqlite::Sqlite>(SQLITE, conn.applied_migrations()),
    };
    match unknown.map_err(OpenError::Migration)? {
        None => Ok(()),
        Some(version) => Err(OpenError::Newer(version)),
    }
}

/// Makes a file that only its owner may read, and its folder. Root makes it for whom the folder belongs to: that is who
/// serves.
pub(crate) fn make_private_file(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    std::fs::create_dir_all(folder).map_err(|error| denied(folder, error))?;
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true).mode(0o600);
    let new = !path.exists();
    options.open(path).map_err(|error| denied(path, error))?;
    let made = missing.into_iter().rev().chain(new.then_some(path));
    if rustix::process::geteuid().is_root() {
        made.into_iter().try_for_each(belong_to_folders_owner).map_err(|error| OpenError::File(path.into(), error))?;
    }
    Ok(())
}

fn belong_to_folders_owner(made: &Path) -> std::io::Result<()> {
    let folder = made.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let about = folder.metadata()?;
    // A folder that anybody may write to says nothing of who serves.
    if about.uid() == 0 || about.mode() & 0o002 != 0 {
        return Ok(());
    }
    std::os::unix::fs::chown(made, Some(about.uid()), Some(about.gid()))
}

/// An error that says what to do, where it is somebody else's file or folder.
fn denied(path: &Path, error: std::io::Error) -> OpenError {
    let there = path.ancestors().find_map(|path| path.metadata().ok().map(|about| (path.to_owned(), about.uid())));
    match (error.kind(), there) {
        (std::io::ErrorKind::PermissionDenied, Some((path, owner))) => {
            OpenError::Denied { path, owner, user: rustix::process::geteuid().as_raw() }
        }
        _ => OpenError::File(path.into(), error),
    }
}
