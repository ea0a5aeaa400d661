//! The state of the PIN lock in the platform's key store, and the waits after wrong PINs.
//!
//! It cannot be in the journal, because it unlocks the journal. An attempt is counted before it is made, so killing the
//! app in the middle gives no free attempt. Waits are measured by the monotonic clock; after a restart of the device,
//! only the time since the restart counts.

use std::time::Duration;

use journal::seal::Stretch;
use protocol::Blob;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{SecretError, SecretStore};

/// The name of the PIN lock in the key store. While it exists, [`STORE_KEY`](super::STORE_KEY) does not.
pub(crate) const PIN_LOCK: &str = "journal-lock";

/// The store's key under a PIN, with the count of wrong PINs.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PinLock {
    /// How the PIN is stretched.
    pub stretch: Stretch,
    /// The store's key under the PIN.
    pub sealed: Blob,
    /// Wrong PINs in a row, including the attempt in progress.
    pub failures: u32,
    /// When the last wrong PIN was entered: milliseconds since the device started.
    pub failed_at_ms: u64,
    /// The number of wrong PINs after which everything on this phone is deleted; only by the person's explicit choice.
    pub wipe_after: Option<u32>,
    /// Seconds without a touch until auto-lock; 0: whenever the app leaves the screen.
    pub auto_lock_s: Option<u32>,
    /// Whether the platform stores the store's key under face or fingerprint as well.
    pub biometrics: bool,
}

impl PinLock {
    pub fn load(secrets: &dyn SecretStore) -> Result<Option<Self>, SecretError> {
        let Some(bytes) = secrets.load(PIN_LOCK.into())?.map(Zeroizing::new) else { return Ok(None) };
        // A lock that cannot be read is an error, never "no lock".
        serde_json::from_slice(&bytes).map(Some).map_err(|_| SecretError::Failed)
    }

    pub fn save(&self, secrets: &dyn SecretStore) -> Result<(), SecretError> {
        secrets.save(PIN_LOCK.into(), serde_json::to_vec(self).map_err(|_| SecretError::Failed)?)
    }

    /// How long to wait before the next attempt. `now_ms` counts from the start of the device.
    pub fn wait(&self, now_ms: u64) -> Duration {
        // Earlier than the last failure: the device was restarted, and has been running for this long at least.
        let passed = now_ms.checked_sub(self.failed_at_ms).unwrap_or(now_ms);
        wait(self.failures).saturating_sub(Duration::from_millis(passed))
    }

    /// Remaining attempts until everything is deleted.
    pub fn attempts_left(&self) -> Option<u32> {
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

    fn lock(failures: u32, failed_at_ms: u64) -> PinLock {
        let stretch = Stretch { memory_kib: 64, passes: 1, lanes: 1, salt: [0; 16] };
        let sealed = Blob::default();
        PinLock { stretch, sealed, failures, failed_at_ms, wipe_after: None, auto_lock_s: None, biometrics: false }
    }

    #[test]
    fn waits_grow_and_pass_only_with_time_that_has_passed() {
        assert_eq!(lock(4, 1_000).wait(1_000), Duration::ZERO);
        assert_eq!(lock(5, 1_000).wait(1_000), Duration::from_secs(30));
        assert_eq!(lock(5, 1_000).wait(21_000), Duration::from_secs(10));
        assert_eq!(lock(5, 1_000).wait(31_000), Duration::ZERO);
        assert!((5..12).all(|n| lock(n + 1, 0).wait(0) >= lock(n, 0).wait(0)));
        assert_eq!(lock(99, 0).wait(0), Duration::from_secs(3_600));
    }

    #[test]
    fn a_restart_of_the_device_gives_no_time_away() {
        // Failed ten minutes after the start; the device was restarted and has been running for a minute.
        let lock = lock(8, 600_000);
        assert_eq!(lock.wait(60_000), Duration::from_secs(14 * 60));
        assert_eq!(lock.wait(15 * 60_000), Duration::from_secs(10 * 60), "or has it? it waits, to be sure");
    }
}
