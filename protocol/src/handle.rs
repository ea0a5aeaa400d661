//! Sign-in names: their canonical form, and which names could be mistaken for others.

use precis_profiles::UsernameCaseMapped;
use precis_profiles::precis_core::profile::PrecisFastInvocation as _;
use unicode_security::MixedScript as _;

use crate::problem::Code;

/// The longest sign-in name, in characters.
pub const HANDLE_MAX: usize = 64;

/// The canonical form of a sign-in name, in which it is stored and compared: trimmed, then mapped by RFC 8265
/// (UsernameCaseMapped: width, case, composition, direction). `None` unless it has 2 to 64 letters, digits, dots,
/// dashes, underscores, @ or +.
///
/// Names are only compared in this form, never as typed.
pub fn normalise_handle(handle: &str) -> Option<String> {
    let handle = UsernameCaseMapped::enforce(handle.trim()).ok()?;
    // RFC 8265 allows all printable ASCII.
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    ((2..=HANDLE_MAX).contains(&handle.chars().count()) && handle.chars().all(allowed)).then(|| handle.into_owned())
}

/// The canonical form of a new sign-in name. Rejects names that could be mistaken for others (Unicode UTS 39): of
/// mixed scripts, or only of letters that look Latin. Existing names are not affected.
///
/// # Errors
/// [`Code::HandleInvalid`] and [`Code::HandleConfusable`].
pub fn new_handle(handle: &str) -> Result<String, Code> {
    let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
    let looks_latin = || unicode_security::skeleton(&handle).all(|sign| sign.is_ascii());
    let confusable = !handle.is_ascii() && (!handle.is_single_script() || looks_latin());
    if confusable { Err(Code::HandleConfusable) } else { Ok(handle) }
}

/// Latin letters and digits that look like others in many typefaces.
const ALIKE: [(&str, &str); 4] = [("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l")];
/// A name with more doubtful places than this many spellings is compared in the first ones only.
const MOST_ALIKE: usize = 64;

/// The other names, in canonical form, that a canonical name could be read as: `rnorgan` for `morgan`. A server refuses a
/// new name while one of them is in use.
pub fn lookalikes(handle: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut rest = handle;
    while let Some(sign) = rest.chars().next() {
        let pair = ALIKE.iter().find_map(|(one, other)| {
            let written = [one, other].into_iter().find(|form| rest.starts_with(**form))?;
            Some((written.len(), *one, *other))
        });
        let (length, forms) = match pair {
            Some((length, one, other)) if found.len() * 2 <= MOST_ALIKE => (length, vec![one, other]),
            Some((length, ..)) => (length, vec![&rest[..length]]),
            None => (sign.len_utf8(), vec![&rest[..sign.len_utf8()]]),
        };
        found = forms.iter().flat_map(|form| found.iter().map(move |start| format!("{start}{form}"))).collect();
        rest = &rest[length..];
    }
    found.retain(|name| name != handle);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_compared_without_case_or_surrounding_space() {
        assert_eq!(normalise_handle(" M.Osei "), Some("m.osei".into()));
        assert_eq!(normalise_handle("x"), None);
        for name in ["wren", "m.osei+1", "мария", "שרה", "山田花子", "さくら山", "jürgen", "سارة_2"]
        {
            assert_eq!(new_handle(name), Ok(normalise_handle(name).unwrap()), "{name}");
        }
        // Cyrillic letters among Latin ones, and names of letters that only look Latin.
        for name in ["wr\u{435}n", "р\u{430}y", "раура", "\u{430}\u{440}\u{440}\u{435}", "ωren"] {
            assert_eq!(new_handle(name), Err(Code::HandleConfusable), "{name}");
        }
        assert_eq!(new_handle("x"), Err(Code::HandleInvalid));
        assert_eq!(normalise_handle("a b"), None);
        assert_eq!(normalise_handle(&"a".repeat(65)), None);
    }

    // `m` and `rn`, `1` and `l` are confusable by UTS 39; `0` and `o`, `w` and `vv` in many typefaces.
    #[test]
    fn a_name_knows_what_it_could_be_read_as() {
        let of = |name: &str| {
            let mut names = lookalikes(name);
            names.sort();
            names
        };
        assert_eq!(of("morgan"), ["m0rgan", "rn0rgan", "rnorgan"]);
        assert_eq!(of("rnia"), ["mia"]);
        assert_eq!(of("vvren"), ["wren"]);
        assert_eq!(of("paul1"), ["pau11", "pau1l", "paull"]);
        assert_eq!(of("ida"), Vec::<String>::new());
        assert!(lookalikes(&"mo".repeat(32)).len() < 64);
    }

    #[test]
    fn names_that_look_alike_are_one_name_or_none() {
        // Composed, decomposed, full-width, in capitals.
        for name in ["zo\u{eb}", "zoe\u{308}", "ZO\u{cb}", "\u{ff3a}\u{ff4f}\u{eb}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some("zo\u{eb}"), "{name}");
        }
        // The canonical form does not change when it is normalised again.
        for name in ["m.osei", "zo\u{eb}", "\u{5e8}\u{5d5}\u{5ea}", "\u{938}\u{940}\u{92e}\u{93e}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some(name));
        }
        // Invisible characters, symbols, unassigned code points, conflicting directions.
        for name in ["wr\u{200b}en", "wren\u{202e}", "wren!", "wren \u{2764}", "wr\u{378}n", "a\u{5d0}"] {
            assert_eq!(normalise_handle(name), None, "{name:?}");
        }
    }
}
