//! What went wrong, as the page is told: a stable code to act on and a sentence for the person.

use journal::seal;
use serde::Serialize;
use tsify::Tsify;

/// Thrown by every call that can fail. `code` is one of `protocol::Code` or of `journal::seal::Error`, or one of the
/// desk's own: `not_ready`, `not_found`, `answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Fault {
    /// Stable; pages act on it and translate it.
    pub code: String,
    /// In English, for when no translation is there.
    pub title: String,
}

impl Fault {
    fn new(code: &str, title: &str) -> Self {
        Self { code: code.into(), title: title.into() }
    }

    /// Called in an order that cannot be.
    pub(crate) fn not_ready() -> Self {
        Self::new("not_ready", "The desk is locked.")
    }

    /// Not there (any more): taken back, deleted, or never the therapist's.
    pub(crate) fn not_found() -> Self {
        Self::new("not_found", "This is not here any more. The client may have taken it back.")
    }

    /// The client has a bond, and the server shows no collection for it.
    pub(crate) fn not_listed() -> Self {
        Self::new("not_listed", "The server no longer lists this client. It may be that they have ended the sharing.")
    }

    /// The account has stored a key for a collection of which its own records know nothing.
    pub(crate) fn no_bond() -> Self {
        Self::new("no_bond", "There is access that this browser does not know. Nothing is read there.")
    }

    /// The account's own collection is not in the server's list.
    pub(crate) fn own_missing() -> Self {
        Self::new("own_missing", "The server does not show your practice as you left it. Nothing was sent.")
    }

    /// A record is the client's, or of a kind that therapists do not write.
    pub(crate) fn not_yours() -> Self {
        Self::new("not_yours", "Only the client can change this.")
    }

    /// The server's answer is not what the protocol says.
    pub(crate) fn answer() -> Self {
        Self::new("answer", "The server's answer could not be understood.")
    }
}

impl From<seal::Error> for Fault {
    fn from(error: seal::Error) -> Self {
        Self::new(error.code(), &error.to_string())
    }
}
