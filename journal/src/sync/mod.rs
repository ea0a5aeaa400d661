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
//! - [`push`]: the next request, and what waits as somebody else can keep it; [`digest`]: what a reply means;
//!   [`settle`]: of one record; [`rebuild`]: of a collection that is read again from its start
//! - [`memory`]: a ledger in memory

pub mod digest;
pub mod ledger;
pub mod memory;
pub mod push;
mod rebuild;
mod settle;
#[cfg(test)]
mod simulation;
pub mod write;

pub use digest::digest;
pub use ledger::{Cursor, Key, Ledger, Rebuild, Row, Sent, Standing, standing};
pub use memory::Memory;
pub use push::{request, spare};
pub use write::write;
