//! Everything is deleted, and it is said what is gone.

use super::{CoreError, PhoneCore};
use crate::erase::{ErasedView, Loss};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// What would be lost if this phone's journal were deleted now: to be shown before it is.
    pub fn what_would_be_lost(&self) -> Result<Loss, CoreError> {
        self.said(self.phone.what_would_be_lost())
    }

    /// Deletes everything on this phone. Open the journal anew afterwards.
    pub fn erase_phone(&self) -> Result<ErasedView, CoreError> {
        self.said(self.phone.erase_phone())
    }

    /// Deletes everything: the account with all that it has on the server, then this phone's journal and keys. Cannot be
    /// undone. With a wrong password, or without the network, nothing is gone.
    pub async fn erase_everything(&self, password: String) -> Result<ErasedView, CoreError> {
        self.said(self.phone.erase_everything(&password).await)
    }
}
