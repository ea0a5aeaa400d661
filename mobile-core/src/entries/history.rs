//! Restoring an earlier version of an entry, and resolving conflicts between two phones.

use journal::record::{Body, Payload};
use protocol::RecordId;
use serde_json::Value;

use crate::Error;
use crate::commit::Origin;
use crate::phone::Entries;

/// Which version of a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Keep {
    /// Keep the current value.
    Standing,
    /// Take the value of the other phone.
    Other,
    /// Both: texts one after the other, lists joined.
    Both,
}

impl Entries<'_> {
    /// Restores an earlier version of an entry. The current state becomes a version. Attachments do not change: removed
    /// ones are deleted, and no version restores them.
    pub fn restore(self, id: RecordId, version: RecordId) -> Result<(), Error> {
        let Body::Version(version) = self.phone.own_record(version)?.body else { return Err(Error::WrongKind) };
        if version.of != id {
            return Err(Error::NoEntry);
        }
        let mut was = Payload::from(version.content);
        self.phone.change(id, Origin::Form, |record| {
            let standing = record.to_payload();
            if standing.kind() != was.kind() {
                return Err(Error::WrongKind);
            }
            was.set_attachments(standing.attachments().to_vec());
            was.to_record().map_err(|_| Error::WrongKind)
        })
    }

    /// Chooses the value of a field that two phones changed at the same time. The field's alternatives are dropped; the
    /// overwritten value is kept as an earlier version of the entry.
    pub fn resolve(self, id: RecordId, field: &str, keep: Keep) -> Result<(), Error> {
        self.phone.change_payload(id, Origin::Form, |payload| {
            let others = payload.take_alternatives(field);
            if others.is_empty() {
                return Err(Error::NoConflict);
            }
            if keep != Keep::Standing {
                let standing = at_path(payload, field).ok_or(Error::WrongKind)?;
                *standing = others.into_iter().fold(standing.take(), |kept, other| match keep {
                    Keep::Both => both(kept, other),
                    _ => other,
                });
                payload.to_record().map_err(|_| Error::WrongKind)?;
            }
            Ok(())
        })
    }
}

/// A field by the path that a merge records: `setting.light`, `answers.3`. A missing one is created.
fn at_path<'a>(payload: &'a mut Payload, path: &str) -> Option<&'a mut Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut value = payload.field_mut(first);
    for part in rest.into_iter().flat_map(|rest| rest.split('.')) {
        value = match value {
            Value::Array(list) => list.get_mut(part.parse::<usize>().ok()?)?,
            Value::Object(map) => map.entry(part).or_insert(Value::Null),
            _ => return None,
        };
    }
    Some(value)
}

fn both(standing: Value, other: Value) -> Value {
    match (standing, other) {
        (Value::String(standing), Value::String(other)) if standing != other => {
            format!("{}\n\n{}", standing.trim_end(), other).into()
        }
        (Value::Array(mut standing), Value::Array(other)) => {
            standing.extend(other.into_iter().filter(|item| !item.is_number()));
            Value::Array(standing)
        }
        (Value::Null, other) => other,
        // Two numbers, or two times, cannot be joined.
        (standing, _) => standing,
    }
}
