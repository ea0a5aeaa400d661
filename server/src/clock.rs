//! The clock, injected: the system's, or one that tests set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Clones share the same time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    /// Moves only with [`Clock::advance`].
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A fixed time, in milliseconds since the Unix epoch.
    pub fn set_to(unix_ms: i64) -> Self {
        Self::Set(Arc::new(AtomicI64::new(unix_ms)))
    }

    /// Milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            }
            Self::Set(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Moves a fixed clock forward; no effect on the system's clock.
    pub fn advance(&self, by: Duration) {
        if let Self::Set(at) = self {
            at.fetch_add(by.as_millis() as i64, Ordering::SeqCst);
        }
    }
}

/// Rate limits use the same clock.
impl governor::clock::Clock for Clock {
    type Instant = governor::nanos::Nanos;

    fn now(&self) -> Self::Instant {
        governor::nanos::Nanos::new(u64::try_from(Self::now(self)).unwrap_or(0).saturating_mul(1_000_000))
    }
}
