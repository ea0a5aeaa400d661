//! Sync and its status.

use super::{CoreError, PhoneCore};
use crate::sync::Status;

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Pushes local changes and pulls new ones, until both sides are equal. Cancel safe: the next sync continues.
    pub async fn sync(&self) -> Result<Status, CoreError> {
        self.localized(self.phone.sync().run().await)
    }

    /// Keeps this phone in sync while it runs: syncs at once, after every local write, and when the server announces a
    /// change. Run it while the app is in the foreground, and cancel it afterwards. It ends only with a permanent
    /// error, such as being signed out.
    pub async fn stay_in_sync(&self) -> Result<(), CoreError> {
        self.localized(self.phone.sync().stay_in_sync().await)
    }

    /// Stops `stay_in_sync`, for languages in which a call cannot be cancelled. A new `stay_in_sync` stops the one before.
    pub fn stop_syncing(&self) {
        self.phone.sync().stop_syncing();
    }

    /// The sync status: in sync, or the reasons why not. Needs no network.
    pub fn status(&self) -> Result<Status, CoreError> {
        self.localized(self.phone.sync().status())
    }
}
