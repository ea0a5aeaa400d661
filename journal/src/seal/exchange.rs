//! HPKE (RFC 9180) in mode AuthPSK: passes a key from one side of a bond to the other.
//!
//! Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; single shot, no associated data (`info` binds
//! everything). A message opens only with the recipient's identity, the sender's identity and the pre-shared key. The
//! server has none of them.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, PskBundle, Serializable as _};
use zeroize::Zeroizing;

use super::wrap::VERSION;
use super::{Error, Identity, Random};

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

const ENC: usize = 32;

/// What a message is bound to, in addition to the two identities.
pub(super) struct Context<'a> {
    pub psk: &'a [u8; 32],
    pub psk_id: &'a [u8],
    pub info: &'a [u8],
}

/// Seals `plain` from one identity to another: `enc 32 ‖ ciphertext`.
///
/// # Errors
/// [`Error::Identity`] when the recipient's identity is not a valid key.
pub(super) fn seal(
    from: &Identity,
    to: &[u8; 32],
    context: &Context<'_>,
    plain: &[u8],
    random: &mut Random,
) -> Result<Vec<u8>, Error> {
    let psk = PskBundle::new(context.psk, context.psk_id).map_err(|_| Error::Exchange)?;
    let to = Public::from_bytes(to).map_err(|_| Error::Identity)?;
    let (enc, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
        &OpModeS::AuthPsk((private_key(from)?, public_key(from.public())?), psk),
        &to,
        context.info,
        plain,
        &[],
        random,
    )
    .map_err(|_| Error::Identity)?;
    Ok([&enc.to_bytes()[..], &ciphertext].concat())
}

/// Opens a message that [`seal`] made.
pub(super) fn open(
    own: &Identity,
    from: &[u8; 32],
    context: &Context<'_>,
    message: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let psk = PskBundle::new(context.psk, context.psk_id).map_err(|_| Error::Exchange)?;
    let (enc, ciphertext) = message.split_at_checked(ENC).ok_or(Error::Truncated)?;
    let enc = Encapped::from_bytes(enc).map_err(|_| Error::Truncated)?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::AuthPsk(public_key(from)?, psk),
        &private_key(own)?,
        &enc,
        context.info,
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| Error::Unopened)
}

/// Splits off the version byte of a message.
pub(super) fn strip_version(message: &[u8]) -> Result<&[u8], Error> {
    match message {
        [VERSION, body @ ..] => Ok(body),
        [] => Err(Error::Truncated),
        _ => Err(Error::Version),
    }
}

/// Splits off the version byte and the sender's identity of a message that carries it.
pub(super) fn split_sender(message: &[u8]) -> Result<(&[u8; 32], &[u8]), Error> {
    strip_version(message)?.split_first_chunk().ok_or(Error::Truncated)
}

/// Reads the fields of an opened message in order. [`Fields::end`] fails if bytes are left.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(*field)
    }

    pub fn number(&mut self) -> Result<u32, Error> {
        self.take().map(u32::from_be_bytes)
    }

    pub fn end(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Truncated) }
    }
}

fn private_key(identity: &Identity) -> Result<Private, Error> {
    Private::from_bytes(identity.expose()).map_err(|_| Error::Identity)
}

fn public_key(identity: &[u8; 32]) -> Result<Public, Error> {
    Public::from_bytes(identity).map_err(|_| Error::Identity)
}
