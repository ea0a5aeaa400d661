//! Care: practices and their members, invitations, and the collections that come of them.
//!
//! - [`practice`]: founding, settings, the codes with which members register; [`members`]: roles, removal, sessions
//! - [`invitations`]: a therapist offers, a client accepts
//! - [`collections`]: who may read what, and the keys (sealed); [`epochs`]: new keys

pub mod collections;
pub mod epochs;
pub mod invitations;
pub mod members;
pub mod practice;
