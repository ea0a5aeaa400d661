//! What sealed bytes, names and hashes may look like. They cannot be read here, but they can be measured.

use protocol::{Blob, Code, Problem};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::fault::Result;

/// The most bytes of a sealed key, a public key or a key check.
pub const KEY: usize = 1024;
/// The most bytes of a sealed message: a welcome, a handover, a label.
pub const MESSAGE: usize = 16 * 1024;
/// The most bytes of a sealed deletion: it says who deleted, and nothing else.
pub const DELETION: usize = 256;
/// The most bytes of a sealed checkpoint.
pub const CHECKPOINT: usize = 256;
/// The fewest bytes of an envelope: version, epoch, era, nonce, and the seal's tag.
const ENVELOPE: usize = 1 + 4 + 4 + 12 + 16;
/// The most characters of a person's, a practice's or a device's name.
pub const NAME: usize = 120;

/// Bytes that are there and not too many.
pub fn bytes(blob: Blob, most: usize, what: &'static str) -> Result<Vec<u8>> {
    if (1..=most).contains(&blob.0.len()) { Ok(blob.0) } else { Err(refused(what)) }
}

/// Exactly 32 bytes: a public key, or a token derived from a secret.
pub fn thirty_two(blob: &Blob, what: &'static str) -> Result<[u8; 32]> {
    blob.0.as_slice().try_into().map_err(|_| refused(what))
}

/// A name to be read by people: trimmed, not empty, without control characters.
pub fn name(text: &str, what: &'static str) -> Result<String> {
    let text = text.trim();
    let fits = (1..=NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(refused(what)) }
}

/// The epoch that an envelope names in its first five bytes (`2 ‖ epoch u32`); nothing for a version of the seal that is not
/// known here, which is kept and passed on as it is.
///
/// # Errors
/// `unprocessable` for nothing at all, and for an envelope that was cut off.
pub fn epoch(sealed: &[u8]) -> Result<Option<u32>, Code> {
    match sealed {
        [2, a, b, c, d, ..] if sealed.len() >= ENVELOPE => Ok(Some(u32::from_be_bytes([*a, *b, *c, *d]))),
        [] | [2, ..] => Err(Code::Unprocessable),
        _ => Ok(None),
    }
}

/// SHA-256.
pub fn hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// SHA-256 of several pieces as if they were one.
pub fn hash_of<const N: usize>(pieces: [&[u8]; N]) -> Vec<u8> {
    pieces.into_iter().fold(Sha256::new(), Sha256::chain_update).finalize().to_vec()
}

/// Whether two hashes are the same, without telling how far they agree.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

fn refused(what: &'static str) -> crate::fault::Fault {
    Problem::new(Code::Unprocessable).detail(format!("{what} is missing, or too large")).into()
}
