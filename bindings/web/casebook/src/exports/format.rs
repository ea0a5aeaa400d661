//! The formats of an export, by the names that the portal uses.

use journal::export::{Source, clinic, csv, effects};

use crate::Fault;

/// A format of an export. Every one of them carries the notice of its client's records, if they need one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Complete records.
    Json,
    /// Text for people.
    Markdown,
    /// A FHIR R4 bundle.
    Fhir,
    /// A table, which can contain several clients.
    Table(TableOf),
}

/// The rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// One row per form.
    Forms,
    /// One row per answer.
    Answers,
    /// One row per side effect.
    Effects,
    /// One row per adverse event.
    AdverseEvents,
    /// One row per value of the clinic's records.
    Records,
}

impl Format {
    /// All formats, by the names that the portal uses.
    pub const ALL: [(&str, Self); 8] = [
        ("fhir", Self::Fhir),
        ("csv", Self::Table(TableOf::Forms)),
        ("answers", Self::Table(TableOf::Answers)),
        ("effects", Self::Table(TableOf::Effects)),
        ("adverse_events", Self::Table(TableOf::AdverseEvents)),
        ("records", Self::Table(TableOf::Records)),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
    ];

    pub(super) fn named(name: &str) -> Result<Self, Fault> {
        let known = Self::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, format)| *format).ok_or_else(Fault::not_found)
    }
}

impl TableOf {
    /// The table of these clients.
    pub(super) fn of(self, sources: &[Source<'_>]) -> String {
        match self {
            Self::Forms => csv::forms(sources),
            Self::Answers => csv::answers(sources),
            Self::Effects => effects::effects(sources),
            Self::AdverseEvents => effects::adverse_events(sources),
            Self::Records => clinic::values(sources),
        }
    }

    /// Whether its rows are the therapist's own records, which outlive care.
    pub(super) fn is_of_therapist(self) -> bool {
        matches!(self, Self::AdverseEvents | Self::Records)
    }

    /// The ending of the file's name.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Forms => "csv",
            Self::Answers => "answers.csv",
            Self::Effects => "effects.csv",
            Self::AdverseEvents => "adverse-events.csv",
            Self::Records => "records.csv",
        }
    }
}
