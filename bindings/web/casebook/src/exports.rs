//! Exports: files in the journal's export formats ([`format`]), and the therapist's own notes (`notes`).

pub mod format;
mod notes;

use std::borrow::Cow;

use journal::arc::{FileKind, Item};
use journal::export::{Contents, Notice, Source, contents, fhir, json, markdown, notice};
use journal::record::{Attachment, Body, Moment};
use protocol::CollectionId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use self::format::Format;
use crate::{Casebook, Fault, Now};

/// An export file and its contents.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ExportFile {
    /// The file name: handle and date, no content.
    pub name: String,
    /// `application/json`, `text/markdown`, `text/csv`, `application/fhir+json`.
    pub media_type: String,
    /// The text of the file, in UTF-8.
    pub text: String,
    /// Counts of the exported records.
    pub contents: Inside,
}

/// The contents of an export.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Inside {
    /// The number of exported records.
    pub records: u32,
    /// The number of exported records by kind.
    pub kinds: Vec<Count>,
    /// The number of omitted records by kind.
    pub left_out: Vec<Count>,
    /// The local date of the first record.
    pub from: Option<String>,
    /// The local date of the last record.
    pub to: Option<String>,
    /// Photos, recordings and other files that belong to entries, with their total size in bytes.
    pub photos: u32,
    /// Number of recordings.
    pub recordings: u32,
    /// Number of other files.
    pub files: u32,
    /// Total size in bytes.
    pub bytes: f64,
}

/// A file that belongs to an entry, and its name in an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AttachedFile {
    /// The id of the entry.
    pub entry: String,
    /// Its id, for `Desk.attachment`.
    pub id: String,
    /// Its name: the client's local date, a number, the kind of file. No text of the client.
    pub name: String,
    /// When the entry was written: milliseconds since the Unix epoch.
    pub at: f64,
}

/// All files that belong to a client's entries, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct AttachedFiles {
    /// The archive's name: handle and date.
    pub name: String,
    /// The attachments, in order.
    pub files: Vec<AttachedFile>,
    /// The notice to put into the archive, if the practice's records need one.
    pub notice: Option<NoticeText>,
}

/// The notice of records that are protected by 42 CFR Part 2, for pages, prints and archives.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct NoticeText {
    /// The statement in full, one paragraph a line.
    pub statement: String,
    /// The short statement, on one line.
    pub short: String,
}

impl From<Notice> for NoticeText {
    fn from(notice: Notice) -> Self {
        Self { statement: notice.statement().into(), short: notice.short().into() }
    }
}

/// The number of records of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Count {
    /// The kind's name.
    pub kind: String,
    /// The number of its records.
    pub count: u32,
}

/// A client, and the handle to use in a file.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Whose {
    /// The id of the care collection.
    pub collection: String,
    /// The client's handle; no other personal data.
    pub handle: String,
}

/// An export of several clients.
#[derive(Clone, Debug, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Several {
    /// The clients to export.
    pub clients: Vec<Whose>,
    /// `csv`, `answers`, `effects`, `adverse_events`, `records` or `fhir`.
    pub format: String,
}

/// Export files with their contents.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ExportFiles {
    /// One table with all clients, or one file per client.
    pub files: Vec<ExportFile>,
}

/// The handle as part of a file name.
fn plain(handle: &str) -> String {
    let plain: String = handle.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    plain.to_lowercase()
}

/// The files of entries, with the record that names each.
fn attached(items: &[Item]) -> impl Iterator<Item = (&Item, &Attachment)> {
    items.iter().flat_map(|item| {
        let files = match &item.record.body {
            Body::Reflection(entry) => entry.attachments.as_slice(),
            _ => &[],
        };
        files.iter().map(move |file| (item, file))
    })
}

/// The file extension of a media type.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "image/avif" => "avif",
        "image/heic" => "heic",
        "audio/mp4" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/wav" => "wav",
        "audio/webm" => "webm",
        "audio/aac" => "aac",
        "audio/flac" => "flac",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}

impl Casebook {
    /// The contents of an export, without creating it.
    pub fn inside(&self, collection: &str, now: Now) -> Result<Inside, Fault> {
        let (_, items) = self.items(collection)?;
        let mut inside = self.with(collection, "", &now.into(), |source| Ok(Inside::new(contents(source))))?;
        for (_, file) in attached(items) {
            let count = match FileKind::of(&file.media_type) {
                FileKind::Photo => &mut inside.photos,
                FileKind::Recording => &mut inside.recordings,
                FileKind::File => &mut inside.files,
            };
            *count += 1;
            inside.bytes += file.size as f64;
        }
        Ok(inside)
    }

    /// Every file that belongs to an entry, with its name in an archive.
    pub fn exported_files(&self, collection: &str, handle: &str, now: Now) -> Result<AttachedFiles, Fault> {
        let (_, items) = self.items(collection)?;
        let made: Moment = now.into();
        let mut all: Vec<_> = attached(items).collect();
        all.sort_by_key(|(item, _)| (item.record.when.unix_ms, item.id));
        let named = |(n, (item, file)): (usize, (&Item, &Attachment))| AttachedFile {
            entry: item.id.to_string(),
            id: file.id.clone(),
            name: format!(
                "{}-{:03}-{}.{}",
                item.record.when.local_date(),
                n + 1,
                FileKind::of(&file.media_type).as_str(),
                ending(&file.media_type)
            ),
            at: item.record.when.unix_ms as f64,
        };
        Ok(AttachedFiles {
            name: format!("afterglow-{}-{}.files.zip", plain(handle), made.local_date()),
            files: all.into_iter().enumerate().map(named).collect(),
            notice: self.notice(Some(collection)),
        })
    }

    /// Creates a file: `json` (complete), `markdown`, `csv` (measures, one row per form), `answers` (measures, one row
    /// per answer), `effects` and `adverse_events` (one row per side effect or event), `records` (the clinic's records,
    /// one row per value) or `fhir`. `handle` identifies the client in it. Markdown is for reading and in the
    /// language (BCP 47); the others are for programs.
    pub fn export(
        &self,
        collection: &str,
        format: &str,
        handle: &str,
        language: &str,
        now: Now,
    ) -> Result<ExportFile, Fault> {
        let made: Moment = now.into();
        self.with(collection, handle, &made, |source| {
            let (text, media_type, ending) = match Format::named(format)? {
                Format::Json => (json::json(source), "application/json", "json"),
                Format::Markdown => (markdown::markdown(source, language), "text/markdown", "md"),
                Format::Fhir => (fhir::fhir(source), "application/fhir+json", "fhir.json"),
                Format::Table(table) => (table.of(std::slice::from_ref(source)), "text/csv", table.ending()),
            };
            let name = format!("afterglow-{}-{}.{ending}", plain(handle), made.local_date());
            Ok(ExportFile { name, media_type: media_type.into(), text, contents: Inside::new(contents(source)) })
        })
    }

    /// Creates files of several clients: one table with all of them, or one file per client for `fhir`. Tables of the
    /// therapist's own records (adverse events, the clinic's records) may contain former clients.
    pub fn export_several(&self, several: &Several, now: Now) -> Result<ExportFiles, Fault> {
        let Several { clients, format } = several;
        let table = match Format::named(format)? {
            Format::Table(table) => Some(table),
            Format::Fhir => None,
            Format::Json | Format::Markdown => return Err(Fault::not_found()),
        };
        let Some(table) = table else {
            let one = |client: &Whose| self.export(&client.collection, format, &client.handle, "en", now.clone());
            let mut files = clients.iter().map(one).collect::<Result<Vec<_>, _>>()?;
            let mut names = std::collections::BTreeSet::new();
            for (n, file) in files.iter_mut().enumerate() {
                // Two clients with the same handle get two files.
                if !names.insert(file.name.clone()) {
                    file.name = file.name.replacen(".fhir", &format!("-{}.fhir", n + 1), 1);
                }
            }
            return Ok(ExportFiles { files });
        };
        let made: Moment = now.into();
        let mut opened = Vec::new();
        for client in clients {
            let (care, items): (_, Cow<'_, [Item]>) = match self.items(&client.collection) {
                Ok((care, items)) => (care, Cow::Borrowed(items)),
                Err(_) if table.is_of_therapist() => {
                    let (care, items) = self.kept(&client.collection)?;
                    (care, Cow::Owned(items))
                }
                Err(fault) => return Err(fault),
            };
            let definitions = self.definitions(&items);
            opened.push((care, items, definitions, client.handle.as_str()));
        }
        let mut sources: Vec<Source<'_>> = Vec::new();
        for (care, items, definitions, handle) in &opened {
            let notice = self.due_notice(items);
            sources.push(Source { items, definitions, handle, care: Some(*care), made: &made, notice });
        }
        let (text, ending) = (table.of(&sources), table.ending());
        let mut inside = Contents::default();
        sources.iter().for_each(|source| inside.add(contents(source)));
        let name = format!("afterglow-{}.{ending}", made.local_date());
        let file = ExportFile { name, media_type: "text/csv".into(), text, contents: Inside::new(inside) };
        Ok(ExportFiles { files: vec![file] })
    }

    /// The therapist's own records about a client, present or former.
    fn kept(&self, collection: &str) -> Result<(CollectionId, Vec<Item>), Fault> {
        let client: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        let (_, own) = self.own()?;
        let about = |item: &&Item| match &item.record.body {
            Body::AdverseEvent(event) => event.client == Some(client),
            Body::SessionRecord(session) => session.client == Some(client),
            Body::Clearance(clearance) => clearance.client == Some(client),
            _ => false,
        };
        Ok((client, own.iter().filter(about).cloned().collect()))
    }

    fn with<T>(
        &self,
        collection: &str,
        handle: &str,
        made: &Moment,
        make: impl FnOnce(&Source<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (care, items) = self.items(collection)?;
        let definitions = self.definitions(items);
        let notice = self.due_notice(items);
        make(&Source { items, definitions: &definitions, handle, care: Some(care), made, notice })
    }

    /// The notice of what is shown or printed of a client, or (without one) of the practice.
    pub fn notice(&self, collection: Option<&str>) -> Option<NoticeText> {
        let items = collection.and_then(|collection| self.items(collection).ok());
        self.due_notice(items.map_or(&[][..], |(_, items)| items)).map(NoticeText::from)
    }

    /// The notice of a client's records: by the practice's card, or by the copy that the client has of it.
    fn due_notice(&self, items: &[Item]) -> Option<Notice> {
        let own = self.own().map_or(&[][..], |(_, items)| items);
        notice(own.iter().chain(items).map(|item| &item.record.body))
    }
}

impl Inside {
    fn new(contents: Contents) -> Self {
        let counts = |counts: std::collections::BTreeMap<String, usize>| {
            counts.into_iter().map(|(kind, count)| Count { kind, count: count as u32 }).collect()
        };
        Self {
            records: contents.records as u32,
            kinds: counts(contents.kinds),
            left_out: counts(contents.left_out),
            from: contents.from,
            to: contents.to,
            photos: 0,
            recordings: 0,
            files: 0,
            bytes: 0.0,
        }
    }
}
