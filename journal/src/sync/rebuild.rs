//! Rebuild: reads a collection again from its start, because the local state no longer fits the server.
//!
//! A server that was restored from a backup has lost the latest changes. The devices still have them and push them
//! again; changes made on the restored server are kept too. The seals tell the two apart, never the server: a revision
//! that is not newer than the local one and was sealed before the restore comes from the backup and changes nothing. A
//! revision that was sealed after the restore is merged without a base. Such a merge may duplicate a sentence but loses
//! none; the result is shared only where both versions are shared. A deletion that the server has lost is repeated. An
//! edit beats a deletion, as always.
//!
//! Claims of the server that it has compacted deletions are accepted only as far as the authors' checkpoints prove
//! them.
//!
//! Each member pushes only their own records again. The other member's lost records are kept for a while but never
//! pushed: a client may have taken them back.

use protocol::CollectionId;
use protocol::sync::{Push, Record};
use serde_json::Value;

use super::admit::{Refused, admit};
use super::checkpoint::{StoredClaim, live_list, states};
use super::settle::{apply_remote, mark_suspect};
use super::table::{AUTHORITY, BOTH, CLIENT};
use super::write::{Copies, expected_copy, update_copies};
use super::{Context, Key, Ledger, Row};
use crate::checks::{Check, on};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::Stamp;

/// After a restore: reconciles a served record with the row that this device had before.
pub(super) fn reconcile<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    record: &Record,
) -> Result<(), L::Error> {
    let trust = ledger.trust(key.collection)?;
    let unseen = Row { revision: 0, ..row.clone() };
    let opened = match admit(context, &trust, key, &unseen, record) {
        Ok(opened) => opened,
        Err(Refused { why, stamp }) => return ledger.set_aside(key.collection, record, why, stamp),
    };
    let newer = record.revision > row.revision;
    let since = !on(Check::Era) || opened.stamp.era > trust.era;
    if newer && !since {
        // The backup has it, but this device had not read it yet.
        return apply_remote(ledger, context, key, row, record);
    }
    ledger.clear_aside(key)?;
    let server = opened.content;
    let copy = expected_copy(ledger, key)?.is_some();
    let another = !opened.stamp.mine;
    if another
        && !newer
        && let Some(content) = row.content.as_ref().filter(|content| Some(*content) != server.as_ref())
    {
        ledger.keep_removed(key, content)?;
    }
    let authority = key.collection == context.reader.private
        && row.content.as_ref().is_some_and(|mine| AUTHORITY.contains(&mine.kind()));
    let content = match (row.content.take(), &server) {
        // A copy is compared with its private record later. The other member pushes their own records again.
        _ if copy || another => server.clone(),
        // Older than the local content, or the base of the local change.
        (mine, _) if !since || row.dirty && row.base == server => mine,
        // A record with authority is never merged when the order of the two versions is unknown.
        (Some(mine), Some(_)) if authority => Some(mine),
        (Some(mine), Some(server)) if newer => Some(merge_without_base(server, &mine)),
        (Some(mine), Some(server)) => Some(merge_without_base(&mine, server)),
        (Some(_), None) if newer && !row.dirty => None,
        (mine, server) => mine.or_else(|| server.clone()),
    };
    let seen = row.next_revision() - 1;
    row.set_server_state(record.revision, server, content, Some(opened.stamp));
    if seen > record.revision {
        row.floor = seen;
    }
    if copy {
        mark_suspect(&mut row);
    }
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        update_copies(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// Merges two versions of unknown order. The result is shared only where both are shared, because the older one may
/// still be marked as shared.
pub(super) fn merge_without_base(theirs: &Payload, mine: &Payload) -> Payload {
    let both: Vec<CollectionId> =
        theirs.shared_with().into_iter().filter(|id| mine.shared_with().contains(id)).collect();
    let mut merged = merge(None, theirs, mine);
    merged.set_shared_with(&both);
    merged
}

/// After a restore: the server does not have this row. It is pushed as new; a deleted row stays deleted.
pub(super) fn push_lost_row<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let private = ledger.private()?;
    let alone = expected_copy(ledger, key)?.is_none();
    let copy = private.is_some_and(|private| private != key.collection)
        && alone
        && row.content.as_ref().is_some_and(is_clients_own);
    if row.stamp.is_some_and(|stamp| !stamp.mine) {
        return remove_and_keep_content(ledger, key);
    }
    if copy && !row.dirty {
        return clear_row(ledger, key);
    }
    queue_as_new(&mut row);
    ledger.set_row(key, &row)?;
    if private == Some(key.collection) {
        // Also creates a copy that this device had not read yet. No other device may have it.
        update_copies(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// Queues a row that the server does not have, as a new record.
pub(super) fn queue_as_new(row: &mut Row) {
    let (seen, content) = (row.next_revision() - 1, row.content.take());
    row.set_server_state(0, None, content, None);
    row.floor = seen;
}

/// How many revisions of a deleted and compacted record to skip, because this device may not have seen them.
const UNSEEN_REVISIONS: u32 = 512;

/// Queues a row that the server claims not to have (any more), above every revision that another device may have seen
/// before the deletion.
pub(super) fn queue_above_unseen(row: &mut Row) {
    queue_as_new(row);
    let above = row.floor.saturating_add(UNSEEN_REVISIONS).min(Push::AHEAD - 1);
    row.floor = row.floor.max(above);
}

/// Whether a row queued by [`queue_above_unseen`] has already been seen at this revision, so that the server shows an
/// old state of it.
pub(super) fn was_seen(row: &Row, revision: u32) -> bool {
    revision <= row.floor.saturating_sub(UNSEEN_REVISIONS)
}

/// Whether a care record is a client's own: a copy whose private record this phone has never seen. It may have been
/// taken back since.
fn is_clients_own(payload: &Payload) -> bool {
    let client = CLIENT.contains(&payload.kind());
    client || BOTH.contains(&payload.kind()) && payload.field("by_therapist") != Some(&Value::Bool(true))
}

/// Handles the rows that a server with compacted deletions does not serve. The other member's rows are removed, and so
/// are own rows that the own checkpoint proves to be deleted; their content is kept for a while. Other own rows are
/// marked as missing.
pub(super) fn resolve_unconfirmed<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    keys: &[Key],
) -> Result<(), L::Error> {
    if keys.is_empty() {
        return Ok(());
    }
    let trust = ledger.trust(collection)?;
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let mut left = states(&ledger.entries(collection)?, false);
    left.retain(|id, _| keys.iter().all(|key| key.id != *id));
    let live = live_list(left.into_iter(), true);
    let forked = trust.own.forked || trust.own.written.split;
    let counts = trust.own.epoch >= newest && trust.own.served >= trust.own.revision && !forked;
    let matches = |claim: StoredClaim| claim.live == live.count && claim.list == live.list;
    let own = !on(Check::SealedDeletion) || counts && trust.own.claim.is_some_and(matches);
    for key in keys {
        let Some(mut row) = ledger.row(key)? else { continue };
        // The server never had this row, so it is not missing there.
        let Some(stamp) = row.stamp else { continue };
        if !stamp.live {
            // A tombstone keeps its revision, so that a replayed record cannot bring the row back.
            continue;
        }
        if stamp.mine && !own {
            row.missing = true;
            ledger.set_row(key, &row)?;
            continue;
        }
        // Content is kept even if the deletion is proved: a hostile server can show an older checkpoint from before the
        // record.
        if let Some(content) = row.content.as_ref().filter(|_| on(Check::SealedDeletion)) {
            ledger.keep_removed(key, content)?;
        }
        let content = row.content.take().filter(|_| row.dirty);
        mark_absent(&mut row, content);
        ledger.set_row(key, &row)?;
    }
    Ok(())
}

/// Marks a row as absent on the server. Its revision is kept, so that a replayed record cannot bring it back.
pub(super) fn mark_absent(row: &mut Row, content: Option<Payload>) {
    let gone = row.stamp.map(|stamp| Stamp { live: false, ..stamp });
    row.set_server_state(row.revision, None, content, gone);
}

/// Removes another member's row. Its content is kept for a while.
fn remove_and_keep_content<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    if let Some(content) = ledger.row(key)?.and_then(|row| row.content) {
        ledger.keep_removed(key, &content)?;
    }
    clear_row(ledger, key)
}

/// Clears a row that the server no longer has. Unsent local changes stay.
pub(super) fn clear_row<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let (seen, content) = (row.next_revision() - 1, row.content.take().filter(|_| row.dirty));
    row.set_server_state(0, None, content, None);
    row.floor = seen;
    ledger.set_row(key, &row)
}
