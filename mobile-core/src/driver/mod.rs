//! The network: carries out what the sync machine and the accounts ask. The only room that knows HTTP.
//!
//! Layout:
//! - [`wire`]: one call: CBOR out and in, problems, retries
//! - [`session`]: tokens: used while they last, refreshed once for all who wait
//! - [`sync`]: the machine's requests and replies, until everything is here and there
//! - [`epochs`]: new keys when a phone is lost
//! - [`restored`]: what a restored server has forgotten of both
//! - [`changes`]: what the server says by itself

mod changes;
mod epochs;
mod restored;
pub(crate) mod session;
pub(crate) mod sync;
pub(crate) mod wire;

pub use wire::Retry;
