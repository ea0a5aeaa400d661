//! Earlier versions of an entry, and versions that two phones wrote at once.

use diesel::SqliteConnection;
use journal::record::{Body, Moment, Payload, Record, Version};
use journal::sync::{Key, Ledger as _, write};
use protocol::{Limits, RecordId};
use serde_json::Value;

use super::size;
use crate::store::pages;
use crate::store::records::Books;
use crate::{Error, Phone};

/// Kinds that are mostly words: their earlier versions are worth keeping.
const KEPT: [&str; 7] = ["reflection", "check_in", "dosing_session", "intention", "goal", "concern", "crisis_plan"];

/// Which version of a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Keep {
    /// The one that stands.
    Standing,
    /// The other one.
    Other,
    /// Both: words one after the other, lists together.
    Both,
}

/// Keeps what an entry was.
pub(crate) fn keep(
    connection: &mut SqliteConnection,
    of: RecordId,
    id: RecordId,
    now: &Moment,
    was: Payload,
) -> Result<(), Error> {
    if !KEPT.contains(&was.kind()) {
        return Ok(());
    }
    let body = Body::Version(Version { of, content: was.0, extra: Default::default() });
    let payload = Record { when: now.clone(), body }.to_payload();
    // One that is too large to sync would wait for ever.
    if size::size(&payload) > u64::from(Limits::default().blob_bytes) {
        return Ok(());
    }
    let mut books = Books::on(connection);
    let key = Phone::own(&mut books, id)?;
    Ok(write(&mut books, &key, Some(payload))?)
}

/// An entry's versions go with it.
pub(super) fn forget(connection: &mut SqliteConnection, of: RecordId) -> Result<(), Error> {
    for (key, _) in pages::about(connection, of, &["version"])? {
        write(&mut Books::on(connection), &key, None)?;
    }
    Ok(())
}

impl Phone {
    /// Brings an earlier version of an entry back. What stands now becomes a version itself. Photos and voice notes stay as
    /// they are now: what was removed is deleted, and no version brings it back.
    pub fn restore(&self, id: RecordId, version: RecordId) -> Result<(), Error> {
        let Body::Version(version) = self.own_record(version)?.body else { return Err(Error::WrongKind) };
        if version.of != id {
            return Err(Error::NoEntry);
        }
        let mut was = Payload(version.content);
        self.change(id, true, |record| {
            let standing = record.to_payload();
            if standing.kind() != was.kind() {
                return Err(Error::WrongKind);
            }
            match standing.0.get("attachments") {
                Some(attachments) => was.0.insert("attachments".into(), attachments.clone()),
                None => was.0.remove("attachments"),
            };
            was.to_record().map_err(|_| Error::WrongKind)
        })
    }

    /// The person has looked at the versions that two phones wrote at once, and says what stays of a field. The field's
    /// other versions are dropped; what is overwritten is kept as an earlier version of the entry.
    pub fn resolve(&self, id: RecordId, field: &str, keep: Keep) -> Result<(), Error> {
        let now = self.clock.now();
        let version = self.new_id(&now);
        self.store.write::<_, Error>(|connection| {
            let mut books = Books::on(connection);
            let key: Key = Self::own(&mut books, id)?;
            let mut payload = books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
            let before = payload.clone();
            let others = take_alternatives(&mut payload, field);
            if others.is_empty() {
                return Err(Error::NoConflict);
            }
            if keep != Keep::Standing {
                let standing = at_path(&mut payload, field).ok_or(Error::WrongKind)?;
                *standing = others.into_iter().fold(standing.take(), |kept, other| match keep {
                    Keep::Both => both(kept, other),
                    _ => other,
                });
                payload.to_record().map_err(|_| Error::WrongKind)?;
            }
            self.check_size(&payload, Some(&before))?;
            write(&mut books, &key, Some(payload))?;
            let mut was = before;
            was.0.remove("shared_with");
            self::keep(connection, id, version, &now, was)
        })?;
        self.written();
        Ok(())
    }
}

/// The other versions of a field, taken out of the record.
fn take_alternatives(payload: &mut Payload, field: &str) -> Vec<Value> {
    let Some(Value::Array(list)) = payload.0.remove("alternatives") else { return Vec::new() };
    let (taken, left): (Vec<Value>, Vec<Value>) = list.into_iter().partition(|one| one["field"] == field);
    if !left.is_empty() {
        payload.0.insert("alternatives".into(), left.into());
    }
    taken.into_iter().filter_map(|mut one| Some(one.get_mut("value")?.take())).collect()
}

/// A field by the path under which a merge names it: `setting.light`, `answers.3`. One that is absent is made.
fn at_path<'a>(payload: &'a mut Payload, path: &str) -> Option<&'a mut Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut value = payload.0.entry(first).or_insert(Value::Null);
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
        // Two numbers, or two times, cannot both stand.
        (standing, _) => standing,
    }
}
