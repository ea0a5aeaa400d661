//! `POST /v1/sync`: one call pushes and pulls. `GET /v1/changes` (SSE) only announces new heads.
//! See `docs/sync.md`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AccountId, Blob, Code, CollectionId, RecordId};

/// What a device has seen, and what it pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRequest {
    /// For each requested collection the highest `seq` that the device has seen. Zero at first.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u64>))]
    pub cursors: BTreeMap<CollectionId, u64>,
    /// Those of the requested collections that the device is still reading from the start: deletions that the server
    /// has forgotten do not matter to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub from_start: Vec<CollectionId>,
    /// Changes in the order in which they were made. All changes to one collection form a group, which is committed
    /// together with its checkpoint or not at all.
    #[serde(default)]
    pub push: Vec<Push>,
    /// The sender's new checkpoint of each collection that it writes to. A group without one is rejected with
    /// `checkpoint_missing`; a checkpoint without changes is also a group.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, NewCheckpoint>))]
    pub checkpoints: BTreeMap<CollectionId, NewCheckpoint>,
    /// Maximum number of records in the response; the server's own limit applies too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A change of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Push {
    /// The collection of the record.
    pub collection: CollectionId,
    /// The record.
    pub id: RecordId,
    /// The revision that the change is based on; zero for a new record. The new revision is `base_revision + 1`.
    pub base_revision: u32,
    /// A later revision instead, at most [`Push::AHEAD`] further: set by a device that has seen revisions which a
    /// restored server lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// Whether it deletes the record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The sealed payload or deletion.
    pub blob: Blob,
}

impl Push {
    /// How far `revision` may be ahead of `base_revision`.
    pub const AHEAD: u32 = 1 << 20;

    /// The new revision; `None` if it is invalid.
    pub fn new_revision(&self) -> Option<u32> {
        new_revision(self.base_revision, self.revision, Self::AHEAD)
    }
}

/// A new checkpoint: a sealed digest of the sender's own live records in a collection. See
/// `journal::sync::checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCheckpoint {
    /// The revision of the checkpoint that it replaces; zero for the first one.
    pub base: u32,
    /// A later revision than `base + 1`, at most [`NewCheckpoint::AHEAD`] further: set by a device that has seen
    /// checkpoints which a restored server lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The sealed checkpoint.
    pub blob: Blob,
}

impl NewCheckpoint {
    /// How far `revision` may be ahead of `base`.
    pub const AHEAD: u32 = 1 << 20;

    /// The new revision; `None` if it is invalid.
    pub fn new_revision(&self) -> Option<u32> {
        new_revision(self.base, self.revision, Self::AHEAD)
    }
}

/// The revision after `base`, or the given one if it is at most `ahead` further.
fn new_revision(base: u32, revision: Option<u32>, ahead: u32) -> Option<u32> {
    let next = base.checked_add(1)?;
    let becomes = revision.unwrap_or(next);
    // There must be a next revision, and it must fit into 31 bits.
    (next..next.saturating_add(ahead)).contains(&becomes).then_some(becomes).filter(|new| *new < 1 << 31)
}

/// A stored checkpoint: one for each account and collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checkpoint {
    /// The account that wrote it.
    pub account: AccountId,
    /// Incremented with each group that the account writes.
    pub revision: u32,
    /// The sealed checkpoint.
    pub blob: Blob,
}

/// The result of a checkpoint and its group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckpointResult {
    /// The group was committed. A repeat of the same group gets the same result.
    Accepted {
        /// The checkpoint's revision.
        revision: u32,
    },
    /// Another device of the account was first, or a push of the group was rejected. Nothing of the group was
    /// committed. Pull to the head of the collection, then build the group again.
    Conflict {
        /// The current revision; zero if there is none.
        revision: u32,
    },
    /// Permanently rejected.
    Rejected {
        /// The reason.
        code: Code,
    },
}

/// The size of an era: how many changes a collection can count between two restorations of the server. A restored
/// server continues from a later multiple of it, so that no `seq` is used twice.
pub const GENERATION: u64 = 1 << 28;

/// The results of the push, and the changes since the cursors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncResponse {
    /// In the order of the pushes.
    pub results: Vec<PushResult>,
    /// For each checkpoint.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, CheckpointResult>))]
    pub checkpoints: BTreeMap<CollectionId, CheckpointResult>,
    /// The version of the account's manifest: a device fetches a newer one.
    #[serde(default)]
    pub manifest: u32,
    /// For each requested collection the changes after the cursor.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Changes>))]
    pub changes: BTreeMap<CollectionId, Changes>,
    /// Requested collections that do not exist or are inaccessible.
    #[serde(default)]
    pub revoked: Vec<CollectionId>,
}

/// The result of a push.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushResult {
    /// Durably committed. A repeat of the same push gets the same result.
    Accepted {
        /// The record's revision.
        revision: u32,
        /// The collection's counter at this change.
        seq: u64,
    },
    /// Another device was first: merge with the current revision, and push again.
    Conflict {
        /// The current record; absent if there is none (then push with base revision zero).
        current: Option<Record>,
    },
    /// Permanently rejected; or, with the code `group`, rejected only because another push of its group was.
    Rejected {
        /// The reason.
        code: Code,
    },
}

/// A stored record. Its kind is inside the blob, where the server cannot see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Record {
    /// The record's id.
    pub id: RecordId,
    /// From 1, incremented with each accepted change; bound into the seal.
    pub revision: u32,
    /// The collection's counter at the record's last change. Counts without gaps, in commit order.
    pub seq: u64,
    /// Whether the record is deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The sealed payload or deletion. Devices ignore a deletion without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Blob>,
}

/// The changes after a cursor, ordered by `seq`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// Changed records.
    pub records: Vec<Record>,
    /// The members' checkpoints, from the same snapshot as the records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<Checkpoint>,
    /// The collection's highest `seq`. Only a cursor at the head is in sync.
    pub head: u64,
    /// Whether more records follow.
    pub more: bool,
    /// The cursor is older than the tombstones that still exist: reset it (not the outbox), and pull from zero.
    #[serde(default)]
    pub resync: bool,
    /// The server was restored from a backup, and lost what this cursor has seen: reset it, pull from zero, and push
    /// what the server lacks.
    #[serde(default)]
    pub restored: bool,
}

/// A server-sent event of `GET /v1/changes`: `event: head` with this as JSON data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Head {
    /// The collection.
    pub collection: CollectionId,
    /// Its highest `seq`.
    pub head: u64,
}
