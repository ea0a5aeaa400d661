//! Choices to tap: themes, states, qualities, places in the body. The person can also use their own terms.

use serde::Serialize;

use crate::commit::rules;
use crate::messages::Catalogue;

/// An option to tap, with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Choice {
    /// The value to store in the form.
    pub value: String,
    /// Its label, in the person's language.
    pub label: String,
}

const THEMES: [&str; 8] = ["insight", "emotion", "perspective", "imagery", "body", "relationship", "sleep", "step"];
const STATES: [&str; 6] = ["calm", "lighter", "reflective", "tired", "sensitive", "needs space"];
const QUALITIES: [&str; 15] = [
    "lightness",
    "relaxation",
    "dreamlike",
    "new_perspective",
    "imagery",
    "insight",
    "emotion",
    "rough",
    "fear",
    "confusion",
    "unreal",
    "sadness",
    "unwell",
    "unwanted",
    "little_noticed",
];
const BODY: [&str; 12] =
    ["head", "face", "throat", "chest", "belly", "shoulders", "back", "arms", "hands", "legs", "feet", "whole_body"];
const SENSATIONS: [&str; 9] = ["warm", "cold", "tight", "loose", "heavy", "light", "tingling", "numb", "aching"];
const SUPPORT: [&str; 2] = ["talking", "quiet"];
const PURPOSES: [&str; 4] = ["preparation", "dosing", "integration", "follow_up"];

fn named(words: &Catalogue, group: &str, list: &[&str]) -> Vec<Choice> {
    list.iter().map(|word| Choice { value: (*word).into(), label: words.name(group, word) }).collect()
}

pub(super) fn themes(words: &Catalogue) -> Vec<Choice> {
    named(words, "theme", &THEMES)
}

pub(super) fn states(words: &Catalogue) -> Vec<Choice> {
    named(words, "state", &STATES)
}

pub(super) fn qualities(words: &Catalogue) -> Vec<Choice> {
    named(words, "quality", &QUALITIES)
}

pub(super) fn body(words: &Catalogue) -> Vec<Choice> {
    named(words, "body", &BODY)
}

pub(super) fn sensations(words: &Catalogue) -> Vec<Choice> {
    named(words, "sensation", &SENSATIONS)
}

pub(super) fn routes(words: &Catalogue) -> Vec<Choice> {
    named(words, "route", &journal::record::DosingSession::ROUTES)
}

pub(super) fn support(words: &Catalogue) -> Vec<Choice> {
    named(words, "support", &SUPPORT)
}

/// The kinds that can be shared from now on.
pub(super) fn shareable(words: &Catalogue) -> Vec<Choice> {
    named(words, "kinds", &rules::KINDS)
}

pub(super) fn purposes(words: &Catalogue) -> Vec<Choice> {
    named(words, "purpose", &PURPOSES)
}
