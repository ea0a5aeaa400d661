//! Share: exact preview, several at once, take back; share from now on; who has access; replies; consent.

use protocol::RecordId;

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::Error;
use crate::entries::{ConsentView, Preview};
use crate::view::{AccessView, ShareView, TherapistView};

#[uniffi::export]
impl PhoneCore {
    /// What the therapist would see if the entry were shared now, exactly. `care` may be left out when there is only one
    /// relationship.
    pub fn preview(&self, id: String, care: Option<String>) -> Result<Preview, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.preview(id, care.as_deref())))
    }

    /// The same for several entries, with what is said above them.
    pub fn share_view(&self, ids: Vec<String>, care: Option<String>) -> Result<ShareView, CoreError> {
        self.said(entries(&ids).and_then(|ids| self.phone.share_view(&ids, care.as_deref())))
    }

    /// Shares an entry with a therapist, with its later changes.
    pub fn share(&self, id: String, care: Option<String>) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.share(id, care.as_deref())))
    }

    /// Shares several entries at once: all of them, or none.
    pub fn share_several(&self, ids: Vec<String>, care: Option<String>) -> Result<(), CoreError> {
        self.said(entries(&ids).and_then(|ids| self.phone.share_several(&ids, care.as_deref())))
    }

    /// What is shared with a therapist, also where the relationship has ended: for `share_view` and `share_several` with
    /// another one, so that it goes along.
    pub fn shared_with(&self, care: String) -> Result<Vec<String>, CoreError> {
        let ids = self.said(self.phone.shared_with(&care))?;
        Ok(ids.iter().map(ToString::to_string).collect())
    }

    /// Takes an entry back, from everybody if `care` is left out: with the next sync it is gone from the server and from the
    /// therapist's view. Returns what that means now, in a sentence: whether it was read before.
    pub fn take_back(&self, id: String, care: Option<String>) -> Result<String, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.take_back_said(id, care.as_deref())))
    }

    /// "I want to talk about this": said of an entry, or taken back.
    pub fn mark_to_talk(&self, id: String, marked: bool) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.mark_to_talk(id, marked)))
    }

    /// What is said before "share from now on" is chosen for these kinds.
    pub fn share_rule_question(&self, kinds: Vec<String>) -> String {
        self.phone.share_rule_question(&kinds)
    }

    /// From now on, each new entry of these kinds is shared as soon as it is written. Only by the person's explicit choice.
    pub fn share_from_now_on(&self, kinds: Vec<String>, care: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.share_from_now_on(&kinds, care.as_deref()).map(drop))
    }

    /// Nothing new is shared by itself any more; with everybody, if `care` is left out.
    pub fn stop_sharing_from_now_on(&self, care: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.stop_sharing_from_now_on(care.as_deref()))
    }

    /// Who has access, and to how much.
    pub fn access(&self) -> Result<Vec<AccessView>, CoreError> {
        self.said(self.phone.access())
    }

    /// The therapist's screen: replies, what is assigned, meetings, access, the practice.
    pub fn therapist(&self) -> Result<TherapistView, CoreError> {
        self.said(self.phone.therapist())
    }

    /// The person has looked at the replies: none is new any more.
    pub fn mark_replies_seen(&self) -> Result<(), CoreError> {
        self.said(self.phone.mark_replies_seen())
    }

    /// What there is to agree to, and what was agreed, in which version.
    pub fn consents(&self) -> Result<Vec<ConsentView>, CoreError> {
        self.said(self.phone.consents())
    }

    /// The person agrees to a wording as it stands now.
    pub fn agree(&self, purpose: String, care: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.agree(&purpose, care.as_deref()).map(drop))
    }

    /// The person takes an agreement back.
    pub fn withdraw_consent(&self, purpose: String, care: Option<String>) -> Result<(), CoreError> {
        self.said(self.phone.withdraw_consent(&purpose, care.as_deref()))
    }
}

fn entries(ids: &[String]) -> Result<Vec<RecordId>, Error> {
    ids.iter().map(|id| entry(id)).collect()
}
