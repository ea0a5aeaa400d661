//! Photos and voice notes of an entry or a draft.

use std::fs::File;

use protocol::AttachmentId;

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::attach::{AttachmentView, NewAttachment};
use crate::{Error, store};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Attaches a file to a draft or an entry. It is sealed and on disk when this returns. The file itself is not
    /// deleted: delete it if it is a temporary one. Metadata of a photo (place, camera, times) is removed. Returns the
    /// attachment's id.
    pub fn attach(&self, to: String, file: String, about: NewAttachment) -> Result<String, CoreError> {
        let opened = File::open(file).map_err(|_| Error::Store(store::Error::Io));
        let attached = opened.and_then(|mut file| self.phone.attachments().attach(entry(&to)?, &mut file, &about));
        self.localized(attached.map(|id| id.to_string()))
    }

    /// Attaches bytes, such as a photo that was just taken.
    pub fn attach_bytes(&self, to: String, bytes: Vec<u8>, about: NewAttachment) -> Result<String, CoreError> {
        self.localized(
            entry(&to).and_then(|to| Ok(self.phone.attachments().attach(to, &mut &bytes[..], &about)?.to_string())),
        )
    }

    /// Removes an attachment: here at once, on the server and from shared copies with the next sync.
    pub fn remove_attachment(&self, from: String, attachment: String) -> Result<(), CoreError> {
        self.localized(
            entry(&from).and_then(|from| self.phone.attachments().remove_attachment(from, named(&attachment)?)),
        )
    }

    /// The attachments of a draft or an entry, in their order.
    pub fn attachments(&self, of: String) -> Result<Vec<AttachmentView>, CoreError> {
        self.localized(entry(&of).and_then(|of| self.phone.attachments().of_entry(of)))
    }

    /// The decrypted bytes of an attachment. Fails with `attachment_not_here` if it has to be fetched first.
    pub fn attachment_bytes(&self, of: String, attachment: String) -> Result<Vec<u8>, CoreError> {
        self.localized(entry(&of).and_then(|of| self.phone.attachments().attachment_bytes(of, named(&attachment)?)))
    }

    /// Downloads an attachment, from where an earlier attempt stopped. Cancel safe.
    pub async fn fetch_attachment(&self, of: String, attachment: String) -> Result<(), CoreError> {
        self.localized(self.phone.attachments().fetch_attachment(entry(&of)?, named(&attachment)?).await)
    }
}

fn named(id: &str) -> Result<AttachmentId, Error> {
    id.parse().map_err(|_| Error::NoEntry)
}
