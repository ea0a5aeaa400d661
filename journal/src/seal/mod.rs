//! Encryption of records (envelopes), key management, trust between client and therapist, and the client's half of
//! OPAQUE.
//!
//! ```text
//! password ──OPAQUE──► export key ─┐
//!                                  ├─ each seals ─► account key
//! recovery code ───────────────────┘                  │ seals
//!       │                                             ├─► manifest: identity (X25519), private collection
//!       └─► next identity                             └─► collection keys, by collection and epoch
//! collection key ─HKDF(record id)─► record key ─AES-256-GCM─► envelope
//! invitation secret ─► token, welcome key, PSK ─HPKE─► a care collection's first key, sent to the therapist
//!       └─► bond secret ─HPKE─► each later key, and the client's next identity
//! ```
//!
//! A device learns who may read from sealed data only: the manifest names the private collection and the account's
//! identity, and a bond names the other reader. Every primitive comes from a maintained library. `docs/seal.md`
//! specifies the constructions, and the known answers in `tests/vectors` pin them. Every format has a version byte.
//! Later versions read what this version writes.
//!
//! Layout:
//! - [`random`]: the only source of randomness, seeded by the caller
//! - [`keys`]: secrets that zeroise and never print; [`wrap`]: seals one secret under another
//! - [`manifest`]: an account's sealed description of itself; [`account`]: creates, unlocks and recovers an account's
//!   keys; [`renewal`]: replaces all keys after a loss; [`opaque`]: password authentication
//! - [`keyring`]: collection keys by epoch; [`envelope`]: seals records; [`author`]: identifies the author of a record;
//!   [`checkpoint`]: seals the list of an account's records in a collection
//! - [`bond`]: names the other reader; [`invitation`]: creates a bond (`link`: its URL); [`epoch`]: hands over the next
//!   key; [`words`]: four safety words to compare
//! - [`stream`]: attachments and archives, by chunk; [`stretch`]: PINs and passphrases
//! - [`recovery`]: the recovery code; [`wordlist`]: the word list of codes
//! - `exchange`: HPKE between the two sides of a bond; `error`: error codes and texts

pub mod account;
pub mod author;
pub mod bond;
pub mod checkpoint;
pub mod envelope;
pub mod epoch;
mod error;
mod exchange;
pub mod invitation;
pub mod keyring;
pub mod keys;
mod link;
pub mod manifest;
pub mod opaque;
pub mod random;
pub mod recovery;
pub mod renewal;
pub mod stream;
pub mod stretch;
#[cfg(test)]
mod tests;
mod weak;
pub mod wordlist;
pub mod words;
pub mod wrap;

pub use account::Keys;
pub use author::Author;
pub use bond::Bond;
pub use envelope::{Opened, Reader, RevisionId, Stamp};
pub use error::Error;
pub use invitation::{InvitationSecret, Link, Purpose, Welcome};
pub use keyring::{Keyring, Kind};
pub use keys::{AccountKey, CollectionKey, Identity, NextIdentity, StreamKey};
pub use manifest::{Manifest, Role};
pub use opaque::ExportKey;
pub use random::Random;
pub use recovery::RecoveryCode;
pub use stretch::Stretch;
pub use wordlist::WordList;

/// HKDF-SHA256 (RFC 5869) without salt. `info` is product, version and purpose, then the context.
fn derive<const N: usize>(secret: &[u8], purpose: &str, context: &[u8]) -> zeroize::Zeroizing<[u8; N]> {
    let mut out = zeroize::Zeroizing::new([0; N]);
    let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(None, secret);
    // Fails only above 255 hash lengths; our outputs have at most 64 bytes.
    let _ = hkdf.expand_multi_info(&[b"afterglow v2 ", purpose.as_bytes(), &[0], context], out.as_mut());
    out
}

/// SHA-256 of the concatenated parts.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}
