//! The steps screen: active steps, their origin, and their progress. There are no streaks to lose.

use std::collections::{BTreeMap, BTreeSet};

use journal::arc::{Item, StepDays};
use journal::record::{Body, Cadence, Every, Step, StepStatus};
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use crate::Error;
use crate::entries::{CadenceForm, StepProgress};
use crate::phone::Sessions;
use crate::store::{pages, recall};

/// Weeks after which the app may ask whether a step has become a habit.
const HABIT_WEEKS: u32 = 4;

/// The steps screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct StepsView {
    /// Active steps, those planned for today first.
    pub active: Vec<StepView>,
    /// Steps that have become habits.
    pub habits: Vec<StepView>,
    /// Finished or let go.
    pub ended: Vec<StepView>,
    /// Suggestions of a therapist that are neither accepted nor declined.
    pub suggestions: Vec<SuggestionView>,
}

/// A step with its progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct StepView {
    /// The id for other calls.
    pub id: String,
    /// The text, as it was written.
    pub text: String,
    /// Active, a habit, done or let go.
    pub progress: StepProgress,
    /// How often it is meant.
    pub cadence: Option<CadenceForm>,
    /// "every day"; "now and then" without a cadence.
    pub cadence_text: String,
    /// Whether it was done today.
    pub today: bool,
    /// Meant today, and not done yet.
    pub waits_today: bool,
    /// "2 of 3 this week"; at the end "Let go on …".
    pub said: String,
    /// This week's days from Monday: done or not.
    pub week: Vec<bool>,
    /// All local days on which it was done.
    pub done_on: Vec<String>,
    /// The number of weeks in which it was done at least once: it never decreases.
    pub weeks_with: u32,
    /// The entry that it came from.
    pub from_entry: Option<String>,
    /// "From what you wrote 3 days ago".
    pub source_text: Option<String>,
    /// The first words of that entry.
    pub from_text: Option<String>,
    /// "You did this in 4 weeks. Has it become a habit?", if the app may ask.
    pub habit_question: Option<String>,
    /// Whether it is shared with them now.
    pub shared: bool,
}

/// A step that a therapist suggests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SuggestionView {
    /// The id for other calls.
    pub id: String,
    /// The text, as it was written.
    pub text: String,
    /// How often it is meant.
    pub cadence: Option<CadenceForm>,
    /// How often the step is planned, such as "every day".
    pub cadence_text: String,
    /// "M. Osei suggests this. You decide, and can word it your way."
    pub said: String,
}

impl Sessions<'_> {
    /// The steps screen.
    pub fn steps(self) -> Result<StepsView, Error> {
        self.steps_in(&self.phone.view_context()?)
    }

    pub(super) fn steps_in(self, context: &ViewContext) -> Result<StepsView, Error> {
        let care = self.phone.care().list()?;
        let (steps, origins, suggestions) = self.phone.store.read(|connection| {
            let steps = recall::items(connection, &["step"], i64::MAX)?;
            let mut origins: BTreeMap<RecordId, Item> = BTreeMap::new();
            for id in steps.iter().filter_map(|item| step(item)?.from_entry) {
                let rows = pages::everywhere(connection, id)?;
                origins.extend(rows.iter().filter_map(recall::item).map(|item| (item.id, item)));
            }
            let mut suggestions = recall::rows(connection, &["suggestion"], 200)?;
            // Suggestions for the crisis plan are shown on its page.
            suggestions.retain(|(_, row)| crate::view::plan::part_of(row).is_none());
            Ok((steps, origins, suggestions))
        })?;
        let taken: BTreeSet<RecordId> = steps.iter().filter_map(|item| step(item)?.from_suggestion).collect();
        let mut view = StepsView { active: vec![], habits: vec![], ended: vec![], suggestions: vec![] };
        for item in &steps {
            let Some(one) = step(item) else { continue };
            // A suggestion that was declined at once was never a step.
            if one.status == StepStatus::LetGo && one.from_suggestion.is_some() && one.done_on.is_empty() {
                continue;
            }
            let shown = lay_out(context, item, one, one.from_entry.and_then(|id| origins.get(&id)));
            match one.status {
                StepStatus::Active => view.active.push(shown),
                StepStatus::Habit => view.habits.push(shown),
                StepStatus::Done | StepStatus::LetGo => view.ended.push(shown),
            }
        }
        view.active.sort_by_key(|step| !step.waits_today);
        for row in suggestions.iter().filter(|(key, _)| !taken.contains(&key.id)) {
            let Some(item) = recall::item(row) else { continue };
            let Body::Suggestion(one) = item.record.body else { continue };
            let named = care.iter().find(|care| care.id == row.0.collection.to_string());
            let therapist = named.map(|care| care.therapist.as_str()).unwrap_or_default();
            view.suggestions.push(SuggestionView {
                id: item.id.to_string(),
                text: one.text,
                cadence: one.cadence.as_ref().map(CadenceForm::of),
                cadence_text: cadence_text(context, one.cadence.as_ref()),
                said: context.words.fill("step-suggested", &[("therapist", therapist.into())]),
            });
        }
        Ok(view)
    }
}

pub(super) fn step(item: &Item) -> Option<&Step> {
    match &item.record.body {
        Body::Step(step) => Some(step),
        _ => None,
    }
}

fn lay_out(context: &ViewContext, item: &Item, step: &Step, origin: Option<&Item>) -> StepView {
    let words = context.words;
    let days = StepDays::new(step, item.record.when.local_day());
    let monday = journal::arc::calendar::week_start(context.today);
    let week = days.since(monday, context.today);
    let whole = days.since(i64::MIN, context.today);
    let said = match step.status {
        StepStatus::LetGo => words.fill(
            "step-let-go",
            &[("when", days_ago(context, whole.last.as_deref().and_then(crate::messages::dates::day_of)).into())],
        ),
        StepStatus::Done | StepStatus::Habit => words.say("step-done"),
        StepStatus::Active => match days.weeks(context.today, context.today).last().and_then(|week| week.meant) {
            Some(meant) if step.cadence.as_ref().is_some_and(|cadence| cadence.every != Every::Once) => {
                words.fill("step-kept-of", &[("kept", i64::from(week.kept).into()), ("due", i64::from(meant).into())])
            }
            _ => words.fill("step-kept", &[("kept", i64::from(week.kept).into())]),
        },
    };
    let habit = step.status == StepStatus::Active && whole.weeks_with >= HABIT_WEEKS;
    let source_text = origin.map(|origin| {
        let ago = days_ago(context, Some(origin.record.when.local_day()));
        words.fill("step-from", &[("when", ago.into())])
    });
    StepView {
        id: item.id.to_string(),
        text: step.text.clone(),
        progress: step.status.into(),
        cadence: step.cadence.as_ref().map(CadenceForm::of),
        cadence_text: cadence_text(context, step.cadence.as_ref()),
        today: week.today,
        waits_today: week.waits_today,
        said,
        week: (monday..monday + 7).map(|day| days.done.contains(&day)).collect(),
        done_on: step.done_on.clone(),
        weeks_with: whole.weeks_with,
        from_entry: step.from_entry.map(|id| id.to_string()),
        source_text,
        from_text: origin.and_then(first_words),
        habit_question: habit.then(|| words.fill("step-habit", &[("weeks", i64::from(whole.weeks_with).into())])),
        shared: !step.shared_with.is_empty(),
    }
}

/// The first line of an entry's text.
pub(super) fn first_words(item: &Item) -> Option<String> {
    let payload = item.record.to_payload();
    payload.text().lines().map(str::trim).find(|line| !line.is_empty()).map(String::from)
}

/// "3 days ago"; "today" if the day is unknown.
pub(super) fn days_ago(context: &ViewContext, day: Option<i64>) -> String {
    let days = day.map_or(0, |day| (context.today - day).max(0));
    context.words.fill("days-ago", &[("days", days.into())])
}

pub(super) fn cadence_text(context: &ViewContext, cadence: Option<&Cadence>) -> String {
    let Some(cadence) = cadence else { return context.words.say("cadence-free") };
    match cadence.every {
        Every::Once => context.words.say("cadence-once"),
        Every::Day => context.words.say("cadence-daily"),
        Every::Week => context.words.fill("cadence-weekly", &[("times", i64::from(cadence.times.unwrap_or(1)).into())]),
        Every::Weekdays => {
            let number = |day: &String| journal::arc::steps::WEEKDAYS.iter().position(|name| name == day);
            let mut days: Vec<usize> = cadence.weekdays.iter().filter_map(number).collect();
            days.sort_unstable();
            if days == [0, 1, 2, 3, 4] {
                return context.words.say("cadence-weekdays");
            }
            let name = |day: usize| context.words.fill("weekday", &[("n", (day as i64 + 1).into())]);
            context.words.row(&days.into_iter().map(name).collect::<Vec<_>>())
        }
    }
}
