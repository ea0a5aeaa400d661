//! Flags: how they are raised, closed and reviewed, and what stays of them when their records are taken back.

use journal::brief::brief;
use journal::measures::all_built_in;
use journal::record::{
    Appointment, Chosen, DosingSession, FlagDisposition, FlagSeen, ReviewMark, SafetyChoice, SafetyEvent,
    SideEffectCheck,
};
use protocol::RecordId;

use crate::{Journey, at, marked, phq};

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
