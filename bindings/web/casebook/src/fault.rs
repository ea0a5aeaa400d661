//! Errors for the page, in the desk's format.

use serde::Serialize;
use tsify::Tsify;

/// The error of every fallible call. `code` is `not_found`, `records`, or a code that the call documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Fault {
    /// The stable code. Pages act on it and translate it.
    pub code: String,
    /// An English text, in case there is no translation.
    pub title: String,
}

impl Fault {
    pub(crate) fn new(code: &str, title: &str) -> Self {
        Self { code: code.into(), title: title.into() }
    }

    /// Missing: withdrawn, deleted, or inaccessible to the therapist.
    pub(crate) fn not_found() -> Self {
        Self::new("not_found", "This is no longer available. The client may have taken it back.")
    }

    /// The therapist's private collection has not been read yet.
    pub(crate) fn no_own() -> Self {
        Self::new("no_own_collection", "Your own notes are not ready yet. Try again when the desk is in sync.")
    }

    /// Data from the desk or the page has an unexpected format.
    pub(crate) fn records() -> Self {
        Self::new("records", "The records could not be passed to the casebook.")
    }
}

/// A fault in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct ReportLine {
    /// The path: `items[3]`, `licence`.
    pub place: String,
    /// A stable code: `empty`, `repeated`, `unknown`, `malformed` …
    pub code: String,
    /// An English text, in case there is no translation.
    pub title: String,
}

impl ReportLine {
    pub(crate) fn new(place: &str, code: &str, title: &str) -> Self {
        Self { place: place.into(), code: code.into(), title: title.into() }
    }
}
