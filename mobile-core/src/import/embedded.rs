//! Pictures and recordings that are written into a text, as `data:` addresses.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Browsers accept it with and without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A file that is part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Embedded {
    /// By its type: the text gives none.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Whether an address contains its file.
pub(super) fn is_one(address: &str) -> bool {
    address.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

/// The file in an address; `None` if it is of a kind that is not imported, or damaged.
pub(super) fn read(address: &str) -> Option<Embedded> {
    let address = address.trim();
    if !is_one(address) {
        return None;
    }
    let (about, data) = address[5..].split_once(',')?;
    let mut about = about.split(';').map(|part| part.trim().to_lowercase());
    let name = match about.next()?.as_str() {
        "image/jpeg" | "image/jpg" => "picture.jpg",
        "image/png" => "picture.png",
        "image/webp" => "picture.webp",
        "image/gif" => "picture.gif",
        "image/heic" => "picture.heic",
        "image/avif" => "picture.avif",
        "audio/mp4" | "audio/m4a" | "audio/x-m4a" | "audio/aac" => "recording.m4a",
        "audio/mpeg" | "audio/mp3" => "recording.mp3",
        "audio/ogg" => "recording.ogg",
        "audio/wav" | "audio/x-wav" => "recording.wav",
        "application/pdf" => "document.pdf",
        _ => return None,
    };
    if !about.any(|part| part == "base64") {
        return None;
    }
    let data: Vec<u8> = super::names::decoded(data).bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(data).ok().filter(|bytes| !bytes.is_empty())?;
    Some(Embedded { name: name.into(), bytes })
}

/// The name of an address in a report: its type without its data.
pub(super) fn shown_as(address: &str) -> String {
    if is_one(address) { address.split([';', ',']).next().unwrap_or_default().to_owned() } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_in_addresses_are_read_or_are_none() {
        let one = |address: &str| read(address).map(|file| (file.name, file.bytes));
        let png = Some(("picture.png".to_owned(), b"\x89PN".to_vec()));
        assert_eq!(one("data:image/png;base64,iVBO"), png);
        assert_eq!(one("DATA:image/PNG;charset=utf-8;base64,iV\nBO"), png);
        assert_eq!(one("data:image/png;base64,iVBO%20"), png);
        assert_eq!(one("data:audio/mpeg;base64,QQ"), Some(("recording.mp3".into(), b"A".to_vec())));
        for none in
            ["", "data:", "lake.png", "data:image/svg+xml;base64,QQ==", "data:image/png,QQ", "data:image/png;base64,!"]
        {
            assert_eq!(one(none), None, "{none}");
        }
        assert_eq!(shown_as("data:image/svg+xml;base64,QQ=="), "data:image/svg+xml");
    }
}
