//! One-time codes that people type: enrolment codes and spare codes of the second factor.

use crate::bounds;
use crate::entropy::Entropy;

/// Letters and digits that cannot be mistaken for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code of up to five groups with twenty random bits each, separated by dashes.
pub(crate) fn generate(entropy: &Entropy, groups: usize) -> String {
    let letters = entropy.bytes::<20>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).take(groups).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The hash that is stored of a code. Case, dashes and spaces do not matter.
pub(crate) fn hash(code: &str) -> Vec<u8> {
    let letters: String = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    bounds::hash(letters.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_dashes_and_spaces_do_not_change_a_codes_hash() {
        let code = generate(&Entropy::from_seed([7; 32]), 5);
        assert_eq!(code.len(), 24);
        assert_eq!(hash(&code), hash(&format!(" {} ", code.replace('-', " ").to_lowercase())));
    }
}
