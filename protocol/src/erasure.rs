//! Deleting an account or a care collection.

use serde::{Deserialize, Serialize};

use crate::account::PasswordProof;

/// `POST /v1/me/erasure`: deletes the account and everything that belongs to it. This cannot be undone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erase {
    /// The current password.
    pub proof: PasswordProof,
}

/// What was deleted. Also the response to `DELETE /v1/collections/{id}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// The private collection and the account's own care collections.
    pub collections: u64,
    /// Including tombstones.
    pub records: u64,
    /// Deleted attachments.
    pub attachments: u64,
    /// Their announced size.
    pub attachment_bytes: u64,
    /// Deleted sealed keys.
    pub keys: u64,
    /// Devices that were signed out.
    pub devices: u64,
    /// When the last backup with this data is deleted: milliseconds since the Unix epoch.
    pub backups_forget_at: i64,
}
