//! The envelope: one revision of one record, or its deletion, sealed for one collection, id and revision.
//!
//! ```text
//! envelope   = version 2 ‖ epoch u32 ‖ era u32 ‖ nonce 12 ‖ AES-256-GCM(record key, nonce, AAD, plain) with its 16-byte tag
//! record key = HKDF-SHA256(collection key, info = "afterglow v2 record" ‖ 0 ‖ record id)
//! AAD        = version ‖ kind u8 (1 private, 2 care) ‖ collection 16 ‖ record 16 ‖ revision u32 ‖ epoch u32 ‖ era u32 ‖ deleted u8
//! plain      = author ‖ length u32 ‖ JSON ‖ zeros up to the Padmé length; of a deletion: author alone
//! author     = nothing in a private collection; in a care collection an author tag over AAD and JSON (see `author`)
//! ```
//! Numbers are big-endian. Padmé: Nikitin et al., *Reducing Metadata Leakage from Encrypted Files and Communication
//! with PURBs* (PoPETs 2019). It adds at most 12 %, and the length reveals only O(log log n) bits.

use aes_gcm::aead::{Aead as _, Payload as Message};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use protocol::{Blob, CollectionId, RecordId};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::author::{self, Author};
use super::wrap::{NONCE, TAG, VERSION};
use super::{CollectionKey, Error, Keyring, Kind, Random, derive};
use crate::record::Payload;

const HEADER: usize = 1 + 4 + 4 + NONCE;

/// Identifies a revision of a record. Every field is bound into its seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevisionId {
    /// The collection of the record.
    pub collection: CollectionId,
    /// The record's id within the collection.
    pub id: RecordId,
    /// The record's revision, from 1.
    pub revision: u32,
}

/// The account that seals and opens: its private collection and its keys.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The collection keys that are available.
    pub keyring: &'a Keyring,
    /// The account's private collection, as its manifest names it.
    pub private: CollectionId,
}

/// An opened envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The record's payload; `None` for a deletion.
    pub content: Option<Payload>,
    /// How and by whom it was sealed.
    pub stamp: Stamp,
}

/// How and by whom a revision was sealed, with its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256 of the envelope.
    pub hash: [u8; 32],
    /// The epoch of the key that sealed it.
    pub epoch: u32,
    /// The server's era at the time of sealing: the number of its latest restore.
    pub era: u32,
    /// Whether the reading account wrote it.
    pub mine: bool,
    /// Whether the record exists at this revision; false for a deletion.
    pub live: bool,
}

impl Reader<'_> {
    /// Whether a collection is private or care for this account.
    pub fn kind(&self, collection: CollectionId) -> Kind {
        Kind::of(collection, self.private)
    }

    /// The account's newest author key for a care collection; `None` for the private collection.
    pub fn author(&self, collection: CollectionId) -> Result<Option<Author>, Error> {
        match self.kind(collection) {
            Kind::Private => Ok(None),
            Kind::Care => Author::newest(self.keyring, self.private, collection).map(Some),
        }
    }

    /// Seals a record's content, or its deletion if `content` is `None`, with the collection's newest key.
    ///
    /// # Errors
    /// [`Error::NoKey`] when the key of the collection or of the private collection is not on this device.
    pub fn seal(
        &self,
        revision_id: &RevisionId,
        era: u32,
        content: Option<&Payload>,
        random: &mut Random,
    ) -> Result<(Blob, Stamp), Error> {
        let (epoch, key) = self.keyring.newest(revision_id.collection)?;
        let author = self.author(revision_id.collection)?;
        let json = content.map(|payload| Zeroizing::new(payload.to_json()));
        let json = json.as_ref().map(|json| json.as_slice());
        let bytes = seal_bytes(key, epoch, era, revision_id, author.as_ref(), json, random.bytes());
        let hash = Sha256::digest(&bytes).into();
        Ok((bytes.into(), Stamp { hash, epoch, era, mine: true, live: json.is_some() }))
    }

    /// Opens an envelope for the given collection, id and revision.
    ///
    /// # Errors
    /// [`Error::Unopened`] also when a deletion is served as a record, or a record as a deletion.
    pub fn open(&self, revision_id: &RevisionId, deleted: bool, envelope: &[u8]) -> Result<Opened, Error> {
        let header = header(envelope)?;
        let key = self.keyring.get(revision_id.collection, header.epoch)?;
        let context = associated_data(self.kind(revision_id.collection), revision_id, &header, deleted);
        let plain = open_bytes(key, revision_id, &context, envelope)?;
        let (mine, json) = match self.kind(revision_id.collection) {
            Kind::Private => (true, read_json(&plain, deleted)?),
            Kind::Care => {
                let (tag, rest) = plain.split_first_chunk::<{ author::LENGTH }>().ok_or(Error::Truncated)?;
                let json = read_json(rest, deleted)?;
                let own = author::is_own(self.keyring, self.private, revision_id.collection, tag, &context, json);
                (own, json)
            }
        };
        let content = if deleted { None } else { Some(Payload::from_json(json).map_err(|_| Error::Record)?) };
        let hash = Sha256::digest(envelope).into();
        Ok(Opened { content, stamp: Stamp { hash, epoch: header.epoch, era: header.era, mine, live: !deleted } })
    }
}

/// The unencrypted header of an envelope. It is authenticated when the envelope is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The epoch of the key that sealed it.
    pub epoch: u32,
    /// The era in which it was sealed.
    pub era: u32,
}

/// Reads an envelope's header, without authenticating it.
pub fn header(envelope: &[u8]) -> Result<Header, Error> {
    match envelope {
        [VERSION, a, b, c, d, e, f, g, h, ..] => {
            let number = |bytes| u32::from_be_bytes(bytes);
            Ok(Header { epoch: number([*a, *b, *c, *d]), era: number([*e, *f, *g, *h]) })
        }
        [VERSION, ..] | [] => Err(Error::Truncated),
        _ => Err(Error::Version),
    }
}

/// Seals bytes with explicit keys, epoch, era and nonce, for known answers. A nonce must never be used twice.
pub fn seal_bytes(
    key: &CollectionKey,
    epoch: u32,
    era: u32,
    revision_id: &RevisionId,
    author: Option<&Author>,
    json: Option<&[u8]>,
    nonce: [u8; NONCE],
) -> Vec<u8> {
    let kind = if author.is_some() { Kind::Care } else { Kind::Private };
    let context = associated_data(kind, revision_id, &Header { epoch, era }, json.is_none());
    let mut plain = Zeroizing::new(Vec::new());
    if let Some(author) = author {
        plain.extend_from_slice(&author.tag(&context, json.unwrap_or_default()));
    }
    if let Some(json) = json {
        let whole = padme(plain.len() + 4 + json.len());
        plain.reserve_exact(whole);
        // The server's limits keep payloads far below 4 GiB.
        plain.extend_from_slice(&(json.len() as u32).to_be_bytes());
        plain.extend_from_slice(json);
        plain.resize(whole, 0);
    }
    let mut out = Vec::with_capacity(HEADER + plain.len() + TAG);
    out.push(VERSION);
    out.extend_from_slice(&epoch.to_be_bytes());
    out.extend_from_slice(&era.to_be_bytes());
    out.extend_from_slice(&nonce);
    let message = Message { msg: &plain, aad: &context };
    // AES-GCM rejects only plain texts above 64 GiB.
    out.extend(cipher(key, revision_id).encrypt(Nonce::from_slice(&nonce), message).unwrap_or_default());
    out
}

fn open_bytes(
    key: &CollectionKey,
    revision_id: &RevisionId,
    context: &[u8],
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    if envelope.len() < HEADER + TAG {
        return Err(Error::Truncated);
    }
    let (nonce, msg) = envelope[HEADER - NONCE..].split_at(NONCE);
    let message = Message { msg, aad: context };
    cipher(key, revision_id).decrypt(Nonce::from_slice(nonce), message).map(Zeroizing::new).map_err(|_| Error::Unopened)
}

fn cipher(key: &CollectionKey, revision_id: &RevisionId) -> Aes256Gcm {
    Aes256Gcm::new(derive::<32>(key.expose(), "record", revision_id.id.as_bytes()).as_ref().into())
}

fn associated_data(kind: Kind, revision_id: &RevisionId, header: &Header, deleted: bool) -> Vec<u8> {
    let mut aad = Vec::with_capacity(47);
    aad.extend_from_slice(&[VERSION, kind as u8]);
    aad.extend_from_slice(revision_id.collection.as_bytes());
    aad.extend_from_slice(revision_id.id.as_bytes());
    for number in [revision_id.revision, header.epoch, header.era] {
        aad.extend_from_slice(&number.to_be_bytes());
    }
    aad.push(u8::from(deleted));
    aad
}

/// The envelope's length for a private payload of `json` bytes. The server's size limit applies to it.
pub fn sealed_size(json: usize) -> usize {
    HEADER + padme(4 + json) + TAG
}

/// The Padmé length of `length` bytes.
pub(super) fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.checked_ilog2().unwrap_or(0) + 1;
    let mask = (1 << (exponent - kept.min(exponent))) - 1;
    (length + mask) & !mask
}

fn read_json(plain: &[u8], deleted: bool) -> Result<&[u8], Error> {
    if deleted {
        return if plain.is_empty() { Ok(plain) } else { Err(Error::Record) };
    }
    let (length, rest) = plain.split_first_chunk::<4>().ok_or(Error::Truncated)?;
    rest.get(..u32::from_be_bytes(*length) as usize).ok_or(Error::Truncated)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keyring(private: CollectionId, care: CollectionId, own: u8) -> Keyring {
        let mut keyring = Keyring::default();
        keyring.insert(private, 1, CollectionKey::generate(&mut Random::from_seed([own; 32])));
        keyring.insert(care, 1, CollectionKey::generate(&mut Random::from_seed([99; 32])));
        keyring
    }

    const fn ids(n: u8) -> [u8; 10] {
        [n; 10]
    }

    #[test]
    fn padme_costs_at_most_twelve_percent() {
        for length in 4..100_000 {
            let padded = padme(length);
            assert!(padded >= length && (padded - length) as f64 <= 0.12 * length as f64, "{length} -> {padded}");
            assert_eq!(padme(padded), padded);
        }
    }

    #[test]
    fn an_envelope_opens_only_at_its_place_and_never_as_a_deletion() {
        let mut random = Random::from_seed([3; 32]);
        let (private, care) = (CollectionId::new(1, ids(1)), CollectionId::new(1, ids(2)));
        let keyring = keyring(private, care, 1);
        let reader = Reader { keyring: &keyring, private };
        let payload = Payload::from_json(br#"{"kind":"reflection","text":"rain"}"#).unwrap();
        for collection in [private, care] {
            let revision_id = RevisionId { collection, id: RecordId::new(2, ids(2)), revision: 3 };
            let (live, stamp) = reader.seal(&revision_id, 7, Some(&payload), &mut random).unwrap();
            let (gone, _) = reader.seal(&revision_id, 7, None, &mut random).unwrap();
            assert_eq!(gone.0.len(), if collection == private { 37 } else { 57 });

            let opened = reader.open(&revision_id, false, live.as_ref()).unwrap();
            assert!(opened.content.as_ref() == Some(&payload) && opened.stamp == stamp);
            assert_eq!((stamp.era, stamp.mine, stamp.live), (7, true, true));
            assert!(reader.open(&revision_id, true, gone.as_ref()).unwrap().content.is_none());

            let refused = |revision_id: &RevisionId, deleted, blob: &Blob| {
                reader.open(revision_id, deleted, blob.as_ref()).unwrap_err()
            };
            assert_eq!(refused(&revision_id, true, &live), Error::Unopened);
            assert_eq!(refused(&revision_id, false, &gone), Error::Unopened);
            assert_eq!(refused(&RevisionId { revision: 4, ..revision_id }, false, &live), Error::Unopened);
            assert_eq!(
                refused(&RevisionId { id: RecordId::new(2, ids(3)), ..revision_id }, false, &live),
                Error::Unopened
            );
            let elsewhere = RevisionId { collection: CollectionId::new(9, ids(1)), ..revision_id };
            assert_eq!(refused(&elsewhere, false, &live), Error::NoKey);
            for at in [1, 5] {
                let mut moved = live.clone();
                moved.0[at + 3] ^= 1;
                assert!(matches!(refused(&revision_id, false, &moved), Error::Unopened | Error::NoKey));
            }
        }
    }

    #[test]
    fn only_the_author_recognizes_an_own_record() {
        let mut random = Random::from_seed([3; 32]);
        let care = CollectionId::new(1, ids(2));
        let (one, other) = (CollectionId::new(1, ids(1)), CollectionId::new(1, ids(3)));
        let (client, therapist) = (keyring(one, care, 1), keyring(other, care, 2));
        let client = Reader { keyring: &client, private: one };
        let therapist = Reader { keyring: &therapist, private: other };
        let revision_id = RevisionId { collection: care, id: RecordId::new(2, ids(2)), revision: 1 };
        let payload = Payload::from_json(br#"{"kind":"reply"}"#).unwrap();
        for content in [Some(&payload), None] {
            let (blob, _) = client.seal(&revision_id, 0, content, &mut random).unwrap();
            let read =
                |reader: &Reader<'_>| reader.open(&revision_id, content.is_none(), blob.as_ref()).unwrap().stamp.mine;
            assert!(read(&client) && !read(&therapist));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_rejected_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), v2: bool, deleted: bool) {
            let (private, care) = (CollectionId::new(1, ids(1)), CollectionId::new(1, ids(2)));
            let keyring = keyring(private, care, 1);
            let reader = Reader { keyring: &keyring, private };
            let mut bytes = bytes;
            if v2 && bytes.len() > 9 {
                bytes[..9].copy_from_slice(&[2, 0, 0, 0, 1, 0, 0, 0, 0]);
            }
            for collection in [private, care] {
                let revision_id = RevisionId { collection, id: RecordId::new(2, ids(2)), revision: 1 };
                prop_assert!(reader.open(&revision_id, deleted, &bytes).is_err());
            }
        }

        /// A holder of the collection's key can seal arbitrary bytes.
        #[test]
        fn any_sealed_plain_text_is_read_or_rejected(plain in prop::collection::vec(any::<u8>(), 0..80), deleted: bool) {
            let (private, care) = (CollectionId::new(1, ids(1)), CollectionId::new(1, ids(2)));
            let keyring = keyring(private, care, 1);
            let reader = Reader { keyring: &keyring, private };
            for collection in [private, care] {
                let revision_id = RevisionId { collection, id: RecordId::new(2, ids(2)), revision: 1 };
                let header = Header { epoch: 1, era: 0 };
                let aad = associated_data(reader.kind(collection), &revision_id, &header, deleted);
                let message = Message { msg: &plain, aad: &aad };
                let key = keyring.get(collection, 1).unwrap();
                let mut blob = vec![VERSION, 0, 0, 0, 1, 0, 0, 0, 0];
                blob.extend([0; NONCE]);
                blob.extend(cipher(key, &revision_id).encrypt(Nonce::from_slice(&[0; NONCE]), message).unwrap());
                let _ = reader.open(&revision_id, deleted, &blob);
            }
        }
    }
}
