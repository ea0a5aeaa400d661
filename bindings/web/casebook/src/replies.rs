//! Replies with their drafts, promises, and the therapist's own notes, agenda items and visit dates.

use journal::arc::Item;
use journal::record::{Body, FlagDisposition, Moment, NoteKind, NoteVersion, PrivateNote, Promise, Reply, SafetyEvent};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
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

    /// Closes a safety flag with its disposition. `record` is its event or its answers, or their former id if the
    /// client took them back. The flag stays in the timeline, and the disposition in the therapist's private
    /// collection.
    pub fn close_flag(
        &self,
        collection: &str,
        record: &str,
        form: &DispositionForm,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let id: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        let when: Moment = now.into();
        let found = items.iter().find(|item| item.id == id);
        let (instrument, flag, response, flagged_at) = match found.map(|item| (&item.record.body, &item.record.when)) {
            Some((Body::SafetyEvent(event), at)) => {
                (event.instrument.clone(), event.flag.clone(), event.response, at.clone())
            }
            Some((Body::MeasureResponse(response), at)) => {
                (response.instrument.clone(), String::new(), None, at.clone())
            }
            Some(_) => return Err(Fault::not_found()),
            // It was taken back: the mark contains what the therapist saw.
            None => {
                let mark = items.iter().find_map(|item| match &item.record.body {
                    Body::FlagSeen(seen) if seen.event == Some(id) => Some((item, seen)),
                    _ => None,
                });
                let (item, mark) = mark.ok_or_else(Fault::not_found)?;
                let at = mark.flagged_at.clone().unwrap_or_else(|| item.record.when.clone());
                (mark.instrument.clone(), String::new(), mark.response, at)
            }
        };
        // One form is discussed as a whole, so all its flags until now are closed together.
        let others = siblings(items, id, response, &when);
        let about = [Some(id), response].into_iter().flatten().chain(others.iter().copied()).collect();
        let disposition = form.to_record(client, about, &instrument, flagged_at, &when);
        if !disposition.is_enough() {
            return Err(Fault::new("disposition", "Contact, risk and the next contact have to be noted first."));
        }
        let closed = Some(when.clone());
        let mut changes = Changes::default();
        for id in [id].into_iter().chain(others) {
            let (instrument, flag, closed) = (instrument.clone(), flag.clone(), closed.clone());
            let closing = SafetyEvent { instrument, flag, response: Some(id), closed, ..Default::default() };
            changes.set(client, None, &when, closing);
        }
        changes.set(own, None, &when, disposition);
        Ok(changes)
    }

    /// Reopens a closed flag, with the reason. `record` as in [`Casebook::close_flag`]. Closing and disposition are
    /// kept; both record when it was reopened, and the flag can be closed again.
    pub fn reopen_flag(&self, collection: &str, record: &str, why: &str, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let (own, _) = self.own()?;
        let id: RecordId = record.parse().map_err(|_| Fault::not_found())?;
        if why.trim().is_empty() {
            return Err(Fault::new("empty", "Please say why."));
        }
        let when: Moment = now.into();
        let response = items.iter().find_map(|item| match &item.record.body {
            Body::SafetyEvent(event) if item.id == id && event.closed.is_none() => event.response,
            Body::FlagSeen(seen) if seen.event == Some(id) => seen.response,
            _ => None,
        });
        // A form that was closed as a whole is reopened as a whole.
        let mut about = siblings(items, id, response, &when);
        about.extend([Some(id), response].into_iter().flatten());
        let mut changes = Changes::default();
        for item in items {
            match &item.record.body {
                Body::SafetyEvent(event) if event.response.is_some_and(|of| about.contains(&of)) => {
                    let closes = event.closed.is_some() && event.item.is_empty() && event.shown.is_empty();
                    if closes && event.reopened.is_none() {
                        let again = SafetyEvent { reopened: Some(when.clone()), ..event.clone() };
                        changes.set(client, Some(item.id), &item.record.when, again);
                    }
                }
                Body::FlagDisposition(closed)
                    if closed.reopened.is_none() && closed.about.iter().any(|of| about.contains(of)) =>
                {
                    let (reopened, reopened_why) = (Some(when.clone()), why.trim().to_owned());
                    let again = FlagDisposition { reopened, reopened_why, ..closed.clone() };
                    changes.set(own, Some(item.id), &item.record.when, again);
                }
                _ => {}
            }
        }
        if changes.0.is_empty() { Err(Fault::not_found()) } else { Ok(changes) }
    }

    /// How a flag was closed: the therapist's own record.
    pub fn disposition(&self, collection: &str, id: &str) -> Result<DispositionForm, Fault> {
        let (_, item) = self.item(collection, id)?;
        match &item.record.body {
            Body::FlagDisposition(closed) => Ok(DispositionForm::of(closed)),
            _ => Err(Fault::not_found()),
        }
    }
}

/// The other records of the same form until now: its other events, those that were seen and taken back since, and the
/// answers.
fn siblings(items: &[Item], id: RecordId, response: Option<RecordId>, now: &Moment) -> Vec<RecordId> {
    let Some(response) = response else { return Vec::new() };
    let of_form = items.iter().filter(|item| item.record.when.unix_ms <= now.unix_ms);
    let mut found: Vec<RecordId> = of_form
        .filter_map(|item| match &item.record.body {
            Body::SafetyEvent(event) if event.response == Some(response) => Some(item.id),
            Body::FlagSeen(seen) if seen.response == Some(response) => seen.event,
            Body::MeasureResponse(_) if item.id == response => Some(item.id),
            _ => None,
        })
        .filter(|one| *one != id)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How a safety flag is closed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct DispositionForm {
    /// When the client was contacted, or an attempt was made, in milliseconds since the Unix epoch.
    pub contacted_at: Option<f64>,
    /// `in_person`, `video`, `phone`, `message`, `not_reached`.
    pub how: String,
    /// The number of attempts.
    pub tries: u32,
    /// Who contacted the client.
    pub by: String,
    /// `interview`, `cssrs_paper`, `asq_bssa` or another method.
    pub assessed_with: String,
    /// `none`, `passive`, `active_no_plan`, `active_with_plan`, `refused`.
    pub ideation: String,
    /// `none`, `some`, `clear`, `unclear`.
    pub intent: String,
    /// `none`, `past_3_months`, `now`.
    pub behaviour: String,
    /// `no`, `firearm`, `medicines`, `other`, `unknown`.
    pub means: String,
    /// The measures taken to restrict access to means.
    pub means_action: String,
    /// Protective factors, as text.
    pub protective: String,
    /// `low`, `moderate`, `high`, `imminent`, or the practice's own term.
    pub risk_level: String,
    /// Whether the crisis plan was reviewed together.
    pub plan_reviewed: bool,
    /// `none`, `extra_contact`, `session_postponed`, `prescriber_told`, `crisis_team`, `emergency`, `hospital`.
    pub action: String,
    /// When the next contact is planned, in milliseconds since the Unix epoch.
    pub next_contact_at: Option<f64>,
    /// `yes`, `no`, `prescriber_decides`.
    pub next_dose_cleared: String,
    /// Additional notes as text.
    pub note: String,
    /// When the flag was reopened, in milliseconds since the Unix epoch. No form sets it.
    pub reopened: Option<f64>,
    /// Why it was opened again.
    pub reopened_why: String,
}

impl DispositionForm {
    fn of(closed: &FlagDisposition) -> Self {
        let closed = closed.clone();
        let ms = |when: Option<Moment>| when.map(|when| when.unix_ms as f64);
        Self {
            contacted_at: ms(closed.contacted_at),
            how: closed.how,
            tries: closed.tries,
            by: closed.by,
            assessed_with: closed.assessed_with,
            ideation: closed.ideation,
            intent: closed.intent,
            behaviour: closed.behaviour,
            means: closed.means,
            means_action: closed.means_action,
            protective: closed.protective,
            risk_level: closed.risk_level,
            plan_reviewed: closed.plan_reviewed,
            action: closed.action,
            next_contact_at: ms(closed.next_contact_at),
            next_dose_cleared: closed.next_dose_cleared,
            note: closed.note,
            reopened: ms(closed.reopened),
            reopened_why: closed.reopened_why,
        }
    }

    fn to_record(
        &self,
        client: CollectionId,
        about: Vec<RecordId>,
        instrument: &str,
        flagged_at: Moment,
        now: &Moment,
    ) -> FlagDisposition {
        let form = self.clone();
        let at = |ms: Option<f64>| ms.map(|ms| Moment { unix_ms: ms as i64, ..now.clone() });
        FlagDisposition {
            client: Some(client),
            about,
            instrument: instrument.into(),
            flagged_at: Some(flagged_at),
            contacted_at: at(form.contacted_at),
            how: form.how,
            tries: form.tries,
            by: form.by.trim().into(),
            assessed_with: form.assessed_with,
            ideation: form.ideation,
            intent: form.intent,
            behaviour: form.behaviour,
            means: form.means,
            means_action: form.means_action.trim().into(),
            protective: form.protective.trim().into(),
            risk_level: form.risk_level.trim().into(),
            plan_reviewed: form.plan_reviewed,
            action: form.action,
            next_contact_at: at(form.next_contact_at),
            next_dose_cleared: form.next_dose_cleared,
            note: form.note.trim().into(),
            reopened: None,
            reopened_why: String::new(),
            extra: Default::default(),
        }
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
