//! The lock: without the PIN (or a face or a finger) there is no key in this process, and without the key no journal.
//!
//! The PIN does not only guard a screen: it wraps the store's key (`docs/decisions/0020`). While the phone is locked every
//! call that needs the journal answers `locked`; what helps in a crisis is no content and works all the same.
//!
//! Layout:
//! - [`kept`]: what the platform keeps of the lock, and how long to wait after wrong PINs
//! - [`gate`] locks by itself
//! - [`biometrics`]: face or finger, asked by the platform
//! - [`phone`]: set, change, remove, unlock, lock, quick exit

pub(crate) mod biometrics;
pub(crate) mod gate;
pub(crate) mod kept;
mod phone;

pub use biometrics::{BiometricError, Biometrics};
pub(crate) use gate::Gate;
pub(crate) use kept::Kept;
pub use phone::LockView;
