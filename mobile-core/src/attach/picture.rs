//! Pictures: thumbnails for lists, and the removal of metadata.
//!
//! A camera writes place, time and device into a photo, and the person does not intend to keep or share them. So only
//! the picture is copied out of its file ([`strip`](super::strip), [`heif`](super::heif)). A rotated picture is encoded
//! again, because its orientation is metadata as well. A picture that cannot be cleaned is rejected: one that only
//! seems clean would be worse than none.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use image::codecs::jpeg::JpegEncoder;
use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use serde_json::{Map, Value};

use super::{heif, strip};

// Lists show it at a few centimetres. At this size it is far below a record's limit.
const SMALL: u32 = 320;
const SMALL_QUALITY: u8 = 70;
const QUALITY: u8 = 92;
// More pixels than any phone's camera produces. A picture that claims more is an attack.
const MOST_PIXELS: u32 = 16_384;
// The decoded size of the largest picture that is decoded: 200 megapixels in three colours.
const MOST_BYTES: u64 = 640 * 1024 * 1024;
// The decoded size of a picture to print: 16 megapixels in three colours.
const DRAWN_BYTES: u64 = 48 * 1024 * 1024;

/// A picture, ready to be kept.
pub(crate) struct Picture {
    /// The file without metadata.
    pub bytes: Vec<u8>,
    /// The media type by content, not by name.
    pub media_type: &'static str,
    /// Width and height in pixels, if known.
    pub size: Option<(u32, u32)>,
    /// A JPEG; only for formats that can be decoded here.
    pub thumbnail: Option<Vec<u8>>,
}

impl Picture {
    /// The fields of its attachment: width, height and thumbnail, as far as they are known.
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        if let Some((width, height)) = self.size {
            fields.insert("width".into(), width.into());
            fields.insert("height".into(), height.into());
        }
        if let Some(thumbnail) = &self.thumbnail {
            fields.insert("thumbnail".into(), BASE64.encode(thumbnail).into());
        }
        fields
    }
}

/// The number of bytes that are needed to detect a picture.
pub(crate) const HEAD: usize = 16;

/// Whether bytes begin like a picture, regardless of the declared type.
pub(crate) fn is_picture(head: &[u8]) -> bool {
    let webp = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP");
    webp || heif::is_one(head)
        || STARTS.iter().any(|start| head.starts_with(start))
        || head.get(4..11) == Some(b"ftypcrx")
}

/// First bytes of picture formats: of those that can be cleaned, and of those that are rejected because they could
/// contain place and time: TIFF and most raw formats, BMP, JPEG 2000, JPEG XL, Photoshop, and raw formats of their own.
const STARTS: [&[u8]; 15] = [
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"IIRO",
    b"IIU\0",
    b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51",
    b"\xff\x0a",
    b"\0\0\0\x0cJXL ",
    b"8BPS",
    b"FUJIFILM",
];

/// Reads a picture and removes its metadata; `None` if it cannot be cleaned.
pub(crate) fn read(bytes: &[u8]) -> Option<Picture> {
    if heif::is_one(bytes) {
        let heif = heif::rewrite(bytes)?;
        let size = Some((heif.width, heif.height));
        return Some(Picture { bytes: heif.bytes, media_type: heif.media_type, size, thumbnail: None });
    }
    if let Some((bytes, width, height)) = strip::gif(bytes) {
        return Some(Picture { bytes, media_type: "image/gif", size: Some((width, height)), thumbnail: None });
    }
    let (stripped, media_type) = match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => (strip::jpeg(bytes)?, "image/jpeg"),
        ImageFormat::Png => (strip::png(bytes)?, "image/png"),
        ImageFormat::WebP => (strip::webp(bytes)?, "image/webp"),
        _ => return None,
    };
    // The orientation is in the metadata, which is not part of the decoded pixels.
    let orientation = decoder(bytes).and_then(|mut decoder| decoder.orientation()).unwrap_or(Orientation::NoTransforms);
    let large = decoder(&stripped).ok().filter(|decoder| decoder.total_bytes() > MOST_BYTES);
    if let Some(size) = large.map(|decoder| decoder.dimensions()) {
        // Decoding it would take more memory than a phone has. Its file is clean anyway, but it cannot be rotated.
        let upright = matches!(orientation, Orientation::NoTransforms);
        return upright.then_some(Picture { bytes: stripped, media_type, size: Some(size), thumbnail: None });
    }
    let mut image = match decode(&stripped) {
        Ok((image, _)) => image,
        // A variant of the format that is not decoded here; its file is clean anyway.
        Err(ImageError::Unsupported(_)) => {
            return Some(Picture { bytes: stripped, media_type, size: None, thumbnail: None });
        }
        Err(_) => return None,
    };
    image.apply_orientation(orientation);
    let thumbnail = jpeg(&image.thumbnail(SMALL, SMALL), SMALL_QUALITY)?;
    let size = Some((image.width(), image.height()));
    let (bytes, media_type) = match orientation {
        Orientation::NoTransforms => (stripped, media_type),
        _ if image.color().has_alpha() => (png(&image)?, "image/png"),
        _ => (jpeg(&image, QUALITY)?, "image/jpeg"),
    };
    Some(Picture { bytes, media_type, size, thumbnail: Some(thumbnail) })
}

/// A thumbnail that the platform made, for a format that is not decoded here.
pub(crate) fn small(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut image, orientation) = decode(bytes).ok()?;
    image.apply_orientation(orientation);
    jpeg(&image.thumbnail(SMALL, SMALL), SMALL_QUALITY)
}

/// A JPEG with at most this number of pixels on each side, and its width and height. `None` if decoding would take more
/// than [`DRAWN_BYTES`] of memory.
pub(crate) fn smaller(bytes: &[u8], most: u32) -> Option<(Vec<u8>, u32, u32)> {
    decoder(bytes).ok().filter(|decoder| decoder.total_bytes() <= DRAWN_BYTES)?;
    let (image, orientation) = decode(bytes).ok()?;
    let large = image.width() > most || image.height() > most;
    // Reduced before it is rotated, because rotating takes memory for a second picture.
    let mut image = if large { image.thumbnail(most, most) } else { image };
    image.apply_orientation(orientation);
    Some((jpeg(&image, QUALITY)?, image.width(), image.height()))
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, ImageError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    reader.into_decoder()
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), ImageError> {
    let mut decoder = decoder(bytes)?;
    // The limits of the reader do not cover the picture itself.
    if decoder.total_bytes() > MOST_BYTES {
        return Err(ImageError::Limits(LimitError::from_kind(LimitErrorKind::InsufficientMemory)));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

fn jpeg(image: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality)).ok()?;
    Some(out)
}

fn png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    image.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32) -> DynamicImage {
        let image = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        DynamicImage::ImageRgb8(image)
    }

    fn photo(width: u32, height: u32) -> Vec<u8> {
        jpeg(&drawn(width, height), 90).unwrap()
    }

    /// Metadata as a camera writes it: an orientation, and a place.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
        tiff.extend_from_slice(b"GPS 46.9480 7.4474");
        tiff
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xff, marker][..], &length, content].concat()
    }

    /// A JPEG with everything that cameras and apps put beside the picture.
    fn with_metadata(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let about = [
            segment(0xe1, &[b"Exif\0\0", &exif(orientation)[..]].concat()),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>GPS in XMP</x>"),
            segment(0xed, b"Photoshop 3.0\0GPS in IPTC"),
            segment(0xfe, b"GPS in a comment"),
            segment(0xe2, b"MPF\0GPS of a second picture"),
        ];
        [&jpeg[..2], &about.concat(), &jpeg[2..], b"GPS behind the end: ftypmp42"].concat()
    }

    fn has_metadata(bytes: &[u8]) -> bool {
        [&b"GPS"[..], b"Exif", b"Secret"].iter().any(|secret| bytes.windows(secret.len()).any(|part| part == *secret))
    }

    #[test]
    fn a_photo_gets_a_small_picture_and_stays_as_it_is() {
        let bytes = photo(1_000, 500);
        let picture = read(&bytes).unwrap();
        assert!(image::load_from_memory(&picture.bytes).unwrap() == image::load_from_memory(&bytes).unwrap());
        assert_eq!((picture.size, picture.media_type), (Some((1_000, 500)), "image/jpeg"));
        let small = image::load_from_memory(&picture.thumbnail.unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
    }

    #[test]
    fn what_a_photo_tells_about_itself_is_not_kept_and_it_stands_upright() {
        let plain = photo(100, 50);
        let (level, turned) = (read(&with_metadata(&plain, 1)).unwrap(), read(&with_metadata(&plain, 6)).unwrap());
        assert!(!has_metadata(&level.bytes) && !has_metadata(&turned.bytes));
        // The picture is not encoded again unless it has to be.
        assert!(image::load_from_memory(&level.bytes).unwrap() == image::load_from_memory(&plain).unwrap());
        assert_eq!((level.size, turned.size), (Some((100, 50)), Some((50, 100))));
    }

    #[test]
    fn png_webp_and_gif_are_cleaned_and_keep_their_kind() {
        let (mut png, mut webp) = (Vec::new(), Vec::new());
        drawn(30, 20).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        drawn(30, 20).write_to(&mut Cursor::new(&mut webp), ImageFormat::WebP).unwrap();
        // The chunks are inserted before the end. Their checksums are irrelevant to a reader that skips them.
        let chunk =
            |kind: &[u8], content: &[u8]| [&(content.len() as u32).to_be_bytes()[..], kind, content, &[0; 4]].concat();
        let about = [chunk(b"tEXt", b"Comment\0GPS"), chunk(b"eXIf", &exif(1)), chunk(b"tIME", b"GPS1234")].concat();
        let end = png.len() - 12;
        let png = [&png[..end], &about, &png[end..], b"GPS behind"].concat();
        let riff = |kind: &[u8], content: &[u8]| {
            let padding = vec![0; content.len() % 2];
            [kind, &(content.len() as u32).to_le_bytes()[..], content, &padding].concat()
        };
        webp.extend([riff(b"EXIF", &[&exif(1)[..], b"x"].concat()), riff(b"XMP ", b"GPS ")].concat());
        let length = (webp.len() as u32 - 8).to_le_bytes();
        webp[4..8].copy_from_slice(&length);
        let gif = b"GIF89a\x02\0\x01\0\0\0\0!\xfe\x03GPS\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x01\0;GPS".to_vec();
        for (bytes, media_type, size) in
            [(png, "image/png", (30, 20)), (webp, "image/webp", (30, 20)), (gif, "image/gif", (2, 1))]
        {
            assert!(has_metadata(&bytes), "{media_type}");
            let picture = read(&bytes).unwrap_or_else(|| panic!("{media_type}"));
            assert!(!has_metadata(&picture.bytes), "{media_type}");
            assert_eq!((picture.media_type, picture.size), (media_type, Some(size)));
            // A second run finds nothing more to remove.
            assert!(read(&picture.bytes).unwrap().bytes == picture.bytes, "{media_type}");
        }
    }

    #[test]
    fn what_is_no_picture_or_a_trap_is_not_read_as_one() {
        assert!(read(b"RIFF....WAVE").is_none());
        assert!(read(&photo(10, 10)[..200]).is_none());
        for start in [
            &b"II*\0\x08\0\0\0"[..],
            b"\0\0\0\x0cjP  \r\n\x87\n",
            b"\0\0\0\x0cJXL \r\n\x87\n",
            b"\xff\x0a\xfa\x1f",
            b"\0\0\0\x18ftypcrx \0\0\0\x01",
            b"FUJIFILMCCD-RAW ",
            b"8BPS\0\x01",
        ] {
            assert!(is_picture(start) && read(start).is_none(), "{start:?}");
        }
        // A PNG that claims to have four billion pixels.
        let mut trap = Vec::new();
        DynamicImage::new_rgb8(1, 1).write_to(&mut Cursor::new(&mut trap), ImageFormat::Png).unwrap();
        trap[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(read(&trap).is_none());
        // One with as many pixels as are allowed, of eight bytes each: it is not decoded.
        trap[16..26].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0, 16, 6]);
        let bit = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        let sum = !trap[12..29].iter().fold(!0_u32, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit));
        trap[29..33].copy_from_slice(&sum.to_be_bytes());
        let picture = read(&trap).unwrap();
        assert_eq!((picture.size, picture.thumbnail), (Some((16_384, 16_384)), None));
        assert!(small(&trap).is_none() && smaller(&trap, 100).is_none());
    }
}
