//! Takes in what an import has read: what is here already is left alone, the rest is written in small steps.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use journal::record::{Moment, Payload};
use journal::seal::StreamKey;
use journal::sync::{Key, Ledger as _, Row, write};
use protocol::{AttachmentId, CollectionId, RecordId};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::source::{Opened, Source, is_bad_file};
use super::{ImportForm, ImportReport, LeftOut, Why};
use crate::attach::files::{Files, io_error};
use crate::attach::{Named, picture_of};
use crate::export::Progress;
use crate::export::progress::told;
use crate::messages::Catalogue;
use crate::store::collections;
use crate::store::collections::Imported;
use crate::store::drafts::{self, Draft};
use crate::store::records::Books;
use crate::{Error, Phone};

/// Entries that are written in one step: a kill loses at most these, and the next import brings them.
const STEP: usize = 100;
const MOST_NAMED: usize = 1_000;
/// More than any entry that people write.
const MOST_RECORD: usize = 4 << 20;
const MOST_ATTACHMENT: u64 = 64 << 20;

/// A record on its way in.
pub(super) struct Coming {
    pub key: Key,
    pub payload: Payload,
    pub draft: bool,
}

/// An import under way.
pub(super) struct Taking<'a> {
    pub phone: &'a Phone,
    pub form: &'a ImportForm,
    pub report: ImportReport,
    progress: &'a dyn Progress,
    words: &'static Catalogue,
    private: Option<CollectionId>,
    step: Vec<Coming>,
    seen: BTreeSet<Key>,
    /// Files come before the records that name them.
    placing: Option<File>,
}

impl<'a> Taking<'a> {
    pub fn new(phone: &'a Phone, form: &'a ImportForm, progress: &'a dyn Progress) -> Self {
        let (report, step, seen) = (ImportReport::default(), Vec::new(), BTreeSet::new());
        Self { phone, form, report, progress, words: phone.words(), private: None, step, seen, placing: None }
    }

    pub fn private(&mut self) -> Result<CollectionId, Error> {
        if let Some(private) = self.private {
            return Ok(private);
        }
        let private = self.phone.private_collection()?;
        self.private = Some(private);
        Ok(private)
    }

    pub fn leave_out(&mut self, item: &str, why: Why) {
        self.report.left_out_count += 1;
        if self.report.left_out.len() < MOST_NAMED {
            let item = item.chars().take(200).collect();
            self.report.left_out.push(LeftOut { item, code: why.code().into(), sentence: why.sentence(self.words) });
        }
    }

    /// Another entry was found. Tells how far it is, and says whether the entry is new.
    pub fn found(&mut self, key: &Key, draft: bool) -> Result<bool, Error> {
        self.report.found += 1;
        told(self.progress, self.report.found, 0)?;
        let known = self.phone.store.read(|connection| {
            if draft && drafts::get(connection, key.id)?.is_some() {
                return Ok(true);
            }
            Ok(Books::on(connection).row(key)?.is_some_and(|row| row.content.is_some()))
        })?;
        if known || !self.seen.insert(*key) {
            self.report.known += 1;
            return Ok(false);
        }
        Ok(true)
    }

    /// Takes a new entry in.
    pub fn take(&mut self, coming: Coming, item: &str) -> Result<(), Error> {
        if coming.payload.to_json().len() > MOST_RECORD {
            self.leave_out(item, Why::TooLarge);
            return Ok(());
        }
        self.report.added += 1;
        if !self.form.only_look {
            self.step.push(coming);
            if self.step.len() >= STEP {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let private = self.private()?;
        let now = self.phone.clock.now().unix_ms;
        let step = std::mem::take(&mut self.step);
        if step.is_empty() {
            return Ok(());
        }
        self.phone.store.write::<_, Error>(|connection| {
            for Coming { key, payload, draft } in step {
                if draft {
                    drafts::put(connection, &Draft { id: key.id, content: payload, base: None, saved_at: now })?;
                } else if key.collection == private {
                    write(&mut Books::on(connection), &key, Some(payload))?;
                } else {
                    // A therapist's words: they stand as they were, and nothing is sent.
                    let row = Row { content: Some(payload), ..Row::default() };
                    Books::on(connection).set_row(&key, &row)?;
                }
            }
            Ok(())
        })?;
        self.phone.written();
        Ok(())
    }

    /// A relationship that is only known from an export: its name is shown, and it has ended.
    pub fn relationship(&mut self, id: CollectionId, named: &Imported, since: i64) -> Result<(), Error> {
        if self.form.only_look {
            return Ok(());
        }
        self.phone.store.write(|connection| collections::put_ended(connection, id, named, since))?;
        Ok(())
    }

    /// Seals a file of the source, and gives back what the record says of it. With `known` it is sealed as it was. What
    /// cannot be taken is named in the report.
    pub fn attachment(
        &mut self,
        source: &mut Source,
        name: &str,
        media_type: &str,
        known: Option<&Named>,
    ) -> Result<Option<Value>, Error> {
        let mut bytes = match source.read(name, MOST_ATTACHMENT)? {
            Opened::Bytes(bytes) => bytes,
            Opened::Missing => {
                self.leave_out(name, Why::Missing);
                return Ok(None);
            }
            Opened::TooLarge => {
                self.leave_out(name, Why::TooLarge);
                return Ok(None);
            }
        };
        if self.form.only_look {
            self.report.attachments += 1;
            return Ok(None);
        }
        let mut plain = Vec::new();
        if let Err(error) = bytes.read_to_end(&mut plain) {
            if !is_bad_file(&error) {
                return Err(io_error(error));
            }
            drop(bytes);
            self.leave_out(name, Why::Unreadable);
            return Ok(None);
        }
        drop(bytes);
        if plain.is_empty() {
            self.leave_out(name, Why::Empty);
            return Ok(None);
        }
        let files = Files::of(&self.phone.home);
        if self.placing.is_none() {
            self.placing = Some(files.placing()?);
        }
        if let Some(known) = known {
            if Sha256::digest(&plain).as_slice() != known.digest {
                self.leave_out(name, Why::Unreadable);
                return Ok(None);
            }
            if !files.has(known.id) {
                files.seal(known.id, &known.key, &mut &plain[..], MOST_ATTACHMENT)?;
            }
            self.report.attachments += 1;
            return Ok(None);
        }
        let id = AttachmentId::new(0, ten(&[b"attachment", &plain]));
        let mut entry = Map::new();
        let mut media_type = media_type.to_owned();
        if media_type.starts_with("image/")
            && let Some(picture) = picture_of(plain.clone())
        {
            media_type = picture.media_type.into();
            entry.insert("width".into(), picture.width.into());
            entry.insert("height".into(), picture.height.into());
            entry.insert("thumbnail".into(), BASE64.encode(&picture.thumbnail).into());
            plain = picture.bytes;
        }
        // Another key for another phone that imports the same: then another id as well.
        let key = StreamKey::generate(&mut self.phone.random());
        let id = AttachmentId::new(0, ten(&[id.as_bytes(), key.expose()]));
        let sealed = files.seal(id, &key, &mut &plain[..], MOST_ATTACHMENT)?;
        entry.insert("id".into(), json!(id));
        entry.insert("media_type".into(), media_type.into());
        entry.insert("name".into(), name.rsplit('/').next().unwrap_or(name).into());
        entry.insert("size".into(), sealed.size.into());
        entry.insert("key".into(), BASE64.encode(key.expose()).into());
        entry.insert("digest".into(), BASE64.encode(&sealed.digest).into());
        self.report.attachments += 1;
        Ok(Some(Value::Object(entry)))
    }

    pub fn finish(mut self) -> Result<ImportReport, Error> {
        self.flush()?;
        drop(self.placing);
        self.phone.sweep_attachments()?;
        Ok(self.report)
    }

    /// A time on this phone's calendar.
    pub fn moment(&self, ms: i64, zone: Option<&str>) -> Option<Moment> {
        let own = self.phone.clock.now().zone;
        let timestamp = jiff::Timestamp::from_millisecond(ms).ok()?;
        let zone = zone.unwrap_or(&own);
        let zoned =
            timestamp.in_tz(zone).or_else(|_| timestamp.in_tz(&own)).or_else(|_| timestamp.in_tz("UTC")).ok()?;
        let name = zoned.time_zone().iana_name().unwrap_or("UTC").to_owned();
        Some(Moment { unix_ms: ms, offset_s: zoned.offset().seconds(), zone: name })
    }
}

/// A record's id, made of what it is: the same on every phone that imports the same.
pub(super) fn id(ms: i64, of: &[&[u8]]) -> RecordId {
    RecordId::new(u64::try_from(ms).unwrap_or_default(), ten(of))
}

fn ten(of: &[&[u8]]) -> [u8; 10] {
    let mut hash = Sha256::new();
    for part in of {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut ten = [0; 10];
    ten.copy_from_slice(&hash.finalize()[..10]);
    ten
}

/// Names of files by their last part without its ending, for formats that name files by a hash.
pub(super) fn by_stem(source: &Source) -> BTreeMap<String, String> {
    let stem = |name: &str| {
        let last = name.rsplit('/').next().unwrap_or(name);
        last.rsplit_once('.').map_or(last, |(stem, _)| stem).to_lowercase()
    };
    source.names().map(|name| (stem(name), name.to_owned())).collect()
}
