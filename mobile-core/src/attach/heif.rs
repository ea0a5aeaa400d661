//! HEIC and AVIF: a container of boxes, rewritten with nothing but the picture (ISO/IEC 23008-12, 14496-12).
//!
//! The picture is the primary item, the tiles that make it up, and its alpha channel. Items about it (Exif, XMP), thumbnails,
//! depth maps, sequences, names and unknown boxes are dropped. The coded picture itself is copied: there is no decoder here.
//!
//! [`mod@boxes`] reads and writes boxes; [`items`] reads the tables of a container's items.

mod boxes;
mod items;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use self::boxes::boxes;
use self::boxes::{Reader, boxed, full, one};
use self::items::{ItemLocation, Ref, associations, kinds, places, references};

/// The maximum number of items: more than the tiles of any phone's picture.
const MOST_ITEMS: usize = 4_096;
/// Item types that are kept: coded pictures, and items that combine them.
const ITEMS: [&[u8; 4]; 5] = [b"hvc1", b"av01", b"grid", b"iden", b"iovl"];
/// Properties that are needed to decode, rotate and colour the picture. All others (names, times, places) become empty
/// boxes.
const PROPERTIES: [&[u8; 4]; 17] = [
    b"hvcC", b"av1C", b"lhvC", b"ispe", b"pixi", b"colr", b"clap", b"irot", b"imir", b"pasp", b"auxC", b"lsel",
    b"a1lx", b"a1op", b"clli", b"mdcv", b"cclv",
];
/// Transparency, under its two names.
const ALPHA: [&[u8]; 2] = [b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1"];

/// A picture whose container was rewritten.
pub(super) struct Heif {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
}

/// Whether a file begins as HEIC or AVIF.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8; 4]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];
    let Some(brand) = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp")) else { return false };
    BRANDS.iter().any(|known| known[..] == *brand)
}

/// The file's description of its items.
struct Meta<'a> {
    bytes: &'a [u8],
    primary: u32,
    kinds: BTreeMap<u32, ([u8; 4], bool)>,
    places: BTreeMap<u32, ItemLocation>,
    /// Kind, from, to.
    refs: Vec<Ref>,
    properties: Vec<([u8; 4], Range<usize>)>,
    /// By item: properties, counted from 1, and whether each is essential.
    said: BTreeMap<u32, Vec<(u16, bool)>>,
    idat: Range<usize>,
}

/// Rewrites a picture's container; `None` if it is not a supported picture.
pub(super) fn rewrite(bytes: &[u8]) -> Option<Heif> {
    if !is_one(bytes) {
        return None;
    }
    let top = boxes(bytes, 0..bytes.len())?;
    let meta = Meta::read(bytes, one(&top, b"meta")?)?;
    let kept = meta.kept()?;
    let coded = kept.iter().find_map(|id| match &meta.kinds[id].0 {
        b"av01" => Some("image/avif"),
        b"hvc1" => Some("image/heic"),
        _ => None,
    })?;
    let (width, height) = meta.size()?;
    // All items together are not longer than their file.
    let mut left = bytes.len();
    let mut data: Vec<(u32, Vec<u8>)> = Vec::new();
    for id in &kept {
        let one = meta.data(*id, left)?;
        left -= one.len();
        data.push((*id, one));
    }
    let brand: &[u8; 4] = if coded == "image/avif" { b"avif" } else { b"heic" };
    let ftyp = boxed(b"ftyp", &[&brand[..], &[0; 4], b"mif1", b"miaf", &brand[..]].concat());
    // Every number in it has a fixed size, so its length is known before the offsets are.
    let length = meta.write(&kept, &data, 0)?.len();
    let from = u32::try_from(ftyp.len() + length + 8).ok()?;
    let mut out = ftyp;
    out.extend(meta.write(&kept, &data, from)?);
    out.extend(boxed(b"mdat", &data.into_iter().flat_map(|(_, data)| data).collect::<Vec<u8>>()));
    Some(Heif { bytes: out, media_type: coded, width, height })
}

impl<'a> Meta<'a> {
    fn read(bytes: &'a [u8], range: Range<usize>) -> Option<Self> {
        // A full box.
        let parts = boxes(bytes, range.start.checked_add(4)?..range.end)?;
        let part = |kind| one(&parts, kind).map(|range| Reader::of(&bytes[range]));
        let mut pitm = part(b"pitm")?;
        let primary = {
            let (version, _) = pitm.full()?;
            pitm.id(version > 0)?
        };
        let iprp = boxes(bytes, one(&parts, b"iprp")?)?;
        let mut said = BTreeMap::new();
        for (_, range) in iprp.iter().filter(|(kind, _)| kind == b"ipma") {
            associations(Reader::of(&bytes[range.clone()]), &mut said)?;
        }
        Some(Self {
            bytes,
            primary,
            kinds: kinds(bytes, one(&parts, b"iinf")?)?,
            places: places(part(b"iloc")?)?,
            refs: match one(&parts, b"iref") {
                Some(range) => references(bytes, range)?,
                None => Vec::new(),
            },
            properties: boxes(bytes, one(&iprp, b"ipco")?)?,
            said,
            idat: one(&parts, b"idat").unwrap_or(0..0),
        })
    }

    /// The picture's own items.
    fn kept(&self) -> Option<BTreeSet<u32>> {
        let mut kept = BTreeSet::from([self.primary]);
        loop {
            let before = kept.len();
            for (kind, from, to) in &self.refs {
                match kind {
                    // Made of these.
                    b"dimg" if kept.contains(from) => kept.extend(to),
                    b"auxl" if to.iter().any(|to| kept.contains(to)) && self.is_alpha(*from) => {
                        kept.insert(*from);
                    }
                    _ => {}
                }
            }
            if kept.len() > MOST_ITEMS {
                return None;
            }
            if kept.len() == before {
                break;
            }
        }
        let known = |id: &u32| self.kinds.get(id).is_some_and(|(kind, _)| ITEMS.contains(&kind));
        kept.iter().all(known).then_some(kept)
    }

    fn property(&self, item: u32, kind: &[u8; 4]) -> Option<&'a [u8]> {
        let said = self.said.get(&item)?;
        said.iter().find_map(|(index, _)| {
            let (known, range) = self.properties.get(usize::from(*index).checked_sub(1)?)?;
            (known == kind).then(|| &self.bytes[range.clone()])
        })
    }

    fn is_alpha(&self, item: u32) -> bool {
        let named = self.property(item, b"auxC").and_then(|property| property.get(4..));
        named.is_some_and(|name| ALPHA.iter().any(|alpha| name.starts_with(alpha)))
    }

    /// Width and height as displayed.
    fn size(&self) -> Option<(u32, u32)> {
        let mut ispe = Reader::of(self.property(self.primary, b"ispe")?);
        ispe.full()?;
        let (width, height) = (ispe.id(true)?, ispe.id(true)?);
        let turned =
            self.property(self.primary, b"irot").and_then(|turn| turn.first()).is_some_and(|turn| turn % 2 == 1);
        Some(if turned { (height, width) } else { (width, height) })
    }

    /// The data of an item: at most this many bytes.
    fn data(&self, item: u32, most: usize) -> Option<Vec<u8>> {
        let place = self.places.get(&item)?;
        let from = if place.in_idat { &self.bytes[self.idat.clone()] } else { self.bytes };
        let mut data = Vec::new();
        for (offset, length) in &place.extents {
            let offset = usize::try_from(*offset).ok()?;
            // A length of zero means the rest of the file.
            let length = if *length == 0 { from.len().checked_sub(offset)? } else { usize::try_from(*length).ok()? };
            if length > most - data.len() {
                return None;
            }
            data.extend(from.get(offset..offset.checked_add(length)?)?);
        }
        Some(data)
    }

    /// The box that describes the kept items, whose data begin at `from`.
    fn write(&self, kept: &BTreeSet<u32>, data: &[(u32, Vec<u8>)], from: u32) -> Option<Vec<u8>> {
        let parts = [
            boxed(b"hdlr", &[&[0; 8][..], b"pict", &[0; 13]].concat()),
            full(b"pitm", 1, &self.primary.to_be_bytes()),
            write_places(data, from)?,
            self.write_kinds(kept)?,
            self.write_refs(kept)?,
            self.write_properties(kept)?,
        ];
        Some(full(b"meta", 0, &parts.concat()))
    }

    fn write_kinds(&self, kept: &BTreeSet<u32>) -> Option<Vec<u8>> {
        let mut infos = u32::try_from(kept.len()).ok()?.to_be_bytes().to_vec();
        for id in kept {
            let (kind, hidden) = self.kinds[id];
            let entry = [&id.to_be_bytes()[..], &[0, 0], &kind, &[0]].concat();
            let mut info = full(b"infe", 3, &entry);
            info[11] = u8::from(hidden);
            infos.extend(info);
        }
        Some(full(b"iinf", 1, &infos))
    }

    /// The references between kept items; empty if there are none.
    fn write_refs(&self, kept: &BTreeSet<u32>) -> Option<Vec<u8>> {
        let mut refs = Vec::new();
        for (kind, from, to) in &self.refs {
            let to: Vec<u32> = to.iter().copied().filter(|to| kept.contains(to)).collect();
            if kept.contains(from) && !to.is_empty() && [b"dimg", b"auxl"].contains(&kind) {
                let mut entry = from.to_be_bytes().to_vec();
                entry.extend(u16::try_from(to.len()).ok()?.to_be_bytes());
                entry.extend(to.iter().flat_map(|id| id.to_be_bytes()));
                refs.extend(boxed(kind, &entry));
            }
        }
        Some(if refs.is_empty() { Vec::new() } else { full(b"iref", 1, &refs) })
    }

    /// The properties, and which of them belong to each kept item.
    fn write_properties(&self, kept: &BTreeSet<u32>) -> Option<Vec<u8>> {
        let is_kept = |kind: &[u8; 4]| PROPERTIES.contains(&kind);
        let mut properties = Vec::new();
        for (kind, range) in &self.properties {
            // Properties are referred to by index: an empty box replaces a dropped one.
            properties.extend(if is_kept(kind) {
                boxed(kind, &self.bytes[range.clone()])
            } else {
                boxed(b"free", &[])
            });
        }
        let mut said = u32::try_from(kept.len()).ok()?.to_be_bytes().to_vec();
        for id in kept {
            let known = |(index, _): &&(u16, bool)| {
                let at = usize::from(*index).checked_sub(1);
                at.and_then(|at| self.properties.get(at)).is_some_and(|(kind, _)| is_kept(kind))
            };
            let of = self.said.get(id).map(Vec::as_slice).unwrap_or_default();
            let of: Vec<&(u16, bool)> = of.iter().filter(known).collect();
            said.extend(id.to_be_bytes());
            said.push(u8::try_from(of.len()).ok()?);
            said.extend(of.iter().flat_map(|(index, needed)| (index | u16::from(*needed) << 15).to_be_bytes()));
        }
        let mut said = full(b"ipma", 1, &said);
        // Indices of two bytes.
        said[11] = 1;
        Some(boxed(b"iprp", &[boxed(b"ipco", &properties), said].concat()))
    }
}

/// Where the data of each item are in the file.
fn write_places(data: &[(u32, Vec<u8>)], from: u32) -> Option<Vec<u8>> {
    let count = u32::try_from(data.len()).ok()?;
    // Offsets and lengths of four bytes.
    let mut places = [&[0x44, 0][..], &count.to_be_bytes()].concat();
    let mut at = from;
    for (id, data) in data {
        let length = u32::try_from(data.len()).ok()?;
        places.extend(id.to_be_bytes());
        // In the file itself, in one extent.
        places.extend([0, 0, 0, 0, 0, 1]);
        places.extend(at.to_be_bytes());
        places.extend(length.to_be_bytes());
        at = at.checked_add(length)?;
    }
    Some(full(b"iloc", 2, &places))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A HEIC of a few pixels with a place and a camera in its Exif item, as phones write them.
    const LOCATED: &[u8] = include_bytes!("../../tests/pictures/located.heic");

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn only_the_picture_is_written_anew() {
        assert!(has(LOCATED, b"SecretCam") && has(LOCATED, b"Exif"));
        let telling = [LOCATED, &boxed(b"uuid", b"GPS in a box"), b"GPS behind the end"].concat();
        let heif = rewrite(&telling).unwrap();
        for secret in [&b"SecretCam"[..], b"Exif", b"GPS", b"cdsc"] {
            assert!(!has(&heif.bytes, secret));
        }
        assert_eq!(heif.media_type, "image/heic");
        assert!(heif.width > 0 && heif.height > 0);
        // The coded picture is unchanged, and the output can be parsed again.
        let of = |bytes: &[u8]| {
            let top = boxes(bytes, 0..bytes.len()).unwrap();
            let meta = Meta::read(bytes, one(&top, b"meta").unwrap()).unwrap();
            (meta.data(meta.primary, bytes.len()).unwrap(), meta.property(meta.primary, b"hvcC").unwrap().to_vec())
        };
        assert_eq!(of(LOCATED), of(&heif.bytes));
        assert!(rewrite(&heif.bytes).unwrap().bytes == heif.bytes);
    }

    #[test]
    fn what_is_broken_or_not_known_is_refused() {
        for cut in 0..LOCATED.len() {
            // No truncation panics, and none gives an incomplete picture.
            if let Some(heif) = rewrite(&LOCATED[..cut]) {
                assert!(!has(&heif.bytes, b"SecretCam"));
            }
        }
        for at in 0..LOCATED.len() {
            for value in [0, 0xff, LOCATED[at] ^ 0x01] {
                let mut bent = LOCATED.to_vec();
                bent[at] = value;
                if let Some(heif) = rewrite(&bent) {
                    assert!(heif.bytes.len() <= bent.len() + 4_096);
                }
            }
        }
        assert!(rewrite(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").is_none());
    }

    /// A picture whose items are located like this, the first of them made of all others.
    fn located(items: u16, sizes: u8, place: &[u8], filling: usize) -> Vec<u8> {
        let two = u16::to_be_bytes;
        let places: Vec<u8> = (1..=items).flat_map(|id| [&two(id)[..], &two(0), place].concat()).collect();
        let info = |id: u16| {
            full(b"infe", 2, &[&two(id)[..], &two(0), if id == 1 { b"grid" } else { b"hvc1" }, b"\0"].concat())
        };
        let infos: Vec<u8> = (1..=items).flat_map(info).collect();
        let parts: Vec<u8> = (2..=items).flat_map(two).collect();
        let parts = boxed(b"dimg", &[&two(1)[..], &two(items - 1), &parts].concat());
        let size = full(b"ispe", 0, &[0, 0, 0, 1, 0, 0, 0, 1]);
        let said = full(b"ipma", 0, &[0, 0, 0, 1, 0, 1, 1, 1]);
        let meta = [
            full(b"pitm", 0, &two(1)),
            full(b"iloc", 0, &[&[sizes, 0][..], &two(items), &places].concat()),
            full(b"iinf", 0, &[&two(items)[..], &infos].concat()),
            full(b"iref", 0, &parts),
            boxed(b"iprp", &[boxed(b"ipco", &size), said].concat()),
        ];
        let ftyp = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
        [ftyp, full(b"meta", 0, &meta.concat()), boxed(b"mdat", &vec![0; filling])].concat()
    }

    #[test]
    fn a_small_file_does_not_fill_the_memory() {
        let one = |offset: u8, length: u8| [0, 1, 0, 0, 0, offset, 0, 0, 0, length];
        assert!(rewrite(&located(3, 0x44, &one(0, 8), 100)).is_some());
        // Extents that take no byte; items that are the whole file each.
        assert!(rewrite(&located(4_000, 0, &[0xff, 0xff], 0)).is_none());
        assert!(rewrite(&located(4_000, 0x44, &one(0, 0), 1 << 20)).is_none());
    }
}
