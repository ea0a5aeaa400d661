//! The notice of 42 CFR Part 2: in every format of records that need it, and in no other.

use journal::export::{Source, clinic, csv, effects, fhir::fhir, json::json, notice};
use journal::measures::all_built_in;
use serde_json::Value;

use crate::every_kind::every_kind;
use crate::{at, in_english, rows};

/// A format that makes a text of several clients' records.
type Format = fn(&[Source<'_>]) -> String;

#[test]
fn every_format_carries_the_notice_of_part_2_and_no_other_export_does() {
    let formats: [(&str, Format); 8] = [
        ("json", |sources| json(&sources[0])),
        ("markdown", |sources| in_english(&sources[0])),
        ("fhir", |sources| fhir(&sources[0])),
        ("forms", csv::forms),
        ("answers", csv::answers),
        ("effects", effects::effects),
        ("adverse events", effects::adverse_events),
        ("records", clinic::values),
    ];
    let (items, definitions, made) = (every_kind(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let due = notice(items.iter().map(|item| &item.record.body));
    let with =
        |notice, handle| Source { items: &items, definitions: &definitions, handle, care: None, made: &made, notice };
    for (name, made) in formats {
        assert!(!made(&[with(None, "wren")]).contains("42 CFR"), "{name}");
        let text = made(&[with(due, "wren")]);
        let (statement, short) = (due.unwrap().statement(), due.unwrap().short());
        let said = match name {
            "json" | "fhir" => text.contains(&serde_json::to_string(statement).unwrap()),
            "markdown" => statement.lines().all(|line| text.contains(&format!("\n> {line}\n"))),
            _ => {
                let rows = rows(&text);
                let rest = rows.iter().skip(1).filter(|row| row.ends_with(&format!(",{short}"))).count();
                rows.len() > 1 && rows[0].ends_with(",notice") && rest == rows.len() - 1
            }
        };
        assert!(said, "{name}: {text}");
    }
    // Beside clients of another practice only the rows that need it say it, and all rows have the same columns.
    let table = csv::forms(&[with(None, "finch"), with(due, "wren")]);
    assert!(rows(&table).iter().skip(1).all(|row| row.starts_with("wren,") == row.ends_with("these records.")));
    assert_eq!(rows(&table).iter().filter(|row| row.starts_with("finch,") && row.ends_with(',')).count(), {
        rows(&csv::forms(&[with(None, "finch")])).len() - 1
    });
}

#[test]
fn every_resource_of_a_protected_bundle_is_labelled() {
    let (items, definitions, made) = (every_kind(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let notice = notice(items.iter().map(|item| &item.record.body));
    let source = Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice };
    let bundle: Value = serde_json::from_str(&fhir(&source)).unwrap();
    let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    for resource in resources.chain([&bundle]) {
        let codes = resource["meta"]["security"].as_array().unwrap().iter().map(|label| &label["code"]);
        assert_eq!(codes.collect::<Vec<_>>(), ["R", "42CFRPart2"], "{resource}");
    }
}
