//! What is inside, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Source, leaves};

/// What an export holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contents {
    /// How many records.
    pub records: usize,
    /// How many of each kind.
    pub kinds: BTreeMap<String, usize>,
    /// The first and the last local date.
    pub from: Option<String>,
    /// As above.
    pub to: Option<String>,
    /// What was left out, by kind.
    pub left_out: BTreeMap<String, usize>,
}

impl Contents {
    /// Adds what another client's part of an export holds.
    pub fn add(&mut self, other: Self) {
        self.records += other.records;
        for (mine, theirs) in [(&mut self.kinds, other.kinds), (&mut self.left_out, other.left_out)] {
            theirs.into_iter().for_each(|(kind, count)| *mine.entry(kind).or_default() += count);
        }
        self.from = [self.from.take(), other.from].into_iter().flatten().min();
        self.to = self.to.take().max(other.to);
    }
}

/// Counts what an export of these records holds.
pub fn contents(source: &Source<'_>) -> Contents {
    let leaving = source.leaving();
    let mut kinds = BTreeMap::new();
    leaving.iter().for_each(|item| *kinds.entry(item.record.body.kind().to_owned()).or_default() += 1);
    let mut left_out = BTreeMap::new();
    let staying = source.items.iter().filter(|item| !leaves(&item.record.body));
    staying.for_each(|item| *left_out.entry(item.record.body.kind().to_owned()).or_default() += 1);
    Contents {
        records: leaving.len(),
        kinds,
        from: leaving.first().map(|item| item.record.when.local_date()),
        to: leaving.last().map(|item| item.record.when.local_date()),
        left_out,
    }
}

/// A kind in words, for people: one of it, and several.
pub(super) fn kind_words(kind: &str) -> (&str, &str) {
    match kind {
        "reflection" => ("entry", "entries"),
        "check_in" => ("check-in", "check-ins"),
        "dosing_session" => ("session", "sessions"),
        "intention" => ("intention", "intentions"),
        "goal" => ("goal", "goals"),
        "concern" => ("concern", "concerns"),
        "step" => ("step", "steps"),
        "measure_response" => ("questionnaire", "questionnaires"),
        "appointment" => ("appointment", "appointments"),
        "reply" => ("reply", "replies"),
        "crisis_plan" => ("crisis plan", "crisis plans"),
        "series" => ("series of sessions", "series of sessions"),
        "consent" => ("consent", "consents"),
        "version" => ("earlier version", "earlier versions"),
        "private_note" => ("private note", "private notes"),
        "preferences" => ("setting", "settings"),
        "assignment" => ("assignment", "assignments"),
        "review_mark" => ("mark", "marks"),
        "promise" => ("promise", "promises"),
        "suggestion" => ("suggestion", "suggestions"),
        "prompt_set" => ("set of prompts", "sets of prompts"),
        "instrument" => ("instrument", "instruments"),
        _ => ("other record", "other records"),
    }
}

/// Counts in words: `2 entries, 1 session`.
pub(super) fn counted(counts: &BTreeMap<String, usize>) -> String {
    let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (kind, count) in counts {
        *said.entry(kind_words(kind)).or_default() += count;
    }
    let words =
        |((one, several), count): ((&str, &str), usize)| format!("{count} {}", if count == 1 { one } else { several });
    said.into_iter().map(words).collect::<Vec<_>>().join(", ")
}
