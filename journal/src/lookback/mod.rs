//! Looking back: how things moved, what returns, what a day recalls, and search in everything.
//!
//! Layout:
//! - [`trends`]: a point a day with gaps left as gaps; sessions beside each other
//! - [`returning`]: themes and words that come back; [`memories`]: a month, a year, a session ago
//! - [`fold`]: words as they are compared, in every script
//! - [`search`]: what counts as a hit, and how it is shown; [`typo`]: what a person may have meant

pub mod fold;
pub mod memories;
pub mod returning;
pub mod search;
pub mod trends;
pub mod typo;

pub use memories::{Ago, Memory};
pub use returning::{Returning, StopWords};
pub use search::{Folded, Piece, Query, Snippet};
pub use trends::{DayPoint, Figure, SessionTrend};
pub use typo::Vocabulary;
