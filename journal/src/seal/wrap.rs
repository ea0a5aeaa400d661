//! Seals one secret under another: `version 2 ‖ nonce 12 ‖ AES-256-GCM ciphertext and tag`.
//!
//! The AES key is HKDF-SHA256(secret, purpose), so no key serves two purposes. The associated data is the version and
//! the context (ids), so sealed data cannot be moved to another context.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use zeroize::Zeroizing;

use super::{Error, Random, derive};

pub(super) const VERSION: u8 = 2;
pub(super) const NONCE: usize = 12;
pub(super) const TAG: usize = 16;

/// Seals `plain` under `secret` for one purpose and context.
pub fn wrap(secret: &[u8], purpose: &str, context: &[u8], plain: &[u8], random: &mut Random) -> Vec<u8> {
    let nonce: [u8; NONCE] = random.bytes();
    let aad = [&[VERSION], context].concat();
    let key = derive::<32>(secret, purpose, &[]);
    let mut out = Vec::with_capacity(1 + NONCE + plain.len() + TAG);
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    // AES-GCM rejects only plain texts above 64 GiB.
    let cipher = Aes256Gcm::new(key.as_ref().into());
    out.extend(cipher.encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: &aad }).unwrap_or_default());
    out
}

/// Opens the output of [`wrap`] with the same secret, purpose and context.
pub fn unwrap(secret: &[u8], purpose: &str, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    if *sealed.first().ok_or(Error::Truncated)? != VERSION {
        return Err(Error::Version);
    }
    if sealed.len() < 1 + NONCE + TAG {
        return Err(Error::Truncated);
    }
    let (nonce, msg) = sealed[1..].split_at(NONCE);
    let aad = [&[VERSION], context].concat();
    let key = derive::<32>(secret, purpose, &[]);
    Aes256Gcm::new(key.as_ref().into())
        .decrypt(Nonce::from_slice(nonce), Payload { msg, aad: &aad })
        .map(Zeroizing::new)
        .map_err(|_| Error::Unopened)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_purpose_and_context_open() {
        let sealed = wrap(&[1; 32], "a", b"here", b"words", &mut Random::from_seed([0; 32]));
        assert_eq!(unwrap(&[1; 32], "a", b"here", &sealed).unwrap().as_slice(), b"words");
        assert_eq!(unwrap(&[2; 32], "a", b"here", &sealed), Err(Error::Unopened));
        assert_eq!(unwrap(&[1; 32], "b", b"here", &sealed), Err(Error::Unopened));
        assert_eq!(unwrap(&[1; 32], "a", b"there", &sealed), Err(Error::Unopened));
        assert_eq!(unwrap(&[1; 32], "a", b"here", &sealed[..20]), Err(Error::Truncated));
        assert_eq!(unwrap(&[1; 32], "a", b"here", &[]), Err(Error::Truncated));
        let mut newer = sealed.clone();
        newer[0] = 3;
        assert_eq!(unwrap(&[1; 32], "a", b"here", &newer), Err(Error::Version));
    }
}
