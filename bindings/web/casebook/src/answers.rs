//! A completed instrument: the answer to each question, and the score.

use journal::arc::Item;
use journal::measures::definition::Method;
use journal::measures::{Definition, Library, score};
use journal::record::{Body, MeasureResponse};
use protocol::RecordId;

use crate::Casebook;
use crate::view::{Entry, ItemAnswer, Measure};

impl Casebook {
    /// The instruments that were answered in these records, in every version.
    pub(crate) fn instruments(&self, items: &[Item]) -> Library {
        let own = self.own().map(|(_, own)| own).unwrap_or_default();
        let brought = own.iter().chain(items).filter(|item| matches!(item.record.body, Body::Instrument(_)));
        Library::new(self.built_in().to_vec(), &brought.cloned().collect::<Vec<_>>())
    }
}

/// Adds the score to the entry of a measure. For an unknown instrument only the number of answers is added.
pub(crate) fn add_up(entry: &mut Entry, items: &[Item], library: &Library) {
    let Some(measure) = &mut entry.measure else { return };
    let Some((response, definition)) = response(&entry.id, items, library) else { return };
    if let Ok(score) = score(definition, &response.answers, None) {
        let most = Some(definition.attainable().1);
        let safety = score.needs_safety(definition);
        let severity = score.band(definition).map(str::to_owned);
        let profile = definition.scoring.method == Method::Profile;
        *measure = Measure { total: score.total, most, severity, safety, profile, ..measure.clone() };
    }
}

/// The answer to each question, in a language (BCP 47).
pub(crate) fn answers(entry: &str, items: &[Item], library: &Library, language: &str) -> Vec<ItemAnswer> {
    let Some((response, definition)) = response(entry, items, library) else { return Vec::new() };
    let words = |options: Vec<(f64, &str)>, value: Option<f64>| {
        let found = options.into_iter().find(|(known, _)| Some(*known) == value);
        found.map(|(_, words)| words.to_owned()).unwrap_or_default()
    };
    let question = |id: &str| definition.item_in(id, language).unwrap_or(id).to_owned();
    let safety = definition.safety_items();
    let asked = definition.items.iter().zip(&response.answers).enumerate().map(|(at, (item, value))| ItemAnswer {
        safety: safety.iter().any(|(of, least)| *of == at && value.is_some_and(|value| value >= *least)),
        question: question(&item.id),
        answer: words(definition.options_in(language), *value),
        value: *value,
        scored: true,
    });
    let after = definition.unscored_item.as_ref().filter(|_| response.unscored.is_some()).map(|item| ItemAnswer {
        question: question(&item.id),
        answer: words(definition.unscored_options_in(language), response.unscored),
        value: response.unscored,
        scored: false,
        safety: false,
    });
    asked.chain(after).collect()
}

fn response<'a>(entry: &str, items: &'a [Item], library: &'a Library) -> Option<(&'a MeasureResponse, &'a Definition)> {
    let id: RecordId = entry.parse().ok()?;
    let at = items.binary_search_by_key(&id, |item| item.id).ok()?;
    let Body::MeasureResponse(response) = &items[at].record.body else { return None };
    Some((response, library.of_response(&response.instrument, &response.version)?))
}
