//! Codes of a FHIR bundle: LOINC where available, otherwise Afterglow's own code systems. Own concepts never get
//! official codes.

use serde_json::{Value, json};

use crate::measures::Definition;
use crate::measures::definition::{ItemDefinition, Options, UnscoredItem};

/// The code system of LOINC.
pub const LOINC: &str = "http://loinc.org";
/// The code system of instruments, items, totals and subscales without a LOINC code.
pub const INSTRUMENT: &str = "urn:afterglow:instrument";
/// The code system of rating scales: `mood`, `energy`.
pub const SCALE: &str = "urn:afterglow:scale";
/// The code system of side effects, as a client marks them: `chest`.
pub const EFFECT: &str = "urn:afterglow:side-effect";
/// The code system of kinds of adverse events: `cardiovascular`.
pub const ADVERSE: &str = "urn:afterglow:adverse-event";
/// The identifier system of client handles.
pub const HANDLE: &str = "urn:afterglow:handle";

/// The code system of confidentiality: `R`, restricted.
pub(super) const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
/// The code system of acts and of the laws that bind them: `42CFRPart2`.
pub(super) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// The code system of SNOMED CT.
pub(super) const SNOMED: &str = "http://snomed.info/sct";

/// LOINC answer codes of the four PHQ and GAD options, by value.
const FREQUENCY: [(&str, &str); 4] = [
    ("LA6568-5", "Not at all"),
    ("LA6569-3", "Several days"),
    ("LA6570-1", "More than half the days"),
    ("LA6571-9", "Nearly every day"),
];

/// Official LOINC display names. Other codes get no display, because terminology servers reject unofficial ones.
const LOINC_NAMES: [(&str, &str); 4] = [
    ("44249-1", "PHQ-9 quick depression assessment panel [Reported.PHQ]"),
    ("44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"),
    ("69737-5", "Generalized anxiety disorder 7 item (GAD-7)"),
    ("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"),
];

/// Routes of administration with their SNOMED CT codes.
const ROUTES: [(&str, &str, &str); 14] = [
    ("nasal_spray", "46713006", "Nasal route"),
    ("lozenge", "37839007", "Sublingual route"),
    ("infusion", "47625008", "Intravenous route"),
    ("rectal", "37161004", "Rectal route"),
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

/// A `CodeableConcept` with a single coding.
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

/// A `Coding` with its display.
pub fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

/// A readable form of a code such as `at_or_above_cut`.
pub fn words(code: &str) -> String {
    match code {
        "at_or_above_cut" => "at or above the cut-off".into(),
        "below_cut" => "below the cut-off".into(),
        code => code.replace('_', " "),
    }
}

/// The route of a dose: coded if SNOMED CT has it, and always with the original text.
pub fn route(written: &str) -> Value {
    let known = ROUTES.iter().find(|(name, ..)| written.trim().eq_ignore_ascii_case(name));
    match known {
        Some((_, code, name)) => json!({ "coding": [coding(SNOMED, code, name)], "text": words(written) }),
        None => json!({ "text": words(written) }),
    }
}

/// The item's `linkId`: the LOINC code with a leading slash, as in US Core's example; otherwise the item's own id.
pub fn link_id(id: &str, loinc: Option<&str>) -> String {
    loinc.map_or_else(|| id.to_owned(), |code| format!("/{code}"))
}

/// The code of the instrument.
pub fn panel(definition: &Definition) -> Value {
    match &definition.loinc_panel {
        Some(code) => concept(LOINC, code, &definition.title),
        None => concept(INSTRUMENT, &definition.id, &definition.title),
    }
}

/// The code of the instrument's total.
pub fn total(definition: &Definition) -> Value {
    match &definition.loinc_total {
        Some(code) => concept(LOINC, code, &format!("{} total", definition.title)),
        None => concept(INSTRUMENT, &format!("{}-total", definition.id), &format!("{} total", definition.title)),
    }
}

/// The code of an item.
pub fn item(definition: &Definition, item: &ItemDefinition) -> Value {
    question(definition, &item.id, item.loinc.as_deref(), item.text.as_deref().unwrap_or(&item.id))
}

fn question(definition: &Definition, id: &str, loinc: Option<&str>, text: &str) -> Value {
    match loinc {
        Some(code) => concept(LOINC, code, text),
        None => concept(INSTRUMENT, &format!("{}-{id}", definition.id), text),
    }
}

/// An answer: LOINC's answer code if the item has a LOINC code and the four frequency options; otherwise the number.
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

/// An answer to the unscored item: the option's text, with the value as Afterglow's own code.
pub fn unscored_answer(item: &UnscoredItem, value: f64) -> Value {
    let text = item.options.get(value as usize).map_or("", String::as_str);
    json!({ "valueCoding": coding(INSTRUMENT, &format!("{}-{value}", item.id), text) })
}

/// The unscored item as a questionnaire item.
pub fn unscored(definition: &Definition, item: &UnscoredItem) -> Value {
    json!({
        "linkId": link_id(&item.id, item.loinc.as_deref()),
        "code": question(definition, &item.id, item.loinc.as_deref(), &item.text)["coding"],
        "text": item.text,
        "type": "choice",
        "answerOption": (0..item.options.len()).map(|n| unscored_answer(item, n as f64)).collect::<Vec<_>>(),
    })
}

/// A number in the form of a FHIR answer.
pub fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!({ "valueInteger": value as i64 }) } else { json!({ "valueDecimal": value }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::DosingSession;

    #[test]
    fn every_route_that_can_be_chosen_is_coded_and_is_a_word() {
        for known in DosingSession::ROUTES {
            let coded = route(known);
            assert_eq!(coded["coding"][0]["code"].is_string(), known != "other", "{known}");
            assert!(!coded["text"].as_str().unwrap().contains('_'), "{known}");
        }
    }
}
