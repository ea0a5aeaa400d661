//! A hostile server: it replays old states, mutates its replies field by field, and accepts records that a hostile
//! member or a lost phone has sealed.

use std::collections::BTreeMap;

use protocol::sync::{Changes, CheckpointResult, GENERATION, PushResult, Record, SyncRequest, SyncResponse};
use protocol::{AccountId, Code, CollectionId};

use super::model::Model;
use super::world::World;
use crate::seal::Random;

/// Deterministic choices from a seed.
pub struct Dice(Random);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        Self(Random::from_seed(bytes))
    }

    /// A number in `0..n`; 0 for an empty range.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(u32::from_be_bytes(self.0.bytes())).unwrap() % n.max(1)
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn seals(&mut self) -> &mut Random {
        &mut self.0
    }
}

/// The hostile server: its current state, its old states, and every record that it was ever sent.
#[derive(Default)]
pub struct Hostile {
    pub model: Model,
    pub old: Vec<Model>,
    pub seen: Vec<(CollectionId, Record)>,
    /// Forked devices: for each, one collection is always served from an old state and everything else from the current
    /// one.
    pub fooled: BTreeMap<usize, (CollectionId, usize)>,
}

impl Hostile {
    /// Saves the current state, to replay it later.
    pub fn remember(&mut self) {
        self.old.push(self.model.clone());
    }

    /// Answers one request of a device.
    pub fn answer(
        &mut self,
        dice: &mut Dice,
        device: usize,
        account: AccountId,
        request: &SyncRequest,
    ) -> SyncResponse {
        let page = 1 + dice.below(8);
        self.see(request);
        if let Some((collection, old)) = self.fooled.get(&device).copied() {
            return self.answer_forked(account, request, collection, old);
        }
        let mut answer = match dice.below(8) {
            // Reports the pushes as accepted and discards them.
            0 => self.model.clone().sync(account, request, page),
            1 if !self.old.is_empty() => {
                let at = dice.below(self.old.len());
                self.old[at].sync(account, request, page)
            }
            _ => self.model.sync(account, request, page),
        };
        if !self.old.is_empty() && dice.one_in(6) {
            let at = dice.below(self.old.len());
            self.mix_in_old_changes(dice, &mut answer, account, request, at);
        }
        if dice.one_in(2) {
            for _ in 0..=dice.below(3) {
                self.mutate_reply(dice, &mut answer);
            }
        }
        answer
    }

    /// Serves one collection from an old state, which then develops on its own (fork), and the others from the current
    /// state.
    fn answer_forked(
        &mut self,
        account: AccountId,
        request: &SyncRequest,
        collection: CollectionId,
        old: usize,
    ) -> SyncResponse {
        let (mut was, mut is) = (request.clone(), request.clone());
        was.cursors.retain(|id, _| *id == collection);
        was.checkpoints.retain(|id, _| *id == collection);
        is.cursors.retain(|id, _| *id != collection);
        is.checkpoints.retain(|id, _| *id != collection);
        let was = self.old[old].sync(account, &was, 100);
        let mut answer = self.model.sync(account, &is, 100);
        for (at, push) in request.push.iter().enumerate() {
            if push.collection == collection {
                answer.results[at] = was.results[at].clone();
            }
        }
        answer.checkpoints.extend(was.checkpoints);
        answer.changes.extend(was.changes);
        answer
    }

    fn see(&mut self, request: &SyncRequest) {
        for push in &request.push {
            let revision = push.new_revision().unwrap_or_default();
            let (deleted, blob) = (push.deleted, Some(push.blob.clone()));
            self.seen.push((push.collection, Record { id: push.id, revision, seq: 0, deleted, blob }));
        }
    }

    /// Replaces the changes of some collections with old ones.
    fn mix_in_old_changes(
        &self,
        dice: &mut Dice,
        answer: &mut SyncResponse,
        account: AccountId,
        request: &SyncRequest,
        at: usize,
    ) {
        let asking = SyncRequest { cursors: request.cursors.clone(), ..SyncRequest::default() };
        let was = self.old[at].clone().sync(account, &asking, 100);
        for (collection, changes) in was.changes {
            if dice.one_in(2) {
                answer.changes.insert(collection, changes);
            }
        }
    }

    fn mutate_reply(&self, dice: &mut Dice, answer: &mut SyncResponse) {
        let ids: Vec<CollectionId> = answer.changes.keys().copied().collect();
        let Some(&collection) = ids.get(dice.below(ids.len())) else { return };
        let another = ids[dice.below(ids.len())];
        match dice.below(12) {
            0 => self.mutate_push_result(dice, answer),
            1 => {
                let result = match dice.below(3) {
                    0 => CheckpointResult::Accepted { revision: u32::try_from(dice.below(9)).unwrap() },
                    1 => CheckpointResult::Conflict { revision: u32::try_from(dice.below(9)).unwrap() },
                    _ => CheckpointResult::Rejected { code: random_code(dice) },
                };
                let slots = answer.checkpoints.len();
                if let Some(slot) = answer.checkpoints.values_mut().nth(dice.below(slots)) {
                    *slot = result;
                }
            }
            2 => {
                let moved = std::mem::take(&mut answer.changes.get_mut(&another).unwrap().records);
                answer.changes.get_mut(&collection).unwrap().records.extend(moved);
            }
            3 => {
                let theirs = answer.changes[&another].checkpoints.clone();
                answer.changes.get_mut(&collection).unwrap().checkpoints = theirs;
            }
            _ => {
                let changes = answer.changes.get_mut(&collection).unwrap();
                self.mutate_changes(dice, collection, changes);
            }
        }
    }

    fn mutate_changes(&self, dice: &mut Dice, collection: CollectionId, changes: &mut Changes) {
        let records = changes.records.len();
        match dice.below(10) {
            0 => changes.more ^= true,
            1 => changes.resync ^= true,
            2 => changes.restored ^= true,
            3 => changes.records.clear(),
            4 if records > 0 => drop(changes.records.remove(dice.below(records))),
            5 => {
                let here: Vec<&Record> =
                    self.seen.iter().filter(|(of, _)| *of == collection).map(|(_, record)| record).collect();
                if let Some(record) = here.get(dice.below(here.len())) {
                    changes.records.push(Record { seq: changes.head, ..(*record).clone() });
                }
            }
            6 => {
                let heads = [0, 1, changes.head + 1, changes.head + GENERATION, changes.head.saturating_sub(1)];
                changes.head = heads[dice.below(heads.len())];
            }
            7 => self.replay_checkpoints(dice, collection, changes),
            _ if records > 0 => {
                let at = dice.below(records);
                let other = changes.records[dice.below(records)].clone();
                let record = &mut changes.records[at];
                match dice.below(7) {
                    0 => record.deleted ^= true,
                    1 => record.blob = None,
                    2 => record.revision += 1,
                    3 => record.revision = record.revision.saturating_sub(1),
                    4 => record.id = other.id,
                    5 => record.blob = other.blob,
                    _ => {
                        if let Some(blob) = &mut record.blob {
                            let at = dice.below(blob.0.len());
                            blob.0[at] ^= 1;
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn replay_checkpoints(&self, dice: &mut Dice, collection: CollectionId, changes: &mut Changes) {
        let old = self.old.get(dice.below(self.old.len()));
        let kept = old.and_then(|old| old.collections.get(&collection));
        match kept {
            Some(kept) if !dice.one_in(3) => changes.checkpoints = kept.checkpoints.values().cloned().collect(),
            _ => changes.checkpoints.clear(),
        }
    }

    fn mutate_push_result(&self, dice: &mut Dice, answer: &mut SyncResponse) {
        let results = answer.results.len();
        let Some(result) = answer.results.get_mut(dice.below(results)) else { return };
        let current = self.seen.get(dice.below(self.seen.len())).map(|(_, record)| record.clone());
        *result = match dice.below(4) {
            0 => PushResult::Accepted { revision: u32::try_from(dice.below(9)).unwrap(), seq: 1 },
            1 => PushResult::Conflict { current: None },
            2 => PushResult::Conflict { current },
            _ => PushResult::Rejected { code: random_code(dice) },
        };
    }
}

fn random_code(dice: &mut Dice) -> Code {
    Code::ALL[dice.below(Code::ALL.len())]
}

/// Whether a new phone shares something when it is shown the journal of `old` with today's care collection.
pub fn shares_from_an_old_journal(world: &mut World, old: Model, dice: &mut Dice) -> bool {
    let (client, care) = (world.client, world.care);
    let fooled = BTreeMap::from([(1, (world.private, 0))]);
    let mut hostile = Hostile { model: world.server.clone(), old: vec![old], seen: Vec::new(), fooled };
    world.new_phone(1);
    let mut shared = false;
    for round in 0..10 {
        let request = world.phones[1].request();
        shared |= request.push.iter().any(|push| push.collection == care && !push.deleted);
        let response = hostile.answer(dice, 1, client, &request);
        world.phones[1].digest(&request, &response);
        if round > 1 {
            world.append(1, 0);
        }
    }
    shared
}
