//! Types for pages: plain data from the journal's views, with TypeScript types.

use journal::arc;
use journal::record::Phase;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::search::Piece;

/// A filter of the timeline. An empty filter shows everything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct Filter {
    /// Words that must all match.
    pub query: String,
    /// Show only this kind; absent: all kinds.
    pub kind: Option<String>,
    /// Only this phase of the arc.
    pub phase: Option<String>,
    /// Only this lens (theme).
    pub theme: Option<String>,
    /// Only unreviewed entries.
    pub unreviewed: bool,
    /// The first entry to show, from 0, newest first. Long timelines are read in pages.
    pub from: u32,
    /// The maximum number of entries; 0: all.
    pub count: u32,
}

/// A client's timeline, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Timeline {
    /// One section per session, with the entries after it. With a filter: only non-empty sections.
    pub sections: Vec<Section>,
    /// The number of shown entries.
    pub shown: u32,
    /// The number of entries that match the filter.
    pub total: u32,
    /// All unreviewed entries, independent of the filter.
    pub unreviewed: Vec<String>,
    /// The kinds that occur, as filter options.
    pub kinds: Vec<String>,
    /// The phases that occur, as filter options.
    pub phases: Vec<String>,
    /// The themes that occur, as filter options.
    pub themes: Vec<String>,
    /// Future appointments, soonest first.
    pub ahead: Vec<Entry>,
}

/// A dosing session and the entries after it, or the entries before the first session.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Section {
    /// The session; absent before the first one.
    pub session: Option<Session>,
    /// The entries, newest first.
    pub entries: Vec<Entry>,
}

/// A dosing session, as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its number in the series, from 1.
    pub number: u32,
    /// When it began, in RFC 3339 with the client's offset.
    pub at: String,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another route.
    pub route: String,
    /// The recorded dose, in milligrams.
    pub dose_mg: Option<f64>,
    /// Duration in minutes; absent if not recorded.
    pub duration_min: Option<u32>,
    /// `place`, `light`, `music`, `seating`, `companions`: those that are known.
    pub setting: Vec<Named>,
    /// How support was given.
    pub support: String,
    /// What the session was like.
    pub qualities: Vec<String>,
}

/// A key with a text.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Named {
    /// The stable key of the value, such as `mood`.
    pub name: String,
    /// The text, in the client's or the clinic's words.
    pub text: String,
}

/// A key with a number.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Figure {
    /// The stable key of the value, such as `mood`.
    pub name: String,
    /// The value, on a scale from 0 to 10.
    pub value: i32,
}

/// Whether the therapist has read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The therapist has not opened it yet.
    New,
    /// Changed by the client since it was read.
    Changed,
    /// Opened, but not reviewed.
    Opened,
    /// Marked as reviewed.
    Reviewed,
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The id of the entry's record.
    pub id: String,
    /// `reflection`, `check_in`, `intention`, `step`, `measure_response`, `appointment`, or a kind of a newer version.
    pub kind: String,
    /// When it was written, in RFC 3339 with the client's offset.
    pub at: String,
    /// `preparation`, `session_day`, `after`, `integration`, `between`, `closing`.
    pub phase: String,
    /// The session before it (or, before the first session, the session after it).
    pub session: Option<u32>,
    /// Days since that session; negative before it.
    pub day: Option<i32>,
    /// On the day of a session: whether it was written before the session began.
    pub before_dose: Option<bool>,
    /// The text, split at search hits.
    pub words: Vec<Piece>,
    /// Whether `words` is only an excerpt.
    pub cut: bool,
    /// The id of the answered prompt.
    pub prompt: Option<String>,
    /// The prompt's text, if it is not one of Afterglow's own.
    pub asked: String,
    /// The mood rating, from 0 to 10.
    pub mood: Option<u8>,
    /// How the client feels.
    pub states: Vec<String>,
    /// For a side-effect check: the effects that the client marked.
    pub effects: Vec<Effect>,
    /// For a side-effect check: thoughts of death or of self-harm, `no`, `yes` or `unsaid`.
    pub suicidal: Option<String>,
    /// For a side-effect check: whether the client drove on the day of the session.
    pub drove: Option<bool>,
    /// The lenses (themes) of the entry.
    pub themes: Vec<String>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// The ratings of a check-in.
    pub figures: Vec<Figure>,
    /// For a step: local days on which it was done.
    pub done_on: Vec<String>,
    /// For a step: `active`, `habit`, `done`, `let_go`.
    pub step: Option<String>,
    /// For a step: the entry that it came from.
    pub from_entry: Option<String>,
    /// For a measure: its score.
    pub measure: Option<Measure>,
    /// For an appointment: its purpose, and whether it took place.
    pub appointment: Option<Meeting>,
    /// Whether the therapist has read it.
    pub reading: Reading,
    /// When it was last opened or reviewed, in milliseconds since the Unix epoch.
    pub read_at: Option<f64>,
    /// The therapist's replies, oldest first.
    pub replies: Vec<Answer>,
    /// Photos, recordings and other files that belong to it. The desk opens them.
    pub attachments: Vec<Attached>,
}

/// A side effect that the client marked.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Effect {
    /// Which: `chest`.
    pub effect: String,
    /// 1 to 3.
    pub severity: Option<u8>,
    /// Whether it is still there.
    pub still: Option<bool>,
    /// Whether the effect was present before the session as well.
    pub before: Option<bool>,
    /// `red` or `amber`.
    pub level: Option<String>,
}

/// A photo, a recording or another file of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Attached {
    /// The id for `Desk.attachment`.
    pub id: String,
    /// `photo`, `recording` or `file`.
    pub kind: String,
    /// The file's name, if it had one.
    pub name: String,
    /// Size in bytes, before sealing.
    pub size: f64,
    /// Width and height in pixels, for a photo.
    pub pixels: Option<(u32, u32)>,
    /// Milliseconds, for a recording.
    pub duration_ms: Option<u32>,
    /// A small picture (JPEG, base64), so that a list needs no download.
    pub thumbnail: Option<String>,
}

/// A completed instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Measure {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The number of answered items.
    pub answered: u32,
    /// The number of all items.
    pub items: u32,
    /// The total; absent if items were skipped.
    pub total: Option<f64>,
    /// The highest possible total.
    pub most: Option<f64>,
    /// The severity band of the total. It is a convention, not a diagnosis. Absent while a safety flag is raised.
    pub severity: Option<String>,
    /// Whether a safety item is answered.
    pub safety: bool,
    /// Whether the answers are shown side by side, without a total.
    pub profile: bool,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Meeting {
    /// `preparation`, `dosing`, `integration` or another purpose.
    pub purpose: String,
    /// Whether it took place; absent while it is open.
    pub kept: Option<bool>,
}

/// A therapist's reply to an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Answer {
    /// The id of the reply's record.
    pub id: String,
    /// When it was written, in RFC 3339.
    pub at: String,
    /// The text of the reply.
    pub text: String,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ItemAnswer {
    /// The question's text; its id if the licence does not allow reproduction.
    pub question: String,
    /// The text of the answer; empty for a slider.
    pub answer: String,
    /// The value of the answer; absent for a skipped question.
    pub value: Option<f64>,
    /// Whether the question is scored.
    pub scored: bool,
    /// Whether the answer raises a safety flag.
    pub safety: bool,
}

/// A single entry on its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct EntryPage {
    /// The entry with its complete text.
    pub entry: Entry,
    /// For a measure: the answer to each question.
    pub answers: Vec<ItemAnswer>,
    /// The next newer entry.
    pub newer: Option<String>,
    /// The next older entry.
    pub older: Option<String>,
    /// For a step: the entry that it came from, as an excerpt.
    pub origin: Option<Entry>,
    /// Steps that came out of this entry, as excerpts.
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
            effects: entry.effects.into_iter().map(effect).collect(),
            suicidal: entry.suicidal.map(Into::into),
            drove: entry.drove,
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
            attachments: entry.attachments.into_iter().map(attached).collect(),
        }
    }
}

fn effect(one: arc::EffectView) -> Effect {
    let arc::EffectView { effect, severity, still, before, level } = one;
    Effect { effect, severity, still, before, level: level.map(Into::into) }
}

fn attached(file: arc::AttachmentView) -> Attached {
    Attached {
        kind: arc::FileKind::of(&file.media_type).as_str().into(),
        id: file.id,
        name: file.name,
        size: file.size as f64,
        pixels: file.pixels,
        duration_ms: file.duration_ms,
        // Records use the URL-safe Base64 alphabet, pages the standard one.
        thumbnail: file.thumbnail.map(|small| small.replace('-', "+").replace('_', "/")),
    }
}

/// The names of the phases, in the order of the arc.
pub(crate) const PHASES: [&str; 6] = ["preparation", "session_day", "after", "integration", "between", "closing"];

/// The name of a phase in records and filters.
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
