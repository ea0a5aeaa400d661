//! Streaming the items of a large JSON document: only one item is in memory.
//!
//! Items are separated by their brackets before they are parsed, so a broken item does not affect the others.

use std::io::{BufReader, Bytes, Read};
use std::iter::Peekable;

use serde_json::{Map, Value};

use super::doubled::Whole;
use super::{Remark, Why, encoding};
use crate::Error;

/// The maximum size of an item, more than any entry. The rest of a larger one is skipped.
const MOST_ITEM: usize = 16 << 20;

/// One item of a document, and a remark on how it was decoded; or the reason why it cannot be read.
pub(super) type Item = Result<(Value, Option<Remark>), Why>;

/// An item that has members.
pub(super) fn object(item: Item) -> Result<(Map<String, Value>, Option<Remark>), Why> {
    match item? {
        (Value::Object(members), said) => Ok((members, said)),
        _ => Err(Why::Unreadable),
    }
}

/// How going through a document ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Whole,
    /// The document cannot be read beyond some item.
    Broken,
}

/// Calls `each` with every item of the lists of these names. A document that is itself a list has the name `""`. An
/// error of `each` stops it.
pub(super) fn each(
    reader: impl Read,
    names: &[&str],
    each: &mut dyn FnMut(&str, Item) -> Result<(), Error>,
) -> Result<Ended, Error> {
    let Some(mut scan) = Scan::begin(reader) else { return Ok(Ended::Broken) };
    match scan.next_sign() {
        Some(b'[') if names.contains(&"") => scan.items("", each),
        Some(b'{') => scan.members(names, each),
        _ => Ok(Ended::Broken),
    }
}

/// Calls `each` with every item of a list, or with the single item that the document is.
pub(super) fn each_or_one(
    reader: impl Read,
    each: &mut dyn FnMut(&str, Item) -> Result<(), Error>,
) -> Result<Ended, Error> {
    let Some(mut scan) = Scan::begin(reader) else { return Ok(Ended::Broken) };
    match scan.peek_sign() {
        Some(b'[') => {
            scan.next();
            scan.items("", each)
        }
        Some(b'{') => {
            let mut raw = Vec::new();
            if scan.value(&mut raw).is_none() {
                return Ok(Ended::Broken);
            }
            each("", read(&raw))?;
            Ok(Ended::Whole)
        }
        _ => Ok(Ended::Broken),
    }
}

struct Scan<R: Read> {
    bytes: Peekable<Bytes<BufReader<R>>>,
}

impl<R: Read> Scan<R> {
    /// Skips a byte order mark; `None` for an empty document.
    fn begin(reader: R) -> Option<Self> {
        let mut scan = Self { bytes: BufReader::with_capacity(64 * 1024, reader).bytes().peekable() };
        if scan.peek()? == 0xef {
            scan.bytes.by_ref().take(3).for_each(drop);
        }
        Some(scan)
    }

    fn next(&mut self) -> Option<u8> {
        self.bytes.next()?.ok()
    }

    fn peek(&mut self) -> Option<u8> {
        self.bytes.peek()?.as_ref().ok().copied()
    }

    /// The next non-space byte, without consuming it.
    fn peek_sign(&mut self) -> Option<u8> {
        while self.peek()?.is_ascii_whitespace() {
            self.next();
        }
        self.peek()
    }

    fn next_sign(&mut self) -> Option<u8> {
        self.peek_sign()?;
        self.next()
    }

    fn members(
        &mut self,
        names: &[&str],
        each: &mut dyn FnMut(&str, Item) -> Result<(), Error>,
    ) -> Result<Ended, Error> {
        loop {
            match self.peek_sign() {
                Some(b'}') => return Ok(Ended::Whole),
                Some(b',') => drop(self.next()),
                Some(b'"') => {
                    let mut raw = Vec::new();
                    if self.value(&mut raw).is_none() || self.next_sign() != Some(b':') {
                        return Ok(Ended::Broken);
                    }
                    let name: String = serde_json::from_slice(&raw).unwrap_or_default();
                    if names.contains(&name.as_str()) && self.peek_sign() == Some(b'[') {
                        self.next();
                        if self.items(&name, each)? == Ended::Broken {
                            return Ok(Ended::Broken);
                        }
                    } else {
                        let mut raw = Vec::new();
                        // A member that is not a list is skipped.
                        if self.value(&mut raw).is_none() || names.contains(&name.as_str()) && raw.starts_with(b"{") {
                            return Ok(Ended::Broken);
                        }
                    }
                }
                _ => return Ok(Ended::Broken),
            }
        }
    }

    fn items(&mut self, name: &str, each: &mut dyn FnMut(&str, Item) -> Result<(), Error>) -> Result<Ended, Error> {
        loop {
            match self.peek_sign() {
                Some(b']') => {
                    self.next();
                    return Ok(Ended::Whole);
                }
                Some(b',') => drop(self.next()),
                Some(_) => {
                    let mut raw = Vec::new();
                    if self.value(&mut raw).is_none() {
                        return Ok(Ended::Broken);
                    }
                    each(name, read(&raw))?;
                }
                None => return Ok(Ended::Broken),
            }
        }
    }

    /// The bytes of one value, up to its closing bracket; `None` if the document ends before.
    fn value(&mut self, raw: &mut Vec<u8>) -> Option<()> {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        self.peek_sign()?;
        loop {
            // A number at the very end of a document has no delimiter.
            let byte = self.peek()?;
            if depth == 0 && !quoted && !raw.is_empty() && (byte.is_ascii_whitespace() || b",]}:".contains(&byte)) {
                return Some(());
            }
            self.next();
            if raw.len() < MOST_ITEM {
                raw.push(byte);
            }
            if quoted {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => quoted = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => quoted = true,
                    b'{' | b'[' => depth += 1,
                    // A surplus bracket belongs to the enclosing value.
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            if depth == 0 && !quoted && b"\"}]".contains(&byte) {
                return Some(());
            }
        }
    }
}

/// Reads one value. Damaged strings are repaired, and other encodings are decoded as in text files.
pub(super) fn read(raw: &[u8]) -> Item {
    if let Ok(whole) = serde_json::from_slice(raw) {
        return Ok(said_of(whole, None));
    }
    if raw.len() >= MOST_ITEM {
        return Err(Why::TooLarge);
    }
    let encoding::Text { text, said } = encoding::read(raw)?;
    if let Ok(whole) = serde_json::from_str(&text) {
        return Ok(said_of(whole, said));
    }
    let repaired = serde_json::from_str(&repaired(&text)).map_err(|_| Why::Unreadable)?;
    Ok(said_of(repaired, said.or(Some(Remark::Repaired))))
}

fn said_of(whole: Whole, said: Option<Remark>) -> (Value, Option<Remark>) {
    (whole.value, said.or(whole.doubled.then_some(Remark::Doubled)))
}

/// A whole number, also as a program with another kind of numbers writes it: `1709674200000.0`, `"1709674200000"`.
pub(super) fn whole(value: &Value) -> Option<i64> {
    // Beyond it, not every whole number exists.
    const MOST: f64 = 9e15;
    let decimal =
        || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < MOST).map(|number| number as i64);
    value.as_i64().or_else(decimal).or_else(|| value.as_str()?.trim().parse().ok())
}

const NO_NUMBERS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// JSON with repaired strings: without lone surrogates, raw control characters and invalid escapes.
fn repaired(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut quoted = false;
    let mut rest = json;
    while let Some(sign) = rest.chars().next() {
        let mut length = sign.len_utf8();
        match sign {
            '"' => {
                quoted = !quoted;
                out.push('"');
            }
            '\\' if quoted => {
                let (written, read) = escape(rest);
                out.push_str(written);
                length = read;
            }
            // Repairs invalid JSON that some programs write: numbers such as NaN, and trailing commas.
            'N' | 'I' | '-' if !quoted && NO_NUMBERS.iter().any(|word| rest.starts_with(word)) => {
                length = NO_NUMBERS.iter().find(|word| rest.starts_with(**word)).map_or(1, |word| word.len());
                out.push_str("null");
            }
            // A number beyond any range costs itself, and not its item.
            '0'..='9' | '-' if !quoted => {
                let is_of_number = |sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign);
                let number = rest.find(|sign: char| !is_of_number(sign)).map_or(rest, |end| &rest[..end]);
                length = number.len();
                out.push_str(if number.parse::<f64>().is_ok_and(f64::is_infinite) { "null" } else { number });
            }
            ',' if !quoted && rest[1..].trim_start().starts_with(['}', ']']) => {}
            control if quoted && control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
        rest = &rest[length..];
    }
    out
}

/// The escape at the start of a text: what is written in its place, and its length.
fn escape(text: &str) -> (&str, usize) {
    let unit = |text: &str| u32::from_str_radix(text.get(2..6)?, 16).ok();
    match text[1..].chars().next() {
        Some('u') => match unit(text) {
            // A pair.
            Some(high) if (0xd800..0xdc00).contains(&high) => {
                let low = text.get(6..).filter(|low| low.starts_with("\\u")).and_then(unit);
                if low.is_some_and(|low| (0xdc00..0xe000).contains(&low)) { (&text[..12], 12) } else { ("\u{fffd}", 6) }
            }
            Some(low) if (0xdc00..0xe000).contains(&low) => ("\u{fffd}", 6),
            Some(_) => (&text[..6], 6),
            None => ("\\\\", 1),
        },
        Some(known) if "\"\\/bfnrt".contains(known) => (&text[..2], 2),
        _ => ("\\\\", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(json: &[u8], names: &[&str]) -> (Vec<String>, Ended) {
        let mut found = Vec::new();
        let ended = each(json, names, &mut |name, item| {
            found.push(match item {
                Ok((value, None)) => format!("{name} {value}"),
                Ok((value, Some(said))) => format!("{name} {} {value}", said.code()),
                Err(why) => format!("{name} {}", why.code()),
            });
            Ok(())
        });
        (found, ended.unwrap())
    }

    #[test]
    fn a_broken_item_costs_itself_and_no_other() {
        let json = br#"{"metadata":{"entries":["not these"]},"entries":[{"t":"a \" ] }"},{"t":"half \ud83d moon"},
            {"t":"\ud83d\ude00 \udc00 \q"}, {"t": }, 7, "x" ,null,{"t":"after"}],"other":[1]}"#;
        let (found, ended) = all(json, &["entries"]);
        assert_eq!(
            found,
            [
                r#"entries {"t":"a \" ] }"}"#,
                "entries repaired {\"t\":\"half \u{fffd} moon\"}",
                "entries repaired {\"t\":\"\u{1f600} \u{fffd} \\\\q\"}",
                "entries unreadable",
                "entries 7",
                "entries \"x\"",
                "entries null",
                r#"entries {"t":"after"}"#,
            ]
        );
        assert_eq!(ended, Ended::Whole);
        // Windows-1252, with a line break within a string; Chinese in GBK is not guessed.
        assert_eq!(all(b"[{\"t\":\"caf\xe9\nc\"}]", &[""]).0, [" encoding {\"t\":\"caf\u{e9}\\nc\"}"]);
        assert_eq!(
            all(b"[{\"t\":\"\xbd\xf1\xcc\xec\xcf\xc2\xd3\xea\"},{\"t\":1}]", &[""]).0,
            [" encoding", " {\"t\":1}"]
        );
        assert!(matches!(read(b"\xef\xbb\xbf{\"t\":1}"), Ok((_, None))));
        let json = b"[{\"a\":NaN,\"b\":-Infinity,\"c\":[1,2,],\"t\":\"NaN, ]\",}]";
        assert_eq!(all(json, &[""]).0, [r#" repaired {"a":null,"b":null,"c":[1,2],"t":"NaN, ]"}"#]);
        // Numbers that no program can hold, and members that are there twice.
        let json = br#"[{"a":1e999,"b":-1E+400,"c":-0.5,"t":"1e999"},{"t":"one","t":"two"}]"#;
        assert_eq!(
            all(json, &[""]).0,
            [r#" repaired {"a":null,"b":null,"c":-0.5,"t":"1e999"}"#, r#" doubled {"t":"one\n\ntwo"}"#]
        );
    }

    #[test]
    fn whole_numbers_are_read_in_the_forms_of_other_programs() {
        use serde_json::json;
        for value in [json!(1_709_674_200_000_i64), json!(1_709_674_200_000.0), json!("1709674200000")] {
            assert_eq!(whole(&value), Some(1_709_674_200_000), "{value}");
        }
        for value in [json!(0.5), json!(1e300), json!("soon"), json!(null), json!([1])] {
            assert_eq!(whole(&value), None, "{value}");
        }
    }

    #[test]
    fn what_is_cut_off_is_told_and_what_stands_before_is_read() {
        let (found, ended) = all(br#"{"entries":[{"t":1},{"t":"#, &["entries"]);
        assert_eq!((found.len(), ended), (1, Ended::Broken));
        for nonsense in [&b""[..], b"\xff\xfe", b"7", b"{", b"{\"a\"", b"{\"a\" 1}", b"[1]"] {
            assert_eq!(all(nonsense, &["entries"]), (vec![], Ended::Broken));
        }
        assert_eq!(all(b"\xef\xbb\xbf{\"entries\":[1]}", &["entries"]).0, ["entries 1"]);
    }
}
