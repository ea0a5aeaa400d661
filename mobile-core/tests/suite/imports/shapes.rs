//! Documents whose parts are long, doubled, missing or in an unusual order.

use super::*;

// github.com/PhilKes/NotallyX, data/imports/google: in Takeout's notes the times stand behind the text, which has up to
// 20,000 characters, and behind the list. Journey writes the text first, and old backups of Standard Notes the content.
#[test]
fn a_long_text_before_the_members_that_tell_the_app_costs_no_entry() {
    let text = "word ".repeat(4_000);
    let items = (0..1_000).map(|n| format!(r#"{{"text":"item {n}","isChecked":true}}"#)).collect::<Vec<_>>().join(",");
    let times = r#""userEditedTimestampUsec":1709674200000000,"createdTimestampUsec":1709674200000000"#;
    let note = |content: &str| format!(r#"{{"color":"DEFAULT","isTrashed":false,{content},"title":"Long",{times}}}"#);
    let (phone, report) = imported(&[
        ("Takeout/Keep/a.json", note(&format!(r#""textContent":"{text}""#)).as_bytes()),
        ("Takeout/Keep/b.json", note(&format!(r#""listContent":[{items}]"#)).as_bytes()),
    ]);
    assert_eq!((report.from.as_str(), report.added, report.left_out_count), ("google_keep", 2, 0));
    assert!(dated_texts(&phone).iter().any(|(_, words)| words.ends_with("- [x] item 999")));

    let journey =
        format!(r#"{{"text":"<p>{text}</p>","date_modified":1709674200000,"date_journal":1709674200000,"id":"a"}}"#);
    let (_, report) = imported(&[("a.json", journey.as_bytes())]);
    assert_eq!((report.from.as_str(), report.added), ("journey", 1));
    let backup = format!(
        r#"{{"version":"002","items":[{{"uuid":"u","content":{{"title":"T","text":"{text}"}},"created_at":"2024-03-05T10:00:00Z","content_type":"Note"}}]}}"#
    );
    let (_, report) = imported(&[("backup.txt", backup.as_bytes())]);
    assert_eq!((report.from.as_str(), report.added), ("standard_notes", 1));
}

// PKWARE's APPNOTE, 4.4.17: names have slashes, and programs of Windows write backslashes. GNU tar's manual, `--append`: a
// later file of a name replaces an earlier one.
#[test]
fn a_file_that_another_of_its_name_hides_is_named() {
    let (_folder, zip) =
        zipped(&[("a\\2024-03-05.md", b"first"), ("a/2024-03-05.md", b"second"), ("2024-03-06.md", b"x")]);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("vault.tar");
    let mut tar = tar::Builder::new(fs::File::create(&path).unwrap());
    let files: [(&str, &[u8]); 3] =
        [("a/2024-03-05.md", b"first"), ("a/2024-03-05.md", b"second"), ("2024-03-06.md", b"x")];
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes).unwrap();
    }
    tar.into_inner().unwrap();
    for source in [zip, path] {
        let phone = PhoneInHand::new();
        let report = import(&phone, &source);
        assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "second"), ("2024-03-06", "x")]));
        assert_eq!(codes(&report), named(&[("a/2024-03-05.md", "twice")]));
    }
}

// github.com/jrnl-org/jrnl/issues/409: an entry shows a photo that its export does not have.
#[test]
fn a_photo_that_day_one_shows_and_does_not_export_is_named() {
    let document = json!({"metadata": {}, "entries": [
        {"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "timeZone": "UTC", "text": "Look ![](dayone-moment://6C88) and ![](dayone-moment://AB12)",
         "photos": [{"identifier": "AB12", "md5": "aa", "type": "png"}]}]});
    let (phone, report) = imported(&[("Journal.json", document.to_string().as_bytes()), ("photos/aa.png", &picture())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "Look and")]));
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1, dayone-moment://6C88", "missing")]));
    assert_eq!(report.attachments, 1);
}

// Bug reports on dates that are read in the order of another country are many; the files beside a doubtful one tell it.
#[test]
fn other_dates_tell_the_order_of_day_and_month() {
    let (phone, report) = imported(&[
        ("a.md", b"---\ndate: 03/04/2024\n---\nfourth"),
        ("b.md", b"---\r\ndate: 03/25/2024\r\n---\r\ntwenty-fifth"),
        ("c.md", b"# 04/01/2024\n\nfirst\n\n# 04/13/2024\n\nthirteenth\n"),
    ]);
    let days: Vec<String> = dated_texts(&phone).into_iter().map(|(day, text)| format!("{day} {text}")).collect();
    assert_eq!(days, ["2024-03-04 fourth", "2024-03-25 twenty-fifth", "2024-04-01 first", "2024-04-13 thirteenth"]);
    assert_eq!((report.left_out_count, report.remark_count), (0, 0));
    // Two habits in one vault: a doubtful date stays a guess.
    let (_, report) = imported(&[
        ("a.md", b"---\ndate: 03/04/2024\n---\na"),
        ("b.md", b"---\ndate: 03/25/2024\n---\nb"),
        ("c.md", b"---\ndate: 25/03/2024\n---\nc"),
    ]);
    assert_eq!(report.remarks.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["date_guessed"]);
}

#[test]
fn the_mood_in_the_head_of_a_diary_stays() {
    let head = "---\ntags: [lake]\nmood: 7\n---\n";
    let one = format!("{head}# 2024-03-05\n\nOne day.\n");
    let two = format!("{head}# 2024-03-06\n\nOne.\n\n# 2024-03-07\n\nTwo.\n");
    let (phone, _) = imported(&[("one.md", one.as_bytes()), ("two.md", two.as_bytes())]);
    assert_eq!(record(&phone, 0)["mood"], 7);
    for n in 1..3 {
        assert_eq!(
            (record(&phone, n)["mood"].clone(), record(&phone, n)["front"]["mood"].clone()),
            (Value::Null, json!("7"))
        );
    }
}

// laurent22/joplin, packages/lib/models/BaseItem.ts: a note without a title begins with an empty line, a resource keeps its
// ending (a Markdown file is one as well), and a task says when it was done.
#[test]
fn joplin_tasks_places_and_attached_texts_are_kept_or_named() {
    let id = |n: char| n.to_string().repeat(32);
    let facts = |n: char, kind: &str, more: &str| {
        format!("id: {}\ncreated_time: 2024-03-05T10:00:0{n}.000Z\n{more}type_: {kind}", id(n))
    };
    let note = format!("\n\nSee [paper](:/{}).\n\nname: value", id('2'));
    let place = "latitude: 48.13510000\nlongitude: 11.58200000\nis_todo: 1\ntodo_completed: 1709632800000\n";
    let open = "latitude: 0.00000000\nis_todo: 1\ntodo_completed: 0\n";
    let files = [
        (format!("{}.md", id('1')), format!("{note}\n\n{}", facts('1', "1", place))),
        (format!("{}.md", id('2')), format!("paper.md\n\n{}", facts('2', "4", "mime: text/markdown\n"))),
        (format!("resources/{}.md", id('2')), "# Attached\n\nwords".to_owned()),
        (format!("{}.md", id('3')), format!("Call\n\n{}", facts('3', "1", open))),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (phone, report) = imported(&files);
    let words = format!("See [paper](:/{}).\n\nname: value", id('2'));
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", words.as_str()), ("2024-03-05", "Call")]));
    let attached = format!("resources/{}.md", id('2'));
    assert_eq!(codes(&report), named(&[(attached.as_str(), "kind")]));
    assert_eq!(
        (record(&phone, 0)["joplin"].clone(), record(&phone, 1)["joplin"].clone()),
        (json!({"task": "done"}), json!({"task": "open"}))
    );
    let other = PhoneInHand::new();
    let with_places = ImportForm { keep_places: true, ..ImportForm::default() };
    other.transfer().import(folder(&files).path(), &with_places, &Silent).unwrap();
    assert_eq!(record(&other, 0)["joplin"]["latitude"], "48.13510000");
    assert_eq!(record(&other, 1)["joplin"], json!({"task": "open"}));
}

// RFC 8259, section 4: of two members with one name, most readers keep the last. Section 6: a number may be beyond any range.
#[test]
fn doubled_members_and_numbers_without_end_cost_no_word() {
    let document = br#"{"metadata":{},"entries":[{"uuid":"A","creationDate":"2024-03-05T10:00:00Z","text":"first","text":"second"}],
        "entries":[{"uuid":"B","creationDate":"2024-03-06T10:00:00Z","text":"whole","duration":1e999}]}"#;
    let (phone, report) = imported(&[("Journal.json", document)]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "first\n\nsecond"), ("2024-03-06", "whole")]));
    let said: Vec<&str> = report.remarks.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((said, report.left_out_count), (vec!["doubled", "repaired"], 0));
}

// Takeout offers its export as tgz as well; a phone that downloads it in parts has several archives in one folder.
#[test]
fn an_archive_that_is_not_unpacked_is_named_with_the_way_out() {
    let files: [(&str, &[u8]); 3] =
        [("takeout-1.zip", b"PK\x03\x04"), ("takeout.tgz", b"\x1f\x8b\x08"), ("note.TEXTPACK", b"PK\x03\x04")];
    let (_, report) = imported(&files);
    assert_eq!(
        codes(&report),
        named(&[("note.TEXTPACK", "packed"), ("takeout-1.zip", "packed"), ("takeout.tgz", "packed")])
    );
    assert_eq!(report.left_out[0].sentence, "This is packed. Unpack it, then import what is inside.");
    let place = folder(&files);
    let report = import(&PhoneInHand::new(), &place.path().join("takeout.tgz"));
    assert_eq!(codes(&report), named(&[("takeout.tgz", "packed")]));
}

// joelotter.com/posts/2022/01/daylio, and programs that read backups with libmagic: a backup names its photos by their
// checksum, without an extension. Names of other files may not fit their content.
#[test]
fn files_are_known_by_their_content() {
    let backup = json!({"dayEntries": [{"id": 1, "datetime": 1_709_674_200_000_i64, "timeZoneOffset": 3_600_000, "note": "x", "tags": [], "assets": [7, 8]}],
        "customMoods": [], "tags": [], "assets": [{"id": 7, "checksum": "abc"}, {"id": 8, "checksum": "def"}]});
    let packed = base64::engine::general_purpose::STANDARD.encode(backup.to_string());
    let (_folder, zip) = zipped(&[
        ("backup.daylio", packed.as_bytes()),
        ("assets/photos/2024/3/abc", &picture()),
        ("assets/files/def", b"of an unknown kind"),
    ]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!((report.attachments, codes(&report)), (1, named(&[("assets/files/def", "kind")])));
    let attachment = &record(&phone, 0)["attachments"][0];
    assert_eq!((&attachment["name"], &attachment["media_type"]), (&json!("abc.png"), &json!("image/png")));

    let memo = b"\0\0\0\x14ftypM4A \0\0\0\0M4A ";
    let (phone, _) =
        imported(&[("2024-03-05.md", b"![](memo.mp3) ![](a.jpg)"), ("memo.mp3", memo), ("a.jpg", &picture())]);
    let names: Vec<Value> =
        record(&phone, 0)["attachments"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["memo.m4a", "a.png"]);
}

// Day One's own guide: photos that were not downloaded are not in an export.
#[test]
fn an_entry_of_nothing_but_a_photo_that_is_missing_names_it() {
    let document = json!({"metadata": {}, "entries": [{"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "text": "",
        "photos": [{"identifier": "P", "md5": "aabb", "type": "jpeg"}]}]});
    let (_, report) = imported(&[("Journal.json", document.to_string().as_bytes())]);
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1", "empty"), ("photos/aabb.jpeg", "missing")]));
}

// Keep's voice notes are 3GP, Day One's videos MOV: an entry of nothing else would come in with nothing in it.
#[test]
fn an_entry_whose_only_file_is_not_taken_is_left_out_and_both_are_named() {
    let note = json!({"attachments": [{"filePath": "v.3gp"}], "textContent": "", "title": "",
        "userEditedTimestampUsec": 1_709_674_200_000_000_i64});
    let (phone, report) =
        imported(&[("Keep/v.json", note.to_string().as_bytes()), ("Keep/v.3gp", b"\0\0\0\x14ftyp3gp4\0\0\0\0")]);
    assert_eq!((dated_texts(&phone).len(), report.found, report.added), (0, 1, 0));
    assert_eq!(codes(&report), named(&[("Keep/v.3gp", "kind"), ("Keep/v.json", "empty")]));
    let files: [(&str, &[u8]); 2] = [("2024-03-05.md", b"![](b.png)"), ("b.png", b"not a picture")];
    let (phone, report) = imported(&files);
    assert_eq!(dated_texts(&phone).len(), 0);
    assert_eq!(codes(&report), named(&[("2024-03-05.md", "empty"), ("b.png", "picture")]));
}

#[test]
fn tags_in_the_head_of_a_day_are_tags() {
    let text = "\tDate:\t5 March 2024 at 22:30:00 CET\n\tTags:\tLake, calm\n\n# Title\n\nText\n";
    let (phone, _) = imported(&[("Journal.txt", text.as_bytes())]);
    assert_eq!((&record(&phone, 0)["themes"], &record(&phone, 0)["front"]), (&json!(["lake", "calm"]), &Value::Null));
}

// CWE-190: numbers at the end of their range, in every place where one is counted with.
#[test]
fn numbers_at_the_end_of_their_range_stop_no_import() {
    let days = json!([
        {"id": 1, "datetime": 1_709_674_200_000_i64, "timeZoneOffset": 2_000_000_000_000_i64, "mood": 1, "note": "a"},
        {"id": 2, "datetime": 1_709_674_200_000_i64, "timeZoneOffset": -2_147_483_648_000_i64, "note": "b"},
        {"id": 3, "year": 2024, "month": 127, "day": 1, "note": "c"},
        {"id": 4, "datetime": i64::MAX, "note": "d"}, {"id": 5, "year": i64::MAX, "month": -128, "day": 1, "note": "e"},
    ]);
    let moods = json!([{"id": 1, "custom_name": "", "mood_group_id": i64::MIN}]);
    let backup = json!({"dayEntries": days, "customMoods": moods, "tags": [], "assets": []}).to_string();
    let packed = base64::engine::general_purpose::STANDARD.encode(backup);
    let (_folder, zip) = zipped(&[("backup.daylio", packed.as_bytes())]);
    let report = import(&PhoneInHand::new(), &zip);
    assert_eq!((report.found, report.added), (5, 2), "{report:?}");
    assert_eq!(report.remarks.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["zone", "zone"]);
    assert!(codes(&report).iter().all(|(_, code)| code == "no_date"), "{report:?}");

    let item = |text: &str| json!({"type": "listitem", "children": [{"type": "text", "text": text}]});
    let list = json!({"type": "list", "listType": "number", "start": u64::MAX, "children": [item("a"), item("b")]});
    let backup = json!({"items": [
        {"uuid": "u", "content_type": "Note", "created_at": "2024-03-05T10:00:00Z",
         "content": {"noteType": "super", "text": json!({"root": {"children": [list]}}).to_string()}},
        {"uuid": "v", "content_type": "Note", "created_at_timestamp": i64::MAX, "content": {"title": "late", "text": "x"}}]});
    let (phone, report) = imported(&[("backup.txt", backup.to_string().as_bytes())]);
    assert!(dated_texts(&phone)[0].1.ends_with(". b"), "{:?}", dated_texts(&phone));
    assert_eq!(codes(&report), named(&[("late", "no_date")]));
}
