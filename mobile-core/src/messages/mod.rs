//! The texts of all screens, in the person's language: one catalogue, one file for each language.
//!
//! The files are [Fluent](https://projectfluent.org): plural forms and cases are defined in the file of the language.
//! All texts of views come from here, so both platforms and the terminal show the same. A value without a message (such
//! as a quality in the person's own words) is shown unchanged.
//!
//! Layout: [`dates`] formats days and times.

pub(crate) mod dates;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Serialize;

/// A language of the app's texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English, the language of all identifiers.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All languages of the app.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The tag of BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of a tag such as `de-AT` or `en_US`; `None` if the app does not have it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|one| one.tag().eq_ignore_ascii_case(language))
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("en.ftl"),
            Self::German => include_str!("de.ftl"),
        }
    }
}

pub(crate) const GERMAN_ERRORS: &str = include_str!("errors.de.ftl");

/// Language and region of the platform, and the language that was set for this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Platform {
    pub language: Language,
    pub region: String,
    pub spoken: Option<Language>,
    /// The country of the phone according to its network; empty if unknown.
    pub country: String,
}

/// All messages of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// The value of a placeholder.
pub(crate) type Part<'a> = FluentValue<'a>;

static CATALOGUES: LazyLock<[Catalogue; 2]> = LazyLock::new(|| Language::ALL.map(Catalogue::read));

impl Catalogue {
    /// The messages of a language.
    pub fn of(language: Language) -> &'static Self {
        &CATALOGUES[language as usize]
    }

    fn read(language: Language) -> Self {
        // A broken message is left out; the tests do not let one pass.
        let resource = FluentResource::try_new(language.source().into()).unwrap_or_else(|(readable, _)| readable);
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        // Isolation marks around placeholders are for mixed directions, and would appear in searches and tests.
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        if language == Language::German {
            // The English sentences of errors are in the code.
            let errors = FluentResource::try_new(GERMAN_ERRORS.into()).unwrap_or_else(|(readable, _)| readable);
            let _ = bundle.add_resource(errors);
        }
        Self { language, bundle }
    }

    /// Whose messages these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message without placeholders.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A message with its placeholders filled in.
    pub(crate) fn fill(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        self.find(key, parts).unwrap_or_else(|| key.into())
    }

    /// A message that may not be there.
    pub(crate) fn find(&self, key: &str, parts: &[(&str, Part<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = parts.iter().map(|(name, part)| (*name, part.clone())).collect();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
        Some(text.into_owned())
    }

    /// The label of a built-in term (`quality-lightness`). The person's own terms stay as they are; a code of a newer
    /// version is shown as words.
    pub(crate) fn name(&self, group: &str, word: &str) -> String {
        let key = format!("{group}-{}", word.replace([' ', '.'], "_"));
        self.find(&key, &[]).unwrap_or_else(|| word.replace('_', " "))
    }

    /// Words in a row: "calm, tired and light".
    pub(crate) fn row(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [before @ .., last] => {
                self.fill("row", &[("before", before.join(", ").into()), ("last", last.as_str().into())])
            }
        }
    }

    /// A number as the language writes it.
    pub(crate) fn number(&self, number: f64) -> String {
        let text = format!("{number}");
        match self.language {
            Language::English => text,
            Language::German => text.replace('.', ","),
        }
    }

    /// The fixed texts of buttons, titles and hints, by name: those that no view computes.
    pub(crate) fn labels(&self) -> BTreeMap<String, String> {
        let lines = self.language.source().lines();
        let names = lines.filter_map(|line| Some(line.strip_prefix("label-")?.split_once(" =")?.0));
        names.map(|name| (name.to_owned(), self.say(&format!("label-{name}")))).collect()
    }
}
