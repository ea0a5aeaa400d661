//! What went wrong, as the page is told: the desk's own form.

use serde::Serialize;
use tsify::Tsify;

/// Thrown by every call that can fail. `code` is `not_found`, `records`, or one of what a call's own page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Fault {
    /// Stable; pages act on it and translate it.
    pub code: String,
    /// In English, for when no translation is there.
    pub title: String,
}

impl Fault {
    pub(crate) fn new(code: &str, title: &str) -> Self {
        Self { code: code.into(), title: title.into() }
    }

    /// Not there (any more): taken back, deleted, or never the therapist's.
    pub(crate) fn not_found() -> Self {
        Self::new("not_found", "This is not here any more. The client may have taken it back.")
    }

    /// The therapist's own collection is not there yet.
    pub(crate) fn no_own() -> Self {
        Self::new("no_own_collection", "Your own notes are not ready yet. Try again when the desk is in sync.")
    }

    /// What the desk handed over, or the page asked for, is not of the shape that was agreed.
    pub(crate) fn records() -> Self {
        Self::new("records", "The records could not be handed over.")
    }
}
