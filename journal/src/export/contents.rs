//! What is inside, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Source, leaves};

/// What an export holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
