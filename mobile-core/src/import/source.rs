//! The source of an import. Nothing is unpacked to disk: files are read by name, within limits.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use journal::seal::stream::{OpenError, SeekOpener};
use journal::seal::{self, StreamKey, Stretch};
use zip::ZipArchive;
use zip::result::ZipError;

use super::names::{self, Names};
use super::zip_names::{FileNames, begins_as_zip, listed, when};
use super::{Why, encoding};
use crate::Error;
use crate::attach::files::io_error;

const MOST_FILES: usize = 200_000;
/// The maximum size of a JSON document; no real journal comes near it.
pub(super) const MOST_DOCUMENT: u64 = 2 << 30;
/// A text file, or an attachment.
pub(super) const MOST_TEXT: u64 = 16 << 20;
/// The maximum unpacked size of an archive.
const MOST_UNPACKED: u64 = 64 << 30;
/// The maximum compression ratio: text compresses to a tenth, a zip bomb to a thousandth.
const MOST_RATIO: u64 = 200;
const RATIO_FROM: u64 = 16 << 20;
const DEEPEST: usize = 16;

pub(super) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

enum Inner {
    Zip(Box<ZipArchive<Box<dyn Seekable>>>),
    Files,
}

/// A zip, a sealed archive, a tar, a folder, or one file.
pub(super) struct Source {
    inner: Inner,
    /// The location of each file, by its name with `/` between folders.
    locations: BTreeMap<String, Location>,
    names: Names,
    /// Files that a format has read, or does not need.
    read: BTreeSet<String>,
    refused: Vec<(String, Why)>,
    /// The first file of a zip whose name was decoded with a detected encoding.
    guessed: Option<String>,
    unpacked: u64,
}

#[derive(Clone)]
enum Location {
    /// A file.
    Path(PathBuf),
    /// An index in the zip, and the modification time of the file.
    Place(usize, Option<i64>),
    /// A range of a file: start, length, modification time.
    Part(PathBuf, u64, u64, i64),
}

/// The result of reading a file by its name.
pub(super) enum Opened<'a> {
    /// Its bytes, at most the limit.
    Bytes(Box<dyn Read + 'a>),
    /// There is no such file.
    Missing,
    /// It is larger than the limit, or a zip bomb.
    TooLarge,
    /// It is encrypted, or compressed with an unsupported method.
    Locked,
    /// It exists but cannot be read.
    Unreadable,
}

impl<'a> Opened<'a> {
    /// The bytes, or the reason why they cannot be read.
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
            locations: BTreeMap::new(),
            names: Names::default(),
            read: BTreeSet::new(),
            refused: Vec::new(),
            guessed: None,
            unpacked: 0,
        };
        if about.is_dir() {
            source.walk(path, "", 0)?;
        } else {
            source.file(path, passphrase)?;
        }
        source.names = Names::of(source.locations.keys().map(String::as_str));
        let noise: Vec<String> =
            source.names.iter().filter(|name| source.names.is_graph_noise(name)).map(String::from).collect();
        source.read.extend(noise);
        Ok(source)
    }

    fn file(&mut self, path: &Path, passphrase: Option<&str>) -> Result<(), Error> {
        let source = self;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
        let mut file = File::open(path).map_err(io_error)?;
        let mut head = Vec::new();
        file.by_ref().take(Stretch::HEADER as u64).read_to_end(&mut head).map_err(io_error)?;
        file.rewind().map_err(io_error)?;
        match Stretch::read_header(&head) {
            Ok(Some(stretch)) => {
                let passphrase = passphrase.ok_or(Error::Passphrase)?;
                let opened = match unsealed(file, &stretch, &stretch.archive_key(passphrase)?) {
                    Err(Error::Passphrase) => {
                        let key = stretch.archive_key_as_typed(passphrase)?.ok_or(Error::Passphrase)?;
                        unsealed(File::open(path).map_err(io_error)?, &stretch, &key)?
                    }
                    opened => opened?,
                };
                source.zip(Box::new(BufReader::new(opened)), name)?;
            }
            // A self-extracting archive begins with a program.
            Ok(None) if head.starts_with(b"PK") || names::ending(&path.to_string_lossy()) == "zip" => {
                source.zip(Box::new(BufReader::new(file)), name)?
            }
            Ok(None) if is_tar(&mut file, path)? => source.tar(file, path)?,
            Ok(None) => {
                source.locations.insert(name.to_owned(), Location::Path(path.into()));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn tar(&mut self, file: File, path: &Path) -> Result<(), Error> {
        let mut archive = tar::Archive::new(BufReader::new(file));
        for entry in archive.entries_with_seek().map_err(|_| Error::NotAnArchive)? {
            // Truncated or damaged from here on: earlier entries are kept.
            let Ok(entry) = entry else {
                self.refused.push((names::last(&path.to_string_lossy()).to_owned(), Why::CutOff));
                break;
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).trim_start_matches("./").to_owned();
            let kind = entry.header().entry_type();
            if kind.is_dir() || name.is_empty() || self.is_skipped(&name) {
                continue;
            }
            if !kind.is_file() || !names::is_within(&name) {
                self.refused.push((name, Why::Path));
                continue;
            }
            let changed = i64::try_from(entry.header().mtime().unwrap_or(0)).unwrap_or(0).saturating_mul(1_000);
            let part = Location::Part(path.into(), entry.raw_file_position(), entry.size(), changed);
            self.insert(name, part);
            if self.locations.len() > MOST_FILES {
                return Err(Error::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    /// Lists the files of a zip, which the report calls `name`.
    fn zip(&mut self, reader: Box<dyn Seekable>, name: &str) -> Result<(), Error> {
        let archive = ZipArchive::new(reader).map_err(|_| Error::ArchiveDamaged)?;
        if archive.len() > MOST_FILES {
            return Err(Error::ArchiveTooLarge);
        }
        // Of two files with the same name, only the last can be accessed.
        let start = archive.central_directory_start();
        let before = archive.offset();
        let mut reader = archive.into_inner();
        if before > 0 && begins_as_zip(&mut reader) {
            // The directory belongs to a zip within a zip: the outer one has lost its own.
            self.refused.push((name.to_owned(), Why::CutOff));
        }
        let listed = listed(&mut reader, start);
        let named = FileNames::of(listed.iter().map(Vec::as_slice));
        let mut seen = BTreeSet::new();
        let twice = listed.iter().filter(|name| !name.ends_with(b"/") && !seen.insert(*name));
        self.refused.extend(twice.map(|name| (named.read(name, None), Why::Twice)));
        let mut archive = Box::new(ZipArchive::new(reader).map_err(|_| Error::ArchiveDamaged)?);
        for place in 0..archive.len() {
            let name = archive.name_for_index(place).and_then(Result::ok).map(|name| name.into_owned());
            let file = match archive.by_index_raw(place) {
                Ok(file) => file,
                Err(error) => {
                    let packed = matches!(error, ZipError::UnsupportedArchive(_));
                    let why = if packed { Why::Locked } else { Why::Unreadable };
                    self.refused.push((name.unwrap_or_default(), why));
                    continue;
                }
            };
            if file.is_dir() {
                continue;
            }
            let name = named.read(file.name_raw(), file.name().ok().as_deref()).replace('\\', "/");
            if self.guessed.is_none() && named.is_guessed(file.name_raw()) {
                self.guessed = Some(name.clone());
            }
            let safe = !file.is_symlink() && !name.is_empty() && !name.contains('\0');
            if !safe || !names::is_within(&name) {
                self.refused.push((name, Why::Path));
            } else {
                let changed = file.last_modified().and_then(when);
                if !self.is_skipped(&name) {
                    self.insert(name, Location::Place(place, changed));
                }
            }
        }
        self.inner = Inner::Zip(archive);
        Ok(())
    }

    /// Adds a file. Of two files of an archive with the same name, such as `a\b.md` and `a/b.md`, the last one is read.
    fn insert(&mut self, name: String, at: Location) {
        if self.locations.insert(name.clone(), at).is_some() {
            self.refused.push((name, Why::Twice));
        }
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
            // A name from another system may not be valid text; its file is read anyway.
            let name = format!("{prefix}{}", file.file_name().to_string_lossy());
            if self.is_skipped(&name) {
                continue;
            }
            if self.locations.contains_key(&name) {
                self.refused.push((name, Why::Twice));
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                self.walk(&file.path(), &format!("{name}/"), depth + 1)?;
            } else if kind.is_file() {
                self.locations.insert(name, Location::Path(file.path()));
            } else {
                // Links are not followed: they may point anywhere.
                self.refused.push((name, Why::Path));
            }
            if self.locations.len() > MOST_FILES {
                return Err(Error::ArchiveTooLarge);
            }
        }
        Ok(())
    }

    /// Whether a file is none of the person's. A placeholder stands for one, which is named.
    fn is_skipped(&mut self, name: &str) -> bool {
        if let Some(of) = names::not_downloaded(name) {
            self.refused.push((of, Why::NotDownloaded));
        }
        names::is_noise(name)
    }

    /// The names of all files.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.locations.contains_key(name)
    }

    /// The first file whose name was decoded with a detected encoding.
    pub fn guessed_name(&self) -> Option<&str> {
        self.guessed.as_deref()
    }

    /// Files that no format can read, with the reason.
    pub fn refused(&self) -> Vec<(String, Why)> {
        self.refused.clone()
    }

    /// Marks a file as processed: it was read, is named in the report, or is redundant.
    pub fn done_with(&mut self, name: &str) {
        self.read.insert(name.to_owned());
    }

    /// Whether a file was read, reported or skipped.
    pub fn is_dealt_with(&self, name: &str) -> bool {
        self.read.contains(name)
    }

    /// Files that were neither read nor reported nor skipped.
    pub fn left(&self) -> Vec<String> {
        self.locations.keys().filter(|name| !self.read.contains(*name)).cloned().collect()
    }

    /// The modification time of a file: milliseconds since the Unix epoch, if known.
    pub fn modified(&self, name: &str) -> Option<i64> {
        match self.locations.get(name)? {
            Location::Path(path) => {
                let time = fs::metadata(path).ok()?.modified().ok()?;
                i64::try_from(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis()).ok()
            }
            Location::Place(_, changed) => *changed,
            Location::Part(_, _, _, changed) => Some(*changed).filter(|changed| *changed > 0),
        }
    }

    /// A whole file of at most `most` bytes, or the reason why it cannot be read. Marks it as processed.
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

    /// Opens a document of any length as UTF-8, or returns the reason why it cannot be read. Marks it as processed.
    pub fn document(&mut self, name: &str) -> Result<Result<Box<dyn Read + '_>, Why>, Error> {
        self.done_with(name);
        Ok(self.read(name, MOST_DOCUMENT)?.or_why().map(encoding::as_utf8))
    }

    /// Refuses a file for all formats.
    pub fn refuse(&mut self, name: &str, why: Why) {
        self.done_with(name);
        self.refused.push((name.to_owned(), why));
    }

    /// Opens a file of at most `most` bytes.
    ///
    /// # Errors
    /// [`Error::ArchiveTooLarge`] when the whole archive unpacks to more than it may.
    pub fn read(&mut self, name: &str, most: u64) -> Result<Opened<'_>, Error> {
        let Some(at) = self.locations.get(name).cloned() else { return Ok(Opened::Missing) };
        match (at, &mut self.inner) {
            (Location::Path(path), _) => {
                // A missing or unreadable file must not affect the others.
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
            (Location::Part(path, from, length, _), _) => {
                if length > most {
                    return Ok(Opened::TooLarge);
                }
                let mut file = File::open(path).map_err(io_error)?;
                file.seek(SeekFrom::Start(from)).map_err(io_error)?;
                Ok(Opened::Bytes(Box::new(BufReader::new(file).take(length))))
            }
            (Location::Place(place, _), Inner::Zip(archive)) => {
                let file = match archive.by_index(place) {
                    Ok(file) => file,
                    Err(ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword) => return Ok(Opened::Locked),
                    Err(_) => return Ok(Opened::Unreadable),
                };
                // The declared size; the actual size is checked while reading.
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
            (Location::Place(..), Inner::Files) => Ok(Opened::Missing),
        }
    }
}

/// The zip in a sealed archive.
fn unsealed(file: File, stretch: &Stretch, key: &StreamKey) -> Result<SeekOpener<BufReader<File>>, Error> {
    SeekOpener::new(BufReader::new(file), Stretch::HEADER as u64, key, &stretch.header()).map_err(|error| match error {
        OpenError::Seal(seal::Error::Unopened) => Error::Passphrase,
        OpenError::Seal(error) => error.into(),
        OpenError::Io(error) => io_error(error),
    })
}

/// Fails if a file has more bytes than it declares.
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

/// A tar has a signature in its first header; an old one has none, but an app's own extension.
fn is_tar(file: &mut File, path: &Path) -> Result<bool, Error> {
    let mut head = Vec::new();
    file.by_ref().take(512).read_to_end(&mut head).map_err(io_error)?;
    file.rewind().map_err(io_error)?;
    let named = ["jex", "tar"].contains(&names::ending(&path.to_string_lossy()).as_str());
    Ok(head.len() == 512 && (named || head[257..].starts_with(b"ustar")))
}

/// An error while reading an import's bytes: it affects the rest of one file, and not the whole import.
pub(super) fn is_bad_file(error: &io::Error) -> bool {
    crate::store::io_error(error) != crate::store::Error::Full
}
