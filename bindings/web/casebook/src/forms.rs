//! Unfinished forms: what was typed survives a lock and a reload. A form is about a client, or about none (the practice
//! card, a set of prompts). No list, search or export shows it.

use journal::arc::Item;
use journal::record::{Body, NoteKind, PrivateNote};
use protocol::{CollectionId, RecordId};

use crate::{Casebook, Changes, Fault, Now};

impl Casebook {
    /// Saves an unfinished form, sealed like every record. `form` is its name on one line, such as `disposition` and the
    /// id of its flag. An empty text deletes it.
    pub fn form_draft(&self, collection: Option<&str>, form: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (own, _) = self.own()?;
        let (about, items) = self.form_of(collection)?;
        let mut known = saved(items, about, form).map(|(id, _)| id);
        let first = known.next();
        let mut changes = Changes::default();
        if !text.is_empty() {
            let draft = PrivateNote {
                purpose: NoteKind::FormDraft,
                client: about,
                about: None,
                text: format!("{form}\n{text}"),
                earlier: Vec::new(),
                extra: Default::default(),
            };
            changes.set(own, first, &now.into(), draft);
        } else if let Some(first) = first {
            changes.delete(own, first);
        }
        // Two browsers may each have begun one.
        known.for_each(|again| changes.delete(own, again));
        Ok(changes)
    }

    /// The unfinished form of this name, as it was saved; empty without one.
    pub fn saved_form(&self, collection: Option<&str>, form: &str) -> Result<String, Fault> {
        let (about, items) = self.form_of(collection)?;
        Ok(saved(items, about, form).next().map_or_else(String::new, |(_, text)| text.to_owned()))
    }

    /// The collection that a form is about, with the records that include its drafts. A form about no client names the
    /// therapist's private collection.
    fn form_of(&self, collection: Option<&str>) -> Result<(CollectionId, &[Item]), Fault> {
        collection.map_or_else(|| self.own(), |collection| self.items(collection))
    }
}

/// The drafts of a form, the latest first.
fn saved<'a>(items: &'a [Item], about: CollectionId, form: &'a str) -> impl Iterator<Item = (RecordId, &'a str)> {
    items.iter().rev().filter_map(move |item| match &item.record.body {
        Body::PrivateNote(note) if note.purpose == NoteKind::FormDraft && note.client == about => {
            let (name, text) = note.text.split_once('\n')?;
            (name == form).then_some((item.id, text))
        }
        _ => None,
    })
}
