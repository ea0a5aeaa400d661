//! Drafts, notes, agenda items, visits and promises.

use protocol::CollectionId;
use serde_json::{Value, json};

use super::{DAY, NOW, TestDesk, care, client, now, own, wrote};
use crate::view::Filter;
use crate::{Casebook, Now};

#[test]
fn a_draft_is_kept_changed_and_gone_with_the_reply() {
    let mut desk = TestDesk::new();
    let entry = desk.share(-1, wrote("The rain stopped."));
    let drafts = |desk: &TestDesk| {
        let notes = desk.casebook.plan(&client()).unwrap().notes.into_iter();
        notes.filter(|note| note.purpose == "reply_draft").map(|note| note.text).collect::<Vec<_>>()
    };
    let changes = desk.casebook.draft(&client(), &entry, "Thank", now());
    desk.write(changes);
    let changes = desk.casebook.draft(&client(), &entry, "Thank you for", now());
    desk.write(changes);
    assert_eq!(drafts(&desk), ["Thank you for"]);
    assert!(!desk.shared().contains("Thank"));
    let changes = desk.casebook.reply(&client(), &entry, "Thank you for writing.", now());
    desk.write(changes);
    assert_eq!(drafts(&desk), [""; 0]);
    let page = desk.casebook.entry(&client(), &entry, "en").unwrap();
    assert_eq!(page.entry.replies[0].text, "Thank you for writing.");
    let changes = desk.casebook.draft(&client(), &entry, "More", now());
    desk.write(changes);
    let changes = desk.casebook.draft(&client(), &entry, "  ", now());
    desk.write(changes);
    assert_eq!(drafts(&desk), [""; 0]);
    let reply = page.entry.replies[0].id.clone();
    let changes = desk.casebook.delete_reply(&client(), &reply);
    desk.write(changes);
    assert_eq!(desk.casebook.entry(&client(), &entry, "en").unwrap().entry.replies.len(), 0);
}

#[test]
fn notes_and_lines_for_the_session_are_the_therapists_alone() {
    let mut desk = TestDesk::new();
    let entry = desk.share(-1, wrote("The rain stopped."));
    let changes = desk.casebook.note(&client(), None, Some(&entry), "Watch the sleep.", now());
    let note = desk.write(changes).remove(0);
    let changes = desk.casebook.agenda(&client(), None, Some(&entry), "Ask about the rain.", now());
    desk.write(changes);
    let brief = desk.casebook.brief(&client(), None, now()).unwrap();
    assert_eq!((brief.agenda[0].text.as_str(), brief.agenda[0].about.as_ref()), ("Ask about the rain.", Some(&entry)));
    assert_eq!(brief.agenda[0].about_kind.as_deref(), Some("reflection"));
    assert!(!desk.shared().contains("Watch") && !desk.shared().contains("Ask about"));
    // Only a file that is requested explicitly contains them.
    for format in ["json", "markdown", "csv", "answers", "fhir"] {
        assert!(
            !desk.casebook.export(&client(), format, "wren", "en", now()).unwrap().text.contains("Watch the sleep.")
        );
    }
    let changes =
        desk.casebook.note(&client(), Some(&note), Some(&entry), "Watch the sleep.\nAnd the mornings.", now());
    desk.write(changes);
    let file = desk.casebook.export_notes(&client(), "wren", "en", now()).unwrap();
    assert_eq!((file.name.as_str(), file.contents.records), ("afterglow-wren-2026-03-26.notes.md", 2));
    for words in ["> Watch the sleep.\n> And the mornings.", "Until 2026-03-26", "about reflection of 2026-03-25"] {
        assert!(file.text.contains(words), "{}", file.text);
    }
    let german = desk.casebook.export_notes(&client(), "wren", "de", now()).unwrap().text;
    for words in [
        "# Eigene Notizen über wren",
        "Erstellt am 2026-03-26",
        "Notiz, zu: Reflexion vom 2026-03-25",
        "Bis 2026-03-26",
    ] {
        assert!(german.contains(words), "{german}");
    }
    // The subject of a note may be taken back: the note is found, but opens no entry.
    let found = |desk: &TestDesk| desk.casebook.search(&client(), "mornings").unwrap().list.remove(0);
    assert_eq!(found(&desk).about_kind.as_deref(), Some("reflection"));
    let kept = desk.records.iter().find(|(_, id, _)| id.to_string() == entry).unwrap().2.clone();
    desk.put(care(), entry.parse().ok(), None);
    desk.transfer();
    assert_eq!((found(&desk).about, found(&desk).about_kind), (None, None));
    assert!(desk.casebook.plan(&client()).unwrap().notes.iter().all(|note| note.gone), "and is listed all the same");
    let agenda = desk.casebook.brief(&client(), None, now()).unwrap().agenda.remove(0);
    assert_eq!((agenda.about, agenda.about_kind), (None, None), "nothing to open");
    desk.put(care(), entry.parse().ok(), kept);
    desk.transfer();
    let changes = desk.casebook.note(&client(), Some(&note), Some(&entry), "", now());
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().notes.len(), 1);
    // The notes survive the end of care, and stay private.
    assert_eq!(desk.casebook.formers(&[client()]).list, []);
    desk.casebook.close(&client());
    let formers = desk.casebook.formers(&[]).list;
    assert_eq!(formers.iter().map(|one| one.collection.clone()).collect::<Vec<_>>(), [client()]);
    assert_eq!(formers[0].notes[0].text, "Ask about the rain.");
    // Without a private collection nothing is stored where a client would get it.
    let mut bare = Casebook::default();
    bare.receive(&client(), br#"{"mark":1,"whole":true,"records":[]}"#).unwrap();
    assert_eq!(TestDesk::refused(bare.note(&client(), None, None, "x", now())), "no_own_collection");
}

#[test]
fn the_visit_is_moved_and_forgotten() {
    let mut desk = TestDesk::new();
    desk.share(-3, wrote("three days ago"));
    let at = Now { unix_ms: (NOW - DAY) as f64, ..now() };
    let changes = desk.casebook.visit(&client(), at);
    desk.write(changes);
    let since = desk.casebook.brief(&client(), None, now()).unwrap().since;
    assert_eq!((since.at, since.set), (Some(NOW - DAY), true));
    let changes = desk.casebook.forget_visits(&client());
    desk.write(changes);
    assert_eq!(desk.casebook.brief(&client(), None, now()).unwrap().since.at, None);
    let moved = desk.casebook.brief(&client(), Some((NOW - 2 * DAY) as f64), now()).unwrap();
    assert_eq!(moved.since.at, Some(NOW - 2 * DAY));
}

#[test]
fn a_promise_is_seen_by_the_client_and_can_be_kept() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.promise(&client(), None, "Send the music.", now());
    let id = desk.write(changes).remove(0);
    assert!(desk.shared().contains("Send the music."));
    assert_eq!(desk.casebook.brief(&client(), None, now()).unwrap().promises[0].kept, None);
    let changes = desk.casebook.keep_promise(&client(), &id, true, now());
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().promises[0].kept, Some(NOW as f64));
    let changes = desk.casebook.promise(&client(), Some(&id), "", now());
    desk.write(changes);
    assert_eq!(desk.casebook.plan(&client()).unwrap().promises, []);
}

#[test]
fn notes_about_a_client_are_there_whichever_comes_first() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.note(&client(), None, None, "first", now());
    desk.write(changes);
    let mut other = Casebook::default();
    let handed = |at: CollectionId| {
        let here = desk.records.iter().filter(|(collection, _, _)| *collection == at);
        let records: Vec<Value> =
            here.map(|(_, id, record)| json!({"id": id, "revision": 1, "record": record})).collect();
        json!({"mark": 1, "whole": true, "records": records}).to_string()
    };
    other.receive_own(&own().to_string(), handed(own()).as_bytes()).unwrap();
    assert_eq!(other.timeline(&client(), &Filter::default(), NOW as f64).unwrap_err().code, "not_found");
    other.receive(&client(), handed(care()).as_bytes()).unwrap();
    assert_eq!(other.plan(&client()).unwrap().notes.len(), 1);
    other.close(&client());
    assert!(other.plan(&client()).is_err());
}

#[test]
fn a_note_that_is_changed_keeps_what_it_said_and_one_that_was_begun_outlives_a_lock() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.note_draft(&client(), None, "Perhaps the moth", now());
    desk.write(changes);
    let changes = desk.casebook.note_draft(&client(), None, "Perhaps the mother", now());
    desk.write(changes);
    let of = |desk: &TestDesk, purpose: &str| {
        let notes = desk.casebook.plan(&client()).unwrap().notes;
        notes.into_iter().filter(|note| note.purpose == purpose).collect::<Vec<_>>()
    };
    assert_eq!(of(&desk, "note_draft").iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["Perhaps the mother"]);

    let changes = desk.casebook.note(&client(), None, None, "The mother.", now());
    let id = desk.write(changes).remove(0);
    assert_eq!(of(&desk, "note_draft"), []);
    for words in ["The mother?", "The mother?", "Her sister."] {
        let changes = desk.casebook.note(&client(), Some(&id), None, words, now());
        desk.write(changes);
    }
    let [note] = &of(&desk, "note")[..] else { panic!("one note") };
    let earlier: Vec<&str> = note.earlier.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!((note.text.as_str(), earlier), ("Her sister.", vec!["The mother.", "The mother?"]));
    // No part of it reaches the client, and no search in another client's records finds it.
    assert!(!desk.shared().contains("mother"));
}
