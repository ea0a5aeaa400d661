//! A short model of an honest server: one counter per collection, revisions, atomic groups with their checkpoint,
//! idempotent retries, and backups with devices that have seen more than the backup holds.

use std::collections::BTreeMap;

use protocol::sync::{
    Changes, Checkpoint, CheckpointResult, GENERATION, Push, PushResult, Record, SyncRequest, SyncResponse,
};
use protocol::{AccountId, Blob, Code, CollectionId, RecordId};

use crate::seal::envelope::header;

/// A server that follows the protocol.
#[derive(Clone, Default)]
pub struct Model {
    pub collections: BTreeMap<CollectionId, StoredCollection>,
    generation: u64,
    /// For each collection: the head after each restore, and the head in the restored backup.
    restored: BTreeMap<CollectionId, BTreeMap<u64, u64>>,
}

/// The server's state of one collection.
#[derive(Clone, Default)]
pub struct StoredCollection {
    pub head: u64,
    pub records: BTreeMap<RecordId, Record>,
    pub authors: BTreeMap<RecordId, AccountId>,
    pub checkpoints: BTreeMap<AccountId, Checkpoint>,
    /// The only epoch under which changes are accepted; zero: any.
    pub epoch: u32,
    /// Results of committed groups, for idempotent retries.
    receipts: BTreeMap<(AccountId, Blob), (u32, Vec<PushResult>)>,
}

impl Model {
    /// Restores a backup. Heads continue in the next era.
    pub fn restore(&mut self, backup: Self) {
        let generation = self.generation + 1;
        let known: Vec<CollectionId> = self.collections.keys().copied().collect();
        *self = Self { generation, ..backup };
        for id in known {
            self.collections.entry(id).or_default();
        }
        for (id, kept) in &mut self.collections {
            let began = generation * GENERATION;
            self.restored.entry(*id).or_default().insert(began, kept.head);
            kept.head = began;
        }
    }

    /// How many times it was restored.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether a device has read changes that the server has lost.
    fn has_read_lost_changes(&mut self, collection: CollectionId, cursor: u64) -> bool {
        let next = self.restored.entry(collection).or_default().range(cursor + 1..).next();
        let kept = next.map(|(_, kept)| *kept);
        cursor > self.collections.entry(collection).or_default().head || kept.is_some_and(|kept| cursor > kept)
    }

    pub fn sync(&mut self, account: AccountId, request: &SyncRequest, page: usize) -> SyncResponse {
        let mut response = SyncResponse {
            results: vec![PushResult::Rejected { code: Code::Group }; request.push.len()],
            ..Default::default()
        };
        for (&collection, new) in &request.checkpoints {
            let here = |push: &&Push| push.collection == collection;
            let pushes: Vec<&Push> = request.push.iter().filter(here).collect();
            let places: Vec<usize> = request
                .push
                .iter()
                .enumerate()
                .filter(|(_, push)| push.collection == collection)
                .map(|(at, _)| at)
                .collect();
            let cursor = request.cursors.get(&collection).copied();
            let kept = self.collections.entry(collection).or_default();
            let (result, results) =
                kept.commit_group(account, new.base, new.new_revision().unwrap(), &new.blob, &pushes, cursor);
            response.checkpoints.insert(collection, result);
            places.into_iter().zip(results).for_each(|(at, result)| response.results[at] = result);
        }
        for (&collection, &cursor) in &request.cursors {
            let restored = self.has_read_lost_changes(collection, cursor);
            let kept = self.collections.entry(collection).or_default();
            let mut after: Vec<Record> = kept.records.values().filter(|record| record.seq > cursor).cloned().collect();
            after.sort_by_key(|record| record.seq);
            let more = restored || after.len() > page;
            after.truncate(if restored { 0 } else { page });
            let checkpoints = kept.checkpoints.values().cloned().collect();
            let changes = Changes { records: after, head: kept.head, more, restored, checkpoints, resync: false };
            response.changes.insert(collection, changes);
        }
        response
    }
}

impl StoredCollection {
    fn commit_group(
        &mut self,
        account: AccountId,
        base: u32,
        revision: u32,
        blob: &Blob,
        pushes: &[&Push],
        cursor: Option<u64>,
    ) -> (CheckpointResult, Vec<PushResult>) {
        if let Some((revision, results)) = self.receipts.get(&(account, blob.clone())) {
            return (CheckpointResult::Accepted { revision: *revision }, results.clone());
        }
        if cursor.is_some_and(|cursor| cursor > self.head || cursor / GENERATION < self.head / GENERATION) {
            let code = Code::Restored;
            return (CheckpointResult::Rejected { code }, vec![PushResult::Rejected { code }; pushes.len()]);
        }
        let over = |blob: &Blob| self.epoch > 0 && header(blob.as_ref()).is_ok_and(|header| header.epoch != self.epoch);
        if over(blob) || pushes.iter().any(|push| over(&push.blob)) {
            let code = Code::EpochOver;
            return (CheckpointResult::Rejected { code }, vec![PushResult::Rejected { code }; pushes.len()]);
        }
        let stored = self.checkpoints.get(&account).map_or(0, |checkpoint| checkpoint.revision);
        let conflict = |push: &Push| {
            let current = self.records.get(&push.id);
            if current.map_or(0, |record| record.revision) != push.base_revision {
                return Some(PushResult::Conflict { current: current.cloned() });
            }
            let another = self.authors.get(&push.id).is_some_and(|author| *author != account);
            another.then_some(PushResult::Rejected { code: Code::Forbidden })
        };
        let refused: Vec<Option<PushResult>> = pushes.iter().map(|push| conflict(push)).collect();
        if stored != base || refused.iter().any(Option::is_some) {
            let not_at_fault = PushResult::Rejected { code: Code::Group };
            let results = refused.into_iter().map(|result| result.unwrap_or(not_at_fault.clone())).collect();
            return (CheckpointResult::Conflict { revision: stored }, results);
        }
        let mut results = Vec::new();
        for push in pushes {
            self.head += 1;
            let (revision, seq) = (push.new_revision().unwrap(), self.head);
            let (deleted, blob) = (push.deleted, Some(push.blob.clone()));
            self.records.insert(push.id, Record { id: push.id, revision, seq, deleted, blob });
            self.authors.insert(push.id, account);
            results.push(PushResult::Accepted { revision, seq });
        }
        self.checkpoints.insert(account, Checkpoint { account, revision, blob: blob.clone() });
        self.receipts.insert((account, blob.clone()), (revision, results.clone()));
        (CheckpointResult::Accepted { revision }, results)
    }
}
