//! The state of the database as its workers last saw it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::fault::Outage;

/// Shared by all workers of a database.
#[derive(Default)]
pub(crate) struct DbStatus {
    outage: Mutex<Option<Outage>>,
    /// Counts broken connections. A worker whose last check is older than the latest break checks its own.
    lost_connections: AtomicU64,
    failed_jobs: [AtomicU64; Outage::ALL.len()],
}

impl DbStatus {
    /// The current outage; `None` while the last write succeeded.
    pub(crate) fn outage(&self) -> Option<Outage> {
        *self.outage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Broken connections since the start.
    pub(crate) fn lost_connections(&self) -> u64 {
        self.lost_connections.load(Ordering::Acquire)
    }

    /// Jobs that failed because of an outage since the start.
    pub(crate) fn failed_jobs(&self, outage: Outage) -> u64 {
        self.failed_jobs[outage as usize].load(Ordering::Relaxed)
    }

    pub(super) fn count_failed_job(&self, outage: Outage) {
        self.failed_jobs[outage as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_lost_connection(&self) {
        self.lost_connections.fetch_add(1, Ordering::AcqRel);
    }

    /// Records an outage, and logs it once.
    pub(super) fn begin_outage(&self, outage: Outage) {
        let mut current = self.outage.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != Some(outage) {
            *current = Some(outage);
            tracing::error!(cause = %outage, "database writes fail");
        }
    }

    pub(super) fn end_outage(&self) {
        let mut current = self.outage.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outage) = current.take() {
            tracing::info!(cause = %outage, "database writes succeed again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outage_has_its_own_counter() {
        let status = DbStatus::default();
        for outage in Outage::ALL {
            status.count_failed_job(outage);
            assert_eq!(status.failed_jobs(outage), 1);
        }
    }
}
