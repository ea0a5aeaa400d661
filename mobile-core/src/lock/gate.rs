//! Auto-lock: a journal that nobody has touched for the chosen time closes by itself, at the next look at it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::clock::Clock;

const NEVER: u64 = u64::MAX;
/// How long a PIN, face or finger counts as shown for what asks for it again.
const SHOWN_MS: u64 = 2 * 60 * 1_000;

/// Says whether the journal was left alone for too long. Measured by a clock that nobody can set.
pub(crate) struct Gate {
    clock: Arc<dyn Clock>,
    after_ms: AtomicU64,
    touched_ms: AtomicU64,
    shown_ms: AtomicU64,
}

impl Gate {
    /// One that never closes by itself.
    pub fn open(clock: Arc<dyn Clock>) -> Self {
        let gate = Self {
            clock,
            after_ms: AtomicU64::new(NEVER),
            touched_ms: AtomicU64::new(0),
            shown_ms: AtomicU64::new(NEVER),
        };
        gate.touch();
        gate
    }

    /// After how many seconds without a touch it closes; 0: only when the app leaves the screen; `None`: never.
    pub fn set_after(&self, seconds: Option<u32>) {
        let ms = seconds.map_or(NEVER, |seconds| u64::from(seconds) * 1_000);
        self.after_ms.store(ms, Ordering::SeqCst);
    }

    /// Somebody is there.
    pub fn touch(&self) {
        self.touched_ms.store(self.now(), Ordering::SeqCst);
    }

    /// How long until it closes by itself.
    pub fn left(&self) -> Option<Duration> {
        let after = self.after_ms.load(Ordering::SeqCst);
        if after == NEVER || after == 0 {
            return None;
        }
        let alone = self.now().saturating_sub(self.touched_ms.load(Ordering::SeqCst));
        Some(Duration::from_millis(after.saturating_sub(alone)))
    }

    /// Whether it was left alone for too long.
    pub fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// The person has shown PIN, face or finger.
    pub fn show(&self) {
        self.shown_ms.store(self.now(), Ordering::SeqCst);
    }

    /// It is locked: whoever comes next has shown nothing.
    pub fn hide(&self) {
        self.shown_ms.store(NEVER, Ordering::SeqCst);
    }

    /// Whether PIN, face or finger was shown a moment ago.
    pub fn was_shown(&self) -> bool {
        let shown = self.shown_ms.load(Ordering::SeqCst);
        shown != NEVER && self.now().saturating_sub(shown) < SHOWN_MS
    }

    fn now(&self) -> u64 {
        u64::try_from(self.clock.since_boot().as_millis()).unwrap_or(u64::MAX)
    }
}
