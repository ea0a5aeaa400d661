//! Opening the store: key, file, migrations.
//!
//! SQLCipher reports a wrong key and a damaged file alike. So a fingerprint of the key is kept beside the database: it
//! detects a wrong key before the file is touched, and a file that still does not open is damaged. A damaged file is
//! moved aside as a whole, because it may contain records that were not synced; readable data is salvaged from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, Once};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use journal::seal::{CollectionKey, Random};
use zeroize::Zeroizing;

use super::salvage::{self, Salvaged};
use super::words::VocabularyCache;
use super::{AutoLock, Error, Store};
use crate::secrets::{self, PinLock, SecretError, SecretStore, StoreKey};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations/device");

// WAL with FULL: a write is on disk when the call returns. Temporary tables must not reach the disk in the clear.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
     PRAGMA temp_store = MEMORY;";

/// An open store, and the data that was salvaged from a damaged one.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Set when the file was damaged and replaced by a new one.
    pub salvaged: Option<Salvaged>,
}

impl Store {
    /// Opens the store at `path` with the key from the platform's key store; creates both if neither exists. With a PIN
    /// the store stays locked until it receives its key.
    ///
    /// # Errors
    /// See [`Error`]; none of them changes or removes the file.
    pub(crate) fn open(
        path: &Path,
        secrets: &dyn SecretStore,
        random: &mut Random,
        auto_lock: AutoLock,
    ) -> Result<Opened, Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|_| Error::Io)?;
        }
        let store = Self {
            connection: Mutex::new(None),
            path: path.into(),
            auto_lock,
            words: VocabularyCache::default(),
            ended: AtomicBool::new(false),
        };
        if PinLock::load(secrets)?.is_some() {
            return Ok(Opened { store, salvaged: None });
        }
        let exists = fs::metadata(path).is_ok_and(|file| file.len() > 0);
        let key = match secrets::load_key(secrets)? {
            Some(key) => key,
            None if exists => return Err(Error::KeyMissing),
            None => secrets::make_key(secrets, random)?,
        };
        let salvaged = store.unlock(&key)?;
        Ok(Opened { store, salvaged })
    }

    /// Opens the file with its key. Returns what was salvaged from a damaged one.
    pub(crate) fn unlock(&self, key: &StoreKey) -> Result<Option<Salvaged>, Error> {
        let path = self.path.as_path();
        let check = beside(path, "key-check");
        let known = fs::read(&check).ok();
        let fingerprint = CollectionKey::from_bytes(key.as_ref()).map_err(|_| Error::KeyFailed)?.check();
        let vouched = known.as_deref() == Some(&fingerprint[..]);
        // A different fingerprint proves nothing, because an earlier version derived it differently. The file shows
        // whether the key fits.
        let mut connection = match connect(path, key) {
            Err(Error::Damaged) if vouched => {
                move_aside(path)?;
                connect(path, key)?
            }
            // The key is not verified, so it may be the wrong one: leave the file alone.
            Err(Error::Damaged) => return Err(Error::WrongKey),
            other => other?,
        };
        if !vouched {
            fs::write(&check, fingerprint).map_err(|_| Error::Io)?;
        }
        // Checked at every opening, so that a kill between moving aside and salvaging loses nothing.
        let salvaged = match last_aside(path) {
            Some((number, aside)) => salvage::once(number, &aside, key, &mut connection)?,
            None => None,
        };
        connection.immediate_transaction(super::search::index_if_needed)?;
        *self.connection.lock().map_err(|_| Error::Closed)? = Some(connection);
        Ok(salvaged)
    }
}

impl From<SecretError> for Error {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Locked => Self::KeyLocked,
            SecretError::Failed => Self::KeyFailed,
        }
    }
}

/// Records that a page could not be read: the next opening checks the whole file.
pub(super) fn suspect(path: &Path) {
    // Best effort: the damage will be detected again.
    let _ = fs::write(beside(path, "suspect"), []);
}

fn connect(path: &Path, key: &StoreKey) -> Result<SqliteConnection, Error> {
    let mut connection = unlock(path, key)?;
    if beside(path, "suspect").exists() {
        quick_check(&mut connection)?;
        fs::remove_file(beside(path, "suspect")).map_err(|_| Error::Io)?;
    }
    connection.batch_execute(PRAGMAS)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// A connection that has the key and has read the first page with it.
pub(super) fn unlock(path: &Path, key: &StoreKey) -> Result<SqliteConnection, Error> {
    // SQLite reports itself as ready before SQLCipher is (sqlite3_initialize sets isInit ahead of SQLITE_EXTRA_INIT),
    // so the key of a second thread that opens at the same time would be rejected. Only one thread makes the first
    // opening in a process.
    static READY: Once = Once::new();
    READY.call_once(|| drop(SqliteConnection::establish(":memory:")));
    let path = path.to_str().ok_or(Error::Io)?;
    let mut connection = SqliteConnection::establish(path).map_err(|_| Error::Io)?;
    let hex: Zeroizing<String> = Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect());
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", hex.as_str()));
    connection.batch_execute(&statement)?;
    connection.batch_execute("PRAGMA cipher_log_level = NONE; PRAGMA busy_timeout = 10000;")?;
    diesel::sql_query("SELECT count(*) FROM sqlite_schema").execute(&mut connection)?;
    Ok(connection)
}

fn quick_check(connection: &mut SqliteConnection) -> Result<(), Error> {
    #[derive(diesel::QueryableByName)]
    struct Finding {
        #[diesel(sql_type = diesel::sql_types::Text)]
        quick_check: String,
    }
    let findings: Vec<Finding> = diesel::sql_query("PRAGMA quick_check(1)").load(connection)?;
    match findings.first() {
        Some(finding) if finding.quick_check == "ok" => Ok(()),
        _ => Err(Error::Damaged),
    }
}

fn migrate(connection: &mut SqliteConnection) -> Result<(), Error> {
    // If two processes open a new store at the same time, one waits for the other here.
    connection.immediate_transaction(|connection| {
        let applied = connection.applied_migrations().map_err(migration)?;
        let known =
            diesel_migrations::MigrationHarness::<diesel::sqlite::Sqlite>::pending_migrations(connection, MIGRATIONS)
                .map_err(migration)?;
        let all = diesel::migration::MigrationSource::<diesel::sqlite::Sqlite>::migrations(&MIGRATIONS)
            .map_err(migration)?
            .len();
        if applied.len() + known.len() > all {
            return Err(Error::Newer);
        }
        connection.run_pending_migrations(MIGRATIONS).map_err(migration)?;
        Ok(())
    })
}

fn migration(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => Error::from(*error),
        Err(error) => match error.downcast::<diesel_migrations::MigrationError>() {
            Ok(_) => Error::Newer,
            Err(_) => Error::Failed,
        },
    }
}

/// Renames the file and SQLite's files beside it to the first free name.
fn move_aside(path: &Path) -> Result<(), Error> {
    let number = last_aside(path).map_or(1, |(number, _)| number + 1);
    let aside = beside(path, &format!("damaged-{number}"));
    for ending in ["-wal", "-shm", ""] {
        let from = with_ending(path, ending);
        if from.exists() {
            fs::rename(&from, with_ending(&aside, ending)).map_err(|_| Error::Io)?;
        }
    }
    let _ = fs::remove_file(beside(path, "suspect"));
    Ok(())
}

/// The newest of the files that were moved aside.
fn last_aside(path: &Path) -> Option<(u32, PathBuf)> {
    let aside = |number| (number, beside(path, &format!("damaged-{number}")));
    (1..).map(aside).take_while(|(_, path)| path.exists()).last()
}

fn beside(path: &Path, what: &str) -> PathBuf {
    with_ending(path, &format!(".{what}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
