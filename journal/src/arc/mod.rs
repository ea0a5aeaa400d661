//! The arc of the work: the position of entries relative to dosing sessions, and the journey as a timeline.
//!
//! Layout:
//! - [`calendar`]: local days and wall times, through a zone that is passed in
//! - [`checkins`]: +4 h, +24 h, +72 h, +7 d after a session; [`follow_ups`]: weeks and months after the last one;
//!   [`effect_checks`]: when side effects are asked about
//! - [`sessions`]: merges the records of one dosing session
//! - [`place`]: phase, session n and day +d, from the sessions' and the entry's own local days
//! - [`assignments`]: what a therapist assigned, and when it is due
//! - [`prompts`]: selects the questions for now; [`own`]: a practice's own prompts, and their changes
//! - [`reminders`]: the next reminders, by published rules
//! - [`journey`]: the position in the journey, and the open intentions
//! - [`steps`]: insight → step → habit: progress, week by week
//! - [`entry`]: one entry, computed from its record; [`timeline`]: the journey as a client or a therapist sees it:
//!   sessions as landmarks, entries between them

pub mod assignments;
pub mod calendar;
pub mod checkins;
pub mod effect_checks;
pub mod entry;
pub mod follow_ups;
pub mod journey;
pub mod own;
pub mod place;
pub mod prompts;
pub mod reminders;
pub mod sessions;
pub mod steps;
pub mod timeline;

pub use calendar::Zone;
pub use checkins::{CheckInPlan, CheckInState, Meeting, Written};
pub use entry::{AttachmentView, EffectView, Entry, FileKind, Item, Reading, page_entry};
pub use follow_ups::FollowUp;
pub use place::{ArcPlace, Chapter, Course, Session};
pub use prompts::{Asked, Offer, Prompt};
pub use reminders::{Notice, Reason, Title};
pub use sessions::{Recorded, sessions};
pub use steps::{StepDays, StepProgress, Thread, Week};
pub use timeline::{Section, Timeline, timeline};
