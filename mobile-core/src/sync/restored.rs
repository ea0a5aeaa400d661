//! Repairing a server that was restored from a backup: it has lost removals of devices and members, and later epochs.
//! They are sent again before anything else.

use std::collections::BTreeSet;

use journal::seal::{Keys, epoch};
use protocol::account::Account as Listed;
use protocol::care::Collection;
use protocol::{Code, DeviceId, Problem};

use super::context::keys;
use crate::Error;
use crate::phone::Syncing;
use crate::store::collections::{self, CollectionState};
use crate::store::settings;

impl Syncing<'_> {
    /// Repairs a restored server: this phone has a newer key than the server lists. Returns whether anything was sent; then the
    /// list of collections has changed.
    ///
    /// Every removal rotates the keys, so an older epoch shows that a removal was lost.
    pub(super) async fn restore_epochs(self, listed: &[Collection]) -> Result<bool, Error> {
        let account = self.phone.fresh_account().await?;
        let (own, known) = self
            .phone
            .store
            .write::<_, Error>(|connection| Ok((keys(connection, &account)?, collections::all(connection)?)))?;
        let shut_again = self.shut_out_again(listed, &known).await?;
        let behind = |one: &&Collection| own.keyring.newest(one.id).is_ok_and(|(epoch, _)| epoch > one.epoch);
        let behind: Vec<&Collection> = listed.iter().filter(behind).collect();
        if behind.is_empty() {
            self.push_manifest_if_older().await?;
            return Ok(shut_again);
        }
        self.fetch_manifest().await?;
        let gone: Option<BTreeSet<DeviceId>> =
            self.phone.store.read(|connection| settings::get_json(connection, settings::SHUT_OUT))?;
        for device in gone.into_iter().flatten() {
            self.phone.end(&format!("/v1/devices/{device}")).await?;
        }
        for one in behind {
            let here = known.iter().find(|known| known.id == one.id);
            self.push_epochs(one.clone(), here, &own).await?;
        }
        self.push_manifest().await?;
        Ok(true)
    }

    /// Removes members again whose bond has ended here and whom the server still lists: the removal never reached the
    /// server, or the server has lost it. An error changes nothing here.
    async fn shut_out_again(self, listed: &[Collection], known: &[CollectionState]) -> Result<bool, Error> {
        let mut reported = false;
        for one in listed {
            let bond = known.iter().find(|known| known.id == one.id).and_then(|known| known.bond.as_ref());
            let Some(bond) = bond.filter(|bond| !bond.is_open()) else { continue };
            for member in one.members.iter().filter(|member| member.account == bond.account) {
                match self.phone.end(&format!("/v1/collections/{}/members/{}", one.id, member.account)).await {
                    Ok(()) => reported = true,
                    Err(Error::Problem(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(reported)
    }

    async fn push_manifest_if_older(self) -> Result<(), Error> {
        let older = self.phone.store.read(|connection| settings::get(connection, settings::MANIFEST_OLDER))?;
        let restored =
            self.phone.store.read(|connection| Ok(!crate::store::trust::restorations(connection)?.is_empty()))?;
        // Only after an announced restore: otherwise there is no reason for an older state.
        if older.is_some() && restored { self.push_manifest().await } else { Ok(()) }
    }

    async fn push_epochs(self, mut one: Collection, here: Option<&CollectionState>, own: &Keys) -> Result<(), Error> {
        let account = self.phone.fresh_account().await?;
        let bond = here.and_then(|here| here.bond.as_ref());
        // A member whose bond has ended is removed again.
        let stays = |member: protocol::AccountId| {
            member == account.id || bond.is_some_and(|bond| bond.is_open() && bond.account == member)
        };
        if one.id != own.manifest.private && bond.is_some() {
            for member in one.members.iter().filter(|member| !stays(member.account)) {
                self.phone.end(&format!("/v1/collections/{}/members/{}", one.id, member.account)).await?;
            }
            one.members.retain(|member| stays(member.account));
        }
        let path = format!("/v1/collections/{}/epochs", one.id);
        let lost = if one.id == own.manifest.private {
            let me: Listed = self.phone.get("/v1/me").await?;
            epoch::again_private(&one, account.id, me.manifest.version, own, &mut self.phone.random())?
        } else {
            let Some(bond) = bond.filter(|bond| bond.is_open()) else { return Ok(()) };
            epoch::again(&one, bond, account.id, own, &mut self.phone.random())?
        };
        for epoch in &lost {
            match self.phone.post::<Collection>(&path, epoch).await {
                // Another device was first, with this key or one of its own, which the list then contains.
                Ok(_) | Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
