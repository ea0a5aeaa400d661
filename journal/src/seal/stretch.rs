//! PINs and passphrases, stretched before they seal anything.
//!
//! Argon2id (RFC 9106) with a random salt. The parameters are stored with the sealed data, so a later version can
//! choose stronger ones and still open older data.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::opaque::LONGEST_FORM;
use super::wrap::{VERSION, unwrap, wrap};
use super::{Error, Random, StreamKey};

const STORE_KEY: &str = "store key by pin";
// Limits for parameters from a file: a hostile file must not exhaust memory or run for hours.
const MAX_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 16;
const MAGIC: &[u8; 17] = b"afterglow archive";

/// Parameters of the key stretching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Argon2id memory, in KiB.
    pub memory_kib: u32,
    /// Number of passes over the memory.
    pub passes: u32,
    /// Degree of parallelism (Argon2 `p`).
    pub lanes: u32,
    /// Random, and new for every secret.
    pub salt: [u8; 16],
}

impl Stretch {
    /// The length of an archive's header, in bytes.
    pub const HEADER: usize = MAGIC.len() + 1 + 3 * 4 + 16;

    /// The current default: 64 MiB and three passes, about 330 ms on a phone.
    pub fn new(random: &mut Random) -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1, salt: random.bytes() }
    }

    /// The stretched secret. Takes up to a second: do not call it on a UI thread.
    ///
    /// # Errors
    /// [`Error::Version`] when the parameters exceed this version's limits.
    pub fn stretch(&self, secret: &str) -> Result<Zeroizing<[u8; 32]>, Error> {
        let bounded = self.memory_kib <= MAX_KIB && self.passes <= MAX_PASSES && self.lanes <= MAX_LANES;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok().filter(|_| bounded);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.ok_or(Error::Version)?);
        let mut out = Zeroizing::new([0; 32]);
        argon2.hash_password_into(secret.as_bytes(), &self.salt, out.as_mut()).map_err(|_| Error::Version)?;
        Ok(out)
    }

    /// Seals a store's key under a PIN.
    pub fn seal_key(&self, pin: &str, key: &[u8; 32], random: &mut Random) -> Result<Vec<u8>, Error> {
        Ok(wrap(self.stretch(&normal(pin))?.as_ref(), STORE_KEY, &self.bytes(), key, random))
    }

    /// Opens a store's key with a PIN.
    ///
    /// # Errors
    /// [`Error::Unopened`] when the PIN is wrong.
    pub fn open_key(&self, pin: &str, sealed: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
        let open = |pin: &str| unwrap(self.stretch(pin)?.as_ref(), STORE_KEY, &self.bytes(), sealed);
        let key = match open(&normal(pin)) {
            // Earlier versions sealed under the PIN as it was typed.
            Err(Error::Unopened) if *normal(pin) != pin => open(pin)?,
            opened => opened?,
        };
        key.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::Truncated)
    }

    /// The header of an archive under a passphrase: `"afterglow archive" ‖ version 2 ‖ memory u32 ‖ passes u32 ‖ lanes
    /// u32 ‖ salt 16`.
    pub fn header(&self) -> Vec<u8> {
        [&MAGIC[..], &[VERSION], &self.bytes()].concat()
    }

    /// Parses an archive's header; `None` when the bytes are not an archive.
    ///
    /// # Errors
    /// [`Error::Version`] when a newer version wrote it, [`Error::Truncated`] when it is too short.
    pub fn read_header(bytes: &[u8]) -> Result<Option<Self>, Error> {
        let Some(rest) = bytes.strip_prefix(&MAGIC[..]) else { return Ok(None) };
        let (version, rest) = rest.split_first().ok_or(Error::Truncated)?;
        if *version != VERSION {
            return Err(Error::Version);
        }
        let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
        let salt = rest.get(12..28).and_then(|salt| salt.try_into().ok());
        match (number(0), number(4), number(8), salt) {
            (Some(memory_kib), Some(passes), Some(lanes), Some(salt)) => {
                Ok(Some(Self { memory_kib, passes, lanes, salt }))
            }
            _ => Err(Error::Truncated),
        }
    }

    /// The key of an archive under a passphrase.
    pub fn archive_key(&self, passphrase: &str) -> Result<StreamKey, Error> {
        StreamKey::from_bytes(self.stretch(&normal(passphrase))?.as_ref())
    }

    /// The key of an archive by an earlier version, which took a passphrase as it was typed; `None` if that is the same.
    pub fn archive_key_as_typed(&self, passphrase: &str) -> Result<Option<StreamKey>, Error> {
        if *normal(passphrase) == passphrase {
            return Ok(None);
        }
        StreamKey::from_bytes(self.stretch(passphrase)?.as_ref()).map(Some)
    }

    fn bytes(&self) -> Vec<u8> {
        let numbers = [self.memory_kib, self.passes, self.lanes].map(u32::to_be_bytes).concat();
        [&numbers, &self.salt[..]].concat()
    }
}

/// A secret in normal form (NFKC), so that every keyboard gives the same bytes.
fn normal(secret: &str) -> Zeroizing<String> {
    let mut normal = Zeroizing::new(String::with_capacity(secret.len() * LONGEST_FORM));
    normal.extend(secret.nfkc());
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick() -> Stretch {
        Stretch { memory_kib: 64, passes: 1, lanes: 1, salt: [3; 16] }
    }

    #[test]
    fn only_the_right_pin_opens_the_key() {
        let mut random = Random::from_seed([1; 32]);
        let sealed = quick().seal_key("2580", &[7; 32], &mut random).unwrap();
        assert_eq!(*quick().open_key("2580", &sealed).unwrap(), [7; 32]);
        assert_eq!(quick().open_key("2581", &sealed), Err(Error::Unopened));
        let weaker = Stretch { passes: 2, ..quick() };
        assert_eq!(weaker.open_key("2580", &sealed), Err(Error::Unopened), "the parameters are authenticated");
    }

    #[test]
    fn a_secret_is_the_same_from_every_keyboard() {
        let (composed, apart) = ("M\u{fc}llers Katze", "Mu\u{308}llers\u{a0}Katze");
        assert_eq!(quick().archive_key(composed).unwrap().expose(), quick().archive_key(apart).unwrap().expose());
        let mut random = Random::from_seed([1; 32]);
        let sealed = quick().seal_key(composed, &[7; 32], &mut random).unwrap();
        assert_eq!(*quick().open_key(apart, &sealed).unwrap(), [7; 32]);
        // Sealed by an earlier version, under what was typed.
        let earlier =
            wrap(quick().stretch(apart).unwrap().as_ref(), STORE_KEY, &quick().bytes(), &[8; 32], &mut random);
        assert_eq!(*quick().open_key(apart, &earlier).unwrap(), [8; 32]);
        let as_typed = quick().archive_key_as_typed(apart).unwrap().unwrap();
        assert_eq!(*as_typed.expose(), *quick().stretch(apart).unwrap());
        assert!(quick().archive_key_as_typed(composed).unwrap().is_none());
    }

    #[test]
    fn a_header_survives_a_round_trip_and_excessive_parameters_are_rejected() {
        let header = quick().header();
        assert_eq!(header.len(), Stretch::HEADER);
        assert_eq!(Stretch::read_header(&header), Ok(Some(quick())));
        assert_eq!(Stretch::read_header(b"PK\x03\x04"), Ok(None));
        assert_eq!(Stretch::read_header(&header[..30]), Err(Error::Truncated));
        let mut newer = header.clone();
        newer[17] = 3;
        assert_eq!(Stretch::read_header(&newer), Err(Error::Version));
        let greedy = Stretch { memory_kib: u32::MAX, ..quick() };
        assert_eq!(greedy.stretch("2580").unwrap_err(), Error::Version);
    }
}
