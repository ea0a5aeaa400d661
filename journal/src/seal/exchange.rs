//! HPKE (RFC 9180) in mode AuthPSK: how a key passes from one side of a bond to the other.
//!
//! Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; single shot, no associated data (everything that has to
//! be bound stands in `info`). A message opens only for the recipient's identity, from the sender's identity, and
//! with the pre-shared key: the server has none of the three.

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

/// What a message is bound to beside the two identities.
pub(super) struct Context<'a> {
    pub psk: &'a [u8; 32],
    pub psk_id: &'a [u8],
    pub info: &'a [u8],
}

/// Seals `plain` from one identity to another: `enc 32 ‖ ciphertext`.
///
/// # Errors
/// [`Error::Identity`] when the recipient's identity is no usable key.
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
        &OpModeS::AuthPsk((private(from)?, public(from.public())?), psk),
        &to,
        context.info,
        plain,
        &[],
        random,
    )
    .map_err(|_| Error::Identity)?;
    Ok([&enc.to_bytes()[..], &ciphertext].concat())
}

/// Opens what [`seal`] made.
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
        &OpModeR::AuthPsk(public(from)?, psk),
        &private(own)?,
        &enc,
        context.info,
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| Error::Unopened)
}

/// Splits the version byte off a message.
pub(super) fn body(message: &[u8]) -> Result<&[u8], Error> {
    match message {
        [VERSION, body @ ..] => Ok(body),
        [] => Err(Error::Truncated),
        _ => Err(Error::Version),
    }
}

/// Splits the version byte and the sender's identity off a message that introduces its sender.
pub(super) fn introduced(message: &[u8]) -> Result<(&[u8; 32], &[u8]), Error> {
    body(message)?.split_first_chunk().ok_or(Error::Truncated)
}

/// Reads the fields of an opened message, from its start to its exact end.
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

fn private(identity: &Identity) -> Result<Private, Error> {
    Private::from_bytes(identity.expose()).map_err(|_| Error::Identity)
}

fn public(identity: &[u8; 32]) -> Result<Public, Error> {
    Public::from_bytes(identity).map_err(|_| Error::Identity)
}
