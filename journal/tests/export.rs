//! What leaves: complete, counted, without what is nobody else's, and in the shapes that docs/export.md states.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::arc::Item;
use journal::export::{Source, contents, csv, fhir::fhir, json::json, markdown::markdown};
use journal::measures::all_built_in;
use journal::record::{
    Appointment, Body, CheckIn, Concern, DosingSession, Goal, Intention, MeasureResponse, Moment, NoteKind,
    PrivateNote, Reflection, Reply, Series, Setting, Step,
};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

fn at(text: &str) -> Moment {
    Moment::parse(text, "America/Denver").unwrap()
}

fn care() -> CollectionId {
    CollectionId::new(1, [7; 10])
}

/// A journey with something of every kind that leaves, and something that does not.
fn journey() -> Vec<Item> {
    let id = |n: usize| RecordId::new(0, [n as u8; 10]);
    let note = PrivateNote {
        purpose: NoteKind::Note,
        client: care(),
        about: None,
        text: "for nobody else".into(),
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
    let (items, definitions, made) = (journey(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    make(&Source { items: &items, definitions: &definitions, handle: "wren", care: Some(care()), made: &made })
}

#[test]
fn every_export_says_what_is_inside_and_keeps_private_notes_out() {
    let inside = with(contents);
    assert_eq!((inside.records, inside.kinds["measure_response"], inside.left_out["private_note"]), (11, 2, 1));
    assert_eq!((inside.from.as_deref(), inside.to.as_deref()), (Some("2026-02-01"), Some("2026-02-20")));
    for text in [with(json), with(markdown), with(|source| csv::forms(&[*source])), with(fhir)] {
        assert!(!text.contains("for nobody else"));
    }
    assert!(with(markdown).contains("Left out: 1 private note."));
    assert!(with(fhir).contains("Left out: 1 private note"));
}

#[test]
fn our_json_holds_every_record_as_it_was_and_says_whose_it_is() {
    let document: Value = serde_json::from_str(&with(json)).unwrap();
    assert_eq!(document["format"], "afterglow-export/1");
    assert_eq!(document["contents"]["records"], 11);
    let records = document["records"].as_array().unwrap();
    let leaving = journey().into_iter().filter(|item| item.record.body.kind() != "private_note");
    for (exported, item) in records.iter().zip(leaving) {
        assert_eq!(exported["id"], item.id.to_string());
        assert_eq!(exported["record"], Value::Object(item.record.to_payload().0));
        // What a client wrote is their own again when they take it in; a reply stays the therapist's.
        assert_eq!(exported["care"].is_string(), item.record.body.kind() == "reply");
    }
}

fn rows(table: &str) -> Vec<&str> {
    table.split("\r\n").filter(|row| !row.is_empty()).collect()
}

#[test]
fn a_table_of_forms_has_a_row_for_each_and_says_whose_it_is() {
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
fn a_table_of_answers_has_a_row_for_each_answer_that_was_given() {
    let table = with(|source| csv::answers(&[*source]));
    let rows = rows(&table);
    // Nine, and eight where the first was left out.
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
fn a_persons_marks_become_no_headings_of_ours() {
    let text = with(markdown);
    assert!(text.contains("> # not a heading\n> The floor of a lake."));
    assert!(text.contains("## Session 1"));
    assert!(text.lines().filter(|line| line.starts_with("# ")).count() == 1);
}

#[test]
fn the_bundle_stands_on_its_own_and_names_its_codes() {
    let bundle: Value = serde_json::from_str(&with(fhir)).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let urls: std::collections::BTreeSet<&str> =
        entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
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
    // The same records give the same ids: a clinic that reads two exports sees one journey.
    assert_eq!(with(fhir), with(fhir));
}

#[test]
fn a_dose_that_a_client_wrote_down_is_no_administration() {
    let definitions = all_built_in().unwrap();
    let made = at("2026-03-01T12:00:00-07:00");
    let mut items = journey();
    for item in &mut items {
        if let Body::DosingSession(session) = &mut item.record.body {
            session.recorded_by = "client".into();
        }
    }
    let source = Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made };
    assert!(!fhir(&source).contains("MedicationAdministration"));
}

/// Who wrote a resource, by its provenance: the roles of those who stand there, and of whom.
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
fn each_resource_says_who_wrote_it_and_what_put_it_there() {
    let definitions = all_built_in().unwrap();
    let made = at("2026-03-01T12:00:00-07:00");
    let mut items = journey();
    // The clinic writes the same session down.
    let mut ours = items[3].clone();
    ours.id = RecordId::new(0, [99; 10]);
    let Body::DosingSession(session) = &mut ours.record.body else { panic!() };
    session.by_therapist = true;
    items.push(ours);
    let source = Source { items: &items, definitions: &definitions, handle: "wren", care: Some(care()), made: &made };
    let bundle: Value = serde_json::from_str(&fhir(&source)).unwrap();
    let (client, therapist, both, program, nobody) = (
        vec!["author Patient", "assembler Device"],
        vec!["author PractitionerRole", "assembler Device"],
        vec!["author Patient", "author PractitionerRole", "assembler Device"],
        vec!["assembler Device"],
        Vec::new(),
    );
    let mut seen = std::collections::BTreeSet::new();
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
            // Nobody's words: the patient, the program, the therapist's role, the instruments, this itself.
            _ => &nobody,
        };
        assert_eq!(&wrote(&bundle, resource), expected, "{kind} {code}");
        seen.insert(kind);
    }
    assert!(seen.contains("Provenance") && seen.contains("Communication"));
    // A client's own export of their own words names no therapist.
    let own: Vec<Item> = journey().into_iter().filter(|item| item.record.body.kind() == "reflection").collect();
    let source = Source { items: &own, definitions: &definitions, handle: "wren", care: None, made: &made };
    assert!(!fhir(&source).contains("PractitionerRole"));
}

/// The journey with every instrument, signs that XML cannot hold, and words in other scripts.
fn every_kind() -> Vec<Item> {
    let mut items = journey();
    let answered = all_built_in().unwrap().into_iter().map(|definition| {
        let least = match &definition.options {
            journal::measures::definition::Options::Choices(choices) => choices[0].0,
            journal::measures::definition::Options::Slider(from, ..) => *from,
        };
        let answers = vec![Some(least); definition.items.len()];
        Body::from(MeasureResponse { instrument: definition.id.clone(), answers, ..Default::default() })
    });
    let concern = Concern { text: "sleep \u{1}\u{b} at night".into(), ..Default::default() };
    let words =
        Reflection { text: "שלום 60 mg \u{1f30a}\u{7} مرحبا 雨".into(), mood: Some(0), ..Default::default() };
    let more = answered.chain([concern.into(), words.into()]);
    for (n, body) in more.enumerate() {
        let when = at(&format!("2026-02-2{}T10:{:02}:00-07:00", 2 + n / 60, n % 60));
        let id = RecordId::new(1, [n as u8; 10]);
        items.push(Item { id, revision: 1, record: journal::record::Record { when, body } });
    }
    items
}

/// What `tests/fhir` has validated: written anew with `WRITE_JOURNEY=1`.
#[test]
fn the_journey_that_is_validated_as_fhir_is_the_one_of_these_tests() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fhir/journey.json");
    let (items, definitions, made) = (every_kind(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let source = Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made };
    let written = json(&source) + "\n";
    if std::env::var_os("WRITE_JOURNEY").is_some() {
        std::fs::write(path, &written).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == written);
}
