//! Seal: records become envelopes and back; who may read, by which keys; the client's half of OPAQUE.
//!
//! ```text
//! password ──OPAQUE──► export key ─┐
//!                                  ├─ each seals ─► account key
//! recovery code ───────────────────┘                  │ seals
//!       │                                             ├─► manifest: identity (X25519), private collection
//!       └─► next identity                             └─► collection keys, by collection and epoch
//! collection key ─HKDF(record id)─► record key ─AES-256-GCM─► envelope
//! invitation secret ─► token, welcome key, PSK ─HPKE─► a care collection's first key on its way to the therapist
//!       └─► bond secret ─HPKE─► each later key, and the client's next identity
//! ```
//!
//! A device believes what is sealed, and nothing else about who may read: the manifest says which collection is private
//! and who the account is; a bond says who else may read. Every primitive comes from a well-kept library; what is
//! composed here is written down in `docs/seal.md` and pinned by the known answers in `tests/vectors`. Everything
//! carries a version byte. What this version writes, later ones read.
//!
//! Layout:
//! - [`random`]: the one source of randomness, seeded by the caller
//! - [`keys`]: secrets that zeroise and do not print; [`wrap`]: one secret sealed under another
//! - [`manifest`]: what an account says about itself; [`account`]: its keys made, unlocked, recovered;
//!   [`renewal`]: all of them replaced after a loss; [`opaque`]: the password's way in
//! - [`keyring`]: collection keys by epoch; [`envelope`]: a record under its place; [`author`]: who wrote it;
//!   [`checkpoint`]: what an account's records in a collection are
//! - [`bond`]: who else may read; [`invitation`]: how a bond begins (`link`: its link); [`epoch`]: its next key;
//!   [`words`]: four words to compare
//! - [`stream`]: attachments and archives, chunk by chunk; [`stretch`]: PINs and passphrases
//! - [`recovery`]: the code; [`wordlist`]: what codes are spelled with
//! - `exchange`: HPKE between the two sides of a bond; `error`: why something is refused

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
pub use envelope::{Opened, Place, Reader, Stamp};
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

/// HKDF-SHA256 (RFC 5869) without salt. `info` begins with the product, the version and the purpose.
fn derive<const N: usize>(secret: &[u8], purpose: &str, context: &[u8]) -> zeroize::Zeroizing<[u8; N]> {
    let mut out = zeroize::Zeroizing::new([0; N]);
    let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(None, secret);
    // Fails only for outputs above 255 hashes; ours are at most 64 bytes.
    let _ = hkdf.expand_multi_info(&[b"afterglow v2 ", purpose.as_bytes(), &[0], context], out.as_mut());
    out
}

/// SHA-256 over the joined parts.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}
