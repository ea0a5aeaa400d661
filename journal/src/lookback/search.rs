//! Full-text search for phone and portal: matching, snippets, and spelling suggestions.
//!
//! Every query word must be a prefix of a word in the text. Case and accents are ignored ([`super::fold`]). Texts that
//! are searched often are folded once ([`FoldedText`]). The phone searches its own index and uses this module for
//! snippets and, if nothing is found, for suggestions ([`super::typo`]).

use std::ops::Range;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use super::fold::{Word, plain, words};
use super::typo::Vocabulary;

/// The maximum number of query words. More would make a search slower, not better.
const MAX_WORDS: usize = 16;

/// A folded text: its words, each preceded by a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText(String);

impl FoldedText {
    /// Folds the parts of one record.
    pub fn new(texts: &[&str]) -> Self {
        let mut out = String::new();
        for text in texts {
            for word in words(text) {
                out.push(' ');
                out.push_str(&word.folded);
            }
            // A line break keeps phrases from matching across parts.
            out.push('\n');
        }
        Self(out)
    }

    /// The words of the folded text, without punctuation.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split_whitespace()
    }
}

/// A part of a text, either a hit or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text as it was written.
    pub text: String,
    /// Whether it matches the query.
    pub hit: bool,
}

/// An excerpt of a text around its first hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The excerpt, split at the hits.
    pub pieces: Vec<Piece>,
    /// Whether text before the excerpt was cut.
    pub cut_before: bool,
    /// Whether text after the excerpt was cut.
    pub cut_after: bool,
}

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    // One element per space-separated part: one word, or several that must be adjacent (雨の日, e-mail).
    wanted: Vec<Vec<String>>,
}

impl Query {
    /// Parses the typed text. There are no operators.
    pub fn new(typed: &str) -> Self {
        let phrases = typed.split_whitespace().map(|part| words(part).map(|word| word.folded).collect::<Vec<_>>());
        Self { wanted: phrases.filter(|phrase| !phrase.is_empty()).take(MAX_WORDS).collect() }
    }

    /// Whether the query has no words.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The folded words of the query.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().flatten().map(String::as_str)
    }

    /// The query with misspelt words replaced by the closest words of the journal; `None` if nothing has to be
    /// replaced.
    pub fn meant(&self, vocabulary: &Vocabulary) -> Option<Self> {
        let mut meant = self.clone();
        let mut changed = false;
        let last = self.words().count().saturating_sub(1);
        for (at, word) in meant.wanted.iter_mut().flatten().enumerate() {
            if vocabulary.has_beginning(word) {
                continue;
            }
            // The last word may be unfinished. A close whole word is preferred to a close prefix.
            let whole = vocabulary.suggest(word, false, 1);
            let close = if whole.is_empty() && at == last { vocabulary.suggest(word, true, 1) } else { whole };
            if let Some(suggestion) = close.into_iter().next() {
                *word = suggestion.word;
                changed = true;
            }
        }
        changed.then_some(meant)
    }

    /// The query as text, for "did you mean …".
    pub fn shown(&self) -> String {
        self.wanted.iter().map(|phrase| phrase.join(" ")).collect::<Vec<_>>().join(" ")
    }

    /// The query with one word replaced, for "did you mean …".
    #[must_use]
    pub fn with(&self, word: &str, meant: &str) -> Self {
        let put = |old: &String| if old == word { meant.to_owned() } else { old.clone() };
        Self { wanted: self.wanted.iter().map(|phrase| phrase.iter().map(put).collect()).collect() }
    }

    /// Whether every query word is a prefix of a word in the text.
    pub fn finds(&self, text: &FoldedText) -> bool {
        let mut needle = String::new();
        self.wanted.iter().all(|phrase| {
            needle.clear();
            phrase.iter().for_each(|word| {
                needle.push(' ');
                needle.push_str(word);
            });
            text.0.contains(&needle)
        })
    }

    /// Positions of matches in a text, in bytes, sorted and not overlapping; even if not all query words match.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let words: Vec<Word> = words(text).collect();
        let mut hits: Vec<Range<usize>> = Vec::new();
        for at in 0..words.len() {
            let longest =
                self.wanted.iter().filter_map(|phrase| match_at(text, &words[at..], phrase)).max_by_key(|r| r.end);
            match (longest, hits.last_mut()) {
                (Some(found), Some(last)) if found.start < last.end => last.end = last.end.max(found.end),
                (Some(found), _) => hits.push(found),
                (None, _) => {}
            }
        }
        hits
    }

    /// The whole text, split at the hits.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        split_at_hits(text, 0..text.len(), &self.hits(text))
    }

    /// An excerpt of about `width` characters around the first hit, or from the start without a hit. It begins and ends
    /// at word boundaries.
    pub fn snippet(&self, text: &str, width: usize) -> Snippet {
        let hits = self.hits(text);
        let first = hits.first().map_or(0, |hit| hit.start);
        let before = text[..first].grapheme_indices(true).rev().nth(width / 3);
        let from = before.map_or(0, |(at, _)| word_start(text, at, first));
        let rest = &text[from..];
        let after = rest.grapheme_indices(true).nth(width);
        let to = after.map_or(text.len(), |(at, _)| {
            let space = rest[..at].rfind(char::is_whitespace);
            from + space.filter(|space| *space > at / 2).unwrap_or(at)
        });
        let (from, to) = (from + leading(&text[from..to]), to - trailing(&text[from..to]));
        Snippet {
            pieces: split_at_hits(text, from..to.max(from), &hits),
            cut_before: !text[..from].trim().is_empty(),
            cut_after: !text[to.max(from)..].trim().is_empty(),
        }
    }
}

/// The match of `phrase` at the start of `words`: from the first word to the matched prefix of the last.
fn match_at(text: &str, words: &[Word], phrase: &[String]) -> Option<Range<usize>> {
    let (last, exact) = phrase.split_last()?;
    let found = words.get(..phrase.len())?;
    let same = exact.iter().zip(found).all(|(wanted, word)| *wanted == word.folded);
    let end = found.last().filter(|word| same && word.folded.starts_with(last.as_str()))?;
    // Maps the folded length back to the original text, character by character.
    let mut length = 0;
    let characters = text[end.range.clone()].grapheme_indices(true);
    let reached =
        characters.map(|(at, character)| (at + character.len(), plain(character).len())).find(|(_, folded)| {
            length += folded;
            length >= last.len()
        });
    Some(found[0].range.start..end.range.start + reached.map_or(end.range.len(), |(at, _)| at))
}

/// Splits a part of a text at the hits.
fn split_at_hits(text: &str, part: Range<usize>, hits: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, hit| {
        if from < to {
            pieces.push(Piece { text: text[from..to].to_owned(), hit });
        }
    };
    let mut at = part.start;
    for hit in hits.iter().filter(|hit| hit.end > part.start && hit.start < part.end) {
        push(at, hit.start.max(at), false);
        push(hit.start.max(at), hit.end.min(part.end), true);
        at = hit.end.min(part.end);
    }
    push(at, part.end, false);
    pieces
}

/// The start of the next word from `at`, at most `latest`.
fn word_start(text: &str, at: usize, latest: usize) -> usize {
    let space = text[at..latest].find(char::is_whitespace);
    space.map_or(at, |space| at + space)
}

fn leading(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn trailing(text: &str) -> usize {
    text.trim_start().len() - text.trim().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(query: &str, text: &str) -> String {
        show(&Query::new(query).pieces(text))
    }

    fn show(pieces: &[Piece]) -> String {
        pieces.iter().map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    fn finds(query: &str, texts: &[&str]) -> bool {
        Query::new(query).finds(&FoldedText::new(texts))
    }

    #[test]
    fn words_match_by_prefix_ignoring_case_and_accents() {
        assert_eq!(marked("riv gr", "The River, green. A driver."), "The [Riv]er, [gr]een. A driver.");
        assert_eq!(marked("strasse", "STRASSE Straße"), "[STRASSE] [Straße]");
        assert_eq!(marked("écl", "Une Eclaircie, une éclaircie"), "Une [Ecl]aircie, une [écl]aircie");
        assert_eq!(marked("dont don't", "I don’t"), "I [don’t]");
        assert_eq!(marked("", "as it is"), "as it is");
        assert!(!finds("C", &["\u{37a}c"]) || marked("C", "\u{37a}c").contains('['), "a match has a marked hit");
    }

    #[test]
    fn scripts_without_spaces_match_by_character() {
        assert_eq!(marked("雨", "昨日は雨の日"), "昨日は[雨]の日");
        assert_eq!(marked("雨の日", "昨日は雨の日、雨"), "昨日は[雨の日]、雨");
        assert!(finds("の日", &["雨の日"]) && !finds("日雨", &["雨の日"]));
    }

    #[test]
    fn all_words_must_match_and_a_phrase_within_one_part() {
        assert!(finds("river calm", &["the river", "calm"]));
        assert!(!finds("river storm", &["the river", "calm"]));
        assert!(!finds("river-calm", &["the river", "calm"]));
        assert!(finds("river-calm", &["the river calm"]));
        assert!(finds("  ", &[]));
        assert!(!finds("iver", &["the river"]), "only prefixes match");
    }

    #[test]
    fn the_query_has_no_operators() {
        assert!(Query::new("!? - \"").is_empty());
        assert!(finds("rain OR", &["the rain or the snow"]));
        assert!(!finds("rain OR snow", &["rain"]));
    }

    #[test]
    fn a_snippet_contains_and_marks_the_first_hit() {
        let long = format!("{}The café by the sea. {}", "long ago ".repeat(30), "and so on ".repeat(30));
        let snippet = Query::new("CAFE").snippet(&long, 60);
        let shown = show(&snippet.pieces);
        assert!(shown.contains("The [café] by the sea."), "{shown}");
        assert!(snippet.cut_before && snippet.cut_after);
        assert!(shown.graphemes(true).count() <= 62 + 20);
        let short = Query::new("").snippet(" short ", 60);
        assert_eq!((show(&short.pieces).as_str(), short.cut_before, short.cut_after), ("short", false, false));
    }

    #[test]
    fn a_word_can_be_replaced() {
        let query = Query::new("the rivver");
        assert!(query.with("rivver", "river").finds(&FoldedText::new(&["The river"])));
    }

    #[test]
    fn suggestions_are_words_of_the_journal() {
        let journal = Vocabulary::new([("river", 3), ("grandmother", 2), ("calm", 9)]);
        let meant = |typed: &str| Query::new(typed).meant(&journal).map(|query| query.shown());
        assert_eq!(meant("calm rivver").as_deref(), Some("calm river"));
        assert_eq!(meant("Rivre granmot").as_deref(), Some("river grandmother"));
        assert_eq!(meant("riv cal"), None, "an unfinished word is not a typo");
        assert_eq!(meant("zebra"), None);
    }

    proptest! {
        #[test]
        fn pieces_concatenate_to_the_text(query in "\\PC{0,12}", text in "\\PC{0,80}", width in 3_usize..40) {
            let query = Query::new(&query);
            let pieces = query.pieces(&text);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert_eq!(&whole, &text);
            let snippet = query.snippet(&text, width);
            let part: String = snippet.pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert!(text.contains(&part));
            if query.finds(&FoldedText::new(&[&text])) && !query.is_empty() {
                prop_assert!(pieces.iter().any(|piece| piece.hit));
                prop_assert!(snippet.pieces.iter().any(|piece| piece.hit));
            }
        }

        #[test]
        fn every_word_of_a_text_matches_it(text in "[a-zäöüéß雨の日а-я ’.-]{1,60}") {
            let folded = FoldedText::new(&[&text]);
            for word in words(&text) {
                prop_assert!(Query::new(&text[word.range]).finds(&folded));
            }
        }
    }
}
