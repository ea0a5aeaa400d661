//! Folders of Markdown and text: text, dates, front matter, encodings, and files that are not read.

use super::*;

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
        dated_texts(&phone),
        expected_texts(&[
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
    let days: Vec<String> = dated_texts(&phone).into_iter().map(|(day, _)| day).collect();
    let expected: Vec<String> = (5..14).map(|day| format!("2024-03-{day:02}")).collect();
    assert_eq!(days, expected);
    assert_eq!(codes(&report), named(&[("2024-02-30.md", "no_date"), ("notes.md", "no_date")]));
    assert_eq!((report.remarks[0].item.as_str(), report.remarks[0].code.as_str()), ("07-03-2024.md", "date_guessed"));
    // The person agrees to the files' dates: the report mentions them as well.
    let place = folder(&[("notes.md", b"undated")]);
    let agreed = ImportForm { file_dates: true, ..ImportForm::default() };
    let report = PhoneInHand::new().transfer().import(place.path(), &agreed, &Silent).unwrap();
    assert_eq!((report.added, report.remarks[0].code.as_str()), (1, "date_of_file"));
    // In a zip as well as in a folder.
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
        dated_texts(&phone),
        expected_texts(&[
            ("2021-10-05", "A dream of water\n\nBody of the note."),
            ("2024-03-14", "Two\nlines"),
            ("2024-03-15", "Tokyo"),
            ("2024-03-16", "---\nToday I walked: it rained.\nI sang.\n---\nAfter."),
            ("2024-03-17", "English"),
            ("2024-03-18", "Only a title"),
            ("2024-03-19", "The day I cried"),
        ])
    );
    let export = phone.transfer().export_json().unwrap();
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
        dated_texts(&phone),
        expected_texts(&[
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
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "kept and ![[2024-03-06]]")]));
    let (_folder, zip) = zipped(files);
    let report = import(&PhoneInHand::new(), &zip);
    assert_eq!((codes(&report), report.added), (expected, 1));
}

#[test]
fn files_of_many_days_become_many_entries() {
    let (phone, report) = imported(&[
        ("Journal.txt", b"\tDate:\tMarch 5, 2024 at 10:30:00 PM GMT+1\n\nFirst entry.\n\n\tDate:\tMarch 6, 2024 at 8:00:00 AM GMT+1\n\nSecond entry.\n"),
        ("jrnl.txt", b"[2024-03-07 22:30] First. Body.\n\n[2024-03-08 08:00] Second. Body.\n"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2024-03-05", "First entry."),
            ("2024-03-06", "Second entry."),
            ("2024-03-07", "First. Body."),
            ("2024-03-08", "Second. Body."),
        ])
    );
    assert_eq!(report.left_out_count, 0);
}

#[test]
fn an_entry_that_could_never_be_synced_is_split() {
    let text: String = (0..50_000).map(|n| format!("word{n} ")).collect();
    let (phone, report) = imported(&[("2024-03-05.md", text.as_bytes())]);
    assert_eq!((report.found, report.remarks[0].code.as_str()), (1, "split"));
    assert!(report.added > 1 && report.added < 5);
    let words: String = dated_texts(&phone).into_iter().map(|(_, text)| text + " ").collect();
    assert_eq!(words.trim(), text.trim());
}
