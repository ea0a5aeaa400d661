//! What a person writes, changes, deletes and shares. Every call is on disk, outbox and shared copies included, before
//! it returns; none of them needs a network.
//!
//! Layout:
//! - [`writing`]: reflections, and records of any kind
//! - [`kinds`]: check-ins, sessions, intentions, steps, measures, appointments, each with its form
//! - [`drafts`]: what is being written, saved at every pause
//! - [`sharing`]: exact preview, share, take back

mod drafts;
mod kinds;
mod sharing;
mod writing;

pub use drafts::DraftView;
pub use kinds::{CheckInForm, SessionForm, StepProgress};
pub use sharing::Preview;
pub use writing::{Phase, Writing};
