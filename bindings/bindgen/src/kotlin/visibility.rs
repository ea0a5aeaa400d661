//! Hides from apps what uniffi's file needs for itself: apps see the records, enums and sealed classes.

use std::fmt::Write;

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

/// What apps see, at the top and within it. The package is compiled in explicit API mode: it says what is public.
const SHOWN: &[&str] = &["companion object", "data class ", "enum class ", "object ", "sealed class "];

pub fn hide(generated: &str) -> Result<String> {
    let (mut hidden, mut shown) = (0, false);
    let mut out = String::with_capacity(generated.len());
    for line in generated.lines() {
        let line = TRAITS.iter().fold(line.to_owned(), |line, (name, new)| replaced(&line, name, new));
        let plain = line.strip_prefix("public ").unwrap_or(&line);
        let text = plain.trim_start();
        let is_at_the_top = text.len() == plain.len();
        if is_at_the_top && is_shown(plain) {
            shown = true;
        }
        if shown && SHOWN.iter().any(|start| text.starts_with(start)) {
            let indent = &plain[..plain.len() - text.len()];
            let _ = write!(out, "{indent}public {text}");
        } else if STARTS.iter().any(|start| plain.starts_with(start)) {
            let _ = write!(out, "internal {plain}");
            hidden += 1;
        } else {
            out.push_str(&line);
        }
        out.push('\n');
        // The end of a record's fields is not yet its end.
        shown &= !line.starts_with('}');
    }
    ensure!(hidden > 100, "only {hidden} declarations of uniffi's file are internal");
    Ok(out)
}

/// A record, an enum or a sealed class of the core, but no error: those are a `JournalException`.
fn is_shown(line: &str) -> bool {
    line.starts_with("data class ")
        || line.starts_with("enum class ")
        || line.strip_prefix("sealed class ").is_some_and(|name| !name.contains("Exception"))
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
    fn what_apps_see_is_public_and_everything_else_internal() {
        let file = "data class Entry (\n    val `id`: EntryId\n){\n    companion object\n}\nsealed class EntryForm {\n    data class Step(\n    ) : EntryForm()\n}\n";
        let converter =
            "public object FfiConverterTypeEntry: FfiConverterRustBuffer<Entry> {\n    companion object\n}\n";
        let hidden = hide(&(file.to_owned() + &converter.repeat(101))).unwrap();
        for line in ["public data class Entry (", "    public companion object", "    public data class Step("] {
            assert!(hidden.lines().any(|one| one == line), "{line}: {hidden}");
        }
        assert!(hidden.ends_with(
            "\ninternal object FfiConverterTypeEntry: FfiConverterRustBuffer<Entry> {\n    companion object\n}\n"
        ));
    }

    #[test]
    fn the_cases_of_a_choice_are_shown_and_errors_are_not() {
        assert!(is_shown("sealed class EntryForm {"));
        assert!(!is_shown("sealed class CoreException: kotlin.Exception() {"));
    }
}
