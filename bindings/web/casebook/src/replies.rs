//! Replies with their drafts, promises, and the therapist's own notes, agenda items and visit dates.

use journal::arc::Item;
use journal::record::{Body, FlagDisposition, Moment, NoteKind, NoteVersion, PrivateNote, Promise, Reply};
use protocol::{CollectionId, RecordId};
use serde::Serialize;
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// A note of the therapist.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The id of the note's record.
    pub id: String,
    /// `note`, `note_draft`, `reply_draft`, `agenda`, `visit`, `label`.
    pub purpose: String,
    /// When it was written, in milliseconds since the Unix epoch.
    pub at: f64,
    /// The id of the record that it is about.
    pub about: Option<String>,
    /// Whether that record is no longer here: the client took it back, but the note stays.
    pub gone: bool,
    /// The text of the note.
    pub text: String,
    /// The texts before each change, oldest first, each with the time of its replacement (milliseconds since the Unix
    /// epoch).
    pub earlier: Vec<(f64, String)>,
}

/// A promise of the therapist.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromiseView {
    /// The id of the promise's record.
    pub id: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub at: f64,
    /// The text of the promise.
    pub text: String,
    /// When it was kept, in milliseconds since the Unix epoch.
    pub kept: Option<f64>,
}

/// The therapist's notes about a client whose care has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Former {
    /// The client's former care collection.
    pub collection: String,
    /// Notes and agenda items, newest first.
    pub notes: Vec<NoteView>,
    /// The number of safety flags that were closed. Their dispositions are saved with the notes.
    pub closed: u32,
}

/// Former clients with notes or dispositions, the most recent first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Formers {
    /// One element per client.
    pub list: Vec<Former>,
}

impl Casebook {
    /// Replies to an entry and deletes the draft. The client's phone shows the reply after its next sync.
    pub fn reply(&self, collection: &str, entry: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, entry)?;
        let reply = Reply { to: item.id, text: text.trim().into(), extra: Default::default() };
        let mut changes = Changes::one(id, None, &now.into(), reply);
        if let Ok((own, _)) = self.own() {
            self.drafts(collection, item.id)?.for_each(|draft| changes.delete(own, draft));
        }
        Ok(changes)
    }

    /// Deletes a reply.
    pub fn delete_reply(&self, collection: &str, reply: &str) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, reply)?;
        let mut changes = Changes::default();
        if matches!(item.record.body, Body::Reply(_)) {
            changes.delete(id, item.id);
        }
        Ok(changes)
    }

    /// Saves a draft of a reply, sealed like every record, so that it survives locking and reloading. An empty text
    /// deletes it.
    pub fn draft(&self, collection: &str, entry: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let entry = self.item(collection, entry)?.1.id;
        self.keep_one(NoteKind::ReplyDraft, collection, Some(entry), text, now)
    }

    /// Saves an unfinished note about the client or one entry, as [`Casebook::draft`] saves a reply.
    pub fn note_draft(&self, collection: &str, about: Option<&str>, text: &str, now: Now) -> Result<Changes, Fault> {
        let about = about.map(|about| Ok(self.item(collection, about)?.1.id)).transpose()?;
        self.keep_one(NoteKind::NoteDraft, collection, about, text, now)
    }

    /// Sets the therapist's own label for a client, which only the therapist sees. An empty text deletes it.
    pub fn label(&self, collection: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        self.keep_one(NoteKind::Label, collection, None, text, now)
    }

    /// Stores the single note of a purpose about a subject; an empty text deletes it.
    fn keep_one(
        &self,
        purpose: NoteKind,
        collection: &str,
        about: Option<RecordId>,
        text: &str,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let (own, _) = self.own()?;
        let mut known = self.of_purpose(purpose, collection, about)?;
        let first = known.next();
        let mut changes = Changes::default();
        if !text.trim().is_empty() {
            changes.set(own, first, &now.into(), note(purpose, client, about, text));
        } else if let Some(first) = first {
            changes.delete(own, first);
        }
        // Two browsers may each have started one.
        known.for_each(|again| changes.delete(own, again));
        Ok(changes)
    }

    fn drafts(&self, collection: &str, entry: RecordId) -> Result<impl Iterator<Item = RecordId>, Fault> {
        self.of_purpose(NoteKind::ReplyDraft, collection, Some(entry))
    }

    fn of_purpose(
        &self,
        purpose: NoteKind,
        collection: &str,
        about: Option<RecordId>,
    ) -> Result<impl Iterator<Item = RecordId>, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(items.iter().rev().filter_map(move |item| match &item.record.body {
            Body::PrivateNote(note) => (note.purpose == purpose && note.about == about).then_some(item.id),
            _ => None,
        }))
    }

    /// Writes a private note about the client or an entry, or changes it (with an id). Only the therapist sees it. An
    /// empty text deletes it.
    pub fn note(
        &self,
        collection: &str,
        id: Option<&str>,
        about: Option<&str>,
        text: &str,
        now: Now,
    ) -> Result<Changes, Fault> {
        self.keep(NoteKind::Note, collection, id, about, text, now)
    }

    /// Writes an agenda item for the session, or changes it (with an id). An empty text deletes it.
    pub fn agenda(
        &self,
        collection: &str,
        id: Option<&str>,
        about: Option<&str>,
        text: &str,
        now: Now,
    ) -> Result<Changes, Fault> {
        self.keep(NoteKind::Agenda, collection, id, about, text, now)
    }

    fn keep(
        &self,
        purpose: NoteKind,
        collection: &str,
        id: Option<&str>,
        about: Option<&str>,
        text: &str,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let (own, _) = self.own()?;
        let about = about.map(|about| Ok(self.item(collection, about)?.1.id)).transpose()?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut changes = Changes::default();
        match known {
            Some(item) if text.trim().is_empty() => changes.delete(own, item.id),
            None if text.trim().is_empty() => {}
            known => {
                // A changed note keeps its original time and its earlier text.
                let now: Moment = now.into();
                let when = known.map_or_else(|| now.clone(), |item| item.record.when.clone());
                let mut note = note(purpose, client, about, text);
                if let Some(Body::PrivateNote(before)) = known.map(|item| &item.record.body) {
                    note.earlier.clone_from(&before.earlier);
                    note.about = note.about.or(before.about);
                    if before.text != note.text {
                        let version = NoteVersion { until: now, text: before.text.clone(), extra: Default::default() };
                        note.earlier.push(version);
                    }
                }
                changes.set(own, known.map(|item| item.id), &when, note);
            }
        }
        // The draft about the same subject is replaced by the note, or discarded.
        if purpose == NoteKind::Note && id.is_none() {
            self.of_purpose(NoteKind::NoteDraft, collection, about)?.for_each(|draft| changes.delete(own, draft));
        }
        Ok(changes)
    }

    /// Records the time of the last visit. The brief shows what is new since then.
    pub fn visit(&self, collection: &str, at: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        Ok(Changes::one(self.own()?.0, None, &at.into(), note(NoteKind::Visit, client, None, "")))
    }

    /// Deletes recorded visits: the last kept appointment is used again.
    pub fn forget_visits(&self, collection: &str) -> Result<Changes, Fault> {
        let (_, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let mut changes = Changes::default();
        for item in items {
            if matches!(&item.record.body, Body::PrivateNote(note) if note.purpose == NoteKind::Visit) {
                changes.delete(own, item.id);
            }
        }
        Ok(changes)
    }

    /// The therapist's own notes about former clients, and how many of their flags were closed. They belong to the
    /// therapist and are kept.
    pub fn formers(&self, in_care: &[String]) -> Formers {
        let mut list: Vec<Former> = Vec::new();
        let mut own: Vec<&Item> = self.own().map(|(_, items)| items.iter().collect()).unwrap_or_default();
        own.sort_by_key(|item| (-item.record.when.unix_ms, std::cmp::Reverse(item.id)));
        for item in own {
            let (client, note) = match &item.record.body {
                Body::PrivateNote(note) if matches!(note.purpose, NoteKind::Note | NoteKind::Agenda) => {
                    (note.client, Some(NoteView::of(item, note)))
                }
                Body::FlagDisposition(FlagDisposition { client: Some(client), .. }) => (*client, None),
                _ => continue,
            };
            let collection = client.to_string();
            if in_care.contains(&collection) {
                continue;
            }
            let at = list.iter().position(|former| former.collection == collection).unwrap_or_else(|| {
                list.push(Former { collection, notes: Vec::new(), closed: 0 });
                list.len() - 1
            });
            match note {
                Some(note) => list[at].notes.push(note),
                None => list[at].closed += 1,
            }
        }
        Formers { list }
    }

    /// Writes a promise, which the client sees, or changes it (with an id). An empty text deletes it.
    pub fn promise(&self, collection: &str, id: Option<&str>, text: &str, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut changes = Changes::default();
        match known {
            Some(item) if text.trim().is_empty() => changes.delete(client, item.id),
            Some(item) => {
                let Body::Promise(promise) = &item.record.body else { return Err(Fault::not_found()) };
                let promise = Promise { text: text.trim().into(), ..promise.clone() };
                changes.set(client, Some(item.id), &item.record.when, promise);
            }
            None if text.trim().is_empty() => {}
            None => {
                changes.set(client, None, &now.into(), Promise { text: text.trim().into(), ..Default::default() });
            }
        }
        Ok(changes)
    }

    /// Marks a promise as kept or not kept.
    pub fn keep_promise(&self, collection: &str, id: &str, kept: bool, now: Now) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Promise(promise) = &item.record.body else { return Err(Fault::not_found()) };
        let promise = Promise { kept: kept.then(|| now.into()), ..promise.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, promise))
    }
}

impl NoteView {
    pub(crate) fn of(item: &Item, note: &PrivateNote) -> Self {
        Self {
            id: item.id.to_string(),
            purpose: note.purpose.as_str().into(),
            at: item.record.when.unix_ms as f64,
            about: note.about.map(|id| id.to_string()),
            gone: false,
            text: note.text.clone(),
            earlier: note.earlier.iter().map(|one| (one.until.unix_ms as f64, one.text.clone())).collect(),
        }
    }
}

impl PromiseView {
    pub(crate) fn of(item: &Item, promise: &Promise) -> Self {
        Self {
            id: item.id.to_string(),
            at: item.record.when.unix_ms as f64,
            text: promise.text.clone(),
            kept: promise.kept.as_ref().map(|kept| kept.unix_ms as f64),
        }
    }
}

fn note(purpose: NoteKind, client: CollectionId, about: Option<RecordId>, text: &str) -> PrivateNote {
    PrivateNote { purpose, client, about, text: text.trim().into(), earlier: Vec::new(), extra: Default::default() }
}
