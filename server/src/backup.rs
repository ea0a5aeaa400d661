//! Backups: all that the server keeps, in one SQLite file that is made while it runs; and back, into a file or into PostgreSQL,
//! whichever it came from.
//!
//! A backup holds what the database holds: sealed records, sign-in names, and the server's own secrets. It is readable for its
//! owner alone, and belongs on an encrypted disk.
//!
//! What was changed after the backup was made is not lost as long as a phone has it: a restored server counts on in a new
//! generation, by which each device knows that it has seen more, and brings it again (`docs/sync.md`).

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use diesel::{Connection as _, SqliteConnection};
use protocol::sync::GENERATION;

use crate::clock::Clock;
use crate::db::copy;
use crate::db::{Conn, OpenError, Place};
use crate::fault::Fault;

// Minutes since then number the generations, so that two restorations of one backup differ: 2026-01-01.
const EPOCH_MS: i64 = 1_767_225_600_000;
const MINUTE_MS: i64 = 60_000;

/// When this database was last restored from a backup, to the minute: the number of its generation says it.
///
/// # Errors
/// The database.
pub fn restored_at(conn: &mut Conn) -> Result<Option<i64>, Fault> {
    let began = copy::last_restoration(conn)?;
    Ok(began.map(|began| EPOCH_MS + began / GENERATION as i64 * MINUTE_MS))
}

/// Why a backup was not made or not restored. What was there is there as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file of this name is there.
    #[error("{0} exists already, and a backup replaces nothing")]
    Exists(PathBuf),
    /// There is nothing to make a backup of.
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    /// The place to restore to is in use.
    #[error("the database is not empty: move it aside first, or name another place")]
    NotEmpty,
    /// The file is no backup of ours, or damaged.
    #[error("{0} is not a whole backup")]
    NotWhole(PathBuf),
    /// The audit trail does not hold: somebody has changed it.
    #[error("the audit trail of this database does not hold")]
    Trail,
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// A query failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The disk.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
}

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Accounts.
    pub accounts: i64,
    /// Records, deleted ones that are remembered included.
    pub records: i64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Makes a backup, and reads all of it once to see that it is whole. The server may run meanwhile.
pub fn make(place: &Place, file: &Path) -> Result<Contents, BackupError> {
    if let Place::Sqlite(path) = place
        && !path.exists()
    {
        return Err(BackupError::NoDatabase(path.clone()));
    }
    if file.exists() {
        return Err(BackupError::Exists(file.into()));
    }
    let making = Unfinished::begin(file)?;
    copy::whole(place, &making.0)?;
    let contents = look_through(&making.0, file)?;
    making.finish(file)?;
    Ok(contents)
}

/// Restores a backup into an empty place, and brings it up to date.
pub fn restore(file: &Path, place: &Place, clock: &Clock) -> Result<Contents, BackupError> {
    match place {
        Place::Sqlite(path) if fs::metadata(path).is_ok_and(|there| there.len() > 0) => {
            return Err(BackupError::NotEmpty);
        }
        Place::Sqlite(_) => {}
        Place::Postgres(_) => {
            place.migrate()?;
            if !copy::is_empty(&mut place.connect()?)? {
                return Err(BackupError::NotEmpty);
            }
        }
    }
    let beside = if let Place::Sqlite(path) = place { path } else { file };
    let copying = Unfinished::begin(beside)?;
    fs::copy(file, &copying.0).map_err(|error| BackupError::Io(file.into(), error))?;
    let contents = look_through(&copying.0, file)?;
    let copied = Place::Sqlite(copying.0.clone());
    copied.migrate().map_err(|_| BackupError::NotWhole(file.into()))?;
    let mut conn = copied.connect()?;
    copy::count_on(&mut conn, GENERATION as i64, (clock.now() - EPOCH_MS) / MINUTE_MS)?;
    match place {
        Place::Sqlite(path) => {
            // Closed, the file is whole by itself.
            drop(conn);
            copying.finish(path)?;
        }
        Place::Postgres(_) => copy::fill(&mut conn, place)?,
    }
    Ok(contents)
}

/// Reads all of a file: its pages, its counts, its audit trail. `name` is what the person calls it.
fn look_through(path: &Path, name: &Path) -> Result<Contents, BackupError> {
    let not_whole = || BackupError::NotWhole(name.into());
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(|_| not_whole())?;
    if !copy::is_sound(&mut conn).map_err(|_| not_whole())? {
        return Err(not_whole());
    }
    let mut conn = Conn::Sqlite(conn);
    let (accounts, records) = copy::counts(&mut conn).map_err(|_| not_whole())?;
    if !crate::audit::verify(&mut conn)?.is_empty() {
        return Err(BackupError::Trail);
    }
    let bytes = fs::metadata(path).map_err(|error| BackupError::Io(name.into(), error))?.len();
    Ok(Contents { accounts, records, bytes })
}

/// A file that is being made beside its place. Removed unless it is finished.
struct Unfinished(PathBuf);

impl Unfinished {
    fn begin(file: &Path) -> Result<Self, BackupError> {
        let mut path = file.as_os_str().to_owned();
        path.push(".unfinished");
        let unfinished = Self(path.into());
        let _ = fs::remove_file(&unfinished.0);
        crate::db::conn::make_private_file(&unfinished.0)
            .map_err(|error| BackupError::Io(unfinished.0.clone(), error))?;
        Ok(unfinished)
    }

    /// On the disk, whole, under its name.
    fn finish(self, file: &Path) -> Result<(), BackupError> {
        let done = File::open(&self.0).and_then(|written| written.sync_all()).and_then(|()| fs::rename(&self.0, file));
        done.map_err(|error| BackupError::Io(file.into(), error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut path = self.0.as_os_str().to_owned();
            path.push(ending);
            // Most of them are not there.
            let _ = fs::remove_file(path);
        }
    }
}
