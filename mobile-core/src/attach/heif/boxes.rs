//! The boxes of a container: read, and written.

use std::ops::Range;

use super::MOST_ITEMS;

/// Reads big-endian numbers and never past the end.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Reader<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let part = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(part)
    }

    /// A number of `size` bytes, at most eight.
    pub fn number(&mut self, size: usize) -> Option<u64> {
        if size > 8 {
            return None;
        }
        Some(self.take(size)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub fn id(&mut self, wide: bool) -> Option<u32> {
        u32::try_from(self.number(if wide { 4 } else { 2 })?).ok()
    }

    /// The version and the flags of a full box.
    pub fn full(&mut self) -> Option<(u8, u32)> {
        let word = u32::try_from(self.number(4)?).ok()?;
        Some(((word >> 24) as u8, word & 0xff_ffff))
    }
}

/// The boxes in a part of a file: type, and range of the content.
pub(in crate::attach) fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<([u8; 4], Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at + 8 <= within.end {
        let size = u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let kind = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let (head, size) = match size {
            0 => (8, (within.end - at) as u64),
            1 => (16, u64::from_be_bytes(bytes.get(at + 8..at + 16)?.try_into().ok()?)),
            size => (8, size),
        };
        let end = at.checked_add(usize::try_from(size).ok()?)?;
        if size < head || end > within.end {
            // Truncated, or other bytes after the last box.
            break;
        }
        found.push((kind, at + head as usize..end));
        at = end;
        if found.len() > MOST_ITEMS {
            return None;
        }
    }
    Some(found)
}

/// The content of the first box of a type.
pub(super) fn one(boxes: &[([u8; 4], Range<usize>)], kind: &[u8; 4]) -> Option<Range<usize>> {
    boxes.iter().find(|(known, _)| known == kind).map(|(_, range)| range.clone())
}

/// A box of this type and content.
pub(super) fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    // The output never reaches four gigabytes: it is made of a file that was in memory.
    let size = (content.len() as u32 + 8).to_be_bytes();
    [&size[..], kind, content].concat()
}

/// A box with a version, and no flags.
pub(super) fn full(kind: &[u8; 4], version: u8, content: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[version, 0, 0, 0][..], content].concat())
}
