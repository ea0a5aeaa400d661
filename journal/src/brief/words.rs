//! The client's texts: marked entries first, then new ones, by theme.

use serde::Serialize;

use super::visit::Visit;
use crate::arc::{Entry, FileKind, Reading};

/// Length of an excerpt, in characters.
const FIRST_LINES: usize = 240;

/// An excerpt of an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Excerpt {
    /// The id of the record.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// For a measure result: the instrument.
    pub instrument: Option<String>,
    /// When: RFC 3339 with the client's offset.
    pub at: String,
    /// The client's local date.
    pub date: String,
    /// The part of the arc.
    pub phase: &'static str,
    /// The session it follows (or precedes).
    pub session: Option<u32>,
    /// Days since that session.
    pub day: Option<i64>,
    /// The excerpt.
    pub text: String,
    /// Whether the text is longer.
    pub cut: bool,
    /// Number of photos.
    pub photos: u32,
    /// Number of recordings.
    pub recordings: u32,
    /// Number of other files.
    pub files: u32,
    /// Mood, from 0 (very low) to 10 (very good); absent if not rated.
    pub mood: Option<u8>,
    /// States, such as `calm`.
    pub states: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// How far the therapist has read it.
    pub reading: Reading,
}

/// Entries that share a theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theme {
    /// The lens; empty for entries without one.
    pub theme: String,
    /// The ids of the entries.
    pub ids: Vec<String>,
}

/// A state, and the entries with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateCount {
    /// The state: `calm`, `tired`.
    pub state: String,
    /// The ids of the entries.
    pub ids: Vec<String>,
}

/// Whether an entry has own text or taps, and is not a landmark or a plan.
pub(crate) fn is_written(entry: &Entry) -> bool {
    matches!(entry.kind.as_str(), "reflection" | "check_in")
}

/// Whether it is another entry that the caseload counts: a measure result, an intention, a goal, a
/// concern, a step.
pub(crate) fn is_other_entry(entry: &Entry) -> bool {
    super::caseload::ENTRIES.contains(&entry.kind.as_str()) && !is_written(entry)
}

/// Whether an entry is new: written since the last visit, or not yet seen in its current state.
pub(crate) fn is_new(entry: &Entry, visit: &Visit) -> bool {
    visit.at.is_none_or(|visit| entry.unix_ms >= visit) || is_unread(entry)
}

/// Whether the therapist has not seen its current state.
pub(crate) fn is_unread(entry: &Entry) -> bool {
    matches!(entry.reading, Reading::New | Reading::Changed)
}

/// An excerpt of an entry.
pub(crate) fn excerpt(entry: &Entry) -> Excerpt {
    let (text, cut) = first_lines(&entry.text);
    let count =
        |kind: FileKind| entry.attachments.iter().filter(|file| FileKind::of(&file.media_type) == kind).count() as u32;
    Excerpt {
        id: entry.id.clone(),
        kind: entry.kind.clone(),
        instrument: entry.measure.as_ref().map(|(instrument, _, _)| instrument.clone()),
        at: entry.at.clone(),
        date: entry.date.clone(),
        phase: entry.place.phase.as_str(),
        session: entry.place.session,
        day: entry.place.day,
        text,
        cut,
        photos: count(FileKind::Photo),
        recordings: count(FileKind::Recording),
        files: count(FileKind::File),
        mood: entry.mood,
        states: entry.states.clone(),
        themes: entry.themes.clone(),
        wants_to_talk: entry.wants_to_talk,
        reading: entry.reading,
    }
}

/// The beginning of a text, up to a word boundary, and whether it was cut.
pub(crate) fn first_lines(text: &str) -> (String, bool) {
    let text = text.trim();
    match text.char_indices().nth(FIRST_LINES) {
        None => (text.to_owned(), false),
        Some((at, _)) => {
            let end = text[..at].rfind(char::is_whitespace).filter(|space| *space > at / 2).unwrap_or(at);
            (text[..end].trim_end().to_owned(), true)
        }
    }
}

/// Entries by theme: the theme with most entries first; entries without a theme last.
pub(crate) fn by_theme<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    let mut add = |theme: &str, id: &str| match themes.iter_mut().find(|known| known.theme == theme) {
        Some(known) => known.ids.push(id.into()),
        None => themes.push(Theme { theme: theme.into(), ids: vec![id.into()] }),
    };
    for entry in entries {
        entry.themes.iter().for_each(|theme| add(theme, &entry.id));
        if entry.themes.is_empty() {
            add("", &entry.id);
        }
    }
    themes
        .sort_by(|a, b| (a.theme.is_empty(), b.ids.len(), &a.theme).cmp(&(b.theme.is_empty(), a.ids.len(), &b.theme)));
    themes
}

/// States, most frequent first.
pub(crate) fn by_state<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<StateCount> {
    let mut states: Vec<StateCount> = Vec::new();
    for entry in entries {
        for state in &entry.states {
            match states.iter_mut().find(|known| known.state == *state) {
                Some(known) => known.ids.push(entry.id.clone()),
                None => states.push(StateCount { state: state.clone(), ids: vec![entry.id.clone()] }),
            }
        }
    }
    states.sort_by(|a, b| (b.ids.len(), &a.state).cmp(&(a.ids.len(), &b.state)));
    states
}
