//! Attachments: photos, drawings, voice notes. Sealed on the phone, kept beside a collection's records, brought and
//! fetched in pieces, so that a call that breaks off loses one piece and not the whole. See `docs/sync.md`.
//!
//! The server knows an attachment's id, its collection and its size. The key is in the record that refers to it.

use serde::{Deserialize, Serialize};

use crate::{AttachmentId, Blob, CollectionId};

/// `PUT /v1/collections/{collection}/attachments/{attachment}`: says what will come. The same announcement sent again is
/// answered with how far the attachment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnnounceAttachment {
    /// Its sealed bytes, all of them. At least one, at most `limits.attachment_bytes`.
    pub size: u64,
    /// Another collection of this account that has the same attachment (same id, same size), finished: the server makes
    /// a copy, and nothing has to be sent. For sharing an entry with its pictures. An attachment that is not there is
    /// answered with `not_found`; then announce without this, and send the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_from: Option<CollectionId>,
}

/// How an attachment stands. `GET /v1/collections/{collection}/attachments/{attachment}` answers with one,
/// `GET /v1/collections/{collection}/attachments` with [`Attachments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its sealed bytes, as announced.
    pub size: u64,
    /// How many of them the server has on disk, from the first: where the next part begins.
    pub stored: u64,
    /// When it was announced: milliseconds since the Unix epoch. What is not finished in `limits.upload_days` after its
    /// last part is forgotten.
    pub created_at: i64,
}

impl Attachment {
    /// Whether all of it is there.
    pub fn finished(&self) -> bool {
        self.stored == self.size
    }
}

/// What a collection has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachments {
    /// The attachments, finished or not, in the order of their ids.
    pub attachments: Vec<Attachment>,
    /// The announced bytes of all of them. At most `limits.attachments_bytes`.
    pub bytes: u64,
}

/// `POST /v1/collections/{collection}/attachments/{attachment}/parts`: brings the next part. Answered with the
/// [`Attachment`] once the part is on disk.
///
/// A part may begin before `stored` (its answer was lost): what is there already has to be the same bytes, and only the
/// rest is added. One that begins after it is refused with `offset_mismatch`: ask how far it is, and go on from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentPart {
    /// Where it begins.
    pub offset: u64,
    /// The bytes: at most `limits.part_bytes`, and at least `limits.part_bytes_least` unless they are the last ones.
    pub bytes: Blob,
}
