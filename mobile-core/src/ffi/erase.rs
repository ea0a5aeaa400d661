//! Erasing the phone or the whole account.

use super::{CoreError, PhoneCore};
use crate::erase::{ErasedView, Loss};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// The data that deleting this phone's journal would lose: show it before.
    pub fn what_would_be_lost(&self) -> Result<Loss, CoreError> {
        self.localized(self.phone.erasure().what_would_be_lost())
    }

    /// Deletes everything on this phone. Open the journal again afterwards.
    pub fn erase_phone(&self) -> Result<ErasedView, CoreError> {
        self.localized(self.phone.erasure().erase_phone())
    }

    /// Deletes everything on this phone while it is locked, for a person who has forgotten the PIN. Data that was only
    /// on this phone is lost. Open the journal again afterwards, and sign in to get back the synced data.
    pub fn erase_locked(&self) -> Result<ErasedView, CoreError> {
        self.localized(self.phone.erasure().erase_locked())
    }

    /// Deletes everything: the account with all its data on the server, then this phone's journal and keys. Cannot be
    /// undone. With a wrong password, or without a network, nothing is deleted.
    pub async fn erase_everything(&self, password: String) -> Result<ErasedView, CoreError> {
        self.localized(self.phone.erasure().erase_everything(&password).await)
    }
}
