//! Hides from apps what uniffi's file needs for itself: apps see the records, enums and sealed classes.

use anyhow::{Result, ensure};

/// Traits that have the name of one of the package's own interfaces, which apps implement. uniffi cannot rename a trait:
/// it would call the library under the new name.
const TRAITS: &[(&str, &str)] = &[("Biometrics", "CoreBiometrics"), ("SecretStore", "CoreSecretStore")];

/// Declarations of uniffi that are not private or internal.
const STARTS: &[&str] = &[
    "abstract class ",
    "class ",
    "fun ",
    "inline fun ",
    "interface ",
    "object ",
    "open class ",
    "sealed class ",
    "typealias ",
    "val ",
];

pub fn hide(generated: &str) -> Result<String> {
    let mut hidden = 0;
    let mut out = String::with_capacity(generated.len());
    for line in generated.lines() {
        let line = TRAITS.iter().fold(line.to_owned(), |line, (name, new)| replaced(&line, name, new));
        let plain = line.strip_prefix("public ").unwrap_or(&line);
        if STARTS.iter().any(|start| plain.starts_with(start)) && !is_shown(plain) {
            out.push_str("internal ");
            out.push_str(plain);
            hidden += 1;
        } else {
            out.push_str(&line);
        }
        out.push('\n');
    }
    ensure!(hidden > 100, "only {hidden} declarations of uniffi's file are internal");
    Ok(out)
}

/// A sealed class of the core, but no error: those are a `JournalException`.
fn is_shown(line: &str) -> bool {
    line.strip_prefix("sealed class ").is_some_and(|name| !name.contains("Exception"))
}

/// `line` with `new` for each whole word `name`.
fn replaced(line: &str, name: &str, new: &str) -> String {
    let part_of_a_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(name) {
        out.push_str(before);
        let whole = !before.ends_with(part_of_a_word) && !after.starts_with(part_of_a_word);
        out.push_str(if whole { new } else { name });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_replaced() {
        let line = "open class SecretStoreImpl: Disposable, SecretStore, FfiConverterTypeSecretStore";
        let new = "open class SecretStoreImpl: Disposable, CoreSecretStore, FfiConverterTypeSecretStore";
        assert_eq!(replaced(line, "SecretStore", "CoreSecretStore"), new);
    }

    #[test]
    fn the_cases_of_a_choice_are_shown_and_errors_are_not() {
        assert!(is_shown("sealed class EntryForm {"));
        assert!(!is_shown("sealed class CoreException: kotlin.Exception() {"));
    }
}
