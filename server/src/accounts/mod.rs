//! Accounts: registration, sign-in, sessions, recovery, passwords, devices.
//!
//! The server learns a sign-in name and sealed bytes; never a password, a recovery code or a key.
//!
//! - [`registration`], [`sign_in`], [`recovery`], [`password`]: the OPAQUE exchanges
//! - [`sessions`]: new and renewed sessions; [`devices`]: what is signed in; [`profile`]: the account's own view of itself
//! - [`second_factor`]: TOTP for therapists and owners
//! - [`renewal`]: replaces all keys after a phone was lost; [`erasure`]: deletes an account

pub(crate) mod devices;
pub(crate) mod erasure;
pub(crate) mod password;
pub(crate) mod profile;
pub(crate) mod recovery;
pub(crate) mod registration;
pub(crate) mod renewal;
pub mod second_factor;
pub(crate) mod sessions;
pub(crate) mod sign_in;
