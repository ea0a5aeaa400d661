//! The names of Kotlin's types, as uniffi's configuration of the core gives them.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};

const CONFIG: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../mobile-core/uniffi.toml"));

/// Types by their names in Kotlin and in the core.
pub struct Names {
    core: BTreeMap<String, String>,
    kotlin: BTreeMap<String, String>,
}

impl Names {
    pub fn read() -> Result<Self> {
        let config: toml::Table = CONFIG.parse()?;
        let renamed = config.get("bindings").and_then(|all| all.get("kotlin")).and_then(|kotlin| kotlin.get("rename"));
        let renamed = renamed.and_then(toml::Value::as_table).context("uniffi.toml renames nothing for Kotlin")?;
        let pairs = || renamed.iter().filter_map(|(core, new)| Some((core.clone(), new.as_str()?.to_owned())));
        Ok(Self { core: pairs().map(|(core, new)| (new, core)).collect(), kotlin: pairs().collect() })
    }

    /// The core's name of a type: `EntryView` for `Entry`.
    pub fn core<'a>(&'a self, kotlin: &'a str) -> &'a str {
        self.core.get(kotlin).map_or(kotlin, String::as_str)
    }

    /// The documentation of the core with Kotlin's names: `[delete]` for a link to ``[`Entries::delete`]``, and
    /// `EntryForm.CheckIn` for `Form::CheckIn`. `known` says which functions and fields there are.
    pub fn documented(&self, text: &str, known: impl Fn(&str) -> bool) -> String {
        let mut out = String::new();
        for (at, part) in text.split('`').enumerate() {
            if at % 2 == 0 {
                out.push_str(part);
                continue;
            }
            let link = out.ends_with('[');
            let word = part.rsplit("::").next().unwrap_or(part);
            let name = if link || known(&camel(word)) { camel(word) } else { word.to_owned() };
            let name = self.kotlin.get(&name).unwrap_or(&name);
            let scope = part.strip_suffix(word).and_then(|scope| scope.strip_suffix("::"));
            let _ = match scope {
                _ if link => write!(out, "{name}"),
                Some(scope) => write!(out, "`{}.{name}`", self.kotlin.get(scope).map_or(scope, String::as_str)),
                None => write!(out, "`{name}`"),
            };
        }
        // The path of a Rust link follows it.
        let mut plain = String::new();
        let mut rest = out.as_str();
        while let Some((before, after)) = rest.split_once("](crate::") {
            plain.push_str(before);
            plain.push(']');
            rest = after.split_once(')').map_or("", |(_, rest)| rest);
        }
        plain + rest
    }
}

/// `recovery_code` is `recoveryCode`.
pub fn camel(word: &str) -> String {
    let mut parts = word.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let mut letters = part.chars();
        all + &letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_has_the_names_of_kotlin() {
        let names = Names::read().unwrap();
        let known = |name: &str| ["shareView", "confirmReaders"].contains(&name);
        for (rust, kotlin) in [
            ("Until [`Care::confirm_readers`]; nothing", "Until [confirmReaders]; nothing"),
            ("[`Entries::prompt_words`](crate::phone::Entries::prompt_words) has it.", "[promptWords] has it."),
            ("Write it as `Form::CheckIn`.", "Write it as `EntryForm.CheckIn`."),
            ("by `share_view`, or `pin_wrong`", "by `shareView`, or `pin_wrong`"),
            ("An [`EntryView`].", "An [Entry]."),
        ] {
            assert_eq!(names.documented(rust, known), kotlin);
        }
    }
}
