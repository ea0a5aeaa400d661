//! `POST /v1/sync`: one call carries both directions. `GET /v1/changes` (SSE) says only that a collection has a new
//! head. See `docs/sync.md` for the protocol's reasons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Blob, Code, CollectionId, RecordId};

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
    /// Changes, in the order in which they were made. All to one collection are one transaction.
    #[serde(default)]
    pub push: Vec<Push>,
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
    /// The sealed payload; absent for a deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Blob>,
}

impl Push {
    /// How far a revision may be ahead of the one that it was made on.
    pub const AHEAD: u32 = 1024;

    /// The revision that the record has with this change; `None` for one that cannot be.
    pub fn becomes(&self) -> Option<u32> {
        let next = self.base_revision.checked_add(1)?;
        let becomes = self.revision.unwrap_or(next);
        // The last revision leaves room for nothing, and every store has to be able to count so far.
        (next..next.saturating_add(Self::AHEAD)).contains(&becomes).then_some(becomes).filter(|new| *new < 1 << 31)
    }
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
    /// Never acceptable as it is; the rest of the call is not held back.
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
    /// Starts at one, grows by one with each accepted change; bound into the seal.
    pub revision: u32,
    /// The collection's counter at the record's last change: gapless, in commit order.
    pub seq: u64,
    /// The sealed payload; absent when the record is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<Blob>,
}

/// What lies after a cursor in one collection, in the order of `seq`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// The records.
    pub records: Vec<Record>,
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
