//! Look back: trends, recurring themes, memories and full-text search.
//!
//! Layout:
//! - [`trends`]: one point per day, with gaps; comparison of sessions
//! - [`recurring`]: themes and words that recur; [`memories`]: a month, a year, a session ago
//! - [`fold`]: normal form of words for comparison, in every script
//! - [`search`]: matching and snippets; [`typo`]: spelling suggestions

pub mod fold;
pub mod memories;
pub mod recurring;
pub mod search;
pub mod trends;
pub mod typo;

pub use memories::{Ago, Memory};
pub use recurring::{RecurringTerm, StopWords};
pub use search::{FoldedText, Piece, Query, Snippet};
pub use trends::{DayPoint, Figure, SessionTrend};
pub use typo::Vocabulary;
