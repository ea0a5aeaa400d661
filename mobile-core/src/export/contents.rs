//! The table of contents of an export, written into it, so that a reader can tell later what is missing.

use std::collections::{BTreeMap, BTreeSet};

use journal::export::Notice;
use journal::record::Payload;
use protocol::AttachmentId;
use serde::Serialize;
use serde_json::Value;

use crate::attach::read_all;
use crate::messages::Catalogue;

/// The contents of an export. The portal's exports use the same field names.
#[derive(Default, Serialize)]
pub(crate) struct Contents {
    pub records: u32,
    #[serde(skip_serializing_if = "none")]
    pub drafts: u32,
    /// How many of each kind.
    pub kinds: BTreeMap<String, u32>,
    /// The first and the last local date.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Photos and voice notes.
    pub attachments: u32,
    /// Photos and voice notes that are not on this phone, and so not in the export.
    pub not_here: u32,
    /// What the export must carry.
    #[serde(skip)]
    notice: Option<Notice>,
    #[serde(skip)]
    seen: BTreeSet<AttachmentId>,
}

fn none(count: &u32) -> bool {
    *count == 0
}

impl Contents {
    /// Nothing yet, of an export with this notice.
    pub fn new(notice: Option<Notice>) -> Self {
        Self { notice, ..Self::default() }
    }

    /// Counts a record; `here` returns whether a file is on this phone.
    pub fn add(&mut self, record: &Payload, is_draft: bool, here: impl Fn(AttachmentId) -> bool) {
        *(if is_draft { &mut self.drafts } else { &mut self.records }) += 1;
        if !is_draft {
            *self.kinds.entry(record.kind().to_owned()).or_default() += 1;
            // Settings do not belong to a day.
            let at = record.field("when").and_then(|when| when.get("at")).and_then(Value::as_str);
            self.day(at.and_then(|at| at.get(..10)).unwrap_or_default());
        }
        for one in read_all(record) {
            if self.seen.insert(one.id) {
                *(if here(one.id) { &mut self.attachments } else { &mut self.not_here }) += 1;
            }
        }
    }

    /// Extends the time span to a day.
    pub fn day(&mut self, day: &str) {
        if day.is_empty() {
            return;
        }
        if self.from.as_deref().is_none_or(|from| day < from) {
            self.from = Some(day.to_owned());
        }
        if self.to.as_deref().is_none_or(|to| day > to) {
            self.to = Some(day.to_owned());
        }
    }

    /// The contents as text for people: what it is, what it contains, and the `files` that it consists of.
    pub fn readme(&self, words: &Catalogue, made: &str, files: &str) -> String {
        let mut out =
            format!("# {}\n\n{}", words.say("export-journal"), words.fill("export-made", &[("date", made.into())]));
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let span = [("from", from.as_str().into()), ("to", to.as_str().into())];
            out += &format!(" {}.", words.fill("export-span", &span));
        }
        out += &format!("\n\n{}:\n\n", words.say("export-inside"));
        let mut lines: BTreeMap<String, u32> = BTreeMap::new();
        for (kind, count) in &self.kinds {
            let name = words.find(&format!("kinds-{kind}"), &[]).unwrap_or_else(|| words.say("kinds-other"));
            *lines.entry(name).or_default() += count;
        }
        for (name, count) in [
            ("kinds-draft", self.drafts),
            ("export-photos", self.attachments),
            ("export-photos-not-here", self.not_here),
        ] {
            if count > 0 {
                lines.insert(words.say(name), count);
            }
        }
        for (name, count) in lines {
            out += &format!("- {name}: {count}\n");
        }
        out += &format!("\n{}\n", words.say(files));
        if let Some(notice) = self.notice {
            let statement = notice.statement().replace('\n', "\n\n");
            out += &format!("\n{}\n\n{statement}\n", words.say("export-part2"));
        }
        out
    }
}
