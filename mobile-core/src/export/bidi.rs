//! Bidirectional text for the PDF: the order in which the words of a line are drawn (UAX 9). Doses, times and dates are kept
//! together: next to Hebrew or Arabic the algorithm alone would turn `60 mg` into `mg 60` and `2026-03-05` into `05-03-2026`.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Direction, Level, bidi_class, get_base_direction};

const LTR_ISOLATE: char = '\u{2066}';
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// The base direction of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// By its first letter: texts of people.
    Words,
    /// From left to right: texts of the app, such as a label with its value.
    Ours,
}

/// A paragraph with its bidirectional levels.
pub(super) struct Paragraph {
    pub text: String,
    pub from_right: bool,
}

impl Paragraph {
    pub fn new(text: &str, base: Base) -> Self {
        // The original text determines the direction: isolates do not count.
        let from_right = base == Base::Words && get_base_direction(text) == Direction::Rtl;
        Self { text: isolated(text).into_owned(), from_right }
    }

    /// The runs of a line in drawing order, from left to right: byte range, and whether the run is read from right to
    /// left.
    pub fn drawn(&self, lines: &[Range<usize>]) -> Vec<Vec<(Range<usize>, bool)>> {
        let level = if self.from_right { Level::rtl() } else { Level::ltr() };
        let info = BidiInfo::new(&self.text, Some(level));
        let whole = |line: &Range<usize>| vec![(line.clone(), self.from_right)];
        let Some(paragraph) = info.paragraphs.first() else { return lines.iter().map(whole).collect() };
        let parts = |line: &Range<usize>| {
            let (levels, runs) = info.visual_runs(paragraph, line.clone());
            runs.into_iter().map(|run| (run.clone(), levels[run.start].is_rtl())).collect()
        };
        lines.iter().map(parts).collect()
    }
}

/// A person's text within a line of the app: it has its own direction.
pub(super) fn within(words: &str) -> String {
    format!("{FIRST_STRONG_ISOLATE}{}{END_OF_ISOLATE}", isolated(words))
}

/// Whether a character controls the order and is never drawn.
pub(super) fn steers(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Isolates left-to-right runs next to right-to-left text: from the first Latin letter or digit to the last one, with
/// everything that belongs to a number. Text with explicit direction marks does not change.
fn isolated(text: &str) -> Cow<'_, str> {
    let from_right = |sign| matches!(bidi_class(sign), BidiClass::R | BidiClass::AL | BidiClass::AN);
    if !text.chars().any(from_right) || text.chars().any(steers) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 12);
    // The end of the text written so far, and the current run.
    let (mut at, mut kept): (usize, Option<Range<usize>>) = (0, None);
    let mut before = None;
    for (start, sign) in text.char_indices() {
        let end = start + sign.len_utf8();
        match bidi_class(sign) {
            BidiClass::L | BidiClass::EN => match &mut kept {
                Some(kept) => kept.end = end,
                None => {
                    let sign_of_number = before.filter(|(_, sign)| "+-\u{2212}±~≈<>$€£#".contains(*sign));
                    kept = Some(sign_of_number.map_or(start, |(start, _)| start)..end);
                }
            },
            _ if from_right(sign) => keep(text, &mut at, kept.take(), &mut out),
            class => {
                if let Some(kept) = &mut kept
                    && kept.end == start
                    && (class == BidiClass::NSM || "%‰°€£$+\u{2032}\u{2033}".contains(sign))
                {
                    kept.end = end;
                }
            }
        }
        before = Some((start, sign));
    }
    keep(text, &mut at, kept, &mut out);
    out.push_str(&text[at..]);
    out.into()
}

fn keep(text: &str, at: &mut usize, kept: Option<Range<usize>>, out: &mut String) {
    let Some(kept) = kept else { return };
    out.push_str(&text[*at..kept.start]);
    out.push(LTR_ISOLATE);
    out.push_str(&text[kept.clone()]);
    out.push(END_OF_ISOLATE);
    *at = kept.end;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as displayed, character by character from left to right.
    fn seen(text: &str, base: Base) -> String {
        let paragraph = Paragraph::new(text, base);
        let all = 0..paragraph.text.len();
        let mut out = String::new();
        for (part, from_right) in paragraph.drawn(&[all]).remove(0) {
            let signs = paragraph.text[part].chars().filter(|sign| !steers(*sign));
            if from_right { out.extend(signs.rev()) } else { out.extend(signs) }
        }
        out
    }

    // Unicode's own examples and w3.org/International/articles/inline-bidi-markup: numbers and units beside Hebrew and
    // Arabic.
    #[test]
    fn a_dose_a_time_and_a_date_read_the_same_in_every_script() {
        for (text, expected) in [
            ("plain words 60 mg", "plain words 60 mg"),
            ("שלום took 60 mg at 14:30", "took 60 mg at 14:30 םולש"),
            ("לקחתי 60 mg at 14:30", "60 mg at 14:30 יתחקל"),
            ("اخذت 60 mg ثم 2026-03-05", "2026-03-05 مث 60 mg تذخا"),
            ("مرحبا 2026-03-05 dose 125 mg", "2026-03-05 dose 125 mg ابحرم"),
            ("I said مرحبا to 15 people", "I said ابحرم to 15 people"),
            ("חום 38.5°, לחץ 120/80", "120/80 ץחל ,38.5° םוח"),
            ("שינוי -5% היום", "םויה -5% יוניש"),
            // Their own digits are theirs.
            ("٦٠ مغ", "غم ٦٠"),
        ] {
            assert_eq!(seen(text, Base::Words), expected, "{text}");
        }
        let fact = format!("Dose: {}", within("60 mg בשעה 14:30"));
        assert_eq!(seen(&fact, Base::Ours), "Dose: 14:30 העשב 60 mg");
        assert_eq!(seen(&format!("Place: {}", within("הבית")), Base::Ours), "Place: תיבה");
        assert_eq!(seen("שלום", Base::Ours), "םולש");
        assert!(Paragraph::new("שלום", Base::Words).from_right && !Paragraph::new("שלום", Base::Ours).from_right);
        assert!(!Paragraph::new("I said שלום", Base::Words).from_right);
    }

    #[test]
    fn whoever_steers_the_order_keeps_it() {
        let text = "\u{202b}a \u{202c}ב 60 mg";
        assert_eq!(isolated(text), text);
    }
}
