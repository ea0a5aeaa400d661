//! Size limits and checks of sealed bytes, names and hashes.

use protocol::{Blob, Code, Problem};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::fault::Result;

/// Maximum bytes of a sealed key, a public key or a key check.
pub const KEY: usize = 1024;
/// Maximum bytes of a sealed message: a welcome, a handover, a label.
pub const MESSAGE: usize = 16 * 1024;
/// Maximum bytes of a sealed deletion.
pub const DELETION: usize = 256;
/// Maximum bytes of a sealed checkpoint.
pub const CHECKPOINT: usize = 256;
/// Minimum bytes of an envelope: version, epoch, era, nonce, authentication tag.
const ENVELOPE: usize = 1 + 4 + 4 + 12 + 16;
/// Maximum characters of a person's, a practice's or a device's name.
pub const NAME: usize = 120;

/// Rejects empty bytes and more than `max`. `what` names them in the error.
pub fn bytes(blob: Blob, max: usize, what: &'static str) -> Result<Vec<u8>> {
    if (1..=max).contains(&blob.0.len()) { Ok(blob.0) } else { Err(unprocessable(what)) }
}

/// Rejects anything but 32 bytes: a public key, or a token derived from a secret.
pub fn bytes_32(blob: &Blob, what: &'static str) -> Result<[u8; 32]> {
    blob.0.as_slice().try_into().map_err(|_| unprocessable(what))
}

/// A display name: trimmed, not empty, without control characters and without those that reorder the text around it.
pub fn name(text: &str, what: &'static str) -> Result<String> {
    let text = text.trim();
    let reorders = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_valid = (1..=NAME).contains(&text.chars().count()) && !text.chars().any(|c| c.is_control() || reorders(c));
    if is_valid { Ok(text.to_owned()) } else { Err(unprocessable(what)) }
}

/// The epoch in the first five bytes of an envelope (`2 ‖ epoch u32`); `None` for a newer version of the envelope,
/// which is stored and passed on unchanged.
///
/// # Errors
/// `unprocessable` for empty or truncated envelopes.
pub fn epoch(sealed: &[u8]) -> Result<Option<u32>, Code> {
    match sealed {
        [2, a, b, c, d, ..] if sealed.len() >= ENVELOPE => Ok(Some(u32::from_be_bytes([*a, *b, *c, *d]))),
        [] | [2, ..] => Err(Code::Unprocessable),
        _ => Ok(None),
    }
}

pub fn hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// SHA-256 of the concatenated pieces.
pub fn hash_of<const N: usize>(pieces: [&[u8]; N]) -> Vec<u8> {
    pieces.into_iter().fold(Sha256::new(), Sha256::chain_update).finalize().to_vec()
}

/// Compares in constant time.
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

fn unprocessable(what: &'static str) -> crate::fault::Fault {
    Problem::new(Code::Unprocessable).detail(format!("{what} is missing or too large")).into()
}
