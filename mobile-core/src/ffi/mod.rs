//! The API for Kotlin and Swift: thin, documented, one file for each group of screens.
//!
//! Calls that wait for the network or stretch a password are async and can be cancelled; every other call reads or writes the
//! store on this phone and takes milliseconds: call it off the main thread. Ids are strings here, and no object is passed as an
//! argument. Every error is a [`CoreError`] with a stable code and a sentence for the person.
//!
//! Layout:
//! - [`core`]: opening, observing; [`error`]
//! - [`account`]: welcome, sign in, recovery code, devices; [`care`]: join, therapist
//! - [`attach`]: photos and voice notes; [`transfer`]: export and import
//! - [`lock`]: PIN, face or fingerprint; [`erase`]: deleting everything
//! - [`today`]; [`write`]: forms, drafts, prompts, versions; [`arc`]: check-in, session, intentions, steps
//! - [`effects`]: the side-effect check and the page in response to it
//! - [`measures`]: one question per page, safety, help now; [`journey`]: page by page, one entry, search, look back
//! - [`share`]: preview, share, take back, access, replies, consent; [`settings`]: welcome, reminders, settings
//! - [`sync`]: sync and its status

mod account;
mod arc;
mod attach;
mod care;
mod core;
mod effects;
mod erase;
mod error;
mod journey;
mod lock;
mod measures;
mod settings;
mod share;
mod sync;
mod today;
mod transfer;
mod write;

pub use self::account::DeviceView;
pub use self::core::{PhoneCore, SalvagedView};
pub use self::error::CoreError;
