//! The domain logic of the journal: pure Rust, identical on the phone, in the browser and in tests.
//!
//! Nothing in this crate reads a clock, a file, a network or a source of randomness: time and a seeded [`seal::Random`]
//! are parameters. Phones use it through `mobile-core` (uniffi), the portal through `bindings/web` (WebAssembly), so
//! that a seal, a merge or a score cannot differ between them.
//!
//! Layout, in the direction of the data:
//! - [`record`]: payloads; unknown fields of newer versions are kept
//! - [`seal`]: encrypts and decrypts records; keys, recovery, invitations, the client's half of OPAQUE
//! - [`merge`]: three-way merge of two versions of a record, by field and by word
//! - [`sync`]: the sync machine: builds requests from outbox and cursors, applies responses to rows
//! - [`arc`]: the position of entries relative to sessions: phase, session number, day
//! - [`lookback`]: trends, recurring themes, search
//! - [`effects`]: side effects and adverse events, and their urgency
//! - [`measures`]: instruments as data, scored in one place
//! - [`brief`]: what a therapist is shown, by published rules
//! - [`clinic`]: the clinic's session record, discharge and intake: checks of the typed values
//! - [`export`]: JSON, Markdown, CSV, FHIR

pub mod arc;
pub mod brief;
mod checks;
pub mod clinic;
pub mod effects;
pub mod export;
pub mod lookback;
pub mod measures;
pub mod merge;
pub mod record;
pub mod seal;
pub mod sync;
#[cfg(feature = "vectors")]
pub mod vectors;
