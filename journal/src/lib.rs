//! What is true about a journal: pure Rust, the same on the phone, in the browser and in tests.
//!
//! Nothing in this crate reads a clock, a file, a network or a source of randomness: time and a seeded
//! [`seal::Random`] are passed in. Phones get it through `mobile-core` (uniffi), the portal through `bindings/web`
//! (WebAssembly), so a seal, a merge or a score cannot differ between them.
//!
//! Layout, in the direction of the data:
//! - [`record`]: the payloads, with room for what newer versions add
//! - [`seal`]: records become envelopes and back; keys, recovery, invitations, the client's half of OPAQUE
//! - [`merge`]: two versions of a record become one, three ways, field by field, word by word
//! - [`sync`]: the sync machine: outbox, cursors and replies in; requests and rows out
//! - [`arc`]: where an entry stands in the arc of the work: phase, session n, day +d
//! - [`lookback`]: how things moved, what returns, search
//! - [`measures`]: instruments as data, scored in one place
//! - [`brief`]: what a therapist is shown, by published rules
//! - [`export`]: JSON, Markdown, CSV, FHIR

pub mod arc;
pub mod brief;
mod checks;
pub mod export;
pub mod lookback;
pub mod measures;
pub mod merge;
pub mod record;
pub mod seal;
pub mod sync;
#[cfg(feature = "vectors")]
pub mod vectors;
