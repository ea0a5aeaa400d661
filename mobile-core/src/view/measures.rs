//! Measures: one question a page, the result in plain words, and the safety page.

use journal::arc::{Item, assignments};
use journal::measures::definition::{Definition, Options};
use journal::measures::{self, Library, Outcome, Sentence, outcomes};
use journal::record::{Body, MeasureResponse, Task};
use protocol::RecordId;
use serde::Serialize;

use super::help::HelpView;
use super::scene::Scene;
use crate::entries::measures::{available, library, place, response};
use crate::messages::Language;
use crate::store::{drafts, recall};
use crate::{Error, Phone};

/// The measures.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasuresView {
    /// What is due, the most overdue first.
    pub due: Vec<MeasureDueView>,
    /// What was begun, and can be gone on with.
    pub begun: Vec<MeasureBegunView>,
    /// What can be answered at any time.
    pub available: Vec<MeasureCard>,
    /// Results, newest first, one a line.
    pub results: Vec<MeasureResultView>,
}

/// A measure that can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureCard {
    /// The instrument.
    pub instrument: String,
    /// Its name.
    pub title: String,
    /// How many questions it has.
    pub count: u32,
    /// Who may use it how, and whose it is.
    pub licence: String,
}

/// A measure that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureDueView {
    /// The instrument.
    pub instrument: String,
    /// Its name.
    pub title: String,
    /// The therapist's assignment.
    pub assignment: Option<String>,
    /// "due today", "was due on Thursday".
    pub said: String,
}

/// A measure that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct MeasureBegunView {
    /// The draft.
    pub draft: String,
    /// The instrument.
    pub instrument: String,
    /// Its name.
    pub title: String,
    /// "You stopped at question 4. Nothing is lost."
    pub said: String,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasurePage {
    /// The draft that holds the answers.
    pub draft: String,
    /// The measure's name.
    pub title: String,
    /// What the questions are about: "Over the last 2 weeks …"; empty where the question says it.
    pub recall: String,
    /// Before the first question: who sees the answers. Empty afterwards.
    pub before: String,
    /// This question, counted from 0.
    pub item: u32,
    /// How many there are.
    pub count: u32,
    /// "3 of 9".
    pub progress: String,
    /// The question.
    pub text: String,
    /// What can be answered; empty for a slider.
    pub options: Vec<OptionView>,
    /// The ends of a slider.
    pub slider: Option<SliderView>,
    /// What was answered.
    pub answer: Option<f64>,
    /// "Leave this out".
    pub skip: String,
    /// Said when the questions are in another language than the app.
    pub language_note: Option<String>,
}

/// An answer to tap.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct OptionView {
    /// What is kept.
    pub value: f64,
    /// What is shown.
    pub label: String,
}

/// The ends of a slider.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SliderView {
    /// The lowest value.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// What follows an answer.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum MeasureNext {
    /// The safety page comes before anything else. Go on with `then`, if the person wants to.
    Safety {
        /// What to show.
        safety: SafetyView,
        /// The question after it; absent when that was the last.
        then: Option<MeasurePage>,
    },
    /// The next question.
    Question {
        /// It.
        page: MeasurePage,
    },
    /// All were shown: finish it, or go back.
    End {
        /// The draft to finish.
        draft: String,
    },
}

/// The page that an answer to a safety item opens: before any score, complete or not, online or not.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SafetyView {
    /// Names it when a choice is made.
    pub event: String,
    /// "You are not alone with this".
    pub title: String,
    /// What is said first.
    pub text: String,
    /// Nobody is watching; and, for an assigned measure, when it will be seen.
    pub honesty: String,
    /// "I am safe right now", "I have told someone", "I want help now".
    pub choices: Vec<SafetyChoiceView>,
    /// The crisis plan and the numbers to call.
    pub help: HelpView,
}

/// A choice on the safety page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SafetyChoiceView {
    /// What is kept.
    pub choice: crate::entries::SafetyChoice,
    /// What is shown.
    pub label: String,
    /// What is said after it was chosen.
    pub after: String,
}

/// A result in plain words. Never a diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasureResultView {
    /// The entry.
    pub id: String,
    /// The instrument.
    pub instrument: String,
    /// The measure's name.
    pub title: String,
    /// "Thursday, February 12".
    pub date: String,
    /// "13 of 27: moderate".
    pub said: String,
    /// When: milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// The total, if every question was answered.
    pub total: Option<f64>,
    /// The highest total that there can be.
    pub most: f64,
    /// The band, worded.
    pub band: Option<String>,
    /// The one plain sentence below it: compared with the first time and the last one.
    pub change: String,
    /// "This is a number for a conversation, not a verdict about you."
    pub note: String,
    /// It is shared.
    pub shared: bool,
}

impl Phone {
    /// The measures.
    pub fn measures(&self) -> Result<MeasuresView, Error> {
        let scene = self.scene()?;
        let (library, begun, responses) = self.store.read(|connection| {
            let responses = recall::items(connection, &["measure_response"], 1_000)?;
            Ok((library(connection)?, drafts::all(connection)?, responses))
        })?;
        let language = scene.words.language().tag();
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
                said: scene.words.fill("measure-resume", &[("number", at.into())]),
                instrument: response.instrument,
            })
        };
        let mut instruments: Vec<&str> = responses.iter().filter_map(instrument).collect();
        instruments.sort_unstable();
        instruments.dedup();
        let all = instruments.into_iter().flat_map(|one| outcomes(&responses, one, &library, None));
        let mut results: Vec<_> = all.map(|outcome| result(&scene, &library, &responses, outcome)).collect();
        results.sort_by_key(|result| std::cmp::Reverse(result.unix_ms));
        Ok(MeasuresView {
            due: self.measures_due(&scene)?,
            begun: begun.iter().filter_map(resume).collect(),
            available: available(&library).map(card).collect(),
            results,
        })
    }

    /// Begins a measure, or goes on with the one that was begun, at the question that comes next. When all were shown, that
    /// is the first one without an answer, or the last one.
    pub fn open_measure(&self, instrument: &str, assignment: Option<RecordId>) -> Result<MeasurePage, Error> {
        let draft = self.begin_measure(instrument, assignment)?;
        let (known, library) =
            self.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        self.measure_page(draft, first_open(&response, library.current(&response.instrument)))
    }

    /// Whether every question of a measure that was begun was shown, so that none waits for an answer.
    pub fn measure_was_shown(&self, draft: RecordId) -> Result<bool, Error> {
        let (known, library) =
            self.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        Ok(place(&response).is_some_and(|at| is_past(at, &response, library.current(&response.instrument))))
    }

    /// One question of a measure that was begun, counted from 0. After the last one may come one that is not scored.
    pub fn measure_page(&self, draft: RecordId, item: u32) -> Result<MeasurePage, Error> {
        let scene = self.scene()?;
        let (known, library) =
            self.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        let one = library.current(&response.instrument).ok_or(measures::Error::UnknownInstrument)?;
        let after = one.asks_after(&response.answers).filter(|_| item as usize == one.items.len());
        let question = match (one.items.get(item as usize), after) {
            (Some(scored), _) => &scored.id,
            (None, Some(unscored)) => &unscored.id,
            (None, None) => return Err(Error::NoEntry),
        };
        let words = scene.words;
        let number = i64::from(item) + 1;
        let count = number.max(one.items.len() as i64);
        let before = match (item, response.assignment) {
            (0, Some(_)) => scene.of_therapist("measure-before-assigned", &[]),
            (0, None) => words.say("measure-before"),
            _ => String::new(),
        };
        let tag = words.language().tag();
        let option = |(value, label): (f64, &str)| OptionView { value, label: label.into() };
        let slider = match one.options {
            Options::Slider(low, high) if after.is_none() => Some(SliderView { low, high }),
            _ => None,
        };
        let options = if after.is_some() { one.unscored_options_in(tag) } else { one.options_in(tag) };
        let text = one.item_in(question, tag).unwrap_or(question);
        let translated = words.language() == Language::English || one.translations.contains_key(tag);
        Ok(MeasurePage {
            draft: draft.to_string(),
            title: one.title_in(tag).into(),
            // It has its own beginning.
            recall: if after.is_some() { String::new() } else { one.recall_in(tag).into() },
            before,
            item,
            count: count as u32,
            progress: words.fill("measure-progress", &[("number", number.into()), ("count", count.into())]),
            text: text.into(),
            options: options.into_iter().map(option).collect(),
            slider,
            answer: match after {
                Some(_) => response.unscored,
                None => response.answers.get(item as usize).copied().flatten(),
            },
            skip: words.say("measure-skip"),
            language_note: (!translated).then(|| words.say("measure-not-translated")),
        })
    }

    /// Keeps one answer (`None` leaves the question out) and says what follows. Safety comes first, always.
    pub fn answer_page(&self, draft: RecordId, item: u32, answer: Option<f64>) -> Result<MeasureNext, Error> {
        let raised = self.answer_measure(draft, item, answer)?;
        let then = match self.measure_page(draft, item + 1) {
            Ok(page) => Some(page),
            Err(Error::NoEntry) => None,
            Err(error) => return Err(error),
        };
        Ok(match (raised, then) {
            (Some(event), then) => MeasureNext::Safety { safety: self.safety_page(event)?, then },
            (None, Some(page)) => MeasureNext::Question { page },
            (None, None) => MeasureNext::End { draft: draft.to_string() },
        })
    }

    /// The safety page of an event.
    pub fn safety_page(&self, event: RecordId) -> Result<SafetyView, Error> {
        let scene = self.scene()?;
        let Body::SafetyEvent(raised) = self.own_record(event)?.body else { return Err(Error::WrongKind) };
        let draft = match raised.response {
            Some(id) => self.store.read(|connection| drafts::get(connection, id))?,
            None => None,
        };
        let assigned = draft.as_ref().and_then(|draft| response(draft).ok()?.assignment).is_some();
        let words = scene.words;
        use crate::entries::SafetyChoice as Choice;
        let choice = |choice: Choice, label: &str, after: &str| SafetyChoiceView {
            choice,
            label: words.say(label),
            after: words.say(after),
        };
        Ok(SafetyView {
            event: event.to_string(),
            title: words.say("safety-title"),
            text: words.say("safety-text"),
            honesty: words.say(if assigned { "safety-assigned" } else { "safety-nobody" }),
            choices: vec![
                choice(Choice::SafeNow, "safety-choice-safe", "safety-after-safe"),
                choice(Choice::ToldSomeone, "safety-choice-told", "safety-after-told"),
                choice(Choice::HelpNow, "safety-choice-help", "safety-after-help"),
            ],
            help: self.help()?,
        })
    }

    /// The result of an entry.
    pub fn measure_result(&self, id: RecordId) -> Result<MeasureResultView, Error> {
        let scene = self.scene()?;
        let (library, responses) = self
            .store
            .read(|connection| Ok((library(connection)?, recall::items(connection, &["measure_response"], 1_000)?)))?;
        let item = responses.iter().find(|item| item.id == id).ok_or(Error::NoEntry)?;
        let instrument = instrument(item).ok_or(Error::WrongKind)?;
        let named = id.to_string();
        let outcome = outcomes(&responses, instrument, &library, None).into_iter().find(|one| one.id == named);
        Ok(result(&scene, &library, &responses, outcome.ok_or(Error::NoEntry)?))
    }

    pub(super) fn measures_due(&self, scene: &Scene) -> Result<Vec<MeasureDueView>, Error> {
        let (items, all) = self.store.read(|connection| {
            let items = recall::items(connection, &["assignment", "measure_response"], 1_000)?;
            Ok((items, library(connection)?))
        })?;
        let (now, zone) = (scene.now.unix_ms, scene.zone.as_ref());
        let waiting = assignments::waiting(&items, Task::Measure, &scene.course, &scene.plain_meetings(), now, zone);
        let view = |one: assignments::Waiting<'_>| {
            let instrument = one.task.instrument.clone()?;
            let key = if one.due < scene.today { "measure-overdue" } else { "measure-due" };
            let when = scene.words.near_day(one.due, scene.today);
            Some(MeasureDueView {
                title: title(&all, &instrument, scene.words.language().tag()),
                instrument,
                assignment: Some(one.id.to_string()),
                said: scene.words.fill(key, &[("when", when.into())]),
            })
        };
        Ok(waiting.into_iter().filter_map(view).collect())
    }
}

fn instrument(item: &Item) -> Option<&str> {
    match &item.record.body {
        Body::MeasureResponse(response) => Some(&response.instrument),
        _ => None,
    }
}

fn title(library: &Library, instrument: &str, language: &str) -> String {
    library.current(instrument).map_or(instrument, |one| one.title_in(language)).to_owned()
}

/// The question that comes next; when all were shown, the first one without an answer, or the last one.
fn first_open(response: &MeasureResponse, definition: Option<&Definition>) -> u32 {
    if let Some(place) = place(response).filter(|place| !is_past(*place, response, definition)) {
        return place;
    }
    let asked = definition.is_some_and(|one| one.asks_after(&response.answers).is_some());
    let last = response.answers.len().saturating_sub(usize::from(!asked));
    response.answers.iter().position(Option::is_none).unwrap_or(last) as u32
}

/// Whether there is no question at this place any more.
fn is_past(place: u32, response: &MeasureResponse, definition: Option<&Definition>) -> bool {
    let asked = definition.is_some_and(|one| one.asks_after(&response.answers).is_some());
    let items = definition.map_or(response.answers.len(), |one| one.items.len());
    place as usize >= items + usize::from(asked)
}

/// An outcome in plain words.
fn result(scene: &Scene, library: &Library, responses: &[Item], outcome: Outcome) -> MeasureResultView {
    let words = scene.words;
    let definition = library.of_response(&outcome.instrument, &outcome.version);
    let most = definition.map_or(0.0, |one| one.attainable().1);
    let band = outcome.score.severity.as_ref().map(|band| words.name("band", band));
    let missing = || [("missing", (outcome.score.missing.len() as i64).into())];
    let said = match (outcome.score.total, &band) {
        (Some(total), band) => {
            let mut parts = vec![("total", words.number(total).into()), ("most", words.number(most).into())];
            match band {
                Some(band) => {
                    parts.push(("band", band.as_str().into()));
                    words.fill("measure-result-band", &parts)
                }
                None => words.fill("measure-result", &parts),
            }
        }
        (None, _) => words.fill("measure-incomplete", &missing()),
    };
    let sentence = match outcome.sentence {
        Sentence::Incomplete => words.fill("measure-incomplete", &missing()),
        Sentence::First => words.say("measure-first"),
        Sentence::TrendOnly => words.say("measure-trend_only"),
        Sentence::Better => words.say("measure-better"),
        Sentence::Worse => words.say("measure-worse"),
        Sentence::BetterThanLast => words.say("measure-better_than_last"),
        Sentence::WorseThanLast => words.say("measure-worse_than_last"),
        Sentence::Same => words.say("measure-same"),
    };
    let shared = responses.iter().find(|item| item.id.to_string() == outcome.id).is_some_and(
        |item| matches!(&item.record.body, Body::MeasureResponse(response) if !response.shared_with.is_empty()),
    );
    let tag = words.language().tag();
    MeasureResultView {
        title: definition.map_or(outcome.instrument.as_str(), |one| one.title_in(tag)).to_owned(),
        date: words.day(outcome.when.local_day(), scene.today),
        unix_ms: outcome.when.unix_ms,
        said,
        total: outcome.score.total,
        most,
        band,
        change: sentence,
        note: words.say("measure-not-diagnosis"),
        shared,
        id: outcome.id,
        instrument: outcome.instrument,
    }
}
