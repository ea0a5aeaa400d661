//! What a device brings: accepted, in conflict, or never acceptable; each on its own, all of one collection together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::future::try_join_all;
use protocol::sync::{GENERATION, Head, Push, PushResult, Record};
use protocol::{Code, CollectionId, Limits};

use super::quota::{self, Room};
use super::{Notice, receipts};
use crate::accounts::Actor;
use crate::app::App;
use crate::bounds;
use crate::db::new_records::{self, NewRecord};
use crate::db::records::{self, Counter, RecordRow, Standing};
use crate::db::usage::{self, Usage};
use crate::db::{Id, Tx};
use crate::fault::{Fault, Result, is_duplicate};

/// A push with what can be known of it without the database. Hashing is done before the one writer is asked.
struct Prepared {
    place: usize,
    push: Push,
    hash: Vec<u8>,
    refused: Option<Code>,
}

impl Prepared {
    fn new(place: usize, push: Push, blob_bytes: usize) -> Self {
        let bytes = push.blob.as_ref().map(|blob| blob.0.as_slice());
        let refused = match bytes {
            Some(bytes) if bytes.len() > blob_bytes => Some(Code::BlobTooLarge),
            // A sealed record is never empty, and a revision has to leave room for the next one.
            Some([]) => Some(Code::Unprocessable),
            _ if push.becomes().is_none() => Some(Code::Unprocessable),
            _ => None,
        };
        let hash = bounds::hash(bytes.unwrap_or_default());
        Self { place, push, hash, refused }
    }

    /// How many bytes it brings.
    fn bytes(&self) -> i64 {
        self.push.blob.as_ref().map_or(0, |blob| blob.0.len() as i64)
    }

    /// Whether it claims to be a record that nobody has seen before.
    fn is_new(&self) -> bool {
        self.push.base_revision == 0 && self.push.revision.is_none()
    }

    /// Refuses what is sealed under a key that somebody had who has no access any more; or under one that is not there (any more:
    /// a restored server may have lost it, and its members bring it again).
    fn sealed_in_time(&self, epoch: i64) -> Option<Code> {
        let sealed = bounds::epoch(&self.push.blob.as_ref()?.0)?;
        (i64::from(sealed) != epoch).then_some(Code::EpochOver)
    }
}

/// Carries out the pushes: one transaction for each collection. One result for each, in their order.
///
/// Of a device whose cursor is from before a restoration of this server, nothing is taken: it does not know yet what its changes
/// are made on.
pub async fn push(
    app: &App,
    actor: Actor,
    pushes: Vec<Push>,
    cursors: &BTreeMap<CollectionId, u64>,
) -> Result<Vec<PushResult>> {
    let mut results: Vec<Option<PushResult>> = vec![None; pushes.len()];
    let mut by_collection: BTreeMap<CollectionId, Vec<Prepared>> = BTreeMap::new();
    let blob_bytes = app.config.limits.blob_bytes as usize;
    for (place, push) in pushes.into_iter().enumerate() {
        by_collection.entry(push.collection).or_default().push(Prepared::new(place, push, blob_bytes));
    }
    let now = app.clock.now();
    let calls = by_collection.into_iter().map(|(collection, pushes)| {
        into(app, actor, Place { collection, cursor: cursors.get(&collection).copied() }, pushes, now)
    });
    for (place, result) in try_join_all(calls).await?.into_iter().flatten() {
        results[place] = Some(result);
    }
    results.into_iter().collect::<Option<_>>().ok_or(Fault::Internal("a push was left without a result"))
}

type Placed = (usize, PushResult);

/// A collection, and how far the device that writes there has read it.
#[derive(Clone, Copy)]
struct Place {
    collection: CollectionId,
    cursor: Option<u64>,
}

impl Place {
    fn is_from_before(&self, counter: &Counter) -> bool {
        let head = counter.head as u64;
        self.cursor.is_some_and(|cursor| cursor > head || cursor / GENERATION < head / GENERATION)
    }
}

/// Most of what comes is new. It is put in place without asking first what stands there; should any of it stand there
/// already (an answer that was lost on its way, say) or be refused, nothing was done, and all of it is weighed against what
/// stands.
async fn into(app: &App, actor: Actor, place: Place, pushes: Vec<Prepared>, now: i64) -> Result<Vec<Placed>> {
    let (pushes, limits) = (Arc::new(pushes), app.config.limits);
    if pushes.iter().all(|prepared| prepared.is_new() && prepared.refused.is_none()) {
        let all = pushes.clone();
        match app.db.write(move |tx| put_new(tx, actor, place, &all, now, &limits)).await {
            Ok(Some(placed)) => return Ok(placed),
            Ok(None) => {}
            Err(Fault::Database(error)) if is_duplicate(&error) => {}
            // Some of it may still find room.
            Err(Fault::Refused(problem)) if problem.code == Code::QuotaExceeded => {}
            Err(fault) => return Err(fault),
        }
    }
    let pushes = Arc::into_inner(pushes).ok_or(Fault::Internal("pushes are still held"))?;
    app.db.write(move |tx| weigh_in(tx, actor, place, pushes, now, &limits)).await
}

/// Writes pushes that all claim to be new; nothing if one of them has to be weighed.
fn put_new(
    tx: &mut Tx<'_>,
    actor: Actor,
    place: Place,
    pushes: &[Prepared],
    now: i64,
    limits: &Limits,
) -> Result<Option<Vec<Placed>>> {
    let collection = place.collection;
    let Some(counter) = records::lock(tx, collection.into(), actor.account.into())? else { return Ok(None) };
    if place.is_from_before(&counter) || pushes.iter().any(|prepared| prepared.sealed_in_time(counter.epoch).is_some())
    {
        return Ok(None);
    }
    let seqs = counter.head + 1..;
    let new = pushes.iter().zip(seqs.clone()).map(|(prepared, seq)| NewRecord {
        id: prepared.push.id.into(),
        seq,
        blob: prepared.push.blob.as_ref().map(|blob| blob.0.as_slice()),
        hash: &prepared.hash,
    });
    let new: Vec<NewRecord<'_>> = new.collect();
    new_records::put(tx, collection.into(), now, &new)?;
    let written = Usage { bytes: pushes.iter().map(Prepared::bytes).sum(), records: pushes.len() as i64 };
    quota::note(tx, actor, collection.into(), written, limits)?;
    let head = counter.head as u64 + new.len() as u64;
    tx.announce(Notice::Head(Head { collection, head }));
    let accepted =
        |(prepared, seq): (&Prepared, i64)| (prepared.place, PushResult::Accepted { revision: 1, seq: seq as u64 });
    Ok(Some(pushes.iter().zip(seqs).map(accepted).collect()))
}

fn weigh_in(
    tx: &mut Tx<'_>,
    actor: Actor,
    place: Place,
    mut pushes: Vec<Prepared>,
    now: i64,
    limits: &Limits,
) -> Result<Vec<Placed>> {
    let collection = place.collection;
    let refused = |code| pushes.iter().map(|push| (push.place, PushResult::Rejected { code })).collect();
    let counter = match records::lock(tx, collection.into(), actor.account.into())? {
        None => return Ok(refused(Code::NotFound)),
        Some(counter) if place.is_from_before(&counter) => return Ok(refused(Code::Restored)),
        Some(counter) => counter,
    };
    let mut ids: Vec<Id> = pushes.iter().map(|prepared| prepared.push.id.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    let standing = records::standing(tx, collection.into(), &ids)?;
    let room = Room::left(tx, actor.account.into(), limits)?;
    let mut ledger = Ledger::new(collection, &counter, standing, room, now);
    let (mut placed, mut conflicts) = (Vec::with_capacity(pushes.len()), Vec::new());
    for prepared in &mut pushes {
        match ledger.decide(prepared) {
            Some(result) => placed.push((prepared.place, result)),
            None => conflicts.push((prepared.place, prepared.push.id.into())),
        }
    }
    if ledger.head > counter.head {
        records::put(tx, &ledger.rows())?;
        records::set_head(tx, collection.into(), ledger.head)?;
        usage::add(tx, collection.into(), actor.account.into(), ledger.written)?;
        tx.announce(Notice::Head(Head { collection, head: ledger.head as u64 }));
    }
    if !conflicts.is_empty() {
        let ids: Vec<Id> = conflicts.iter().map(|(_, id)| *id).collect();
        let current: HashMap<Id, RecordRow> =
            records::by_ids(tx, collection.into(), &ids)?.into_iter().map(|row| (row.id, row)).collect();
        placed.extend(conflicts.into_iter().map(|(place, id)| (place, conflict(current.get(&id)))));
    }
    Ok(placed)
}

/// One collection while its pushes are weighed.
struct Ledger {
    collection: CollectionId,
    now: i64,
    head: i64,
    epoch: i64,
    standing: HashMap<Id, Standing>,
    rows: HashMap<Id, RecordRow>,
    room: Room,
    written: Usage,
}

impl Ledger {
    fn new(collection: CollectionId, counter: &Counter, standing: Vec<Standing>, room: Room, now: i64) -> Self {
        let standing = standing.into_iter().map(|row| (row.id, row)).collect();
        let (head, epoch, rows, written) = (counter.head, counter.epoch, HashMap::new(), Usage::default());
        Self { collection, now, head, epoch, standing, rows, room, written }
    }

    /// What is to be written, in its order.
    fn rows(&mut self) -> Vec<RecordRow> {
        let mut rows: Vec<RecordRow> = std::mem::take(&mut self.rows).into_values().collect();
        rows.sort_unstable_by_key(|row| row.seq);
        rows
    }

    /// The result of one push; nothing if it is a conflict with what stands.
    fn decide(&mut self, prepared: &mut Prepared) -> Option<PushResult> {
        if let Some(code) = prepared.refused {
            return Some(PushResult::Rejected { code });
        }
        let (out_of_time, bytes) = (prepared.sealed_in_time(self.epoch), prepared.bytes());
        let Prepared { push, hash, .. } = prepared;
        let Some(revision) = push.becomes() else { return Some(PushResult::Rejected { code: Code::Unprocessable }) };
        let id = Id::from(push.id);
        let receipts = match self.standing.get(&id) {
            None if push.base_revision == 0 => None,
            None => return None,
            Some(stands) => {
                if let Some(answer) = receipts::first_answer(stands, revision, hash) {
                    return Some(answer);
                }
                if stands.revision != i64::from(push.base_revision) {
                    return None;
                }
                Some(receipts::after(stands))
            }
        };
        if let Some(code) = out_of_time {
            return Some(PushResult::Rejected { code });
        }
        let before = self.standing.get(&id).map(|stands| stands.bytes);
        let more = Usage { bytes: bytes - before.unwrap_or(0), records: i64::from(before.is_none()) };
        if !self.room.take(more) {
            return Some(PushResult::Rejected { code: Code::QuotaExceeded });
        }
        self.written.bytes += more.bytes;
        self.written.records += more.records;
        self.head += 1;
        let seq = self.head;
        let (hash_now, receipts_now) = (hash.clone(), receipts.clone());
        let stands = Standing { id, revision: revision.into(), seq, hash: hash_now, receipts: receipts_now, bytes };
        self.standing.insert(id, stands);
        let row = RecordRow {
            collection: self.collection.into(),
            id,
            revision: revision.into(),
            seq,
            blob: push.blob.take().map(|blob| blob.0),
            hash: hash.clone(),
            receipts,
            stored_at: self.now,
        };
        self.rows.insert(id, row);
        Some(PushResult::Accepted { revision, seq: seq as u64 })
    }
}

fn conflict(current: Option<&RecordRow>) -> PushResult {
    let current = current.map(|row| Record {
        id: row.id.into(),
        revision: row.revision as u32,
        seq: row.seq as u64,
        blob: row.blob.clone().map(Into::into),
    });
    PushResult::Conflict { current }
}
