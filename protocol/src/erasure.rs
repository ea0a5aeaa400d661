//! The end of an account, or of one care relationship's records: what is gone, and when the last copy forgets it.

use serde::{Deserialize, Serialize};

use crate::account::PasswordProof;

/// `POST /v1/me/erasure`: deletes the account and everything that is its own, in one act that cannot be undone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erase {
    /// That it is the account's owner who asks.
    pub proof: PasswordProof,
}

/// What is gone. Also the answer to `DELETE /v1/collections/{id}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// Collections: the private one, and the care collections that were the account's own.
    pub collections: u64,
    /// Records in them, traces of deletions included.
    pub records: u64,
    /// Attachments in them.
    pub attachments: u64,
    /// Their bytes.
    pub attachment_bytes: u64,
    /// Sealed keys.
    pub keys: u64,
    /// Devices that were signed in.
    pub devices: u64,
    /// When the last backup of the server forgets them as well: milliseconds since the Unix epoch.
    pub backups_forget_at: i64,
}
