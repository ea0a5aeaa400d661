//! A first pass over a source: its files, and how its documents begin.

use std::collections::BTreeMap;
use std::io::Read as _;

use super::names::{Names, ending};
use super::source::{MOST_DOCUMENT, Source};
use super::{Why, encoding};
use crate::Error;

/// Apps identify themselves within the first lines.
const HEAD: u64 = 64 * 1024;
const SQUEEZED: usize = 8 * 1024;

/// The data by which a format is recognized.
pub(super) struct Look {
    pub names: Names,
    /// The beginning of JSON, CSV and text documents, without white space.
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
            heads.insert(name, head.chars().filter(|sign| !sign.is_whitespace()).take(SQUEEZED).collect());
        }
        Ok(Self { names, heads })
    }

    /// Documents whose beginning is like this.
    pub fn documents(&self, is: impl Fn(&str) -> bool) -> Vec<String> {
        self.heads.iter().filter(|(_, head)| is(head)).map(|(name, _)| name.clone()).collect()
    }
}

/// UTF-32, which nobody reads.
fn is_wider(head: &[u8]) -> bool {
    head.iter().filter(|byte| **byte == 0).count() * 4 > head.len()
}

/// Whether a document has a member of this name. Within a text its quotes would be escaped.
pub(super) fn has(head: &str, member: &str) -> bool {
    head.contains(&format!("\"{member}\":"))
}
