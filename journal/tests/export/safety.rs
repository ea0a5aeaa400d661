//! Safety answers and the other answers of side-effect checks are in every export.

use journal::arc::Item;
use journal::export::{effects, fhir::fhir};
use journal::record::{Body, Chosen, MeasureResponse, SafetyChoice, SafetyEvent, SideEffectCheck, Suicidal};
use protocol::RecordId;
use serde_json::Value;

use crate::{at, in_english, of, rows};

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
    let text = of(&items, in_english);
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
    let text = of(&items, in_english);
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

    let text = of(&check(Some(Suicidal::Unsaid), None, Some(true)), in_english);
    assert!(text.contains("self-harm: rather not say") && !text.contains("## Safety answers"), "{text}");
}
