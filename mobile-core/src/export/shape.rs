//! A line of text in the fonts that have its signs: how wide it is, and which glyphs stand for it. Shaping is harfrust's
//! (HarfBuzz in Rust), metrics are skrifa's: the two that the PDF library reads fonts with as well.
//!
//! DejaVu Serif writes Latin, Greek and Cyrillic; DejaVu Sans what it does not have, Hebrew and Arabic among it; Noto
//! Emoji what is an emoji; Droid Sans Fallback Chinese, Japanese and Korean. A font is read when a journal needs it.

use std::cell::OnceCell;

use harfrust::{Direction, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::steers;
use crate::Error;

/// By their places in [`FILES`].
const REGULAR: usize = 0;
const BOLD: usize = 1;
const SANS: usize = 2;
const EMOJI: usize = 3;
const CJK: usize = 4;
static FILES: [&[u8]; 5] = [
    include_bytes!("../../data/fonts/DejaVuSerif.ttf"),
    include_bytes!("../../data/fonts/DejaVuSerif-Bold.ttf"),
    include_bytes!("../../data/fonts/DejaVuSans.ttf"),
    include_bytes!("../../data/fonts/NotoEmoji.ttf"),
    include_bytes!("../../data/fonts/DroidSansFallback.ttf"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// A part of a line in one font and one direction, ready to be drawn.
pub(super) struct Piece {
    /// Which font, for [`Fonts::font`].
    font: usize,
    pub text: String,
    /// From left to right; each one names the bytes of the text that it stands for.
    pub glyphs: Vec<KrillaGlyph>,
    /// In units of the size.
    pub width: f32,
}

/// The fonts that are compiled in.
#[derive(Default)]
pub(super) struct Fonts {
    faces: [OnceCell<Option<Typeface>>; FILES.len()],
    drawn: [OnceCell<Option<Font>>; FILES.len()],
}

impl Fonts {
    fn face(&self, font: usize) -> Option<&Typeface> {
        self.faces[font].get_or_init(|| Typeface::new(FILES[font])).as_ref()
    }

    /// The font that draws a piece.
    pub fn font(&self, piece: &Piece) -> Result<Font, Error> {
        let font = self.drawn[piece.font].get_or_init(|| Font::new(FILES[piece.font].to_vec().into(), 0));
        font.clone().ok_or(Error::Fault)
    }

    /// How wide a text is, in units of `size`.
    pub fn width(&self, text: &str, size: f32, face: Face) -> f32 {
        // Where each sign is a glyph of its own.
        let plain = text.chars().all(|sign| sign < '\u{300}' && sign != '\u{ad}');
        let width = match self.face(main(face)).filter(|_| plain).and_then(|face| face.width(text)) {
            Some(width) => width,
            None => self.pieces(text, false, face).iter().map(|piece| piece.width).sum(),
        };
        width * size
    }

    /// A part of a line that is read in one direction, in the fonts that have its signs, in the order of drawing.
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
                // An emoji's space is as wide as an emoji.
                Some((font, ..)) if *font != EMOJI && self.has(*font, &cluster) => *font,
                _ => self.font_of(&cluster, face),
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
            let width = glyphs.iter().map(|glyph| krilla::text::Glyph::x_advance(glyph, 1.0)).sum();
            Some(Piece { font, text, glyphs, width })
        };
        parts.into_iter().filter_map(piece).collect()
    }

    /// How many signs no font has.
    pub fn missing(&self, text: &str, face: Face) -> u32 {
        let signs = text.graphemes(true).filter(|cluster| !self.has(self.font_of(cluster, face), cluster));
        u32::try_from(signs.count()).unwrap_or(u32::MAX)
    }

    fn font_of(&self, cluster: &str, face: Face) -> usize {
        let main = main(face);
        let order = if is_emoji(cluster) { [EMOJI, main, SANS, CJK] } else { [main, SANS, CJK, EMOJI] };
        order.into_iter().find(|font| self.has(*font, cluster)).unwrap_or(main)
    }

    fn has(&self, font: usize, cluster: &str) -> bool {
        self.face(font).is_some_and(|face| {
            cluster
                .chars()
                .filter(|sign| !is_unseen(*sign) && !joins(*sign))
                .all(|sign| sign.is_whitespace() && sign != '\u{3000}' || face.font.charmap().map(sign).is_some())
        })
    }
}

fn main(face: Face) -> usize {
    match face {
        Face::Regular => REGULAR,
        Face::Bold => BOLD,
    }
}

/// Never drawn, whatever the font.
fn is_unseen(sign: char) -> bool {
    steers(sign) || sign.is_control() || matches!(sign, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// Says how the signs beside it are drawn; a font need not have it.
fn joins(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

fn is_emoji(cluster: &str) -> bool {
    cluster.contains(['\u{fe0f}', '\u{20e3}']) || cluster.starts_with(|sign| ('\u{1f000}'..'\u{20000}').contains(&sign))
}

/// Scripts of one font that are shaped apart.
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

struct Typeface {
    font: FontRef<'static>,
    shaper: ShaperData,
    units_per_em: f32,
}

impl Typeface {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { shaper: ShaperData::new(&font), font, units_per_em })
    }

    /// The width of a text set sign by sign; nothing where a sign is missing.
    fn width(&self, text: &str) -> Option<f32> {
        let (signs, metrics) = (self.font.charmap(), self.font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let advance = |sign| signs.map(sign).and_then(|glyph| metrics.advance_width(glyph));
        let widths: Option<Vec<f32>> = text.chars().map(advance).collect();
        Some(widths?.into_iter().sum::<f32>() / self.units_per_em)
    }

    fn glyphs(&self, text: &str, from_right: bool) -> Vec<KrillaGlyph> {
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
    use krilla::text::Glyph as _;

    use super::*;

    fn pieces(text: &str, from_right: bool) -> Vec<Piece> {
        Fonts::default().pieces(text, from_right, Face::Regular)
    }

    #[test]
    fn each_byte_of_a_line_belongs_to_a_glyph() {
        // Plain, composed from two signs, from right to left, emoji of several signs, and signs that no font has.
        for text in
            ["The rain stopped.", "e\u{301}te\u{301} ﬁn", "שלום", "日本 🌧", "👩‍👧 ❤\u{fe0f} 🇩🇪", "\u{12000}", " ", ""]
        {
            for piece in pieces(text, false).into_iter().chain(pieces(text, true)) {
                let mut ranges: Vec<_> = piece.glyphs.iter().map(|glyph| glyph.text_range()).collect();
                ranges.sort_by_key(|range| range.start);
                ranges.dedup();
                let covered = ranges.iter().try_fold(0, |at, range| (range.start == at).then_some(range.end));
                assert_eq!(covered, Some(piece.text.len()), "{text}: {ranges:?}");
                assert!(ranges.iter().all(|range| piece.text.get(range.clone()).is_some()), "{text}: {ranges:?}");
            }
        }
    }

    #[test]
    fn every_script_and_emoji_of_a_journal_has_a_font() {
        let fonts = Fonts::default();
        for text in [
            "Größe, ё, ω, ł",
            "שָׁלוֹם",
            "مرحبًا، كيف الحال؟",
            "今日は静か。雨が止んだ",
            "我很平静",
            "오늘은 조용했다",
            "😴🌧✓☑❤\u{fe0f}👩‍👧👍🏽🇩🇪1\u{fe0f}\u{20e3}🫠",
            "\u{202a}steered\u{202c}\u{200b}",
        ] {
            assert_eq!(fonts.missing(text, Face::Bold), 0, "{text}");
        }
        assert_eq!(fonts.missing("a \u{12000}\u{12001}", Face::Regular), 2);
        // An emoji that is one sign to a person is one glyph, and no glyph is a box.
        for text in ["🇩🇪", "👩‍👧", "שלום", "日本"] {
            let all: Vec<_> = pieces(text, false).into_iter().flat_map(|piece| piece.glyphs).collect();
            assert!(all.iter().all(|glyph| glyph.glyph_id().to_u32() != 0), "{text}");
        }
        // Within a word Arabic letters are joined: they are other glyphs than apart.
        let ids = |text: &str| -> Vec<u32> {
            pieces(text, true).iter().flat_map(|piece| &piece.glyphs).map(|glyph| glyph.glyph_id().to_u32()).collect()
        };
        let (joined, apart) = (ids("ححح"), ids("ح"));
        assert!(joined.len() == 3 && joined.iter().filter(|glyph| apart.contains(glyph)).count() == 0, "{joined:?}");
    }

    #[test]
    fn a_line_is_as_wide_as_its_glyphs() {
        let fonts = Fonts::default();
        for text in ["Mmm", "日本", "שלום 60 mg", "😴"] {
            let drawn: f32 = pieces(text, false).iter().map(|piece| piece.width).sum();
            let width = fonts.width(text, 10.0, Face::Regular);
            assert!(width > 0.0 && (width - drawn * 10.0).abs() < 0.01, "{text}: {width} {drawn}");
        }
        // Signs of several fonts stand from right to left as well.
        let order: Vec<String> = pieces("日 אב 🌧", true).into_iter().map(|piece| piece.text).collect();
        assert_eq!(order.iter().map(|text| text.trim()).collect::<Vec<_>>(), ["🌧", "אב", "日"]);
    }
}
