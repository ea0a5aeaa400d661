//! The sync machine, without I/O. A driver carries it out:
//!
//! ```text
//! write ─► ledger (row and outbox in one transaction)
//! loop:  request(ledger) ─► POST /v1/sync ─► digest(ledger, reply)   until standing(ledger).in_sync()
//! ```
//!
//! The phone's ledger is its encrypted database, the desk's is [`Memory`]. Every function that takes a ledger expects to
//! run inside one transaction of it. Clocks decide nothing here: order comes from `seq` and `revision`.
//!
//! Layout:
//! - [`ledger`]: rows and what a store must offer
//! - [`write`]: a change made on this device, and the copies of it that are shared
//! - [`push`]: the next request, in groups; [`digest`]: what a reply means; [`settle`]: of one record; [`rebuild`]: of a
//!   collection that is read again from its start
//! - [`admit`]: the one door through which records come in; [`table`]: who may write what; [`checkpoint`]: whether what is
//!   here is what its authors have written
//! - [`memory`]: a ledger in memory

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

pub use admit::{Care, Context};
pub use checkpoint::{Slot, Trust, Verdict};
pub use digest::{Digested, bring_again, digest, remove_here};
pub use ledger::{Counts, Cursor, Entry, Group, Key, Ledger, Rebuild, Row, Sent, Standing, standing};
pub use memory::Memory;
pub use push::{adopt, request, spare};
pub use table::Side;
pub use write::write;
