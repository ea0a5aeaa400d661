//! Steps: small actions that come from an insight, with a cadence and marks.

use journal::arc::steps::WEEKDAYS;
use journal::record::{Body, Cadence, Moment, Step};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, id, mirror, not_blank};
use crate::Error;
use crate::commit::Origin;
use crate::phone::Sessions;

mirror! {
    /// The status of a step. Letting go is a neutral outcome, not a failure.
    StepProgress = StepStatus {
        /// Active: the person is trying it.
        Active,
        /// Has become a habit.
        Habit,
        /// Finished by the person.
        Done,
        /// Let go, which is not a failure.
        LetGo,
    }

    /// How often a step is meant.
    Every = Every {
        /// Planned once.
        Once,
        /// Planned for every day.
        Day,
        /// A number of times a week.
        Week,
        /// Planned for certain weekdays.
        Weekdays,
    }
}

/// How often a step is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CadenceForm {
    /// Once, daily, weekly, or on weekdays.
    pub every: Every,
    /// For `Week`: how many times.
    #[uniffi(default = None)]
    pub times: Option<u32>,
    /// For `Weekdays`: `mon` to `sun`.
    #[uniffi(default = [])]
    pub weekdays: Vec<String>,
}

impl CadenceForm {
    pub(crate) fn of(cadence: &Cadence) -> Self {
        Self { every: cadence.every.into(), times: cadence.times, weekdays: cadence.weekdays.clone() }
    }

    fn apply(&self, extra: serde_json::Map<String, serde_json::Value>) -> Cadence {
        Cadence { every: self.every.into(), times: self.times, weekdays: self.weekdays.clone(), extra }
    }

    fn check(&self) -> Result<(), Error> {
        let times = self.times.is_none_or(|times| (1..=7).contains(&times));
        let days = self.weekdays.iter().all(|day| WEEKDAYS.contains(&day.as_str()));
        let some = self.every != Every::Weekdays || !self.weekdays.is_empty();
        if times && days && some { Ok(()) } else { Err(Error::Invalid) }
    }
}

/// A small practical step, in the person's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct StepForm {
    /// What the person wrote.
    pub text: String,
    /// How often; if absent, whenever it suits the person.
    #[uniffi(default = None)]
    pub cadence: Option<CadenceForm>,
    /// The entry that it came from.
    #[uniffi(default = None)]
    pub from_entry: Option<String>,
    /// The therapist's suggestion that it came from.
    #[uniffi(default = None)]
    pub from_suggestion: Option<String>,
    /// Active, a habit, done or let go.
    pub status: StepProgress,
}

impl StepForm {
    /// A form with only this text.
    pub fn text(text: impl Into<String>) -> Self {
        let (from_entry, from_suggestion) = (None, None);
        Self { text: text.into(), cadence: None, from_entry, from_suggestion, status: StepProgress::Active }
    }

    pub(super) fn of(step: &Step, _: &Moment) -> Self {
        Self {
            text: step.text.clone(),
            cadence: step.cadence.as_ref().map(CadenceForm::of),
            from_entry: step.from_entry.map(|id| id.to_string()),
            from_suggestion: step.from_suggestion.map(|id| id.to_string()),
            status: step.status.into(),
        }
    }

    pub(super) fn apply(&self, step: Step, _: &mut Moment, _: &str) -> Result<Step, Error> {
        let extra = step.cadence.as_ref().map(|cadence| cadence.extra.clone()).unwrap_or_default();
        Ok(Step {
            text: self.text.trim().into(),
            cadence: self.cadence.as_ref().map(|cadence| cadence.apply(extra)),
            from_entry: self.from_entry.as_deref().map(id).transpose()?,
            from_suggestion: self.from_suggestion.as_deref().map(id).transpose()?,
            status: self.status.into(),
            ..step
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        self.cadence.as_ref().map_or(Ok(()), CadenceForm::check)?;
        not_blank(&self.text).map(drop)
    }
}

impl Sessions<'_> {
    /// Writes a step, with the entry that it came from, if one is given.
    pub fn write_step(self, text: &str, from_entry: Option<RecordId>) -> Result<RecordId, Error> {
        let step = StepForm { from_entry: from_entry.map(|id| id.to_string()), ..StepForm::text(text) };
        self.phone.entries().write_form(&Form::Step { step })
    }

    /// Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or removes the mark.
    pub fn mark_step(self, id: RecordId, day: Option<&str>, done: bool) -> Result<(), Error> {
        let day = match day {
            Some(day) => day.parse::<jiff::civil::Date>().map_err(|_| Error::Invalid)?.to_string(),
            None => self.phone.clock.now().local_date(),
        };
        self.change_step(id, |step| {
            step.done_on.retain(|known| *known != day);
            if done {
                step.done_on.push(day);
                step.done_on.sort();
            }
        })
    }

    /// Sets the progress of a step.
    pub fn set_step(self, id: RecordId, progress: StepProgress) -> Result<(), Error> {
        self.change_step(id, |step| step.status = progress.into())
    }

    fn change_step(self, id: RecordId, change: impl FnOnce(&mut Step)) -> Result<(), Error> {
        self.phone.change(id, Origin::App, |mut record| {
            let Body::Step(step) = &mut record.body else { return Err(Error::WrongKind) };
            change(step);
            Ok(record)
        })
    }
}
