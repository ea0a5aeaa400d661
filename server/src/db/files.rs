//! The files of an SQLite database.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::process::{Flock, FlockType};

/// Suffixes of the write-ahead log, its index, and the rollback journal.
const ENDINGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The path with a suffix.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The existing files of a database, the main file first. They belong together.
pub(crate) fn existing(path: &Path) -> Vec<PathBuf> {
    let all = std::iter::once(path.to_owned()).chain(ENDINGS.iter().map(|ending| beside(path, ending)));
    all.filter(|file| file.symlink_metadata().is_ok()).collect()
}

/// A log without its main file: its database was moved away. SQLite would delete it.
pub(crate) fn orphaned_log(path: &Path) -> Option<PathBuf> {
    let empty = fs::metadata(path).map_or(true, |about| about.len() == 0);
    let left = [beside(path, "-wal"), beside(path, "-journal")];
    left.into_iter().find(|file| empty && fs::metadata(file).is_ok_and(|about| about.len() > 0))
}

/// Device and inode.
type Identity = (u64, u64);

/// The identity of the files that were opened, even if other files have these names now.
pub(crate) struct DbFiles([(PathBuf, Identity); 3]);

impl DbFiles {
    /// The files at a path. All three exist while a connection is open.
    ///
    /// # Errors
    /// A file is missing.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let one = |file: PathBuf| identity(&file).map(|is| (file, is));
        Ok(Self([one(path.to_owned())?, one(beside(path, "-wal"))?, one(beside(path, "-shm"))?]))
    }

    /// Whether the names still refer to the same files.
    pub(crate) fn are_unchanged(&self) -> bool {
        self.0.iter().all(|(file, is)| identity(file).is_ok_and(|now| now == *is))
    }

    /// Free disk space in bytes; `None` if it is unknown.
    pub(crate) fn free_space(&self) -> Option<u64> {
        let about = rustix::fs::statvfs(&self.0[0].0).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
}

fn identity(file: &Path) -> io::Result<Identity> {
    fs::metadata(file).map(|about| (about.dev(), about.ino()))
}

/// The process that has a database open, according to its SQLite locks. Locks of the calling process are not seen.
///
/// # Errors
/// A file cannot be opened.
pub(crate) fn process_using(path: &Path) -> io::Result<Option<i32>> {
    // SQLite's lock bytes (https://www.sqlite.org/fileformat2.html#lock_byte_page), and those of the log's index.
    const MAIN: (u64, u64) = (0x4000_0000, 512);
    const INDEX: (u64, u64) = (120, 9);
    for (file, (start, length)) in [(path.to_owned(), MAIN), (beside(path, "-shm"), INDEX)] {
        let open = match fs::OpenOptions::new().read(true).write(true).open(&file) {
            Ok(open) => open,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let mut wanted = Flock::from(FlockType::WriteLock);
        (wanted.start, wanted.length) = (start, length);
        if let Some(held) = rustix::process::fcntl_getlk(&open, &wanted)? {
            return Ok(Some(held.pid.map_or(0, |pid| pid.as_raw_nonzero().get())));
        }
    }
    Ok(None)
}

/// Renames all files of a database together, so that SQLite finds the log at the new name. Each file is linked to its
/// new name before any old name is removed. Returns the new path of the main file.
///
/// # Errors
/// An I/O error; all files then have their old names.
pub(crate) fn move_aside(path: &Path, mark: &str) -> io::Result<PathBuf> {
    let aside = beside(path, mark);
    let from = existing(path);
    let pairs: Vec<(PathBuf, PathBuf)> = from
        .into_iter()
        .map(|file| {
            let ending = file.as_os_str().to_string_lossy()[path.as_os_str().to_string_lossy().len()..].to_owned();
            let to = beside(&aside, &ending);
            (file, to)
        })
        .collect();
    for (n, (file, to)) in pairs.iter().enumerate() {
        if let Err(error) = fs::hard_link(file, to) {
            pairs[..n].iter().for_each(|(_, made)| drop(fs::remove_file(made)));
            return Err(error);
        }
    }
    sync_folder(path)?;
    for (file, _) in &pairs {
        fs::remove_file(file)?;
    }
    sync_folder(path)?;
    Ok(aside)
}

/// Flushes the folder of a file, so that names survive a crash.
///
/// # Errors
/// An I/O error.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
