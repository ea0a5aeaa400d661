//! A simulated server for one practice. It follows the protocol: groups are atomic, a record belongs to its author, and
//! a response is one snapshot. Tests change its state to make it lie.

use std::collections::{BTreeMap, BTreeSet};

use protocol::care::{
    AcceptInvitation, Collection, CollectionKind, CollectionMember, EpochKey, Handover, Part, StoreKey,
};
use protocol::sync::{
    Changes, Checkpoint, CheckpointResult, NewCheckpoint, Push, PushResult, Record, SyncRequest, SyncResponse,
};
use protocol::{AccountId, Code, CollectionId, RecordId};

use super::NOW;
use super::stage::body;
use crate::Call;

/// The server's state. A clone is a backup to restore from.
#[derive(Clone)]
pub(super) struct Server {
    /// The collections as the therapist sees them.
    pub(super) collections: Vec<Collection>,
    pub(super) records: BTreeMap<CollectionId, Vec<Record>>,
    pub(super) checkpoints: BTreeMap<(CollectionId, AccountId), Checkpoint>,
    pub(super) manifest: u32,
    /// Collections whose deletions it claims to have compacted.
    pub(super) resync: BTreeSet<CollectionId>,
    heads: BTreeMap<CollectionId, u64>,
    authors: BTreeMap<(CollectionId, RecordId), AccountId>,
}

impl Server {
    pub(super) fn new(own: Collection) -> Self {
        Self {
            collections: vec![own],
            records: BTreeMap::new(),
            checkpoints: BTreeMap::new(),
            manifest: 1,
            resync: BTreeSet::new(),
            heads: BTreeMap::new(),
            authors: BTreeMap::new(),
        }
    }

    pub(super) fn collection(&mut self, id: CollectionId) -> &mut Collection {
        self.collections.iter_mut().find(|collection| collection.id == id).unwrap()
    }

    pub(super) fn list(&self) -> Vec<u8> {
        let mut list = self.collections.clone();
        list.iter_mut().for_each(|one| one.head = self.head(one.id));
        serde_json::to_vec(&list).unwrap()
    }

    pub(super) fn head(&self, id: CollectionId) -> u64 {
        self.heads.get(&id).copied().unwrap_or(0)
    }

    /// The number of records in a collection, deleted ones included.
    pub(super) fn count(&self, id: CollectionId) -> usize {
        self.records.get(&id).map_or(0, Vec::len)
    }

    /// A client answers an invitation.
    pub(super) fn accept(
        &mut self,
        accept: &AcceptInvitation,
        handover: Handover,
        client: AccountId,
        staff: AccountId,
    ) {
        let member = |part, account| CollectionMember { account, part, name: None };
        let key_check = accept.collection.key_check.clone();
        self.collections.push(Collection {
            id: accept.collection.id,
            kind: CollectionKind::Care,
            epoch: 1,
            head: 0,
            keys: vec![EpochKey { epoch: 1, key_check, key_sealed: None, handover: None }],
            members: vec![member(Part::Client, client), member(Part::Therapist, staff)],
            handover: Some(handover),
            created_at: NOW,
        });
    }

    /// Executes a call of the desk that returns no data.
    pub(super) fn send(&mut self, call: &Call) {
        let parts: Vec<&str> = call.path.split('/').collect();
        let id: CollectionId = parts[3].parse().unwrap();
        match (call.method.as_str(), parts[4]) {
            ("PUT", "key") => {
                let stored: StoreKey = body(call);
                let collection = self.collection(id);
                if stored.epoch == 1 {
                    collection.handover = None;
                }
                let key = collection.keys.iter_mut().find(|key| key.epoch == stored.epoch).unwrap();
                (key.key_sealed, key.handover) = (Some(stored.key_sealed), None);
            }
            ("DELETE", "members") => {
                assert!(self.collections.iter().any(|collection| collection.id == id), "not a member of {id}");
                self.collections.retain(|collection| collection.id != id);
            }
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn sync(&mut self, from: AccountId, request: &SyncRequest) -> SyncResponse {
        let mut response = SyncResponse { manifest: self.manifest, ..Default::default() };
        let mut results = BTreeMap::new();
        for (collection, checkpoint) in &request.checkpoints {
            let group: Vec<&Push> = request.push.iter().filter(|push| push.collection == *collection).collect();
            let (result, pushes) = self.group(from, *collection, checkpoint, &group);
            response.checkpoints.insert(*collection, result);
            results.extend(group.iter().map(|push| (push.collection, push.id)).zip(pushes));
        }
        let missing = PushResult::Rejected { code: Code::CheckpointMissing };
        let result = |push: &Push| results.get(&(push.collection, push.id)).cloned().unwrap_or_else(|| missing.clone());
        response.results = request.push.iter().map(result).collect();
        for (id, cursor) in &request.cursors {
            let resync = self.resync.remove(id);
            let all = self.records.get(id).into_iter().flatten();
            let mut records: Vec<Record> = all.filter(|record| record.seq > *cursor && !resync).cloned().collect();
            records.sort_by_key(|record| record.seq);
            let slots = self.checkpoints.iter().filter(|((collection, _), _)| collection == id);
            let checkpoints = slots.map(|(_, checkpoint)| checkpoint.clone()).collect();
            let changes = Changes { records, checkpoints, head: self.head(*id), resync, ..Default::default() };
            response.changes.insert(*id, changes);
        }
        response
    }

    fn group(
        &mut self,
        from: AccountId,
        id: CollectionId,
        checkpoint: &NewCheckpoint,
        group: &[&Push],
    ) -> (CheckpointResult, Vec<PushResult>) {
        let stored = self.checkpoints.get(&(id, from)).map_or(0, |checkpoint| checkpoint.revision);
        let refusals: Vec<Option<PushResult>> = group.iter().map(|push| self.refusal(from, push)).collect();
        let taken = stored == checkpoint.base && refusals.iter().all(Option::is_none);
        if !taken {
            let group = PushResult::Rejected { code: Code::Group };
            let results = refusals.into_iter().map(|refusal| refusal.unwrap_or_else(|| group.clone())).collect();
            return (CheckpointResult::Conflict { revision: stored }, results);
        }
        let revision = checkpoint.new_revision().unwrap();
        let new = Checkpoint { account: from, revision, blob: checkpoint.blob.clone() };
        self.checkpoints.insert((id, from), new);
        let results = group.iter().map(|push| {
            let seq = self.head(id) + 1;
            self.heads.insert(id, seq);
            let revision = push.new_revision().unwrap();
            let (deleted, blob) = (push.deleted, Some(push.blob.clone()));
            self.authors.insert((id, push.id), from);
            self.put(id, Record { id: push.id, revision, seq, deleted, blob });
            PushResult::Accepted { revision, seq }
        });
        let results = results.collect();
        (CheckpointResult::Accepted { revision }, results)
    }

    fn refusal(&self, from: AccountId, push: &Push) -> Option<PushResult> {
        if self.authors.get(&(push.collection, push.id)).is_some_and(|author| *author != from) {
            return Some(PushResult::Rejected { code: Code::Forbidden });
        }
        let records = self.records.get(&push.collection).into_iter().flatten();
        let current = records.into_iter().find(|record| record.id == push.id);
        let stands = current.map_or(0, |record| record.revision);
        (stands != push.base_revision).then(|| PushResult::Conflict { current: current.cloned() })
    }

    /// Replaces a record.
    pub(super) fn put(&mut self, id: CollectionId, record: Record) {
        let records = self.records.entry(id).or_default();
        records.retain(|one| one.id != record.id);
        records.push(record);
    }

    /// Serves a record that no device has pushed, as the newest one.
    pub(super) fn forge(&mut self, id: CollectionId, mut record: Record) {
        record.seq = self.head(id) + 1;
        self.heads.insert(id, record.seq);
        self.put(id, record);
    }
}
