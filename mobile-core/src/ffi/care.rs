//! Join a therapist, see who reads, compare safety words.

use super::{CoreError, PhoneCore};
use crate::care::{CareView, InvitationView};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Reads who invites, without answering. `link` is what the QR code holds. Works before there is an account.
    pub async fn read_invitation(&self, link: String) -> Result<InvitationView, CoreError> {
        self.said(self.phone.read_invitation(&link).await)
    }

    /// Answers an invitation. `name` is how the person wants to be called by this therapist.
    ///
    /// Should the answer get lost on the way, call it again with the same link.
    pub async fn join(&self, link: String, name: Option<String>) -> Result<CareView, CoreError> {
        self.said(self.phone.join(&link, name.as_deref()).await)
    }

    /// The care relationships, ended ones included.
    pub fn care(&self) -> Result<Vec<CareView>, CoreError> {
        self.said(self.phone.care())
    }

    /// Four words to compare with the therapist, by voice: equal exactly when nobody stands between.
    pub fn safety_words(&self, care: String) -> Result<Vec<String>, CoreError> {
        self.said(self.phone.safety_words(&care))
    }

    /// How the person wants to be called by this therapist.
    pub fn set_name(&self, care: String, name: String) -> Result<(), CoreError> {
        self.said(self.phone.set_name(&care, &name))
    }

    /// Ends a relationship: the therapist is removed at once and reads nothing more.
    pub async fn end_care(&self, care: String) -> Result<(), CoreError> {
        self.said(self.phone.end_care(&care).await)
    }
}
