//! Insight → step → habit.
//!
//! A step shows what was kept. Days on which it was not are left open, and nothing counts down to zero: a number of
//! weeks in which it happened only ever grows.

use std::collections::{BTreeMap, BTreeSet};

use protocol::RecordId;
use serde::Serialize;

use super::Item;
use super::calendar::{self, Weekday, week_start};
use crate::record::{Body, Cadence, Every, Step, StepStatus};

/// The words by which a cadence names the days of the week, from Monday.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A week of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its Monday.
    pub from: String,
    /// How often the step was meant in it; absent for a step without a cadence.
    pub meant: Option<u32>,
    /// On how many days it was done.
    pub kept: u32,
    /// How many of the times that were meant are over and were left open; absent without a cadence.
    pub open: Option<u32>,
}

/// How a step went since a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keeping {
    /// On how many days it was done.
    pub kept: u32,
    /// How often it was meant, up to today; absent for a step without a cadence.
    pub meant: Option<u32>,
    /// How many of those were left open; absent without a cadence.
    pub open: Option<u32>,
    /// In how many weeks it was done at least once.
    pub weeks_with: u32,
    /// The last day on which it was done.
    pub last: Option<String>,
    /// Whether it was done today.
    pub today: bool,
    /// Whether it is meant today and not done yet.
    pub waits_today: bool,
}

/// A step on the client's calendar.
#[derive(Clone, PartialEq)]
pub struct StepDays {
    /// The day from which it counts.
    pub set: i64,
    /// How often it is meant.
    pub cadence: Option<Cadence>,
    /// The days on which it was done.
    pub done: BTreeSet<i64>,
    /// Whether it is being kept up: neither finished nor let go.
    pub live: bool,
}

impl std::fmt::Debug for StepDays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StepDays").field("set", &self.set).field("live", &self.live).finish_non_exhaustive()
    }
}

impl StepDays {
    /// Reads a step that was set on a local day. Days that are no dates are left out.
    pub fn new(step: &Step, set: i64) -> Self {
        Self {
            set,
            cadence: step.cadence.clone(),
            done: step.done_on.iter().filter_map(|date| calendar::parse_date(date)).collect(),
            live: matches!(step.status, StepStatus::Active | StepStatus::Habit),
        }
    }

    /// How it went from a day (or from when it was set, whichever is later) up to today.
    pub fn since(&self, from: i64, today: i64) -> Keeping {
        let kept = self.done_between(from, today);
        // A step can be done on the day before it was written down; it is meant from then on only.
        let meant = self.meant_between(from.max(self.set), today);
        let left = self.left_open(from.max(self.set), today, today);
        let weeks: BTreeSet<i64> = self.done.range(from..=today).map(|day| week_start(*day)).collect();
        Keeping {
            kept,
            meant,
            open: left,
            weeks_with: weeks.len() as u32,
            last: self.done.range(..=today).next_back().map(|day| calendar::date(*day)),
            today: self.done.contains(&today),
            waits_today: self.waits(today),
        }
    }

    /// Its weeks from the one of a day up to this one, oldest first.
    pub fn weeks(&self, from: i64, today: i64) -> Vec<Week> {
        let first = week_start(from.max(self.set.min(self.done.first().copied().unwrap_or(self.set))));
        let starts = (0..).map(|n| first + 7 * n).take_while(|start| *start <= today);
        starts
            .map(|start| {
                let (first, last) = (start.max(self.set), start + 6);
                Week {
                    from: calendar::date(start),
                    meant: self.meant_between(first, last),
                    kept: self.done_between(start, last),
                    open: self.left_open(first, last, today),
                }
            })
            .collect()
    }

    /// Whether it is meant on a day and was not done on it. A step for so many times a week is spread over the week;
    /// one without a cadence waits for no day.
    pub fn waits(&self, day: i64) -> bool {
        if !self.live || day < self.set || self.done.contains(&day) {
            return false;
        }
        let Some(cadence) = &self.cadence else { return false };
        match cadence.every {
            Every::Once => self.done.is_empty(),
            Every::Day => true,
            Every::Weekdays => on_weekday(cadence, day),
            Every::Week => {
                let start = week_start(day);
                let times = times(cadence);
                let kept = self.done_between(start, day);
                let due = (0..times).filter(|n| start + i64::from(n * 7 / times) <= day).count() as u32;
                kept < due
            }
        }
    }

    fn done_between(&self, from: i64, to: i64) -> u32 {
        if from > to { 0 } else { self.done.range(from..=to).count() as u32 }
    }

    /// How often it is meant between two days, both included.
    fn meant_between(&self, from: i64, to: i64) -> Option<u32> {
        let cadence = self.cadence.as_ref()?;
        if from > to {
            return Some(0);
        }
        let days = to - from + 1;
        Some(match cadence.every {
            Every::Once => 1,
            Every::Day => u32::try_from(days).unwrap_or(u32::MAX),
            Every::Weekdays => (from..=to).filter(|day| on_weekday(cadence, *day)).count() as u32,
            // Each week asks for no more than it has days left.
            Every::Week => week_parts(from, to).map(|(from, to)| times(cadence).min((to - from + 1) as u32)).sum(),
        })
    }

    /// Times between two days that were meant, are over and were left open. Today is not over.
    fn left_open(&self, from: i64, to: i64, today: i64) -> Option<u32> {
        let cadence = self.cadence.as_ref()?;
        let over = from..to.saturating_add(1).min(today);
        let missing = |days: &mut dyn Iterator<Item = i64>| days.filter(|day| !self.done.contains(day)).count() as u32;
        Some(match cadence.every {
            Every::Once => 0,
            Every::Day => missing(&mut over.clone()),
            Every::Weekdays => missing(&mut over.clone().filter(|day| on_weekday(cadence, *day))),
            Every::Week => week_parts(from, to)
                // A week that goes on has room left.
                .filter(|(from, _)| week_start(*from) + 6 < today)
                .map(|(from, to)| {
                    let meant = times(cadence).min((to - from + 1) as u32);
                    meant.saturating_sub(self.done_between(week_start(from), to))
                })
                .sum(),
        })
    }
}

fn times(cadence: &Cadence) -> u32 {
    cadence.times.unwrap_or(1).clamp(1, 7)
}

fn on_weekday(cadence: &Cadence, day: i64) -> bool {
    let name = WEEKDAYS[Weekday::of(day) as usize];
    cadence.weekdays.iter().any(|weekday| weekday == name)
}

/// The parts of a stretch of days that lie in one week each.
fn week_parts(from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> {
    let first = week_start(from);
    (0..)
        .map(move |n| (first + 7 * n, first + 7 * n + 6))
        .take_while(move |(start, _)| *start <= to)
        .map(move |(start, end)| (start.max(from), end.min(to)))
}

/// Ticks or unticks a day (`YYYY-MM-DD`), and keeps the days in order, each once. What is no date changes nothing.
pub fn tick(step: &mut Step, date: &str, done: bool) {
    if calendar::parse_date(date).is_none() {
        return;
    }
    let mut days: BTreeSet<String> = step.done_on.drain(..).collect();
    if done {
        days.insert(date.to_owned());
    } else {
        days.remove(date);
    }
    step.done_on = days.into_iter().collect();
}

/// What grew out of one entry, or out of none: the entry, and the steps that came from it, oldest first.
#[derive(Clone, Debug)]
pub struct Thread<'a> {
    /// The entry, or the therapist's suggestion; absent when the steps name none, or when it is not here any more.
    pub origin: Option<&'a Item>,
    /// The steps.
    pub steps: Vec<&'a Item>,
}

impl Thread<'_> {
    /// Whether one of its steps has become a habit.
    pub fn is_habit(&self) -> bool {
        self.steps.iter().any(|item| step(item).is_some_and(|step| step.status == StepStatus::Habit))
    }
}

/// All threads, those with the newest step first. Each step without an origin is a thread of its own.
pub fn threads(items: &[Item]) -> Vec<Thread<'_>> {
    let known: BTreeMap<RecordId, &Item> = items.iter().map(|item| (item.id, item)).collect();
    let mut by_origin: BTreeMap<RecordId, Thread<'_>> = BTreeMap::new();
    for item in items {
        let Some(step) = step(item) else { continue };
        let named = step.from_entry.or(step.from_suggestion);
        let thread = by_origin
            .entry(named.unwrap_or(item.id))
            .or_insert_with(|| Thread { origin: named.and_then(|id| known.get(&id).copied()), steps: Vec::new() });
        thread.steps.push(item);
    }
    let mut threads: Vec<Thread<'_>> = by_origin.into_values().collect();
    for thread in &mut threads {
        thread.steps.sort_by_key(|item| (item.record.when.unix_ms, item.id));
    }
    threads.sort_by_key(|thread| thread.steps.last().map(|item| (item.record.when.unix_ms, item.id)));
    threads.reverse();
    threads
}

/// The thread that an entry or a step belongs to.
pub fn thread_of(items: &[Item], id: RecordId) -> Option<Thread<'_>> {
    threads(items).into_iter().find(|thread| {
        thread.origin.is_some_and(|origin| origin.id == id) || thread.steps.iter().any(|step| step.id == id)
    })
}

fn step(item: &Item) -> Option<&Step> {
    match &item.record.body {
        Body::Step(step) => Some(step),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
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
            .map(|thread| {
                (thread.origin.map(|item| item.id), thread.steps.iter().map(|item| item.id).collect::<Vec<_>>())
            })
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
}
