//! Who makes a request.

use protocol::{AccountId, DeviceId};

/// An account, acting through one of its devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    pub device: DeviceId,
}
