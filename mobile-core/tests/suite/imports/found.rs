//! Cases from public issue threads of journal and note apps and of programs that read their exports; each names its
//! source. The inputs are our own, in the form that the thread shows.

use super::*;

fn zones(phone: &PhoneInHand) -> Vec<String> {
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let at = |one: &Value| one["record"]["when"]["at"].as_str().unwrap().to_owned();
    export["records"].as_array().unwrap().iter().map(at).collect()
}

fn day_one(entries: &Value) -> Vec<u8> {
    json!({"metadata": {"version": "1.0"}, "entries": entries}).to_string().into_bytes()
}

// github.com/fjrevoredo/mini-diarium/issues/294: an entry without "text" ended the import.
// github.com/MarcDonald/obsidian-day-one-importer/issues/10: so did a photo without "type".
// github.com/MarcDonald/obsidian-day-one-importer/issues/9: and a video without "md5".
#[test]
fn day_one_entries_with_missing_members_cost_themselves_alone() {
    let document = day_one(&json!([
        {"uuid": "A", "creationDate": "2024-03-05T10:00:00Z", "timeZone": "UTC"},
        {"uuid": "B", "creationDate": "2024-03-06T10:00:00Z", "timeZone": "UTC", "text": "a photo",
         "photos": [{"identifier": "P", "md5": "aabb", "orderInEntry": 0}]},
        {"uuid": "C", "creationDate": "2024-03-07T10:00:00Z", "timeZone": "UTC", "text": "a video",
         "videos": [{"identifier": "V", "type": "mov"}]},
    ]));
    let (phone, report) = imported(&[("Journal.json", &document), ("photos/aabb.jpeg", &picture())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-06", "a photo"), ("2024-03-07", "a video")]));
    assert_eq!(report.attachments, 1);
    assert_eq!(codes(&report), named(&[("Journal.json, entry 1", "empty"), ("videos/.mov", "missing")]));
}

// github.com/jrnl-org/jrnl/issues/409: a real entry, with slashes and punctuation escaped and tags within the words.
// github.com/journiv/journiv-app/issues/397: older entries say "dayone-moment" of a photo, and it stayed in the text.
#[test]
fn day_one_escapes_and_moments_leave_no_trace_in_the_words() {
    let document = br##"{"metadata":{"version":"1.0"},"entries":[{"uuid":"0A3B","creationDate":"2018-12-10T16:56:18Z",
        "location":{"timeZoneName":"America\/Denver","latitude":39.6},"starred":false,"duration":0,
        "text":"# An example\n\nNORMAL\n**BOLD**\n\n\n![](dayone-moment:\/\/6C88)\n\nThe picture is above this\\. One line\\.\n\n#example #tag"}]}"##;
    let (phone, _) = imported(&[("Journal.json", document)]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[(
            "2018-12-10",
            "# An example\n\nNORMAL\n**BOLD**\n\n\nThe picture is above this. One line.\n\n#example #tag"
        )])
    );
    assert_eq!(zones(&phone), ["2018-12-10T09:56:18-07:00"]);
}

// github.com/laurent22/joplin/issues/8802: the first line behind the head of a file was thrown away.
// github.com/laurent22/joplin/issues/12770: a head's time in UTC was taken for a local one.
// github.com/laurent22/joplin/issues/9683: Notesnook's head, with its own names and half days.
#[test]
fn heads_of_joplin_and_notesnook_keep_the_first_line_and_the_hour() {
    let (phone, report) = imported(&[
        ("a.md", b"---\ntitle: A\ncreated: 2021-10-05 23:30:11Z\nupdated: 2021-10-05 23:30:11Z\n---\nFirst line.\nSecond."),
        ("b.md", b"---\ntitle: \"Test for frontmatter\"\ncreated_at: 07-01-2024 06:24 PM\nupdated_at: 07-01-2024 06:24 PM\n---\n\n# Test for frontmatter\n\ntest\n"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2021-10-05", "A\n\nFirst line.\nSecond."),
            ("2024-01-07", "# Test for frontmatter\n\ntest")
        ])
    );
    assert_eq!(zones(&phone)[0], "2021-10-05T23:30:11+00:00");
    assert!(zones(&phone)[1].starts_with("2024-01-07T18:24:00"));
    assert_eq!(report.remarks[0].code, "date_guessed");
}

// github.com/logseq/logseq/issues/9017: a picture whose link is percent-encoded was not shown.
// github.com/logseq/logseq/pull/7281: nor one whose name has a space that is not.
// github.com/logseq/logseq/issues/8217: a name with signs of Markdown. It is no link, so every letter stays.
#[test]
fn pictures_are_found_by_encoded_names_and_by_names_with_spaces() {
    let odd = "![T@Z4`WFBYW]VRHV0PUQPL}4.jpg](../assets/T@Z4`WFBYW]VRHV0PUQPL}4_1672818646352_0.jpg)";
    let (phone, report) = imported(&[
        ("journals/2024_03_05.md", b"A ![image](../assets/pasted%20image%203746.png) walk"),
        ("journals/2024_03_06.md", b"**00:28** [[quick capture]]: ![IMG_9072 2](../assets/IMG_9072 2.PNG)"),
        ("journals/2024_03_07.md", odd.as_bytes()),
        ("assets/pasted image 3746.png", &picture()),
        ("assets/IMG_9072 2.PNG", &picture()),
        ("assets/T@Z4`WFBYW]VRHV0PUQPL}4_1672818646352_0.jpg", &picture()),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2024-03-05", "A walk"),
            ("2024-03-06", "**00:28** [[quick capture]]:"),
            ("2024-03-07", odd)
        ])
    );
    assert_eq!(report.attachments, 2);
    assert_eq!(codes(&report), named(&[("assets/T@Z4`WFBYW]VRHV0PUQPL}4_1672818646352_0.jpg", "unlinked")]));
}

// github.com/4teamwork/opengever.core/pull/7723: names in a zip whose letters are taken apart.
// github.com/brendan-duncan/archive/issues/72: and names in another encoding than the one that the zip declares.
#[test]
fn pictures_are_found_whatever_form_their_names_have_in_the_zip() {
    let (_folder, zip) = zipped(&[
        ("Tagebuch/2024-03-05.md", "Am See ![](Größe.png)".as_bytes()),
        ("Tagebuch/Gro\u{308}ße.png", &picture()),
    ]);
    // Without the mark of UTF-8: the flag is bit 11 of both headers.
    let mut bytes = fs::read(&zip).unwrap();
    for at in 0..bytes.len() - 10 {
        let flags = match &bytes[at..at + 4] {
            b"PK\x03\x04" => at + 7,
            b"PK\x01\x02" => at + 9,
            _ => continue,
        };
        bytes[flags] &= !0x08;
    }
    for bytes in [fs::read(&zip).unwrap(), bytes] {
        fs::write(&zip, &bytes).unwrap();
        let phone = PhoneInHand::new();
        let report = import(&phone, &zip);
        assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "Am See")]));
        assert_eq!((report.attachments, report.left_out_count), (1, 0));
    }
}

// github.com/CarnetApp/CarnetNextcloud/issues/142: notes that are lists came in blank.
// github.com/ericerkz/kept/issues/22: in other languages Takeout's folder has another name.
#[test]
fn keep_lists_come_in_whatever_the_folder_is_called() {
    let list = json!({"title": "Vor der Sitzung", "isTrashed": false, "userEditedTimestampUsec": 1_709_632_800_000_000_i64,
        "listContent": [{"text": "Wasser", "isChecked": true}, {"text": "Decke \u{1f9e3}", "isChecked": false}]});
    let (phone, report) = imported(&[
        ("Takeout/Google Notizen/Vor der Sitzung.json", list.to_string().as_bytes()),
        ("Takeout/Google Notizen/Vor der Sitzung.html", b"<html></html>"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[("2024-03-05", "Vor der Sitzung\n\n- [x] Wasser\n- [ ] Decke \u{1f9e3}")])
    );
    assert_eq!(report.left_out_count, 0);
}

// github.com/streetwriters/notesnook/issues/3547: notes of the "Super" editor appeared as JSON.
// github.com/streetwriters/notesnook/issues/607: times in microseconds put notes 50,000 years ahead.
#[test]
fn super_notes_are_words_and_their_microseconds_are_not_milliseconds() {
    let tree = json!({"root": {"children": [
        {"type": "heading", "tag": "h1", "children": [{"type": "text", "text": "Morning"}]},
        {"type": "paragraph", "children": [{"type": "text", "text": "I let "}, {"type": "text", "text": "go"}, {"type": "text", "text": "."}]},
    ]}});
    let backup = json!({"version": "004", "items": [
        {"uuid": "u1", "content_type": "Note", "created_at_timestamp": 1_654_601_880_000_000_i64,
         "content": {"title": "", "noteType": "super", "text": tree.to_string()}},
    ]});
    let (phone, _) = imported(&[("Standard Notes Backup and Import File.txt", backup.to_string().as_bytes())]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2022-06-07", "Morning\n\nI let go.")]));
}

// github.com/samuelmeuli/mini-diary/issues/69: entries of jrnl's JSON came in a day early.
// github.com/jrnl-org/jrnl/issues/798: the form of that JSON.
#[test]
fn jrnl_json_keeps_its_day_and_its_hour() {
    let document = br#"{"tags": {"@rest": 1}, "entries": [
        {"title": "Default", "body": "This is March 29th", "date": "2020-03-29", "time": "09:00", "starred": false, "tags": ["@rest"]},
        {"title": "", "body": "", "date": "2020-03-30", "time": "22:02", "starred": false}]}"#;
    let (phone, report) = imported(&[("journal.json", document)]);
    assert_eq!(
        (report.from.as_str(), dated_texts(&phone)),
        ("jrnl", expected_texts(&[("2020-03-29", "Default\n\nThis is March 29th")]))
    );
    assert!(zones(&phone)[0].starts_with("2020-03-29T09:00:00"));
    assert_eq!(record(&phone, 0)["themes"], json!(["rest"]));
    assert_eq!(codes(&report), named(&[("journal.json, entry 2", "empty")]));
}

// github.com/samuelmeuli/mini-diary/pull/97: Markdown with a heading for each day, and the same day twice.
// github.com/marbemac/dayjot/pull/16: a text with the date and, below it, the time of each entry.
#[test]
fn a_file_of_headings_that_are_days_is_many_entries() {
    let (phone, report) = imported(&[
        ("mini-diary.md", b"# Mini Diary\n\n## Monday, 14 December 2020\n\n**Event 1**\n\nDetails of event 1\n\n## Monday, 14 December 2020\n\n**Event 2**\n\n## Tuesday, 15 December 2020\n\nRest."),
        ("DailyDiary.txt", b"Wednesday, December 16, 2020\n10:24 PM\nA long day.\n\nThursday, December 17, 2020\n8:00 AM\nSlept.\n"),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2020-12-14", "**Event 1**\n\nDetails of event 1"),
            ("2020-12-14", "**Event 2**"),
            ("2020-12-15", "Rest."),
            ("2020-12-16", "10:24 PM\nA long day."),
            ("2020-12-17", "8:00 AM\nSlept."),
        ])
    );
    assert_eq!(report.left_out_count, 0);
    // What the file is called stays with its entries.
    assert_eq!(record(&phone, 0)["front"]["diary"], "Mini Diary");
}

// github.com/journiv/journiv-app/issues/155: Journey's own document, with a photo beside it.
#[test]
fn journey_html_becomes_words_and_its_place_stays_behind() {
    let entry = json!({"id": "1764325584203-Mgd", "date_modified": 1_764_326_367_234_i64, "date_journal": 1_764_325_584_203_i64,
        "timezone": "Europe/Berlin", "text": "<p dir=\"auto\">This is a new entry</p><p dir=\"auto\">&amp; more</p>",
        "preview_text": "<p dir=\"auto\">This is a new entry</p>", "mood": 4, "lat": -80.93, "lon": 42.86, "address": "Antarctica",
        "label": "", "folder": "", "sentiment": 1, "favourite": false, "music_title": "", "music_artist": "",
        "photos": ["1764325584203-Mgd-SP8.png"], "weather": {"id": -1, "degree_c": 0}, "tags": [], "type": "html"});
    let (_folder, zip) =
        zipped(&[("1764325584203-Mgd.json", entry.to_string().as_bytes()), ("1764325584203-Mgd-SP8.png", &picture())]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2025-11-28", "This is a new entry\n\n& more")]));
    assert_eq!(report.attachments, 1);
    let kept = phone.transfer().export_json().unwrap();
    assert!(!kept.contains("Antarctica") && !kept.contains("-80.93"));
}

// github.com/CampbellMG/MiniMoods/issues/3: moods under people's own names, and days with several.
#[test]
fn daylio_keeps_own_moods_and_several_entries_a_day() {
    let table = "full_date,date,weekday,time,mood,activities,note_title,note\n2021-03-27,March 27,Saturday,20:39,irritable,\"take care of kids\",\"\",\"\"\n2021-03-27,March 27,Saturday,08:20,ok,\"\",\"\",\"He said \"\"no\"\", and\nI stayed\"\n";
    let (phone, report) = imported(&[("daylio_export.csv", table.as_bytes())]);
    assert_eq!((report.added, report.left_out_count), (2, 0));
    assert_eq!(dated_texts(&phone)[0].1, "He said \"no\", and\nI stayed");
    let states: Vec<Value> = (0..2).map(|n| record(&phone, n)["states"].clone()).collect();
    assert_eq!(states, [json!(["ok"]), json!(["irritable"])]);
}

// github.com/obsidianmd/obsidian-importer/pull/491: how Apple Journal marks feelings, media and maps.
#[test]
fn apple_journal_brings_feelings_and_music_and_leaves_places() {
    let page = "<html><body><div class=\"pageHeader\">Sunday, 3 November 2024</div><div class=\"assetGrid\">\
        <div class=\"gridItem assetType_stateOfMind\"><div class=\"gridItemOverlayHeader\">Sad, Overwhelmed</div><div class=\"gridItemOverlayFooter\">Health</div></div>\
        <div class=\"gridItem assetType_thirdPartyMedia\"><div class=\"mediaTitle\">Still Water</div><div class=\"mediaArtist\">Somebody</div></div>\
        <div class=\"gridItem assetType_multiPinMap\"><div class=\"gridItemOverlayHeader\">Old Town Market Place</div></div>\
        <div class=\"gridItem assetType_photo\"><img src=\"../Resources/P.png\"></div></div>\
        <div class=\"reflectionPrompt\">How was your day?</div><p class=\"p2\">Paragraph one.</p><p class=\"p2\">Paragraph two.</p></body></html>";
    let (phone, report) = imported(&[
        ("AppleJournalEntries/Entries/2024-11-03.html", page.as_bytes()),
        ("AppleJournalEntries/Resources/P.png", &picture()),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[("2024-11-03", "How was your day?\n\nParagraph one.\n\nParagraph two.")])
    );
    assert_eq!(record(&phone, 0)["states"], json!(["sad", "overwhelmed"]));
    assert_eq!(record(&phone, 0)["apple_journal"], json!({"thirdPartyMedia": ["Still Water\nSomebody"]}));
    assert_eq!((report.attachments, report.left_out_count), (1, 0));
}

// github.com/laurent22/joplin/issues/7782: a note whose tag is lost was left out.
// github.com/luxi78/joplin2obsidian/issues/16: tags are files of their own and were passed over.
#[test]
fn joplin_notes_come_in_with_the_tags_that_are_there() {
    let (note, tag, lost) = ("a".repeat(32), "b".repeat(32), "c".repeat(32));
    let link =
        |n: char, tag: &str| format!("id: {}\nnote_id: {note}\ntag_id: {tag}\ntype_: 6", n.to_string().repeat(32));
    let (phone, report) = imported(&[
        (
            &format!("{note}.md"),
            format!("A walk\n\nBody: one.\n\nid: {note}\ncreated_time: 2023-02-15T08:00:00.000Z\ntype_: 1").as_bytes(),
        ),
        (&format!("{tag}.md"), format!("sea\n\nid: {tag}\ntype_: 5").as_bytes()),
        (&format!("{}.md", "d".repeat(32)), link('d', &tag).as_bytes()),
        (&format!("{}.md", "e".repeat(32)), link('e', &lost).as_bytes()),
    ]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2023-02-15", "A walk\n\nBody: one.")]));
    assert_eq!((record(&phone, 0)["themes"].clone(), report.left_out_count), (json!(["sea"]), 0));
}

// github.com/hanjoongcho/aaf-easydiary/issues/64: after a flight all entries were of the day before.
#[test]
fn an_entry_stays_on_the_day_on_which_it_was_lived() {
    let document = day_one(&json!([
        {"uuid": "A", "creationDate": "2019-07-01T20:30:00Z", "timeZone": "Pacific/Auckland", "text": "before the flight"},
    ]));
    let (phone, _) = imported(&[("Journal.json", &document)]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2019-07-02", "before the flight")]));
}

// github.com/siyuan-note/siyuan/issues/17663: Joplin folds a long title over lines, and puts a place into the head.
// github.com/wormi4ok/evernote2md/issues/111: a title with a colon, and an empty line before the end of the head.
// github.com/marph91/jimmy/issues/35: RedNotebook's days, in a folder for each month.
#[test]
fn heads_and_folders_of_other_programs_say_title_and_day() {
    let (phone, report) = imported(&[
        ("joplin.md", b"---\ntitle: >-\n  Some long\n  title\nupdated: 2023-12-06 11:11:37Z\ncreated: 2023-12-06 02:11:20Z\nlatitude: -15.01234567\nlongitude: -55.01234567\naltitude: 0.0000\n---\n\nBody."),
        ("evernote.md", b"---\ndate: '2014-04-30 03:55:32 +0000'\nupdated_at: '2014-04-30 03:55:32 +0000'\ntitle: Fwd: Clever Household Hints.....\ntags: [ 'archive', 'email spam' ]\nsource: mail.smtp\n\n---\n\nHints."),
        ("2014-12/17.md", b"A day."),
    ]);
    assert_eq!(
        dated_texts(&phone),
        expected_texts(&[
            ("2014-04-30", "Fwd: Clever Household Hints.....\n\nHints."),
            ("2014-12-17", "A day."),
            ("2023-12-06", "Some long title\n\nBody."),
        ])
    );
    assert_eq!((record(&phone, 0)["themes"].clone(), report.left_out_count), (json!(["archive", "email spam"]), 0));
    assert!(!phone.transfer().export_json().unwrap().contains("15.0123"));
}

// github.com/standardnotes/forum/issues/4023: a note without a title was given its file's name.
// github.com/baggachipz/tinylist/issues/50: the lists and pages beside the notes became a note of gibberish.
// github.com/daledesilva/obsidian_google-keep-import/pull/9: annotations, which nobody describes, ended an import.
#[test]
fn keep_notes_have_no_title_that_nobody_gave_them() {
    let note = json!({"title": "", "textContent": "Rest is allowed.", "isTrashed": false,
        "userEditedTimestampUsec": 1_692_317_477_364_000_i64, "createdTimestampUsec": 1_692_317_477_364_000_i64,
        "annotations": [{"description": "", "source": "WEBLINK", "title": "A page", "url": "https://else.example/p"}, {"source": "WEBLINK"}]});
    let (phone, report) = imported(&[
        ("Takeout/Keep/2023-08-18T03_11_17.364+03_00.json", note.to_string().as_bytes()),
        ("Takeout/Keep/2023-08-18T03_11_17.364+03_00.html", b"<html></html>"),
        ("Takeout/Keep/Labels.txt", b"grief\n"),
        ("Takeout/archive_browser.html", b"<html></html>"),
    ]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2023-08-17", "Rest is allowed.\nhttps://else.example/p")]));
    assert_eq!((report.added, report.left_out_count), (1, 0));
}

// github.com/journiv/journiv-app/issues/302: a document for each entry, and media in folders that are named by its time.
// github.com/Erallie/diarian, src/import-journal.ts: how those folders are named.
#[test]
fn diarium_entries_come_one_by_one_with_their_media() {
    let entry = |date: &str, html: &str| {
        json!({"date": date, "heading": "", "html": html, "rating": 0, "tags": [], "people": [], "tracker": []})
            .to_string()
    };
    let (phone, report) = imported(&[
        ("Diarium_2026-01-15.json", entry("2026-01-15T09:30:00.123456", "<p>Snow</p>").as_bytes()),
        ("Diarium_2026-01-16.json", entry("2026-01-16T09:30:00", "<p>Thaw</p>").as_bytes()),
        ("media/2026-01-15_093000123/snow.png", &picture()),
        ("media/2026-01-17_093000123/ice.png", &picture()),
    ]);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2026-01-15", "Snow"), ("2026-01-16", "Thaw")]));
    assert_eq!(record(&phone, 0)["attachments"][0]["name"], "snow.png");
    assert_eq!(codes(&report), named(&[("media/2026-01-17_093000123/ice.png", "unlinked")]));
}

// github.com/MichaelCurrin/daylio-csv-parser, docs/usage.md: the table had other columns before.
// github.com/MichaelCurrin/daylio-csv-parser, dayliopy/sample.csv: days before months, and half days.
#[test]
fn older_daylio_tables_and_those_of_spreadsheets_are_read() {
    for (table, days) in [
        (
            "year,date,weekday,time,mood,activities,note\n2018,18 May,Friday,11:54 pm,happy,\"clean | cook\",\"Went to a party\"\n2018,16 May,Tuesday,11:41 pm,horrible,\"\",\"Did nothing today.\"\n",
            [("2018-05-16", "Did nothing today."), ("2018-05-18", "Went to a party")],
        ),
        (
            "\u{feff}full_date;date;weekday;time;mood;activities;note_title;note\r\n2021-09-28;28 September;Tuesday;10:00 pm;sad ;\"clean | music \";\"\";\"one; two\"\r\n2021-09-26;26 September;Sunday;11:00 pm;average;\"\";A title;x\r\n",
            [("2021-09-26", "A title\n\nx"), ("2021-09-28", "one; two")],
        ),
    ] {
        let (phone, report) = imported(&[("daylio_export.csv", table.as_bytes())]);
        assert_eq!((dated_texts(&phone), report.left_out_count), (expected_texts(&days), 0));
        assert!(zones(&phone)[1].contains("T22:00:00") || zones(&phone)[1].contains("T23:54:00"));
    }
}

// github.com/obsidianmd/obsidian-importer/issues/230: a page an entry in `Entries`, files in `Resources`.
// github.com/LifetimeLabsDev/PrivacyNotes.app/issues/225: voice memos of a kind that little reads, and notes beside photos.
#[test]
fn apple_journal_titles_stay_and_what_cannot_be_taken_is_named() {
    let page = "<html><body><p class=\"p1\"><span class=\"s1\"><div class=\"pageContainer\"><div class=\"pageHeader\">Tuesday, March 5, 2024</div>\
        <div class=\"assetGrid\"><div id=\"V\" class=\"gridItem assetType_audio\"><div class=\"audioAssetHeader\">Voice note</div><audio src=\"../Resources/V.caf\"></audio></div></div>\
        <div class=\"bodyText\"></span></p><p class=\"p2\"><span class=\"s2\">Quiet (at last).</span></p><p class=\"p1\"><span class=\"s1\"></div></div></span></p></body></html>";
    let (phone, report) = imported(&[
        ("AppleJournalEntries/index.html", b"<html></html>"),
        ("AppleJournalEntries/Entries/2024-03-05_A_quiet_day_(with_Mum).html", page.as_bytes()),
        ("AppleJournalEntries/Entries/2024-03-05_A_quiet_day_(1).html", page.as_bytes()),
        ("AppleJournalEntries/Resources/V.caf", b"caff"),
        ("AppleJournalEntries/Resources/V.json", b"{}"),
    ]);
    let mut texts: Vec<String> = dated_texts(&phone).into_iter().map(|(_, text)| text).collect();
    texts.sort();
    assert_eq!(texts, ["A quiet day\n\nQuiet (at last).", "A quiet day (with Mum)\n\nQuiet (at last)."]);
    assert!(
        codes(&report).iter().all(|(item, code)| item.ends_with("V.caf") && code == "kind"),
        "{:?}",
        codes(&report)
    );
    assert!(report.left_out_count > 0);
}

// github.com/MacDownApp/macdown/issues/652: a text in UTF-16 was shown in Chinese.
// github.com/xRyul/obsidian-image-converter/issues/336, github.com/zoni/obsidian-export/issues/2: sizes in place of a caption.
// github.com/anyproto/anytype-heart/issues/1000: notes of a zip were dated by the zip.
#[test]
fn wide_texts_sizes_and_the_dates_of_files_in_a_zip() {
    let wide: Vec<u8> =
        "A walk ![|415x568](./_assets/lake.png) by the lake".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (_folder, zip) = zipped(&[("2024-03-05.md", &wide), ("_assets/lake.png", &picture()), ("undated.md", b"x")]);
    let phone = PhoneInHand::new();
    let report = import(&phone, &zip);
    assert_eq!(dated_texts(&phone), expected_texts(&[("2024-03-05", "A walk by the lake")]));
    assert_eq!((report.attachments, codes(&report)), (1, named(&[("undated.md", "no_date")])));
}

// github.com/obsidianmd/obsidian-importer/issues/55: what Day One exports besides plain words.
// Entries of one id but of other words, and a document that an editor has saved in another encoding, cost themselves alone.
#[test]
fn day_one_rich_text_offsets_and_entries_of_one_id_lose_nothing() {
    let rich = json!({"contents": [
        {"attributes": {"line": {"listStyle": "checkbox", "checked": true}}, "text": "water\n"},
        {"text": "and then"},
        {"embeddedObjects": [{"type": "table", "rows": [[{"content": [{"text": "a"}]}, {"content": [{"text": "b"}]}]]}]},
    ]});
    let document = day_one(&json!([
        {"uuid": "A", "creationDate": "2024-03-05T22:30:00+09:00", "text": "late in Tokyo"},
        {"uuid": "B", "creationDate": "2024-03-06T10:00:00Z", "timeZone": "UTC", "richText": rich.to_string()},
        {"uuid": "C", "creationDate": "2024-03-07T10:00:00Z", "timeZone": "UTC", "text": "one"},
        {"uuid": "C", "creationDate": "2024-03-07T10:00:00Z", "timeZone": "UTC", "text": "another"},
        {"uuid": "C", "creationDate": "2024-03-07T10:00:00Z", "timeZone": "UTC", "text": "another"},
    ]));
    let other = day_one(&json!([
        {"uuid": "D", "creationDate": "2024-03-08T10:00:00Z", "timeZone": "UTC", "text": "saved by an editor \u{1f634}"},
    ]));
    let wide: Vec<u8> = String::from_utf8(other).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, &[u8]); 2] = [("Journal.json", &document), ("Work.json", &wide)];
    let (phone, report) = imported(&files);
    let mut texts = dated_texts(&phone);
    texts.sort();
    assert_eq!(
        texts,
        expected_texts(&[
            ("2024-03-05", "late in Tokyo"),
            ("2024-03-06", "- [x] water\nand then\n| a | b |"),
            ("2024-03-07", "another"),
            ("2024-03-07", "one"),
            ("2024-03-08", "saved by an editor \u{1f634}"),
        ])
    );
    assert_eq!(zones(&phone)[0], "2024-03-05T22:30:00+09:00");
    assert_eq!((report.added, report.known, report.left_out_count), (5, 1, 0));
    // Again: nothing is new.
    let (folder, again) = (folder(&files), ImportForm::default());
    assert_eq!(phone.transfer().import(folder.path(), &again, &Silent).unwrap().added, 0);
}
