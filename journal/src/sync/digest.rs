//! What a reply means for this device. Nothing that was written here is ever lost by it.
//!
//! A shared copy is never merged. When another device was first, its copy stands, and once the private collection has
//! been read to its head the copy is compared with the truth and projected again if it differs. So a copy made from an
//! outdated truth (say, of an entry that was taken back meanwhile) does not win by coming last.

use std::collections::BTreeSet;

use protocol::sync::{Changes, GENERATION, Push, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{Code, CollectionId, RecordId};

use super::settle::{suspect, theirs};
use super::write::projected;
use super::{Cursor, Key, Ledger, Rebuild, Row, Sent, rebuild};
use crate::record::Payload;
use crate::seal::Keyring;

/// Takes in the reply to `request`: results first, then changes. Returns the collections to which access has ended.
pub fn digest<L: Ledger>(
    ledger: &mut L,
    request: &SyncRequest,
    response: &SyncResponse,
    keyring: &Keyring,
) -> Result<Vec<CollectionId>, L::Error> {
    let begun = begin_rebuilds(ledger, response)?;
    for (push, result) in request.push.iter().zip(&response.results) {
        answered(ledger, push, result, begun.contains(&push.collection), keyring)?;
    }
    let answered = request.push.iter().map(|push| Key { collection: push.collection, id: push.id });
    for (collection, changes) in response.changes.iter().filter(|(id, _)| !begun.contains(id)) {
        pulled(ledger, *collection, changes, keyring)?;
    }
    check_copies(ledger, answered)?;
    for collection in &response.revoked {
        ledger.drop_collection(*collection)?;
    }
    Ok(response.revoked.clone())
}

/// Begins to read from their start the collections of which this device has seen something that the server has not, or the other
/// way round. Returns them.
fn begin_rebuilds<L: Ledger>(ledger: &mut L, response: &SyncResponse) -> Result<BTreeSet<CollectionId>, L::Error> {
    let cursors = ledger.cursors()?;
    let mut begun = BTreeSet::new();
    for (collection, changes) in &response.changes {
        let cursor = cursors.get(collection).copied().unwrap_or_default();
        // It was restored while this device was still reading: of what was written here and accepted, some may be lost.
        let since = cursor.head / GENERATION < changes.head / GENERATION && cursor.seq < cursor.head;
        let why = match (changes, ledger.rebuild(*collection)?) {
            // A second time, before the first was at its end.
            (Changes { restored, .. }, Some(Rebuild::Restored(from))) if *restored || since => Rebuild::Restored(from),
            // Counting on where it had been: somebody has put the backup back by hand.
            (Changes { restored: true, head, .. }, _) if *head < cursor.head => Rebuild::Restored(0),
            (Changes { restored, .. }, _) if *restored || since => {
                Rebuild::Restored((cursor.head / GENERATION + 1) * GENERATION)
            }
            (Changes { resync: true, .. }, _) => Rebuild::Forgotten,
            _ => continue,
        };
        ledger.begin_rebuild(*collection, why)?;
        ledger.set_cursor(*collection, Cursor { seq: 0, head: changes.head })?;
        begun.insert(*collection);
    }
    Ok(begun)
}

/// The answer to a push. `again`: its collection is to be read from its start.
fn answered<L: Ledger>(
    ledger: &mut L,
    push: &Push,
    result: &PushResult,
    again: bool,
    keyring: &Keyring,
) -> Result<(), L::Error> {
    let key = &Key { collection: push.collection, id: push.id };
    let is_answered = |sent: &Sent| sent.base_revision == push.base_revision && sent.blob.clone().unwrap_or_default() == push.blob;
    // Otherwise another run has digested the reply to this push already; what is on its way now is a later one.
    let Some(mut row) = ledger.row(key)?.filter(|row| row.sent.as_ref().is_some_and(is_answered)) else {
        return Ok(());
    };
    match result {
        PushResult::Accepted { revision, .. } => {
            row.accepted(*revision);
            ledger.set_row(key, &row)
        }
        PushResult::Conflict { .. } if again => {
            // It was made on what the server has lost, or forgotten: it is made anew on what stands there.
            row.sent = None;
            ledger.set_row(key, &row)
        }
        PushResult::Conflict { current: Some(record) } => theirs(ledger, key, row, record, keyring),
        PushResult::Conflict { current: None } => {
            // The server has no such record (any more): this device's version is new to it.
            let content = row.content.take();
            row.settle(0, None, content);
            ledger.set_row(key, &row)
        }
        PushResult::Rejected { code: Code::EpochOver | Code::Restored } => {
            // Somebody lost access since: it is sealed anew with the next key, which the driver fetches. Or the server was
            // restored: it is made anew on what stands there.
            row.sent = None;
            ledger.set_row(key, &row)
        }
        PushResult::Rejected { code } => {
            row.sent = None;
            row.held = Some(code.as_str().into());
            ledger.set_row(key, &row)
        }
    }
}

fn pulled<L: Ledger>(
    ledger: &mut L,
    collection: CollectionId,
    changes: &Changes,
    keyring: &Keyring,
) -> Result<(), L::Error> {
    let rebuild = ledger.rebuild(collection)?;
    let restored = match rebuild {
        Some(Rebuild::Restored(from)) => Some(from),
        _ => None,
    };
    for record in &changes.records {
        let key = Key { collection, id: record.id };
        let unconfirmed = ledger.confirm(&key)?;
        let row = ledger.row(&key)?.unwrap_or_default();
        match restored {
            Some(from) if unconfirmed => rebuild::compare(ledger, &key, row, record, record.seq >= from, keyring)?,
            _ if record.revision != row.revision => theirs(ledger, &key, row, record, keyring)?,
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
        for key in ledger.end_rebuild(collection)? {
            if restored.is_some() { rebuild::lost(ledger, &key)? } else { rebuild::gone(ledger, &key)? }
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
    row.settle(row.revision, base, wanted);
}

/// Tries again to open what was set aside, after a key has arrived.
pub fn reopen<L: Ledger>(
    ledger: &mut L,
    collection: CollectionId,
    aside: &[Record],
    keyring: &Keyring,
) -> Result<Vec<RecordId>, L::Error> {
    let mut opened = Vec::new();
    for record in aside {
        let key = Key { collection, id: record.id };
        let row = ledger.row(&key)?.unwrap_or_default();
        if record.revision > row.revision {
            theirs(ledger, &key, row, record, keyring)?;
            opened.push(record.id);
        } else {
            ledger.clear_aside(&key)?;
        }
    }
    Ok(opened)
}
