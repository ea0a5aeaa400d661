//! Photos and voice notes of an entry or a draft.

use std::fs::File;

use protocol::AttachmentId;

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::attach::{AttachmentView, NewAttachment};
use crate::{Error, store};

#[uniffi::export(async_runtime = "tokio")]
impl PhoneCore {
    /// Attaches a file to a draft or an entry. It is sealed and on disk when this returns; the file itself is left alone:
    /// delete it if it was made for this. A photo loses what it tells about where it was taken. Returns the attachment's
    /// id.
    pub fn attach(&self, to: String, file: String, about: NewAttachment) -> Result<String, CoreError> {
        let opened = File::open(file).map_err(|_| Error::Store(store::Error::Io));
        let attached = opened.and_then(|mut file| self.phone.attach(entry(&to)?, &mut file, &about));
        self.said(attached.map(|id| id.to_string()))
    }

    /// Attaches bytes, such as a photo that was just taken.
    pub fn attach_bytes(&self, to: String, bytes: Vec<u8>, about: NewAttachment) -> Result<String, CoreError> {
        self.said(entry(&to).and_then(|to| Ok(self.phone.attach(to, &mut &bytes[..], &about)?.to_string())))
    }

    /// Removes an attachment: here at once, on the server and from shared copies with the next sync.
    pub fn remove_attachment(&self, from: String, attachment: String) -> Result<(), CoreError> {
        self.said(entry(&from).and_then(|from| self.phone.remove_attachment(from, named(&attachment)?)))
    }

    /// The attachments of a draft or an entry, in their order.
    pub fn attachments(&self, of: String) -> Result<Vec<AttachmentView>, CoreError> {
        self.said(entry(&of).and_then(|of| self.phone.attachments(of)))
    }

    /// A whole attachment, opened. Fails with `attachment_not_here` when it has to be fetched first.
    pub fn attachment_bytes(&self, of: String, attachment: String) -> Result<Vec<u8>, CoreError> {
        self.said(entry(&of).and_then(|of| self.phone.attachment_bytes(of, named(&attachment)?)))
    }

    /// Fetches an attachment to this phone, from where an earlier try stopped. May be cancelled anywhere.
    pub async fn fetch_attachment(&self, of: String, attachment: String) -> Result<(), CoreError> {
        self.said(self.phone.fetch_attachment(entry(&of)?, named(&attachment)?).await)
    }
}

fn named(id: &str) -> Result<AttachmentId, Error> {
    id.parse().map_err(|_| Error::NoEntry)
}
