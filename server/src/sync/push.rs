//! What a device brings: a group for each collection, all of it taken or nothing.
//!
//! [`Group`] holds what can be known without the database; a group of new records alone is put in place without asking what
//! stands there, and everything else is weighed in [`super::weigh`].

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::result::Error as DieselError;
use futures_util::future::try_join_all;
use protocol::sync::{CheckpointResult, GENERATION, Head, NewCheckpoint, Push, PushResult};
use protocol::{Code, CollectionId, Limits};

use super::{Notice, quota, receipts, weigh};
use crate::accounts::Actor;
use crate::app::App;
use crate::bounds;
use crate::db::Tx;
use crate::db::checkpoints::NewSlot;
use crate::db::new_records::{self, NewRecord};
use crate::db::records::{self, Counter};
use crate::db::usage::Usage;
use crate::fault::{Fault, Result, is_duplicate};

/// What became of a group.
pub(super) struct Answer {
    /// Its pushes, each with its place in the call.
    pub pushes: Vec<(usize, PushResult)>,
    /// Its checkpoint, if it had one.
    pub checkpoint: Option<CheckpointResult>,
}

/// A push with what can be known of it without the database. Hashing is done before the one writer is asked.
pub(super) struct Prepared {
    pub place: usize,
    pub push: Push,
    /// Of the bytes, and of whether they delete.
    pub hash: Vec<u8>,
    pub epoch: Option<u32>,
    pub refused: Option<Code>,
}

impl Prepared {
    fn new(place: usize, push: Push, blob_bytes: usize) -> Self {
        let bytes = push.blob.0.as_slice();
        let most = if push.deleted { bounds::DELETION.min(blob_bytes) } else { blob_bytes };
        let (epoch, mut refused) = looked_at(bytes, most);
        // A revision has to leave room for the next one.
        if refused.is_none() && push.becomes().is_none() {
            refused = Some(Code::Unprocessable);
        }
        let hash = bounds::hash_of([&[u8::from(push.deleted)][..], bytes]);
        Self { place, push, hash, epoch, refused }
    }

    /// How many bytes it brings.
    pub(super) fn bytes(&self) -> i64 {
        self.push.blob.0.len() as i64
    }

    /// Whether it claims to be a record that nobody has seen before.
    fn is_new(&self) -> bool {
        self.push.base_revision == 0 && self.push.revision.is_none()
    }
}

/// A checkpoint, in the same way.
pub(super) struct PreparedCheckpoint {
    pub new: NewCheckpoint,
    pub becomes: u32,
    pub epoch: Option<u32>,
    pub refused: Option<Code>,
}

impl PreparedCheckpoint {
    fn new(new: NewCheckpoint) -> Self {
        let (epoch, refused) = looked_at(&new.blob.0, bounds::CHECKPOINT);
        // A checkpoint counts for its epoch alone, so that has to be known.
        let refused = refused.or((epoch.is_none() || new.becomes().is_none()).then_some(Code::Unprocessable));
        Self { becomes: new.becomes().unwrap_or_default(), new, epoch, refused }
    }
}

/// The epoch that sealed bytes name, and why they can never be taken.
fn looked_at(bytes: &[u8], most: usize) -> (Option<u32>, Option<Code>) {
    if bytes.len() > most {
        return (None, Some(Code::BlobTooLarge));
    }
    match bounds::epoch(bytes) {
        Ok(epoch) => (epoch, None),
        Err(code) => (None, Some(code)),
    }
}

/// Refuses what is sealed under a key that somebody had who has no access any more; or under one that is not there (any more:
/// a restored server may have lost it, and its members bring it again).
pub(super) fn out_of_time(sealed: Option<u32>, epoch: i64) -> Option<Code> {
    (i64::from(sealed?) != epoch).then_some(Code::EpochOver)
}

/// All that one call brings to one collection.
pub(super) struct Group {
    pub place: Place,
    pub pushes: Vec<Prepared>,
    pub checkpoint: PreparedCheckpoint,
    /// Of all of it: by this it is known again.
    pub hash: Vec<u8>,
}

impl Group {
    fn new(place: Place, pushes: Vec<Prepared>, checkpoint: NewCheckpoint) -> Self {
        let checkpoint = PreparedCheckpoint::new(checkpoint);
        let mut bytes = Vec::with_capacity(40 + pushes.len() * 52);
        bytes.extend_from_slice(&checkpoint.new.base.to_be_bytes());
        bytes.extend_from_slice(&checkpoint.becomes.to_be_bytes());
        bytes.extend_from_slice(&bounds::hash(&checkpoint.new.blob.0));
        for Prepared { push, hash, .. } in &pushes {
            bytes.extend_from_slice(push.id.as_bytes());
            bytes.extend_from_slice(&push.base_revision.to_be_bytes());
            bytes.extend_from_slice(&push.becomes().unwrap_or_default().to_be_bytes());
            bytes.extend_from_slice(hash);
        }
        Self { place, pushes, checkpoint, hash: bounds::hash(&bytes) }
    }

    /// All of it refused for the same reason.
    pub(super) fn refused(&self, code: Code) -> Answer {
        Answer { pushes: all_refused(&self.pushes, code), checkpoint: Some(CheckpointResult::Rejected { code }) }
    }

    /// Its checkpoint as it is kept, after a group whose first change has this `seq`.
    pub(super) fn slot<'a>(&'a self, actor: Actor, note: &'a [u8]) -> NewSlot<'a> {
        NewSlot {
            collection: self.place.collection.into(),
            account: actor.account.into(),
            base: self.checkpoint.new.base.into(),
            revision: self.checkpoint.becomes.into(),
            blob: &self.checkpoint.new.blob.0,
            note,
            kept: receipts::MOST as i64,
        }
    }

    /// What is noted of it.
    pub(super) fn note(&self, first_seq: u64) -> Vec<u8> {
        receipts::note(self.checkpoint.becomes, first_seq, &self.hash)
    }

    /// Whether it may be put in place without asking what stands there.
    fn is_new(&self) -> bool {
        self.checkpoint.refused.is_none()
            && !self.pushes.is_empty()
            && self.pushes.iter().all(|prepared| prepared.is_new() && prepared.refused.is_none())
    }
}

fn all_refused(pushes: &[Prepared], code: Code) -> Vec<(usize, PushResult)> {
    pushes.iter().map(|push| (push.place, PushResult::Rejected { code })).collect()
}

/// A collection, and how far the device that writes there has read it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub collection: CollectionId,
    cursor: Option<u64>,
}

impl Place {
    /// Of a device whose cursor is from before a restoration of this server, nothing is taken: it does not know yet what its
    /// changes are made on.
    pub(super) fn is_from_before(&self, counter: &Counter) -> bool {
        let head = counter.head as u64;
        self.cursor.is_some_and(|cursor| cursor > head || cursor / GENERATION < head / GENERATION)
    }
}

/// What became of everything that a call brought.
#[derive(Default)]
pub struct Brought {
    /// One result for each push, in their order.
    pub results: Vec<PushResult>,
    /// One for each checkpoint.
    pub checkpoints: BTreeMap<CollectionId, CheckpointResult>,
}

/// Carries out the groups: one transaction for each.
pub async fn push(
    app: &App,
    actor: Actor,
    pushes: Vec<Push>,
    checkpoints: BTreeMap<CollectionId, NewCheckpoint>,
    cursors: &BTreeMap<CollectionId, u64>,
) -> Result<Brought> {
    let mut results: Vec<Option<PushResult>> = vec![None; pushes.len()];
    let blob_bytes = app.config.limits.blob_bytes as usize;
    let mut by_collection: BTreeMap<CollectionId, (Vec<Prepared>, Option<NewCheckpoint>)> =
        checkpoints.into_iter().map(|(id, checkpoint)| (id, (Vec::new(), Some(checkpoint)))).collect();
    for (place, push) in pushes.into_iter().enumerate() {
        by_collection.entry(push.collection).or_default().0.push(Prepared::new(place, push, blob_bytes));
    }
    let now = app.clock.now();
    let calls = by_collection.into_iter().map(|(collection, (pushes, checkpoint))| {
        let place = Place { collection, cursor: cursors.get(&collection).copied() };
        async move {
            let answer = match checkpoint {
                Some(checkpoint) => into(app, actor, Group::new(place, pushes, checkpoint), now).await?,
                None => Answer { pushes: all_refused(&pushes, Code::CheckpointMissing), checkpoint: None },
            };
            Ok::<_, Fault>((collection, answer))
        }
    });
    let mut checkpoints = BTreeMap::new();
    for (collection, answer) in try_join_all(calls).await? {
        for (place, result) in answer.pushes {
            results[place] = Some(result);
        }
        checkpoints.extend(answer.checkpoint.map(|result| (collection, result)));
    }
    let results =
        results.into_iter().collect::<Option<_>>().ok_or(Fault::Internal("a push was left without a result"))?;
    Ok(Brought { results, checkpoints })
}

/// Most of what comes is new. It is put in place without asking first what stands there; should any of it stand there
/// already (an answer that was lost on its way, say) or be refused, nothing was done, and all of it is weighed against what
/// stands.
async fn into(app: &App, actor: Actor, group: Group, now: i64) -> Result<Answer> {
    let (group, limits) = (Arc::new(group), app.config.limits);
    if group.is_new() {
        let new = group.clone();
        match app.db.write(move |tx| put_new(tx, actor, &new, now, &limits)).await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) | Err(Fault::Database(DieselError::RollbackTransaction)) => {}
            Err(Fault::Database(error)) if is_duplicate(&error) => {}
            // Some of it may still find room.
            Err(Fault::Refused(problem)) if problem.code == Code::QuotaExceeded => {}
            Err(fault) => return Err(fault),
        }
    }
    let group = Arc::into_inner(group).ok_or(Fault::Internal("a group is still held"))?;
    app.db.write(move |tx| weigh::group(tx, actor, group, now, &limits)).await
}

/// Writes pushes that all claim to be new, with their checkpoint; nothing if one of them has to be weighed.
fn put_new(tx: &mut Tx<'_>, actor: Actor, group: &Group, now: i64, limits: &Limits) -> Result<Option<Answer>> {
    let collection = group.place.collection;
    let Some(counter) = records::lock(tx, collection.into(), actor.account.into())? else { return Ok(None) };
    let late = |epoch| out_of_time(epoch, counter.epoch).is_some();
    if group.place.is_from_before(&counter)
        || late(group.checkpoint.epoch)
        || group.pushes.iter().any(|prepared| late(prepared.epoch))
    {
        return Ok(None);
    }
    let seqs = counter.head + 1..;
    let new = group.pushes.iter().zip(seqs.clone()).map(|(prepared, seq)| NewRecord {
        id: prepared.push.id.into(),
        seq,
        blob: &prepared.push.blob.0,
        hash: &prepared.hash,
        deleted: prepared.push.deleted,
    });
    let new: Vec<NewRecord<'_>> = new.collect();
    let note = group.note(counter.head as u64 + 1);
    if !new_records::put(tx, now, &new, &group.slot(actor, &note))? {
        // Another checkpoint stands: what was written meanwhile is taken back.
        return Err(DieselError::RollbackTransaction.into());
    }
    let written = Usage { bytes: group.pushes.iter().map(Prepared::bytes).sum(), records: group.pushes.len() as i64 };
    quota::note(tx, actor, collection.into(), written, limits)?;
    let head = counter.head as u64 + new.len() as u64;
    tx.announce(Notice::Head(Head { collection, head }));
    let accepted =
        |(prepared, seq): (&Prepared, i64)| (prepared.place, PushResult::Accepted { revision: 1, seq: seq as u64 });
    Ok(Some(Answer {
        pushes: group.pushes.iter().zip(seqs).map(accepted).collect(),
        checkpoint: Some(CheckpointResult::Accepted { revision: group.checkpoint.becomes }),
    }))
}
