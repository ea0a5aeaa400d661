//! `POST /v1/sync`: one call carries both directions. `GET /v1/changes` (SSE) says only that a collection has a new
//! head. See `docs/sync.md` for the protocol's reasons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AccountId, Blob, Code, CollectionId, RecordId};

/// What a device has seen and what it brings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRequest {
    /// The highest `seq` that this device has seen, for each collection that it wants to hear of. Zero at first.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u64>))]
    pub cursors: BTreeMap<CollectionId, u64>,
    /// Of these, the ones that are being read from their start and have not been at their head yet: deletions that the server
    /// has forgotten are no matter to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub from_start: Vec<CollectionId>,
    /// Changes, in the order in which they were made. All to one collection are one group: with its checkpoint they are
    /// committed together, or not at all.
    #[serde(default)]
    pub push: Vec<Push>,
    /// The sender's new checkpoint of each collection that it writes to. A group without one is refused with
    /// `checkpoint_missing`; a checkpoint alone is a group as well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, NewCheckpoint>))]
    pub checkpoints: BTreeMap<CollectionId, NewCheckpoint>,
    /// At most this many records back; the server's own limit holds as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Push {
    /// Where the record is kept.
    pub collection: CollectionId,
    /// Which record.
    pub id: RecordId,
    /// The revision that this change was made on; zero for a new record. Accepted, it becomes `base_revision + 1`.
    pub base_revision: u32,
    /// The revision that it becomes instead, at most [`Push::AHEAD`] further on: a device names it that has seen revisions
    /// which the server has lost since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// Whether it deletes the record.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The sealed payload, or the sealed deletion.
    pub blob: Blob,
}

impl Push {
    /// How far a revision may be ahead of the one that it was made on.
    pub const AHEAD: u32 = 1024;

    /// The revision that the record has with this change; `None` for one that cannot be.
    pub fn becomes(&self) -> Option<u32> {
        becomes(self.base_revision, self.revision, Self::AHEAD)
    }
}

/// A checkpoint on its way: what the sender's own live records of a collection are, sealed. See `journal::sync::checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCheckpoint {
    /// The revision of the checkpoint that it replaces; zero for the first.
    pub base: u32,
    /// The revision that it becomes instead of `base + 1`, at most [`NewCheckpoint::AHEAD`] further on: the server was
    /// restored, and has lost checkpoints that this device has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The sealed checkpoint.
    pub blob: Blob,
}

impl NewCheckpoint {
    /// How far a revision may be ahead of the one that it replaces.
    pub const AHEAD: u32 = 1 << 20;

    /// The revision that it becomes; `None` for one that cannot be.
    pub fn becomes(&self) -> Option<u32> {
        becomes(self.base, self.revision, Self::AHEAD)
    }
}

/// The revision that something of revision `base` becomes: the next one, or the named one within `ahead` of it.
fn becomes(base: u32, revision: Option<u32>, ahead: u32) -> Option<u32> {
    let next = base.checked_add(1)?;
    let becomes = revision.unwrap_or(next);
    // The last revision leaves room for nothing, and every store has to be able to count so far.
    (next..next.saturating_add(ahead)).contains(&becomes).then_some(becomes).filter(|new| *new < 1 << 31)
}

/// A member's checkpoint of a collection as the server keeps it: one for each account and collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checkpoint {
    /// Whose it is.
    pub account: AccountId,
    /// Grows with each group that the account writes.
    pub revision: u32,
    /// The sealed checkpoint.
    pub blob: Blob,
}

/// What became of a checkpoint, and with it of its group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckpointResult {
    /// The group was committed. The same group sent again is answered the same.
    Accepted {
        /// The checkpoint's revision now.
        revision: u32,
    },
    /// Another device of the account was first, or one of the group's pushes was refused: nothing of the group was
    /// committed. Read the collection to its head, then make the group anew.
    Conflict {
        /// The revision that stands; zero for none.
        revision: u32,
    },
    /// Never acceptable as it is.
    Rejected {
        /// Why.
        code: Code,
    },
}

/// How many changes a collection's counter has room for between two restorations of the server. A server that was restored
/// from a backup counts on from a later multiple of this, so that no `seq` ever stands for two changes.
pub const GENERATION: u64 = 1 << 28;

/// What became of the pushes, and what is new.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncResponse {
    /// One result for each push, in the same order.
    pub results: Vec<PushResult>,
    /// One result for each checkpoint.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, CheckpointResult>))]
    pub checkpoints: BTreeMap<CollectionId, CheckpointResult>,
    /// The version of the account's manifest, so that a device knows when to fetch it again.
    #[serde(default)]
    pub manifest: u32,
    /// For each collection asked for: what lies after the cursor.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Changes>))]
    pub changes: BTreeMap<CollectionId, Changes>,
    /// Collections asked for that are not (or no longer) this account's. Not yours is answered like not there.
    #[serde(default)]
    pub revoked: Vec<CollectionId>,
}

/// What became of one push.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushResult {
    /// Committed with full durability. The same push sent again is answered the same.
    Accepted {
        /// The record's revision now.
        revision: u32,
        /// The collection's counter at this change.
        seq: u64,
    },
    /// Another device was first: merge with what stands, and push again on its revision.
    Conflict {
        /// The record as it stands; absent if the server has no such record (then push with base revision zero).
        current: Option<Record>,
    },
    /// Never acceptable as it is, and the rest of its group is answered `group`; or it is itself innocent and answered
    /// `group`, since its group was refused as a whole.
    Rejected {
        /// Why.
        code: Code,
    },
}

/// One record as the server keeps it. Its kind is inside the blob, where the server cannot see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Record {
    /// Which record.
    pub id: RecordId,
    /// Starts at one, grows with each accepted change; bound into the seal.
    pub revision: u32,
    /// The collection's counter at the record's last change: gapless, in commit order.
    pub seq: u64,
    /// Whether the record is deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The sealed payload, or the sealed deletion. Devices do not believe a deletion that comes without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Blob>,
}

/// What lies after a cursor in one collection, in the order of `seq`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// The records.
    pub records: Vec<Record>,
    /// The members' checkpoints, read in the same snapshot as head and records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<Checkpoint>,
    /// The collection's highest `seq`. Only a cursor at the head is in sync.
    pub head: u64,
    /// Whether more lies after the last record here.
    pub more: bool,
    /// The cursor is older than what the server still knows of deletions: forget the cursor (not the outbox), and
    /// pull from zero.
    #[serde(default)]
    pub resync: bool,
    /// The server was restored from a backup, and has lost what this cursor has seen: forget the cursor, pull from zero,
    /// and bring what the server lacks.
    #[serde(default)]
    pub restored: bool,
}

/// One SSE message of `GET /v1/changes`: `event: head`, with this as JSON data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Head {
    /// The collection.
    pub collection: CollectionId,
    /// Its highest `seq` now.
    pub head: u64,
}
