//! The lock: without the PIN (or face or fingerprint) there is no key in this process, and the journal cannot be
//! opened.
//!
//! The PIN does not only guard a screen: it wraps the store's key (`docs/decisions/0020`). While the phone is locked,
//! every call that needs the journal returns `locked`. The help card contains no entries and stays readable.
//!
//! [`pin`] sets, changes and removes the PIN, unlocks and locks. [`crate::secrets::pin_lock`] is the state in the key
//! store, [`crate::store::auto_lock`] the auto-lock.

mod pin;

pub use pin::LockView;
