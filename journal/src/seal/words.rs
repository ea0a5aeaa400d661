//! Safety words: four words that client and therapist can compare by voice.

use super::{CollectionKey, WordList, derive};
use protocol::CollectionId;

/// The four words of a care relationship: 44 bits derived from the collection's key and both identities. They are
/// equal exactly when both sides hold the same key and see the same two people.
pub fn safety_words<'a>(
    list: &'a WordList,
    key: &CollectionKey,
    collection: CollectionId,
    one: &[u8; 32],
    other: &[u8; 32],
) -> [&'a str; 4] {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    let context = [&collection.as_bytes()[..], first, second].concat();
    let bits = derive::<8>(key.expose(), "safety words", &context);
    let bits = u64::from_be_bytes(*bits);
    [53, 42, 31, 20].map(|shift| list.word((bits >> shift) as usize & 0x7ff))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Random;

    #[test]
    fn both_sides_read_the_same_words_and_a_stranger_others() {
        let (list, mut random) = (WordList::built_in(), Random::from_seed([2; 32]));
        let key = CollectionKey::generate(&mut random);
        let id = CollectionId::new(1, [1; 10]);
        let words = safety_words(list, &key, id, &[1; 32], &[2; 32]);
        assert_eq!(words, safety_words(list, &key, id, &[2; 32], &[1; 32]));
        assert_ne!(words, safety_words(list, &key, id, &[1; 32], &[3; 32]));
        assert_ne!(words, safety_words(list, &CollectionKey::generate(&mut random), id, &[1; 32], &[2; 32]));
    }
}
