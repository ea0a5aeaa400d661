//! Between therapist and client, and between the therapist and themself: replies with their drafts, promises; private
//! notes, lines for the session, the last visit.

use journal::arc::Item;
use journal::record::{Body, FlagDisposition, Moment, NoteKind, PrivateNote, Promise, Reply, SafetyEvent};
use protocol::{CollectionId, RecordId};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// A note of the therapist's own.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// The record.
    pub id: String,
    /// `note`, `reply_draft`, `agenda`, `visit`.
    pub purpose: String,
    /// When: milliseconds since the Unix epoch.
    pub at: f64,
    /// The record that it is about.
    pub about: Option<String>,
    /// The words.
    pub text: String,
}

/// A promise of the therapist's.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PromiseView {
    /// The record.
    pub id: String,
    /// When it was made: milliseconds since the Unix epoch.
    pub at: f64,
    /// The words.
    pub text: String,
    /// When it was kept: milliseconds since the Unix epoch.
    pub kept: Option<f64>,
}

/// What the therapist kept about a client whose care has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Former {
    /// What was the client's care collection.
    pub collection: String,
    /// Notes and lines for the session, newest first.
    pub notes: Vec<NoteView>,
}

/// Those about whom the therapist still has notes; whose were written last, first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Formers {
    /// One a client.
    pub list: Vec<Former>,
}

impl Casebook {
    /// Answers an entry. The client's phone shows it after its next sync; the draft is over.
    pub fn reply(&self, collection: &str, entry: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, entry)?;
        let reply = Reply { to: item.id, text: text.trim().into(), extra: Default::default() };
        let mut changes = Changes::one(id, None, &now.into(), reply);
        if let Ok((own, _)) = self.own() {
            self.drafts(collection, item.id)?.for_each(|draft| changes.delete(own, draft));
        }
        Ok(changes)
    }

    /// Takes a reply back.
    pub fn delete_reply(&self, collection: &str, reply: &str) -> Result<Changes, Fault> {
        let (id, item) = self.item(collection, reply)?;
        let mut changes = Changes::default();
        if matches!(item.record.body, Body::Reply(_)) {
            changes.delete(id, item.id);
        }
        Ok(changes)
    }

    /// Keeps a reply that was begun, sealed like every record, so that it outlives lock and reload. Empty: forgets it.
    pub fn draft(&self, collection: &str, entry: &str, text: &str, now: Now) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, entry)?;
        let (own, _) = self.own()?;
        let mut drafts = self.drafts(collection, item.id)?;
        let first = drafts.next();
        let mut changes = Changes::default();
        if !text.trim().is_empty() {
            changes.set(own, first, &now.into(), note(NoteKind::ReplyDraft, client, Some(item.id), text));
        } else if let Some(first) = first {
            changes.delete(own, first);
        }
        // Two browsers may each have begun one.
        drafts.for_each(|draft| changes.delete(own, draft));
        Ok(changes)
    }

    fn drafts(&self, collection: &str, entry: RecordId) -> Result<impl Iterator<Item = RecordId>, Fault> {
        let (_, items) = self.items(collection)?;
        Ok(items.iter().rev().filter_map(move |item| match &item.record.body {
            Body::PrivateNote(note) => {
                (note.purpose == NoteKind::ReplyDraft && note.about == Some(entry)).then_some(item.id)
            }
            _ => None,
        }))
    }

    /// Writes or (with an id) changes a private note, about the client or one entry. Nobody else ever sees it. Empty:
    /// deletes it.
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

    /// Writes or (with an id) changes a line to bring to the session. Empty: deletes it.
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
                // A note that is changed keeps the time at which it was made.
                let when = known.map_or_else(|| now.into(), |item| item.record.when.clone());
                changes.set(own, known.map(|item| item.id), &when, note(purpose, client, about, text));
            }
        }
        Ok(changes)
    }

    /// Says when the last visit was; the brief shows what came since.
    pub fn visit(&self, collection: &str, at: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        Ok(Changes::one(self.own()?.0, None, &at.into(), note(NoteKind::Visit, client, None, "")))
    }

    /// Forgets what was said about visits: the last appointment that was kept counts again.
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

    /// The therapist's own notes about clients who are not among those in care. They are the therapist's, and stay.
    pub fn formers(&self, in_care: &[String]) -> Formers {
        let mut list: Vec<Former> = Vec::new();
        let mut own: Vec<&Item> = self.own().map(|(_, items)| items.iter().collect()).unwrap_or_default();
        own.sort_by_key(|item| (-item.record.when.unix_ms, std::cmp::Reverse(item.id)));
        for item in own {
            let Body::PrivateNote(note) = &item.record.body else { continue };
            let collection = note.client.to_string();
            if !matches!(note.purpose, NoteKind::Note | NoteKind::Agenda) || in_care.contains(&collection) {
                continue;
            }
            let view = NoteView::of(item, note);
            match list.iter_mut().find(|former| former.collection == collection) {
                Some(former) => former.notes.push(view),
                None => list.push(Former { collection, notes: vec![view] }),
            }
        }
        Formers { list }
    }

    /// Writes or (with an id) changes a promise, which the client sees as well. Empty: deletes it.
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

    /// A promise was kept, or was not after all.
    pub fn keep_promise(&self, collection: &str, id: &str, kept: bool, now: Now) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Promise(promise) = &item.record.body else { return Err(Fault::not_found()) };
        let promise = Promise { kept: kept.then(|| now.into()), ..promise.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, promise))
    }

    /// Closes a safety flag, with what was done: `record` is its event or its answers, or what they were before the client
    /// took them back. The flag stays in the journey, and the disposition with the therapist.
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
            // Taken back: what was seen of it is in the mark.
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
        // One form is one conversation: whatever else it raised until now is closed with it.
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

    /// How a flag was closed: the therapist's own record of it.
    pub fn disposition(&self, collection: &str, id: &str) -> Result<DispositionForm, Fault> {
        let (_, item) = self.item(collection, id)?;
        match &item.record.body {
            Body::FlagDisposition(closed) => Ok(DispositionForm::of(closed)),
            _ => Err(Fault::not_found()),
        }
    }
}

/// What the form of a flag has raised besides it until now: its other events, those that were seen and taken back, and the
/// answers themselves once they are there.
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
    /// When there was contact, or was tried: milliseconds since the Unix epoch.
    pub contacted_at: Option<f64>,
    /// `in_person`, `video`, `phone`, `message`, `not_reached`.
    pub how: String,
    /// How often it was tried.
    pub tries: u32,
    /// Who.
    pub by: String,
    /// `interview`, `cssrs_paper`, `asq_bssa` or another word.
    pub assessed_with: String,
    /// `none`, `passive`, `active_no_plan`, `active_with_plan`, `refused`.
    pub ideation: String,
    /// `none`, `some`, `clear`, `unclear`.
    pub intent: String,
    /// `none`, `past_3_months`, `now`.
    pub behaviour: String,
    /// `no`, `firearm`, `medicines`, `other`, `unknown`.
    pub means: String,
    /// What was done about means.
    pub means_action: String,
    /// What protects.
    pub protective: String,
    /// `low`, `moderate`, `high`, `imminent`, or the practice's own word.
    pub risk_level: String,
    /// The crisis plan was gone through.
    pub plan_reviewed: bool,
    /// `none`, `extra_contact`, `session_postponed`, `prescriber_told`, `crisis_team`, `emergency`, `hospital`.
    pub action: String,
    /// When the next contact is: milliseconds since the Unix epoch.
    pub next_contact_at: Option<f64>,
    /// `yes`, `no`, `prescriber_decides`.
    pub next_dose_cleared: String,
    /// Anything else.
    pub note: String,
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
            text: note.text.clone(),
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
    PrivateNote { purpose, client, about, text: text.trim().into(), extra: Default::default() }
}
