//! What Kotlin and Swift call: thin, documented, one file a screen group.
//!
//! Calls that wait for the network or stretch a password are async and may be cancelled; every other call reads or
//! writes the store on this phone and takes milliseconds: call it off the main thread. Ids are strings here, and no
//! object is passed as an argument. Every error is a [`CoreError`] with a stable code and a sentence for the person.
//!
//! Layout:
//! - [`core`]: opening, observing; [`error`]
//! - [`account`]: welcome, sign in, recovery kit, devices; [`care`]: join, therapist
//! - [`attach`]: photos and voice notes; [`transfer`]: export and import
//! - [`lock`]: PIN, face or finger; [`erase`]: everything is deleted
//! - [`journal`]: write, check in, share, journey, search; [`sync`]: sync and its status

mod account;
mod attach;
mod care;
mod core;
mod erase;
mod error;
mod journal;
mod lock;
mod sync;
mod transfer;

pub use self::account::DeviceView;
pub use self::core::{PhoneCore, SalvagedView};
pub use self::error::CoreError;
