//! Conflict detection: compares a group with the stored records and decides about it as a whole.

use std::collections::HashMap;

use protocol::sync::{CheckpointResult, Head, PushResult, Record};
use protocol::{Code, Limits};

use super::push::{Group, GroupOutcome, PreparedPush, check_epoch};
use super::quota::RemainingQuota;
use super::receipts;
use crate::actor::Actor;
use crate::changes::ChangeEvent;
use crate::db::records::{self, CollectionState, RecordHead, RecordRow};
use crate::db::usage::Usage;
use crate::db::{Id, Tx, checkpoints};
use crate::fault::{Fault, Result};

/// Commits a group, or nothing of it.
pub(super) fn apply_group(
    tx: &mut Tx<'_>,
    actor: Actor,
    group: Group,
    now: i64,
    limits: &Limits,
) -> Result<GroupOutcome> {
    let (collection, account) = (Id::from(group.target.collection), Id::from(actor.account));
    let state = match records::lock(tx, collection, account)? {
        None => return Ok(group.rejected(Code::NotFound)),
        Some(locked) if group.target.predates_restoration(&locked.state) => return Ok(group.rejected(Code::Restored)),
        Some(locked) => locked.state,
    };
    let mut ids: Vec<Id> = group.pushes.iter().map(|prepared| prepared.push.id.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    let heads = records::heads(tx, collection, &ids)?;
    let slot = checkpoints::slot(tx, collection, account)?;
    let quota = RemainingQuota::of(tx, account, limits)?;
    let mut writes = PendingWrites::new(collection, account, &state, heads, quota, now);
    let group_receipts = slot.as_ref().map(|slot| slot.receipts.as_slice()).unwrap_or_default();
    if let Some(first_seq) = receipts::find(group_receipts, group.checkpoint.new_revision, &group.hash) {
        return Ok(writes.original_outcome(&group, first_seq));
    }

    let outcomes: Vec<PushOutcome> = group.pushes.iter().map(|prepared| writes.decide(prepared)).collect();
    let revision = slot.map_or(0, |slot| slot.revision as u32);
    let rejection = group.checkpoint.rejection.or(check_epoch(group.checkpoint.epoch, state.epoch));
    let checkpoint_result = match rejection {
        Some(code) => CheckpointResult::Rejected { code },
        None if group.checkpoint.new.base != revision => CheckpointResult::Conflict { revision },
        None if !outcomes.iter().all(PushOutcome::is_accepted) => CheckpointResult::Conflict { revision },
        None => CheckpointResult::Accepted { revision: group.checkpoint.new_revision },
    };
    let indexes = group.pushes.iter().map(|prepared| prepared.index);
    if !matches!(checkpoint_result, CheckpointResult::Accepted { .. }) {
        let results = rejections(tx, collection, &group.pushes, outcomes)?;
        return Ok(GroupOutcome { pushes: indexes.zip(results).collect(), checkpoint: Some(checkpoint_result) });
    }
    let receipt = group.receipt(state.head as u64 + 1);
    if !checkpoints::put(tx, &group.slot(actor, &receipt, writes.written))? {
        return Err(Fault::Internal("a checkpoint changed while its collection was locked"));
    }
    if writes.head > state.head {
        records::put(tx, &writes.rows())?;
        records::set_head(tx, collection, writes.head)?;
        tx.emit(ChangeEvent::HeadMoved(Head { collection: group.target.collection, head: writes.head as u64 }));
    }
    let results = outcomes.into_iter().map(|outcome| match outcome {
        PushOutcome::Accepted { revision, seq } => PushResult::Accepted { revision, seq },
        PushOutcome::Conflict => PushResult::Conflict { current: None },
        PushOutcome::Rejected(code) => PushResult::Rejected { code },
    });
    Ok(GroupOutcome { pushes: indexes.zip(results).collect(), checkpoint: Some(checkpoint_result) })
}

/// The result of a push if its group is accepted.
enum PushOutcome {
    Accepted { revision: u32, seq: u64 },
    Conflict,
    Rejected(Code),
}

impl PushOutcome {
    fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}

/// The results of a rejected group.
fn rejections(
    tx: &mut Tx<'_>,
    collection: Id,
    pushes: &[PreparedPush],
    outcomes: Vec<PushOutcome>,
) -> Result<Vec<PushResult>> {
    let conflicting = pushes.iter().zip(&outcomes).filter(|(_, outcome)| matches!(outcome, PushOutcome::Conflict));
    let ids: Vec<Id> = conflicting.map(|(prepared, _)| prepared.push.id.into()).collect();
    let current: HashMap<Id, RecordRow> = match ids.is_empty() {
        true => HashMap::new(),
        false => records::by_ids(tx, collection, &ids)?.into_iter().map(|row| (row.id, row)).collect(),
    };
    let results = pushes.iter().zip(outcomes).map(|(prepared, outcome)| match outcome {
        PushOutcome::Accepted { .. } => PushResult::Rejected { code: Code::Group },
        PushOutcome::Conflict => conflict(current.get(&prepared.push.id.into())),
        PushOutcome::Rejected(code) => PushResult::Rejected { code },
    });
    Ok(results.collect())
}

fn conflict(current: Option<&RecordRow>) -> PushResult {
    let current = current.map(|row| Record {
        id: row.id.into(),
        revision: row.revision as u32,
        seq: row.seq as u64,
        deleted: row.deleted,
        blob: row.blob.clone().map(Into::into),
    });
    PushResult::Conflict { current }
}

/// The rows to write to one collection, and the stored rows to compare them with.
struct PendingWrites {
    collection: Id,
    account: Id,
    now: i64,
    head: i64,
    epoch: i64,
    heads: HashMap<Id, RecordHead>,
    rows: HashMap<Id, RecordRow>,
    quota: RemainingQuota,
    written: Usage,
}

impl PendingWrites {
    fn new(
        collection: Id,
        account: Id,
        state: &CollectionState,
        heads: Vec<RecordHead>,
        quota: RemainingQuota,
        now: i64,
    ) -> Self {
        let heads = heads.into_iter().map(|row| (row.id, row)).collect();
        let (head, epoch, rows, written) = (state.head, state.epoch, HashMap::new(), Usage::default());
        Self { collection, account, now, head, epoch, heads, rows, quota, written }
    }

    /// The rows ordered by `seq`.
    fn rows(&mut self) -> Vec<RecordRow> {
        let mut rows: Vec<RecordRow> = std::mem::take(&mut self.rows).into_values().collect();
        rows.sort_unstable_by_key(|row| row.seq);
        rows
    }

    /// The original results of a group that was committed before.
    fn original_outcome(&self, group: &Group, first_seq: u64) -> GroupOutcome {
        let answer = |(prepared, seq): (&PreparedPush, u64)| {
            let revision = prepared.push.new_revision().unwrap_or_default();
            let head = self.heads.get(&prepared.push.id.into());
            // No receipt: the record changed too often since, or was deleted for good. Then it was new in this group.
            let first = head.and_then(|head| receipts::original_result(head, revision, &prepared.hash));
            (prepared.index, first.unwrap_or(PushResult::Accepted { revision, seq }))
        };
        GroupOutcome {
            pushes: group.pushes.iter().zip(first_seq..).map(answer).collect(),
            checkpoint: Some(CheckpointResult::Accepted { revision: group.checkpoint.new_revision }),
        }
    }

    fn decide(&mut self, prepared: &PreparedPush) -> PushOutcome {
        let PreparedPush { push, hash, .. } = prepared;
        let Some(revision) = push.new_revision() else { return PushOutcome::Rejected(Code::Unprocessable) };
        let id = Id::from(push.id);
        let head = self.heads.get(&id);
        // Only its author may change a record.
        if head.is_some_and(|head| head.author != self.account) {
            return PushOutcome::Rejected(Code::Forbidden);
        }
        if let Some(code) = prepared.rejection {
            return PushOutcome::Rejected(code);
        }
        let receipts = match head {
            None if push.base_revision == 0 => None,
            None => return PushOutcome::Conflict,
            Some(head) => {
                if let Some(PushResult::Accepted { revision, seq }) = receipts::original_result(head, revision, hash) {
                    return PushOutcome::Accepted { revision, seq };
                }
                if head.revision != i64::from(push.base_revision) {
                    return PushOutcome::Conflict;
                }
                Some(receipts::append(head))
            }
        };
        if let Some(code) = check_epoch(prepared.epoch, self.epoch) {
            return PushOutcome::Rejected(code);
        }
        let before = self.heads.get(&id).map(|head| head.bytes);
        let bytes = prepared.bytes();
        let more = Usage { bytes: bytes - before.unwrap_or(0), records: i64::from(before.is_none()) };
        if !self.quota.take(more) {
            return PushOutcome::Rejected(Code::QuotaExceeded);
        }
        self.written.bytes += more.bytes;
        self.written.records += more.records;
        self.head += 1;
        let seq = self.head;
        let author = self.account;
        let (hash_now, receipts_now) = (hash.clone(), receipts.clone());
        let head =
            RecordHead { id, revision: revision.into(), seq, hash: hash_now, receipts: receipts_now, bytes, author };
        self.heads.insert(id, head);
        let row = RecordRow {
            collection: self.collection,
            id,
            revision: revision.into(),
            seq,
            blob: Some(push.blob.0.clone()),
            hash: hash.clone(),
            receipts,
            stored_at: self.now,
            author,
            deleted: push.deleted,
        };
        self.rows.insert(id, row);
        PushOutcome::Accepted { revision, seq: seq as u64 }
    }
}
