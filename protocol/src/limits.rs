//! What the server takes in one call: announced by `GET /v1/limits`, enforced with `payload_too_large` and
//! `too_many_records`; clients split their work accordingly.

use serde::{Deserialize, Serialize};

/// The bounds of one call. Sizes are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            push_records: 1_000,
            pull_records: 1_000,
            blob_bytes: 256 * 1024,
            request_bytes: 8 * 1024 * 1024,
            collections: 500,
        }
    }
}
