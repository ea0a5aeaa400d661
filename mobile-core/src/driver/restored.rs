//! A server that was restored from a backup has forgotten who was shut out since, and the keys that came after. It is told
//! again before anything else is asked of it.

use std::collections::BTreeSet;

use journal::seal::epoch;
use journal::seal::{Keyring, Keys};
use protocol::care::{Collection, Part};
use protocol::{Code, DeviceId, Problem};
use reqwest::Method;

use super::epochs::others;
use crate::store::collections::{self, Known};
use crate::store::settings;
use crate::{Error, Phone};

impl Phone {
    /// Tells a server what it has forgotten: this phone has a key that comes after all that are listed. Says whether there was
    /// anything to tell; then the list is another one.
    ///
    /// Whoever is shut out moves the keys on, so it is by these that a forgotten ending is noticed.
    pub(super) async fn tell_again(&self, listed: &[Collection]) -> Result<bool, Error> {
        let (keyring, known) =
            self.store.read(|connection| Ok((collections::keyring(connection)?, collections::all(connection)?)))?;
        let behind = |one: &&Collection| keyring.newest(one.id).is_ok_and(|(epoch, _)| epoch > one.epoch);
        let behind: Vec<&Collection> = listed.iter().filter(behind).collect();
        if behind.is_empty() {
            return Ok(false);
        }
        let gone: Option<BTreeSet<DeviceId>> =
            self.store.read(|connection| settings::get_json(connection, settings::SHUT_OUT))?;
        for device in gone.into_iter().flatten() {
            self.end(&format!("/v1/devices/{device}")).await?;
        }
        for one in behind {
            let here = known.iter().find(|known| known.id == one.id);
            self.tell_epochs(one.clone(), here, &keyring).await?;
        }
        Ok(true)
    }

    async fn tell_epochs(&self, mut one: Collection, here: Option<&Known>, keyring: &Keyring) -> Result<(), Error> {
        let stays = |part: Part| part == Part::Client || here.is_none_or(|here| has(here, part));
        for member in one.members.iter().filter(|member| !stays(member.part)) {
            self.end(&format!("/v1/collections/{}/members/{}", one.id, member.account)).await?;
        }
        one.members.retain(|member| stays(member.part));
        let account = self.fresh_account().await?;
        let others = others(&one, here, account.id)?;
        let own = Keys { keyring: keyring.clone(), ..self.keys(&account)? };
        let path = format!("/v1/collections/{}/epochs", one.id);
        let lost = epoch::again(&one, &others, &own, &mut self.random())?;
        for epoch in &lost {
            match self.call::<Collection>(Method::POST, &path, epoch).await {
                // Another device was first, with this key or with one of its own, which the list then has.
                Ok(_) | Err(Error::Problem(Problem { code: Code::EpochTaken, .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn has(known: &Known, part: Part) -> bool {
    known.members.iter().any(|member| member.part == part)
}
