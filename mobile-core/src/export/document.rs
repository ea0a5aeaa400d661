//! The JSON document: every record as it was written, with unknown fields. `docs/export.md` describes it.
//!
//! Written page by page, so memory does not grow with the journal.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use journal::export::Notice;
use journal::record::Payload;
use journal::sync::Ledger as _;
use serde::Serialize;
use serde_json::{Value, json};

use super::contents::Contents;
use super::progress::{NewFile, report_progress, unwrapped};
use super::{ExportReport, Progress, Silent};
use crate::attach::files::{Files, io_error};
use crate::phone::Transfer;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::store::{account, collections, drafts};
use crate::{CarePurpose, Error, care};

/// The name and version of the document's format.
pub const FORMAT: &str = "afterglow-export/1";
/// Thumbnails are in the records: a hundred of them are a few megabytes.
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
    pub record: Payload,
}

impl Transfer<'_> {
    /// The whole journal as JSON, oldest first: own records (with their lists of readers), their earlier versions, what
    /// therapists wrote, drafts, care relationships. The keys of the account are not included. All of it is in memory:
    /// use [`Transfer::write_json`] for long journals.
    ///
    /// # Errors
    /// [`Error::PinAgain`] if there is a PIN and the person was not authenticated recently, as for every export.
    pub fn export_json(self) -> Result<String, Error> {
        let mut out = Vec::new();
        self.write_json(&mut out, &Silent)?;
        String::from_utf8(out).map_err(|_| Error::Fault)
    }

    /// Writes the document of [`Transfer::export_json`] page by page, for a journal of any length.
    ///
    /// # Errors
    /// The store, `out`, and [`Error::Cancelled`].
    pub fn write_json(self, out: &mut dyn Write, progress: &dyn Progress) -> Result<ExportReport, Error> {
        let notice = self.begin_export()?;
        let contents = self.write_document(out, notice, progress, &mut |_| ())?;
        let records = contents.records + contents.drafts;
        Ok(ExportReport { records, first: contents.from, last: contents.to, ..ExportReport::default() })
    }

    /// Writes it into a file. A stopped or failed export leaves no new file, and keeps an existing one.
    pub fn export_json_file(self, to: &Path, progress: &dyn Progress) -> Result<ExportReport, Error> {
        let (fresh, file) = NewFile::begin(to)?;
        let mut out = BufWriter::new(file);
        let report = self.write_json(&mut out, progress)?;
        fresh.finish(unwrapped(out)?)?;
        Ok(report)
    }

    /// Writes the document. `each` is called with every record, including drafts.
    pub(crate) fn write_document(
        self,
        out: &mut dyn Write,
        notice: Option<Notice>,
        progress: &dyn Progress,
        each: &mut dyn FnMut(&Payload),
    ) -> Result<Contents, Error> {
        let now = self.phone.clock.now();
        let (handle, care, private, all) = self.phone.store.read(|connection| {
            let known = collections::all(connection)?;
            let care: Vec<_> = known.iter().filter_map(relationship).collect();
            let handle = account::get(connection)?.map(|account| account.handle);
            Ok((handle, care, StoreLedger::new(connection).private()?, pages::count(connection)?))
        })?;
        let mut out = JsonOutput(out);
        out.text("{\n  \"format\": ")?.json(&FORMAT)?;
        out.text(",\n  \"exported_at\": ")?.json(&now)?;
        if let Some(handle) = handle {
            out.text(",\n  \"account\": ")?.json(&handle)?;
        }
        if let Some(notice) = notice {
            out.text(",\n  \"notice\": ")?.json(&notice.statement())?;
        }
        out.text(",\n  \"care\": ")?.json(&care)?;
        out.text(",\n  \"records\": [")?;
        let files = Files::of(&self.phone.home);
        let mut contents = Contents::new(notice);
        let mut done = 0;
        let mut after = None;
        loop {
            let rows = self.phone.store.read(|connection| pages::after(connection, after, PAGE))?;
            let Some((last_at, last)) = rows.last().map(|(at, key, _)| (*at, key.id)) else { break };
            // Without bonds: they hold secrets.
            for (_, key, content) in rows {
                each(&content);
                contents.add(&content, false, |id| files.has(id));
                let care = Some(key.collection).filter(|collection| Some(*collection) != private);
                let one = Exported { id: key.id.to_string(), care: care.map(|id| id.to_string()), record: content };
                out.text(if done == 0 { "\n    " } else { ",\n    " })?.json(&one)?;
                done += 1;
            }
            report_progress(progress, done, all)?;
            after = Some((last_at, last));
        }
        out.text("\n  ],\n  \"drafts\": [")?;
        for (n, draft) in self.phone.store.read(drafts::all)?.into_iter().enumerate() {
            each(&draft.content);
            contents.add(&draft.content, true, |id| files.has(id));
            let one = Exported { id: draft.id.to_string(), care: None, record: draft.content };
            out.text(if n == 0 { "\n    " } else { ",\n    " })?.json(&one)?;
        }
        // At the end, where it is complete.
        out.text("\n  ],\n  \"contents\": ")?.json(&contents)?;
        out.text("\n}\n")?;
        Ok(contents)
    }
}

struct JsonOutput<'a>(&'a mut dyn Write);

impl JsonOutput<'_> {
    fn text(&mut self, text: &str) -> Result<&mut Self, Error> {
        self.0.write_all(text.as_bytes()).map_err(io_error)?;
        Ok(self)
    }

    fn json(&mut self, value: &impl Serialize) -> Result<&mut Self, Error> {
        serde_json::to_writer(&mut self.0, value).map_err(|error| io_error(io::Error::from(error)))?;
        Ok(self)
    }
}

fn relationship(known: &collections::CollectionState) -> Option<Value> {
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
