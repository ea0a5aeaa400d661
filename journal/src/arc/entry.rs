//! One entry of the journal, laid out from its record.

use protocol::RecordId;
use serde::Serialize;

use super::checkins::NEEDS_SPACE;
use super::place::{ArcPlace, Course};
use crate::record::{Attachment, Body, GoalStatus, Moment, Record, Sensation, Slot, StepStatus};

/// A record as it is given to be laid out.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: RecordId,
    /// Its revision on the server, for telling what was changed after it was read.
    pub revision: u32,
    /// What it says.
    pub record: Record,
}

/// Something felt in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SensationView {
    /// Where.
    pub place: String,
    /// What it is like.
    pub quality: String,
    /// 0 to 10.
    pub intensity: Option<u8>,
}

/// A photo or a voice note, as a list shows it. The key stays in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttachmentView {
    /// Its id.
    pub id: String,
    /// `image/jpeg`, `audio/mp4`.
    pub media_type: String,
    /// The file's name, if it had one.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Pixels across and down, for a picture.
    pub pixels: Option<(u32, u32)>,
    /// Milliseconds, for a voice note.
    pub duration_ms: Option<u32>,
    /// A small picture (JPEG, base64url).
    pub thumbnail: Option<String>,
}

/// How far the therapist has read an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Not opened yet.
    #[default]
    New,
    /// Read, and changed by the client since.
    Changed,
    /// Opened.
    Opened,
    /// Reviewed.
    Reviewed,
}

/// One entry of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The record.
    pub id: String,
    /// `reflection`, `check_in`, `intention`, `goal`, `concern`, `step`, `measure_response` or `appointment`; other words
    /// are kinds of newer versions.
    pub kind: String,
    /// When, RFC 3339 with the client's offset.
    pub at: String,
    /// The client's local date.
    pub date: String,
    /// Milliseconds since the Unix epoch, for ordering.
    pub unix_ms: i64,
    /// Where it stands in the arc.
    pub place: ArcPlace,
    /// On the day of a session: whether it was written before the session began.
    pub before_dose: Option<bool>,
    /// The client's words.
    pub text: String,
    /// The prompt that was answered.
    pub prompt: Option<String>,
    /// The words that were asked, where they are not Afterglow's own.
    pub asked: String,
    /// 0 to 10.
    pub mood: Option<u8>,
    /// How the client feels.
    pub states: Vec<String>,
    /// For a check-in: what bothers the client since the session.
    pub signs: Vec<String>,
    /// Lenses.
    pub themes: Vec<String>,
    /// Feelings, in the client's words or from the list.
    pub affect: Vec<String>,
    /// What was felt in the body.
    pub sensations: Vec<SensationView>,
    /// Photos and voice notes.
    pub attachments: Vec<AttachmentView>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// "I would like you to see this soon."
    pub see_soon: bool,
    /// For a check-in: which.
    pub slot: Option<Slot>,
    /// For an intention, a goal, a concern: what came of it.
    pub answer: String,
    /// For a goal or a concern.
    pub goal: Option<GoalStatus>,
    /// Scales of a check-in and other figures: name and value.
    pub figures: Vec<(String, i64)>,
    /// For a step: the days on which it was done. For an appointment: empty.
    pub done_on: Vec<String>,
    /// For a step.
    pub step: Option<StepStatus>,
    /// For a step: the entry that it came from.
    pub from_entry: Option<String>,
    /// For a measure: the instrument, and how many items were answered of how many.
    pub measure: Option<(String, u32, u32)>,
    /// For an appointment: what for, and whether it was kept.
    pub appointment: Option<(String, Option<bool>)>,
    /// How far the therapist has read it.
    pub reading: Reading,
    /// When it was last opened or reviewed: milliseconds since the Unix epoch.
    pub read_at: Option<i64>,
    /// The therapist's answers, oldest first.
    pub replies: Vec<ReplyView>,
}

/// A therapist's answer.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyView {
    /// The record.
    pub id: String,
    /// When, RFC 3339.
    pub at: String,
    /// The words.
    pub text: String,
}

fn sensation(felt: &Sensation) -> SensationView {
    SensationView { place: felt.place.clone(), quality: felt.quality.clone(), intensity: felt.intensity }
}

fn attachment(file: &Attachment) -> AttachmentView {
    AttachmentView {
        id: file.id.clone(),
        media_type: file.media_type.clone(),
        name: file.name.clone(),
        size: file.size,
        pixels: file.width.zip(file.height),
        duration_ms: file.duration_ms,
        thumbnail: file.thumbnail.clone(),
    }
}

/// The entry that a record is shown as; `None` for those that are folded into others.
pub(super) fn entry(item: &Item, course: &Course) -> Option<Entry> {
    let Record { when, body } = &item.record;
    let mut entry = blank(item, when, body, course.place(when));
    entry.before_dose = course.before_dose(when);
    match body {
        Body::Reflection(reflection) => {
            entry.text.clone_from(&reflection.text);
            entry.prompt.clone_from(&reflection.prompt);
            entry.asked.clone_from(&reflection.asked);
            entry.mood = reflection.mood;
            entry.states.clone_from(&reflection.states);
            entry.themes.clone_from(&reflection.themes);
            entry.affect.clone_from(&reflection.affect);
            entry.sensations = reflection.sensations.iter().map(sensation).collect();
            entry.attachments = reflection.attachments.iter().map(attachment).collect();
            entry.wants_to_talk = reflection.wants_to_talk;
            entry.see_soon = reflection.see_soon;
            entry.slot = reflection.prompt.as_deref().and_then(Slot::of_prompt);
            // What the client chose stands over what the calendar says.
            entry.place.phase = reflection.phase.unwrap_or(entry.place.phase);
        }
        Body::CheckIn(check_in) => {
            entry.text.clone_from(&check_in.text);
            entry.mood = check_in.mood;
            entry.slot = check_in.slot;
            entry.states.clone_from(&check_in.states);
            entry.signs.clone_from(&check_in.signs);
            entry.wants_to_talk = check_in.wants_to_talk;
            let scales = [
                ("mood", check_in.mood),
                ("energy", check_in.energy),
                ("sleep", check_in.sleep),
                ("sensitivity", check_in.sensitivity),
                ("clarity", check_in.clarity),
            ];
            entry.figures = scales.into_iter().filter_map(|(k, v)| Some((k.to_owned(), i64::from(v?)))).collect();
            let said = |state: &String| state.replace('_', " ") == NEEDS_SPACE;
            if check_in.needs_space && !check_in.states.iter().any(said) {
                entry.states.push(NEEDS_SPACE.into());
            }
        }
        Body::Intention(intention) => {
            entry.text.clone_from(&intention.text);
            entry.answer.clone_from(&intention.answer);
        }
        Body::Step(step) => {
            entry.text.clone_from(&step.text);
            entry.done_on.clone_from(&step.done_on);
            entry.step = Some(step.status);
            entry.from_entry = step.from_entry.map(|id| id.to_string());
        }
        Body::MeasureResponse(response) => {
            let answered = response.answers.iter().flatten().count();
            entry.wants_to_talk = response.wants_to_talk;
            entry.measure = Some((response.instrument.clone(), answered as u32, response.answers.len() as u32));
        }
        Body::Appointment(appointment) => {
            entry.appointment = Some((appointment.purpose.clone(), appointment.kept));
        }
        Body::Goal(goal) => {
            entry.text.clone_from(&goal.text);
            entry.answer.clone_from(&goal.answer);
            entry.goal = Some(goal.status);
        }
        Body::Concern(concern) => {
            entry.text.clone_from(&concern.text);
            entry.answer.clone_from(&concern.answer);
            entry.goal = Some(concern.status);
        }
        Body::Unknown(_) => {}
        // Landmarks, marks, and what has a page of its own.
        _ => return None,
    }
    Some(entry)
}

/// What has a page of its own (a dosing session, the crisis plan) as an entry, where it stands among others (in what a
/// search found, say); `None` for anything else. Its words are the client's own.
pub fn page_entry(item: &Item, course: &Course) -> Option<Entry> {
    let Record { when, body } = &item.record;
    let text = match body {
        Body::DosingSession(session) => session.words(),
        Body::CrisisPlan(plan) => plan.words(),
        _ => return None,
    };
    let before_dose = course.before_dose(when);
    Some(Entry { text, before_dose, ..blank(item, when, body, course.place(when)) })
}

impl Entry {
    /// A record that has no lines of its own in a timeline, such as a safety event: when it was, and where that stands.
    pub fn of_event(item: &Item, course: &Course) -> Self {
        let Record { when, body } = &item.record;
        let before_dose = course.before_dose(when);
        Self { before_dose, ..blank(item, when, body, course.place(when)) }
    }
}

fn blank(item: &Item, when: &Moment, body: &Body, place: ArcPlace) -> Entry {
    Entry {
        id: item.id.to_string(),
        kind: body.kind().to_owned(),
        at: when.rfc3339(),
        date: when.local_date(),
        unix_ms: when.unix_ms,
        place,
        before_dose: None,
        text: String::new(),
        prompt: None,
        asked: String::new(),
        mood: None,
        states: Vec::new(),
        signs: Vec::new(),
        themes: Vec::new(),
        affect: Vec::new(),
        sensations: Vec::new(),
        attachments: Vec::new(),
        wants_to_talk: false,
        see_soon: false,
        slot: None,
        answer: String::new(),
        goal: None,
        figures: Vec::new(),
        done_on: Vec::new(),
        step: None,
        from_entry: None,
        measure: None,
        appointment: None,
        reading: Reading::New,
        read_at: None,
        replies: Vec::new(),
    }
}
