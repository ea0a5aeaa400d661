//! The PDF export, to read and to print: a first page with a chart of the mood, then the entries with their pictures.
//!
//! A simple layout: one column of text, pictures, a chart. Each line is drawn in visual order ([`super::bidi`]) with
//! fonts that have its glyphs ([`super::shape`]). Characters that no font has are drawn as boxes, counted, and reported
//! at the end. A page is written as soon as it is full ([`super::paper`]), so memory does not grow with the journal.
//! The first page is written last, when its contents are known.

use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path as FilePath;

use journal::export::Notice;
use pdf_writer::{Content, Filter, Name, Rect, Ref};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::{Base, Paragraph, within};
use super::embed::{Embedded, packed};
use super::fonts::{Face, Fonts};
use super::paper::Paper;
use super::progress::{NewFile, unwrapped};
use super::shape::Piece;
use super::story::StoryEntry;
use super::{ExportReport, Progress};
use crate::Error;
use crate::attach::AttachmentView;
use crate::attach::files::io_error;
use crate::messages::Catalogue;
use crate::phone::Transfer;

// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 64.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
const LINE: f32 = 1.45;
const PICTURE_HEIGHT: f32 = 260.0;
// A picture needs no more pixels on paper.
const PICTURE_PIXELS: u32 = 1_200;
// The space for " / 12345" at the foot of a page.
const TOTAL: f32 = 36.0;
const FOOT: f32 = 34.0;

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

/// Lays out the column, page after page. Heights count from the top.
pub(super) struct Sheet<W> {
    paper: Paper<W>,
    fonts: Fonts,
    embedded: Embedded,
    page: Page,
    /// The first page, which is written last, and its parent.
    cover: (Ref, Ref),
    /// Objects that all pages refer to: the dictionary of fonts, and the number of pages.
    dictionary: Ref,
    total: Ref,
    y: f32,
    missing: u32,
    /// On the first page in full, and at the foot of each page in short.
    notice: Option<Notice>,
}

/// The content of the current page.
struct Page {
    content: Content,
    pictures: Vec<Ref>,
    is_begun: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self { content: Content::new(), pictures: Vec::new(), is_begun: false }
    }
}

impl<W: Write> Sheet<W> {
    pub(super) fn begin(out: W, notice: Option<Notice>) -> Result<Self, Error> {
        let mut paper = Paper::begin(out).map_err(io_error)?;
        let [cover, dictionary, total] = std::array::from_fn(|_| paper.reserve());
        let cover = (cover, paper.add(cover).map_err(io_error)?);
        let (fonts, embedded, page) = (Fonts::default(), Embedded::default(), Page::default());
        Ok(Self { paper, fonts, embedded, page, cover, dictionary, total, y: MARGIN, missing: 0, notice })
    }

    /// Ensures this much space: starts a new page if the current one is too full.
    fn room(&mut self, height: f32) -> Result<(), Error> {
        if self.y + height > HEIGHT - MARGIN && self.y > MARGIN {
            self.turn()?;
        }
        Ok(())
    }

    /// Writes the current page, and begins the next.
    fn turn(&mut self) -> Result<(), Error> {
        if self.page.is_begun {
            let page = self.paper.reserve();
            let parent = self.paper.add(page).map_err(io_error)?;
            let number = self.paper.pages().to_string();
            let (x, y) = (WIDTH - MARGIN - TOTAL, HEIGHT - FOOT);
            let from = x - self.width(&number, 8.0, Face::Regular);
            self.label(from, y, 8.0, 130, &number);
            self.page.content.save_state().transform([1.0, 0.0, 0.0, 1.0, x, FOOT]);
            self.page.content.x_object(Name(b"Total")).restore_state();
            self.foot();
            self.write_page(page, parent)?;
        }
        self.y = MARGIN;
        Ok(())
    }

    fn foot(&mut self) {
        if let Some(notice) = self.notice {
            self.label(MARGIN, HEIGHT - FOOT, 8.0, 130, notice.short());
        }
    }

    fn write_page(&mut self, id: Ref, parent: Ref) -> Result<(), Error> {
        let page = std::mem::take(&mut self.page);
        let (content, dictionary, total) = (self.paper.reserve(), self.dictionary, self.total);
        let drawn = packed(&page.content.finish());
        let stream = self.paper.object(content, |chunk| {
            chunk.stream(content, &drawn).filter(Filter::FlateDecode);
        });
        stream.map_err(io_error)?;
        let written = self.paper.object(id, |chunk| {
            let mut object = chunk.page(id);
            object.parent(parent).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
            let mut resources = object.resources();
            resources.pair(Name(b"Font"), dictionary);
            let mut objects = resources.x_objects();
            objects.pair(Name(b"Total"), total);
            for (n, picture) in page.pictures.iter().enumerate() {
                objects.pair(Name(picture_name(n).as_bytes()), *picture);
            }
        });
        written.map_err(io_error)
    }

    pub(super) fn space(&mut self, height: f32) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    fn entry_head(&mut self, entry: &StoryEntry) -> Result<(), Error> {
        // A heading is never alone at the end of a page.
        self.room(60.0)?;
        self.rule(MARGIN, self.y, COLUMN);
        self.y += 10.0;
        let clock = entry.at.get(11..16).unwrap_or_default();
        self.text(&format!("{}  {}", entry.date, within(&entry.title)), 12.0, Face::Bold, 0)?;
        self.text(clock, 9.0, Face::Regular, 110)?;
        self.y += 4.0;
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, size: f32, face: Face, grey: u8) -> Result<(), Error> {
        self.lines(text, Base::Ours, 0.0, size, face, grey)
    }

    fn indented(&mut self, text: &str, size: f32, face: Face, grey: u8) -> Result<(), Error> {
        self.lines(text, Base::Ours, 16.0, size, face, grey)
    }

    pub(super) fn paragraphs(&mut self, text: &str, indent: f32, grey: u8) -> Result<(), Error> {
        // Line breaks of all kinds: a text may come from another system.
        for paragraph in
            text.replace("\r\n", "\n").split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        {
            if paragraph.trim().is_empty() {
                self.space(7.0);
            } else {
                self.lines(paragraph, Base::Words, indent, 10.5, Face::Regular, grey)?;
            }
        }
        Ok(())
    }

    /// A paragraph. Right-to-left text is aligned to the right.
    fn lines(&mut self, text: &str, base: Base, indent: f32, size: f32, face: Face, grey: u8) -> Result<(), Error> {
        let text: String = text.replace('\t', "    ").chars().filter(|c| !c.is_control()).collect();
        let paragraph = Paragraph::new(&text, base);
        self.missing = self.missing.saturating_add(self.fonts.missing(&text, face));
        let lines = self.broken(&paragraph.text, COLUMN - indent, size, face);
        for parts in paragraph.drawn(&lines) {
            let part =
                |(part, from_right): (Range<usize>, bool)| self.fonts.pieces(&paragraph.text[part], from_right, face);
            let pieces: Vec<Piece> = parts.into_iter().flat_map(part).collect();
            let width = pieces.iter().map(|piece| piece.width).sum::<f32>() * size;
            let from = if paragraph.from_right { COLUMN - indent - width } else { indent };
            self.room(size * LINE)?;
            self.y += size * LINE;
            self.draw(MARGIN + from, self.y, size, grey, &pieces);
        }
        Ok(())
    }

    /// A short line of the app at a fixed position.
    fn label(&mut self, x: f32, y: f32, size: f32, grey: u8, text: &str) {
        let pieces = self.fonts.pieces(text, false, Face::Regular);
        self.draw(x, y, size, grey, &pieces);
    }

    fn draw(&mut self, mut x: f32, y: f32, size: f32, grey: u8, pieces: &[Piece]) {
        self.page.is_begun = true;
        self.page.content.set_fill_gray(f32::from(grey) / 255.0);
        for piece in pieces {
            self.embedded.draw(&mut self.page.content, &self.fonts, piece, (x, HEIGHT - y), size);
            x += piece.width * size;
        }
    }

    fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.page.is_begun = true;
        let content = self.page.content.set_stroke_gray(210.0 / 255.0).set_line_width(0.5);
        content.move_to(x, HEIGHT - y).line_to(x + width, HEIGHT - y).stroke();
    }

    /// Breaks a paragraph into lines where Unicode allows it (UAX 14); a word that is longer than a line is split.
    fn broken(&self, text: &str, width: f32, size: f32, face: Face) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let (mut line, mut line_width, mut from) = (0..0, 0.0, 0);
        let mut end = |line: &mut Range<usize>| {
            // Spaces after its last word are not visible.
            let seen = text[line.clone()].trim_end().len();
            if seen > 0 {
                lines.push(line.start..line.start + seen);
            }
            *line = line.end..line.end;
        };
        for (to, _) in linebreaks(text) {
            let piece = &text[from..to];
            from = to;
            let piece_width = self.width(piece.trim_end(), size, face);
            if line_width + piece_width > width && !line.is_empty() {
                end(&mut line);
                line_width = 0.0;
            }
            if piece_width <= width {
                line.end = to;
                line_width += self.width(piece, size, face);
                continue;
            }
            for sign in piece.graphemes(true) {
                let sign_width = self.width(sign, size, face);
                if line_width + sign_width > width && !line.is_empty() {
                    end(&mut line);
                    line_width = 0.0;
                }
                line.end += sign.len();
                line_width += sign_width;
            }
        }
        end(&mut line);
        lines
    }

    fn width(&self, text: &str, size: f32, face: Face) -> f32 {
        self.fonts.width(text, size, face)
    }

    /// A JPEG.
    fn picture(&mut self, jpeg: &[u8], across: u32, down: u32) -> Result<(), Error> {
        let (Ok(pixels_across), Ok(pixels_down)) = (i32::try_from(across), i32::try_from(down)) else { return Ok(()) };
        let (width, height) = (across as f32, down as f32);
        let scale = (COLUMN / width).min(PICTURE_HEIGHT / height).min(1.0);
        let (width, height) = (width * scale, height * scale);
        self.space(10.0);
        self.room(height + 6.0)?;
        let id = self.paper.reserve();
        let written = self.paper.object(id, |chunk| {
            let mut image = chunk.image_xobject(id, jpeg);
            image.filter(Filter::DctDecode);
            image.width(pixels_across).height(pixels_down).color_space().device_rgb();
            image.bits_per_component(8).interpolate(true);
        });
        written.map_err(io_error)?;
        self.page.is_begun = true;
        let name = picture_name(self.page.pictures.len());
        self.page.pictures.push(id);
        let place = [width, 0.0, 0.0, height, MARGIN, HEIGHT - self.y - height];
        self.page.content.save_state().transform(place).x_object(Name(name.as_bytes())).restore_state();
        self.y += height + 6.0;
        Ok(())
    }

    /// A chart of the mood, 0 at the bottom and 10 at the top.
    fn curve(&mut self, label: &str, moods: &[(i64, u8)], days: &(String, String)) -> Result<(), Error> {
        const HIGH: f32 = 110.0;
        self.text(label, 10.0, Face::Bold, 60)?;
        let (top, left) = (self.y + 8.0, MARGIN + 18.0);
        let (first, last) = (moods.first().map_or(0, |mood| mood.0), moods.last().map_or(1, |mood| mood.0));
        let span = (last - first).max(1) as f32;
        for step in [0_u8, 5, 10] {
            let y = top + HIGH * (1.0 - f32::from(step) / 10.0);
            self.rule(left, y, COLUMN - 18.0);
            self.label(MARGIN, y + 3.0, 8.0, 110, &step.to_string());
        }
        let content = self.page.content.set_stroke_gray(60.0 / 255.0).set_line_width(1.2);
        for (n, (at, mood)) in moods.iter().enumerate() {
            let x = left + (COLUMN - 18.0) * ((at - first) as f32 / span);
            let y = HEIGHT - top - HIGH * (1.0 - f32::from(*mood) / 10.0);
            if n == 0 {
                content.move_to(x, y)
            } else {
                content.line_to(x, y)
            };
        }
        content.stroke();
        let (from, to) = days;
        let y = top + HIGH + 14.0;
        let right = MARGIN + COLUMN - self.width(to, 8.0, Face::Regular);
        self.label(left, y, 8.0, 110, from);
        self.label(right, y, 8.0, 110, to);
        self.y = y + 18.0;
        Ok(())
    }

    /// Short texts in rows of `columns` cells.
    pub(super) fn grid(&mut self, texts: &[String], columns: usize, size: f32) -> Result<(), Error> {
        for row in texts.chunks(columns) {
            self.room(size * 2.0)?;
            self.y += size * 2.0;
            for (column, text) in row.iter().enumerate() {
                self.label(MARGIN + COLUMN / columns as f32 * column as f32, self.y, size, 0, text);
            }
        }
        Ok(())
    }

    /// The dark squares of a QR code. Each row is a list of start and length of dark runs.
    pub(super) fn squares(&mut self, rows: &[Vec<(u16, u16)>], width: f32) -> Result<(), Error> {
        let step = width / rows.len().max(1) as f32;
        self.space(14.0);
        self.room(width)?;
        self.page.is_begun = true;
        let content = self.page.content.set_fill_gray(0.0);
        for (number, row) in rows.iter().enumerate() {
            // A little larger than its square, so that no gap is printed between two.
            let (height, top) = (step + 0.05, self.y + step * number as f32);
            for (from, length) in row {
                let x = MARGIN + step * f32::from(*from);
                content.rect(x, HEIGHT - top - height, step * f32::from(*length), height);
            }
        }
        content.fill_nonzero();
        self.y += width;
        Ok(())
    }

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

    /// Writes the current page as the first one, and the objects that all pages refer to.
    pub(super) fn close(mut self, title: &str) -> Result<W, Error> {
        let (id, parent) = self.cover;
        self.write_page(id, parent)?;

        let all = format!(" / {}", self.paper.pages());
        self.label(0.0, HEIGHT, 8.0, 130, &all);
        let drawn = packed(&std::mem::take(&mut self.page).content.finish());
        let (total, dictionary) = (self.total, self.dictionary);
        let written = self.paper.object(total, |chunk| {
            let mut form = chunk.form_xobject(total, &drawn);
            form.filter(Filter::FlateDecode);
            form.bbox(Rect::new(0.0, -4.0, TOTAL, 12.0));
            form.resources().pair(Name(b"Font"), dictionary);
        });
        written.map_err(io_error)?;
        self.embedded.write(&mut self.paper, &self.fonts, dictionary).map_err(io_error)?;
        self.paper.finish(title).map_err(io_error)
    }
}

/// A picture's name on its page.
fn picture_name(n: usize) -> String {
    format!("I{n}")
}
