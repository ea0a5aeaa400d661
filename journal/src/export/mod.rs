//! Export formats: Afterglow's own JSON, Markdown to read, CSV of measures, and FHIR R4 for clinics. `docs/export.md`
//! specifies each of them. Every export states its [`Contents`].
//!
//! Layout:
//! - [`contents`]: counts what is included and what was left out
//! - [`ics`]: an appointment for a calendar
//! - [`json`]: complete records, which can be imported again
//! - [`markdown`]: for people; [`csv`]: measures as tables, one row per form or per answer
//! - [`clinic`]: the clinic's session records and clearances, as rows and as text
//! - [`effects`]: side effects and adverse events as tables
//! - [`notice`]: the notice of records that are protected by 42 CFR Part 2, which every format carries
//! - [`words`]: the texts of the files for reading, in each language
//! - [`fhir`]: a `collection` Bundle, one file per type of resource; [`coding`]: its codes

pub mod clinic;
pub mod coding;
pub mod contents;
pub mod csv;
pub mod effects;
pub mod fhir;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod notice;
pub mod words;

pub use contents::{Contents, contents};
pub use notice::{Notice, notice};
pub use words::Words;

use crate::arc::Item;
use crate::measures::Definition;
use crate::record::{Body, Moment};

/// The data to export.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// All records. Those that must not be exported are filtered out ([`leaves`]).
    pub items: &'a [Item],
    /// The instrument definitions that can score the responses.
    pub definitions: &'a [Definition],
    /// The client's handle. No other personal data identifies the client.
    pub handle: &'a str,
    /// The care collection of the records; `None` in a client's own export.
    pub care: Option<protocol::CollectionId>,
    /// The time of the export.
    pub made: &'a Moment,
    /// The notice that the file must carry ([`notice()`]), if the practice's records need one.
    pub notice: Option<Notice>,
}

/// Whether a record is exported. A therapist's private notes are kept apart from the client record, by law and by
/// design. Device settings and earlier versions are not part of the journal.
pub fn leaves(body: &Body) -> bool {
    match body {
        Body::PrivateNote(_) | Body::Preferences(_) | Body::Version(_) => false,
        // The practice's, and not of any client.
        Body::CheckList(_) | Body::ClinicRules(_) => false,
        // A draft is not a record yet.
        Body::SessionRecord(session) => session.kept.is_some(),
        Body::Clearance(clearance) => clearance.kept.is_some(),
        _ => true,
    }
}

impl Source<'_> {
    /// The exported records, oldest first.
    pub(crate) fn leaving(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.iter().filter(|item| leaves(&item.record.body)).collect();
        items.sort_by_key(|item| (item.record.when.unix_ms, item.id));
        items
    }
}
