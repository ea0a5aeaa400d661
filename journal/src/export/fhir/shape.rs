//! What all resources share: references, ids, fields that are left out.

use protocol::RecordId;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::export::coding::concept;

/// Whether a field is empty, and so must not be there.
pub fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// An object without the fields that say nothing.
pub fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !says_nothing(value)).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Adds an object's fields to another's.
pub fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// To another resource of the bundle.
pub fn reference(id: &str) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// The id of something that was made of a record: always the same for the same record.
pub fn derived(of: &str, what: &str) -> String {
    let digest = Sha256::digest(format!("{of}/{what}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // A UUID of one's own making (version 8).
    (bytes[6], bytes[8]) = (bytes[6] & 0x0f | 0x80, bytes[8] & 0x3f | 0x80);
    RecordId(uuid::Uuid::from_bytes(bytes)).to_string()
}

/// The category of what somebody says about themself.
pub fn survey() -> Value {
    concept("http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey")
}
