//! Tests of a step's progress, week by week.

use proptest::prelude::*;

use super::*;
use crate::record::{Moment, Record, Reflection};

fn day(date: &str) -> i64 {
    calendar::parse_date(date).unwrap()
}

fn cadence(every: Every, times: Option<u32>, weekdays: &[&str]) -> Option<Cadence> {
    let weekdays = weekdays.iter().map(|day| (*day).to_owned()).collect();
    Some(Cadence { every, times, weekdays, extra: Default::default() })
}

fn days(cadence: Option<Cadence>, set: &str, done: &[&str]) -> StepDays {
    let done_on = done.iter().map(|date| (*date).to_owned()).collect();
    StepDays::new(&Step { cadence, done_on, ..Default::default() }, day(set))
}

fn shape(weeks: Vec<Week>) -> Vec<(String, Option<u32>, u32, Option<u32>)> {
    weeks.into_iter().map(|week| (week.from, week.meant, week.kept, week.open)).collect()
}

#[test]
fn a_daily_step_shows_its_weeks_and_today_is_not_over() {
    // Set on a Wednesday.
    let step = days(cadence(Every::Day, None, &[]), "2026-02-18", &["2026-02-18", "2026-02-20", "2026-02-24"]);
    let today = day("2026-02-25");
    assert_eq!(
        shape(step.weeks(0, today)),
        [("2026-02-16".into(), Some(5), 2, Some(3)), ("2026-02-23".into(), Some(7), 1, Some(1))]
    );
    let keeping = step.since(0, today);
    assert_eq!((keeping.kept, keeping.meant, keeping.open), (3, Some(8), Some(4)));
    assert_eq!((keeping.weeks_with, keeping.last.as_deref()), (2, Some("2026-02-24")));
    assert!(keeping.waits_today && !keeping.today);
}

#[test]
fn on_the_day_of_a_visit_nothing_was_kept_since_it() {
    let today = day("2026-02-25");
    for every in [None, cadence(Every::Day, None, &[]), cadence(Every::Week, Some(3), &[])] {
        let step = days(every, "2026-02-18", &["2026-02-20", "2026-02-25"]);
        let keeping = step.since(today + 1, today);
        assert_eq!((keeping.kept, keeping.weeks_with, keeping.open.unwrap_or(0)), (0, 0, 0));
        assert_eq!(keeping.last.as_deref(), Some("2026-02-25"));
    }
}

#[test]
fn a_step_on_wednesdays_waits_on_wednesdays() {
    let step = days(cadence(Every::Weekdays, None, &["wed"]), "2026-03-16", &["2026-03-18", "2026-04-01"]);
    let keeping = step.since(day("2026-03-16"), day("2026-04-06"));
    assert_eq!((keeping.kept, keeping.meant, keeping.open), (2, Some(3), Some(1)));
    assert!(step.waits(day("2026-04-08")) && !step.waits(day("2026-04-09")));
}

#[test]
fn some_times_a_week_are_spread_and_a_week_that_goes_on_has_room() {
    let step = days(cadence(Every::Week, Some(3), &[]), "2026-02-16", &["2026-02-16", "2026-02-24"]);
    assert!(!step.waits(day("2026-02-17")), "one of three is enough for the beginning of a week");
    assert!(step.waits(day("2026-02-18")));
    assert_eq!(
        shape(step.weeks(0, day("2026-02-25"))),
        [("2026-02-16".into(), Some(3), 1, Some(2)), ("2026-02-23".into(), Some(3), 1, Some(0))]
    );
}

#[test]
fn once_is_once_and_without_a_cadence_nothing_is_meant_or_missed() {
    let once = days(cadence(Every::Once, None, &[]), "2026-02-16", &[]);
    assert!(once.waits(day("2026-05-01")));
    assert_eq!(once.since(0, day("2026-05-01")).open, Some(0));
    let done = days(cadence(Every::Once, None, &[]), "2026-02-16", &["2026-02-20"]);
    assert!(!done.waits(day("2026-05-01")));
    let free = days(None, "2026-02-16", &["2026-02-20"]);
    let keeping = free.since(0, day("2026-05-01"));
    assert_eq!((keeping.kept, keeping.meant, keeping.open, keeping.waits_today), (1, None, None, false));
}

#[test]
fn what_was_let_go_waits_no_more_and_what_was_kept_stays() {
    let step = Step {
        cadence: cadence(Every::Day, None, &[]),
        done_on: vec!["2026-02-18".into(), "soon".into()],
        status: StepStatus::LetGo,
        ..Default::default()
    };
    let step = StepDays::new(&step, day("2026-02-17"));
    let keeping = step.since(0, day("2026-02-20"));
    assert_eq!((keeping.kept, keeping.waits_today), (1, false));
}

#[test]
fn a_tick_is_a_day_once_and_can_be_taken_back() {
    let mut step = Step { done_on: vec!["2026-02-20".into()], ..Default::default() };
    tick(&mut step, "2026-02-18", true);
    tick(&mut step, "2026-02-20", true);
    tick(&mut step, "tomorrow", true);
    assert_eq!(step.done_on, ["2026-02-18", "2026-02-20"]);
    tick(&mut step, "2026-02-20", false);
    assert_eq!(step.done_on, ["2026-02-18"]);
}

#[test]
fn a_thread_leads_from_an_insight_to_its_steps() {
    let id = |n: u8| RecordId::new(0, [n; 10]);
    let item = |n: u8, body: Body| {
        let when = Moment { unix_ms: i64::from(n), offset_s: 0, zone: String::new() };
        Item { id: id(n), revision: 1, record: Record { when, body } }
    };
    let step = |from_entry, status| Body::Step(Step { text: "a".into(), from_entry, status, ..Default::default() });
    let items = [
        item(1, Reflection { text: "the lake".into(), ..Default::default() }.into()),
        item(4, step(Some(id(1)), StepStatus::Habit)),
        item(2, step(Some(id(1)), StepStatus::LetGo)),
        item(3, step(None, StepStatus::Active)),
        item(5, step(Some(id(9)), StepStatus::Active)),
    ];
    let threads = threads(&items);
    let shape: Vec<_> = threads
        .iter()
        .map(|thread| (thread.origin.map(|item| item.id), thread.steps.iter().map(|item| item.id).collect::<Vec<_>>()))
        .collect();
    assert_eq!(shape, [(None, vec![id(5)]), (Some(id(1)), vec![id(2), id(4)]), (None, vec![id(3)])]);
    assert!(threads[1].is_habit() && !threads[2].is_habit());
    assert_eq!(thread_of(&items, id(1)).unwrap().steps.len(), 2);
    assert_eq!(thread_of(&items, id(2)).unwrap().origin.unwrap().id, id(1));
    assert!(thread_of(&items, id(8)).is_none());
}

proptest! {
    #[test]
    fn weeks_add_up_to_the_whole(
        every in prop::sample::select(vec![Every::Day, Every::Week, Every::Weekdays]),
        times in 0_u32..9,
        set in 20_000_i64..20_020,
        done in prop::collection::btree_set(20_000_i64..20_080, 0..30),
        today in 20_000_i64..20_080,
    ) {
        let cadence = cadence(every, Some(times), &["mon", "thu"]);
        let step = StepDays { set, cadence, done, live: true };
        let keeping = step.since(i64::MIN, today);
        let weeks = step.weeks(i64::MIN, today);
        let kept: u32 = weeks.iter().map(|week| week.kept).sum();
        // The last week shows what was ticked ahead of today as well.
        if step.done.last().is_none_or(|last| *last <= today) {
            prop_assert_eq!(kept, keeping.kept);
            prop_assert_eq!(keeping.weeks_with as usize, weeks.iter().filter(|week| week.kept > 0).count());
        }
        let open: u32 = weeks.iter().filter_map(|week| week.open).sum();
        prop_assert_eq!(Some(open), keeping.open);
        prop_assert!(keeping.open <= keeping.meant);
    }
}
