//! Measures: answered one question at a time, resumable, with a safety check after each answer.
//!
//! A measure in progress is a draft. After every answer the definition's safety flags are evaluated, even if the
//! measure is never finished: an alert becomes a `safety_event` in the same transaction as the answer.

use std::sync::LazyLock;

use journal::measures::{self, Definition, Library, safety};
use journal::record::{Body, MeasureResponse, Moment, PracticeCard, Record};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, id, not_blank};
use super::safety as asked_for_help;
use crate::commit::{Origin, consent, own};
use crate::phone::Measures;
use crate::store::Connection;
use crate::store::drafts::{self, Draft};
use crate::store::{pages, recall};
use crate::{Error, View, store};

/// Answers to an instrument.
#[derive(Clone, Debug, Default, PartialEq, Serialize, uniffi::Record)]
pub struct MeasureForm {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// In the order of the items; null is a skipped item.
    pub answers: Vec<Option<f64>>,
    /// The answer to the item that is asked and never scored, if the instrument has one.
    #[uniffi(default = None)]
    pub unscored: Option<f64>,
    /// The therapist's assignment that it answers.
    #[uniffi(default = None)]
    pub assignment: Option<String>,
    /// "I want to talk about this."
    #[uniffi(default = false)]
    pub wants_to_talk: bool,
}

impl MeasureForm {
    pub(super) fn of(response: &MeasureResponse, _: &Moment) -> Self {
        Self {
            instrument: response.instrument.clone(),
            answers: response.answers.clone(),
            unscored: response.unscored,
            assignment: response.assignment.map(|id| id.to_string()),
            wants_to_talk: response.wants_to_talk,
        }
    }

    pub(super) fn apply(&self, response: MeasureResponse, _: &mut Moment, _: &str) -> Result<MeasureResponse, Error> {
        Ok(MeasureResponse {
            instrument: self.instrument.clone(),
            answers: self.answers.clone(),
            unscored: self.unscored,
            assignment: self.assignment.as_deref().map(id).transpose()?,
            wants_to_talk: self.wants_to_talk,
            ..response
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_blank(&self.instrument).map_err(|_| Error::Invalid)?;
        if self.answers.iter().all(Option::is_none) { Err(Error::Empty) } else { Ok(()) }
    }
}

static BUILT_IN: LazyLock<Vec<Definition>> = LazyLock::new(|| measures::all_built_in().unwrap_or_default());

/// The known definitions: the built-in ones, and the practices' own.
pub(crate) fn library(connection: &mut Connection) -> Result<Library, store::Error> {
    let own = recall::items(connection, &["instrument"], i64::MAX)?;
    Ok(Library::new(BUILT_IN.clone(), &own))
}

/// The instruments that can be answered here. Some built-in ones are for scoring only.
pub(crate) fn available(library: &Library) -> impl Iterator<Item = &Definition> {
    let known_only = |one: &&Definition| !one.built_in && BUILT_IN.iter().any(|known| known.id == one.id);
    library.all().filter(move |one| !known_only(one))
}

/// The definition by which a form in progress is answered: the version that was begun.
fn asked(connection: &mut Connection, response: &MeasureResponse) -> Result<Definition, Error> {
    let library = library(connection)?;
    let known = library.of_draft(&response.instrument, &response.version);
    known.cloned().ok_or_else(|| measures::Error::UnknownInstrument.into())
}

/// Names the version of a practice's own instrument to which new answers belong. Without a version they would be read by
/// the oldest, which may ask in another order.
pub(super) fn with_version(connection: &mut Connection, mut record: Record) -> Result<Record, store::Error> {
    if let Body::MeasureResponse(response) = &mut record.body
        && response.version.is_empty()
        && !measures::BUILT_IN_IDS.contains(&response.instrument.as_str())
    {
        let library = library(connection)?;
        let current = library.current(&response.instrument);
        if let Some(one) = current.filter(|one| one.items.len() == response.answers.len()) {
            response.version.clone_from(&one.version);
        }
    }
    Ok(record)
}

/// The definition by which an instrument is answered now.
fn definition(connection: &mut Connection, instrument: &str) -> Result<Definition, Error> {
    let library = library(connection)?;
    library.current(instrument).cloned().ok_or_else(|| measures::Error::UnknownInstrument.into())
}

impl Measures<'_> {
    /// Begins a measure, or continues the draft of it. Returns the draft's id.
    pub fn begin_measure(self, instrument: &str, assignment: Option<RecordId>) -> Result<RecordId, Error> {
        let now = self.phone.clock.now();
        let new = self.phone.new_id(&now);
        let id = self.phone.store.write::<_, Error>(|connection| {
            let instrument = asked_instead(connection, instrument, assignment)?;
            let definition = definition(connection, instrument)?;
            if let Some(draft) = begun(connection, &definition.id, assignment)? {
                return Ok(draft);
            }
            let answers = vec![None; definition.items.len()];
            let body = Body::MeasureResponse(MeasureResponse {
                instrument: definition.id,
                version: definition.version,
                answers,
                assignment,
                ..MeasureResponse::default()
            });
            let content = Record { when: now.clone(), body }.to_payload();
            drafts::put(connection, &Draft { id: new, content, base: None, saved_at: now.unix_ms })?;
            Ok(new)
        })?;
        self.phone.changed(View::Drafts);
        Ok(id)
    }

    /// Saves one answer, counted from 0; `None` skips the item. The unscored item, if there is one, comes after the
    /// last one. Returns the safety event that the answer raised, if any: show the safety page before anything else.
    pub fn answer_measure(self, draft: RecordId, item: u32, answer: Option<f64>) -> Result<Option<RecordId>, Error> {
        let now = self.phone.clock.now();
        let event = self.phone.new_id(&now);
        let region = self.phone.safety().region_shown()?;
        let raised = self.phone.store.write::<_, Error>(|connection| {
            let mut draft = drafts::get(connection, draft)?.ok_or(Error::NoEntry)?;
            let mut response = response(&draft)?;
            let definition = asked(connection, &response)?;
            response.answers.resize(definition.items.len(), None);
            let before = response.answers.clone();
            let asked_after = definition.asks_after(&before).filter(|_| item as usize == before.len());
            let alerts = match (response.answers.get_mut(item as usize), asked_after) {
                (Some(place), _) => {
                    *place = answer;
                    measures::score(&definition, &response.answers, None)?;
                    safety::alerts(&definition, &before, &response.answers, item as usize)
                }
                (None, Some(unscored)) if answer.is_some_and(|answer| !unscored.allows(answer)) => {
                    return Err(measures::Error::AnswerOutOfRange.into());
                }
                (None, Some(_)) => {
                    response.unscored = answer;
                    Vec::new()
                }
                (None, None) => return Err(measures::Error::WrongItemCount.into()),
            };
            // It is asked no more.
            if definition.asks_after(&response.answers).is_none() {
                response.unscored = None;
            }
            set_place(&mut response, item + 1);
            let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
            draft.content = Record { body: Body::MeasureResponse(response.clone()), ..record }.to_payload();
            draft.saved_at = now.unix_ms;
            drafts::put(connection, &draft)?;
            // The page is that of the first one.
            let shown = if alerts.is_empty() { Vec::new() } else { shown(connection)? };
            for (at, alert) in alerts.iter().enumerate() {
                let id = if at == 0 { event } else { self.phone.new_id(&now) };
                let body = safety::event(alert, &shown, &region, Some(draft.id)).into();
                self.phone.commit(connection, id, Record { when: now.clone(), body }.to_payload(), Origin::App)?;
            }
            Ok(alerts.first().map(|_| event))
        })?;
        self.phone.changed(View::Drafts);
        if raised.is_some() {
            self.phone.changed(View::Help);
            self.phone.written();
        }
        Ok(raised)
    }

    /// Before the first question of an assigned measure: whether its therapist gets the answers on finishing. Nothing is shared
    /// before, and the person can stop at any question.
    pub fn agree_measure(self, draft: RecordId, agreed: bool) -> Result<(), Error> {
        let now = self.phone.clock.now();
        self.phone.store.write::<_, Error>(|connection| {
            let mut draft = drafts::get(connection, draft)?.ok_or(Error::NoEntry)?;
            let mut response = response(&draft)?;
            if response.assignment.is_none() {
                return Err(Error::WrongKind);
            }
            response.agreed = agreed;
            let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
            draft.content = Record { body: Body::MeasureResponse(response), ..record }.to_payload();
            draft.saved_at = now.unix_ms;
            Ok(drafts::put(connection, &draft)?)
        })?;
        self.phone.changed(View::Drafts);
        Ok(())
    }

    /// Keeps the answers to an assigned measure private. The person is not asked again.
    pub fn keep_measure_private(self, id: RecordId) -> Result<(), Error> {
        self.phone.change(id, Origin::App, |mut record| {
            let Body::MeasureResponse(response) = &mut record.body else { return Err(Error::WrongKind) };
            response.kept_private = true;
            Ok(record)
        })
    }

    /// Turns a measure into an entry, complete or not. It is private until it is shared; if the person agreed before the first
    /// question, it is shared now with the therapist who assigned it, together with its safety events.
    pub fn finish_measure(self, draft: RecordId) -> Result<RecordId, Error> {
        let (now, region) = (self.phone.clock.now(), self.phone.safety().region_shown()?);
        self.phone.store.write::<_, Error>(|connection| {
            let draft = drafts::get(connection, draft)?.ok_or(Error::NoEntry)?;
            let response = response(&draft)?;
            MeasureForm::of(&response, &now).check()?;
            let definition = asked(connection, &response)?;
            measures::score(&definition, &response.answers, None)?;
            // The time of the entry is that of the last answer.
            let asked = match response.assignment.filter(|_| response.agreed) {
                Some(assignment) => asked_for_help::care_of(connection, assignment)?,
                None => None,
            };
            // Without a consent in force the answers stay private. They can be shared once it is given.
            let to = match asked {
                Some(care) if consent::in_force(connection, care)? => Some(care),
                _ => None,
            };
            let mut response = MeasureResponse { version: definition.version, ..response };
            response.extra.remove(PLACE);
            let body = Body::MeasureResponse(response);
            let mut payload = Record { when: now, body }.to_payload();
            if let Some(care) = to {
                payload.share_with(care);
            }
            if own(connection, draft.id)?.is_some() {
                return Err(Error::WrongKind);
            }
            self.phone.commit(connection, draft.id, payload, Origin::Form)?;
            // Answers that a screen saved as a whole have raised nothing yet.
            self.phone.safety().raise(connection, draft.id, None, &region)?;
            // Readers of the answers also get the safety events.
            let readers = own(connection, draft.id)?.map(|answers| answers.shared_with()).unwrap_or_default();
            self.phone.safety().share_events(connection, draft.id, &readers)?;
            Ok(drafts::remove(connection, draft.id)?)
        })?;
        self.phone.changed(View::Drafts);
        self.phone.written();
        Ok(draft)
    }

    /// Sets the question that a draft shows, after the person went back or forward.
    pub fn turn_to_question(self, draft: RecordId, item: u32) -> Result<(), Error> {
        self.phone.store.write::<_, Error>(|connection| {
            let mut draft = drafts::get(connection, draft)?.ok_or(Error::NoEntry)?;
            let mut response = response(&draft)?;
            set_place(&mut response, item);
            let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
            draft.content = Record { body: Body::MeasureResponse(response), ..record }.to_payload();
            Ok(drafts::put(connection, &draft)?)
        })
    }

    /// Stores the answers to an instrument, in the order of its items; `None` is a skipped item.
    pub fn write_measure(self, instrument: &str, answers: Vec<Option<i32>>) -> Result<RecordId, Error> {
        let answers = answers.into_iter().map(|answer| answer.map(f64::from)).collect();
        let measure = MeasureForm { instrument: not_blank(instrument)?, answers, ..MeasureForm::default() };
        self.phone.entries().write_form(&Form::Measure { measure })
    }
}

/// The instrument that is asked: the PHQ-8, if the practice has changed the assignment of a PHQ-9 to it. A form that was
/// begun continues without the ninth question, unless that is answered already.
fn asked_instead<'a>(
    connection: &mut Connection,
    instrument: &'a str,
    assignment: Option<RecordId>,
) -> Result<&'a str, Error> {
    let Some(assignment) = assignment.filter(|_| [PHQ_9, PHQ_8].contains(&instrument)) else { return Ok(instrument) };
    let rows = pages::everywhere(connection, assignment)?;
    let assigned = rows.into_iter().find_map(|(_, row)| match row.content?.to_record().ok()?.body {
        Body::Assignment(assignment) => assignment.instrument,
        _ => None,
    });
    if assigned.as_deref() != Some(PHQ_8) {
        return Ok(instrument);
    }
    let eight = definition(connection, PHQ_8)?;
    for draft in drafts::all(connection)?.into_iter().filter(|draft| draft.base.is_none()) {
        let Ok(response) = response(&draft) else { continue };
        if response.instrument != PHQ_9 || response.assignment != Some(assignment) {
            continue;
        }
        if response.answers.get(8).copied().flatten().is_some() {
            return Ok(PHQ_9);
        }
        let mut answers = response.answers.clone();
        answers.resize(eight.items.len(), None);
        let (instrument, version) = (eight.id.clone(), eight.version.clone());
        let response = MeasureResponse { instrument, version, answers, unscored: None, ..response };
        let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
        let content = Record { body: Body::MeasureResponse(response), ..record }.to_payload();
        drafts::put(connection, &Draft { content, ..draft })?;
    }
    Ok(PHQ_8)
}

const PHQ_9: &str = "phq-9";
const PHQ_8: &str = "phq-8";

/// The draft to continue for an instrument. A draft without an assignment is continued for the therapist who assigns it now;
/// one for another therapist's assignment never is, because the person did not agree to that.
fn begun(
    connection: &mut Connection,
    instrument: &str,
    assignment: Option<RecordId>,
) -> Result<Option<RecordId>, Error> {
    let begun = drafts::all(connection)?.into_iter().filter(|draft| draft.base.is_none());
    let begun = begun.filter_map(|draft| response(&draft).ok().map(|response| (draft, response)));
    let mut begun: Vec<_> = begun.filter(|(_, response)| response.instrument == instrument).collect();
    // Nothing can be answered any more in a version that is not here: its practice's instruments left with it.
    let library = library(connection)?;
    begun.retain(|(_, response)| library.of_draft(&response.instrument, &response.version).is_some());
    if let Some((draft, _)) = begun.iter().find(|(_, response)| response.assignment == assignment) {
        return Ok(Some(draft.id));
    }
    let Some(assignment) = assignment else { return Ok(begun.first().map(|(draft, _)| draft.id)) };
    let Some((draft, own)) = begun.into_iter().find(|(_, response)| response.assignment.is_none()) else {
        return Ok(None);
    };
    let own = MeasureResponse { assignment: Some(assignment), ..own };
    let record = draft.content.to_record().map_err(|_| Error::WrongKind)?;
    let content = Record { body: Body::MeasureResponse(own), ..record }.to_payload();
    let id = draft.id;
    drafts::put(connection, &Draft { content, ..draft })?;
    Ok(Some(id))
}

/// The question that a draft shows, counted from 0; past the last one if all were shown. Skipped questions stay skipped: the
/// next answer belongs to the shown question, not to the first one without an answer.
pub(crate) fn place(response: &MeasureResponse) -> Option<u32> {
    response.extra.get(PLACE).and_then(serde_json::Value::as_u64).and_then(|at| u32::try_from(at).ok())
}

fn set_place(response: &mut MeasureResponse, at: u32) {
    response.extra.insert(PLACE.into(), at.into());
}

/// The field of a draft that holds the shown question.
const PLACE: &str = "place";

/// The answers that a draft holds.
pub(crate) fn response(draft: &Draft) -> Result<MeasureResponse, Error> {
    match draft.content.to_record().map_err(|_| Error::WrongKind)?.body {
        Body::MeasureResponse(response) => Ok(response),
        _ => Err(Error::WrongKind),
    }
}

/// The help that the safety page shows first.
pub(super) fn shown(connection: &mut Connection) -> Result<Vec<safety::Shown>, Error> {
    let plan = recall::items(connection, &["crisis_plan"], 1)?;
    let cards = recall::items(connection, &["practice_card"], 10)?;
    let plan = plan.first().and_then(|item| match &item.record.body {
        Body::CrisisPlan(plan) => Some(plan),
        _ => None,
    });
    let cards: Vec<&PracticeCard> = cards
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::PracticeCard(card) => Some(card),
            _ => None,
        })
        .collect();
    Ok(safety::shown(plan, &cards))
}
