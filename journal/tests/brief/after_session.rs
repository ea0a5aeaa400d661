//! The time after a session (check-ins, side effects, follow-ups), and trends, which compare sessions.

use journal::arc::CheckInState;
use journal::brief::trends;
use journal::measures::all_built_in;
use journal::record::{CheckIn, DosingSession, Series, Slot};
use serde_json::Value;

use crate::{Journey, SAMPLES, at, marked};

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
