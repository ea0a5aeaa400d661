//! Photos and voice notes: sealed in files beside the store, their keys in the records that refer to them.
//!
//! An attachment is sealed once, chunk by chunk; phone and server hold the same bytes. The file is written atomically
//! and before the record that refers to it. A file that no record refers to is deleted when the journal is opened next.
//! So a kill at any point leaves no incomplete attachment.
//!
//! - [`files`]: sealed files; [`picture`]: thumbnails and metadata removal, by [`strip`] and [`heif`]; [`sound`] and
//!   [`ogg`]: metadata removal of recordings
//! - [`phone`]: attach, remove, list, read; [`transfer`]: upload, download, delete on the server

#[cfg(test)]
mod any;
pub(crate) mod files;
mod heif;
mod ogg;
mod phone;
pub(crate) mod picture;
mod sound;
mod strip;
mod transfer;

pub use files::media_type;
pub(crate) use files::{extension, media_type_of, named_as};
pub(crate) use phone::read_all;
pub use phone::{AttachmentView, NewAttachment};
pub(crate) use picture::{is_picture, read as picture_of, smaller};
pub(crate) use sound::cleaned as recording_of;

/// The description of an attachment in a record.
#[derive(Clone)]
pub(crate) struct AttachmentRef {
    pub id: protocol::AttachmentId,
    pub key: journal::seal::StreamKey,
    /// SHA-256 of the plain bytes.
    pub digest: Vec<u8>,
    /// Size in bytes, before sealing.
    pub size: u64,
    pub view: AttachmentView,
}

impl AttachmentRef {
    pub(crate) fn without_thumbnail(mut self) -> Self {
        self.view.thumbnail = None;
        self
    }
}
