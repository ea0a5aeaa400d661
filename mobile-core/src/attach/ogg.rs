//! Removes comments from Ogg recordings (Vorbis, Opus, Speex, FLAC): titles, dates, places, programs, pictures.
//!
//! A comment header is emptied in place, at the same length, so no other page changes (RFC 3533; RFC 7845, section 5.2;
//! RFC 9639, section 10.1). A file with any other kind of stream is rejected.

use std::collections::BTreeMap;
use std::ops::Range;

/// The start of every page.
pub(super) const START: &[u8] = b"OggS";
/// The length of a page's header before its table of segments.
const HEADER: usize = 27;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Vorbis,
    Opus,
    Speex,
    Flac,
}

impl Kind {
    fn of(first_packet: &[u8]) -> Option<Self> {
        let starts: [(&[u8], Self); 4] = [
            (b"\x01vorbis", Self::Vorbis),
            (b"OpusHead", Self::Opus),
            (b"Speex   ", Self::Speex),
            (b"\x7fFLAC", Self::Flac),
        ];
        starts.into_iter().find(|(start, _)| first_packet.starts_with(start)).map(|(_, kind)| kind)
    }

    /// A header packet without comments, and whether others follow that may have some.
    fn emptied(self, packet: &[u8]) -> Option<(Vec<u8>, bool)> {
        let alone = |packet: Vec<u8>| (packet, false);
        match self {
            Self::Vorbis if packet.starts_with(b"\x03vorbis") => empty_comment(packet, 7, &[1]).map(alone),
            Self::Opus if packet.starts_with(b"OpusTags") => empty_comment(packet, 8, &[]).map(alone),
            Self::Speex => empty_comment(packet, 0, &[]).map(alone),
            Self::Flac => flac_block(packet),
            _ => None,
        }
    }
}

/// A stream whose headers are being read.
struct Stream {
    kind: Option<Kind>,
    /// The parts of the packet that is being read.
    packet: Vec<Range<usize>>,
    /// The pages that contain them.
    pages: Vec<Range<usize>>,
    is_changed: bool,
}

/// A recording without comments; `None` if it is damaged, or has a stream of an unknown kind.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut streams: BTreeMap<[u8; 4], Stream> = BTreeMap::new();
    let mut any = false;
    let mut rest = bytes;
    while let Some(page) = next_page(&mut rest) {
        let flags = page[5];
        let serial: [u8; 4] = page.get(14..18)?.try_into().ok()?;
        let start = out.len();
        out.extend(page);
        let whole = start..out.len();
        if flags & 2 != 0 {
            any = true;
            streams.insert(serial, Stream { kind: None, packet: Vec::new(), pages: Vec::new(), is_changed: false });
        }
        let Some(stream) = streams.get_mut(&serial) else { continue };
        stream.pages.push(whole);
        let mut at = start + HEADER + usize::from(page[26]);
        let mut done = false;
        for segment in &page[HEADER..HEADER + usize::from(page[26])] {
            let end = at + usize::from(*segment);
            stream.packet.push(at..end);
            at = end;
            if *segment < 255 && stream.end_packet(&mut out)? {
                done = true;
                break;
            }
        }
        stream.end_page(&mut out);
        if done {
            streams.remove(&serial);
        }
    }
    // Each stream had its comments.
    (any && streams.is_empty()).then_some(out)
}

impl Stream {
    /// Handles a complete packet; returns whether no more headers with comments follow.
    fn end_packet(&mut self, out: &mut [u8]) -> Option<bool> {
        let parts = std::mem::take(&mut self.packet);
        let packet: Vec<u8> = parts.iter().flat_map(|part| &out[part.clone()]).copied().collect();
        let Some(kind) = self.kind else {
            self.kind = Some(Kind::of(&packet)?);
            return Some(false);
        };
        let (packet, more) = kind.emptied(&packet)?;
        let mut at = 0;
        for part in parts {
            let length = part.len();
            out[part].copy_from_slice(packet.get(at..at + length)?);
            at += length;
        }
        self.is_changed = true;
        Some(!more)
    }

    /// Renews the checksums of the pages whose packets were changed.
    fn end_page(&mut self, out: &mut [u8]) {
        if self.is_changed {
            self.pages.iter().for_each(|page| seal(&mut out[page.clone()]));
            self.is_changed = false;
            // The next packet may have begun in the last one.
            self.pages.drain(..self.pages.len() - 1);
        }
        if self.packet.is_empty() {
            self.pages.clear();
        }
    }
}

/// The next complete page. Bytes between pages belong to none and are skipped.
fn next_page<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    loop {
        let start = rest.windows(START.len()).position(|start| start == START)?;
        let page = &rest[start..];
        let segments = page.get(HEADER..HEADER + usize::from(*page.get(26)?));
        let length = segments.map(|segments| segments.iter().map(|length| usize::from(*length)).sum::<usize>());
        let length = length.map(|length| HEADER + usize::from(page[26]) + length);
        match length.filter(|length| page[4] == 0 && *length <= page.len()) {
            Some(length) => {
                *rest = &page[length..];
                return Some(&page[..length]);
            }
            None => *rest = &page[START.len()..],
        }
    }
}

/// A comment header of the same length: the name of the program becomes spaces that fill it, and there are no comments.
fn empty_comment(packet: &[u8], start: usize, end: &[u8]) -> Option<Vec<u8>> {
    let filled = packet.len().checked_sub(start + 8 + end.len())?;
    let mut out = packet[..start].to_vec();
    out.extend(u32::try_from(filled).ok()?.to_le_bytes());
    out.resize(start + 4 + filled, b' ');
    out.extend([0; 4]);
    out.extend(end);
    Some(out)
}

/// A metadata block of FLAC: a comment without comments, any other as padding.
fn flac_block(packet: &[u8]) -> Option<(Vec<u8>, bool)> {
    const COMMENT: u8 = 4;
    const PADDING: u8 = 1;
    let (last, kind) = (packet.first()? & 0x80, packet.first()? & 0x7f);
    let length = packet.get(1..4)?.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
    if length + 4 != packet.len() || kind == 0x7f {
        return None;
    }
    let out = if kind == COMMENT {
        empty_comment(packet, 4, &[])?
    } else {
        let mut out = vec![0; packet.len()];
        out[0] = last | PADDING;
        out[1..4].copy_from_slice(&packet[1..4]);
        out
    };
    Some((out, last == 0))
}

/// Writes the checksum of a page.
fn seal(page: &mut [u8]) {
    page[22..26].fill(0);
    let sum = checksum(page).to_le_bytes();
    page[22..26].copy_from_slice(&sum);
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum: u32, byte| {
        (0..8)
            .fold(sum ^ u32::from(*byte) << 24, |sum, _| if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with the packets of a stream, the last of them complete.
    fn page(serial: u8, flags: u8, packets: &[&[u8]]) -> Vec<u8> {
        let mut table = Vec::new();
        for packet in packets {
            table.extend(vec![255; packet.len() / 255]);
            table.push((packet.len() % 255) as u8);
        }
        let mut page = [&b"OggS\0"[..], &[flags], &[0; 8], &[serial, 0, 0, 0], &[0; 8], &[table.len() as u8]].concat();
        page.extend(table);
        page.extend(packets.concat());
        seal(&mut page);
        page
    }

    fn comment(start: &[u8], end: &[u8]) -> Vec<u8> {
        let one = b"LOCATION=Secret +48.1351+011.5820";
        let picture = [&b"METADATA_BLOCK_PICTURE="[..], &[b'S'; 700]].concat();
        let mut out = start.to_vec();
        for part in [&b"Secret program"[..], &[2, 0, 0, 0], one, &picture] {
            if part.len() != 4 {
                out.extend((part.len() as u32).to_le_bytes());
            }
            out.extend(part);
        }
        [&out[..], end].concat()
    }

    fn tells(bytes: &[u8]) -> bool {
        [&b"Secret"[..], b"+48", b"SSSS"].iter().any(|one| bytes.windows(one.len()).any(|part| part == *one))
    }

    fn sums_fit(mut bytes: &[u8]) -> bool {
        std::iter::from_fn(|| next_page(&mut bytes)).all(|page| {
            let mut again = page.to_vec();
            seal(&mut again);
            again == page
        })
    }

    #[test]
    fn the_checksum_is_that_of_ogg() {
        // POSIX's `cksum` has the same polynomial, and inverts the result.
        assert_eq!(checksum(b"123456789"), !0x765e_7680);
    }

    #[test]
    fn comments_are_emptied_and_the_sound_stays() {
        let sound = page(1, 4, &[b"the sound itself"]);
        let vorbis =
            [page(1, 2, &[b"\x01vorbis and more"]), page(1, 0, &[&comment(b"\x03vorbis", &[1]), b"\x05vorbis setup"])];
        let opus = [page(1, 2, &[b"OpusHead and more"]), page(1, 0, &[&comment(b"OpusTags", b"")])];
        let speex = [page(1, 2, &[b"Speex   1.2"]), page(1, 0, &[&comment(b"", b"")])];
        for headers in [vorbis, opus, speex] {
            let bytes = [&headers.concat()[..], &sound, b"Secret behind the end"].concat();
            assert!(tells(&bytes));
            let clean = cleaned(&bytes).unwrap();
            assert!(!tells(&clean) && sums_fit(&clean) && clean.ends_with(&sound));
            assert_eq!(clean.len(), headers.concat().len() + sound.len());
            assert_eq!(cleaned(&clean).unwrap(), clean, "a second time nothing is left to remove");
        }
    }

    #[test]
    fn a_comment_that_goes_over_pages_is_emptied_in_all_of_them() {
        let tags = comment(b"OpusTags", b"");
        let (one, two) = tags.split_at(255);
        // The first part ends with a full segment: the packet goes on.
        let mut first = page(1, 0, &[one]);
        first.truncate(first.len() - 255);
        first.splice(26..29, [1, 255]);
        first.extend(one);
        seal(&mut first);
        let bytes = [page(1, 2, &[b"OpusHead"]), first, page(1, 1, &[two]), page(1, 4, &[b"sound"])].concat();
        let clean = cleaned(&bytes).unwrap();
        assert!(tells(&bytes) && !tells(&clean) && sums_fit(&clean) && clean.len() == bytes.len());
    }

    #[test]
    fn blocks_of_flac_become_padding() {
        let block =
            |kind: u8, content: &[u8]| [&[kind, 0, (content.len() >> 8) as u8, content.len() as u8], content].concat();
        let headers = [
            page(1, 2, &[b"\x7fFLAC\x01\0\0\x02fLaC and more"]),
            page(1, 0, &[&block(4, &comment(b"", b"")), &block(0x86, b"Secret picture")]),
        ];
        let bytes = [&headers.concat()[..], &page(1, 4, &[b"\xff\xf8 sound"])].concat();
        let clean = cleaned(&bytes).unwrap();
        assert!(!tells(&clean) && sums_fit(&clean) && clean.len() == bytes.len());
    }

    #[test]
    fn other_streams_and_damaged_files_are_rejected() {
        let whole = [page(1, 2, &[b"OpusHead"]), page(1, 0, &[&comment(b"OpusTags", b"")])].concat();
        assert!(cleaned(&whole).is_some());
        for other in [
            page(1, 2, &[b"\x80theora"]),
            [page(2, 2, &[b"fishead\0"]), whole.clone()].concat(),
            whole[..whole.len() - 1].to_vec(),
            [page(1, 2, &[b"OpusHead"]), page(1, 0, &[b"OpusTagz and more than that"])].concat(),
            page(1, 0, &[b"no beginning"]),
            b"OggS".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(cleaned(&other), None);
        }
    }
}
