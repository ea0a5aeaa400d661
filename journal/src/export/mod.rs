//! Records to take along: our own JSON, Markdown to read, CSV of measures, FHIR R4 for a clinic. `docs/export.md` says
//! what stands in each; every one of them comes with its [`Contents`].
//!
//! Layout:
//! - [`contents`]: what is inside and what was left out, counted
//! - [`json`]: everything as it was written, to be read back
//! - [`markdown`]: to be read by people; [`csv`]: measures as tables, a row a form or a row an answer
//! - [`fhir`]: a `collection` Bundle, a file for each kind of resource; [`coding`]: the codes in it

pub mod coding;
pub mod contents;
pub mod csv;
pub mod fhir;
pub mod json;
pub mod markdown;

pub use contents::{Contents, contents};

use crate::arc::Item;
use crate::measures::Definition;
use crate::record::{Body, Moment};

/// What is exported.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The records; what belongs to nobody else's eyes is left out ([`leaves`]).
    pub items: &'a [Item],
    /// The instruments that count.
    pub definitions: &'a [Definition],
    /// By what name the client is known here: a handle, never more.
    pub handle: &'a str,
    /// The relationship that the records come from; absent in a client's own export.
    pub care: Option<protocol::CollectionId>,
    /// When it is made.
    pub made: &'a Moment,
}

/// Whether a record goes along. A therapist's private notes are kept apart from the record by law and by design, and
/// what a device sets for itself is nobody's journal.
pub fn leaves(body: &Body) -> bool {
    !matches!(body, Body::PrivateNote(_) | Body::Preferences(_) | Body::Version(_))
}

impl Source<'_> {
    /// The records that go along, in the order of time.
    pub(crate) fn leaving(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.iter().filter(|item| leaves(&item.record.body)).collect();
        items.sort_by_key(|item| (item.record.when.unix_ms, item.id));
        items
    }
}
