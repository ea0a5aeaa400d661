//! A practice: its settings and members, and the one-time codes with which members register.
//!
//! - [`settings`]: name, settings and the server's health, as members and owners see them
//! - [`members`]: roles, removal, sessions, a lost second factor
//! - [`enrolments`]: codes for new members

pub(crate) mod enrolments;
pub(crate) mod members;
pub(crate) mod settings;

pub use enrolments::bootstrap;
