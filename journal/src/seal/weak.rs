//! Detects commonly tried passwords (NIST SP 800-63B, 3.1.1.2: commonly used, expected or compromised values). A few
//! patterns replace a long list of passwords.

use unicode_normalization::UnicodeNormalization as _;

/// Keyboard rows and other well-known sequences.
const ROWS: &str = "1234567890 0123456789 abcdefghijklmnopqrstuvwxyz qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm yxcvbnm \
    1q2w3e4r5t6z7u8i9o0p";
/// Stems of the most common passwords in leaked lists, and obvious words for this product.
const WORDS: &str = "password passwort passw motdepasse contrasena wachtwoord secret geheim changeme default letmein iloveyou \
    ichliebedich welcome willkommen hello hallo sunshine princess football baseball basketball superman batman spiderman \
    starwars pokemon monkey dragon master admin administrator qwerty qwertz azerty asdf michael jennifer charlie jessica daniel \
    ashley whatever trustno freedom internet computer samsung liverpool summer winter spring sommer fruhling herbst afterglow \
    ketamine ketamin therapy therapie";
/// A password with a common stem is weak if it has at most this many other characters.
const MAX_EXTRA: usize = 5;

/// Whether a password of the account `handle` is commonly tried. `password` must be normalized.
pub fn is_weak(password: &str, handle: &str) -> bool {
    let lower: Vec<char> =
        password.chars().flat_map(char::to_lowercase).filter(|character| !character.is_whitespace()).collect();
    repeats(&lower) || is_sequence(&lower) || is_common_word(&lower, handle)
}

/// `aaaaaaaa`, `abcabcabc`: a short pattern, repeated.
fn repeats(chars: &[char]) -> bool {
    (1..=4).any(|period| chars.len() >= 2 * period && chars.iter().zip(&chars[period..]).all(|(one, next)| one == next))
}

/// `12345678`, `qwertyui`, `87654321`: only sequences, forwards or backwards.
fn is_sequence(chars: &[char]) -> bool {
    const MIN_LENGTH: usize = 4;
    let text: String = chars.iter().collect();
    let back: String = chars.iter().rev().collect();
    let rows = |text: &str| {
        let mut rest = text;
        while !rest.is_empty() {
            let lengths = (1..=rest.chars().count()).rev();
            let part = lengths.map(|length| rest.char_indices().nth(length).map_or(rest, |(end, _)| &rest[..end]));
            let mut fitting = part.filter(|part| ROWS.split_whitespace().any(|row| row.contains(part)));
            match fitting.next() {
                Some(part)
                    if part.chars().count() >= MIN_LENGTH || rest.len() == part.len() && text.len() > part.len() =>
                {
                    rest = &rest[part.len()..];
                }
                _ => return false,
            }
        }
        !text.is_empty()
    };
    rows(&text) || rows(&back)
}

/// A common stem or the account's name with few extra characters, also with digits and symbols in place of letters.
fn is_common_word(chars: &[char], handle: &str) -> bool {
    let letter = |character: char| match character {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        character => character,
    };
    let plain = |text: &str| text.nfd().filter(|character| character.is_alphanumeric()).collect::<String>();
    let read: [String; 2] = [chars.iter().collect(), chars.iter().copied().map(letter).collect()];
    let handle = plain(handle.split('@').next().unwrap_or_default());
    read.iter().any(|read| {
        let read = plain(read);
        let beside = |word: &str| word.len() >= 3 && read.contains(word) && read.len() - word.len() <= MAX_EXTRA;
        WORDS.split_whitespace().any(beside) || beside(&handle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_weak_and_unusual_ones_are_not() {
        for password in "password, Password1, P@ssw0rd!, passwort123, 12345678, 87654321, 123456789, qwertyui, 1q2w3e4r, abcdefgh, aaaaaaaa, abcabcabc, 12121212, iloveyou2, Sommer2024, Welcome1!, asdfghjkl, qwerty123, 1234abcd, ketamine, wren1234, wren2024!, WREN wren".split(", ") {
            assert!(is_weak(password, "wren"), "{password}");
        }
        for password in "a long walk home, harbour-street, the therapist's own, a quiet pass phrase, Müllers Katze schläft, tr0ub4dor&3x, correct horse battery staple, kjh34kjhsd, 雨が止んだ朝の静けさ, my secret garden of stones, 12 apples and a pear, summer of the long rain".split(", ") {
            assert!(!is_weak(password, "wren"), "{password}");
        }
        assert!(
            is_weak("m.osei99", "m.osei")
                && is_weak("anna2024", "anna@example.org")
                && !is_weak("osei likes tea", "m.osei")
        );
    }
}
