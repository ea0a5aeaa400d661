//! Decoding text files: the declared encoding, or one that can be detected with certainty; nothing is guessed beyond
//! that.

use std::io::{self, Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Remark, Why};

/// A text, and a remark on how it was decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// With `\n` as line end, and without control characters.
    pub text: String,
    pub said: Option<Remark>,
}

/// Reads a text file's bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Text, Why> {
    // The byte order mark of UTF-32 begins with that of UTF-16.
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(Why::Encoding);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A single control character is noise; a file full of them is UTF-16 or not text. Those of spaces, lines and of
        // ISO-2022-JP are not counted.
        let controls = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
        if controls * 8 <= bytes.len() {
            // ISO-2022-JP: its escape sequences do not occur in any text.
            if text.contains("\u{1b}$") && text.contains("\u{1b}(") {
                return decoded(ISO_2022_JP, bytes);
            }
            return Ok(Text { text: clean(text), said: None });
        }
    }
    if let Some(text) = with_surrogates(bytes) {
        let said = text.contains('\u{fffd}').then_some(Remark::Repaired);
        return Ok(Text { text: clean(&text), said });
    }
    if let Some(encoding) = sixteen_bits(bytes) {
        return decoded(encoding, bytes);
    }
    if bytes.contains(&0) {
        return Err(Why::Unreadable);
    }
    if is_damaged_utf8(bytes) || is_cut_utf8(bytes) {
        return Ok(Text { text: clean(&String::from_utf8_lossy(bytes)), said: Some(Remark::Repaired) });
    }
    if let Some(text) = mixed(bytes) {
        return Ok(Text { text: clean(&text), said: Some(Remark::Encoding) });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let western = has_only_signs(bytes) || detector.guess(None, Utf8Detection::Deny) == WINDOWS_1252;
    // Bytes that are unassigned in Windows-1252: a text with them has another encoding.
    let unused = bytes.iter().any(|byte| [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte) || matches!(byte, 1..=8));
    if !western || unused || is_of_mac_or_dos(bytes) {
        return Err(Why::Encoding);
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Text { text: clean(&text), said: Some(Remark::Encoding) })
}

/// A document's bytes as UTF-8 if it is UTF-16. No app writes JSON in UTF-16, but editors and spreadsheets save it so.
pub(super) fn as_utf8<'a>(mut bytes: Box<dyn Read + 'a>) -> Box<dyn Read + 'a> {
    let mut head = Vec::new();
    // A read error here will occur again when the bytes are read.
    let _ = bytes.by_ref().take(4).read_to_end(&mut head);
    let encoding = match head[..] {
        [0xff, 0xfe, 0, 0] | [0, 0, 0xfe, 0xff] => None,
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [one, 0, two, 0] if one != 0 && two != 0 => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [0, one, 0, two] if one != 0 && two != 0 => Some(UTF_16BE),
        _ => None,
    };
    let whole = Cursor::new(head).chain(bytes);
    match encoding {
        Some(encoding) => Box::new(AsUtf8 {
            inner: whole,
            decoder: Some(encoding.new_decoder_with_bom_removal()),
            text: Vec::new(),
            at: 0,
        }),
        None => Box::new(whole),
    }
}

/// Decodes while it is read. Incomplete characters become U+FFFD.
struct AsUtf8<R> {
    inner: R,
    /// Until the end.
    decoder: Option<Decoder>,
    text: Vec<u8>,
    at: usize,
}

impl<R: Read> Read for AsUtf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            let Some(decoder) = &mut self.decoder else { return Ok(0) };
            let mut wide = [0; 4_096];
            let read = self.inner.read(&mut wide)?;
            self.text.resize(decoder.max_utf8_buffer_length(wide.len()).unwrap_or(wide.len() * 4), 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&wide[..read], &mut self.text, read == 0);
            self.text.truncate(written);
            self.at = 0;
            if read == 0 {
                self.decoder = None;
            }
        }
        let count = out.len().min(self.text.len() - self.at);
        out[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// The encoding of a zip's file names, if it is neither declared nor DOS: as old programs of East Asia and Eastern
/// Europe write them. `names` are those that are not UTF-8.
pub(super) fn of_names(names: &[&[u8]]) -> Option<&'static Encoding> {
    // Western European letters in the DOS encoding.
    let of_dos = |byte: &u8| byte.is_ascii() || matches!(byte, 0x80..=0xa8 | 0xe1);
    if names.iter().all(|name| name.iter().all(of_dos)) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&names.join(&b'\n'), true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let is_of_words = |sign: char| {
        sign.is_ascii() || sign.is_alphanumeric() || "\u{3000}·、。「」『』（）！？～ー–—’“”".contains(sign)
    };
    let reads = |name: &&[u8]| {
        let read = encoding.decode_without_bom_handling_and_without_replacement(name);
        read.is_some_and(|name| name.chars().all(is_of_words))
    };
    names.iter().all(reads).then_some(encoding)
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Result<Text, Why> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let lost = text.matches('\u{fffd}').count();
    // A few incomplete characters are repaired. If there are more, the byte order mark is wrong.
    if broken && lost * 20 > text.chars().count() {
        return Err(if encoding == UTF_8 { Why::Encoding } else { Why::Unreadable });
    }
    Ok(Text { text: clean(&text), said: broken.then_some(Remark::Repaired) })
}

/// UTF-16 without a byte order mark: in Latin texts every other byte is zero, and in those of other alphabets it is the
/// number of their block.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), bytes.len() / 2);
    match (even * 4 > half, odd * 4 > half) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_of_an_alphabet(encoding, bytes)),
    }
}

/// Whether bytes in this encoding are a text, and most of its letters are of one alphabet.
fn is_of_an_alphabet(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else { return false };
    if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        return false;
    }
    let mut blocks = [0_usize; 0x20];
    for sign in text.chars().filter(|sign| sign.is_alphanumeric()) {
        // 256 signs each: Greek, Cyrillic and Armenian, Hebrew, Arabic, the scripts of India, Thai, Georgian.
        if let Some(count) = blocks.get_mut(sign as usize >> 8) {
            *count += 1;
        }
    }
    blocks[1..].iter().any(|count| count * 2 > text.chars().count())
}

/// UTF-8 that ends within a character of three or four bytes. A single byte at the end may be a letter of another encoding.
fn is_cut_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none() && bytes.len() - error.valid_up_to() >= 2)
}

/// UTF-8 with surrogates, as programs write it that have UTF-16 inside (CESU-8): pairs become their character, and half a
/// pair becomes U+FFFD. `None` if there are none, or anything else is wrong.
fn with_surrogates(bytes: &[u8]) -> Option<String> {
    let unit = |at: usize| match bytes.get(at..at + 3)? {
        [0xed, two @ 0xa0..=0xbf, three @ 0x80..=0xbf] => {
            Some(0xd000 | u16::from(two & 0x3f) << 6 | u16::from(three & 0x3f))
        }
        _ => None,
    };
    let (mut out, mut at, mut any) = (Vec::with_capacity(bytes.len()), 0, false);
    while at < bytes.len() {
        let Some(first) = unit(at) else {
            out.push(bytes[at]);
            at += 1;
            continue;
        };
        any = true;
        let pair = [Some(first), unit(at + 3)].into_iter().flatten().collect::<Vec<u16>>();
        let sign = char::decode_utf16(pair).next().and_then(Result::ok);
        at += if sign.is_some() { 6 } else { 3 };
        out.extend(sign.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]).as_bytes());
    }
    String::from_utf8(out).ok().filter(|_| any)
}

/// UTF-8 with a few damaged characters: far more of its multi-byte characters are intact.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 2 && broken * 2 <= whole
}

/// Decodes UTF-8 with pasted or appended parts in Windows-1252, character by character. A valid multi-byte sequence is
/// practically never meant as Windows-1252.
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
    // In East Asian encodings letters take two bytes, so such bytes are adjacent.
    (whole > 0 && single > 0 && side_by_side * 2 <= single).then_some(text)
}

/// English with the quotation marks and dashes of Windows, which are the same in all of its encodings for alphabets, and
/// with prices: there is too little in it to detect.
fn has_only_signs(bytes: &[u8]) -> bool {
    let beside =
        |at: usize, is: &dyn Fn(&u8) -> bool| [at.wrapping_sub(1), at + 1].map(|at| bytes.get(at).is_some_and(is));
    let is_sign = |at: usize, byte: u8| match byte {
        0x92 | 0xa0 | 0xa7 | 0xa9 | 0xab | 0xae | 0xb0 | 0xb7 | 0xbb => true,
        // Between letters it is one in the encodings of Mac and DOS.
        0x85 | 0x91 | 0x93..=0x97 => beside(at, &u8::is_ascii_alphabetic) != [true, true],
        // Euro and pound.
        0x80 | 0xa3 => beside(at, &u8::is_ascii_digit) != [false, false],
        byte => byte.is_ascii(),
    };
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let signs = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    letters > signs && bytes.iter().enumerate().all(|(at, byte)| is_sign(at, *byte))
}

/// Old Mac and DOS texts have letters where Windows-1252 has symbols. Such symbols between letters do not occur in any
/// language: `Gr\u{161}\u{a7}e` for `Größe`.
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

/// A text with `\n` as line end and without control characters, which no file format allows and nobody types. Word
/// processors write a vertical tab as a line break and a form feed between pages.
pub(super) fn clean(text: &str) -> String {
    // Two byte order marks, from two programs.
    let text =
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}'], "\n");
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
        // github.com/Alexey-T/CudaText/issues/1869: Cyrillic without a mark. As UTF-8 it is ASCII with control characters.
        for words in ["Привет, тихий день", "היום היה שקט מאוד", "วันนี้เงียบมาก", "आज का दिन बहुत शांत था", "Ήταν ήσυχα"]
        {
            for (bytes, order) in [
                (words.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), "little"),
                (words.encode_utf16().flat_map(u16::to_be_bytes).collect(), "big"),
            ] {
                assert_eq!(text(&bytes).as_deref(), Ok(words), "{order}");
            }
        }
        let western = read(b"Gr\xf6\xdfe und Stille").unwrap();
        assert_eq!((western.text.as_str(), western.said), (words, Some(Remark::Encoding)));
        assert_eq!(text(b"\x93caf\xe9\x94 \x96 \x80 5").as_deref(), Ok("\u{201c}café\u{201d} – € 5"));
        // Nothing but signs.
        let english = read(b"\x93quoted\x94 \x96 it\x92s \xa35 and 3\x80\x85").unwrap();
        let expected = "\u{201c}quoted\u{201d} \u{2013} it\u{2019}s \u{a3}5 and 3\u{20ac}\u{2026}";
        assert_eq!((english.text.as_str(), english.said), (expected, Some(Remark::Encoding)));
        // Both encodings in one file, and a letter that is rare in Windows-1252.
        let both = read(
            "Gr\u{fc}\u{df}e ".as_bytes().iter().chain(b"Gr\xfc\xdfe \x96 5").copied().collect::<Vec<_>>().as_slice(),
        );
        assert_eq!(
            both,
            Ok(Text { text: "Gr\u{fc}\u{df}e Gr\u{fc}\u{df}e \u{2013} 5".into(), said: Some(Remark::Encoding) })
        );
        assert_eq!(
            text(b"Du\x9aan war sch\xf6n und gr\xf6\xdfer").as_deref(),
            Ok("Du\u{161}an war sch\u{f6}n und gr\u{f6}\u{df}er")
        );
        // Mac and DOS: not converted to wrong letters.
        assert_eq!(text(b"Gr\x9a\xa7e sch\x9an \x9fber Gef\x9fhle"), Err(Why::Encoding));
        assert_eq!(text(b"sch\x94n und sp\x84t"), Err(Why::Encoding));
        assert_eq!(text(b"\x1b$B:#F|\x1b(B 5").as_deref(), Ok("\u{4eca}\u{65e5} 5"));
        // Cyrillic in Windows-1251, Japanese in Shift JIS: not guessed.
        assert_eq!(text(b"\xd1\xe5\xe3\xee\xe4\xed\xff \xff \xef\xee\xef\xeb\xe0\xea\xe0\xeb\xe0"), Err(Why::Encoding));
        assert_eq!(text(b"\x8d\xa1\x93\xfa\x82\xcd\x89\x4a\x82\xaa\x8d\x7e\x82\xc1\x82\xbd"), Err(Why::Encoding));
        assert_eq!(text(b"\xff\xfe\0\0h\0\0\0"), Err(Why::Encoding));
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff"), Err(Why::Unreadable));
    }

    #[test]
    fn a_document_in_sixteen_bits_is_read_as_it_comes() {
        let json = "[{\"text\": \"Größe 😴\"}]".repeat(700);
        let wide = |big: bool, mark: &[u8]| {
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            [mark.to_vec(), json.encode_utf16().flat_map(bytes).collect()].concat()
        };
        for bytes in [
            wide(false, b"\xff\xfe"),
            wide(true, b"\xfe\xff"),
            wide(false, b""),
            wide(true, b""),
            json.clone().into_bytes(),
        ] {
            let mut text = String::new();
            as_utf8(Box::new(&bytes[..])).read_to_string(&mut text).unwrap();
            assert_eq!(text, json);
        }
        let mut half = Vec::new();
        as_utf8(Box::new(&b"\xff\xfe{\0=\xd8}\0\""[..])).read_to_end(&mut half).unwrap();
        assert_eq!(String::from_utf8(half).unwrap(), "{\u{fffd}}\u{fffd}");
    }

    #[test]
    fn names_of_a_zip_are_read_in_the_encoding_that_they_look_like() {
        let of = |names: &[&[u8]]| of_names(names).map(Encoding::name);
        // 日记/散步.md and 照片.png in GBK; 日記.txt in Shift JIS; 中文日記.txt in Big5.
        assert_eq!(of(&[b"\xc8\xd5\xbc\xc7/\xc9\xa2\xb2\xbd.md", b"\xd5\xd5\xc6\xac.png"]), Some("GBK"));
        assert_eq!(of(&[b"\x93\xfa\x8b\x4c\x82\xcc\x83\x8d\x83\x4f.txt"]), Some("Shift_JIS"));
        assert_eq!(of(&[b"\xa4\xa4\xad\xe5\xae\xe9\xb0\x4f.txt"]), Some("Big5"));
        // Größe in the DOS encoding, and in Windows-1252.
        assert_eq!(of(&[b"Gr\x94\xe1e.md"]), None);
        assert_eq!(of(&[b"Gr\xf6\xdfe und Stille.md"]), Some("windows-1252"));
    }

    #[test]
    fn half_a_sign_is_repaired_and_said() {
        let half = read("Schöne Grüße \u{1f30a}".as_bytes().split_last().unwrap().1).unwrap();
        assert_eq!((half.text.as_str(), half.said), ("Schöne Grüße \u{fffd}", Some(Remark::Repaired)));
        let half = read(b"\xff\xfeh\0a\0l\0f\0 \0a\0n\0 \0e\0m\0o\0j\0i\0 \0=\xd8 \0a\0n\0d\0 \0o\0n\0").unwrap();
        assert_eq!((half.text.as_str(), half.said), ("half an emoji \u{fffd} and on", Some(Remark::Repaired)));
        assert_eq!(text(b"NUL\0inside\ra\r\nb").as_deref(), Ok("NULinside\na\nb"));
        // Surrogates in UTF-8: a whole pair, and half of one.
        let pair = read(b"so \xed\xa0\xbd\xed\xb8\xb4 tired").unwrap();
        assert_eq!((pair.text.as_str(), pair.said), ("so \u{1f634} tired", None));
        let half = read("half \u{fc} ".bytes().chain(*b"\xed\xa0\xbd and on").collect::<Vec<_>>().as_slice()).unwrap();
        assert_eq!((half.text.as_str(), half.said), ("half \u{fc} \u{fffd} and on", Some(Remark::Repaired)));
        // Cut within its only character; a letter of Windows-1252 at the end.
        assert_eq!(text(b"it costs 5 \xe2\x82").as_deref(), Ok("it costs 5 \u{fffd}"));
        assert_eq!(text(b"caf\xe9").as_deref(), Ok("caf\u{e9}"));
        assert_eq!(text(b"\xef\xbb\xbf\xef\xbb\xbftwo marks").as_deref(), Ok("two marks"));
        assert_eq!(text(b"a line\x0banother\x0cthe next page").as_deref(), Ok("a line\nanother\nthe next page"));
    }
}
