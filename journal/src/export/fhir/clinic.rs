//! The clinic's record of a session: a `MedicationAdministration` per dose event, an `Observation` per vital sign, and
//! the check lists of discharge and clearance.

use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::{derived, merge, present};
use crate::arc::Item;
use crate::clinic::vitals::VITALS;
use crate::export::clinic::clearances;
use crate::export::coding::{LOINC, SCALE, SNOMED, coding, concept, words};
use crate::record::{Checked, DoseEvent, Moment, Observed, Route, SessionRecord, Substance};

/// LOINC codes of vital signs. Oxygen saturation has two: FHIR's profile requires the first, the second names the
/// method.
const CODES: [(&str, &[&str], &str); 6] = [
    ("hr", &["8867-4"], "Heart rate"),
    ("spo2", &["2708-6", "59408-5"], "Oxygen saturation by pulse oximetry"),
    ("rr", &["9279-1"], "Respiratory rate"),
    ("temp", &["8310-5"], "Body temperature"),
    ("etco2", &["19889-5"], "End-tidal carbon dioxide"),
    ("oxygen_l", &["3151-8"], "Inhaled oxygen flow rate"),
];

/// Vital signs in the sense of FHIR's profiles.
const SIGNS: [&str; 4] = ["hr", "spo2", "rr", "temp"];

fn loinc(codes: &[&str], text: &str) -> Value {
    let codings: Vec<Value> = codes.iter().map(|code| json!({ "system": LOINC, "code": code })).collect();
    json!({ "coding": codings, "text": text })
}

fn vital_signs() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs")
}

fn quantity(value: f64, unit: &str) -> Value {
    let value = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit })
}

/// The route with its SNOMED CT code.
fn route(route: Route) -> Value {
    let (code, name) = match route {
        Route::Im => ("78421000", "Intramuscular route"),
        Route::IvInfusion | Route::IvPush => ("47625008", "Intravenous route"),
        Route::Sc => ("34206005", "Subcutaneous route"),
        Route::SublingualBuccal => ("37839007", "Sublingual route"),
        Route::Intranasal => ("46713006", "Nasal route"),
        Route::Oral => ("26643006", "Oral route"),
        Route::Rectal => ("37161004", "Rectal route"),
        Route::Other => return json!({ "text": words(route.as_str()) }),
    };
    json!({ "coding": [coding(SNOMED, code, name)], "text": words(route.as_str()) })
}

impl Bundle<'_> {
    /// Adds everything of a session record. `encounter`: the session that it belongs to.
    pub(super) fn session_record(&mut self, item: &Item, record: &SessionRecord, encounter: Option<&Value>) {
        let id = item.id.to_string();
        for (n, dose) in record.doses.iter().enumerate() {
            self.dose(&derived(&id, &format!("dose/{n}")), dose, &item.record.when, encounter);
        }
        let when = &item.record.when;
        for (field, value, code, unit) in
            [("weight", record.weight_kg, "29463-7", "kg"), ("height", record.height_cm, "8302-2", "cm")]
        {
            if let Some(value) = value {
                let more = json!({ "valueQuantity": quantity(value, unit), "category": [vital_signs()] });
                self.observed(&derived(&id, field), loinc(&[code], &format!("Body {field}")), when, more, encounter);
            }
        }
        for (n, row) in record.observations.iter().enumerate() {
            self.observations(&derived(&id, &format!("row/{n}")), row, row.at.as_ref().unwrap_or(when), encounter);
        }
        if !record.discharge.is_empty() {
            let at = record.left_at.as_ref().unwrap_or(when);
            let more = json!({ "component": components(&record.discharge) });
            self.observed(&derived(&id, "discharge"), concept(SCALE, "discharge", "discharge"), at, more, encounter);
        }
    }

    /// Adds the clearances.
    pub(super) fn clearances(&mut self) {
        for (item, clearance) in clearances(self.source.items) {
            let more = present(json!({
                "valueString": clearance.result,
                "component": components(&clearance.items),
            }));
            let code = concept(SCALE, "clearance", "clearance");
            self.observed(&item.id.to_string(), code, &item.record.when, more, None);
        }
    }

    fn dose(&mut self, id: &str, dose: &DoseEvent, when: &Moment, encounter: Option<&Value>) {
        let Some(mg) = dose.mg else { return };
        let substance = match dose.substance {
            Some(Substance::Esketamine) => "Esketamine",
            Some(Substance::Racemic) => "Ketamine, racemic",
            _ => "Ketamine",
        };
        let did = |what: &str, who: &str| json!({ "function": { "text": what }, "actor": { "display": who } });
        let performers: Vec<Value> = [("given by", &dose.given_by), ("checked by", &dose.checked_by)]
            .into_iter()
            .filter(|(_, who)| !who.is_empty())
            .map(|(what, who)| did(what, who))
            .collect();
        let product = [("product", &dose.product), ("lot", &dose.lot), ("expiry", &dose.expiry)];
        let notes: Vec<Value> = product
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| json!({ "text": format!("{name}: {text}") }))
            .collect();
        let site = Some(&dose.site).filter(|site| !site.is_empty());
        let administration = json!({
            "resourceType": "MedicationAdministration",
            "status": "completed",
            "medicationCodeableConcept": { "text": substance },
            "subject": self.subject(),
            "context": encounter,
            "effectiveDateTime": dose.at.as_ref().unwrap_or(when).rfc3339(),
            "performer": performers,
            "note": notes,
            "dosage": present(json!({
                "site": site.map(|site| json!({ "text": site })),
                "route": dose.route.map(route),
                "dose": quantity(mg, "mg"),
            })),
        });
        self.add(By::Therapist, id, administration);
    }

    fn observations(&mut self, id: &str, row: &Observed, at: &Moment, encounter: Option<&Value>) {
        if row.sys.is_some() || row.dia.is_some() {
            let pressure = [(row.sys, "8480-6", "Systolic"), (row.dia, "8462-4", "Diastolic")];
            let parts: Vec<Value> = pressure
                .into_iter()
                .map(|(value, code, name)| {
                    let mut part = json!({ "code": loinc(&[code], &format!("{name} blood pressure")) });
                    merge(
                        &mut part,
                        match value {
                            Some(value) => json!({ "valueQuantity": quantity(value, "mm[Hg]") }),
                            None => json!({ "dataAbsentReason": concept(
                            "http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown", "Unknown",
                        ) }),
                        },
                    );
                    part
                })
                .collect();
            let more = json!({ "component": parts, "category": [vital_signs()] });
            self.observed(&derived(id, "bp"), loinc(&["85354-9"], "Blood pressure"), at, more, encounter);
        }
        for vital in VITALS.iter().filter(|vital| !["sys", "dia"].contains(&vital.field)) {
            let Some(value) = row.vital(vital.field) else { continue };
            let mut more = json!({ "valueQuantity": quantity(value, vital.unit) });
            let code = match CODES.iter().find(|(field, ..)| *field == vital.field) {
                Some((_, codes, name)) => loinc(codes, name),
                None => concept(SCALE, vital.field, vital.field),
            };
            if SIGNS.contains(&vital.field) {
                merge(&mut more, json!({ "category": [vital_signs()] }));
            }
            if vital.field == "cadss" && !row.cadss_form.is_empty() {
                merge(&mut more, json!({ "method": { "text": row.cadss_form } }));
            }
            self.observed(&derived(id, vital.field), code, at, more, encounter);
        }
    }

    fn observed(&mut self, id: &str, code: Value, at: &Moment, more: Value, encounter: Option<&Value>) {
        let mut observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "code": code,
            "subject": self.subject(),
            "encounter": encounter,
            "effectiveDateTime": at.rfc3339(),
        });
        merge(&mut observation, more);
        self.add(By::Therapist, id, observation);
    }
}

/// The answers to a check list.
fn components(list: &[Checked]) -> Vec<Value> {
    let answered = list.iter().filter(|item| !item.state.is_empty());
    let said = |item: &Checked| match item.note.is_empty() {
        true => item.state.clone(),
        false => format!("{}: {}", item.state, item.note),
    };
    answered.map(|item| json!({ "code": { "text": item.words }, "valueString": said(item) })).collect()
}
