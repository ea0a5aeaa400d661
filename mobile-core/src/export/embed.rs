//! Draws shaped text, and embeds the drawn glyphs of each font.
//!
//! A glyph gets its number in the subset when it is first drawn, so pages are written before the fonts.

use std::io::{self, Write};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Chunk, Content, Filter, Finish as _, Name, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use super::fonts::{FILES, Fonts};
use super::paper::Paper;
use super::shape::{Piece, Typeface};

/// A deviation from the expected position below this, in units of the size, is ignored.
const NEAR: f32 = 0.000_5;
const IDENTITY: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The glyphs that a document uses, by font.
#[derive(Default)]
pub(super) struct Embedded {
    fonts: [Option<Used>; FILES.len()],
}

/// The glyphs of one font: their numbers in the subset and, by that number, their width and text.
#[derive(Default)]
struct Used {
    numbers: GlyphRemapper,
    widths: Vec<f32>,
    texts: Vec<String>,
}

/// Consecutive glyphs on one baseline.
struct Row {
    x: f32,
    y: f32,
    /// The position where the next glyph would be drawn without an adjustment.
    end: f32,
    /// Adjustment before them in thousandths, and their numbers.
    items: Vec<(f32, Vec<u8>)>,
}

impl Embedded {
    /// Draws a piece, starting at a point.
    pub fn draw(&mut self, content: &mut Content, fonts: &Fonts, piece: &Piece, at: (f32, f32), size: f32) {
        let Some(face) = fonts.face(piece.font) else { return };
        let used = self.fonts[piece.font].get_or_insert_with(Used::default);
        let (mut rows, mut pen): (Vec<Row>, f32) = (Vec::new(), 0.0);
        let mut readable = true;
        for (n, glyph) in piece.glyphs.iter().enumerate() {
            // Glyphs of one character are next to each other.
            let beside = [n.checked_sub(1), n.checked_add(1)].into_iter().flatten();
            let alone = beside.filter_map(|other| piece.glyphs.get(other)).all(|other| other.text != glyph.text);
            let text = alone.then(|| piece.text.get(glyph.text.clone())).flatten();
            let number = used.number(face, glyph.id, text, &mut readable);
            let (x, y) = (pen + glyph.x, glyph.y);
            pen += glyph.advance;
            let next = x + used.widths[usize::from(number)];
            match rows.last_mut() {
                Some(row) if (row.y - y).abs() < NEAR => {
                    let back = row.end - x;
                    row.end = next;
                    match row.items.last_mut() {
                        Some((_, numbers)) if back.abs() < NEAR => numbers.extend(number.to_be_bytes()),
                        _ => row.items.push((back * 1_000.0, number.to_be_bytes().to_vec())),
                    }
                }
                _ => rows.push(Row { x, y, end: next, items: vec![(0.0, number.to_be_bytes().to_vec())] }),
            }
        }
        // If the glyphs alone do not give the text, it is stored beside them, for search, copying and screen readers.
        if !readable {
            let mut span = content.begin_marked_content_with_properties(Name(b"Span"));
            span.properties().actual_text(TextStr(&piece.text));
            span.finish();
        }
        content.begin_text();
        content.set_font(Name(name(piece.font).as_bytes()), size);
        for row in &rows {
            content.set_text_matrix([1.0, 0.0, 0.0, 1.0, at.0 + row.x * size, at.1 + row.y * size]);
            let mut shown = content.show_positioned();
            let mut items = shown.items();
            for (back, numbers) in &row.items {
                if back.abs() >= NEAR * 1_000.0 {
                    items.adjust(*back);
                }
                items.show(Str(numbers));
            }
        }
        content.end_text();
        if !readable {
            content.end_marked_content();
        }
    }

    /// Writes the fonts, and the resource dictionary that pages use.
    pub fn write<W: Write>(&self, paper: &mut Paper<W>, fonts: &Fonts, dictionary: Ref) -> io::Result<()> {
        let mut written: Vec<(String, Ref)> = Vec::new();
        for (font, used) in self.fonts.iter().enumerate() {
            if let Some(used) = used {
                written.push((name(font), write(paper, fonts, font, used)?));
            }
        }
        paper.object(dictionary, |chunk| {
            let mut names = chunk.indirect(dictionary).dict();
            for (name, font) in &written {
                names.pair(Name(name.as_bytes()), *font);
            }
        })
    }
}

impl Used {
    /// A glyph's number in the subset. `text` is its text, if the glyph alone represents it. `readable` becomes false
    /// if the same glyph has represented another text, or if several glyphs represent the text together.
    fn number(&mut self, face: &Typeface, glyph: u16, text: Option<&str>, readable: &mut bool) -> u16 {
        let number = self.numbers.remap(glyph);
        let place = usize::from(number);
        for known in self.numbers.remapped_gids().skip(self.widths.len()) {
            self.widths.push(face.advance(known));
            self.texts.push(String::new());
        }
        match text {
            Some(text) if self.texts[place].is_empty() => self.texts[place].push_str(text),
            Some(text) if self.texts[place] == text => {}
            _ => *readable = false,
        }
        number
    }
}

/// A font's name on a page.
fn name(font: usize) -> String {
    format!("F{font}")
}

fn write<W: Write>(paper: &mut Paper<W>, fonts: &Fonts, font: usize, used: &Used) -> io::Result<Ref> {
    let face = fonts.face(font).ok_or(io::ErrorKind::InvalidData)?;
    let (plain, bytes) = FILES[font];
    let subset = subsetter::subset(bytes, 0, &used.numbers).map_err(|_| io::ErrorKind::InvalidData)?;
    let [id, cid, descriptor, cmap, file] = std::array::from_fn(|_| paper.reserve());
    // The name of a subset begins with six letters, followed by the font's name.
    let tag = char::from(b'A' + u8::try_from(font).unwrap_or_default());
    let called = format!("AFTER{tag}+{plain}");
    let called = Name(called.as_bytes());
    let metrics = face.metrics();
    let thousandths = |units: f32| units / face.em() * 1_000.0;

    paper.object(id, |chunk| {
        let mut font = chunk.type0_font(id);
        font.base_font(called).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(cmap);
    })?;
    paper.object(cid, |chunk| {
        let mut font = chunk.cid_font(cid);
        font.subtype(CidFontType::Type2).base_font(called).system_info(IDENTITY).font_descriptor(descriptor);
        font.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
        font.widths().consecutive(0, used.widths.iter().map(|width| width * 1_000.0));
    })?;
    paper.object(descriptor, |chunk| {
        let bounds = metrics.bounds.unwrap_or_default();
        let [left, bottom, right, top] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths);
        let mut font = chunk.font_descriptor(descriptor);
        font.name(called).flags(FontFlags::SYMBOLIC).bbox(Rect::new(left, bottom, right, top));
        font.italic_angle(metrics.italic_angle).ascent(thousandths(metrics.ascent));
        font.descent(thousandths(metrics.descent));
        font.cap_height(thousandths(metrics.cap_height.unwrap_or(metrics.ascent))).stem_v(80.0).font_file2(file);
    })?;
    let mut texts = UnicodeCmap::new(Name(b"Afterglow"), IDENTITY);
    for (number, text) in (0_u16..).zip(&used.texts).filter(|(_, text)| !text.is_empty()) {
        texts.pair_with_multiple(number, text.chars());
    }
    let texts = packed(&texts.finish());
    paper.object(cmap, |chunk| {
        chunk.cmap(cmap, &texts).filter(Filter::FlateDecode);
    })?;
    let length = i32::try_from(subset.len()).unwrap_or(i32::MAX);
    let subset = packed(&subset);
    paper.object(file, |chunk: &mut Chunk| {
        chunk.stream(file, &subset).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    })?;
    Ok(id)
}

/// Compressed, as a stream is.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}
