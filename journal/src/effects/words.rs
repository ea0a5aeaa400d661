//! The texts of effects and severities. The portal reads the same file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The file.
pub const BUILT_IN: &str = include_str!("../../data/effects.json");

/// An effect in each language.
#[derive(Clone, Debug, Deserialize)]
pub struct EffectText {
    /// Its id: `chest`.
    pub id: String,
    /// The text by BCP 47 language.
    pub text: BTreeMap<String, String>,
}

/// A severity in each language.
#[derive(Clone, Debug, Deserialize)]
pub struct Severity {
    /// 0 to 3.
    pub value: u8,
    /// "Moderate".
    pub word: BTreeMap<String, String>,
    /// "It got in the way of some things"; empty for 0.
    pub means: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
struct File {
    severity: Vec<Severity>,
    effects: Vec<EffectText>,
}

static FILE: LazyLock<File> = LazyLock::new(|| serde_json::from_str(BUILT_IN).unwrap_or_default());

/// All effects, in the order in which they are shown.
pub fn effects() -> &'static [EffectText] {
    &FILE.effects
}

/// All severities, from 0.
pub fn severities() -> &'static [Severity] {
    &FILE.severity
}

/// An effect's text in a language; its id if it is unknown.
pub fn effect(id: &str, language: &str) -> String {
    let known = FILE.effects.iter().find(|one| one.id == id);
    known.map_or_else(|| id.to_owned(), |one| in_language(&one.text, language).to_owned())
}

/// A severity's text in a language; empty if it is unknown.
pub fn severity(value: u8, language: &str) -> String {
    let known = FILE.severity.iter().find(|one| one.value == value);
    known.map(|one| in_language(&one.word, language).to_owned()).unwrap_or_default()
}

/// The text in a language, or in English if there is none.
pub fn in_language<'a>(texts: &'a BTreeMap<String, String>, language: &str) -> &'a str {
    texts.get(language).or_else(|| texts.get("en")).map(String::as_str).unwrap_or_default()
}
