//! The FHIR bundle: self-contained, with the authors of each resource, and the one that is validated.

use std::collections::BTreeSet;

use journal::arc::Item;
use journal::export::{Source, fhir::fhir, json::json, notice};
use journal::measures::all_built_in;
use journal::record::Body;
use protocol::RecordId;
use serde_json::Value;

use crate::every_kind::every_kind;
use crate::{at, journey, of, with};

#[test]
fn the_bundle_is_self_contained_and_names_its_code_systems() {
    let bundle: Value = serde_json::from_str(&with(fhir)).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let urls: BTreeSet<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(urls.len(), entries.len(), "each id once");
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| match (name.as_str(), value) {
                ("reference", Value::String(url)) => found.push(url),
                _ => references(value, found),
            }),
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&bundle, &mut found);
    assert!(!found.is_empty() && found.iter().all(|url| urls.contains(url)), "nothing points outside");

    let of = |kind: &str| entries.iter().filter(|one| one["resource"]["resourceType"] == kind).count();
    for kind in [
        "Patient",
        "Questionnaire",
        "QuestionnaireResponse",
        "Observation",
        "Goal",
        "CarePlan",
        "Task",
        "EpisodeOfCare",
        "Encounter",
        "MedicationAdministration",
        "DocumentReference",
        "Communication",
        "Consent",
        "Device",
        "List",
        "PractitionerRole",
        "Provenance",
    ] {
        assert!(of(kind) > 0, "{kind}");
    }
    let text = bundle.to_string();
    for code in ["/44250-9", "44261-6", "44249-1", "44260-8", "LA6569-3"] {
        assert!(text.contains(code), "{code}");
    }
    let patient = &entries.iter().find(|one| one["resource"]["resourceType"] == "Patient").unwrap()["resource"];
    assert_eq!(patient["identifier"][0]["value"], "wren");
    assert!(patient.get("name").is_none() && patient.get("birthDate").is_none());
    // The same records give the same ids, so a clinic that reads two exports sees one journal.
    assert_eq!(with(fhir), with(fhir));
}

#[test]
fn a_dose_recorded_by_the_client_is_not_an_administration() {
    let definitions = all_built_in().unwrap();
    let made = at("2026-03-01T12:00:00-07:00");
    let mut items = journey();
    for item in &mut items {
        if let Body::DosingSession(session) = &mut item.record.body {
            session.recorded_by = "client".into();
        }
    }
    let source =
        Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice: None };
    assert!(!fhir(&source).contains("MedicationAdministration"));
}

/// The authors of a resource, by its provenance: role and reference.
fn wrote(bundle: &Value, resource: &Value) -> Vec<String> {
    let of = |url: &Value| {
        let entries = bundle["entry"].as_array().unwrap();
        let found = entries.iter().find(|entry| entry["fullUrl"] == *url).unwrap();
        found["resource"]["resourceType"].as_str().unwrap().to_owned()
    };
    let id = format!("urn:uuid:{}", resource["id"].as_str().unwrap());
    let entries = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    let told = entries.filter(|one| one["resourceType"] == "Provenance");
    let told: Vec<&Value> =
        told.filter(|one| one["target"].as_array().unwrap().iter().any(|target| target["reference"] == *id)).collect();
    let agents = told.iter().flat_map(|one| one["agent"].as_array().unwrap());
    agents
        .map(|agent| {
            format!("{} {}", agent["type"]["coding"][0]["code"].as_str().unwrap(), of(&agent["who"]["reference"]))
        })
        .collect()
}

#[test]
fn every_resource_has_its_provenance() {
    let definitions = all_built_in().unwrap();
    let made = at("2026-03-01T12:00:00-07:00");
    let mut items = journey();
    // The clinic records the same session.
    let mut ours = items[3].clone();
    ours.id = RecordId::new(0, [99; 10]);
    let Body::DosingSession(session) = &mut ours.record.body else { panic!() };
    session.by_therapist = true;
    items.push(ours);
    let bundle: Value = serde_json::from_str(&of(&items, fhir)).unwrap();
    let (client, therapist, both, program, nobody) = (
        vec!["author Patient", "assembler Device"],
        vec!["author PractitionerRole", "assembler Device"],
        vec!["author Patient", "author PractitionerRole", "assembler Device"],
        vec!["assembler Device"],
        Vec::new(),
    );
    let mut seen = BTreeSet::new();
    for resource in bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]) {
        let kind = resource["resourceType"].as_str().unwrap();
        let code = resource["code"]["coding"][0]["code"].as_str().unwrap_or_default();
        let session = resource["type"][0]["text"].as_str().is_some_and(|text| text.starts_with("Ketamine"));
        let expected = match (kind, code) {
            ("DocumentReference" | "Goal" | "Task" | "EpisodeOfCare" | "QuestionnaireResponse", _) => &client,
            ("Encounter", _) if session => &both,
            ("Encounter", _) => &client,
            ("Communication" | "MedicationAdministration", _) => &therapist,
            ("Observation", "session") => &both,
            ("Observation", "mood" | "energy" | "states") => &client,
            ("Observation" | "List" | "CarePlan" | "Consent", _) => &program,
            // Resources without an author: the patient, the device, the therapist's role, the instruments, the
            // provenance itself.
            _ => &nobody,
        };
        assert_eq!(&wrote(&bundle, resource), expected, "{kind} {code}");
        seen.insert(kind);
    }
    assert!(seen.contains("Provenance") && seen.contains("Communication"));
    // A client's export of their own records names no therapist.
    let own: Vec<Item> = journey().into_iter().filter(|item| item.record.body.kind() == "reflection").collect();
    let source =
        Source { items: &own, definitions: &definitions, handle: "wren", care: None, made: &made, notice: None };
    assert!(!fhir(&source).contains("PractitionerRole"));
}

#[test]
fn an_adverse_event_names_its_causes_and_what_was_recorded_in_error_is_left_out() {
    let items = every_kind();
    let bundle: Value = serde_json::from_str(&of(&items, fhir)).unwrap();
    let resources: Vec<&Value> = bundle["entry"].as_array().unwrap().iter().map(|one| &one["resource"]).collect();
    let of = |kind: &str| resources.iter().filter(|one| one["resourceType"] == kind).copied().collect::<Vec<_>>();
    let events = of("AdverseEvent");
    assert_eq!(events.len(), 1);
    let event = events[0];
    assert_eq!((&event["severity"]["text"], &event["seriousness"]["text"]), (&"Grade 3".into(), &"Serious".into()));
    assert_eq!(event["suspectEntity"].as_array().unwrap().len(), 2);
    assert_eq!((of("Medication").len(), of("Procedure").len()), (1, 1));
    let chest = resources.iter().find(|one| one["code"]["coding"][0]["code"] == "chest").unwrap();
    assert_eq!(chest["valueCodeableConcept"]["text"], "Moderate");
    let low = resources.iter().find(|one| one["code"]["coding"][0]["code"] == "low").unwrap();
    assert!(low["valueCodeableConcept"].is_null() && low["dataAbsentReason"].is_object());
}

/// The bundle that `tests/fhir` validates. `WRITE_JOURNEY=1` writes it again.
#[test]
fn the_validated_fhir_bundle_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fhir/journey.json");
    let (items, definitions, made) = (every_kind(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let notice = notice(items.iter().map(|item| &item.record.body));
    let source = Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice };
    let written = json(&source) + "\n";
    if std::env::var_os("WRITE_JOURNEY").is_some() {
        std::fs::write(path, &written).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == written);
}
