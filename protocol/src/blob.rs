//! Bytes on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Opaque bytes: base64url without padding (RFC 4648 §5) in JSON, a byte string in CBOR.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = "base64url"))]
pub struct Blob(pub Vec<u8>);

impl Blob {
    /// The bytes as base64url without padding.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// Parses base64url without padding.
    pub fn from_text(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok().map(Self)
    }
}

/// Prints only the length: blobs may be sealed keys.
impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.to_text())
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Reader)
        } else {
            deserializer.deserialize_byte_buf(Reader)
        }
    }
}

struct Reader;

impl<'de> de::Visitor<'de> for Reader {
    type Value = Blob;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("base64url without padding, or bytes")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Blob, E> {
        Blob::from_text(text).ok_or_else(|| E::custom("not base64url without padding"))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Blob, E> {
        Ok(Blob(bytes.to_vec()))
    }

    fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Blob, E> {
        Ok(Blob(bytes))
    }

    // serde buffers a byte string inside a tagged enum as a sequence.
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Blob, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        Ok(Blob(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_text_and_cbor_is_bytes() {
        let blob = Blob(vec![0, 255, 62, 63]);
        assert_eq!(serde_json::to_string(&blob).unwrap(), "\"AP8-Pw\"");
        assert_eq!(serde_json::from_str::<Blob>("\"AP8-Pw\"").unwrap(), blob);
        let mut cbor = Vec::new();
        ciborium::into_writer(&blob, &mut cbor).unwrap();
        assert_eq!(cbor, [0x44, 0, 255, 62, 63]);
        assert_eq!(ciborium::from_reader::<Blob, _>(&cbor[..]).unwrap(), blob);
    }

    #[test]
    fn text_that_is_not_base64url_is_refused() {
        assert!(serde_json::from_str::<Blob>("\"a+b/\"").is_err());
        assert!(serde_json::from_str::<Blob>("\"AP8-Pw==\"").is_err());
    }
}
