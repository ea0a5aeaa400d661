//! The messages between phones, the portal and the server, and nothing else: no I/O, no SQL, no content.
//!
//! The server depends on this crate and not on `journal`, so that it cannot even name a plain-text type. Messages are JSON
//! or CBOR by content negotiation, from the same serde types. Unknown fields are ignored, so that old and new versions
//! understand each other.
//!
//! - [`ids`]: one type for each kind of id; [`blob`]: bytes, as base64url in JSON
//! - [`account`]: registration, sign-in, sessions, recovery, devices; [`handle`]: sign-in names; [`second_factor`];
//!   [`erasure`]: deleting an account
//! - [`care`]: practices, members, invitations, collections and their keys; [`practice`]: what owners manage
//! - [`sync`]: push and pull in one call; [`attachment`]: sealed bytes that are too large for it
//! - [`audit`]: the audit log
//! - [`limits`]: limits of the server; [`problem`]: errors with stable codes

pub mod account;
pub mod attachment;
pub mod audit;
pub mod blob;
pub mod care;
pub mod erasure;
pub mod handle;
pub mod ids;
pub mod limits;
pub mod practice;
pub mod problem;
pub mod second_factor;
pub mod sync;

pub use blob::Blob;
pub use ids::{AccountId, AttachmentId, CollectionId, DeviceId, EnrolmentId, InvitationId, PracticeId, RecordId};
pub use limits::Limits;
pub use problem::{Code, Problem};

/// The protocol version, sent with every request in [`VERSION_HEADER`].
pub const VERSION: u32 = 1;

/// The header that carries [`VERSION`]. A server that does not support it answers `upgrade_required`.
pub const VERSION_HEADER: &str = "afterglow-protocol";
