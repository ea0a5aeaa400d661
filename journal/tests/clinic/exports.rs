//! The exports of the clinic's records.

use journal::arc::Item;
use journal::export::fhir::fhir;
use journal::export::json::json;
use journal::export::markdown::markdown;
use journal::export::{Source, clinic};
use journal::measures::all_built_in;
use journal::record::{DosingSession, Moment, SessionRecord};
use serde_json::Value;

use crate::sheets::{DAY, MINUTE, dosed, row};
use crate::{check, cleared, good, item};

fn clinics_journal() -> Vec<Item> {
    let sheet = {
        let mut sheet = good();
        sheet.observations[0].extend(row(&[
            ("spo2", "97"),
            ("rr", "14"),
            ("temp", "36,6"),
            ("sedation", "4"),
            ("etco2", "38"),
        ]));
        sheet.items = vec![row(&[("row", "awake"), ("state", "yes")])];
        sheet
    };
    let plain = DosingSession {
        number: 1,
        route: "intramuscular".into(),
        dose_mg: Some(60.0),
        by_therapist: true,
        recorded_by: "clinic".into(),
        ..Default::default()
    };
    let mut typing = SessionRecord { number: 2, ..Default::default() };
    typing.draft.insert("fields".into(), serde_json::json!({ "touch_words": "typed and not kept" }));
    vec![
        item(1, 0, plain),
        item(2, 0, SessionRecord { kept: Some(dosed()), ..check(&sheet).record }),
        item(3, -5, cleared()),
        item(4, 1, typing),
    ]
}

#[test]
fn exports_hold_what_was_kept_and_nothing_that_is_only_typed() {
    let (items, definitions) = (clinics_journal(), all_built_in().unwrap());
    let made = Moment { unix_ms: dosed().unix_ms + DAY, ..dosed() };
    let source =
        Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice: None };
    let bundle: Value = serde_json::from_str(&fhir(&source)).unwrap();
    let resources: Vec<&Value> = bundle["entry"].as_array().unwrap().iter().map(|one| &one["resource"]).collect();
    let doses: Vec<&&Value> =
        resources.iter().filter(|one| one["resourceType"] == "MedicationAdministration").collect();
    assert_eq!(doses.len(), 1, "dose events instead of the sum");
    assert_eq!(doses[0]["dosage"]["dose"]["value"], 60);
    assert_eq!(doses[0]["dosage"]["route"]["coding"][0]["code"], "78421000");
    assert_eq!(doses[0]["effectiveDateTime"], dosed().rfc3339());
    for (code, unit) in [
        ("85354-9", None),
        ("8867-4", Some("/min")),
        ("2708-6", Some("%")),
        ("9279-1", Some("/min")),
        ("8310-5", Some("Cel")),
        ("29463-7", Some("kg")),
        ("8302-2", Some("cm")),
        ("19889-5", Some("mm[Hg]")),
    ] {
        let found = resources.iter().find(|one| one["code"]["coding"][0]["code"] == code);
        let found = found.unwrap_or_else(|| panic!("{code}"));
        if let Some(unit) = unit {
            assert_eq!(found["valueQuantity"]["code"], unit, "{code}");
        }
    }
    let table = clinic::values(&[source]);
    let cell = |row: &str| table.lines().any(|line| line.trim_end().ends_with(row));
    assert!(
        cell(&format!(
            ",1,observations,o1,sys,120,mm[Hg],{}",
            Moment { unix_ms: dosed().unix_ms + 10 * MINUTE, ..dosed() }.rfc3339()
        )),
        "{table}"
    );
    assert!(cell(",1,session,,weight_kg,70.5,kg,"));
    let text = markdown(&source, "en");
    assert!(
        text.contains("### The clinic's record")
            && text.contains("60 mg, racemic, im")
            && text.contains("| 10 | 120 | 80 |"),
        "{text}"
    );
    let german = markdown(&source, "de");
    assert!(
        german.contains("### Das Protokoll der Praxis")
            && german.contains("60 mg, Ketamin, razemisch, in den Muskel")
            && german.contains("| Minute | Blutdruck, oberer, mmHg | "),
        "{german}"
    );
    for text in [fhir(&source), table, text, german, json(&source)] {
        assert!(!text.contains("typed and not kept"));
    }
}
