//! What lies beside the words: links, pictures within a text, captions, second exports, placeholders, later exports.

use super::*;

// RFC 2397: a file within an address. Editors write it when a picture is pasted; HTML notes have links besides their words.
#[test]
fn links_stay_and_pictures_within_a_text_become_attachments() {
    let png = base64::engine::general_purpose::STANDARD.encode(picture());
    let html = format!(
        "<p>See <a href=\"https://else.example/s\">this song</a> <img src=\"data:image/png;base64,{png}\"> \
         <img src=\"data:image/svg+xml;base64,QQ==\"></p>"
    );
    let diarium = json!([{"date": "2024-03-05T20:00:00", "heading": "", "html": html}]);
    let (phone, report) = imported(&[("diarium.json", diarium.to_string().as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "See [this song](https://else.example/s)")]));
    assert_eq!((report.attachments, codes(&report)), (1, named(&[("data:image/svg+xml", "missing")])));
    assert_eq!(record(&phone, 0)["attachments"][0]["name"], "picture.png");

    let note = format!("At the lake ![dawn](data:image/png;base64,{png}), alone.");
    let (phone, report) = imported(&[("2024-03-06.md", note.as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-06", "At the lake dawn, alone.")]));
    assert_eq!((report.attachments, report.left_out_count), (1, 0));
    // A look counts it as well, and writes nothing.
    let look = ImportForm { only_look: true, ..ImportForm::default() };
    let place = folder(&[("2024-03-06.md", note.as_bytes())]);
    assert_eq!(PhoneInHand::new().transfer().import(place.path(), &look, &Silent).unwrap().attachments, 1);
}

// Day One's guide on export: audio has a title and a transcription, and newer entries have rich text only.
#[test]
fn captions_and_damaged_rich_text_of_day_one_stay() {
    let document = json!({"metadata": {}, "entries": [
        {"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "timeZone": "America/New York", "text": "said ![](dayone-moment://P)",
         "photos": [{"identifier": "P", "md5": "aa", "type": "png", "caption": "My mother at the lake"}],
         "audios": [{"identifier": "V", "md5": "bb", "format": "m4a", "transcription": "I said these words."}]},
        {"uuid": "B", "creationDate": "2024-03-06T10:00:00Z", "timeZone": "UTC", "richText": "{\"contents\":[{\"text\":\"half \\ud83d emoji\"}]}"},
        {"uuid": "C", "creationDate": "2024-03-07T10:00:00Z", "timeZone": "UTC", "richText": "{\"contents\":[{\"text\":\"cut"},
    ]});
    let (phone, report) = imported(&[
        ("Journal.json", document.to_string().as_bytes()),
        ("photos/aa.png", &picture()),
        ("audios/bb.m4a", b"not really sound"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2024-03-05", "said\n\nMy mother at the lake\n\nI said these words."),
            ("2024-03-06", "half \u{fffd} emoji"),
            ("2024-03-07", "{\"contents\":[{\"text\":\"cut"),
        ])
    );
    assert_eq!((record(&phone, 0)["when"]["zone"].as_str(), report.left_out_count), (Some("America/New_York"), 0));
}

// CLDR's half days of Spanish, French and Japanese; a surrogate alone, as `JSON.stringify` wrote it before ES2019.
#[test]
fn daylio_in_other_languages_and_with_half_an_emoji() {
    let table = "full_date,date,weekday,time,mood,activities,note_title,note\n\
        2024-03-05,5 de marzo,martes,\"10:30 p.\u{a0}m.\",bien,,,uno\n\
        2024-03-06,6 mars,mercredi,22 h 30,bien,,,deux\n\
        2024-03-07,3月7日,木曜日,午後10:30,bien,,,three\n\
        2024-03-08,8 mars,vendredi,le soir,bien,,,four\n";
    let (phone, _) = imported(&[("daylio.csv", table.as_bytes())]);
    for n in 0..3 {
        assert!(record(&phone, n)["when"]["at"].as_str().unwrap().contains("T22:30"), "{}", record(&phone, n));
    }
    assert_eq!(record(&phone, 3)["daylio"]["time"], "le soir");

    let backup = r#"{"version":15,"dayEntries":[{"id":1,"datetime":1709674200000,"timeZoneOffset":3600000,"mood":1,"note":"half \ud83d emoji"},
        {"id":2,"datetime": ,"note":"broken"},{"id":3,"datetime":1709760600000,"timeZoneOffset":3600000,"mood":1,"note":"whole"}],
        "customMoods":[{"id":1,"custom_name":"","mood_group_id":1}],"tags":[],"assets":[]}"#;
    let packed = base64::engine::general_purpose::STANDARD.encode(backup);
    let (_folder, zip) = zipped(&[("backup.daylio", packed.as_bytes())]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "half \u{fffd} emoji"), ("2024-03-06", "whole")]));
    assert_eq!(record(&phone, 1)["states"], json!(["rad"]));
    assert_eq!(codes(&report), named(&[("backup.daylio, dayEntries 2", "unreadable")]));
    assert_eq!(report.remarks.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["repaired"]);
}

// A vault in iCloud has placeholders for files that are not on the device; a NAS has bins of its own.
#[test]
fn files_that_are_still_in_the_cloud_are_named() {
    let files: &[(&str, &[u8])] =
        &[("2024-03-05.md", b"here"), ("a/.2024-03-06.md.icloud", b"bplist00"), ("#recycle/2024-03-07.md", b"deleted")];
    let expected = named(&[("a/2024-03-06.md", "not_downloaded")]);
    let (phone, report) = imported(files);
    assert_eq!((dated_texts(&phone).len(), codes(&report)), (1, expected.clone()));
    let (_folder, zip) = zipped(files);
    assert_eq!(codes(&import(&PhoneInHand::new(), &zip)), expected);
}

#[test]
fn a_second_export_in_the_same_folder_is_named_for_what_it_is() {
    let note = json!({"textContent": "kept", "userEditedTimestampUsec": 1_709_674_200_000_000_i64});
    let table =
        "full_date,date,weekday,time,mood,activities,note_title,note\n2024-03-05,5 March,Tue,10:30 PM,good,,,day\n";
    let (phone, report) = imported(&[
        ("Takeout/Keep/a.json", note.to_string().as_bytes()),
        ("daylio.csv", table.as_bytes()),
        ("vault/2024-03-05.md", b"words"),
        ("vault/other.docx", b"x"),
    ]);
    assert_eq!(dated_texts(&phone).len(), 1);
    assert_eq!(
        codes(&report),
        named(&[("daylio.csv", "other"), ("vault/2024-03-05.md", "other"), ("vault/other.docx", "kind")])
    );
}

#[test]
fn a_later_export_without_change_times_brings_what_is_newer() {
    let document = |text: &str| {
        json!([{"date": "2024-03-05T20:00:00", "heading": "H", "text": text}, {"date": "2024-03-06T20:00:00", "heading": "I", "text": text}])
            .to_string()
    };
    let phone = PhoneInHand::new();
    let first = folder(&[("diarium.json", document("first").as_bytes())]);
    assert_eq!(import(&phone, first.path()).added, 2);
    let mine = phone.pages().list(&[], None, 9).unwrap().into_iter().find(|entry| entry.text.starts_with('I')).unwrap();
    phone.entries().edit(mine.id.parse().unwrap(), &Writing::text("mine")).unwrap();
    // The same again: nothing is said of the entry that was changed here.
    let again = import(&phone, first.path());
    assert_eq!((again.updated, again.known, again.remark_count), (0, 2, 0));
    let later = folder(&[("diarium.json", document("first, and more").as_bytes())]);
    let report = import(&phone, later.path());
    assert_eq!((report.updated, report.known), (1, 1));
    assert_eq!(report.remarks[0].code, "changed_here");
    let mut texts: Vec<String> = dated_texts(&phone).into_iter().map(|(_, text)| text).collect();
    texts.sort();
    assert_eq!(texts, ["H\n\nfirst, and more", "mine"]);
    assert_eq!(import(&phone, later.path()).updated, 0);
}

#[test]
fn fields_of_another_app_never_make_an_entry_too_large() {
    let document = json!({"metadata": {}, "entries": [{"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "text": "words",
        "sourceString": "x".repeat(400_000)}]});
    let (phone, report) = imported(&[("Journal.json", document.to_string().as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "words")]));
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1, dayone", "too_large")]));
    assert!(record(&phone, 0).to_string().len() < 10_000);
}

// PKWARE's APPNOTE, 4.3.1: the directory is at the end. A stored zip within a zip has one as well.
#[test]
fn a_zip_within_a_cut_zip_is_not_taken_for_the_whole() {
    let (_inner, inner) = zipped(&[("2024-03-05.md", b"inner")]);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("export.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [("2024-03-06.md", b"outer".to_vec()), ("inner.zip", fs::read(inner).unwrap())] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
    let whole = fs::read(&path).unwrap();
    let report = import(&PhoneInHand::new(), &path);
    assert_eq!((report.added, codes(&report)), (1, named(&[("inner.zip", "packed")])));
    fs::write(&path, &whole[..whole.len() - 30]).unwrap();
    let report = import(&PhoneInHand::new(), &path);
    assert!(codes(&report).contains(&("export.zip".into(), "cut_off".into())), "{:?}", codes(&report));
}

// textbundle.org, as Bear and Ulysses write it; a vault's notes with a title and nothing else.
#[test]
fn bundles_and_notes_of_one_word_have_their_day_and_their_words() {
    let (phone, report) = imported(&[
        ("2024-03-05 A walk.textbundle/text.md", b"By the lake ![](assets/lake.png)"),
        ("2024-03-05 A walk.textbundle/info.json", b"{\"version\":2}"),
        ("2024-03-05 A walk.textbundle/assets/lake.png", &picture()),
        ("2024-03-06 Rain.md", b""),
        ("2024-03-07.md", b"---\ntags: [#sea, calm]\nmoods:\n  - at: 9\n    of: 10\n---\n<p>\n<img\n  src=\"file:///Users/me/lake.png\">\n</p>\nwords"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2024-03-05", "A walk\n\nBy the lake"),
            ("2024-03-06", "Rain"),
            ("2024-03-07", "<p>\n</p>\nwords")
        ])
    );
    assert_eq!(record(&phone, 2)["themes"], json!(["sea", "calm"]));
    assert_eq!(record(&phone, 2)["front"], json!({"moods": [{"at": "9", "of": "10"}]}));
    assert_eq!((report.attachments, report.left_out_count), (2, 0));
}

// Takeout writes HTML beside the text of newer notes, and some programs write its numbers as texts.
#[test]
fn keep_and_standard_notes_lose_no_note() {
    let note = json!({"textContent": "", "textContentHtml": "<p>only <b>html</b></p>", "userEditedTimestampUsec": "1709674200000000"});
    let (phone, _) = imported(&[("Keep/a.json", note.to_string().as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "only html")]));

    let backup = json!({"version": "004", "items": [
        {"uuid": "a", "content_type": "Note", "created_at": "2024-03-05T10:00:00Z", "deleted": true, "content": {"title": "gone", "text": ""}},
        {"uuid": "b", "content_type": "SN|File", "created_at": "2024-03-05T10:00:00Z", "content": {"name": "lake.png"}},
        {"uuid": "c", "content_type": "Note", "created_at": "2024-03-05T10:00:00Z", "content": {"title": "", "noteType": "rich-text",
            "text": "<p>a <a href=\"https://else.example/x\">link</a></p>"}}]});
    let (phone, report) = imported(&[("backup.txt", backup.to_string().as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "a [link](https://else.example/x)")]));
    assert_eq!(codes(&report), named(&[("gone", "trashed"), ("lake.png", "missing")]));
}

// Day One's plain text in French: the labels of the app are in the language of the phone.
#[test]
fn places_stay_behind_in_every_language() {
    let text = "\tDate\u{a0}:\t5 mars 2024 \u{e0} 22:30:00 UTC+1\n\tLieu\u{a0}:\tRue du Lac 5\n\tM\u{e9}t\u{e9}o\u{a0}:\t3\u{b0}C\n\nAu bord.\n";
    let files: [(&str, &[u8]); 2] =
        [("Journal.txt", text.as_bytes()), ("2024-03-06.md", b"---\nort: Seestrasse 5\ntags: sea\n---\nDort.")];
    let (phone, _) = imported(&files);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "Au bord."), ("2024-03-06", "Dort.")]));
    let kept = phone.transfer().export_json().unwrap();
    assert!(!kept.contains("Rue du Lac") && !kept.contains("Seestrasse"), "{kept}");
    let other = PhoneInHand::new();
    let with_places = ImportForm { keep_places: true, ..ImportForm::default() };
    other.transfer().import(folder(&files).path(), &with_places, &Silent).unwrap();
    assert!(other.transfer().export_json().unwrap().contains("Rue du Lac"));
}

// An export without photos has no `Resources`, and a person may choose the folder within the zip's.
#[test]
fn an_apple_journal_without_photos_is_known_by_its_index() {
    let page = "<html><body><div class=pageHeader>Dienstag, 5. M\u{e4}rz 2024</div><p>Still. <a href='https://else.example/s'>Lied</a></p></body></html>";
    let (phone, report) = imported(&[("index.html", b"<html></html>"), ("Entries/2024-03-05.html", page.as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "Still. [Lied](https://else.example/s)")]));
    assert_eq!((report.from.as_str(), report.left_out_count), ("apple_journal", 0));
}
