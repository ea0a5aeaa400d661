//! Afterglow's own exports, what an import must not decide, and undoing an import.

use super::*;

/// Stops after some steps.
struct Stops(AtomicU32);

impl Progress for Stops {
    fn step(&self, _: u32, _: u32) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 1
    }
}

#[test]
fn our_markdown_is_refused_with_a_pointer_to_the_archive_and_changes_no_record() {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing { mood: Some(6), ..Writing::text("The street was wet.") }).unwrap();
    phone.sessions().write_step("Walk before work", None).unwrap();
    phone.measures().write_measure("phq-9", vec![Some(1); 9]).unwrap();
    let markdown = tempfile::tempdir().unwrap();
    phone.transfer().export_markdown(markdown.path(), &Silent).unwrap();
    let archive = markdown.path().join("../journal.zip");
    let archive =
        markdown.path().parent().unwrap().join(format!("{}.zip", archive.file_stem().unwrap().to_string_lossy()));
    let other = PhoneInHand::new();
    let refused = other.transfer().import(markdown.path(), &ImportForm::default(), &Silent).unwrap_err();
    assert_eq!(refused, Error::OurMarkdown);
    assert!(refused.sentence().contains("archive"));
    let kept = tempfile::tempdir().unwrap();
    let archive = kept.path().join(archive.file_name().unwrap());
    phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    import(&other, &archive);
    let kinds = |phone: &PhoneInHand| {
        let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
        export["records"].clone()
    };
    assert_eq!(kinds(&other), kinds(&phone));
    // Beside the person's own note it is reported, and the note is imported.
    fs::write(markdown.path().join("2024-03-05 mine.md"), "Mine.").unwrap();
    let report = import(&PhoneInHand::new(), markdown.path());
    assert_eq!(report.added, 1);
    assert!(report.left_out.iter().all(|one| one.code == "our_markdown") && report.left_out_count >= 3);
}

// A file must not replace the PHQ-9, and with it the safety item; nor may it bring what a phone would not take from the
// server: a practice's card in the own journal, the client's words in the therapist's name.
#[test]
fn an_import_replaces_no_instrument_and_brings_nothing_to_the_wrong_place() {
    let care = "01890a5d-ac96-774b-bcce-b302099a8050";
    let when = json!({"at": "2026-02-03T20:10:00-07:00", "zone": "America/Denver"});
    let instrument = json!({"kind": "instrument", "when": when, "definition": {
        "id": "phq-9", "version": "9", "title": "Another", "licence": "ours", "options": [[0, "no"], [1, "yes"]],
        "items": [{"id": "a"}], "scoring": {"method": "sum"}, "change": {"reliable": 1}}});
    let own = {
        let mut own = instrument.clone();
        own["definition"]["id"] = json!("own");
        own
    };
    let record = |n: u8, care: Option<&str>, record: &Value| {
        let id = format!("01890a5d-ac96-774b-bcce-b302099a80{n:02}");
        match care {
            Some(care) => json!({"id": id, "care": care, "record": record}),
            None => json!({"id": id, "record": record}),
        }
    };
    let plan = json!({"kind": "crisis_plan", "signs": ["x"], "when": when});
    let card = json!({"kind": "practice_card", "when": when});
    let reply = json!({"kind": "reply", "to": "01890a5d-ac96-774b-bcce-b302099a8010", "text": "mine", "when": when});
    let document = json!({
        "format": "afterglow-export/1",
        "care": [{"id": care, "therapist": "Mallory", "since": 1_790_000_000_000_i64}],
        "records": [
            record(10, None, &instrument), record(11, Some(care), &instrument), record(12, None, &card),
            record(13, Some(care), &plan), record(14, None, &reply), record(15, Some(care), &reply),
            record(16, Some(care), &own),
        ],
    });
    let (phone, report) = imported(&[("journal.json", document.to_string().as_bytes())]);
    assert_eq!((report.added, report.left_out_count), (2, 5), "{report:?}");
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let kinds: Vec<&str> =
        export["records"].as_array().unwrap().iter().map(|one| one["record"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reply", "instrument"]);
    // All nine questions, with the safety item.
    phone.measures().write_measure("phq-9", vec![Some(1); 9]).unwrap();
    // Undone as a whole: the relationship goes with its records.
    assert_eq!(phone.care().list().unwrap().len(), 1);
    assert_eq!(phone.transfer().undo_import(&report.id.unwrap()).unwrap().removed, 2);
    assert_eq!(phone.care().list().unwrap().len(), 0);
    // One without records can be undone as well, and importing it again changes nothing.
    let alone = json!({"format": "afterglow-export/1", "care": document["care"], "records": []});
    let place = folder(&[("journal.json", alone.to_string().as_bytes())]);
    let id = import(&phone, place.path()).id.unwrap();
    assert_eq!(import(&phone, place.path()).id, None);
    phone.transfer().undo_import(&id).unwrap();
    assert_eq!(phone.care().list().unwrap().len(), 0);
}

// Case 56 of the trust cases: a file must not decide who reads what.
#[test]
fn an_import_brings_words_and_never_authority() {
    let care = "01890a5d-ac96-774b-bcce-b302099a8050";
    let record = |n: u8, record: Value| {
        let mut record = record;
        record["when"] = json!({"at": "2026-02-03T20:10:00-07:00", "zone": "America/Denver"});
        json!({"id": format!("01890a5d-ac96-774b-bcce-b302099a80{n:02}"), "record": record})
    };
    let document = json!({
        "format": "afterglow-export/1",
        "care": [{"id": care, "therapist": "Mallory", "since": 1_790_000_000_000_i64}],
        "records": [
            record(10, json!({"kind": "reflection", "text": "mine", "shared_with": [care]})),
            record(11, json!({"kind": "sharing_rule", "care": care, "kinds": ["reflection"]})),
            record(12, json!({"kind": "bond", "care": care})),
            record(13, json!({"kind": "preferences", "language": "de"})),
            record(14, json!({"kind": "memory", "care": care})),
            record(15, json!({"kind": "consent", "purpose": "sharing", "care": care, "withdrawn": null})),
        ],
    });
    let (phone, report) = imported(&[("journal.json", document.to_string().as_bytes())]);
    assert_eq!((report.added, report.left_out_count), (2, 4));
    assert_eq!(report.left_out[0].sentence, "4 left out: settings do not come with an import.");
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let kinds: Vec<&str> =
        export["records"].as_array().unwrap().iter().map(|one| one["record"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reflection", "consent"]);
    assert!(export["records"][0]["record"].get("shared_with").is_none());
    assert!(export["records"][1]["record"]["withdrawn"].is_object());
    assert!(phone.care().list().unwrap().iter().all(|care| care.ended));
    let entry = phone.entries().write(&Writing::text("next")).unwrap();
    assert_eq!(phone.pages().show(entry).unwrap().shared_with.len(), 0);
}

#[test]
fn a_newer_archive_and_a_cut_zip_are_told_apart_from_nonsense() {
    let phone = PhoneInHand::new();
    let refused = |place: &Path| phone.transfer().import(place, &ImportForm::default(), &Silent).unwrap_err();
    let newer = folder(&[("v2.json", br#"{"format": "afterglow-export/2", "records": []}"#)]);
    assert_eq!(refused(newer.path()), Error::ArchiveNewer);
    let (_folder, zip) = zipped(&[("2024-03-05.md", &[b'x'; 4_000])]);
    let bytes = fs::read(&zip).unwrap();
    fs::write(&zip, &bytes[..bytes.len() - 30]).unwrap();
    assert_eq!(refused(&zip), Error::ArchiveDamaged);
}

#[test]
fn a_whole_import_is_undone_and_what_was_changed_since_stays() {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("before")).unwrap();
    let names: Vec<String> =
        (0..150).map(|n| format!("{}-{:02}-{:02} n.md", 2_010 + n / 30, n % 12 + 1, n % 28 + 1)).collect();
    let texts: Vec<String> =
        (0..150).map(|n| format!("entry {n}{}", if n % 50 == 0 { " ![](p.png)" } else { "" })).collect();
    let drawn = picture();
    let mut files: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    files.push(("p.png", &drawn));
    let place = folder(&files);
    let report = import(&phone, place.path());
    let id = report.id.unwrap();
    assert_eq!(phone.transfer().imports().unwrap()[0].entries, report.added);
    let changed =
        phone.pages().list(&[], None, 9).unwrap().into_iter().find(|one| one.text.starts_with("entry")).unwrap();
    phone.entries().edit(changed.id.parse().unwrap(), &Writing::text("mine now")).unwrap();
    let done = phone.transfer().undo_import(&id).unwrap();
    assert_eq!((done.removed, done.kept), (report.added - 1, 1));
    let mut left = phone.texts();
    left.sort();
    assert_eq!(left, ["before", "mine now"]);
    assert!(phone.transfer().imports().unwrap().is_empty());
    assert_eq!(phone.transfer().undo_import(&id).unwrap_err(), Error::NoEntry);
    assert!(phone.files().is_empty(), "files go with their entries");
    // It can be imported again. A cancelled import can be undone as well.
    let other = PhoneInHand::new();
    assert_eq!(
        other.transfer().import(place.path(), &ImportForm::default(), &Stops(AtomicU32::new(120))).unwrap_err(),
        Error::Cancelled
    );
    let stopped = other.transfer().imports().unwrap();
    assert_eq!(other.transfer().undo_import(&stopped[0].id).unwrap().removed, 100);
    assert!(other.texts().is_empty());
    assert_eq!(import(&other, place.path()).added, report.added);
}
