//! The next request: what waits in the outbox, in groups, and how far each collection has been read.
//!
//! All that goes to one collection is one group. It is made only when the collection has been read to its head, carries this
//! account's new checkpoint, and is kept before it is sent, so that a repeat is the same byte for byte.

use std::collections::BTreeMap;

use protocol::sync::{NewCheckpoint, Push, SyncRequest};
use protocol::{Code, CollectionId, Limits};

use super::admit::admit;
use super::checkpoint::{era, is_due, live_of, may_write, shows_older_journal, states};
use super::digest::compare;
use super::write::{projected, write};
use super::{Context, Cursor, Group, Key, Ledger, Rebuild, Row, Sent, Trust};
use crate::merge::merge;
use crate::seal::checkpoint::{Claim, Slot as Place};
use crate::seal::{self, Random};

/// What one push costs beside its blob, at most, in JSON.
const FRAME_BYTES: usize = 200;
/// What a checkpoint costs, at most, in JSON.
const CHECKPOINT_BYTES: usize = 400;

/// Makes the next request, within the server's limits. What is sealed for it is kept in the ledger first: **commit before
/// sending**.
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
    // Those known to be behind first, should there be more collections than one call may name.
    cursors.sort_by_key(|(_, cursor)| cursor.seq == cursor.head);
    cursors.truncate(limits.collections as usize);

    let mut request = SyncRequest::default();
    let mut room = Room {
        records: limits.push_records as usize,
        bytes: (limits.request_bytes as usize).saturating_sub(cursors.len() * FRAME_BYTES),
    };
    let mut by_collection = waiting(ledger, room.records)?;
    // The journal first: what is shared goes when the journal has it.
    let mut order: Vec<(&CollectionId, &Cursor)> = known.iter().collect();
    order.sort_by_key(|(id, _)| **id != context.reader.private);
    for (collection, cursor) in order {
        let Some(trust) = open_for(ledger, context, *collection, *cursor, &rebuilds)? else { continue };
        let group = match ledger.group(*collection)? {
            Some(group) => Some((group, sent(ledger, *collection)?)),
            None => {
                let keys = by_collection.remove(collection).unwrap_or_default();
                let place = Target { collection: *collection, cursor: *cursor, trust: &trust };
                make(ledger, context, &place, keys, limits, &room, random)?
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

/// What still fits into the request.
struct Room {
    records: usize,
    bytes: usize,
}

/// Where a group goes.
struct Target<'a> {
    collection: CollectionId,
    cursor: Cursor,
    trust: &'a Trust,
}

/// What waits, by collection, oldest first.
fn waiting<L: Ledger>(ledger: &mut L, limit: usize) -> Result<BTreeMap<CollectionId, Vec<Key>>, L::Error> {
    let mut by_collection: BTreeMap<CollectionId, Vec<Key>> = BTreeMap::new();
    for key in ledger.outbox(limit)? {
        by_collection.entry(key.collection).or_default().push(key);
    }
    Ok(by_collection)
}

/// Whether this device may write into a collection now.
fn open_for<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    cursor: Cursor,
    rebuilds: &BTreeMap<CollectionId, Rebuild>,
) -> Result<Option<Trust>, L::Error> {
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
            // A copy waits until the truth, and what others made of it, are known, and are what the journal's own checkpoint
            // says: see `digest`.
            let truth = ledger.cursors()?.get(&context.reader.private).copied();
            let known =
                truth.is_some_and(|cursor| cursor.seq == cursor.head && !private.own.is_older(era(cursor.head)));
            // A care checkpoint names the journal's last accepted one: it comes after it.
            let on_its_way = ledger.group(context.reader.private)?.is_some();
            if !known || on_its_way || private.own.claim.is_none() || private.own.verdict.is_alarm() {
                return Ok(None);
            }
        }
    }
    Ok(Some(trust))
}

/// A group that is on its way, as it was made.
fn sent<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<Vec<Push>, L::Error> {
    let mut pushes = Vec::new();
    for key in ledger.sent(collection)? {
        let Some(row) = ledger.row(&key)? else { continue };
        if let Some(sent) = &row.sent {
            pushes.push(one(&key, &row, sent));
        }
    }
    Ok(pushes)
}

/// Seals what waits, and this account's checkpoint with it. Nothing, when nothing waits and no checkpoint is due.
fn make<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    target: &Target<'_>,
    keys: Vec<Key>,
    limits: &Limits,
    room: &Room,
    random: &mut Random,
) -> Result<Option<(Group, Vec<Push>)>, L::Error> {
    let (collection, trust) = (target.collection, target.trust);
    let era = era(target.cursor.head);
    let mut budget = room.bytes.saturating_sub(CHECKPOINT_BYTES);
    let mut pushes = Vec::new();
    let mut changed = Vec::new();
    for key in keys {
        let Some(mut row) = ledger.row(&key)? else { continue };
        if let Some(wanted) = projected(ledger, &key)? {
            compare(&mut row, wanted);
            if !row.dirty {
                ledger.set_row(&key, &row)?;
                continue;
            }
        }
        let Some(sent) = prepare(&mut row, &key, context, era, limits, random) else {
            ledger.set_row(&key, &row)?;
            continue;
        };
        let push = one(&key, &row, &sent);
        let cost = cost(&push);
        if (cost > budget && !pushes.is_empty()) || pushes.len() >= room.records {
            break;
        }
        budget = budget.saturating_sub(cost);
        changed.push((key.id, (row.next(), sent.stamp)));
        pushes.push(push);
        row.sent = Some(sent);
        ledger.set_row(&key, &row)?;
    }
    if pushes.is_empty() && !is_due(trust, context, collection, target.cursor) {
        return Ok(None);
    }
    let mut states = states(&ledger.entries(collection)?, false);
    states.extend(changed);
    let live = live_of(states.into_iter(), true);
    let private_revision = match collection == context.reader.private {
        true => 0,
        false => ledger.trust(context.reader.private)?.own.revision,
    };
    let claim = Claim { minutes: context.minutes, live: live.count, list: live.list, private_revision };
    let base = trust.own.served;
    let revision = trust.own.revision.max(base) + 1;
    let slot = Place { collection, account: context.account, revision };
    // Only a missing key keeps it from being sealed; then nothing of the collection is pushed.
    let Ok(blob) = context.reader.seal_checkpoint(&slot, era, &claim, random) else {
        undo(ledger, collection)?;
        return Ok(None);
    };
    let epoch = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let group = Group { base, revision, blob, epoch, era, said: claim.into() };
    ledger.set_group(collection, Some(&group))?;
    Ok(Some((group, pushes)))
}

/// Gives up a group that is on its way: what it carried is made anew.
pub fn undo<L: Ledger>(ledger: &mut L, collection: CollectionId) -> Result<(), L::Error> {
    for key in ledger.sent(collection)? {
        let Some(mut row) = ledger.row(&key)? else { continue };
        row.sent = None;
        ledger.set_row(&key, &row)?;
    }
    ledger.set_group(collection, None)
}

/// What waits, sealed, for the next desk of the same account: this ledger may go. Also how many changes are not in it.
/// The next desk takes them over with [`adopt`].
pub fn spare<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    limits: &Limits,
    random: &mut Random,
) -> Result<(Vec<Push>, usize), L::Error> {
    let keys = ledger.outbox(usize::MAX)?;
    let cursors = ledger.cursors()?;
    let mut push = Vec::new();
    let mut budget = limits.request_bytes as usize;
    for key in &keys {
        let Some(mut row) = ledger.row(key)? else { continue };
        let era = era(cursors.get(&key.collection).map_or(0, |cursor| cursor.head));
        let Some(sent) = prepare(&mut row, key, context, era, limits, random) else { continue };
        let one = one(key, &row, &sent);
        let cost = cost(&one);
        if cost > budget {
            break;
        }
        budget -= cost;
        push.push(one);
    }
    let left = keys.len() - push.len();
    Ok((push, left))
}

/// Takes over what another desk of this account has left sealed, as changes of this one. The collections have been read to
/// their heads. Returns how many could not be opened.
pub fn adopt<L: Ledger>(ledger: &mut L, context: &Context<'_>, left: &[Push]) -> Result<usize, L::Error> {
    let mut unread = 0;
    for push in left {
        let key = Key { collection: push.collection, id: push.id };
        let row = ledger.row(&key)?.unwrap_or_default();
        let record = protocol::sync::Record {
            id: push.id,
            revision: push.becomes().unwrap_or_default(),
            seq: 0,
            deleted: push.deleted,
            blob: Some(push.blob.clone()),
        };
        // Whatever stands here, it is judged as new: only an own change is taken over.
        let opened = admit(context, &Trust::default(), &key, &Row::default(), &record);
        let Some(opened) = opened.ok().filter(|opened| opened.stamp.mine && context.follows(key.collection)) else {
            unread += 1;
            continue;
        };
        let content = match (opened.content, &row.content) {
            // The server has taken it already.
            _ if row.stamp.is_some_and(|stamp| stamp.hash == opened.stamp.hash) => continue,
            (Some(left), Some(here)) if row.revision > push.base_revision => Some(merge(None, here, &left)),
            (None, Some(_)) if row.revision > push.base_revision => continue,
            (left, _) => left,
        };
        write(ledger, &key, content)?;
    }
    Ok(unread)
}

/// The collections that are being read from their start, and why.
fn rebuilds<L: Ledger>(ledger: &mut L) -> Result<BTreeMap<CollectionId, Rebuild>, L::Error> {
    let mut rebuilds = BTreeMap::new();
    for id in ledger.cursors()?.into_keys() {
        rebuilds.extend(ledger.rebuild(id)?.map(|why| (id, why)));
    }
    Ok(rebuilds)
}

fn one(key: &Key, row: &Row, sent: &Sent) -> Push {
    Push {
        collection: key.collection,
        id: key.id,
        base_revision: sent.base_revision,
        revision: (row.floor > row.revision).then(|| row.next()),
        deleted: sent.content.is_none(),
        blob: sent.blob.clone(),
    }
}

/// Base64 makes four bytes of three.
fn cost(push: &Push) -> usize {
    FRAME_BYTES + push.blob.0.len().div_ceil(3) * 4
}

/// Seals a row's content. `None` when there is nothing to send: the row then says why.
fn prepare(
    row: &mut Row,
    key: &Key,
    context: &Context<'_>,
    era: u32,
    limits: &Limits,
    random: &mut Random,
) -> Option<Sent> {
    if row.revision == 0 && row.content.is_none() {
        // Written and deleted before anybody heard of it.
        row.dirty = false;
        return None;
    }
    let place = seal::Place { collection: key.collection, id: key.id, revision: row.next() };
    match context.reader.seal(&place, era, row.content.as_ref(), random) {
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
