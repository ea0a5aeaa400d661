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
