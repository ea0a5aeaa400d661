//! Sync: executes the requests of the pure sync machine (`journal::sync`) with the store and the network.
//!
//! Layout:
//! - [`run`]: a whole sync, until everything is pushed and pulled; [`follow`]: staying in sync
//! - [`session`]: calls of the signed-in account; refreshes its tokens
//! - [`context`]: the keys and bonds that the sync machine needs; [`manifest`]: the account's manifest
//! - [`epochs`]: key rotation after a device or a member was removed
//! - [`restored`]: repairs a server that was restored from a backup
//! - [`status`]: whether the phone is in sync, and the reasons if not

pub(crate) mod context;
pub(crate) mod epochs;
mod follow;
mod manifest;
mod restored;
pub(crate) mod run;
pub(crate) mod session;
mod status;

pub use status::{Reason, Status};
