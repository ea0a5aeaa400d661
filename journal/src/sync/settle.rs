//! Resolves one record whose revision on the server differs from the local one: admits it, merges it, updates the row.

use protocol::RecordId;
use protocol::sync::Record;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::admit::{Refused, admit};
use super::rebuild::{merge_without_base, was_seen};
use super::table::AUTHORITY;
use super::write::{Copies, expected_copy, update_copies};
use super::{Context, Key, Ledger, Row};
use crate::checks::{Check, on};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::{self, Opened};

/// Applies a revision of a record that this device does not have yet.
pub(super) fn apply_remote<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    record: &Record,
) -> Result<(), L::Error> {
    let trust = ledger.trust(key.collection)?;
    let admitted = match admit(context, &trust, key, &row, record) {
        // Only its author may overwrite a copy.
        Ok(opened) if !opened.stamp.mine && expected_copy(ledger, key)?.is_some() => {
            Err(Refused { why: seal::Error::NotTheirs, stamp: Some(opened.stamp) })
        }
        other => other,
    };
    let opened = match admitted {
        Ok(opened) => opened,
        Err(Refused { why, stamp }) => {
            // An older version changes nothing, and the local change can be pushed as soon as the server is honest again.
            if row.dirty && why != seal::Error::Older {
                // The two versions cannot be merged, because one cannot be read. The local change stays, and its row
                // shows the error.
                row.sent = None;
                row.held = Some(why.code().into());
                ledger.set_row(key, &row)?;
            }
            return ledger.set_aside(key.collection, record, why, stamp);
        }
    };
    if is_stale(context, key, &row, &opened) {
        // The local version wins and is pushed on top. The other version stays set aside, so that the person can
        // still confirm it.
        let mine = row.content.take();
        row.set_server_state(record.revision, opened.content, mine, Some(opened.stamp));
        ledger.set_row(key, &row)?;
        return ledger.set_aside(key.collection, record, seal::Error::StaleAuthority, None);
    }
    let before_restore = record.revision <= row.floor && opened.stamp.era < trust.era.max(trust.claimed);
    if before_restore || was_seen(&row, record.revision) {
        // Sealed before the restore, and older than what this device held at that time. This also holds if the server has
        // withdrawn its claim of a restore since. Or the server claimed not to have the record, and has shown it before.
        if !opened.stamp.mine {
            return ledger.set_aside(key.collection, record, seal::Error::Older, Some(opened.stamp));
        }
        ledger.clear_aside(key)?;
        let mine = row.content.take();
        row.set_server_state(record.revision, opened.content, mine, Some(opened.stamp));
        return ledger.set_row(key, &row);
    }
    let replaced = row.content.as_ref().filter(|content| !row.dirty && opened.content.as_ref() != Some(*content));
    if let Some(content) = replaced.filter(|content| trust.own.written.split && !AUTHORITY.contains(&content.kind())) {
        // The server has kept this phone apart from another one. This may be the only copy of what was edited here, so it
        // is kept under an id of its own: a later revision does not replace it.
        ledger.keep_removed(&Key { collection: key.collection, id: content_id(content) }, content)?;
    }
    apply_admitted(ledger, key, row, record.revision, opened)
}

/// An id that only this content has.
fn content_id(content: &Payload) -> RecordId {
    let hash = Sha256::digest(content.to_json());
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    RecordId(uuid::Uuid::from_bytes(id))
}

/// Takes over an admitted revision, or merges it with the local change.
fn apply_admitted<L: Ledger>(
    ledger: &mut L,
    key: &Key,
    mut row: Row,
    revision: u32,
    opened: Opened,
) -> Result<(), L::Error> {
    ledger.clear_aside(key)?;
    let server = opened.content;
    let dirty = row.dirty;
    // This device did not know of the copy when it changed the private record, so the copy has to be compared as well.
    let copy = expected_copy(ledger, key)?.is_some_and(|wanted| dirty || wanted != server);
    let content = if !dirty || copy {
        server.clone()
    } else {
        match (row.content.take(), &server) {
            (Some(mine), Some(server)) => Some(match &row.base {
                Some(base) => merge(Some(base), server, &mine),
                // The order of the two is unknown: nothing is shared, and no authority returns, because of the other one.
                None if revision <= row.floor && AUTHORITY.contains(&mine.kind()) && mine.kind() != "bond" => mine,
                None => merge_without_base(server, &mine),
            }),
            // A deletion on one side and an edit on the other: the edit wins.
            (mine, server) => mine.or_else(|| server.clone()),
        }
    };
    row.set_server_state(revision, server, content, Some(opened.stamp));
    if copy {
        mark_suspect(&mut row);
    }
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        // A merge made here must update all copies. Otherwise only queued copies follow; the other device has updated
        // the rest.
        update_copies(ledger, key.id, row.content.as_ref(), if dirty { Copies::All } else { Copies::Waiting })?;
    }
    Ok(())
}

/// Whether a new revision of a record with authority is sealed under a retired key and does more than revoke. A lost
/// phone holds that key. Revocations are accepted, or a revocation by another phone would be undone.
fn is_stale(context: &Context<'_>, key: &Key, row: &Row, opened: &Opened) -> bool {
    let Some(before) = row.content.as_ref().filter(|before| AUTHORITY.contains(&before.kind())) else { return false };
    let newest = context.reader.keyring.newest(key.collection).map_or(0, |(epoch, _)| epoch);
    on(Check::Authority)
        && key.collection == context.reader.private
        && opened.stamp.epoch < newest
        && opened.content.as_ref() != Some(before)
        && !only_revokes(before, opened.content.as_ref())
}

/// Whether a change to a record with authority only revokes it.
fn only_revokes(before: &Payload, after: Option<&Payload>) -> bool {
    let Some(after) = after else { return ["sharing_rule", "consent"].contains(&before.kind()) };
    let end = match before.kind() {
        "bond" | "sharing_rule" => "ended",
        "consent" => "withdrawn",
        _ => return false,
    };
    let ends = after.field(end).is_some_and(|value| !value.is_null() && *value != Value::Bool(false));
    let rest = |payload: &Payload| {
        let mut rest = payload.fields().clone();
        rest.remove(end);
        rest
    };
    ends && rest(before) == rest(after)
}

/// Queues a copy until it has been compared with its private record.
pub(super) fn mark_suspect(row: &mut Row) {
    row.dirty = true;
    row.base.clone_from(&row.content);
}
