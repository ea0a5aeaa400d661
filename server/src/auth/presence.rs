//! A cache of signed-in devices and their permissions, so that not every request queries the database.
//!
//! A device is removed from it before the response to its sign-out is sent. Other servers on the same database are
//! notified through the relay; without it, their entries expire within seconds.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

use protocol::{AccountId, DeviceId};

use crate::actor::Actor;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::devices::{self, Permissions};
use crate::fault::Result;

/// How long an entry is valid, in milliseconds.
const TTL_MS: i64 = 10_000;
/// The maximum number of entries; then the cache is cleared.
const MAX_DEVICES: usize = 65_536;

pub(crate) struct Presence {
    clock: Clock,
    cache: RwLock<Cache>,
}

#[derive(Default)]
struct Cache {
    devices: HashMap<DeviceId, (Actor, Permissions, i64)>,
    /// Counts invalidations: a query that was running during one is not cached.
    invalidations: u64,
}

impl Presence {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, cache: RwLock::default() }
    }

    /// The permissions of a device's account; `None` if the device is signed out.
    pub(crate) async fn permissions(&self, db: &Db, actor: Actor) -> Result<Option<Permissions>> {
        let now = self.clock.now();
        let (cached, invalidations) = {
            let cache = self.cache.read().unwrap_or_else(PoisonError::into_inner);
            (cache.devices.get(&actor.device).copied(), cache.invalidations)
        };
        if let Some((_, permissions, _)) = cached.filter(|(of, _, until)| *of == actor && *until > now) {
            return Ok(Some(permissions));
        }
        let found = db.read(move |conn| devices::permissions(conn, actor.account.into(), actor.device.into())).await?;
        if let Some(permissions) = found {
            let mut cache = self.write();
            if cache.invalidations == invalidations {
                if cache.devices.len() >= MAX_DEVICES {
                    cache.devices.clear();
                }
                cache.devices.insert(actor.device, (actor, permissions, now + TTL_MS));
            }
        }
        Ok(found)
    }

    /// Removes a device that was signed out.
    pub(crate) fn forget(&self, device: DeviceId) {
        let mut cache = self.write();
        cache.devices.remove(&device);
        cache.invalidations += 1;
    }

    /// Removes all devices of an account whose permissions changed.
    pub(crate) fn forget_account(&self, account: AccountId) {
        let mut cache = self.write();
        cache.devices.retain(|_, (of, ..)| of.account != account);
        cache.invalidations += 1;
    }

    /// Removes all devices from the cache.
    pub(crate) fn forget_all(&self) {
        let mut cache = self.write();
        cache.devices.clear();
        cache.invalidations += 1;
    }

    fn write(&self) -> RwLockWriteGuard<'_, Cache> {
        self.cache.write().unwrap_or_else(PoisonError::into_inner)
    }
}
