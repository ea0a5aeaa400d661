//! Opens a sealed stream at any place.

use std::io::{self, Read, Seek, SeekFrom};

use zeroize::Zeroizing;

use super::{CHUNK, Chunks, MARK, OpenError};
use crate::seal::wrap::{TAG, VERSION};
use crate::seal::{Error, StreamKey};

/// Opens a sealed stream with random access, for formats that are read from their end. The stream starts at byte `from`
/// of the reader.
pub struct SeekOpener<R: Read + Seek> {
    sealed: R,
    chunks: Chunks,
    from: u64,
    /// The number of chunks, and of plain bytes without padding.
    count: u64,
    length: u64,
    sealed_length: u64,
    /// The chunk that was opened last, as a cache.
    open: Option<(u64, Zeroizing<Vec<u8>>)>,
    at: u64,
}

impl<R: Read + Seek> SeekOpener<R> {
    /// Opens the last chunks first. That verifies the key and finds the stream's length.
    pub fn new(mut sealed: R, from: u64, key: &StreamKey, context: &[u8]) -> Result<Self, OpenError> {
        let all = sealed.seek(SeekFrom::End(0))?;
        let sealed_length = all.checked_sub(from + 1).ok_or(Error::Truncated)?;
        sealed.seek(SeekFrom::Start(from))?;
        let mut version = [0];
        sealed.read_exact(&mut version)?;
        if version[0] != VERSION {
            return Err(Error::Version.into());
        }
        let count = sealed_length.div_ceil((CHUNK + TAG) as u64);
        let chunks = Chunks::new(key, context);
        let mut opener = Self { sealed, chunks, from, count, length: 0, sealed_length, open: None, at: 0 };
        for number in (0..count).rev() {
            let chunk = opener.chunk(number)?;
            let Some(mark) = chunk.iter().rposition(|byte| *byte != 0) else { continue };
            if chunk[mark] != MARK {
                return Err(Error::Truncated.into());
            }
            opener.length = number * CHUNK as u64 + mark as u64;
            return Ok(opener);
        }
        Err(Error::Truncated.into())
    }

    fn chunk(&mut self, number: u64) -> Result<&[u8], OpenError> {
        if self.open.as_ref().is_none_or(|(known, _)| *known != number) {
            let start = number * (CHUNK + TAG) as u64;
            let length = (self.sealed_length - start).min((CHUNK + TAG) as u64);
            self.sealed.seek(SeekFrom::Start(self.from + 1 + start))?;
            let mut sealed = Vec::with_capacity(CHUNK + TAG);
            self.sealed.by_ref().take(length).read_to_end(&mut sealed)?;
            let place = u32::try_from(number).map_err(|_| Error::Truncated)?;
            let plain = self.chunks.open(place, number + 1 == self.count, &sealed).ok_or(Error::Unopened)?;
            self.open = Some((number, plain));
        }
        Ok(self.open.as_ref().map(|(_, plain)| plain.as_slice()).unwrap_or_default())
    }
}

impl<R: Read + Seek> Read for SeekOpener<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length {
            return Ok(0);
        }
        let (number, within) = (self.at / CHUNK as u64, (self.at % CHUNK as u64) as usize);
        let left = self.length - self.at;
        let chunk = self.chunk(number).map_err(|error| match error {
            OpenError::Seal(error) => io::Error::new(io::ErrorKind::InvalidData, error),
            OpenError::Io(error) => error,
        })?;
        let some = out.len().min(chunk.len() - within).min(usize::try_from(left).unwrap_or(usize::MAX));
        out[..some].copy_from_slice(&chunk[within..within + some]);
        self.at += some as u64;
        Ok(some)
    }
}

impl<R: Read + Seek> Seek for SeekOpener<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
