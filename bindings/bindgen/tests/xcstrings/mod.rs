//! Reads the iPhone's string catalogue.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ios/Resources/Localizable.xcstrings");

/// The texts of a key in one language by quantity, with placeholders as in keys. A text without plural forms has an
/// empty quantity.
pub type Forms = BTreeMap<String, String>;

/// The forms of every key in English and in German.
pub fn all() -> BTreeMap<String, [Forms; 2]> {
    let catalogue: Value = serde_json::from_str(&fs::read_to_string(CATALOGUE).unwrap()).unwrap();
    let strings = catalogue["strings"].as_object().unwrap();
    strings.iter().map(|(key, entry)| (key.clone(), ["en", "de"].map(|language| forms(key, entry, language)))).collect()
}

fn forms(key: &str, entry: &Value, language: &str) -> Forms {
    let translated = &entry["localizations"][language];
    if let Some(plural) = translated["variations"]["plural"].as_object() {
        return plural.iter().map(|(quantity, form)| (quantity.clone(), text(form).to_owned())).collect();
    }
    let Some(parts) = translated["substitutions"].as_object() else {
        // A key is its English text.
        let whole = if translated.is_null() && language == "en" { key } else { text(translated) };
        return Forms::from([(String::new(), whole.to_owned())]);
    };
    let mut sentences = Forms::new();
    for (name, part) in parts {
        for (quantity, form) in part["variations"]["plural"].as_object().unwrap() {
            let sentence = sentences.entry(quantity.clone()).or_insert_with(|| text(translated).to_owned());
            let number = format!("%{}$", part["argNum"]);
            let form = text(form).replace("%arg", &format!("{number}lld"));
            *sentence = sentence.replace(&format!("{number}#@{name}@"), &form);
        }
    }
    sentences.into_iter().map(|(quantity, sentence)| (quantity, without_numbers(&sentence))).collect()
}

fn text(form: &Value) -> &str {
    form["stringUnit"]["value"].as_str().unwrap_or_default()
}

/// Numbered placeholders as in keys, which have none. Each argument must be there once.
fn without_numbers(sentence: &str) -> String {
    let mut plain = sentence.to_owned();
    for number in 1..=sentence.matches('%').count() {
        let placeholder = format!("%{number}$");
        assert_eq!(sentence.matches(&placeholder).count(), 1, "argument {number} in {sentence}");
        plain = plain.replace(&placeholder, "%");
    }
    plain
}
