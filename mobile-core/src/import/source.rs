//! Where an import reads from. Nothing is ever unpacked to disk: files are read by their names, within bounds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use journal::seal::stream::{OpenError, SeekOpener};
use journal::seal::{self, Stretch};
use zip::ZipArchive;

use super::Why;
use super::names::{self, Names};
use crate::Error;
use crate::attach::files::io_error;

const MOST_FILES: usize = 200_000;
/// A JSON document; no journal that people write comes near it.
pub(super) const MOST_DOCUMENT: u64 = 2 << 30;
/// A text file, or an attachment.
pub(super) const MOST_TEXT: u64 = 16 << 20;
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

/// A zip, a sealed archive, a tar, a folder, or one file.
pub(super) struct Source {
    inner: Inner,
    /// By name, with `/` between folders: where it is.
    places: BTreeMap<String, At>,
    names: Names,
    /// Files that some reader has taken, or knows not to be needed.
    read: BTreeSet<String>,
    refused: Vec<(String, Why)>,
    unpacked: u64,
}

#[derive(Clone)]
enum At {
    /// A file.
    Path(PathBuf),
    /// A place in the zip, and when the file was changed last.
    Place(usize, Option<i64>),
    /// A part of a file: where it begins, how long it is, when it was changed.
    Part(PathBuf, u64, u64, i64),
}

/// What reading a file by its name gives.
pub(super) enum Opened<'a> {
    /// Its bytes, no more than the bound.
    Bytes(Box<dyn Read + 'a>),
    /// There is no such file.
    Missing,
    /// It is larger than the bound, or a bomb.
    TooLarge,
    /// It is locked with a password, or packed in a way that is not known here.
    Locked,
    /// It is there and cannot be read.
    Unreadable,
}

impl<'a> Opened<'a> {
    /// The bytes, or why they cannot be read.
    pub fn or_why(self) -> Result<Box<dyn Read + 'a>, Why> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Missing => Err(Why::Missing),
            Self::TooLarge => Err(Why::TooLarge),
            Self::Locked => Err(Why::Locked),
            Self::Unreadable => Err(Why::Unreadable),
        }
    }
}

impl Source {
    pub fn open(path: &Path, passphrase: Option<&str>) -> Result<Self, Error> {
        let about = fs::metadata(path).map_err(io_error)?;
        let mut source = Self {
            inner: Inner::Files,
            places: BTreeMap::new(),
            names: Names::default(),
            read: BTreeSet::new(),
            refused: Vec::new(),
            unpacked: 0,
        };
        if about.is_dir() {
            source.walk(path, "", 0)?;
        } else {
            source.file(path, passphrase)?;
        }
        source.names = Names::of(source.places.keys().map(String::as_str));
        let noise: Vec<String> =
            source.names.iter().filter(|name| source.names.is_graph_noise(name)).map(String::from).collect();
        source.read.extend(noise);
        Ok(source)
    }

    fn file(&mut self, path: &Path, passphrase: Option<&str>) -> Result<(), Error> {
        let source = self;
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
            Ok(None) if is_tar(&mut file, path)? => source.tar(file, path)?,
            Ok(None) => {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file").to_owned();
                source.places.insert(name, At::Path(path.into()));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn tar(&mut self, file: File, path: &Path) -> Result<(), Error> {
        let mut archive = tar::Archive::new(BufReader::new(file));
        for entry in archive.entries_with_seek().map_err(|_| Error::NotAnArchive)? {
            // Cut off or broken from here on: what came before is taken.
            let Ok(entry) = entry else {
                self.refused.push((names::last(&path.to_string_lossy()).to_owned(), Why::CutOff));
                break;
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).trim_start_matches("./").to_owned();
            let kind = entry.header().entry_type();
            if kind.is_dir() || name.is_empty() || names::is_noise(&name) {
                continue;
            }
            if !kind.is_file() || !names::is_within(&name) {
                self.refused.push((name, Why::Path));
                continue;
            }
            let changed = i64::try_from(entry.header().mtime().unwrap_or(0)).unwrap_or(0).saturating_mul(1_000);
            self.places.insert(name, At::Part(path.into(), entry.raw_file_position(), entry.size(), changed));
            if self.places.len() > MOST_FILES {
                return Err(Error::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    fn zip(&mut self, reader: Box<dyn Seekable>) -> Result<(), Error> {
        let archive = ZipArchive::new(reader).map_err(|_| Error::ArchiveDamaged)?;
        if archive.len() > MOST_FILES {
            return Err(Error::ArchiveTooLarge);
        }
        // Of two files of one name only the last can be asked for.
        let start = archive.central_directory_start();
        let mut reader = archive.into_inner();
        let twice = twice_named(&mut reader, start);
        self.refused.extend(twice.into_iter().map(|name| (name, Why::Twice)));
        let mut archive = Box::new(ZipArchive::new(reader).map_err(|_| Error::ArchiveDamaged)?);
        for place in 0..archive.len() {
            let name = archive.name_for_index(place).and_then(Result::ok).map(|name| name.into_owned());
            let Ok(file) = archive.by_index_raw(place) else {
                self.refused.push((name.unwrap_or_default(), Why::Unreadable));
                continue;
            };
            if file.is_dir() {
                continue;
            }
            let name = name_of(file.name_raw(), file.name().ok().as_deref()).replace('\\', "/");
            let safe = !file.is_symlink() && !name.is_empty() && !name.contains('\0');
            if !safe || !names::is_within(&name) {
                self.refused.push((name, Why::Path));
            } else if !names::is_noise(&name) {
                let changed = file.last_modified().and_then(when);
                self.places.insert(name, At::Place(place, changed));
            }
        }
        self.inner = Inner::Zip(archive);
        Ok(())
    }

    fn walk(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Error> {
        let files = match fs::read_dir(folder) {
            Ok(files) => files,
            Err(error) if depth == 0 => return Err(io_error(error)),
            Err(_) => {
                self.refused.push((prefix.trim_end_matches('/').to_owned(), Why::Unreadable));
                return Ok(());
            }
        };
        for file in files {
            let file = file.map_err(io_error)?;
            let kind = file.file_type().map_err(io_error)?;
            let name = file.file_name();
            let Some(name) = name.to_str() else {
                self.refused.push((format!("{prefix}{}", name.to_string_lossy()), Why::Unreadable));
                continue;
            };
            if names::is_noise(name) {
                continue;
            }
            let name = format!("{prefix}{name}");
            if kind.is_dir() && depth < DEEPEST {
                self.walk(&file.path(), &format!("{name}/"), depth + 1)?;
            } else if kind.is_file() {
                self.places.insert(name, At::Path(file.path()));
            } else {
                // Links are not followed: they may lead anywhere.
                self.refused.push((name, Why::Path));
            }
            if self.places.len() > MOST_FILES {
                return Err(Error::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    /// The names of all files.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// What cannot be taken, whatever reads it, and why.
    pub fn refused(&self) -> Vec<(String, Why)> {
        self.refused.clone()
    }

    /// A file is dealt with: it was read, it is named in the report, or it says nothing that is not taken from elsewhere.
    pub fn done_with(&mut self, name: &str) {
        self.read.insert(name.to_owned());
    }

    /// Whether somebody has dealt with a file.
    pub fn is_dealt_with(&self, name: &str) -> bool {
        self.read.contains(name)
    }

    /// Files that nobody has dealt with.
    pub fn left(&self) -> Vec<String> {
        self.places.keys().filter(|name| !self.read.contains(*name)).cloned().collect()
    }

    /// When a file was changed last: milliseconds since the Unix epoch, if that is known.
    pub fn modified(&self, name: &str) -> Option<i64> {
        match self.places.get(name)? {
            At::Path(path) => {
                let time = fs::metadata(path).ok()?.modified().ok()?;
                i64::try_from(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis()).ok()
            }
            At::Place(_, changed) => *changed,
            At::Part(_, _, _, changed) => Some(*changed).filter(|changed| *changed > 0),
        }
    }

    /// A whole file of at most `most` bytes, or why it cannot be read. It is dealt with then.
    pub fn whole(&mut self, name: &str, most: u64) -> Result<Result<Vec<u8>, Why>, Error> {
        self.done_with(name);
        let mut bytes = Vec::new();
        let mut file = match self.read(name, most)?.or_why() {
            Ok(file) => file,
            Err(why) => return Ok(Err(why)),
        };
        match file.read_to_end(&mut bytes) {
            Ok(_) => Ok(Ok(bytes)),
            Err(error) if is_bad_file(&error) => Ok(Err(Why::Unreadable)),
            Err(error) => Err(io_error(error)),
        }
    }

    /// Opens a document of any length, or says why it cannot be read. It is dealt with then.
    pub fn document(&mut self, name: &str) -> Result<Result<Box<dyn Read + '_>, Why>, Error> {
        self.done_with(name);
        Ok(self.read(name, MOST_DOCUMENT)?.or_why())
    }

    /// A file is not taken, whoever reads the others.
    pub fn refuse(&mut self, name: &str, why: Why) {
        self.done_with(name);
        self.refused.push((name.to_owned(), why));
    }

    /// Opens a file of at most `most` bytes.
    ///
    /// # Errors
    /// [`Error::ArchiveTooLarge`] when the whole archive unpacks to more than it may.
    pub fn read(&mut self, name: &str, most: u64) -> Result<Opened<'_>, Error> {
        let Some(at) = self.places.get(name).cloned() else { return Ok(Opened::Missing) };
        match (at, &mut self.inner) {
            (At::Path(path), _) => {
                // One file that is gone or closed to us costs itself and not the others.
                let file = match File::open(path) {
                    Ok(file) => file,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Opened::Missing),
                    Err(_) => return Ok(Opened::Unreadable),
                };
                let Ok(about) = file.metadata() else { return Ok(Opened::Unreadable) };
                if about.len() > most {
                    return Ok(Opened::TooLarge);
                }
                Ok(Opened::Bytes(Box::new(BufReader::new(file).take(most))))
            }
            (At::Part(path, from, length, _), _) => {
                if length > most {
                    return Ok(Opened::TooLarge);
                }
                let mut file = File::open(path).map_err(io_error)?;
                file.seek(SeekFrom::Start(from)).map_err(io_error)?;
                Ok(Opened::Bytes(Box::new(BufReader::new(file).take(length))))
            }
            (At::Place(place, _), Inner::Zip(archive)) => {
                let Ok(file) = archive.by_index(place) else { return Ok(Opened::Locked) };
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
            (At::Place(..), Inner::Files) => Ok(Opened::Missing),
        }
    }
}

/// The names that a zip's directory has more than once.
fn twice_named(reader: &mut dyn Seekable, start: u64) -> BTreeSet<String> {
    const HEAD: usize = 46;
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    if reader.seek(SeekFrom::Start(start)).is_err() {
        return twice;
    }
    let mut reader = BufReader::new(reader);
    let mut head = [0; HEAD];
    while reader.read_exact(&mut head).is_ok() && head.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let mut name = Vec::new();
        let read = reader.by_ref().take(length(28)).read_to_end(&mut name);
        if read.is_err() || io::copy(&mut reader.by_ref().take(length(30) + length(32)), &mut io::sink()).is_err() {
            break;
        }
        let name = name_of(&name, None);
        if !name.ends_with('/') && !seen.insert(name.clone()) {
            twice.insert(name);
        }
    }
    twice
}

/// A file's name in a zip. Many programs write UTF-8 and do not say so; then the library reads it as that of DOS.
fn name_of(raw: &[u8], said: Option<&str>) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => said.map_or_else(|| String::from_utf8_lossy(raw).into_owned(), String::from),
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

/// A tar has its sign in its first header; an old one has none, but an app's own ending.
fn is_tar(file: &mut File, path: &Path) -> Result<bool, Error> {
    let mut head = Vec::new();
    file.by_ref().take(512).read_to_end(&mut head).map_err(io_error)?;
    file.rewind().map_err(io_error)?;
    let named = ["jex", "tar"].contains(&names::ending(&path.to_string_lossy()).as_str());
    Ok(head.len() == 512 && (named || head[257..].starts_with(b"ustar")))
}

/// A zip's time has no zone; it is taken as UTC, since only its day is of interest.
fn when(time: zip::DateTime) -> Option<i64> {
    let number = |value: u8| i8::try_from(value).ok();
    let at = jiff::civil::DateTime::new(
        i16::try_from(time.year()).ok()?,
        number(time.month())?,
        number(time.day())?,
        number(time.hour())?,
        number(time.minute())?,
        number(time.second().min(59))?,
        0,
    );
    // What a program writes that does not know the time.
    let known = at.ok().filter(|at| at.year() > 1980)?;
    Some(known.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// What reading an import's bytes may fail with: the rest of one file, and not the whole import.
pub(super) fn is_bad_file(error: &io::Error) -> bool {
    let of_store = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    !of_store
}
