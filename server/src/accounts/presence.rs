//! Which devices are signed in, remembered for a few seconds, so that not every request asks the database.
//!
//! A device that is signed out is forgotten before the one who did it is answered; servers beside this one hear of it
//! through their relay, and would find out by themselves once the few seconds are over.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

use protocol::{AccountId, DeviceId};

use super::Actor;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::devices::{self, Standing};
use crate::fault::Result;

/// How long an answer is believed, in milliseconds.
const BELIEVED: i64 = 10_000;
/// Devices that are remembered; beyond that, all of them are asked for once more.
const REMEMBERED: usize = 65_536;

/// What is remembered.
pub struct Presence {
    clock: Clock,
    seen: RwLock<Seen>,
}

#[derive(Default)]
struct Seen {
    devices: HashMap<DeviceId, (Actor, Standing, i64)>,
    /// Counts what was forgotten: an answer that was on its way meanwhile is not remembered.
    forgotten: u64,
}

impl Presence {
    /// Of nobody yet.
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: RwLock::default() }
    }

    /// What an account may do through a device; nothing when the device is signed out.
    pub async fn standing(&self, db: &Db, actor: Actor) -> Result<Option<Standing>> {
        let now = self.clock.now();
        let (known, forgotten) = {
            let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
            (seen.devices.get(&actor.device).copied(), seen.forgotten)
        };
        if let Some((_, standing, _)) = known.filter(|(of, _, until)| *of == actor && *until > now) {
            return Ok(Some(standing));
        }
        let found = db.read(move |conn| devices::standing(conn, actor.account.into(), actor.device.into())).await?;
        if let Some(standing) = found {
            let mut seen = self.write();
            if seen.forgotten == forgotten {
                if seen.devices.len() >= REMEMBERED {
                    seen.devices.clear();
                }
                seen.devices.insert(actor.device, (actor, standing, now + BELIEVED));
            }
        }
        Ok(found)
    }

    /// A device was signed out.
    pub fn forget(&self, device: DeviceId) {
        let mut seen = self.write();
        seen.devices.remove(&device);
        seen.forgotten += 1;
    }

    /// An account may do something else from now on.
    pub fn forget_account(&self, account: AccountId) {
        let mut seen = self.write();
        seen.devices.retain(|_, (of, ..)| of.account != account);
        seen.forgotten += 1;
    }

    /// Anything may have happened.
    pub fn forget_all(&self) {
        let mut seen = self.write();
        seen.devices.clear();
        seen.forgotten += 1;
    }

    fn write(&self) -> RwLockWriteGuard<'_, Seen> {
        self.seen.write().unwrap_or_else(PoisonError::into_inner)
    }
}
