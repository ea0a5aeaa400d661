//! Measures: one question a page, the result in plain words, and the safety page.

use journal::arc::{Item, assignments};
use journal::measures::definition::{Definition, ItemDefinition, Method, Options};
use journal::measures::{self, Library, Outcome, Sentence, outcomes, safety};
use journal::record::{Body, MeasureResponse, Repeat, Task};
use protocol::RecordId;
use serde::Serialize;

use super::safety::{SafetyView, ShareOffer};
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
    /// With the first question that is shown, also where a form is taken up again: who sees the answers. Else empty.
    pub before: String,
    /// As above, of an assigned measure: whether its therapist gets the answers on finishing.
    pub agreement: Option<AgreementView>,
    /// Before the first question: what the instrument itself says first. Empty afterwards, and where it says nothing.
    pub instruction: String,
    /// A form that was taken up again holds a safety answer: the safety page is shown again, before the question.
    pub safety: Option<SafetyView>,
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

/// Whether the therapist gets the answers on finishing: asked before the first question, and nothing is sent before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AgreementView {
    /// "M. Osei gets my answers as soon as I have finished."
    pub label: String,
    /// What was said last.
    pub agreed: bool,
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
    /// The one plain sentence about it. A safety answer takes its place: then it stands above the number, and there is no
    /// band and no comparison.
    pub change: String,
    /// A safety item was answered: `change` comes first, the number is small, and help and plan are offered.
    pub safety: bool,
    /// The event of that answer, for the safety page.
    pub event: Option<String>,
    /// A line after the last question, for what stirs things up; empty where there is none.
    pub afterwards: String,
    /// The answers side by side, where there is no number of the whole.
    pub profile: Vec<ProfileLine>,
    /// Where it stands: "M. Osei gets this with the next sync.", "Not shared yet." Empty for what nobody assigned.
    pub sharing: String,
    /// An assigned measure that is not shared, and about which nothing was decided: with whom it can be.
    pub offers: Vec<ShareOffer>,
    /// "This is a number for a conversation, not a verdict about you."
    pub note: String,
    /// It is shared.
    pub shared: bool,
}

/// An answer of a profile.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct ProfileLine {
    /// The question.
    pub question: String,
    /// The answer; empty where it was left out.
    pub answer: String,
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
        let mut results = Vec::new();
        for one in instruments {
            let all = self.outcomes_of(one, &library)?;
            results.extend(all.into_iter().map(|outcome| result(&scene, &library, &responses, outcome)));
        }
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
        let definition = library.current(&response.instrument);
        let page = self.question(draft, first_open(&response, definition), true)?;
        // Whoever takes it up again may be as they were when they left it.
        let stands = definition.and_then(|one| safety::standing(one, &response.answers)).is_some();
        let safety = match stands {
            true => self.event_of(draft)?.map(|event| self.safety_page(event)).transpose()?,
            false => None,
        };
        Ok(MeasurePage { safety, ..page })
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
        self.question(draft, item, item == 0)
    }

    /// Keeps whether the therapist gets the answers on finishing, and shows the same question again.
    pub fn agree_page(&self, draft: RecordId, item: u32, agreed: bool) -> Result<MeasurePage, Error> {
        self.agree_measure(draft, agreed)?;
        self.question(draft, item, true)
    }

    /// One question. The first one that is shown says who sees the answers, also when the form is resumed.
    fn question(&self, draft: RecordId, item: u32, first: bool) -> Result<MeasurePage, Error> {
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
        let to = match response.assignment.filter(|_| first) {
            Some(assignment) => self.assigned_by(&scene, assignment)?,
            None => None,
        };
        let naming = |key: &str, to: &ShareOffer| scene.of_those(std::slice::from_ref(&to.care), key, &[]);
        let before = match &to {
            Some(to) if response.agreed => naming("measure-before-agreed", to),
            Some(to) => naming("measure-before-assigned", to),
            None if first => words.say("measure-before"),
            None => String::new(),
        };
        let agreement =
            to.as_ref().map(|to| AgreementView { label: naming("measure-agree", to), agreed: response.agreed });
        let tag = words.language().tag();
        let instruction = if first { one.instruction_in(tag).to_owned() } else { String::new() };
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
            agreement,
            instruction,
            safety: None,
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
        let mut raised = self.answer_measure(draft, item, answer)?;
        if raised.is_none() && self.is_asking_for_help(draft, item)? {
            // The same answer once more is no news to the journal. The person is shown help again all the same.
            raised = self.event_of(draft)?;
        }
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

    /// The result of an entry.
    pub fn measure_result(&self, id: RecordId) -> Result<MeasureResultView, Error> {
        let scene = self.scene()?;
        let (library, responses) = self
            .store
            .read(|connection| Ok((library(connection)?, recall::items(connection, &["measure_response"], 1_000)?)))?;
        let item = responses.iter().find(|item| item.id == id).ok_or(Error::NoEntry)?;
        let instrument = instrument(item).ok_or(Error::WrongKind)?;
        let named = id.to_string();
        let outcome = self.outcomes_of(instrument, &library)?.into_iter().find(|one| one.id == named);
        let event = self.event_of(id)?.map(|event| event.to_string());
        let view = result(&scene, &library, &responses, outcome.ok_or(Error::NoEntry)?);
        let (sharing, offers) = self.measure_sharing(&scene, id)?;
        Ok(MeasureResultView { event: event.filter(|_| view.safety), sharing, offers, ..view })
    }

    /// The results of an instrument, judged against the series that they belong to.
    fn outcomes_of(&self, instrument: &str, library: &Library) -> Result<Vec<Outcome>, Error> {
        let items = self
            .store
            .read(|connection| recall::items(connection, &["measure_response", "dosing_session", "series"], 2_000))?;
        Ok(outcomes(&items, instrument, library, None))
    }

    /// Whether the question that was just answered is a safety item whose flag stands.
    fn is_asking_for_help(&self, draft: RecordId, item: u32) -> Result<bool, Error> {
        let (known, library) =
            self.store.read(|connection| Ok((drafts::get(connection, draft)?, library(connection)?)))?;
        let response = response(&known.ok_or(Error::NoEntry)?)?;
        let Some(one) = library.current(&response.instrument) else { return Ok(false) };
        let answered = response.answers.get(item as usize).copied().flatten();
        let asks = |(at, least): (usize, f64)| at == item as usize && answered.is_some_and(|value| value >= least);
        Ok(one.safety_items().into_iter().any(asks))
    }

    pub(super) fn measures_due(&self, scene: &Scene) -> Result<Vec<MeasureDueView>, Error> {
        let (items, all) = self.store.read(|connection| {
            let items = recall::items(connection, &["assignment", "measure_response"], 1_000)?;
            Ok((items, library(connection)?))
        })?;
        let (now, zone) = (scene.now.unix_ms, scene.zone.as_ref());
        let waiting = assignments::waiting(&items, Task::Measure, &scene.course, &scene.plain_meetings(), now, zone);
        let last = scene.course.last(now).map(|session| session.start.local_day());
        let view = |one: assignments::Waiting<'_>| {
            let instrument = one.task.instrument.clone()?;
            // Two weeks of recall, asked the day after, are mostly the weeks before the dose.
            let first = all.current(&instrument).map_or(0, |one| i64::from(one.not_before_days_after_session));
            let after = one.task.repeat == Some(Repeat::AfterSession);
            if after && last.is_some_and(|day| scene.today - day < first) {
                return None;
            }
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
    let band = outcome.score.severity.as_ref().filter(|_| !outcome.safety).map(|band| words.name("band", band));
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
        (None, _) if outcome.score.complete => words.say("measure-profile"),
        (None, _) => words.fill("measure-incomplete", &missing()),
    };
    let sentence = match outcome.sentence {
        Sentence::Incomplete => words.fill("measure-incomplete", &missing()),
        other => words.say(&format!("measure-{}", other.as_str())),
    };
    let item = responses.iter().find(|item| item.id.to_string() == outcome.id);
    let profile = match (definition, item.map(|item| &item.record.body)) {
        (Some(one), Some(Body::MeasureResponse(response))) if one.scoring.method == Method::Profile => {
            profile(one, response, words.language().tag())
        }
        _ => Vec::new(),
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
        safety: outcome.safety,
        event: None,
        afterwards: definition.map(|one| one.afterwards_in(tag).to_owned()).unwrap_or_default(),
        profile,
        sharing: String::new(),
        offers: Vec::new(),
        note: words.say("measure-not-diagnosis"),
        shared,
        id: outcome.id,
        instrument: outcome.instrument,
    }
}

fn profile(definition: &Definition, response: &MeasureResponse, tag: &str) -> Vec<ProfileLine> {
    let options = definition.options_in(tag);
    let line = |(item, answer): (&ItemDefinition, &Option<f64>)| ProfileLine {
        question: definition.item_in(&item.id, tag).unwrap_or(&item.id).to_owned(),
        answer: options.iter().find(|(value, _)| Some(*value) == *answer).map_or("", |(_, said)| said).to_owned(),
    };
    definition.items.iter().zip(&response.answers).map(line).collect()
}
