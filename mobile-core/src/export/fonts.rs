//! The compiled-in fonts, and the choice of a font for a character. A font is loaded when a journal needs it.
//!
//! DejaVu Serif has Latin, Greek, Cyrillic, Georgian and Armenian; DejaVu Sans has Hebrew, Arabic and symbols; Noto Emoji has
//! emoji; Droid Sans Fallback has Chinese, Japanese and Korean; Noto Sans has the scripts of South and Southeast Asia and
//! Ethiopic, a font for each.

use std::cell::OnceCell;
use std::ops::RangeInclusive;

use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::steers;
use super::shape::Typeface;

/// By their places in [`FILES`].
const REGULAR: usize = 0;
const BOLD: usize = 1;
const SANS: usize = 2;
pub(super) const EMOJI: usize = 3;
const CJK: usize = 4;

macro_rules! font {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../data/fonts/", $name, ".ttf")))
    };
}

/// Name and bytes.
pub(super) static FILES: [(&str, &[u8]); 20] = [
    font!("DejaVuSerif"),
    font!("DejaVuSerif-Bold"),
    font!("DejaVuSans"),
    font!("NotoEmoji"),
    font!("DroidSansFallback"),
    font!("NotoSansDevanagari-Regular"),
    font!("NotoSansBengali-Regular"),
    font!("NotoSansGurmukhi-Regular"),
    font!("NotoSansGujarati-Regular"),
    font!("NotoSansOriya-Regular"),
    font!("NotoSansTamil-Regular"),
    font!("NotoSansTelugu-Regular"),
    font!("NotoSansKannada-Regular"),
    font!("NotoSansMalayalam-Regular"),
    font!("NotoSansSinhala-Regular"),
    font!("NotoSansThai-Regular"),
    font!("NotoSansLao-Regular"),
    font!("NotoSansMyanmar-Regular"),
    font!("NotoSansKhmer-Regular"),
    font!("NotoSansEthiopic-Regular"),
];

/// The Unicode blocks of a script with a font of its own, by the font's index.
const SCRIPTS: [(RangeInclusive<char>, usize); 19] = [
    ('\u{900}'..='\u{97f}', 5),
    ('\u{a8e0}'..='\u{a8ff}', 5),
    ('\u{1cd0}'..='\u{1cff}', 5),
    ('\u{980}'..='\u{9ff}', 6),
    ('\u{a00}'..='\u{a7f}', 7),
    ('\u{a80}'..='\u{aff}', 8),
    ('\u{b00}'..='\u{b7f}', 9),
    ('\u{b80}'..='\u{bff}', 10),
    ('\u{c00}'..='\u{c7f}', 11),
    ('\u{c80}'..='\u{cff}', 12),
    ('\u{d00}'..='\u{d7f}', 13),
    ('\u{d80}'..='\u{dff}', 14),
    ('\u{e00}'..='\u{e7f}', 15),
    ('\u{e80}'..='\u{eff}', 16),
    ('\u{1000}'..='\u{109f}', 17),
    ('\u{1780}'..='\u{17ff}', 18),
    ('\u{19e0}'..='\u{19ff}', 18),
    ('\u{1200}'..='\u{139f}', 19),
    ('\u{2d80}'..='\u{2ddf}', 19),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// The fonts that are compiled in.
#[derive(Default)]
pub(super) struct Fonts {
    faces: [OnceCell<Option<Typeface>>; FILES.len()],
}

impl Fonts {
    /// The font at this index of [`FILES`].
    pub fn face(&self, font: usize) -> Option<&Typeface> {
        let (_, bytes) = FILES.get(font)?;
        self.faces[font].get_or_init(|| Typeface::new(bytes)).as_ref()
    }

    /// The font of plain text.
    pub fn main(&self, face: Face) -> Option<&Typeface> {
        self.face(main(face))
    }

    /// The number of characters that no font has.
    pub fn missing(&self, text: &str, face: Face) -> u32 {
        let signs = text.graphemes(true).filter(|cluster| !self.has(self.of(cluster, face), cluster));
        u32::try_from(signs.count()).unwrap_or(u32::MAX)
    }

    /// The font that draws a grapheme cluster.
    pub fn of(&self, cluster: &str, face: Face) -> usize {
        let main = main(face);
        let first = cluster.chars().next().unwrap_or_default();
        let script = SCRIPTS.iter().find(|(block, _)| block.contains(&first)).map(|(_, font)| *font);
        let order = if is_emoji(cluster) { [EMOJI, main, SANS, CJK] } else { [main, SANS, CJK, EMOJI] };
        script.into_iter().chain(order).find(|font| self.has(*font, cluster)).unwrap_or(main)
    }

    /// Whether a font has every drawn character of a cluster.
    pub fn has(&self, font: usize, cluster: &str) -> bool {
        self.face(font).is_some_and(|face| {
            cluster
                .chars()
                .filter(|sign| !is_unseen(*sign) && !joins(*sign))
                .all(|sign| sign.is_whitespace() && sign != '\u{3000}' || face.has(sign))
        })
    }
}

fn main(face: Face) -> usize {
    match face {
        Face::Regular => REGULAR,
        Face::Bold => BOLD,
    }
}

/// Characters that are never drawn, in any font.
pub(super) fn is_unseen(sign: char) -> bool {
    steers(sign) || sign.is_control() || matches!(sign, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// Whether a character only selects how its neighbours are drawn; a font need not have it.
fn joins(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

fn is_emoji(cluster: &str) -> bool {
    cluster.contains(['\u{fe0f}', '\u{20e3}']) || cluster.starts_with(|sign| ('\u{1f000}'..'\u{20000}').contains(&sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_and_emoji_of_a_journal_has_a_font() {
        let fonts = Fonts::default();
        for text in [
            "Größe, ё, ω, ł",
            "ქართული, Հայերեն",
            "שָׁלוֹם",
            "مرحبًا، كيف الحال؟",
            "今日は静か。雨が止んだ",
            "我很平静",
            "오늘은 조용했다",
            "ฝนหยุดตกแล้ว",
            "ຝົນຢຸດແລ້ວ",
            "ភ្លៀងបានឈប់ហើយ",
            "မိုးတိတ်သွားပြီ",
            "बारिश रुक गई।",
            "বৃষ্টি থেমে গেছে",
            "ਮੀਂਹ ਰੁਕ ਗਿਆ",
            "વરસાદ બંધ થયો",
            "ବର୍ଷା ବନ୍ଦ ହେଲା",
            "மழை நின்றது",
            "వర్షం ఆగిపోయింది",
            "ಮಳೆ ನಿಂತಿತು",
            "മഴ നിന്നു",
            "වැස්ස නැවතුණා",
            "ዝናቡ ቆመ።",
            "😴🌧✓☑❤\u{fe0f}👩‍👧👍🏽🇩🇪1\u{fe0f}\u{20e3}🫠",
            "\u{202a}steered\u{202c}\u{200b}",
        ] {
            assert_eq!(fonts.missing(text, Face::Bold), 0, "{text}");
        }
        assert_eq!(fonts.missing("a \u{12000}\u{12001}", Face::Regular), 2);
    }
}
