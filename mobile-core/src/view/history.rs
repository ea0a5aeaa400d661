//! Earlier versions of an entry, and conflicts between two phones.

use journal::arc::Item;
use journal::record::Body;
use protocol::RecordId;
use serde::Serialize;
use serde_json::Value;

use super::entry::EntryView;
use crate::Error;
use crate::phone::Entries;
use crate::store::{pages, recall};

/// A version of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct VersionView {
    /// The id for restoring it; absent for the current version.
    pub id: Option<String>,
    /// "Now", or when it was replaced.
    pub when_text: String,
    /// Milliseconds since the Unix epoch: when it was replaced; for the current version, the time of the entry.
    pub unix_ms: i64,
    /// The text, as it was written.
    pub text: String,
}

/// An entry that two phones changed at the same time.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct ConflictView {
    /// The entry in its current state.
    pub entry: EntryView,
    /// "This was changed on two phones".
    pub title: String,
    /// "Both versions are here. Nothing is lost, whatever you choose."
    pub text: String,
    /// The fields that differ.
    pub fields: Vec<ConflictField>,
}

/// A field that two phones changed at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ConflictField {
    /// The field's name, for `resolve`.
    pub field: String,
    /// "Words".
    pub label: String,
    /// The current value of the field.
    pub standing: String,
    /// The value from the other phone.
    pub other: String,
    /// Whether both can be kept: texts and lists can, numbers cannot.
    pub both: bool,
}

impl Entries<'_> {
    /// The versions of an entry, newest first, beginning with the current one.
    pub fn history(self, id: RecordId) -> Result<Vec<VersionView>, Error> {
        let context = self.phone.view_context()?;
        let now = self.phone.own_record(id)?;
        let versions = self.phone.store.read(|connection| pages::about(connection, id, &["version"]))?;
        let words = |payload: &serde_json::Map<String, Value>| {
            let text = |name: &str| payload.get(name).and_then(Value::as_str).map(str::to_owned);
            text("text").or_else(|| text("first_words")).unwrap_or_default()
        };
        let version = |item: Item| match item.record.body {
            Body::Version(version) => Some(VersionView {
                id: Some(item.id.to_string()),
                when_text: context
                    .words
                    .fill("version-at", &[("when", context.relative(item.record.when.unix_ms).into())]),
                unix_ms: item.record.when.unix_ms,
                text: words(&version.content),
            }),
            _ => None,
        };
        let standing = VersionView {
            id: None,
            when_text: context.words.say("version-now"),
            unix_ms: now.when.unix_ms,
            text: words(now.to_payload().fields()),
        };
        let mut all: Vec<VersionView> = versions.iter().filter_map(recall::item).filter_map(version).collect();
        all.reverse();
        all.insert(0, standing);
        Ok(all)
    }

    /// Entries that two phones changed at the same time, newest first, until the person has looked at them.
    pub fn conflicts(self) -> Result<Vec<ConflictView>, Error> {
        let keys = self.phone.store.read(recall::with_alternatives)?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let words = self.phone.words();
        let mut conflicts = Vec::new();
        for key in keys {
            let payload = match self.phone.own_payload(key.id) {
                Ok(payload) => payload,
                Err(Error::NoEntry) => continue,
                Err(error) => return Err(error),
            };
            // A record that no list shows, such as preferences, keeps its current value.
            let Ok(entry) = self.phone.pages().show(key.id) else { continue };
            let field = |one: &Value| {
                let (name, other) = (one.get("field")?.as_str()?, one.get("value")?);
                let mut standing = payload.field(name.split('.').next()?);
                for part in name.split('.').skip(1) {
                    standing = match standing? {
                        Value::Object(map) => map.get(part),
                        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
                        _ => None,
                    };
                }
                let known = words.find(&format!("field-{name}"), &[]);
                Some(ConflictField {
                    field: name.into(),
                    label: known.unwrap_or_else(|| words.name("scale", name)),
                    standing: standing.map(shown).unwrap_or_default(),
                    other: shown(other),
                    both: other.is_string() || other.is_array(),
                })
            };
            conflicts.push(ConflictView {
                title: words.say("resolve-title"),
                text: words.say("resolve-text"),
                fields: payload.alternatives().iter().filter_map(field).collect(),
                entry,
            });
        }
        Ok(conflicts)
    }
}

/// A value as text.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(map) if map.contains_key("at") => map["at"].as_str().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
