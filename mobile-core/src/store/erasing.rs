//! Erasing everything on this phone: keys first, then files. An interrupted erasure is finished at the next start of
//! the app.

use std::path::Path;
use std::{fs, io};

use super::{ATTACHMENTS, Error, FILE};
use crate::secrets::pin_lock::PIN_LOCK;
use crate::secrets::{HELP_CARD, STORE_KEY, SecretStore};

/// The file that marks a started erasure.
const MARK: &str = "erasing";

/// Begins an erasure: from now on [`finish`] deletes everything.
pub(crate) fn begin(home: &Path) -> Result<(), Error> {
    fs::create_dir_all(home).and_then(|()| fs::write(home.join(MARK), [])).map_err(io_error)
}

/// Finishes an erasure if one has begun. Repeating it is safe.
pub(crate) fn finish(home: &Path, secrets: &dyn SecretStore) -> Result<(), Error> {
    if !home.join(MARK).exists() {
        return Ok(());
    }
    // Keys first: without them, data that is still in a file cannot be read.
    for name in [PIN_LOCK, STORE_KEY, HELP_CARD] {
        secrets.forget(name.into())?;
    }
    for file in fs::read_dir(home).map_err(io_error)? {
        let file = file.map_err(io_error)?;
        let name = file.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(FILE)) {
            fs::remove_file(file.path()).map_err(io_error)?;
        }
    }
    match fs::remove_dir_all(home.join(ATTACHMENTS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
        _ => {}
    }
    fs::remove_file(home.join(MARK)).map_err(io_error)
}

fn io_error(_: io::Error) -> Error {
    Error::Io
}
