//! The envelope: one record under the place where it is kept.
//!
//! ```text
//! envelope   = version 1 ‖ epoch u32 ‖ nonce 12 ‖ AES-256-GCM(record key, nonce, AAD, plain) with its 16-byte tag
//! record key = HKDF-SHA256(collection key, info = "afterglow v1 record" ‖ 0 ‖ record id)
//! AAD        = version ‖ collection 16 ‖ record id 16 ‖ revision u32 ‖ epoch u32 ‖ deleted 0
//! plain      = length u32 ‖ JSON ‖ zeros up to the Padmé length
//! ```
//! Numbers are big-endian. A deletion carries no envelope, so `deleted` is always zero here: an envelope can never be
//! passed off as one. Padmé: Nikitin et al., *Reducing Metadata Leakage from Encrypted Files and Communication with
//! PURBs* (PoPETs 2019): at most 12 % longer, and the length tells O(log log n) bits.

use aes_gcm::aead::{Aead as _, Payload as Message};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use protocol::{Blob, CollectionId, RecordId};
use zeroize::Zeroizing;

use super::wrap::{NONCE, TAG, VERSION};
use super::{CollectionKey, Error, Keyring, Random, derive};
use crate::record::Payload;

const HEADER: usize = 1 + 4 + NONCE;

/// Where a revision of a record stands; every part is bound into its seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The collection.
    pub collection: CollectionId,
    /// The record.
    pub id: RecordId,
    /// The revision, from 1.
    pub revision: u32,
}

/// Seals a record's payload for a place, with the collection's newest key.
pub fn seal(keyring: &Keyring, place: &Place, payload: &Payload, random: &mut Random) -> Result<Blob, Error> {
    let (epoch, key) = keyring.newest(place.collection)?;
    let json = Zeroizing::new(payload.to_json());
    Ok(seal_bytes(key, epoch, place, &json, random.bytes()).into())
}

/// Opens an envelope at a place. `seen` is the highest revision of this record that the reader knows (0 for none).
///
/// # Errors
/// [`Error::Older`] when the place's revision is lower than `seen`: an old version is being served again.
pub fn open(keyring: &Keyring, place: &Place, seen: u32, envelope: &[u8]) -> Result<Payload, Error> {
    if place.revision < seen {
        return Err(Error::Older);
    }
    let key = keyring.get(place.collection, epoch(envelope)?)?;
    Payload::from_json(&open_bytes(key, place, envelope)?).map_err(|_| Error::Record)
}

/// The epoch that an envelope names.
pub fn epoch(envelope: &[u8]) -> Result<u32, Error> {
    match envelope {
        [VERSION, a, b, c, d, ..] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        [VERSION, ..] | [] => Err(Error::Truncated),
        _ => Err(Error::Version),
    }
}

/// Seals bytes with an explicit key, epoch and nonce: for known answers. A nonce must never be used twice.
pub fn seal_bytes(key: &CollectionKey, epoch: u32, place: &Place, json: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
    let mut plain = Zeroizing::new(vec![0; padme(4 + json.len())]);
    // Payloads are bounded far below 4 GiB by the server's limits.
    plain[..4].copy_from_slice(&(json.len() as u32).to_be_bytes());
    plain[4..4 + json.len()].copy_from_slice(json);
    let mut out = Vec::with_capacity(HEADER + plain.len() + TAG);
    out.push(VERSION);
    out.extend_from_slice(&epoch.to_be_bytes());
    out.extend_from_slice(&nonce);
    let message = Message { msg: &plain, aad: &associated(place, epoch) };
    // AES-GCM refuses only plain texts above 64 GiB.
    out.extend(cipher(key, place).encrypt(Nonce::from_slice(&nonce), message).unwrap_or_default());
    out
}

/// Opens an envelope with an explicit key and returns the JSON bytes.
pub fn open_bytes(key: &CollectionKey, place: &Place, envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let epoch = epoch(envelope)?;
    if envelope.len() < HEADER + TAG {
        return Err(Error::Truncated);
    }
    let (nonce, msg) = envelope[5..].split_at(NONCE);
    let message = Message { msg, aad: &associated(place, epoch) };
    let plain = cipher(key, place).decrypt(Nonce::from_slice(nonce), message).map_err(|_| Error::Unopened)?;
    unpad(Zeroizing::new(plain))
}

fn cipher(key: &CollectionKey, place: &Place) -> Aes256Gcm {
    Aes256Gcm::new(derive::<32>(key.expose(), "record", place.id.as_bytes()).as_ref().into())
}

fn associated(place: &Place, epoch: u32) -> Vec<u8> {
    let mut aad = vec![VERSION];
    aad.extend_from_slice(place.collection.as_bytes());
    aad.extend_from_slice(place.id.as_bytes());
    aad.extend_from_slice(&place.revision.to_be_bytes());
    aad.extend_from_slice(&epoch.to_be_bytes());
    aad.push(0);
    aad
}

/// How long the envelope of a payload of so many bytes of JSON is: what a server's limit counts.
pub fn sealed_size(json: usize) -> usize {
    HEADER + padme(4 + json) + TAG
}

/// The length that Padmé rounds `length` up to.
pub(super) fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.checked_ilog2().unwrap_or(0) + 1;
    let mask = (1 << (exponent - kept.min(exponent))) - 1;
    (length + mask) & !mask
}

fn unpad(plain: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (length, rest) = plain.split_first_chunk::<4>().ok_or(Error::Truncated)?;
    let json = rest.get(..u32::from_be_bytes(*length) as usize).ok_or(Error::Truncated)?;
    Ok(Zeroizing::new(json.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padme_costs_at_most_twelve_percent() {
        for length in 4..100_000 {
            let padded = padme(length);
            assert!(padded >= length && (padded - length) as f64 <= 0.12 * length as f64, "{length} -> {padded}");
            assert_eq!(padme(padded), padded);
        }
    }

    #[test]
    fn an_envelope_opens_only_in_its_place() {
        let mut random = Random::from_seed([3; 32]);
        let place = Place { collection: CollectionId::new(1, [1; 10]), id: RecordId::new(2, [2; 10]), revision: 3 };
        let mut keyring = Keyring::default();
        keyring.insert(place.collection, 1, CollectionKey::generate(&mut random));
        let payload = Payload::from_json(br#"{"kind":"reflection","text":"rain"}"#).unwrap();
        let envelope = seal(&keyring, &place, &payload, &mut random).unwrap();
        let open = |place: &Place, seen| open(&keyring, place, seen, envelope.as_ref());

        assert!(open(&place, 3).unwrap() == payload);
        assert_eq!(open(&place, 4).unwrap_err(), Error::Older);
        assert_eq!(open(&Place { revision: 4, ..place }, 0).unwrap_err(), Error::Unopened);
        assert_eq!(open(&Place { id: RecordId::new(2, [3; 10]), ..place }, 0).unwrap_err(), Error::Unopened);
        assert_eq!(open(&Place { collection: CollectionId::new(9, [1; 10]), ..place }, 0).unwrap_err(), Error::NoKey);
    }
}
