//! Numbers as people type them: with a decimal point or a decimal comma.

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotANumber {
    /// It is something else.
    Malformed,
    /// `1,000` or `1.000` could mean one or a thousand.
    Ambiguous,
}

/// Reads a number; `None` for an empty text.
pub fn parse(text: &str) -> Result<Option<f64>, NotANumber> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|sign| sign.is_ascii_digit());
    let separated = digits.len() > whole.len();
    if whole.is_empty() || whole.len() > 7 || fraction.len() > 6 || !plain(whole) || !plain(fraction) {
        return Err(NotANumber::Malformed);
    }
    if separated && fraction.is_empty() {
        return Err(NotANumber::Malformed);
    }
    if fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') {
        return Err(NotANumber::Ambiguous);
    }
    let value: f64 = format!("{whole}.{fraction}0").parse().map_err(|_| NotANumber::Malformed)?;
    Ok(Some(if negative { -value } else { value }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_decimal_comma_is_a_decimal_point() {
        for (text, value) in
            [("87,5", 87.5), ("87.5", 87.5), (" 36,65 ", 36.65), ("0,125", 0.125), ("120", 120.0), ("-3", -3.0)]
        {
            assert_eq!(parse(text), Ok(Some(value)), "{text}");
        }
        assert_eq!(parse("  "), Ok(None));
    }

    #[test]
    fn what_could_be_a_thousand_or_one_is_not_guessed() {
        for text in ["1,000", "1.000", "120,125"] {
            assert_eq!(parse(text), Err(NotANumber::Ambiguous), "{text}");
        }
        for text in ["1.000,5", "12 mg", "1e3", "5,", ",5", "١٢", "NaN", "inf", "--1", "1,2,3", "12345678"] {
            assert_eq!(parse(text), Err(NotANumber::Malformed), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_a_number_is_finite(text in "\\PC{0,12}") {
            if let Ok(Some(value)) = parse(&text) {
                prop_assert!(value.is_finite());
            }
        }
    }
}
