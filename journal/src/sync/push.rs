//! Builds the next request: the outbox, in groups, and the cursor of each collection.
//!
//! All pushes to one collection form one group. A group is built only when the collection has been read to its head. It
//! carries this account's new checkpoint. The ledger stores it before it is sent, so a retry is the same byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{NewCheckpoint, Push, SyncRequest};
use protocol::{Code, CollectionId, Limits, RecordId};

use super::admit::admit;
use super::checkpoint::{era, is_due, live_list, may_write, shows_older_journal, states};
use super::digest::set_to_projection;
use super::write::{expected_copy, write};
use super::{CheckpointState, Context, Cursor, Group, Key, Ledger, Rebuild, Row, Sent};
use crate::merge::merge;
use crate::seal::checkpoint::{CheckpointId, Claim, Writers};
use crate::seal::{self, Random, Stamp};

/// Upper bound of a push's JSON size without its blob.
const FRAME_BYTES: usize = 200;
/// Upper bound of a checkpoint's JSON size.
const CHECKPOINT_BYTES: usize = 400;

/// Builds the next request within the server's limits. The ledger stores everything that is sealed for it: **commit
/// before sending**.
pub fn request<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    limits: &Limits,
    random: &mut Random,
) -> Result<SyncRequest, L::Error> {
    let mut known = ledger.cursors()?;
    known.retain(|id, _| context.follows(*id) && context.reader.keyring.newest(*id).is_ok());
    let rebuilds = rebuilds(ledger)?;
    let mut cursors: Vec<_> = known.iter().map(|(id, cursor)| (*id, *cursor)).collect();
    // If there are more collections than one request may name, those that are known to be behind come first.
    cursors.sort_by_key(|(_, cursor)| cursor.seq == cursor.head);
    cursors.truncate(limits.collections as usize);

    let mut request = SyncRequest::default();
    let mut room = Budget {
        records: limits.push_records as usize,
        bytes: (limits.request_bytes as usize).saturating_sub(cursors.len() * FRAME_BYTES),
    };
    // Changes that cannot be sent now, however many, must not delay those that can.
    let writable = |id: &&CollectionId| context.care.get(id).is_none_or(|care| care.writable);
    let open = known.keys().filter(writable).copied().collect();
    let mut by_collection = outbox_by_collection(ledger, &open, room.records)?;
    // The journal comes first: a record is shared only after the journal has it.
    let mut order: Vec<(&CollectionId, &Cursor)> = known.iter().collect();
    order.sort_by_key(|(id, _)| **id != context.reader.private);
    for (collection, cursor) in order {
        let Some(trust) = writable_trust(ledger, context, *collection, *cursor, &rebuilds)? else { continue };
        let group = match ledger.group(*collection)? {
            Some(group) => Some((group, pending_pushes(ledger, *collection)?)),
            None => {
                let keys = by_collection.remove(collection).unwrap_or_default();
                let target = Target { collection: *collection, cursor: *cursor, trust: &trust };
                build_group(ledger, context, &target, keys, limits, &room, random)?
            }
        };
        let Some((group, pushes)) = group else { continue };
        let cost = CHECKPOINT_BYTES + pushes.iter().map(cost).sum::<usize>();
        if request.checkpoints.is_empty() || (cost <= room.bytes && pushes.len() <= room.records) {
            room.bytes = room.bytes.saturating_sub(cost);
            room.records = room.records.saturating_sub(pushes.len());
            request.push.extend(pushes);
            let revision = (group.revision != group.base + 1).then_some(group.revision);
            request.checkpoints.insert(*collection, NewCheckpoint { base: group.base, revision, blob: group.blob });
        }
    }
    request.from_start = cursors.iter().map(|(id, _)| *id).filter(|id| rebuilds.contains_key(id)).collect();
    request.cursors = cursors.into_iter().map(|(id, cursor)| (id, cursor.seq)).collect();
    Ok(request)
}

/// The remaining size of the request.
struct Budget {
    records: usize,
    bytes: usize,
}

/// The collection that a group is built for.
struct Target<'a> {
    collection: CollectionId,
    cursor: Cursor,
    trust: &'a CheckpointState,
}

/// The outbox of these collections, by collection, oldest first.
fn outbox_by_collection<L: Ledger>(
    ledger: &mut L,
    of: &BTreeSet<CollectionId>,
    limit: usize,
) -> Result<BTreeMap<CollectionId, Vec<Key>>, L::Error> {
    let mut by_collection: BTreeMap<CollectionId, Vec<Key>> = BTreeMap::new();
    for key in ledger.outbox(of, limit)? {
        by_collection.entry(key.collection).or_default().push(key);
    }
    Ok(by_collection)
}

/// The trust state of a collection, if this device may write to it now.
fn writable_trust<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    cursor: Cursor,
    rebuilds: &BTreeMap<CollectionId, Rebuild>,
) -> Result<Option<CheckpointState>, L::Error> {
    let trust = ledger.trust(collection)?;
    if ledger.group(collection)?.is_some() {
        return Ok(Some(trust));
    }
    if rebuilds.contains_key(&collection) || !may_write(&trust, cursor) {
        return Ok(None);
    }
    if let Some(care) = context.care.get(&collection) {
        let private = ledger.trust(context.reader.private)?;
        if !care.writable || shows_older_journal(&trust, &private) {
            return Ok(None);
        }
        if ledger.private()?.is_some() {
            // A copy waits until the private collection has been read to its head and fits the journal's own
            // checkpoint. See `digest`.
            let truth = ledger.cursors()?.get(&context.reader.private).copied();
            let known =
                truth.is_some_and(|cursor| cursor.seq == cursor.head && !private.own.is_older(era(cursor.head)));
            // A care checkpoint names the journal's last accepted checkpoint, so the journal's group is sent first.
            let on_its_way = ledger.group(context.reader.private)?.is_some();
            if !known || on_its_way || private.own.claim.is_none() || private.own.verdict.is_alarm() {
                return Ok(None);
            }
        }
    }
    Ok(Some(trust))
}

/// The pushes of a pending group, unchanged.
fn pending_pushes<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<Vec<Push>, L::Error> {
    let mut pushes = Vec::new();
    for key in ledger.sent(collection)? {
        let Some(row) = ledger.row(&key)? else { continue };
        if let Some(sent) = &row.sent {
            pushes.push(to_push(&key, &row, sent));
        }
    }
    Ok(pushes)
}

/// Seals the queued rows and this account's checkpoint. `None` when the outbox is empty and no checkpoint is due.
fn build_group<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    target: &Target<'_>,
    keys: Vec<Key>,
    limits: &Limits,
    budget_left: &Budget,
    random: &mut Random,
) -> Result<Option<(Group, Vec<Push>)>, L::Error> {
    let (collection, trust) = (target.collection, target.trust);
    let base = trust.own.served;
    // The holder of a key can seal a checkpoint of the last revision. There is none after it.
    let Some(revision) = trust.own.revision.max(base).checked_add(1) else { return Ok(None) };
    let era = era(target.cursor.head);
    let Sealed { pushes, changed } = seal_queued(ledger, context, keys, era, limits, budget_left, random)?;
    if pushes.is_empty() && !is_due(trust, context, collection, target.cursor) {
        return Ok(None);
    }
    let mut states = states(&ledger.entries(collection)?, false);
    states.extend(changed);
    let live = live_list(states.into_iter(), true);
    let private_revision = match collection == context.reader.private {
        true => 0,
        false => ledger.trust(context.reader.private)?.own.revision,
    };
    let writers = match collection == context.reader.private {
        true => trust.own.next_writers(context.device),
        false => Writers::default(),
    };
    let claim = Claim { minutes: context.minutes, live: live.count, list: live.list, private_revision, writers };
    let slot = CheckpointId { collection, account: context.account, revision };
    // Sealing fails only when a key is missing. Then nothing is pushed to this collection.
    let Ok(blob) = context.reader.seal_checkpoint(&slot, era, &claim, random) else {
        undo(ledger, collection)?;
        return Ok(None);
    };
    let epoch = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let group = Group { base, revision, blob, epoch, era, claim: claim.into() };
    ledger.set_group(collection, Some(&group))?;
    Ok(Some((group, pushes)))
}

/// The sealed changes of a group.
#[derive(Default)]
struct Sealed {
    pushes: Vec<Push>,
    /// The revision and the stamp that each pushed record gets.
    changed: Vec<(RecordId, (u32, Stamp))>,
}

/// Seals the queued rows of a collection, as many as fit into the request.
fn seal_queued<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    keys: Vec<Key>,
    era: u32,
    limits: &Limits,
    budget_left: &Budget,
    random: &mut Random,
) -> Result<Sealed, L::Error> {
    let mut budget = budget_left.bytes.saturating_sub(CHECKPOINT_BYTES);
    let mut sealed = Sealed::default();
    for key in keys {
        let Some(mut row) = ledger.row(&key)? else { continue };
        if let Some(wanted) = expected_copy(ledger, &key)? {
            set_to_projection(&mut row, wanted);
            if !row.dirty {
                ledger.set_row(&key, &row)?;
                continue;
            }
        }
        let Some(sent) = seal_row(&mut row, &key, context, era, limits, random) else {
            ledger.set_row(&key, &row)?;
            continue;
        };
        let push = to_push(&key, &row, &sent);
        let cost = cost(&push);
        if (cost > budget && !sealed.pushes.is_empty()) || sealed.pushes.len() >= budget_left.records {
            break;
        }
        budget = budget.saturating_sub(cost);
        sealed.changed.push((key.id, (row.next_revision(), sent.stamp)));
        sealed.pushes.push(push);
        row.sent = Some(sent);
        ledger.set_row(&key, &row)?;
    }
    Ok(sealed)
}

/// Discards a pending group. Its changes are sealed again later.
pub fn undo<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    for key in ledger.sent(collection)? {
        let Some(mut row) = ledger.row(&key)? else { continue };
        row.sent = None;
        ledger.set_row(&key, &row)?;
    }
    ledger.set_group(collection, None)
}

/// Seals the outbox for the account's next desk, because this in-memory ledger may go away at any time. Returns the
/// pushes and how many changes did not fit. The next desk takes them over with [`adopt_sealed`].
pub fn seal_outbox<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    limits: &Limits,
    random: &mut Random,
) -> Result<(Vec<Push>, usize), L::Error> {
    let cursors = ledger.cursors()?;
    let keys = ledger.outbox(&cursors.keys().copied().collect(), usize::MAX)?;
    let mut push = Vec::new();
    let mut budget = limits.request_bytes as usize;
    for key in &keys {
        let Some(mut row) = ledger.row(key)? else { continue };
        let era = era(cursors.get(&key.collection).map_or(0, |cursor| cursor.head));
        let Some(sent) = seal_row(&mut row, key, context, era, limits, random) else { continue };
        let sealed = to_push(key, &row, &sent);
        let cost = cost(&sealed);
        if cost > budget {
            break;
        }
        budget -= cost;
        push.push(sealed);
    }
    let left = keys.len() - push.len();
    Ok((push, left))
}

/// Takes over the changes that another desk of this account has left sealed. All collections must have been read to
/// their heads. Returns how many changes could not be opened.
pub fn adopt_sealed<L: Ledger>(ledger: &mut L, context: &Context<'_>, left: &[Push]) -> Result<usize, L::Error> {
    let mut unread = 0;
    for push in left {
        let key = Key { collection: push.collection, id: push.id };
        let row = ledger.row(&key)?.unwrap_or_default();
        let record = protocol::sync::Record {
            id: push.id,
            revision: push.new_revision().unwrap_or_default(),
            seq: 0,
            deleted: push.deleted,
            blob: Some(push.blob.clone()),
        };
        // Validated as a new record, regardless of the local row: only changes of this account are applied.
        let opened = admit(context, &CheckpointState::default(), &key, &Row::default(), &record);
        let Some(opened) = opened.ok().filter(|opened| opened.stamp.mine && context.follows(key.collection)) else {
            unread += 1;
            continue;
        };
        let content = match (opened.content, &row.content) {
            // The server has accepted this change already.
            _ if row.stamp.is_some_and(|stamp| stamp.hash == opened.stamp.hash) => continue,
            (Some(left), Some(here)) if row.revision > push.base_revision => Some(merge(None, here, &left)),
            (None, Some(_)) if row.revision > push.base_revision => continue,
            (left, _) => left,
        };
        write(ledger, &key, content)?;
    }
    Ok(unread)
}

/// The collections that are being rebuilt, and why.
fn rebuilds<L: Ledger>(ledger: &mut L) -> Result<BTreeMap<CollectionId, Rebuild>, L::Error> {
    let mut rebuilds = BTreeMap::new();
    for id in ledger.cursors()?.into_keys() {
        rebuilds.extend(ledger.rebuild(id)?.map(|why| (id, why)));
    }
    Ok(rebuilds)
}

fn to_push(key: &Key, row: &Row, sent: &Sent) -> Push {
    Push {
        collection: key.collection,
        id: key.id,
        base_revision: sent.base_revision,
        revision: (row.floor > row.revision).then(|| row.next_revision()),
        deleted: sent.content.is_none(),
        blob: sent.blob.clone(),
    }
}

/// Size of a push in JSON. Base64 turns three bytes into four.
fn cost(push: &Push) -> usize {
    FRAME_BYTES + push.blob.0.len().div_ceil(3) * 4
}

/// Seals a row's content. `None` when there is nothing to send; `row.held` then has the reason.
fn seal_row(
    row: &mut Row,
    key: &Key,
    context: &Context<'_>,
    era: u32,
    limits: &Limits,
    random: &mut Random,
) -> Option<Sent> {
    if row.revision == 0 && row.content.is_none() {
        // Written and deleted before the first push.
        row.dirty = false;
        return None;
    }
    let id = seal::RevisionId { collection: key.collection, id: key.id, revision: row.next_revision() };
    match context.reader.seal(&id, era, row.content.as_ref(), random) {
        Ok((blob, _)) if blob.0.len() > limits.blob_bytes as usize => {
            row.held = Some(Code::BlobTooLarge.as_str().into());
            None
        }
        Ok((blob, stamp)) => Some(Sent { base_revision: row.revision, blob, content: row.content.clone(), stamp }),
        Err(error) => {
            row.held = Some(error.code().into());
            None
        }
    }
}
