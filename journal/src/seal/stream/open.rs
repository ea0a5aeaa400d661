//! Opens a sealed stream from its beginning to its end.

use std::io::{self, Read};

use zeroize::Zeroizing;

use super::{CHUNK, Chunks, MARK};
use crate::seal::wrap::{TAG, VERSION};
use crate::seal::{Error, StreamKey};

/// Opens a sealed stream as its bytes arrive, in pieces of any size. Data that was returned is authentic; only
/// [`Incoming::finish`] detects a truncation.
pub struct Incoming {
    chunks: Chunks,
    number: u32,
    /// Whether the version has been read.
    begun: bool,
    /// Sealed bytes that are not a full chunk yet, or may be the last one.
    waiting: Vec<u8>,
    /// The last non-zero byte and the zeros after it. They are the padding if nothing follows.
    held: Option<(u8, u64)>,
}

impl Incoming {
    /// Starts to open a stream.
    pub fn new(key: &StreamKey, context: &[u8]) -> Self {
        Self { chunks: Chunks::new(key, context), number: 0, begun: false, waiting: Vec::new(), held: None }
    }

    /// Takes the next sealed bytes and returns the plain bytes that they complete.
    ///
    /// # Errors
    /// [`Error::Version`] for a newer version, [`Error::Unopened`] if a chunk was modified.
    pub fn push(&mut self, mut sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        if let Some((version, rest)) = sealed.split_first().filter(|_| !self.begun) {
            if *version != VERSION {
                return Err(Error::Version);
            }
            self.begun = true;
            sealed = rest;
        }
        self.waiting.extend_from_slice(sealed);
        let mut out = Zeroizing::new(Vec::new());
        // A full chunk waits: it may be the last one.
        while self.waiting.len() > CHUNK + TAG {
            let rest = self.waiting.split_off(CHUNK + TAG);
            let chunk = std::mem::replace(&mut self.waiting, rest);
            self.open(&chunk, false, &mut out)?;
        }
        Ok(out)
    }

    /// All bytes have arrived. Returns the rest.
    ///
    /// # Errors
    /// [`Error::Truncated`] if the stream was cut off, [`Error::Unopened`] if it was modified or cut off between chunks.
    pub fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, Error> {
        if self.waiting.len() < TAG {
            return Err(Error::Truncated);
        }
        let mut out = Zeroizing::new(Vec::new());
        let chunk = std::mem::take(&mut self.waiting);
        self.open(&chunk, true, &mut out)?;
        if self.held.is_none_or(|(mark, _)| mark != MARK) {
            return Err(Error::Truncated);
        }
        Ok(out)
    }

    fn open(&mut self, sealed: &[u8], last: bool, out: &mut Zeroizing<Vec<u8>>) -> Result<(), Error> {
        let plain = self.chunks.open(self.number, last, sealed).ok_or(Error::Unopened)?;
        self.number = self.number.checked_add(1).ok_or(Error::Truncated)?;
        self.without_padding(&plain, out);
        Ok(())
    }

    /// Appends all bytes that are certainly not padding.
    fn without_padding(&mut self, plain: &[u8], out: &mut Zeroizing<Vec<u8>>) {
        let Some(last) = plain.iter().rposition(|byte| *byte != 0) else {
            if let Some((_, zeros)) = &mut self.held {
                *zeros += plain.len() as u64;
            } else {
                out.extend_from_slice(plain);
            }
            return;
        };
        if let Some((byte, zeros)) = self.held {
            out.push(byte);
            let length = out.len() + zeros as usize;
            out.resize(length, 0);
        }
        out.extend_from_slice(&plain[..last]);
        self.held = Some((plain[last], (plain.len() - last - 1) as u64));
    }
}

/// Opens a sealed stream from a reader. Data that was read is authentic; a truncation is detected only at the end.
pub struct Opener<R: Read> {
    sealed: R,
    /// `None` after the end.
    incoming: Option<Incoming>,
    plain: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<R: Read> Opener<R> {
    /// Begins to open a stream.
    ///
    /// # Errors
    /// [`OpenError::Seal`] with [`Error::Version`] for a stream of a newer version, [`Error::Truncated`] for an empty one.
    pub fn new(mut sealed: R, key: &StreamKey, context: &[u8]) -> Result<Self, OpenError> {
        let mut incoming = Incoming::new(key, context);
        let mut version = Vec::with_capacity(1);
        sealed.by_ref().take(1).read_to_end(&mut version)?;
        if version.is_empty() {
            return Err(Error::Truncated.into());
        }
        incoming.push(&version)?;
        Ok(Self { sealed, incoming: Some(incoming), plain: Zeroizing::default(), at: 0 })
    }

    /// The next plain text; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Unopened`] if a chunk was modified, [`Error::Truncated`] if the stream was cut off.
    pub fn next_chunk(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, OpenError> {
        while let Some(mut incoming) = self.incoming.take() {
            let mut sealed = Vec::with_capacity(CHUNK + TAG);
            self.sealed.by_ref().take((CHUNK + TAG) as u64).read_to_end(&mut sealed)?;
            let out = if sealed.is_empty() {
                incoming.finish()?
            } else {
                let out = incoming.push(&sealed)?;
                self.incoming = Some(incoming);
                out
            };
            if !out.is_empty() {
                return Ok(Some(out));
            }
        }
        Ok(None)
    }
}

/// Errors of opening a stream.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The stream is not authentic or incomplete.
    #[error(transparent)]
    Seal(#[from] Error),
    /// The underlying reader failed.
    #[error("the sealed stream cannot be read")]
    Io(#[from] io::Error),
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.plain.len() {
            let next = self.next_chunk().map_err(|error| match error {
                OpenError::Seal(error) => io::Error::new(io::ErrorKind::InvalidData, error),
                OpenError::Io(error) => error,
            })?;
            self.plain = next.unwrap_or_default();
            self.at = 0;
        }
        let some = out.len().min(self.plain.len() - self.at);
        out[..some].copy_from_slice(&self.plain[self.at..self.at + some]);
        self.at += some;
        Ok(some)
    }
}
