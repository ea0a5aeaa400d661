//! HTTP. The only module that uses reqwest; [`crate::sync`] and the accounts call it.
//!
//! Layout:
//! - [`client`]: calls, with CBOR bodies, problems as errors, and retries
//! - [`events`]: the change stream

pub(crate) mod client;
pub(crate) mod events;

pub use client::Retry;
