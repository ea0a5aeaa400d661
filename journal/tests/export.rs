//! Exports are complete and counted, contain nothing private to others, and have the formats of docs/export.md.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::arc::Item;
use journal::export::{Source, clinic, contents, csv, effects, fhir::fhir, json::json, markdown::markdown, notice};
use journal::measures::all_built_in;
use journal::record::{
    AdverseEvent, Appointment, Body, CheckIn, Checked, Chosen, Clearance, Concern, DoseEvent, DosingSession, Effect,
    Goal, Intention, MeasureResponse, Moment, NoteKind, Observed, PracticeCard, PrivateNote, Reflection, Reply, Route,
    SafetyChoice, SafetyEvent, Series, SessionRecord, Setting, SideEffectCheck, Step, Substance, Suicidal,
};
use protocol::{CollectionId, RecordId};
use serde_json::Value;

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
    let (items, definitions, made) = (journey(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    make(&Source {
        items: &items,
        definitions: &definitions,
        handle: "wren",
        care: Some(care()),
        made: &made,
        notice: None,
    })
}

#[test]
fn every_export_states_its_contents_and_omits_private_notes() {
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
    let text = markdown(&source);
    assert!(text.contains("nasal spray · 87.5 mg"), "{text}");
    let code = |word: &str| word.contains('_') && word.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
    assert_eq!(text.split_whitespace().find(|word| code(word)), None);
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
    let text = with(markdown);
    assert!(text.contains("> # not a heading\n> The floor of a lake."));
    assert!(text.contains("## Session 1"));
    assert!(text.lines().filter(|line| line.starts_with("# ")).count() == 1);
}

#[test]
fn beside_a_safety_answer_no_text_names_a_band() {
    // The table of forms has both: its column of flags is beside the band.
    let text = with(markdown);
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

/// The export of these records in a format.
fn of(items: &[Item], make: impl FnOnce(&Source<'_>) -> String) -> String {
    let (definitions, made) = (all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let source =
        Source { items, definitions: &definitions, handle: "wren", care: Some(care()), made: &made, notice: None };
    make(&source)
}

#[test]
fn a_safety_answer_of_a_form_that_was_left_is_in_every_export() {
    let item = |n: u8, when: &str, body: Body| Item {
        id: RecordId::new(2, [n; 10]),
        revision: 1,
        record: journal::record::Record { when: at(when), body },
    };
    let tapped = at("2026-02-10T22:05:00-07:00");
    let event = SafetyEvent {
        instrument: "phq-9".into(),
        flag: "self_harm_item".into(),
        item: "q9".into(),
        answer: Some(3.0),
        response: Some(RecordId::new(2, [9; 10])),
        shown: vec!["resources".into()],
        choices: vec![Chosen { choice: SafetyChoice::HelpNow, at: tapped, extra: Default::default() }],
        ..Default::default()
    };
    let closed = Some(at("2026-02-11T09:00:00-07:00"));
    let closing = SafetyEvent { response: Some(RecordId::new(2, [1; 10])), closed, ..Default::default() };
    let items =
        [item(1, "2026-02-10T22:04:00-07:00", event.into()), item(2, "2026-02-11T09:00:00-07:00", closing.into())];
    let text = of(&items, markdown);
    let line = "- 2026-02-10T22:04:00-07:00: PHQ-9, question 9: Nearly every day · tapped, not assessed: help now · \
                closed 2026-02-11T16:00:00";
    assert!(text.contains(line), "{text}");
    let bundle: Value = serde_json::from_str(&of(&items, fhir)).unwrap();
    let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    let said: Vec<_> = resources.filter(|resource| resource["interpretation"][0]["text"] == "self harm item").collect();
    assert_eq!(said.len(), 1, "the closing is no answer");
    assert_eq!(
        (&said[0]["code"]["coding"][0]["code"], &said[0]["valueQuantity"]["value"]),
        (&"44260-8".into(), &3.into())
    );
    // With its answers the bundle has it from them.
    let answers = MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(3.0); 9], ..Default::default() };
    let items = [&items[..], &[item(9, "2026-02-10T22:06:00-07:00", answers.into())]].concat();
    assert_eq!(of(&items, fhir).matches("\"text\": \"self harm item\"").count(), 1);
}

#[test]
fn the_other_answers_of_a_side_effect_check_are_in_every_export() {
    let when = at("2026-02-14T09:00:00-07:00");
    let check = |suicidal, drove, any| {
        let body = SideEffectCheck { suicidal, drove, any, ..Default::default() }.into();
        let record = journal::record::Record { when: when.clone(), body };
        [Item { id: RecordId::new(3, [1; 10]), revision: 1, record }]
    };
    let items = check(Some(Suicidal::Yes), Some(true), Some(false));
    let text = of(&items, markdown);
    assert!(text.contains("thoughts of death or of self-harm: yes"), "{text}");
    assert!(text.contains("drove, cycled in traffic or used machines on the day: yes"), "{text}");
    assert!(text.contains("## Safety answers") && text.contains("Side-effect check, thoughts of death"), "{text}");
    let table = of(&items, |source| effects::effects(&[*source]));
    let rows = rows(&table);
    assert_eq!(rows.len(), 4, "{table}");
    assert!(rows[0].ends_with(",other,answer"));
    assert!(rows[1].contains(",any,") && rows[1].ends_with(",no"), "{table}");
    assert!(rows[2].contains(",suicidal,thoughts of death or of self-harm,") && rows[2].ends_with(",yes"), "{table}");
    assert!(rows[3].contains(",drove,") && rows[3].ends_with(",yes"), "{table}");

    let text = of(&check(Some(Suicidal::Unsaid), None, Some(true)), markdown);
    assert!(text.contains("self-harm: rather not say") && !text.contains("## Safety answers"), "{text}");
}

#[test]
fn the_bundle_is_self_contained_and_names_its_code_systems() {
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
    let source = Source {
        items: &items,
        definitions: &definitions,
        handle: "wren",
        care: Some(care()),
        made: &made,
        notice: None,
    };
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

/// The journal with every instrument, characters that XML cannot represent, and texts in other scripts.
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
    let effects = ["chest", "other"].map(|id| Effect {
        id: id.into(),
        severity: Some(2),
        still: Some(true),
        ..Default::default()
    });
    let check = SideEffectCheck {
        any: Some(true),
        items: [&effects[..], &[Effect { id: "low".into(), before: Some(true), ..Default::default() }]].concat(),
        other: "since breakfast".into(),
        drove: Some(false),
        ..Default::default()
    };
    let nothing = SideEffectCheck { any: Some(false), ..Default::default() };
    let event = AdverseEvent {
        term: "Chest pain at home".into(),
        category: "cardiovascular".into(),
        session: Some(1),
        onset: Some(at("2026-02-12T20:00:00-07:00")),
        minutes_after_dose: Some(600),
        grade: Some(3),
        serious: Some(true),
        criteria: vec!["hospital".into()],
        expected: "unknown".into(),
        related: "probable".into(),
        related_to_therapy: "unrelated".into(),
        actions: vec!["emergency_call".into()],
        outcome: "recovering".into(),
        by: "M. Osei".into(),
        ..Default::default()
    };
    let wrong = AdverseEvent { in_error: true, ..event.clone() };
    let harm: [Body; 4] = [check.into(), nothing.into(), event.into(), wrong.into()];
    let card = PracticeCard { name: "Harbour Practice".into(), part2: true, ..Default::default() };
    let more = answered.chain([concern.into(), words.into()]).chain(harm).chain([card.into()]);
    for (n, body) in more.enumerate() {
        let when = at(&format!("2026-02-2{}T10:{:02}:00-07:00", 2 + n / 60, n % 60));
        let id = RecordId::new(1, [n as u8; 10]);
        items.push(Item { id, revision: 1, record: journal::record::Record { when, body } });
    }
    items.extend(clinics());
    items
}

#[test]
fn an_adverse_event_names_its_causes_and_what_was_recorded_in_error_is_left_out() {
    let (items, definitions, made) = (every_kind(), all_built_in().unwrap(), at("2026-03-01T12:00:00-07:00"));
    let source = Source {
        items: &items,
        definitions: &definitions,
        handle: "wren",
        care: Some(care()),
        made: &made,
        notice: None,
    };
    let bundle: Value = serde_json::from_str(&fhir(&source)).unwrap();
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

/// The clinic's own records: every vital sign, two doses, discharge and clearance.
fn clinics() -> Vec<Item> {
    let moment = |minutes: i64| {
        let begun = at("2026-02-12T10:00:00-07:00");
        Moment { unix_ms: begun.unix_ms + minutes * 60_000, ..begun }
    };
    let dose = |row: &str, minutes: i64, mg: f64, route: Route| DoseEvent {
        row: row.into(),
        at: Some(moment(minutes)),
        substance: Some(Substance::Racemic),
        route: Some(route),
        mg: Some(mg),
        site: "deltoid".into(),
        product: "Ketamine 50 mg/ml".into(),
        lot: "K-77".into(),
        given_by: "A. Lind".into(),
        checked_by: "M. Osei".into(),
        ..Default::default()
    };
    let seen = Observed {
        row: "o1".into(),
        at: Some(moment(10)),
        sys: Some(124.0),
        dia: Some(81.0),
        hr: Some(72.0),
        spo2: Some(97.0),
        rr: Some(14.0),
        temp: Some(36.6),
        sedation: Some(4.0),
        dissociation: Some(2.0),
        cadss: Some(9.0),
        cadss_form: "CADSS-6".into(),
        nausea: Some(1.0),
        distress: Some(0.0),
        oxygen_l: Some(0.0),
        etco2: Some(38.0),
        ..Default::default()
    };
    let alone = Observed { row: "o2".into(), at: Some(moment(20)), sys: Some(130.0), ..Default::default() };
    let answered = |row: &str, state: &str, note: &str| Checked {
        row: row.into(),
        words: format!("Item {row}"),
        state: state.into(),
        note: note.into(),
        ..Default::default()
    };
    let record = SessionRecord {
        kept: Some(moment(120)),
        number: 1,
        weight_kg: Some(70.5),
        height_cm: Some(170.0),
        doses: vec![dose("d1", 0, 50.0, Route::Im), dose("d2", 30, 37.5, Route::SublingualBuccal)],
        observations: vec![seen, alone],
        discharge: vec![answered("awake", "yes", ""), answered("walks", "no", "sways a little")],
        left_at: Some(moment(150)),
        ..Default::default()
    };
    let clearance = Clearance {
        kept: Some(moment(-1_440)),
        result: "conditions".into(),
        items: vec![answered("seizures", "no", "")],
        ..Default::default()
    };
    let bodies: [(i64, Body); 2] = [(0, record.into()), (-1_440, clearance.into())];
    let item = |(n, (minutes, body)): (usize, (i64, Body))| Item {
        id: RecordId::new(2, [n as u8; 10]),
        revision: 1,
        record: journal::record::Record { when: moment(minutes), body },
    };
    bodies.into_iter().enumerate().map(item).collect()
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

/// A format that makes a text of several clients' records.
type Format = fn(&[Source<'_>]) -> String;

#[test]
fn every_format_carries_the_notice_of_part_2_and_no_other_export_does() {
    let formats: [(&str, Format); 8] = [
        ("json", |sources| json(&sources[0])),
        ("markdown", |sources| markdown(&sources[0])),
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
