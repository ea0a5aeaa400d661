//! What was written elsewhere, or exported from here, comes in: private, entry by entry, and what cannot be read is said.
//!
//! Layout:
//! - [`source`]: a zip, a sealed archive, a folder, a file: bounded, and never a path outside of it
//! - [`items`]: the items of a large JSON document, one at a time
//! - [`take`]: what is here already is left alone; the rest is written in small steps, each whole
//! - [`ours`], [`day_one`], [`texts`]: what can be read
//!
//! Ids are made of what is imported, so a second import of the same changes nothing, on whichever phone.

mod day_one;
mod items;
mod ours;
mod source;
mod take;
mod texts;

use std::path::Path;

use serde::Serialize;

use crate::export::Progress;
use crate::messages::Catalogue;
use crate::{Error, Phone};

use source::Source;
use take::Taking;

/// How something is imported.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct ImportForm {
    /// For a sealed archive.
    #[uniffi(default = None)]
    pub passphrase: Option<String>,
    /// Only look: counts and what would be left out, and nothing is written.
    #[uniffi(default = false)]
    pub only_look: bool,
    /// Keep where an entry was written and what the weather was, if the other app tells. Left out otherwise.
    #[uniffi(default = false)]
    pub keep_places: bool,
}

/// Never prints the passphrase.
impl std::fmt::Debug for ImportForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImportForm").field("only_look", &self.only_look).finish_non_exhaustive()
    }
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ImportReport {
    /// `afterglow`, `day_one` or `texts`.
    pub from: String,
    /// Entries that were found.
    pub found: u32,
    /// Entries that were written; all of them are private.
    pub added: u32,
    /// Entries that are here already.
    pub known: u32,
    /// Photos and voice notes that were taken along.
    pub attachments: u32,
    /// What was left out, item by item; the first thousand.
    pub left_out: Vec<LeftOut>,
    /// How many items were left out.
    pub left_out_count: u32,
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct LeftOut {
    /// Which: a file's name, or an entry's place in its file.
    pub item: String,
    /// A stable code.
    pub code: String,
    /// Why, for the person.
    pub sentence: String,
}

/// Why an item is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// It cannot be read at all, or not from here on.
    Unreadable,
    /// It says not when it was.
    NoDate,
    /// There is nothing in it.
    Empty,
    /// A file that it names is not there.
    Missing,
    /// Larger than what is taken.
    TooLarge,
    /// Its name leads out of the archive.
    Path,
    /// A kind that is not taken.
    Kind,
}

impl Why {
    fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NoDate => "no_date",
            Self::Empty => "empty",
            Self::Missing => "missing",
            Self::TooLarge => "too_large",
            Self::Path => "path",
            Self::Kind => "kind",
        }
    }

    fn sentence(self, words: &Catalogue) -> String {
        words.name("left_out", self.code())
    }
}

impl Phone {
    /// Imports an export of Afterglow (zip, sealed archive or JSON), an export of Day One (zip or JSON), or a folder or
    /// zip of Markdown and text files. Everything comes in private. What cannot be read is named in the report, and the
    /// rest comes in; a second import of the same changes nothing. Takes its time: not on a thread that draws.
    ///
    /// # Errors
    /// [`Error::NotAnArchive`], [`Error::Passphrase`], [`Error::ArchiveTooLarge`]; [`Error::Cancelled`] when it was
    /// stopped: what came in until then stays, each entry whole.
    pub fn import(&self, from: &Path, form: &ImportForm, progress: &dyn Progress) -> Result<ImportReport, Error> {
        let mut source = Source::open(from, form.passphrase.as_deref())?;
        let mut taking = Taking::new(self, form, progress);
        for name in source.refused() {
            taking.leave_out(&name, Why::Path);
        }
        let documents: Vec<String> = source.names().filter(|name| name.ends_with(".json")).map(String::from).collect();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for name in &documents {
            match items::shape(&mut source, name)? {
                Some(items::Shape::Ours) => ours.push(name.clone()),
                Some(items::Shape::DayOne) => theirs.push(name.clone()),
                None => {}
            }
        }
        if !ours.is_empty() {
            taking.report.from = "afterglow".into();
            ours.iter().try_for_each(|name| ours::import(&mut taking, &mut source, name))?;
        } else if !theirs.is_empty() {
            taking.report.from = "day_one".into();
            theirs.iter().try_for_each(|name| day_one::import(&mut taking, &mut source, name))?;
        } else {
            taking.report.from = "texts".into();
            texts::import(&mut taking, &mut source)?;
            if taking.report.found == 0 && taking.report.left_out_count == 0 {
                return Err(Error::NotAnArchive);
            }
        }
        taking.finish()
    }
}
