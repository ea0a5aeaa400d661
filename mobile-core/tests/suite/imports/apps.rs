//! Other apps' exports.

use super::*;

// Day One's own guides on export: time zones, broken entries, captions.
#[test]
fn day_one_comes_with_zones_captions_journals_and_broken_entries_named() {
    let document = r#"{"metadata":{"version":"1.0"},"entries":[
        {"uuid":"A","creationDate":"2024-03-06T05:30:00Z","timeZone":"GMT-0800","text":"gmt style"},
        {"uuid":"B","creationDate":"2024-03-06T05:31:00Z","location":{"timeZoneName":"America/Los_Angeles"},"text":"by place"},
        {"uuid":"C","creationDate":"2024-03-06T05:32:00Z","timeZone":"US/Pacific-New","text":"unknown zone"},
        {"uuid":"D","creationDate":"2024-03-06T05:33:00Z","timeZone":"UTC","text":"half \ud83d emoji"},
        {"uuid":"E","creationDate": , "text":"broken"},
        {"uuid":"F","creationDate":"2024-03-06T05:34:00Z","timeZone":"UTC","text":"A ![Moon over the lake](dayone-moment://P1) B\n\ndayone-moment://P1\n\n![](dayone-external:/video/aHR0cHM6Ly9leGFtcGxlLm9yZy92)","tags":["","  x "],
         "photos":[{"identifier":"P1","md5":"aabb","type":"png"}]},
        {"uuid":"G","creationDate":"2024-03-06T05:35:00Z","timeZone":"UTC","text":"","richText":"{\"contents\":[{\"text\":\"Rich only\"}]}"}]}"#;
    let (_folder, zip) = zipped(&[
        ("Journal.json", document.as_bytes()),
        ("photos/aabb.png", &picture()),
        ("Work.json", br#"{"metadata":{},"entries":[]}"#),
    ]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    let at = |n: usize| record(&phone, n)["when"]["at"].as_str().unwrap().to_owned();
    assert_eq!((at(0), at(1)), ("2024-03-05T21:30:00-08:00".into(), "2024-03-05T21:31:00-08:00".into()));
    assert_eq!(record(&phone, 2)["dayone"]["timeZone"], "US/Pacific-New");
    let texts: Vec<String> = dated_texts(&phone).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        texts,
        [
            "gmt style",
            "by place",
            "unknown zone",
            "half \u{fffd} emoji",
            "A Moon over the lake B\n\n\nhttps://example.org/v",
            "Rich only"
        ]
    );
    assert_eq!(record(&phone, 4)["themes"], json!(["x", "journal"]));
    assert_eq!(record(&phone, 4)["dayone"]["journal"], "Journal");
    assert_eq!(codes(&report), named(&[("Journal.json, entry 5", "unreadable")]));
    let said: Vec<&str> = report.remarks.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((said, report.attachments), (vec!["zone", "repaired"], 1));
}

#[test]
fn a_later_export_brings_what_is_newer_and_never_over_what_was_changed_here() {
    let document = |changed: &str, text: &str| {
        let entry = |uuid: &str| json!({"uuid": uuid, "creationDate": "2024-03-06T05:30:00Z", "modifiedDate": changed, "text": format!("{text} {uuid}")});
        json!({"metadata": {"version": "1.0"}, "entries": [entry("A"), entry("B")]}).to_string()
    };
    let phone = PhoneInHand::new();
    let first = folder(&[("Journal.json", document("2024-03-06T06:00:00Z", "first").as_bytes())]);
    assert_eq!(import(&phone, first.path()).added, 2);
    let mine = phone.pages().list(&[], None, 9).unwrap().into_iter().find(|entry| entry.text == "first B").unwrap();
    phone.entries().edit(mine.id.parse().unwrap(), &Writing::text("mine")).unwrap();
    let later = folder(&[("Journal.json", document("2024-04-01T06:00:00Z", "later").as_bytes())]);
    let report = import(&phone, later.path());
    assert_eq!((report.added, report.updated, report.known), (0, 1, 1));
    assert_eq!(report.remarks[0].code, "changed_here");
    let mut texts: Vec<String> = dated_texts(&phone).into_iter().map(|(_, text)| text).collect();
    texts.sort();
    assert_eq!(texts, ["later A", "mine"]);
    // Its earlier text is kept as an earlier version.
    assert!(phone.transfer().export_json().unwrap().contains("first A"));
    assert_eq!(import(&phone, later.path()).updated, 0);
}

// Standard Notes' documentation of its backups: tags and preferences as notes.
#[test]
fn standard_notes_brings_notes_and_counts_settings() {
    let backup = json!({"version": "004", "items": [
        {"uuid": "t", "content_type": "Tag", "content": {"title": "Grief", "references": [{"uuid": "u1"}]}},
        {"uuid": "u1", "content_type": "Note", "created_at": "2023-05-01T10:00:00.000Z", "content": {"title": "First", "text": "Hello from a note"}},
        {"uuid": "u2", "content_type": "Note", "created_at": "2023-05-02T10:00:00.000Z", "content": "004:encrypted"},
        {"uuid": "u3", "content_type": "Note", "created_at": "2023-05-03T10:00:00.000Z", "content": {"text": "gone", "trashed": true}},
        {"uuid": "p", "content_type": "SN|UserPreferences", "content": {}},
        {"uuid": "q", "content_type": "SN|Component", "content": {}}
    ]});
    let files: &[(&str, &[u8])] = &[
        ("Standard Notes Backup and Import File.txt", &backup.to_string().into_bytes()),
        ("Items/Note/First-u1.txt", b"Hello from a note"),
        ("Items/Tag/grief-u2.txt", b"{\"title\": \"grief\"}"),
        ("Items/SN_UserPreferences/x-u3.txt", b"{\"sortBy\": \"created_at\"}"),
    ];
    let (phone, report) = imported(files);
    assert_eq!(
        (report.from.as_str(), dated_texts(&phone)),
        ("standard_notes", expected_texts(&[("2023-05-01", "First\n\nHello from a note")]))
    );
    assert_eq!(record(&phone, 0)["themes"], json!(["grief"]));
    let mut why: Vec<&str> = report.left_out.iter().map(|one| one.code.as_str()).collect();
    why.sort_unstable();
    assert_eq!((why, report.left_out_count), (vec!["locked", "settings", "trashed"], 4));
    assert_eq!(report.left_out.last().unwrap().sentence, "2 left out: settings do not come with an import.");
}

// Takeout's own files: lists, bin, ".jpeg" for ".jpg".
#[test]
fn google_keep_brings_notes_lists_and_pictures() {
    let note = json!({"isTrashed": false, "textContent": "A walk by the river", "title": "A walk", "createdTimestampUsec": 1_700_000_000_000_000_i64,
        "userEditedTimestampUsec": 1_700_000_000_000_000_i64, "labels": [{"name": "kap"}], "attachments": [{"filePath": "x1.jpeg"}]});
    let list = json!({"title": "", "listContent": [{"text": "rest", "isChecked": true}, {"text": "sing", "isChecked": false}],
        "userEditedTimestampUsec": 1_700_100_000_000_000_i64, "createdTimestampUsec": 1_700_100_000_000_000_i64});
    let binned = json!({"isTrashed": true, "textContent": "no", "userEditedTimestampUsec": 1_700_000_000_000_000_i64});
    let (phone, report) = imported(&[
        ("Takeout/Keep/A walk.json", note.to_string().as_bytes()),
        ("Takeout/Keep/A walk.html", b"<p>A walk by the river</p>"),
        ("Takeout/Keep/x1.jpg", &picture()),
        ("Takeout/Keep/list.json", list.to_string().as_bytes()),
        ("Takeout/Keep/old.json", binned.to_string().as_bytes()),
        ("Takeout/Keep/Labels.txt", b"kap"),
        ("Takeout/archive_browser.html", b"<html></html>"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[("2023-11-14", "A walk\n\nA walk by the river"), ("2023-11-15", "- [x] rest\n- [ ] sing")])
    );
    assert_eq!((codes(&report), report.attachments), (named(&[("Takeout/Keep/old.json", "trashed")]), 1));
}

#[test]
fn journey_daylio_diarium_and_apple_journal_come_in() {
    let journey = json!({"id": "1700000000000-abc", "date_modified": 1_700_000_000_000_i64, "date_journal": 1_700_000_000_000_i64,
        "timezone": "Europe/Berlin", "text": "<p>A quiet day</p>", "preview_text": "A quiet day", "mood": 3, "tags": ["kap"],
        "photos": ["1700000000000-abc-1.jpg"], "type": "html", "lat": 1.5});
    let (phone, report) = imported(&[
        ("1700000000000-abc.json", journey.to_string().as_bytes()),
        ("1700000000000-abc-1.jpg", &picture()),
    ]);
    assert_eq!((dated_texts(&phone), report.attachments), (expected_texts(&[("2023-11-14", "A quiet day")]), 1));
    assert_eq!((record(&phone, 0)["journey"].clone(), report.left_out_count), (json!({"mood": 3}), 0));

    let table = "full_date,date,weekday,time,mood,activities,note_title,note\n2021-03-27,March 27,Saturday,20:39,good,\"reading | walk\",\"Evening\",\"A calm one\"\n2021-03-28,March 28,Sunday,8:05 AM,rad,,,\n";
    let (phone, _) = imported(&[("daylio.csv", table.as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2021-03-27", "Evening\n\nA calm one"), ("2021-03-28", "")]));
    assert_eq!(
        (record(&phone, 0)["states"].clone(), record(&phone, 0)["themes"].clone()),
        (json!(["good"]), json!(["reading", "walk"]))
    );
    let backup = json!({"dayEntries": [{"id": 1, "datetime": 1_616_877_540_000_i64, "timeZoneOffset": 3_600_000, "mood": 2, "note": "A<br>b", "note_title": "T", "tags": [5], "assets": [7]}],
        "customMoods": [{"id": 2, "custom_name": "", "mood_group_id": 2}], "tags": [{"id": 5, "name": "Walk"}], "assets": [{"id": 7, "checksum": "abc"}]});
    let packed = base64::engine::general_purpose::STANDARD.encode(backup.to_string());
    let (_folder, zip) = zipped(&[("backup.daylio", packed.as_bytes()), ("assets/photos/2021/3/abc", &picture())]);
    let phone = PhoneInHand::new();
    import(&phone, &zip);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2021-03-27", "T\n\nA\nb")]));
    assert_eq!(
        (record(&phone, 0)["states"].clone(), record(&phone, 0)["themes"].clone()),
        (json!(["good"]), json!(["walk"]))
    );

    let diarium = json!([{"date": "2024-03-05T20:00:00", "heading": "H", "html": "<p>t</p>", "rating": 4, "tags": ["x"]}, {"date": "soon"}]);
    let (phone, report) = imported(&[("diarium.json", diarium.to_string().as_bytes())]);
    assert_eq!(
        (dated_texts(&phone), codes(&report)),
        (expected_texts(&[("2024-03-05", "H\n\nt")]), named(&[("diarium.json, entry 2", "no_date")]))
    );

    let page = "<html><body><div class=\"pageHeader\">Tuesday, March 5, 2024</div><div class=assetGrid><img src=\"../Resources/AAA.png\"><div class=gridItemOverlayHeader>Home</div></div><div class=title>A title</div><p>Quiet</p></body></html>";
    let (_folder, zip) = zipped(&[
        ("AppleJournalEntries/index.html", b"<html></html>"),
        ("AppleJournalEntries/Entries/2024-03-05_Title.html", page.as_bytes()),
        ("AppleJournalEntries/Resources/AAA.json", b"{}"),
        ("AppleJournalEntries/Resources/AAA.png", &picture()),
    ]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!(
        (dated_texts(&phone), report.attachments, report.left_out_count),
        (expected_texts(&[("2024-03-05", "A title\n\nQuiet")]), 1, 0)
    );
}

// Joplin's documentation of JEX and RAW: notes in the bin come back.
#[test]
fn joplin_comes_from_a_jex_file_with_tags_and_resources() {
    let (note, image, tag, binned) = ("a".repeat(32), "b".repeat(32), "c".repeat(32), "d".repeat(32));
    let files = [
        (format!("{note}.md"), format!("A title\n\nBody ![x](:/{image}) end.\n\nid: {note}\ncreated_time: 2021-10-05T23:30:11.000Z\nupdated_time: 2021-10-05T23:30:11.000Z\nmarkup_language: 1\ntype_: 1").into_bytes()),
        (format!("{image}.md"), format!("x.png\n\nid: {image}\nmime: image/png\ntype_: 4").into_bytes()),
        (format!("resources/{image}.png"), picture()),
        (format!("{tag}.md"), format!("dream\n\nid: {tag}\ntype_: 5").into_bytes()),
        (format!("{}.md", "e".repeat(32)), format!("id: {}\nnote_id: {note}\ntag_id: {tag}\ntype_: 6", "e".repeat(32)).into_bytes()),
        (format!("{binned}.md"), format!("Old\n\nid: {binned}\ncreated_time: 2021-10-05T23:30:11.000Z\ndeleted_time: 1700000000000\ntype_: 1").into_bytes()),
    ];
    let place = tempfile::tempdir().unwrap();
    let jex = place.path().join("notes.jex");
    let mut tar = tar::Builder::new(fs::File::create(&jex).unwrap());
    for (name, bytes) in &files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap();
    let phone = PhoneInHand::new();
    let report = import(&phone, &jex);
    assert_eq!(
        (report.from.as_str(), dated_texts(&phone)),
        ("joplin", expected_texts(&[("2021-10-05", "A title\n\nBody x end.")]))
    );
    assert_eq!((record(&phone, 0)["themes"].clone(), report.attachments), (json!(["dream"]), 1));
    assert_eq!(codes(&report), named(&[("Old", "trashed")]));
    // Truncated in the middle: earlier entries are imported, and the report mentions the truncation.
    let bytes = fs::read(&jex).unwrap();
    fs::write(&jex, &bytes[..1_100]).unwrap();
    let report = import(&PhoneInHand::new(), &jex);
    assert!(codes(&report).iter().any(|(_, code)| code == "cut_off"), "{report:?}");
}
