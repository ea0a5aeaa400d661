//! Adverse events: only in the therapist's own collection, with their versions, and in every export.

use super::*;
use crate::exports::{Several, Whose};
use crate::plan::AdverseForm;

fn event() -> AdverseForm {
    AdverseForm {
        term: "Fell in the hall".into(),
        category: "injury".into(),
        session: Some(1),
        onset: Some((NOW - DAY) as f64),
        grade: Some(2),
        serious: Some(false),
        related: "possible".into(),
        by: "M. Osei".into(),
        ..Default::default()
    }
}

#[test]
fn an_adverse_event_is_kept_with_its_versions_and_nothing_of_it_is_in_care() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.adverse_event(&client(), None, &event(), now());
    assert!(changes.as_ref().unwrap().0.iter().all(|change| change.collection == own()));
    desk.write(changes);
    let listed = desk.casebook.plan(&client()).unwrap().adverse_events;
    assert_eq!((listed.len(), listed[0].form.term.as_str()), (1, "Fell in the hall"));
    assert!(!desk.shared().contains("Fell"), "the client has the key of everything in care");

    let id = listed[0].id.clone();
    let changed = AdverseForm { grade: Some(3), by: "L. Brandt".into(), ..event() };
    let changes = desk.casebook.adverse_event(&client(), Some(&id), &changed, now());
    desk.write(changes);
    let changes = desk.casebook.adverse_event(&client(), Some(&id), &changed, now()).unwrap();
    assert!(changes.0.is_empty(), "saving the same again changes nothing");
    let plan = desk.casebook.plan(&client()).unwrap();
    assert_eq!(plan.adverse_events[0].form.grade, Some(3));
    assert_eq!(plan.adverse_events[0].earlier, [(NOW as f64, "M. Osei".to_owned())]);
    assert_eq!(plan.adverse_choices.categories.len(), 18);
}

#[test]
fn what_is_missing_or_does_not_fit_is_named_by_its_field() {
    let desk = TestDesk::new();
    for (form, code) in [
        (AdverseForm::default(), "adverse_term_missing"),
        (AdverseForm { serious: Some(true), ..event() }, "adverse_criteria_missing"),
        (AdverseForm { onset: Some((NOW + DAY) as f64), ..event() }, "adverse_onset_future"),
        (AdverseForm { ended: Some((NOW - 2 * DAY) as f64), ..event() }, "adverse_ended_order"),
    ] {
        assert_eq!(TestDesk::refused(desk.casebook.adverse_event(&client(), None, &form, now())), code);
    }
}

#[test]
fn side_effects_and_adverse_events_are_in_every_export_and_in_the_listing() {
    let mut desk = TestDesk::new();
    desk.share(-2, DosingSession { number: 1, ..Default::default() });
    let effect = Effect { id: "chest".into(), severity: Some(2), still: Some(true), ..Default::default() };
    desk.share(-1, SideEffectCheck { any: Some(true), items: vec![effect], ..Default::default() });
    let changes = desk.casebook.adverse_event(&client(), None, &event(), now());
    desk.write(changes);
    let in_error = AdverseForm { term: "Another client's".into(), in_error: true, ..event() };
    let changes = desk.casebook.adverse_event(&client(), None, &in_error, now());
    desk.write(changes);

    let export = |format: &str| desk.casebook.export(&client(), format, "wren", "en", now()).unwrap().text;
    assert!(export("effects").contains("chest,\"Chest pain, or short of breath\",2,true,,red,"));
    for format in ["adverse_events", "markdown", "fhir"] {
        let text = export(format);
        assert!(text.contains("Fell in the hall") && !text.contains("Another client's"), "{format}");
    }
    assert!(export("markdown").contains("Chest pain, or short of breath: moderate, still there"));
    // A client may import this format: the therapist's own records are counted and left out.
    let json = export("json");
    assert!(
        json.contains("side_effect_check")
            && !json.contains("Fell in the hall")
            && json.contains("\"adverse_event\": 2")
    );
    let clients = vec![Whose { collection: client(), handle: "=wren".into() }];
    let listing = desk.casebook.export_several(&Several { clients, format: "adverse_events".into() }, now()).unwrap();
    let lines: Vec<&str> = listing.files[0].text.lines().collect();
    assert_eq!((listing.files.len(), lines.len()), (1, 2));
    assert!(lines[0].starts_with("client,record,recorded,term") && lines[1].starts_with("'=wren,"), "no formula");

    // What was recorded outlives care; what the client shared does not.
    desk.casebook.close(&client());
    let several = |format: &str| {
        let clients = vec![Whose { collection: client(), handle: "wren".into() }];
        desk.casebook.export_several(&Several { clients, format: format.into() }, now())
    };
    let listing = several("adverse_events").unwrap().files.remove(0).text;
    assert!(listing.contains("Fell in the hall") && !listing.contains("Another client's"), "{listing}");
    assert!(several("effects").is_err());
}
