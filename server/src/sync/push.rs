//! Push: one group per collection, committed as a whole or not at all.
//!
//! A [`Group`] is validated as far as possible without the database. Groups of new records take a fast path: insert
//! without reading. Everything else goes through conflict detection in [`super::resolve`].

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::try_join_all;
use protocol::sync::{CheckpointResult, GENERATION, Head, NewCheckpoint, Push, PushResult};
use protocol::{Code, CollectionId, Limits};

use super::{quota, receipts, resolve};
use crate::actor::Actor;
use crate::app::App;
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::Tx;
use crate::db::checkpoints::NewSlot;
use crate::db::new_records::{self, NewRecord};
use crate::db::records::{self, CollectionState};
use crate::db::usage::Usage;
use crate::fault::{Fault, Result};

/// The result of a group.
pub(super) struct GroupOutcome {
    /// The results of its pushes, each with its index in the call.
    pub(crate) pushes: Vec<(usize, PushResult)>,
    pub(crate) checkpoint: Option<CheckpointResult>,
}

/// A push that was validated and hashed without the database.
pub(super) struct PreparedPush {
    pub(crate) index: usize,
    pub(crate) push: Push,
    /// SHA-256 of `deleted` and of the blob.
    pub(crate) hash: Vec<u8>,
    pub(crate) epoch: Option<u32>,
    pub(crate) rejection: Option<Code>,
}

impl PreparedPush {
    fn new(index: usize, push: Push, blob_bytes: usize) -> Self {
        let bytes = push.blob.0.as_slice();
        let most = if push.deleted { bounds::DELETION.min(blob_bytes) } else { blob_bytes };
        let (epoch, mut rejection) = inspect_envelope(bytes, most);
        // The next revision must still be possible.
        if rejection.is_none() && push.new_revision().is_none() {
            rejection = Some(Code::Unprocessable);
        }
        let hash = bounds::hash_of([&[u8::from(push.deleted)][..], bytes]);
        Self { index, push, hash, epoch, rejection }
    }

    pub(super) fn bytes(&self) -> i64 {
        self.push.blob.0.len() as i64
    }

    /// Whether it creates a record.
    fn is_new(&self) -> bool {
        self.push.base_revision == 0 && self.push.revision.is_none()
    }
}

/// A checkpoint that was validated without the database.
pub(super) struct PreparedCheckpoint {
    pub(crate) new: NewCheckpoint,
    pub(crate) new_revision: u32,
    pub(crate) epoch: Option<u32>,
    pub(crate) rejection: Option<Code>,
}

impl PreparedCheckpoint {
    fn new(new: NewCheckpoint) -> Self {
        let (epoch, rejection) = inspect_envelope(&new.blob.0, bounds::CHECKPOINT);
        // A checkpoint is only valid in its epoch, so the epoch must be readable.
        let rejection = rejection.or((epoch.is_none() || new.new_revision().is_none()).then_some(Code::Unprocessable));
        Self { new_revision: new.new_revision().unwrap_or_default(), new, epoch, rejection }
    }
}

/// The epoch of an envelope, or why the envelope is rejected.
fn inspect_envelope(bytes: &[u8], most: usize) -> (Option<u32>, Option<Code>) {
    if bytes.len() > most {
        return (None, Some(Code::BlobTooLarge));
    }
    match bounds::epoch(bytes) {
        Ok(epoch) => (epoch, None),
        Err(code) => (None, Some(code)),
    }
}

/// Rejects envelopes of another epoch: a former member may still have its key, or a restored server may not know the
/// key yet.
pub(super) fn check_epoch(sealed: Option<u32>, epoch: i64) -> Option<Code> {
    (i64::from(sealed?) != epoch).then_some(Code::EpochOver)
}

/// All changes of one call to one collection.
pub(super) struct Group {
    pub(crate) target: Target,
    pub(crate) pushes: Vec<PreparedPush>,
    pub(crate) checkpoint: PreparedCheckpoint,
    /// Identifies the group when it is repeated.
    pub(crate) hash: Vec<u8>,
}

impl Group {
    fn new(target: Target, pushes: Vec<PreparedPush>, checkpoint: NewCheckpoint) -> Self {
        let checkpoint = PreparedCheckpoint::new(checkpoint);
        let mut bytes = Vec::with_capacity(40 + pushes.len() * 52);
        bytes.extend_from_slice(&checkpoint.new.base.to_be_bytes());
        bytes.extend_from_slice(&checkpoint.new_revision.to_be_bytes());
        bytes.extend_from_slice(&bounds::hash(&checkpoint.new.blob.0));
        for PreparedPush { push, hash, .. } in &pushes {
            bytes.extend_from_slice(push.id.as_bytes());
            bytes.extend_from_slice(&push.base_revision.to_be_bytes());
            bytes.extend_from_slice(&push.new_revision().unwrap_or_default().to_be_bytes());
            bytes.extend_from_slice(hash);
        }
        Self { target, pushes, checkpoint, hash: bounds::hash(&bytes) }
    }

    /// Rejects the whole group for one reason.
    pub(super) fn rejected(&self, code: Code) -> GroupOutcome {
        GroupOutcome { pushes: all_rejected(&self.pushes, code), checkpoint: Some(CheckpointResult::Rejected { code }) }
    }

    /// The checkpoint as a row. Its group adds `written` to what the account has written.
    pub(super) fn slot<'a>(&'a self, actor: Actor, receipt: &'a [u8], written: Usage) -> NewSlot<'a> {
        NewSlot {
            collection: self.target.collection.into(),
            account: actor.account.into(),
            base: self.checkpoint.new.base.into(),
            revision: self.checkpoint.new_revision.into(),
            blob: &self.checkpoint.new.blob.0,
            receipt,
            max_receipt_bytes: receipts::MAX_BYTES as i64,
            written,
        }
    }

    /// The receipt of the group, if its first change gets this `seq`.
    pub(super) fn receipt(&self, first_seq: u64) -> Vec<u8> {
        receipts::encode(self.checkpoint.new_revision, first_seq, &self.hash)
    }

    /// Whether it can take the fast path.
    fn is_new(&self) -> bool {
        self.checkpoint.rejection.is_none()
            && !self.pushes.is_empty()
            && self.pushes.iter().all(|prepared| prepared.is_new() && prepared.rejection.is_none())
    }
}

fn all_rejected(pushes: &[PreparedPush], code: Code) -> Vec<(usize, PushResult)> {
    pushes.iter().map(|push| (push.index, PushResult::Rejected { code })).collect()
}

/// A collection, and how far the pushing device has read it.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub(crate) collection: CollectionId,
    cursor: Option<u64>,
}

impl Target {
    /// Whether the device's cursor is of an earlier era. Then nothing is accepted: the device does not know yet what
    /// its changes are based on.
    pub(super) fn predates_restoration(&self, state: &CollectionState) -> bool {
        let head = state.head as u64;
        self.cursor.is_some_and(|cursor| cursor > head || cursor / GENERATION < head / GENERATION)
    }
}

/// The results of all pushes and checkpoints of a call.
#[derive(Default)]
pub(crate) struct Pushed {
    /// In the order of the pushes.
    pub(crate) results: Vec<PushResult>,
    pub(crate) checkpoints: BTreeMap<CollectionId, CheckpointResult>,
}

/// Pushes all groups, each in its own transaction.
pub(crate) async fn push(
    app: &App,
    actor: Actor,
    pushes: Vec<Push>,
    checkpoints: BTreeMap<CollectionId, NewCheckpoint>,
    cursors: &BTreeMap<CollectionId, u64>,
) -> Result<Pushed> {
    let mut results: Vec<Option<PushResult>> = vec![None; pushes.len()];
    let blob_bytes = app.config.limits.blob_bytes as usize;
    let mut by_collection: BTreeMap<CollectionId, (Vec<PreparedPush>, Option<NewCheckpoint>)> =
        checkpoints.into_iter().map(|(id, checkpoint)| (id, (Vec::new(), Some(checkpoint)))).collect();
    for (index, push) in pushes.into_iter().enumerate() {
        by_collection.entry(push.collection).or_default().0.push(PreparedPush::new(index, push, blob_bytes));
    }
    let now = app.clock.now();
    let calls = by_collection.into_iter().map(|(collection, (pushes, checkpoint))| {
        let target = Target { collection, cursor: cursors.get(&collection).copied() };
        async move {
            let answer = match checkpoint {
                Some(checkpoint) => push_group(app, actor, Group::new(target, pushes, checkpoint), now).await?,
                None => GroupOutcome { pushes: all_rejected(&pushes, Code::CheckpointMissing), checkpoint: None },
            };
            Ok::<_, Fault>((collection, answer))
        }
    });
    let mut checkpoints = BTreeMap::new();
    for (collection, answer) in try_join_all(calls).await? {
        for (index, result) in answer.pushes {
            results[index] = Some(result);
        }
        checkpoints.extend(answer.checkpoint.map(|result| (collection, result)));
    }
    let results =
        results.into_iter().collect::<Option<_>>().ok_or(Fault::Internal("a push was left without a result"))?;
    Ok(Pushed { results, checkpoints })
}

/// Fast path: insert new records without reading. If one exists already (a response was lost, for example) or is
/// rejected, the transaction is rolled back, and the group goes through conflict detection.
async fn push_group(app: &App, actor: Actor, group: Group, now: i64) -> Result<GroupOutcome> {
    let (group, limits) = (Arc::new(group), app.config.limits);
    if group.is_new() {
        let new = group.clone();
        match app.db.write(move |tx| insert_new(tx, actor, &new, now, &limits)).await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(fault) if fault.is_rollback() || fault.is_duplicate() => {}
            // Parts of it may still fit.
            Err(Fault::Refused(problem)) if problem.code == Code::QuotaExceeded => {}
            Err(fault) => return Err(fault),
        }
    }
    let group = Arc::into_inner(group).ok_or(Fault::Internal("a group is still shared"))?;
    app.db.write(move |tx| resolve::apply_group(tx, actor, group, now, &limits)).await
}

/// The fast path; `None` if the group needs conflict detection.
fn insert_new(tx: &mut Tx<'_>, actor: Actor, group: &Group, now: i64, limits: &Limits) -> Result<Option<GroupOutcome>> {
    let collection = group.target.collection;
    let Some(locked) = records::lock(tx, collection.into(), actor.account.into())? else { return Ok(None) };
    let state = locked.state;
    let late = |epoch| check_epoch(epoch, state.epoch).is_some();
    if group.target.predates_restoration(&state)
        || late(group.checkpoint.epoch)
        || group.pushes.iter().any(|prepared| late(prepared.epoch))
    {
        return Ok(None);
    }
    let seqs = state.head + 1..;
    let new = group.pushes.iter().zip(seqs.clone()).map(|(prepared, seq)| NewRecord {
        id: prepared.push.id.into(),
        seq,
        blob: &prepared.push.blob.0,
        hash: &prepared.hash,
        deleted: prepared.push.deleted,
    });
    let new: Vec<NewRecord<'_>> = new.collect();
    let receipt = group.receipt(state.head as u64 + 1);
    let written =
        Usage { bytes: group.pushes.iter().map(PreparedPush::bytes).sum(), records: group.pushes.len() as i64 };
    if !new_records::put(tx, now, &new, &group.slot(actor, &receipt, written))? {
        // Another checkpoint was committed first.
        return Err(Fault::rollback());
    }
    quota::check(tx, actor.account.into(), locked.written, written, limits)?;
    let head = state.head as u64 + new.len() as u64;
    tx.emit(ChangeEvent::HeadMoved(Head { collection, head }));
    let accepted =
        |(prepared, seq): (&PreparedPush, i64)| (prepared.index, PushResult::Accepted { revision: 1, seq: seq as u64 });
    Ok(Some(GroupOutcome {
        pushes: group.pushes.iter().zip(seqs).map(accepted).collect(),
        checkpoint: Some(CheckpointResult::Accepted { revision: group.checkpoint.new_revision }),
    }))
}
