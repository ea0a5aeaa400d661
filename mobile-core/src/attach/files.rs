//! Sealed files: written atomically, opened chunk by chunk.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use journal::seal::stream::{OpenError, Opener, Sealer};
use journal::seal::{self, StreamKey};
use protocol::AttachmentId;
use sha2::{Digest as _, Sha256};

use crate::{Error, store};

/// The folder of the sealed files, in the phone's home.
// Files that are being written or downloaded: neither is complete.
const PART: &str = "part";
const DOWN: &str = "down";

/// The folder of sealed files.
#[derive(Clone, Debug)]
pub(crate) struct Files(PathBuf);

/// A file that was just sealed.
pub(crate) struct Sealed {
    /// Size in bytes, before sealing.
    pub size: u64,
    /// SHA-256 of the sealed bytes.
    pub digest: Vec<u8>,
}

impl Files {
    pub fn of(home: &Path) -> Self {
        Self(home.join(store::ATTACHMENTS))
    }

    fn path(&self, id: AttachmentId) -> PathBuf {
        self.0.join(id.to_string())
    }

    /// The file of an unfinished download.
    pub fn down(&self, id: AttachmentId) -> PathBuf {
        self.0.join(format!("{id}.{DOWN}"))
    }

    pub fn has(&self, id: AttachmentId) -> bool {
        self.path(id).exists()
    }

    /// Creates the folder of attachments.
    pub fn begin(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.0).map_err(io_error)
    }

    /// Until this is dropped, the folder may contain files that no record names yet. The lock belongs to the folder: it
    /// also applies to another instance that has opened the same journal, and ends with the process.
    pub fn placing(&self) -> Result<File, Error> {
        self.begin()?;
        let folder = File::open(&self.0).map_err(io_error)?;
        folder.lock_shared().map_err(io_error)?;
        Ok(folder)
    }

    /// Excludes writers while it is held; `None` if a file is being written now, or if there are no files.
    pub fn alone(&self) -> Result<Option<File>, Error> {
        let folder = match File::open(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(io_error)?,
        };
        match folder.try_lock() {
            Ok(()) => Ok(Some(folder)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(io_error(error)),
        }
    }

    /// Seals the data of `plain` into a new file: at most `most` bytes. The file is on disk when this returns.
    pub fn seal(&self, id: AttachmentId, key: &StreamKey, plain: &mut dyn Read, most: u64) -> Result<Sealed, Error> {
        self.begin()?;
        let part = self.0.join(format!("{id}.{PART}"));
        let result = self.seal_into(&part, id, key, plain, most);
        if result.is_err() {
            let _ = fs::remove_file(&part);
        }
        result
    }

    fn seal_into(
        &self,
        part: &Path,
        id: AttachmentId,
        key: &StreamKey,
        plain: &mut dyn Read,
        most: u64,
    ) -> Result<Sealed, Error> {
        let file = BufWriter::new(File::create(part).map_err(io_error)?);
        let mut sealer = Sealer::new(file, key, id.as_bytes()).map_err(io_error)?;
        let mut hash = Sha256::new();
        let mut size = 0;
        let mut buffer = zeroize::Zeroizing::new(vec![0; 64 * 1024]);
        loop {
            let read = plain.read(&mut buffer).map_err(io_error)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            if size > most {
                return Err(Error::AttachmentTooLarge);
            }
            hash.update(&buffer[..read]);
            sealer.write_all(&buffer[..read]).map_err(io_error)?;
        }
        if size == 0 {
            return Err(Error::Empty);
        }
        let file = sealer.finish().map_err(io_error)?.into_inner().map_err(|error| io_error(error.into_error()))?;
        file.sync_all().map_err(io_error)?;
        self.take_place(part, id)?;
        Ok(Sealed { size, digest: hash.finalize().to_vec() })
    }

    /// Renames a complete file to its final name.
    pub fn take_place(&self, from: &Path, id: AttachmentId) -> Result<(), Error> {
        fs::rename(from, self.path(id)).map_err(io_error)?;
        // Syncs the folder, so that the new name is on disk as well.
        match File::open(&self.0).and_then(|folder| folder.sync_all()) {
            Err(error) if cfg!(unix) => Err(io_error(error)),
            _ => Ok(()),
        }
    }

    /// Opens the file with an attachment's sealed bytes.
    pub fn sealed(&self, id: AttachmentId) -> Result<File, Error> {
        File::open(self.path(id)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::AttachmentNotHere,
            _ => io_error(error),
        })
    }

    /// The plain bytes, opened as they are read.
    pub fn open(&self, id: AttachmentId, key: &StreamKey) -> Result<Opener<BufReader<File>>, Error> {
        Opener::new(BufReader::new(self.sealed(id)?), key, id.as_bytes()).map_err(open_error)
    }

    /// Reads a sealed file to its end and verifies it.
    pub fn check(&self, path: &Path, id: AttachmentId, key: &StreamKey, digest: &[u8]) -> Result<(), Error> {
        let file = BufReader::new(File::open(path).map_err(io_error)?);
        let mut opener = Opener::new(file, key, id.as_bytes()).map_err(open_error)?;
        let mut hash = Sha256::new();
        while let Some(chunk) = opener.next_chunk().map_err(open_error)? {
            hash.update(&*chunk);
        }
        if hash.finalize().as_slice() == digest { Ok(()) } else { Err(seal::Error::Unopened.into()) }
    }

    pub fn remove(&self, id: AttachmentId) -> Result<(), Error> {
        for path in [self.path(id), self.down(id)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Deletes every file that is not in `kept`, and incomplete files of an interrupted write. Downloads in progress
    /// stay.
    pub fn sweep(&self, kept: impl Fn(AttachmentId) -> Result<bool, Error>) -> Result<(), Error> {
        let folder = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(io_error)?,
        };
        for file in folder {
            let file = file.map_err(io_error)?;
            let name = file.file_name();
            let name = name.to_str().unwrap_or_default();
            let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
            let stays = match stem.parse() {
                Ok(id) if ending != PART => kept(id)?,
                _ => false,
            };
            if !stays {
                fs::remove_file(file.path()).map_err(io_error)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn io_error(error: io::Error) -> Error {
    match error.kind() {
        // A sealed stream that was read through `Read`.
        io::ErrorKind::InvalidData => seal::Error::Unopened.into(),
        _ => store::io_error(&error).into(),
    }
}

fn open_error(error: OpenError) -> Error {
    match error {
        OpenError::Seal(error) => error.into(),
        OpenError::Io(error) => io_error(error),
    }
}

/// The media type of a photo, a voice note or a document by its file extension; `None` for any other.
pub fn media_type(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    Some(match ending.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "heic" | "heif" => "image/heic",
        "avif" => "image/avif",
        "m4a" | "aac" => "audio/mp4",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        _ => return None,
    })
}

/// The media type of a photo, a recording or a document by its first bytes; `None` where they do not tell it.
pub(crate) fn media_type_of(head: &[u8]) -> Option<&'static str> {
    let (four, next) = (head.get(..4).unwrap_or_default(), head.get(8..12).unwrap_or_default());
    Some(match four {
        b"\x89PNG" => "image/png",
        b"GIF8" => "image/gif",
        b"RIFF" if next == b"WEBP" => "image/webp",
        b"RIFF" if next == b"WAVE" => "audio/wav",
        b"OggS" => "audio/ogg",
        b"%PDF" => "application/pdf",
        _ if head.starts_with(b"\xff\xd8\xff") => "image/jpeg",
        _ if super::heif::is_one(head) => {
            if next.starts_with(b"avi") {
                "image/avif"
            } else {
                "image/heic"
            }
        }
        _ if head.get(4..8) == Some(b"ftyp") && next.starts_with(b"M4") => "audio/mp4",
        _ => return None,
    })
}

/// A file name with the extension of its media type. A name without an extension, or with a fitting one, does not
/// change; nor does that of a recording with an unknown one.
pub(crate) fn named_as(name: &str, kind: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else { return name.to_owned() };
    let Some(right) = extension(kind) else { return name.to_owned() };
    let said = media_type(name);
    let fits = said == Some(kind) || said.is_none() && !kind.starts_with("image/");
    if fits || ending.contains(char::is_whitespace) { name.to_owned() } else { format!("{stem}.{right}") }
}

/// The extension of a media type of [`media_type`].
pub(crate) fn extension(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "image/heic" => "heic",
        "image/avif" => "avif",
        "audio/mp4" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/wav" => "wav",
        "application/pdf" => "pdf",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_content() {
        let heads: [(&[u8], Option<&str>); 13] = [
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"\x89PNG\r\n", Some("image/png")),
            (b"RIFF....WEBPVP8 ", Some("image/webp")),
            (b"RIFF....WAVEfmt ", Some("audio/wav")),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Some("image/heic")),
            (b"\0\0\0\x18ftypavif\0\0\0\0", Some("image/avif")),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", Some("audio/mp4")),
            (b"%PDF-1.7", Some("application/pdf")),
            (b"OggS\0\x02", Some("audio/ogg")),
            (b"RIFF....AVI LIST", None),
            (b"\0\0\0\x18ftypisom\0\0\0\0", None),
            (b"words", None),
            (b"", None),
        ];
        for (head, kind) in heads {
            assert_eq!(media_type_of(head), kind);
        }
        for (name, kind, expected) in [
            ("a.mp3", "audio/mp4", "a.m4a"),
            ("a.pdf", "image/png", "a.png"),
            ("a.jpeg", "image/jpeg", "a.jpeg"),
            ("memo.caf", "audio/mp4", "memo.caf"),
            ("a.jfif", "image/jpeg", "a.jpg"),
            ("no ending", "image/jpeg", "no ending"),
        ] {
            assert_eq!(named_as(name, kind), expected);
        }
    }
}
