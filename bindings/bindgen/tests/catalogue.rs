//! The iPhone's string catalogue contains exactly the texts of the screens, in every language.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

mod xcstrings;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

const IOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ios");

/// Literals with a capital that are not in the catalogue: system names, languages in their own language, typefaces, and
/// the phrase for Siri, which has a catalogue of its own.
const NAMES: [&str; 11] = [
    "Ember",
    "Paper",
    "Day",
    "Value",
    "Part",
    "English",
    "Deutsch",
    "Figtree-Regular",
    "Figtree-SemiBold",
    "Literata-Regular",
    PHRASE,
];
const PHRASE: &str = "Write in %@";

/// Texts with numbers that need no plural forms: ordinals, values, limits, and a number after a colon. All others count.
const NUMBERS: [&str; 12] = [
    "%lld of %lld",
    "%lld of 10",
    "A picture is larger than %lld MB. Nothing was taken over.",
    "Before session %lld",
    "Key %lld",
    "Left out: %lld",
    "Mood %lld",
    "Mood from %lld to %lld",
    "Session %lld",
    "Session %lld on %@",
    "Take along to session %lld",
    "Word %lld",
];

/// The literals of a file that look like a sentence or a label, with placeholders as in the catalogue.
fn sentences(source: &str) -> BTreeSet<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
    let (mut all, mut rest) = (BTreeSet::new(), code.as_str());
    while let Some(start) = rest.find('"') {
        let (text, after) = literal(&rest[start + 1..]);
        rest = after;
        let letters = text.replace("%lld", "").replace("%@", "");
        let words = text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit() || first == '%');
        if words && letters.contains(char::is_lowercase) || text == "PIN" {
            all.insert(text);
        }
    }
    all
}

/// One literal up to its closing quote, and what follows it.
fn literal(source: &str) -> (String, &str) {
    let (mut text, mut letters) = (String::new(), source.char_indices());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, &source[at + 1..]),
            '\\' if source[at + 1..].starts_with('(') => {
                let mut depth = 0;
                let start = at + 2;
                let mut end = start;
                for (at, letter) in letters.by_ref() {
                    depth += match letter {
                        '(' => 1,
                        ')' => -1,
                        _ => 0,
                    };
                    end = at;
                    if depth == 0 {
                        break;
                    }
                }
                // Numbers are converted explicitly; everything else is text.
                let number = ["Int(", "times"].iter().any(|one| source[start..end].starts_with(one));
                text.push_str(if number { "%lld" } else { "%@" });
            }
            '\\' => drop(letters.next()),
            other => text.push(other),
        }
    }
    (text, "")
}

fn screens(folder: &Path, all: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            screens(&entry, all);
        } else if entry.extension().is_some_and(|kind| kind == "swift") {
            all.extend(sentences(&fs::read_to_string(entry).unwrap()));
        }
    }
}

#[test]
fn every_word_of_the_screens_is_there_in_german_and_none_is_left_over() {
    let catalogue = xcstrings::all();
    let mut said = BTreeSet::new();
    for folder in ["App", "Screens", "Share", "Widget"] {
        screens(&Path::new(IOS).join(folder), &mut said);
    }
    said.retain(|text| !NAMES.contains(&text.as_str()));
    let known: BTreeSet<String> = catalogue.keys().cloned().collect();
    assert_eq!(said.difference(&known).collect::<Vec<_>>(), [] as [&String; 0], "not in the catalogue");
    assert_eq!(known.difference(&said).collect::<Vec<_>>(), [] as [&String; 0], "on no screen");
    for (key, [english, german]) in &catalogue {
        let english = english.get("other").or(english.get("")).unwrap();
        assert_eq!(english, key, "a key is its English text, or its form for more than one");
        for (quantity, german) in german {
            assert!(!german.is_empty(), "{key} is missing in German");
            for place in ["%lld", "%@"] {
                // For one, some languages need no number.
                let at_least = key.matches(place).count() - usize::from(quantity == "one" && place == "%lld");
                let found = german.matches(place).count();
                assert!(found >= at_least && found <= key.matches(place).count(), "{key}: {german}");
            }
        }
    }
    assert!(known.len() > 150, "only {} texts were read", known.len());
}

#[test]
fn what_is_counted_has_plural_forms_in_both_languages() {
    let catalogue = xcstrings::all();
    for (key, languages) in &catalogue {
        let counts = key.contains("%lld") && !NUMBERS.contains(&key.as_str());
        let expected: &[&str] = if counts { &["one", "other"] } else { &[""] };
        for forms in languages {
            assert_eq!(forms.keys().collect::<Vec<_>>(), expected, "{key}: {forms:?}");
            assert!(!counts || forms["one"] != forms["other"], "{key}: {forms:?}");
        }
    }
    let unknown: Vec<_> = NUMBERS.into_iter().filter(|number| !catalogue.contains_key(*number)).collect();
    assert_eq!(unknown, [] as [&str; 0], "on no screen");
}

#[test]
fn the_phrase_for_siri_is_there_in_german() {
    let catalogue = fs::read_to_string(format!("{IOS}/Resources/AppShortcuts.xcstrings")).unwrap();
    let catalogue: Value = serde_json::from_str(&catalogue).unwrap();
    let phrase = &catalogue["strings"][PHRASE.replace("%@", "${applicationName}")]["localizations"]["de"];
    assert!(phrase["stringUnit"]["value"].as_str().unwrap_or_default().contains("${applicationName}"), "{phrase}");
}

#[test]
fn a_literal_is_read_with_what_stands_in_it() {
    let source = r#"Text("Mood \(Int(mood))"); Text("\(a) · \(b.c("x"))"); Text("Say \"yes\""); // Text("Not this")"#;
    let all = sentences(source);
    assert!(all.contains("Mood %lld") && all.contains("Say yes"), "{all:?}");
}

#[test]
fn what_the_system_asks_for_the_app_is_there_in_german() {
    let project = fs::read_to_string(format!("{IOS}/project.yml")).unwrap();
    let catalogue = fs::read_to_string(format!("{IOS}/Resources/InfoPlist.xcstrings")).unwrap();
    let catalogue: Value = serde_json::from_str(&catalogue).unwrap();
    let asked: Vec<_> = project.lines().filter_map(|line| line.trim().split_once("UsageDescription: ")).collect();
    assert!(asked.len() >= 3, "project.yml was read");
    for (name, english) in asked {
        let languages = &catalogue["strings"][format!("{name}UsageDescription")]["localizations"];
        assert_eq!(languages["en"]["stringUnit"]["value"], english);
        assert_ne!(languages["de"]["stringUnit"]["value"].as_str().unwrap_or(english), english, "{name} in German");
    }
}
