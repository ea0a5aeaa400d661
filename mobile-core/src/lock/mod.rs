//! The lock: without the PIN (or face or finger) there is no key in this process, and without the key no journal.
//!
//! The PIN does not only guard a screen: it wraps the store's key (`docs/decisions/0020`). While the phone is locked every
//! call that needs the journal returns `locked`. The help card is no content and stays readable.
//!
//! [`pin`] sets, changes and removes the PIN, unlocks and locks. What the key store keeps of it is in
//! [`crate::secrets::pin_lock`], auto-lock in [`crate::store::auto_lock`].

mod pin;

pub use pin::LockView;
