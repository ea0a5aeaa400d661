//! Sync and its status.

use super::{CoreError, PhoneCore};
use crate::status::Status;

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Brings what was written here to the server and what is new there to this phone, whole. It may be cancelled
    /// anywhere; the next one goes on from there.
    pub async fn sync(&self) -> Result<Status, CoreError> {
        Ok(self.phone.sync().await?)
    }

    /// Where sync stands: "in sync" only when it is whole, otherwise why not yet. Needs no network.
    pub fn status(&self) -> Result<Status, CoreError> {
        Ok(self.phone.status()?)
    }
}
