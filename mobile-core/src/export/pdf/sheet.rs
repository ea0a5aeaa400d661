//! The pages of a PDF: one column of text, pictures, a chart.
//!
//! Each line is drawn in visual order ([`bidi`](super::super::bidi)) with fonts that have its glyphs
//! ([`shape`](super::super::shape)). Characters that no font has are drawn as boxes and counted. A page is written as
//! soon as it is full ([`paper`](super::super::paper)), so memory does not grow with the journal.

use std::io::Write;
use std::ops::Range;

use journal::export::Notice;
use pdf_writer::{Content, Filter, Name, Rect, Ref};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::Error;
use crate::attach::files::io_error;
use crate::export::bidi::{Base, Paragraph, within};
use crate::export::embed::{Embedded, packed};
use crate::export::fonts::{Face, Fonts};
use crate::export::paper::Paper;
use crate::export::shape::Piece;
use crate::export::story::StoryEntry;

// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 64.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
const LINE: f32 = 1.45;
const PICTURE_HEIGHT: f32 = 260.0;
// The space for " / 12345" at the foot of a page.
const TOTAL: f32 = 36.0;
const FOOT: f32 = 34.0;

/// Lays out the column, page after page. Heights count from the top.
pub(in crate::export) struct Sheet<W> {
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
    /// The number of characters that no font has.
    pub missing: u32,
    /// On the first page in full, and at the foot of each page in short.
    pub notice: Option<Notice>,
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
    pub fn begin(out: W, notice: Option<Notice>) -> Result<Self, Error> {
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
    pub fn turn(&mut self) -> Result<(), Error> {
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

    pub fn foot(&mut self) {
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

    pub fn space(&mut self, height: f32) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    pub fn entry_head(&mut self, entry: &StoryEntry) -> Result<(), Error> {
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

    pub fn text(&mut self, text: &str, size: f32, face: Face, grey: u8) -> Result<(), Error> {
        self.lines(text, Base::Ours, 0.0, size, face, grey)
    }

    pub fn indented(&mut self, text: &str, size: f32, face: Face, grey: u8) -> Result<(), Error> {
        self.lines(text, Base::Ours, 16.0, size, face, grey)
    }

    pub fn paragraphs(&mut self, text: &str, indent: f32, grey: u8) -> Result<(), Error> {
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
    pub fn picture(&mut self, jpeg: &[u8], across: u32, down: u32) -> Result<(), Error> {
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
    pub fn curve(&mut self, label: &str, moods: &[(i64, u8)], days: &(String, String)) -> Result<(), Error> {
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
    pub fn grid(&mut self, texts: &[String], columns: usize, size: f32) -> Result<(), Error> {
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
    pub fn squares(&mut self, rows: &[Vec<(u16, u16)>], width: f32) -> Result<(), Error> {
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

    /// Writes the current page as the first one, and the objects that all pages refer to.
    pub fn close(mut self, title: &str) -> Result<W, Error> {
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
