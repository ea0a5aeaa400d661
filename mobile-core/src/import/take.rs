//! Committing an import: known entries are skipped, the rest is written in batches.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use journal::record::{Moment, Payload};
use journal::sync::{Key, Ledger as _, Row};
use protocol::{CollectionId, RecordId};
use sha2::{Digest as _, Sha256};

use super::dates::Zone;
use super::source::Source;
use super::{ImportForm, ImportReport, LeftOut, Remark, Why, dates, names};
use crate::commit::Origin;
use crate::export::Progress;
use crate::export::progress::report_progress;
use crate::messages::Catalogue;
use crate::store::collections::Imported;
use crate::store::drafts::{self, Draft};
use crate::store::records::StoreLedger;
use crate::store::{collections, imports};
use crate::{Error, Phone};

/// The batch size: a kill loses at most one batch, and the next import writes it.
const STEP: usize = 100;
const MOST_NAMED: usize = 1_000;
/// In seconds: farther from UTC than any place.
const MOST_OFFSET: i32 = 18 * 3_600;

/// A record to be written.
pub(super) struct ImportedRecord {
    pub key: Key,
    pub payload: Payload,
    pub draft: bool,
    /// Whether it replaces one from an earlier import.
    pub newer: bool,
}

/// Whether the key of an entry was used before in the same import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyUse {
    First,
    Again,
    Others,
}

/// An import in progress.
pub(super) struct ImportRun<'a> {
    pub phone: &'a Phone,
    pub form: &'a ImportForm,
    pub report: ImportReport,
    /// The phone's time zone.
    pub zone: String,
    progress: &'a dyn Progress,
    words: &'static Catalogue,
    private: Option<CollectionId>,
    step: Vec<ImportedRecord>,
    seen: BTreeSet<Key>,
    /// The texts of entries by key, as far as they were read in this import.
    words_of: BTreeMap<Key, Vec<u8>>,
    /// Held while files are written, before the records that refer to them.
    pub placing: Option<File>,
    /// The id of this import in the store, after something was written.
    import: Option<i64>,
    settings: u32,
}

impl<'a> ImportRun<'a> {
    pub fn new(phone: &'a Phone, form: &'a ImportForm, progress: &'a dyn Progress) -> Self {
        Self {
            phone,
            form,
            report: ImportReport::default(),
            zone: phone.clock.now().zone,
            progress,
            words: phone.words(),
            private: None,
            step: Vec::new(),
            seen: BTreeSet::new(),
            words_of: BTreeMap::new(),
            placing: None,
            import: None,
            settings: 0,
        }
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
        let sentence = self.words.name("left_out", why.code());
        name(&mut self.report.left_out, item, why.code(), sentence);
    }

    /// Counts an entry that was found and left out.
    pub fn found_and_left(&mut self, item: &str, why: Why) {
        self.report.found += 1;
        self.leave_out(item, why);
    }

    /// Adds a remark about an imported entry to the report.
    pub fn say(&mut self, item: &str, said: Remark) {
        self.report.remark_count += 1;
        let sentence = self.words.name("remark", said.code());
        name(&mut self.report.remarks, item, said.code(), sentence);
    }

    /// Counts a setting, sharing rule or bond that is left out.
    pub fn leave_setting(&mut self) {
        self.settings += 1;
    }

    /// Counts another entry, and returns whether it is new.
    pub fn found(&mut self, key: &Key, draft: bool) -> Result<bool, Error> {
        self.step()?;
        let known = self.phone.store.read(|connection| {
            if draft && drafts::get(connection, key.id)?.is_some() {
                return Ok(true);
            }
            Ok(StoreLedger::new(connection).row(key)?.is_some_and(|row| row.content.is_some()))
        })?;
        if known || !self.seen.insert(*key) {
            self.report.known += 1;
            return Ok(false);
        }
        Ok(true)
    }

    /// Counts another entry and reports the progress.
    pub fn step(&mut self) -> Result<(), Error> {
        self.report.found += 1;
        report_progress(self.progress, self.report.found, 0)
    }

    /// Marks the text under a key as processed in this import: the first one, the same again, or a different one, which
    /// needs its own key.
    pub fn meet(&mut self, key: &Key, words: &str) -> KeyUse {
        let hash = Sha256::digest(words).to_vec();
        match self.words_of.insert(*key, hash.clone()) {
            None => KeyUse::First,
            Some(before) if before == hash => KeyUse::Again,
            Some(before) => {
                self.words_of.insert(*key, before);
                KeyUse::Others
            }
        }
    }

    /// Extends the time span of the report by the day of an entry.
    pub fn seen_on(&mut self, when: &Moment) {
        let day = when.local_date();
        let (first, last) = (&mut self.report.first, &mut self.report.last);
        if first.as_ref().is_none_or(|first| day < *first) {
            *first = Some(day.clone());
        }
        if last.as_ref().is_none_or(|last| day > *last) {
            *last = Some(day);
        }
    }

    /// Queues a record to be written.
    pub fn take(&mut self, record: ImportedRecord) -> Result<(), Error> {
        if record.newer {
            self.report.updated += 1;
        } else {
            self.report.added += 1;
        }
        if !self.form.only_look {
            self.step.push(record);
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
        let (before, from) = (self.import, self.report.from.clone());
        let import = self.phone.store.write::<_, Error>(|connection| {
            let import = match before {
                Some(import) => import,
                None => imports::begin(connection, now, &from)?,
            };
            for ImportedRecord { key, payload, draft, .. } in step {
                imports::put(connection, import, &key, draft, &digest(&payload))?;
                if draft {
                    drafts::put(connection, &Draft { id: key.id, content: payload, base: None, saved_at: now })?;
                } else if key.collection == private {
                    self.phone.commit(connection, key.id, payload, Origin::Import)?;
                } else {
                    // A therapist's record: stored as it was, and not pushed.
                    let row = Row { content: Some(payload), ..Row::default() };
                    StoreLedger::new(connection).set_row(&key, &row)?;
                }
            }
            Ok(import)
        })?;
        self.import = Some(import);
        self.phone.written();
        Ok(())
    }

    /// Stores a care relationship that is only known from an export: it is shown by name, as ended.
    pub fn relationship(&mut self, id: CollectionId, named: &Imported, since: i64) -> Result<(), Error> {
        if self.form.only_look {
            return Ok(());
        }
        let (before, from, now) = (self.import, self.report.from.clone(), self.phone.clock.now().unix_ms);
        // It belongs to the import, so undoing the import removes it.
        self.import = self.phone.store.write::<_, Error>(|connection| {
            let is_new = collections::put_ended(connection, id, named, since)?;
            Ok(match before {
                None if is_new => Some(imports::begin(connection, now, &from)?),
                before => before,
            })
        })?;
        Ok(())
    }

    /// Reports the files that were not read, and writes the last batch.
    pub fn finish(&mut self, source: &Source) -> Result<ImportReport, Error> {
        for name in source.left() {
            let why = match crate::attach::media_type(&name) {
                Some(_) => Why::Unlinked,
                None if names::is_packed(&name) => Why::Packed,
                None => Why::Kind,
            };
            self.leave_out(&name, why);
        }
        if self.settings > 0 {
            self.report.left_out_count += self.settings;
            let sentence = self.words.fill("left_out-settings", &[("count", self.settings.into())]);
            name(&mut self.report.left_out, "", Why::Settings.code(), sentence);
        }
        self.flush()?;
        self.placing = None;
        self.report.id = self.import.map(|id| id.to_string());
        self.phone.attachments().sweep_attachments()?;
        Ok(std::mem::take(&mut self.report))
    }

    /// After an error: removes what the import wrote, as far as possible.
    pub fn give_up(self) {
        let Some(import) = self.import else { return };
        drop(self.placing);
        self.phone.store.checkpoint();
        // If the device refuses this as well, the import stays on the list, and can be undone later.
        if let Err(error) = self.phone.transfer().undo(import) {
            tracing::warn!(code = error.code(), "an import that failed could not be undone");
        }
    }

    /// A time in its original zone; `false` if that zone is unknown and the phone's own is used.
    pub fn moment(&self, ms: i64, zone: &Zone) -> Option<(Moment, bool)> {
        let timestamp = jiff::Timestamp::from_millisecond(ms).ok()?;
        let fixed = |offset: i32| {
            let name = if offset == 0 {
                "UTC".to_owned()
            } else if offset % 3_600 == 0 && (-14..=12).contains(&(-offset / 3_600)) {
                // POSIX names have inverted signs.
                format!("Etc/GMT{:+}", -offset / 3_600)
            } else {
                String::new()
            };
            Moment { unix_ms: ms, offset_s: offset, zone: name }
        };
        let named = |name: &str| {
            // A placeholder for an unknown zone.
            if name.eq_ignore_ascii_case("Etc/Unknown") {
                return None;
            }
            let zoned = timestamp.in_tz(name).ok()?;
            let name = zoned.time_zone().iana_name().unwrap_or("UTC").to_owned();
            Some(Moment { unix_ms: ms, offset_s: zoned.offset().seconds(), zone: name })
        };
        let own = || named(&self.zone).or_else(|| named("UTC"));
        match zone {
            Zone::Own => Some((own()?, true)),
            Zone::Offset(offset) if !(-MOST_OFFSET..=MOST_OFFSET).contains(offset) => Some((own()?, false)),
            Zone::Offset(offset) => Some((fixed(*offset), true)),
            // Some programs write the name as words: `America/New York`.
            Zone::Named(name) => match named(name)
                .or_else(|| dates::offset_alone(name).map(fixed))
                .or_else(|| named(&name.replace("\\/", "/").replace(' ', "_")))
            {
                Some(moment) => Some((moment, true)),
                None => Some((own()?, false)),
            },
        }
    }
}

fn name(list: &mut Vec<LeftOut>, item: &str, code: &str, sentence: String) {
    if list.len() < MOST_NAMED {
        list.push(LeftOut { item: item.chars().take(200).collect(), code: code.into(), sentence });
    }
}

/// A hash of a record's content, to detect changes after the import.
pub(super) fn digest(payload: &Payload) -> Vec<u8> {
    Sha256::digest(payload.to_json()).to_vec()
}

/// A record's id, derived from its content: the same on every phone that imports the same.
pub(super) fn id(ms: i64, of: &[&[u8]]) -> RecordId {
    RecordId::new(u64::try_from(ms).unwrap_or_default(), ten(of))
}

/// The beginning of a hash of these parts.
pub(super) fn ten(of: &[&[u8]]) -> [u8; 10] {
    let mut hash = Sha256::new();
    for part in of {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut ten = [0; 10];
    ten.copy_from_slice(&hash.finalize()[..10]);
    ten
}
