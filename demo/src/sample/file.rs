//! The format of a file of journeys. All fields except a persona's handle, zone and therapist are optional.
//!
//! A time is `2026-02-03T20:10:00-07:00`, or relative to the day on which the demo is made: `-3 20:10` is three days
//! before, `+1 16:30` the next day; `+3h` is in three hours, at the next half hour.

use casebook::card::CardForm;
use jiff::civil::Date;
use journal::record::{Phase, StepStatus};
use mobile_core::entries::SafetyChoice;
use serde::Deserialize;

use super::desk::{Assigned, Clinical, Closed, Ending, Note, Promised};

/// The file, after merging personas that continue one of another file.
#[derive(Deserialize)]
pub(super) struct File {
    #[serde(default)]
    pub(super) members: Vec<Member>,
    pub(super) card: Option<CardForm>,
    pub(super) personas: Vec<Persona>,
}

/// A member of the practice. The first one founds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// The sign-in name.
    pub handle: String,
    /// The profession, such as `psychotherapist`.
    #[serde(default)]
    pub role: String,
    /// Whether the member manages the practice and has no clients.
    #[serde(default)]
    pub owner_only: bool,
}

/// A client in the file.
#[derive(Clone, Deserialize)]
pub struct Persona {
    /// The sign-in name.
    pub handle: String,
    /// IANA name of the time zone; `local` is this machine's.
    pub tz: String,
    /// The persona's therapist.
    pub therapist: Member,
    /// BCP 47 tag of the phone, such as `de-US`: its language and the country whose numbers it shows.
    #[serde(default)]
    pub phone: String,
    /// The current day of the series; later items of the file are left out. Otherwise the file's last day is yesterday.
    pub today: Option<i64>,
    /// Time up to which the therapist has reviewed everything.
    pub read_until: Option<String>,
    pub(super) series: Option<SampleSeries>,
    #[serde(default)]
    pub(super) sessions: Vec<Session>,
    #[serde(default)]
    pub(super) appointments: Vec<Meeting>,
    #[serde(default)]
    pub(super) entries: Vec<Entry>,
    #[serde(default)]
    pub(super) check_ins: Vec<CheckIn>,
    #[serde(default)]
    pub(super) measures: Vec<Measure>,
    #[serde(default)]
    pub(super) steps: Vec<SampleStep>,
    /// What the client wants to change.
    #[serde(default)]
    pub(super) goals: Vec<Hope>,
    /// What the client is afraid of.
    #[serde(default)]
    pub(super) concerns: Vec<Hope>,
    pub(super) plan: Option<Plan>,
    #[serde(default)]
    pub(super) assignments: Vec<Assigned>,
    #[serde(default)]
    pub(super) promises: Vec<Promised>,
    /// The therapist's own notes, agenda items, and drafts of replies.
    #[serde(default)]
    pub(super) notes: Vec<Note>,
    /// How the therapist closed the flags that were open at a time.
    #[serde(default)]
    pub(super) closed_flags: Vec<Closed>,
    /// Forms of the clinic, as the therapist kept them.
    #[serde(default)]
    pub(super) clinic: Vec<Clinical>,
    /// How the care with this therapist ended.
    pub ends: Option<Ending>,
}

/// The series as a whole.
#[derive(Clone, Deserialize)]
pub(super) struct SampleSeries {
    /// Day 0, for [`Persona::today`].
    pub(super) start: Option<Date>,
    pub(super) planned_sessions: Option<u32>,
    #[serde(default)]
    pub(super) status: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct Session {
    pub(super) n: u32,
    pub(super) at: String,
    #[serde(default)]
    pub(super) route: String,
    pub(super) dose_mg: Option<f64>,
    pub(super) duration_min: Option<u32>,
    #[serde(default)]
    pub(super) setting: SampleSetting,
    #[serde(default)]
    pub(super) support: String,
    #[serde(default)]
    pub(super) support_note: String,
    /// `clinic`: the therapist records it at the desk, and the client's phone only the experience.
    #[serde(default)]
    pub(super) recorded_by: String,
    #[serde(default)]
    pub(super) qualities: Vec<String>,
    #[serde(default)]
    pub(super) intention: String,
    #[serde(default)]
    pub(super) first_words: String,
    pub(super) intensity: Option<u8>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SampleSetting {
    pub(super) place: String,
    pub(super) light: String,
    pub(super) music: String,
    pub(super) seating: String,
    pub(super) companions: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct Meeting {
    pub(super) kind: String,
    pub(super) at: String,
    pub(super) kept: Option<bool>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Entry {
    #[serde(default)]
    pub(super) id: String,
    pub(super) at: String,
    pub(super) phase: Option<Phase>,
    pub(super) session: Option<u32>,
    pub(super) prompt: Option<String>,
    pub(super) input: Option<String>,
    #[serde(default)]
    pub(super) status: String,
    pub(super) text: String,
    pub(super) mood: Option<u8>,
    #[serde(default)]
    pub(super) states: Vec<String>,
    #[serde(default)]
    pub(super) themes: Vec<String>,
    #[serde(default)]
    pub(super) wants_to_talk: bool,
    #[serde(default)]
    pub(super) see_soon: bool,
    /// Photos and voice notes.
    #[serde(default)]
    pub(super) media: Vec<Media>,
    #[serde(default)]
    pub(super) share: Share,
    pub(super) therapist: Option<Answered>,
}

/// A photo or a voice note, as a file beside the file of journeys.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Media {
    /// The file's name in the folder `media`.
    pub file: String,
    /// For a voice note: its duration in seconds.
    pub seconds: Option<u32>,
}

/// `"shared"`, or an object with the state as a field.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Share {
    Word(String),
    Object {
        #[serde(default)]
        state: String,
    },
}

impl Default for Share {
    fn default() -> Self {
        Self::Word(String::new())
    }
}

impl Share {
    pub(super) fn state(&self) -> &str {
        match self {
            Self::Word(state) | Self::Object { state } => state,
        }
    }
}

#[derive(Clone, Deserialize)]
pub(super) struct Answered {
    pub(super) read_at: Option<String>,
    pub(super) reviewed_at: Option<String>,
    pub(super) reply: Option<Answer>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Answer {
    pub(super) at: String,
    pub(super) text: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct CheckIn {
    pub(super) at: String,
    pub(super) session: Option<u32>,
    /// `4h`, `24h`, `72h`, `7d`, `4w`, `3mo`, `6mo`.
    pub(super) slot: Option<journal::record::Slot>,
    pub(super) mood: Option<u8>,
    pub(super) energy: Option<u8>,
    pub(super) sleep: Option<u8>,
    pub(super) sensitivity: Option<u8>,
    pub(super) clarity: Option<u8>,
    #[serde(default)]
    pub(super) needs_space: bool,
    #[serde(default)]
    pub(super) states: Vec<String>,
    /// Moderate side effects that persist, in a check of their own right after it.
    #[serde(default)]
    pub(super) effects: Vec<String>,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) wants_to_talk: bool,
}

#[derive(Clone, Deserialize)]
pub(super) struct Measure {
    pub(super) instrument: String,
    pub(super) at: String,
    pub(super) answers: Vec<Option<f64>>,
    /// The choice on the page that a safety item opens.
    pub(super) choice: Option<Choice>,
}

/// A choice on the safety page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// "I can stay safe for now."
    SafeNow,
    /// "I have told someone."
    ToldSomeone,
    /// "I want help now."
    HelpNow,
    /// "I do not know."
    Unsure,
}

impl From<Choice> for SafetyChoice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::SafeNow => Self::SafeNow,
            Choice::ToldSomeone => Self::ToldSomeone,
            Choice::HelpNow => Self::HelpNow,
            Choice::Unsure => Self::Unsure,
        }
    }
}

#[derive(Clone, Deserialize)]
pub(super) struct SampleStep {
    pub(super) text: String,
    pub(super) from_entry: Option<String>,
    pub(super) set_at: String,
    /// Dates, or numbers of days relative to today.
    #[serde(default)]
    pub(super) done_on: Vec<Day>,
    #[serde(default)]
    pub(super) status: StepStatus,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Day {
    Relative(i64),
    Date(Date),
}

/// A goal or a concern.
#[derive(Clone, Deserialize)]
pub(super) struct Hope {
    pub(super) at: String,
    pub(super) text: String,
}

/// The plan for hard hours.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub(super) struct Plan {
    pub(super) at: String,
    pub(super) signs: Vec<String>,
    pub(super) coping: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) people: Vec<Contact>,
    pub(super) professionals: Vec<Contact>,
    pub(super) safer: Vec<String>,
    pub(super) reasons: Vec<String>,
}

impl Default for Plan {
    fn default() -> Self {
        let none = Vec::new;
        Self {
            at: "-1 12:00".into(),
            signs: none(),
            coping: none(),
            places: none(),
            people: Vec::new(),
            professionals: Vec::new(),
            safer: none(),
            reasons: none(),
        }
    }
}

#[derive(Clone, Deserialize)]
pub(super) struct Contact {
    pub(super) name: String,
    #[serde(default)]
    pub(super) phone: String,
    #[serde(default)]
    pub(super) relation: String,
}
