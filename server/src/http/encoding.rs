//! Compression of bodies. Decompression is bounded, so that a small body cannot expand to a large one.

use std::io::{Read, Write};

use protocol::Code;

use crate::fault::Result;

/// A supported content encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
}

impl Encoding {
    /// Parses `Content-Encoding`; `None` for `identity`, an error for unsupported ones.
    pub fn from_content_encoding(name: &str) -> Result<Option<Self>> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Ok(None),
            "br" => Ok(Some(Self::Brotli)),
            "gzip" => Ok(Some(Self::Gzip)),
            _ => Err(Code::UnsupportedMediaType.into()),
        }
    }

    /// The best encoding that `Accept-Encoding` allows.
    pub fn accepted(accept_encoding: &str) -> Option<Self> {
        [Self::Brotli, Self::Gzip].into_iter().find(|encoding| offers(accept_encoding, encoding.name()))
    }

    /// Whether a file that is stored as Brotli can be sent as it is.
    pub fn accepts_brotli(accept_encoding: &str) -> bool {
        offers(accept_encoding, Self::Brotli.name())
    }

    /// The name in headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Decompresses at max `max` bytes.
    pub fn decompress(self, bytes: &[u8], max: usize) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        // One extra byte shows that there is too much; nothing beyond it is decompressed.
        let limit = max as u64 + 1;
        let read = match self {
            Self::Brotli => brotli::Decompressor::new(bytes, 4096).take(limit).read_to_end(&mut plain),
            Self::Gzip => flate2::read::GzDecoder::new(bytes).take(limit).read_to_end(&mut plain),
        };
        match read {
            Ok(size) if size > max => Err(Code::PayloadTooLarge.into()),
            Ok(_) => Ok(plain),
            Err(_) => Err(Code::Malformed.into()),
        }
    }

    /// Compresses, preferring speed.
    pub fn compress(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
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
    fn compressed_bodies_decompress() {
        let text = b"a quiet morning, ".repeat(100);
        for encoding in ALL {
            let small = encoding.compress(&text).unwrap();
            assert!(small.len() < text.len() / 4);
            assert_eq!(encoding.decompress(&small, text.len()).unwrap(), text);
        }
    }

    #[test]
    fn decompression_bombs_are_rejected() {
        for encoding in ALL {
            let bomb = encoding.compress(&vec![0; 64 << 20]).unwrap();
            let refused = encoding.decompress(&bomb, 1 << 20).unwrap_err();
            assert_eq!(refused.code(), Some(Code::PayloadTooLarge));
        }
    }

    #[test]
    fn a_damaged_body_is_malformed() {
        for encoding in ALL {
            let refused = encoding.decompress(b"this was never compressed", 1 << 20).unwrap_err();
            assert_eq!(refused.code(), Some(Code::Malformed));
        }
    }

    #[test]
    fn accept_encoding_is_honoured() {
        assert_eq!(Encoding::accepted("gzip, deflate, br, zstd"), Some(Encoding::Brotli));
        assert_eq!(Encoding::accepted("gzip, br;q=0"), Some(Encoding::Gzip));
        assert_eq!(Encoding::accepted("identity"), None);
    }
}
