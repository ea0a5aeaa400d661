//! Limits of the server, returned by `GET /v1/limits` and enforced with `payload_too_large` and `too_many_records`.
//! Clients split their requests accordingly.

use serde::{Deserialize, Serialize};

/// Sizes are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Limits {
    /// Records pushed in one call.
    pub push_records: u32,
    /// Records in one response, over all collections.
    pub pull_records: u32,
    /// Size of a sealed record.
    pub blob_bytes: u32,
    /// Size of a request's body.
    pub request_bytes: u32,
    /// Collections in one call.
    pub collections: u32,
    /// Size of an attachment.
    pub attachment_bytes: u64,
    /// Size of an account's attachments in a collection.
    pub attachments_bytes: u64,
    /// Size of all records and attachments written by an account.
    pub account_bytes: u64,
    /// Number of records created by an account.
    pub account_records: u64,
    /// Maximum size of a part of an attachment.
    pub part_bytes: u32,
    /// Minimum size of a part, unless it is the last one.
    pub part_bytes_least: u32,
    /// Days after the last part until an unfinished attachment is deleted.
    pub upload_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            push_records: 1_000,
            pull_records: 1_000,
            blob_bytes: 256 * 1024,
            request_bytes: 8 * 1024 * 1024,
            collections: 500,
            attachment_bytes: 64 * 1024 * 1024,
            attachments_bytes: 4 * 1024 * 1024 * 1024,
            account_bytes: 16 * 1024 * 1024 * 1024,
            account_records: 1_000_000,
            part_bytes: 1024 * 1024,
            part_bytes_least: 64 * 1024,
            upload_days: 7,
        }
    }
}
