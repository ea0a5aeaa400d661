//! Writing: forms, drafts, prompts, earlier versions, conflicts.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::{DraftView, Form, Keep, PlanForm};
use crate::view::{ConflictView, PromptView, VersionView, WriteView};

#[uniffi::export]
impl PhoneCore {
    /// What the editor offers now: prompts, drafts, choices to tap.
    pub fn write_view(&self) -> Result<WriteView, CoreError> {
        self.localized(self.phone.entries().write_view())
    }

    /// The prompts for now, those with a lens (a theme) first if one is given.
    pub fn prompts(&self, lens: Option<String>) -> Result<Vec<PromptView>, CoreError> {
        self.localized(self.phone.entries().prompts(lens.as_deref()))
    }

    /// Skips a prompt: it is not offered again soon.
    pub fn skip_prompt(&self, id: String) -> Result<(), CoreError> {
        self.localized(self.phone.entries().skip_prompt(&id))
    }

    /// The text of a prompt that an entry answered; absent for an unknown one.
    pub fn prompt_words(&self, id: String) -> Result<Option<String>, CoreError> {
        self.localized(self.phone.entries().prompt_words(&id))
    }

    /// Writes an entry of any kind that has a form. Returns its id. If a sharing rule covers the kind, it is shared in the same
    /// transaction.
    pub fn write(&self, form: Form) -> Result<String, CoreError> {
        self.localized(self.phone.entries().write_form(&form).map(|id| id.to_string()))
    }

    /// The form of an entry, for editing it.
    pub fn form(&self, id: String) -> Result<Form, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().form(id)))
    }

    /// Edits an entry and its shared copies. The earlier version is kept.
    pub fn edit(&self, id: String, form: Form) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().edit_form(id, &form)))
    }

    /// Deletes an entry, its shared copies, its versions and its draft.
    pub fn delete(&self, id: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().delete(id)))
    }

    /// Saves a form, at every pause. Without an id a new draft begins; with an entry's id, a draft that edits it. Returns the
    /// draft's id, which is or becomes the entry's.
    pub fn save_draft(&self, id: Option<String>, form: Form) -> Result<String, CoreError> {
        self.localized(entry_or_none(id).and_then(|id| Ok(self.phone.entries().save_draft(id, form)?.to_string())))
    }

    /// All drafts, the last saved first.
    pub fn drafts(&self) -> Result<Vec<DraftView>, CoreError> {
        self.localized(self.phone.entries().drafts())
    }

    /// The draft of this id, if there is one.
    pub fn draft(&self, id: String) -> Result<Option<DraftView>, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().draft(id)))
    }

    /// Turns a draft into the entry, or into the edit of it. Returns the entry's id.
    pub fn finish_draft(&self, id: String) -> Result<String, CoreError> {
        self.localized(entry(&id).and_then(|id| Ok(self.phone.entries().finish_draft(id)?.to_string())))
    }

    /// Discards a draft. The entry that it edits stays unchanged.
    pub fn discard_draft(&self, id: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().discard_draft(id)))
    }

    /// The versions of an entry, newest first, beginning with the current one.
    pub fn history(&self, id: String) -> Result<Vec<VersionView>, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().history(id)))
    }

    /// Restores an earlier version of an entry. The current state becomes a version.
    pub fn restore(&self, id: String, version: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().restore(id, entry(&version)?)))
    }

    /// Entries that two phones changed at once, until the person has looked at them.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>, CoreError> {
        self.localized(self.phone.entries().conflicts())
    }

    /// Chooses the value of a field that two phones changed at once. The overwritten value is kept as an earlier version.
    pub fn resolve(&self, id: String, field: String, keep: Keep) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().resolve(id, &field, keep)))
    }

    /// Keeps the current state of an entry that two phones changed at once: the alternatives are dropped.
    pub fn dismiss_alternatives(&self, id: String) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.entries().dismiss_alternatives(id)))
    }

    /// The crisis plan, if there is one.
    pub fn crisis_plan(&self) -> Result<Option<PlanForm>, CoreError> {
        self.localized(self.phone.safety().crisis_plan())
    }

    /// Saves the crisis plan and keeps its earlier version. It can be read while the journal is locked.
    pub fn save_crisis_plan(&self, plan: PlanForm) -> Result<String, CoreError> {
        self.localized(self.phone.safety().save_crisis_plan(plan).map(|id| id.to_string()))
    }
}
