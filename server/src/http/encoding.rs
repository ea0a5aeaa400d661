//! Compression of bodies, bounded on the way in: a small body that inflates to a large one is refused, not stored.

use std::io::{Read, Write};

use protocol::Code;

use crate::fault::Result;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
}

impl Encoding {
    /// As the headers name it; nothing for `identity`, an error for what is not spoken here.
    pub fn from_content_encoding(name: &str) -> Result<Option<Self>> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Ok(None),
            "br" => Ok(Some(Self::Brotli)),
            "gzip" => Ok(Some(Self::Gzip)),
            _ => Err(Code::UnsupportedMediaType.into()),
        }
    }

    /// The one to use for a caller that accepts these; the smaller first.
    pub fn accepted(accept_encoding: &str) -> Option<Self> {
        [Self::Brotli, Self::Gzip].into_iter().find(|encoding| offers(accept_encoding, encoding.name()))
    }

    /// Whether a file that lies here as brotli can be sent as it is.
    pub fn accepts_brotli(accept_encoding: &str) -> bool {
        offers(accept_encoding, Self::Brotli.name())
    }

    /// As the headers name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The bytes as they were, if they are not more than `most`.
    pub fn inflate(self, bytes: &[u8], most: usize) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        // One byte more than allowed tells that it is too much, and nothing beyond it is ever inflated.
        let room = most as u64 + 1;
        let read = match self {
            Self::Brotli => brotli::Decompressor::new(bytes, 4096).take(room).read_to_end(&mut plain),
            Self::Gzip => flate2::read::GzDecoder::new(bytes).take(room).read_to_end(&mut plain),
        };
        match read {
            Ok(size) if size > most => Err(Code::PayloadTooLarge.into()),
            Ok(_) => Ok(plain),
            Err(_) => Err(Code::Malformed.into()),
        }
    }

    /// The bytes, compressed quickly.
    pub fn deflate(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut out = Vec::with_capacity(bytes.len() / 2);
                brotli::CompressorWriter::new(&mut out, 4096, 3, 20).write_all(bytes)?;
                Ok(out)
            }
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

fn offers(accept_encoding: &str, name: &str) -> bool {
    accept_encoding.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|offer| offer.eq_ignore_ascii_case(name));
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 2] = [Encoding::Brotli, Encoding::Gzip];

    #[test]
    fn what_is_deflated_inflates_again() {
        let text = b"a quiet morning, ".repeat(100);
        for encoding in ALL {
            let small = encoding.deflate(&text).unwrap();
            assert!(small.len() < text.len() / 4);
            assert_eq!(encoding.inflate(&small, text.len()).unwrap(), text);
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        for encoding in ALL {
            let bomb = encoding.deflate(&vec![0; 64 << 20]).unwrap();
            let refused = encoding.inflate(&bomb, 1 << 20).unwrap_err();
            assert_eq!(refused.code(), Some(Code::PayloadTooLarge));
        }
    }

    #[test]
    fn a_damaged_body_is_malformed() {
        for encoding in ALL {
            let refused = encoding.inflate(b"this was never compressed", 1 << 20).unwrap_err();
            assert_eq!(refused.code(), Some(Code::Malformed));
        }
    }

    #[test]
    fn a_caller_gets_what_it_accepts() {
        assert_eq!(Encoding::accepted("gzip, deflate, br, zstd"), Some(Encoding::Brotli));
        assert_eq!(Encoding::accepted("gzip, br;q=0"), Some(Encoding::Gzip));
        assert_eq!(Encoding::accepted("identity"), None);
    }
}
