//! Accounts: registration, sign-in, sessions, recovery, passwords, devices.
//!
//! The server learns a sign-in name and sealed bytes; never a password, a recovery code or a key.
//!
//! - [`opaque`]: the server's half of OPAQUE; [`registration`], [`sign_in`], [`recovery`], [`password`] use it
//! - [`tokens`]: access tokens and the keys that sign them; [`refresh`]: the tokens that renew them
//! - [`second_factor`]: codes for therapists and owners; [`erasure`]: the end
//! - [`manifest`]: what an account says of itself; [`renewal`]: everything exchanged after a phone was lost
//! - [`devices`]: what is signed in, and [`presence`]: what was a moment ago; [`profile`]: an account as its own devices see it

pub mod devices;
mod ed25519;
pub mod erasure;
pub mod manifest;
pub mod opaque;
pub mod password;
pub mod presence;
pub mod profile;
pub mod recovery;
pub mod refresh;
pub mod registration;
pub mod renewal;
pub mod second_factor;
pub mod sign_in;
pub mod tokens;

use protocol::{AccountId, DeviceId};

/// Who a request is made by: an account, through one of its devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The device.
    pub device: DeviceId,
}
