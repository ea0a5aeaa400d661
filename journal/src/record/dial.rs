//! Phone numbers as people write them.

/// The dialling string of a phone number: 3 to 20 digits, with `+`. Spaces, brackets, dashes and dots are removed.
/// `None` if the text contains anything else.
pub fn dialable(number: &str) -> Option<String> {
    let plain = number.trim();
    let written = plain.chars().all(|c| c.is_ascii_digit() || " +-().\u{a0}\u{2013}".contains(c));
    let dialled: String = plain.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let plus = !dialled.chars().skip(1).any(|c| c == '+');
    let digits = dialled.chars().filter(char::is_ascii_digit).count();
    (written && plus && (3..=20).contains(&digits)).then_some(dialled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_phone_numbers_are_dialable() {
        assert_eq!(dialable("+43 1 313-30").as_deref(), Some("+43131330"));
        assert_eq!(dialable("(303) 555.0100").as_deref(), Some("3035550100"));
        for words in
            ["Dr. Rossi on call, 555-0199, or go to the nearest ER", "12", "555 0199 x3", "", "1+2+3", "call me"]
        {
            assert_eq!(dialable(words), None, "{words}");
        }
    }
}
