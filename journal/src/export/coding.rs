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

/// SNOMED CT.
const SNOMED: &str = "http://snomed.info/sct";

/// LOINC's answers to the PHQ's and GAD's four options, by value.
const FREQUENCY: [(&str, &str); 4] = [
    ("LA6568-5", "Not at all"),
    ("LA6569-3", "Several days"),
    ("LA6570-1", "More than half the days"),
    ("LA6571-9", "Nearly every day"),
];

/// What LOINC calls its codes. A display is LOINC's own or it is not there: a terminology server refuses any other.
const LOINC_NAMES: [(&str, &str); 4] = [
    ("44249-1", "PHQ-9 quick depression assessment panel [Reported.PHQ]"),
    ("44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"),
    ("69737-5", "Generalized anxiety disorder 7 item (GAD-7)"),
    ("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"),
];

/// Ways in which ketamine is given, as SNOMED CT has them.
const ROUTES: [(&str, &str, &str); 10] = [
    ("intramuscular", "78421000", "Intramuscular route"),
    ("im", "78421000", "Intramuscular route"),
    ("intravenous", "47625008", "Intravenous route"),
    ("iv", "47625008", "Intravenous route"),
    ("sublingual", "37839007", "Sublingual route"),
    ("oral", "26643006", "Oral route"),
    ("intranasal", "46713006", "Nasal route"),
    ("nasal", "46713006", "Nasal route"),
    ("subcutaneous", "34206005", "Subcutaneous route"),
    ("sc", "34206005", "Subcutaneous route"),
];

/// A concept of one coding.
pub fn concept(system: &str, code: &str, text: &str) -> Value {
    if system != LOINC {
        return json!({ "coding": [coding(system, code, text)], "text": text });
    }
    let name = LOINC_NAMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name);
    let coding = match name {
        Some(name) => coding(LOINC, code, name),
        None => json!({ "system": LOINC, "code": code }),
    };
    json!({ "coding": [coding], "text": text })
}

/// A coding.
pub fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

/// How a dose was given: coded where SNOMED CT has it, and always in the words that were written.
pub fn route(written: &str) -> Value {
    let known = ROUTES.iter().find(|(name, ..)| written.trim().eq_ignore_ascii_case(name));
    match known {
        Some((_, code, name)) => json!({ "coding": [coding(SNOMED, code, name)], "text": written }),
        None => json!({ "text": written }),
    }
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
        let (code, name) = FREQUENCY[choice];
        return json!({ "valueCoding": coding(LOINC, code, name) });
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
