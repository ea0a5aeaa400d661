//! The catalogues are complete: every language has the same messages with the same variables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// Each message's placeholders, read from the source text.
fn placeholders(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in language.source().lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '}'])) {
            key = name.to_owned();
            assert!(!all.contains_key(&key), "{key} stands twice in {language:?}");
            all.insert(key.clone(), BTreeSet::new());
        }
        for part in line.split('$').skip(1) {
            let name = part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            all.get_mut(&key).unwrap().insert(name.to_owned());
        }
    }
    all
}

#[test]
fn every_language_says_everything_with_the_same_placeholders() {
    let english = placeholders(Language::English);
    assert!(english.len() > 300, "only {} messages were read", english.len());
    for language in Language::ALL {
        FluentResource::try_new(language.source().into()).map_err(|(_, errors)| errors).unwrap();
        let theirs = placeholders(language);
        let keys: (BTreeSet<_>, BTreeSet<_>) = (english.keys().collect(), theirs.keys().collect());
        assert_eq!(keys.0.difference(&keys.1).collect::<Vec<_>>(), [] as [&&String; 0], "missing in {language:?}");
        assert_eq!(keys.1.difference(&keys.0).collect::<Vec<_>>(), [] as [&&String; 0], "only in {language:?}");
        for (key, parts) in &english {
            // There are two ways to write hours; a language uses one of them.
            assert!(&theirs[key] == parts || key == "time", "{key}: {parts:?} but {:?} in {language:?}", theirs[key]);
        }
    }
}

#[test]
fn every_message_can_be_said() {
    for language in Language::ALL {
        let words = Catalogue::of(language);
        for (key, names) in placeholders(language) {
            for number in [0_i64, 1, 2, 5] {
                let parts: Vec<(&str, Part<'_>)> = names.iter().map(|name| (name.as_str(), number.into())).collect();
                let mut errors = Vec::new();
                let message = words.bundle.get_message(&key).unwrap();
                let arguments: FluentArgs<'_> = parts.into_iter().collect();
                let text = words.bundle.format_pattern(message.value().unwrap(), Some(&arguments), &mut errors);
                assert!(errors.is_empty() && !text.is_empty() && !text.contains('{'), "{key} in {language:?}: {text}");
            }
        }
    }
}

/// The string literals right after one of these calls, in the crate's source.
fn asked() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, found);
                continue;
            }
            let source = fs::read_to_string(&entry).unwrap();
            for call in [".say(\"", ".fill(\"", ".find(\"", ".fill(\n"] {
                for after in source.split(call).skip(1) {
                    let after = after.trim_start().trim_start_matches('"');
                    found.extend(after.split('"').next().map(str::to_owned));
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

#[test]
fn every_key_that_the_code_asks_for_is_there() {
    let known = placeholders(Language::English);
    let key = |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let missing: Vec<String> = asked().into_iter().filter(key).filter(|key| !known.contains_key(key)).collect();
    assert_eq!(missing, [] as [String; 0]);
}

/// Groups of messages that are named by a built-in term, and not in the source.
const NAMED: [&str; 26] = [
    "phase",
    "kind",
    "kinds",
    "theme",
    "state",
    "quality",
    "body",
    "sensation",
    "scale",
    "low",
    "high",
    "route",
    "setting",
    "support",
    "purpose",
    "band",
    "label",
    "field",
    "weekday",
    "month",
    "plan",
    "fits",
    "notice",
    "left_out",
    "remark",
    "region",
];

#[test]
fn no_message_is_left_over() {
    fn walk(folder: &Path, source: &mut String) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, source);
            } else if entry.extension().is_some_and(|kind| kind == "rs") {
                source.push_str(&fs::read_to_string(&entry).unwrap());
            }
        }
    }
    let mut source = String::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    let group = |key: &str| NAMED.contains(&key.split('-').next().unwrap_or_default());
    // The message about a change is named by the code of the change.
    source.extend(journal::measures::Assessment::ALL.map(|one| format!("\"measure-{}\"", one.as_str())));
    let keys = placeholders(Language::English).into_keys();
    let left: Vec<String> = keys.filter(|key| !group(key) && !source.contains(&format!("\"{key}\""))).collect();
    assert_eq!(left, [] as [String; 0]);
}

#[test]
fn numbers_choose_the_form_that_the_language_asks_for() {
    let (english, german) = (Catalogue::of(Language::English), Catalogue::of(Language::German));
    let after =
        |words: &Catalogue, days: i64| words.fill("place-after", &[("days", days.into()), ("session", 2_i64.into())]);
    assert_eq!(after(english, 1), "A day after session 2");
    assert_eq!(after(english, 4), "4 days after session 2");
    assert_eq!(after(german, 1), "Ein Tag nach Sitzung 2");
    assert_eq!(after(german, 4), "4 Tage nach Sitzung 2");
    assert_eq!(english.number(2.5), "2.5");
    assert_eq!(german.number(2.5), "2,5");
    assert_eq!(english.row(&["a".into(), "b".into(), "c".into()]), "a, b and c");
}

#[test]
fn days_and_times_are_written_as_the_language_does() {
    let (english, german) = (Catalogue::of(Language::English), Catalogue::of(Language::German));
    let when = journal::record::Moment::parse("2026-02-12T16:05:00-07:00", "America/Denver").unwrap();
    let today = dates::day_of("2026-02-09").unwrap();
    assert_eq!(english.relative(&when, today), "on Thursday, 4:05 PM");
    assert_eq!(german.relative(&when, today), "am Donnerstag, 16:05");
    assert_eq!(english.relative_day(dates::day_of("2024-02-29").unwrap(), today), "on Thursday, February 29, 2024");
    assert_eq!(german.relative_day(dates::day_of("2024-02-29").unwrap(), today), "am Donnerstag, 29. Februar 2024");
    assert_eq!(german.relative_day(today + 1, today), "morgen");
    assert_eq!((english.clock(0), english.clock(12 * 60)), ("12:00 AM".into(), "12:00 PM".into()));
    assert_eq!(german.date(today), "9. Februar 2026");
    // Before 1970, and back again.
    assert_eq!(dates::day_of("1969-12-31"), Some(-1));
    assert_eq!(german.date(-1), "31. Dezember 1969");
}

#[test]
fn a_code_of_a_newer_version_is_shown_as_words_and_own_words_as_they_are() {
    let words = Catalogue::of(Language::German);
    assert_eq!(words.name("route", "of_a_newer_version"), "of a newer version");
    assert_eq!(words.name("quality", "wie am Meer"), "wie am Meer");
    assert_ne!(words.name("route", "intramuscular"), "intramuscular");
}

#[test]
fn a_tag_of_the_platform_names_a_language() {
    assert_eq!(Language::of_tag("de-AT"), Some(Language::German));
    assert_eq!(Language::of_tag("en_US"), Some(Language::English));
    assert_eq!(Language::of_tag("fr"), None);
}

#[test]
fn no_label_is_empty_and_all_languages_have_the_same() {
    let names = |language| Catalogue::of(language).labels().into_keys().collect::<Vec<_>>();
    assert_eq!(names(Language::English), names(Language::German));
    assert!(Catalogue::of(Language::German).labels().values().all(|text| !text.is_empty()));
}

/// The codes of the errors that are shown to people, as the crates name them.
fn codes() -> Vec<String> {
    let source = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut codes: Vec<String> = protocol::Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    let journal = ["../journal/src/seal/error.rs", "../journal/src/measures/mod.rs"];
    for path in ["src/error.rs", "src/store/mod.rs"].into_iter().chain(journal) {
        let source = source(path);
        let body = source.split("fn code(&self)").nth(1).unwrap().split("\n    }\n").next().unwrap();
        let quoted = body.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next());
        codes.extend(quoted.map(str::to_owned));
    }
    codes
}

#[test]
fn every_error_has_a_german_sentence_and_no_sentence_is_left_over() {
    FluentResource::try_new(GERMAN_ERRORS.into()).map_err(|(_, errors)| errors).unwrap();
    let codes = codes();
    assert!(codes.len() > 80, "only {}", codes.len());
    let german = Catalogue::of(Language::German);
    let missing: Vec<&String> =
        codes.iter().filter(|code| german.bundle.get_message(&format!("error-{code}")).is_none()).collect();
    assert_eq!(missing, [] as [&String; 0]);
    for line in GERMAN_ERRORS.lines().filter_map(|line| line.strip_prefix("error-")) {
        let code = line.split(" =").next().unwrap();
        assert!(codes.iter().any(|known| known == code), "no error has the code {code}");
    }
    let error = crate::Error::PinWait { seconds: 300 };
    assert_eq!(error.sentence_in(german), "Zu viele falsche PINs. Bitte versuch es in 5 Minuten noch einmal.");
    assert_eq!(error.sentence_in(Catalogue::of(Language::English)), error.sentence());
}
