//! The summary of an export.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Source, leaves};

/// Counts of exported and omitted records.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contents {
    /// The number of exported records.
    pub records: usize,
    /// The number of exported records by kind.
    pub kinds: BTreeMap<String, usize>,
    /// The local date of the first record.
    pub from: Option<String>,
    /// The local date of the last record.
    pub to: Option<String>,
    /// The number of omitted records by kind.
    pub left_out: BTreeMap<String, usize>,
}

impl Contents {
    /// Adds the counts of another client's part of the export.
    pub fn add(&mut self, other: Self) {
        self.records += other.records;
        for (mine, theirs) in [(&mut self.kinds, other.kinds), (&mut self.left_out, other.left_out)] {
            theirs.into_iter().for_each(|(kind, count)| *mine.entry(kind).or_default() += count);
        }
        self.from = [self.from.take(), other.from].into_iter().flatten().min();
        self.to = self.to.take().max(other.to);
    }
}

/// Counts the records of an export.
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

/// The English name of a kind: singular and plural.
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
        "side_effect_check" => ("side-effect check", "side-effect checks"),
        "adverse_event" => ("adverse event", "adverse events"),
        "appointment" => ("appointment", "appointments"),
        "reply" => ("reply", "replies"),
        "safety_event" => ("safety event", "safety events"),
        "crisis_plan" => ("crisis plan", "crisis plans"),
        "series" => ("series of sessions", "series of sessions"),
        "consent" => ("consent", "consents"),
        "version" => ("earlier version", "earlier versions"),
        "session_record" => ("session record", "session records"),
        "clearance" => ("clearance", "clearances"),
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

/// Formats counts as text: `2 entries, 1 session`.
pub(super) fn counted(counts: &BTreeMap<String, usize>) -> String {
    let mut by_name: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (kind, count) in counts {
        *by_name.entry(kind_words(kind)).or_default() += count;
    }
    let words =
        |((one, several), count): ((&str, &str), usize)| format!("{count} {}", if count == 1 { one } else { several });
    by_name.into_iter().map(words).collect::<Vec<_>>().join(", ")
}
