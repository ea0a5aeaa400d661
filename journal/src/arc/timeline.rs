//! The journey as a timeline: dosing sessions as landmarks, with the entries between them, newest first.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde::Serialize;

use super::entry::{Entry, Item, Reading, ReplyView, entry};
use super::place::{Chapter, Course};
use super::sessions::{Recorded, sessions};
use crate::record::Body;

/// The journal as a timeline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Timeline {
    /// The client's chosen name; empty without one.
    pub name: String,
    /// The sections, newest first. One without a session is the time before the first session of a series.
    pub sections: Vec<Section>,
}

/// A dosing session with the entries after it, or the preparation of a series.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The session; `None` for a preparation: before the first session of a series.
    pub session: Option<SessionHead>,
    /// The entries of the section, newest first.
    pub entries: Vec<Entry>,
}

/// A dosing session as a landmark.
#[derive(Clone, Debug, Serialize)]
pub struct SessionHead {
    /// The id of the record.
    pub id: String,
    /// Its number in the series.
    pub number: u32,
    /// Beginning of the session: RFC 3339 with the client's offset.
    pub at: String,
    /// The route: `lozenge`, `nasal_spray`, `intramuscular` or another value.
    pub route: String,
    /// The dose in milligrams, as recorded.
    pub dose_mg: Option<f64>,
    /// The duration in minutes.
    pub duration_min: Option<u32>,
    /// Place, light, music, seating, companions, as far as recorded.
    pub setting: Vec<(&'static str, String)>,
    /// The support during the session.
    pub support: String,
    /// Qualities of the experience.
    pub qualities: Vec<String>,
    /// Who recorded route and dose: `clinic` or `client`; empty if unknown.
    pub recorded_by: String,
    /// The therapist's short note for the client.
    pub support_note: String,
    /// The intensity, 0 to 10.
    pub intensity: Option<u8>,
    /// The first text that the client wrote after the session.
    pub first_words: String,
    /// Notes on what was said and what stayed.
    pub notes: String,
    /// What helped during the session, as free text.
    pub helped: String,
    /// What did not help.
    pub hindered: String,
}

struct Mark {
    reviewed: bool,
    revision: u32,
    at: i64,
}

/// Computes the timeline of one journey's records.
pub fn timeline(items: &[Item]) -> Timeline {
    let mut marks: BTreeMap<RecordId, Mark> = BTreeMap::new();
    let mut replies: BTreeMap<RecordId, Vec<(i64, ReplyView)>> = BTreeMap::new();
    let mut name = (i64::MIN, String::new());
    for item in items {
        let when = &item.record.when;
        match &item.record.body {
            Body::ReviewMark(mark) => {
                let new = Mark { reviewed: mark.reviewed, revision: mark.revision, at: when.unix_ms };
                let known = marks.get(&mark.entry);
                // Two browsers may have marked the same entry: the furthest state counts.
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
    let recorded: BTreeMap<RecordId, Item> =
        sessions(items).iter().map(Recorded::whole).map(|item| (item.id, item)).collect();
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
        let session = chapter.session().and_then(|at| recorded.get(&course.sessions().get(at)?.id));
        Section { session: session.and_then(head), entries }
    });
    Timeline { name: name.1, sections: sections.collect() }
}

pub(crate) fn head(item: &Item) -> Option<SessionHead> {
    let Body::DosingSession(session) = &item.record.body else { return None };
    let setting = &session.setting;
    let parts = [
        ("place", &setting.place),
        ("light", &setting.light),
        ("music", &setting.music),
        ("seating", &setting.seating),
        ("companions", &setting.companions),
        ("comfort", &setting.comfort.join(", ")),
    ];
    Some(SessionHead {
        id: item.id.to_string(),
        number: session.number,
        at: item.record.when.rfc3339(),
        route: session.route.clone(),
        dose_mg: session.dose_mg,
        duration_min: session.duration_min,
        setting: parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(k, v)| (k, v.clone())).collect(),
        support: session.support.clone(),
        qualities: session.qualities.clone(),
        recorded_by: session.recorded_by.clone(),
        support_note: session.support_note.clone(),
        intensity: session.intensity,
        first_words: session.first_words.clone(),
        notes: session.notes.clone(),
        helped: session.helped.clone(),
        hindered: session.hindered.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{
        Appointment, Attachment, CheckIn, DosingSession, Goal, GoalStatus, Moment, Profile, Record, Reflection, Reply,
        ReviewMark, Sensation, Slot,
    };

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
            Body::ReviewMark(ReviewMark { reviewed, ..ReviewMark::of(id(entry), revision) })
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
    fn what_an_entry_holds_is_laid_out_and_no_key_with_it() {
        let photo = Attachment {
            id: "a1".into(),
            media_type: "image/jpeg".into(),
            key: "secret".into(),
            width: Some(4),
            height: Some(3),
            ..Default::default()
        };
        let reflection = Reflection {
            prompt: Some("after.24h".into()),
            affect: vec!["relief".into()],
            sensations: vec![Sensation { place: "chest".into(), ..Default::default() }],
            attachments: vec![photo],
            see_soon: true,
            ..Default::default()
        };
        let check_in = CheckIn {
            slot: Some(Slot::Week),
            states: vec!["needs_space".into()],
            needs_space: true,
            wants_to_talk: true,
            ..Default::default()
        };
        let goal = Goal { text: "sleep".into(), answer: "seven hours".into(), ..Default::default() };
        let session = DosingSession { number: 1, helped: "the blanket".into(), ..Default::default() };
        let items = [
            item(1, 1, "2026-02-05T10:00:00-07:00", session.into()),
            item(2, 1, "2026-02-06T10:00:00-07:00", reflection.into()),
            item(3, 1, "2026-02-12T10:00:00-07:00", check_in.into()),
            item(4, 1, "2026-02-13T10:00:00-07:00", goal.into()),
        ];
        let timeline = timeline(&items);
        let [goal, check_in, written] = &timeline.sections[0].entries[..] else { panic!("three entries") };
        assert_eq!(
            (written.slot, written.see_soon, written.attachments[0].pixels),
            (Some(Slot::Day), true, Some((4, 3)))
        );
        assert_eq!((written.sensations[0].place.as_str(), &written.affect[..]), ("chest", &["relief".to_owned()][..]));
        assert_eq!((check_in.slot, check_in.wants_to_talk, check_in.states.len()), (Some(Slot::Week), true, 1));
        assert_eq!((goal.answer.as_str(), goal.goal), ("seven hours", Some(GoalStatus::Open)));
        assert_eq!(timeline.sections[0].session.as_ref().unwrap().helped, "the blanket");
        assert!(!serde_json::to_string(&timeline).unwrap().contains("secret"));
    }

    #[test]
    fn kinds_of_newer_versions_are_shown_as_such() {
        let body = Body::Unknown([("kind".to_owned(), "dream_map".into())].into_iter().collect());
        let timeline = timeline(&[item(1, 1, "2026-02-03T20:00:00-07:00", body)]);
        assert_eq!(timeline.sections[0].entries[0].kind, "dream_map");
    }
}
