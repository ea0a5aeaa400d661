//! The keyring: collection keys by collection and epoch.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use protocol::care::Collection;
use protocol::{Blob, CollectionId};

use super::wrap::{unwrap, wrap};
use super::{AccountKey, CollectionKey, Error, Random};
use crate::checks::{Check, on};

/// The type of a collection. The account's manifest decides it, never the server: see [`Kind::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Readable by the account's own devices only.
    Private = 1,
    /// Shared with the other side of a bond.
    Care = 2,
}

impl Kind {
    /// The type of a collection for an account whose manifest names `private`.
    pub fn of(collection: CollectionId, private: CollectionId) -> Self {
        if collection == private { Self::Private } else { Self::Care }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Private => "private collection key",
            Self::Care => "care collection key",
        }
    }
}

/// The collection keys of an unlocked account.
#[derive(Clone, Debug, Default)]
pub struct Keyring(BTreeMap<CollectionId, BTreeMap<u32, CollectionKey>>);

impl Keyring {
    /// Stores a key that this device made or has verified. Replaces a key of the same epoch. For received keys use
    /// [`Keyring::hold`].
    pub fn insert(&mut self, collection: CollectionId, epoch: u32, key: CollectionKey) {
        self.0.entry(collection).or_default().insert(epoch, key);
    }

    /// Stores a received key.
    ///
    /// # Errors
    /// [`Error::KeyDiffers`] when another key is held for that epoch; the held key stays.
    pub fn insert_received(&mut self, collection: CollectionId, epoch: u32, key: CollectionKey) -> Result<(), Error> {
        match self.0.entry(collection).or_default().entry(epoch) {
            Entry::Occupied(held) if *held.get() != key && on(Check::HeldKeys) => Err(Error::KeyDiffers),
            Entry::Occupied(mut held) => {
                held.insert(key);
                Ok(())
            }
            Entry::Vacant(slot) => {
                slot.insert(key);
                Ok(())
            }
        }
    }

    /// The key of one epoch.
    pub fn get(&self, collection: CollectionId, epoch: u32) -> Result<&CollectionKey, Error> {
        self.0.get(&collection).and_then(|epochs| epochs.get(&epoch)).ok_or(Error::NoKey)
    }

    /// The newest epoch and its key. New revisions are sealed with it.
    pub fn newest(&self, collection: CollectionId) -> Result<(u32, &CollectionKey), Error> {
        let epochs = self.0.get(&collection).ok_or(Error::NoKey)?;
        epochs.last_key_value().map(|(epoch, key)| (*epoch, key)).ok_or(Error::NoKey)
    }

    /// A collection's epochs and keys, oldest first.
    pub fn epochs(&self, collection: CollectionId) -> impl Iterator<Item = (u32, &CollectionKey)> {
        self.0.get(&collection).into_iter().flatten().map(|(epoch, key)| (*epoch, key))
    }

    /// The collections that have a key.
    pub fn collections(&self) -> impl Iterator<Item = CollectionId> + '_ {
        self.0.keys().copied()
    }

    /// All keys, to be written to an encrypted store.
    pub fn iter(&self) -> impl Iterator<Item = (CollectionId, u32, &CollectionKey)> {
        self.0.iter().flat_map(|(id, epochs)| epochs.iter().map(|(epoch, key)| (*id, *epoch, key)))
    }

    /// Drops a collection's keys after access has ended.
    pub fn forget(&mut self, collection: CollectionId) {
        self.0.remove(&collection);
    }

    /// Opens the keys that the account has stored on the server and checks each against the collection's key check.
    /// `private` is the collection that the manifest names. Returns the rejected keys with the reason. A held key is
    /// never replaced.
    pub fn open_stored(
        &mut self,
        account: &AccountKey,
        private: CollectionId,
        collections: &[Collection],
    ) -> Vec<(CollectionId, Error)> {
        let mut refused = Vec::new();
        for collection in collections {
            let kind = Kind::of(collection.id, private);
            for stored in &collection.keys {
                let Some(sealed) = &stored.key_sealed else { continue };
                let opened = open_key(account, kind, collection.id, stored.epoch, sealed, &stored.key_check);
                if let Err(error) = opened.and_then(|key| self.insert_received(collection.id, stored.epoch, key)) {
                    refused.push((collection.id, error));
                }
            }
        }
        refused
    }
}

/// Seals a collection's key under the account key, for the account's other devices.
pub fn seal_key(
    account: &AccountKey,
    kind: Kind,
    collection: CollectionId,
    epoch: u32,
    key: &CollectionKey,
    random: &mut Random,
) -> Blob {
    wrap(account.expose(), kind.purpose(), &key_context(collection, epoch), key.expose(), random).into()
}

fn open_key(
    account: &AccountKey,
    kind: Kind,
    collection: CollectionId,
    epoch: u32,
    sealed: &Blob,
    check: &Blob,
) -> Result<CollectionKey, Error> {
    let key = unwrap(account.expose(), kind.purpose(), &key_context(collection, epoch), sealed.as_ref())?;
    let key = CollectionKey::from_bytes(&key)?;
    if key.check() != check.as_ref() { Err(Error::WrongKey) } else { Ok(key) }
}

/// Associated data and `psk_id` of a key: collection id and epoch (or generation).
pub(super) fn key_context(collection: CollectionId, epoch: u32) -> [u8; 20] {
    let mut context = [0; 20];
    context[..16].copy_from_slice(collection.as_bytes());
    context[16..].copy_from_slice(&epoch.to_be_bytes());
    context
}
