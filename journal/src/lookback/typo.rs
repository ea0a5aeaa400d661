//! What a person may have meant: words of their own journal that are one or two slips away from what they typed.
//!
//! A slip is a sign too many, too few, another one, or two in the wrong order (Damerau and Levenshtein's distance). Short
//! words allow none: with three signs, every word is close to every other.

use std::collections::BTreeMap;

/// A word of the journal that is close to what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word, folded.
    pub word: String,
    /// Slips between the two.
    pub distance: usize,
    /// How often the journal has it.
    pub count: u32,
}

/// How many slips a word of so many signs may hold.
pub fn allowed(signs: usize) -> usize {
    match signs {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The words of a journal, ready to be compared with what is typed.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(BTreeMap<String, Known>);

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    count: u32,
    length: usize,
    signs: u64,
}

impl Vocabulary {
    /// Takes folded words with their numbers, as an index holds them.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = (W, u32)>) -> Self {
        let mut vocabulary = Self::default();
        words.into_iter().for_each(|(word, count)| vocabulary.add(word, count));
        vocabulary
    }

    /// Adds a folded word. “The lake's” is the lake as well.
    pub fn add(&mut self, word: impl Into<String>, count: u32) {
        let word = word.into();
        if let Some(stem) = word.strip_suffix("'s") {
            self.add(stem, count);
        }
        let (length, signs) = (word.chars().count(), signs(&word));
        let known = self.0.entry(word).or_insert(Known { count: 0, length, signs });
        known.count = known.count.saturating_add(count);
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some word begins so.
    pub fn has_beginning(&self, word: &str) -> bool {
        let next = self.0.range::<str, _>((std::ops::Bound::Included(word), std::ops::Bound::Unbounded)).next();
        next.is_some_and(|(known, _)| known.starts_with(word))
    }

    /// The words that a folded word may have meant, closest first, then the most frequent. What is `unfinished` is
    /// compared with the beginnings of words.
    pub fn suggest(&self, typed: &str, unfinished: bool, most: usize) -> Vec<Suggestion> {
        let length = typed.chars().count();
        let slips = allowed(length);
        if slips == 0 {
            return Vec::new();
        }
        let asked = signs(typed);
        let near = |known: &Known| {
            // Each slip brings in or takes away one sign at most: this keeps all but a handful from being compared.
            let fewer = (asked & !known.signs).count_ones() as usize;
            let more = (known.signs & !asked).count_ones() as usize;
            let (least, longest) = (length - slips, if unfinished { usize::MAX } else { length + slips });
            fewer <= slips && (unfinished || more <= slips) && (least..=longest).contains(&known.length)
        };
        let mut found: Vec<Suggestion> = self
            .0
            .iter()
            .filter(|(_, known)| near(known))
            .filter_map(|(word, known)| {
                let distance =
                    if unfinished { beginning(typed, word, slips) } else { strsim::osa_distance(typed, word) };
                (1..=slips).contains(&distance).then(|| Suggestion { word: word.clone(), distance, count: known.count })
            })
            .collect();
        found.sort_by(|a, b| (a.distance, b.count, &a.word).cmp(&(b.distance, a.count, &b.word)));
        found.truncate(most);
        found
    }
}

/// The distance to the closest beginning of a word.
fn beginning(typed: &str, word: &str, slips: usize) -> usize {
    let length = typed.chars().count();
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let near = ends.enumerate().filter(|(count, _)| count.abs_diff(length) <= slips);
    near.map(|(_, at)| strsim::osa_distance(typed, &word[..at])).min().unwrap_or(usize::MAX)
}

/// The set of a word's signs, in 64 bits. Two signs may share one, which lets more through and keeps nothing back.
fn signs(word: &str) -> u64 {
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
    fn a_slip_still_finds_the_word() {
        assert_eq!(words("rivver", false), ["river"]);
        assert_eq!(words("rivre", false), ["river"]);
        assert_eq!(words("kitchne", false), ["kitchen"]);
        assert_eq!(words("gradnmothr", false), ["grandmother"]);
        assert_eq!(words("rives", false), ["river", "rivet"], "the more frequent comes first");
    }

    #[test]
    fn short_words_and_far_ones_are_left_alone() {
        assert!(words("lak", false).is_empty());
        assert!(words("mountain", false).is_empty());
        assert!(words("river", false) == ["rivet"], "what is there is not suggested");
        assert!(Vocabulary::default().suggest("river", false, 5).is_empty());
        let owned = Vocabulary::new([("grandmother's", 1)]).suggest("grandmohter", false, 5);
        assert_eq!(owned[0].word, "grandmother");
    }

    #[test]
    fn an_unfinished_word_is_compared_with_beginnings() {
        assert_eq!(words("granmot", true), ["grandmother"]);
        assert!(words("granmot", false).is_empty());
    }

    proptest! {
        #[test]
        fn the_quick_look_keeps_nothing_back(typed in "[a-eäß雨]{4,10}", word in "[a-eäß雨]{1,12}") {
            let vocabulary = Vocabulary::new([(word.as_str(), 1)]);
            let slips = allowed(typed.chars().count());
            let close = |distance: usize| (1..=slips).contains(&distance);
            prop_assert_eq!(!vocabulary.suggest(&typed, false, 9).is_empty(), close(strsim::osa_distance(&typed, &word)));
            prop_assert_eq!(!vocabulary.suggest(&typed, true, 9).is_empty(), close(beginning(&typed, &word, slips)));
        }
    }
}
