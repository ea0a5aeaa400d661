//! The casebook: one client's opened records, and everything that a therapist is shown of them and writes into them.
//!
//! It lives in the desk's worker, as a module of its own: the first page needs keys and the caseload only, so what is
//! read of one client comes when a client is opened (docs/decisions/0008). The desk hands opened records over as bytes
//! and takes what is written back in the same way; the casebook holds no key and asks nobody for anything.
//!
//! Layout:
//! - [`hand`]: records in from the desk, changes out to it
//! - [`pages`]: timeline and entry, with [`answers`] to a measure; [`search`]: words found in them; [`view`]: the types that pages get
//! - [`look`]: brief and trends, as the journal makes them
//! - [`marks`]: what was opened and reviewed; [`between`]: replies and promises, and what the therapist keeps for themself
//! - [`plan`]: assignments, suggestions, meetings, dosing sessions; [`library`]: instruments and prompts of the practice;
//!   [`sets`]: its own prompts, with whom they were given to; [`card`]: whom to call there
//! - [`take`]: exports, with what is inside
//! - [`surface`]: what JavaScript sees: each method one line over the modules above

pub mod answers;
pub mod between;
pub mod card;
pub mod fault;
pub mod hand;
pub mod library;
pub mod look;
pub mod marks;
pub mod pages;
pub mod plan;
pub mod search;
pub mod sets;
pub mod surface;
pub mod take;
#[cfg(test)]
mod tests;
pub mod view;

pub use fault::Fault;
pub use hand::{Casebook, Change, Changes, Now};
