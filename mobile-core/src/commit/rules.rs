//! Sharing rules, "share from now on": kinds of which each new entry is shared with a therapist. Existing entries, and
//! entries from a file, do not change.

use journal::record::{Body, Payload, Record, SharingRule};
use protocol::{CollectionId, RecordId};

use super::consent;
use crate::store::Connection;
use crate::store::{self, pages};

/// Kinds that a rule can share. A crisis plan or a consent is shared individually or not at all.
pub(crate) const KINDS: [&str; 10] = [
    "reflection",
    "check_in",
    "side_effect_check",
    "dosing_session",
    "intention",
    "goal",
    "concern",
    "step",
    "measure_response",
    "appointment",
];

/// The rules that are in force, newest first, with the ids of their records.
pub(crate) fn in_force(connection: &mut Connection) -> Result<Vec<(RecordId, Record, SharingRule)>, store::Error> {
    let rows = pages::visible(connection, &["sharing_rule"], None, i64::MAX)?;
    let rule = |(key, row): (journal::sync::Key, journal::sync::Row)| {
        let record = row.content?.to_record().ok()?;
        match &record.body {
            Body::SharingRule(rule) if !rule.ended => Some((key.id, record.clone(), rule.clone())),
            _ => None,
        }
    };
    Ok(rows.into_iter().filter_map(rule).collect())
}

/// The relationships that get each new entry of a kind: a rule covers it, and a consent is in force.
pub(crate) fn readers(connection: &mut Connection, kind: &str) -> Result<Vec<CollectionId>, store::Error> {
    let mut readers = Vec::new();
    for (_, _, rule) in in_force(connection)? {
        let covers = rule.kinds.iter().any(|one| one == kind) && !readers.contains(&rule.care);
        if covers && consent::in_force(connection, rule.care)? {
            readers.push(rule.care);
        }
    }
    Ok(readers)
}

/// Shares a new entry if a rule covers it and a consent is in force. Entries about harm in a session are excluded.
pub(super) fn apply(connection: &mut Connection, content: &mut Payload) -> Result<(), store::Error> {
    if content.is_withheld() {
        return Ok(());
    }
    for care in readers(connection, content.kind())? {
        content.share_with(care);
    }
    Ok(())
}
