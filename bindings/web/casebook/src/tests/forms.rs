//! Unfinished forms: each is kept under its name for the therapist alone, and nothing else shows it.

use super::*;

fn keep(room: &mut Room, form: &str, text: &str) {
    let changes = room.book.form_draft(&client(), form, text, now());
    room.write(changes);
}

#[test]
fn an_unfinished_form_is_kept_under_its_name_and_nothing_else_shows_it() {
    let mut room = Room::new();
    let saved = |room: &Room, form: &str| room.book.saved_form(&client(), form).unwrap();
    keep(&mut room, "disposition 1", r#"{"note":"tallow"}"#);
    keep(&mut room, "adverse new", "{}");
    keep(&mut room, "disposition 1", r#"{"note":"tallowmere"}"#);
    assert_eq!(saved(&room, "disposition 1"), r#"{"note":"tallowmere"}"#);
    assert_eq!((saved(&room, "adverse new"), saved(&room, "disposition")), ("{}".to_owned(), String::new()));
    assert_eq!(room.records.iter().filter(|(at, ..)| *at == own()).count(), 2, "one for each form");
    assert!(!room.shared().contains("tallow"));
    assert_eq!(room.book.search(&client(), "tallowmere").unwrap().count, 0);
    assert_eq!(room.book.plan(&client()).unwrap().notes, []);
    assert!(!room.book.export_notes(&client(), "wren", now()).unwrap().text.contains("tallow"));
    for format in ["json", "markdown"] {
        assert!(!room.book.export(&client(), format, "wren", now()).unwrap().text.contains("tallow"), "{format}");
    }
    keep(&mut room, "disposition 1", "");
    assert_eq!((saved(&room, "disposition 1"), saved(&room, "adverse new")), (String::new(), "{}".to_owned()));
}
