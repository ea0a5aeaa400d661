//! Three-way merge of prose by word (diff3: Khanna, Kunal, Pierce, *A Formal Investigation of Diff3*, 2007). `similar`
//! computes the differences. Words follow UAX #29, so every script works.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) struct Merged {
    pub text: String,
    /// Whether both sides changed the same words. `text` then has the server's version.
    pub conflict: bool,
}

pub(super) fn merge(base: &str, theirs: &str, mine: &str) -> Merged {
    let base: Vec<&str> = base.split_word_bounds().collect();
    let theirs: Vec<&str> = theirs.split_word_bounds().collect();
    let mine: Vec<&str> = mine.split_word_bounds().collect();
    let (in_theirs, in_mine) = (kept_positions(&base, &theirs), kept_positions(&base, &mine));

    let mut merged = Merged { text: String::new(), conflict: false };
    let (mut b, mut t, mut m) = (0, 0, 0);
    loop {
        // The next base word that both sides kept. Everything before it is one hunk.
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
        } else if base.is_empty() && contains(theirs, mine) {
            // One side already contains the other's addition: a retried push after a lost reply.
            self.text.extend(theirs.iter().copied());
        } else if base.is_empty() && contains(mine, theirs) {
            self.text.extend(mine.iter().copied());
        } else if base.is_empty() {
            // Both added text at the same place: both stay, the server's first, separated by a space.
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

fn contains(words: &[&str], part: &[&str]) -> bool {
    words.windows(part.len().max(1)).any(|window| window == part)
}

/// For each word of `base`: its position in `other`, if it was kept.
fn kept_positions(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut positions = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for i in 0..len {
                positions[old_index + i] = Some(new_index + i);
            }
        }
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, theirs: &str, mine: &str) -> (String, bool) {
        let merged = merge(base, theirs, mine);
        (merged.text, merged.conflict)
    }

    #[test]
    fn changes_at_different_places_are_both_applied() {
        let base = "The rain stopped. I walked home.";
        let theirs = "The heavy rain stopped. I walked home.";
        let mine = "The rain stopped. I walked home slowly.";
        assert_eq!(merged(base, theirs, mine), ("The heavy rain stopped. I walked home slowly.".into(), false));
    }

    #[test]
    fn additions_at_the_same_place_are_both_kept() {
        assert_eq!(merged("Dawn.", "Dawn. Birds.", "Dawn. Tea."), ("Dawn. Birds. Tea.".into(), false));
        assert_eq!(merged("", "one", "two"), ("one two".into(), false));
    }

    #[test]
    fn text_that_the_other_side_already_has_is_not_added_twice() {
        assert_eq!(merged("", "hello world", "hello"), ("hello world".into(), false));
        assert_eq!(merged("a", "a b", "a b c"), ("a b c".into(), false));
    }

    #[test]
    fn a_conflict_takes_the_servers_version() {
        assert_eq!(merged("I felt calm", "I felt lost", "I felt open"), ("I felt lost".into(), true));
    }

    #[test]
    fn the_same_change_on_both_sides_is_applied_once() {
        assert_eq!(merged("a b c", "a x c", "a x c"), ("a x c".into(), false));
    }
}
