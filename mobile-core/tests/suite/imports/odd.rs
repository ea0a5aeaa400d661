//! Inputs that editors, old programs and broken devices produce: names and documents in other encodings, recordings
//! that contain the place of their creation.

use super::*;

/// A zip with raw bytes as names, as programs without UTF-8 support write them.
fn zipped_raw(files: &[(&[u8], &[u8])]) -> (TempDir, std::path::PathBuf) {
    // Names of the same length first, then their bytes in both directories.
    let stand_in: Vec<String> =
        files.iter().enumerate().map(|(n, (name, _))| format!("{n:x>0$}", name.len())).collect();
    let list: Vec<(&str, &[u8])> =
        stand_in.iter().map(String::as_str).zip(files.iter().map(|(_, bytes)| *bytes)).collect();
    let (folder, path) = zipped(&list);
    let mut zip = fs::read(&path).unwrap();
    for (stand_in, (name, _)) in stand_in.iter().zip(files) {
        let mut at = 0;
        while let Some(found) = zip[at..].windows(stand_in.len()).position(|part| part == stand_in.as_bytes()) {
            at += found;
            zip[at..at + name.len()].copy_from_slice(name);
        }
    }
    fs::write(&path, zip).unwrap();
    (folder, path)
}

// PKWARE's APPNOTE, appendix D: without bit 11 a name is in the code page of DOS, and programs write that of their system.
// github.com/ZipArchive/ZipArchive/issues/460: names in GBK were unreadable.
// github.com/kuba--/zip/issues/233: a sign whose second byte is a backslash was cut in two (尤里的陰謀).
#[test]
fn names_of_a_zip_from_chinese_windows_are_read_and_that_is_said() {
    // 日记/2024-03-05 散步.md and 照片.png in GBK.
    let text = "今天下雨 ![](../照片.png)";
    let (_folder, zip) = zipped_raw(&[
        (b"\xc8\xd5\xbc\xc7/2024-03-05 \xc9\xa2\xb2\xbd\xb5\xc4\xc8\xd5\xd7\xd3.md", text.as_bytes()),
        (b"\xd5\xd5\xc6\xac.png", &picture()),
        (b"2024-03-06 \xd3\xc8\xc0\xef\xb5\xc4\xea\x8e\xd6\x5c.md", b"x"),
    ]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!((report.attachments, report.left_out_count), (1, 0), "{report:?}");
    assert!(dated_texts(&phone)[0].1.ends_with("今天下雨"), "{:?}", dated_texts(&phone));
    assert_eq!(record(&phone, 0)["source"], "file:日记/2024-03-05 散步的日子.md");
    assert_eq!(record(&phone, 1)["source"], "file:2024-03-06 尤里的陰謀.md");
    let said: Vec<&str> = report.remarks.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(said, ["names_guessed"]);
    // Two names that differ only in non-UTF-8 bytes are two files.
    let (_folder, zip) = zipped_raw(&[(b"\xc8\xd5 2024-03-05.md", b"one"), (b"\xd4\xc2 2024-03-06.md", b"two")]);
    assert_eq!(import(&PhoneInHand::new(), &zip).added, 2);
}

#[test]
fn names_of_a_zip_from_dos_stay_what_they_were() {
    let (_folder, zip) = zipped_raw(&[(b"Gr\x94\xe1e 2024-03-05.md", b"x")]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!(record(&phone, 0)["source"], "file:Größe 2024-03-05.md");
    assert_eq!(report.remark_count, 0);
}

// github.com/elyukai/optolith-client/issues/370: an editor put the mark of UTF-8 in front of an export.
// github.com/gcarreno/laz-JSON-Viewer/issues/19: and another one saved it as UTF-16, as Excel does with tabs.
#[test]
fn documents_that_an_editor_has_saved_in_another_encoding_are_read_or_named() {
    let wide = |text: &str| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let table = "full_date\tdate\tweekday\ttime\tmood\tactivities\tnote_title\tnote\n2021-09-28\t28 September\tTuesday\t10:00 pm\tgood\t\t\tGröße 😴\n";
    let (phone, report) = imported(&[("daylio_export.csv", &wide(table))]);
    assert_eq!((report.from.as_str(), dated_texts(&phone)), ("daylio", expected_texts(&[("2021-09-28", "Größe 😴")])));

    let note =
        r#"{"textContent": "Rest is allowed.", "isTrashed": false, "userEditedTimestampUsec": 1692317477364000}"#;
    for bytes in [wide(note), ["\u{feff}", note].concat().into_bytes()] {
        let (phone, report) = imported(&[("Takeout/Keep/a.json", &bytes)]);
        assert_eq!((report.left_out_count, dated_texts(&phone).len()), (0, 1), "{report:?}");
    }

    // Windows-1252 is read and reported. Chinese in GBK is reported, and the rest is imported.
    let western = b"{\"metadata\":{},\"entries\":[{\"uuid\":\"A\",\"creationDate\":\"2024-03-05T10:00:00Z\",\"text\":\"Gr\xf6\xdfe und Stille\"}]}";
    let (phone, report) = imported(&[("Journal.json", western)]);
    assert_eq!((dated_texts(&phone)[0].1.as_str(), report.remarks[0].code.as_str()), ("Größe und Stille", "encoding"));
    let chinese = b"{\"metadata\":{},\"entries\":[{\"uuid\":\"A\",\"creationDate\":\"2024-03-05T10:00:00Z\",\"text\":\"\xbd\xf1\xcc\xec\xcf\xc2\xd3\xea\xa3\xac\xce\xd2\xba\xdc\xc6\xbd\xbe\xb2\"},{\"uuid\":\"B\",\"creationDate\":\"2024-03-06T10:00:00Z\",\"text\":\"plain\"}]}";
    let (phone, report) = imported(&[("Journal.json", chinese)]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-06", "plain")]));
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1", "encoding")]));
}

/// A voice memo as phones write it, with the place beside the sound.
fn memo() -> Vec<u8> {
    let boxed =
        |kind: &[u8; 4], content: &[u8]| [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat();
    let place = boxed(b"udta", &boxed(b"\xa9xyz", b"\0\x12\x15\xc7+48.1351+011.5820/"));
    let moov = boxed(b"moov", &[boxed(b"mvhd", &[0; 100]), place].concat());
    [boxed(b"ftyp", b"M4A \0\0\0\0"), boxed(b"mdat", b"the sound itself"), moov].concat()
}

// github.com/mastodon/mastodon/issues/22948, github.com/superseriousbusiness/gotosocial/issues/2577: an MP4 kept where it
// was recorded, in `udta` and `meta`.
#[test]
fn recordings_keep_no_place_and_what_is_not_cleaned_is_said() {
    let document = json!({"metadata": {}, "entries": [{"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "text": "said",
        "audios": [{"identifier": "V", "md5": "aa", "format": "m4a"}], "pdfAttachments": [{"identifier": "P", "md5": "bb", "type": "pdf"}]}]});
    let files: [(&str, &[u8]); 3] = [
        ("Journal.json", &document.to_string().into_bytes()),
        ("audios/aa.m4a", &memo()),
        ("pdfs/bb.pdf", b"%PDF-1.4 x"),
    ];
    let (phone, report) = imported(&files);
    assert_eq!((report.attachments, report.left_out_count), (2, 0));
    let said: Vec<(&str, &str)> = report.remarks.iter().map(|one| (one.item.as_str(), one.code.as_str())).collect();
    assert_eq!(said, [("pdfs/bb.pdf", "may_tell")]);
    let entry = phone.pages().list(&[], None, 9).unwrap()[0].id.parse().unwrap();
    let kept = phone.attachments().of_entry(entry).unwrap();
    let sound = phone.attachments().attachment_bytes(entry, kept[0].id.parse().unwrap()).unwrap();
    assert!(crate::world::contains(&sound, "the sound itself") && !crate::world::contains(&sound, "+48.1351"));

    // The same for files that are recorded or chosen on the phone.
    let written = phone.entries().write(&Writing::text("another")).unwrap();
    let about = mobile_core::NewAttachment { media_type: "audio/mp4".into(), ..Default::default() };
    let id = phone.attachments().attach(written, &mut &memo()[..], &about).unwrap();
    assert!(!crate::world::contains(&phone.attachments().attachment_bytes(written, id).unwrap(), "+48.1351"));
}

// github.com/Erallie/diarian/issues/85: names with the time and the offset in them. github.com/lainsce/khronos/issues/115: a
// sign for ratios in place of the colon. RFC 9557 and CLDR: `Etc/Unknown` is not a time zone.
#[test]
fn times_in_names_and_zones_that_are_none_are_read_for_what_they_are() {
    let (phone, report) =
        imported(&[("2014-05-31_1330-0500.md", b"with an offset"), ("2024-03-05T22_30_00.md", b"with underscores")]);
    assert_eq!(report.left_out_count, 0);
    let at = |n: usize| record(&phone, n)["when"]["at"].as_str().unwrap()[..16].to_owned();
    assert_eq!((at(0).as_str(), at(1).as_str()), ("2014-05-31T13:30", "2024-03-05T22:30"));

    let table =
        "full_date,date,weekday,time,mood,activities,note_title,note\n2024-03-05,5 March,Tue,22\u{2236}30,good,,,x\n";
    let (phone, _) = imported(&[("daylio_export.csv", table.as_bytes())]);
    assert!(record(&phone, 0)["when"]["at"].as_str().unwrap().contains("T22:30"));

    let entry = json!({"text": "x", "date_journal": 1_709_674_200_000_i64, "id": "a", "timezone": "Etc/Unknown"});
    let (phone, report) = imported(&[("a.json", entry.to_string().as_bytes())]);
    assert_eq!(report.remarks.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["zone"]);
    assert_ne!(record(&phone, 0)["when"]["zone"], "Etc/Unknown");
}

// Dates that mean "none": zero in Google Keep and Journey, the first year in .NET programs.
#[test]
fn a_date_that_is_none_is_no_date() {
    let keep = |created: i64, edited: i64| {
        json!({"textContent": "x", "isTrashed": false, "createdTimestampUsec": created, "userEditedTimestampUsec": edited}).to_string()
    };
    let (phone, report) =
        imported(&[("Keep/a.json", keep(0, 1_709_674_200_000_000).as_bytes()), ("Keep/b.json", keep(0, 0).as_bytes())]);
    assert_eq!((dated_texts(&phone).len(), codes(&report)), (1, named(&[("Keep/b.json", "no_date")])));
    assert_eq!(dated_texts(&phone)[0].0, "2024-03-05");

    let journey = |ms: i64| json!({"text": "x", "date_journal": ms, "id": "a"}).to_string();
    assert_eq!(codes(&imported(&[("a.json", journey(0).as_bytes())]).1), named(&[("a.json", "no_date")]));
    let document = br#"{"metadata":{},"entries":[{"uuid":"A","creationDate":"0001-01-01T00:00:00Z","text":"x"},
        {"uuid":"B","creationDate":1709674200,"timeZone":"UTC","text":"in seconds"}]}"#;
    let (phone, report) = imported(&[("Journal.json", document)]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "in seconds")]));
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1", "no_date")]));
}

// Python's json writes NaN; an editor leaves a comma; Logseq writes a size behind a picture; an editor leaves an empty line
// before the head of a file.
#[test]
fn small_faults_of_other_programs_cost_no_entry_and_leave_no_trace() {
    let document = br#"{"metadata":{},"entries":[{"uuid":"A","creationDate":"2024-03-05T10:00:00Z","timeZone":"UTC","weather":{"t":NaN},"text":"one",},
        {"uuid":"B","creationDate":"2024-03-06T10:00:00Z","timeZone":"UTC","text":"two"},]}"#;
    let (phone, report) = imported(&[("Journal.json", document)]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "one"), ("2024-03-06", "two")]));
    assert_eq!(report.left_out_count, 0);

    let (phone, report) = imported(&[
        ("journals/2024_03_05.md", b"- at the lake ![img](../assets/p%20q.png){:height 300, :width 400}"),
        ("assets/p q.png", &picture()),
        ("pages/a.md", b"\n---\ndate: 2024-03-08\n---\nBehind an empty line."),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[("2024-03-05", "- at the lake"), ("2024-03-08", "Behind an empty line.")])
    );
    assert_eq!((report.attachments, report.left_out_count), (1, 0));
}

// A self-extracting zip begins with a program; office programs leave `~$` files; a folder from an old system has names
// that are not valid text.
#[test]
fn zips_behind_programs_and_names_that_are_no_text_are_read() {
    let (_folder, zip) = zipped(&[("2024-03-05.md", b"inside"), ("~$2024-03-06.md", b"lock")]);
    let bytes = [&b"#!/bin/sh\nexit\n"[..], &fs::read(&zip).unwrap()].concat();
    fs::write(&zip, bytes).unwrap();
    let phone = PhoneInHand::new();
    assert_eq!(import(&phone, &zip).left_out_count, 0);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "inside")]));

    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = folder(&[]);
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"2024-03-08 caf\xe9.md")), "a name in Latin-1")
            .unwrap();
        let phone = PhoneInHand::new();
        assert_eq!(import(&phone, folder.path()).left_out_count, 0);
        assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-08", "a name in Latin-1")]));
    }
}

// A hand-written document: no scale has 99, and a value that should be a list is reported.
#[test]
fn our_own_document_cannot_bring_what_no_scale_has() {
    let record = |id: char, mood: u8| {
        json!({"id": format!("01890a5d-ac96-774b-bcce-b302099a805{id}"), "record": {"kind": "reflection", "text": "x", "mood": mood,
            "when": {"at": "2024-03-05T22:30:00+01:00", "zone": "Europe/Berlin"}}})
    };
    let document = json!({"format": "afterglow-export/1", "records": [record('a', 99), record('b', 10)]});
    let (phone, report) = imported(&[("journal.json", document.to_string().as_bytes())]);
    let mut moods: Vec<_> = phone.pages().list(&[], None, 9).unwrap().into_iter().map(|entry| entry.mood).collect();
    moods.sort();
    assert_eq!((moods, report.remark_count), (vec![None, Some(10)], 1));
    let (_, report) = imported(&[("journal.json", br#"{"format": "afterglow-export/1", "records": {}}"#)]);
    assert_eq!(report.left_out[0].code, "cut_off");
}
