//! Everything, to take along: complete and documented for machines, readable for people.
//!
//! Layout:
//! - [`document`]: one JSON document with every record as it was written (`docs/export.md`)
//! - [`archive`]: the document and the photos and voice notes in a zip, under a passphrase if one is given
//! - [`story`]: the entries in their order, as people read them; [`markdown`] and [`pdf`] write it down, the latter in the
//!   order and the fonts of every script ([`bidi`], [`shape`])
//! - [`contents`]: what is inside, said in the export itself; [`progress`]: how far it is, and stopping it

pub(crate) mod archive;
mod bidi;
mod contents;
pub(crate) mod document;
pub(crate) mod markdown;
mod pdf;
pub(crate) mod progress;
mod shape;
mod story;

use serde::Serialize;

pub use document::FORMAT;
pub use pdf::PdfForm;
pub use progress::{Progress, Silent};

/// What was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ExportReport {
    /// Records, drafts included; for people's formats, entries.
    pub records: u32,
    /// Photos and voice notes.
    pub attachments: u32,
    /// Photos and voice notes that are not on this phone, and so not in it: fetch them first.
    pub not_here: u32,
    /// The day of the first entry that is in it.
    pub first: Option<String>,
    /// The day of the last entry that is in it.
    pub last: Option<String>,
    /// Signs that no font of the PDF has; they are complete in the other formats.
    pub signs_missing: u32,
}
