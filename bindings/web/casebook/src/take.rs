//! Records to take along: what the journal makes of them, as files.

use journal::export::{Contents, Source, contents, csv, fhir, json, markdown};
use journal::record::Moment;
use serde::Serialize;
use tsify::Tsify;

use crate::{Casebook, Fault, Now};

/// A file, and what is inside.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ExportFile {
    /// Its name: handle and date, no words.
    pub name: String,
    /// `application/json`, `text/markdown`, `text/csv`, `application/fhir+json`.
    pub media_type: String,
    /// Its text, in UTF-8.
    pub text: String,
    /// What is inside.
    pub contents: Inside,
}

/// What an export holds.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Inside {
    /// How many records.
    pub records: u32,
    /// How many of each kind.
    pub kinds: Vec<Count>,
    /// What was left out.
    pub left_out: Vec<Count>,
    /// The first and the last local date.
    pub from: Option<String>,
    /// As above.
    pub to: Option<String>,
}

/// How many of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Count {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: u32,
}

impl Casebook {
    /// Says what an export would hold, before one is made.
    pub fn inside(&self, collection: &str, now: Now) -> Result<Inside, Fault> {
        self.with(collection, "", &now.into(), |source| Ok(Inside::new(contents(source))))
    }

    /// Makes a file: `json` (complete), `markdown`, `csv` (measures) or `fhir`. `handle` is what the client is called in
    /// it.
    pub fn export(&self, collection: &str, format: &str, handle: &str, now: Now) -> Result<ExportFile, Fault> {
        let made: Moment = now.into();
        self.with(collection, handle, &made, |source| {
            let (text, media_type, ending) = match format {
                "json" => (json::json(source), "application/json", "json"),
                "markdown" => (markdown::markdown(source), "text/markdown", "md"),
                "csv" => (csv::csv(source), "text/csv", "csv"),
                "fhir" => (fhir::fhir(source), "application/fhir+json", "fhir.json"),
                _ => return Err(Fault::not_found()),
            };
            let plain: String = handle.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            Ok(ExportFile {
                name: format!("afterglow-{}-{}.{ending}", plain.to_lowercase(), made.local_date()),
                media_type: media_type.into(),
                text,
                contents: Inside::new(contents(source)),
            })
        })
    }

    fn with<T>(
        &self,
        collection: &str,
        handle: &str,
        made: &Moment,
        make: impl FnOnce(&Source<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (care, items) = self.items(collection)?;
        let definitions = self.definitions(items);
        make(&Source { items, definitions: &definitions, handle, care: Some(care), made })
    }
}

impl Inside {
    fn new(contents: Contents) -> Self {
        let counts = |counts: std::collections::BTreeMap<String, usize>| {
            counts.into_iter().map(|(kind, count)| Count { kind, count: count as u32 }).collect()
        };
        Self {
            records: contents.records as u32,
            kinds: counts(contents.kinds),
            left_out: counts(contents.left_out),
            from: contents.from,
            to: contents.to,
        }
    }
}
