//! The measures screen: what is due, begun and available, and the results in plain language.

use journal::arc::{Item, assignments};
use journal::measures::Library;
use journal::measures::definition::Definition;
use journal::record::{Body, Repeat, Task};
use serde::Serialize;

use super::context::ViewContext;
use super::measure_page::first_open;
use super::measure_result::{self, MeasureResultView};
use crate::Error;
use crate::entries::measures::{available, library, response};
use crate::phone::Measures;
use crate::store::{drafts, recall};

/// The measures screen: due, begun and available measures, and results.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasuresView {
    /// Due measures, most overdue first.
    pub due: Vec<MeasureDueView>,
    /// Measures in progress, which can be resumed.
    pub begun: Vec<MeasureBegunView>,
    /// Measures that can be answered at any time.
    pub available: Vec<MeasureCard>,
    /// Results, newest first, one per line.
    pub results: Vec<MeasureResultView>,
}

/// A measure that can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureCard {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The instrument's title.
    pub title: String,
    /// How many questions it has.
    pub count: u32,
    /// The licence and the author of the instrument.
    pub licence: String,
}

/// A measure that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureDueView {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The instrument's title.
    pub title: String,
    /// The id of the therapist's assignment; absent if none was given.
    pub assignment: Option<String>,
    /// "due today", "was due on Thursday".
    pub said: String,
}

/// A measure that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureBegunView {
    /// The id of the draft.
    pub draft: String,
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The instrument's title.
    pub title: String,
    /// The therapist's assignment that it answers: open the measure with it, so that this draft continues and not one
    /// for somebody else.
    pub assignment: Option<String>,
    /// "You stopped at question 4. Nothing is lost."
    pub said: String,
}

impl Measures<'_> {
    /// The measures screen.
    pub fn list(self) -> Result<MeasuresView, Error> {
        let context = self.phone.view_context()?;
        let (library, begun, responses) = self.phone.store.read(|connection| {
            let responses = recall::items(connection, &["measure_response"], 1_000)?;
            Ok((library(connection)?, drafts::all(connection)?, responses))
        })?;
        let language = context.words.language().tag();
        let card = |one: &Definition| MeasureCard {
            instrument: one.id.clone(),
            title: one.title_in(language).into(),
            count: one.items.len() as u32,
            licence: one.licence.clone(),
        };
        let resume = |draft: &drafts::Draft| {
            let response = response(draft).ok().filter(|_| draft.base.is_none())?;
            let at = i64::from(first_open(&response, library.current(&response.instrument))) + 1;
            Some(MeasureBegunView {
                draft: draft.id.to_string(),
                title: title(&library, &response.instrument, language),
                said: context.words.fill("measure-resume", &[("number", at.into())]),
                assignment: response.assignment.map(|id| id.to_string()),
                instrument: response.instrument,
            })
        };
        let mut instruments: Vec<&str> = responses.iter().filter_map(instrument).collect();
        instruments.sort_unstable();
        instruments.dedup();
        let mut results = Vec::new();
        for one in instruments {
            let all = self.outcomes_of(one, &library)?;
            results
                .extend(all.into_iter().map(|outcome| measure_result::result(&context, &library, &responses, outcome)));
        }
        results.sort_by_key(|result| std::cmp::Reverse(result.unix_ms));
        Ok(MeasuresView {
            due: self.measures_due(&context)?,
            begun: begun.iter().filter_map(resume).collect(),
            available: available(&library).map(card).collect(),
            results,
        })
    }

    pub(super) fn measures_due(self, context: &ViewContext) -> Result<Vec<MeasureDueView>, Error> {
        let (items, all) = self.phone.store.read(|connection| {
            let items = recall::items(connection, &["assignment", "measure_response"], 1_000)?;
            Ok((items, library(connection)?))
        })?;
        let (now, zone) = (context.now.unix_ms, context.zone.as_ref());
        let waiting =
            assignments::waiting(&items, Task::Measure, &context.course, &context.plain_meetings(), now, zone);
        let last = context.course.last(now).map(|session| session.start.local_day());
        let view = |one: assignments::Waiting<'_>| {
            let instrument = one.task.instrument.clone()?;
            // Two weeks of recall, asked the day after, are mostly the weeks before the dose.
            let first = all.current(&instrument).map_or(0, |one| i64::from(one.not_before_days_after_session));
            let after = one.task.repeat == Some(Repeat::AfterSession);
            if after && last.is_some_and(|day| context.today - day < first) {
                return None;
            }
            let key = if one.due < context.today { "measure-overdue" } else { "measure-due" };
            let when = context.words.relative_day(one.due, context.today);
            Some(MeasureDueView {
                title: title(&all, &instrument, context.words.language().tag()),
                instrument,
                assignment: Some(one.id.to_string()),
                said: context.words.fill(key, &[("when", when.into())]),
            })
        };
        Ok(waiting.into_iter().filter_map(view).collect())
    }
}

pub(super) fn instrument(item: &Item) -> Option<&str> {
    match &item.record.body {
        Body::MeasureResponse(response) => Some(&response.instrument),
        _ => None,
    }
}

fn title(library: &Library, instrument: &str, language: &str) -> String {
    library.current(instrument).map_or(instrument, |one| one.title_in(language)).to_owned()
}
