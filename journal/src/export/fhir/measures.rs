//! Measures: `Questionnaire`, `QuestionnaireResponse`, and scores as `Observation`.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, merge, present, survey};
use crate::arc::Item;
use crate::brief::measure_summary::{Answered, asking, scored};
use crate::effects;
use crate::export::coding::{self, INSTRUMENT, SCALE, concept};
use crate::measures::condition::Condition;
use crate::measures::definition::Options;
use crate::measures::{Definition, Score};
use crate::record::{Body, MeasureResponse, SafetyEvent};

impl Bundle<'_> {
    /// Adds the answered instruments, with their wording if the licence allows it.
    pub(super) fn questionnaires(&mut self) {
        let mut used: BTreeMap<(&str, &str), &Definition> = BTreeMap::new();
        for Answered { definition, .. } in scored(self.source.items, self.source.definitions) {
            used.insert((definition.id.as_str(), definition.version.as_str()), definition);
        }
        for definition in used.into_values() {
            let items: Vec<Value> = definition
                .items
                .iter()
                .map(|item| {
                    let answers: Vec<Value> = match &definition.options {
                        Options::Choices(choices) => {
                            choices.iter().map(|(value, _)| coding::answer(definition, item, *value)).collect()
                        }
                        Options::Slider(..) => Vec::new(),
                    };
                    // FHIR allows only integers and codings as answer options.
                    let chosen = !answers.is_empty() && answers.iter().all(|one| one.get("valueDecimal").is_none());
                    present(json!({
                        "linkId": coding::link_id(&item.id, item.loinc.as_deref()),
                        "code": coding::item(definition, item)["coding"],
                        "text": item.text.as_deref().unwrap_or(&item.id),
                        "type": if chosen { "choice" } else { "decimal" },
                        "answerOption": if chosen { answers } else { Vec::new() },
                    }))
                })
                .chain(definition.unscored_item.iter().map(|item| coding::unscored(definition, item)))
                .collect();
            let questionnaire = json!({
                "resourceType": "Questionnaire",
                "url": url(definition),
                "version": definition.version,
                "title": definition.title,
                "status": "active",
                "code": coding::panel(definition)["coding"],
                "copyright": definition.licence,
                "item": items,
            });
            let newest = self.source.definitions.iter().find(|one| one.id == definition.id);
            let is_newest = newest.is_some_and(|one| one.version == definition.version);
            let named =
                if is_newest { definition.id.clone() } else { format!("{}|{}", definition.id, definition.version) };
            self.put(&derived("questionnaire", &named), questionnaire);
        }
    }

    pub(super) fn response(&mut self, answered: &Answered<'_>) {
        let Answered { item, definition, score } = answered;
        let Body::MeasureResponse(response) = &item.record.body else { return };
        let id = item.id.to_string();
        let when = item.record.when.rfc3339();
        let filled = json!({
            "resourceType": "QuestionnaireResponse",
            "questionnaire": format!("{}|{}", url(definition), definition.version),
            "status": if score.complete { "completed" } else { "in-progress" },
            "subject": self.subject(),
            "authored": when,
            "author": self.subject(),
            "source": self.subject(),
            "item": response_items(definition, response),
        });
        let from = self.add(By::Client, &id, filled);
        let observation = |code: Value, value: Value, more: Value| {
            let mut fields = json!({
                "resourceType": "Observation",
                "status": "final",
                "category": [survey()],
                "code": code,
                "effectiveDateTime": when,
                "derivedFrom": [from],
            });
            merge(&mut fields, value);
            merge(&mut fields, more);
            fields
        };
        let subject = json!({ "subject": self.subject(), "performer": [self.subject()] });
        if let Some(total) = score.total {
            let more = band_and_subscales(definition, score);
            let mut resource = observation(coding::total(definition), quantity(total), more);
            merge(&mut resource, subject.clone());
            self.add(By::Afterglow, &derived(&id, "total"), resource);
        }
        // A safety item becomes an observation of its own, even in an incomplete response.
        for flag in definition.flags.iter().filter(|flag| score.flags.contains(&flag.id)) {
            let Condition::ItemAtLeast(named, _) = &flag.when else { continue };
            let at = definition.items.iter().position(|question| question.id == *named);
            let Some((question, value)) =
                at.and_then(|at| Some((&definition.items[at], (*response.answers.get(at)?)?)))
            else {
                continue;
            };
            let more = json!({ "interpretation": [{ "text": coding::words(&flag.id) }] });
            let mut resource = observation(coding::item(definition, question), quantity(value), more);
            merge(&mut resource, subject.clone());
            self.add(By::Afterglow, &derived(&id, &flag.id), resource);
        }
    }
}

impl Bundle<'_> {
    /// Adds the answer to a safety item of a form that was left, or that is not shared: nothing else here has it.
    pub(super) fn safety_event(&mut self, item: &Item, event: &SafetyEvent) {
        let is_here = |id: RecordId| self.source.items.iter().any(|one| one.id == id);
        // A record that only closes a flag names no item.
        if event.item.is_empty() || event.response.is_some_and(is_here) {
            return;
        }
        let asked = asking(self.source.definitions, &event.instrument, &event.item);
        let of_check = event.instrument == effects::INSTRUMENT;
        let code = match asked {
            Some((definition, at)) => coding::item(definition, &definition.items[at]),
            None if of_check => concept(SCALE, effects::SUICIDAL, effects::SUICIDAL),
            None => concept(INSTRUMENT, &format!("{}-{}", event.instrument, event.item), &event.item),
        };
        let mut observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [survey()],
            "code": code,
            "subject": self.subject(),
            "effectiveDateTime": item.record.when.rfc3339(),
            "performer": [self.subject()],
            "interpretation": [{ "text": coding::words(&event.flag) }],
        });
        match event.answer {
            _ if of_check => merge(&mut observation, json!({ "valueString": "yes" })),
            Some(answer) => merge(&mut observation, quantity(answer)),
            None => {}
        }
        self.add(By::Client, &item.id.to_string(), observation);
    }
}

/// The answers of a response, including the item that is not scored.
fn response_items(definition: &Definition, response: &MeasureResponse) -> Vec<Value> {
    let given = definition.items.iter().zip(&response.answers).filter_map(|(question, value)| {
        let answer = coding::answer(definition, question, (*value)?);
        Some(json!({ "linkId": coding::link_id(&question.id, question.loinc.as_deref()), "answer": [answer] }))
    });
    let unscored = definition.unscored_item.as_ref().zip(response.unscored).map(|(question, value)| {
        let link = coding::link_id(&question.id, question.loinc.as_deref());
        json!({ "linkId": link, "answer": [coding::unscored_answer(question, value)] })
    });
    given.chain(unscored).collect()
}

/// The band of a total (none beside a safety answer), and the subscales as components.
fn band_and_subscales(definition: &Definition, score: &Score) -> Value {
    let band = score.band(definition).map(|band| json!([{ "text": coding::words(band) }]));
    let parts = score.subscales.iter().map(|(name, value)| {
        let mut part =
            json!({ "code": concept(INSTRUMENT, &format!("{}-{name}", definition.id), &coding::words(name)) });
        merge(&mut part, quantity(*value));
        part
    });
    present(json!({ "interpretation": band, "component": parts.collect::<Vec<_>>() }))
}

/// A score as a quantity. Profiles expect this form for whole numbers too.
fn quantity(value: f64) -> Value {
    let value = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    json!({ "valueQuantity": { "value": value, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}" } })
}

fn url(definition: &Definition) -> String {
    format!("{INSTRUMENT}:{}", definition.id)
}
