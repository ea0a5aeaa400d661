//! Attachments: photos, drawings, voice notes. Sealed on the phone, stored with a collection's records, uploaded and
//! downloaded in parts, so that an interrupted transfer loses one part at most. See `docs/sync.md`.
//!
//! The server knows an attachment's id, collection and size. Its key is in the record that refers to it.

use serde::{Deserialize, Serialize};

use crate::{AttachmentId, Blob, CollectionId};

/// `PUT /v1/collections/{collection}/attachments/{attachment}`: announces an upload. Idempotent: a repeat returns how
/// much has been uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnnounceAttachment {
    /// The number of sealed bytes. At least one, at most `limits.attachment_bytes`.
    pub size: u64,
    /// Another collection of this account with the same attachment (id and size), complete: the server copies it, and
    /// nothing is uploaded. Used to share an entry with its pictures. If it does not exist, the response is
    /// `not_found`; then announce without this field and upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_from: Option<CollectionId>,
}

/// The state of an attachment. Response to `GET /v1/collections/{collection}/attachments/{attachment}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The attachment's id.
    pub id: AttachmentId,
    /// The announced number of sealed bytes.
    pub size: u64,
    /// Stored bytes, a prefix: the offset of the next part.
    pub stored: u64,
    /// When it was announced: milliseconds since the Unix epoch. Unfinished attachments are deleted
    /// `limits.upload_days` after their last part.
    pub created_at: i64,
}

impl Attachment {
    /// Whether the upload is complete.
    pub fn finished(&self) -> bool {
        self.stored == self.size
    }
}

/// A collection's attachments. Response to `GET /v1/collections/{collection}/attachments`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachments {
    /// Complete or not, ordered by id.
    pub attachments: Vec<Attachment>,
    /// The sum of the announced sizes: at most `limits.attachments_bytes` for each account.
    pub bytes: u64,
}

/// `POST /v1/collections/{collection}/attachments/{attachment}/parts`: uploads the next part. Response: the
/// [`Attachment`], once the part is durable.
///
/// A part may begin before `stored` (a response was lost): then the overlapping bytes must be equal, and the rest is
/// appended. One that begins after it is rejected with `offset_mismatch`: query the state and continue from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentPart {
    /// The position of the first byte.
    pub offset: u64,
    /// At most `limits.part_bytes`, and at least `limits.part_bytes_least` unless it is the last part.
    pub bytes: Blob,
}
