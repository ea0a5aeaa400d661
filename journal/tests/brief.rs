//! The sample journeys' own expectations of a brief, and the rules of docs/brief.md.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use std::collections::BTreeMap;

use journal::arc::{CheckInState, Item};
use journal::brief::{Brief, brief, trends};
use journal::measures::all_built_in;
use journal::record::{
    Appointment, Body, CheckIn, Chosen, DosingSession, Effect, FlagDisposition, FlagSeen, Goal, Intention,
    MeasureResponse, Moment, NoteKind, PrivateNote, Promise, Record, Reflection, ReviewMark, SafetyChoice, SafetyEvent,
    Series, SideEffectCheck, Slot, Step, StepStatus,
};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

const SAMPLES: &str = include_str!("../../demo/data/sample-journeys.json");

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

fn phq(answers: [u8; 9]) -> MeasureResponse {
    let answers = answers.map(|answer| Some(f64::from(answer))).to_vec();
    MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() }
}

#[test]
fn a_flag_stands_until_it_is_closed_whatever_comes_later() {
    let mut journey = Journey::default();
    let positive = journey.add("sunday", "2026-03-01T20:00:00-07:00", phq([0, 0, 0, 0, 0, 0, 0, 0, 1]));
    journey.add("monday", "2026-03-02T20:00:00-07:00", phq([0; 9]));
    journey.add("visit", "2026-03-03T10:00:00-07:00", Appointment { kept: Some(true), ..Default::default() });
    let flags = journey.brief("2026-03-10T10:00:00-07:00").flags;
    assert_eq!(journey.named(&flags[0].ids), ["sunday"]);
    assert!(flags[0].open && flags[0].negative_since);

    let mut told = SafetyEvent { instrument: "phq-9".into(), flag: "self_harm_item".into(), ..Default::default() };
    told.response = Some(positive);
    told.choice = Some(SafetyChoice::ToldSomeone);
    let event = journey.add("event", "2026-03-01T20:00:01-07:00", told);
    let flags = journey.brief("2026-03-10T10:00:00-07:00").flags;
    assert_eq!(flags.len(), 1, "event and answers are one flag");
    assert_eq!(flags[0].tapped[0].choice, "told_someone");

    let closed = Some(at("2026-03-09T10:00:00-07:00"));
    let closing = SafetyEvent { instrument: "phq-9".into(), response: Some(event), closed, ..Default::default() };
    journey.add("closing", "2026-03-09T10:00:00-07:00", closing);
    let flags = journey.brief("2026-03-10T10:00:00-07:00").flags;
    assert!(flags.len() == 1 && !flags[0].open, "from before the last visit, and closed since");
    let with_visit_before = brief(
        &journey.items,
        &all_built_in().unwrap(),
        &at("2026-03-10T10:00:00-07:00"),
        Some(at("2026-02-28T00:00:00-07:00").unix_ms),
    );
    assert!(with_visit_before.flags.len() == 1 && !with_visit_before.flags[0].open);
}

#[test]
fn a_flag_says_item_answer_and_total_and_opens_the_answers() {
    let mut journey = Journey::default();
    journey.add("before", "2026-02-01T20:00:00-07:00", phq([1, 1, 0, 0, 0, 0, 0, 0, 0]));
    let answers = journey.add("answers", "2026-03-01T20:00:00-07:00", phq([1, 1, 0, 0, 0, 0, 0, 0, 3]));
    let at_page = Some(at("2026-03-01T20:00:05-07:00"));
    let chosen = |choice| Chosen { choice, at: at_page.clone().unwrap(), extra: Default::default() };
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(3.0),
        response: Some(answers),
        region: "US".into(),
        choice: Some(SafetyChoice::SafeNow),
        choices: vec![chosen(SafetyChoice::HelpNow), chosen(SafetyChoice::SafeNow)],
        ..Default::default()
    };
    journey.add("event", "2026-03-01T20:00:00-07:00", event.clone());
    let flags = journey.brief("2026-03-10T10:00:00-07:00").flags;
    assert_eq!(journey.named(flags[0].opens.iter()), ["answers"], "the answers, and not the event");
    let flag = &flags[0];
    assert_eq!(
        (flag.local.as_deref(), flag.region.as_str()),
        (Some("2026-03-01T20:00:00-07:00"), "US"),
        "whom to call when"
    );
    let answer = flags[0].answer.as_ref().unwrap();
    assert_eq!((answer.item.as_str(), answer.number, answer.value, answer.before), ("q9", 9, 3.0, Some(0.0)));
    assert_eq!((answer.total, answer.most), (Some(5.0), Some(27.0)));
    let tapped: Vec<&str> = flags[0].tapped.iter().map(|one| one.choice.as_str()).collect();
    assert_eq!(tapped, ["help_now", "safe_now"], "every choice keeps its time");

    // The form was abandoned: only the event was shared, and it contains the answer.
    let mut left = Journey::default();
    left.add("alone", "2026-03-01T20:00:00-07:00", event);
    let flags = left.brief("2026-03-10T10:00:00-07:00").flags;
    assert_eq!(left.named(flags[0].opens.iter()), ["alone"]);
    assert_eq!(flags[0].answer.as_ref().map(|one| (one.value, one.total)), Some((3.0, None)));
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
fn a_red_side_effect_is_a_flag_until_its_check_is_reviewed() {
    let mut journey = Journey::default();
    journey.add("session", "2026-03-01T10:00:00-07:00", DosingSession { number: 1, ..Default::default() });
    journey.add("low", "2026-03-02T09:00:00-07:00", marked(&[("low", 3, true)]));
    let check =
        SideEffectCheck { other: "since last night".into(), ..marked(&[("wired", 2, true), ("nausea", 1, true)]) };
    let wired = journey.add("wired", "2026-03-03T09:00:00-07:00", check);
    let flags = journey.brief("2026-03-03T10:00:00-07:00").flags;
    let effects: Vec<_> = flags[0].effects.iter().map(|one| (one.effect.as_str(), one.level)).collect();
    assert_eq!((flags.len(), flags[0].kind, flags[0].open), (1, "red_effect", true));
    assert_eq!(effects, [("wired", Some("red")), ("nausea", None)]);
    assert_eq!(
        (flags[0].text.as_str(), flags[0].local.as_deref()),
        ("since last night", Some("2026-03-03T09:00:00-07:00"))
    );
    journey.add("mark", "2026-03-03T11:00:00-07:00", ReviewMark { reviewed: true, ..ReviewMark::of(wired, 1) });
    assert!(!journey.brief("2026-03-03T12:00:00-07:00").flags[0].open);
}

#[test]
fn side_effects_since_the_session_are_shown_with_the_strongest_and_with_what_was_said_last() {
    let mut journey = Journey::default();
    journey.add("session-1", "2026-03-01T10:00:00-07:00", DosingSession { number: 1, ..Default::default() });
    journey.add("earlier", "2026-03-02T10:00:00-07:00", marked(&[("nausea", 3, true)]));
    journey.add("session-2", "2026-03-08T10:00:00-07:00", DosingSession { number: 2, ..Default::default() });
    let first =
        journey.add("first", "2026-03-09T11:00:00-07:00", marked(&[("headache", 2, true), ("vision", 1, false)]));
    let again =
        journey.add("again", "2026-03-15T10:00:00-07:00", marked(&[("headache", 1, false), ("site", 0, false)]));
    let brief = journey.brief("2026-03-15T12:00:00-07:00");
    let lines: Vec<_> = brief.after.effects.iter().map(|one| (one.effect.as_str(), one.severity, one.still)).collect();
    assert_eq!(lines, [("headache", Some(2), Some(false)), ("vision", Some(1), Some(false))], "and nothing of before");
    let headache = &brief.after.effects[0];
    assert_eq!((headache.level, headache.hours), (Some("amber"), 25));
    assert_eq!(headache.ids, [first.to_string(), again.to_string()]);
    // New, to be read and reviewed like every shared record.
    assert_eq!(journey.named(brief.also_new.iter().map(|line| &line.id)), ["earlier", "first", "again"]);
    let trends = trends(&journey.items, &all_built_in().unwrap(), &at("2026-03-15T12:00:00-07:00"));
    let by_session: Vec<Vec<&str>> =
        trends.compare.iter().map(|one| one.effects.iter().map(|line| line.effect.as_str()).collect()).collect();
    assert_eq!(by_session, [vec!["nausea"], vec!["headache", "vision"]]);
}

#[test]
fn red_side_effects_that_were_seen_stay_when_the_check_is_taken_back_or_changed_until_that_is_reviewed() {
    let mut journey = Journey::default();
    journey.add("session", "2026-03-01T10:00:00-07:00", DosingSession { number: 1, ..Default::default() });
    let gone = RecordId::new(7, [7; 10]);
    let changed = journey.add("changed", "2026-03-03T09:00:00-07:00", SideEffectCheck::default());
    for (name, event) in [("one", gone), ("two", changed)] {
        let flagged_at = Some(at("2026-03-02T20:00:00-07:00"));
        let mark = FlagSeen { event: Some(event), red: true, flagged_at, ..Default::default() };
        journey.add(name, "2026-03-03T10:00:00-07:00", mark);
    }
    let flags = journey.brief("2026-03-03T12:00:00-07:00").flags;
    assert_eq!(flags.len(), 2, "{flags:?}");
    for flag in &flags {
        assert_eq!((flag.kind, flag.taken_back, flag.open), ("red_effect", true, true));
        assert!(flag.effects.is_empty() && flag.text.is_empty() && flag.at == at("2026-03-02T20:00:00-07:00").unix_ms);
    }
    // An existing record opens; one that was taken back cannot.
    let opens: Vec<Option<String>> = flags.iter().map(|flag| flag.opens.clone()).collect();
    assert!(opens.contains(&None) && opens.contains(&Some(changed.to_string())), "{opens:?}");
    for (name, id, revision) in [("read", gone, 0), ("reread", changed, 1)] {
        journey.add(name, "2026-03-03T13:00:00-07:00", ReviewMark { reviewed: true, ..ReviewMark::of(id, revision) });
    }
    assert!(journey.brief("2026-03-03T14:00:00-07:00").flags.iter().all(|flag| !flag.open));
}

#[test]
fn what_was_seen_stays_when_it_is_taken_back_until_it_is_closed() {
    let mut journey = Journey::default();
    let gone = RecordId::new(7, [7; 10]);
    let flagged_at = at("2026-03-01T20:00:00-07:00");
    let mark = FlagSeen {
        event: Some(gone),
        instrument: "phq-9".into(),
        flagged_at: Some(flagged_at.clone()),
        ..Default::default()
    };
    journey.add("mark", "2026-03-02T09:10:00-07:00", mark);
    let flags = journey.brief("2026-03-10T10:00:00-07:00").flags;
    assert!(flags[0].taken_back && flags[0].open && flags[0].opens.is_none() && flags[0].answer.is_none());
    assert_eq!(flags[0].at, flagged_at.unix_ms);
    let closed = Some(at("2026-03-03T10:00:00-07:00"));
    let closing = SafetyEvent { instrument: "phq-9".into(), response: Some(gone), closed, ..Default::default() };
    journey.add("closing", "2026-03-03T10:00:00-07:00", closing);
    let about = vec![gone];
    journey.add("how", "2026-03-03T10:00:00-07:00", FlagDisposition { about, ..Default::default() });
    let now = at("2026-03-10T10:00:00-07:00");
    let flags = brief(&journey.items, &all_built_in().unwrap(), &now, Some(0)).flags;
    assert!(!flags[0].open && flags[0].taken_back && !flags[0].dispositions.is_empty());
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
fn check_ins_after_the_last_session_stand_by_day_with_their_gaps() {
    let mut journey = Journey::default();
    journey.add("one", "2026-03-05T10:00:00-07:00", DosingSession { number: 1, ..Default::default() });
    let told = |mood, energy| CheckIn { mood: Some(mood), energy: Some(energy), ..Default::default() };
    journey.add("evening", "2026-03-05T17:00:00-07:00", told(4, 2));
    journey.add("night", "2026-03-05T21:00:00-07:00", told(6, 3));
    journey.add("third", "2026-03-08T10:00:00-06:00", told(7, 5));
    let shown = journey.brief("2026-03-12T10:00:00-06:00");
    let days: Vec<_> = shown.after.days.iter().map(|day| (day.day, journey.named(&day.ids))).collect();
    assert_eq!(days, [(0, vec!["evening", "night"]), (3, vec!["third"])]);
    assert_eq!(shown.after.days[0].figures, [("mood".to_owned(), 4.0, 6.0), ("energy".to_owned(), 2.0, 3.0)]);
    assert_eq!(shown.mood.points.iter().map(|point| point.gap_days).collect::<Vec<_>>(), [0, 0, 2]);
    let slots: Vec<_> = shown.after.slots.iter().map(|slot| slot.slot).collect();
    assert_eq!(slots, ["4h", "24h", "72h", "7d"]);
    let follow_ups = |series: Option<u32>, now: &str| -> Vec<(&'static str, String, &'static str)> {
        let mut journey = Journey::default();
        journey.add("series", "2026-03-01T10:00:00-07:00", Series { planned: series, ..Default::default() });
        journey.add("one", "2026-03-05T10:00:00-07:00", DosingSession { number: 1, ..Default::default() });
        let told = CheckIn { slot: Some(Slot::FourWeeks), session: Some(1), ..Default::default() };
        journey.add("told", "2026-04-04T10:00:00-06:00", told);
        let state = |state| match state {
            CheckInState::Ahead => "ahead",
            CheckInState::Open => "open",
            CheckInState::Overdue => "overdue",
            CheckInState::Done => "done",
            CheckInState::Passed => "passed",
        };
        let lines = journey.brief(now).after.follow_ups;
        lines.into_iter().map(|line| (line.slot, line.date, state(line.state))).collect()
    };
    let (done, date) = (("4w", "2026-04-02".to_owned(), "done"), |date: &str| date.to_owned());
    assert_eq!(
        follow_ups(Some(1), "2026-06-13T10:00:00-06:00"),
        [done.clone(), ("3mo", date("2026-06-05"), "overdue"), ("6mo", date("2026-09-05"), "ahead")]
    );
    assert_eq!(follow_ups(Some(1), "2026-06-11T10:00:00-06:00")[1].2, "open");
    assert_eq!(follow_ups(Some(1), "2026-10-30T10:00:00-06:00")[1].2, "passed");
    // What is ahead of a series that goes on is not listed: this session is not the last.
    assert_eq!(follow_ups(Some(2), "2026-04-10T10:00:00-06:00"), [done]);

    let looked = trends(&journey.items, &all_built_in().unwrap(), &at("2026-03-12T10:00:00-06:00"));
    assert_eq!(looked.days.len(), 2);
    assert_eq!(looked.compare[0].means["mood"], 17.0 / 3.0);
    // The mean of a day says from what it is made.
    assert_eq!((looked.days[0].figures["mood"], looked.days[0].spread["mood"]), (5.0, (4.0, 6.0)));
    assert!(looked.days[1].spread.is_empty());
    assert_eq!((looked.sessions.len(), looked.sessions[0].number), (1, 1));
}

#[test]
fn trends_hold_every_total_and_compare_sessions() {
    let samples: Value = serde_json::from_str(SAMPLES).unwrap();
    let journey = Journey::of(&samples["personas"][0], "2026-05-01T12:00:00-06:00");
    let looked = trends(&journey.items, &all_built_in().unwrap(), &at("2026-05-01T12:00:00-06:00"));
    let phq = looked.measures.iter().find(|measure| measure.summary.instrument == "phq-9").unwrap();
    let totals: Vec<f64> = phq.totals.iter().map(|total| total.total.unwrap()).collect();
    assert_eq!(totals, [17.0, 13.0, 12.0, 11.0, 13.0, 8.0, 6.0]);
    assert_eq!(phq.summary.range, (0.0, 27.0));
    assert_eq!(looked.compare.len(), 4);
    let last = looked.compare[3].measures.iter().find(|around| around.instrument == "phq-9").unwrap();
    let total = |total: &Option<journal::brief::measure_summary::Total>| total.as_ref().unwrap().total.unwrap();
    assert_eq!((total(&last.before), total(&last.after)), (13.0, 6.0));
    assert!(looked.compare.iter().all(|session| session.days.iter().all(|day| !day.ids.is_empty())));
}

#[test]
fn an_empty_journey_has_an_empty_brief() {
    let shown = Journey::default().brief("2026-03-12T10:00:00-06:00");
    assert_eq!((shown.since.at, shown.new.len(), shown.flags.len()), (None, 0, 0));
    assert_eq!(shown.whereabouts.phase, "preparation");
}
