//! The word list of recovery codes and safety words: 2048 words of eleven bits each. It is derived from BIP-39's
//! English list without words such as "abuse" or "weapon", because people in distress read codes aloud. As in BIP-39,
//! the first four letters identify a word, and the checksum is the same.

use std::borrow::Cow;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Error;

/// Number of words in the list.
const COUNT: usize = 1 << BITS;
/// Bits that one word encodes.
const BITS: usize = 11;
/// Words of a recovery code: 160 bits and a checksum of 5 bits.
const WORDS: usize = 15;

/// A word list. The caller passes it in, so that the portal's first WebAssembly module does not contain it.
#[derive(Clone, Debug)]
pub struct WordList(Cow<'static, str>);

impl WordList {
    /// Parses a list with one word per line.
    ///
    /// # Errors
    /// [`Error::Truncated`] unless it has 2048 words in alphabetical order.
    pub fn read(text: impl Into<Cow<'static, str>>) -> Result<Self, Error> {
        let list = Self(text.into());
        let whole = list.0.lines().count() == COUNT && list.0.lines().is_sorted();
        whole.then_some(list).ok_or(Error::Truncated)
    }

    /// The list that is built into the phone's core.
    pub fn built_in() -> &'static Self {
        static LIST: OnceLock<WordList> = OnceLock::new();
        LIST.get_or_init(|| Self(include_str!("../../data/words.txt").into()))
    }

    /// The word that encodes eleven bits.
    pub(super) fn word(&self, bits: usize) -> &str {
        self.0.lines().nth(bits % COUNT).unwrap_or_default()
    }

    /// Encodes 160 bits as fifteen words. The last one contains a checksum as in BIP-39.
    pub(super) fn spell(&self, secret: &[u8; 20]) -> Zeroizing<String> {
        let mut bits = Zeroizing::new([0; 22]);
        bits[..20].copy_from_slice(secret);
        bits[20] = checksum(secret);
        let window = |at: usize| u32::from_be_bytes([0, bits[at / 8], bits[at / 8 + 1], bits[at / 8 + 2]]);
        let word = |n: usize| self.word((window(n * BITS) >> shift(n * BITS)) as usize % COUNT);
        Zeroizing::new((0..WORDS).map(word).collect::<Vec<_>>().join(" "))
    }

    /// Decodes fifteen words to 160 bits. `None` when a word is unknown, missing or surplus, or the checksum differs.
    pub(super) fn unspell<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<Zeroizing<[u8; 20]>> {
        let mut bits = Zeroizing::new([0_u8; 22]);
        let mut count = 0;
        for word in words {
            let value = u32::try_from(self.0.lines().position(|known| known == word)?).ok()?;
            let at = count * BITS;
            let places = bits.get_mut(at / 8..at / 8 + 3)?;
            let window = (value << shift(at)).to_be_bytes();
            places.iter_mut().zip(&window[1..]).for_each(|(place, byte)| *place |= byte);
            count += 1;
        }
        let secret = Zeroizing::new(<[u8; 20]>::try_from(&bits[..20]).ok()?);
        (count == WORDS && bits[20] == checksum(&secret)).then_some(secret)
    }
}

/// How far eleven bits that start at bit `at` must be shifted within the three bytes that contain them.
const fn shift(at: usize) -> usize {
    24 - BITS - at % 8
}

/// The first five bits of the hash. They become the last five of 165 bits.
fn checksum(secret: &[u8; 20]) -> u8 {
    Sha256::digest(secret)[0] & 0b1111_1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_list_is_rejected() {
        let list = WordList::built_in();
        assert!(WordList::read(list.0.clone()).is_ok());
        assert_eq!((list.word(0), list.word(2047)), ("ability", "zoo"));
        // A published list must never change: people have codes on paper.
        let hash = Sha256::digest(list.0.as_bytes());
        assert_eq!(hash[..4], [0xbc, 0x6a, 0x7e, 0xcc]);
        let cut: String = list.0.lines().skip(1).map(|word| format!("{word}\n")).collect();
        assert!(WordList::read(cut).is_err());
    }

    #[test]
    fn four_letters_identify_each_word_and_no_word_is_hurtful() {
        let words: Vec<&str> = WordList::built_in().0.lines().collect();
        let starts: std::collections::BTreeSet<&str> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
        assert_eq!((words.len(), starts.len()), (COUNT, COUNT));
        assert!(words.iter().all(|word| (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())));
        for hurts in [
            "abandon", "abuse", "addict", "alcohol", "attack", "blood", "cruel", "danger", "death", "despair", "die",
            "drug", "fear", "grief", "gun", "harm", "hurt", "insane", "kill", "knife", "lonely", "panic", "pistol",
            "poison", "punish", "sad", "scare", "shame", "shoot", "sick", "skull", "suffer", "suicide", "trauma",
            "useless", "victim", "violent", "weapon", "wound", "wrong",
        ] {
            assert!(!words.contains(&hurts), "{hurts}");
        }
    }

    #[test]
    fn words_and_bits_have_the_layout_of_bip_39() {
        // All-zero and all-one bits, as in the BIP-39 vectors, in this list's words.
        let list = WordList::built_in();
        for (byte, each, last) in [(0x00, "ability", "advice"), (0xff, "zoo", "year")] {
            let words = format!("{}{last}", format!("{each} ").repeat(14));
            assert_eq!(*list.spell(&[byte; 20]), words);
            assert_eq!(list.unspell(words.split(' ')).map(|bits| *bits), Some([byte; 20]));
        }
        assert!(list.unspell("ability".split(' ')).is_none());
        assert!(list.unspell(std::iter::repeat_n("ability", 15)).is_none(), "the checksum is another");
        assert!(list.unspell(std::iter::repeat_n("zoo", 17)).is_none());
    }
}
