//! Reads the text of a PDF that the phone has written: its objects, the maps of its fonts, and what its pages draw.

use std::collections::BTreeMap;
use std::io::Read as _;

/// What a font's glyphs say, by their numbers.
type Signs = BTreeMap<u16, String>;

/// The texts of the pages, in the order of the file. The ends of lines are not included.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let objects = objects(pdf);
    let text = |number: &u32| String::from_utf8_lossy(&objects[number]).into_owned();
    let is_fonts = |one: &String| one.contains("/F0 ") && !one.contains("/Type");
    let fonts = objects.keys().map(text).find(is_fonts).unwrap();
    let mut maps: BTreeMap<String, Signs> = BTreeMap::new();
    for font in fonts.split("/F").skip(1) {
        let mut words = font.split_whitespace();
        let (name, number) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
        let map = inflated(&objects[&reference(&text(&number), "/ToUnicode").unwrap()]);
        maps.insert(name.to_owned(), signs(&String::from_utf8(map).unwrap()));
    }
    let contents = objects.keys().map(text).filter_map(|page| reference(&page, "/Contents"));
    contents.map(|drawn| drawn_text(&inflated(&objects[&drawn]), &maps)).collect()
}

/// The objects by their numbers.
fn objects(pdf: &[u8]) -> BTreeMap<u32, Vec<u8>> {
    let end = |from: usize| pdf[from..].windows(6).position(|bytes| bytes == b"endobj").map(|length| from + length);
    let object = |at: usize| {
        let number = pdf[..at].rsplit(|byte| !byte.is_ascii_digit()).next()?;
        let from = at + b" 0 obj".len();
        Some((std::str::from_utf8(number).ok()?.parse().ok()?, pdf[from..end(from)?].to_vec()))
    };
    (0..pdf.len()).filter(|at| pdf[*at..].starts_with(b" 0 obj")).filter_map(object).collect()
}

fn reference(dictionary: &str, key: &str) -> Option<u32> {
    dictionary.split(key).nth(1)?.split_whitespace().next()?.parse().ok()
}

fn inflated(object: &[u8]) -> Vec<u8> {
    let from = object.windows(7).position(|bytes| bytes == b"stream\n").unwrap() + 7;
    let mut plain = Vec::new();
    flate2::read::ZlibDecoder::new(&object[from..]).read_to_end(&mut plain).unwrap();
    plain
}

/// A map has lines such as `<0003> <00740069>`: a glyph's number, and its text in UTF-16.
fn signs(map: &str) -> Signs {
    let hex = |text: &str| u16::from_str_radix(text, 16).ok();
    let pair = |line: &str| {
        let (number, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let units = text.as_bytes().chunks(4).map(|unit| hex(std::str::from_utf8(unit).ok()?));
        Some((hex(number)?, String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()?))
    };
    map.lines().filter_map(pair).collect()
}

/// The strings that a page draws, each with the font that was set last.
fn drawn_text(content: &[u8], maps: &BTreeMap<String, Signs>) -> String {
    let (mut at, mut font, mut text) = (0, String::new(), String::new());
    while at < content.len() {
        at += match content[at] {
            b'/' => {
                let name = content[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
                let name: String = name.map(|byte| char::from(*byte)).collect();
                let length = name.len() + 1;
                font = name.strip_prefix('F').map_or(font, str::to_owned);
                length
            }
            b'(' | b'<' if content.get(at + 1) != Some(&b'<') => {
                let (bytes, length) = string(&content[at..]);
                let numbers = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                text.extend(numbers.filter_map(|number| maps.get(&font)?.get(&number)).map(String::as_str));
                length
            }
            b'<' => 2,
            _ => 1,
        };
    }
    text
}

/// A string in brackets or as hexadecimal digits: its bytes, and how long it is in the file.
fn string(content: &[u8]) -> (Vec<u8>, usize) {
    if content[0] == b'<' {
        let digits: Vec<u8> = content[1..].iter().take_while(|byte| **byte != b'>').copied().collect();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        return (digits.chunks_exact(2).map(byte).collect(), digits.len() + 2);
    }
    let (mut bytes, mut depth, mut at) = (Vec::new(), 1, 1);
    loop {
        match content[at] {
            b'\\' => {
                at += 1;
                bytes.push(match content[at] {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    b'0'..=b'7' => {
                        at += 2;
                        let digits = &content[at - 2..=at];
                        digits.iter().fold(0, |sum, digit| sum * 8 + (digit - b'0'))
                    }
                    other => other,
                });
            }
            other => {
                depth += i32::from(other == b'(') - i32::from(other == b')');
                if depth == 0 {
                    return (bytes, at + 1);
                }
                bytes.push(other);
            }
        }
        at += 1;
    }
}
