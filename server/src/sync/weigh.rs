//! A group held against what stands: accepted, in conflict, or never acceptable; as a whole.

use std::collections::HashMap;

use protocol::sync::{CheckpointResult, Head, PushResult, Record};
use protocol::{Code, Limits};

use super::push::{Answer, Group, Prepared, out_of_time};
use super::quota::Room;
use super::{Notice, receipts};
use crate::accounts::Actor;
use crate::db::records::{self, Counter, RecordRow, Standing};
use crate::db::usage::{self, Usage};
use crate::db::{Id, Tx, checkpoints};
use crate::fault::{Fault, Result};

/// Takes a group, or nothing of it.
pub(super) fn group(tx: &mut Tx<'_>, actor: Actor, group: Group, now: i64, limits: &Limits) -> Result<Answer> {
    let (collection, account) = (Id::from(group.place.collection), Id::from(actor.account));
    let counter = match records::lock(tx, collection, account)? {
        None => return Ok(group.refused(Code::NotFound)),
        Some(counter) if group.place.is_from_before(&counter) => return Ok(group.refused(Code::Restored)),
        Some(counter) => counter,
    };
    let mut ids: Vec<Id> = group.pushes.iter().map(|prepared| prepared.push.id.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    let standing = records::standing(tx, collection, &ids)?;
    let slot = checkpoints::slot(tx, collection, account)?;
    let room = Room::left(tx, account, limits)?;
    let mut ledger = Ledger::new(collection, account, &counter, standing, room, now);
    let notes = slot.as_ref().map(|slot| slot.receipts.as_slice()).unwrap_or_default();
    if let Some(first_seq) = receipts::noted(notes, group.checkpoint.becomes, &group.hash) {
        return Ok(ledger.first_answers(&group, first_seq));
    }

    let decisions: Vec<Decision> = group.pushes.iter().map(|prepared| ledger.decide(prepared)).collect();
    let revision = slot.map_or(0, |slot| slot.revision as u32);
    let refused = group.checkpoint.refused.or(out_of_time(group.checkpoint.epoch, counter.epoch));
    let verdict = match refused {
        Some(code) => CheckpointResult::Rejected { code },
        None if group.checkpoint.new.base != revision => CheckpointResult::Conflict { revision },
        None if !decisions.iter().all(Decision::is_accepted) => CheckpointResult::Conflict { revision },
        None => CheckpointResult::Accepted { revision: group.checkpoint.becomes },
    };
    let places = group.pushes.iter().map(|prepared| prepared.place);
    if !matches!(verdict, CheckpointResult::Accepted { .. }) {
        let results = refusals(tx, collection, &group.pushes, decisions)?;
        return Ok(Answer { pushes: places.zip(results).collect(), checkpoint: Some(verdict) });
    }
    let note = group.note(counter.head as u64 + 1);
    if !checkpoints::put(tx, &group.slot(actor, &note))? {
        return Err(Fault::Internal("a checkpoint changed while its collection was held"));
    }
    if ledger.head > counter.head {
        records::put(tx, &ledger.rows())?;
        records::set_head(tx, collection, ledger.head)?;
        usage::add(tx, collection, account, ledger.written)?;
        tx.announce(Notice::Head(Head { collection: group.place.collection, head: ledger.head as u64 }));
    }
    let results = decisions.into_iter().map(|decision| match decision {
        Decision::Accepted { revision, seq } => PushResult::Accepted { revision, seq },
        Decision::Conflict => PushResult::Conflict { current: None },
        Decision::Rejected(code) => PushResult::Rejected { code },
    });
    Ok(Answer { pushes: places.zip(results).collect(), checkpoint: Some(verdict) })
}

/// What is to become of one push, if its group is taken.
enum Decision {
    Accepted { revision: u32, seq: u64 },
    Conflict,
    Rejected(Code),
}

impl Decision {
    fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }
}

/// The answers of a group of which nothing is taken.
fn refusals(tx: &mut Tx<'_>, collection: Id, pushes: &[Prepared], decisions: Vec<Decision>) -> Result<Vec<PushResult>> {
    let conflicting = pushes.iter().zip(&decisions).filter(|(_, decision)| matches!(decision, Decision::Conflict));
    let ids: Vec<Id> = conflicting.map(|(prepared, _)| prepared.push.id.into()).collect();
    let current: HashMap<Id, RecordRow> = match ids.is_empty() {
        true => HashMap::new(),
        false => records::by_ids(tx, collection, &ids)?.into_iter().map(|row| (row.id, row)).collect(),
    };
    let results = pushes.iter().zip(decisions).map(|(prepared, decision)| match decision {
        Decision::Accepted { .. } => PushResult::Rejected { code: Code::Group },
        Decision::Conflict => conflict(current.get(&prepared.push.id.into())),
        Decision::Rejected(code) => PushResult::Rejected { code },
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

/// One collection while its pushes are weighed.
struct Ledger {
    collection: Id,
    account: Id,
    now: i64,
    head: i64,
    epoch: i64,
    standing: HashMap<Id, Standing>,
    rows: HashMap<Id, RecordRow>,
    room: Room,
    written: Usage,
}

impl Ledger {
    fn new(collection: Id, account: Id, counter: &Counter, standing: Vec<Standing>, room: Room, now: i64) -> Self {
        let standing = standing.into_iter().map(|row| (row.id, row)).collect();
        let (head, epoch, rows, written) = (counter.head, counter.epoch, HashMap::new(), Usage::default());
        Self { collection, account, now, head, epoch, standing, rows, room, written }
    }

    /// What is to be written, in its order.
    fn rows(&mut self) -> Vec<RecordRow> {
        let mut rows: Vec<RecordRow> = std::mem::take(&mut self.rows).into_values().collect();
        rows.sort_unstable_by_key(|row| row.seq);
        rows
    }

    /// The answers that a group was given when it was taken, whatever has come since.
    fn first_answers(&self, group: &Group, first_seq: u64) -> Answer {
        let answer = |(prepared, seq): (&Prepared, u64)| {
            let revision = prepared.push.becomes().unwrap_or_default();
            let stands = self.standing.get(&prepared.push.id.into());
            // A record that has changed so often since that this is forgotten (or was cleared away) was new in the group.
            let first = stands.and_then(|stands| receipts::first_answer(stands, revision, &prepared.hash));
            (prepared.place, first.unwrap_or(PushResult::Accepted { revision, seq }))
        };
        Answer {
            pushes: group.pushes.iter().zip(first_seq..).map(answer).collect(),
            checkpoint: Some(CheckpointResult::Accepted { revision: group.checkpoint.becomes }),
        }
    }

    fn decide(&mut self, prepared: &Prepared) -> Decision {
        let Prepared { push, hash, .. } = prepared;
        let Some(revision) = push.becomes() else { return Decision::Rejected(Code::Unprocessable) };
        let id = Id::from(push.id);
        let stands = self.standing.get(&id);
        // A record is its author's alone.
        if stands.is_some_and(|stands| stands.author != self.account) {
            return Decision::Rejected(Code::Forbidden);
        }
        if let Some(code) = prepared.refused {
            return Decision::Rejected(code);
        }
        let receipts = match stands {
            None if push.base_revision == 0 => None,
            None => return Decision::Conflict,
            Some(stands) => {
                if let Some(PushResult::Accepted { revision, seq }) = receipts::first_answer(stands, revision, hash) {
                    return Decision::Accepted { revision, seq };
                }
                if stands.revision != i64::from(push.base_revision) {
                    return Decision::Conflict;
                }
                Some(receipts::after(stands))
            }
        };
        if let Some(code) = out_of_time(prepared.epoch, self.epoch) {
            return Decision::Rejected(code);
        }
        let before = self.standing.get(&id).map(|stands| stands.bytes);
        let bytes = prepared.bytes();
        let more = Usage { bytes: bytes - before.unwrap_or(0), records: i64::from(before.is_none()) };
        if !self.room.take(more) {
            return Decision::Rejected(Code::QuotaExceeded);
        }
        self.written.bytes += more.bytes;
        self.written.records += more.records;
        self.head += 1;
        let seq = self.head;
        let author = self.account;
        let (hash_now, receipts_now) = (hash.clone(), receipts.clone());
        let stands =
            Standing { id, revision: revision.into(), seq, hash: hash_now, receipts: receipts_now, bytes, author };
        self.standing.insert(id, stands);
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
        Decision::Accepted { revision, seq: seq as u64 }
    }
}
