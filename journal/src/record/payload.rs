//! The JSON object inside an envelope, and its typed view.

use protocol::CollectionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::Field as _;
use super::{Body, Error, Moment, json};

const SHARED_WITH: &str = "shared_with";
const ALTERNATIVES: &str = "alternatives";
const ATTACHMENTS: &str = "attachments";

/// Fields of a private record that no copy of it carries.
const PRIVATE: [&str; 2] = [SHARED_WITH, ALTERNATIVES];

/// Kinds that are never copied into a care collection, regardless of their `shared_with`: they grant authority, or they
/// are private by nature.
const NEVER_SHARED: [&str; 12] = [
    "adverse_event",
    "bond",
    "check_list",
    "clearance",
    "clinic_rules",
    "flag_disposition",
    "memory",
    "preferences",
    "private_note",
    "session_record",
    "sharing_rule",
    "version",
];

/// The complete plain text of a record, as a JSON object. `Debug` does not print its content.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(Map<String, Value>);

impl Payload {
    /// Parses JSON bytes. They must be an object without duplicate keys.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        json::object(bytes).map(Self).map_err(|_| Error::NotAnObject)
    }

    /// Serializes to JSON bytes. Keys are sorted, so equal payloads have equal bytes.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap_or_default()
    }

    /// A field's raw value; `None` if it is absent.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A mutable reference to a field's value; an absent field is created as null.
    pub fn field_mut(&mut self, name: &str) -> &mut Value {
        self.0.entry(name).or_insert(Value::Null)
    }

    /// Sets a field, and replaces its value if there is one.
    pub fn set_field(&mut self, name: &str, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// Removes a field and returns its value.
    pub fn remove_field(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// All fields, for a caller that compares or reads records of any kind.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The fields, without the record around them.
    pub fn into_fields(self) -> Map<String, Value> {
        self.0
    }

    /// The `kind` field; empty if it is missing.
    pub fn kind(&self) -> &str {
        self.0.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The care collections that a private record is shared into.
    pub fn shared_with(&self) -> Vec<CollectionId> {
        self.list(SHARED_WITH).iter().filter_map(|id| id.as_str()?.parse().ok()).collect()
    }

    /// Sets the care collections that a private record is shared into.
    pub fn set_shared_with(&mut self, list: &[CollectionId]) {
        self.set_list(SHARED_WITH, list.iter().map(|id| Value::String(id.to_string())).collect());
    }

    /// Shares a private record into one more care collection. Sharing it again changes only the order of the list.
    pub fn share_with(&mut self, care: CollectionId) {
        let mut list = self.shared_with();
        list.retain(|one| *one != care);
        list.push(care);
        self.set_shared_with(&list);
    }

    /// Stops sharing a private record into a care collection.
    pub fn unshare_from(&mut self, care: CollectionId) {
        let mut list = self.shared_with();
        list.retain(|one| *one != care);
        self.set_shared_with(&list);
    }

    /// Field values that lost a merge, as `{"field": …, "value": …}`, until the person has chosen.
    pub fn alternatives(&self) -> &[Value] {
        self.list(ALTERNATIVES)
    }

    /// Drops all values that lost a merge.
    pub fn drop_alternatives(&mut self) {
        self.0.remove(ALTERNATIVES);
    }

    /// Removes the values of one field that lost a merge, and returns them.
    pub fn take_alternatives(&mut self, field: &str) -> Vec<Value> {
        let list = self.alternatives().to_vec();
        let (taken, left): (Vec<Value>, Vec<Value>) = list.into_iter().partition(|one| one["field"] == field);
        self.set_list(ALTERNATIVES, left);
        taken.into_iter().filter_map(|mut one| Some(one.get_mut("value")?.take())).collect()
    }

    /// Replaces the private fields by those of an earlier state of the same record. Forms do not show these fields, so
    /// a change made in a form must not alter them.
    pub fn keep_private_fields(&mut self, before: &Self) {
        for field in PRIVATE {
            match before.0.get(field) {
                Some(value) => self.0.insert(field.into(), value.clone()),
                None => self.0.remove(field),
            };
        }
    }

    /// This state as an earlier version of the current record: shared with nobody, and with only those lost merge
    /// values that the current record no longer has.
    pub fn into_version(mut self, now: &Self) -> Self {
        let known = now.alternatives();
        let lost = self.alternatives().iter().filter(|one| !known.contains(one)).cloned().collect();
        self.set_list(ALTERNATIVES, lost);
        self.0.remove(SHARED_WITH);
        self
    }

    /// Photos and voice notes, as the record describes them.
    pub fn attachments(&self) -> &[Value] {
        self.list(ATTACHMENTS)
    }

    /// Replaces the list of photos and voice notes.
    pub fn set_attachments(&mut self, list: Vec<Value>) {
        self.set_list(ATTACHMENTS, list);
    }

    /// The person's own text, for kinds that have one; empty otherwise.
    pub fn text(&self) -> &str {
        self.0.get("text").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether the person marked it with "I want to talk about this".
    pub fn wants_to_talk(&self) -> bool {
        self.0.get("wants_to_talk") == Some(&Value::Bool(true))
    }

    /// Sets or removes the mark "I want to talk about this".
    pub fn set_wants_to_talk(&mut self, marked: bool) {
        match marked {
            true => drop(self.0.insert("wants_to_talk".into(), true.into())),
            false => drop(self.0.remove("wants_to_talk")),
        }
    }

    /// Whether it was written about harm in a session: such a record is never shared.
    pub fn is_withheld(&self) -> bool {
        self.0.get("withheld") == Some(&Value::Bool(true))
    }

    fn list(&self, field: &str) -> &[Value] {
        self.0.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn set_list(&mut self, field: &str, list: Vec<Value>) {
        if list.is_empty() {
            self.0.remove(field);
        } else {
            self.0.insert(field.into(), Value::Array(list));
        }
    }

    /// The copy for a care collection, exactly as the therapist sees it: every field except the private ones. `None` if
    /// the record is not shared there, or its kind is never shared.
    pub fn projection(&self, into: CollectionId) -> Option<Self> {
        if NEVER_SHARED.contains(&self.kind()) || !self.shared_with().contains(&into) {
            return None;
        }
        let mut copy = self.0.clone();
        copy.retain(|field, _| !PRIVATE.contains(&field.as_str()));
        Some(Self(copy))
    }

    /// Parses the typed view.
    pub fn to_record(&self) -> Result<Record, Error> {
        let mut fields = self.0.clone();
        let when = fields.remove("when").and_then(|when| Moment::deserialize(when).ok()).ok_or(Error::Frame)?;
        Ok(Record { when, body: Body::read(fields) })
    }
}

impl From<Map<String, Value>> for Payload {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Payload").field(&self.kind()).finish()
    }
}

/// The typed view of a payload.
#[derive(Clone, PartialEq)]
pub struct Record {
    /// The time of the event: for a reflection the time of writing, for an appointment the agreed time.
    pub when: Moment,
    /// The typed content, by kind.
    pub body: Body,
}

impl Record {
    /// The JSON object to be sealed.
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

    fn payload(json: &str) -> Payload {
        Payload::from_json(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_version_keeps_only_the_alternatives_that_the_record_has_lost() {
        let mood = r#"{"field":"mood","value":3}"#;
        let text = r#"{"field":"text","value":"b"}"#;
        let care = CollectionId::new(1, [1; 10]);
        let before = payload(&format!(r#"{{"alternatives":[{mood},{text}],"shared_with":["{care}"],"text":"a"}}"#));
        let mut resolved = before.clone();
        assert_eq!(resolved.take_alternatives("text"), ["b"]);
        assert_eq!(resolved.alternatives().len(), 1);
        assert_eq!(before.clone().into_version(&before), payload(r#"{"text":"a"}"#));
        let version = payload(&format!(r#"{{"alternatives":[{text}],"text":"a"}}"#));
        assert_eq!(before.into_version(&resolved), version);
    }

    #[test]
    fn a_change_in_a_form_leaves_the_private_fields_as_they_were() {
        let (one, other) = (CollectionId::new(1, [1; 10]), CollectionId::new(1, [2; 10]));
        let mut before = payload(r#"{"text":"a"}"#);
        before.share_with(one);
        let mut after = payload(r#"{"alternatives":[{"field":"text","value":"b"}],"text":"c"}"#);
        after.share_with(other);
        after.keep_private_fields(&before);
        assert_eq!((after.shared_with(), after.alternatives().len(), after.text()), (vec![one], 0, "c"));
        after.unshare_from(one);
        assert_eq!(after, payload(r#"{"text":"c"}"#));
    }

    #[test]
    fn a_projection_does_not_reveal_other_relationships() {
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
