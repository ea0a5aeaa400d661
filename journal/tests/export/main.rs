//! Exports are complete and counted, contain nothing private to others, and have the formats of docs/export.md.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

mod bundle;
mod every_kind;
mod notice;
mod safety;

use journal::arc::Item;
use journal::export::{Source, contents, csv, fhir::fhir, json::json, markdown::markdown};
use journal::measures::all_built_in;
use journal::record::{
    Appointment, Body, CheckIn, DosingSession, Goal, Intention, MeasureResponse, Moment, NoteKind, PrivateNote,
    Reflection, Reply, Series, Setting, Step,
};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

fn in_english(source: &Source<'_>) -> String {
    markdown(source, "en")
}

fn at(text: &str) -> Moment {
    Moment::parse(text, "America/Denver").unwrap()
}

fn care() -> CollectionId {
    CollectionId::new(1, [7; 10])
}

/// A journal with records of every exported kind, and one that is not exported.
fn journey() -> Vec<Item> {
    let id = |n: usize| RecordId::new(0, [n as u8; 10]);
    let note = PrivateNote {
        purpose: NoteKind::Note,
        client: care(),
        about: None,
        text: "for nobody else".into(),
        earlier: Vec::new(),
        extra: Default::default(),
    };
    let session = DosingSession {
        number: 1,
        route: "lozenge".into(),
        dose_mg: Some(87.5),
        recorded_by: "clinic".into(),
        setting: Setting { music: "rain, no lyrics".into(), ..Default::default() },
        qualities: vec!["imagery".into()],
        ..Default::default()
    };
    let entry = Reflection {
        text: "# not a heading\nThe floor of a lake.".into(),
        mood: Some(6),
        states: vec!["calm".into()],
        themes: vec!["imagery".into()],
        ..Default::default()
    };
    let phq = |answers: Vec<Option<f64>>| MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() };
    let mut positive = vec![Some(1.0); 9];
    positive[0] = None;
    let bodies: Vec<(&str, Body)> = vec![
        ("2026-02-01T08:00:00-07:00", Series { planned: Some(4), ..Default::default() }.into()),
        ("2026-02-02T08:00:00-07:00", Goal { text: "sleep".into(), ..Default::default() }.into()),
        ("2026-02-03T08:00:00-07:00", Intention { text: "rest".into(), session: Some(1), ..Default::default() }.into()),
        ("2026-02-12T10:00:00-07:00", session.into()),
        ("2026-02-12T14:00:00-07:00", entry.into()),
        ("2026-02-13T14:00:00-07:00", CheckIn { mood: Some(5), energy: Some(3), ..Default::default() }.into()),
        ("2026-02-14T14:00:00-07:00", phq(vec![Some(1.0); 9]).into()),
        ("2026-02-15T14:00:00-07:00", phq(positive).into()),
        ("2026-02-16T14:00:00-07:00", Reply { to: id(4), text: "Thank you.".into(), extra: Default::default() }.into()),
        (
            "2026-02-17T14:00:00-07:00",
            Step { text: "walk".into(), done_on: vec!["2026-02-18".into()], ..Default::default() }.into(),
        ),
        ("2026-02-20T14:00:00-07:00", Appointment { purpose: "integration".into(), ..Default::default() }.into()),
        ("2026-02-21T14:00:00-07:00", note.into()),
    ];
    let record = |(n, (when, body)): (usize, (&str, Body))| Item {
        id: id(n),
        revision: 1,
        record: journal::record::Record { when: at(when), body },
    };
    bodies.into_iter().enumerate().map(record).collect()
}

fn with<T>(make: impl FnOnce(&Source<'_>) -> T) -> T {
    of(&journey(), make)
}

/// The export of these records, which a client shares.
fn of<T>(items: &[Item], make: impl FnOnce(&Source<'_>) -> T) -> T {
    let (definitions, made) = (all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    make(&Source { items, definitions: &definitions, handle: "wren", care: Some(care()), made: &made, notice: None })
}

#[test]
fn every_export_states_its_contents_and_omits_private_notes() {
    let inside = with(contents);
    assert_eq!((inside.records, inside.kinds["measure_response"], inside.left_out["private_note"]), (11, 2, 1));
    assert_eq!((inside.from.as_deref(), inside.to.as_deref()), (Some("2026-02-01"), Some("2026-02-20")));
    for text in [with(json), with(in_english), with(|source| csv::forms(&[*source])), with(fhir)] {
        assert!(!text.contains("for nobody else"));
    }
    assert!(with(in_english).contains("Left out: 1 private note."));
    assert!(with(fhir).contains("Left out: 1 private note"));
}

#[test]
fn markdown_has_words_where_records_have_codes() {
    let mut items = journey();
    items.iter_mut().for_each(|item| {
        if let Body::DosingSession(session) = &mut item.record.body {
            session.route = "nasal_spray".into();
        }
    });
    let (definitions, made) = (all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let source =
        Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice: None };
    let text = in_english(&source);
    assert!(text.contains("nasal spray · 87.5 mg"), "{text}");
    let code = |word: &str| word.contains('_') && word.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
    assert_eq!(text.split_whitespace().find(|word| code(word)), None);
}

#[test]
fn markdown_is_in_german_as_a_whole() {
    let text = with(|source| markdown(source, "de-AT"));
    for said in [
        "# Tagebuch von wren\n",
        "Erstellt am 2026-03-01 mit Afterglow. Enthalten: 11 Aufzeichnungen\nvom 2026-02-01 bis 2026-02-20\n",
        "Weggelassen: 1 private Notiz.",
        "## Sitzung 1, ",
        "Lutsch- oder Schmelztablette · 87,5 mg · Musik: rain, no lyrics · Bilder",
        "## Vor der ersten Sitzung",
        "· Eintrag\n",
        "ruhig · Bilder",
        "PHQ-9: nicht vollständig\n\nFrage 9: An einzelnen Tagen\n",
        "Antwort, 2026-02-16",
        "erledigt am 2026-02-18",
        "Integrationsgespräch",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for english in ["Journal", "Made", "Inside", "Left out", "Session", "session", "Question", "Reply", "entry"] {
        assert!(!text.contains(english), "{english}: {text}");
    }
}

#[test]
fn json_contains_every_record_unchanged_with_its_collection() {
    let document: Value = serde_json::from_str(&with(json)).unwrap();
    assert_eq!(document["format"], "afterglow-export/1");
    assert_eq!(document["contents"]["records"], 11);
    let records = document["records"].as_array().unwrap();
    let leaving = journey().into_iter().filter(|item| item.record.body.kind() != "private_note");
    for (exported, item) in records.iter().zip(leaving) {
        assert_eq!(exported["id"], item.id.to_string());
        assert_eq!(exported["record"], Value::Object(item.record.to_payload().into_fields()));
        // A client's own records are imported as their own; a reply stays the therapist's.
        assert_eq!(exported["care"].is_string(), item.record.body.kind() == "reply");
    }
}

fn rows(table: &str) -> Vec<&str> {
    table.split("\r\n").filter(|row| !row.is_empty()).collect()
}

#[test]
fn the_table_of_forms_has_one_row_per_form_with_its_client() {
    let table = with(|source| csv::forms(&[*source, Source { handle: "finch", ..*source }]));
    let rows = rows(&table);
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0], "client,record,instrument,version,at,date,session,day,complete,total,severity,flags,answers");
    assert!(rows[1].starts_with("wren,") && rows[3].starts_with("finch,"));
    assert!(
        rows[1]
            .contains(",phq-9,1,2026-02-14T14:00:00-07:00,2026-02-14,1,2,true,9,mild,self_harm_item,1;1;1;1;1;1;1;1;1")
    );
    assert!(rows[2].contains(",false,,,self_harm_item,;1;1;1;1;1;1;1;1"));
}

#[test]
fn the_table_of_answers_has_one_row_per_answer() {
    let table = with(|source| csv::answers(&[*source]));
    let rows = rows(&table);
    // Nine answers, and eight where the first item was skipped.
    assert_eq!(rows.len(), 1 + 9 + 8);
    assert_eq!(rows[0], "client,record,instrument,version,at,date,session,day,item,id,loinc,value,answer");
    let last = rows[9].split(',').collect::<Vec<_>>();
    assert_eq!((last[0], last[2], last[8], last[10], last[11]), ("wren", "phq-9", "9", "44260-8", "1"));
    assert_eq!(last[12], "Several days");
    assert!(
        rows[10].contains(",2,") && rows.iter().skip(10).all(|row| !row.contains(",44250-9,")),
        "item 1 was left out"
    );
}

#[test]
fn markup_in_a_text_creates_no_heading() {
    let text = with(in_english);
    assert!(text.contains("> # not a heading\n> The floor of a lake."));
    assert!(text.contains("## Session 1"));
    assert!(text.lines().filter(|line| line.starts_with("# ")).count() == 1);
}

#[test]
fn beside_a_safety_answer_no_text_names_a_band() {
    // The table of forms has both: its column of flags is beside the band.
    let text = with(in_english);
    assert!(text.contains("PHQ-9: 9\n\nQuestion 9: Several days\n"), "{text}");
    assert!(text.contains("PHQ-9: not complete\n\nQuestion 9: Several days\n"), "{text}");
    assert!(!text.contains("(mild)"), "{text}");
    let bundle: Value = serde_json::from_str(&with(fhir)).unwrap();
    let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    let said: Vec<&str> = resources
        .filter(|resource| resource["resourceType"] == "Observation")
        .filter_map(|resource| resource["interpretation"][0]["text"].as_str())
        .collect();
    assert_eq!(said, ["self harm item", "self harm item"]);
}
