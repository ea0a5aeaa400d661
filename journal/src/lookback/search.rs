//! Search that phone and portal share: what counts as a hit, how it is shown, and what a person may have meant.
//!
//! Every word of a query must begin a word of the text; case and accents do not count ([`super::fold`]). Texts that are
//! searched again and again are folded once ([`Folded`]); the phone asks its own index instead and uses this to show the
//! hits and, when there are none, to find the words that are meant ([`super::typo`]).

use std::ops::Range;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use super::fold::{Word, plain, words};
use super::typo::Vocabulary;

/// More words than this make a search slower and not better.
const MOST_WORDS: usize = 16;

/// A text, folded once: its words, each after a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded(String);

impl Folded {
    /// Folds the parts of one record.
    pub fn new(texts: &[&str]) -> Self {
        let mut out = String::new();
        for text in texts {
            for word in words(text) {
                out.push(' ');
                out.push_str(&word.folded);
            }
            // No phrase reaches from one part into the next.
            out.push('\n');
        }
        Self(out)
    }

    /// Its words, as they are compared.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split_whitespace()
    }
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the search has found this.
    pub hit: bool,
}

/// A part of a text around its first hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The words, hits apart.
    pub pieces: Vec<Piece>,
    /// Whether the text began earlier.
    pub cut_before: bool,
    /// Whether the text goes on.
    pub cut_after: bool,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    // Each is what stood between two spaces: one word, or several that must follow each other (雨の日, e-mail).
    wanted: Vec<Vec<String>>,
}

impl Query {
    /// Reads what was typed. Nothing in it is an operator.
    pub fn new(typed: &str) -> Self {
        let phrases = typed.split_whitespace().map(|part| words(part).map(|word| word.folded).collect::<Vec<_>>());
        Self { wanted: phrases.filter(|phrase| !phrase.is_empty()).take(MOST_WORDS).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The single words that are looked for, as they are compared.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().flatten().map(String::as_str)
    }

    /// What may have been meant: the query with the closest words of the journal in place of those that begin none of
    /// its words. `None` when there is nothing to put right.
    pub fn meant(&self, vocabulary: &Vocabulary) -> Option<Self> {
        let mut meant = self.clone();
        let mut changed = false;
        let last = self.words().count().saturating_sub(1);
        for (at, word) in meant.wanted.iter_mut().flatten().enumerate() {
            if vocabulary.has_beginning(word) {
                continue;
            }
            // The last word may be unfinished; a whole word that is close comes before a beginning that is.
            let whole = vocabulary.suggest(word, false, 1);
            let close = if whole.is_empty() && at == last { vocabulary.suggest(word, true, 1) } else { whole };
            if let Some(suggestion) = close.into_iter().next() {
                *word = suggestion.word;
                changed = true;
            }
        }
        changed.then_some(meant)
    }

    /// The words of the query, as they may be shown: "did you mean …".
    pub fn shown(&self) -> String {
        self.wanted.iter().map(|phrase| phrase.join(" ")).collect::<Vec<_>>().join(" ")
    }

    /// The same query with one word in place of another: for "did you mean".
    #[must_use]
    pub fn with(&self, word: &str, meant: &str) -> Self {
        let put = |old: &String| if old == word { meant.to_owned() } else { old.clone() };
        Self { wanted: self.wanted.iter().map(|phrase| phrase.iter().map(put).collect()).collect() }
    }

    /// Whether every word begins a word of the text.
    pub fn finds(&self, text: &Folded) -> bool {
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

    /// Where the query's words stand in a text, in bytes, in order and without overlap; also when not all are there.
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let words: Vec<Word> = words(text).collect();
        let mut hits: Vec<Range<usize>> = Vec::new();
        for at in 0..words.len() {
            let longest = self.wanted.iter().filter_map(|phrase| hit(text, &words[at..], phrase)).max_by_key(|r| r.end);
            match (longest, hits.last_mut()) {
                (Some(found), Some(last)) if found.start < last.end => last.end = last.end.max(found.end),
                (Some(found), _) => hits.push(found),
                (None, _) => {}
            }
        }
        hits
    }

    /// The whole text, hits apart.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        cut(text, 0..text.len(), &self.hits(text))
    }

    /// The part of a text around the first hit (its beginning, when there is none), about `width` signs of it, from a
    /// word's beginning to a word's end.
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
            pieces: cut(text, from..to.max(from), &hits),
            cut_before: !text[..from].trim().is_empty(),
            cut_after: !text[to.max(from)..].trim().is_empty(),
        }
    }
}

/// Where `phrase` begins these words: from the first one's beginning to as much of the last as was asked for.
fn hit(text: &str, words: &[Word], phrase: &[String]) -> Option<Range<usize>> {
    let (last, exact) = phrase.split_last()?;
    let found = words.get(..phrase.len())?;
    let same = exact.iter().zip(found).all(|(wanted, word)| *wanted == word.folded);
    let end = found.last().filter(|word| same && word.folded.starts_with(last.as_str()))?;
    // Led back to the text as it was written, sign by sign.
    let mut length = 0;
    let signs = text[end.range.clone()].grapheme_indices(true);
    let reached = signs.map(|(at, sign)| (at + sign.len(), plain(sign).len())).find(|(_, folded)| {
        length += folded;
        length >= last.len()
    });
    Some(found[0].range.start..end.range.start + reached.map_or(end.range.len(), |(at, _)| at))
}

/// A part of a text as pieces.
fn cut(text: &str, part: Range<usize>, hits: &[Range<usize>]) -> Vec<Piece> {
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

/// The next beginning of a word from `at`, not behind `latest`.
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
        Query::new(query).finds(&Folded::new(texts))
    }

    #[test]
    fn words_are_found_by_their_beginning_whatever_their_case_and_accents() {
        assert_eq!(marked("riv gr", "The River, green. A driver."), "The [Riv]er, [gr]een. A driver.");
        assert_eq!(marked("strasse", "STRASSE Straße"), "[STRASSE] [Straße]");
        assert_eq!(marked("écl", "Une Eclaircie, une éclaircie"), "Une [Ecl]aircie, une [écl]aircie");
        assert_eq!(marked("dont don't", "I don’t"), "I [don’t]");
        assert_eq!(marked("", "as it is"), "as it is");
        assert!(!finds("C", &["\u{37a}c"]) || marked("C", "\u{37a}c").contains('['), "what is found is shown");
    }

    #[test]
    fn scripts_without_spaces_are_found_sign_by_sign() {
        assert_eq!(marked("雨", "昨日は雨の日"), "昨日は[雨]の日");
        assert_eq!(marked("雨の日", "昨日は雨の日、雨"), "昨日は[雨の日]、雨");
        assert!(finds("の日", &["雨の日"]) && !finds("日雨", &["雨の日"]));
    }

    #[test]
    fn all_words_must_be_there_and_a_phrase_lies_in_one_part() {
        assert!(finds("river calm", &["the river", "calm"]));
        assert!(!finds("river storm", &["the river", "calm"]));
        assert!(!finds("river-calm", &["the river", "calm"]));
        assert!(finds("river-calm", &["the river calm"]));
        assert!(finds("  ", &[]));
        assert!(!finds("iver", &["the river"]), "words are found from their beginning");
    }

    #[test]
    fn nothing_that_is_typed_is_an_operator() {
        assert!(Query::new("!? - \"").is_empty());
        assert!(finds("rain OR", &["the rain or the snow"]));
        assert!(!finds("rain OR snow", &["rain"]));
    }

    #[test]
    fn a_snippet_shows_the_first_hit_and_says_that_it_is_one() {
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
    fn a_word_can_be_put_in_place_of_another() {
        let query = Query::new("the rivver");
        assert!(query.with("rivver", "river").finds(&Folded::new(&["The river"])));
    }

    #[test]
    fn what_was_meant_is_found_in_the_journals_own_words() {
        let journal = Vocabulary::new([("river", 3), ("grandmother", 2), ("calm", 9)]);
        let meant = |typed: &str| Query::new(typed).meant(&journal).map(|query| query.shown());
        assert_eq!(meant("calm rivver").as_deref(), Some("calm river"));
        assert_eq!(meant("Rivre granmot").as_deref(), Some("river grandmother"));
        assert_eq!(meant("riv cal"), None, "unfinished is not wrong");
        assert_eq!(meant("zebra"), None);
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_and_hits_lie_in_it(query in "\\PC{0,12}", text in "\\PC{0,80}", width in 3_usize..40) {
            let query = Query::new(&query);
            let pieces = query.pieces(&text);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert_eq!(&whole, &text);
            let snippet = query.snippet(&text, width);
            let part: String = snippet.pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert!(text.contains(&part));
            if query.finds(&Folded::new(&[&text])) && !query.is_empty() {
                prop_assert!(pieces.iter().any(|piece| piece.hit));
                prop_assert!(snippet.pieces.iter().any(|piece| piece.hit));
            }
        }

        #[test]
        fn every_word_of_a_text_finds_it(text in "[a-zäöüéß雨の日а-я ’.-]{1,60}") {
            let folded = Folded::new(&[&text]);
            for word in words(&text) {
                prop_assert!(Query::new(&text[word.range]).finds(&folded));
            }
        }
    }
}
