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
