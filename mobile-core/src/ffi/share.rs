//! Share: exact preview, several at once, take back; share from now on; who has access; replies; consent.

use protocol::RecordId;

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::Error;
use crate::entries::ConsentView;
use crate::view::{AccessView, Preview, ShareView, TakeBackView, TherapistView};

#[uniffi::export]
impl PhoneCore {
    /// Exactly what the therapist would see if the entry were shared now. `care` is optional if there is only one
    /// relationship.
    pub fn preview(&self, id: String, care: Option<String>) -> Result<Preview, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().preview(id, care.as_deref())))
    }

    /// The preview of several entries, with the texts of the screen.
    pub fn share_view(&self, ids: Vec<String>, care: Option<String>) -> Result<ShareView, CoreError> {
        self.localized(entries(&ids).and_then(|ids| self.phone.sharing().share_view(&ids, care.as_deref())))
    }

    /// Shares an entry and its later changes with a therapist.
    pub fn share(&self, id: String, care: Option<String>) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().share(id, care.as_deref())))
    }

    /// Shares several entries at once: all of them, or none.
    pub fn share_several(&self, ids: Vec<String>, care: Option<String>) -> Result<(), CoreError> {
        self.localized(entries(&ids).and_then(|ids| self.phone.sharing().share_several(&ids, care.as_deref())))
    }

    /// Entries that are shared with a therapist, also after the relationship has ended: to share them with another one by
    /// `share_view` and `share_several`.
    pub fn shared_with(&self, care: String) -> Result<Vec<String>, CoreError> {
        let ids = self.localized(self.phone.sharing().shared_with(&care))?;
        Ok(ids.iter().map(ToString::to_string).collect())
    }

    /// The clinic's records of sessions in a relationship, copied into the journal: to share them with the next therapist
    /// by `share_view` and `share_several`. Nothing is shared by this call.
    pub fn session_records(&self, care: String) -> Result<Vec<String>, CoreError> {
        let ids = self.localized(self.phone.sharing().session_records(&care))?;
        Ok(ids.iter().map(ToString::to_string).collect())
    }

    /// Stops sharing an entry, with everybody if `care` is absent: the next sync removes it from the server and the therapist's
    /// view. Returns a sentence on what that means, such as whether it was read before.
    pub fn take_back(&self, id: String, care: Option<String>) -> Result<String, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().take_back_text(id, care.as_deref())))
    }

    /// From whom an entry was taken back, and whether the server has confirmed it: until then the therapist may still
    /// read it.
    pub fn taken_back(&self, id: String) -> Result<Vec<TakeBackView>, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().taken_back(id)))
    }

    /// Sets or removes the mark "I want to talk about this".
    pub fn mark_to_talk(&self, id: String, marked: bool) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().mark_to_talk(id, marked)))
    }

    /// The text to confirm before sharing these kinds from now on.
    pub fn share_rule_question(&self, kinds: Vec<String>) -> String {
        self.phone.sharing().share_rule_question(&kinds)
    }

    /// Shares each new entry of these kinds as soon as it is written. Only by the person's explicit choice.
    pub fn share_from_now_on(&self, kinds: Vec<String>, care: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.sharing().share_from_now_on(&kinds, care.as_deref()).map(drop))
    }

    /// Stops sharing new entries automatically; with everybody, if `care` is absent.
    pub fn stop_sharing_from_now_on(&self, care: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.sharing().stop_sharing_from_now_on(care.as_deref()))
    }

    /// Who has access, and how much is shared with each.
    pub fn access(&self) -> Result<Vec<AccessView>, CoreError> {
        self.localized(self.phone.sharing().access())
    }

    /// The screen about the therapist: replies, assignments, appointments, access, the practice.
    pub fn therapist(&self) -> Result<TherapistView, CoreError> {
        self.localized(self.phone.sharing().therapist())
    }

    /// An appointment as the text of an iCalendar file (RFC 5545): with a neutral title, without name and purpose.
    pub fn appointment_file(&self, id: String) -> Result<String, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.sharing().appointment_file(id)))
    }

    /// Marks all replies as seen.
    pub fn mark_replies_seen(&self) -> Result<(), CoreError> {
        self.localized(self.phone.sharing().mark_replies_seen())
    }

    /// All consents: their wordings, and what was agreed to in which version.
    pub fn consents(&self) -> Result<Vec<ConsentView>, CoreError> {
        self.localized(self.phone.sharing().consents())
    }

    /// Records consent to the current wording.
    pub fn agree(&self, purpose: String, care: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.sharing().agree(&purpose, care.as_deref()).map(drop))
    }

    /// Withdraws a consent.
    pub fn withdraw_consent(&self, purpose: String, care: Option<String>) -> Result<(), CoreError> {
        self.localized(self.phone.sharing().withdraw_consent(&purpose, care.as_deref()))
    }
}

fn entries(ids: &[String]) -> Result<Vec<RecordId>, Error> {
    ids.iter().map(|id| entry(id)).collect()
}
