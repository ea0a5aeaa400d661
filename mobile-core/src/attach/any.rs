//! Property test: any bytes that begin like a picture are cleaned or rejected, and never cause a panic.
//! `fuzz/targets/picture.rs` searches for longer.

use proptest::prelude::*;

use super::{heif, picture, sound, strip};

const STARTS: [&[u8]; 6] = [
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    b"GIF89a",
    b"RIFF\x40\0\0\0WEBPVP8X",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
];

const SOUNDS: [&[u8]; 5] = [
    b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x08OpusHeadOggS\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x02\x20\xff",
    b"\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x40moov",
    b"RIFF\x40\0\0\0WAVEfmt ",
    b"ID3\x04\0\0\0\0\0\x05",
    b"\xff\xfb\x90\0",
];

proptest! {
    #[test]
    fn any_bytes_of_a_recording(start in prop::sample::select(SOUNDS.to_vec()), rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = sound::cleaned(&[start, &rest].concat());
    }

    #[test]
    fn any_bytes_of_a_picture(start in prop::sample::select(STARTS.to_vec()), rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let bytes = [start, &rest].concat();
        let _ = (strip::jpeg(&bytes), strip::png(&bytes), strip::gif(&bytes), strip::webp(&bytes), heif::rewrite(&bytes));
        let _ = picture::read(&bytes);
    }

    /// A real picture with some bytes changed, or cut off.
    #[test]
    fn a_real_one_that_was_damaged(at in prop::collection::vec((0..700_usize, any::<u8>()), 1..6), cut in 0..700_usize) {
        let mut bytes = include_bytes!("../../tests/pictures/located.heic").to_vec();
        for (at, byte) in at {
            let at = at.min(bytes.len() - 1);
            bytes[at] = byte;
        }
        let _ = heif::rewrite(&bytes);
        bytes.truncate(cut);
        let _ = heif::rewrite(&bytes);
    }
}
