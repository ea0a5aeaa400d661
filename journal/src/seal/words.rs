//! Safety words: four words that client and therapist can compare by voice.

use bip39::Language;

use super::{CollectionKey, derive};
use protocol::CollectionId;

/// The four words of a care relationship: 44 bits derived from the collection's key and both identities. They are
/// equal exactly when both sides hold the same key and see the same two people.
pub fn safety_words(
    key: &CollectionKey,
    collection: CollectionId,
    one: &[u8; 32],
    other: &[u8; 32],
) -> [&'static str; 4] {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    let context = [&collection.as_bytes()[..], first, second].concat();
    let bits = derive::<8>(key.expose(), "safety words", &context);
    let bits = u64::from_be_bytes(*bits);
    let list = Language::English.word_list();
    [53, 42, 31, 20].map(|shift| list[(bits >> shift) as usize & 0x7ff])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Random;

    #[test]
    fn both_sides_read_the_same_words_and_a_stranger_others() {
        let mut random = Random::from_seed([2; 32]);
        let key = CollectionKey::generate(&mut random);
        let id = CollectionId::new(1, [1; 10]);
        let words = safety_words(&key, id, &[1; 32], &[2; 32]);
        assert_eq!(words, safety_words(&key, id, &[2; 32], &[1; 32]));
        assert_ne!(words, safety_words(&key, id, &[1; 32], &[3; 32]));
        assert_ne!(words, safety_words(&CollectionKey::generate(&mut random), id, &[1; 32], &[2; 32]));
    }
}
