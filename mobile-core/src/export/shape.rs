//! One line of text in one font: how wide it is, and which glyphs stand for it. Shaping is harfrust's (HarfBuzz in Rust),
//! metrics are skrifa's: the two that the PDF library reads fonts with as well.

use harfrust::{ShaperData, UnicodeBuffer};
use krilla::text::{GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::Error;

/// A font that is compiled in.
pub(super) struct Typeface {
    font: FontRef<'static>,
    shaper: ShaperData,
    units_per_em: f32,
}

impl Typeface {
    pub(super) fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let font = FontRef::new(bytes).map_err(|_| Error::Fault)?;
        let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Ok(Self { shaper: ShaperData::new(&font), font, units_per_em })
    }

    /// Whether the font has a glyph for it.
    pub(super) fn has(&self, sign: char) -> bool {
        self.font.charmap().map(sign).is_some()
    }

    /// The width of a text set sign by sign, in units of `size`. A sign that is missing is as wide as its box.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        const BOX: f32 = 1_200.0;
        let (signs, metrics) = (self.font.charmap(), self.font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let advance = |sign| signs.map(sign).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(BOX);
        text.chars().map(advance).sum::<f32>() * size / self.units_per_em
    }

    /// The glyphs of a line, in the order in which they are drawn; each one names the bytes of the text that it stands for.
    pub(super) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = self.shaper.shaper(&self.font).build().shape(buffer, &[]);
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.push(text.len());
        starts.sort_unstable();
        let scaled = |units: i32| units as f32 / self.units_per_em;
        let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let glyph = |(info, position): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| {
            let start = info.cluster as usize;
            let end = starts[starts.partition_point(|other| *other <= start).min(starts.len() - 1)];
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                scaled(position.x_advance),
                scaled(position.x_offset),
                scaled(position.y_offset),
                scaled(position.y_advance),
                start..end,
                None,
            )
        };
        placed.map(glyph).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serif() -> Typeface {
        Typeface::new(include_bytes!("../../data/fonts/DejaVuSerif.ttf")).unwrap()
    }

    /// The bytes that each glyph stands for, in the order of drawing.
    fn ranges(text: &str) -> Vec<std::ops::Range<usize>> {
        use krilla::text::Glyph as _;
        serif().glyphs(text).iter().map(|glyph| glyph.text_range()).collect()
    }

    #[test]
    fn each_byte_of_a_line_belongs_to_a_glyph() {
        // Plain, composed from two signs, from right to left, and signs that the font does not have.
        for text in ["The rain stopped.", "e\u{301}te\u{301} ﬁn", "שלום", "日本 🌧", " ", ""] {
            let mut ranges = ranges(text);
            ranges.sort_by_key(|range| range.start);
            ranges.dedup();
            let covered = ranges.iter().try_fold(0, |at, range| (range.start == at).then_some(range.end));
            assert_eq!(covered, Some(text.len()), "{text}: {ranges:?}");
            assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()), "{text}: {ranges:?}");
        }
    }

    #[test]
    fn a_line_is_as_wide_as_its_glyphs() {
        use krilla::text::Glyph as _;
        let (face, text) = (serif(), "Mmm");
        let drawn: f32 = face.glyphs(text).iter().map(|glyph| glyph.x_advance(10.0)).sum();
        assert!((face.width(text, 10.0) - drawn).abs() < 0.01, "{} {drawn}", face.width(text, 10.0));
        assert!(face.width("日", 10.0) > 0.0 && !face.has('日') && face.has('é'));
    }
}
