//! The sync machine, without I/O. A driver runs it:
//!
//! ```text
//! write ─► ledger (row and outbox in one transaction)
//! loop:  request(ledger) ─► POST /v1/sync ─► digest(ledger, reply)   until sync_status(ledger).in_sync()
//! ```
//!
//! The phone's ledger is its encrypted database. The desk's ledger is [`Memory`]. Every function that takes a ledger
//! expects to run inside one transaction. Clocks decide nothing here: order comes from `seq` and `revision`.
//!
//! Layout:
//! - [`ledger`]: rows, and what a store must implement
//! - [`write`]: a local change, and its shared copies
//! - [`push`]: builds the next request, in groups
//! - [`digest`]: applies a reply; [`settle`]: resolves one record; [`rebuild`]: reads a collection again from its start
//! - [`admit`]: validates every incoming record; [`table`]: which side may write which kind; [`checkpoint`]: compares
//!   local rows with what their authors have sealed
//! - [`memory`]: an in-memory ledger

pub mod admit;
pub mod checkpoint;
pub mod digest;
pub mod ledger;
pub mod memory;
pub mod push;
mod rebuild;
mod settle;
#[cfg(test)]
mod simulation;
pub mod table;
pub mod write;

pub use admit::{CareContext, Context};
pub use checkpoint::{CheckpointState, KnownCheckpoint, Verdict};
pub use digest::{SyncOutcome, delete_missing, digest, push_missing};
pub use ledger::{Counts, Cursor, Entry, Group, Key, Ledger, Rebuild, Row, Sent, SyncStatus, sync_status};
pub use memory::Memory;
pub use push::{adopt_sealed, request, seal_outbox};
pub use table::Side;
pub use write::write;
