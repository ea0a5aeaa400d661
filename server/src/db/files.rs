//! The files of an SQLite database: which they are, whether they are still those that were opened, whether somebody has them
//! open, and how much room is left beside them.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::process::{Flock, FlockType};

/// What SQLite adds to the file's name: its log, the log's index, and the journal of files that have no log.
const ENDINGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A file beside another one, with this ending.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// All files that are there of the database at a path, the main one first. Only together are they the database.
pub fn of(path: &Path) -> Vec<PathBuf> {
    let all = std::iter::once(path.to_owned()).chain(ENDINGS.iter().map(|ending| beside(path, ending)));
    all.filter(|file| file.symlink_metadata().is_ok()).collect()
}

/// What lies beside a file that is not there, or is empty: changes of a database that was moved away without them. SQLite
/// would delete them.
pub fn orphan(path: &Path) -> Option<PathBuf> {
    let empty = fs::metadata(path).map_or(true, |about| about.len() == 0);
    let left = [beside(path, "-wal"), beside(path, "-journal")];
    left.into_iter().find(|file| empty && fs::metadata(file).is_ok_and(|about| about.len() > 0))
}

/// Device and inode: what a name stands for.
type Identity = (u64, u64);

/// The files that were opened, by what they are and not by their names.
pub struct Opened([(PathBuf, Identity); 3]);

impl Opened {
    /// Those that lie at a path now. While a connection is open, all three are there.
    ///
    /// # Errors
    /// One of them is not there.
    pub fn at(path: &Path) -> io::Result<Self> {
        let one = |file: PathBuf| identity(&file).map(|is| (file, is));
        Ok(Self([one(path.to_owned())?, one(beside(path, "-wal"))?, one(beside(path, "-shm"))?]))
    }

    /// Whether whoever opens the database by its name finds what was opened here.
    pub fn in_place(&self) -> bool {
        self.0.iter().all(|(file, is)| identity(file).is_ok_and(|now| now == *is))
    }

    /// Bytes that may still be written beside them; nothing where the system does not say.
    pub fn room(&self) -> Option<u64> {
        let about = rustix::fs::statvfs(&self.0[0].0).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
}

fn identity(file: &Path) -> io::Result<Identity> {
    fs::metadata(file).map(|about| (about.dev(), about.ino()))
}

/// The process that has a database open, by SQLite's locks: readers and writers alike hold them as long as they are
/// connected. Locks of this process are not seen.
///
/// # Errors
/// The file cannot be opened.
pub fn user(path: &Path) -> io::Result<Option<i32>> {
    // Where SQLite's locks lie (https://www.sqlite.org/fileformat2.html#lock_byte_page), and those of the log's index.
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

/// Moves all files of a database aside, together, to names that end alike: SQLite finds the log beside the file again.
/// Each has its new name before any loses its old one. Returns what the main file is called now.
///
/// # Errors
/// What the file system says. Then all of them are where they were.
pub fn move_aside(path: &Path, mark: &str) -> io::Result<PathBuf> {
    let aside = beside(path, mark);
    let from = of(path);
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

/// Makes the names in a file's folder durable.
///
/// # Errors
/// What the file system says.
pub fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
