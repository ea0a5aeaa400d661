//! Removes metadata from recordings: place, device, times, comments. The sound itself is copied unchanged.
//!
//! As with pictures, only known parts are kept. In MP4 the others become empty boxes of the same length, because its
//! tables refer to file offsets; Ogg is cleaned by [`ogg`]. Files that cannot be cleaned here, such as PDF, stay unchanged,
//! and an import reports them.

use std::ops::Range;

use super::heif::boxes;
use super::ogg;

/// Boxes that hold boxes.
const OUTER: [&[u8; 4]; 10] =
    [b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"mvex", b"moof", b"traf"];
/// More boxes within each other than any recording has.
const DEEPEST: usize = 16;
/// Boxes that describe the coding of the sound and its position.
const KEPT: [&[u8; 4]; 39] = [
    b"ftyp", b"styp", b"mdat", b"sidx", b"mvhd", b"iods", b"tkhd", b"tref", b"elst", b"mdhd", b"hdlr", b"smhd",
    b"vmhd", b"gmhd", b"nmhd", b"dref", b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco",
    b"co64", b"stss", b"stdp", b"sdtp", b"sgpd", b"sbgp", b"saiz", b"saio", b"subs", b"mehd", b"trex", b"mfhd",
    b"tfhd", b"tfdt", b"trun",
];
/// Types of tracks that contain no text and no places. A track with places would have them among its samples.
const TRACKS: [&[u8]; 3] = [b"soun", b"vide", b"tmcd"];

/// The number of bytes that are needed to detect a recording format that can be cleaned here.
pub(super) fn is_known(head: &[u8]) -> bool {
    let wave = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WAVE");
    wave || head.get(4..8) == Some(b"ftyp")
        || head.starts_with(b"ID3")
        || head.starts_with(ogg::START)
        || is_frame(head)
}

/// A recording without metadata; `None` if the format is unknown, the file is damaged, or a track may contain places.
pub(crate) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return mp4(bytes);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
        return wave(bytes);
    }
    if bytes.starts_with(ogg::START) {
        return ogg::cleaned(bytes);
    }
    frames(bytes)
}

fn mp4(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let end = within(&mut out, 0..bytes.len(), 0)?;
    // Bytes after the last box do not belong to the file.
    out.truncate(end);
    let has =
        |kind: &[u8; 4]| boxes(bytes, 0..bytes.len()).is_some_and(|top| top.iter().any(|(known, _)| known == kind));
    (has(b"moov") && has(b"mdat")).then_some(out)
}

/// Empties unknown boxes within a part of a file; returns the end of the last box.
fn within(out: &mut [u8], range: Range<usize>, depth: usize) -> Option<usize> {
    if depth > DEEPEST {
        return None;
    }
    let mut end = range.start;
    for (kind, content) in boxes(out, range)? {
        end = content.end;
        if OUTER.contains(&&kind) {
            within(out, content, depth + 1)?;
        } else if KEPT.contains(&&kind) {
            match &kind {
                b"mvhd" | b"tkhd" | b"mdhd" => forget_times(out.get_mut(content)?)?,
                b"hdlr" => {
                    let content = out.get_mut(content)?;
                    // In QuickTime a second handler describes how data are found.
                    let is_data = content.get(4..8)? == b"dhlr";
                    if !is_data && !TRACKS.contains(&content.get(8..12)?) {
                        return None;
                    }
                    content.get_mut(24..)?.fill(0);
                }
                _ => {}
            }
        } else {
            // The header before the content, including a length of eight bytes if it has one.
            let head = if content.start >= 16 && out.get(content.start - 16..content.start - 12)? == [0, 0, 0, 1] {
                12
            } else {
                4
            };
            out.get_mut(content.start - head..content.start - head + 4)?.copy_from_slice(b"free");
            out.get_mut(content)?.fill(0);
        }
    }
    Some(end)
}

/// Clears the times of creation and change in the header of a movie, a track or its media.
fn forget_times(content: &mut [u8]) -> Option<()> {
    let size = if *content.first()? == 1 { 16 } else { 8 };
    content.get_mut(4..4 + size)?.fill(0);
    Some(())
}

/// A WAVE file with only its format and its sound.
fn wave(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"RIFF\0\0\0\0WAVE".to_vec();
    let (mut at, mut sound) = (12, false);
    while at + 8 <= bytes.len() {
        let kind: &[u8; 4] = bytes[at..at + 4].try_into().ok()?;
        let said = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().ok()?) as usize;
        // An interrupted recording declares more bytes than it has.
        let length = said.min(bytes.len() - at - 8);
        if [b"fmt ", b"fact", b"data"].contains(&kind) {
            out.extend(kind);
            out.extend(u32::try_from(length).ok()?.to_le_bytes());
            out.extend(&bytes[at + 8..at + 8 + length]);
            out.extend((length % 2 == 1).then_some(0));
            sound |= kind == b"data";
        }
        at += 8 + length + length % 2;
    }
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    sound.then_some(out)
}

/// MP3 and AAC without the tags before and after their frames.
fn frames(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 0;
    while bytes.get(at..at + 3) == Some(b"ID3") {
        let size = syncsafe(bytes.get(at + 6..at + 10)?);
        let foot = if bytes.get(at + 5)? & 0x10 == 0 { 0 } else { 10 };
        at = at.checked_add(10 + size + foot)?;
    }
    at += bytes.get(at..)?.iter().take_while(|byte| **byte == 0).count();
    let mut rest = bytes.get(at..)?;
    loop {
        let tag = rest.len().checked_sub(128).filter(|start| rest[*start..].starts_with(b"TAG"));
        let ape = || {
            let foot = rest.get(rest.len().checked_sub(32)?..)?;
            let size = usize::try_from(u32::from_le_bytes(foot.get(12..16)?.try_into().ok()?)).ok()?;
            let head = if foot.get(23)? & 0x80 == 0 { 0 } else { 32 };
            rest.len().checked_sub(size.checked_add(head)?).filter(|_| foot.starts_with(b"APETAGEX"))
        };
        // Lyrics3: six digits of its size, and its name.
        let lyrics = || {
            let foot = rest.get(rest.len().checked_sub(15)?..)?;
            let size: usize = std::str::from_utf8(foot.get(..6)?).ok()?.parse().ok()?;
            let start = rest.len().checked_sub(15 + size)?;
            (foot.ends_with(b"LYRICS200") && rest[start..].starts_with(b"LYRICSBEGIN")).then_some(start)
        };
        // ID3 at the end has a foot with the size, as its head.
        let id3 = || {
            let foot = rest.get(rest.len().checked_sub(10)?..).filter(|foot| foot.starts_with(b"3DI"))?;
            rest.len().checked_sub(20 + syncsafe(foot.get(6..10)?))
        };
        match tag.or_else(ape).or_else(lyrics).or_else(id3) {
            Some(start) if start < rest.len() => rest = &rest[..start],
            _ => break,
        }
    }
    is_frame(rest).then(|| rest.to_vec())
}

/// A size of ID3: seven bits of each byte.
fn syncsafe(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f))
}

/// Whether a frame of MP3 or AAC begins here.
fn is_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0 && *second != 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
    }

    fn has_metadata(bytes: &[u8]) -> bool {
        [&b"+48.1"[..], b"Secret", b"APETAGEX", b"TAG"]
            .iter()
            .any(|one| bytes.windows(one.len()).any(|part| part == *one))
    }

    /// A voice memo as a phone writes it: the place in `udta` of the movie, the device in `meta`, times in every
    /// header.
    fn memo(track: &[u8; 4]) -> Vec<u8> {
        let head = |fill: usize| [&[0; 4][..], b"TIMETIME", &vec![0; fill]].concat();
        let handler = boxed(b"hdlr", &[&[0; 8][..], track, &[0; 12], b"Secret recorder\0"].concat());
        let stbl =
            boxed(b"stbl", &[boxed(b"stsd", &[0; 8]), boxed(b"stco", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 40])].concat());
        let mdia = boxed(b"mdia", &[boxed(b"mdhd", &head(12)), handler, boxed(b"minf", &stbl)].concat());
        let trak = boxed(b"trak", &[boxed(b"tkhd", &head(72)), mdia, boxed(b"udta", b"Secret name")].concat());
        let place = boxed(b"udta", &boxed(b"\xa9xyz", b"\0\x12\x15\xc7+48.1351+011.5820/"));
        let device = boxed(b"meta", b"Secret device");
        let long = [&[0, 0, 0, 1][..], b"uuid", &32_u64.to_be_bytes(), b"Secret sixteen!!"].concat();
        [
            boxed(b"ftyp", b"M4A \0\0\0\0"),
            boxed(b"mdat", b"the sound itself"),
            boxed(b"moov", &[boxed(b"mvhd", &head(88)), trak, place, device].concat()),
            long,
            b"Secret".to_vec(),
        ]
        .concat()
    }

    #[test]
    fn a_recording_keeps_its_sound_and_tells_neither_place_nor_device_nor_time() {
        let bytes = memo(b"soun");
        assert!(has_metadata(&bytes) && bytes.windows(8).any(|part| part == b"TIMETIME"));
        let clean = cleaned(&bytes).unwrap();
        assert!(!has_metadata(&clean) && !clean.windows(8).any(|part| part == b"TIMETIME"));
        // The tables refer to file offsets, so the sound must not move.
        assert_eq!(clean.len(), bytes.len() - 6);
        assert_eq!(&clean[24..40], &bytes[24..40]);
        assert_eq!(cleaned(&clean).unwrap(), clean, "a second time nothing is left to leave out");
        // Boxes within each other without end, as nobody writes them but who wants to exhaust the stack.
        let levels = 100_000_u32;
        let deep = (0..levels).flat_map(|level| [&((levels - level) * 8).to_be_bytes()[..], b"moov"].concat());
        assert_eq!(cleaned(&[bytes[..40].to_vec(), deep.collect()].concat()), None);
        // Places among the samples cannot be removed here.
        assert_eq!(cleaned(&memo(b"meta")), None);
        assert_eq!(cleaned(&bytes[..60]), None);
    }

    #[test]
    fn tags_of_mp3_and_chunks_of_wave_are_left_out() {
        let frame = [&[0xff, 0xfb, 0x90, 0x00][..], &[7; 40]].concat();
        let id3 = [&b"ID3\x04\0\0\0\0\0\x0a"[..], b"Secret+48."].concat();
        let ape = [&b"Secret"[..], b"APETAGEX\0\0\0\0", &38_u32.to_le_bytes(), &[0; 16]].concat();
        let tag = [&b"TAG"[..], &[b'S'; 125]].concat();
        let lyrics = b"LYRICSBEGINSecret000017LYRICS200";
        let at_the_end = [&b"ID3\x04\0\x10\0\0\0\x06Secret"[..], b"3DI\x04\0\x10\0\0\0\x06"].concat();
        let bytes = [&id3[..], &frame, &at_the_end, &ape, lyrics, &tag].concat();
        assert_eq!(cleaned(&bytes).unwrap(), frame);

        let chunk = |kind: &[u8; 4], content: &[u8]| {
            [&kind[..], &(content.len() as u32).to_le_bytes(), content, &vec![0; content.len() % 2]].concat()
        };
        let parts = [
            chunk(b"fmt ", &[1; 16]),
            chunk(b"LIST", b"INFOSecret"),
            chunk(b"data", b"abc"),
            chunk(b"id3 ", b"Secret"),
        ];
        let body = parts.concat();
        let bytes = [&b"RIFF"[..], &(body.len() as u32 + 4).to_le_bytes(), b"WAVE", &body].concat();
        let clean = cleaned(&bytes).unwrap();
        assert!(
            !has_metadata(&clean) && clean.ends_with(b"abc\0") && clean[4..8] == (clean.len() as u32 - 8).to_le_bytes()
        );
        for other in [&b"OggS\0\x02"[..], b"%PDF-1.7", b"", b"ID3\x04", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x08ftyp"] {
            assert_eq!(cleaned(other), None, "{other:?}");
        }
    }
}
