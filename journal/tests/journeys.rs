//! The sample journeys against the rules: the personas act as the rules expect.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::arc::checkins::{self, CheckInState, Meeting, Written};
use journal::arc::prompts::{self, Situation};
use journal::arc::reminders::{self, Reason, World};
use journal::arc::{Course, Item, StepDays, calendar, journey};
use journal::lookback::recurring::{STOP_WORDS, StopWords, recurring_words};
use journal::lookback::{Figure, trends};
use journal::measures::{Library, all_built_in, scored_responses};
use journal::record::{
    Appointment, Body, DosingSession, MeasureResponse, Moment, Record, Reflection, Series, Slot, Step,
};
use protocol::RecordId;
use serde_json::Value;

struct Story {
    handle: String,
    items: Vec<Item>,
}

fn stories() -> Vec<Story> {
    let sample: Value = serde_json::from_str(include_str!("../../demo/data/sample-journeys.json")).unwrap();
    sample["personas"].as_array().unwrap().iter().map(story).collect()
}

fn story(persona: &Value) -> Story {
    let zone = persona["tz"].as_str().unwrap();
    let mut items: Vec<Item> = Vec::new();
    let mut add = |at: &str, body: Body| {
        let id = RecordId::new(items.len() as u64, [9; 10]);
        let when = Moment::parse(at, zone).unwrap();
        items.push(Item { id, revision: 1, record: Record { when, body } });
    };
    let list = |name: &str| persona[name].as_array().unwrap().clone();
    let words = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|word| Some(word.as_str()?.to_owned())).collect()
    };
    let start = format!("{}T08:00:00Z", persona["series"]["start"].as_str().unwrap());
    let planned = persona["series"]["planned_sessions"].as_u64().map(|planned| planned as u32);
    add(&start, Series { planned, ..Default::default() }.into());
    for session in list("sessions") {
        let number = session["n"].as_u64().unwrap() as u32;
        add(session["at"].as_str().unwrap(), DosingSession { number, ..Default::default() }.into());
    }
    for meeting in list("appointments") {
        let purpose = meeting["kind"].as_str().unwrap().to_owned();
        add(meeting["at"].as_str().unwrap(), Appointment { purpose, ..Default::default() }.into());
    }
    for entry in list("entries") {
        let reflection = Reflection {
            text: entry["text"].as_str().unwrap().to_owned(),
            prompt: entry["prompt"].as_str().map(str::to_owned),
            mood: entry["mood"].as_u64().map(|mood| mood as u8),
            states: words(&entry["states"]),
            themes: words(&entry["themes"]),
            ..Default::default()
        };
        add(entry["at"].as_str().unwrap(), reflection.into());
    }
    for step in list("steps") {
        let text = step["text"].as_str().unwrap().to_owned();
        add(
            step["set_at"].as_str().unwrap(),
            Step { text, done_on: words(&step["done_on"]), ..Default::default() }.into(),
        );
    }
    for measure in list("measures") {
        let response = MeasureResponse {
            instrument: measure["instrument"].as_str().unwrap().to_owned(),
            version: "1".into(),
            answers: measure["answers"].as_array().unwrap().iter().map(Value::as_f64).collect(),
            ..Default::default()
        };
        add(measure["at"].as_str().unwrap(), response.into());
    }
    items.sort_by_key(|item| item.record.when.unix_ms);
    Story { handle: persona["handle"].as_str().unwrap().to_owned(), items }
}

fn reflections(items: &[Item]) -> impl Iterator<Item = (&Item, &Reflection)> {
    items.iter().filter_map(|item| match &item.record.body {
        Body::Reflection(entry) => Some((item, entry)),
        _ => None,
    })
}

#[test]
fn each_check_in_was_open_when_it_was_answered_and_its_prompt_was_offered_first() {
    let built_in = prompts::read(prompts::BUILT_IN).unwrap();
    let mut checked = 0;
    for story in stories() {
        let course = Course::of(&story.items);
        let meetings: Vec<Meeting> = story.items.iter().filter_map(Meeting::of).collect();
        for (item, entry) in reflections(&story.items) {
            let Some(slot) = entry.prompt.as_deref().and_then(Slot::of_prompt) else { continue };
            let when = &item.record.when;
            let zone = calendar::Fixed::from(when);
            let before: Vec<Item> =
                story.items.iter().filter(|one| one.record.when.unix_ms < when.unix_ms).cloned().collect();
            let written: Vec<Written> = before.iter().filter_map(Written::of).collect();
            let open = checkins::open(&course, &meetings, &written, when.unix_ms, &zone);
            // A second check-in within the same hours: the slot is answered already, so nothing is open.
            let Some(open) = open else { continue };
            assert_eq!(open.slot, slot, "{} {}", story.handle, when.rfc3339());
            let place = course.place(when);
            let now = Situation {
                now: when.unix_ms,
                phase: place.phase,
                day: place.day,
                session_end: course.last(when.unix_ms).map(|session| session.end),
                slot: Some(slot),
                before_session: journey::before_session(&course, &meetings, when.unix_ms, &zone),
                mood: None,
                lens: None,
                language: "en",
            };
            // No prompt was offered before, as at the first session.
            let offers = prompts::offers(&built_in, &[], &[], &[], &now);
            assert_eq!(offers.first().map(|offer| &offer.id), entry.prompt.as_ref(), "{}", when.rfc3339());
            checked += 1;
        }
    }
    assert!(checked >= 20, "{checked}");
}

#[test]
fn after_the_journey_check_ins_are_done_or_passed_and_nothing_is_planned() {
    for story in stories() {
        let course = Course::of(&story.items);
        let last = story.items.last().unwrap().record.when.clone();
        let zone = calendar::Fixed::from(&last);
        let now = last.unix_ms + 60 * calendar::DAY_MS;
        let written: Vec<Written> = story.items.iter().filter_map(Written::of).collect();
        for (at, session) in course.sessions().iter().enumerate() {
            let next = course.sessions().get(at + 1).map(|next| next.start.unix_ms);
            for plan in checkins::check_ins(session, next, &written, now, &zone) {
                assert!(matches!(plan.state, CheckInState::Done | CheckInState::Passed));
                assert!(plan.slot != Slot::Day || plan.state == CheckInState::Done, "{}", story.handle);
            }
        }
        // Only the follow-ups after the last session are still to come.
        let world = World::of(&story.items, now, &zone);
        let planned = reminders::plan(&world, now, &zone);
        let reasons = planned.iter().flat_map(|notice| &notice.reasons);
        for reason in reasons {
            assert!(matches!(reason, Reason::CheckIn { slot, .. } if slot.is_follow_up()), "{}", story.handle);
        }
        assert!(planned.len() <= Slot::FOLLOW_UPS.len(), "{}", story.handle);
    }
}

#[test]
fn wren_a_week_after_the_third_session() {
    let stories = stories();
    let wren = &stories[0].items;
    let now = Moment::parse("2026-03-16T10:00:00-06:00", "America/Denver").unwrap();
    let zone = calendar::Fixed::from(&now);
    let (course, meetings) = (Course::of(wren), wren.iter().filter_map(Meeting::of).collect::<Vec<_>>());
    let here = journey::whereabouts(&course, &meetings, now.unix_ms, &zone);
    assert_eq!((here.place.session, here.place.day), (Some(3), Some(4)));
    let next = here.next.unwrap();
    assert_eq!((next.purpose.as_str(), next.in_days), ("integration", 0));
    assert_eq!(here.series.map(|series| (series.planned, series.completed)), Some((Some(4), 3)));
}

#[test]
fn wren_looks_back() {
    let stories = stories();
    let wren = &stories[0].items;
    let course = Course::of(wren);
    let moods = trends::readings(wren, Figure::Mood);
    let sessions = trends::per_session(&moods, &course);
    assert_eq!(sessions.len(), 4);
    assert!(sessions.iter().all(|session| session.after.is_some()));
    // The weeks of the series: one point per day, with gaps.
    let points = trends::daily(&moods, moods[0].day, moods[moods.len() - 1].day);
    assert_eq!(points.len() as i64, moods[moods.len() - 1].day - moods[0].day + 1);
    assert!(points.iter().any(|point| point.value.is_none()));
    let stop = StopWords::read(STOP_WORDS).unwrap();
    let words = recurring_words(wren, &course, &stop, 12);
    let texts: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
    assert!(texts[..3].contains(&"tired".into()) && texts[..3].contains(&"desk".into()), "{texts:?}");
}

#[test]
fn wrens_steps_and_measures_match_the_sample() {
    let stories = stories();
    let wren = &stories[0].items;
    let steps: Vec<(StepDays, i64)> = wren
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::Step(step) => {
                let set = item.record.when.local_day();
                Some((StepDays::new(step, set), set))
            }
            _ => None,
        })
        .collect();
    let day = |date: &str| calendar::parse_date(date).unwrap();
    // The expected values of the sample's brief for the visit of 6 April.
    let since: Vec<u32> = steps.iter().map(|(step, _)| step.since(day("2026-03-16"), day("2026-04-06")).kept).collect();
    assert_eq!(since, [5, 0, 3]);
    let library = Library::new(all_built_in().unwrap(), &[]);
    let until = Moment::parse("2026-04-06T16:20:00-06:00", "").unwrap().unix_ms;
    let visit: Vec<Item> = wren.iter().filter(|item| item.record.when.unix_ms <= until).cloned().collect();
    let phq = scored_responses(&visit, "phq-9", &library, None);
    let latest = phq.last().unwrap();
    let delta = |change: &Option<journal::measures::Change>| change.as_ref().map(|change| change.delta);
    assert_eq!((delta(&latest.against_first), delta(&latest.against_previous)), (Some(-9.0), Some(-5.0)));
    assert_eq!(latest.score.severity.as_deref(), Some("mild"));
}
