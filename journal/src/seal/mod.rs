//! Seal: records become envelopes and back; keys, recovery, invitations, the client's half of OPAQUE.
//!
//! ```text
//! password ──OPAQUE──► export key ─┐
//!                                  ├─ each seals ─► account key
//! recovery code ───────────────────┘                  │ seals
//!                                                     ├─► identity key pair (X25519)
//!                                                     └─► collection keys, by collection and epoch
//! collection key ─HKDF(record id)─► record key ─AES-256-GCM─► envelope
//! invitation secret ─► token, welcome key, PSK ─HPKE─► a care collection's key on its way to the therapist
//! ```
//!
//! Every primitive comes from a well-kept library; what is composed here is written down in `docs/seal.md` and pinned by
//! the known answers in `tests/vectors`. Everything carries a version byte, and every version ever written stays readable.
//!
//! Layout:
//! - [`random`]: the one source of randomness, seeded by the caller
//! - [`keys`]: secrets that zeroise and do not print; [`wrap`]: one secret sealed under another
//! - [`keyring`]: collection keys by epoch; [`envelope`]: a record under its place
//! - [`account`]: an account's keys made, unlocked, recovered; [`opaque`]: the password's way in
//! - [`stream`]: attachments and archives, chunk by chunk; [`stretch`]: PINs and passphrases
//! - [`epoch`]: the next key, handed to the others
//! - [`recovery`]: the code; [`invitation`]: both halves; [`words`]: four words to compare; [`wordlist`]: what both are spelled with

pub mod account;
pub mod envelope;
pub mod epoch;
pub mod invitation;
pub mod keyring;
pub mod keys;
pub mod opaque;
pub mod random;
pub mod recovery;
pub mod stream;
pub mod stretch;
pub mod wordlist;
pub mod words;
pub mod wrap;

pub use account::Keys;
pub use envelope::Place;
pub use invitation::{InvitationSecret, Link, Purpose, Welcome};
pub use keyring::Keyring;
pub use keys::{AccountKey, CollectionKey, Identity, StreamKey};
pub use opaque::ExportKey;
pub use random::Random;
pub use recovery::RecoveryCode;
pub use stretch::Stretch;
pub use wordlist::WordList;

/// Why something sealed cannot be made or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It begins with a version that this program does not know.
    #[error("this was written by a newer version of the app")]
    Version,
    /// It is shorter than it can be, or its inner lengths contradict themselves.
    #[error("this is incomplete")]
    Truncated,
    /// Wrong key, wrong place, or changed on the way: AEAD cannot tell them apart, on purpose.
    #[error("this could not be opened: it was changed on the way, or belongs to another key")]
    Unopened,
    /// The revision is lower than one already seen: somebody serves an old version.
    #[error("an older version was served in place of a newer one")]
    Older,
    /// No key for this collection and epoch.
    #[error("the key for this is not on this device yet")]
    NoKey,
    /// The key is not the one that the collection was made with.
    #[error("this key does not belong to the collection")]
    WrongKey,
    /// The identity in the message is not the one that the server names.
    #[error("the other side is not who the server says; please compare the safety words")]
    Identity,
    /// The envelope opened, but holds no record.
    #[error("the record inside could not be read")]
    Record,
    /// The password is wrong (or the server pretends to know the name).
    #[error("the name and the password do not belong together")]
    Password,
    /// Not a recovery code: a word is unknown, missing, or does not fit the others.
    #[error("this is not a recovery code: please check each of the fifteen words")]
    Code,
    /// Not an invitation link.
    #[error("this is not an invitation link")]
    Link,
    /// The password has a code point that stands for no sign.
    #[error("this password has a sign that not every device knows: please leave it out")]
    Sign,
    /// A message of the sign-in exchange is malformed.
    #[error("the server's answer could not be understood")]
    Exchange,
}

impl Error {
    /// The stable code, as it stands in the test vectors and in the bindings.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Truncated => "truncated",
            Self::Unopened => "unopened",
            Self::Older => "older",
            Self::NoKey => "no_key",
            Self::WrongKey => "wrong_key",
            Self::Identity => "identity",
            Self::Record => "record",
            Self::Password => "password",
            Self::Code => "code",
            Self::Link => "link",
            Self::Sign => "password_sign",
            Self::Exchange => "exchange",
        }
    }
}

/// HKDF-SHA256 (RFC 5869) without salt. `info` begins with the product, the version and the purpose.
fn derive<const N: usize>(secret: &[u8], purpose: &str, context: &[u8]) -> zeroize::Zeroizing<[u8; N]> {
    let mut out = zeroize::Zeroizing::new([0; N]);
    let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(None, secret);
    // Fails only for outputs above 255 hashes; ours are at most 64 bytes.
    let _ = hkdf.expand_multi_info(&[b"afterglow v1 ", purpose.as_bytes(), &[0], context], out.as_mut());
    out
}
