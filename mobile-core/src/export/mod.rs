//! Exports: complete and documented for machines, readable for people.
//!
//! - [`document`]: one JSON document with every record as it was written (`docs/export.md`)
//! - [`archive`]: the document with photos and voice notes in a zip, optionally under a passphrase
//! - [`story`]: the entries in reading order; [`markdown`] and [`pdf`] render it, the latter with text layout for every script
//!   ([`bidi`], [`fonts`], [`shape`]) into a file that is written page by page ([`paper`], [`embed`])
//! - [`notice`]: every export begins there, with the notice that it must carry
//! - [`kit`]: the recovery code on a page of paper
//! - [`contents`]: the table of contents inside an export; [`progress`]: progress and cancelling

pub(crate) mod archive;
mod bidi;
mod contents;
pub(crate) mod document;
mod embed;
mod fonts;
mod kit;
pub(crate) mod markdown;
mod notice;
mod paper;
mod pdf;
pub(crate) mod progress;
mod shape;
mod story;

use serde::Serialize;

pub use document::FORMAT;
pub use pdf::PdfForm;
pub use progress::{Progress, Silent};

/// What an export contains.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ExportReport {
    /// Number of records, drafts included; for Markdown and PDF, of entries.
    pub records: u32,
    /// Photos and voice notes.
    pub attachments: u32,
    /// Photos and voice notes that are not on this phone, and so not in the export: fetch them first.
    pub not_here: u32,
    /// The local date of the first exported entry.
    pub first: Option<String>,
    /// The local date of the last exported entry.
    pub last: Option<String>,
    /// Characters that no font of the PDF has; the other formats contain them.
    pub signs_missing: u32,
}
