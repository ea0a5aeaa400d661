//! The PDF export, to read and to print: a first page with a chart of the mood, then the entries with their pictures.
//!
//! [`sheet`] lays out and draws the pages. The first page is written last, when its contents are known.

mod sheet;

use std::io::{BufWriter, Write};
use std::path::Path as FilePath;

pub(super) use self::sheet::Sheet;
use super::bidi::within;
use super::fonts::Face;
use super::progress::{NewFile, unwrapped};
use super::story::StoryEntry;
use super::{ExportReport, Progress};
use crate::Error;
use crate::attach::AttachmentView;
use crate::messages::Catalogue;
use crate::phone::Transfer;

// A picture needs no more pixels on paper.
const PICTURE_PIXELS: u32 = 1_200;

/// The first page, and which entries are included.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct PdfForm {
    /// The heading of the first page; "Journal" in the phone's language, if empty.
    #[uniffi(default = "")]
    pub title: String,
    /// The first local date to include, `YYYY-MM-DD`.
    #[uniffi(default = None)]
    pub from: Option<String>,
    /// Up to this local date.
    #[uniffi(default = None)]
    pub until: Option<String>,
}

/// The contents of the first page.
#[derive(Default)]
struct Cover {
    first: Option<String>,
    last: Option<String>,
    moods: Vec<(i64, u8)>,
    /// The days of the first and the last mood.
    days: Option<(String, String)>,
}

impl Cover {
    fn add(&mut self, entry: &StoryEntry) {
        self.first.get_or_insert_with(|| entry.date.clone());
        self.last = Some(entry.date.clone());
        if let Some(mood) = entry.mood {
            self.moods.push((entry.unix_ms, mood));
            let first = self.days.take().map_or_else(|| entry.date.clone(), |(first, _)| first);
            self.days = Some((first, entry.date.clone()));
        }
    }
}

impl Transfer<'_> {
    /// Writes the entries into a PDF, oldest first, with pictures and a chart of the mood. A stopped or failed export
    /// leaves no file.
    pub fn export_pdf(self, to: &FilePath, form: &PdfForm, progress: &dyn Progress) -> Result<ExportReport, Error> {
        let notice = self.begin_export()?;
        let words = self.phone.words();
        let (fresh, file) = NewFile::begin(to)?;
        let mut sheet = Sheet::begin(BufWriter::new(file), notice)?;
        let mut report = ExportReport::default();
        let mut cover = Cover::default();
        self.each_entry(progress, &mut |entry| {
            let after = form.from.as_ref().is_none_or(|from| entry.date >= *from);
            let before = form.until.as_ref().is_none_or(|until| entry.date <= *until);
            if after && before {
                cover.add(&entry);
                report.records += 1;
                self.print(&mut sheet, &entry, &mut report)?;
            }
            Ok(())
        })?;
        report.signs_missing = sheet.missing;
        if sheet.missing > 0 {
            let missing = sheet.missing;
            sheet.space(10.0);
            sheet.text(&words.fill("export-signs-missing", &[("count", missing.into())]), 9.0, Face::Regular, 110)?;
        }
        let title = match form.title.trim() {
            "" => words.say("export-journal"),
            own => own.to_owned(),
        };
        let file = unwrapped(sheet.finish(words, &title, &cover)?)?;
        fresh.finish(file)?;
        (report.first, report.last) = (cover.first, cover.last);
        Ok(report)
    }

    fn print(self, sheet: &mut Sheet<impl Write>, entry: &StoryEntry, report: &mut ExportReport) -> Result<(), Error> {
        sheet.entry_head(entry)?;
        if !entry.text.is_empty() {
            sheet.paragraphs(&entry.text, 0.0, 20)?;
        }
        if !entry.facts.is_empty() {
            sheet.space(3.0);
        }
        for (name, value) in &entry.facts {
            sheet.text(&format!("{name}: {}", within(value)), 9.0, Face::Regular, 110)?;
        }
        for view in &entry.attachments {
            let name = if view.name.is_empty() { &view.media_type } else { &view.name };
            if view.here {
                report.attachments += 1;
            } else {
                report.not_here += 1;
                let text = self.phone.words().fill("export-not-here", &[("name", name.as_str().into())]);
                sheet.text(&format!("({text})"), 9.0, Face::Regular, 110)?;
                continue;
            }
            match self.printed(entry, view)? {
                Some((picture, width, height)) => sheet.picture(&picture, width, height)?,
                None => {
                    let seconds = view.duration_ms.map(|ms| format!(", {} s", ms / 1_000)).unwrap_or_default();
                    sheet.text(&format!("({name}{seconds})"), 9.0, Face::Regular, 110)?;
                }
            }
        }
        for (heading, answer) in &entry.replies {
            sheet.space(4.0);
            sheet.indented(heading, 9.0, Face::Bold, 90)?;
            sheet.paragraphs(answer, 16.0, 70)?;
        }
        sheet.space(16.0);
        Ok(())
    }

    /// A picture for printing: a JPEG no larger than paper needs, with its width and height. The thumbnail is used if
    /// the picture cannot be decoded here, or would take too much memory.
    fn printed(self, entry: &StoryEntry, view: &AttachmentView) -> Result<Option<(Vec<u8>, u32, u32)>, Error> {
        if !view.media_type.starts_with("image/") {
            return Ok(None);
        }
        let id = view.id.parse().map_err(|_| Error::Fault)?;
        let picture = crate::attach::smaller(&self.phone.attachments().attachment_bytes(entry.id, id)?, PICTURE_PIXELS);
        let small = || crate::attach::smaller(view.thumbnail.as_deref()?, PICTURE_PIXELS);
        Ok(picture.or_else(small))
    }
}

impl<W: Write> Sheet<W> {
    /// Writes the first page, and the objects that all pages refer to.
    fn finish(mut self, words: &Catalogue, title: &str, cover: &Cover) -> Result<W, Error> {
        self.turn()?;
        self.text(title, 22.0, Face::Bold, 0)?;
        if let (Some(first), Some(last)) = (&cover.first, &cover.last) {
            let span = [("from", first.as_str().into()), ("to", last.as_str().into())];
            self.text(&words.fill("export-span", &span), 11.0, Face::Regular, 110)?;
        }
        self.space(14.0);
        if let Some(days) = cover.days.as_ref().filter(|_| cover.moods.len() > 1) {
            self.curve(&words.say("label-mood"), &cover.moods, days)?;
        }
        if let Some(notice) = self.notice {
            self.space(14.0);
            self.text(&words.say("export-part2"), 9.0, Face::Bold, 60)?;
            for paragraph in notice.statement().lines() {
                self.space(4.0);
                self.text(paragraph, 9.0, Face::Regular, 60)?;
            }
        }
        self.foot();
        self.close(title)
    }
}
