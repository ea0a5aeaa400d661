//! Progress of a long task, cancelling it, and files that are written atomically.

use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::attach::files::io_error;
use crate::{Error, store};

/// Receives the progress of a long task, and can cancel it.
#[uniffi::export(with_foreign)]
pub trait Progress: Send + Sync {
    /// `done` of `of` parts are done; `of` is 0 while the total is unknown. Return false to stop: an export then leaves
    /// nothing, an import keeps the complete entries that it has stored so far.
    fn step(&self, done: u32, of: u32) -> bool;
}

/// Ignores progress and never cancels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: u32, _: u32) -> bool {
        true
    }
}

pub(crate) fn report_progress(progress: &dyn Progress, done: u32, of: u32) -> Result<(), Error> {
    // A foreign implementation that throws arrives here as a panic, which must not stop the work.
    match catch_unwind(AssertUnwindSafe(|| progress.step(done, of))) {
        Ok(false) => Err(Error::Cancelled),
        _ => Ok(()),
    }
}

/// A file that is written atomically: it appears under its name when it is complete.
pub(crate) struct NewFile {
    path: PathBuf,
    part: PathBuf,
    done: bool,
}

impl NewFile {
    pub fn begin(path: &Path) -> Result<(Self, File), Error> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // Readable by its owner only.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part).map_err(io_error)?;
        Ok((Self { path: path.into(), part, done: false }, file))
    }

    pub fn finish(mut self, file: File) -> Result<(), Error> {
        file.sync_all().map_err(io_error)?;
        fs::rename(&self.part, &self.path).map_err(io_error)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A buffered writer's file.
pub(crate) fn unwrapped(writer: io::BufWriter<File>) -> Result<File, Error> {
    writer.into_inner().map_err(|_| store::Error::Io.into())
}
