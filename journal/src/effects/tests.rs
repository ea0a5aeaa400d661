use std::collections::BTreeSet;

use proptest::prelude::*;

use super::adverse::{self, ACTIONS, AUTHORITIES, CATEGORIES, CRITERIA, EXPECTED, Fault, OUTCOMES, RELATED, faults};
use super::urgency::{Mark, Urgency, at_once, ids, most, of};
use super::words;
use crate::arc::calendar::tests::{DENVER, Posix};
use crate::arc::effect_checks::{Made, due, due_at_follow_up};
use crate::arc::follow_ups::Last;
use crate::arc::{Item, Session};
use crate::record::{AdverseEvent, Effect, Moment, Record, SideEffectCheck, Slot};

const HOUR: i64 = 3_600_000;

fn mark(effect: &str, severity: u8, still: bool) -> Mark<'_> {
    Mark { effect, severity: Some(severity), still: Some(still) }
}

/// The urgency of an effect as a letter: by severity, whether it persists, and hours after the session.
fn asks(effect: &str, severity: u8, still: bool, hours: i64) -> char {
    match of(&mark(effect, severity, still), Some(hours * HOUR)) {
        Some(Urgency::Now) => 'R',
        Some(Urgency::BeforeNext) => 'A',
        None => '-',
    }
}

/// Each row of the design's table: severities 1, 2, 3 after it has passed, and while it persists, at 4, 30 and 80 hours
/// after the session.
#[test]
fn every_effect_asks_for_what_its_row_says() {
    let table = [
        ("dizzy", ["--A --A", "--A AAA", "--A AAA"]),
        ("fainted", ["RRR RRR"; 3]),
        ("nausea", ["--A --A"; 3]),
        ("headache", ["-AR -AR"; 3]),
        ("sleepy", ["-AR -AR", "-AA -AR", "-AA -AR"]),
        ("vision", ["--- ---", "--- AAA", "--- AAA"]),
        ("heart", ["-AA -AA"; 3]),
        ("chest", ["RRR RRR"; 3]),
        ("unreal", ["--R --R", "--R AAR", "--R RRR"]),
        ("anxious", ["--A --A"; 3]),
        ("low", ["-AA -AA"; 3]),
        ("wired", ["ARR ARR"; 3]),
        ("perceive", ["AAA AAA", "AAA RRR", "AAA RRR"]),
        ("memories", ["--A --A"; 3]),
        ("thinking", ["--- ---", "--- ---", "--- AAA"]),
        ("sleep", ["--- ---", "--- ---", "--A --A"]),
        ("urine_often", ["AAA AAA"; 3]),
        ("urine_pain", ["RRR RRR"; 3]),
        ("urine_none", ["RRR RRR"; 3]),
        ("site", ["--A --A"; 3]),
        ("craving", ["AAA AAA"; 3]),
        ("alcohol", ["-AA -AA"; 3]),
        ("other", ["--- ---"; 3]),
    ];
    assert_eq!(table.map(|(id, _)| id).to_vec(), ids().collect::<Vec<_>>(), "a row for every effect");
    for (effect, rows) in table {
        for (hours, row) in [4, 30, 80].into_iter().zip(rows) {
            let said = |still| (1..=3).map(|severity| asks(effect, severity, still, hours)).collect::<String>();
            assert_eq!(format!("{} {}", said(false), said(true)), row, "{effect} after {hours} hours");
            assert_eq!(
                (asks(effect, 0, true, hours), asks(effect, 0, false, hours)),
                ('-', '-'),
                "not at all: {effect}"
            );
        }
    }
}

#[test]
fn dizzy_on_the_day_itself_asks_for_nothing_unless_it_is_strong() {
    assert_eq!((asks("dizzy", 2, true, 4), asks("dizzy", 3, true, 4)), ('-', 'A'));
}

#[test]
fn what_has_no_answer_counts_as_the_more_urgent_case() {
    let unsaid = |effect| Mark { effect, severity: None, still: None };
    assert_eq!(of(&unsaid("headache"), Some(30 * HOUR)), Some(Urgency::Now), "a severity that was not chosen");
    assert_eq!(of(&unsaid("vision"), Some(30 * HOUR)), Some(Urgency::BeforeNext), "nobody said that it is over");
    assert_eq!(of(&mark("thinking", 1, true), None), Some(Urgency::BeforeNext), "no session explains it");
    assert_eq!(of(&mark("sleepy", 3, false), None), Some(Urgency::Now));
}

#[test]
fn the_most_urgent_effect_counts_and_what_is_not_known_counts_for_nothing() {
    let all = |effects: &[&'static str]| most(effects.iter().map(|one| mark(one, 1, true)), Some(5 * HOUR));
    assert_eq!(all(&["craving", "chest", "dizzy"]), Some(Urgency::Now));
    assert_eq!((all(&["craving", "dizzy"]), all(&["calm"]), all(&[])), (Some(Urgency::BeforeNext), None, None));
}

#[test]
fn what_is_red_at_any_severity_is_said_before_anything_else_is_asked() {
    let at = |hours| ids().filter(|id| at_once(id, Some(hours * HOUR))).collect::<Vec<_>>();
    assert_eq!(at(4), ["fainted", "chest", "urine_pain", "urine_none"]);
    assert_eq!(at(80), ["fainted", "chest", "unreal", "perceive", "urine_pain", "urine_none"]);
}

proptest! {
    #[test]
    fn a_higher_severity_and_what_is_still_there_is_never_less_urgent(
        effect in proptest::sample::select(ids().collect::<Vec<_>>()),
        severity in 0u8..3,
        hours in 0i64..400,
    ) {
        let asked = |severity, still| of(&mark(effect, severity, still), Some(hours * HOUR));
        prop_assert!(asked(severity, false) <= asked(severity + 1, false));
        prop_assert!(asked(severity, true) <= asked(severity + 1, true));
        prop_assert!(asked(severity, false) <= asked(severity, true));
        let unsaid = of(&Mark { effect, severity: None, still: None }, Some(hours * HOUR));
        prop_assert!(asked(severity + 1, true) <= unsaid);
    }
}

#[test]
fn every_effect_has_words_in_both_languages_and_no_word_is_left_over() {
    let worded: Vec<&str> = words::effects().iter().map(|one| one.id.as_str()).collect();
    assert_eq!(worded, ids().collect::<Vec<_>>());
    let texts = words::effects().iter().map(|one| &one.text).chain(words::severities().iter().map(|one| &one.word));
    for text in texts {
        assert_eq!(text.keys().collect::<Vec<_>>(), ["de", "en"]);
        assert!(text.values().all(|text| !text.trim().is_empty()));
    }
    let severities: Vec<u8> = words::severities().iter().map(|one| one.value).collect();
    assert_eq!(severities, [0, 1, 2, 3]);
    assert_eq!(words::effect("chest", "de"), "Schmerzen in der Brust oder Atemnot");
    assert_eq!(
        (words::effect("chest", "fr"), words::effect("new", "en")),
        (words::effect("chest", "en"), "new".to_owned())
    );
    let normal = |text: &String| text.to_lowercase().contains("normal");
    assert!(!words::effects().iter().flat_map(|one| one.text.values()).any(normal), "nothing is called normal");
}

fn at(text: &str) -> Moment {
    Moment::parse(text, "America/Denver").unwrap()
}

#[test]
fn a_check_is_due_a_day_and_a_week_after_a_session_until_it_is_made() {
    let start = at("2026-02-05T10:00:00-07:00");
    let end = at("2026-02-05T13:00:00-07:00").unix_ms;
    let session = Session { id: protocol::RecordId::new(0, [1; 10]), also: vec![], number: 2, start, end };
    let zone = Posix::new(DENVER);
    let due = |made: &[&str], now: &str, until: Option<&str>| {
        let made: Vec<Made> = made.iter().map(|when| Made { at: at(when).unix_ms, still: false }).collect();
        due(&session, until.map(|until| at(until).unix_ms), &made, at(now).unix_ms, &zone).map(|due| due.slot)
    };
    assert_eq!(due(&[], "2026-02-05T18:00:00-07:00", None), None, "not in the evening of the session");
    assert_eq!(due(&[], "2026-02-06T09:00:00-07:00", None), Some(Slot::Day));
    assert_eq!(due(&["2026-02-05T18:00:00-07:00"], "2026-02-06T09:00:00-07:00", None), Some(Slot::Day));
    assert_eq!(due(&["2026-02-06T08:30:00-07:00"], "2026-02-06T09:00:00-07:00", None), None);
    assert_eq!(due(&[], "2026-02-08T14:00:00-07:00", None), None, "three days on nothing is asked by itself");
    assert_eq!(due(&["2026-02-06T08:30:00-07:00"], "2026-02-12T14:00:00-07:00", None), Some(Slot::Week));
    assert_eq!(due(&["2026-02-12T08:30:00-07:00"], "2026-02-12T14:00:00-07:00", None), None);
    assert_eq!(due(&[], "2026-02-12T14:00:00-07:00", Some("2026-02-11T10:00:00-07:00")), None, "the next has begun");
}

#[test]
fn on_the_third_day_only_what_was_still_there_is_asked_about() {
    let start = at("2026-02-05T10:00:00-07:00");
    let end = at("2026-02-05T13:00:00-07:00").unix_ms;
    let session = Session { id: protocol::RecordId::new(0, [1; 10]), also: vec![], number: 2, start, end };
    let due = |items: Vec<Effect>, later: &[&str]| {
        let told = |when: &str, items: &[Effect]| {
            let check = SideEffectCheck { items: items.to_vec(), ..Default::default() };
            let record = Record { when: at(when), body: check.into() };
            Made::of(&Item { id: protocol::RecordId::new(0, [2; 10]), revision: 1, record }).unwrap()
        };
        let first = [told("2026-02-06T09:00:00-07:00", &items)];
        let made: Vec<Made> = first.into_iter().chain(later.iter().map(|when| told(when, &[]))).collect();
        due(&session, None, &made, at("2026-02-08T14:00:00-07:00").unix_ms, &Posix::new(DENVER)).map(|due| due.slot)
    };
    let mark = |severity, still| vec![Effect { id: "unreal".into(), severity, still, ..Default::default() }];
    assert_eq!(due(mark(Some(1), Some(true)), &[]), Some(Slot::ThreeDays));
    assert_eq!(due(mark(None, None), &[]), Some(Slot::ThreeDays), "not answered is not over");
    assert_eq!(due(mark(Some(2), Some(false)), &[]), None);
    assert_eq!(due(mark(Some(0), None), &[]), None);
    assert_eq!(due(Vec::new(), &[]), None);
    assert_eq!(due(mark(Some(1), Some(true)), &["2026-02-07T09:00:00-07:00"]), None, "the latest check counts");
}

#[test]
fn a_check_belongs_to_each_follow_up() {
    let last = Last { number: 3, start: at("2026-02-05T10:00:00-07:00").unix_ms, day: 20_489, ended: false };
    assert_eq!(crate::arc::calendar::date(last.day), "2026-02-05");
    let due = |last: &Last, asked: &[Slot], made: &[&str], now: &str| {
        let made: Vec<Made> = made.iter().map(|when| Made { at: at(when).unix_ms, still: false }).collect();
        let due = due_at_follow_up(last, asked, &made, at(now).unix_ms, &Posix::new(DENVER));
        due.map(|due| (due.slot, due.session))
    };
    let all = &Slot::FOLLOW_UPS;
    assert_eq!(due(&last, all, &[], "2026-03-04T23:00:00-07:00"), None, "the day before");
    assert_eq!(due(&last, all, &[], "2026-03-05T09:00:00-07:00"), Some((Slot::FourWeeks, 3)));
    assert_eq!(
        due(&last, all, &["2026-03-01T09:00:00-07:00"], "2026-03-05T09:00:00-07:00"),
        Some((Slot::FourWeeks, 3))
    );
    assert_eq!(due(&last, all, &["2026-03-05T08:00:00-07:00"], "2026-03-05T09:00:00-07:00"), None);
    assert_eq!(due(&last, all, &[], "2026-03-12T09:00:00-06:00"), None, "it is suggested for a week");
    assert_eq!(due(&last, all, &[], "2026-05-05T09:00:00-06:00"), Some((Slot::ThreeMonths, 3)));
    assert_eq!(due(&last, &[Slot::SixMonths], &[], "2026-05-05T09:00:00-06:00"), None);
    assert_eq!(due(&last, all, &[], "2026-08-05T09:00:00-06:00"), Some((Slot::SixMonths, 3)));
    assert_eq!(due(&Last { ended: true, ..last }, all, &[], "2026-03-05T09:00:00-07:00"), None);
}

fn event() -> AdverseEvent {
    AdverseEvent {
        term: "Fell in the hall".into(),
        category: "injury".into(),
        onset: Some(at("2026-02-05T11:00:00-07:00")),
        grade: Some(2),
        serious: Some(false),
        ..Default::default()
    }
}

fn wrong(change: impl FnOnce(&mut AdverseEvent)) -> Vec<(&'static str, &'static str)> {
    let mut event = event();
    change(&mut event);
    faults(&event, &at("2026-02-06T09:00:00-07:00")).into_iter().map(|Fault { field, why }| (field, why)).collect()
}

#[test]
fn an_adverse_event_is_kept_when_what_is_asked_is_there_and_fits() {
    assert!(wrong(|_| {}).is_empty());
    let empty = faults(&AdverseEvent::default(), &at("2026-02-06T09:00:00-07:00"));
    let missing: Vec<_> = empty.iter().map(|fault| (fault.field, fault.why)).collect();
    assert_eq!(missing, ["term", "category", "onset", "grade", "serious"].map(|field| (field, "missing")));
    let later = || Some(at("2026-02-07T09:00:00-07:00"));
    let list = |one: &str| vec![one.to_owned()];
    assert_eq!(wrong(|it| it.term = "x".repeat(adverse::TERM + 1)), [("term", "too_long")]);
    assert_eq!(wrong(|it| it.category = "weather".into()), [("category", "unknown")]);
    assert_eq!(wrong(|it| it.onset = later()), [("onset", "future")]);
    assert_eq!(wrong(|it| it.ended = Some(at("2026-02-05T10:00:00-07:00"))), [("ended", "order")]);
    assert_eq!(wrong(|it| it.ended = later()), [("ended", "future")]);
    let both = |it: &mut AdverseEvent| (it.ongoing, it.ended) = (true, Some(at("2026-02-05T12:00:00-07:00")));
    assert_eq!(wrong(both), [("ended", "contradiction")]);
    assert_eq!(wrong(|it| it.grade = Some(6)), [("grade", "range")]);
    assert_eq!(wrong(|it| it.grade = Some(4)), [("serious", "contradiction")]);
    assert_eq!(wrong(|it| it.serious = Some(true)), [("criteria", "missing")]);
    assert_eq!(wrong(|it| it.criteria = list("hospital")), [("criteria", "contradiction")]);
    assert_eq!(wrong(|it| (it.serious, it.criteria) = (Some(true), list("weather"))), [("criteria", "unknown")]);
    let fatal = |it: &mut AdverseEvent| (it.grade, it.serious, it.criteria) = (Some(5), Some(true), list("hospital"));
    assert_eq!(wrong(fatal), [("criteria", "contradiction")]);
    assert_eq!(wrong(|it| it.outcome = "fatal".into()), [("outcome", "contradiction")]);
    assert_eq!(wrong(|it| it.actions = vec!["none".into(), "oxygen".into()]), [("actions", "contradiction")]);
    assert_eq!(wrong(|it| it.reported_to = "bfarm".into()), [("reported_at", "missing")]);
    assert_eq!(wrong(|it| it.reported_at = Some(at("2026-02-06T08:00:00-07:00"))), [("reported_to", "missing")]);
    assert_eq!(wrong(|it| it.minutes_after_dose = Some(1_000_000)), [("minutes_after_dose", "range")]);
    // A grade of 4 that is serious, with its reason and its outcome.
    let grave = |it: &mut AdverseEvent| {
        (it.grade, it.serious, it.criteria) = (Some(4), Some(true), list("life_threatening"));
        it.outcome = "recovering".into();
    };
    assert!(wrong(grave).is_empty());
}

#[test]
fn the_lists_name_nothing_twice() {
    let lists: [&[&str]; 7] = [&CATEGORIES, &CRITERIA, &EXPECTED, &RELATED, &ACTIONS, &OUTCOMES, &AUTHORITIES];
    for list in lists {
        assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len());
    }
}
