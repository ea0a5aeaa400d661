//! Entry points for the fuzz targets, for parsers that are private otherwise.

use crate::attach::picture;

/// Parses bytes as a picture, and checks that the result is clean.
pub fn picture(bytes: &[u8]) {
    let _ = picture::is_picture(bytes);
    let _ = picture::small(bytes);
    if let Some(read) = picture::read(bytes) {
        // The cleaned picture has the same format and can be read again.
        let again = picture::read(&read.bytes);
        assert_eq!(again.map(|again| again.media_type), Some(read.media_type));
    }
}
