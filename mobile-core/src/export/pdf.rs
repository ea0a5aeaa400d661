//! A PDF to read and to print: the story with its pictures, and how the mood went.
//!
//! The page is set here (a column of text, pictures, a curve); subsetting and the format itself are krilla's. Each line is
//! drawn in the order of its scripts ([`super::bidi`]) in the fonts that have its signs ([`super::shape`]). Signs that no
//! font has, such as Thai, are shown as boxes, counted, and said at the end.

use std::io::Write as _;
use std::ops::Range;
use std::path::Path as FilePath;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::{Base, Paragraph, within};
use super::progress::Fresh;
use super::shape::{Face, Fonts, Piece};
use super::story::Told;
use super::{ExportReport, Progress};
use crate::attach::files::io_error;
use crate::{Error, Phone};

// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 64.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
const LINE: f32 = 1.45;
const PICTURE_HEIGHT: f32 = 260.0;
// A picture on paper needs no more than this.
const PICTURE_PIXELS: u32 = 1_200;

/// What stands on the first page, and what is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct PdfForm {
    /// Above everything; "Journal" in the phone's language, if empty.
    #[uniffi(default = "")]
    pub title: String,
    /// From this local date on, `YYYY-MM-DD`.
    #[uniffi(default = None)]
    pub from: Option<String>,
    /// Up to this local date.
    #[uniffi(default = None)]
    pub until: Option<String>,
}

enum Mark {
    Text {
        x: f32,
        y: f32,
        size: f32,
        grey: u8,
        /// In the order of drawing.
        pieces: Vec<Piece>,
    },
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        image: Image,
    },
    /// A curve with its points.
    Curve {
        points: Vec<(f32, f32)>,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
    },
}

impl Phone {
    /// Writes the entries into a PDF, oldest first, with pictures and the curve of the mood.
    pub fn export_pdf(&self, to: &FilePath, form: &PdfForm, progress: &dyn Progress) -> Result<ExportReport, Error> {
        self.shown_again()?;
        let words = self.words();
        let mut sheet = Sheet::new();
        let mut report = ExportReport::default();
        let mut story: Vec<Told> = Vec::new();
        let mut moods: Vec<(i64, u8)> = Vec::new();
        self.tell(progress, &mut |told| {
            let after = form.from.as_ref().is_none_or(|from| told.date >= *from);
            let before = form.until.as_ref().is_none_or(|until| told.date <= *until);
            if after && before {
                moods.extend(told.mood.map(|mood| (told.unix_ms, mood)));
                story.push(told);
            }
            Ok(())
        })?;
        let title = match form.title.trim() {
            "" => words.say("export-journal"),
            own => own.to_owned(),
        };
        sheet.text(&title, 22.0, Face::Bold, 0);
        if let (Some(first), Some(last)) = (story.first(), story.last()) {
            let span = [("from", first.date.as_str().into()), ("to", last.date.as_str().into())];
            sheet.text(&words.fill("export-span", &span), 11.0, Face::Regular, 110);
        }
        sheet.space(14.0);
        if moods.len() > 1 {
            sheet.curve(&words.say("label-mood"), &moods, &story);
        }
        let all = u32::try_from(story.len()).unwrap_or(u32::MAX);
        (report.first, report.last) =
            (story.first().map(|told| told.date.clone()), story.last().map(|told| told.date.clone()));
        for told in story {
            super::progress::told(progress, report.records, all)?;
            report.records += 1;
            sheet.entry_head(&told);
            if !told.text.is_empty() {
                sheet.paragraphs(&told.text, 0.0, 20);
            }
            if !told.facts.is_empty() {
                sheet.space(3.0);
            }
            for (name, value) in &told.facts {
                sheet.text(&format!("{name}: {}", within(value)), 9.0, Face::Regular, 110);
            }
            for view in &told.attachments {
                if !view.here {
                    report.not_here += 1;
                    let name = if view.name.is_empty() { &view.media_type } else { &view.name };
                    let text = words.fill("export-not-here", &[("name", name.as_str().into())]);
                    sheet.text(&format!("({text})"), 9.0, Face::Regular, 110);
                    continue;
                }
                report.attachments += 1;
                let id = view.id.parse().map_err(|_| Error::Fault)?;
                let picture = if view.media_type.starts_with("image/") {
                    printed(&self.attachment_bytes(told.id, id)?)
                } else {
                    None
                };
                match picture {
                    Some((image, width, height)) => sheet.picture(image, width, height),
                    None => {
                        let seconds = view.duration_ms.map(|ms| format!(", {} s", ms / 1_000)).unwrap_or_default();
                        let name = if view.name.is_empty() { &view.media_type } else { &view.name };
                        sheet.text(&format!("({name}{seconds})"), 9.0, Face::Regular, 110);
                    }
                }
            }
            for (heading, answer) in &told.replies {
                sheet.space(4.0);
                sheet.indented(heading, 9.0, Face::Bold, 90);
                sheet.paragraphs(answer, 16.0, 70);
            }
            sheet.space(16.0);
        }
        report.signs_missing = sheet.missing;
        if sheet.missing > 0 {
            let missing = sheet.missing;
            sheet.space(10.0);
            sheet.text(&words.fill("export-signs-missing", &[("count", missing.into())]), 9.0, Face::Regular, 110);
        }
        let bytes = sheet.finish(&title)?;
        let (fresh, mut file) = Fresh::begin(to)?;
        file.write_all(&bytes).map_err(io_error)?;
        fresh.finish(file)?;
        Ok(report)
    }
}

/// Sets the column, page after page.
struct Sheet {
    fonts: Fonts,
    pages: Vec<Vec<Mark>>,
    y: f32,
    missing: u32,
}

impl Sheet {
    fn new() -> Self {
        Self { fonts: Fonts::default(), pages: vec![Vec::new()], y: MARGIN, missing: 0 }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Room for so much, on this page or on the next.
    fn room(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn space(&mut self, height: f32) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    fn entry_head(&mut self, told: &Told) {
        // A head is never alone at the end of a page.
        self.room(60.0);
        let y = self.y;
        self.mark(Mark::Rule { x: MARGIN, y, width: COLUMN });
        self.y += 10.0;
        let clock = told.at.get(11..16).unwrap_or_default();
        self.text(&format!("{}  {}", told.date, within(&told.title)), 12.0, Face::Bold, 0);
        self.text(clock, 9.0, Face::Regular, 110);
        self.y += 4.0;
    }

    fn text(&mut self, text: &str, size: f32, face: Face, grey: u8) {
        self.lines(text, Base::Ours, 0.0, size, face, grey);
    }

    fn indented(&mut self, text: &str, size: f32, face: Face, grey: u8) {
        self.lines(text, Base::Ours, 16.0, size, face, grey);
    }

    fn paragraphs(&mut self, text: &str, indent: f32, grey: u8) {
        for paragraph in text.split(['\n', '\u{2028}', '\u{2029}']) {
            if paragraph.trim().is_empty() {
                self.space(7.0);
            } else {
                self.lines(paragraph, Base::Words, indent, 10.5, Face::Regular, grey);
            }
        }
    }

    /// A paragraph. One that is read from the right begins there.
    fn lines(&mut self, text: &str, base: Base, indent: f32, size: f32, face: Face, grey: u8) {
        let text: String = text.replace('\t', "    ").chars().filter(|c| !c.is_control()).collect();
        let paragraph = Paragraph::new(&text, base);
        self.missing += self.fonts.missing(&text, face);
        let lines = self.broken(&paragraph.text, COLUMN - indent, size, face);
        for parts in paragraph.drawn(&lines) {
            let part =
                |(part, from_right): (Range<usize>, bool)| self.fonts.pieces(&paragraph.text[part], from_right, face);
            let pieces: Vec<Piece> = parts.into_iter().flat_map(part).collect();
            let width = pieces.iter().map(|piece| piece.width).sum::<f32>() * size;
            let from = if paragraph.from_right { COLUMN - indent - width } else { indent };
            self.room(size * LINE);
            self.y += size * LINE;
            let y = self.y;
            self.mark(Mark::Text { x: MARGIN + from, y, size, grey, pieces });
        }
    }

    /// A short line of ours at a place of its own.
    fn label(&self, x: f32, y: f32, size: f32, grey: u8, text: &str) -> Mark {
        Mark::Text { x, y, size, grey, pieces: self.fonts.pieces(text, false, Face::Regular) }
    }

    /// A paragraph in lines, broken where Unicode allows it (UAX 14); a word that is longer than a line is cut.
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

    fn picture(&mut self, image: Image, width: f32, height: f32) {
        let scale = (COLUMN / width).min(PICTURE_HEIGHT / height).min(1.0);
        let (width, height) = (width * scale, height * scale);
        self.space(10.0);
        self.room(height + 6.0);
        let y = self.y;
        self.mark(Mark::Picture { x: MARGIN, y, width, height, image });
        self.y += height + 6.0;
    }

    /// How the mood went, 0 at the bottom and 10 at the top.
    fn curve(&mut self, label: &str, moods: &[(i64, u8)], story: &[Told]) {
        const HIGH: f32 = 110.0;
        self.text(label, 10.0, Face::Bold, 60);
        self.room(HIGH + 30.0);
        let (top, left) = (self.y + 8.0, MARGIN + 18.0);
        let (first, last) = (moods.first().map_or(0, |mood| mood.0), moods.last().map_or(1, |mood| mood.0));
        let span = (last - first).max(1) as f32;
        for step in [0_u8, 5, 10] {
            let y = top + HIGH * (1.0 - f32::from(step) / 10.0);
            self.mark(Mark::Rule { x: left, y, width: COLUMN - 18.0 });
            let label = step.to_string();
            let label = self.label(MARGIN, y + 3.0, 8.0, 110, &label);
            self.mark(label);
        }
        let place = |(at, mood): &(i64, u8)| {
            let x = left + (COLUMN - 18.0) * ((at - first) as f32 / span);
            (x, top + HIGH * (1.0 - f32::from(*mood) / 10.0))
        };
        self.mark(Mark::Curve { points: moods.iter().map(place).collect() });
        self.y = top + HIGH + 4.0;
        let ends = story.iter().filter(|told| told.mood.is_some());
        let days: Vec<&str> = ends.map(|told| told.date.as_str()).collect();
        if let (Some(from), Some(to)) = (days.first(), days.last()) {
            let (from, to) = ((*from).to_owned(), (*to).to_owned());
            let y = self.y + 10.0;
            let right = MARGIN + COLUMN - self.width(&to, 8.0, Face::Regular);
            for (x, text) in [(left, from), (right, to)] {
                let label = self.label(x, y, 8.0, 110, &text);
                self.mark(label);
            }
        }
        self.y += 28.0;
    }

    fn finish(mut self, title: &str) -> Result<Vec<u8>, Error> {
        let of = self.pages.len();
        for n in 0..of {
            let text = format!("{} / {of}", n + 1);
            let x = WIDTH - MARGIN - self.width(&text, 8.0, Face::Regular);
            let mark = self.label(x, HEIGHT - 34.0, 8.0, 130, &text);
            self.pages[n].push(mark);
        }
        let mut document = Document::new();
        document.set_metadata(Metadata::new().title(title.to_owned()).creator("Afterglow".into()));
        for marks in std::mem::take(&mut self.pages) {
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(Error::Fault)?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                match mark {
                    Mark::Text { mut x, y, size, grey, pieces } => {
                        surface.set_stroke(None);
                        surface.set_fill(Some(fill(grey)));
                        for piece in pieces {
                            let (at, font) = (Point::from_xy(x, y), self.fonts.font(&piece)?);
                            surface.draw_glyphs(at, &piece.glyphs, font, &piece.text, size, false);
                            x += piece.width * size;
                        }
                    }
                    Mark::Picture { x, y, width, height, image } => {
                        let Some(size) = Size::from_wh(width, height) else { continue };
                        surface.push_transform(&Transform::from_translate(x, y));
                        surface.draw_image(image, size);
                        surface.pop();
                    }
                    Mark::Rule { x, y, width } => {
                        surface.set_fill(None);
                        surface.set_stroke(Some(stroke(210, 0.5)));
                        let mut path = PathBuilder::new();
                        path.move_to(x, y);
                        path.line_to(x + width, y);
                        path.finish().iter().for_each(|path| surface.draw_path(path));
                    }
                    Mark::Curve { points } => {
                        surface.set_fill(None);
                        surface.set_stroke(Some(stroke(60, 1.2)));
                        let mut path = PathBuilder::new();
                        for (n, (x, y)) in points.iter().enumerate() {
                            if n == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
                        }
                        path.finish().iter().for_each(|path| surface.draw_path(path));
                    }
                }
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|_| Error::Fault)
    }
}

fn fill(grey: u8) -> Fill {
    Fill { paint: rgb::Color::new(grey, grey, grey).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

fn stroke(grey: u8, width: f32) -> Stroke {
    Stroke { paint: rgb::Color::new(grey, grey, grey).into(), width, ..Stroke::default() }
}

/// A picture as it is printed: no larger than paper needs.
fn printed(bytes: &[u8]) -> Option<(Image, f32, f32)> {
    let picture = crate::attach::smaller(bytes, PICTURE_PIXELS)?;
    let image = Image::from_jpeg(picture.into(), true).ok()?;
    let (width, height) = image.size();
    Some((image, width as f32, height as f32))
}
