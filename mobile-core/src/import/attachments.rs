//! Files of the source as attachments: without metadata, and sealed.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use journal::seal::StreamKey;
use protocol::AttachmentId;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::embedded::Embedded;
use super::source::{Opened, Source};
use super::take::{ImportRun, ten};
use super::{Remark, Why};
use crate::Error;
use crate::attach::files::Files;
use crate::attach::{
    AttachmentRef, extension, is_picture, media_type, media_type_of, named_as, picture_of, recording_of,
};

const MOST: u64 = 64 << 20;
/// As many bytes as tell a file's kind.
const HEAD: u64 = 64;

/// A file without metadata, and the first fields of its attachment.
struct Cleaned {
    bytes: Vec<u8>,
    media_type: String,
    fields: Map<String, Value>,
}

/// The first bytes of a file; empty if it cannot be read.
fn head(source: &mut Source, name: &str) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    if let Opened::Bytes(bytes) = source.read(name, MOST)? {
        // It is read again, and an error is reported then.
        let _ = bytes.take(HEAD).read_to_end(&mut head);
    }
    Ok(head)
}

impl ImportRun<'_> {
    /// Seals a file of the source, and returns the attachment for the record. The report names what cannot be imported.
    pub fn attachment(&mut self, source: &mut Source, name: &str) -> Result<Option<Value>, Error> {
        let last = super::names::last(name);
        // Some apps name files by a number or a checksum, without an extension.
        let kind = match media_type(name) {
            Some(kind) => Some(kind),
            None if !last.contains('.') => media_type_of(&head(source, name)?),
            None => None,
        };
        let Some(kind) = kind else {
            source.done_with(name);
            self.leave_out(name, Why::Kind);
            return Ok(None);
        };
        let Some(plain) = self.plain(source, name)? else { return Ok(None) };
        match extension(kind).filter(|_| !last.contains('.')) {
            Some(ending) => self.sealed(name, &format!("{last}.{ending}"), kind, plain),
            None => self.sealed(name, last, kind, plain),
        }
    }

    /// Seals a file that was part of a text.
    pub fn embedded(&mut self, item: &str, file: Embedded) -> Result<Option<Value>, Error> {
        if self.form.only_look {
            self.report.attachments += 1;
            return Ok(None);
        }
        let Some(kind) = media_type(&file.name) else { return Ok(None) };
        self.sealed(&format!("{item}, {}", file.name), &file.name, kind, file.bytes)
    }

    /// Seals a file. `item` names it in the report, `name` in the record.
    fn sealed(&mut self, item: &str, name: &str, media_type: &str, plain: Vec<u8>) -> Result<Option<Value>, Error> {
        let files = self.begin_placing()?;
        let of_content = AttachmentId::new(0, ten(&[b"attachment", &plain]));
        let Some(cleaned) = self.cleaned(item, media_type, plain) else { return Ok(None) };
        let Cleaned { bytes, media_type, mut fields } = cleaned;
        // A new key for another phone that imports the same, and so another id.
        let key = StreamKey::generate(&mut self.phone.random());
        let id = AttachmentId::new(0, ten(&[of_content.as_bytes(), key.expose()]));
        let sealed = files.seal(id, &key, &mut &bytes[..], MOST)?;
        fields.insert("id".into(), json!(id));
        fields.insert("name".into(), named_as(name, &media_type).into());
        fields.insert("media_type".into(), media_type.into());
        fields.insert("size".into(), sealed.size.into());
        fields.insert("key".into(), BASE64.encode(key.expose()).into());
        fields.insert("digest".into(), BASE64.encode(&sealed.digest).into());
        self.report.attachments += 1;
        Ok(Some(Value::Object(fields)))
    }

    /// Seals a file of our own export, under the key and the id that its record names. The report names what cannot be
    /// imported.
    pub fn known_attachment(&mut self, source: &mut Source, name: &str, known: &AttachmentRef) -> Result<(), Error> {
        let Some(plain) = self.plain(source, name)? else { return Ok(()) };
        let files = self.begin_placing()?;
        if Sha256::digest(&plain).as_slice() != known.digest {
            self.leave_out(name, Why::Unreadable);
            return Ok(());
        }
        if !files.has(known.id) {
            files.seal(known.id, &known.key, &mut &plain[..], MOST)?;
        }
        self.report.attachments += 1;
        Ok(())
    }

    /// The bytes of a file; `None` if there is nothing to seal.
    fn plain(&mut self, source: &mut Source, name: &str) -> Result<Option<Vec<u8>>, Error> {
        if self.form.only_look && source.has(name) {
            source.done_with(name);
            self.report.attachments += 1;
            return Ok(None);
        }
        match source.whole(name, MOST)? {
            Ok(plain) if plain.is_empty() => self.leave_out(name, Why::Empty),
            Ok(plain) => return Ok(Some(plain)),
            Err(why) => self.leave_out(name, why),
        }
        Ok(None)
    }

    /// The folder of attachments, in which no file is deleted until the records that refer to them are written.
    fn begin_placing(&mut self) -> Result<Files, Error> {
        let files = Files::of(&self.phone.home);
        if self.placing.is_none() {
            self.placing = Some(files.placing()?);
        }
        Ok(files)
    }

    /// Removes the metadata of a file; `None` for a picture in which that is not possible.
    fn cleaned(&mut self, name: &str, media_type: &str, plain: Vec<u8>) -> Option<Cleaned> {
        if !media_type.starts_with("image/") && !is_picture(&plain) {
            let clean = recording_of(&plain);
            if clean.is_none() {
                self.say(name, Remark::MayTell);
            }
            // A name may not fit the content.
            let media_type = media_type_of(&plain).unwrap_or(media_type).to_owned();
            let bytes = clean.unwrap_or(plain);
            return Some(Cleaned { bytes, media_type, fields: Map::new() });
        }
        let Some(picture) = picture_of(&plain) else {
            self.leave_out(name, Why::Picture);
            return None;
        };
        let fields = picture.fields();
        Some(Cleaned { bytes: picture.bytes, media_type: picture.media_type.into(), fields })
    }
}
