//! The journey as a timeline: dosing sessions as landmarks, and what was written between them, newest first.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde::Serialize;

use super::place::{ArcPlace, Chapter, Course};
use crate::record::{Body, DosingSession, Moment, Record, StepStatus};

/// A record as the timeline is given it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: RecordId,
    /// Its revision on the server, for telling what was changed after it was read.
    pub revision: u32,
    /// What it says.
    pub record: Record,
}

/// The journey.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Timeline {
    /// How the client wants to be called; empty when they have not said.
    pub name: String,
    /// Newest first. One without a session lies before the first of a series.
    pub sections: Vec<Section>,
}

/// A dosing session and what followed it; or the preparation of a series.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The session; `None` for a preparation: before the first session of a series.
    pub session: Option<SessionHead>,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// A dosing session as a landmark.
#[derive(Clone, Debug, Serialize)]
pub struct SessionHead {
    /// The record.
    pub id: String,
    /// Its number in the series.
    pub number: u32,
    /// When, RFC 3339 with the client's offset.
    pub at: String,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    pub route: String,
    /// Milligrams, as the clinic recorded it.
    pub dose_mg: Option<f64>,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// Where, light, music, seating, companions: those that are known.
    pub setting: Vec<(&'static str, String)>,
    /// How support was given.
    pub support: String,
    /// What it was like.
    pub qualities: Vec<String>,
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
    /// `reflection`, `check_in`, `intention`, `step`, `measure_response` or `appointment`; other words are kinds of
    /// newer versions.
    pub kind: String,
    /// When, RFC 3339 with the client's offset.
    pub at: String,
    /// The client's local date.
    pub date: String,
    /// Milliseconds since the Unix epoch, for ordering.
    pub unix_ms: i64,
    /// Where it stands in the arc.
    pub place: ArcPlace,
    /// The client's words.
    pub text: String,
    /// The prompt that was answered.
    pub prompt: Option<String>,
    /// 0 to 10.
    pub mood: Option<u8>,
    /// How the client feels.
    pub states: Vec<String>,
    /// Lenses.
    pub themes: Vec<String>,
    /// "I want to talk about this."
    pub wants_to_talk: bool,
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

struct Mark {
    reviewed: bool,
    revision: u32,
    at: i64,
}

/// Lays out the records of one journey.
pub fn timeline(items: &[Item]) -> Timeline {
    let mut sessions: BTreeMap<RecordId, (&Item, &DosingSession)> = BTreeMap::new();
    let mut marks: BTreeMap<RecordId, Mark> = BTreeMap::new();
    let mut replies: BTreeMap<RecordId, Vec<(i64, ReplyView)>> = BTreeMap::new();
    let mut name = (i64::MIN, String::new());
    for item in items {
        let when = &item.record.when;
        match &item.record.body {
            Body::DosingSession(session) => {
                sessions.insert(item.id, (item, session));
            }
            Body::ReviewMark(mark) => {
                let new = Mark { reviewed: mark.reviewed, revision: mark.revision, at: when.unix_ms };
                let known = marks.get(&mark.entry);
                // Two browsers may have marked the same entry: the furthest reading counts.
                if known.is_none_or(|known| {
                    (new.revision, new.reviewed, new.at) > (known.revision, known.reviewed, known.at)
                }) {
                    marks.insert(mark.entry, new);
                }
            }
            Body::Reply(reply) => {
                let view = ReplyView { id: item.id.to_string(), at: when.rfc3339(), text: reply.text.clone() };
                replies.entry(reply.to).or_default().push((when.unix_ms, view));
            }
            Body::Profile(profile) if when.unix_ms >= name.0 => name = (when.unix_ms, profile.name.clone()),
            _ => {}
        }
    }

    let course = Course::of(items);
    let mut chapters: BTreeMap<Chapter, Vec<Entry>> =
        (0..course.sessions().len()).map(|at| (Chapter::of_session(at), Vec::new())).collect();
    for item in items {
        let Some(mut entry) = entry(item, &course) else { continue };
        if let Some(mark) = marks.get(&item.id) {
            entry.read_at = Some(mark.at);
            entry.reading = match mark.reviewed {
                _ if mark.revision < item.revision => Reading::Changed,
                true => Reading::Reviewed,
                false => Reading::Opened,
            };
        }
        let mut answers = replies.remove(&item.id).unwrap_or_default();
        answers.sort_by_key(|(at, _)| *at);
        entry.replies = answers.into_iter().map(|(_, view)| view).collect();
        chapters.entry(course.chapter(&item.record.when)).or_default().push(entry);
    }

    let sections = chapters.into_iter().rev().map(|(chapter, mut entries)| {
        entries.sort_by(|a, b| (b.unix_ms, &b.id).cmp(&(a.unix_ms, &a.id)));
        let session = chapter.session().and_then(|at| sessions.get(&course.sessions().get(at)?.id));
        Section { session: session.map(|(item, session)| head(item, session)), entries }
    });
    Timeline { name: name.1, sections: sections.collect() }
}

fn head(item: &Item, session: &DosingSession) -> SessionHead {
    let setting = &session.setting;
    let parts = [
        ("place", &setting.place),
        ("light", &setting.light),
        ("music", &setting.music),
        ("seating", &setting.seating),
        ("companions", &setting.companions),
    ];
    SessionHead {
        id: item.id.to_string(),
        number: session.number,
        at: item.record.when.rfc3339(),
        route: session.route.clone(),
        dose_mg: session.dose_mg,
        duration_min: session.duration_min,
        setting: parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(k, v)| (k, v.clone())).collect(),
        support: session.support.clone(),
        qualities: session.qualities.clone(),
    }
}

/// The entry that a record is shown as; `None` for those that are folded into others.
fn entry(item: &Item, course: &Course) -> Option<Entry> {
    let Record { when, body } = &item.record;
    let mut entry = blank(item, when, body, course.place(when));
    match body {
        Body::Reflection(reflection) => {
            entry.text.clone_from(&reflection.text);
            entry.prompt.clone_from(&reflection.prompt);
            entry.mood = reflection.mood;
            entry.states.clone_from(&reflection.states);
            entry.themes.clone_from(&reflection.themes);
            entry.wants_to_talk = reflection.wants_to_talk;
            // What the client chose stands over what the calendar says.
            entry.place.phase = reflection.phase.unwrap_or(entry.place.phase);
        }
        Body::CheckIn(check_in) => {
            entry.text.clone_from(&check_in.text);
            entry.mood = check_in.mood;
            let scales = [
                ("mood", check_in.mood),
                ("energy", check_in.energy),
                ("sleep", check_in.sleep),
                ("sensitivity", check_in.sensitivity),
                ("clarity", check_in.clarity),
            ];
            entry.figures = scales.into_iter().filter_map(|(k, v)| Some((k.to_owned(), i64::from(v?)))).collect();
            if check_in.needs_space {
                entry.states.push("needs space".into());
            }
        }
        Body::Intention(intention) => entry.text.clone_from(&intention.text),
        Body::Step(step) => {
            entry.text.clone_from(&step.text);
            entry.done_on.clone_from(&step.done_on);
            entry.step = Some(step.status);
            entry.from_entry = step.from_entry.map(|id| id.to_string());
        }
        Body::MeasureResponse(response) => {
            let answered = response.answers.iter().flatten().count();
            entry.measure = Some((response.instrument.clone(), answered as u32, response.answers.len() as u32));
        }
        Body::Appointment(appointment) => {
            entry.appointment = Some((appointment.purpose.clone(), appointment.kept));
        }
        Body::Goal(goal) => entry.text.clone_from(&goal.text),
        Body::Concern(concern) => entry.text.clone_from(&concern.text),
        Body::Unknown(_) => {}
        // Landmarks, marks, and what has a page of its own.
        _ => return None,
    }
    Some(entry)
}

fn blank(item: &Item, when: &Moment, body: &Body, place: ArcPlace) -> Entry {
    Entry {
        id: item.id.to_string(),
        kind: body.kind().to_owned(),
        at: when.rfc3339(),
        date: when.local_date(),
        unix_ms: when.unix_ms,
        place,
        text: String::new(),
        prompt: None,
        mood: None,
        states: Vec::new(),
        themes: Vec::new(),
        wants_to_talk: false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Appointment, Profile, Reflection, Reply, ReviewMark};

    fn item(n: u8, revision: u32, at: &str, body: Body) -> Item {
        let when = Moment::parse(at, "America/Denver").unwrap();
        Item { id: id(n), revision, record: Record { when, body } }
    }

    fn id(n: u8) -> RecordId {
        RecordId::new(u64::from(n), [n; 10])
    }

    fn reflection(text: &str) -> Body {
        Body::Reflection(Reflection { text: text.into(), ..Default::default() })
    }

    #[test]
    fn sessions_are_landmarks_and_marks_and_replies_are_folded_in() {
        let session = |number| Body::DosingSession(DosingSession { number, ..Default::default() });
        let mark = |entry, revision, reviewed| {
            Body::ReviewMark(ReviewMark { entry: id(entry), reviewed, revision, extra: Default::default() })
        };
        let reply = Body::Reply(Reply { to: id(4), text: "thank you".into(), extra: Default::default() });
        let items = [
            item(1, 1, "2026-02-03T20:00:00-07:00", reflection("before")),
            item(2, 1, "2026-02-05T10:00:00-07:00", session(1)),
            item(3, 1, "2026-02-05T14:00:00-07:00", reflection("that afternoon")),
            item(4, 2, "2026-02-06T14:00:00-07:00", reflection("next day")),
            item(5, 1, "2026-02-19T10:00:00-07:00", session(2)),
            item(6, 1, "2026-02-20T10:00:00-07:00", mark(3, 1, true)),
            item(7, 1, "2026-02-20T10:00:00-07:00", mark(4, 1, true)),
            item(8, 1, "2026-02-20T10:00:00-07:00", reply),
            item(
                9,
                1,
                "2026-02-01T10:00:00-07:00",
                Body::Profile(Profile { name: "Wren".into(), ..Default::default() }),
            ),
            item(10, 1, "2026-02-21T10:00:00-07:00", Body::Appointment(Appointment::default())),
        ];
        let timeline = timeline(&items);
        assert_eq!(timeline.name, "Wren");
        let shape: Vec<_> = timeline
            .sections
            .iter()
            .map(|section| {
                let entries =
                    section.entries.iter().map(|e| (e.text.as_str(), e.place.day, e.reading)).collect::<Vec<_>>();
                (section.session.as_ref().map(|session| session.number), entries)
            })
            .collect();
        assert_eq!(
            shape,
            [
                (Some(2), vec![("", Some(2), Reading::New)]),
                (
                    Some(1),
                    vec![("next day", Some(1), Reading::Changed), ("that afternoon", Some(0), Reading::Reviewed)]
                ),
                (None, vec![("before", Some(-2), Reading::New)]),
            ]
        );
        assert_eq!(timeline.sections[1].entries[0].replies[0].text, "thank you");
    }

    #[test]
    fn kinds_of_newer_versions_are_shown_as_such() {
        let body = Body::Unknown([("kind".to_owned(), "dream_map".into())].into_iter().collect());
        let timeline = timeline(&[item(1, 1, "2026-02-03T20:00:00-07:00", body)]);
        assert_eq!(timeline.sections[0].entries[0].kind, "dream_map");
    }
}
