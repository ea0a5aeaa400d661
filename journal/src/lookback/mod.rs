//! Looking back: how things moved, what returns, and search in everything.
//!
//! Layout:
//! - [`fold`]: words as they are compared, in every script
//! - [`search`]: what counts as a hit, and how it is shown; [`typo`]: what a person may have meant

pub mod fold;
pub mod search;
pub mod typo;

pub use search::{Folded, Piece, Query, Snippet};
pub use typo::Vocabulary;
