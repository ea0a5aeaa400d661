//! What a reply means for this device. Nothing that was written here is ever lost by it.
//!
//! A shared copy is never merged. When another device was first, its copy stands, and once the private collection has
//! been read to its head the copy is compared with the truth and projected again if it differs. So a copy made from an
//! outdated truth (say, of an entry that was taken back meanwhile) does not win by coming last.

use std::collections::BTreeSet;

use protocol::sync::{Changes, CheckpointResult, NewCheckpoint, Push, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, RecordId};

use super::checkpoint::{self, era, verify};
use super::settle::{suspect, theirs};
use super::table::AUTHORITY;
use super::write::projected;
use super::{Context, Cursor, Key, Ledger, Rebuild, Row, Sent, Verdict, push, rebuild};
use crate::record::Payload;
use crate::seal::Place;

/// What a reply brought beyond the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digested {
    /// Collections of which the server says that access has ended.
    pub ended: Vec<CollectionId>,
    /// Collections that the server says it has restored.
    pub restored: Vec<CollectionId>,
    /// Eras that this device had not seen before, also where nothing of what it has seen is lost.
    pub eras: BTreeSet<u32>,
}

/// Takes in the reply to `request`: results first, then changes.
pub fn digest<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    request: &SyncRequest,
    response: &SyncResponse,
) -> Result<Digested, L::Error> {
    let eras = new_eras(ledger, context, response)?;
    let (begun, restored) = begin_rebuilds(ledger, context, response)?;
    for (collection, checkpoint) in &request.checkpoints {
        answered(ledger, context, *collection, checkpoint, request, response)?;
    }
    let pushed = request.push.iter().map(|push| Key { collection: push.collection, id: push.id });
    let asked = |id: &CollectionId| request.cursors.contains_key(id) && context.follows(*id);
    for (collection, changes) in response.changes.iter().filter(|(id, _)| asked(id) && !begun.contains(id)) {
        pulled(ledger, context, *collection, changes)?;
    }
    checkpoint::note_older_journal(ledger, context)?;
    check_copies(ledger, pushed)?;
    let ended: Vec<CollectionId> = response.revoked.iter().copied().filter(|id| context.follows(*id)).collect();
    for collection in &ended {
        ledger.access_ended(*collection)?;
    }
    Ok(Digested { ended, restored, eras })
}

/// The eras that the heads of a reply belong to and that this device, which has been at a head before, has not seen.
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

type Begun = (BTreeSet<CollectionId>, Vec<CollectionId>);

/// Begins to read from their start the collections of which this device has seen something that the server has not, or the
/// other way round.
fn begin_rebuilds<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    response: &SyncResponse,
) -> Result<Begun, L::Error> {
    let cursors = ledger.cursors()?;
    let (mut begun, mut restored) = (BTreeSet::new(), Vec::new());
    for (collection, changes) in response.changes.iter().filter(|(id, _)| context.follows(**id)) {
        let cursor = cursors.get(collection).copied().unwrap_or_default();
        // It was restored while this device was still reading: of what was written here and accepted, some may be lost.
        let since = era(cursor.head) < era(changes.head) && cursor.seq < cursor.head;
        // A restoration begins a new era. Without one it is only another reading from the start, which proves nothing.
        let restored_since = changes.restored && era(changes.head) > ledger.trust(*collection)?.era;
        let why = match ledger.rebuild(*collection)? {
            _ if restored_since || since => Rebuild::Restored,
            Some(Rebuild::Restored) if changes.resync => Rebuild::Restored,
            _ if changes.resync || changes.restored => Rebuild::Forgotten,
            _ => continue,
        };
        if why == Rebuild::Restored {
            restored.push(*collection);
            // What is on its way was made on what the server has lost.
            push::undo(ledger, *collection)?;
        }
        ledger.begin_rebuild(*collection, why)?;
        ledger.set_cursor(*collection, Cursor { seq: 0, head: changes.head })?;
        begun.insert(*collection);
    }
    Ok((begun, restored))
}

/// The answer to a group.
fn answered<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    checkpoint: &NewCheckpoint,
    request: &SyncRequest,
    response: &SyncResponse,
) -> Result<(), L::Error> {
    // Otherwise another run has digested the reply to this group already; what is on its way now is a later one.
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
            let revision = row.next();
            row.accepted(revision);
            ledger.set_row(&key, &row)?;
        } else {
            refused(ledger, context, &key, row, push, result)?;
        }
    }
    if accepted {
        let mut trust = ledger.trust(collection)?;
        trust.own.committed(group.revision, group.epoch, group.said, group.era);
        ledger.set_trust(collection, &trust)?;
        ledger.set_group(collection, None)
    } else {
        push::undo(ledger, collection)
    }
}

/// How many revisions of a record, deleted and forgotten since, a device allows for that it has not seen.
const UNSEEN: u32 = 512;

/// One push of a group that was not committed.
fn refused<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    push: &Push,
    result: &PushResult,
) -> Result<(), L::Error> {
    row.sent = None;
    match result {
        PushResult::Conflict { current: Some(record) } if record.revision != row.revision => {
            theirs(ledger, context, key, row, record)
        }
        PushResult::Conflict { current: None }
            if push.base_revision > 0 && ledger.rebuild(key.collection)?.is_none() =>
        {
            if row.content.is_none() {
                // What is to be deleted is not there.
                rebuild::not_there(&mut row, None);
                return ledger.set_row(key, &row);
            }
            // The server has no such record any more: this device's version is new to it, and above what any other device
            // may have seen before it was deleted.
            let seen = row.revision;
            rebuild::again(&mut row);
            row.floor = row.floor.max((seen + UNSEEN).min(Push::AHEAD - 1));
            ledger.set_row(key, &row)
        }
        PushResult::Rejected { code } if !is_of_the_moment(*code) => {
            row.held = Some(code.as_str().into());
            ledger.set_row(key, &row)
        }
        // Made anew on what stands: the collection is read to its head first.
        _ => ledger.set_row(key, &row),
    }
}

/// Refusals that say nothing about the change itself.
fn is_of_the_moment(code: Code) -> bool {
    matches!(code, Code::Group | Code::EpochOver | Code::Restored | Code::CheckpointMissing | Code::NotFound)
}

fn pulled<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    changes: &Changes,
) -> Result<(), L::Error> {
    let mut trust = ledger.trust(collection)?;
    checkpoint::take_in(&mut trust, context, collection, &changes.checkpoints, changes.head);
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
            Some(Rebuild::Restored) if unconfirmed => rebuild::compare(ledger, context, &key, row, record)?,
            _ if record.revision != row.revision => theirs(ledger, context, &key, row, record)?,
            _ => {}
        }
    }
    let mut seq = changes.head;
    if changes.more {
        let seen = ledger.cursors()?.get(&collection).map_or(0, |cursor| cursor.seq);
        // Without a record: the answer was full before this collection's turn came, and it stays where it was.
        seq = changes.records.last().map_or(seen, |last| last.seq);
        if seen == 0 && seq < changes.head && rebuild.is_none() {
            ledger.begin_rebuild(collection, Rebuild::First)?;
        }
    }
    ledger.set_cursor(collection, Cursor { seq, head: changes.head })?;
    if seq == changes.head {
        at_head(ledger, context, collection, changes.head, rebuild)?;
    }
    Ok(())
}

/// The collection was read to its head: what was not confirmed is settled, and what is here is held against the checkpoints.
fn at_head<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    head: u64,
    rebuild: Option<Rebuild>,
) -> Result<(), L::Error> {
    let left = ledger.end_rebuild(collection)?;
    match rebuild {
        Some(Rebuild::Restored) => left.iter().try_for_each(|key| rebuild::lost(ledger, key))?,
        _ => rebuild::forgotten(ledger, context, collection, &left)?,
    }
    verify(ledger, context, collection, head)?;
    let trust = ledger.trust(collection)?;
    if [trust.own.verdict, trust.other.verdict].contains(&Verdict::Suspect) {
        ledger.begin_rebuild(collection, Rebuild::Check)?;
        ledger.set_cursor(collection, Cursor { seq: 0, head })?;
    }
    Ok(())
}

/// Reads once more from its start what differs from its author's list. A server may show by now what it had withheld: a cursor
/// that is at the head would never ask for it, and nothing could be written there any more.
pub fn look_again<L: Ledger>(ledger: &mut L) -> Result<(), L::Error> {
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

/// Compares copies with the truth: those that were answered, and those whose truth was answered. One whose truth or whose
/// own collection is not read to its head stays suspect until they are: `request` compares it then.
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
        let Some(wanted) = projected(ledger, &key)? else { continue };
        if !row.dirty {
            suspect(&mut row);
        }
        if at_head(private) && at_head(key.collection) {
            compare(&mut row, wanted);
        }
        ledger.set_row(&key, &row)?;
    }
    Ok(())
}

/// The truth is known whole: the copy is what it says.
pub(super) fn compare(row: &mut Row, wanted: Option<Payload>) {
    let base = row.base.take();
    row.settle(row.revision, base, wanted, row.stamp);
}

/// Tries again to admit what was set aside, after a key has arrived.
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
            theirs(ledger, context, &key, row, record)?;
            opened.push(record.id);
        } else {
            ledger.clear_aside(&key)?;
        }
    }
    Ok(opened)
}

/// The person has confirmed, on a new phone, what grants authority and was found under an older key only: it counts from now
/// on, and is sealed again with the newest key.
pub fn confirm_authority<L: Ledger>(ledger: &mut L, context: &Context<'_>, aside: &[Record]) -> Result<(), L::Error> {
    let collection = context.reader.private;
    for record in aside {
        let key = Key { collection, id: record.id };
        let place = Place { collection, id: record.id, revision: record.revision };
        let mut row = ledger.row(&key)?.unwrap_or_default();
        let blob = record.blob.as_ref().map(AsRef::as_ref).unwrap_or_default();
        let Ok(opened) = context.reader.open(&place, record.deleted, blob) else { continue };
        let authority = opened.content.as_ref().is_some_and(|content| AUTHORITY.contains(&content.kind()));
        if !authority {
            continue;
        }
        if row.content.is_some() {
            // A change that another phone had made before the new key.
            super::write(ledger, &key, opened.content)?;
            ledger.clear_aside(&key)?;
            continue;
        }
        if record.revision <= row.revision {
            continue;
        }
        row.settle(record.revision, opened.content.clone(), opened.content, Some(opened.stamp));
        suspect(&mut row);
        ledger.set_row(&key, &row)?;
        ledger.clear_aside(&key)?;
    }
    Ok(())
}

/// The person wants what the server says it does not have brought there again.
pub fn bring_again<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    decide(ledger, collection, |ledger, key, mut row| {
        rebuild::again(&mut row);
        ledger.set_row(key, &row)
    })
}

/// The person lets go of what the server says it does not have: it is deleted, here and with its copies. Should the server show
/// it again, that deletion is what counts.
pub fn remove_here<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    decide(ledger, collection, |ledger, key, mut row| {
        row.missing = false;
        ledger.set_row(key, &row)?;
        super::write(ledger, key, None)
    })
}

/// Settles the rows that the server says it does not have. What is here then is what the next checkpoint says.
fn decide<L: Ledger>(
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
