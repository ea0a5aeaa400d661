//! Who may read which collection, and the sealed keys to it.
//!
//! - [`invitations`]: a therapist offers a care relationship, a client accepts it
//! - [`collections`]: members of a collection, and their sealed keys
//! - [`epochs`]: new keys after a member lost access; [`manifest`]: the account's sealed statement about itself

pub(crate) mod collections;
pub(crate) mod epochs;
pub(crate) mod invitations;
pub(crate) mod manifest;
