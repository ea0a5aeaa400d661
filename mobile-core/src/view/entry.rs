//! The view of one entry: content, position in the arc, sharing, replies.

use std::collections::BTreeSet;

use journal::arc;
use journal::record::{Moment, Payload};
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};
use serde::Serialize;

use super::context::ViewContext;
use crate::entries::Phase;
use crate::messages::Catalogue;
use crate::store::pages::Waiting;

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct EntryView {
    /// The id for other calls.
    pub id: String,
    /// `reflection`, `check_in`, `side_effect_check`, `intention`, `step`, `measure_response` or `appointment`; other
    /// values are kinds of a newer app.
    pub kind: String,
    /// The name of the record's kind, such as "Check-in".
    pub kind_text: String,
    /// The time, RFC 3339 with the offset of that time and place.
    pub at: String,
    /// "Thursday, February 12, 4:05 PM".
    pub when_text: String,
    /// "4 days after session 2".
    pub place_text: String,
    /// The local date, `YYYY-MM-DD`.
    pub date: String,
    /// Milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// The part of the arc.
    pub phase: Phase,
    /// The session that it follows (or, before the first, precedes).
    pub session: Option<u32>,
    /// Days since that session, on the person's own calendar; negative before the first.
    pub day: Option<i64>,
    /// The text, as it was written.
    pub text: String,
    /// A summary of at most 200 characters, for any kind: "Mood 6, Energy 4", a measure's name, a meeting's purpose.
    pub line: String,
    /// The prompt that was answered.
    pub prompt: Option<String>,
    /// The prompt's text, if a therapist or a practice asked; otherwise [`Entries::prompt_words`](crate::phone::Entries::prompt_words) returns it.
    pub asked: Option<String>,
    /// Mood, from 0 (very low) to 10 (very good); absent if not rated.
    pub mood: Option<u8>,
    /// How the person feels.
    pub states: Vec<String>,
    /// The labels of `states`.
    pub states_text: Vec<String>,
    /// For a side-effect check: "Headache: moderate, still there".
    pub effects_text: Vec<String>,
    /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
    pub themes: Vec<String>,
    /// The labels of `themes`.
    pub themes_text: Vec<String>,
    /// Feelings, in the person's words or from the list.
    pub affect: Vec<String>,
    /// Body sensations: "Chest · Tight".
    pub body_text: Vec<String>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
    /// "I would like you to see this soon."
    pub see_soon: bool,
    /// Scales of a check-in.
    pub figures: Vec<Figure>,
    /// For a step: the local days on which it was done.
    pub done_on: Vec<String>,
    /// For a step: `active`, `done` or `let_go`.
    pub step: Option<String>,
    /// For a step: the entry that it came from.
    pub from_entry: Option<String>,
    /// The result, if the entry is a measure.
    pub measure: Option<MeasureView>,
    /// For an appointment: its purpose.
    pub purpose: Option<String>,
    /// For an appointment: whether it took place.
    pub kept: Option<bool>,
    /// How far the therapist has read it.
    pub reading: Reading,
    /// "Read on Thursday, 4:30 PM"; empty for a private entry.
    pub reading_text: String,
    /// When the therapist last opened or reviewed it: milliseconds since the Unix epoch.
    pub read_at: Option<i64>,
    /// The therapist's answers, oldest first.
    pub replies: Vec<ReplyView>,
    /// The care relationships into which it is shared.
    pub shared_with: Vec<String>,
    /// "Only you can read this."
    pub shared_text: String,
    /// Alternatives from a merge, until they are dismissed.
    pub alternatives: Vec<AlternativeView>,
    /// Whether the therapist wrote it: it cannot be changed here.
    pub from_therapist: bool,
    /// Whether a change of it waits to be sent.
    pub waiting: bool,
    /// Whether it was taken back without the server's confirmation so far: the therapist may still read it.
    pub leaving: bool,
    /// The code of the error that prevents sending it.
    pub held: Option<String>,
}

/// A labelled value of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Figure {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub name: String,
    /// Its label, in the person's language.
    pub label: String,
    /// The value on the scale.
    pub value: i64,
}

/// Answers to an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureView {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// Items that were answered.
    pub answered: u32,
    /// Items that there are.
    pub items: u32,
}

/// How far the therapist has read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The therapist has not opened it yet.
    New,
    /// Read, and changed since.
    Changed,
    /// The therapist has opened it.
    Opened,
    /// The therapist has reviewed it.
    Reviewed,
}

impl From<arc::Reading> for Reading {
    fn from(reading: arc::Reading) -> Self {
        match reading {
            arc::Reading::New => Self::New,
            arc::Reading::Changed => Self::Changed,
            arc::Reading::Opened => Self::Opened,
            arc::Reading::Reviewed => Self::Reviewed,
        }
    }
}

/// A therapist's reply to the entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReplyView {
    /// The id for other calls.
    pub id: String,
    /// The time, as RFC 3339 with the author's UTC offset.
    pub at: String,
    /// The text, as it was written.
    pub text: String,
}

/// A version of a field that lost against another phone's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AlternativeView {
    /// The field's name in the record.
    pub field: String,
    /// The other version: text unchanged, anything else as JSON.
    pub value: String,
}

/// The state of an entry on this phone: sharing, alternatives, sync.
pub(super) struct EntryState {
    pub id: RecordId,
    shared_with: Vec<CollectionId>,
    alternatives: Vec<AlternativeView>,
    from_therapist: bool,
    /// The collections in which it waits to be sent.
    waiting: BTreeSet<CollectionId>,
    /// Whether it was taken back without the server's confirmation so far.
    leaving: bool,
    held: Option<String>,
}

impl EntryState {
    /// The state of a row. `leaving` has the records that were taken back without the server's confirmation.
    pub fn of(key: &Key, row: &Row, private: CollectionId, waiting: &Waiting, leaving: &BTreeSet<RecordId>) -> Self {
        Self {
            waiting: waiting.get(&key.id).cloned().unwrap_or_default(),
            leaving: leaving.contains(&key.id),
            held: row.held.clone(),
            from_therapist: key.collection != private,
            ..Self::of_payload(key.id, row.content.as_ref())
        }
    }

    /// The view of a payload, without a stored row.
    pub fn of_payload(id: RecordId, payload: Option<&Payload>) -> Self {
        let list = payload.map(Payload::alternatives).unwrap_or_default();
        let alternatives = list.iter().filter_map(|one| {
            let value = one.get("value")?;
            let value = value.as_str().map_or_else(|| value.to_string(), String::from);
            Some(AlternativeView { field: one.get("field")?.as_str()?.into(), value })
        });
        Self {
            id,
            shared_with: payload.map(Payload::shared_with).unwrap_or_default(),
            alternatives: alternatives.collect(),
            from_therapist: false,
            waiting: BTreeSet::new(),
            leaving: false,
            held: None,
        }
    }
}

/// An entry of the arc with the state that only the phone knows.
pub(super) fn view(entry: arc::Entry, state: &EntryState, context: &ViewContext) -> EntryView {
    let words = context.words;
    let effects_text = super::effects::all_text(words, &entry);
    let figures = figures(words, &entry.figures);
    let (purpose, kept) = entry.appointment.clone().map_or((None, None), |(purpose, kept)| (Some(purpose), kept));
    let reading = Reading::from(entry.reading);
    EntryView {
        kind_text: words.find(&format!("kind-{}", entry.kind), &[]).unwrap_or_else(|| words.say("kind-other")),
        when_text: when_text(context, &entry.at),
        place_text: context.place_view_on(entry.place, entry.before_dose).said,
        line: summary_line(words, &entry, &figures, &effects_text),
        states_text: names(words, "state", &entry.states),
        effects_text,
        themes_text: names(words, "theme", &entry.themes),
        reading_text: match state.shared_with.is_empty() {
            true => String::new(),
            false => reading_text(context, reading, entry.read_at),
        },
        shared_text: shared_text(context, state),
        id: entry.id,
        kind: entry.kind,
        at: entry.at,
        date: entry.date,
        unix_ms: entry.unix_ms,
        phase: entry.place.phase.into(),
        session: entry.place.session,
        day: entry.place.day,
        text: entry.text,
        prompt: entry.prompt,
        asked: Some(entry.asked).filter(|asked| !asked.is_empty()),
        mood: entry.mood,
        states: entry.states,
        themes: entry.themes,
        affect: entry.affect,
        body_text: entry.sensations.iter().map(|one| felt(words, &one.place, &one.quality)).collect(),
        wants_to_talk: entry.wants_to_talk,
        see_soon: entry.see_soon,
        figures,
        done_on: entry.done_on,
        step: entry.step.map(|status| status.as_str().into()),
        from_entry: entry.from_entry,
        measure: entry.measure.map(|(instrument, answered, items)| MeasureView { instrument, answered, items }),
        purpose,
        kept,
        reading,
        read_at: entry.read_at,
        replies: entry
            .replies
            .into_iter()
            .map(|reply| ReplyView { id: reply.id, at: reply.at, text: reply.text })
            .collect(),
        shared_with: state.shared_with.iter().map(ToString::to_string).collect(),
        alternatives: state.alternatives.clone(),
        from_therapist: state.from_therapist,
        waiting: !state.waiting.is_empty(),
        leaving: state.leaving,
        held: state.held.clone(),
    }
}

/// The date and time; empty if it cannot be parsed.
fn when_text(context: &ViewContext, at: &str) -> String {
    let Ok(when) = Moment::parse(at, "") else { return String::new() };
    let day = context.words.day(when.local_day(), context.today);
    context.words.fill("date-time", &[("day", day.into()), ("time", context.words.time(&when).into())])
}

fn figures(words: &Catalogue, values: &[(String, i64)]) -> Vec<Figure> {
    let figure = |(name, value): &(String, i64)| {
        let label = words.name("scale", name);
        Figure { name: name.clone(), label, value: *value }
    };
    values.iter().map(figure).collect()
}

/// The labels of codes.
fn names(words: &Catalogue, group: &str, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| words.name(group, code)).collect()
}

/// The first line of the text or, without a text, what the entry is about.
fn summary_line(words: &Catalogue, entry: &arc::Entry, figures: &[Figure], effects_text: &[String]) -> String {
    if let Some(line) = entry.text.lines().find(|line| !line.trim().is_empty()) {
        return bounded(line.trim());
    }
    match (&entry.measure, &entry.appointment) {
        (Some((instrument, ..)), _) => instrument.to_uppercase(),
        (_, Some((purpose, _))) => words.name("purpose", purpose),
        _ if !effects_text.is_empty() => bounded(&effects_text.join("; ")),
        _ if entry.kind == "side_effect_check" => words.say("effects-nothing"),
        _ if !figures.is_empty() => {
            figures.iter().map(|one| format!("{} {}", one.label, one.value)).collect::<Vec<_>>().join(", ")
        }
        _ => words.row(&names(words, "state", &entry.states)),
    }
}

/// A body sensation: "Chest · Tight".
fn felt(words: &Catalogue, place: &str, quality: &str) -> String {
    match quality {
        "" => words.name("body", place),
        quality => format!("{} · {}", words.name("body", place), words.name("sensation", quality)),
    }
}

fn shared_text(context: &ViewContext, state: &EntryState) -> String {
    let with: Vec<String> = state.shared_with.iter().map(ToString::to_string).collect();
    if with.is_empty() {
        return context.words.say(if state.leaving { "share-leaving" } else { "share-private" });
    }
    let sent = state.shared_with.iter().filter(|one| !state.waiting.contains(*one)).map(ToString::to_string);
    context.of_readers(&with, &sent.collect(), "share-waiting", "share-shared")
}

/// The reading state as text, with its time.
pub(super) fn reading_text(context: &ViewContext, reading: Reading, read_at: Option<i64>) -> String {
    let when = || [("when", read_at.map(|at| context.relative(at)).unwrap_or_default().into())];
    match reading {
        Reading::New => context.words.say("reading-new"),
        Reading::Changed => context.words.say("reading-changed"),
        Reading::Opened => context.words.fill("reading-opened", &when()),
        Reading::Reviewed => context.words.fill("reading-reviewed", &when()),
    }
}

/// The maximum length of a line, more than any screen shows.
const MOST_IN_LINE: usize = 200;

/// The beginning of a line, cut between words if possible, and never within a grapheme cluster.
fn bounded(line: &str) -> String {
    let Some((most, _)) = line.char_indices().nth(MOST_IN_LINE) else { return line.to_owned() };
    let joins = |sign: char| {
        unicode_normalization::char::is_combining_mark(sign)
            || matches!(sign, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
    };
    let mut cut = most;
    // A joiner belongs between the characters that it joins.
    while let Some(before) = line[..cut].chars().next_back()
        && (line[cut..].chars().next().is_some_and(joins) || before == '\u{200d}')
    {
        cut -= before.len_utf8();
    }
    let words = line[..cut].rfind(char::is_whitespace).filter(|space| *space > cut / 2);
    format!("{}…", line[..words.unwrap_or(cut)].trim_end())
}

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn a_line_is_bounded_and_no_sign_is_cut() {
        assert_eq!(bounded("short"), "short");
        let words = bounded(&"lorem ".repeat(30_000));
        assert!(words.chars().count() <= 201 && words.ends_with("lorem…"), "{words}");
        let families = bounded(&"👩‍👩‍👧".repeat(100));
        assert!(families.trim_end_matches('…').ends_with("👩‍👩‍👧"), "{families}");
        assert_eq!(bounded(&"ä".repeat(300)).chars().count(), 201);
    }
}
