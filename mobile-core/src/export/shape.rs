//! Text shaping: the glyphs and the width of a line, in [fonts](super::fonts) that cover its characters. Shaping is
//! harfrust's (HarfBuzz in Rust), metrics are skrifa's.

use std::ops::Range;

use harfrust::{Direction, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::Metrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use unicode_segmentation::UnicodeSegmentation as _;

use super::fonts::{EMOJI, Face, Fonts, is_unseen};

/// A run of a line in one font and one direction, ready to be drawn.
pub(super) struct Piece {
    /// Which font, for [`Fonts::face`].
    pub font: usize,
    pub text: String,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// In units of the size.
    pub width: f32,
}

/// A positioned glyph. Lengths are in units of the size, upwards and to the right.
pub(super) struct Glyph {
    pub id: u16,
    /// From its start to the start of the next one.
    pub advance: f32,
    /// The horizontal offset at which it is drawn.
    pub x: f32,
    pub y: f32,
    /// The bytes of the text that it represents. Glyphs of one cluster share them.
    pub text: Range<usize>,
}

impl Fonts {
    /// The width of a text, in units of `size`.
    pub fn width(&self, text: &str, size: f32, face: Face) -> f32 {
        // Each character is one glyph.
        let plain = text.chars().all(|sign| sign < '\u{300}' && sign != '\u{ad}');
        let width = match self.main(face).filter(|_| plain).and_then(|face| face.width(text)) {
            Some(width) => width,
            None => self.pieces(text, false, face).iter().map(|piece| piece.width).sum(),
        };
        width * size
    }

    /// The runs of one direction within a line, in the fonts that have its characters, in drawing order.
    pub fn pieces(&self, text: &str, from_right: bool, face: Face) -> Vec<Piece> {
        let mut parts: Vec<(usize, Script, String)> = Vec::new();
        for cluster in text.graphemes(true) {
            let cluster: String = cluster.chars().filter(|sign| !is_unseen(*sign)).collect();
            if cluster.is_empty() {
                continue;
            }
            let script = Script::of(&cluster);
            let last = parts.last().filter(|_| cluster.chars().all(char::is_whitespace));
            let font = match last {
                // A space between emoji is as wide as an emoji.
                Some((font, ..)) if *font != EMOJI && self.has(*font, &cluster) => *font,
                _ => self.of(&cluster, face),
            };
            match parts.last_mut() {
                Some((same, before, part)) if *same == font && before.goes_with(script) => {
                    part.push_str(&cluster);
                    *before = before.with(script);
                }
                _ => parts.push((font, script, cluster)),
            }
        }
        if from_right {
            parts.reverse();
        }
        let piece = |(font, _, text): (usize, Script, String)| {
            let glyphs = self.face(font)?.glyphs(&text, from_right);
            let width = glyphs.iter().map(|glyph| glyph.advance).sum();
            Some(Piece { font, text, glyphs, width })
        };
        parts.into_iter().filter_map(piece).collect()
    }
}

/// Scripts of one font that are shaped separately.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Any,
    Arabic,
    Hebrew,
    Other,
}

impl Script {
    fn of(cluster: &str) -> Self {
        match cluster.chars().next() {
            Some('\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}') => Self::Hebrew,
            Some('\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}') => Self::Arabic,
            Some('\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}') => Self::Arabic,
            Some(sign) if sign.is_alphabetic() => Self::Other,
            _ => Self::Any,
        }
    }

    fn goes_with(self, next: Self) -> bool {
        self == next || self == Self::Any || next == Self::Any
    }

    fn with(self, next: Self) -> Self {
        if self == Self::Any { next } else { self }
    }
}

/// A font, read.
pub(super) struct Typeface {
    font: FontRef<'static>,
    shaper: ShaperData,
    units_per_em: f32,
}

impl Typeface {
    pub fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { shaper: ShaperData::new(&font), font, units_per_em })
    }

    /// Whether it has a glyph for a character.
    pub fn has(&self, sign: char) -> bool {
        self.font.charmap().map(sign).is_some()
    }

    /// Its metrics, in font units ([`Typeface::em`] units are the size).
    pub fn metrics(&self) -> Metrics {
        self.font.metrics(Size::unscaled(), LocationRef::default())
    }

    pub fn em(&self) -> f32 {
        self.units_per_em
    }

    /// The default advance of a glyph, in units of the size.
    pub fn advance(&self, glyph: u16) -> f32 {
        let metrics = self.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        metrics.advance_width(GlyphId::from(glyph)).unwrap_or_default() / self.units_per_em
    }

    /// The width of a text without shaping; `None` if a character is missing.
    fn width(&self, text: &str) -> Option<f32> {
        let (signs, metrics) = (self.font.charmap(), self.font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let advance = |sign| signs.map(sign).and_then(|glyph| metrics.advance_width(glyph));
        let widths: Option<Vec<f32>> = text.chars().map(advance).collect();
        Some(widths?.into_iter().sum::<f32>() / self.units_per_em)
    }

    fn glyphs(&self, text: &str, from_right: bool) -> Vec<Glyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(if from_right { Direction::RightToLeft } else { Direction::LeftToRight });
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
            Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or_default(),
                advance: scaled(position.x_advance),
                x: scaled(position.x_offset),
                y: scaled(position.y_offset),
                text: start..end,
            }
        };
        placed.map(glyph).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, from_right: bool) -> Vec<Piece> {
        Fonts::default().pieces(text, from_right, Face::Regular)
    }

    fn ids(text: &str, from_right: bool) -> Vec<u16> {
        pieces(text, from_right).iter().flat_map(|piece| &piece.glyphs).map(|glyph| glyph.id).collect()
    }

    #[test]
    fn each_byte_of_a_line_belongs_to_a_glyph() {
        // Simple text, combining characters, right-to-left text, emoji sequences, reordered vowels, and characters that
        // no font has.
        for text in [
            "The rain stopped.",
            "e\u{301}te\u{301} ﬁn",
            "שלום",
            "日本 🌧",
            "👩‍👧 ❤\u{fe0f} 🇩🇪",
            "हिन्दी क्षत्रिय",
            "น้ำ",
            "\u{12000}",
            " ",
            "",
        ] {
            for piece in pieces(text, false).into_iter().chain(pieces(text, true)) {
                let mut ranges: Vec<_> = piece.glyphs.iter().map(|glyph| glyph.text.clone()).collect();
                ranges.sort_by_key(|range| range.start);
                ranges.dedup();
                let covered = ranges.iter().try_fold(0, |at, range| (range.start == at).then_some(range.end));
                assert_eq!(covered, Some(piece.text.len()), "{text}: {ranges:?}");
                assert!(ranges.iter().all(|range| piece.text.get(range.clone()).is_some()), "{text}: {ranges:?}");
            }
        }
    }

    #[test]
    fn a_script_is_shaped_as_it_is_written() {
        // An emoji sequence is one glyph, and no glyph is a box.
        for text in ["🇩🇪", "👩‍👧", "שלום", "日本", "हिन्दी", "தமிழ்", "ភ្លៀង", "ဗမာ", "น้ำ"]
        {
            assert!(ids(text, false).iter().all(|id| *id != 0), "{text}");
        }
        // Arabic letters are joined within a word: their glyphs differ from those of single letters.
        let (joined, apart) = (ids("ححح", true), ids("ح", true));
        assert!(joined.len() == 3 && joined.iter().filter(|glyph| apart.contains(glyph)).count() == 0, "{joined:?}");
        // In Devanagari the short i is drawn before the letter that it follows in reading order, and a conjunct differs
        // from its two letters.
        let (before, letter) = (ids("हि", false), ids("ह", false));
        assert!(before.len() == 2 && before[1] == letter[0], "{before:?} {letter:?}");
        assert_ne!(ids("क्ष", false), [ids("क", false), ids("्", false), ids("ष", false)].concat());
        // A Thai tone mark is above its letter and has no advance.
        let tone = pieces("น้", false).into_iter().flat_map(|piece| piece.glyphs).next_back().map(|glyph| glyph.advance);
        assert_eq!(tone, Some(0.0));
    }

    #[test]
    fn a_line_is_as_wide_as_its_glyphs() {
        let fonts = Fonts::default();
        for text in ["Mmm", "日本", "שלום 60 mg", "😴"] {
            let drawn: f32 = pieces(text, false).iter().map(|piece| piece.width).sum();
            let width = fonts.width(text, 10.0, Face::Regular);
            assert!(width > 0.0 && (width - drawn * 10.0).abs() < 0.01, "{text}: {width} {drawn}");
        }
        // Runs in several fonts are ordered from right to left as well.
        let order: Vec<String> = pieces("日 אב 🌧", true).into_iter().map(|piece| piece.text).collect();
        assert_eq!(order.iter().map(|text| text.trim()).collect::<Vec<_>>(), ["🌧", "אב", "日"]);
    }
}
