//! Connections to either database.

// The derive macro generates undocumented items.
#![allow(missing_docs)]

use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{files, url};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// A connection to SQLite or to PostgreSQL. Queries are written once and run on both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Evaluates a diesel expression on the concrete connection. For expressions that the combined backend does not
/// support (`ON CONFLICT`, batches, row locks), and for the hot path of sync, where it is too slow.
macro_rules! native {
    ($conn:expr, $native:ident => $run:expr) => {
        match $conn {
            $crate::db::Conn::Postgres($native) => $run,
            $crate::db::Conn::Sqlite($native) => $run,
        }
    };
}
pub(crate) use native;

/// Where the database is.
#[derive(Clone)]
pub enum DbUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{0} cannot be opened: {1}")]
    Connection(String, diesel::ConnectionError),
    /// The first statement failed.
    #[error("the database cannot be set up: {0}")]
    Setup(#[from] diesel::result::Error),
    #[error("the database cannot be migrated: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// The schema has migrations that this program does not know.
    #[error(
        "the database was migrated by a newer version (migration {0} is unknown to this one): \
         run that version, or restore a backup from before the migration"
    )]
    Newer(String),
    /// A file or its folder cannot be created or opened.
    #[error("{path}: {1}", path = .0.display())]
    File(PathBuf, std::io::Error),
    /// A file or its folder belongs to another user.
    #[error(
        "{} cannot be used: it belongs to user {owner}, but this process runs as user {user}. Run it as that user, or \
         chown the folder and its contents", path.display()
    )]
    Denied {
        path: PathBuf,
        /// The user id of its owner.
        owner: u32,
        /// The user id of this process.
        user: u32,
    },
    /// A write-ahead log without its database file.
    #[error(
        "{path} contains changes of a database file that is missing: put the file back next to it, or move the log \
         away too", path = .0.display()
    )]
    OrphanedLog(PathBuf),
    #[error("a thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
    /// Only PostgreSQL connects several servers.
    #[error("several servers need a PostgreSQL database")]
    NotPostgres,
}

impl DbUrl {
    /// The database's kind and location, without a password.
    pub fn describe(&self) -> String {
        match self {
            Self::Sqlite(path) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                format!("the SQLite file {}", path.display())
            }
            Self::Postgres(url) => format!("the PostgreSQL database {}", url::redacted(url)),
        }
    }

    /// Opens a new connection to the configured database.
    pub fn connect(&self) -> Result<Conn, OpenError> {
        let no = |error| OpenError::Connection(self.describe(), error);
        match self {
            Self::Postgres(url) => Ok(Conn::Postgres(PgConnection::establish(&url::with_defaults(url)).map_err(no)?)),
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(no)?;
                // Full durability: a commit returns after its fsync. Readers do not wait for the writer. A checkpoint
                // every 16 MiB of the write-ahead log, so that few commits wait for one. Deleted data is overwritten
                // with zeros.
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

    /// Opens a connection for requests. Statements, locks and idle transactions time out, unless the database or the
    /// URL sets other limits.
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

    /// Opens the connection of SQLite's single writer, with a larger page cache.
    pub fn connect_to_write(&self) -> Result<Conn, OpenError> {
        let mut conn = self.connect()?;
        if let Conn::Sqlite(conn) = &mut conn {
            // The first transaction creates the write-ahead log, whose identity is recorded afterwards.
            conn.batch_execute("PRAGMA cache_size = -2048; BEGIN IMMEDIATE; COMMIT;")?;
        }
        Ok(conn)
    }

    /// Creates the file (readable for its owner only) and applies pending migrations.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        if let Self::Sqlite(path) = self {
            if let Some(left) = files::orphaned_log(path) {
                return Err(OpenError::OrphanedLog(left));
            }
            make_private_file(path)?;
        }
        run_migrations(&mut self.connect()?)
    }
}

impl Conn {
    /// Runs `run` in a transaction, which is rolled back if it returns an error.
    pub(crate) fn in_transaction<T, E: From<OpenError>>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        enum Failure<E> {
            Run(E),
            Transaction(diesel::result::Error),
        }
        impl<E> From<diesel::result::Error> for Failure<E> {
            fn from(error: diesel::result::Error) -> Self {
                Self::Transaction(error)
            }
        }
        self.transaction(|conn| run(conn).map_err(Failure::Run)).map_err(|failure| match failure {
            Failure::Run(error) => error,
            Failure::Transaction(error) => OpenError::from(error).into(),
        })
    }
}

/// Applies pending migrations; returns their names.
pub fn run_migrations(conn: &mut Conn) -> Result<Vec<String>, OpenError> {
    macro_rules! run {
        ($conn:expr, $all:expr) => {
            $conn.run_pending_migrations($all).map_err(OpenError::Migration)?.iter().map(ToString::to_string).collect()
        };
    }
    // Servers that start at the same time wait for each other.
    if let Conn::Postgres(conn) = conn {
        conn.batch_execute("SELECT pg_advisory_lock(7305513920)")?;
    }
    reject_newer_schema(conn)?;
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

/// Fails if the schema was migrated by a newer version.
pub fn reject_newer_schema(conn: &mut Conn) -> Result<(), OpenError> {
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

/// Creates a file that only its owner may read, and its folder. If root creates it, it gets the owner of the parent
/// folder, who is expected to run the server.
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
    // The owner of a world-writable folder may be another user than the one that runs the server.
    if about.uid() == 0 || about.mode() & 0o002 != 0 {
        return Ok(());
    }
    std::os::unix::fs::chown(made, Some(about.uid()), Some(about.gid()))
}

/// Explains a permission error if the file or folder belongs to another user.
fn denied(path: &Path, error: std::io::Error) -> OpenError {
    let there = path.ancestors().find_map(|path| path.metadata().ok().map(|about| (path.to_owned(), about.uid())));
    match (error.kind(), there) {
        (std::io::ErrorKind::PermissionDenied, Some((path, owner))) => {
            OpenError::Denied { path, owner, user: rustix::process::geteuid().as_raw() }
        }
        _ => OpenError::File(path.into(), error),
    }
}
