//! Unfinished forms: each is kept under its name for the therapist alone, and nothing else shows it.

use super::*;

fn keep(desk: &mut TestDesk, form: &str, text: &str) {
    let changes = desk.casebook.form_draft(Some(&client()), form, text, now());
    desk.write(changes);
}

#[test]
fn an_unfinished_form_is_kept_under_its_name_and_nothing_else_shows_it() {
    let mut desk = TestDesk::new();
    let saved = |desk: &TestDesk, form: &str| desk.casebook.saved_form(Some(&client()), form).unwrap();
    keep(&mut desk, "disposition 1", r#"{"note":"tallow"}"#);
    keep(&mut desk, "adverse new", "{}");
    keep(&mut desk, "disposition 1", r#"{"note":"tallowmere"}"#);
    assert_eq!(saved(&desk, "disposition 1"), r#"{"note":"tallowmere"}"#);
    assert_eq!((saved(&desk, "adverse new"), saved(&desk, "disposition")), ("{}".to_owned(), String::new()));
    assert_eq!(desk.records.iter().filter(|(at, ..)| *at == own()).count(), 2, "one for each form");
    assert!(!desk.shared().contains("tallow"));
    assert_eq!(desk.casebook.search(&client(), "tallowmere").unwrap().count, 0);
    let plan = desk.casebook.plan(&client()).unwrap();
    assert_eq!((plan.notes, plan.begun), (Vec::new(), 2), "the check list before care ends counts them");
    assert!(!desk.casebook.export_notes(&client(), "wren", "en", now()).unwrap().text.contains("tallow"));
    for format in ["json", "markdown"] {
        assert!(
            !desk.casebook.export(&client(), format, "wren", "en", now()).unwrap().text.contains("tallow"),
            "{format}"
        );
    }
    keep(&mut desk, "disposition 1", "");
    assert_eq!((saved(&desk, "disposition 1"), saved(&desk, "adverse new")), (String::new(), "{}".to_owned()));
}

#[test]
fn a_form_about_no_client_is_kept_beside_those_of_clients() {
    let mut desk = TestDesk::new();
    keep(&mut desk, "invitation", r#"{"label":"of a client"}"#);
    let write = |desk: &mut TestDesk, text: &str| {
        let changes = desk.casebook.form_draft(None, "invitation", text, now());
        desk.write(changes);
    };
    let saved = |desk: &TestDesk| {
        let of = |collection: Option<&str>| desk.casebook.saved_form(collection, "invitation").unwrap();
        (of(None), of(Some(&client())))
    };
    write(&mut desk, r#"{"label":"Tuesday"}"#);
    write(&mut desk, r#"{"label":"Tuesday, tallow"}"#);
    assert_eq!(saved(&desk), (r#"{"label":"Tuesday, tallow"}"#.into(), r#"{"label":"of a client"}"#.into()));
    assert_eq!(desk.records.iter().filter(|(at, ..)| *at == own()).count(), 2, "one for each form");
    assert!(!desk.shared().contains("tallow"));
    assert_eq!(desk.casebook.formers(&[client()]).list, []);
    // A whole transfer does not bring back a deleted draft.
    write(&mut desk, "");
    assert_eq!(saved(&desk), (String::new(), r#"{"label":"of a client"}"#.into()));
}
