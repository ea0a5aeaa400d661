//! Space on the device that is kept free during an import: after the device became full, undoing the import needs some
//! as well.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Error, FILE, io_error};

/// More than the write-ahead log of some steps of an import or of its undo.
const BYTES: usize = 16 << 20;

/// A file of [`BYTES`], removed when this is dropped.
pub(crate) struct Reserve(PathBuf);

impl Reserve {
    /// # Errors
    /// [`Error::Full`] if the device has too little space.
    pub(crate) fn take(home: &Path) -> Result<Self, Error> {
        let reserve = Self(path(home));
        let mut file = File::create(&reserve.0).map_err(|error| io_error(&error))?;
        // Written, because a file of holes keeps no space.
        let block = [0xa5; 64 << 10];
        for _ in 0..BYTES / block.len() {
            file.write_all(&block).map_err(|error| io_error(&error))?;
        }
        file.sync_all().map_err(|error| io_error(&error))?;
        Ok(reserve)
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Removes the file of an app that was killed during an import.
pub(crate) fn remove_left(home: &Path) {
    let _ = fs::remove_file(path(home));
}

/// With the journal's name, so that erasing deletes it too.
fn path(home: &Path) -> PathBuf {
    home.join(format!("{FILE}.reserve"))
}
