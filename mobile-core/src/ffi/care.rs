//! Join a therapist, see who reads, compare safety words.

use super::{CoreError, PhoneCore};
use crate::care::{CareView, InvitationView, SafetyWords};
use crate::view::{ReadersView, RemovedView};

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

    /// Four words to compare with the therapist, by voice: equal exactly when nobody stands between. Shown as "key 2: four
    /// words". Takes a good part of a second: not on the main thread.
    pub fn safety_words(&self, care: String) -> Result<SafetyWords, CoreError> {
        self.said(self.phone.safety_words(&care))
    }

    /// The person has compared the safety words and found them the same.
    pub fn words_compared(&self, care: String) -> Result<(), CoreError> {
        self.said(self.phone.words_compared(&care))
    }

    /// "Who can read this", with what is known to be whole, what was refused and what is missing.
    pub fn readers(&self) -> Result<ReadersView, CoreError> {
        self.said(self.phone.readers())
    }

    /// The person says, on a new phone, that the readers are who may read. Nothing is shared from it before.
    pub fn confirm_readers(&self) -> Result<(), CoreError> {
        self.said(self.phone.confirm_readers())
    }

    /// Brings to the server again what it says it does not have.
    pub fn bring_again(&self) -> Result<(), CoreError> {
        self.said(self.phone.bring_again())
    }

    /// Removes here as well what the server says it does not have.
    pub fn remove_here(&self) -> Result<(), CoreError> {
        self.said(self.phone.remove_here())
    }

    /// What therapists had written and the server does not have any more, without proof that they deleted it.
    pub fn recently_removed(&self) -> Result<Vec<RemovedView>, CoreError> {
        self.said(self.phone.recently_removed())
    }

    /// Keeps the words of something that was removed as an own entry. Returns the entry's id.
    pub fn restore_removed(&self, id: String) -> Result<String, CoreError> {
        let id = id.parse().map_err(|_| crate::Error::NoEntry);
        self.said(id.and_then(|id| self.phone.restore_removed(id)).map(|id| id.to_string()))
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
