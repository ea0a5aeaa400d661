//! Attaching, removing, listing and reading attachments of an entry or a draft.

use std::io::{Cursor, Read};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use journal::record::Payload;
use journal::seal::StreamKey;
use journal::sync::Ledger as _;
use protocol::{AttachmentId, CollectionId, RecordId};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::AttachmentRef;
use super::files::{Files, io_error, named_as};
use super::picture::{self, is_picture};
use super::sound;
use crate::commit::{Origin, own};
use crate::phone::Attachments;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::store::{attachments, drafts};
use crate::{Error, View};

/// The server's default limit.
pub(super) const MOST: u64 = 64 * 1024 * 1024;

/// A photo or a voice note of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AttachmentView {
    /// The id for other calls.
    pub id: String,
    /// The media type, such as `image/jpeg` or `audio/mp4`.
    pub media_type: String,
    /// The file's name, if it had one.
    pub name: String,
    /// Size in bytes, before sealing.
    pub size: u64,
    /// Pixels across, for a picture.
    pub width: Option<u32>,
    /// Pixels down, for a picture.
    pub height: Option<u32>,
    /// Milliseconds, for a voice note.
    pub duration_ms: Option<u32>,
    /// A small picture (JPEG).
    pub thumbnail: Option<Vec<u8>>,
    /// Whether all of it is on this phone; otherwise fetch it first.
    pub here: bool,
}

/// The platform's description of a file to attach.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct NewAttachment {
    /// `image/jpeg`, `audio/mp4`. The type of a picture that can be decoded is taken from its bytes.
    pub media_type: String,
    /// The file's name, if it has one.
    #[uniffi(default = "")]
    pub name: String,
    /// Milliseconds, for a voice note.
    #[uniffi(default = None)]
    pub duration_ms: Option<u32>,
    /// A small picture that the platform made (JPEG or PNG): for photos that the core does not decode (HEIC, AVIF).
    #[uniffi(default = None)]
    pub thumbnail: Option<Vec<u8>>,
}

impl Attachments<'_> {
    /// Attaches a photo or a voice note to a draft or, if there is none of this id, to an entry and its shared copies. It is
    /// sealed and on disk when this returns. Metadata of a photo or a recording (place, device, times) is removed.
    ///
    /// # Errors
    /// [`Error::AttachmentTooLarge`], [`Error::EntryTooLarge`], [`Error::PictureRefused`], [`Error::NoEntry`], or no
    /// free space; then nothing has changed.
    pub fn attach(self, to: RecordId, plain: &mut dyn Read, about: &NewAttachment) -> Result<AttachmentId, Error> {
        let most = self.phone.limits.get().map_or(MOST, |limits| limits.attachment_bytes).min(MOST);
        self.own_or_draft(to)?;
        let files = Files::of(&self.phone.home);
        let _placing = files.placing()?;
        let id = AttachmentId::new(
            u64::try_from(self.phone.clock.now().unix_ms).unwrap_or_default(),
            self.phone.random().bytes(),
        );
        let key = StreamKey::generate(&mut self.phone.random());
        let mut entry = Map::new();
        let mut media_type = about.media_type.as_str();
        let mut head = Vec::new();
        (&mut *plain).take(picture::HEAD as u64).read_to_end(&mut head).map_err(io_error)?;
        // By its content: the declared type does not reveal whether there is metadata.
        let (pictured, recorded) = (media_type.starts_with("image/") || is_picture(&head), sound::is_known(&head));
        let mut plain = Cursor::new(head).chain(plain);
        let sealed = if pictured {
            let mut read = picture::read(&read_whole(&mut plain, most)?).ok_or(Error::PictureRefused)?;
            read.thumbnail = read.thumbnail.or_else(|| about.thumbnail.as_deref().and_then(picture::small));
            media_type = read.media_type;
            entry = read.fields();
            files.seal(id, &key, &mut &read.bytes[..], most)?
        } else if recorded {
            let bytes = read_whole(&mut plain, most)?;
            // A damaged file, or one with unknown parts, is kept unchanged.
            let bytes = sound::cleaned(&bytes).unwrap_or(bytes);
            files.seal(id, &key, &mut &bytes[..], most)?
        } else {
            files.seal(id, &key, &mut plain, most)?
        };
        entry.insert("id".into(), json!(id));
        entry.insert("media_type".into(), media_type.into());
        if !about.name.is_empty() {
            entry.insert("name".into(), named_as(&about.name, media_type).into());
        }
        if let Some(duration) = about.duration_ms {
            entry.insert("duration_ms".into(), duration.into());
        }
        entry.insert("size".into(), sealed.size.into());
        entry.insert("key".into(), BASE64.encode(key.expose()).into());
        entry.insert("digest".into(), BASE64.encode(&sealed.digest).into());
        let added = self.change_attachments(to, |list| {
            list.push(Value::Object(entry));
            Ok(())
        });
        if let Err(error) = added {
            files.remove(id)?;
            return Err(error);
        }
        Ok(id)
    }

    /// Removes an attachment from a draft or an entry. Its file here is deleted at once; the next sync deletes it on the server
    /// and in shared copies.
    pub fn remove_attachment(self, from: RecordId, id: AttachmentId) -> Result<(), Error> {
        let name = id.to_string();
        self.change_attachments(from, |list| {
            let before = list.len();
            list.retain(|one| one.get("id").and_then(Value::as_str) != Some(&name));
            if list.len() == before { Err(Error::NoEntry) } else { Ok(()) }
        })?;
        self.sweep_attachments()
    }

    /// The attachments of a draft or an entry, in their order.
    pub fn of_entry(self, of: RecordId) -> Result<Vec<AttachmentView>, Error> {
        let files = Files::of(&self.phone.home);
        let here = |one: AttachmentRef| AttachmentView { here: files.has(one.id), ..one.view };
        Ok(self.named(of)?.1.into_iter().map(here).collect())
    }

    /// The decrypted bytes of an attachment.
    ///
    /// # Errors
    /// [`Error::AttachmentNotHere`]: fetch it first.
    pub fn attachment_bytes(self, of: RecordId, id: AttachmentId) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.open_attachment(of, id)?.read_to_end(&mut bytes).map_err(io_error)?;
        Ok(bytes)
    }

    /// An attachment, decrypted while it is read.
    ///
    /// # Errors
    /// [`Error::AttachmentNotHere`]: fetch it first.
    pub fn open_attachment(self, of: RecordId, id: AttachmentId) -> Result<impl Read + use<>, Error> {
        let named = self.named_one(of, id)?.1;
        Files::of(&self.phone.home).open(id, &named.key)
    }

    /// Deletes files that no record refers to. Skipped while a file is being written.
    pub(crate) fn sweep_attachments(self) -> Result<(), Error> {
        let files = Files::of(&self.phone.home);
        let Some(_alone) = files.alone()? else { return Ok(()) };
        let drafts = self.phone.store.read(drafts::all)?;
        files.sweep(|id| {
            let drafted = drafts.iter().any(|draft| attachments::named(Some(&draft.content)).contains_key(&id));
            Ok(drafted || self.phone.store.read(|connection| attachments::is_named(connection, id))?)
        })
    }

    /// An attachment as its record names it, and the collection that the record is read in.
    pub(super) fn named_one(
        self,
        of: RecordId,
        id: AttachmentId,
    ) -> Result<(Option<CollectionId>, AttachmentRef), Error> {
        let (collection, named) = self.named(of)?;
        Ok((collection, named.into_iter().find(|one| one.id == id).ok_or(Error::NoEntry)?))
    }

    /// The attachments of the draft if there is one, otherwise of the person's own record, otherwise of the
    /// therapist's.
    pub(crate) fn named(self, of: RecordId) -> Result<(Option<CollectionId>, Vec<AttachmentRef>), Error> {
        let found = self.phone.store.read(|connection| {
            if let Some(draft) = drafts::get(connection, of)? {
                return Ok(Some((None, draft.content)));
            }
            let private = StoreLedger::new(connection).private()?;
            let mut rows = pages::everywhere(connection, of)?;
            rows.sort_by_key(|(key, _)| Some(key.collection) != private);
            Ok(rows.into_iter().find_map(|(key, row)| Some((Some(key.collection), row.content?))))
        })?;
        let (collection, payload) = found.ok_or(Error::NoEntry)?;
        Ok((collection, read_all(&payload)))
    }

    fn own_or_draft(self, id: RecordId) -> Result<(), Error> {
        let there = self.phone.store.read(|connection| {
            if drafts::get(connection, id)?.is_some() {
                return Ok(true);
            }
            Ok(own(connection, id)?.is_some())
        })?;
        if there { Ok(()) } else { Err(Error::NoEntry) }
    }

    fn change_attachments(
        self,
        id: RecordId,
        change: impl FnOnce(&mut Vec<Value>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let drafted = self.phone.store.write::<_, Error>(|connection| {
            let change_in = |payload: &mut Payload| {
                let mut list = payload.attachments().to_vec();
                change(&mut list)?;
                payload.set_attachments(list);
                Ok::<_, Error>(())
            };
            if let Some(mut draft) = drafts::get(connection, id)? {
                let before = draft.content.clone();
                change_in(&mut draft.content)?;
                self.phone.check_size(&draft.content, Some(&before))?;
                drafts::put(connection, &draft)?;
                return Ok(true);
            }
            self.phone.change_payload_in(connection, id, Origin::App, change_in)?;
            Ok(false)
        })?;
        if drafted {
            self.phone.changed(View::Drafts);
        } else {
            self.phone.written();
        }
        Ok(())
    }
}

/// All bytes of a file.
fn read_whole(plain: &mut dyn Read, most: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    plain.take(most + 1).read_to_end(&mut bytes).map_err(io_error)?;
    if bytes.len() as u64 > most { Err(Error::AttachmentTooLarge) } else { Ok(bytes) }
}

/// The attachments of a payload; unreadable ones are left out.
pub(crate) fn read_all(payload: &Payload) -> Vec<AttachmentRef> {
    payload.attachments().iter().filter_map(read).collect()
}

fn read(value: &Value) -> Option<AttachmentRef> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    let small = |name: &str| number(name).and_then(|number| u32::try_from(number).ok());
    let bytes = |name: &str| BASE64.decode(text(name)?).ok();
    let id: AttachmentId = text("id")?.parse().ok()?;
    let view = AttachmentView {
        id: id.to_string(),
        media_type: text("media_type").unwrap_or("application/octet-stream").into(),
        name: text("name").unwrap_or_default().into(),
        size: number("size")?,
        width: small("width"),
        height: small("height"),
        duration_ms: small("duration_ms"),
        thumbnail: bytes("thumbnail"),
        here: false,
    };
    let key = StreamKey::from_bytes(&bytes("key")?).ok()?;
    Some(AttachmentRef { id, key, digest: bytes("digest")?, size: view.size, view })
}
