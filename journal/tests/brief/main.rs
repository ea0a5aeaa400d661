//! The sample journeys' own expectations of a brief, and the rules of docs/brief.md.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

mod after_session;
mod flags;

use std::collections::BTreeMap;

use journal::arc::Item;
use journal::brief::{Brief, brief};
use journal::measures::all_built_in;
use journal::record::{
    Appointment, Body, DosingSession, Effect, Goal, Intention, MeasureResponse, Moment, NoteKind, PrivateNote, Promise,
    Record, Reflection, ReviewMark, Series, SideEffectCheck, Step, StepStatus,
};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

const SAMPLES: &str = include_str!("../../../demo/data/sample-journeys.json");

fn at(text: &str) -> Moment {
    Moment::parse(text, "America/Denver").unwrap()
}

/// A journey as a therapist's desk has it, and the sample's name of each record.
#[derive(Default)]
struct Journey {
    items: Vec<Item>,
    names: BTreeMap<String, String>,
}

impl Journey {
    fn add(&mut self, name: &str, when: &str, body: impl Into<Body>) -> RecordId {
        let id = RecordId::new(0, [self.items.len() as u8; 10]);
        self.items.push(Item { id, revision: 1, record: Record { when: at(when), body: body.into() } });
        self.names.insert(id.to_string(), name.into());
        id
    }

    fn named(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<&str> {
        ids.into_iter().map(|id| self.names[id.as_ref()].as_str()).collect()
    }

    fn brief(&self, now: &str) -> Brief {
        brief(&self.items, &all_built_in().unwrap(), &at(now), None)
    }

    /// The shared records of a persona at a time.
    fn of(persona: &Value, now: &str) -> Self {
        let mut journey = Self::default();
        let list = |name: &str| persona[name].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let words = |value: &Value| value.as_array().unwrap().iter().map(&text).collect::<Vec<_>>();
        let known = |when: &Value| at(when.as_str().unwrap()).unix_ms <= at(now).unix_ms;
        let planned = persona["series"]["planned_sessions"].as_u64().map(|n| n as u32);
        let start = format!("{}T08:00:00+00:00", text(&persona["series"]["start"]));
        journey.add("series", &start, Series { planned, ..Default::default() });
        for session in list("sessions").iter().filter(|session| known(&session["at"])) {
            let number = session["n"].as_u64().unwrap() as u32;
            let when = text(&session["at"]);
            journey.add(&format!("session-{number}"), &when, DosingSession { number, ..Default::default() });
            let intention =
                Intention { text: text(&session["intention"]), session: Some(number), ..Default::default() };
            journey.add(&format!("intention-{number}"), &when, intention);
        }
        for meeting in list("appointments") {
            let kept = meeting["kept"].as_bool().filter(|_| known(&meeting["at"]));
            let purpose = text(&meeting["kind"]);
            journey.add("appointment", &text(&meeting["at"]), Appointment { purpose, kept, ..Default::default() });
        }
        for entry in list("entries") {
            if entry["share"]["state"] != "shared" || !known(&entry["share"]["shared_at"]) {
                continue;
            }
            let reflection = Reflection {
                text: text(&entry["text"]),
                prompt: entry["prompt"].as_str().map(String::from),
                mood: entry["mood"].as_u64().map(|mood| mood as u8),
                states: words(&entry["states"]),
                themes: words(&entry["themes"]),
                ..Default::default()
            };
            let id = journey.add(&text(&entry["id"]), &text(&entry["at"]), reflection);
            for (field, reviewed) in [("read_at", false), ("reviewed_at", true)] {
                if let Some(when) =
                    entry["therapist"][field].as_str().filter(|when| at(when).unix_ms <= at(now).unix_ms)
                {
                    journey.add("mark", when, ReviewMark { reviewed, ..ReviewMark::of(id, 1) });
                }
            }
        }
        for measure in list("measures").iter().filter(|measure| known(&measure["at"])) {
            let answers = measure["answers"].as_array().unwrap().iter().map(Value::as_f64).collect();
            let response = MeasureResponse { instrument: text(&measure["instrument"]), answers, ..Default::default() };
            journey.add("measure", &text(&measure["at"]), response);
        }
        for step in list("steps").iter().filter(|step| known(&step["set_at"])) {
            let status = StepStatus::named(step["status"].as_str().unwrap()).unwrap();
            let body =
                Step { text: text(&step["text"]), done_on: words(&step["done_on"]), status, ..Default::default() };
            journey.add(&text(&step["id"]), &text(&step["set_at"]), body);
        }
        journey
    }
}

fn phq(answers: [u8; 9]) -> MeasureResponse {
    let answers = answers.map(|answer| Some(f64::from(answer))).to_vec();
    MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() }
}

fn marked(effects: &[(&str, u8, bool)]) -> SideEffectCheck {
    let effect = |(id, severity, still): &(&str, u8, bool)| Effect {
        id: (*id).into(),
        severity: Some(*severity),
        still: Some(*still),
        ..Default::default()
    };
    SideEffectCheck { any: Some(true), items: effects.iter().map(effect).collect(), ..Default::default() }
}

#[test]
fn every_sample_journeys_brief_is_as_the_sample_expects() {
    let samples: Value = serde_json::from_str(SAMPLES).unwrap();
    let expecting: Vec<&Value> =
        samples["personas"].as_array().unwrap().iter().filter(|one| one["expected_brief"].is_object()).collect();
    assert!(!expecting.is_empty());
    for persona in expecting {
        let expected = &persona["expected_brief"];
        let now = expected["now"].as_str().unwrap();
        let journey = Journey::of(persona, now);
        let brief = journey.brief(now);
        let told =
            |ids: &Value| ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>();

        assert_eq!(brief.since.at, Some(at(expected["since"].as_str().unwrap()).unix_ms));
        assert_eq!(journey.named(brief.new.iter().map(|line| &line.id)), told(&expected["new_shared_entries"]));
        // The sample describes what was written; the count covers everything that can be read.
        let written = brief.unread.iter().filter(|id| brief.new.iter().any(|line| line.id == **id));
        assert_eq!(journey.named(written), told(&expected["unread_entries"]));
        let mood = &brief.mood;
        assert_eq!(mood.points.len() as u64, expected["mood"]["count"].as_u64().unwrap());
        for (name, value) in [("min", mood.min), ("max", mood.max), ("latest", mood.latest)] {
            assert_eq!(value.map(u64::from), expected["mood"][name].as_u64(), "{name}");
        }
        let measures = expected["measures"].as_array().unwrap();
        assert_eq!(brief.measures.len(), measures.len());
        for (summary, expected) in brief.measures.iter().zip(measures) {
            assert_eq!(expected["instrument"], summary.instrument.as_str());
            for (name, total) in
                [("first", &summary.first), ("previous", &summary.previous), ("latest", &summary.latest)]
            {
                assert_eq!(total.as_ref().unwrap().total, expected[name].as_f64(), "{name}");
            }
            let latest = summary.latest.as_ref().unwrap();
            assert_eq!(latest.severity.as_deref(), expected["severity"].as_str());
            assert_eq!(Value::from(latest.flags.clone()), expected["flags"]);
            for (name, change) in [("vs_first", &summary.vs_first), ("vs_previous", &summary.vs_previous)] {
                let (change, expected) = (change.as_ref().unwrap(), &expected[name]);
                assert_eq!(Some(change.delta), expected["delta"].as_f64(), "{name}");
                let told = serde_json::to_value(change).unwrap();
                for field in ["direction", "response", "remission"] {
                    assert_eq!(told[field], expected[field], "{} {name} {field}", summary.instrument);
                }
            }
        }
        for step in expected["steps"].as_array().unwrap() {
            let line = brief.steps.iter().find(|line| step["id"] == journey.names[&line.id].as_str()).unwrap();
            assert_eq!(line.done_since.len() as u64, step["done_since"].as_u64().unwrap(), "{}", step["id"]);
        }
        assert_eq!(brief.steps.len(), expected["steps"].as_array().unwrap().len());
        assert_eq!(brief.flags.len(), expected["flags_in_period"].as_array().unwrap().len());
        assert_eq!(brief.whereabouts.session, Some(4));
        assert_eq!((brief.whereabouts.planned, brief.whereabouts.day), (Some(4), Some(4)));
    }
}

#[test]
fn private_and_withdrawn_entries_leave_no_trace() {
    let samples: Value = serde_json::from_str(SAMPLES).unwrap();
    for persona in samples["personas"].as_array().unwrap() {
        let journey = Journey::of(persona, "2026-07-30T12:00:00+00:00");
        let shown = serde_json::to_string(&journey.brief("2026-07-30T12:00:00+00:00")).unwrap();
        for entry in persona["entries"].as_array().unwrap().iter().filter(|one| one["share"]["state"] != "shared") {
            let words = entry["text"].as_str().unwrap();
            assert!(!shown.contains(&words[..words.len().min(30)]));
        }
    }
}

#[test]
fn answers_that_have_just_come_are_news_and_so_is_whatever_the_caseload_counts() {
    let mut journey = Journey::default();
    let kept = Appointment { purpose: "integration".into(), kept: Some(true), ..Default::default() };
    journey.add("visit", "2026-03-02T10:00:00-07:00", kept);
    let read = journey.add("before", "2026-03-01T20:00:00-07:00", phq([1, 1, 0, 0, 0, 0, 0, 0, 0]));
    journey.add("mark", "2026-03-01T21:00:00-07:00", ReviewMark { reviewed: true, ..ReviewMark::of(read, 1) });
    journey.add("answers", "2026-03-10T09:59:00-07:00", phq([1, 1, 1, 0, 0, 0, 0, 0, 0]));
    journey.add("step", "2026-03-09T09:00:00-07:00", Step { text: "The river".into(), ..Default::default() });
    let brief = journey.brief("2026-03-10T10:00:00-07:00");
    assert_eq!(journey.named(brief.also_new.iter().map(|line| &line.id)), ["step", "answers"]);
    assert_eq!(brief.also_new[1].instrument.as_deref(), Some("phq-9"));
    assert!(brief.new.is_empty());
}

#[test]
fn the_visit_can_be_moved_and_a_later_appointment_takes_its_place() {
    let mut journey = Journey::default();
    let kept = |purpose: &str| Appointment { purpose: purpose.into(), kept: Some(true), ..Default::default() };
    journey.add("first", "2026-03-02T10:00:00-07:00", kept("integration"));
    journey.add("dosing", "2026-03-05T10:00:00-07:00", kept("dosing"));
    let missed = Appointment { purpose: "integration".into(), kept: Some(false), ..Default::default() };
    journey.add("missed", "2026-03-06T10:00:00-07:00", missed);
    let now = "2026-03-12T10:00:00-07:00";
    assert_eq!(journey.brief(now).since.at, Some(at("2026-03-02T10:00:00-07:00").unix_ms));
    assert_eq!(journey.named(&journey.brief(now).whereabouts.missed), ["missed"]);

    // Set manually: the note has the time of the visit, its id the time of the note.
    let note = |text: &str| PrivateNote {
        purpose: NoteKind::Visit,
        client: CollectionId::new(1, [1; 10]),
        about: None,
        text: text.into(),
        earlier: Vec::new(),
        extra: Default::default(),
    };
    let said = at("2026-03-11T10:00:00-07:00").unix_ms as u64;
    let record = Record { when: at("2026-03-08T09:00:00-07:00"), body: note("").into() };
    journey.items.push(Item { id: RecordId::new(said, [9; 10]), revision: 1, record });
    let since = journey.brief(now).since;
    assert_eq!((since.at, since.set), (Some(at("2026-03-08T09:00:00-07:00").unix_ms), true));
    journey.add("next", "2026-03-12T09:00:00-07:00", kept("integration"));
    // During the visit, the brief covers the time since the visit before it.
    let since = journey.brief(now).since;
    assert_eq!((since.at, since.set), (Some(at("2026-03-08T09:00:00-07:00").unix_ms), true));
    assert_eq!(since.running, Some(at("2026-03-12T09:00:00-07:00").unix_ms));
    let since = journey.brief("2026-03-12T12:30:00-07:00").since;
    assert_eq!((since.at, since.running), (Some(at("2026-03-12T09:00:00-07:00").unix_ms), None));
}

#[test]
fn marked_words_come_first_and_promises_stay_until_they_are_kept() {
    let mut journey = Journey::default();
    let wrote = |text: &str, wants_to_talk| Reflection { text: text.into(), wants_to_talk, ..Default::default() };
    journey.add("old", "2026-03-01T10:00:00-07:00", wrote("before the visit", true));
    journey.add("visit", "2026-03-02T10:00:00-07:00", Appointment { kept: Some(true), ..Default::default() });
    let marked = journey.add("marked", "2026-03-03T10:00:00-07:00", wrote("the letter", true));
    journey.add("plain", "2026-03-04T10:00:00-07:00", wrote("the rain", false));
    let soon = Reflection { see_soon: true, ..wrote("please look", false) };
    journey.add("soon", "2026-03-05T10:00:00-07:00", soon);
    journey.add("open", "2026-03-02T11:00:00-07:00", Promise { text: "send the music".into(), ..Default::default() });
    let kept = Some(at("2026-02-20T10:00:00-07:00"));
    journey.add("kept", "2026-02-10T10:00:00-07:00", Promise { text: "call".into(), kept, ..Default::default() });
    journey.add("goal", "2026-02-10T10:00:00-07:00", Goal { text: "sleep".into(), ..Default::default() });
    let now = "2026-03-12T10:00:00-07:00";
    let shown = journey.brief(now);
    assert_eq!(journey.named(shown.marked.iter().map(|line| &line.id)), ["marked", "old"]);
    assert_eq!(journey.named(shown.promises.iter().map(|line| &line.id)), ["open"]);
    assert_eq!(journey.named(shown.flags[0].ids.iter()), ["soon"]);
    assert_eq!(shown.hopes[0].text, "sleep");
    let mark = ReviewMark { reviewed: true, ..ReviewMark::of(marked, 1) };
    journey.add("mark", "2026-03-06T10:00:00-07:00", mark);
    assert_eq!(journey.brief(now).marked.len(), 2, "reviewed, but of this period");
    assert!(!journey.brief(now).unreviewed.contains(&marked.to_string()));
}

#[test]
fn an_empty_journey_has_an_empty_brief() {
    let shown = Journey::default().brief("2026-03-12T10:00:00-06:00");
    assert_eq!((shown.since.at, shown.new.len(), shown.flags.len()), (None, 0, 0));
    assert_eq!(shown.whereabouts.phase, "preparation");
}
