//! Other apps' exports: no word is lost or bent on its way in, and what is not taken is named.
//!
//! Each case names the public bug report or the documentation of the format that it follows.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use mobile_core::{Error, ImportForm, ImportReport, Progress, Silent, Writing};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::PhoneInHand;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn zipped(files: &[(&str, &[u8])]) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (folder, path)
}

fn import(phone: &PhoneInHand, from: &Path) -> ImportReport {
    phone.import(from, &ImportForm::default(), &Silent).unwrap()
}

/// A fresh phone with the import of these files.
fn imported(files: &[(&str, &[u8])]) -> (PhoneInHand, ImportReport) {
    let phone = PhoneInHand::new();
    let report = import(&phone, folder(files).path());
    (phone, report)
}

/// Texts with their days, oldest first.
fn told(phone: &PhoneInHand) -> Vec<(String, String)> {
    let mut entries = phone.list(&[], None, 99).unwrap();
    entries.reverse();
    entries.into_iter().map(|entry| (entry.date, entry.text)).collect()
}

fn told_as(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(day, text)| ((*day).to_owned(), (*text).to_owned())).collect()
}

fn codes(report: &ImportReport) -> Vec<(String, String)> {
    let mut codes: Vec<_> = report.left_out.iter().map(|one| (one.item.clone(), one.code.clone())).collect();
    codes.sort();
    codes
}

fn named(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    told_as(expected)
}

fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png
}

fn record(phone: &PhoneInHand, n: usize) -> Value {
    let export: Value = serde_json::from_str(&phone.export_json().unwrap()).unwrap();
    export["records"][n]["record"].clone()
}

// Importers drop the text between an image and the next link.
#[test]
fn no_word_between_a_bang_and_a_link_is_lost() {
    let (phone, report) = imported(&[
        (
            "2024-03-05.md",
            b"Morning ![[lake.png]] walk.\n\nThe insight I must not lose: I can rest.\n\nSee [the plan](plans/rest.md) tomorrow.\n",
        ),
        ("2024-03-06.md", b"I did it![1] Then a long paragraph about my mother.\n\n[1]: a note\n\nMore, and [a photo](lake.png)."),
        ("plans/rest.md", b"---\ndate: 2024-03-07\n---\nRest plan.\n"),
        ("lake.png", &picture()),
    ]);
    assert_eq!(
        told(&phone),
        told_as(&[
            (
                "2024-03-05",
                "Morning walk.\n\nThe insight I must not lose: I can rest.\n\nSee [the plan](plans/rest.md) tomorrow."
            ),
            (
                "2024-03-06",
                "I did it![1] Then a long paragraph about my mother.\n\n[1]: a note\n\nMore, and [a photo](lake.png)."
            ),
            ("2024-03-07", "Rest plan."),
        ])
    );
    assert_eq!((report.attachments, codes(&report)), (2, vec![]));
    assert_eq!((report.first.as_deref(), report.last.as_deref()), (Some("2024-03-05"), Some("2024-03-07")));
}

#[test]
fn our_markdown_is_refused_with_a_pointer_to_the_archive_and_changes_no_record() {
    let phone = PhoneInHand::new();
    phone.write(&Writing { mood: Some(6), ..Writing::text("The street was wet.") }).unwrap();
    phone.write_step("Walk before work", None).unwrap();
    phone.write_measure("phq-9", vec![Some(1); 9]).unwrap();
    let markdown = tempfile::tempdir().unwrap();
    phone.export_markdown(markdown.path(), &Silent).unwrap();
    let archive = markdown.path().join("../journal.zip");
    let archive =
        markdown.path().parent().unwrap().join(format!("{}.zip", archive.file_stem().unwrap().to_string_lossy()));
    let other = PhoneInHand::new();
    let refused = other.import(markdown.path(), &ImportForm::default(), &Silent).unwrap_err();
    assert_eq!(refused, Error::OurMarkdown);
    assert!(refused.sentence().contains("archive"));
    let kept = tempfile::tempdir().unwrap();
    let archive = kept.path().join(archive.file_name().unwrap());
    phone.export_archive(&archive, None, &Silent).unwrap();
    import(&other, &archive);
    let kinds = |phone: &PhoneInHand| {
        let export: Value = serde_json::from_str(&phone.export_json().unwrap()).unwrap();
        export["records"].clone()
    };
    assert_eq!(kinds(&other), kinds(&phone));
    // Beside a note of one's own it is named, and the note comes in.
    fs::write(markdown.path().join("2024-03-05 mine.md"), "Mine.").unwrap();
    let report = import(&PhoneInHand::new(), markdown.path());
    assert_eq!(report.added, 1);
    assert!(report.left_out.iter().all(|one| one.code == "our_markdown") && report.left_out_count >= 3);
}

// Days in file names, as Obsidian and Logseq have them.
#[test]
fn days_come_from_names_and_folders_and_a_guess_is_said() {
    let (phone, report) = imported(&[
        ("2024_03_05.md", b"logseq"),
        ("20240306.md", b"compact"),
        ("07-03-2024.md", b"dmy"),
        ("2024/03/08.md", b"folders"),
        ("2024-03-09-Saturday.md", b"suffix"),
        ("Journal/2024/03-March/2024-03-10.md", b"nested"),
        ("2024.03.11.md", b"dots"),
        ("Tagebuch 2024-03-12.md", b"suffix date"),
        ("March 13, 2024.md", b"english"),
        ("2024-02-30.md", b"no such day"),
        ("notes.md", b"undated"),
    ]);
    let days: Vec<String> = told(&phone).into_iter().map(|(day, _)| day).collect();
    let expected: Vec<String> = (5..14).map(|day| format!("2024-03-{day:02}")).collect();
    assert_eq!(days, expected);
    assert_eq!(codes(&report), named(&[("2024-02-30.md", "no_date"), ("notes.md", "no_date")]));
    assert_eq!((report.remarks[0].item.as_str(), report.remarks[0].code.as_str()), ("07-03-2024.md", "date_guessed"));
    // The person agrees to the files' dates: that is said as well.
    let place = folder(&[("notes.md", b"undated")]);
    let agreed = ImportForm { file_dates: true, ..ImportForm::default() };
    let report = PhoneInHand::new().import(place.path(), &agreed, &Silent).unwrap();
    assert_eq!((report.added, report.remarks[0].code.as_str()), (1, "date_of_file"));
    // In a zip as in a folder.
    let (_folder, zip) = zipped(&[("2024_03_05.md", b"logseq"), ("notes.md", b"undated")]);
    assert_eq!(codes(&import(&PhoneInHand::new(), &zip)), named(&[("notes.md", "no_date")]));
}

// Front matter as Joplin, Obsidian and Hugo write it: dates, tags as block lists.
#[test]
fn the_head_of_a_file_is_read_as_yaml_or_stays_text() {
    let (phone, _) = imported(&[
        ("a.md", b"---\ntitle: A dream of water\ncreated: 2021-10-05 23:30:11Z\nlatitude: 48.1\ntags:\n  - dream\n  - water\n---\n\nBody of the note.\n"),
        ("b.md", b"\xef\xbb\xbf---\r\nDate: 20240314\r\nTags: [\"inner child\", grief]\r\nmood: 6/10\r\nweather: rain\r\n---\r\nTwo\r\nlines\r\n"),
        ("c.md", b"---\ndate: 2024-03-15T23:30:00+09:00\n---\nTokyo"),
        ("2024-03-16.md", b"---\nToday I walked: it rained.\nI sang.\n---\nAfter."),
        ("d.md", b"---\ndate: 17 March 2024\ntags: grief, #body\n---\nEnglish"),
        ("e.md", b"---\ndate: 18.03.2024\ntitle: Only a title\n---\n"),
        ("2024-03-19 The day I cried.md", b""),
    ]);
    assert_eq!(
        told(&phone),
        told_as(&[
            ("2021-10-05", "A dream of water\n\nBody of the note."),
            ("2024-03-14", "Two\nlines"),
            ("2024-03-15", "Tokyo"),
            ("2024-03-16", "---\nToday I walked: it rained.\nI sang.\n---\nAfter."),
            ("2024-03-17", "English"),
            ("2024-03-18", "Only a title"),
            ("2024-03-19", "The day I cried"),
        ])
    );
    let export = phone.export_json().unwrap();
    assert!(!export.contains("48.1") && export.contains("\"weather\":\"rain\""), "{export}");
    assert_eq!(record(&phone, 0)["themes"], json!(["dream", "water"]));
    assert_eq!(record(&phone, 1)["themes"], json!(["inner child", "grief"]));
    assert_eq!(record(&phone, 1)["mood"], 6);
    assert_eq!(record(&phone, 2)["when"]["at"], "2024-03-15T23:30:00+09:00");
    assert_eq!(record(&phone, 4)["themes"], json!(["grief", "body"]));
}

#[test]
fn encodings_are_recognised_or_refused_with_advice() {
    let wide: Vec<u8> = "Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (phone, report) = imported(&[
        ("2024-03-05.txt", b"Gr\xf6\xdfe und Stille"),
        ("2024-03-06.txt", &[&b"\xff\xfe"[..], &wide].concat()),
        ("2024-03-07.txt", b"CR only\rline two"),
        ("2024-03-08.txt", b"NUL\0inside"),
        ("2024-03-09.txt", b"\xd1\xe5\xe3\xee\xe4\xed\xff \xff \xef\xee\xef\xeb\xe0\xea\xe0\xeb\xe0"),
        ("2024-03-10.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff"),
    ]);
    assert_eq!(
        told(&phone),
        told_as(&[
            ("2024-03-05", "Größe und Stille"),
            ("2024-03-06", "Größe"),
            ("2024-03-07", "CR only\nline two"),
            ("2024-03-08", "NULinside"),
        ])
    );
    assert_eq!(codes(&report), named(&[("2024-03-09.txt", "encoding"), ("2024-03-10.txt", "unreadable")]));
    assert!(report.left_out.iter().any(|one| one.sentence.contains("UTF-8")));
    assert_eq!(report.remarks[0].code, "encoding");
}

#[test]
fn every_file_that_is_not_read_is_named_and_bins_are_passed_over() {
    let files: &[(&str, &[u8])] = &[
        ("2024-03-05.md", b"kept ![[audio.m4a]] and ![[2024-03-06]]"),
        ("audio.m4a", b"not really sound"),
        ("2024-03-06.html", b"<p>lost?</p>"),
        ("2024-03-08.rtf", b"{\\rtf1 lost}"),
        ("2024-03-10", b"no ending"),
        ("entries.json", b"[]"),
        ("alone.png", &picture()),
        (".trash/2024-03-04.md", b"deleted on purpose"),
        (".obsidian/plugins/x/README.md", b"plugin"),
        ("__MACOSX/._2024-03-05.md", b"\0\x05\x16\x07"),
        ("Thumbs.db", b"x"),
    ];
    let expected = named(&[
        ("2024-03-06.html", "kind"),
        ("2024-03-08.rtf", "kind"),
        ("2024-03-10", "kind"),
        ("alone.png", "unlinked"),
        ("entries.json", "kind"),
    ]);
    let (phone, report) = imported(files);
    assert_eq!((codes(&report), report.left_out_count, report.attachments), (expected.clone(), 5, 1));
    assert_eq!(told(&phone), told_as(&[("2024-03-05", "kept and ![[2024-03-06]]")]));
    let (_folder, zip) = zipped(files);
    let report = import(&PhoneInHand::new(), &zip);
    assert_eq!((codes(&report), report.added), (expected, 1));
}

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
    let texts: Vec<String> = told(&phone).into_iter().map(|(_, text)| text).collect();
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
    let mine = phone.list(&[], None, 9).unwrap().into_iter().find(|entry| entry.text == "first B").unwrap();
    phone.edit(mine.id.parse().unwrap(), &Writing::text("mine")).unwrap();
    let later = folder(&[("Journal.json", document("2024-04-01T06:00:00Z", "later").as_bytes())]);
    let report = import(&phone, later.path());
    assert_eq!((report.added, report.updated, report.known), (0, 1, 1));
    assert_eq!(report.remarks[0].code, "changed_here");
    let mut texts: Vec<String> = told(&phone).into_iter().map(|(_, text)| text).collect();
    texts.sort();
    assert_eq!(texts, ["later A", "mine"]);
    // What it said before is kept as an earlier version.
    assert!(phone.export_json().unwrap().contains("first A"));
    assert_eq!(import(&phone, later.path()).updated, 0);
}

#[test]
fn files_of_many_days_become_many_entries() {
    let (phone, report) = imported(&[
        ("Journal.txt", b"\tDate:\tMarch 5, 2024 at 10:30:00 PM GMT+1\n\nFirst entry.\n\n\tDate:\tMarch 6, 2024 at 8:00:00 AM GMT+1\n\nSecond entry.\n"),
        ("jrnl.txt", b"[2024-03-07 22:30] First. Body.\n\n[2024-03-08 08:00] Second. Body.\n"),
    ]);
    assert_eq!(
        told(&phone),
        told_as(&[
            ("2024-03-05", "First entry."),
            ("2024-03-06", "Second entry."),
            ("2024-03-07", "First. Body."),
            ("2024-03-08", "Second. Body."),
        ])
    );
    assert_eq!(report.left_out_count, 0);
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
        (report.from.as_str(), told(&phone)),
        ("standard_notes", told_as(&[("2023-05-01", "First\n\nHello from a note")]))
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
        told(&phone),
        told_as(&[("2023-11-14", "A walk\n\nA walk by the river"), ("2023-11-15", "- [x] rest\n- [ ] sing")])
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
    assert_eq!((told(&phone), report.attachments), (told_as(&[("2023-11-14", "A quiet day")]), 1));
    assert_eq!((record(&phone, 0)["journey"].clone(), report.left_out_count), (json!({"mood": 3}), 0));

    let table = "full_date,date,weekday,time,mood,activities,note_title,note\n2021-03-27,March 27,Saturday,20:39,good,\"reading | walk\",\"Evening\",\"A calm one\"\n2021-03-28,March 28,Sunday,8:05 AM,rad,,,\n";
    let (phone, _) = imported(&[("daylio.csv", table.as_bytes())]);
    assert_eq!(told(&phone), told_as(&[("2021-03-27", "Evening\n\nA calm one"), ("2021-03-28", "")]));
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
    assert_eq!(told(&phone), told_as(&[("2021-03-27", "T\n\nA\nb")]));
    assert_eq!(
        (record(&phone, 0)["states"].clone(), record(&phone, 0)["themes"].clone()),
        (json!(["good"]), json!(["walk"]))
    );

    let diarium = json!([{"date": "2024-03-05T20:00:00", "heading": "H", "html": "<p>t</p>", "rating": 4, "tags": ["x"]}, {"date": "soon"}]);
    let (phone, report) = imported(&[("diarium.json", diarium.to_string().as_bytes())]);
    assert_eq!(
        (told(&phone), codes(&report)),
        (told_as(&[("2024-03-05", "H\n\nt")]), named(&[("diarium.json, entry 2", "no_date")]))
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
        (told(&phone), report.attachments, report.left_out_count),
        (told_as(&[("2024-03-05", "A title\n\nQuiet")]), 1, 0)
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
    assert_eq!((report.from.as_str(), told(&phone)), ("joplin", told_as(&[("2021-10-05", "A title\n\nBody x end.")])));
    assert_eq!((record(&phone, 0)["themes"].clone(), report.attachments), (json!(["dream"]), 1));
    assert_eq!(codes(&report), named(&[("Old", "trashed")]));
    // Cut off in the middle: what came before is taken, and that it is cut is said.
    let bytes = fs::read(&jex).unwrap();
    fs::write(&jex, &bytes[..1_100]).unwrap();
    let report = import(&PhoneInHand::new(), &jex);
    assert!(codes(&report).iter().any(|(_, code)| code == "cut_off"), "{report:?}");
}

#[test]
fn an_entry_that_could_never_be_synced_is_split() {
    let text: String = (0..50_000).map(|n| format!("word{n} ")).collect();
    let (phone, report) = imported(&[("2024-03-05.md", text.as_bytes())]);
    assert_eq!((report.found, report.remarks[0].code.as_str()), (1, "split"));
    assert!(report.added > 1 && report.added < 5);
    let words: String = told(&phone).into_iter().map(|(_, text)| text + " ").collect();
    assert_eq!(words.trim(), text.trim());
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
            record(15, json!({"kind": "consent", "purpose": "sharing", "care": care})),
        ],
    });
    let (phone, report) = imported(&[("journal.json", document.to_string().as_bytes())]);
    assert_eq!((report.added, report.left_out_count), (2, 4));
    assert_eq!(report.left_out[0].sentence, "4 left out: settings do not come with an import.");
    let export: Value = serde_json::from_str(&phone.export_json().unwrap()).unwrap();
    let kinds: Vec<&str> =
        export["records"].as_array().unwrap().iter().map(|one| one["record"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reflection", "consent"]);
    assert!(export["records"][0]["record"].get("shared_with").is_none());
    assert!(export["records"][1]["record"]["withdrawn"].is_object());
    assert!(phone.care().unwrap().iter().all(|care| care.ended));
    let entry = phone.write(&Writing::text("next")).unwrap();
    assert_eq!(phone.show(entry).unwrap().shared_with.len(), 0);
}

#[test]
fn a_newer_archive_and_a_cut_zip_are_told_apart_from_nonsense() {
    let phone = PhoneInHand::new();
    let refused = |place: &Path| phone.import(place, &ImportForm::default(), &Silent).unwrap_err();
    let newer = folder(&[("v2.json", br#"{"format": "afterglow-export/2", "records": []}"#)]);
    assert_eq!(refused(newer.path()), Error::ArchiveNewer);
    let (_folder, zip) = zipped(&[("2024-03-05.md", &[b'x'; 4_000])]);
    let bytes = fs::read(&zip).unwrap();
    fs::write(&zip, &bytes[..bytes.len() - 30]).unwrap();
    assert_eq!(refused(&zip), Error::ArchiveDamaged);
}

/// Stops after some steps.
struct Stops(AtomicU32);

impl Progress for Stops {
    fn step(&self, _: u32, _: u32) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 1
    }
}

#[test]
fn a_whole_import_is_undone_and_what_was_changed_since_stays() {
    let phone = PhoneInHand::new();
    phone.write(&Writing::text("before")).unwrap();
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
    assert_eq!(phone.imports().unwrap()[0].entries, report.added);
    let changed = phone.list(&[], None, 9).unwrap().into_iter().find(|one| one.text.starts_with("entry")).unwrap();
    phone.edit(changed.id.parse().unwrap(), &Writing::text("mine now")).unwrap();
    let done = phone.undo_import(&id).unwrap();
    assert_eq!((done.removed, done.kept), (report.added - 1, 1));
    let mut left = phone.texts();
    left.sort();
    assert_eq!(left, ["before", "mine now"]);
    assert!(phone.imports().unwrap().is_empty());
    assert_eq!(phone.undo_import(&id).unwrap_err(), Error::NoEntry);
    assert!(phone.files().is_empty(), "files go with their entries");
    // It can come in again; and one that was stopped can be undone as well.
    let other = PhoneInHand::new();
    assert_eq!(
        other.import(place.path(), &ImportForm::default(), &Stops(AtomicU32::new(120))).unwrap_err(),
        Error::Cancelled
    );
    let stopped = other.imports().unwrap();
    assert_eq!(other.undo_import(&stopped[0].id).unwrap().removed, 100);
    assert!(other.texts().is_empty());
    assert_eq!(import(&other, place.path()).added, report.added);
}
