//! The JSON object inside an envelope, and its typed view.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Body, Error, Moment};

/// A record's plain text: the JSON object as it was written, whole. It does not print its content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(pub Map<String, Value>);

impl Payload {
    /// Reads JSON bytes.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map(Self).map_err(|_| Error::NotAnObject)
    }

    /// The JSON bytes. Keys are sorted, so equal payloads have equal bytes.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// The kind, as it stands in the payload; empty when there is none.
    pub fn kind(&self) -> &str {
        self.0.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The typed view.
    pub fn to_record(&self) -> Result<Record, Error> {
        Record::deserialize(Value::Object(self.0.clone())).map_err(|_| Error::Frame)
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Payload").field(&self.kind()).finish()
    }
}

/// A record: when, what, and whatever a newer version added.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When it is about: for a reflection the time of writing, for an appointment the time agreed.
    pub when: Moment,
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
}

impl Record {
    /// The JSON object to seal.
    pub fn to_payload(&self) -> Payload {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => Payload(map),
            // A Record is a struct: it cannot serialise to anything but an object.
            _ => Payload(Map::new()),
        }
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").field("kind", &self.body.kind()).finish_non_exhaustive()
    }
}
