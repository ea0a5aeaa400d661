//! Bytes of a text file as text: what says which encoding it is in, what can be told for sure, and nothing else.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Said, Why};

/// A text and what is to be said about how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// With `\n` at the ends of lines, and without control characters.
    pub text: String,
    pub said: Option<Said>,
}

/// Reads a text file's bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Text, Why> {
    // The mark of UTF-32 begins with that of UTF-16.
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(Why::Encoding);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A lone NUL is noise; a file of NULs is UTF-16 or no text.
        let nulls = bytes.iter().filter(|byte| **byte == 0).count();
        if nulls * 8 <= bytes.len() {
            // Japanese in seven bits: its signs of shift are no letters of anybody's.
            if text.contains("\u{1b}$") && text.contains("\u{1b}(") {
                return decoded(ISO_2022_JP, bytes);
            }
            return Ok(Text { text: clean(text), said: None });
        }
    }
    if let Some(encoding) = sixteen_bits(bytes) {
        return decoded(encoding, bytes);
    }
    if bytes.contains(&0) {
        return Err(Why::Unreadable);
    }
    if is_damaged_utf8(bytes) {
        return Ok(Text { text: clean(&String::from_utf8_lossy(bytes)), said: Some(Said::Repaired) });
    }
    if let Some(text) = mixed(bytes) {
        return Ok(Text { text: clean(&text), said: Some(Said::Encoding) });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let western = detector.guess(None, Utf8Detection::Deny) == WINDOWS_1252;
    // No letters there: what has them is no text of this encoding.
    let unused = bytes.iter().any(|byte| [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte) || matches!(byte, 1..=8));
    if !western || unused || is_of_mac_or_dos(bytes) {
        return Err(Why::Encoding);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Text { text: clean(&text), said: Some(Said::Encoding) })
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Result<Text, Why> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let lost = text.matches('\u{fffd}').count();
    // Here and there half a sign: repaired. More than that is something else under this mark.
    if broken && lost * 20 > text.chars().count() {
        return Err(if encoding == UTF_8 { Why::Encoding } else { Why::Unreadable });
    }
    Ok(Text { text: clean(&text), said: broken.then_some(Said::Repaired) })
}

/// UTF-16 without a mark: every other byte of most texts is zero.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), bytes.len() / 2);
    match (even * 4 > half, odd * 4 > half) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 in which a sign or two are broken: far more of its signs of several bytes are whole.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 2 && broken * 2 <= whole
}

/// UTF-8 with parts in Windows-1252 that somebody pasted or appended: each sign by the rule that it keeps. What is UTF-8 of
/// several bytes is no text of Windows-1252 that anybody wrote.
fn mixed(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let (mut whole, mut single, mut side_by_side) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        let of_west = |sign: char| matches!(sign, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{20ac}' | '\u{1f000}'..);
        let signs = chunk.valid().chars().filter(|sign| !sign.is_ascii());
        whole += signs.clone().count();
        if !signs.clone().all(of_west) {
            return None;
        }
        side_by_side += usize::from(chunk.valid().is_empty() && single > 0);
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [one] if *one >= 0xa0 || [0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97].contains(one) => {
                single += 1;
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*one]).0);
            }
            _ => return None,
        }
    }
    // Letters of the east take two bytes each: there such bytes stand side by side.
    (whole > 0 && single > 0 && side_by_side * 2 <= single).then_some(text)
}

/// Old texts of a Mac or of DOS have their letters where Windows-1252 has signs: between letters those would be none of
/// anybody's. `Gr\u{161}\u{a7}e` for `Größe`.
fn is_of_mac_or_dos(bytes: &[u8]) -> bool {
    const SIGNS: [u8; 15] = [0x82, 0x84, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8e, 0x94, 0x98, 0x9a, 0x9b, 0x9e, 0x9f];
    let is_letter = |byte: u8| byte.is_ascii_alphabetic();
    let (mut signs, mut letters) = (0_usize, 0_usize);
    for three in bytes.windows(3) {
        if is_letter(three[0]) && (is_letter(three[2]) || three[2] >= 0x80) {
            signs += usize::from(SIGNS.contains(&three[1]));
            letters += usize::from(three[1] >= 0xc0);
        }
    }
    signs > letters
}

/// A text with `\n` at the ends of its lines and without control characters: no file format takes them, and nobody
/// types them.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n");
    let kept = |sign: &char| !sign.is_control() || *sign == '\n' || *sign == '\t';
    text.chars().filter(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, Why> {
        read(bytes).map(|read| read.text)
    }

    #[test]
    fn encodings_are_recognised_or_refused() {
        let words = "Größe und Stille";
        let wide = |little: bool| -> Vec<u8> {
            let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            words.encode_utf16().flat_map(bytes).collect()
        };
        assert_eq!(text(words.as_bytes()).as_deref(), Ok(words));
        assert_eq!(text(&[b"\xef\xbb\xbf", words.as_bytes()].concat()).as_deref(), Ok(words));
        assert_eq!(text(&[&b"\xff\xfe"[..], &wide(true)].concat()).as_deref(), Ok(words));
        assert_eq!(text(&[&b"\xfe\xff"[..], &wide(false)].concat()).as_deref(), Ok(words));
        assert_eq!(text(&wide(true)).as_deref(), Ok(words));
        assert_eq!(text(&wide(false)).as_deref(), Ok(words));
        let western = read(b"Gr\xf6\xdfe und Stille").unwrap();
        assert_eq!((western.text.as_str(), western.said), (words, Some(Said::Encoding)));
        assert_eq!(text(b"\x93caf\xe9\x94 \x96 \x80 5").as_deref(), Ok("\u{201c}café\u{201d} – € 5"));
        // Both in one file; and a letter that is rare in Windows-1252.
        let both = read(
            "Gr\u{fc}\u{df}e ".as_bytes().iter().chain(b"Gr\xfc\xdfe \x96 5").copied().collect::<Vec<_>>().as_slice(),
        );
        assert_eq!(
            both,
            Ok(Text { text: "Gr\u{fc}\u{df}e Gr\u{fc}\u{df}e \u{2013} 5".into(), said: Some(Said::Encoding) })
        );
        assert_eq!(
            text(b"Du\x9aan war sch\xf6n und gr\xf6\xdfer").as_deref(),
            Ok("Du\u{161}an war sch\u{f6}n und gr\u{f6}\u{df}er")
        );
        // Mac and DOS: not bent into other letters.
        assert_eq!(text(b"Gr\x9a\xa7e sch\x9an \x9fber Gef\x9fhle"), Err(Why::Encoding));
        assert_eq!(text(b"sch\x94n und sp\x84t"), Err(Why::Encoding));
        assert_eq!(text(b"\x1b$B:#F|\x1b(B 5").as_deref(), Ok("\u{4eca}\u{65e5} 5"));
        // Cyrillic in Windows-1251, Japanese in Shift JIS: not guessed at.
        assert_eq!(text(b"\xd1\xe5\xe3\xee\xe4\xed\xff \xff \xef\xee\xef\xeb\xe0\xea\xe0\xeb\xe0"), Err(Why::Encoding));
        assert_eq!(text(b"\x8d\xa1\x93\xfa\x82\xcd\x89\x4a\x82\xaa\x8d\x7e\x82\xc1\x82\xbd"), Err(Why::Encoding));
        assert_eq!(text(b"\xff\xfe\0\0h\0\0\0"), Err(Why::Encoding));
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff"), Err(Why::Unreadable));
    }

    #[test]
    fn half_a_sign_is_repaired_and_said() {
        let half = read("Schöne Grüße \u{1f30a}".as_bytes().split_last().unwrap().1).unwrap();
        assert_eq!((half.text.as_str(), half.said), ("Schöne Grüße \u{fffd}", Some(Said::Repaired)));
        let half = read(b"\xff\xfeh\0a\0l\0f\0 \0a\0n\0 \0e\0m\0o\0j\0i\0 \0=\xd8 \0a\0n\0d\0 \0o\0n\0").unwrap();
        assert_eq!((half.text.as_str(), half.said), ("half an emoji \u{fffd} and on", Some(Said::Repaired)));
        assert_eq!(text(b"NUL\0inside\ra\r\nb").as_deref(), Ok("NULinside\na\nb"));
    }
}
