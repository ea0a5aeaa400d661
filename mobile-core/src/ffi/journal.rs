//! Write, check in, share; the journey, search, export. All of it works without a network.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::{CheckInForm, DraftView, Preview, SessionForm, StepProgress, Writing};
use crate::view::{EntryView, Hit, TimelineView};

#[uniffi::export]
impl PhoneCore {
    /// Writes a reflection, now. Returns its id.
    pub fn write(&self, writing: Writing) -> Result<String, CoreError> {
        Ok(self.phone.write(&writing)?.to_string())
    }

    /// What the editor shows of a reflection, for changing it.
    pub fn writing(&self, id: String) -> Result<Writing, CoreError> {
        Ok(self.phone.writing(entry(&id)?)?)
    }

    /// Changes a reflection, and its shared copies with it.
    pub fn edit(&self, id: String, writing: Writing) -> Result<(), CoreError> {
        Ok(self.phone.edit(entry(&id)?, &writing)?)
    }

    /// Deletes an entry, its shared copies and its draft.
    pub fn delete(&self, id: String) -> Result<(), CoreError> {
        Ok(self.phone.delete(entry(&id)?)?)
    }

    /// The person has looked at the other versions that a merge kept: they are dropped.
    pub fn dismiss_alternatives(&self, id: String) -> Result<(), CoreError> {
        Ok(self.phone.dismiss_alternatives(entry(&id)?)?)
    }

    /// Saves what the editor holds, at every pause. Without an id a new draft begins; with an entry's id a change of
    /// that entry begins or goes on. Returns the draft's id, which is or becomes the entry's.
    pub fn save_draft(&self, id: Option<String>, writing: Writing) -> Result<String, CoreError> {
        Ok(self.phone.save_draft(entry_or_none(id)?, &writing)?.to_string())
    }

    /// All drafts, the last saved first.
    pub fn drafts(&self) -> Result<Vec<DraftView>, CoreError> {
        Ok(self.phone.drafts()?)
    }

    /// One draft.
    pub fn draft(&self, id: String) -> Result<Option<DraftView>, CoreError> {
        Ok(self.phone.draft(entry(&id)?)?)
    }

    /// The draft becomes the entry, or the change of it. Returns the entry's id.
    pub fn finish_draft(&self, id: String) -> Result<String, CoreError> {
        Ok(self.phone.finish_draft(entry(&id)?)?.to_string())
    }

    /// Throws a draft away. The entry that it would have changed stays as it is.
    pub fn discard_draft(&self, id: String) -> Result<(), CoreError> {
        Ok(self.phone.discard_draft(entry(&id)?)?)
    }

    /// Writes a check-in, now. Returns its id.
    pub fn check_in(&self, form: CheckInForm) -> Result<String, CoreError> {
        Ok(self.phone.check_in(form)?.to_string())
    }

    /// Writes a dosing session, as the clinic recorded it. Returns its id.
    pub fn write_session(&self, form: SessionForm) -> Result<String, CoreError> {
        Ok(self.phone.write_session(form)?.to_string())
    }

    /// Writes an intention, for the session of this number if one is given. Returns its id.
    pub fn write_intention(&self, text: String, session: Option<u32>) -> Result<String, CoreError> {
        Ok(self.phone.write_intention(&text, session)?.to_string())
    }

    /// Writes a step, out of the entry from which it came if one is given. Returns its id.
    pub fn write_step(&self, text: String, from_entry: Option<String>) -> Result<String, CoreError> {
        Ok(self.phone.write_step(&text, entry_or_none(from_entry)?)?.to_string())
    }

    /// Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back.
    pub fn mark_step(&self, id: String, day: Option<String>, done: bool) -> Result<(), CoreError> {
        Ok(self.phone.mark_step(entry(&id)?, day.as_deref(), done)?)
    }

    /// Says where a step stands.
    pub fn set_step(&self, id: String, progress: StepProgress) -> Result<(), CoreError> {
        Ok(self.phone.set_step(entry(&id)?, progress)?)
    }

    /// Keeps the answers to an instrument, in the order of its items; null was left out. Returns the record's id.
    pub fn write_measure(&self, instrument: String, answers: Vec<Option<i32>>) -> Result<String, CoreError> {
        Ok(self.phone.write_measure(&instrument, answers)?.to_string())
    }

    /// Writes an appointment: what for (`preparation`, `dosing`, `integration`) and when, RFC 3339 with an offset.
    /// Returns its id.
    pub fn write_appointment(&self, purpose: String, at: String) -> Result<String, CoreError> {
        Ok(self.phone.write_appointment(&purpose, &at)?.to_string())
    }

    /// What the therapist would see if the entry were shared now, exactly. `care` may be left out when there is only
    /// one relationship.
    pub fn preview(&self, id: String, care: Option<String>) -> Result<Preview, CoreError> {
        Ok(self.phone.preview(entry(&id)?, care.as_deref())?)
    }

    /// Shares an entry with a therapist, with its later changes.
    pub fn share(&self, id: String, care: Option<String>) -> Result<(), CoreError> {
        Ok(self.phone.share(entry(&id)?, care.as_deref())?)
    }

    /// Takes an entry back, from everybody if `care` is left out: with the next sync it is gone from the server and
    /// from the therapist's view.
    pub fn take_back(&self, id: String, care: Option<String>) -> Result<(), CoreError> {
        Ok(self.phone.take_back(entry(&id)?, care.as_deref())?)
    }

    /// The whole journey: sessions as landmarks, and what was written between them, newest first.
    pub fn timeline(&self) -> Result<TimelineView, CoreError> {
        Ok(self.phone.timeline()?)
    }

    /// Entries, newest first: those of these kinds (all, if none are named), after the entry `before` if it is given.
    pub fn list(&self, kinds: Vec<String>, before: Option<String>, limit: u32) -> Result<Vec<EntryView>, CoreError> {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        Ok(self.phone.list(&kinds, entry_or_none(before)?, limit)?)
    }

    /// One entry, with what was answered to it.
    pub fn show(&self, id: String) -> Result<EntryView, CoreError> {
        Ok(self.phone.show(entry(&id)?)?)
    }

    /// Finds entries by the words in them and in the therapist's answers, as you type: every word must be there, the
    /// last one may be unfinished. The best first.
    pub fn search(&self, query: String) -> Result<Vec<Hit>, CoreError> {
        Ok(self.phone.search(&query)?)
    }

    /// The whole journal as JSON, to take along. No keys are in it.
    pub fn export_json(&self) -> Result<String, CoreError> {
        Ok(self.phone.export_json()?)
    }
}
