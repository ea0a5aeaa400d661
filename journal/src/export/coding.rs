//! The codes in a FHIR bundle: LOINC where there is one, our own systems elsewhere. No official code is claimed for what
//! is ours.

use serde_json::{Value, json};

use crate::measures::Definition;
use crate::measures::definition::{ItemDefinition, Options, UnscoredItem};

/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// Instruments, items, totals and subscales without a LOINC code.
pub const INSTRUMENT: &str = "urn:afterglow:instrument";
/// Scales of an entry: `mood`, `energy`.
pub const SCALE: &str = "urn:afterglow:scale";
/// The client's handle.
pub const HANDLE: &str = "urn:afterglow:handle";

/// LOINC's answers to the PHQ's and GAD's four options, by value.
const FREQUENCY: [&str; 4] = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

/// A concept of one coding.
pub fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [coding(system, code, text)], "text": text })
}

/// A coding.
pub fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

/// An item's linkId: its LOINC code with a leading slash, as US Core's example has it; else its own id.
pub fn link_id(id: &str, loinc: Option<&str>) -> String {
    loinc.map_or_else(|| id.to_owned(), |code| format!("/{code}"))
}

/// The instrument's code.
pub fn panel(definition: &Definition) -> Value {
    match &definition.loinc_panel {
        Some(code) => concept(LOINC, code, &definition.title),
        None => concept(INSTRUMENT, &definition.id, &definition.title),
    }
}

/// The code of its total.
pub fn total(definition: &Definition) -> Value {
    match &definition.loinc_total {
        Some(code) => concept(LOINC, code, &format!("{} total", definition.title)),
        None => concept(INSTRUMENT, &format!("{}-total", definition.id), &format!("{} total", definition.title)),
    }
}

/// An item's code.
pub fn item(definition: &Definition, item: &ItemDefinition) -> Value {
    question(definition, &item.id, item.loinc.as_deref(), item.text.as_deref().unwrap_or(&item.id))
}

fn question(definition: &Definition, id: &str, loinc: Option<&str>, text: &str) -> Value {
    match loinc {
        Some(code) => concept(LOINC, code, text),
        None => concept(INSTRUMENT, &format!("{}-{id}", definition.id), text),
    }
}

/// An answer: LOINC's own where the item has a LOINC code and four options of frequency, else the number.
pub fn answer(definition: &Definition, item: &ItemDefinition, value: f64) -> Value {
    if let (Options::Choices(choices), Some(_)) = (&definition.options, &item.loinc)
        && choices.len() == FREQUENCY.len()
        && let Some(choice) = choices.iter().position(|(known, _)| *known == value)
        && choices.iter().enumerate().all(|(n, (known, _))| *known == n as f64)
    {
        return json!({ "valueCoding": coding(LOINC, FREQUENCY[choice], &choices[choice].1) });
    }
    number(value)
}

/// An answer to the unscored item: its wording is what was chosen, and its number is our own code.
pub fn unscored_answer(item: &UnscoredItem, value: f64) -> Value {
    let text = item.options.get(value as usize).map_or("", String::as_str);
    json!({ "valueCoding": coding(INSTRUMENT, &format!("{}-{value}", item.id), text) })
}

/// The unscored item in a questionnaire.
pub fn unscored(definition: &Definition, item: &UnscoredItem) -> Value {
    json!({
        "linkId": link_id(&item.id, item.loinc.as_deref()),
        "code": question(definition, &item.id, item.loinc.as_deref(), &item.text)["coding"],
        "text": item.text,
        "type": "choice",
        "answerOption": (0..item.options.len()).map(|n| unscored_answer(item, n as f64)).collect::<Vec<_>>(),
    })
}

/// A number, as FHIR's answers have it.
pub fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!({ "valueInteger": value as i64 }) } else { json!({ "valueDecimal": value }) }
}
