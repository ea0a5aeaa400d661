//! The clock of a demonstration phone: entries of last week are written with last week's time.

use std::sync::{Mutex, PoisonError};

use journal::record::Moment;
use mobile_core::clock::{Clock, SystemClock};

/// The time that was set, otherwise the device's.
#[derive(Debug, Default)]
pub struct StoryClock(Mutex<Option<Moment>>);

impl StoryClock {
    /// Sets the time; `None` returns to the device's.
    pub fn set(&self, time: Option<Moment>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Moment {
        let set = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        set.unwrap_or_else(|| SystemClock.now())
    }
}
