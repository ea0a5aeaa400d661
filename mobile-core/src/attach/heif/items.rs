//! A container's tables of its items, read.

use std::collections::BTreeMap;
use std::ops::Range;

use super::MOST_ITEMS;
use super::boxes::{Reader, boxes};

/// The maximum number of parts in which the data of all items are.
const MOST_EXTENTS: usize = 4 * MOST_ITEMS;

/// A reference from one item to others: type, from, to.
pub(super) type Ref = ([u8; 4], u32, Vec<u32>);

/// Where the data of an item are.
pub(super) struct ItemLocation {
    pub in_idat: bool,
    /// Offset and length.
    pub extents: Vec<(u64, u64)>,
}

/// The type of each item, and whether it is hidden.
pub(super) fn kinds(bytes: &[u8], range: Range<usize>) -> Option<BTreeMap<u32, ([u8; 4], bool)>> {
    let mut head = Reader::of(&bytes[range.clone()]);
    let (version, _) = head.full()?;
    head.id(version > 0)?;
    let mut kinds = BTreeMap::new();
    for (kind, range) in boxes(bytes, range.start + head.at..range.end)? {
        let mut info = Reader::of(&bytes[range]);
        let (version, flags) = info.full()?;
        // Older versions describe files that are not pictures, and encrypted items cannot be checked.
        if &kind != b"infe" || version < 2 {
            continue;
        }
        let id = info.id(version > 2)?;
        let locked = info.number(2)? != 0;
        let kind: [u8; 4] = info.take(4)?.try_into().ok()?;
        if !locked {
            kinds.insert(id, (kind, flags & 1 == 1));
        }
    }
    Some(kinds)
}

/// Where the data of each item are.
pub(super) fn places(mut iloc: Reader<'_>) -> Option<BTreeMap<u32, ItemLocation>> {
    let (version, _) = iloc.full()?;
    let (one, two) = (iloc.number(1)?, iloc.number(1)?);
    let (offset, length, base) = (one >> 4, one & 15, two >> 4);
    let index = if version > 0 { two & 15 } else { 0 };
    let size = |size: u64| size as usize;
    let count = iloc.id(version > 1)?;
    // Without sizes an extent takes no byte of the file.
    let mut extents_left = MOST_EXTENTS;
    let mut places = BTreeMap::new();
    for _ in 0..count.min(MOST_ITEMS as u32 * 2) {
        let id = iloc.id(version > 1)?;
        let method = if version > 0 { iloc.number(2)? & 15 } else { 0 };
        let other_file = iloc.number(2)? != 0;
        let base = iloc.number(size(base))?;
        let mut extents = Vec::new();
        for _ in 0..iloc.number(2)? {
            extents_left = extents_left.checked_sub(1)?;
            iloc.number(size(index))?;
            let offset = base.checked_add(iloc.number(size(offset))?)?;
            extents.push((offset, iloc.number(size(length))?));
        }
        // Data in another file, or derived from another item, is not supported.
        if !other_file && method < 2 {
            places.insert(id, ItemLocation { in_idat: method == 1, extents });
        }
    }
    Some(places)
}

/// The references between items.
pub(super) fn references(bytes: &[u8], range: Range<usize>) -> Option<Vec<Ref>> {
    let (version, _) = Reader::of(&bytes[range.clone()]).full()?;
    let wide = version > 0;
    let mut refs = Vec::new();
    for (kind, range) in boxes(bytes, range.start + 4..range.end)? {
        let mut one = Reader::of(&bytes[range]);
        let from = one.id(wide)?;
        let count = one.number(2)?;
        refs.push((kind, from, (0..count).map(|_| one.id(wide)).collect::<Option<_>>()?));
    }
    Some(refs)
}

/// Which properties belong to each item: adds those of one table.
pub(super) fn associations(mut ipma: Reader<'_>, said: &mut BTreeMap<u32, Vec<(u16, bool)>>) -> Option<()> {
    let (version, flags) = ipma.full()?;
    let wide = flags & 1 == 1;
    for _ in 0..ipma.number(4)?.min(MOST_ITEMS as u64 * 2) {
        let of = said.entry(ipma.id(version > 0)?).or_default();
        for _ in 0..ipma.number(1)? {
            let value = ipma.number(if wide { 2 } else { 1 })? as u16;
            let needed = if wide { 0x8000 } else { 0x80 };
            of.push((value & !needed, value & needed != 0));
        }
    }
    Some(())
}
