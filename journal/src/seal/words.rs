//! Safety words: four words that client and therapist compare by voice.

use argon2::{Algorithm, Argon2, Params, Version};
use protocol::CollectionId;
use zeroize::Zeroizing;

use super::{Bond, Error, WordList};

/// Memory in KiB, and passes. A man in the middle who wants a key with the same words needs about 2^44 attempts, each
/// at this cost.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// The safety words of a bond's newest key, and the number of that key: "key 2: four words". They are equal on both
/// sides only if both sides have the same keys, in the same order, between the same two accounts.
///
/// Takes up to a second (Argon2id): do not call it on a UI thread.
///
/// # Errors
/// [`Error::Exchange`] when there is not enough memory.
pub fn safety_words<'a>(list: &'a WordList, bond: &Bond) -> Result<(u32, [&'a str; 4]), Error> {
    Ok((bond.epoch, transcript_words(list, &bond.transcript, bond.care)?))
}

/// The four words of a transcript: the first 44 bits of Argon2id(transcript, salt = collection), output length 32
/// bytes.
pub fn transcript_words<'a>(
    list: &'a WordList,
    transcript: &[u8; 32],
    collection: CollectionId,
) -> Result<[&'a str; 4], Error> {
    let params = Params::new(MEMORY, PASSES, 1, Some(32)).map_err(|_| Error::Exchange)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut bits = Zeroizing::new([0; 32]);
    argon2.hash_password_into(transcript, collection.as_bytes(), bits.as_mut()).map_err(|_| Error::Exchange)?;
    let bits = bits.iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
    Ok([53, 42, 31, 20].map(|shift| list.word((bits >> shift) as usize & 0x7ff)))
}
