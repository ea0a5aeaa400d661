//! Helpers for all resources: references, ids, removal of empty fields.

use protocol::RecordId;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::export::coding::concept;

/// Whether a value is empty, so that its field must be left out.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// Removes the empty fields of an object.
pub fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !is_empty(value)).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Adds the fields of one object to another.
pub fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// A reference to another resource of the bundle.
pub fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// The deterministic id of a resource that was derived from a record.
pub fn derived(of: &str, what: &str) -> String {
    let digest = Sha256::digest(format!("{of}/{what}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // A custom UUID (version 8).
    (bytes[6], bytes[8]) = (bytes[6] & 0x0f | 0x80, bytes[8] & 0x3f | 0x80);
    RecordId(uuid::Uuid::from_bytes(bytes)).to_string()
}

/// The category of self-reported observations.
pub fn survey() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey")
}

/// The components of an observation: one for each text that is not empty, under its name.
pub(super) fn text_components<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Value> {
    let known = texts.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(name, text)| json!({ "code": { "text": name }, "valueString": text })).collect()
}
