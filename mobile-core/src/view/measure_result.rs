//! The result of a measure in plain words.

use journal::arc::Item;
use journal::measures::definition::{Definition, ItemDefinition, Method};
use journal::measures::safety::is_about_self_harm;
use journal::measures::{Assessment, Library, Score, ScoredResponse, scored_responses};
use journal::record::{Body, MeasureResponse};
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::measures::instrument;
use super::safety::ShareOffer;
use crate::Error;
use crate::entries::measures::library;
use crate::messages::Catalogue;
use crate::phone::Measures;
use crate::store::recall;

/// A result in plain language. Never a diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct MeasureResultView {
    /// The id of the entry.
    pub id: String,
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The measure's name.
    pub title: String,
    /// The date of the answers, such as "Thursday, February 12".
    pub date: String,
    /// "13 of 27: moderate".
    pub said: String,
    /// When: milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// The total, if every question was answered.
    pub total: Option<f64>,
    /// The highest possible total.
    pub most: f64,
    /// The label of the band.
    pub band: Option<String>,
    /// The one-sentence assessment. After an answer to a safety item it is about that answer: it is shown above the
    /// number, without band and comparison.
    pub change: String,
    /// Whether a safety item was answered: show `change` first, the number in a smaller size, and offer help and plan.
    pub safety: bool,
    /// The event of that answer, for the safety page.
    pub event: Option<String>,
    /// A closing line for instruments that may upset; empty if there is none.
    pub afterwards: String,
    /// The answers side by side, for instruments without a total.
    pub profile: Vec<ProfileLine>,
    /// The state of sharing: "Shared: M. Osei can read this.", once the server has confirmed it; "Not shared yet." Empty if
    /// nobody assigned it.
    pub sharing: String,
    /// For an assigned measure that is neither shared nor kept private: the therapists with whom it can be shared.
    pub offers: Vec<ShareOffer>,
    /// "This is a number for a conversation, not a verdict about you."
    pub note: String,
    /// Whether it is shared with anybody.
    pub shared: bool,
}

/// An answer of a profile.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct ProfileLine {
    /// The text of the question.
    pub question: String,
    /// The answer; empty if it was skipped.
    pub answer: String,
}

impl Measures<'_> {
    /// The result of an entry.
    pub fn measure_result(self, id: RecordId) -> Result<MeasureResultView, Error> {
        let context = self.phone.view_context()?;
        let (library, responses) = self
            .phone
            .store
            .read(|connection| Ok((library(connection)?, recall::items(connection, &["measure_response"], 1_000)?)))?;
        let item = responses.iter().find(|item| item.id == id).ok_or(Error::NoEntry)?;
        let instrument = instrument(item).ok_or(Error::WrongKind)?;
        let named = id.to_string();
        let outcome = self.outcomes_of(instrument, &library)?.into_iter().find(|one| one.id == named);
        let event = self.phone.safety().event_of(id)?.map(|event| event.to_string());
        let view = result(&context, &library, &responses, outcome.ok_or(Error::NoEntry)?);
        let (sharing, offers) = self.phone.safety().measure_sharing(&context, id)?;
        Ok(MeasureResultView { event: event.filter(|_| view.safety), sharing, offers, ..view })
    }

    /// The results of an instrument, assessed against their series.
    pub(super) fn outcomes_of(self, instrument: &str, library: &Library) -> Result<Vec<ScoredResponse>, Error> {
        let items = self
            .phone
            .store
            .read(|connection| recall::items(connection, &["measure_response", "dosing_session", "series"], 2_000))?;
        Ok(scored_responses(&items, instrument, library, None))
    }
}

/// An outcome in plain language.
pub(super) fn result(
    context: &ViewContext,
    library: &Library,
    responses: &[Item],
    outcome: ScoredResponse,
) -> MeasureResultView {
    let words = context.words;
    let definition = library.of_response(&outcome.instrument, &outcome.version);
    let most = definition.map_or(0.0, |one| one.attainable().1);
    let band = definition.and_then(|one| outcome.score.band(one)).map(|band| words.name("band", band));
    let said = score_text(words, &outcome.score, most, band.as_deref());
    let sentence = match outcome.sentence {
        Assessment::Incomplete => incomplete_text(words, &outcome.score),
        Assessment::Safety if !is_about_self_harm(&outcome.instrument) => words.say("measure-safety_other"),
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
        date: words.day(outcome.when.local_day(), context.today),
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

/// The score as text: "13 of 27: moderate".
fn score_text(words: &Catalogue, score: &Score, most: f64, band: Option<&str>) -> String {
    let Some(total) = score.total else {
        return if score.complete { words.say("measure-profile") } else { incomplete_text(words, score) };
    };
    let mut parts = vec![("total", words.number(total).into()), ("most", words.number(most).into())];
    match band {
        Some(band) => {
            parts.push(("band", band.into()));
            words.fill("measure-result-band", &parts)
        }
        None => words.fill("measure-result", &parts),
    }
}

fn incomplete_text(words: &Catalogue, score: &Score) -> String {
    words.fill("measure-incomplete", &[("missing", (score.missing.len() as i64).into())])
}

fn profile(definition: &Definition, response: &MeasureResponse, tag: &str) -> Vec<ProfileLine> {
    let options = definition.options_in(tag);
    let line = |(item, answer): (&ItemDefinition, &Option<f64>)| ProfileLine {
        question: definition.item_in(&item.id, tag).unwrap_or(&item.id).to_owned(),
        answer: options.iter().find(|(value, _)| Some(*value) == *answer).map_or("", |(_, said)| said).to_owned(),
    };
    definition.items.iter().zip(&response.answers).map(line).collect()
}
