//! Backups: all that the server keeps, in one SQLite file that is made while it runs; and back, into a file or into PostgreSQL,
//! whichever it came from.
//!
//! A backup holds what the database holds: sealed records, sign-in names, and the server's own secrets. It is readable for its
//! owner alone, and belongs on an encrypted disk.
//!
//! What was changed after the backup was made is not lost as long as a phone has it: a restored server counts on in a new
//! generation, by which each device knows that it has seen more, and brings it again (`docs/sync.md`).

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use diesel::{Connection as _, SqliteConnection};
use protocol::sync::GENERATION;

use crate::clock::Clock;
use crate::db::conn::{bring_up_to_date, make_private_file};
use crate::db::{Conn, OpenError, Place, aside, copy, files};
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
    /// There is a database where one is to be restored.
    #[error("{0} is there: name another place, or say --replace, which moves all of it aside together")]
    NotEmpty(String),
    /// Somebody is connected to the database that is to be replaced.
    #[error("{0} is in use ({1}): stop the server first")]
    InUse(String, String),
    /// The file has a log beside it.
    #[error("{0} lies beside it: this is a database and no backup. Make one with `afterglow backup`")]
    DatabaseBeside(PathBuf),
    /// The file is no backup of ours, or damaged.
    #[error("{0} is not a whole backup")]
    NotWhole(PathBuf),
    /// The audit trail does not hold: somebody has changed it.
    #[error("the audit trail of this database does not hold")]
    Trail,
    /// The backup is of a newer version.
    #[error("{0} cannot be restored: {1}")]
    Unknown(PathBuf, OpenError),
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

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What becomes of a database that is where one is to be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occupied {
    /// It stays, and nothing is restored.
    Refuse,
    /// All of it is moved aside, together.
    MoveAside,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What is there now.
    pub contents: Contents,
    /// Where what was there before is now: a file with others beside it, or a schema.
    pub aside: Option<String>,
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
    if let Some(there) = files::of(file).into_iter().next() {
        return Err(BackupError::Exists(there));
    }
    let making = Unfinished::begin(file)?;
    copy::whole(place, &making.0)?;
    let contents = look_through(&making.0, file)?;
    making.finish(file)?;
    Ok(contents)
}

/// Restores a backup into a place that nobody uses, and brings it up to date.
pub fn restore(file: &Path, place: &Place, clock: &Clock, occupied: Occupied) -> Result<Restored, BackupError> {
    let log = [files::beside(file, "-wal"), files::beside(file, "-journal")];
    if let Some(log) = log.into_iter().find(|log| fs::metadata(log).is_ok_and(|about| about.len() > 0)) {
        return Err(BackupError::DatabaseBeside(log));
    }
    if let Place::Sqlite(path) = place {
        look_at_file(path, place, occupied)?;
    }
    let beside = if let Place::Sqlite(path) = place { path } else { file };
    let copying = Unfinished::begin(beside)?;
    fs::copy(file, &copying.0).map_err(|error| BackupError::Io(file.into(), error))?;
    let contents = look_through(&copying.0, file)?;
    let copied = Place::Sqlite(copying.0.clone());
    copied.migrate().map_err(|error| match error {
        OpenError::Newer(_) => BackupError::Unknown(file.into(), error),
        _ => BackupError::NotWhole(file.into()),
    })?;
    let mut conn = copied.connect()?;
    copy::count_on(&mut conn, GENERATION as i64, (clock.now() - EPOCH_MS) / MINUTE_MS)?;
    let mark = clock.now() / 1000;
    let aside = match place {
        Place::Sqlite(path) => {
            // Closed, the file is whole by itself.
            drop(conn);
            if let Some(left) = files::of(&copying.0).get(1) {
                return Err(BackupError::NotWhole(left.clone()));
            }
            // It may have taken a while to come so far.
            let aside = match look_at_file(path, place, occupied)? {
                true => Some(move_file_aside(path, &copying.0, mark)?),
                false => None,
            };
            copying.finish(path)?;
            aside.map(|aside| aside.display().to_string())
        }
        Place::Postgres(_) => into_postgres(&mut conn, place, occupied, mark)?,
    };
    Ok(Restored { contents, aside })
}

/// Whether there are files to move aside before one can be restored to a path. Nobody may have them open.
fn look_at_file(path: &Path, place: &Place, occupied: Occupied) -> Result<bool, BackupError> {
    if let Some(process) = files::user(path).map_err(|error| BackupError::Io(path.into(), error))? {
        return Err(BackupError::InUse(place.shown(), format!("by process {process}")));
    }
    // What lies beside a file, or is left of one, belongs to it: SQLite would take it for the restored file's.
    let there =
        files::of(path).iter().any(|file| file != path || fs::metadata(file).is_ok_and(|about| about.len() > 0));
    match occupied {
        Occupied::Refuse if there => Err(BackupError::NotEmpty(place.shown())),
        _ => Ok(there),
    }
}

/// Moves a database's files aside. What takes its place belongs to whom it belonged.
fn move_file_aside(path: &Path, with: &Path, mark: i64) -> Result<PathBuf, BackupError> {
    let failed = |error| BackupError::Io(path.into(), error);
    let owner = fs::metadata(path).ok().map(|about| (about.uid(), about.gid()));
    if let Some((user, group)) = owner.filter(|_| rustix::process::geteuid().is_root()) {
        std::os::unix::fs::chown(with, Some(user), Some(group)).map_err(failed)?;
    }
    files::move_aside(path, &format!(".before-restore-{mark}")).map_err(failed)
}

/// All in one transaction: what was there is there as it was until it is replaced.
fn into_postgres(from: &mut Conn, place: &Place, occupied: Occupied, mark: i64) -> Result<Option<String>, BackupError> {
    let mut to = place.connect()?;
    to.transaction(|to| {
        let others = aside::other_connections(to)?;
        if others > 0 {
            return Err(BackupError::InUse(place.shown(), format!("by {others} other connections")));
        }
        let moved = match (aside::has_tables(to)?, occupied) {
            (true, Occupied::MoveAside) => Some(aside::move_tables(to, &format!("before_restore_{mark}"))?),
            (true, Occupied::Refuse) if !copy::is_empty(to)? => return Err(BackupError::NotEmpty(place.shown())),
            _ => None,
        };
        bring_up_to_date(to)?;
        copy::fill(from, to)?;
        Ok(moved.map(|schema| format!("the schema {schema} of {}", place.shown())))
    })
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
        // What a run that was killed has left, its log too: it would be taken for this file's.
        files::of(&unfinished.0).iter().for_each(|left| drop(fs::remove_file(left)));
        make_private_file(&unfinished.0)?;
        Ok(unfinished)
    }

    /// On the disk, whole, under its name.
    fn finish(self, file: &Path) -> Result<(), BackupError> {
        let done = File::open(&self.0)
            .and_then(|written| written.sync_all())
            .and_then(|()| fs::rename(&self.0, file))
            .and_then(|()| files::sync_folder(file));
        done.map_err(|error| BackupError::Io(file.into(), error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for path in files::of(&self.0) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(path);
        }
    }
}
