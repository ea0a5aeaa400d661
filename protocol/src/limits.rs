//! What the server takes in one call: announced by `GET /v1/limits`, enforced with `payload_too_large` and
//! `too_many_records`; clients split their work accordingly.

use serde::{Deserialize, Serialize};

/// The bounds of one call. Sizes are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Limits {
    /// Records pushed in one call.
    pub push_records: u32,
    /// Records returned by one call, over all collections.
    pub pull_records: u32,
    /// One sealed record.
    pub blob_bytes: u32,
    /// One request's body.
    pub request_bytes: u32,
    /// Collections named in one call.
    pub collections: u32,
    /// One attachment.
    pub attachment_bytes: u64,
    /// All attachments of one collection.
    pub attachments_bytes: u64,
    /// All records and attachments that one account has written.
    pub account_bytes: u64,
    /// All records that one account has ever made.
    pub account_records: u64,
    /// One part of an attachment.
    pub part_bytes: u32,
    /// The least that a part brings, unless it is the last one.
    pub part_bytes_least: u32,
    /// Days after its last part in which an attachment has to be finished.
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
