//! Passwords that an attacker tries first, whatever rules about characters they satisfy (NIST SP 800-63B,
//! 3.1.1.2: values known to be commonly used, expected or compromised). A short list of kinds instead of a long one of words.

use unicode_normalization::UnicodeNormalization as _;

/// Rows of keys, and rows that everybody knows.
const ROWS: &str = "1234567890 0123456789 abcdefghijklmnopqrstuvwxyz qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm yxcvbnm \
    1q2w3e4r5t6z7u8i9o0p";
/// What most passwords of one word are made of, as lists of stolen ones show; and what somebody would think of here.
const WORDS: &str = "password passwort passw motdepasse contrasena wachtwoord secret geheim changeme default letmein iloveyou \
    ichliebedich welcome willkommen hello hallo sunshine princess football baseball basketball superman batman spiderman \
    starwars pokemon monkey dragon master admin administrator qwerty qwertz azerty asdf michael jennifer charlie jessica daniel \
    ashley whatever trustno freedom internet computer samsung liverpool summer winter spring sommer fruhling herbst afterglow \
    ketamine ketamin therapy therapie";
/// So many characters before or after such a word do not make it strong.
const BESIDE: usize = 5;

/// Whether a password of an account of this name is among the first that anybody tries. `password` in its one form.
pub fn is_weak(password: &str, handle: &str) -> bool {
    let lower: Vec<char> = password.chars().flat_map(char::to_lowercase).filter(|sign| !sign.is_whitespace()).collect();
    repeats(&lower) || in_a_row(&lower) || one_word(&lower, handle)
}

/// `aaaaaaaa`, `abcabcabc`: little, again and again.
fn repeats(signs: &[char]) -> bool {
    (1..=4).any(|period| signs.len() >= 2 * period && signs.iter().zip(&signs[period..]).all(|(one, next)| one == next))
}

/// `12345678`, `qwertyui`, `87654321`: nothing but rows.
fn in_a_row(signs: &[char]) -> bool {
    const LEAST: usize = 4;
    let text: String = signs.iter().collect();
    let back: String = signs.iter().rev().collect();
    let rows = |text: &str| {
        let mut rest = text;
        while !rest.is_empty() {
            let lengths = (1..=rest.chars().count()).rev();
            let part = lengths.map(|length| rest.char_indices().nth(length).map_or(rest, |(end, _)| &rest[..end]));
            let mut fitting = part.filter(|part| ROWS.split_whitespace().any(|row| row.contains(part)));
            match fitting.next() {
                Some(part) if part.chars().count() >= LEAST || rest.len() == part.len() && text.len() > part.len() => {
                    rest = &rest[part.len()..];
                }
                _ => return false,
            }
        }
        !text.is_empty()
    };
    rows(&text) || rows(&back)
}

/// One of the words, or the name, with little beside it; digits and signs for letters change nothing.
fn one_word(signs: &[char], handle: &str) -> bool {
    let letter = |sign: char| match sign {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        sign => sign,
    };
    let plain = |text: &str| text.nfd().filter(|sign| sign.is_alphanumeric()).collect::<String>();
    let read: [String; 2] = [signs.iter().collect(), signs.iter().copied().map(letter).collect()];
    let handle = plain(handle.split('@').next().unwrap_or_default());
    read.iter().any(|read| {
        let read = plain(read);
        let beside = |word: &str| word.len() >= 3 && read.contains(word) && read.len() - word.len() <= BESIDE;
        WORDS.split_whitespace().any(beside) || beside(&handle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_weak_and_what_nobody_knows_is_not() {
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
