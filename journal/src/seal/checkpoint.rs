//! Checkpoints: one account's own live records in a collection, sealed together with each group of pushes. A dropped,
//! replayed or emptied record becomes visible as a difference.
//!
//! ```text
//! blob  = version 2 ‖ epoch u32 ‖ era u32 ‖ nonce 12 ‖ AES-256-GCM(key, nonce, AAD, plain)
//! key   = HKDF-SHA256(collection key, "afterglow v2 checkpoint" ‖ 0 ‖ account)
//! AAD   = version ‖ collection 16 ‖ account 16 ‖ revision u32 ‖ epoch u32 ‖ era u32
//! plain = time i64 (whole minutes since the Unix epoch) ‖ live u32 ‖ list 32 ‖ private revision u32 ‖ flags u8 (0)
//!         ‖ writers (8 × (device u32 ‖ groups u32)) ‖ in a care collection: author tag over AAD and the preceding fields
//! list  = SHA-256 over record 16 ‖ revision u32 ‖ SHA-256(envelope) 32 of each live record, in the order of their ids
//! ```
//! The list is one hash. It needs no homomorphic arithmetic, and it is also sound against attackers who hold the
//! collection's key (`docs/decisions/0067`).

use aes_gcm::aead::{Aead as _, Payload as Message};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use protocol::{AccountId, Blob, CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::author::{self, Author};
use super::envelope::{Header, Reader, header};
use super::wrap::{NONCE, TAG, VERSION};
use super::{Error, Kind, Random, derive};

const HEADER: usize = 1 + 4 + 4 + NONCE;
const PLAIN: usize = 8 + 4 + 32 + 4 + 1 + 8 * WRITERS;

/// How many phones a checkpoint names.
pub const WRITERS: usize = 8;

/// How many groups each of the account's phones has written to its private collection. A phone that finds fewer groups of
/// its own than it has written is shown a history without them: the server keeps it apart from another phone.
///
/// A list with an entry for every place may lack a phone, which then cannot tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writers([Writer; WRITERS]);

/// A phone's number of groups. An entry without a device is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Writer {
    device: u32,
    groups: u32,
}

impl Writers {
    /// The number of groups that a phone has written; `None` if the list has no place for it.
    pub fn groups_of(&self, device: u32) -> Option<u32> {
        let known = self.0.iter().find(|one| one.device == device);
        let room = self.0.iter().any(|one| one.device == 0);
        known.map(|one| one.groups).or_else(|| room.then_some(0))
    }

    /// The list with another number of a phone's groups. In a full list it takes the place of the phone with the fewest.
    #[must_use]
    pub fn with(mut self, device: u32, groups: u32) -> Self {
        let rank = |one: &&mut Writer| (one.device != device, one.device != 0, one.groups);
        if let Some(place) = self.0.iter_mut().min_by_key(rank) {
            *place = Writer { device, groups };
        }
        self
    }

    /// The phones that it names, with their numbers of groups.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.0.iter().filter(|one| one.device != 0).map(|one| (one.device, one.groups))
    }
}

/// The content of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// When it was written by the author's clock, in whole minutes since the Unix epoch.
    pub minutes: i64,
    /// Number of the author's live records in the collection.
    pub live: u32,
    /// The hash of their list: see [`list`].
    pub list: [u8; 32],
    /// In a care collection: the revision of the author's private checkpoint that the author had seen.
    pub private_revision: u32,
    /// In a client's private collection: the phones that have written to it.
    pub writers: Writers,
}

/// The content of a checkpoint, after its seal was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The content of the checkpoint.
    pub claim: Claim,
    /// The epoch of the key that sealed it.
    pub epoch: u32,
    /// The era in which it was sealed.
    pub era: u32,
    /// Whether the reading account wrote it. Always true in a private collection.
    pub mine: bool,
    /// In a care collection: the epoch of the author's private collection that the author tag names. Authentic only if
    /// `mine`.
    pub private_epoch: u32,
}

/// Identifies a checkpoint. Every field is bound into its seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckpointId {
    /// The collection that it describes.
    pub collection: CollectionId,
    /// The account whose records it lists.
    pub account: AccountId,
    /// The checkpoint's revision, from 1.
    pub revision: u32,
}

/// Hashes a list of live records, which must be sorted by id.
pub fn list(records: impl IntoIterator<Item = (RecordId, u32, [u8; 32])>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (id, revision, envelope) in records {
        hash.update(id.as_bytes());
        hash.update(revision.to_be_bytes());
        hash.update(envelope);
    }
    hash.finalize().into()
}

impl Reader<'_> {
    /// Seals a checkpoint with the collection's newest key.
    ///
    /// # Errors
    /// [`Error::NoKey`] when the key of the collection or of the private collection is not on this device.
    pub fn seal_checkpoint(
        &self,
        slot: &CheckpointId,
        era: u32,
        claim: &Claim,
        random: &mut Random,
    ) -> Result<Blob, Error> {
        let (epoch, key) = self.keyring.newest(slot.collection)?;
        let author = self.author(slot.collection)?;
        let nonce: [u8; NONCE] = random.bytes();
        let context = associated_data(slot, &Header { epoch, era });
        let plain = plain(claim, author.as_ref(), &context);
        let key = derive::<32>(key.expose(), "checkpoint", slot.account.as_bytes());
        let mut out = Vec::with_capacity(HEADER + plain.len() + TAG);
        out.push(VERSION);
        out.extend_from_slice(&epoch.to_be_bytes());
        out.extend_from_slice(&era.to_be_bytes());
        out.extend_from_slice(&nonce);
        let message = Message { msg: &plain, aad: &context };
        let cipher = Aes256Gcm::new(key.as_ref().into());
        // AES-GCM rejects only plain texts above 64 GiB.
        out.extend(cipher.encrypt(Nonce::from_slice(&nonce), message).unwrap_or_default());
        Ok(out.into())
    }

    /// Opens a checkpoint in its slot.
    pub fn open_checkpoint(&self, slot: &CheckpointId, blob: &[u8]) -> Result<Read, Error> {
        let header = header(blob)?;
        if blob.len() < HEADER + TAG {
            return Err(Error::Truncated);
        }
        let key = self.keyring.get(slot.collection, header.epoch)?;
        let key = derive::<32>(key.expose(), "checkpoint", slot.account.as_bytes());
        let context = associated_data(slot, &header);
        let (nonce, msg) = blob[HEADER - NONCE..].split_at(NONCE);
        let plain = Aes256Gcm::new(key.as_ref().into())
            .decrypt(Nonce::from_slice(nonce), Message { msg, aad: &context })
            .map_err(|_| Error::Unopened)?;
        let (claim, tag) = plain.split_first_chunk::<PLAIN>().ok_or(Error::Truncated)?;
        let (mine, private_epoch) = match self.kind(slot.collection) {
            Kind::Private if tag.is_empty() => (true, 0),
            Kind::Care if tag.len() == author::LENGTH => {
                let tag = tag.first_chunk().ok_or(Error::Truncated)?;
                let mine = author::is_own(self.keyring, self.private, slot.collection, tag, &context, claim);
                (mine, author::epoch(tag))
            }
            _ => return Err(Error::Record),
        };
        Ok(Read { claim: parse_claim(claim)?, epoch: header.epoch, era: header.era, mine, private_epoch })
    }
}

fn associated_data(slot: &CheckpointId, header: &Header) -> Vec<u8> {
    let mut aad = Vec::with_capacity(45);
    aad.push(VERSION);
    aad.extend_from_slice(slot.collection.as_bytes());
    aad.extend_from_slice(slot.account.as_bytes());
    for number in [slot.revision, header.epoch, header.era] {
        aad.extend_from_slice(&number.to_be_bytes());
    }
    aad
}

fn plain(claim: &Claim, author: Option<&Author>, context: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(PLAIN + author::LENGTH);
    plain.extend_from_slice(&claim.minutes.to_be_bytes());
    plain.extend_from_slice(&claim.live.to_be_bytes());
    plain.extend_from_slice(&claim.list);
    plain.extend_from_slice(&claim.private_revision.to_be_bytes());
    plain.push(0);
    for Writer { device, groups } in claim.writers.0 {
        plain.extend_from_slice(&device.to_be_bytes());
        plain.extend_from_slice(&groups.to_be_bytes());
    }
    if let Some(author) = author {
        let tag = author.tag(context, &plain);
        plain.extend_from_slice(&tag);
    }
    plain
}

fn parse_claim(plain: &[u8; PLAIN]) -> Result<Claim, Error> {
    let (minutes, rest) = plain.split_first_chunk::<8>().ok_or(Error::Truncated)?;
    let (live, rest) = rest.split_first_chunk::<4>().ok_or(Error::Truncated)?;
    let (list, rest) = rest.split_first_chunk::<32>().ok_or(Error::Truncated)?;
    let (private_revision, rest) = rest.split_first_chunk::<4>().ok_or(Error::Truncated)?;
    let Some((0, rest)) = rest.split_first() else { return Err(Error::Record) };
    let mut writers = Writers::default();
    for (place, [a, b, c, d, e, f, g, h]) in writers.0.iter_mut().zip(rest.as_chunks::<8>().0) {
        *place = Writer { device: u32::from_be_bytes([*a, *b, *c, *d]), groups: u32::from_be_bytes([*e, *f, *g, *h]) };
    }
    Ok(Claim {
        minutes: i64::from_be_bytes(*minutes),
        live: u32::from_be_bytes(*live),
        list: *list,
        private_revision: u32::from_be_bytes(*private_revision),
        writers,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{CollectionKey, Keyring};
    use super::*;

    #[test]
    fn a_checkpoint_opens_only_in_its_slot_and_identifies_its_author() {
        let mut random = Random::from_seed([1; 32]);
        let (one, other, care) =
            (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]), CollectionId::new(1, [3; 10]));
        let shared = CollectionKey::generate(&mut random);
        let keyring = |private, random: &mut Random| {
            let mut keyring = Keyring::default();
            keyring.insert(private, 1, CollectionKey::generate(random));
            keyring.insert(care, 1, shared.clone());
            keyring
        };
        let (client, therapist) = (keyring(one, &mut random), keyring(other, &mut random));
        let client = Reader { keyring: &client, private: one };
        let therapist = Reader { keyring: &therapist, private: other };
        let account = AccountId::new(1, [7; 10]);
        let writers = Writers::default().with(7, 3).with(9, 1);
        let claim = Claim { minutes: 29_000_000, live: 3, list: [9; 32], private_revision: 4, writers };
        for collection in [one, care] {
            let slot = CheckpointId { collection, account, revision: 2 };
            let blob = client.seal_checkpoint(&slot, 5, &claim, &mut random).unwrap();
            let read = client.open_checkpoint(&slot, blob.as_ref()).unwrap();
            let private_epoch = u32::from(collection == care);
            assert_eq!(read, Read { claim, epoch: 1, era: 5, mine: true, private_epoch });
            let refused = |slot: &CheckpointId, blob: &Blob| client.open_checkpoint(slot, blob.as_ref()).unwrap_err();
            assert_eq!(refused(&CheckpointId { revision: 3, ..slot }, &blob), Error::Unopened);
            assert_eq!(refused(&CheckpointId { account: AccountId::new(1, [8; 10]), ..slot }, &blob), Error::Unopened);
            let mut moved = blob.clone();
            moved.0[8] ^= 1;
            assert_eq!(refused(&slot, &moved), Error::Unopened);
            for length in 0..blob.0.len() {
                assert!(client.open_checkpoint(&slot, &blob.as_ref()[..length]).is_err());
            }
            if collection == care {
                assert!(!therapist.open_checkpoint(&slot, blob.as_ref()).unwrap().mine);
            }
        }
    }

    #[test]
    fn a_full_list_of_writers_replaces_the_phone_with_the_fewest_groups() {
        let mut writers = Writers::default();
        assert_eq!(writers.groups_of(1), Some(0));
        for device in 1..=WRITERS as u32 {
            writers = writers.with(device, 10 + device);
        }
        assert_eq!((writers.groups_of(1), writers.groups_of(99)), (Some(11), None));
        writers = writers.with(99, 1);
        assert_eq!((writers.groups_of(1), writers.groups_of(99)), (None, Some(1)));
        writers = writers.with(99, 2);
        assert_eq!((writers.groups_of(2), writers.groups_of(99)), (Some(12), Some(2)));
        assert_eq!(writers.iter().count(), WRITERS);
    }
}
