//! Steps: from insight to habit.
//!
//! A step counts what was done. Missed days are not marked as failures, and no count is ever reset: the number of weeks
//! in which it was done only grows.

use std::collections::{BTreeMap, BTreeSet};

use protocol::RecordId;
use serde::Serialize;

use super::Item;
use super::calendar::{self, Weekday, week_start};
use crate::record::{Body, Cadence, Every, Step, StepStatus};

/// The codes of weekdays in a cadence, from Monday.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A week of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// The Monday of the week, as `YYYY-MM-DD`.
    pub from: String,
    /// How often the step was planned in it; absent without a cadence.
    pub meant: Option<u32>,
    /// Number of days on which it was done.
    pub kept: u32,
    /// Number of planned times that have passed without being done; absent without a cadence.
    pub open: Option<u32>,
}

/// The progress of a step since a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepProgress {
    /// Number of days on which it was done.
    pub kept: u32,
    /// How often it was planned, up to today; absent without a cadence.
    pub meant: Option<u32>,
    /// Number of those that were not done; absent without a cadence.
    pub open: Option<u32>,
    /// Number of weeks in which it was done at least once.
    pub weeks_with: u32,
    /// The last day on which it was done.
    pub last: Option<String>,
    /// Whether it was done today.
    pub today: bool,
    /// Whether it is planned for today and not done yet.
    pub waits_today: bool,
}

/// A step with its calendar.
#[derive(Clone, PartialEq)]
pub struct StepDays {
    /// The day from which it counts.
    pub set: i64,
    /// The cadence; absent for a step at any time.
    pub cadence: Option<Cadence>,
    /// The days on which it was done.
    pub done: BTreeSet<i64>,
    /// Whether it is active: neither finished nor let go.
    pub live: bool,
}

impl std::fmt::Debug for StepDays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StepDays").field("set", &self.set).field("live", &self.live).finish_non_exhaustive()
    }
}

impl StepDays {
    /// Reads a step that was created on a local day. Invalid dates are ignored.
    pub fn new(step: &Step, set: i64) -> Self {
        Self {
            set,
            cadence: step.cadence.clone(),
            done: step.done_on.iter().filter_map(|date| calendar::parse_date(date)).collect(),
            live: matches!(step.status, StepStatus::Active | StepStatus::Habit),
        }
    }

    /// The progress from a day (or from its creation, whichever is later) up to today.
    pub fn since(&self, from: i64, today: i64) -> StepProgress {
        let kept = self.done_between(from, today);
        // A step can be done before it was written down, but it is planned only from then on.
        let meant = self.meant_between(from.max(self.set), today);
        let left = self.left_open(from.max(self.set), today, today);
        // After a visit today the period begins tomorrow and is empty.
        let since = self.done.iter().filter(|day| (from..=today).contains(*day));
        let weeks: BTreeSet<i64> = since.map(|day| week_start(*day)).collect();
        StepProgress {
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

    /// Whether it is planned for a day and was not done on it. A step with several times a week is spread over the week;
    /// one without a cadence has no planned days.
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

    /// How often it is planned between two days, inclusive.
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
            // A week plans at most as many times as it has days left.
            Every::Week => week_parts(from, to).map(|(from, to)| times(cadence).min((to - from + 1) as u32)).sum(),
        })
    }

    /// Planned times between two days that have passed without being done. Today does not count as passed.
    fn left_open(&self, from: i64, to: i64, today: i64) -> Option<u32> {
        let cadence = self.cadence.as_ref()?;
        let over = from..to.saturating_add(1).min(today);
        let missing = |days: &mut dyn Iterator<Item = i64>| days.filter(|day| !self.done.contains(day)).count() as u32;
        Some(match cadence.every {
            Every::Once => 0,
            Every::Day => missing(&mut over.clone()),
            Every::Weekdays => missing(&mut over.clone().filter(|day| on_weekday(cadence, *day))),
            Every::Week => week_parts(from, to)
                // The current week has days left.
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

/// Splits a period by weeks.
fn week_parts(from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> {
    let first = week_start(from);
    (0..)
        .map(move |n| (first + 7 * n, first + 7 * n + 6))
        .take_while(move |(start, _)| *start <= to)
        .map(move |(start, end)| (start.max(from), end.min(to)))
}

/// Marks or unmarks a day (`YYYY-MM-DD`), and keeps the days sorted and unique. Ignores an invalid date.
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

/// A thread: an entry and the steps based on it, oldest first.
#[derive(Clone, Debug)]
pub struct Thread<'a> {
    /// The entry, or the therapist's suggestion; absent if the steps name none, or if it was deleted.
    pub origin: Option<&'a Item>,
    /// The steps of the thread, oldest first.
    pub steps: Vec<&'a Item>,
}

impl Thread<'_> {
    /// Whether one of its steps has become a habit.
    pub fn is_habit(&self) -> bool {
        self.steps.iter().any(|item| step(item).is_some_and(|step| step.status == StepStatus::Habit))
    }
}

/// All threads, newest step first. A step without an origin is its own thread.
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
mod tests;
