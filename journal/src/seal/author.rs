//! Author tags: which of the two members of a care collection wrote a record.
//!
//! Both members hold the collection's key, so the key does not identify the author. Each record in a care collection
//! therefore carries a 16-byte HMAC under a key that is derived from the author's *private* collection. Only the
//! author's own devices can verify it. With two members, a tag that does not verify belongs to the other member.
//! Neither can prove authorship to a third person.
//!
//! ```text
//! author     = private epoch u32 ‖ HMAC-SHA256(author key, context ‖ H(content)), first 16 bytes
//! author key = HKDF-SHA256(private collection key of that epoch, "afterglow v2 author" ‖ 0 ‖ care collection)
//! ```

use hmac::{Hmac, Mac as _};
use protocol::CollectionId;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Error, Keyring, derive};

/// The length of a tag with its epoch, in bytes.
pub(super) const LENGTH: usize = 4 + TAG;
const TAG: usize = 16;

/// The key with which an account tags its records in one care collection.
pub struct Author {
    private_epoch: u32,
    key: Zeroizing<[u8; 32]>,
}

impl Author {
    /// The account's newest author key. New revisions are tagged with it.
    ///
    /// # Errors
    /// [`Error::NoKey`] when the keyring has no key of the account's private collection.
    pub fn newest(keyring: &Keyring, private: CollectionId, care: CollectionId) -> Result<Self, Error> {
        let (private_epoch, key) = keyring.newest(private)?;
        Ok(Self { private_epoch, key: derive(key.expose(), "author", care.as_bytes()) })
    }

    /// Tags content; `context` is the envelope's associated data.
    pub(super) fn tag(&self, context: &[u8], content: &[u8]) -> [u8; LENGTH] {
        let mut out = [0; LENGTH];
        out[..4].copy_from_slice(&self.private_epoch.to_be_bytes());
        out[4..].copy_from_slice(&mac(&self.key, context, content).finalize().into_bytes()[..TAG]);
        out
    }
}

/// Prints the epoch only.
impl std::fmt::Debug for Author {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Author").field("private_epoch", &self.private_epoch).finish_non_exhaustive()
    }
}

/// The epoch of the author's private collection that a tag names.
pub(super) fn epoch(tag: &[u8; LENGTH]) -> u32 {
    let [a, b, c, d, ..] = *tag;
    u32::from_be_bytes([a, b, c, d])
}

/// Whether the account that holds this keyring made a tag. False if the keyring lacks the tag's epoch.
pub(super) fn is_own(
    keyring: &Keyring,
    private: CollectionId,
    care: CollectionId,
    tag: &[u8; LENGTH],
    context: &[u8],
    content: &[u8],
) -> bool {
    let Ok(key) = keyring.get(private, epoch(tag)) else { return false };
    let key = derive(key.expose(), "author", care.as_bytes());
    mac(&key, context, content).verify_truncated_left(&tag[4..]).is_ok()
}

fn mac(key: &[u8; 32], context: &[u8], content: &[u8]) -> Hmac<Sha256> {
    // HMAC pads a key that is shorter than a block with zeros (RFC 2104, section 2).
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new((&*block).into());
    mac.update(context);
    mac.update(&Sha256::digest(content));
    mac
}
