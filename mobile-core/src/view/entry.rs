//! One entry, laid out: what it says, where it stands in the arc, with whom it is shared, what was answered.

use std::collections::BTreeSet;

use journal::arc;
use journal::record::{Moment, Payload};
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};
use serde::Serialize;

use super::scene::Scene;
use crate::entries::Phase;

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct EntryView {
    /// Names it in other calls.
    pub id: String,
    /// `reflection`, `check_in`, `intention`, `step`, `measure_response` or `appointment`; other words are kinds of a
    /// newer app.
    pub kind: String,
    /// "Check-in".
    pub kind_said: String,
    /// When, RFC 3339 with the offset of that time and place.
    pub at: String,
    /// "Thursday, February 12, 4:05 PM".
    pub when_said: String,
    /// "4 days after session 2".
    pub place_said: String,
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
    /// The words.
    pub text: String,
    /// What it says in one line of at most 200 signs, whatever its kind: "Mood 6, Energy 4", a measure's name, a meeting's
    /// purpose.
    pub line: String,
    /// The prompt that was answered.
    pub prompt: Option<String>,
    /// The words that were asked, where a therapist or a practice asked; else [`Phone::prompt_words`] has them.
    pub asked: Option<String>,
    /// 0 to 10.
    pub mood: Option<u8>,
    /// How the person feels.
    pub states: Vec<String>,
    /// The same, worded.
    pub states_said: Vec<String>,
    /// Lenses.
    pub themes: Vec<String>,
    /// The same, worded.
    pub themes_said: Vec<String>,
    /// Feelings, in the person's words or from the list.
    pub affect: Vec<String>,
    /// What was felt in the body: "Chest · Tight".
    pub body_said: Vec<String>,
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
    /// For a measure.
    pub measure: Option<MeasureView>,
    /// For an appointment: what for.
    pub purpose: Option<String>,
    /// For an appointment: whether it took place.
    pub kept: Option<bool>,
    /// How far the therapist has read it.
    pub reading: Reading,
    /// "Read on Thursday, 4:30 PM"; empty for what is private.
    pub reading_said: String,
    /// When the therapist last opened or reviewed it: milliseconds since the Unix epoch.
    pub read_at: Option<i64>,
    /// The therapist's answers, oldest first.
    pub replies: Vec<ReplyView>,
    /// The care relationships into which it is shared.
    pub shared_with: Vec<String>,
    /// "Only you can read this."
    pub shared_said: String,
    /// Other versions that a merge kept, until they are dismissed.
    pub alternatives: Vec<AlternativeView>,
    /// It was written by the therapist: it cannot be changed here.
    pub from_therapist: bool,
    /// A change of it waits to be sent.
    pub waiting: bool,
    /// The code of why it cannot be sent as it is.
    pub held: Option<String>,
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Figure {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub name: String,
    /// The same, worded.
    pub label: String,
    /// The value.
    pub value: i64,
}

/// Answers to an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureView {
    /// The instrument's id.
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
    /// Not opened yet.
    New,
    /// Read, and changed since.
    Changed,
    /// Opened.
    Opened,
    /// Reviewed.
    Reviewed,
}

/// A therapist's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReplyView {
    /// Names it.
    pub id: String,
    /// When, RFC 3339.
    pub at: String,
    /// The words.
    pub text: String,
}

/// A version of a field that another phone's change won over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AlternativeView {
    /// The field's name.
    pub field: String,
    /// The other version: words as they are, anything else as JSON.
    pub value: String,
}

/// What only the phone knows of an entry.
pub(super) struct Standing {
    pub id: RecordId,
    shared_with: Vec<CollectionId>,
    alternatives: Vec<AlternativeView>,
    from_therapist: bool,
    waiting: bool,
    held: Option<String>,
}

impl Standing {
    /// Of a row; `waiting` names the records of which any row, the copies included, waits to be sent.
    pub fn of(key: &Key, row: &Row, private: CollectionId, waiting: &BTreeSet<RecordId>) -> Self {
        Self {
            waiting: waiting.contains(&key.id),
            held: row.held.clone(),
            from_therapist: key.collection != private,
            ..Self::of_payload(key.id, row.content.as_ref())
        }
    }

    /// Of a payload that is shown as it would be.
    pub fn of_payload(id: RecordId, payload: Option<&Payload>) -> Self {
        let list = payload.and_then(|payload| payload.0.get("alternatives")?.as_array());
        let alternatives = list.into_iter().flatten().filter_map(|one| {
            let value = one.get("value")?;
            let value = value.as_str().map_or_else(|| value.to_string(), String::from);
            Some(AlternativeView { field: one.get("field")?.as_str()?.into(), value })
        });
        Self {
            id,
            shared_with: payload.map(Payload::shared_with).unwrap_or_default(),
            alternatives: alternatives.collect(),
            from_therapist: false,
            waiting: false,
            held: None,
        }
    }
}

/// An entry of the arc with what only the phone knows of it.
pub(super) fn view(entry: arc::Entry, standing: &Standing, scene: &Scene) -> EntryView {
    let words = scene.words;
    let (purpose, kept) = entry.appointment.map_or((None, None), |(purpose, kept)| (Some(purpose), kept));
    let when = Moment::parse(&entry.at, "").ok();
    let when_said = when.map(|when| {
        let day = words.day(when.local_day(), scene.today);
        words.fill("date-time", &[("day", day.into()), ("time", words.time(&when).into())])
    });
    let figures: Vec<Figure> = entry
        .figures
        .into_iter()
        .map(|(name, value)| Figure { label: words.name("scale", &name), name, value })
        .collect();
    let reading = match entry.reading {
        arc::Reading::New => Reading::New,
        arc::Reading::Changed => Reading::Changed,
        arc::Reading::Opened => Reading::Opened,
        arc::Reading::Reviewed => Reading::Reviewed,
    };
    let named =
        |group: &str, list: &[String]| -> Vec<String> { list.iter().map(|word| words.name(group, word)).collect() };
    let line = match entry.text.lines().find(|line| !line.trim().is_empty()) {
        Some(line) => bounded(line.trim()),
        None => match (&entry.measure, &purpose) {
            (Some((instrument, ..)), _) => instrument.to_uppercase(),
            (_, Some(purpose)) => words.name("purpose", purpose),
            _ if !figures.is_empty() => {
                figures.iter().map(|one| format!("{} {}", one.label, one.value)).collect::<Vec<_>>().join(", ")
            }
            _ => words.row(&named("state", &entry.states)),
        },
    };
    let felt = |place: &str, quality: &str| match quality {
        "" => words.name("body", place),
        quality => format!("{} · {}", words.name("body", place), words.name("sensation", quality)),
    };
    let shared_said = shared_said(scene, standing);
    EntryView {
        kind_said: words.find(&format!("kind-{}", entry.kind), &[]).unwrap_or_else(|| words.say("kind-other")),
        when_said: when_said.unwrap_or_default(),
        place_said: scene.said_of(entry.place, entry.before_dose).said,
        line,
        states_said: named("state", &entry.states),
        themes_said: named("theme", &entry.themes),
        reading_said: match standing.shared_with.is_empty() {
            true => String::new(),
            false => reading_said(scene, reading, entry.read_at),
        },
        shared_said,
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
        body_said: entry.sensations.iter().map(|one| felt(&one.place, &one.quality)).collect(),
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
        shared_with: standing.shared_with.iter().map(ToString::to_string).collect(),
        alternatives: standing.alternatives.clone(),
        from_therapist: standing.from_therapist,
        waiting: standing.waiting,
        held: standing.held.clone(),
    }
}

fn shared_said(scene: &Scene, standing: &Standing) -> String {
    let with: Vec<String> = standing.shared_with.iter().map(ToString::to_string).collect();
    match with.is_empty() {
        true => scene.words.say("share-private"),
        false if standing.waiting => scene.of_those(&with, "share-waiting", &[]),
        false => scene.of_those(&with, "share-shared", &[]),
    }
}

/// How far it was read, and when.
pub(super) fn reading_said(scene: &Scene, reading: Reading, read_at: Option<i64>) -> String {
    let when = || [("when", read_at.map(|at| scene.near(at)).unwrap_or_default().into())];
    match reading {
        Reading::New => scene.words.say("reading-new"),
        Reading::Changed => scene.words.say("reading-changed"),
        Reading::Opened => scene.words.fill("reading-opened", &when()),
        Reading::Reviewed => scene.words.fill("reading-reviewed", &when()),
    }
}

/// More than any screen shows of a line.
const MOST_IN_LINE: usize = 200;

/// The beginning of a line, cut between words where there are any, and never within a sign that is made of several.
fn bounded(line: &str) -> String {
    let Some((most, _)) = line.char_indices().nth(MOST_IN_LINE) else { return line.to_owned() };
    let joins = |sign: char| {
        unicode_normalization::char::is_combining_mark(sign)
            || matches!(sign, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
    };
    let mut cut = most;
    // What joins two signs stands between them.
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
