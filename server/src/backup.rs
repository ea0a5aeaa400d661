//! Backup and restore: the whole database in one SQLite file, made while the server is running, and restored to
//! SQLite or PostgreSQL.
//!
//! A backup contains what the database contains: sealed records, sign-in names and the server's own secrets. Only its
//! owner may read the file, and it should be stored on an encrypted disk.
//!
//! Changes that were made after the backup are not lost as long as a phone has them: a restored server counts in a
//! new era, from which each device sees that it has newer records, and uploads them again (`docs/sync.md`).

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use protocol::sync::GENERATION;

use crate::audit::{self, Action};
use crate::clock::Clock;
use crate::db::conn::{make_private_file, run_migrations};
use crate::db::{self, Conn, DbUrl, OpenError, copy, files, postgres_admin};
use crate::fault::Fault;

// 2026-01-01. Minutes since then number the eras, so that two restorations of the same backup differ.
const ERA_START_MS: i64 = 1_767_225_600_000;
const MINUTE_MS: i64 = 60_000;

/// When this database was last restored, to the minute, computed from the number of its era.
pub fn restored_at(conn: &mut Conn) -> Result<Option<i64>, Fault> {
    let began = copy::last_restoration(conn)?;
    Ok(began.map(|began| ERA_START_MS + began / GENERATION as i64 * MINUTE_MS))
}

/// Why a backup or a restoration failed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} already exists; a backup never overwrites a file")]
    Exists(PathBuf),
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    #[error("{0} already exists: choose another database, or use --replace to move it out of the way")]
    Occupied(String),
    #[error("{0} is in use ({1}): stop the server first")]
    InUse(String, String),
    #[error("{0} exists: this is a live database and not a backup. Make a backup with `afterglow backup`")]
    LiveDatabase(PathBuf),
    #[error("{0} is damaged or is not a backup")]
    Damaged(PathBuf),
    #[error("the audit log of this database was tampered with")]
    AuditLog,
    #[error("{0} cannot be restored: {1}")]
    NotRestorable(PathBuf, OpenError),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
}

/// How to treat a database at the target of a restoration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingData {
    /// Keep it and fail.
    Refuse,
    /// Move it out of the way, with all its files or tables.
    MoveAside,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub contents: Contents,
    /// The new place of the database that was there before: a file or a schema.
    pub moved_to: Option<String>,
}

/// The contents of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    pub accounts: i64,
    /// Number of records, tombstones included.
    pub records: i64,
    pub bytes: u64,
}

/// Makes a backup and verifies it. Safe while the server is running.
pub fn make(url: &DbUrl, file: &Path) -> Result<Contents, BackupError> {
    if let DbUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Err(BackupError::NoDatabase(path.clone()));
    }
    if let Some(there) = files::existing(file).into_iter().next() {
        return Err(BackupError::Exists(there));
    }
    let making = TempFile::begin(file)?;
    copy::dump(url, &making.0)?;
    let contents = verify_file(&making.0, file)?;
    making.finish(file)?;
    Ok(contents)
}

/// Records in the audit log of every practice that a backup was made: its owners see when the last one was. The backup
/// itself does not contain this entry.
pub fn record_made(url: &DbUrl, clock: &Clock) -> Result<(), BackupError> {
    let mut conn = url.connect()?;
    for practice in db::practice::all(&mut conn)? {
        conn.in_transaction(|conn| {
            audit::record(conn, practice, None, Action::BackupMade, practice, clock.now()).map_err(BackupError::from)
        })?;
    }
    Ok(())
}

/// Restores a backup to a database that is not in use, and migrates it.
pub fn restore(file: &Path, url: &DbUrl, clock: &Clock, existing: ExistingData) -> Result<Restored, BackupError> {
    let log = [files::beside(file, "-wal"), files::beside(file, "-journal")];
    if let Some(log) = log.into_iter().find(|log| fs::metadata(log).is_ok_and(|about| about.len() > 0)) {
        return Err(BackupError::LiveDatabase(log));
    }
    if let DbUrl::Sqlite(path) = url {
        check_existing_file(path, url, existing)?;
    }
    let beside = if let DbUrl::Sqlite(path) = url { path } else { file };
    let copying = TempFile::begin(beside)?;
    fs::copy(file, &copying.0).map_err(|error| BackupError::Io(file.into(), error))?;
    let contents = verify_file(&copying.0, file)?;
    let copied = DbUrl::Sqlite(copying.0.clone());
    copied.migrate().map_err(|error| match error {
        OpenError::Newer(_) => BackupError::NotRestorable(file.into(), error),
        _ => BackupError::Damaged(file.into()),
    })?;
    let mut conn = copied.connect()?;
    copy::begin_era(&mut conn, GENERATION as i64, (clock.now() - ERA_START_MS) / MINUTE_MS)?;
    let mark = clock.now() / 1000;
    let moved_to = match url {
        DbUrl::Sqlite(path) => {
            // After the connection is closed, all data is in the main file.
            drop(conn);
            if let Some(left) = files::existing(&copying.0).get(1) {
                return Err(BackupError::Damaged(left.clone()));
            }
            // Check again: the copy may have taken a while.
            let aside = match check_existing_file(path, url, existing)? {
                true => Some(move_file_aside(path, &copying.0, mark)?),
                false => None,
            };
            copying.finish(path)?;
            aside.map(|aside| aside.display().to_string())
        }
        DbUrl::Postgres(_) => restore_to_postgres(&mut conn, url, existing, mark)?,
    };
    Ok(Restored { contents, moved_to })
}

/// Whether files have to be moved out of the way. Fails if the database is in use.
fn check_existing_file(path: &Path, url: &DbUrl, existing: ExistingData) -> Result<bool, BackupError> {
    if let Some(process) = files::process_using(path).map_err(|error| BackupError::Io(path.into(), error))? {
        return Err(BackupError::InUse(url.describe(), format!("by process {process}")));
    }
    // SQLite would apply a log that is left of another database.
    let there =
        files::existing(path).iter().any(|file| file != path || fs::metadata(file).is_ok_and(|about| about.len() > 0));
    match existing {
        ExistingData::Refuse if there => Err(BackupError::Occupied(url.describe())),
        _ => Ok(there),
    }
}

/// Moves a database's files out of the way. The restored file gets the same owner.
fn move_file_aside(path: &Path, with: &Path, mark: i64) -> Result<PathBuf, BackupError> {
    let failed = |error| BackupError::Io(path.into(), error);
    let owner = fs::metadata(path).ok().map(|about| (about.uid(), about.gid()));
    if let Some((user, group)) = owner.filter(|_| rustix::process::geteuid().is_root()) {
        std::os::unix::fs::chown(with, Some(user), Some(group)).map_err(failed)?;
    }
    files::move_aside(path, &format!(".before-restore-{mark}")).map_err(failed)
}

/// One transaction: if it fails, the previous database is unchanged.
fn restore_to_postgres(
    from: &mut Conn,
    url: &DbUrl,
    existing: ExistingData,
    mark: i64,
) -> Result<Option<String>, BackupError> {
    let mut to = url.connect()?;
    to.in_transaction(|to| {
        let others = postgres_admin::other_connections(to)?;
        if others > 0 {
            return Err(BackupError::InUse(url.describe(), format!("by {others} other connections")));
        }
        let moved = match (postgres_admin::has_tables(to)?, existing) {
            (true, ExistingData::MoveAside) => {
                Some(postgres_admin::move_tables(to, &format!("before_restore_{mark}"))?)
            }
            (true, ExistingData::Refuse) if !copy::is_empty(to)? => return Err(BackupError::Occupied(url.describe())),
            _ => None,
        };
        run_migrations(to)?;
        copy::copy_all(from, to)?;
        Ok(moved.map(|schema| format!("the schema {schema} of {}", url.describe())))
    })
}

/// Verifies the pages and the audit log of a backup. `name` is the file's name in errors.
fn verify_file(path: &Path, name: &Path) -> Result<Contents, BackupError> {
    let damaged = || BackupError::Damaged(name.into());
    let mut conn = copy::open_intact(path).ok_or_else(damaged)?;
    let (accounts, records) = copy::counts(&mut conn).map_err(|_| damaged())?;
    if !audit::verify(&mut conn)?.is_empty() {
        return Err(BackupError::AuditLog);
    }
    let bytes = fs::metadata(path).map_err(|error| BackupError::Io(name.into(), error))?.len();
    Ok(Contents { accounts, records, bytes })
}

/// A file that is renamed to its final name when it is complete, and removed otherwise.
struct TempFile(PathBuf);

impl TempFile {
    fn begin(file: &Path) -> Result<Self, BackupError> {
        let mut path = file.as_os_str().to_owned();
        path.push(".unfinished");
        let unfinished = Self(path.into());
        // Leftovers of a run that was killed. SQLite would apply an old log to the new file.
        files::existing(&unfinished.0).iter().for_each(|left| drop(fs::remove_file(left)));
        make_private_file(&unfinished.0)?;
        Ok(unfinished)
    }

    /// Flushes the file and renames it.
    fn finish(self, file: &Path) -> Result<(), BackupError> {
        let done = File::open(&self.0)
            .and_then(|written| written.sync_all())
            .and_then(|()| fs::rename(&self.0, file))
            .and_then(|()| files::sync_folder(file));
        done.map_err(|error| BackupError::Io(file.into(), error))
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        for path in files::existing(&self.0) {
            // A leftover does no harm.
            let _ = fs::remove_file(path);
        }
    }
}
