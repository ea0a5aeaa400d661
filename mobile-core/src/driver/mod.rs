//! The network: carries out what the sync machine and the accounts ask. The only room that knows HTTP.
//!
//! Layout:
//! - [`wire`]: one call: CBOR out and in, problems, retries
//! - [`session`]: tokens: used while they last, refreshed once for all who wait
//! - [`sync`]: the machine's requests and replies, until everything is here and there
//! - [`context`]: what this phone knows of itself and of its bonds; [`manifest`]: what the account says of itself
//! - [`epochs`]: new keys when a phone is signed out
//! - [`restored`]: what a restored server has forgotten of both
//! - [`changes`]: what the server says by itself

mod changes;
pub(crate) mod context;
pub(crate) mod epochs;
mod manifest;
mod restored;
pub(crate) mod session;
pub(crate) mod sync;
pub(crate) mod wire;

pub use wire::Retry;
