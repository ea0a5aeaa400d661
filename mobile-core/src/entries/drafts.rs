//! Drafts of every form, saved at every pause. A kill loses at most the text since the last pause.

use journal::merge::merge;
use journal::record::Record;
use protocol::RecordId;
use serde::Serialize;

use super::effects;
use super::forms::Form;
use super::measures;
use super::prompts::{prompt, with_prompt_text};
use crate::attach::read_all;
use crate::commit::{Origin, own};
use crate::phone::Entries;
use crate::store::drafts::{self, Draft};
use crate::{Error, View};

/// A draft of an entry, or of an edit.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct DraftView {
    /// The entry that it is or becomes.
    pub id: String,
    /// The content of the screen.
    pub form: Form,
    /// Whether it changes an entry that exists.
    pub of_entry: bool,
    /// Milliseconds since the Unix epoch.
    pub saved_at: i64,
}

impl Entries<'_> {
    /// Saves the content of a screen. Without an id a new draft begins; its id is returned and becomes the entry's.
    /// With an entry's id, a draft edits that entry. The entry itself does not change.
    pub fn save_draft(self, id: Option<RecordId>, form: impl Into<Form>) -> Result<RecordId, Error> {
        let (form, now, language) = (form.into(), self.phone.clock.now(), self.phone.language().tag());
        let id = id.unwrap_or_else(|| self.phone.new_id(&now));
        self.phone.store.write::<_, Error>(|connection| {
            let begun = drafts::get(connection, id)?;
            let base = match &begun {
                Some(draft) => draft.base.clone(),
                None => own(connection, id)?,
            };
            let so_far = begun.map(|draft| draft.content).or_else(|| base.clone());
            let record = so_far.map(|payload| payload.to_record().map_err(|_| Error::WrongKind)).transpose()?;
            let before = record.as_ref().and_then(prompt).cloned();
            let is_new = record.is_none();
            let mut record = form.apply(record, &now)?;
            if is_new {
                record = measures::with_version(connection, record)?;
            }
            // Only once, and not at every pause: the prompt's text is the one when the writing began.
            if prompt(&record) != before.as_ref() {
                record = with_prompt_text(connection, record, language)?;
            }
            let content = record.to_payload();
            Ok(drafts::put(connection, &Draft { id, content, base, saved_at: now.unix_ms })?)
        })?;
        self.phone.changed(View::Drafts);
        Ok(id)
    }

    /// All drafts, the last saved first.
    pub fn drafts(self) -> Result<Vec<DraftView>, Error> {
        let drafts = self.phone.store.read(drafts::all)?;
        Ok(drafts.iter().filter_map(view).collect())
    }

    /// The draft of this id, if there is one.
    pub fn draft(self, id: RecordId) -> Result<Option<DraftView>, Error> {
        let draft = self.phone.store.read(|connection| drafts::get(connection, id))?;
        Ok(draft.as_ref().and_then(view))
    }

    /// Turns the draft into the entry, or into a change of it. If the entry was changed on another phone meanwhile,
    /// both changes are merged, and no text is lost.
    pub fn finish_draft(self, id: RecordId) -> Result<RecordId, Error> {
        let region = self.phone.safety().region_shown()?;
        self.phone.store.write::<_, Error>(|connection| {
            let draft = drafts::get(connection, id)?.ok_or(Error::NoEntry)?;
            let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
            match Form::of(&record).ok_or(Error::WrongKind)?.check() {
                // A photo or a voice note is content enough.
                Err(Error::Empty) if !read_all(&draft.content).is_empty() => {}
                checked => checked?,
            }
            let record = match draft.base {
                None => measures::with_version(connection, record)?,
                Some(_) => record,
            };
            let answered = effects::with_answer(connection, record)?.to_payload();
            let draft = Draft { content: answered, ..draft };
            let before = own(connection, id)?;
            let content = match &before {
                Some(theirs) if Some(theirs) != draft.base.as_ref() => {
                    merge(draft.base.as_ref(), theirs, &draft.content)
                }
                _ => draft.content,
            };
            self.phone.commit(connection, id, content, Origin::Form)?;
            self.phone.safety().raise(connection, id, before.as_ref(), &region)?;
            Ok(drafts::remove(connection, id)?)
        })?;
        self.phone.changed(View::Drafts);
        self.phone.written();
        Ok(id)
    }

    /// Discards a draft. The entry that it edits does not change.
    pub fn discard_draft(self, id: RecordId) -> Result<(), Error> {
        self.phone.store.write(|connection| drafts::remove(connection, id))?;
        self.phone.changed(View::Drafts);
        Ok(())
    }
}

fn view(draft: &Draft) -> Option<DraftView> {
    let record: Record = draft.content.to_record().ok()?;
    Some(DraftView {
        id: draft.id.to_string(),
        form: Form::of(&record)?,
        of_entry: draft.base.is_some(),
        saved_at: draft.saved_at,
    })
}
