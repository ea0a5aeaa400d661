//! Android, iPhone, portal and core use the same words for the same things: those of `docs/glossary.md`.
#![allow(clippy::unwrap_used, reason = "what a test cannot read, it fails on")]

mod xcstrings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A language as the folders of Android and of the others name it.
const LANGUAGES: [(&str, &str); 2] = [("values", "en"), ("values-de", "de")];

fn read(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
}

/// The texts of Android by key; those of a plural by key and quantity.
fn android(folder: &str) -> BTreeMap<String, String> {
    let xml = read(&format!("bindings/android/screens/src/main/res/{folder}/strings.xml"));
    let (mut texts, mut plural) = (BTreeMap::new(), String::new());
    for line in xml.lines().map(str::trim_start) {
        let value = || line.split('"').nth(1).unwrap().to_owned();
        let text = || line.split_once('>').unwrap().1.rsplit_once("</").unwrap().0.replace('\\', "");
        if line.starts_with("<plurals ") {
            plural = value();
        } else if line.starts_with("<string ") {
            texts.insert(value(), text());
        } else if line.starts_with("<item ") {
            texts.insert(format!("{plural}:{}", value()), text());
        }
    }
    assert!(texts.len() > 350, "only {} texts were read", texts.len());
    texts
}

/// The texts of the iPhone, each form of a plural by itself: English to German.
fn iphone() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for [english, german] in xcstrings::all().into_values() {
        texts.extend(english.into_iter().map(|(quantity, text)| (text, german[&quantity].clone())));
    }
    texts
}

/// The same in one language.
fn iphone_in(language: &str) -> Vec<String> {
    iphone().into_iter().map(|(english, german)| if language == "en" { english } else { german }).collect()
}

/// The sources of the portal's catalogue in one language.
fn portal(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            portal(&entry, all);
        } else {
            all.push_str(&fs::read_to_string(entry).unwrap());
        }
    }
}

/// The core's messages without their names.
fn core(language: &str) -> String {
    let mut all = read(&format!("mobile-core/src/messages/{language}.ftl"));
    if language != "en" {
        all.push_str(&read(&format!("mobile-core/src/messages/errors.{language}.ftl")));
    }
    let texts = all.lines().filter(|line| !line.starts_with('#'));
    texts.map(|line| format!("{}\n", line.split_once(" = ").map_or(line, |(_, text)| text))).collect()
}

/// All texts of each app in one language, in lower case.
fn catalogues(folder: &str, language: &str) -> BTreeMap<&'static str, String> {
    let mut of_the_portal = String::new();
    portal(&Path::new(ROOT).join("server/portal/src/lib/messages").join(language), &mut of_the_portal);
    let all = [
        ("Android", android(folder).into_values().collect::<Vec<_>>().join("\n")),
        ("iPhone", iphone_in(language).join("\n")),
        ("portal", of_the_portal),
        ("core", core(language)),
    ];
    all.map(|(name, texts)| (name, texts.to_lowercase())).into()
}

/// The rows of the glossary's table of terms.
fn terms() -> Vec<Vec<String>> {
    let glossary = read("docs/glossary.md");
    let table = glossary.split("\n## In the texts for people\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.map(cells).collect();
    assert!(rows.len() > 20 && rows.iter().all(|row| row.len() == 4), "{rows:?}");
    rows
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(", ").filter(|one| !one.is_empty())
}

#[test]
fn every_app_uses_the_terms_of_the_glossary() {
    let mut wrong = Vec::new();
    for (place, (folder, language)) in LANGUAGES.into_iter().enumerate() {
        let catalogues = catalogues(folder, language);
        for row in terms() {
            let term = row[place].to_lowercase();
            wrong.extend(
                list(&row[2])
                    .filter(|name| !catalogues[*name].contains(&term))
                    .map(|name| format!("{name}: no {term}")),
            );
            for (name, texts) in &catalogues {
                let avoided = list(&row[3]).filter(|word| texts.contains(&word.to_lowercase()));
                wrong.extend(avoided.map(|word| format!("{name}: {word} instead of {term}")));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Without the difference of the platforms' placeholders, and of capitals, because sentences are composed differently.
fn plain(text: &str) -> String {
    let mut plain = text.to_lowercase();
    for placeholder in ["%lld", "%@", "%1$s", "%2$s", "%3$s", "%4$s", "%1$d", "%2$d", "%3$d", "%4$d"] {
        plain = plain.replace(placeholder, "%");
    }
    plain
}

#[test]
fn what_android_and_iphone_say_in_the_same_english_they_say_in_the_same_german() {
    let (english, german) = (android("values"), android("values-de"));
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, text) in &english {
        known.entry(plain(text)).or_default().insert(plain(&german[key]));
    }
    let (mut shared, mut wrong) = (0, Vec::new());
    for (text, translated) in iphone() {
        let Some(expected) = known.get(&plain(&text)) else { continue };
        shared += 1;
        if !expected.contains(&plain(&translated)) {
            wrong.push(format!("{text}: {translated} on iPhones, {expected:?} on Android"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(shared > 250, "only {shared} texts are on both");
}

/// What is in the quotation marks of a text: the English ones begin with the mark that ends the German ones.
fn quoted<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let (begin, end) = if language == "en" { ('“', '”') } else { ('„', '“') };
    text.split(begin).skip(1).filter_map(|part| part.split(end).next()).collect()
}

#[test]
fn a_button_that_a_text_names_has_that_name() {
    for (folder, language) in LANGUAGES {
        let kit = read(&format!("mobile-core/src/messages/{language}.ftl"));
        let kit = kit.lines().find(|line| line.starts_with("kit-text = ")).unwrap();
        let kit = quoted(kit, language);
        assert_eq!(kit.len(), 2, "{kit:?}");
        for (app, texts) in [("Android", android(folder).into_values().collect()), ("iPhone", iphone_in(language))] {
            let buttons: BTreeSet<&str> = texts.iter().map(String::as_str).collect();
            for name in texts.iter().flat_map(|text| quoted(text, language)).chain(kit.iter().copied()) {
                assert!(buttons.contains(name), "{app}, {language}: “{name}” is no text of the screens");
            }
        }
    }
}
