//! The arc of the work: where an entry stands among the dosing sessions, and the journey as a timeline.
//!
//! Layout:
//! - [`calendar`]: local days and wall times, through a zone that is passed in
//! - [`place`]: phase, session n and day +d, from the sessions' and the entry's own local days
//! - [`timeline`]: what a client or a therapist sees: sessions as landmarks, entries between them

pub mod calendar;
pub mod place;
pub mod timeline;

pub use place::{ArcPlace, SessionDay};
pub use timeline::{Entry, Item, Reading, Section, Timeline, timeline};
