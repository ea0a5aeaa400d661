//! Errors for the page: a stable code to act on, and a sentence for the person.

use std::convert::Infallible;

use journal::seal;
use serde::Serialize;
use tsify::Tsify;

/// The error of every fallible call. `code` is one of `protocol::Code` or `journal::seal::Error`, or one of the desk's
/// own: `not_ready`, `not_found`, `attachment`, `answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Tsify)]
pub struct Fault {
    /// The stable code. Pages act on it and translate it.
    pub code: String,
    /// An English text, in case there is no translation.
    pub title: String,
}

impl Fault {
    fn new(code: &str, title: &str) -> Self {
        Self { code: code.into(), title: title.into() }
    }

    /// The calls were made in the wrong order.
    pub(crate) fn not_ready() -> Self {
        Self::new("not_ready", "The desk is locked.")
    }

    /// Missing: withdrawn, deleted, or inaccessible to the therapist.
    pub(crate) fn not_found() -> Self {
        Self::new("not_found", "This is no longer available. The client may have taken it back.")
    }

    /// The client has a bond, but the server does not list the collection.
    pub(crate) fn not_listed() -> Self {
        Self::new("not_listed", "The server no longer lists this client. They may have stopped sharing.")
    }

    /// The account has a stored key for a collection without a bond.
    pub(crate) fn no_bond() -> Self {
        Self::new(
            "no_bond",
            "The server lists a relationship that this browser does not know. Nothing is read from it.",
        )
    }

    /// The server does not list the account's private collection.
    pub(crate) fn own_missing() -> Self {
        Self::new(
            "own_missing",
            "The server does not show your own records as this browser knows them. Nothing was sent.",
        )
    }

    /// The record is the client's, or of a kind that therapists do not write.
    pub(crate) fn not_yours() -> Self {
        Self::new("not_yours", "Only the client can change this.")
    }

    /// A photo or recording is not authentic, or incomplete.
    pub(crate) fn attachment() -> Self {
        Self::new("attachment", "This file is incomplete or not the one that your client sent, so it is not shown.")
    }

    /// The server's response does not follow the protocol.
    pub(crate) fn bad_response() -> Self {
        Self::new("answer", "The server's response could not be understood.")
    }
}

impl From<seal::Error> for Fault {
    fn from(error: seal::Error) -> Self {
        Self::new(error.code(), &error.to_string())
    }
}

/// An in-memory ledger cannot fail.
pub(crate) fn sure<T>(result: Result<T, Infallible>) -> T {
    let Ok(value) = result;
    value
}
