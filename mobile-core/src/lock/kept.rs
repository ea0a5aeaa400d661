//! What the platform's key store keeps of the lock, and how long to wait after wrong PINs.
//!
//! It cannot stand in the journal: it is what opens it. Tries are counted here before they are made, so a kill in the
//! middle of one gives no free try; waits are measured by a clock that nobody can set, and begin anew after a restart of
//! the device as far as they have not passed since.

use std::time::Duration;

use journal::seal::Stretch;
use protocol::Blob;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secrets::{SecretError, SecretStore};

/// Under which name it is kept. While it is there, [`STORE_KEY`](crate::secrets::STORE_KEY) is not.
pub(crate) const LOCK: &str = "journal-lock";

/// The lock.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// How the PIN is stretched.
    pub stretch: Stretch,
    /// The store's key under the PIN.
    pub sealed: Blob,
    /// Wrong PINs in a row, the one that is being tried included.
    pub failures: u32,
    /// When the last one was: milliseconds since the device started.
    pub failed_at_ms: u64,
    /// After so many everything on this phone is deleted: only by the person's explicit choice.
    pub wipe_after: Option<u32>,
    /// Seconds without a touch after which it locks by itself; 0: whenever the app leaves the screen.
    pub auto_lock_s: Option<u32>,
    /// The platform keeps the store's key under face or finger as well.
    pub biometrics: bool,
}

impl Kept {
    pub fn load(secrets: &dyn SecretStore) -> Result<Option<Self>, SecretError> {
        let Some(bytes) = secrets.load(LOCK.into())?.map(Zeroizing::new) else { return Ok(None) };
        // One that cannot be read locks the person out of nothing but this phone; it is never taken for "no lock".
        serde_json::from_slice(&bytes).map(Some).map_err(|_| SecretError::Failed)
    }

    pub fn save(&self, secrets: &dyn SecretStore) -> Result<(), SecretError> {
        secrets.save(LOCK.into(), serde_json::to_vec(self).map_err(|_| SecretError::Failed)?)
    }

    /// How long to wait before the next try, so many milliseconds after the device's start.
    pub fn wait(&self, now_ms: u64) -> Duration {
        // Earlier than the last failure: the device was restarted, and has been running for this long at least.
        let passed = now_ms.checked_sub(self.failed_at_ms).unwrap_or(now_ms);
        wait(self.failures).saturating_sub(Duration::from_millis(passed))
    }

    /// Tries until everything is deleted.
    pub fn left(&self) -> Option<u32> {
        self.wipe_after.map(|most| most.saturating_sub(self.failures))
    }
}

fn wait(failures: u32) -> Duration {
    Duration::from_secs(match failures {
        0..=4 => 0,
        5 => 30,
        6 => 60,
        7 => 5 * 60,
        8 => 15 * 60,
        _ => 60 * 60,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(failures: u32, failed_at_ms: u64) -> Kept {
        let stretch = Stretch { memory_kib: 64, passes: 1, lanes: 1, salt: [0; 16] };
        let sealed = Blob::default();
        Kept { stretch, sealed, failures, failed_at_ms, wipe_after: None, auto_lock_s: None, biometrics: false }
    }

    #[test]
    fn waits_grow_and_pass_only_with_time_that_has_passed() {
        assert_eq!(kept(4, 1_000).wait(1_000), Duration::ZERO);
        assert_eq!(kept(5, 1_000).wait(1_000), Duration::from_secs(30));
        assert_eq!(kept(5, 1_000).wait(21_000), Duration::from_secs(10));
        assert_eq!(kept(5, 1_000).wait(31_000), Duration::ZERO);
        assert!((5..12).all(|n| kept(n + 1, 0).wait(0) >= kept(n, 0).wait(0)));
        assert_eq!(kept(99, 0).wait(0), Duration::from_secs(3_600));
    }

    #[test]
    fn a_restart_of_the_device_gives_no_time_away() {
        // Failed ten minutes after the start; the device was restarted and has been running for a minute.
        let kept = kept(8, 600_000);
        assert_eq!(kept.wait(60_000), Duration::from_secs(14 * 60));
        assert_eq!(kept.wait(15 * 60_000), Duration::from_secs(10 * 60), "or has it? it waits, to be sure");
    }
}
