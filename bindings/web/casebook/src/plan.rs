//! What therapist and client agree on: assignments, suggestions, meetings, dosing sessions, as the pages show and write
//! them.

use journal::arc::{self, Item, Recorded};
use journal::record::{
    Appointment, Assignment, Body, Cadence, DosingSession, Every, Moment, NoteKind, PrivateNote, Repeat, Setting,
    Suggestion, Task,
};
use protocol::RecordId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::{Casebook, Changes, Fault, Now};

/// Something to write to or to answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentForm {
    /// `prompt` or `measure`.
    pub task: String,
    /// A prompt's words.
    pub text: String,
    /// A prompt's id, if it comes from a set.
    pub prompt: Option<String>,
    /// An instrument's id.
    pub instrument: Option<String>,
    /// When it is due first: milliseconds since the Unix epoch.
    pub due: Option<f64>,
    /// `once`, `weeks`, `before_session`, `after_session`.
    pub repeat: String,
    /// For `weeks`: how many.
    pub weeks: Option<u32>,
}

/// A step to suggest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionForm {
    /// The words.
    pub text: String,
    /// `once`, `day`, `week`, `weekdays`; absent: whenever it fits.
    pub every: Option<String>,
    /// For `week`: how many times.
    pub times: Option<u32>,
    /// For `weekdays`: `mon` to `sun`.
    pub weekdays: Vec<String>,
    /// The entry that it came from.
    pub from_entry: Option<String>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingForm {
    /// When: milliseconds since the Unix epoch.
    pub at: f64,
    /// `preparation`, `dosing`, `integration` or another word.
    pub purpose: String,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// Where.
    pub place: String,
}

/// A dosing session, as the clinic records it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionForm {
    /// When it began: milliseconds since the Unix epoch.
    pub at: f64,
    /// Its number in the series, from 1.
    pub number: u32,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    pub route: String,
    /// Milligrams, as recorded.
    pub dose_mg: Option<f64>,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// When it ended: milliseconds since the Unix epoch.
    pub ended: Option<f64>,
    /// Where.
    pub place: String,
    /// Lighting.
    pub light: String,
    /// Music.
    pub music: String,
    /// Seating.
    pub seating: String,
    /// Who was there.
    pub companions: String,
    /// What the client wants to have at hand.
    pub comfort: Vec<String>,
    /// How support was given.
    pub support: String,
    /// The therapist's short note, which the client reads.
    pub support_note: String,
    /// What it was like.
    pub qualities: Vec<String>,
    /// What helped.
    pub helped: String,
    /// What did not.
    pub hindered: String,
}

/// An assignment, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentView {
    /// The record.
    pub id: String,
    /// When it was made: milliseconds since the Unix epoch.
    pub made: f64,
    /// What it asks for.
    pub form: AssignmentForm,
    /// Over.
    pub ended: bool,
    /// Shared answers to it, newest first.
    pub answers: Vec<Answered>,
}

/// A shared answer to an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Answered {
    /// The record.
    pub id: String,
    /// When: milliseconds since the Unix epoch.
    pub at: f64,
}

/// A suggestion, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// The record.
    pub id: String,
    /// When it was made: milliseconds since the Unix epoch.
    pub made: f64,
    /// What was suggested.
    pub form: SuggestionForm,
    /// The step that the client made of it, if it is shared.
    pub step: Option<Taken>,
}

/// The step that a client made of a suggestion.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Taken {
    /// The record.
    pub id: String,
    /// `active`, `habit`, `done`, `let_go`.
    pub status: String,
}

/// A meeting, and whether it took place.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingView {
    /// The record.
    pub id: String,
    /// What was agreed.
    pub form: MeetingForm,
    /// Whether it took place; absent while it is open.
    pub kept: Option<bool>,
    /// Called off.
    pub cancelled: bool,
    /// Written by the therapist, who can change it; what the client wrote is the client's.
    pub own: bool,
}

/// A dosing session, and what the client keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The record.
    pub id: String,
    /// What was recorded, by whomever.
    pub form: SessionForm,
    /// When it began, by the client's clock where the client wrote it down: RFC 3339.
    pub when: String,
    /// The therapist's own record of it: the one that can be changed.
    pub own: Option<OwnSession>,
    /// What the client recorded, where the therapist's word stands in its place.
    pub theirs: Option<SessionForm>,
    /// Who recorded route and dose: `clinic` or `client`.
    pub recorded_by: String,
    /// How strong it was for the client, 0 to 10.
    pub intensity: Option<u8>,
    /// The client's first words afterwards.
    pub first_words: String,
    /// What the client kept of what was said.
    pub notes: String,
    /// The therapist's own notes about it.
    pub own_notes: Vec<NoteView>,
}

/// A therapist's own record of a dosing session.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct OwnSession {
    /// The record.
    pub id: String,
    /// What it holds.
    pub form: SessionForm,
}

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

/// Everything that was agreed with a client, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Assignments.
    pub assignments: Vec<AssignmentView>,
    /// Suggestions.
    pub suggestions: Vec<SuggestionView>,
    /// Meetings, those ahead among them.
    pub meetings: Vec<MeetingView>,
    /// Dosing sessions.
    pub sessions: Vec<SessionView>,
    /// The number that the next dosing session would have.
    pub next_session: u32,
    /// Private notes, drafts, lines for the session.
    pub notes: Vec<NoteView>,
    /// Promises.
    pub promises: Vec<PromiseView>,
    /// Own prompt sets that the client has been given: their ids in the library.
    pub given: Vec<String>,
}

impl Casebook {
    /// Everything that was agreed with a client.
    pub fn plan(&self, collection: &str) -> Result<Plan, Fault> {
        let (_, items) = self.items(collection)?;
        let mut newest: Vec<&Item> = items.iter().collect();
        newest.sort_by_key(|item| (-item.record.when.unix_ms, std::cmp::Reverse(item.id)));
        let mut plan = Plan {
            assignments: Vec::new(),
            suggestions: Vec::new(),
            meetings: Vec::new(),
            sessions: Vec::new(),
            next_session: 1,
            notes: Vec::new(),
            promises: Vec::new(),
            given: self.given_sets(items),
        };
        for item in &newest {
            let (id, at) = (item.id.to_string(), item.record.when.unix_ms as f64);
            match &item.record.body {
                Body::Assignment(body) => plan.assignments.push(AssignmentView {
                    id,
                    made: at,
                    form: AssignmentForm::of(body),
                    ended: body.ended,
                    answers: newest.iter().filter(|one| answers(one, item.id)).map(Answered::of).collect(),
                }),
                Body::Suggestion(body) => plan.suggestions.push(SuggestionView {
                    id,
                    made: at,
                    form: SuggestionForm::of(body),
                    step: items.iter().find_map(|one| taken(one, item.id)),
                }),
                Body::Appointment(body) => plan.meetings.push(MeetingView {
                    id,
                    form: MeetingForm {
                        at,
                        purpose: body.purpose.clone(),
                        duration_min: body.duration_min,
                        place: body.place.clone(),
                    },
                    kept: body.kept,
                    cancelled: body.cancelled,
                    own: is_own(&item.record.body),
                }),
                Body::PrivateNote(body) => plan.notes.push(note_view(item, body)),
                Body::Promise(body) => plan.promises.push(PromiseView {
                    id,
                    at,
                    text: body.text.clone(),
                    kept: body.kept.as_ref().map(|kept| kept.unix_ms as f64),
                }),
                _ => {}
            }
        }
        plan.sessions = arc::sessions(items).iter().rev().filter_map(|one| session_view(one, &newest)).collect();
        plan.next_session = plan.sessions.iter().map(|one| one.form.number + 1).max().unwrap_or(1);
        Ok(plan)
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
            let view = note_view(item, note);
            match list.iter_mut().find(|former| former.collection == collection) {
                Some(former) => former.notes.push(view),
                None => list.push(Former { collection, notes: vec![view] }),
            }
        }
        Formers { list }
    }

    /// Assigns a prompt or a measure, or (with an id) changes what was assigned. A practice's own instrument goes along,
    /// because the client's phone has to know it.
    pub fn assign(
        &self,
        collection: &str,
        id: Option<&str>,
        form: &AssignmentForm,
        now: Now,
    ) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let when: Moment = now.into();
        let id = id.map(|id| Ok(self.item(collection, id)?.1.id)).transpose()?;
        let task = Task::named(&form.task).ok_or_else(Fault::records)?;
        let mut changes = Changes::default();
        if let (Task::Measure, Some(instrument)) = (task, form.instrument.as_deref()) {
            if !self.definitions(items).iter().any(|known| known.id == instrument) {
                return Err(Fault::not_found());
            }
            if let Some(own) = self.own_instrument(instrument)
                && !items.iter().any(
                    |item| matches!(&item.record.body, Body::Instrument(there) if there.definition == own.definition),
                )
            {
                changes.set(client, None, &when, own.clone());
            }
        } else if form.text.trim().is_empty() {
            return Err(Fault::new("empty", "A prompt needs words."));
        }
        let repeat = Repeat::named(&form.repeat).ok_or_else(Fault::records)?;
        let assignment = Assignment {
            task,
            text: form.text.trim().into(),
            prompt: form.prompt.clone(),
            instrument: form.instrument.clone().filter(|_| task == Task::Measure),
            due: form.due.map(|due| Moment { unix_ms: due as i64, ..when.clone() }),
            repeat: Some(repeat),
            weeks: form.weeks.filter(|_| repeat == Repeat::Weeks).map(|weeks| weeks.max(1)),
            ended: false,
            extra: Default::default(),
        };
        changes.set(client, id, &when, assignment);
        Ok(changes)
    }

    /// Ends an assignment, or takes the end back: nothing comes due any more, what was answered stays.
    pub fn end_assignment(&self, collection: &str, id: &str, ended: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Assignment(assignment) = &item.record.body else { return Err(Fault::not_found()) };
        let assignment = Assignment { ended, ..assignment.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, assignment))
    }

    /// Suggests a step. The client takes it, words it anew, or lets it be.
    pub fn suggest(&self, collection: &str, form: &SuggestionForm, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        if form.text.trim().is_empty() {
            return Err(Fault::new("empty", "A suggestion needs words."));
        }
        let from_entry = form.from_entry.as_deref().map(|id| Ok(self.item(collection, id)?.1.id)).transpose()?;
        let every = form.every.as_deref().map(|every| Every::named(every).ok_or_else(Fault::records)).transpose()?;
        let cadence = every.map(|every| Cadence {
            every,
            times: form.times.filter(|_| every == Every::Week),
            weekdays: if every == Every::Weekdays { form.weekdays.clone() } else { Vec::new() },
            extra: Default::default(),
        });
        let suggestion = Suggestion { text: form.text.trim().into(), cadence, from_entry, ..Default::default() };
        Ok(Changes::one(client, None, &now.into(), suggestion))
    }

    /// Agrees on a meeting, or (with an id) moves one that the therapist made. The client's phone knows it after its next sync.
    pub fn schedule(&self, collection: &str, id: Option<&str>, form: &MeetingForm, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut meeting = match known.map(|item| &item.record.body) {
            Some(body @ Body::Appointment(meeting)) => only_own(body).map(|()| meeting.clone())?,
            Some(_) => return Err(Fault::not_found()),
            None => Appointment::default(),
        };
        meeting.by_therapist = true;
        meeting.purpose = form.purpose.trim().into();
        meeting.duration_min = form.duration_min;
        meeting.place = form.place.trim().into();
        let when = Moment { unix_ms: form.at as i64, ..now.into() };
        Ok(Changes::one(client, known.map(|item| item.id), &when, meeting))
    }

    /// A meeting took place, did not, or (with `None`) is open again; or it is called off.
    pub fn settle(&self, collection: &str, id: &str, kept: Option<bool>, cancelled: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Appointment(meeting) = &item.record.body else { return Err(Fault::not_found()) };
        only_own(&item.record.body)?;
        let meeting = Appointment { kept, cancelled, ..meeting.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, meeting))
    }

    /// Records a dosing session, or (with an id) changes what the therapist recorded.
    pub fn session(&self, collection: &str, id: Option<&str>, form: &SessionForm, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut session = match known.map(|item| &item.record.body) {
            Some(body @ Body::DosingSession(session)) => only_own(body).map(|()| session.clone())?,
            Some(_) => return Err(Fault::not_found()),
            None => DosingSession::default(),
        };
        session.by_therapist = true;
        if form.number == 0 {
            return Err(Fault::new("number", "A session has a number, from 1."));
        }
        if form.dose_mg.is_some_and(|dose| !(dose > 0.0 && dose.is_finite())) {
            return Err(Fault::new("dose", "A dose is a number above zero."));
        }
        let when = Moment { unix_ms: form.at as i64, ..now.into() };
        session.number = form.number;
        session.route = form.route.trim().into();
        session.dose_mg = form.dose_mg;
        session.recorded_by = "clinic".into();
        session.duration_min = form.duration_min;
        session.ended = form.ended.map(|ended| Moment { unix_ms: ended as i64, ..when.clone() });
        session.setting = Setting {
            place: form.place.clone(),
            light: form.light.clone(),
            music: form.music.clone(),
            seating: form.seating.clone(),
            companions: form.companions.clone(),
            comfort: form.comfort.clone(),
            extra: session.setting.extra,
        };
        session.support = form.support.clone();
        session.support_note = form.support_note.clone();
        session.qualities = form.qualities.clone();
        session.helped = form.helped.clone();
        session.hindered = form.hindered.clone();
        Ok(Changes::one(client, known.map(|item| item.id), &when, session))
    }

    /// Takes something back that the therapist made for the client: a suggestion, a meeting, a session, an assignment.
    pub fn withdraw(&self, collection: &str, id: &str) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let own = matches!(item.record.body, Body::Suggestion(_) | Body::Assignment(_) | Body::PromptSet(_));
        let mut changes = Changes::default();
        if own || is_own(&item.record.body) {
            changes.delete(client, item.id);
        }
        Ok(changes)
    }
}

fn session_view(recorded: &Recorded<'_>, newest: &[&Item]) -> Option<SessionView> {
    let whole = recorded.whole();
    let Body::DosingSession(body) = &whole.record.body else { return None };
    let form = |item: &Item| match &item.record.body {
        Body::DosingSession(body) => Some(SessionForm::of(item.record.when.unix_ms as f64, body)),
        _ => None,
    };
    let by = |own| recorded.records.iter().find(move |item| is_own(&item.record.body) == own);
    let own = by(true).and_then(|item| Some(OwnSession { id: item.id.to_string(), form: form(item)? }));
    let about = |note: &&&Item| recorded.records.iter().any(|item| is_about(note, item.id));
    Some(SessionView {
        id: whole.id.to_string(),
        form: form(&whole)?,
        when: whole.record.when.rfc3339(),
        theirs: by(false).filter(|_| own.is_some()).and_then(|item| form(item)),
        own,
        recorded_by: body.recorded_by.clone(),
        intensity: body.intensity,
        first_words: body.first_words.clone(),
        notes: body.notes.clone(),
        own_notes: newest
            .iter()
            .filter(about)
            .filter_map(|note| match &note.record.body {
                Body::PrivateNote(body) => Some(note_view(note, body)),
                _ => None,
            })
            .collect(),
    })
}

fn answers(item: &Item, assignment: RecordId) -> bool {
    match &item.record.body {
        Body::Reflection(entry) => entry.assignment == Some(assignment),
        Body::MeasureResponse(entry) => entry.assignment == Some(assignment),
        _ => false,
    }
}

fn taken(item: &Item, suggestion: RecordId) -> Option<Taken> {
    match &item.record.body {
        Body::Step(step) if step.from_suggestion == Some(suggestion) => {
            Some(Taken { id: item.id.to_string(), status: step.status.as_str().into() })
        }
        _ => None,
    }
}

/// Whether a session or a meeting is the therapist's to change: what a client shares is a copy, and what is written into
/// a copy reaches nobody (docs/decisions/0044).
fn is_own(body: &Body) -> bool {
    match body {
        Body::DosingSession(session) => session.by_therapist,
        Body::Appointment(meeting) => meeting.by_therapist,
        _ => false,
    }
}

fn only_own(body: &Body) -> Result<(), Fault> {
    match is_own(body) {
        true => Ok(()),
        false => Err(Fault::new("clients_own", "Your client wrote this, and it stays as it was written.")),
    }
}

impl Answered {
    fn of(item: &&Item) -> Self {
        Self { id: item.id.to_string(), at: item.record.when.unix_ms as f64 }
    }
}

fn note_view(item: &Item, note: &PrivateNote) -> NoteView {
    NoteView {
        id: item.id.to_string(),
        purpose: note.purpose.as_str().into(),
        at: item.record.when.unix_ms as f64,
        about: note.about.map(|id| id.to_string()),
        text: note.text.clone(),
    }
}

fn is_about(item: &Item, about: RecordId) -> bool {
    matches!(&item.record.body, Body::PrivateNote(note) if note.about == Some(about))
}

impl AssignmentForm {
    fn of(body: &Assignment) -> Self {
        Self {
            task: body.task.as_str().into(),
            text: body.text.clone(),
            prompt: body.prompt.clone(),
            instrument: body.instrument.clone(),
            due: body.due.as_ref().map(|due| due.unix_ms as f64),
            repeat: body.repeat.unwrap_or(Repeat::Once).as_str().into(),
            weeks: body.weeks,
        }
    }
}

impl SuggestionForm {
    fn of(body: &Suggestion) -> Self {
        Self {
            text: body.text.clone(),
            every: body.cadence.as_ref().map(|cadence| cadence.every.as_str().into()),
            times: body.cadence.as_ref().and_then(|cadence| cadence.times),
            weekdays: body.cadence.as_ref().map(|cadence| cadence.weekdays.clone()).unwrap_or_default(),
            from_entry: body.from_entry.map(|id| id.to_string()),
        }
    }
}

impl SessionForm {
    fn of(at: f64, body: &DosingSession) -> Self {
        let setting = &body.setting;
        Self {
            at,
            number: body.number,
            route: body.route.clone(),
            dose_mg: body.dose_mg,
            duration_min: body.duration_min,
            ended: body.ended.as_ref().map(|ended| ended.unix_ms as f64),
            place: setting.place.clone(),
            light: setting.light.clone(),
            music: setting.music.clone(),
            seating: setting.seating.clone(),
            companions: setting.companions.clone(),
            comfort: setting.comfort.clone(),
            support: body.support.clone(),
            support_note: body.support_note.clone(),
            qualities: body.qualities.clone(),
            helped: body.helped.clone(),
            hindered: body.hindered.clone(),
        }
    }
}
