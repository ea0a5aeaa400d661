//! What pages show: plain data, made from the journal's own views, with their TypeScript types.

use journal::arc;
use journal::record::Phase;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::answers::ItemAnswer;
use crate::search::Piece;

/// What of a timeline to show. Empty: everything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct Filter {
    /// Words that must all be there.
    pub query: String,
    /// One kind.
    pub kind: Option<String>,
    /// One part of the arc.
    pub phase: Option<String>,
    /// One lens.
    pub theme: Option<String>,
    /// Only what has not been reviewed.
    pub unreviewed: bool,
    /// From which entry on, newest first, counted from 0: a long journey is read page by page.
    pub from: u32,
    /// How many entries at most; 0: all.
    pub count: u32,
}

/// A client's journey, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// Sessions as landmarks, with what followed each. With a filter: only those with something to show.
    pub sections: Vec<Section>,
    /// How many entries are shown.
    pub shown: u32,
    /// How many entries the filter lets through.
    pub total: u32,
    /// Entries that are not reviewed yet, whatever the filter.
    pub unreviewed: Vec<String>,
    /// Kinds, phases and themes that occur: what a filter can offer.
    pub kinds: Vec<String>,
    /// As above.
    pub phases: Vec<String>,
    /// As above.
    pub themes: Vec<String>,
    /// Meetings agreed and still ahead, soonest first.
    pub ahead: Vec<Entry>,
}

/// A dosing session and what followed it; or what lies before the first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Section {
    /// The session; absent before the first.
    pub session: Option<Session>,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// A dosing session, as the clinic recorded it.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its number in the series.
    pub number: u32,
    /// When: RFC 3339 with the client's offset.
    pub at: String,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    pub route: String,
    /// Milligrams.
    pub dose_mg: Option<f64>,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// `place`, `light`, `music`, `seating`, `companions`: those that are known.
    pub setting: Vec<Named>,
    /// How support was given.
    pub support: String,
    /// What it was like.
    pub qualities: Vec<String>,
}

/// A name and a text.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Named {
    /// A stable key.
    pub name: String,
    /// In the client's or the clinic's words.
    pub text: String,
}

/// A name and a number.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Figure {
    /// A stable key.
    pub name: String,
    /// On a scale from 0 to 10.
    pub value: i32,
}

/// How far the therapist has read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Not opened yet.
    New,
    /// Changed by the client since it was read.
    Changed,
    /// Opened.
    Opened,
    /// Reviewed.
    Reviewed,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The record.
    pub id: String,
    /// `reflection`, `check_in`, `intention`, `step`, `measure_response`, `appointment`, or a newer version's word.
    pub kind: String,
    /// When: RFC 3339 with the client's offset.
    pub at: String,
    /// `preparation`, `session_day`, `after`, `integration`, `between`, `closing`.
    pub phase: String,
    /// The session it follows (or, before the first, precedes).
    pub session: Option<u32>,
    /// Days since that session; negative before it.
    pub day: Option<i32>,
    /// On the day of a session: whether it was written before the session began.
    pub before_dose: Option<bool>,
    /// The words, in pieces: those that a search has found are marked.
    pub words: Vec<Piece>,
    /// Whether there is more than `words`.
    pub cut: bool,
    /// Id of the prompt that was answered.
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
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// Scales of a check-in.
    pub figures: Vec<Figure>,
    /// For a step: local days on which it was done.
    pub done_on: Vec<String>,
    /// For a step: `active`, `habit`, `done`, `let_go`.
    pub step: Option<String>,
    /// For a step: the entry that it came from.
    pub from_entry: Option<String>,
    /// For a measure: which, and how many items were answered.
    pub measure: Option<Measure>,
    /// For an appointment.
    pub appointment: Option<Meeting>,
    /// How far it was read.
    pub reading: Reading,
    /// When it was last opened or reviewed: milliseconds since the Unix epoch.
    pub read_at: Option<f64>,
    /// The therapist's answers, oldest first.
    pub replies: Vec<Answer>,
}

/// A filled-in instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Measure {
    /// Its id, such as `phq-9`.
    pub instrument: String,
    /// Items answered.
    pub answered: u32,
    /// All items.
    pub items: u32,
    /// What the answers add up to; absent while items were left out.
    pub total: Option<f64>,
    /// The most that they could.
    pub most: Option<f64>,
    /// The band that the total lies in; a convention, not a diagnosis. Absent while a safety item is answered.
    pub severity: Option<String>,
    /// A safety item is answered.
    pub safety: bool,
    /// The answers stand side by side, and there is no total.
    pub profile: bool,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Meeting {
    /// `preparation`, `dosing`, `integration` or another word.
    pub purpose: String,
    /// Whether it took place; absent while it is open.
    pub kept: Option<bool>,
}

/// A therapist's answer to an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Answer {
    /// The record.
    pub id: String,
    /// When: RFC 3339.
    pub at: String,
    /// The words.
    pub text: String,
}

/// One entry on its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct EntryPage {
    /// The entry, whole.
    pub entry: Entry,
    /// For a measure: question by question.
    pub answers: Vec<ItemAnswer>,
    /// The next one written after it.
    pub newer: Option<String>,
    /// The last one written before it.
    pub older: Option<String>,
    /// Where a step came from, in brief.
    pub origin: Option<Entry>,
    /// Steps that came out of it, in brief.
    pub steps: Vec<Entry>,
}

impl Section {
    pub(crate) fn new(session: Option<arc::timeline::SessionHead>, entries: Vec<Entry>) -> Self {
        let named = |(name, text): (&str, String)| Named { name: name.into(), text };
        let session = session.map(|head| Session {
            number: head.number,
            at: head.at,
            route: head.route,
            dose_mg: head.dose_mg,
            duration_min: head.duration_min,
            setting: head.setting.into_iter().map(named).collect(),
            support: head.support,
            qualities: head.qualities,
        });
        Self { session, entries }
    }
}

impl Entry {
    pub(crate) fn new(entry: arc::Entry, words: Vec<Piece>, cut: bool) -> Self {
        Self {
            id: entry.id,
            kind: entry.kind,
            at: entry.at,
            phase: phase(entry.place.phase).into(),
            session: entry.place.session,
            day: entry.place.day.map(|day| day as i32),
            before_dose: entry.before_dose,
            words,
            cut,
            prompt: entry.prompt,
            asked: entry.asked,
            mood: entry.mood,
            states: entry.states,
            signs: entry.signs,
            themes: entry.themes,
            wants_to_talk: entry.wants_to_talk,
            figures: entry.figures.into_iter().map(|(name, value)| Figure { name, value: value as i32 }).collect(),
            done_on: entry.done_on,
            step: entry.step.map(|status| status.as_str().into()),
            from_entry: entry.from_entry,
            measure: entry.measure.map(|(instrument, answered, items)| Measure {
                instrument,
                answered,
                items,
                total: None,
                most: None,
                severity: None,
                safety: false,
                profile: false,
            }),
            appointment: entry.appointment.map(|(purpose, kept)| Meeting { purpose, kept }),
            reading: match entry.reading {
                arc::Reading::New => Reading::New,
                arc::Reading::Changed => Reading::Changed,
                arc::Reading::Opened => Reading::Opened,
                arc::Reading::Reviewed => Reading::Reviewed,
            },
            read_at: entry.read_at.map(|at| at as f64),
            replies: entry
                .replies
                .into_iter()
                .map(|reply| Answer { id: reply.id, at: reply.at, text: reply.text })
                .collect(),
        }
    }
}

/// The phases' words, in the order of the arc.
pub(crate) const PHASES: [&str; 6] = ["preparation", "session_day", "after", "integration", "between", "closing"];

/// The word that stands for a phase in records and filters.
pub(crate) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparation => "preparation",
        Phase::SessionDay => "session_day",
        Phase::After => "after",
        Phase::Integration => "integration",
        Phase::Between => "between",
        Phase::Closing => "closing",
    }
}
