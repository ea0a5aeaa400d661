//! The texts of a definition in the language of the reader. Missing translations fall back to the original.

use super::definition::{Definition, Options, Translation};

impl Definition {
    /// The short name in a language.
    pub fn title_in(&self, language: &str) -> &str {
        translated_or(self.translation(language).map(|words| &words.title), &self.title)
    }

    /// The full name in a language; empty if there is none.
    pub fn name_in(&self, language: &str) -> &str {
        translated_or(self.translation(language).map(|words| &words.name), &self.name)
    }

    /// The recall period in a language.
    pub fn recall_in(&self, language: &str) -> &str {
        translated_or(self.translation(language).map(|words| &words.recall), &self.recall)
    }

    /// The instruction before the first question in a language; empty if there is none.
    pub fn instruction_in(&self, language: &str) -> &str {
        translated_or(self.translation(language).map(|words| &words.instruction), &self.instruction)
    }

    /// The closing line in a language; empty if there is none.
    pub fn afterwards_in(&self, language: &str) -> &str {
        translated_or(self.translation(language).map(|words| &words.afterwards), &self.afterwards)
    }

    /// An item's text in a language; `None` if the licence does not allow reproduction.
    pub fn item_in(&self, item: &str, language: &str) -> Option<&str> {
        let translated = self.translation(language).and_then(|words| words.items.get(item));
        let own = || self.items.iter().find(|one| one.id == item)?.text.as_deref();
        let unscored = || Some(self.unscored_item.as_ref().filter(|one| one.id == item)?.text.as_str());
        translated.map(String::as_str).or_else(own).or_else(unscored)
    }

    /// The unscored item's options: value and text in a language.
    pub fn unscored_options_in(&self, language: &str) -> Vec<(f64, &str)> {
        let Some(item) = &self.unscored_item else { return Vec::new() };
        let words = self.translation(language).map(|words| words.unscored_options.as_slice()).unwrap_or_default();
        let options = item.options.iter().enumerate();
        options.map(|(at, own)| (at as f64, words.get(at).map_or(own.as_str(), String::as_str))).collect()
    }

    /// The options: value and text in a language. Empty for a slider.
    pub fn options_in(&self, language: &str) -> Vec<(f64, &str)> {
        let Options::Choices(choices) = &self.options else { return Vec::new() };
        let words = self.translation(language).map(|words| words.options.as_slice()).unwrap_or_default();
        choices
            .iter()
            .enumerate()
            .map(|(at, (value, own))| (*value, words.get(at).map_or(own.as_str(), String::as_str)))
            .collect()
    }

    fn translation(&self, language: &str) -> Option<&Translation> {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        self.translations.get(language).or_else(|| self.translations.get(base))
    }
}

fn translated_or<'a>(translated: Option<&'a String>, own: &'a str) -> &'a str {
    translated.map(String::as_str).filter(|words| !words.is_empty()).unwrap_or(own)
}
