//! Three-way merge of prose by words (diff3: Khanna, Kunal, Pierce, *A Formal Investigation of Diff3*, 2007).
//! The differences come from `similar`; a word is what UAX #29 says, so every script works.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) struct Merged {
    pub text: String,
    /// Both sides changed the same words: theirs stands in `text`.
    pub conflict: bool,
}

pub(super) fn merge(base: &str, theirs: &str, mine: &str) -> Merged {
    let base: Vec<&str> = base.split_word_bounds().collect();
    let theirs: Vec<&str> = theirs.split_word_bounds().collect();
    let mine: Vec<&str> = mine.split_word_bounds().collect();
    let (in_theirs, in_mine) = (unchanged(&base, &theirs), unchanged(&base, &mine));

    let mut merged = Merged { text: String::new(), conflict: false };
    let (mut b, mut t, mut m) = (0, 0, 0);
    loop {
        // The next word of the base that both sides kept; between it and here lies a hunk.
        let kept = (b..base.len()).find_map(|i| Some((i, in_theirs[i]?, in_mine[i]?)));
        let (b_end, t_end, m_end) = kept.unwrap_or((base.len(), theirs.len(), mine.len()));
        merged.hunk(&base[b..b_end], &theirs[t..t_end], &mine[m..m_end]);
        let Some((b_kept, t_kept, m_kept)) = kept else { return merged };
        merged.text.push_str(base[b_kept]);
        (b, t, m) = (b_kept + 1, t_kept + 1, m_kept + 1);
    }
}

impl Merged {
    fn hunk(&mut self, base: &[&str], theirs: &[&str], mine: &[&str]) {
        if mine == base || theirs == mine {
            self.text.extend(theirs.iter().copied());
        } else if theirs == base {
            self.text.extend(mine.iter().copied());
        } else if base.is_empty() && holds(theirs, mine) {
            // One side already has what the other added: a push whose reply was lost comes back like this.
            self.text.extend(theirs.iter().copied());
        } else if base.is_empty() && holds(mine, theirs) {
            self.text.extend(mine.iter().copied());
        } else if base.is_empty() {
            // Both added at the same place: both stay, theirs first, never run together.
            self.text.extend(theirs.iter().copied());
            if !self.text.ends_with(char::is_whitespace) && !mine[0].starts_with(char::is_whitespace) {
                self.text.push(' ');
            }
            self.text.extend(mine.iter().copied());
        } else {
            self.text.extend(theirs.iter().copied());
            self.conflict = true;
        }
    }
}

fn holds(words: &[&str], part: &[&str]) -> bool {
    words.windows(part.len().max(1)).any(|window| window == part)
}

/// For each word of `base`, where it stands in `other` if it was kept.
fn unchanged(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut places = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for i in 0..len {
                places[old_index + i] = Some(new_index + i);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, theirs: &str, mine: &str) -> (String, bool) {
        let merged = merge(base, theirs, mine);
        (merged.text, merged.conflict)
    }

    #[test]
    fn changes_in_different_places_are_both_made() {
        let base = "The rain stopped. I walked home.";
        let theirs = "The heavy rain stopped. I walked home.";
        let mine = "The rain stopped. I walked home slowly.";
        assert_eq!(merged(base, theirs, mine), ("The heavy rain stopped. I walked home slowly.".into(), false));
    }

    #[test]
    fn additions_at_the_same_place_both_stay() {
        assert_eq!(merged("Dawn.", "Dawn. Birds.", "Dawn. Tea."), ("Dawn. Birds. Tea.".into(), false));
        assert_eq!(merged("", "one", "two"), ("one two".into(), false));
    }

    #[test]
    fn what_the_other_side_already_has_is_not_added_twice() {
        assert_eq!(merged("", "hello world", "hello"), ("hello world".into(), false));
        assert_eq!(merged("a", "a b", "a b c"), ("a b c".into(), false));
    }

    #[test]
    fn the_same_words_changed_twice_are_a_conflict_and_theirs_stands() {
        assert_eq!(merged("I felt calm", "I felt lost", "I felt open"), ("I felt lost".into(), true));
    }

    #[test]
    fn the_same_change_on_both_sides_is_made_once() {
        assert_eq!(merged("a b c", "a x c", "a x c"), ("a x c".into(), false));
    }
}
