//! Spelling suggestions: words of the person's own journal that are one or two typos away from the query.
//!
//! A typo is an inserted, missing, different or transposed character (Damerau–Levenshtein distance). Short words allow
//! none, because words of three characters are all close to each other.

use std::collections::BTreeMap;

/// A word of the journal that is close to the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The folded word.
    pub word: String,
    /// The number of typos between the two.
    pub distance: usize,
    /// How often the journal contains it.
    pub count: u32,
}

/// The number of typos allowed in a word of this length.
pub fn allowed(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The words of a journal, indexed for suggestions.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(BTreeMap<String, Entry>);

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    count: u32,
    length: usize,
    characters: u64,
}

impl Vocabulary {
    /// Takes folded words with their counts, as a search index stores them.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = (W, u32)>) -> Self {
        let mut vocabulary = Self::default();
        words.into_iter().for_each(|(word, count)| vocabulary.add(word, count));
        vocabulary
    }

    /// Adds a folded word. “The lake's” also counts as "lake".
    pub fn add(&mut self, word: impl Into<String>, count: u32) {
        let word = word.into();
        if let Some(stem) = word.strip_suffix("'s") {
            self.add(stem, count);
        }
        let (length, characters) = (word.chars().count(), character_set(&word));
        let known = self.0.entry(word).or_insert(Entry { count: 0, length, characters });
        known.count = known.count.saturating_add(count);
    }

    /// The number of different words.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a word has this prefix.
    pub fn has_beginning(&self, word: &str) -> bool {
        let next = self.0.range::<str, _>((std::ops::Bound::Included(word), std::ops::Bound::Unbounded)).next();
        next.is_some_and(|(known, _)| known.starts_with(word))
    }

    /// Suggestions for a folded word: the closest first, then the most frequent. An `unfinished` word is compared with
    /// prefixes.
    pub fn suggest(&self, typed: &str, unfinished: bool, most: usize) -> Vec<Suggestion> {
        let length = typed.chars().count();
        let typos = allowed(length);
        if typos == 0 {
            return Vec::new();
        }
        let asked = character_set(typed);
        let near = |known: &Entry| {
            // A typo adds or removes at most one character. This filter avoids most distance computations.
            let fewer = (asked & !known.characters).count_ones() as usize;
            let more = (known.characters & !asked).count_ones() as usize;
            let (least, longest) = (length - typos, if unfinished { usize::MAX } else { length + typos });
            fewer <= typos && (unfinished || more <= typos) && (least..=longest).contains(&known.length)
        };
        let mut found: Vec<Suggestion> = self
            .0
            .iter()
            .filter(|(_, known)| near(known))
            .filter_map(|(word, known)| {
                let distance =
                    if unfinished { prefix_distance(typed, word, typos) } else { strsim::osa_distance(typed, word) };
                (1..=typos).contains(&distance).then(|| Suggestion { word: word.clone(), distance, count: known.count })
            })
            .collect();
        found.sort_by(|a, b| (a.distance, b.count, &a.word).cmp(&(b.distance, a.count, &b.word)));
        found.truncate(most);
        found
    }
}

/// The distance to the closest prefix of a word.
fn prefix_distance(typed: &str, word: &str, typos: usize) -> usize {
    let length = typed.chars().count();
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let near = ends.enumerate().filter(|(count, _)| count.abs_diff(length) <= typos);
    near.map(|(_, at)| strsim::osa_distance(typed, &word[..at])).min().unwrap_or(usize::MAX)
}

/// The set of a word's characters, in 64 bits. Collisions only let more candidates through.
fn character_set(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(typed: &str, unfinished: bool) -> Vec<String> {
        let journal = [("river", 4), ("rivet", 1), ("grandmother", 3), ("kitchen", 2), ("lake", 9), ("ruhe", 2)];
        let found = Vocabulary::new(journal).suggest(typed, unfinished, 5);
        found.into_iter().map(|suggestion| suggestion.word).collect()
    }

    #[test]
    fn a_typo_still_finds_the_word() {
        assert_eq!(words("rivver", false), ["river"]);
        assert_eq!(words("rivre", false), ["river"]);
        assert_eq!(words("kitchne", false), ["kitchen"]);
        assert_eq!(words("gradnmothr", false), ["grandmother"]);
        assert_eq!(words("rives", false), ["river", "rivet"], "the more frequent one comes first");
    }

    #[test]
    fn short_and_distant_words_get_no_suggestion() {
        assert!(words("lak", false).is_empty());
        assert!(words("mountain", false).is_empty());
        assert!(words("river", false) == ["rivet"], "an existing word is not suggested");
        assert!(Vocabulary::default().suggest("river", false, 5).is_empty());
        let owned = Vocabulary::new([("grandmother's", 1)]).suggest("grandmohter", false, 5);
        assert_eq!(owned[0].word, "grandmother");
    }

    #[test]
    fn an_unfinished_word_is_compared_with_prefixes() {
        assert_eq!(words("granmot", true), ["grandmother"]);
        assert!(words("granmot", false).is_empty());
    }

    proptest! {
        #[test]
        fn the_filter_drops_no_candidate(typed in "[a-eäß雨]{4,10}", word in "[a-eäß雨]{1,12}") {
            let vocabulary = Vocabulary::new([(word.as_str(), 1)]);
            let typos = allowed(typed.chars().count());
            let close = |distance: usize| (1..=typos).contains(&distance);
            prop_assert_eq!(!vocabulary.suggest(&typed, false, 9).is_empty(), close(strsim::osa_distance(&typed, &word)));
            prop_assert_eq!(!vocabulary.suggest(&typed, true, 9).is_empty(), close(prefix_distance(&typed, &word, typos)));
        }
    }
}
