//! Sync and its status.

use super::{CoreError, PhoneCore};
use crate::status::Status;

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Brings what was written here to the server and what is new there to this phone, whole. It may be cancelled
    /// anywhere; the next one goes on from there.
    pub async fn sync(&self) -> Result<Status, CoreError> {
        self.said(self.phone.sync().await)
    }

    /// Keeps this phone in sync as long as it runs: at once, after every write here, and whenever something moves on the
    /// server. Run it while the app is in the foreground, and cancel it afterwards. It ends only with an error that
    /// does not pass by itself, such as being signed out.
    pub async fn stay_in_sync(&self) -> Result<(), CoreError> {
        self.said(self.phone.stay_in_sync().await)
    }

    /// Ends `stay_in_sync`, if it is running: for languages in which a call cannot be cancelled. A new `stay_in_sync` ends
    /// the one before by itself.
    pub fn stop_syncing(&self) {
        self.phone.stop_syncing();
    }

    /// Where sync stands: "in sync" only when it is whole, otherwise why not yet. Needs no network.
    pub fn status(&self) -> Result<Status, CoreError> {
        self.said(self.phone.status())
    }
}
