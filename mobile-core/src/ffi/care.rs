//! Join a therapist, see who reads, compare safety words.

use super::{CoreError, PhoneCore};
use crate::care::{CareView, InvitationView, SafetyWords};
use crate::view::{ReadersView, RemovedView};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Reads an invitation without accepting it. `link` is the content of the QR code. Works without an account.
    pub async fn read_invitation(&self, link: String) -> Result<InvitationView, CoreError> {
        self.localized(self.phone.care().read_invitation(&link).await)
    }

    /// Accepts an invitation. `name` is how the person wants to be called by this therapist.
    ///
    /// If the answer is lost, call it again with the same link.
    pub async fn join(&self, link: String, name: Option<String>) -> Result<CareView, CoreError> {
        self.localized(self.phone.care().join(&link, name.as_deref()).await)
    }

    /// The care relationships, ended ones included.
    pub fn care(&self) -> Result<Vec<CareView>, CoreError> {
        self.localized(self.phone.care().list())
    }

    /// Safety words to compare with the therapist, by voice: equal exactly if there is no one in the middle. Show them as
    /// "key 2: four words". Takes most of a second: not on the main thread.
    pub fn safety_words(&self, care: String) -> Result<SafetyWords, CoreError> {
        self.localized(self.phone.care().safety_words(&care))
    }

    /// Records that the person compared the safety words and found them equal.
    pub fn words_compared(&self, care: String) -> Result<(), CoreError> {
        self.localized(self.phone.care().words_compared(&care))
    }

    /// "Who can read this": the readers, what was verified, and warnings.
    pub fn readers(&self) -> Result<ReadersView, CoreError> {
        self.localized(self.phone.care().readers())
    }

    /// The person confirms the readers on a new phone. Nothing is shared from it before.
    pub fn confirm_readers(&self) -> Result<(), CoreError> {
        self.localized(self.phone.care().confirm_readers())
    }

    /// Pushes missing records to the server again.
    pub fn push_missing(&self) -> Result<(), CoreError> {
        self.localized(self.phone.care().push_missing())
    }

    /// Deletes missing records here as well.
    pub fn delete_missing(&self) -> Result<(), CoreError> {
        self.localized(self.phone.care().delete_missing())
    }

    /// Texts by therapists that the server no longer has, without proof that they deleted them.
    pub fn recently_removed(&self) -> Result<Vec<RemovedView>, CoreError> {
        self.localized(self.phone.care().recently_removed())
    }

    /// Saves removed text as a private entry. Returns the entry's id.
    pub fn restore_removed(&self, id: String) -> Result<String, CoreError> {
        let id = id.parse().map_err(|_| crate::Error::NoEntry);
        self.localized(id.and_then(|id| self.phone.care().restore_removed(id)).map(|id| id.to_string()))
    }

    /// Sets how the person wants to be called by this therapist.
    pub fn set_name(&self, care: String, name: String) -> Result<(), CoreError> {
        self.localized(self.phone.care().set_name(&care, &name))
    }

    /// Ends a relationship: the server removes the therapist, who can read nothing more.
    pub async fn end_care(&self, care: String) -> Result<(), CoreError> {
        self.localized(self.phone.care().end_care(&care).await)
    }
}
