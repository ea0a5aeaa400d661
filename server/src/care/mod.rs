//! Care: practices and their members, invitations, and the collections that come of them.
//!
//! - [`practice`]: founding, members, the codes with which they register
//! - [`invitations`]: a therapist offers, a client accepts
//! - [`collections`]: who may read what, and the keys (sealed)

pub mod collections;
pub mod invitations;
pub mod practice;
