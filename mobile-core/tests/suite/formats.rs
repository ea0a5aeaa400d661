//! Formats besides the archive: Day One, texts and Markdown come in; a Markdown folder and a PDF go out.

use std::fs;

use mobile_core::export::PdfForm;
use mobile_core::messages::Language;
use mobile_core::{Error, ImportForm, Silent, Writing};
use serde_json::json;

use crate::transfer::{drawing, everything, full_journal, import, zipped};
use crate::world::{PhoneInHand, contains};

#[test]
fn day_one_comes_in_private_with_photos_and_what_is_bad_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("dayone.zip");
    let document = json!({
        "metadata": {"version": "1.0"},
        "entries": [
            {
                "uuid": "0A1B2C3D4E5F60718293A4B5C6D7E8F9", "creationDate": "2024-03-05T19:30:00Z",
                "timeZone": "Europe\\/Berlin".replace('\\', ""), "text": "It rained\\.\n\n![](dayone-moment://PH1)\n\nI sang\\!",
                "tags": ["Rain", "insight"], "starred": true, "location": {"placeName": "Home", "latitude": 1.5},
                "weather": {"conditionsDescription": "Rain"}, "richText": "{}", "creationDevice": "x",
                "photos": [{"identifier": "PH1", "md5": "aabbcc", "type": "png", "orderInEntry": 0}]
            },
            {"uuid": "B", "creationDate": "yesterday", "text": "no date"},
            {"uuid": "C", "creationDate": "2024-03-06T19:30:00Z", "text": "   "},
            "nonsense",
            {"uuid": "D", "creationDate": "2024-03-07T19:30:00Z", "text": "a lost photo", "photos": [{"md5": "dd", "type": "jpeg"}]},
            {"uuid": "E", "creationDate": "2024-07-07T22:30:00Z", "timeZone": "America/Denver", "text": "still here"}
        ]
    });
    zipped(
        &zip,
        &[
            ("Journal.json", document.to_string().as_bytes()),
            ("photos/aabbcc.png", &drawing()),
            ("../../outside.txt", b"x"),
        ],
    );
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!((report.from.as_str(), report.added, report.attachments), ("day_one", 3, 1));
    let codes: Vec<&str> = report.left_out.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["path", "no_date", "empty", "unreadable", "missing"]);
    assert!(report.left_out[1].item.contains("entry 2"), "{:?}", report.left_out[1]);

    let entries = phone.pages().list(&[], None, 9).unwrap();
    let texts: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts, ["still here", "a lost photo", "It rained.\n\nI sang!"]);
    let first = &entries[2];
    assert_eq!((first.at.as_str(), first.date.as_str()), ("2024-03-05T20:30:00+01:00", "2024-03-05"));
    assert_eq!(first.themes, ["rain", "insight"]);
    assert_eq!(entries[0].at, "2024-07-07T16:30:00-06:00");
    let views = phone.attachments().of_entry(first.id.parse().unwrap()).unwrap();
    assert!(views.len() == 1 && views[0].here && views[0].thumbnail.is_some());
    let export = phone.transfer().export_json().unwrap();
    assert!(export.contains("starred") && export.contains("dayone:0A1B"));
    assert!(!export.contains("Home") && !export.contains("weather") && !export.contains("richText"));
    assert_eq!(phone.files().len(), 1);

    let before = everything(&phone);
    let again = import(&phone, &zip);
    assert_eq!((again.added, again.known), (0, 3));
    assert!(everything(&phone) == before);
    assert_eq!(phone.files().len(), 1, "a second import leaves no file without an owner");

    let other = PhoneInHand::new();
    other.transfer().import(&zip, &ImportForm { keep_places: true, ..ImportForm::default() }, &Silent).unwrap();
    assert!(other.transfer().export_json().unwrap().contains("Home"));
}

#[test]
fn texts_and_markdown_come_in_with_their_dates_and_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("2024-03-05 rain.txt", "It rained.".as_bytes());
    write("notes/sea.md", b"---\ndate: 2024-04-01T08:00:00Z\nmood: 7\ntags: [sea, calm]\n---\n# The sea\n\n![](pictures/sea.png)\n\nWide.");
    write("notes/pictures/sea.png", &drawing());
    write("old.txt", b"\xff\xfe\x00\xdb not text\x00\xdb\x00\xdb");
    write("empty.md", b"\n");
    let phone = PhoneInHand::new();
    let report = import(&phone, folder.path());
    assert_eq!((report.from.as_str(), report.added, report.attachments), ("texts", 2, 1));
    let mut codes: Vec<&str> = report.left_out.iter().map(|one| one.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["empty", "unreadable"]);
    let entries = phone.pages().list(&[], None, 9).unwrap();
    assert_eq!((entries[0].mood, entries[0].themes.join(" ").as_str()), (Some(7), "sea calm"));
    assert!(entries[0].text.starts_with("# The sea"));
    assert_eq!(entries[1].date, "2024-03-05");
    assert_eq!(import(&phone, folder.path()).added, 0);
}

#[test]
fn a_markdown_folder_reads_well_and_is_made_for_reading() {
    let phone = full_journal();
    let folder = tempfile::tempdir().unwrap();
    let report = phone.transfer().export_markdown(folder.path(), &Silent).unwrap();
    assert_eq!((report.records, report.attachments), (4, 1));
    let names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let file = names.iter().find(|name| name.contains("The street was wet and I sang")).unwrap();
    let text = fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(
        text.contains("mood: 6") && text.contains("The street was wet, and I sang.") && text.contains("![street.png](")
    );
    assert!(text.contains("- Mood: 6 of 10"), "{text}");
    // The archive restores a journal; this format does not.
    let again = phone.transfer().import(folder.path(), &ImportForm::default(), &Silent);
    assert_eq!(again.unwrap_err(), Error::OurMarkdown);
    // In German, under the same names.
    phone.settings().override_language(Some(Language::German));
    phone.transfer().export_markdown(folder.path(), &Silent).unwrap();
    let text = fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(text.contains("# Eintrag, ") && text.contains("- Stimmung: 6 von 10"), "{text}");
}

#[test]
fn a_pdf_is_made_with_pictures_a_curve_and_a_word_about_missing_signs() {
    let phone = full_journal();
    for mood in [2, 5, 4, 7, 8] {
        phone.clock.pass(std::time::Duration::from_secs(86_400));
        let text = "Ein langer Abend. Μια βραδιά. Долгий вечер. ".repeat(30);
        phone.entries().write(&Writing { mood: Some(mood), ..Writing::text(text) }).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.pdf");
    // A character without a glyph is drawn as a box, and counted.
    phone.entries().write(&Writing::text("雨の音 ฝน \u{12000}\u{12001}\u{12002}")).unwrap();
    let report =
        phone.transfer().export_pdf(&path, &PdfForm { title: "Wren".into(), ..PdfForm::default() }, &Silent).unwrap();
    assert_eq!((report.attachments, report.signs_missing), (1, 3));
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"%PDF-1."));
    assert!(contains(&bytes, "/Image") && contains(&bytes, "DejaVuSerif"));
    if let Ok(keep) = std::env::var("KEEP_PDF") {
        fs::write(keep, &bytes).unwrap();
    }
    let one_day = PdfForm { from: Some("2100-01-01".into()), ..PdfForm::default() };
    assert_eq!(phone.transfer().export_pdf(&path, &one_day, &Silent).unwrap().records, 0);
}
