//! The next request: what waits in the outbox, and how far each collection has been read.

use std::collections::BTreeMap;

use protocol::sync::{Push, SyncRequest};
use protocol::{Code, CollectionId, Limits};

use super::digest::compare;
use super::write::projected;
use super::{Key, Ledger, Rebuild, Row, Sent};
use crate::seal::{self, Keyring, Place, Random};

/// What one push costs beside its blob, at most, in JSON.
const FRAME_BYTES: usize = 200;

/// Makes the next request, within the server's limits. What is sealed for it is kept in the ledger first, so that a
/// repeat is the same byte for byte: **commit before sending**.
pub fn request<L: Ledger>(
    ledger: &mut L,
    keyring: &Keyring,
    limits: &Limits,
    random: &mut Random,
) -> Result<SyncRequest, L::Error> {
    let known = ledger.cursors()?;
    let rebuilds = rebuilds(ledger)?;
    let mut cursors: Vec<_> =
        known.iter().filter(|(id, _)| keyring.newest(**id).is_ok()).map(|(id, cursor)| (*id, *cursor)).collect();
    // Those known to be behind first, should there be more collections than one call may name.
    cursors.sort_by_key(|(_, cursor)| cursor.seq == cursor.head);
    cursors.truncate(limits.collections as usize);

    let mut push = Vec::new();
    let mut budget = (limits.request_bytes as usize).saturating_sub(cursors.len() * FRAME_BYTES);
    let private = ledger.private()?;
    let behind = |id| known.get(&id).is_some_and(|cursor| cursor.seq != cursor.head);
    for key in ledger.outbox(limits.push_records as usize)? {
        let Some(mut row) = ledger.row(&key)? else { continue };
        if waits(&rebuilds, &key) {
            continue;
        }
        let copy = private.is_some_and(|private| private != key.collection);
        if copy && row.sent.is_none() && (private.is_some_and(behind) || behind(key.collection)) {
            // A copy waits until the truth, and what others made of it, are known: see `digest`.
            continue;
        }
        if copy
            && row.sent.is_none()
            && let Some(wanted) = projected(ledger, &key)?
        {
            compare(&mut row, wanted);
            if !row.dirty {
                ledger.set_row(&key, &row)?;
                continue;
            }
        }
        let sent = match row.sent.take() {
            Some(sent) => sent,
            None => match prepare(&mut row, &key, keyring, limits, random) {
                Some(sent) => sent,
                None => {
                    ledger.set_row(&key, &row)?;
                    continue;
                }
            },
        };
        let cost = cost(&sent);
        if cost > budget && !push.is_empty() {
            break;
        }
        budget = budget.saturating_sub(cost);
        push.push(one(&key, &row, &sent));
        row.sent = Some(sent);
        ledger.set_row(&key, &row)?;
    }
    let from_start = cursors.iter().map(|(id, _)| *id).filter(|id| rebuilds.contains_key(id)).collect();
    let cursors = cursors.into_iter().map(|(id, cursor)| (id, cursor.seq)).collect();
    Ok(SyncRequest { cursors, from_start, push, checkpoints: BTreeMap::new(), limit: None })
}

/// What waits, sealed, for somebody who keeps it while this ledger may go; the ledger stays as it is. What is on its way
/// is the same byte for byte, so that a server which has it already says so. Also how many changes are not in it: those
/// written after what is on its way, and those beyond the limits.
pub fn spare<L: Ledger>(
    ledger: &mut L,
    keyring: &Keyring,
    limits: &Limits,
    random: &mut Random,
) -> Result<(Vec<Push>, usize), L::Error> {
    let keys = ledger.outbox(usize::MAX)?;
    let rebuilds = rebuilds(ledger)?;
    let mut push = Vec::new();
    let (mut whole, mut budget) = (0, limits.request_bytes as usize);
    for key in keys.iter().take(limits.push_records as usize) {
        let Some(mut row) = ledger.row(key)? else { continue };
        if waits(&rebuilds, key) {
            continue;
        }
        let Some(sent) = row.sent.take().or_else(|| prepare(&mut row, key, keyring, limits, random)) else { continue };
        let cost = cost(&sent);
        if cost > budget {
            break;
        }
        budget -= cost;
        whole += usize::from(sent.content == row.content);
        push.push(one(key, &row, &sent));
    }
    Ok((push, keys.len() - whole))
}

/// The collections that are being read from their start, and why.
fn rebuilds<L: Ledger>(ledger: &mut L) -> Result<BTreeMap<CollectionId, Rebuild>, L::Error> {
    let mut rebuilds = BTreeMap::new();
    for id in ledger.cursors()?.into_keys() {
        rebuilds.extend(ledger.rebuild(id)?.map(|why| (id, why)));
    }
    Ok(rebuilds)
}

/// Whether a change waits until it is known what a restored server still has.
fn waits(rebuilds: &BTreeMap<CollectionId, Rebuild>, key: &Key) -> bool {
    matches!(rebuilds.get(&key.collection), Some(Rebuild::Restored(_)))
}

fn one(key: &Key, row: &Row, sent: &Sent) -> Push {
    Push {
        collection: key.collection,
        id: key.id,
        base_revision: sent.base_revision,
        revision: (row.floor > row.revision).then(|| row.next()),
        deleted: sent.blob.is_none(),
        blob: sent.blob.clone().unwrap_or_default(),
    }
}

/// Base64 makes four bytes of three.
fn cost(sent: &Sent) -> usize {
    FRAME_BYTES + sent.blob.as_ref().map_or(0, |blob| blob.0.len().div_ceil(3) * 4)
}

/// Seals a row's content. `None` when there is nothing to send: the row then says why.
fn prepare(row: &mut Row, key: &Key, keyring: &Keyring, limits: &Limits, random: &mut Random) -> Option<Sent> {
    if row.revision == 0 && row.content.is_none() {
        // Written and deleted before anybody heard of it.
        row.dirty = false;
        return None;
    }
    let place = Place { collection: key.collection, id: key.id, revision: row.next() };
    let blob = match &row.content {
        None => None,
        Some(content) => match seal::envelope::seal(keyring, &place, content, random) {
            Ok(blob) if blob.0.len() > limits.blob_bytes as usize => {
                row.held = Some(Code::BlobTooLarge.as_str().into());
                return None;
            }
            Ok(blob) => Some(blob),
            Err(error) => {
                row.held = Some(error.code().into());
                return None;
            }
        },
    };
    Some(Sent { base_revision: row.revision, blob, content: row.content.clone() })
}
