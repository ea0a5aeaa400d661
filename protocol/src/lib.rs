//! The wire and nothing else.
//!
//! Everything that a phone, a portal and the server say to each other is a type in this crate, and nothing else is:
//! no I/O, no SQL, no content. The server depends on this crate and not on `journal`, so it cannot even name a
//! plain-text type. All messages travel as JSON (for people) or CBOR (for phones), by content negotiation, from the
//! same serde types; unknown fields are ignored so that old and new speak to each other.
//!
//! Layout:
//! - [`ids`]: one newtype for each kind of id, all UUIDv7
//! - [`blob`]: bytes on the wire: base64url in JSON, bytes in CBOR
//! - [`account`]: registration, sign-in, sessions, recovery, devices; [`factor`]: the second factor; [`erasure`]: the end
//! - [`care`]: practices, members, invitations, collections and their keys; [`practice`]: what an owner sees and sets
//! - [`sync`]: one call that carries both directions; [`attachment`]: what is too large for it
//! - [`trail`]: who did what, and when
//! - [`limits`]: what the server announces and enforces
//! - [`problem`]: RFC 9457 problem details with stable codes

pub mod account;
pub mod attachment;
pub mod blob;
pub mod care;
pub mod erasure;
pub mod factor;
pub mod ids;
pub mod limits;
pub mod practice;
pub mod problem;
pub mod sync;
pub mod trail;

pub use blob::Blob;
pub use ids::{AccountId, AttachmentId, CollectionId, DeviceId, EnrolmentId, InvitationId, PracticeId, RecordId};
pub use limits::Limits;
pub use problem::{Code, Problem};

/// The protocol's version, sent in the header [`VERSION_HEADER`] with every request.
pub const VERSION: u32 = 1;

/// Name of the header that carries [`VERSION`]. A server that no longer speaks it answers `upgrade_required`.
pub const VERSION_HEADER: &str = "afterglow-protocol";
