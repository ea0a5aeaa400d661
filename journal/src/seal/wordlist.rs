//! The list of words: 2048 of them, each of which stands for eleven bits. It began as BIP-39's English list and is that no
//! longer: whoever reads a code aloud in a hard hour is not to read "abuse" or "weapon" in it. As there, four letters tell
//! each word from the others, and the checksum is the same.

use std::borrow::Cow;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::Error;

/// How many words there are.
const COUNT: usize = 1 << BITS;
/// How many bits a word stands for.
const BITS: usize = 11;
/// 160 bits and their checksum: so many words.
const WORDS: usize = 15;

/// The words that codes are made of. (The list is passed in, so that the portal's first page carries none.)
#[derive(Clone, Debug)]
pub struct WordList(Cow<'static, str>);

impl WordList {
    /// From its text, a word a line.
    ///
    /// # Errors
    /// [`Error::Truncated`] when it is not 2048 words in alphabetical order.
    pub fn read(text: impl Into<Cow<'static, str>>) -> Result<Self, Error> {
        let list = Self(text.into());
        let whole = list.0.lines().count() == COUNT && list.0.lines().is_sorted();
        whole.then_some(list).ok_or(Error::Truncated)
    }

    /// The list that phones carry.
    pub fn built_in() -> &'static Self {
        static LIST: OnceLock<WordList> = OnceLock::new();
        LIST.get_or_init(|| Self(include_str!("../../data/words.txt").into()))
    }

    /// The word for eleven bits.
    pub(super) fn word(&self, bits: usize) -> &str {
        self.0.lines().nth(bits % COUNT).unwrap_or_default()
    }

    /// 160 bits as fifteen words, with a checksum as in BIP-39 in the last.
    pub(super) fn spell(&self, secret: &[u8; 20]) -> Zeroizing<String> {
        let mut bits = Zeroizing::new([0; 22]);
        bits[..20].copy_from_slice(secret);
        bits[20] = checksum(secret);
        let window = |at: usize| u32::from_be_bytes([0, bits[at / 8], bits[at / 8 + 1], bits[at / 8 + 2]]);
        let word = |n: usize| self.word((window(n * BITS) >> shift(n * BITS)) as usize % COUNT);
        Zeroizing::new((0..WORDS).map(word).collect::<Vec<_>>().join(" "))
    }

    /// The 160 bits of fifteen words. `None` when a word is unknown, missing or too much, or the checksum is another.
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

/// How far eleven bits that begin at a bit are from the end of the three bytes that hold them.
const fn shift(at: usize) -> usize {
    24 - BITS - at % 8
}

/// The first five bits of the hash, which are the last of 165.
fn checksum(secret: &[u8; 20]) -> u8 {
    Sha256::digest(secret)[0] & 0b1111_1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_whole_or_not_at_all() {
        let list = WordList::built_in();
        assert!(WordList::read(list.0.clone()).is_ok());
        assert_eq!((list.word(0), list.word(2047)), ("ability", "zoo"));
        // A published list is never changed: codes are written on paper.
        let hash = Sha256::digest(list.0.as_bytes());
        assert_eq!(hash[..4], [0xbc, 0x6a, 0x7e, 0xcc]);
        let cut: String = list.0.lines().skip(1).map(|word| format!("{word}\n")).collect();
        assert!(WordList::read(cut).is_err());
    }

    #[test]
    fn four_letters_tell_each_word_from_the_others_and_no_word_hurts() {
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
    fn words_and_bits_are_laid_out_as_in_bip_39() {
        // All zero and all one bits, as that standard's vectors have them, in our words.
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
