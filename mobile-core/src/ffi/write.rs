//! Write: free text first, drafts of every form, prompts when wanted; earlier versions.

use super::core::{entry, entry_or_none};
use super::{CoreError, PhoneCore};
use crate::entries::{DraftView, Form, Keep, PlanForm};
use crate::view::{ConflictView, PromptView, VersionView, WriteView};

#[uniffi::export]
impl PhoneCore {
    /// What the editor offers now: prompts, drafts, what can be tapped.
    pub fn write_view(&self) -> Result<WriteView, CoreError> {
        self.said(self.phone.write_view())
    }

    /// The prompts that fit now, those that look through a lens (a theme) first. A lens that no prompt looks through
    /// changes nothing.
    pub fn prompts(&self, lens: Option<String>) -> Result<Vec<PromptView>, CoreError> {
        self.said(self.phone.prompts(lens.as_deref()))
    }

    /// The person does not want this prompt: it is not offered again soon, and nobody asks why.
    pub fn skip_prompt(&self, id: String) -> Result<(), CoreError> {
        self.said(self.phone.skip_prompt(&id))
    }

    /// The words of a prompt that an entry answered; absent for one that is not known here.
    pub fn prompt_words(&self, id: String) -> Result<Option<String>, CoreError> {
        self.said(self.phone.prompt_words(&id))
    }

    /// Writes an entry of any kind that has a form. Returns its id. Should the person have chosen to share this kind from
    /// now on, it is shared in the same step.
    pub fn write(&self, form: Form) -> Result<String, CoreError> {
        self.said(self.phone.write_form(&form).map(|id| id.to_string()))
    }

    /// What the screen shows of an entry, for changing it.
    pub fn form(&self, id: String) -> Result<Form, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.form(id)))
    }

    /// Changes an entry. Its shared copies change with it, and its earlier version is kept.
    pub fn edit(&self, id: String, form: Form) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.edit_form(id, &form)))
    }

    /// Deletes an entry, its shared copies, its versions and its draft.
    pub fn delete(&self, id: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.delete(id)))
    }

    /// Saves what a screen holds, at every pause. Without an id a new draft begins; with an entry's id a change of that
    /// entry begins or goes on. Returns the draft's id, which is or becomes the entry's.
    pub fn save_draft(&self, id: Option<String>, form: Form) -> Result<String, CoreError> {
        self.said(entry_or_none(id).and_then(|id| Ok(self.phone.save_draft(id, form)?.to_string())))
    }

    /// All drafts, the last saved first.
    pub fn drafts(&self) -> Result<Vec<DraftView>, CoreError> {
        self.said(self.phone.drafts())
    }

    /// One draft.
    pub fn draft(&self, id: String) -> Result<Option<DraftView>, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.draft(id)))
    }

    /// The draft becomes the entry, or the change of it. Returns the entry's id.
    pub fn finish_draft(&self, id: String) -> Result<String, CoreError> {
        self.said(entry(&id).and_then(|id| Ok(self.phone.finish_draft(id)?.to_string())))
    }

    /// Throws a draft away. The entry that it would have changed stays as it is.
    pub fn discard_draft(&self, id: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.discard_draft(id)))
    }

    /// What an entry was, newest first; what stands now comes first.
    pub fn history(&self, id: String) -> Result<Vec<VersionView>, CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.history(id)))
    }

    /// Brings an earlier version of an entry back. What stands now becomes a version itself.
    pub fn restore(&self, id: String, version: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.restore(id, entry(&version)?)))
    }

    /// Entries that two phones changed at once, until the person has looked at them.
    pub fn conflicts(&self) -> Result<Vec<ConflictView>, CoreError> {
        self.said(self.phone.conflicts())
    }

    /// Says what stays of a field that two phones changed at once. What is overwritten is kept as an earlier version.
    pub fn resolve(&self, id: String, field: String, keep: Keep) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.resolve(id, &field, keep)))
    }

    /// Keeps everything as it stands in an entry that two phones changed at once: the other versions are dropped.
    pub fn dismiss_alternatives(&self, id: String) -> Result<(), CoreError> {
        self.said(entry(&id).and_then(|id| self.phone.dismiss_alternatives(id)))
    }

    /// The plan for hard hours, if one was made.
    pub fn crisis_plan(&self) -> Result<Option<PlanForm>, CoreError> {
        self.said(self.phone.crisis_plan())
    }

    /// Keeps the plan: there is one, and its earlier versions are kept. It can be read while the journal is locked.
    pub fn save_crisis_plan(&self, plan: PlanForm) -> Result<String, CoreError> {
        self.said(self.phone.save_crisis_plan(plan).map(|id| id.to_string()))
    }
}
