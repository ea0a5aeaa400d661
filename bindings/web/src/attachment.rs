//! Photos and recordings of clients: downloaded sealed, opened chunk by chunk as they arrive. The key stays in this
//! module, and opened bytes are returned to the caller and not stored.

use journal::seal::stream::{Incoming, sealed_length};
use journal::seal::{self, StreamKey};
use journal::sync::Key;
use protocol::{AttachmentId, Blob, CollectionId};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{Call, Desk, Fault};

/// Media types that a page may display. The author of a record can name any type; all others (a page, a script, a
/// drawing that contains one) can only be saved, not shown.
const SHOWN: [&str; 13] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/avif",
    "image/heic",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/aac",
    "audio/flac",
];

/// An attachment that is being downloaded.
pub struct Opening {
    path: String,
    media_type: &'static str,
    /// Nothing once it ended.
    incoming: Option<Incoming>,
    /// Sealed bytes that may still come.
    left: u64,
    hash: Sha256,
    digest: Vec<u8>,
}

impl Desk {
    /// Starts opening an attachment that a client's record names.
    ///
    /// # Errors
    /// `not_found` if the record is not shared, or does not name the attachment.
    pub fn attachment(&self, collection: &str, record: &str, attachment: &str) -> Result<Opening, Fault> {
        let collection: CollectionId =
            collection.parse().ok().filter(|id| self.reads(*id)).ok_or_else(Fault::not_found)?;
        let record = record.parse().map_err(|_| Fault::not_found())?;
        let id: AttachmentId = attachment.parse().map_err(|_| Fault::not_found())?;
        let row = self.records.ledger.get(&Key { collection, id: record });
        let content = row.and_then(|row| row.content.as_ref()).ok_or_else(Fault::not_found)?;
        let named = content.field("attachments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let text = |one: &Value, name: &str| one.get(name).and_then(Value::as_str).map(str::to_owned);
        let one = named.iter().find(|one| text(one, "id").and_then(|text| text.parse().ok()) == Some(id));
        let one = one.ok_or_else(Fault::not_found)?;
        let bytes = |name: &str| text(one, name).as_deref().and_then(Blob::from_text);
        let (key, digest) = bytes("key").zip(bytes("digest")).ok_or_else(Fault::attachment)?;
        let key = StreamKey::from_bytes(key.as_ref()).map_err(damaged)?;
        let media_type = text(one, "media_type").unwrap_or_default();
        Ok(Opening {
            path: format!("/v1/collections/{collection}/attachments/{id}/bytes"),
            media_type: SHOWN.into_iter().find(|shown| *shown == media_type).unwrap_or("application/octet-stream"),
            incoming: Some(Incoming::new(&key, id.as_bytes())),
            left: sealed_length(one.get("size").and_then(Value::as_u64).unwrap_or_default()),
            hash: Sha256::new(),
            digest: digest.as_ref().to_vec(),
        })
    }
}

impl Opening {
    /// The request for the sealed bytes; the response is read as it arrives.
    pub fn call(&self) -> Call {
        Call::get(&self.path)
    }

    /// The media type under which a page may use it.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// Opens the next sealed bytes, as far as they complete a chunk.
    ///
    /// # Errors
    /// `attachment` if they are not what the client has sealed, or exceed its size.
    pub fn take(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.left = self.left.checked_sub(sealed.len() as u64).ok_or_else(Fault::attachment)?;
        let plain = self.incoming.as_mut().ok_or_else(Fault::not_ready)?.push(sealed).map_err(damaged)?;
        self.hash.update(&*plain);
        Ok(plain)
    }

    /// All bytes have arrived: returns the rest, after checking that the file is complete and matches the record.
    ///
    /// # Errors
    /// `attachment`: then no part of it may be shown.
    pub fn finish(&mut self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let plain = self.incoming.take().ok_or_else(Fault::not_ready)?.finish().map_err(damaged)?;
        self.hash.update(&*plain);
        if self.hash.finalize_reset().as_slice() != self.digest {
            return Err(Fault::attachment());
        }
        Ok(plain)
    }
}

/// Converts an error for the page: a newer stream version needs a newer page; everything else is not the client's file.
fn damaged(error: seal::Error) -> Fault {
    match error {
        seal::Error::Version => error.into(),
        _ => Fault::attachment(),
    }
}
