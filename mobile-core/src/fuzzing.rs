//! Doors for the fuzz targets, to what has none of its own.

use crate::attach::picture;

/// Whatever calls itself a picture, and what is made of it.
pub fn picture(bytes: &[u8]) {
    let _ = picture::is_picture(bytes);
    let _ = picture::small(bytes);
    if let Some(read) = picture::read(bytes) {
        // What was cleaned is a picture of the same kind, with nothing more to clean.
        let again = picture::read(&read.bytes);
        assert_eq!(again.map(|again| again.media_type), Some(read.media_type));
    }
}
