//! How far something long is, and stopping it.

use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::attach::files::io_error;
use crate::{Error, store};

/// Is told how far something is, and may stop it.
#[uniffi::export(with_foreign)]
pub trait Progress: Send + Sync {
    /// `done` of `of` parts are done; `of` is 0 while it is not known. Answer false to stop: an export then leaves nothing
    /// behind, an import what it has taken in so far, each entry whole.
    fn step(&self, done: u32, of: u32) -> bool;
}

/// Nobody looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: u32, _: u32) -> bool {
        true
    }
}

pub(crate) fn told(progress: &dyn Progress, done: u32, of: u32) -> Result<(), Error> {
    // One of another language that throws arrives here as a panic: it does not stop the work.
    match catch_unwind(AssertUnwindSafe(|| progress.step(done, of))) {
        Ok(false) => Err(Error::Cancelled),
        _ => Ok(()),
    }
}

/// A file that is there whole or not at all.
pub(crate) struct Fresh {
    path: PathBuf,
    part: PathBuf,
    done: bool,
}

impl Fresh {
    pub fn begin(path: &Path) -> Result<(Self, File), Error> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // What is in it is nobody else's business.
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

impl Drop for Fresh {
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
