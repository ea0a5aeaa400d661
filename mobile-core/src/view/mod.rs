//! What a screen shows, computed once for both platforms.
//!
//! Layout:
//! - [`entry`]: one entry, laid out
//! - [`timeline`]: the journey, lists, one entry, search
//! - [`export`]: everything, to take along

mod entry;
mod export;
mod timeline;

pub use entry::{AlternativeView, EntryView, Figure, MeasureView, Reading, ReplyView};
pub use timeline::{Hit, SectionView, SessionView, TimelineView};
