//! One JSON document with every record as it was written, unknown fields included. `docs/export.md` describes it.
//!
//! Written page by page: a journal of a hundred thousand entries takes no more memory than one of a hundred.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use journal::sync::Ledger as _;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::contents::Contents;
use super::progress::{Fresh, told, unwrapped};
use super::{ExportReport, Progress, Silent};
use crate::attach::files::{Files, io_error};
use crate::store::pages;
use crate::store::records::Books;
use crate::store::{account, collections, drafts};
use crate::{CarePurpose, Error, Phone, care};

/// What the document is, and in which version of its shape.
pub const FORMAT: &str = "afterglow-export/1";
/// Small pictures are in the records: a hundred of them are a few megabytes.
const PAGE: i64 = 100;

#[derive(Serialize)]
struct Relationship {
    id: String,
    therapist: String,
    practice: String,
    purpose: CarePurpose,
    since: i64,
    ended: bool,
}

/// A record in the document.
#[derive(Serialize)]
pub(crate) struct Exported {
    pub id: String,
    /// The care relationship in which a therapist wrote it; absent for the own journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care: Option<String>,
    pub record: Map<String, Value>,
}

impl Phone {
    /// The whole journal as JSON, oldest first: own records (which say with whom they are shared), their earlier versions,
    /// what therapists wrote, drafts, care relationships. The keys of the account are not in it. All of it is in memory:
    /// for long journals [`Phone::write_json`].
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown; so with every export.
    pub fn export_json(&self) -> Result<String, Error> {
        let mut out = Vec::new();
        self.write_json(&mut out, &Silent)?;
        String::from_utf8(out).map_err(|_| Error::Fault)
    }

    /// Writes the document of [`Phone::export_json`] page by page: its length is no matter.
    ///
    /// # Errors
    /// The store, `out`, and [`Error::Cancelled`].
    pub fn write_json(&self, out: &mut dyn Write, progress: &dyn Progress) -> Result<ExportReport, Error> {
        self.shown_again()?;
        let contents = self.write_document(out, progress, &mut |_| ())?;
        let records = contents.records + contents.drafts;
        Ok(ExportReport { records, first: contents.from, last: contents.to, ..ExportReport::default() })
    }

    /// Writes it into a file. A stopped or failed export leaves no file, and what was there before stays.
    pub fn export_json_file(&self, to: &Path, progress: &dyn Progress) -> Result<ExportReport, Error> {
        let (fresh, file) = Fresh::begin(to)?;
        let mut out = BufWriter::new(file);
        let report = self.write_json(&mut out, progress)?;
        fresh.finish(unwrapped(out)?)?;
        Ok(report)
    }

    /// Writes the document. `each` sees every record on its way, drafts included.
    pub(crate) fn write_document(
        &self,
        out: &mut dyn Write,
        progress: &dyn Progress,
        each: &mut dyn FnMut(&Map<String, Value>),
    ) -> Result<Contents, Error> {
        let now = self.clock.now();
        let (handle, care, private, all) = self.store.read(|connection| {
            let known = collections::all(connection)?;
            let care: Vec<_> = known.iter().filter_map(relationship).collect();
            let handle = account::get(connection)?.map(|account| account.handle);
            Ok((handle, care, Books::on(connection).private()?, pages::count(connection)?))
        })?;
        let mut out = Pieces(out);
        out.text("{\n  \"format\": ")?.json(&FORMAT)?;
        out.text(",\n  \"exported_at\": ")?.json(&now)?;
        if let Some(handle) = handle {
            out.text(",\n  \"account\": ")?.json(&handle)?;
        }
        out.text(",\n  \"care\": ")?.json(&care)?;
        out.text(",\n  \"records\": [")?;
        let files = Files::of(&self.home);
        let mut contents = Contents::default();
        let mut done = 0;
        let mut after = None;
        loop {
            let rows = self.store.read(|connection| pages::after(connection, after, PAGE))?;
            let Some((last_at, last)) = rows.last().map(|(at, key, _)| (*at, key.id)) else { break };
            // Without what the phone keeps for itself: a bond holds what lets somebody in.
            for (_, key, content) in rows {
                each(&content.0);
                contents.add(&content.0, false, |id| files.has(id));
                let care = Some(key.collection).filter(|collection| Some(*collection) != private);
                let one = Exported { id: key.id.to_string(), care: care.map(|id| id.to_string()), record: content.0 };
                out.text(if done == 0 { "\n    " } else { ",\n    " })?.json(&one)?;
                done += 1;
            }
            told(progress, done, all)?;
            after = Some((last_at, last));
        }
        out.text("\n  ],\n  \"drafts\": [")?;
        for (n, draft) in self.store.read(drafts::all)?.into_iter().enumerate() {
            each(&draft.content.0);
            contents.add(&draft.content.0, true, |id| files.has(id));
            let one = Exported { id: draft.id.to_string(), care: None, record: draft.content.0 };
            out.text(if n == 0 { "\n    " } else { ",\n    " })?.json(&one)?;
        }
        // At the end, where it is known.
        out.text("\n  ],\n  \"contents\": ")?.json(&contents)?;
        out.text("\n}\n")?;
        Ok(contents)
    }
}

struct Pieces<'a>(&'a mut dyn Write);

impl Pieces<'_> {
    fn text(&mut self, text: &str) -> Result<&mut Self, Error> {
        self.0.write_all(text.as_bytes()).map_err(io_error)?;
        Ok(self)
    }

    fn json(&mut self, value: &impl Serialize) -> Result<&mut Self, Error> {
        serde_json::to_writer(&mut self.0, value).map_err(|error| io_error(io::Error::from(error)))?;
        Ok(self)
    }
}

fn relationship(known: &collections::Known) -> Option<Value> {
    let care = care::relationship(known)?;
    let one = Relationship {
        id: care.id,
        therapist: care.therapist,
        practice: care.practice,
        purpose: care.purpose,
        since: care.since,
        ended: care.ended,
    };
    Some(json!(one))
}
