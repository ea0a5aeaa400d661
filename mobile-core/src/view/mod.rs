//! What a screen shows, computed once for both platforms.
//!
//! Layout:
//! - [`entry`]: one entry, laid out
//! - [`timeline`]: the journey, lists, one entry; [`search`]: in everything

mod entry;
mod search;
mod timeline;

pub use entry::{AlternativeView, EntryView, Figure, MeasureView, Reading, ReplyView};
pub use search::{Hit, PieceView, SearchForm, SearchView};
pub use timeline::{SectionView, SessionView, TimelineView};
pub(crate) use timeline::{lay_out, visible_of};
