//! The casebook: a client's opened records, everything that the therapist sees of them, and the therapist's changes.
//!
//! It runs in the desk's worker as a separate module. The first page needs only keys and the caseload, so this module
//! is loaded when a client is opened (docs/decisions/0010). The desk transfers opened records as bytes and receives
//! changes in the same way. The casebook has no keys and sends no requests.
//!
//! Layout:
//! - [`exchange`]: records from the desk, changes to it
//! - [`pages`]: timeline and entry; [`answers`]: answers to a measure; [`search`]: full-text search; [`view`]: types
//!   for pages
//! - [`overview`]: brief and trends
//! - [`marks`]: opened and reviewed entries; [`replies`]: replies, promises, and the therapist's own notes; [`forms`]:
//!   unfinished forms
//! - [`plan`]: assignments, suggestions, appointments, dosing sessions; [`library`]: the practice's instruments and
//!   prompts; [`sets`]: its own prompt sets; [`card`]: the practice card
//! - [`clinic`]: the clinic's session records, clearances and check lists; [`rules`]: the practice's rules for them
//! - [`exports`]: exports with their contents
//! - [`surface`]: the interface for JavaScript; each method is one line over the modules above

pub mod answers;
pub mod card;
pub mod clinic;
pub mod dispositions;
pub mod exchange;
pub mod exports;
pub mod fault;
mod folded;
pub mod forms;
pub mod library;
pub mod marks;
pub mod overview;
pub mod pages;
pub mod plan;
pub mod replies;
pub mod rules;
pub mod search;
pub mod sets;
pub mod surface;
#[cfg(test)]
mod tests;
pub mod view;

pub use exchange::{Casebook, Change, Changes, Now};
pub use fault::Fault;
