//! The texts of the files for reading, in each language: the Markdown of a journal, and a therapist's own notes. Tables,
//! JSON and FHIR are for programs, and have the same names in every language (`docs/export.md`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::coding;
use crate::effects::words::in_language;

/// The file of the texts.
const BUILT_IN: &str = include_str!("../../data/export.json");

type ByLanguage<T> = BTreeMap<String, T>;

#[derive(Debug, Default, Deserialize)]
struct File {
    /// The texts by name. A blank is a name in braces.
    texts: BTreeMap<String, ByLanguage<String>>,
    /// The names of kinds: singular and plural.
    kinds: BTreeMap<String, ByLanguage<(String, String)>>,
    /// The names of codes by language, group and code. In English a code reads as it is written.
    codes: ByLanguage<BTreeMap<String, BTreeMap<String, String>>>,
}

static FILE: LazyLock<File> = LazyLock::new(|| serde_json::from_str(BUILT_IN).unwrap_or_default());

/// The texts in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(&'static str);

impl Words {
    /// The texts in a language (BCP 47). A language without texts gets the English ones.
    pub fn in_language(language: &str) -> Self {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        Self(if base == "de" { "de" } else { "en" })
    }

    /// The language: `en` or `de`.
    pub fn language(self) -> &'static str {
        self.0
    }

    /// A text without blanks.
    pub fn text(self, name: &str) -> &'static str {
        FILE.texts.get(name).map_or("", |texts| in_language(texts, self.0))
    }

    /// A text with its blanks filled.
    pub fn fill(self, name: &str, blanks: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        // In one pass: what fills a blank may contain braces.
        let mut rest = self.text(name);
        while let Some((before, after)) = rest.split_once('{') {
            let (blank, next) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(blanks.iter().find(|(known, _)| *known == blank).map_or("", |(_, value)| *value));
            rest = next;
        }
        filled + rest
    }

    /// A readable form of a code, such as `moderately_severe` of the group `severities`.
    pub fn code(self, group: &str, code: &str) -> String {
        let known = FILE.codes.get(self.0).and_then(|groups| groups.get(group)?.get(code));
        known.cloned().unwrap_or_else(|| coding::words(code))
    }

    /// A kind of record, in the singular.
    pub fn kind(self, kind: &str) -> &'static str {
        self.kind_words(kind).0
    }

    /// `11 records`.
    pub fn records(self, count: usize) -> String {
        number_of(count, self.kind_words("record"))
    }

    /// Counts of kinds: `2 entries, 1 session`.
    pub fn counted(self, counts: &BTreeMap<String, usize>) -> String {
        let mut by_name: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (kind, count) in counts {
            *by_name.entry(self.kind_words(kind)).or_default() += count;
        }
        by_name.into_iter().map(|(words, count)| number_of(count, words)).collect::<Vec<_>>().join(", ")
    }

    fn kind_words(self, kind: &str) -> (&'static str, &'static str) {
        let known = FILE.kinds.get(kind).or_else(|| FILE.kinds.get("other"));
        let words = known.and_then(|words| words.get(self.0));
        words.map_or(("", ""), |(one, several)| (one.as_str(), several.as_str()))
    }

    /// A number, with the language's decimal separator.
    pub fn number(self, value: f64) -> String {
        let text = value.to_string();
        if self.0 == "de" { text.replace('.', ",") } else { text }
    }

    /// The place of a value in a record of the clinic, such as `doses.1.mg`.
    pub fn place(self, path: &str) -> String {
        if self.0 == "en" {
            return coding::words(path);
        }
        let parts: Vec<&str> = path.split('.').collect();
        match parts.as_slice() {
            [field] => self.code("fields", field),
            [list, _, .., field] => format!("{}: {}", self.code("parts", list), self.code("fields", field)),
            [list, rest @ ..] => format!("{} {}", self.code("parts", list), rest.join(" ")).trim_end().to_owned(),
            [] => String::new(),
        }
    }
}

fn number_of(count: usize, (one, several): (&str, &str)) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Words = Words("en");
    const DE: Words = Words("de");

    #[test]
    fn every_text_is_there_in_both_languages_with_the_same_blanks() {
        let blanks = |text: &str| {
            let mut found: Vec<String> =
                text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
            found.sort();
            found
        };
        assert!(FILE.texts.len() > 40 && FILE.kinds.len() > 25);
        for (name, texts) in &FILE.texts {
            assert_eq!(texts.keys().collect::<Vec<_>>(), ["de", "en"], "{name}");
            assert_eq!(blanks(&texts["de"]), blanks(&texts["en"]), "{name}");
        }
        for (kind, words) in &FILE.kinds {
            assert_eq!(words.keys().collect::<Vec<_>>(), ["de", "en"], "{kind}");
        }
    }

    #[test]
    fn every_text_that_is_named_exists() {
        for source in [include_str!("markdown.rs"), include_str!("clinic.rs")] {
            let named =
                |call: &str| source.split(call).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
            for name in named("words.text(\"").into_iter().chain(named("words.fill(\"")) {
                assert!(FILE.texts.contains_key(name), "{name}");
            }
            for group in named("words.code(\"") {
                assert!(FILE.codes["de"].contains_key(group), "{group}");
            }
        }
    }

    #[test]
    fn a_language_without_texts_gets_the_english_ones_and_a_blank_is_filled_once() {
        for (tag, language) in [("de", "de"), ("de-AT", "de"), ("en-GB", "en"), ("fr", "en"), ("", "en")] {
            assert_eq!(Words::in_language(tag).language(), language, "{tag}");
        }
        assert_eq!(DE.fill("title", &[("client", "{date} wren")]), "Tagebuch von {date} wren");
        assert_eq!(
            (EN.code("routes", "nasal_spray"), DE.code("routes", "nasal_spray")),
            ("nasal spray".into(), "Nasenspray".into())
        );
        // A person's own word stays.
        assert_eq!(DE.code("states", "wie Watte"), "wie Watte");
        assert_eq!((EN.number(87.5), DE.number(87.5)), ("87.5".into(), "87,5".into()));
        assert_eq!(
            (EN.place("doses.o1.mg"), DE.place("doses.o1.mg")),
            ("doses.o1.mg".into(), "Gaben: Dosis, mg".into())
        );
        assert_eq!(DE.place("weight_kg"), "Gewicht, kg");
        let counts = BTreeMap::from([("reflection".into(), 2), ("dosing_session".into(), 1), ("new_kind".into(), 1)]);
        assert_eq!(EN.counted(&counts), "2 entries, 1 other record, 1 session");
        assert_eq!(DE.counted(&counts), "2 Einträge, 1 Sitzung, 1 andere Aufzeichnung");
    }
}
