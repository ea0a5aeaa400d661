//! The encrypted store: SQLite under SQLCipher, through diesel. The only module with SQL.
//!
//! A record, its outbox position and its shared copies are written in one transaction. A damaged file is moved aside
//! and never deleted; see [`open`].
//!
//! Layout:
//! - [`open`]: key, pragmas, migrations, damage; [`salvage`]: what can be read of a damaged file; [`auto_lock`]: when the store
//!   closes; [`erasing`]: deleting everything
//! - [`schema`]: the tables
//! - [`account`]; [`collections`]: with their keys and bonds; [`trust`]: the verification state of each collection
//! - [`records`]: the ledger of the sync machine; [`rows`]: the rows of its table; [`unsettled`]: records held back or set
//!   aside; [`pages`]: paged queries; [`recall`]: typed queries by kind and time
//! - [`attachments`]: references and pending transfers; [`imports`]; [`drafts`]; [`settings`]
//! - [`search`]: full-text search; [`words`]: the vocabulary for typo correction, in memory

pub(crate) mod account;
pub(crate) mod attachments;
pub(crate) mod auto_lock;
pub(crate) mod collections;
pub(crate) mod drafts;
pub(crate) mod erasing;
pub(crate) mod imports;
pub(crate) mod open;
pub(crate) mod pages;
pub(crate) mod pending_keys;
pub(crate) mod recall;
pub(crate) mod records;
pub(crate) mod reserve;
mod rows;
mod salvage;
mod schema;
pub(crate) mod search;
pub(crate) mod settings;
#[cfg(test)]
mod tests;
pub(crate) mod trust;
pub(crate) mod unsettled;
mod words;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection as _;
use diesel::result::DatabaseErrorKind;
pub(crate) use diesel::result::Error as QueryError;

pub(crate) use auto_lock::AutoLock;
pub use open::Opened;
pub use salvage::Salvaged;
use words::VocabularyCache;

/// The file of the encrypted store, in the phone's home.
pub(crate) const FILE: &str = "journal.sqlite3";
/// The folder of photos and voice notes, in the phone's home.
pub(crate) const ATTACHMENTS: &str = "attachments";

/// A connection within a transaction of the store. Only this module runs SQL on it; the others pass it on.
pub(crate) type Connection = SqliteConnection;

/// The reason why the store cannot be opened, read or written. None of these loses a confirmed write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is a journal, but the platform's key store has no key for it.
    #[error("the key of this journal is not in the device's key store")]
    KeyMissing,
    /// The platform's key store does not release the key now.
    #[error("the device's key store is locked")]
    KeyLocked,
    /// The platform's key store failed.
    #[error("the device's key store does not answer")]
    KeyFailed,
    /// The key differs from the one with which the journal was made. The file is not changed.
    #[error("this key does not open this journal")]
    WrongKey,
    /// The file is damaged. It is moved aside when the store opens next.
    #[error("the journal's file is damaged")]
    Damaged,
    /// A newer version of the app has written this file. It is not changed.
    #[error("a newer version of the app has written this journal")]
    Newer,
    /// The device is full. The failed write did not happen; everything else is unchanged.
    #[error("there is no space left on the device")]
    Full,
    /// Another process holds the store for too long.
    #[error("the journal is in use by another process")]
    Busy,
    /// The store stopped in the middle of an operation and must be opened again.
    #[error("the journal must be opened again")]
    Closed,
    /// The journal is locked: the key is not in this process.
    #[error("the journal is locked")]
    Locked,
    /// The file or its folder cannot be reached.
    #[error("the journal's file cannot be reached")]
    Io,
    /// Anything else: a fault of ours.
    #[error("the journal's store failed")]
    Failed,
}

impl Error {
    /// The stable code, as in [`crate::Error::code`].
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::KeyMissing => "store_key_missing",
            Self::KeyLocked => "store_key_locked",
            Self::KeyFailed => "store_key_failed",
            Self::WrongKey => "store_wrong_key",
            Self::Damaged => "store_damaged",
            Self::Newer => "store_newer",
            Self::Full => "store_full",
            Self::Busy => "store_busy",
            Self::Closed => "store_closed",
            Self::Locked => "locked",
            Self::Io => "store_io",
            Self::Failed => "store_failed",
        }
    }

    /// The sentence for the person, as in [`crate::Error::sentence`].
    pub(crate) fn sentence(&self) -> &'static str {
        match self {
            Self::KeyMissing | Self::WrongKey => {
                "This journal was locked with another key. It is untouched. If you have your recovery code, you can \
                 set the app up anew and get everything back that was synced."
            }
            Self::KeyLocked => "Unlock your phone to open the journal.",
            Self::KeyFailed => "The phone's key store does not answer. Please restart the phone.",
            Self::Damaged => {
                "The journal's file is damaged. Close and open the app: the file will be kept aside, and everything \
                 that can be read will be brought back."
            }
            Self::Newer => "A newer version of the app has written this journal. Please update the app.",
            Self::Full => {
                "There is no space left on the phone, so this was not saved. Everything saved before is safe. Please \
                 free some space and save again."
            }
            Self::Busy => "The journal is in use by another app window. Please try again.",
            Self::Closed => "Please close the app and open it again. Everything that was saved is safe.",
            Self::Locked => "The journal is locked.",
            Self::Io => "The journal's file cannot be reached. Please check the phone's storage.",
            Self::Failed => "The journal could not do this. Everything that was saved is safe.",
        }
    }
}

// SQLite's own fixed sentences (`sqlite3_errstr`): diesel passes on the sentence, but not the number.
const FIXED: [(&str, Error); 7] = [
    ("file is not a database", Error::Damaged),
    ("database disk image is malformed", Error::Damaged),
    ("database or disk is full", Error::Full),
    ("database is locked", Error::Busy),
    ("disk I/O error", Error::Io),
    ("unable to open database file", Error::Io),
    ("attempt to write a readonly database", Error::Io),
];

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::DatabaseError(kind, information) => {
                let sentence = information.message();
                let fixed = FIXED.iter().find(|(text, _)| sentence.contains(text)).map(|(_, error)| *error);
                // Other messages may quote a value: they are not passed on, and not logged.
                fixed.unwrap_or(match kind {
                    DatabaseErrorKind::ClosedConnection => Self::Closed,
                    _ => Self::Failed,
                })
            }
            QueryError::BrokenTransactionManager => Self::Closed,
            _ => Self::Failed,
        }
    }
}

/// The store. Shared between threads; each call is one transaction. While it is locked there is no connection, and so
/// no key in this process.
pub struct Store {
    connection: Mutex<Option<SqliteConnection>>,
    path: PathBuf,
    auto_lock: AutoLock,
    words: VocabularyCache,
    /// Everything was deleted: the journal has to be opened again.
    ended: AtomicBool,
}

impl Store {
    /// Closes the store: SQLCipher wipes the key with the connection.
    pub(crate) fn close(&self) {
        self.words.drop_all();
        // Also after a panic in the middle of a transaction: uncommitted changes are rolled back.
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Closes the store permanently.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        self.close();
    }

    /// Whether the store is open. Closes it if auto-lock is due.
    pub(crate) fn is_open(&self) -> bool {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if self.auto_lock.is_due() {
            self.words.drop_all();
            *connection = None;
        }
        connection.is_some()
    }

    /// The state of the auto-lock timer.
    pub(crate) fn auto_lock(&self) -> &AutoLock {
        &self.auto_lock
    }

    /// Runs `work` as one transaction: when this returns, either all of it is synced to disk, or none.
    pub(crate) fn write<T, E: From<Error> + OfStore>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction("BEGIN IMMEDIATE", work)
    }

    /// Runs `work` on a snapshot of the store.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut SqliteConnection) -> Result<T, Error>) -> Result<T, Error> {
        self.transaction("BEGIN", work)
    }

    /// Moves the write-ahead log into the file and empties it, as far as the device has space for that.
    pub(crate) fn checkpoint(&self) {
        if let Ok(mut held) = self.connection.lock()
            && let Some(connection) = held.as_mut()
            && let Err(error) = connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
        {
            tracing::debug!(code = Error::from(error).code(), "the write-ahead log was not emptied");
        }
    }

    // Not through diesel's transactions: when the device is full, SQLite may roll back by itself, and diesel then
    // considers the intact connection broken.
    fn transaction<T, E: From<Error> + OfStore>(
        &self,
        begin: &str,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic inside a transaction leaves it open; later writes would never be committed.
        let mut held = self.connection.lock().map_err(|_| Error::Closed)?;
        if self.auto_lock.is_due() {
            self.words.drop_all();
            *held = None;
        }
        let ended = self.ended.load(Ordering::SeqCst);
        let connection = held.as_mut().ok_or(if ended { Error::Closed } else { Error::Locked })?;
        let statement = |connection: &mut SqliteConnection, sql| connection.batch_execute(sql).map_err(Error::from);
        statement(connection, begin)?;
        let result =
            work(connection).and_then(|value| statement(connection, "COMMIT").map(|()| value).map_err(E::from));
        if let Err(error) = &result {
            // Fails only when SQLite has rolled back already.
            let _ = statement(connection, "ROLLBACK");
            if error.of_store() == Some(Error::Damaged) {
                open::suspect(&self.path);
            }
        }
        result
    }
}

/// An error type that may contain an error of the store.
pub(crate) trait OfStore {
    fn of_store(&self) -> Option<Error>;
}

impl OfStore for Error {
    fn of_store(&self) -> Option<Error> {
        Some(*self)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// An error of the file system: a full device has its own.
pub(crate) fn io_error(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::Full,
        _ => Error::Io,
    }
}

/// Converts sixteen bytes of a row to an id.
pub(crate) fn id<T: From16>(bytes: &[u8]) -> Result<T, Error> {
    uuid::Uuid::from_slice(bytes).map(T::from16).map_err(|_| Error::Damaged)
}

/// Ids that are stored in rows.
pub(crate) trait From16 {
    fn from16(uuid: uuid::Uuid) -> Self;
}

macro_rules! from16 {
    ($($name:ident),*) => {$(
        impl From16 for protocol::$name {
            fn from16(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }
        }
    )*};
}
from16!(AccountId, AttachmentId, CollectionId, DeviceId, RecordId);
