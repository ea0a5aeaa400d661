//! Normal form of words for comparison: without case, accents and compatibility forms, in every script.
//!
//! Texts and queries go through the same [`fold`], on the phone and in the portal.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The folded form for comparison.
    pub folded: String,
    /// Position in the text, in bytes.
    pub range: Range<usize>,
}

/// Folds a text. Characters of scripts without spaces become separate words.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.chars().next().is_some_and(|first| spaceless(first) || is_sign(first)) {
            out.push(' ');
            out.push_str(&plain(cluster));
            out.push(' ');
        } else {
            out.push_str(&plain(cluster));
        }
    }
    out
}

/// The words of a text (UAX #29). Each character of a script without spaces is a word, and so is an emoji.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric) || word.chars().next().is_some_and(is_sign);
    let all = text.split_word_bound_indices().filter(move |(_, word)| is_word(word)).flat_map(|(at, word)| {
        let apart = word.chars().any(spaceless);
        let step = move |(from, part): (usize, &str)| {
            let start = at + from;
            Word { folded: fold_word(part), range: start..start + part.len() }
        };
        let parts = apart.then(|| word.grapheme_indices(true).map(step));
        let whole = (!apart).then(|| step((0, word)));
        parts.into_iter().flatten().chain(whole)
    });
    // A lone accent folds to nothing.
    all.filter(|word| !word.folded.is_empty())
}

fn fold_word(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded: String = word.graphemes(true).map(plain).collect();
    folded.retain(|c| !c.is_whitespace());
    folded
}

/// Folds one grapheme cluster (a character as a person perceives it).
pub fn plain(cluster: &str) -> String {
    if cluster.is_ascii() {
        return cluster.to_ascii_lowercase();
    }
    // The compatibility form of some letters begins with a space (U+037A, Arabic ligatures), which would end the word.
    let letter = cluster.chars().next().is_some_and(|first| first.is_alphanumeric() || spaceless(first));
    let lower = cluster.nfkd().flat_map(char::to_lowercase);
    let folded = lower.filter(|c| !(is_mark(*c) || letter && c.is_whitespace())).nfc();
    let mut out = String::with_capacity(cluster.len());
    for c in folded {
        match c {
            'ß' => out.push_str("ss"),
            // Letters with a stroke or without a dot have no decomposition in Unicode.
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            // At the end of a word; in capitals it is the same letter.
            'ς' => out.push('σ'),
            // The same letter on Arabic and Persian keyboards.
            'ى' | 'ی' => out.push('ي'),
            'ک' => out.push('ك'),
            // Phones replace a straight apostrophe with these.
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => out.push('\''),
            c => out.push(c),
        }
    }
    out
}

/// Accents, vowel points of Hebrew and Arabic, and emoji variation selectors: people write or omit them freely.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' // Hebrew
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' // Arabic
        | '\u{fe0e}' | '\u{fe0f}'
        // Invisible characters: soft hyphens, joiners, and direction marks.
        | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether this starts an emoji or another standalone symbol: arrows, currencies, stars.
pub fn is_sign(c: char) -> bool {
    matches!(c,
        '¢'..='¥' | '©' | '®' | '°' | '±' | '×' | '÷'
        | '\u{20a0}'..='\u{20cf}' | '\u{2100}'..='\u{214f}' | '\u{2190}'..='\u{245f}' | '\u{2500}'..='\u{27bf}'
        | '\u{27f0}'..='\u{27ff}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}'
    ) && !c.is_alphanumeric()
}

/// Whether a character belongs to a script that is written without spaces.
pub fn spaceless(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Burmese
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' // kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' // Han
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn folding_ignores_accents_case_and_width() {
        assert_eq!(fold("Élan ＡＢ İstanbul Straße"), "elan ab istanbul strasse");
        assert_eq!(fold("雨の日"), " 雨  の  日 ");
        assert_eq!(fold("हिन्दी"), "हिन्दी");
        assert_eq!(fold("Don’t"), "don't");
        assert_eq!((fold("שָׁלוֹם"), fold("سَلَام")), ("שלום".into(), "سلام".into()));
        assert_eq!(fold("Łódź Ørsted ışık œuvre"), "lodz orsted isik oeuvre");
        assert_eq!(fold("soft\u{ad}ly\u{200b}\u{2060} \u{2067}here\u{2069}"), "softly here");
        assert_eq!(fold("کتاب یک"), fold("كتاب يك"));
        assert_eq!((fold("ΟΔΟΣ"), fold("οδος")), (fold("οδός"), fold("οδοσ")), "Unicode's CaseFolding.txt, 03C2");
        assert_eq!(fold("👩\u{200d}👧"), " 👩👧 ");
        assert_eq!(fold("tired😴"), "tired 😴 ");
        assert_eq!(fold("\u{37a}c"), "c", "a letter never becomes a space");
    }

    #[test]
    fn words_are_found_in_every_script() {
        assert_eq!(all("The lake’s floor, again."), ["the", "lake's", "floor", "again"]);
        assert_eq!(all("Größe, Ärger"), ["grosse", "arger"]);
        assert_eq!(all("Ночь была тихой"), ["ночь", "была", "тихои"]);
        assert_eq!(all("雨の日"), ["雨", "の", "日"]);
        assert_eq!(all("カタカナ"), ["カ", "タ", "カ", "ナ"]);
        assert_eq!(all("मुझे नींद आई"), ["मुझे", "नींद", "आई"]);
        assert_eq!(all("שלום עולם"), ["שלום", "עולם"]);
        assert_eq!(all("— … ! \u{345}"), [] as [&str; 0]);
        assert_eq!(all("so tired😴😴 ❤️ 5 €"), ["so", "tired", "😴", "😴", "❤", "5", "€"]);
    }

    proptest! {
        #[test]
        fn word_ranges_match_their_folded_form(text in "\\PC{0,60}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.range.start >= end && word.range.end > word.range.start);
                end = word.range.end;
                prop_assert!(!word.folded.is_empty() && !word.folded.contains(char::is_whitespace), "{:?}", word);
                prop_assert_eq!(fold_word(&text[word.range.clone()]), word.folded);
            }
        }

        #[test]
        fn folding_is_idempotent(text in "[a-zA-ZäöüÄÖÜßéèÀñÇøА-Яа-я ’'.,]{0,60}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
