//! Auto-lock: a journal that was not touched for the chosen time is closed at the next access.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::clock::Clock;

const NEVER: u64 = u64::MAX;
/// How long an authentication by PIN, face or finger counts for acts that ask for it again.
const AUTHENTICATED_MS: u64 = 2 * 60 * 1_000;

/// When the journal was touched last, and when the person was authenticated last, by the monotonic clock.
pub(crate) struct AutoLock {
    clock: Arc<dyn Clock>,
    after_ms: AtomicU64,
    touched_ms: AtomicU64,
    authenticated_ms: AtomicU64,
}

impl AutoLock {
    /// A lock that never closes the journal until [`AutoLock::set_after`].
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let lock = Self {
            clock,
            after_ms: AtomicU64::new(NEVER),
            touched_ms: AtomicU64::new(0),
            authenticated_ms: AtomicU64::new(NEVER),
        };
        lock.touch();
        lock
    }

    /// Sets the seconds without a touch until the journal closes; 0: only when the app leaves the screen; `None`: never.
    pub fn set_after(&self, seconds: Option<u32>) {
        let ms = seconds.map_or(NEVER, |seconds| u64::from(seconds) * 1_000);
        self.after_ms.store(ms, Ordering::SeqCst);
    }

    /// The person has used the app: the time starts again.
    pub fn touch(&self) {
        self.touched_ms.store(self.now(), Ordering::SeqCst);
    }

    /// Time left until the journal closes.
    pub fn time_left(&self) -> Option<Duration> {
        let after = self.after_ms.load(Ordering::SeqCst);
        if after == NEVER || after == 0 {
            return None;
        }
        let idle = self.now().saturating_sub(self.touched_ms.load(Ordering::SeqCst));
        Some(Duration::from_millis(after.saturating_sub(idle)))
    }

    /// Whether the time is over.
    pub fn is_due(&self) -> bool {
        self.time_left().is_some_and(|left| left.is_zero())
    }

    /// The person was authenticated by PIN, face or finger.
    pub fn authenticated(&self) {
        self.authenticated_ms.store(self.now(), Ordering::SeqCst);
    }

    /// The journal was locked: the next person has to be authenticated.
    pub fn forget_authentication(&self) {
        self.authenticated_ms.store(NEVER, Ordering::SeqCst);
    }

    /// Whether the person was authenticated within the last two minutes.
    pub fn is_authenticated(&self) -> bool {
        let at = self.authenticated_ms.load(Ordering::SeqCst);
        at != NEVER && self.now().saturating_sub(at) < AUTHENTICATED_MS
    }

    fn now(&self) -> u64 {
        u64::try_from(self.clock.since_boot().as_millis()).unwrap_or(u64::MAX)
    }
}
