//! Where an import reads from. Nothing is ever unpacked to disk: files are read by their names, within bounds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek};
use std::path::{Component, Path, PathBuf};

use journal::seal::stream::{OpenError, SeekOpener};
use journal::seal::{self, Stretch};
use zip::ZipArchive;

use crate::Error;
use crate::attach::files::io_error;

const MOST_FILES: usize = 200_000;
/// A JSON document; no journal that people write comes near it.
pub(super) const MOST_DOCUMENT: u64 = 2 << 30;
/// A text file, or an attachment.
pub(super) const MOST_TEXT: u64 = 4 << 20;
/// All that is unpacked from one archive.
const MOST_UNPACKED: u64 = 64 << 30;
/// Text packs to a tenth; a bomb to a thousandth.
const MOST_RATIO: u64 = 200;
const RATIO_FROM: u64 = 16 << 20;
const DEEPEST: usize = 16;

trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

enum Inner {
    Zip(Box<ZipArchive<Box<dyn Seekable>>>),
    Files,
}

/// A zip, a sealed archive, a folder, or one file.
pub(super) struct Source {
    inner: Inner,
    /// By name, with `/` between folders: where it is (a file's path, or the place in the zip).
    names: BTreeMap<String, At>,
    refused: Vec<String>,
    unpacked: u64,
}

#[derive(Clone)]
enum At {
    Path(PathBuf),
    Place(usize),
}

/// What reading a file by its name gives.
pub(super) enum Opened<'a> {
    /// Its bytes, no more than the bound.
    Bytes(Box<dyn Read + 'a>),
    /// There is no such file.
    Missing,
    /// It is larger than the bound, or a bomb.
    TooLarge,
}

impl Source {
    pub fn open(path: &Path, passphrase: Option<&str>) -> Result<Self, Error> {
        let about = fs::metadata(path).map_err(io_error)?;
        let mut source = Self { inner: Inner::Files, names: BTreeMap::new(), refused: Vec::new(), unpacked: 0 };
        if about.is_dir() {
            source.walk(path, "", 0)?;
            return Ok(source);
        }
        let mut file = File::open(path).map_err(io_error)?;
        let mut head = Vec::new();
        file.by_ref().take(Stretch::HEADER as u64).read_to_end(&mut head).map_err(io_error)?;
        file.rewind().map_err(io_error)?;
        match Stretch::read_header(&head) {
            Ok(Some(stretch)) => {
                let passphrase = passphrase.ok_or(Error::Passphrase)?;
                let key = stretch.archive_key(passphrase)?;
                let opened = SeekOpener::new(BufReader::new(file), Stretch::HEADER as u64, &key, &stretch.header());
                let opened = opened.map_err(|error| match error {
                    OpenError::Seal(seal::Error::Unopened) => Error::Passphrase,
                    OpenError::Seal(error) => error.into(),
                    OpenError::Io(error) => io_error(error),
                })?;
                source.zip(Box::new(BufReader::new(opened)))?;
            }
            Ok(None) if head.starts_with(b"PK") => source.zip(Box::new(BufReader::new(file)))?,
            Ok(None) => {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file").to_owned();
                source.names.insert(name, At::Path(path.into()));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(source)
    }

    fn zip(&mut self, reader: Box<dyn Seekable>) -> Result<(), Error> {
        let archive = ZipArchive::new(reader).map_err(|_| Error::NotAnArchive)?;
        if archive.len() > MOST_FILES {
            return Err(Error::ArchiveTooLarge);
        }
        let mut archive = Box::new(archive);
        for place in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(place) else { continue };
            if file.is_dir() {
                continue;
            }
            let name = file.name().map(|name| name.replace('\\', "/")).unwrap_or_default();
            let safe = file.enclosed_name().is_some() && !file.is_symlink() && !name.is_empty();
            if safe && is_within(&name) {
                self.names.insert(name, At::Place(place));
            } else {
                self.refused.push(name);
            }
        }
        self.inner = Inner::Zip(archive);
        Ok(())
    }

    fn walk(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Error> {
        for file in fs::read_dir(folder).map_err(io_error)? {
            let file = file.map_err(io_error)?;
            let kind = file.file_type().map_err(io_error)?;
            let name = file.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let name = format!("{prefix}{name}");
            if kind.is_dir() && depth < DEEPEST {
                self.walk(&file.path(), &format!("{name}/"), depth + 1)?;
            } else if kind.is_file() {
                // Links are not followed: they may lead anywhere.
                self.names.insert(name, At::Path(file.path()));
            }
            if self.names.len() > MOST_FILES {
                return Err(Error::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    /// The names of all files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Names that lead out of the archive.
    pub fn refused(&self) -> Vec<String> {
        self.refused.clone()
    }

    /// When a file was changed last: milliseconds since the Unix epoch, if that is known.
    pub fn modified(&self, name: &str) -> Option<i64> {
        let At::Path(path) = self.names.get(name)? else { return None };
        let time = fs::metadata(path).ok()?.modified().ok()?;
        i64::try_from(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis()).ok()
    }

    /// Opens a file of at most `most` bytes.
    ///
    /// # Errors
    /// [`Error::ArchiveTooLarge`] when the whole archive unpacks to more than it may.
    pub fn read(&mut self, name: &str, most: u64) -> Result<Opened<'_>, Error> {
        let Some(at) = self.names.get(name).cloned() else { return Ok(Opened::Missing) };
        match (at, &mut self.inner) {
            (At::Path(path), _) => {
                let file = File::open(path).map_err(io_error)?;
                let length = file.metadata().map_err(io_error)?.len();
                if length > most {
                    return Ok(Opened::TooLarge);
                }
                Ok(Opened::Bytes(Box::new(BufReader::new(file).take(most))))
            }
            (At::Place(place), Inner::Zip(archive)) => {
                let Ok(file) = archive.by_index(place) else { return Ok(Opened::Missing) };
                // What it says of itself; that it does not give more than that is seen to below.
                let (size, packed) = (file.size(), file.compressed_size());
                if size > most || (size > RATIO_FROM && size / packed.max(1) > MOST_RATIO) {
                    return Ok(Opened::TooLarge);
                }
                self.unpacked += size;
                if self.unpacked > MOST_UNPACKED {
                    return Err(Error::ArchiveTooLarge);
                }
                Ok(Opened::Bytes(Box::new(Bounded { inner: file, left: size })))
            }
            (At::Place(_), Inner::Files) => Ok(Opened::Missing),
        }
    }
}

/// Fails where a file gives more than it said.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

fn is_within(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// What reading an import's bytes may fail with: the rest of one file, and not the whole import.
pub(super) fn is_bad_file(error: &io::Error) -> bool {
    let of_store = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    !of_store
}
