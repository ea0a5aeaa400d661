//! Removing everything but the picture from JPEG, PNG, WebP and GIF: place, camera, times, comments, thumbnails, trailing
//! bytes. The picture itself is copied unchanged.
//!
//! Only parts that are known to belong to the picture are copied, so unknown metadata is removed as well.

/// A JPEG with only its picture and colours; `None` if it is not a JPEG.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|start| *start == [0xff, 0xd8])?.to_vec();
    let mut at = 2;
    loop {
        // Any number of fill bytes may precede a marker.
        if *bytes.get(at)? != 0xff {
            return None;
        }
        while *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xd9 {
            out.extend([0xff, 0xd9]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at + 4..at + 2 + length)?;
        let end = at + 2 + length;
        match marker {
            // Resolution; the thumbnail within it is dropped.
            0xe0 if segment.starts_with(b"JFIF\0") && segment.len() >= 14 => {
                out.extend([0xff, 0xe0, 0, 16]);
                out.extend(&segment[..12]);
                out.extend([0, 0]);
            }
            0xe2 if segment.starts_with(b"ICC_PROFILE\0") => out.extend(&bytes[at..end]),
            // How to interpret the colours.
            0xee if segment.starts_with(b"Adobe") => out.extend(&bytes[at..end]),
            0xe0..=0xef | 0xfe => {}
            0xc0..=0xdf => out.extend(&bytes[at..end]),
            _ => return None,
        }
        at = end;
        if marker == 0xda {
            let from = at;
            // The picture's data run to the next marker that is neither an escaped byte nor a restart.
            while !matches!((bytes.get(at)?, bytes.get(at + 1)?), (0xff, next) if *next != 0 && !(0xd0..=0xd7).contains(next))
            {
                at += 1;
            }
            out.extend(&bytes[from..at]);
        }
    }
}

/// A PNG with only its picture and colours; `None` if it is not a PNG.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 14] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"acTL",
        b"fcTL", b"fdAT",
    ];
    let mut out = bytes.get(..8).filter(|start| *start == b"\x89PNG\r\n\x1a\n")?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if KEPT.contains(&kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at += chunk.len();
    }
}

/// A WebP with only its picture and colours; `None` if it is not a WebP.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let whole = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let body = bytes.get(12..whole.saturating_add(8).min(bytes.len()))?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    out.extend(chunks(body, &KEPT)?);
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    (out.len() > 12).then_some(out)
}

/// The chunks of these kinds in a part of a WebP. A frame of an animation has chunks of its own.
fn chunks(body: &[u8], kept: &[&[u8; 4]]) -> Option<Vec<u8>> {
    const OF_FRAME: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];
    const FRAME_HEAD: usize = 16;
    let mut out = Vec::new();
    let mut at = 0;
    while at + 8 <= body.len() {
        let kind: &[u8; 4] = body[at..at + 4].try_into().ok()?;
        let length = u32::from_le_bytes(body[at + 4..at + 8].try_into().ok()?) as usize;
        let content = body.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        at += 8 + length + length % 2;
        if !kept.contains(&kind) {
            continue;
        }
        let mut content = content.to_vec();
        match kind {
            // This chunk lists the other chunks: clears the flags of Exif and XMP.
            b"VP8X" => *content.first_mut()? &= !(0x08 | 0x04),
            b"ANMF" => {
                let frame = chunks(content.get(FRAME_HEAD..)?, &OF_FRAME)?;
                content.truncate(FRAME_HEAD);
                content.extend(frame);
            }
            _ => {}
        }
        out.extend(kind);
        out.extend(u32::try_from(content.len()).ok()?.to_le_bytes());
        out.extend(&content);
        if content.len() % 2 == 1 {
            out.push(0);
        }
    }
    Some(out)
}

/// A GIF without comments, with its width and height; `None` if it is not a GIF.
pub(super) fn gif(bytes: &[u8]) -> Option<(Vec<u8>, u32, u32)> {
    if !bytes.starts_with(b"GIF87a") && !bytes.starts_with(b"GIF89a") {
        return None;
    }
    let side = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let (width, height) = (side(6)?, side(8)?);
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    let blocks_end = |mut at: usize| loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    };
    loop {
        let (from, kept) = (
            at,
            match *bytes.get(at)? {
                0x3b => {
                    out.push(0x3b);
                    return Some((out, width, height));
                }
                0x2c => {
                    let flags = *bytes.get(at + 9)?;
                    at = blocks_end(at + 10 + table(flags) + 1)?;
                    true
                }
                0x21 => {
                    let kind = *bytes.get(at + 1)?;
                    // An application block contains the number of repetitions.
                    let loops = bytes.get(at + 3..at + 14).is_some_and(|name| {
                        [b"NETSCAPE2.0", b"ANIMEXTS1.0"].contains(&name.try_into().unwrap_or(&[0; 11]))
                    });
                    at = blocks_end(at + 2)?;
                    kind == 0xf9 || kind == 0xff && loops
                }
                _ => return None,
            },
        );
        if kept {
            out.extend(bytes.get(from..at)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_of_an_animation_keeps_only_its_picture() {
        let chunk = |kind: &[u8], content: &[u8]| {
            [kind, &(content.len() as u32).to_le_bytes()[..], content, &vec![0; content.len() % 2]].concat()
        };
        let file = |parts: &[Vec<u8>]| {
            let body = parts.concat();
            [&b"RIFF"[..], &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
        };
        let frame = |more: &[u8]| chunk(b"ANMF", &[&[1; 16][..], &chunk(b"VP8L", b"pixel"), more].concat());
        let (head, loops) = (|flags: u8| chunk(b"VP8X", &[flags, 0, 0, 0, 1, 0, 0, 1, 0, 0]), chunk(b"ANIM", &[0; 6]));
        let told = file(&[head(0x02 | 0x0c), loops.clone(), frame(&chunk(b"EXIF", b"GPS")), chunk(b"XMP ", b"GPS")]);
        let clean = file(&[head(0x02), loops, frame(&[])]);
        assert_eq!(webp(&told), Some(clean.clone()));
        assert_eq!(webp(&clean), Some(clean.clone()));
        // A frame that is cut off.
        assert_eq!(webp(&file(&[chunk(b"ANMF", &[1; 8])])), None);
    }
}
