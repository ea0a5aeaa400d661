//! Records to take along: what the journal makes of them, as files.

use journal::export::{Contents, Source, contents, csv, fhir, json, markdown};
use journal::record::Moment;
use serde::{Deserialize, Serialize};
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

/// A client, and what they are called in a file.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Whose {
    /// The collection of the relationship.
    pub collection: String,
    /// A handle, never more.
    pub handle: String,
}

/// What is exported of several clients at once.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Several {
    /// Whose.
    pub clients: Vec<Whose>,
    /// `csv`, `answers` or `fhir`.
    pub format: String,
}

/// Files, and what is inside each.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ExportFiles {
    /// A table of all, or a file for each client.
    pub files: Vec<ExportFile>,
}

/// A handle as part of a file's name.
fn plain(handle: &str) -> String {
    let plain: String = handle.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    plain.to_lowercase()
}

impl Casebook {
    /// Says what an export would hold, before one is made.
    pub fn inside(&self, collection: &str, now: Now) -> Result<Inside, Fault> {
        self.with(collection, "", &now.into(), |source| Ok(Inside::new(contents(source))))
    }

    /// Makes a file: `json` (complete), `markdown`, `csv` (measures, a row a form), `answers` (measures, a row an answer) or
    /// `fhir`. `handle` is what the client is called in it.
    pub fn export(&self, collection: &str, format: &str, handle: &str, now: Now) -> Result<ExportFile, Fault> {
        let made: Moment = now.into();
        self.with(collection, handle, &made, |source| {
            let one = std::slice::from_ref(source);
            let (text, media_type, ending) = match format {
                "json" => (json::json(source), "application/json", "json"),
                "markdown" => (markdown::markdown(source), "text/markdown", "md"),
                "csv" => (csv::forms(one), "text/csv", "csv"),
                "answers" => (csv::answers(one), "text/csv", "answers.csv"),
                "fhir" => (fhir::fhir(source), "application/fhir+json", "fhir.json"),
                _ => return Err(Fault::not_found()),
            };
            let name = format!("afterglow-{}-{}.{ending}", plain(handle), made.local_date());
            Ok(ExportFile { name, media_type: media_type.into(), text, contents: Inside::new(contents(source)) })
        })
    }

    /// Makes files of several clients: one table of all of them for `csv` and `answers`, a file for each for `fhir`.
    pub fn export_several(&self, several: &Several, now: Now) -> Result<ExportFiles, Fault> {
        let Several { clients, format } = several;
        if format == "fhir" {
            let one = |client: &Whose| self.export(&client.collection, format, &client.handle, now.clone());
            let mut files = clients.iter().map(one).collect::<Result<Vec<_>, _>>()?;
            let mut names = std::collections::BTreeSet::new();
            for (n, file) in files.iter_mut().enumerate() {
                // Two who are called the same are two files.
                if !names.insert(file.name.clone()) {
                    file.name = file.name.replacen(".fhir", &format!("-{}.fhir", n + 1), 1);
                }
            }
            return Ok(ExportFiles { files });
        }
        let made: Moment = now.into();
        let mut opened = Vec::new();
        for client in clients {
            let (care, items) = self.items(&client.collection)?;
            opened.push((care, items, self.definitions(items), client.handle.as_str()));
        }
        let mut sources: Vec<Source<'_>> = Vec::new();
        for (care, items, definitions, handle) in &opened {
            sources.push(Source { items, definitions, handle, care: Some(*care), made: &made });
        }
        let (text, ending) = match format.as_str() {
            "csv" => (csv::forms(&sources), "csv"),
            "answers" => (csv::answers(&sources), "answers.csv"),
            _ => return Err(Fault::not_found()),
        };
        let mut inside = Contents::default();
        sources.iter().for_each(|source| inside.add(contents(source)));
        let name = format!("afterglow-{}.{ending}", made.local_date());
        let file = ExportFile { name, media_type: "text/csv".into(), text, contents: Inside::new(inside) };
        Ok(ExportFiles { files: vec![file] })
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
