//! Epochs: when a phone is lost or a member is shut out, every collection gets a new key, so that the old ones are useless
//! for whatever comes after.
//!
//! Which collections still have to move on is written down before anything is asked of the server; a kill anywhere, or a
//! lost answer, is made good by the next sync.

use std::collections::BTreeSet;

use journal::seal::epoch;
use journal::seal::{self, Keyring};
use protocol::care::{Collection, CollectionMember, NewEpoch};
use protocol::{AccountId, Blob, Code, CollectionId, DeviceId, Problem};
use reqwest::Method;

use super::wire::Call;
use crate::store::account::Account;
use crate::store::collections::{self, Known};
use crate::store::settings;
use crate::{Error, Phone, View};

// Other phones may move the same collection on at the same time: each try is then one epoch later.
const TRIES: u32 = 5;

impl Phone {
    /// Shuts out a device that was lost: its access ends at once, and every collection gets a new key. What it has can
    /// open nothing that is written from then on.
    ///
    /// Should the network break off in between, the next sync does the rest.
    pub async fn remove_device(&self, device: DeviceId) -> Result<(), Error> {
        self.store.write(|connection| {
            let known = collections::all(connection)?.into_iter().filter(|known| !known.ended);
            let all: BTreeSet<CollectionId> = known.map(|known| known.id).collect();
            settings::set_json(connection, settings::EPOCHS, &all)?;
            let mut gone: BTreeSet<DeviceId> = settings::get_json(connection, settings::SHUT_OUT)?.unwrap_or_default();
            gone.insert(device);
            settings::set_json(connection, settings::SHUT_OUT, &gone)
        })?;
        // The answer to an earlier try may have been lost: then it is gone, and the keys move on all the same.
        self.end(&format!("/v1/devices/{device}")).await?;
        self.move_epochs().await
    }

    /// Moves on the epochs that wait for it.
    pub(crate) async fn move_epochs(&self) -> Result<(), Error> {
        loop {
            let waiting: Option<BTreeSet<CollectionId>> =
                self.store.read(|connection| settings::get_json(connection, settings::EPOCHS))?;
            let Some(next) = waiting.and_then(|waiting| waiting.into_iter().next()) else { return Ok(()) };
            self.move_epoch(next).await?;
            self.store.write(|connection| {
                let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
                let mut waiting = waiting.unwrap_or_default();
                waiting.remove(&next);
                settings::set_json(connection, settings::EPOCHS, &waiting)
            })?;
        }
    }

    async fn move_epoch(&self, id: CollectionId) -> Result<(), Error> {
        for _ in 0..TRIES {
            let account = self.fresh_account().await?;
            let listed: Vec<Collection> = self.call(Method::GET, "/v1/collections", ()).await?;
            // Access has ended meanwhile: nothing is written there any more.
            let Some(collection) = listed.iter().find(|one| one.id == id) else { return Ok(()) };
            let known = self.store.read(collections::all)?.into_iter().find(|one| one.id == id);
            let others = others(collection, known.as_ref(), account.id)?;
            let own = self.keys(&account)?;
            let (new, key): (NewEpoch, _) = epoch::begin(collection, &others, &own, &mut self.random())?;
            let number = new.epoch;
            let path = format!("/v1/collections/{id}/epochs");
            match self.call::<Collection>(Method::POST, &path, &new).await {
                Ok(made) => {
                    let mut keyring = Keyring::default();
                    keyring.insert(id, number, key);
                    self.store.write(|connection| {
                        collections::put(connection, &made)?;
                        collections::put_keys(connection, &keyring)
                    })?;
                    self.changed(View::Care);
                    return Ok(());
                }
                // Another device was first: one epoch further, so that this one comes after the removal for certain.
                Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Stuck)
    }

    /// Takes up the keys that other members have handed over, and notes the epochs that wait for a key of this account's.
    pub(super) async fn take_over_epochs(&self, account: &Account, listed: &[Collection]) -> Result<(), Error> {
        let mut own = self.keys(account)?;
        let known = self.store.read(collections::all)?;
        for collection in listed {
            let here = known.iter().find(|one| one.id == collection.id);
            let trusted = |from: AccountId| identity(collection, here, from).ok();
            let stored = match epoch::take_over(collection, &mut own, trusted, &mut self.random()) {
                Ok(stored) => stored,
                Err(error) => {
                    self.store
                        .write(|connection| collections::set_problem(connection, collection.id, Some(error.code())))?;
                    continue;
                }
            };
            for key in &stored {
                let token = account.tokens.access.clone().unwrap_or_default();
                let path = format!("/v1/collections/{}/key", collection.id);
                let call = Call { method: Method::PUT, ..Call::get(&account.server, &path).signed_in(&token) };
                self.wire.tell(&call, key).await?;
            }
            if !stored.is_empty() {
                self.store.write(|connection| {
                    collections::put_keys(connection, &own.keyring)?;
                    super::sync::reopen(connection, collection.id, &own.keyring)
                })?;
            }
        }
        let keyless: BTreeSet<CollectionId> =
            listed.iter().filter(|one| one.keys.iter().all(|key| key.epoch != one.epoch)).map(|one| one.id).collect();
        if !keyless.is_empty() {
            self.store.write(|connection| {
                let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
                let all: BTreeSet<CollectionId> = waiting.unwrap_or_default().into_iter().chain(keyless).collect();
                settings::set_json(connection, settings::EPOCHS, &all)
            })?;
        }
        Ok(())
    }

    /// Whether epochs wait to move on.
    pub(crate) fn epochs_wait(connection: &mut diesel::SqliteConnection) -> Result<bool, crate::store::Error> {
        let waiting: Option<BTreeSet<CollectionId>> = settings::get_json(connection, settings::EPOCHS)?;
        Ok(waiting.is_some_and(|waiting| !waiting.is_empty()))
    }
}

/// All other members, each with the identity that this phone trusts.
pub(super) fn others(
    collection: &Collection,
    known: Option<&Known>,
    own: AccountId,
) -> Result<Vec<CollectionMember>, Error> {
    let others = collection.members.iter().filter(|member| member.account != own);
    let trusted = others.map(|member| {
        let identity_public = identity(collection, known, member.account)?;
        Ok(CollectionMember { identity_public, ..member.clone() })
    });
    trusted.collect()
}

/// A member's identity: the one in the invitation if this phone answered it, and never another one than that.
fn identity(collection: &Collection, known: Option<&Known>, of: AccountId) -> Result<Blob, seal::Error> {
    let member = collection.members.iter().find(|member| member.account == of).ok_or(seal::Error::Identity)?;
    match known.and_then(|known| known.welcome.as_ref()) {
        Some(welcome) if welcome.identity != member.identity_public => Err(seal::Error::Identity),
        _ => Ok(member.identity_public.clone()),
    }
}
