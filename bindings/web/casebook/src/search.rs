//! Search over opened words: every word of the query must begin a word of the entry. Case does not count.

use serde::Serialize;
use tsify::Tsify;

/// How much of an entry a timeline shows, in characters.
const EXCERPT: usize = 320;
/// How much is shown before the first hit.
const BEFORE: usize = 80;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the search has found this.
    pub hit: bool,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Query(Vec<String>);

impl Query {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// The byte ranges in `text` that the query names, in order; `None` when one of its words is missing.
    fn hits(&self, text: &str) -> Option<Vec<(usize, usize)>> {
        let mut hits = Vec::new();
        for wanted in &self.0 {
            let before = hits.len();
            hits.extend(
                word_starts(text).filter_map(|start| Some((start, start + starts_with(&text[start..], wanted)?))),
            );
            if hits.len() == before {
                return None;
            }
        }
        hits.sort_unstable();
        Some(hits)
    }

    /// Whether all words are there, in any of the texts.
    pub(crate) fn matches(&self, texts: &[&str]) -> bool {
        self.0.iter().all(|wanted| {
            texts.iter().any(|text| word_starts(text).any(|start| starts_with(&text[start..], wanted).is_some()))
        })
    }

    /// The beginning of a text, or what surrounds the first hit; and whether that is not all of it.
    pub(crate) fn excerpt(&self, text: &str) -> (Vec<Piece>, bool) {
        let first = self.hits(text).and_then(|hits| hits.first().copied()).map_or(0, |(start, _)| start);
        let from = if first <= BEFORE { 0 } else { word_start_before(text, floor(text, first - BEFORE)) };
        let to = end_of_excerpt(text, from);
        let mut pieces = self.pieces(text[from..to].trim_end());
        let cut = from > 0 || to < text.trim_end().len();
        if from > 0 {
            pieces.insert(0, Piece { text: "… ".into(), hit: false });
        }
        if to < text.trim_end().len() {
            pieces.push(Piece { text: " …".into(), hit: false });
        }
        (pieces, cut)
    }

    /// The whole text, with what was found marked.
    pub(crate) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |text: &str, hit| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.into(), hit });
            }
        };
        for (start, end) in self.hits(text).unwrap_or_default() {
            if start >= at {
                push(&text[at..start], false);
                push(&text[start..end], true);
                at = end;
            }
        }
        push(&text[at..], false);
        pieces
    }
}

/// Where words begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !inside;
        inside = c.is_alphanumeric();
        begins.then_some(at)
    })
}

/// The length in bytes of the beginning of `text` that reads like `wanted` (in lower case).
fn starts_with(text: &str, wanted: &str) -> Option<usize> {
    let mut rest = wanted;
    for (at, c) in text.char_indices() {
        if rest.is_empty() {
            return Some(at);
        }
        for lower in c.to_lowercase() {
            rest = rest.strip_prefix(lower)?;
        }
    }
    rest.is_empty().then_some(text.len())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn word_start_before(text: &str, at: usize) -> usize {
    text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1)
}

fn end_of_excerpt(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    match rest.char_indices().nth(EXCERPT) {
        None => text.len(),
        Some((at, _)) => from + rest[..at].rfind(char::is_whitespace).filter(|space| *space > at / 2).unwrap_or(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> String {
        let pieces = Query::new(query).pieces(text);
        pieces.iter().map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn words_are_found_by_their_beginning_and_case_does_not_count() {
        assert_eq!(marked("riv gr", "The River, green. A driver."), "The [Riv]er, [gr]een. A driver.");
        assert_eq!(marked("straße", "STRASSE Straße"), "STRASSE [Straße]");
        assert_eq!(marked("écl", "Une Éclaircie"), "Une [Écl]aircie");
        assert_eq!(marked("", "as it is"), "as it is");
    }

    #[test]
    fn all_words_must_be_there() {
        assert!(Query::new("river calm").matches(&["the river", "calm"]));
        assert!(!Query::new("river storm").matches(&["the river", "calm"]));
        assert!(Query::new("  ").matches(&[]));
    }

    #[test]
    fn an_excerpt_shows_the_first_hit_and_says_that_it_is_one() {
        let long = format!("{} lantern {}", "grey ".repeat(100), "after ".repeat(100));
        let (pieces, cut) = Query::new("lantern").excerpt(&long);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(cut && text.starts_with("… ") && text.ends_with(" …") && text.contains("lantern"));
        assert!(text.chars().count() <= EXCERPT + 4);
        assert!(pieces.iter().any(|piece| piece.hit && piece.text == "lantern"));
        assert_eq!(Query::new("").excerpt("short"), (vec![Piece { text: "short".into(), hit: false }], false));
        let (pieces, cut) = Query::new("").excerpt(&"ä".repeat(1000));
        assert!(cut && pieces[0].text.chars().count() == EXCERPT);
    }
}
