//! A measure in progress: one question per page.

use journal::measures::definition::{Definition, Options};
use journal::measures::{self, safety};
use journal::record::MeasureResponse;
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::measures::begun_by;
use super::safety::{SafetyView, ShareOffer};
use crate::Error;
use crate::entries::measures::{library, place, response};
use crate::messages::Language;
use crate::phone::Measures;
use crate::store::drafts;

/// The page of one question of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasurePage {
    /// The draft that holds the answers.
    pub draft: String,
    /// The measure's name.
    pub title: String,
    /// The recall period and the stem of the questions: "Over the last 2 weeks …"; empty if the question contains it.
    pub recall: String,
    /// On the first shown question, also of a resumed form: who sees the answers. Otherwise empty.
    pub before: String,
    /// On the same question of an assigned measure: whether its therapist gets the answers on finishing.
    pub agreement: Option<AgreementView>,
    /// Before the first question: the instrument's own instruction. Empty afterwards, or if there is none.
    pub instruction: String,
    /// If the resumed form contains a safety answer: the safety page, which is shown again before the question.
    pub safety: Option<SafetyView>,
    /// This question, counted from 0.
    pub item: u32,
    /// How many there are.
    pub count: u32,
    /// The progress as text, such as "3 of 9".
    pub progress: String,
    /// The question to answer.
    pub text: String,
    /// The options; empty for a slider.
    pub options: Vec<OptionView>,
    /// The ends of a slider.
    pub slider: Option<SliderView>,
    /// The current answer; absent if it is unanswered.
    pub answer: Option<f64>,
    /// Whether it is a safety item: the answer is confirmed before the next question, so that no typo raises or hides
    /// it.
    pub confirm: bool,
    /// The label of the button that leaves the question unanswered.
    pub skip: String,
    /// A notice if the questions are in another language than the app.
    pub language_note: Option<String>,
}

/// Whether the therapist gets the answers on finishing: asked before the first question. Nothing is sent before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AgreementView {
    /// "M. Osei gets my answers as soon as I have finished."
    pub label: String,
    /// Whether the person has agreed so far.
    pub agreed: bool,
}

/// An answer to tap.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct OptionView {
    /// The value to store in the form.
    pub value: f64,
    /// Its label, in the person's language.
    pub label: String,
}

/// The ends of a slider.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SliderView {
    /// The lowest value of the slider.
    pub low: f64,
    /// The highest value of the slider.
    pub high: f64,
}

/// The page after an answer.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum MeasureNext {
    /// The safety page comes before anything else. Continue with `then`, if the person wants to.
    Safety {
        /// The safety page to show.
        safety: SafetyView,
        /// The next question; absent if that was the last.
        then: Option<MeasurePage>,
    },
    /// The next question.
    Question {
        /// The page of the next question.
        page: MeasurePage,
    },
    /// All questions were shown: finish the measure, or go back.
    End {
        /// The draft to finish.
        draft: String,
    },
}

impl Measures<'_> {
    /// Begins a measure, or resumes its draft, at the next question. If all were shown, that is the first one without
    /// an answer, or the last one.
    pub fn open_measure(self, instrument: &str, assignment: Option<RecordId>) -> Result<MeasurePage, Error> {
        let draft = self.begin_measure(instrument, assignment)?;
        let (known, library) =
            self.phone.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        let definition = begun_by(&library, &response);
        let page = self.question(draft, first_open(&response, definition), true)?;
        // The person may continue in the same state in which they left.
        let is_raised = definition.and_then(|one| safety::raised_alert(one, &response.answers)).is_some();
        let safety = match is_raised {
            true => {
                self.phone.safety().event_of(draft)?.map(|event| self.phone.safety().safety_page(event)).transpose()?
            }
            false => None,
        };
        Ok(MeasurePage { safety, ..page })
    }

    /// Whether every question of a measure in progress was shown, so that none waits for an answer.
    pub fn measure_was_shown(self, draft: RecordId) -> Result<bool, Error> {
        let (known, library) =
            self.phone.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        Ok(place(&response).is_some_and(|at| is_past(at, &response, begun_by(&library, &response))))
    }

    /// One question of a measure in progress, counted from 0. The last one may be followed by an unscored one.
    pub fn measure_page(self, draft: RecordId, item: u32) -> Result<MeasurePage, Error> {
        self.question(draft, item, item == 0)
    }

    /// Stores whether the therapist gets the answers on finishing, and returns the same question again.
    pub fn agree_page(self, draft: RecordId, item: u32, agreed: bool) -> Result<MeasurePage, Error> {
        self.agree_measure(draft, agreed)?;
        self.question(draft, item, true)
    }

    /// One question. The first one that is shown says who sees the answers, also when the form is resumed.
    fn question(self, draft: RecordId, item: u32, first: bool) -> Result<MeasurePage, Error> {
        let context = self.phone.view_context()?;
        let (known, library) =
            self.phone.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        let one = begun_by(&library, &response).ok_or(measures::Error::UnknownInstrument)?;
        let after = one.asks_after(&response.answers).filter(|_| item as usize == one.items.len());
        let question = match (one.items.get(item as usize), after) {
            (Some(scored), _) => &scored.id,
            (None, Some(unscored)) => &unscored.id,
            (None, None) => return Err(Error::NoEntry),
        };
        let words = context.words;
        let number = i64::from(item) + 1;
        let count = number.max(one.items.len() as i64);
        let (before, agreement) = self.before(&context, &response, first)?;
        let tag = words.language().tag();
        let instruction = if first { one.instruction_in(tag).to_owned() } else { String::new() };
        let (options, slider) = answers_in(one, tag, after.is_none());
        let text = one.item_in(question, tag).unwrap_or(question);
        let translated = words.language() == Language::English || one.translations.contains_key(tag);
        Ok(MeasurePage {
            draft: draft.to_string(),
            title: one.title_in(tag).into(),
            // It has its own beginning.
            recall: if after.is_some() { String::new() } else { one.recall_in(tag).into() },
            before,
            agreement,
            instruction,
            safety: None,
            item,
            count: count as u32,
            progress: words.fill("measure-progress", &[("number", number.into()), ("count", count.into())]),
            text: text.into(),
            options,
            slider,
            answer: match after {
                Some(_) => response.unscored,
                None => response.answers.get(item as usize).copied().flatten(),
            },
            confirm: after.is_none() && one.safety_items().iter().any(|(at, _)| *at == item as usize),
            skip: words.say("measure-skip"),
            language_note: (!translated).then(|| words.say("measure-not-translated")),
        })
    }

    /// On the first question: who sees the answers, and for an assigned measure whether its therapist gets them.
    fn before(
        self,
        context: &ViewContext,
        response: &MeasureResponse,
        first: bool,
    ) -> Result<(String, Option<AgreementView>), Error> {
        // A rule of the person's own shares the answers with these in any case.
        let by_rule = if first { self.phone.safety().by_rule(context)? } else { Vec::new() };
        let to = match response.assignment.filter(|_| first) {
            Some(assignment) => self.phone.safety().sent_to(context, assignment)?,
            None => None,
        };
        let to = to.filter(|to| !by_rule.contains(&to.care));
        let naming = |key: &str, to: &ShareOffer| context.of_those(std::slice::from_ref(&to.care), key, &[]);
        let ruled = (!by_rule.is_empty()).then(|| context.of_those(&by_rule, "measure-before-rule", &[]));
        let asked = match &to {
            Some(to) if response.agreed => Some(naming("measure-before-agreed", to)),
            Some(to) => Some(naming("measure-before-assigned", to)),
            None if first && ruled.is_none() => Some(context.words.say("measure-before")),
            None => None,
        };
        let before = ruled.into_iter().chain(asked).collect::<Vec<_>>().join(" ");
        let agreement =
            to.as_ref().map(|to| AgreementView { label: naming("measure-agree", to), agreed: response.agreed });
        Ok((before, agreement))
    }

    /// Saves one answer (`None` skips the question) and returns the next page. A safety page always comes first.
    pub fn answer_page(self, draft: RecordId, item: u32, answer: Option<f64>) -> Result<MeasureNext, Error> {
        let mut raised = self.answer_measure(draft, item, answer)?;
        if raised.is_none() && self.is_asking_for_help(draft, item)? {
            // The same answer again raises no new event, but the person is shown help again.
            raised = self.phone.safety().event_of(draft)?;
        }
        let then = match self.measure_page(draft, item + 1) {
            Ok(page) => Some(page),
            Err(Error::NoEntry) => None,
            Err(error) => return Err(error),
        };
        Ok(match (raised, then) {
            (Some(event), then) => MeasureNext::Safety { safety: self.phone.safety().safety_page(event)?, then },
            (None, Some(page)) => MeasureNext::Question { page },
            (None, None) => MeasureNext::End { draft: draft.to_string() },
        })
    }

    /// Whether the question that was just answered is a safety item that raised its flag.
    fn is_asking_for_help(self, draft: RecordId, item: u32) -> Result<bool, Error> {
        let (known, library) =
            self.phone.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        let Some(one) = begun_by(&library, &response) else { return Ok(false) };
        Ok(safety::is_asking(one, &response.answers, item as usize))
    }
}

/// How a question is answered: by the options or on the slider of the measure or, if it is not scored, by its own
/// options.
fn answers_in(one: &Definition, language: &str, scored: bool) -> (Vec<OptionView>, Option<SliderView>) {
    let options = if scored { one.options_in(language) } else { one.unscored_options_in(language) };
    let slider = match one.options {
        Options::Slider(low, high) if scored => Some(SliderView { low, high }),
        _ => None,
    };
    (options.into_iter().map(|(value, label)| OptionView { value, label: label.into() }).collect(), slider)
}

/// The next question; if all were shown, the first one without an answer, or the last one.
pub(super) fn first_open(response: &MeasureResponse, definition: Option<&Definition>) -> u32 {
    if let Some(place) = place(response).filter(|place| !is_past(*place, response, definition)) {
        return place;
    }
    let asked = definition.is_some_and(|one| one.asks_after(&response.answers).is_some());
    let last = response.answers.len().saturating_sub(usize::from(!asked));
    response.answers.iter().position(Option::is_none).unwrap_or(last) as u32
}

/// Whether the index is behind the last question.
fn is_past(place: u32, response: &MeasureResponse, definition: Option<&Definition>) -> bool {
    let asked = definition.is_some_and(|one| one.asks_after(&response.answers).is_some());
    let items = definition.map_or(response.answers.len(), |one| one.items.len());
    place as usize >= items + usize::from(asked)
}
