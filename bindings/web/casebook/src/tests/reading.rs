//! Reading a journey: the crisis plan, search, pages, exports, attachments, a measure.

use journal::record::{Attachment, CrisisPlan, DosingSession, MeasureResponse, Reflection};

use super::{NOW, TestDesk, client, now, wrote};
use crate::view::Filter;

#[test]
fn a_shared_crisis_plan_is_in_the_brief_and_lines_can_be_suggested_for_it() {
    let mut desk = TestDesk::new();
    assert_eq!(desk.casebook.brief(&client(), None, now()).unwrap().plan, None);
    desk.share(-1, CrisisPlan { coping: vec!["cold water".into()], ..Default::default() });
    let plan = desk.casebook.brief(&client(), None, now()).unwrap().plan.unwrap();
    assert_eq!(plan.parts, [("coping", vec!["cold water".to_owned()])]);
    let changes = desk.casebook.propose_plan_line(&client(), "safer", "Who keeps the lozenges?", now());
    desk.write(changes);
    assert!(desk.shared().contains("Who keeps the lozenges?"));
    assert_eq!(TestDesk::refused(desk.casebook.propose_plan_line(&client(), "dose", "x", now())), "empty");
}

#[test]
fn everything_is_searched_accents_do_not_count_and_slips_are_forgiven() {
    let mut desk = TestDesk::new();
    let entry = desk.share(-3, wrote("Une éclaircie, après la pluie."));
    desk.share(-2, wrote("The river was slow."));
    let changes = desk.casebook.reply(&client(), &entry, "Merci: quelle éclaircie.", now());
    desk.write(changes);
    let changes = desk.casebook.note(&client(), None, Some(&entry), "Eclaircie: ask.", now());
    desk.write(changes);
    let found = desk.casebook.search(&client(), "ECLAIR").unwrap();
    let kinds: Vec<&str> = found.list.iter().map(|find| find.kind.as_str()).collect();
    assert_eq!((found.count, found.meant), (3, None));
    assert_eq!(kinds.last(), Some(&"reflection"));
    assert!(kinds.contains(&"private_note"));
    assert!(found.list.iter().all(|find| find.words.iter().any(|piece| piece.hit)));
    assert_eq!(found.list.iter().filter(|find| find.about.as_ref() == Some(&entry)).count(), 2);
    let slip = desk.casebook.search(&client(), "rivver").unwrap();
    assert_eq!((slip.count, slip.meant.as_deref()), (1, Some("river")));
    assert_eq!(desk.casebook.search(&client(), "  ").unwrap().count, 0);
}

#[test]
fn a_long_journey_is_read_page_by_page() {
    let mut desk = TestDesk::new();
    desk.share(-40, DosingSession { number: 1, ..Default::default() });
    for n in 0..25 {
        desk.share(-30 + n, wrote(&format!("entry {n}")));
    }
    let page = |from, count| {
        let filter = Filter { from, count, ..Default::default() };
        desk.casebook.timeline(&client(), &filter, NOW as f64).unwrap()
    };
    let words = |page: &crate::view::Timeline| {
        let entries = page.sections.iter().flat_map(|section| &section.entries);
        entries.map(|entry| entry.words[0].text.clone()).collect::<Vec<_>>()
    };
    assert_eq!((page(0, 10).shown, page(0, 10).total), (10, 25));
    assert_eq!(words(&page(0, 2)), ["entry 24", "entry 23"]);
    assert_eq!(words(&page(24, 10)), ["entry 0"]);
    assert_eq!((page(25, 10).shown, page(0, 0).shown), (0, 25));
}

#[test]
fn an_export_says_what_is_inside_and_holds_no_private_note() {
    let mut desk = TestDesk::new();
    let entry = desk.share(-3, wrote("Rain all day."));
    let changes = desk.casebook.note(&client(), None, Some(&entry), "Watch the sleep.", now());
    desk.write(changes);
    assert_eq!(desk.casebook.inside(&client(), now()).unwrap().left_out[0].kind, "private_note");
    for format in ["json", "markdown", "csv", "fhir"] {
        let file = desk.casebook.export(&client(), format, "wren", "en", now()).unwrap();
        assert!(file.name.starts_with("afterglow-wren-2026-03-26."));
        assert_eq!(file.contents.records, 1);
        assert!(!file.text.contains("Watch"), "{format}");
    }
    // The files for reading are in the therapist's language.
    let german = desk.casebook.export(&client(), "markdown", "wren", "de", now()).unwrap().text;
    assert!(german.contains("# Tagebuch von wren") && german.contains("1 Eintrag"), "{german}");
    assert_eq!(desk.casebook.export(&client(), "docx", "wren", "en", now()).unwrap_err().code, "not_found");
}

#[test]
fn photos_and_recordings_are_counted_named_without_words_and_taken_along_in_order() {
    let mut desk = TestDesk::new();
    let file = |n: u8, media_type: &str| Attachment {
        id: format!("00000000-0000-7000-8000-0000000000{n:02}"),
        media_type: media_type.into(),
        name: "me and Ana.jpg".into(),
        size: 1_000,
        thumbnail: Some("a-b_".into()),
        ..Default::default()
    };
    let later = Reflection { attachments: vec![file(1, "audio/mp4")], ..Default::default() };
    let first = Reflection { attachments: vec![file(2, "image/jpeg"), file(3, "text/html")], ..Default::default() };
    let later = desk.share(-1, later);
    let first = desk.share(-2, first);

    let inside = desk.casebook.inside(&client(), now()).unwrap();
    assert_eq!((inside.photos, inside.recordings, inside.files, inside.bytes), (1, 1, 1, 3_000.0));
    let files = desk.casebook.exported_files(&client(), "Wren", now()).unwrap();
    let named: Vec<_> = files.files.iter().map(|one| (one.entry.as_str(), &one.name[10..])).collect();
    let expected = [(&first, "-001-photo.jpg"), (&first, "-002-file.bin"), (&later, "-003-recording.m4a")];
    assert_eq!(named, expected.map(|(entry, name)| (entry.as_str(), name)));
    assert!(files.name.starts_with("afterglow-wren-") && !files.name.contains("Ana"));

    let page = desk.casebook.entry(&client(), &first, "en").unwrap();
    let kinds: Vec<_> = page.entry.attachments.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["photo", "file"]);
    assert_eq!(page.entry.attachments[0].thumbnail.as_deref(), Some("a+b/"));
    let brief = desk.casebook.brief_in(&client(), None, now(), "en").unwrap();
    let counted: Vec<_> = brief.newest.iter().map(|line| (line.photos, line.recordings, line.files)).collect();
    assert_eq!(counted, [(0, 1, 0), (1, 0, 1)]);
}

#[test]
fn a_measure_says_what_it_is_made_of() {
    let mut desk = TestDesk::new();
    let answers = [2, 1, 3, 1, 0, 1, 2, 0, 0].map(|value| Some(f64::from(value))).to_vec();
    let body = MeasureResponse { instrument: "phq-9".into(), answers, unscored: Some(1.0), ..Default::default() };
    let whole = desk.share(-2, body);
    let mut answers = vec![Some(1.0); 7];
    answers[2] = None;
    let part = desk.share(-1, MeasureResponse { instrument: "gad-7".into(), answers, ..Default::default() });
    let unknown = MeasureResponse { instrument: "elsewhere".into(), answers: vec![Some(1.0)], ..Default::default() };
    let unknown = desk.share(-1, unknown);

    let page = desk.casebook.entry(&client(), &whole, "de-AT").unwrap();
    let measure = page.entry.measure.unwrap();
    assert_eq!((measure.total, measure.most, measure.severity.as_deref()), (Some(10.0), Some(27.0), Some("moderate")));
    assert_eq!(page.answers.len(), 10);
    let said = |at: usize| (page.answers[at].answer.as_str(), page.answers[at].value, page.answers[at].scored);
    assert!(page.answers[0].question.contains("Interesse"));
    assert_eq!(said(2), ("Beinahe jeden Tag", Some(3.0), true));
    assert!(!page.answers[9].scored && !page.answers[9].question.is_empty() && !page.answers[9].answer.is_empty());

    let page = desk.casebook.entry(&client(), &part, "en").unwrap();
    assert_eq!(page.entry.measure.map(|one| (one.total, one.severity)), Some((None, None)));
    assert_eq!((page.answers[2].value, page.answers[2].answer.as_str()), (None, ""));
    let page = desk.casebook.entry(&client(), &unknown, "en").unwrap();
    assert_eq!((page.answers.len(), page.entry.measure.unwrap().total), (0, None));

    let page = desk.casebook.timeline(&client(), &Filter::default(), NOW as f64).unwrap();
    let totals: Vec<_> = page.sections[0].entries.iter().map(|one| one.measure.as_ref().unwrap().total).collect();
    assert_eq!(totals.iter().flatten().collect::<Vec<_>>(), [&10.0]);
}
