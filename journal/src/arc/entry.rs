//! One entry of the journal, computed from its record.

use protocol::RecordId;
use serde::Serialize;

use super::checkins::NEEDS_SPACE;
use super::place::{ArcPlace, Course};
use crate::effects::urgency::{self, Urgency};
use crate::record::{
    Attachment, Body, CheckIn, Effect, GoalStatus, Moment, Record, Reflection, Sensation, SideEffectCheck, Slot,
    StepStatus, Suicidal,
};

/// A record with its id and revision.
#[derive(Clone, Debug)]
pub struct Item {
    /// The id of its record.
    pub id: RecordId,
    /// Its revision on the server, to detect changes after it was read.
    pub revision: u32,
    /// The decrypted record.
    pub record: Record,
}

/// A bodily sensation that the client marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SensationView {
    /// The region of the body, as a code.
    pub place: String,
    /// The quality of the sensation.
    pub quality: String,
    /// Intensity, from 0 to 10; absent if not rated.
    pub intensity: Option<u8>,
}

/// An attachment for a list. Its key stays in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttachmentView {
    /// The id of the attachment.
    pub id: String,
    /// The media type, such as `image/jpeg`.
    pub media_type: String,
    /// The file name, if any.
    pub name: String,
    /// Size in bytes, before sealing.
    pub size: u64,
    /// Width and height in pixels, for a picture.
    pub pixels: Option<(u32, u32)>,
    /// The duration in milliseconds, for a voice note.
    pub duration_ms: Option<u32>,
    /// The thumbnail (JPEG, base64url).
    pub thumbnail: Option<String>,
}

/// The kind of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A photo or another picture.
    Photo,
    /// A recorded voice note.
    Recording,
    /// A file of any other type.
    File,
}

impl FileKind {
    /// Determines the kind from the record's media type.
    pub fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Photo,
            Some("audio") => Self::Recording,
            _ => Self::File,
        }
    }

    /// The name in views.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Recording => "recording",
            Self::File => "file",
        }
    }
}

/// The reading state of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The therapist has not opened it yet.
    #[default]
    New,
    /// The client has changed it since it was read.
    Changed,
    /// The therapist has opened it.
    Opened,
    /// The therapist has reviewed it.
    Reviewed,
}

/// One entry of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The id of the record.
    pub id: String,
    /// `reflection`, `check_in`, `intention`, `goal`, `concern`, `step`, `measure_response`, `side_effect_check` or
    /// `appointment`; other values are kinds of newer versions.
    pub kind: String,
    /// Time of the entry: RFC 3339 with the client's offset.
    pub at: String,
    /// The client's local date.
    pub date: String,
    /// Milliseconds since the Unix epoch, for ordering.
    pub unix_ms: i64,
    /// Its position in the arc.
    pub place: ArcPlace,
    /// On the day of a session: whether it was written before the session began.
    pub before_dose: Option<bool>,
    /// The client's text, as written.
    pub text: String,
    /// The prompt that was answered.
    pub prompt: Option<String>,
    /// The text of the prompt, if it is not a built-in one.
    pub asked: String,
    /// Mood, from 0 (very low) to 10 (very good); absent if not rated.
    pub mood: Option<u8>,
    /// States, such as `calm`.
    pub states: Vec<String>,
    /// For a side-effect check: the marked effects, without those marked "not at all".
    pub effects: Vec<EffectView>,
    /// For a side-effect check: whether the client drove on the day of the session.
    pub drove: Option<bool>,
    /// For a side-effect check: thoughts of death or of self-harm, `no`, `yes` or `unsaid`.
    pub suicidal: Option<&'static str>,
    /// The themes that the client chose.
    pub themes: Vec<String>,
    /// Emotions, in the client's words or from the list.
    pub affect: Vec<String>,
    /// The bodily sensations that the client marked.
    pub sensations: Vec<SensationView>,
    /// The photos, recordings and files of the entry.
    pub attachments: Vec<AttachmentView>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// "I would like you to see this soon."
    pub see_soon: bool,
    /// For a check-in: its slot.
    pub slot: Option<Slot>,
    /// For an intention, a goal or a concern: the client's answer.
    pub answer: String,
    /// The state of a goal or a concern.
    pub goal: Option<GoalStatus>,
    /// Scales of a check-in and other values, by name.
    pub figures: Vec<(String, i64)>,
    /// For a step: the days on which it was done. For an appointment: empty.
    pub done_on: Vec<String>,
    /// The state of a step.
    pub step: Option<StepStatus>,
    /// For a step: the entry that it came from.
    pub from_entry: Option<String>,
    /// For a measure: the instrument, and how many items were answered of how many.
    pub measure: Option<(String, u32, u32)>,
    /// For an appointment: its purpose, and whether it took place.
    pub appointment: Option<(String, Option<bool>)>,
    /// How far the therapist has read it.
    pub reading: Reading,
    /// When it was last opened or reviewed: milliseconds since the Unix epoch.
    pub read_at: Option<i64>,
    /// The therapist's replies, oldest first.
    pub replies: Vec<ReplyView>,
}

/// A marked side effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EffectView {
    /// The id of the effect, such as `chest`.
    pub effect: String,
    /// 1 to 3; absent if it was not chosen.
    pub severity: Option<u8>,
    /// Whether it is still there.
    pub still: Option<bool>,
    /// Whether the effect was present before the session as well.
    pub before: Option<bool>,
    /// `red`: a doctor should look at it today; `amber`: the practice has to know before the next session.
    pub level: Option<&'static str>,
}

impl EffectView {
    /// The effects of a check that was made `since` milliseconds after a session.
    pub fn of(check: &SideEffectCheck, since: Option<i64>) -> Vec<Self> {
        let marked = check.items.iter().filter(|one| one.severity != Some(0));
        let view = |one: &Effect| Self {
            effect: one.id.clone(),
            severity: one.severity,
            still: one.still,
            before: one.before,
            level: urgency::of(&one.into(), since).map(Urgency::as_str),
        };
        marked.map(view).collect()
    }
}

/// A therapist's reply to an entry.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyView {
    /// The id of the record.
    pub id: String,
    /// The time, as RFC 3339 with the author's UTC offset.
    pub at: String,
    /// The text, as the author wrote it.
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

/// Converts a record to its entry; `None` for records that are shown as part of others.
pub(super) fn entry(item: &Item, course: &Course) -> Option<Entry> {
    let Record { when, body } = &item.record;
    let mut entry = blank(item, when, body, course.place(when));
    entry.before_dose = course.before_dose(when);
    match body {
        Body::Reflection(reflection) => entry.fill_reflection(reflection),
        Body::CheckIn(check_in) => entry.fill_check_in(check_in),
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
        Body::SideEffectCheck(check) => {
            entry.text.clone_from(&check.other);
            entry.slot = check.slot;
            entry.wants_to_talk = check.wants_to_talk;
            entry.effects = EffectView::of(check, course.since(when));
            entry.drove = check.drove;
            entry.suicidal = check.suicidal.map(Suicidal::as_str);
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
        // Landmarks, marks, and records with their own page.
        _ => return None,
    }
    Some(entry)
}

/// Converts a record with its own page (a dosing session, the crisis plan) to an entry for lists such as search
/// results; `None` for other records. The text is the client's.
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
    /// A record without its own row in a timeline, such as a safety event: its time and its position.
    pub fn of_event(item: &Item, course: &Course) -> Self {
        let Record { when, body } = &item.record;
        let before_dose = course.before_dose(when);
        Self { before_dose, ..blank(item, when, body, course.place(when)) }
    }

    /// Copies what the timeline shows of a reflection.
    fn fill_reflection(&mut self, reflection: &Reflection) {
        self.text.clone_from(&reflection.text);
        self.prompt.clone_from(&reflection.prompt);
        self.asked.clone_from(&reflection.asked);
        self.mood = reflection.mood;
        self.states.clone_from(&reflection.states);
        self.themes.clone_from(&reflection.themes);
        self.affect.clone_from(&reflection.affect);
        self.sensations = reflection.sensations.iter().map(sensation).collect();
        self.attachments = reflection.attachments.iter().map(attachment).collect();
        self.wants_to_talk = reflection.wants_to_talk;
        self.see_soon = reflection.see_soon;
        self.slot = reflection.prompt.as_deref().and_then(Slot::of_prompt);
        // The client's choice takes precedence over the calendar.
        self.place.phase = reflection.phase.unwrap_or(self.place.phase);
    }

    /// Copies what the timeline shows of a check-in. "Needs space" is shown once, as a state.
    fn fill_check_in(&mut self, check_in: &CheckIn) {
        self.text.clone_from(&check_in.text);
        self.mood = check_in.mood;
        self.slot = check_in.slot;
        self.states.clone_from(&check_in.states);
        self.wants_to_talk = check_in.wants_to_talk;
        let scales = [
            ("mood", check_in.mood),
            ("energy", check_in.energy),
            ("sleep", check_in.sleep),
            ("sensitivity", check_in.sensitivity),
            ("clarity", check_in.clarity),
        ];
        self.figures = scales.into_iter().filter_map(|(k, v)| Some((k.to_owned(), i64::from(v?)))).collect();
        let said = |state: &String| state.replace('_', " ") == NEEDS_SPACE;
        if check_in.needs_space && !check_in.states.iter().any(said) {
            self.states.push(NEEDS_SPACE.into());
        }
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
        effects: Vec::new(),
        drove: None,
        suicidal: None,
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
