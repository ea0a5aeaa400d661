//! Streams: photos, voice notes and archives, sealed and opened by chunk, so that no whole file is ever in memory.
//!
//! ```text
//! sealed     = version 2 ‖ chunks
//! chunk i    = AES-256-GCM(stream key, nonce prefix 7 ‖ i u32 ‖ last 0 or 1, aad = version, 64 KiB) with its 16-byte tag
//! stream key = derive(key, "stream", context), nonce prefix = derive(key, "stream nonce", context)
//! plain      = bytes ‖ 0x80 ‖ zeros up to the Padmé length
//! ```
//!
//! The nonces follow STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, *Online Authenticated-Encryption and its Nonce-Reuse
//! Misuse-Resistance*, 2015), as implemented by the `aead` crate. Chunks cannot be dropped, repeated, reordered or
//! truncated unnoticed. A key seals a single stream.
//!
//! Layout: this file seals; `open` opens from the beginning to the end, `seek` at any place.

mod open;
mod seek;

use std::io::{self, Write};

use aes_gcm::aead::Payload;
use aes_gcm::aead::stream::{NewStream as _, StreamBE32, StreamPrimitive as _};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use zeroize::Zeroizing;

use super::envelope::padme;
use super::wrap::{TAG, VERSION};
use super::{Error, StreamKey, derive};

pub use open::{Incoming, OpenError, Opener};
pub use seek::SeekOpener;

/// Bytes of plain text in a chunk.
pub const CHUNK: usize = 64 * 1024;
const MARK: u8 = 0x80;
// One tebibyte, more than any real file.
const MAX_LENGTH: u64 = 1 << 40;

/// The sealed length of `length` plain bytes.
pub fn sealed_length(length: u64) -> u64 {
    // The other member chooses the announced size, so any number may occur.
    let plain = padme(usize::try_from(length.min(MAX_LENGTH)).unwrap_or(usize::MAX >> 2) + 1) as u64;
    1 + plain + plain.div_ceil(CHUNK as u64) * TAG as u64
}

/// The cipher of one stream.
struct Chunks(StreamBE32<Aes256Gcm>);

impl Chunks {
    fn new(key: &StreamKey, context: &[u8]) -> Self {
        let cipher = Aes256Gcm::new(derive::<32>(key.expose(), "stream", context).as_ref().into());
        let prefix = derive::<7>(key.expose(), "stream nonce", context);
        Self(StreamBE32::from_aead(cipher, prefix.as_ref().into()))
    }

    fn seal(&self, number: u32, last: bool, plain: &[u8]) -> Option<Vec<u8>> {
        self.0.encrypt(number, last, Payload { msg: plain, aad: &[VERSION] }).ok()
    }

    fn open(&self, number: u32, last: bool, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.0.decrypt(number, last, Payload { msg: sealed, aad: &[VERSION] }).ok().map(Zeroizing::new)
    }
}

/// Seals everything that is written to it. The output is complete only after [`Sealer::finish`].
pub struct Sealer<W: Write> {
    out: W,
    chunks: Chunks,
    number: u32,
    plain: Zeroizing<Vec<u8>>,
    length: u64,
}

impl<W: Write> Sealer<W> {
    /// Starts a stream. The key must not seal anything else. `context` identifies the stream (an id, a header).
    pub fn new(mut out: W, key: &StreamKey, context: &[u8]) -> io::Result<Self> {
        out.write_all(&[VERSION])?;
        let plain = Zeroizing::new(Vec::with_capacity(CHUNK));
        Ok(Self { out, chunks: Chunks::new(key, context), number: 0, plain, length: 0 })
    }

    /// Pads the stream, seals the last chunk, and returns the writer.
    pub fn finish(mut self) -> io::Result<W> {
        let length = usize::try_from(self.length).map_err(|_| full())? + 1;
        self.add(&[MARK])?;
        let mut zeros = padme(length) - length;
        while zeros > 0 {
            let some = zeros.min(CHUNK);
            self.add(&[0; CHUNK][..some])?;
            zeros -= some;
        }
        self.chunk(true)?;
        Ok(self.out)
    }

    fn add(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            // A full chunk is kept back, because it may be the last one.
            if self.plain.len() == CHUNK {
                self.chunk(false)?;
            }
            let some = bytes.len().min(CHUNK - self.plain.len());
            self.plain.extend_from_slice(&bytes[..some]);
            bytes = &bytes[some..];
        }
        Ok(())
    }

    fn chunk(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.chunks.seal(self.number, last, &self.plain).ok_or_else(full)?;
        self.number = self.number.checked_add(1).ok_or_else(full)?;
        self.plain.clear();
        self.out.write_all(&sealed)
    }
}

fn full() -> io::Error {
    io::Error::from(io::ErrorKind::FileTooLarge)
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes)?;
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Seals bytes in memory.
pub fn seal_all(key: &StreamKey, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let sealed = Sealer::new(Vec::new(), key, context).and_then(|mut sealer| {
        sealer.write_all(plain)?;
        sealer.finish()
    });
    // Writing to a vector cannot fail.
    sealed.unwrap_or_default()
}

/// Opens a stream into memory.
pub fn open_all(key: &StreamKey, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let seal = |error| match error {
        OpenError::Seal(error) => error,
        // Reading from memory cannot fail.
        OpenError::Io(_) => Error::Truncated,
    };
    let mut opener = Opener::new(sealed, key, context).map_err(seal)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    while let Some(chunk) = opener.next_chunk().map_err(seal)? {
        plain.extend_from_slice(&chunk);
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _, SeekFrom};

    use proptest::prelude::*;

    use super::*;

    fn key() -> StreamKey {
        StreamKey::from_bytes(&[5; 32]).unwrap()
    }

    #[test]
    fn every_length_around_a_chunk_opens_and_has_the_computed_sealed_length() {
        for length in [0, 1, 2, CHUNK - 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 77] {
            for fill in [0, 1, MARK] {
                let plain = vec![fill; length];
                let sealed = seal_all(&key(), b"id", &plain);
                assert_eq!(sealed.len() as u64, sealed_length(length as u64), "{length}");
                assert!(*open_all(&key(), b"id", &sealed).unwrap() == plain, "{length} of {fill}");
            }
        }
    }

    #[test]
    fn pieces_of_any_size_are_opened_and_a_truncated_stream_is_rejected() {
        let plain: Vec<u8> = (0..3 * CHUNK + 99).map(|n| (n % 251) as u8).collect();
        let sealed = seal_all(&key(), b"id", &plain);
        for size in [1_000, CHUNK, CHUNK + TAG, CHUNK + TAG + 1, sealed.len()] {
            let mut incoming = Incoming::new(&key(), b"id");
            let mut read = Vec::new();
            for piece in sealed.chunks(size) {
                read.extend_from_slice(&incoming.push(piece).unwrap());
            }
            read.extend_from_slice(&incoming.finish().unwrap());
            assert!(read == plain, "in pieces of {size}");
        }
        let mut incoming = Incoming::new(&key(), b"id");
        incoming.push(&sealed[..sealed.len() - 1]).unwrap();
        assert_eq!(incoming.finish().unwrap_err(), Error::Unopened);
        assert_eq!(Incoming::new(&key(), b"id").finish().unwrap_err(), Error::Truncated);
        assert_eq!(Incoming::new(&key(), b"id").push(&[VERSION + 1]).unwrap_err(), Error::Version);
    }

    #[test]
    fn sealed_length_is_defined_for_any_number() {
        for length in [u64::MAX, u64::MAX - 1, 1 << 62, MAX_LENGTH + 1] {
            assert_eq!(sealed_length(length), sealed_length(MAX_LENGTH));
        }
    }

    #[test]
    fn truncated_reordered_repeated_or_moved_chunks_are_rejected() {
        let sealed = seal_all(&key(), b"id", &vec![7; 4 * CHUNK]);
        let chunk = CHUNK + TAG;
        let refused = |sealed: &[u8]| open_all(&key(), b"id", sealed).unwrap_err();
        assert_eq!(open_all(&key(), b"other", &sealed), Err(Error::Unopened));
        assert_eq!(refused(&sealed[..1 + chunk]), Error::Unopened);
        assert_eq!(refused(&sealed[..1 + chunk + 5]), Error::Truncated);
        assert_eq!(refused(&sealed[..1]), Error::Truncated);
        assert_eq!(refused(&[]), Error::Truncated);
        let mut exchanged = sealed.clone();
        exchanged[1..1 + 2 * chunk].rotate_left(chunk);
        assert_eq!(refused(&exchanged), Error::Unopened);
        let repeated = [&sealed[..1 + chunk], &sealed[1..]].concat();
        assert_eq!(refused(&repeated), Error::Unopened);
        let mut newer = sealed.clone();
        newer[0] = 3;
        assert_eq!(refused(&newer), Error::Version);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_bytes_survive_a_round_trip(plain in prop::collection::vec(any::<u8>(), 0..3_000), zeros in 0..200_000usize) {
            let plain = [plain, vec![0; zeros]].concat();
            let sealed = seal_all(&key(), b"", &plain);
            prop_assert!(*open_all(&key(), b"", &sealed).unwrap() == plain);
            let mut read = Vec::new();
            Opener::new(&sealed[..], &key(), b"").unwrap().read_to_end(&mut read).unwrap();
            prop_assert!(read == plain);
            let shifted = [b"head", &sealed[..]].concat();
            let mut sought = SeekOpener::new(io::Cursor::new(shifted), 4, &key(), b"").unwrap();
            prop_assert_eq!(sought.seek(SeekFrom::End(0)).unwrap(), plain.len() as u64);
            let middle = plain.len() / 2;
            sought.seek(SeekFrom::Start(middle as u64)).unwrap();
            let mut read = Vec::new();
            sought.read_to_end(&mut read).unwrap();
            prop_assert!(read == plain[middle..]);
        }
    }
}
