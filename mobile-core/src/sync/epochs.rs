//! Key rotation: when a device or a member is removed, every collection begins a new epoch, so that the old keys cannot
//! open later records.
//!
//! The collections to rotate are stored before the server is asked. After a kill or a lost response the next sync
//! continues.

use std::collections::BTreeSet;

use journal::seal::{Keyring, bond, epoch};
use protocol::care::Collection;
use protocol::{Code, CollectionId, DeviceId, Problem};

use super::context::keys;
use crate::phone::{Accounts, Syncing};
use crate::store::Connection;
use crate::store::records::StoreLedger;
use crate::store::{account, collections, records, settings};
use crate::{Error, Phone, View};

// Other phones may rotate the same collection at the same time; then each attempt is one epoch later.
const TRIES: u32 = 5;

impl Accounts<'_> {
    /// Signs out another device, for the account's password: its access ends at once, and every collection gets a new
    /// key. For a lost device see [`Accounts::lost_phone`].
    ///
    /// If the network fails in between, the next sync completes it.
    ///
    /// # Errors
    /// If the password is wrong or the server cannot be reached: then nothing has changed.
    pub async fn remove_device(self, device: DeviceId, password: &str) -> Result<(), Error> {
        let account = self.phone.fresh_account().await?;
        // The proof is not consumed: the response alone shows that the password is right.
        self.prove(&account.server, &account.handle, password).await?;
        self.phone.store.write(|connection| {
            let known = collections::all(connection)?.into_iter().filter(|known| known.private || known.is_open());
            let all: BTreeSet<CollectionId> = known.map(|known| known.id).collect();
            settings::set_json(connection, settings::EPOCHS, &all)?;
            let mut gone: BTreeSet<DeviceId> = settings::get_json(connection, settings::SHUT_OUT)?.unwrap_or_default();
            gone.insert(device);
            settings::set_json(connection, settings::SHUT_OUT, &gone)
        })?;
        // The response to an earlier attempt may have been lost: then the device is gone, and the keys are rotated
        // anyway.
        self.phone.end(&format!("/v1/devices/{device}")).await?;
        self.phone.sync().move_epochs().await
    }
}

impl Syncing<'_> {
    /// Rotates the keys of all pending collections.
    pub(crate) async fn move_epochs(self) -> Result<(), Error> {
        loop {
            let waiting: Option<BTreeSet<CollectionId>> =
                self.phone.store.read(|connection| settings::get_json(connection, settings::EPOCHS))?;
            let Some(next) = waiting.and_then(|waiting| waiting.into_iter().next()) else { return Ok(()) };
            self.move_epoch(next).await?;
            self.phone.store.write(|connection| {
                let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
                let mut waiting = waiting.unwrap_or_default();
                waiting.remove(&next);
                settings::set_json(connection, settings::EPOCHS, &waiting)
            })?;
        }
    }

    async fn move_epoch(self, id: CollectionId) -> Result<(), Error> {
        for _ in 0..TRIES {
            let account = self.phone.fresh_account().await?;
            let listed = self.list_collections().await?;
            // Access has ended meanwhile: nothing is written there.
            let Some(collection) = listed.iter().find(|one| one.id == id) else { return Ok(()) };
            let (own, bonds) = self
                .phone
                .store
                .write::<_, Error>(|connection| Ok((keys(connection, &account)?, collections::bonds(connection)?)))?;
            let begun = if id == own.manifest.private {
                let begun = epoch::begin_private(collection, account.id, &own, &mut self.phone.random())?;
                StartedEpoch { new: begun.new, key: begun.key, bond: None }
            } else {
                // Without a bond nobody receives a key.
                let Some(bond) = bonds.iter().find(|bond| bond.care == id && bond.is_open()) else { return Ok(()) };
                let begun = match epoch::begin(collection, bond, account.id, &own, &mut self.phone.random()) {
                    // The members do not match the bond: no key is made for them, and the list of readers shows it.
                    Err(journal::seal::Error::Members) => return Ok(()),
                    begun => begun?,
                };
                StartedEpoch { new: begun.new, key: begun.key, bond: Some(begun.bond) }
            };
            let path = format!("/v1/collections/{id}/epochs");
            match self.phone.post::<Collection>(&path, &begun.new).await {
                Ok(made) => return self.adopt_epoch(&made, begun),
                // Another device was first: one epoch further, so that this one certainly comes after the removal.
                Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => self.refresh_collections_once().await?,
                Err(Error::Problem(Problem { code: Code::ManifestTaken, .. })) => {
                    self.phone.store.write(|connection| settings::set(connection, settings::MANIFEST_MOVED, b"1"))?;
                    self.refresh_manifest().await?;
                    self.refresh_collections_once().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::Stuck)
    }

    /// Stores an accepted epoch: its key, the bond or manifest that names it, and the records sealed again with it.
    fn adopt_epoch(self, made: &Collection, begun: StartedEpoch) -> Result<(), Error> {
        let mut keyring = Keyring::default();
        keyring.insert(made.id, begun.new.epoch, begun.key);
        self.phone.store.write::<_, Error>(|connection| {
            collections::put(connection, made)?;
            collections::put_keys(connection, &keyring)?;
            if let Some(bond) = &begun.bond {
                write_bond(connection, bond)?;
            }
            if let Some(manifest) = begun.new.manifest {
                let mut account = account::get(connection)?.ok_or(Error::NoAccount)?;
                account.manifest = manifest;
                account::put(connection, &account)?;
                records::seal_authority_again(connection)?;
            }
            Ok(())
        })?;
        self.phone.changed(View::Care);
        Ok(())
    }

    /// Accepts the keys that the server lists now.
    async fn refresh_collections_once(self) -> Result<(), Error> {
        let listed = self.list_collections().await?;
        self.phone.store.write(|connection| {
            let account = account::get(connection)?.ok_or(Error::NoAccount)?;
            super::run::apply_collections(connection, &account, &listed, self.phone.clock.now().unix_ms).map(drop)
        })
    }

    /// Records the epochs that need a new key of this account: of the journal, and of care collections with a bond.
    pub(super) fn note_keyless(connection: &mut Connection, listed: &[Collection]) -> Result<(), Error> {
        let open: Vec<CollectionId> = collections::all(connection)?
            .into_iter()
            .filter(|one| one.private || one.is_open())
            .map(|one| one.id)
            .collect();
        // An epoch that this account has no key of is of no use either: somebody else has begun it.
        let own = |one: &Collection| one.keys.iter().any(|key| key.epoch == one.epoch && key.key_sealed.is_some());
        let keyless = listed.iter().filter(|one| !own(one));
        let keyless: BTreeSet<CollectionId> = keyless.map(|one| one.id).filter(|id| open.contains(id)).collect();
        if keyless.is_empty() {
            return Ok(());
        }
        let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
        let all: BTreeSet<CollectionId> = waiting.unwrap_or_default().into_iter().chain(keyless).collect();
        Ok(settings::set_json(connection, settings::EPOCHS, &all)?)
    }

    /// Whether key rotations are pending.
    pub(crate) fn epochs_wait(connection: &mut Connection) -> Result<bool, crate::store::Error> {
        let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
        Ok(waiting.is_some_and(|waiting| !waiting.is_empty()))
    }
}

/// An epoch that was prepared here and not yet accepted by the server.
struct StartedEpoch {
    new: protocol::care::NewEpoch,
    key: journal::seal::CollectionKey,
    bond: Option<journal::seal::Bond>,
}

/// Writes a bond into the private collection. Bonds are trust state and not entries: no sharing rule, version or size limit
/// applies.
pub(crate) fn write_bond(connection: &mut Connection, bond: &journal::seal::Bond) -> Result<(), crate::store::Error> {
    let mut ledger = StoreLedger::new(connection);
    let key = Phone::own(&mut ledger, bond::record_id(bond.care))?;
    journal::sync::write(&mut ledger, &key, Some(bond::payload(bond)))
}
