//! A first pass over a source: its files, and how its documents begin.

use std::collections::BTreeMap;
use std::io::Read as _;

use super::names::{Names, ending};
use super::source::{MOST_DOCUMENT, Source};
use super::{Why, encoding};
use crate::Error;

/// Apps identify themselves by the members of a document. Some write them behind the text of the entry.
const HEAD: u64 = 1 << 20;
/// Of the members at each depth of a document: long lists hide none that are further out.
const SQUEEZED: usize = 8 * 1024;
/// Deeper members count as these.
const DEPTHS: usize = 6;
/// Longer texts in a document are shortened.
const LONGEST: usize = 64;

/// The data by which a format is recognized.
pub(super) struct Look {
    pub names: Names,
    /// The beginning of JSON, CSV and text documents, without white space and long texts.
    heads: BTreeMap<String, String>,
}

impl Look {
    pub fn at(source: &mut Source) -> Result<Self, Error> {
        let names = source.names().clone();
        let mut heads = BTreeMap::new();
        for name in names.ending_in(&["json", "txt", "csv"]) {
            let mut head = Vec::new();
            // Reports unreadable files here.
            let refused = match source.read(&name, MOST_DOCUMENT)?.or_why() {
                Ok(bytes) => {
                    let mut bytes = encoding::as_utf8(bytes);
                    let _ = bytes.by_ref().take(HEAD).read_to_end(&mut head);
                    None
                }
                // It was in the list.
                Err(Why::Missing) => Some(Why::Unreadable),
                Err(why) => Some(why),
            };
            if let Some(why) = refused {
                source.refuse(&name, why);
                continue;
            }
            if is_wider(&head) && ending(&name) != "txt" {
                source.refuse(&name, Why::Encoding);
                continue;
            }
            let head = String::from_utf8_lossy(&head);
            let head = head.trim_start_matches('\u{feff}');
            if ending(&name) == "txt" && !head.trim_start().starts_with('{') {
                continue;
            }
            let head = if ending(&name) == "csv" {
                head.chars().filter(|sign| !sign.is_whitespace()).take(SQUEEZED).collect()
            } else {
                outline(head)
            };
            heads.insert(name, head);
        }
        Ok(Self { names, heads })
    }

    /// Documents whose beginning is like this.
    pub fn documents(&self, is: impl Fn(&str) -> bool) -> Vec<String> {
        self.heads.iter().filter(|(_, head)| is(head)).map(|(name, _)| name.clone()).collect()
    }
}

/// A JSON document with its long texts shortened and its long lists cut, so that its outermost members can be seen
/// wherever they are.
fn outline(json: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut length, mut taken) = (0, [0_usize; DEPTHS]);
    for sign in json.chars() {
        let is_quote = sign == '"' && !escaped;
        escaped = quoted && sign == '\\' && !escaped;
        if is_quote {
            quoted = !quoted;
            length = 0;
        }
        length += usize::from(quoted);
        match sign {
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let taken = &mut taken[depth.min(DEPTHS - 1)];
        if !sign.is_whitespace() && (is_quote || !quoted || length <= LONGEST) && *taken < SQUEEZED {
            *taken += 1;
            out.push(sign);
        }
    }
    out
}

/// UTF-32, which nobody reads.
fn is_wider(head: &[u8]) -> bool {
    head.iter().filter(|byte| **byte == 0).count() * 4 > head.len()
}

/// Whether a document has a member of this name. Within a text its quotes would be escaped.
pub(super) fn has(head: &str, member: &str) -> bool {
    head.contains(&format!("\"{member}\":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_a_document_are_seen_behind_long_texts_and_lists() {
        let text = format!("{} \\\"date\\\": {{[", "word ".repeat(20_000));
        let list = r#"{"text":"an item","isChecked":true},"#.repeat(2_000);
        let head = outline(&format!(r#"{{"a": "{text}", "list": [{list}{{}}], "b" : 1}}"#));
        assert!(has(&head, "a") && has(&head, "list") && has(&head, "text") && has(&head, "b"), "{head}");
        assert!(!has(&head, "date") && head.starts_with("{\"a\":\"word") && head.len() < DEPTHS * SQUEEZED);
        // A list within the first of several items.
        let references = r#"{"uuid":"u"},"#.repeat(2_000);
        let head = outline(&format!(
            r#"{{"items":[{{"content":{{"references":[{references}{{}}]}},"content_type":"Tag"}}]}}"#
        ));
        assert!(has(&head, "content_type") && has(&head, "uuid"), "{head}");
        // A list of documents, and one that ends in the middle.
        assert!(has(&outline(r#"[{"a": 1}]"#), "a") && has(&outline(r#"{"a": {"b": "c"#), "b"));
    }
}
