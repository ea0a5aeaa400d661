//! Imports: entries of other apps or of an Afterglow export are imported one by one, as private entries. The report
//! names what cannot be read.
//!
//! - [`source`]: a zip, sealed archive, tar, folder or file, with limits and without paths outside of it; [`names`]: how links
//!   find files, and which files are skipped; [`zip_names`]: names and times in a zip
//! - [`Format`]: the export of one app, one file each; [`FORMATS`] lists them
//! - [`items`]: streaming a large JSON document, with [`doubled`] members; [`encoding`], [`markdown`], [`front`], [`html`],
//!   [`dates`]: parsing texts
//! - [`entry`]: an entry of another app as a record; [`attachments`]: its files; [`embedded`]: files within a text
//! - [`take`]: skips what is known and commits the rest in batches; [`undo`]: removes a whole import
//!
//! Ids are derived from the imported content, so importing the same again changes nothing, on any phone. An import
//! brings content and never authority: sharing rules, settings and bonds are left out, and a consent is imported as
//! withdrawn.

#[cfg(test)]
mod any;
mod apple_journal;
mod attachments;
mod dates;
mod day_one;
mod daylio;
mod days;
mod diarium;
mod doubled;
mod embedded;
mod encoding;
mod entry;
mod front;
mod html;
mod items;
mod joplin;
mod journey;
mod jrnl;
mod keep;
mod look;
mod markdown;
mod names;
mod ours;
mod source;
mod standard_notes;
mod super_note;
mod take;
mod texts;
mod undo;
mod zip_names;

use std::path::Path;

use serde::Serialize;

use crate::Error;
use crate::export::Progress;
use crate::phone::Transfer;
use crate::store::reserve::Reserve;

use look::Look;
use source::Source;
use take::ImportRun;
pub use undo::{ImportView, UndoReport};

/// The export format of one app.
trait Format: Sync {
    /// The name in reports.
    fn name(&self) -> &'static str;

    /// The documents of this app in a source; none if it is another app's.
    fn documents(&self, look: &Look) -> Vec<String>;

    /// Imports the documents. The report names what cannot be imported.
    ///
    /// # Errors
    /// From the store; a cancellation by the person; a source that is not an export after all.
    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error>;
}

/// All formats. The first one whose documents are present reads the source; plain texts are the last resort.
const FORMATS: [&dyn Format; 11] = [
    &ours::Afterglow,
    &standard_notes::StandardNotes,
    &day_one::DayOne,
    &journey::Journey,
    &jrnl::Jrnl,
    &keep::Keep,
    &apple_journal::AppleJournal,
    &daylio::Daylio,
    &diarium::Diarium,
    &joplin::Joplin,
    &texts::Texts,
];

/// How something is imported.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct ImportForm {
    /// For a sealed archive.
    #[uniffi(default = None)]
    pub passphrase: Option<String>,
    /// Only count what would be imported or left out; nothing is written.
    #[uniffi(default = false)]
    pub only_look: bool,
    /// Keep the place and the weather of an entry, if the other app has them. Left out otherwise.
    #[uniffi(default = false)]
    pub keep_places: bool,
    /// If an entry has no date, use the modification time of its file.
    #[uniffi(default = false)]
    pub file_dates: bool,
}

/// Never prints the passphrase.
impl std::fmt::Debug for ImportForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImportForm").field("only_look", &self.only_look).finish_non_exhaustive()
    }
}

/// The result of an import, or of a trial run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ImportReport {
    /// The id for `undo_import`; absent if nothing was written.
    pub id: Option<String>,
    /// The app or format: `afterglow`, `day_one`, `texts`.
    pub from: String,
    /// Entries that were found.
    pub found: u32,
    /// Number of new entries; all of them are private.
    pub added: u32,
    /// Entries of an earlier import that the other app has changed since, and that were updated.
    pub updated: u32,
    /// Entries that are here already.
    pub known: u32,
    /// The day of the first entry that was found.
    pub first: Option<String>,
    /// The day of the last entry that was found.
    pub last: Option<String>,
    /// Imported photos and voice notes.
    pub attachments: u32,
    /// Items that were left out; the first thousand.
    pub left_out: Vec<LeftOut>,
    /// How many items were left out.
    pub left_out_count: u32,
    /// Remarks about imported entries; the first thousand.
    pub remarks: Vec<LeftOut>,
    /// How many remarks there are.
    pub remark_count: u32,
}

/// An item that was left out, or that has a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct LeftOut {
    /// A file's name, or an entry's position in its file.
    pub item: String,
    /// The stable code, to branch on.
    pub code: String,
    /// Why, for the person.
    pub sentence: String,
}

/// Why an item is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// It cannot be read at all, or not from some position on.
    Unreadable,
    /// The file ends before its end.
    CutOff,
    /// Its encoding cannot be detected for certain.
    Encoding,
    /// It has no date.
    NoDate,
    /// There is nothing in it.
    Empty,
    /// A file that it names is missing.
    Missing,
    /// Only a placeholder is here: the file is in the person's cloud.
    NotDownloaded,
    /// Larger than the import accepts.
    TooLarge,
    /// Locked with a password, or encrypted.
    Locked,
    /// Its path leads out of the archive.
    Path,
    /// A kind that is not taken.
    Kind,
    /// An archive within the source, or one that is not read.
    Packed,
    /// A picture whose metadata cannot be removed.
    Picture,
    /// No entry shows this file.
    Unlinked,
    /// It does not belong to the export that was found in the same source.
    Other,
    /// Another file of its archive has the same name.
    Twice,
    /// It was in the other app's trash.
    Trashed,
    /// Afterglow's own Markdown, which is for people.
    OurMarkdown,
    /// Sharing rules and preferences.
    Settings,
    /// From an active relationship: its records come from the therapist, not from a file.
    Care,
}

impl Why {
    fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::CutOff => "cut_off",
            Self::Encoding => "encoding",
            Self::NoDate => "no_date",
            Self::Empty => "empty",
            Self::Missing => "missing",
            Self::NotDownloaded => "not_downloaded",
            Self::TooLarge => "too_large",
            Self::Locked => "locked",
            Self::Path => "path",
            Self::Kind => "kind",
            Self::Packed => "packed",
            Self::Picture => "picture",
            Self::Unlinked => "unlinked",
            Self::Other => "other",
            Self::Twice => "twice",
            Self::Trashed => "trashed",
            Self::OurMarkdown => "our_markdown",
            Self::Settings => "settings",
            Self::Care => "care",
        }
    }
}

/// A remark about an imported entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remark {
    /// Some bytes could not be decoded, and are U+FFFD now.
    Repaired,
    /// Its encoding was not declared: it was read as Windows-1252.
    Encoding,
    /// Day and month may be swapped.
    DateGuessed,
    /// It was dated by the modification time of its file.
    DateOfFile,
    /// It was dated by its folder.
    DateOfFolder,
    /// Its time zone is unknown: the phone's own is used.
    Zone,
    /// It was too large to be synced, and became several entries.
    Split,
    /// The other app has a newer text, but the entry was changed here as well.
    ChangedHere,
    /// A file whose metadata cannot be removed here: it may contain the time and place of its creation.
    MayTell,
    /// The zip does not declare the encoding of its file names: it was detected.
    NamesGuessed,
    /// A field is in it twice, with different values.
    Doubled,
}

impl Remark {
    fn code(self) -> &'static str {
        match self {
            Self::Repaired => "repaired",
            Self::Encoding => "encoding",
            Self::DateGuessed => "date_guessed",
            Self::DateOfFile => "date_of_file",
            Self::DateOfFolder => "date_of_folder",
            Self::Zone => "zone",
            Self::Split => "split",
            Self::ChangedHere => "changed_here",
            Self::MayTell => "may_tell",
            Self::NamesGuessed => "names_guessed",
            Self::Doubled => "doubled",
        }
    }
}

impl Transfer<'_> {
    /// Imports an export of Afterglow, of another app, or a folder or zip of Markdown and text files. Imported entries
    /// are private. The report names what cannot be read, and the rest is imported; importing the same again changes
    /// nothing. Slow: not for a UI thread.
    ///
    /// # Errors
    /// [`Error::NotAnArchive`], [`Error::ArchiveDamaged`], [`Error::ArchiveNewer`], [`Error::OurMarkdown`],
    /// [`Error::Passphrase`], [`Error::ArchiveTooLarge`]; [`Error::Cancelled`] when it was stopped: what was imported until
    /// then stays, in complete entries, and can be undone. After any other error, a full device among them, what was
    /// imported is removed again.
    pub fn import(self, from: &Path, form: &ImportForm, progress: &dyn Progress) -> Result<ImportReport, Error> {
        let mut source = Source::open(from, form.passphrase.as_deref())?;
        let look = Look::at(&mut source)?;
        let reserve = if form.only_look { None } else { Some(Reserve::take(&self.phone.home)?) };
        let mut taking = ImportRun::new(self.phone, form, progress);
        let outcome = read(&mut taking, &mut source, &look);
        if outcome.as_ref().is_err_and(|error| *error != Error::Cancelled) {
            drop(reserve);
            taking.give_up();
        }
        outcome
    }
}

/// Finds the format of a source, and imports it.
fn read(taking: &mut ImportRun<'_>, source: &mut Source, look: &Look) -> Result<ImportReport, Error> {
    for (name, why) in source.refused() {
        taking.leave_out(&name, why);
    }
    if let Some(name) = source.guessed_name() {
        taking.say(name, Remark::NamesGuessed);
    }
    let found = FORMATS.iter().find_map(|format| {
        let documents = format.documents(look);
        (!documents.is_empty()).then_some((format, documents))
    });
    let Some((format, documents)) = found else {
        // Unreadable files are reported; a single file of an unknown kind is not an export.
        let is_packed = source.names().iter().any(names::is_packed);
        return if is_packed || source.names().iter().nth(1).is_some() || taking.report.left_out_count > 0 {
            taking.finish(source)
        } else {
            Err(Error::NotAnArchive)
        };
    };
    taking.report.from = format.name().into();
    format.import(taking, source, &documents)?;
    // Two exports in one folder: reading both could bring the same entries twice.
    for name in FORMATS.iter().flat_map(|format| format.documents(look)) {
        if !source.is_dealt_with(&name) {
            source.done_with(&name);
            taking.leave_out(&name, Why::Other);
        }
    }
    taking.finish(source)
}
