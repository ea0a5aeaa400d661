//! What a zip says about its files: their names in any encoding, and their times.

use std::io::{self, BufReader, Read as _, SeekFrom};

use super::encoding;
use super::source::Seekable;

/// Whether a source begins with a file of a zip, and not with a program.
pub(super) fn begins_as_zip(reader: &mut dyn Seekable) -> bool {
    let mut head = [0; 4];
    reader.rewind().is_ok() && reader.read_exact(&mut head).is_ok() && head == *b"PK\x03\x04"
}

/// The raw names in a zip's directory.
pub(super) fn listed(reader: &mut dyn Seekable, start: u64) -> Vec<Vec<u8>> {
    const HEAD: usize = 46;
    let mut all = Vec::new();
    if reader.seek(SeekFrom::Start(start)).is_err() {
        return all;
    }
    let mut reader = BufReader::new(reader);
    let mut head = [0; HEAD];
    while reader.read_exact(&mut head).is_ok() && head.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let mut name = Vec::new();
        let read = reader.by_ref().take(length(28)).read_to_end(&mut name);
        if read.is_err() || io::copy(&mut reader.by_ref().take(length(30) + length(32)), &mut io::sink()).is_err() {
            break;
        }
        all.push(name);
    }
    all
}

/// How a zip's file names are decoded. Many programs write UTF-8, or the encoding of their system, without declaring
/// it.
pub(super) struct FileNames {
    guessed: Option<&'static encoding_rs::Encoding>,
}

impl FileNames {
    pub fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let other: Vec<&[u8]> = names.filter(|name| std::str::from_utf8(name).is_err()).collect();
        Self { guessed: encoding::of_names(&other) }
    }

    /// Decodes a name. `said` is the library's reading, which assumes the DOS encoding.
    pub fn read(&self, raw: &[u8], said: Option<&str>) -> String {
        match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => self
                .decoded(raw)
                .or_else(|| said.map(String::from))
                .unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()),
        }
    }

    fn decoded(&self, raw: &[u8]) -> Option<String> {
        let name = self.guessed?.decode_without_bom_handling_and_without_replacement(raw)?;
        Some(name.into_owned())
    }

    /// Whether a name was decoded with a detected encoding.
    pub fn is_guessed(&self, raw: &[u8]) -> bool {
        std::str::from_utf8(raw).is_err() && self.decoded(raw).is_some()
    }
}

/// A zip's time has no zone; it is taken as UTC, since only the date matters.
pub(super) fn when(time: zip::DateTime) -> Option<i64> {
    let number = |value: u8| i8::try_from(value).ok();
    let at = jiff::civil::DateTime::new(
        i16::try_from(time.year()).ok()?,
        number(time.month())?,
        number(time.day())?,
        number(time.hour())?,
        number(time.minute())?,
        number(time.second().min(59))?,
        0,
    );
    // Programs that do not know the time write this.
    let known = at.ok().filter(|at| at.year() > 1980)?;
    Some(known.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
