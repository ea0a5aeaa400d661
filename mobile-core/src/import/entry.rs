//! An entry of another app as a reflection: complete, private, and split where it is too large to sync.

use journal::record::{Moment, Payload, Record, Reflection};
use journal::sync::{Key, Ledger as _};
use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::dates::Zone;
use super::embedded::Embedded;
use super::source::Source;
use super::take::{ImportRun, ImportedRecord, KeyUse, digest, id};
use super::{Remark, Why, encoding};
use crate::Error;
use crate::commit::size::size;
use crate::store::imports;
use crate::store::records::StoreLedger;

/// The end of the year 1000, in milliseconds since the Unix epoch.
const FIRST_YEARS: i64 = -30_578_000_000_000;
/// The space for a thumbnail and the other attachment fields of a record, in bytes.
const MOST_SAID_OF_FILE: usize = 48 * 1024;

/// Half of the shortest part into which a text is split, in bytes.
const SHORTEST_PART: usize = 8 * 1024;

/// An entry as the other app has it.
#[derive(Default)]
pub(super) struct Entry {
    /// Its name in the report.
    pub item: String,
    /// When it was written: milliseconds since the Unix epoch.
    pub ms: i64,
    pub zone: Zone,
    /// The parts of its identity. With the time, they are the same on every phone.
    pub identity: Vec<Vec<u8>>,
    pub title: String,
    pub text: String,
    pub themes: Vec<String>,
    /// Moods and states, in the terms of the other app.
    pub states: Vec<String>,
    pub mood: Option<u8>,
    /// Files of the source.
    pub files: Vec<String>,
    /// Files within the text.
    pub embedded: Vec<Embedded>,
    /// Files that the text shows and the source does not have.
    pub missing: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Fields without a counterpart here, under the name of the app.
    pub extra: Option<(&'static str, Map<String, Value>)>,
    /// When it was changed last in the other app.
    pub changed: Option<i64>,
    /// Remarks for the report.
    pub said: Vec<Remark>,
}

/// The record field with the other app's last change, to detect a newer one.
const CHANGED: &str = "imported_change";

impl ImportRun<'_> {
    /// Imports an entry without files while its document is being read.
    pub fn words(&mut self, entry: Entry) -> Result<(), Error> {
        self.taken(None, entry)
    }

    /// Imports an entry with its files. The report names what cannot be imported.
    pub fn entry(&mut self, source: &mut Source, entry: Entry) -> Result<(), Error> {
        self.taken(Some(source), entry)
    }

    fn taken(&mut self, mut source: Option<&mut Source>, mut entry: Entry) -> Result<(), Error> {
        entry.tidy();
        let has = |file: &String| source.as_ref().is_some_and(|source| source.has(file));
        for missing in &entry.missing {
            self.leave_out(missing, Why::Missing);
        }
        let has_files = entry.files.iter().any(has) || !entry.embedded.is_empty();
        if entry.words().is_empty() && !has_files && entry.says_nothing_else() {
            entry.files.iter().for_each(|missing| self.leave_out(missing, Why::Missing));
            self.found_and_left(&entry.item, Why::Empty);
            return Ok(());
        }
        // Programs that do not know the date write zero or the first year.
        let known = entry.ms != 0 && entry.ms > FIRST_YEARS;
        let Some((when, known_zone)) = self.moment(entry.ms, &entry.zone).filter(|_| known) else {
            self.found_and_left(&entry.item, Why::NoDate);
            return Ok(());
        };
        if !known_zone {
            entry.said.push(Remark::Zone);
        }
        self.step()?;
        self.seen_on(&when);
        let Some(key) = self.unmet_key(&mut entry)? else {
            self.report.known += 1;
            return Ok(());
        };
        let newer = match self.existing(&key, &entry, &when)? {
            Existing::New => false,
            Existing::Newer => true,
            stays => {
                self.report.known += 1;
                if matches!(stays, Existing::ChangedHere) {
                    self.say(&entry.item, Remark::ChangedHere);
                }
                if let Some(source) = source {
                    entry.files.iter().for_each(|file| source.done_with(file));
                }
                return Ok(());
            }
        };
        let before = self.report.attachments;
        let mut attachments = match &mut source {
            Some(source) => self.files(source, &entry)?,
            None => Vec::new(),
        };
        for file in std::mem::take(&mut entry.embedded) {
            attachments.extend(self.embedded(&entry.item, file)?);
        }
        // None of its files could be imported, and there is nothing else in it.
        if self.report.attachments == before && entry.words().is_empty() && entry.says_nothing_else() {
            self.leave_out(&entry.item, Why::Empty);
            return Ok(());
        }
        self.store(entry, key, &when, attachments, newer)
    }

    /// Stores an entry, in several records if it is too large for one.
    fn store(
        &mut self,
        mut entry: Entry,
        key: Key,
        when: &Moment,
        attachments: Vec<Value>,
        newer: bool,
    ) -> Result<(), Error> {
        self.limit_extra(&mut entry);
        let payloads = split(&entry, when, attachments, self.phone.largest_record());
        if payloads.len() > 1 {
            entry.said.push(Remark::Split);
        }
        for said in &entry.said {
            self.say(&entry.item, *said);
        }
        for (n, payload) in payloads.into_iter().enumerate() {
            let key = if n == 0 { key } else { Key { id: entry.id_of_part(n), ..key } };
            self.take(ImportedRecord { key, payload, draft: false, newer })?;
        }
        Ok(())
    }

    /// The key of an entry; `None` if the same entry was imported before in this run.
    fn unmet_key(&mut self, entry: &mut Entry) -> Result<Option<Key>, Error> {
        let words = entry.words();
        let private = self.private()?;
        let mut key = entry.key(private);
        let mut met = self.meet(&key, &words);
        if met == KeyUse::Others {
            // Two entries to which the app gave the same name are still two entries.
            entry.identity.push(words.clone().into_bytes());
            key = entry.key(private);
            met = self.meet(&key, &words);
        }
        Ok((met == KeyUse::First).then_some(key))
    }

    fn files(&mut self, source: &mut Source, entry: &Entry) -> Result<Vec<Value>, Error> {
        let mut attachments = Vec::new();
        for file in &entry.files {
            if source.has(file) {
                attachments.extend(self.attachment(source, file)?);
            } else {
                self.leave_out(file, Why::Missing);
            }
        }
        Ok(attachments)
    }

    /// Leaves out fields of the other app that would not fit into a record.
    fn limit_extra(&mut self, entry: &mut Entry) {
        let most = usize::try_from(self.phone.largest_record() / 4).unwrap_or(usize::MAX);
        let is_large = |(_, rest): &mut (&'static str, Map<String, Value>)| {
            serde_json::to_vec(rest).map_or(0, |json| json.len()) > most
        };
        if let Some((name, _)) = entry.extra.take_if(is_large) {
            self.leave_out(&format!("{}, {name}", entry.item), Why::TooLarge);
        }
        if entry.themes.iter().map(String::len).sum::<usize>() > most {
            entry.themes.clear();
            self.leave_out(&format!("{}, tags", entry.item), Why::TooLarge);
        }
    }

    /// The existing record of an entry, if any.
    fn existing(&self, key: &Key, entry: &Entry, when: &Moment) -> Result<Existing, Error> {
        let standing = self.phone.store.read(|connection| {
            let Some(content) = StoreLedger::new(connection).row(key)?.and_then(|row| row.content) else {
                return Ok(Existing::New);
            };
            let before = content.field(CHANGED).and_then(Value::as_i64);
            let is_newer = match (entry.changed, before) {
                (Some(changed), Some(before)) => changed > before,
                (None, Some(_)) => false,
                // Without both times, a different text counts as newer. The text here becomes an earlier version.
                (_, None) => !entry.is_text_of(&content),
            };
            if !is_newer {
                return Ok(Existing::Known);
            }
            let came = imports::digest(connection, key)?;
            // Unchanged and not shared since its import: the newer text replaces it.
            if came.as_ref().is_some_and(|came| *came == digest(&content)) {
                return Ok(Existing::Newer);
            }
            // Without a time, it may be what came before the person changed it.
            let again = entry.changed.is_none()
                && (!entry.files.is_empty() || came.is_some_and(|came| came == digest(&entry.alone(when))));
            Ok(if again { Existing::Known } else { Existing::ChangedHere })
        })?;
        Ok(standing)
    }
}

enum Existing {
    New,
    Known,
    Newer,
    ChangedHere,
}

impl Entry {
    fn tidy(&mut self) {
        self.text = encoding::clean(&self.text).trim().to_owned();
        self.title = encoding::clean(&self.title).split_whitespace().collect::<Vec<_>>().join(" ");
        for list in [&mut self.themes, &mut self.states] {
            for one in list.iter_mut() {
                *one = encoding::clean(one).trim().to_owned();
            }
            let mut seen = std::collections::BTreeSet::new();
            list.retain(|one| !one.is_empty() && seen.insert(one.to_lowercase()));
        }
    }

    /// The text, preceded by the title unless it begins with it.
    fn words(&self) -> String {
        let begins = |text: &str| {
            let first = text.lines().next().unwrap_or_default().trim_matches(['#', ' ']);
            first.to_lowercase() == self.title.to_lowercase()
        };
        match (self.title.is_empty(), self.text.is_empty()) {
            (true, _) => self.text.clone(),
            (false, true) => self.title.clone(),
            (false, false) if begins(&self.text) => self.text.clone(),
            (false, false) => format!("{}\n\n{}", self.title, self.text),
        }
    }

    fn key(&self, collection: CollectionId) -> Key {
        let identity: Vec<&[u8]> = self.identity.iter().map(Vec::as_slice).collect();
        Key { collection, id: id(self.ms, &identity) }
    }

    /// The id of a part after the first, if the entry is split.
    fn id_of_part(&self, n: usize) -> RecordId {
        let part = n.to_be_bytes();
        let identity: Vec<&[u8]> = self.identity.iter().map(Vec::as_slice).chain([&part[..]]).collect();
        id(self.ms, &identity)
    }

    /// Whether a record has this text, or the first part of it.
    fn is_text_of(&self, content: &Payload) -> bool {
        let (words, here) = (self.words(), content.text());
        words == here || here.len() > SHORTEST_PART && words.starts_with(here)
    }

    /// The record of an entry that is not split and has no files.
    fn alone(&self, when: &Moment) -> Payload {
        self.payload(when, self.words(), &[], 0)
    }

    fn says_nothing_else(&self) -> bool {
        self.mood.is_none() && self.states.is_empty()
    }

    fn payload(&self, when: &Moment, text: String, files: &[Value], part: usize) -> Payload {
        let first = part == 0;
        let mut reflection = Reflection {
            text,
            source: Some(self.source.clone()).filter(|source| !source.is_empty()),
            themes: self.themes.clone(),
            ..Reflection::default()
        };
        if first {
            reflection.mood = self.mood;
            reflection.states.clone_from(&self.states);
            if let Some((name, rest)) = self.extra.as_ref().filter(|(_, rest)| !rest.is_empty()) {
                reflection.extra.insert((*name).into(), Value::Object(rest.clone()));
            }
        }
        if let Some(changed) = self.changed {
            reflection.extra.insert(CHANGED.into(), changed.into());
        }
        // In order, for lists that are sorted by time.
        let when = Moment { unix_ms: when.unix_ms + part as i64, ..when.clone() };
        let mut payload = Record { when, body: reflection.into() }.to_payload();
        if !files.is_empty() {
            payload.set_attachments(files.to_vec());
        }
        payload
    }
}

/// The records of an entry: one or, if that would be too large to sync, several.
fn split(entry: &Entry, when: &Moment, files: Vec<Value>, most: u64) -> Vec<Payload> {
    let fits = |payload: &Payload| size(payload) <= most;
    let words = entry.words();
    let whole = entry.payload(when, words.clone(), &files, 0);
    if fits(&whole) {
        return vec![whole];
    }
    let alone = entry.payload(when, String::new(), &[], 0).to_json().len();
    let said_of_file = if files.is_empty() { 0 } else { MOST_SAID_OF_FILE };
    let room = (usize::try_from(most).unwrap_or(usize::MAX) / 20 * 17)
        .saturating_sub(alone + said_of_file)
        .max(2 * SHORTEST_PART);
    let mut parts = pieces(&words, room);
    let mut files: std::collections::VecDeque<Value> = files.into();
    let mut payloads = Vec::new();
    while !parts.is_empty() || !files.is_empty() {
        let text = if parts.is_empty() { String::new() } else { parts.remove(0).to_owned() };
        let mut with: Vec<Value> = Vec::new();
        let mut payload = entry.payload(when, text.clone(), &with, payloads.len());
        while let Some(file) = files.pop_front() {
            with.push(file);
            let longer = entry.payload(when, text.clone(), &with, payloads.len());
            if !fits(&longer) && (with.len() > 1 || !text.is_empty()) {
                files.extend(with.pop());
                files.rotate_right(1);
                break;
            }
            payload = longer;
        }
        payloads.push(payload);
    }
    payloads
}

/// Splits a text into pieces of at most this many bytes as JSON, between paragraphs, lines or words.
fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let mut size = 0;
        let end = rest.char_indices().find(|(_, sign)| {
            size += match sign {
                '"' | '\\' | '\n' | '\t' => 2,
                sign => sign.len_utf8(),
            };
            size > most
        });
        let Some((end, _)) = end else {
            pieces.push(rest);
            break;
        };
        let fitting = &rest[..end];
        let cut = ["\n\n", "\n", " "].iter().find_map(|at| fitting.rfind(at).filter(|at| *at > end / 2)).unwrap_or(end);
        pieces.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(text: &str) -> Entry {
        Entry { text: text.into(), identity: vec![b"x".to_vec()], ..Entry::default() }
    }

    const MOST: u64 = 256 * 1024;

    fn fits(payload: &Payload) -> bool {
        size(payload) <= MOST
    }

    fn when() -> Moment {
        Moment { unix_ms: 1_700_000_000_000, offset_s: 0, zone: "UTC".into() }
    }

    #[test]
    fn what_is_too_large_to_be_synced_is_split_and_no_word_is_lost() {
        let text: String = (0..20_000).map(|n| format!("word{n} \u{1f30a}\"\n")).collect();
        let file = json!({"id": "x", "thumbnail": "t".repeat(30_000)});
        let parts = split(&entry(&text), &when(), vec![file; 12], MOST);
        assert!(parts.len() > 2 && parts.iter().all(fits));
        let said = |payload: &Payload| payload.text().to_owned();
        let words: Vec<String> = parts.iter().map(said).collect();
        let expected: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words.join("\n").split_whitespace().collect::<Vec<_>>(), expected);
        let files: usize = parts.iter().map(|part| part.attachments().len()).sum();
        assert_eq!(files, 12);
        // Without a space anywhere.
        let parts = split(&entry(&"ä".repeat(200_000)), &when(), vec![], MOST);
        assert!(
            parts.iter().all(fits) && parts.iter().map(|part| said(part).chars().count()).sum::<usize>() == 200_000
        );
        assert_eq!(split(&entry("short"), &when(), vec![], MOST).len(), 1);
    }

    #[test]
    fn a_title_stands_before_the_words_once() {
        let words = |title: &str, text: &str| Entry { title: title.into(), ..entry(text) }.words();
        assert_eq!(words("A dream", "Body."), "A dream\n\nBody.");
        assert_eq!(words("A dream", "# A dream\n\nBody."), "# A dream\n\nBody.");
        assert_eq!((words("", "Body.").as_str(), words("A dream", "").as_str()), ("Body.", "A dream"));
    }
}
