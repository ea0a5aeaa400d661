//! Property test: any bytes and any text are parsed or rejected, and never cause a panic. `fuzz/targets/import.rs`
//! searches for longer.

use proptest::prelude::*;

use super::dates::{self, Order};
use super::markdown::{self, Target};
use super::{days, encoding, front, html, items, names};

/// Text with characters that decide how a file is parsed, among others.
fn text() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => prop::sample::select(vec![
            "---\n", "\n\n", "\n", "[", "](", ")", "![", "[[", "]]", "<p>", "</", "<img src=", ">", "&#", ";", "\t", ": ", "- ", "\"",
            "{", "}", "date", "tags", "2024-02-30", "12:61", "\u{feff}", "\u{202f}", "#", "```", "\\", "%", "0000-00-00T99:99:99Z",
        ]).prop_map(String::from),
        1 => ".{0,6}",
    ];
    prop::collection::vec(sign, 0..24).prop_map(|signs| signs.concat())
}

proptest! {
    #[test]
    fn a_files_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), mark in prop::sample::select(vec![&b""[..], b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"])) {
        let bytes = [mark, &bytes].concat();
        let _ = encoding::read(&bytes);
        let mut found = 0_usize;
        let _ = items::each(&bytes[..], &["", "entries", "items"], &mut |_, _| { found += 1; Ok(()) });
        prop_assert!(found <= bytes.len());
    }

    #[test]
    fn a_documents_items(text in text()) {
        for text in [format!("[{text}]"), format!("{{\"entries\":[{text}]}}")] {
            let _ = items::each(text.as_bytes(), &["", "entries"], &mut |_, _| Ok(()));
        }
    }

    #[test]
    fn a_text(text in text()) {
        let (front, body) = front::read(&text);
        prop_assert!(text.ends_with(body));
        let _ = (front.tags(), front.mood(), front.rest(true, &["date"]), front.is_ours(body), front::graph_properties(&text));
        for shown in [true, false] {
            let find = |target: &str, picture: bool| if picture == shown { Target::File(target.into()) } else { Target::Missing };
            let _ = markdown::read_with(&text, &find);
        }
        let _ = (html::shown(&text), html::read(&text, &["tags", "un_"]));
        let _ = days::read(&text);
    }

    #[test]
    fn a_date_and_a_name(text in text(), digits in "[0-9/.:T +Z-]{0,30}") {
        for text in [&text, &digits] {
            for order in [Order::DayFirst, Order::MonthFirst, Order::Unknown] {
                let _ = (dates::find(text, order), dates::of_name(text, order));
            }
            let _ = (dates::instant(text, "Europe/Berlin"), dates::offset_alone(text));
            let _ = (names::is_noise(text), names::is_within(text), names::last(text), names::folder(text), names::stem(text));
            let _ = names::Names::of([text.as_str(), "a/b.md"].into_iter()).resolve(text, text);
        }
    }
}
