//! Pictures: a small one for lists, and a look at what a photo tells about itself.
//!
//! A camera writes the place, the time and the device into a photo. None of that is what the person means to keep or to
//! share, so a photo that has it is written anew without it, turned the way it was held.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

// A list shows it at a few centimetres; with this it stays far below a record's limit.
const SMALL: u32 = 320;
const SMALL_QUALITY: u8 = 70;
const QUALITY: u8 = 92;
// More pixels than any phone's camera makes: a picture that claims more is a trap.
const MOST_PIXELS: u32 = 16_384;
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A picture, ready to be kept.
pub(crate) struct Picture {
    /// The file: as it was, or written anew without what it told about itself.
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    /// A JPEG.
    pub thumbnail: Vec<u8>,
}

/// Reads a picture; `None` when it is none that can be read here: it is kept as a file then.
pub(crate) fn read(bytes: Vec<u8>) -> Option<Picture> {
    let (image, orientation, tells, format) = decode(&bytes)?;
    let mut image = image;
    image.apply_orientation(orientation);
    let small = jpeg(&image.thumbnail(SMALL, SMALL), SMALL_QUALITY)?;
    let (width, height) = (image.width(), image.height());
    let (bytes, media_type) = match (tells, format) {
        (false, ImageFormat::Jpeg) => (bytes, "image/jpeg"),
        (false, ImageFormat::Png) => (bytes, "image/png"),
        (false, ImageFormat::WebP) => (bytes, "image/webp"),
        _ => (jpeg(&image, QUALITY)?, "image/jpeg"),
    };
    Some(Picture { bytes, media_type, width, height, thumbnail: small })
}

/// A picture of at most so many pixels a side, as a JPEG.
pub(crate) fn smaller(bytes: &[u8], most: u32) -> Option<Vec<u8>> {
    let (mut image, orientation, ..) = decode(bytes)?;
    image.apply_orientation(orientation);
    let large = image.width() > most || image.height() > most;
    jpeg(&if large { image.thumbnail(most, most) } else { image }, QUALITY)
}

fn decode(bytes: &[u8]) -> Option<(DynamicImage, Orientation, bool, ImageFormat)> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let tells = decoder.exif_metadata().ok().flatten().is_some()
        || decoder.xmp_metadata().ok().flatten().is_some()
        || decoder.iptc_metadata().ok().flatten().is_some();
    Some((DynamicImage::from_decoder(decoder).ok()?, orientation, tells, format))
}

fn jpeg(image: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality)).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32, height: u32) -> Vec<u8> {
        let image = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        jpeg(&DynamicImage::ImageRgb8(image), 90).unwrap()
    }

    /// A JPEG with an EXIF part: turned by a quarter, and a place.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        tiff.extend_from_slice(b"GPS 46.9480 7.4474");
        let length = (tiff.len() as u16 + 2).to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &tiff, &jpeg[2..]].concat()
    }

    #[test]
    fn a_photo_gets_a_small_picture_and_stays_as_it_is() {
        let bytes = photo(1_000, 500);
        let picture = read(bytes.clone()).unwrap();
        assert!(picture.bytes == bytes);
        assert_eq!((picture.width, picture.height, picture.media_type), (1_000, 500, "image/jpeg"));
        let small = image::load_from_memory(&picture.thumbnail).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
        assert!(picture.thumbnail.len() < 40_000);
    }

    #[test]
    fn where_a_photo_was_taken_is_not_kept_and_it_stands_upright() {
        let bytes = with_exif(&photo(100, 50));
        assert!(bytes.windows(4).any(|part| part == b"GPS "));
        let picture = read(bytes).unwrap();
        assert!(!picture.bytes.windows(4).any(|part| part == b"GPS " || part == b"Exif"));
        assert_eq!((picture.width, picture.height), (50, 100));
    }

    #[test]
    fn what_is_no_picture_or_a_trap_is_not_read_as_one() {
        assert!(read(b"RIFF....WAVE".to_vec()).is_none());
        assert!(read(photo(10, 10)[..200].to_vec()).is_none());
        // A PNG that claims to be four thousand million pixels large.
        let mut trap = Vec::new();
        DynamicImage::new_rgb8(1, 1).write_to(&mut Cursor::new(&mut trap), ImageFormat::Png).unwrap();
        trap[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(read(trap).is_none());
    }
}
