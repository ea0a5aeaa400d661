//! The keyring: collection keys by collection and epoch.

use std::collections::BTreeMap;

use protocol::care::Collection;
use protocol::{Blob, CollectionId};

use super::wrap::{unwrap, wrap};
use super::{AccountKey, CollectionKey, Error, Random};

const PURPOSE: &str = "collection key";

/// The collection keys that an unlocked account holds.
#[derive(Clone, Debug, Default)]
pub struct Keyring(BTreeMap<CollectionId, BTreeMap<u32, CollectionKey>>);

impl Keyring {
    /// Adds a key.
    pub fn insert(&mut self, collection: CollectionId, epoch: u32, key: CollectionKey) {
        self.0.entry(collection).or_default().insert(epoch, key);
    }

    /// The key of one epoch.
    pub fn get(&self, collection: CollectionId, epoch: u32) -> Result<&CollectionKey, Error> {
        self.0.get(&collection).and_then(|epochs| epochs.get(&epoch)).ok_or(Error::NoKey)
    }

    /// The newest epoch and its key: what new revisions are sealed with.
    pub fn newest(&self, collection: CollectionId) -> Result<(u32, &CollectionKey), Error> {
        let epochs = self.0.get(&collection).ok_or(Error::NoKey)?;
        epochs.last_key_value().map(|(epoch, key)| (*epoch, key)).ok_or(Error::NoKey)
    }

    /// The collections whose records can be opened.
    pub fn collections(&self) -> impl Iterator<Item = CollectionId> + '_ {
        self.0.keys().copied()
    }

    /// Every key, for an encrypted store.
    pub fn iter(&self) -> impl Iterator<Item = (CollectionId, u32, &CollectionKey)> {
        self.0.iter().flat_map(|(id, epochs)| epochs.iter().map(|(epoch, key)| (*id, *epoch, key)))
    }

    /// Drops a collection's keys, when access has ended.
    pub fn forget(&mut self, collection: CollectionId) {
        self.0.remove(&collection);
    }

    /// Opens the keys that the account has stored with the server, and checks each against the collection's header
    /// before anything is pulled with it. Returns the collections whose key is wrong, with the reason.
    pub fn open_stored(&mut self, account: &AccountKey, collections: &[Collection]) -> Vec<(CollectionId, Error)> {
        let mut wrong = Vec::new();
        for collection in collections {
            for stored in &collection.keys {
                let Some(sealed) = &stored.key_sealed else { continue };
                match open_key(account, collection.id, stored.epoch, sealed, &stored.key_check) {
                    Ok(key) => self.insert(collection.id, stored.epoch, key),
                    Err(error) => wrong.push((collection.id, error)),
                }
            }
        }
        wrong
    }
}

/// Seals a collection's key under the account key, for the account's other devices.
pub fn seal_key(
    account: &AccountKey,
    collection: CollectionId,
    epoch: u32,
    key: &CollectionKey,
    random: &mut Random,
) -> Blob {
    wrap(account.expose(), PURPOSE, &place(collection, epoch), key.expose(), random).into()
}

fn open_key(
    account: &AccountKey,
    collection: CollectionId,
    epoch: u32,
    sealed: &Blob,
    check: &Blob,
) -> Result<CollectionKey, Error> {
    let key = unwrap(account.expose(), PURPOSE, &place(collection, epoch), sealed.as_ref())?;
    let key = CollectionKey::from_bytes(&key)?;
    if key.check() != check.as_ref() { Err(Error::WrongKey) } else { Ok(key) }
}

fn place(collection: CollectionId, epoch: u32) -> Vec<u8> {
    [&collection.as_bytes()[..], &epoch.to_be_bytes()].concat()
}
