//! The JSON object inside an envelope, and its typed view.

use protocol::CollectionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::Field as _;
use super::{Body, Error, Moment, json};

/// Fields that stand in a private record only.
const PRIVATE: [&str; 2] = ["shared_with", "alternatives"];

/// Kinds that have no copy in any care collection, whatever their `shared_with` says: they grant, or they are nobody
/// else's.
const NEVER_SHARED: [&str; 7] =
    ["bond", "flag_disposition", "memory", "preferences", "private_note", "sharing_rule", "version"];

/// A record's plain text: the JSON object as it was written, whole. It does not print its content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(pub Map<String, Value>);

impl Payload {
    /// Reads JSON bytes: an object without duplicate keys.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        json::object(bytes).map(Self).map_err(|_| Error::NotAnObject)
    }

    /// The JSON bytes. Keys are sorted, so equal payloads have equal bytes.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// The kind, as it stands in the payload; empty when there is none.
    pub fn kind(&self) -> &str {
        self.0.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The care collections that a private record is shared into.
    pub fn shared_with(&self) -> Vec<CollectionId> {
        let list = self.0.get("shared_with").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|id| id.as_str()?.parse().ok()).collect()
    }

    /// Replaces the list of care collections that a private record is shared into.
    pub fn set_shared_with(&mut self, list: &[CollectionId]) {
        if list.is_empty() {
            self.0.remove("shared_with");
        } else {
            let list = list.iter().map(|id| Value::String(id.to_string())).collect();
            self.0.insert("shared_with".into(), Value::Array(list));
        }
    }

    /// The copy that stands in a care collection, exactly what the therapist sees: everything but whom else it is
    /// shared with and the versions that a merge kept for the client. `None` when it is not shared there, or never shared at all.
    pub fn projection(&self, into: CollectionId) -> Option<Self> {
        if NEVER_SHARED.contains(&self.kind()) || !self.shared_with().contains(&into) {
            return None;
        }
        let mut copy = self.0.clone();
        copy.retain(|field, _| !PRIVATE.contains(&field.as_str()));
        Some(Self(copy))
    }

    /// The typed view.
    pub fn to_record(&self) -> Result<Record, Error> {
        let mut fields = self.0.clone();
        let when = fields.remove("when").and_then(|when| Moment::deserialize(when).ok()).ok_or(Error::Frame)?;
        Ok(Record { when, body: Body::read(fields) })
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Payload").field(&self.kind()).finish()
    }
}

/// A record: when, what, and whatever a newer version added.
#[derive(Clone, PartialEq)]
pub struct Record {
    /// When it is about: for a reflection the time of writing, for an appointment the time agreed.
    pub when: Moment,
    /// What it is.
    pub body: Body,
}

impl Record {
    /// The JSON object to seal.
    pub fn to_payload(&self) -> Payload {
        let mut fields = Map::new();
        self.body.write(&mut fields);
        fields.insert("when".into(), self.when.value());
        Payload(fields)
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record").field("kind", &self.body.kind()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projection_says_nothing_of_other_relationships() {
        let (here, there) = (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
        let json = format!(
            r#"{{"alternatives":[{{"field":"text","value":"b"}}],"kind":"step","shared_with":["{here}"],"text":"a"}}"#
        );
        let private = Payload::from_json(json.as_bytes()).unwrap();
        assert_eq!(private.projection(here).unwrap().to_json(), br#"{"kind":"step","text":"a"}"#);
        assert!(private.projection(there).is_none());

        for kind in NEVER_SHARED {
            let json = format!(r#"{{"kind":"{kind}","shared_with":["{here}"]}}"#);
            assert!(Payload::from_json(json.as_bytes()).unwrap().projection(here).is_none(), "{kind}");
        }
    }
}
