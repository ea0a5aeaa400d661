//! Everything, to take along: one JSON document with every record as it was written, unknown fields included.

use journal::record::Moment;
use journal::sync::Ledger as _;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::store::records::{self, Books};
use crate::store::{account, collections, drafts};
use crate::{Error, Phone, care};

/// What the document is, and in which version of its shape.
pub const FORMAT: &str = "afterglow-export/1";

#[derive(Serialize)]
struct Export {
    format: &'static str,
    exported_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    care: Vec<Relationship>,
    records: Vec<Exported>,
    drafts: Vec<Exported>,
}

#[derive(Serialize)]
struct Relationship {
    id: String,
    therapist: String,
    practice: String,
    since: i64,
    ended: bool,
}

#[derive(Serialize)]
struct Exported {
    id: String,
    /// The care relationship in which a therapist wrote it; absent for the own journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    care: Option<String>,
    record: Map<String, Value>,
}

impl Phone {
    /// The whole journal as JSON, oldest first: own records (which say with whom they are shared), what therapists
    /// wrote, drafts, care relationships. No keys are in it.
    pub fn export_json(&self) -> Result<String, Error> {
        let now = self.clock.now();
        let export = self.store.read(|connection| {
            let private = Books::on(connection).private()?;
            let mut rows = records::visible(connection, &[], None, i64::MAX)?;
            rows.reverse();
            let records = rows.into_iter().filter_map(|(key, row)| {
                let care = Some(key.collection).filter(|collection| Some(*collection) != private);
                Some(Exported { id: key.id.to_string(), care: care.map(|id| id.to_string()), record: row.content?.0 })
            });
            let records = records.collect();
            let drafts = drafts::all(connection)?.into_iter();
            let drafts = drafts.map(|draft| Exported { id: draft.id.to_string(), care: None, record: draft.content.0 });
            let known = collections::all(connection)?;
            Ok(Export {
                format: FORMAT,
                exported_at: now,
                account: account::get(connection)?.map(|account| account.handle),
                care: known.iter().filter_map(relationship).collect(),
                records,
                drafts: drafts.collect(),
            })
        })?;
        serde_json::to_string_pretty(&export).map_err(|_| Error::Fault)
    }
}

fn relationship(known: &collections::Known) -> Option<Relationship> {
    let care = care::relationship(known)?;
    Some(Relationship {
        id: care.id,
        therapist: care.therapist,
        practice: care.practice,
        since: care.since,
        ended: care.ended,
    })
}
