//! The check lists of discharge and intake: one file with the texts in both languages, and a practice's changes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::finding::{Level, Rule};
use super::reader::Findings;
use super::{Context, Sheet};
use crate::record::{CheckList, Checked};

const FILE: &str = include_str!("../../data/checklists.json");

/// The lists that there are.
pub const NAMES: [&str; 2] = ["discharge", "intake"];

/// An item of a list, in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its stable id, under which answers are stored.
    pub id: String,
    /// Its section; empty in the discharge list.
    pub section: String,
    /// Its text in the chosen language, or the practice's text.
    pub words: String,
    /// Whether the practice wrote the text.
    pub own: bool,
}

/// A list as it is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct List {
    /// `1`; with the practice's changes: `1+2` for their second edition.
    pub version: String,
    /// The items, in order.
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
struct File {
    version: String,
    sections: Vec<Section>,
    discharge: Vec<Entry>,
    intake: Vec<Entry>,
}

/// The heading of a section.
#[derive(Clone, Deserialize)]
struct Section {
    id: String,
    en: String,
    de: String,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(default)]
    section: String,
    en: String,
    de: String,
}

fn file() -> Option<File> {
    serde_json::from_str(FILE).ok()
}

fn in_language<'a>(language: &str, en: &'a str, de: &'a str) -> &'a str {
    if language.starts_with("de") { de } else { en }
}

/// The sections of the intake list: id and heading.
pub fn sections(language: &str) -> Vec<(String, String)> {
    let sections = file().map(|file| file.sections).unwrap_or_default();
    sections.into_iter().map(|one| (one.id, in_language(language, &one.en, &one.de).to_owned())).collect()
}

/// A list in a language (BCP 47), with the practice's changes.
pub fn list(name: &str, language: &str, own: Option<&CheckList>) -> List {
    let Some(file) = file() else { return List::default() };
    let entries = if name == "intake" { file.intake } else { file.discharge };
    let known: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let changed = |id: &str| own.and_then(|own| own.items.iter().find(|item| item.id == id));
    let mut items: Vec<Item> = Vec::new();
    for entry in entries {
        let change = changed(&entry.id);
        if change.is_some_and(|change| change.off) {
            continue;
        }
        let words = change.map(|change| change.words.trim()).filter(|words| !words.is_empty());
        items.push(Item {
            words: words.unwrap_or_else(|| in_language(language, &entry.en, &entry.de)).to_owned(),
            own: words.is_some(),
            id: entry.id,
            section: entry.section,
        });
    }
    for added in own.into_iter().flat_map(|own| &own.items) {
        if !known.contains(&added.id) && !added.off && !added.words.trim().is_empty() {
            let (section, words) = (added.section.clone(), added.words.trim().to_owned());
            items.push(Item { id: added.id.clone(), section, words, own: true });
        }
    }
    let version = match own {
        Some(own) => format!("{}+{}", file.version, own.edition),
        None => file.version,
    };
    List { version, items }
}

/// Reads the answers to the list, each with the text that was asked.
pub(super) fn answered(
    sheet: &Sheet,
    context: &Context<'_>,
    states: &[&str],
    findings: &mut Findings<'_>,
) -> Vec<Checked> {
    let mut answers: Vec<Checked> = Vec::new();
    for (n, row) in sheet.items.iter().enumerate() {
        let mut reader = findings.row("items", n, row);
        let id = reader.row();
        let asked = context.list.items.iter().find(|item| item.id == id).map(|item| item.words.clone());
        let answer = Checked {
            words: asked.unwrap_or_else(|| reader.text("words", 1_000)),
            row: id,
            state: reader.choice("state", states),
            note: reader.text("note", 2_000),
            by: reader.line("by"),
            at: reader.happened("at"),
            extra: Default::default(),
        };
        if !answer.state.is_empty() || !answer.note.is_empty() {
            answers.push(answer);
        }
    }
    for item in &context.list.items {
        if !answers.iter().any(|answer| answer.row == item.id && !answer.state.is_empty()) {
            findings.note(&format!("items.{}", item.id), Level::Missing, Rule::Required, "");
        }
    }
    answers
}
