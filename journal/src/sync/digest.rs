//! Applies a reply to the ledger. No local change is ever lost by it.
//!
//! A shared copy is never merged. When another device's push of a copy came first, that version is kept until the
//! private collection has been read to its head. Then the copy is compared with its private record and projected again
//! if it differs. So a copy of an outdated record (for example one that is no longer shared) cannot win by arriving
//! last.

use std::collections::BTreeSet;

use protocol::sync::{Changes, CheckpointResult, NewCheckpoint, Push, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, RecordId};

use super::checkpoint::{self, era, verify};
use super::settle::{apply_remote, mark_suspect};
use super::table::AUTHORITY;
use super::write::expected_copy;
use super::{Context, Cursor, Key, Ledger, Rebuild, Row, Sent, Verdict, push, rebuild};
use crate::record::Payload;
use crate::seal::{Bond, RevisionId, bond};

/// The result of a reply, beside the changed rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncOutcome {
    /// Collections to which the server has ended access.
    pub ended: Vec<CollectionId>,
    /// Collections that the server has restored from a backup.
    pub restored: Vec<CollectionId>,
    /// Eras that this device sees for the first time, even if nothing that it had seen is lost.
    pub eras: BTreeSet<u32>,
}

/// Applies the reply to `request`: first the push results, then the pulled changes.
pub fn digest<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    request: &SyncRequest,
    response: &SyncResponse,
) -> Result<SyncOutcome, L::Error> {
    let eras = new_eras(ledger, context, response)?;
    let (begun, restored) = begin_rebuilds(ledger, context, response)?;
    for (collection, checkpoint) in &request.checkpoints {
        digest_group_result(ledger, context, *collection, checkpoint, request, response)?;
    }
    let pushed = request.push.iter().map(|push| Key { collection: push.collection, id: push.id });
    let asked = |id: &CollectionId| request.cursors.contains_key(id) && context.follows(*id);
    for (collection, changes) in response.changes.iter().filter(|(id, _)| asked(id) && !begun.contains(id)) {
        digest_changes(ledger, context, *collection, changes)?;
    }
    checkpoint::note_older_journal(ledger, context)?;
    check_copies(ledger, pushed)?;
    let ended: Vec<CollectionId> = response.revoked.iter().copied().filter(|id| context.follows(*id)).collect();
    for collection in &ended {
        ledger.access_ended(*collection)?;
    }
    Ok(SyncOutcome { ended, restored, eras })
}

/// The new eras in a reply. A device that has never been at a head reports none.
fn new_eras<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    response: &SyncResponse,
) -> Result<BTreeSet<u32>, L::Error> {
    let mut eras = BTreeSet::new();
    for (collection, changes) in response.changes.iter().filter(|(id, _)| context.follows(**id)) {
        let trust = ledger.trust(*collection)?;
        let now = era(changes.head);
        if trust.floor > 0 && now > trust.era {
            eras.insert(now);
        }
    }
    Ok(eras)
}

type StartedRebuilds = (BTreeSet<CollectionId>, Vec<CollectionId>);

/// Starts a rebuild of each collection of which the server has lost something that this device has seen, or has
/// compacted something that it has not seen.
fn begin_rebuilds<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    response: &SyncResponse,
) -> Result<StartedRebuilds, L::Error> {
    let cursors = ledger.cursors()?;
    let (mut begun, mut restored) = (BTreeSet::new(), Vec::new());
    for (collection, changes) in response.changes.iter().filter(|(id, _)| context.follows(**id)) {
        let cursor = cursors.get(collection).copied().unwrap_or_default();
        // The restore happened while this device was still reading. The server may have lost pushes that it had
        // accepted.
        let since = era(cursor.head) < era(changes.head) && cursor.seq < cursor.head;
        // A restore starts a new era. Without a new era the flag proves nothing: it only causes another read from the
        // start.
        let restored_since = changes.restored && era(changes.head) > ledger.trust(*collection)?.era;
        let why = match ledger.rebuild(*collection)? {
            _ if restored_since || since => Rebuild::Restored,
            Some(Rebuild::Restored) if changes.resync => Rebuild::Restored,
            _ if changes.resync || changes.restored => Rebuild::Forgotten,
            _ => continue,
        };
        if why == Rebuild::Restored {
            restored.push(*collection);
            let mut trust = ledger.trust(*collection)?;
            trust.claimed = trust.claimed.max(era(changes.head));
            ledger.set_trust(*collection, &trust)?;
            // The pending group builds on revisions that the server has lost.
            push::undo(ledger, *collection)?;
        }
        ledger.begin_rebuild(*collection, why)?;
        ledger.set_cursor(*collection, Cursor { seq: 0, head: changes.head })?;
        begun.insert(*collection);
    }
    Ok((begun, restored))
}

/// Applies the result of a group.
fn digest_group_result<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    checkpoint: &NewCheckpoint,
    request: &SyncRequest,
    response: &SyncResponse,
) -> Result<(), L::Error> {
    // If they differ, another run has already applied the reply, and the pending group is a later one.
    let Some(group) = ledger.group(collection)?.filter(|group| group.blob == checkpoint.blob) else { return Ok(()) };
    let Some(result) = response.checkpoints.get(&collection) else { return Ok(()) };
    let accepted = matches!(result, CheckpointResult::Accepted { .. });
    let results = request.push.iter().zip(&response.results);
    for (push, result) in results.filter(|(push, _)| push.collection == collection) {
        let key = Key { collection, id: push.id };
        let is_answered = |sent: &Sent| sent.base_revision == push.base_revision && sent.blob == push.blob;
        let Some(mut row) = ledger.row(&key)?.filter(|row| row.sent.as_ref().is_some_and(is_answered)) else {
            continue;
        };
        if accepted {
            let revision = row.next_revision();
            row.mark_accepted(revision);
            ledger.set_row(&key, &row)?;
        } else {
            digest_failed_push(ledger, context, &key, row, push, result)?;
        }
    }
    if accepted {
        let mut trust = ledger.trust(collection)?;
        trust.own.committed(&group, context.device);
        ledger.set_trust(collection, &trust)?;
        ledger.set_group(collection, None)
    } else {
        push::undo(ledger, collection)
    }
}

/// Applies the result of one push from a group that was not committed.
fn digest_failed_push<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    push: &Push,
    result: &PushResult,
) -> Result<(), L::Error> {
    row.sent = None;
    match result {
        // The answer names the record of the push, or it is none.
        PushResult::Conflict { current: Some(record) } if record.id == key.id && record.revision != row.revision => {
            apply_remote(ledger, context, key, row, record)
        }
        PushResult::Conflict { current: None }
            if push.base_revision > 0 && ledger.rebuild(key.collection)?.is_none() =>
        {
            if row.content.is_none() {
                // The target of the deletion no longer exists.
                rebuild::mark_absent(&mut row, None);
                return ledger.set_row(key, &row);
            }
            // The server no longer has this record. It is pushed as a new one.
            rebuild::queue_above_unseen(&mut row);
            ledger.set_row(key, &row)
        }
        PushResult::Rejected { code } if !is_transient(*code) => {
            row.held = Some(code.as_str().into());
            ledger.set_row(key, &row)
        }
        // The change is sealed again after the collection has been read to its head.
        _ => ledger.set_row(key, &row),
    }
}

/// Rejections that depend on the server's current state and not on the change itself.
fn is_transient(code: Code) -> bool {
    matches!(code, Code::Group | Code::EpochOver | Code::Restored | Code::CheckpointMissing | Code::NotFound)
}

fn digest_changes<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    changes: &Changes,
) -> Result<(), L::Error> {
    let mut trust = ledger.trust(collection)?;
    let known_head = ledger.cursors()?.get(&collection).map_or(0, |cursor| cursor.head);
    checkpoint::open_served(&mut trust, context, collection, &changes.checkpoints, changes.head, known_head);
    ledger.set_trust(collection, &trust)?;
    let rebuild = ledger.rebuild(collection)?;
    for record in &changes.records {
        let key = Key { collection, id: record.id };
        let unconfirmed = ledger.confirm(&key)?;
        let mut row = ledger.row(&key)?.unwrap_or_default();
        if row.missing && record.revision == row.revision {
            row.missing = false;
            ledger.set_row(&key, &row)?;
        }
        match rebuild {
            Some(Rebuild::Restored) if unconfirmed => rebuild::reconcile(ledger, context, &key, row, record)?,
            _ if record.revision != row.revision => apply_remote(ledger, context, &key, row, record)?,
            _ => {}
        }
    }
    let mut seq = changes.head;
    if changes.more {
        let seen = ledger.cursors()?.get(&collection).map_or(0, |cursor| cursor.seq);
        // No records: the reply was full before this collection's turn, so its cursor does not move.
        seq = changes.records.last().map_or(seen, |last| last.seq);
        if seen == 0 && seq < changes.head && rebuild.is_none() {
            ledger.begin_rebuild(collection, Rebuild::First)?;
        }
    }
    ledger.set_cursor(collection, Cursor { seq, head: changes.head })?;
    if seq == changes.head {
        finish_pull(ledger, context, collection, changes.head, rebuild)?;
    }
    Ok(())
}

/// Ends a rebuild at the head: resolves the unconfirmed rows and compares the collection with its checkpoints.
fn finish_pull<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    head: u64,
    rebuild: Option<Rebuild>,
) -> Result<(), L::Error> {
    let left = ledger.end_rebuild(collection)?;
    match rebuild {
        Some(Rebuild::Restored) => left.iter().try_for_each(|key| rebuild::push_lost_row(ledger, key))?,
        _ => rebuild::resolve_unconfirmed(ledger, context, collection, &left)?,
    }
    verify(ledger, context, collection, head)?;
    let trust = ledger.trust(collection)?;
    if [trust.own.verdict, trust.other.verdict].contains(&Verdict::Suspect) {
        ledger.begin_rebuild(collection, Rebuild::Check)?;
        ledger.set_cursor(collection, Cursor { seq: 0, head })?;
    }
    Ok(())
}

/// Starts a rebuild of every collection that differs from its checkpoint. The server may serve now what it had
/// withheld. Without the rebuild, a cursor at the head would never ask for it, and nothing could be written there any
/// more.
pub fn recheck_checkpoints<L: Ledger>(ledger: &mut L) -> Result<(), L::Error> {
    for (collection, cursor) in ledger.cursors()? {
        let trust = ledger.trust(collection)?;
        let differs = [trust.own.verdict, trust.other.verdict].iter().any(|one| matches!(one, Verdict::Differs(_)));
        if differs && ledger.rebuild(collection)?.is_none() {
            ledger.begin_rebuild(collection, Rebuild::Check)?;
            ledger.set_cursor(collection, Cursor { seq: 0, head: cursor.head })?;
        }
    }
    Ok(())
}

/// Compares with their private records the copies that were answered and the copies whose private record was answered.
/// A copy stays suspect until both collections have been read to their heads; `request` compares it then.
fn check_copies<L: Ledger>(ledger: &mut L, answered: impl Iterator<Item = Key>) -> Result<(), L::Error> {
    let Some(private) = ledger.private()? else { return Ok(()) };
    let cursors = ledger.cursors()?;
    let at_head = |collection| cursors.get(&collection).is_some_and(|cursor| cursor.seq == cursor.head);
    let relationships = ledger.relationships()?;
    let mut copies = BTreeSet::new();
    for key in answered {
        if key.collection == private {
            copies.extend(relationships.iter().map(|collection| Key { collection: *collection, id: key.id }));
        } else {
            copies.insert(key);
        }
    }
    for key in copies {
        let Some(mut row) = ledger.row(&key)?.filter(|row| row.sent.is_none() && row.held.is_none()) else { continue };
        let Some(wanted) = expected_copy(ledger, &key)? else { continue };
        if !row.dirty {
            mark_suspect(&mut row);
        }
        if at_head(private) && at_head(key.collection) {
            set_to_projection(&mut row, wanted);
        }
        ledger.set_row(&key, &row)?;
    }
    Ok(())
}

/// Sets the copy to the projection of its private record. Both collections have been read to their heads.
pub(super) fn set_to_projection(row: &mut Row, wanted: Option<Payload>) {
    let base = row.base.take();
    row.set_server_state(row.revision, base, wanted, row.stamp);
}

/// Tries again to admit records that were set aside, after a key has arrived.
pub fn reopen<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    aside: &[Record],
) -> Result<Vec<RecordId>, L::Error> {
    let mut opened = Vec::new();
    for record in aside {
        let key = Key { collection, id: record.id };
        let row = ledger.row(&key)?.unwrap_or_default();
        if record.revision > row.revision {
            apply_remote(ledger, context, &key, row, record)?;
            opened.push(record.id);
        } else {
            ledger.clear_aside(&key)?;
        }
    }
    Ok(opened)
}

/// The bonds that were found only under an older key. On a new phone the person is shown them before
/// [`confirm_authority`].
pub fn bonds_to_confirm(context: &Context<'_>, aside: &[Record]) -> Vec<Bond> {
    let collection = context.reader.private;
    let open = |record: &Record| {
        let revision_id = RevisionId { collection, id: record.id, revision: record.revision };
        let blob = record.blob.as_ref().map(AsRef::as_ref).unwrap_or_default();
        bond::read(record.id, &context.reader.open(&revision_id, record.deleted, blob).ok()?.content?)
    };
    aside.iter().filter_map(open).filter(Bond::is_open).collect()
}

/// The person confirmed, on a new phone, records with authority that were found only under an older key. They count
/// from now on and are sealed again under the newest key.
///
/// A lost phone may have made them, and the person was shown the readers only. So a sharing rule comes in as one that has
/// ended, and a bond or rule that this phone already has does not change.
pub fn confirm_authority<L: Ledger>(ledger: &mut L, context: &Context<'_>, aside: &[Record]) -> Result<(), L::Error> {
    let collection = context.reader.private;
    for record in aside {
        let key = Key { collection, id: record.id };
        let revision_id = RevisionId { collection, id: record.id, revision: record.revision };
        let mut row = ledger.row(&key)?.unwrap_or_default();
        let blob = record.blob.as_ref().map(AsRef::as_ref).unwrap_or_default();
        let Ok(opened) = context.reader.open(&revision_id, record.deleted, blob) else { continue };
        let Some(content) = opened.content.filter(|content| AUTHORITY.contains(&content.kind())) else { continue };
        if let Some(mine) = &row.content {
            // The record is a change that another phone made before it had the new key.
            if ![mine, &content].iter().any(|one| ["bond", "sharing_rule"].contains(&one.kind())) {
                super::write(ledger, &key, Some(content))?;
            }
            ledger.clear_aside(&key)?;
            continue;
        }
        if record.revision <= row.revision {
            continue;
        }
        let mut counts = content.clone();
        if content.kind() == "sharing_rule" {
            counts.set_field("ended", true.into());
        }
        row.set_server_state(record.revision, Some(content), Some(counts), Some(opened.stamp));
        if !row.dirty {
            mark_suspect(&mut row);
        }
        ledger.set_row(&key, &row)?;
        ledger.clear_aside(&key)?;
    }
    Ok(())
}

/// The person chose to push the missing records again.
pub fn push_missing<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    resolve_missing(ledger, collection, |ledger, key, mut row| {
        rebuild::queue_above_unseen(&mut row);
        ledger.set_row(key, &row)
    })
}

/// The person chose to give up the missing records: they are deleted here together with their copies. If the server
/// serves one again, this deletion wins.
pub fn delete_missing<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    resolve_missing(ledger, collection, |ledger, key, mut row| {
        row.missing = false;
        ledger.set_row(key, &row)?;
        super::write(ledger, key, None)
    })
}

/// Resolves all missing rows of a collection. The next checkpoint then states the local rows, whatever the server's
/// state was.
fn resolve_missing<L: Ledger>(
    ledger: &mut L,
    collection: CollectionId,
    each: impl Fn(&mut L, &Key, Row) -> Result<(), L::Error>,
) -> Result<(), L::Error> {
    for key in ledger.missing(collection)? {
        if let Some(row) = ledger.row(&key)? {
            each(ledger, &key, row)?;
        }
    }
    let mut trust = ledger.trust(collection)?;
    trust.own.overruled = Some(trust.own.served.max(trust.own.revision));
    ledger.set_trust(collection, &trust)
}
