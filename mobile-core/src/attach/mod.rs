//! Photos and voice notes: sealed in files beside the store, their keys in the records that refer to them.
//!
//! What is attached is sealed once, chunk by chunk; the same bytes lie on the phone and on the server. A file takes its
//! place whole or not at all, and before the record that refers to it is written; one that no record refers to is deleted
//! at the next opening. So a kill anywhere leaves nothing half.
//!
//! Layout:
//! - [`files`]: sealed files; [`picture`]: thumbnails, and what a photo tells about itself, which [`strip`] and [`heif`]
//!   leave behind
//! - [`phone`]: attach, remove, list, read; [`bring`]: up to the server, gone from it, down from it

#[cfg(test)]
mod any;
mod bring;
pub(crate) mod files;
mod heif;
mod phone;
pub(crate) mod picture;
mod strip;

pub(crate) use files::FOLDER;
pub use files::media_type;
pub(crate) use files::named_as;
pub(crate) use phone::read_all;
pub use phone::{AttachmentView, NewAttachment};
pub(crate) use picture::{is_picture, read as picture_of, smaller};

/// What a record says of an attachment.
#[derive(Clone)]
pub(crate) struct Named {
    pub id: protocol::AttachmentId,
    pub key: journal::seal::StreamKey,
    /// SHA-256 of the plain bytes.
    pub digest: Vec<u8>,
    /// Plain bytes.
    pub size: u64,
    pub view: AttachmentView,
}

impl Named {
    pub(crate) fn without_thumbnail(mut self) -> Self {
        self.view.thumbnail = None;
        self
    }
}
