//! Rows, cursors, and the storage interface of the sync machine.

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::Record;
use protocol::{Blob, CollectionId, RecordId};
use serde::{Deserialize, Serialize};

use super::Context;
use super::checkpoint::{CheckpointState, StoredClaim, Verdict, era, is_due, shows_older_journal};
use crate::record::Payload;
use crate::seal::{self, Stamp};

/// Identifies a row. The same record id may exist in a private and in a care collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The collection that holds the record.
    pub collection: CollectionId,
    /// The record's id, unique within the collection.
    pub id: RecordId,
}

/// A record on this device. Deleted rows stay as tombstones, so that a replayed old revision cannot bring them back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The highest revision that the server is known to have; 0 before the first push.
    pub revision: u32,
    /// While `dirty`: the base of three-way merges, which is the server's content at `revision` (`None`: absent or
    /// deleted).
    pub base: Option<Payload>,
    /// The current local content; `None` when deleted.
    pub content: Option<Payload>,
    /// `content` differs from what the server holds: the row is in the outbox.
    pub dirty: bool,
    /// A sealed push without an answer yet. Retries repeat it byte for byte.
    pub sent: Option<Sent>,
    /// The stable code of the error that blocks this row until its content changes; `None` when nothing blocks it.
    pub held: Option<String>,
    /// A revision that this device has seen and that the server has lost since. The next push must exceed it. Otherwise
    /// 0.
    pub floor: u32,
    /// How `revision` was sealed, and whether by this account; `None` while the server has no such record.
    pub stamp: Option<Stamp>,
    /// The server no longer has this record, and nothing proves that it was deleted.
    pub missing: bool,
}

impl Row {
    /// The revision that the next push creates.
    pub(super) fn next_revision(&self) -> u32 {
        self.revision.max(self.floor).saturating_add(1)
    }

    /// Changes the content on this device and queues the row. A first edit keeps the old content as the merge base.
    pub fn edit(&mut self, content: Option<Payload>) {
        if !self.dirty {
            self.base = self.content.take();
        }
        self.content = content;
        self.dirty = true;
        self.held = None;
    }

    /// The server accepted the push. A change made since then stays in the outbox.
    pub(super) fn mark_accepted(&mut self, revision: u32) {
        let Some(sent) = self.sent.take() else { return };
        let content = self.content.take();
        self.set_server_state(revision, sent.content, content, Some(sent.stamp));
    }

    /// Records what the server holds now. `content` is the new local content; the row stays dirty if the two differ.
    pub(super) fn set_server_state(
        &mut self,
        revision: u32,
        server: Option<Payload>,
        content: Option<Payload>,
        stamp: Option<Stamp>,
    ) {
        self.revision = revision;
        self.stamp = stamp;
        self.missing = false;
        self.dirty = content != server;
        self.base = server.filter(|_| self.dirty);
        self.content = content;
        self.sent = None;
        self.held = None;
        if self.floor <= revision {
            self.floor = 0;
        }
    }
}

/// Why a collection is read again from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuild {
    /// It is read for the first time.
    First,
    /// The server has compacted deletions that this device has not seen. A row that it does not serve may have been
    /// deleted.
    Forgotten,
    /// The server was restored from a backup and has lost changes that this device has seen. This device pushes them
    /// again.
    Restored,
    /// Local rows differ from a checkpoint. They are read once more before the difference is reported.
    Check,
}

/// A group of pushes without an answer yet. Retries repeat it byte for byte. Its pushes are the collection's rows that
/// have a `sent` value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The checkpoint revision that it replaces.
    pub base: u32,
    /// The revision of its own checkpoint.
    pub revision: u32,
    /// The sealed checkpoint, as sent.
    pub blob: Blob,
    /// The epoch of the key that sealed the checkpoint.
    pub epoch: u32,
    /// The era in which the checkpoint was sealed.
    pub era: u32,
    /// The plain text of the checkpoint.
    #[serde(rename = "said")]
    pub claim: StoredClaim,
}

/// A record in the state that the server is assumed to have, for comparison with checkpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The record's id, unique within the collection.
    pub id: RecordId,
    /// The revision that the server holds.
    pub revision: u32,
    /// How that revision was sealed, and by whom.
    pub stamp: Stamp,
    /// The error code for which it was set aside; `None` for a row.
    pub aside: Option<String>,
}

/// A sealed change without an answer yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The server's revision that the change builds on.
    pub base_revision: u32,
    /// The sealed envelope, as sent.
    pub blob: Blob,
    /// The plain text. It becomes the merge base when the push is accepted. `None` for a deletion.
    pub content: Option<Payload>,
    /// How the envelope is sealed; becomes the row's stamp.
    pub stamp: Stamp,
}

/// The read position in a collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The highest `seq` that was read.
    pub seq: u64,
    /// The head that the server announced last.
    pub head: u64,
}

/// The storage interface of the sync machine. All calls of one step run inside one transaction.
pub trait Ledger {
    /// The store's own error type. The engine passes it through.
    type Error;

    /// Loads a row; `None` if there is none.
    fn row(&mut self, key: &Key) -> Result<Option<Row>, Self::Error>;
    /// Inserts or replaces a row. A row that becomes dirty is appended to the outbox. A row that was dirty already
    /// keeps its position.
    fn set_row(&mut self, key: &Key, row: &Row) -> Result<(), Self::Error>;
    /// Up to `limit` rows of these collections that are dirty and not held, oldest first.
    fn outbox(&mut self, of: &BTreeSet<CollectionId>, limit: usize) -> Result<Vec<Key>, Self::Error>;

    /// The cursor of every followed collection.
    fn cursors(&mut self) -> Result<BTreeMap<CollectionId, Cursor>, Self::Error>;
    /// Stores the cursor of a collection.
    fn set_cursor(&mut self, collection: CollectionId, cursor: Cursor) -> Result<(), Self::Error>;

    /// Sets a record aside (quarantine) because it cannot be opened or is rejected. Stores the reason and, if it could
    /// be opened, its stamp. The record stays until it or a newer revision of it is admitted.
    fn set_aside(
        &mut self,
        collection: CollectionId,
        record: &Record,
        why: seal::Error,
        stamp: Option<Stamp>,
    ) -> Result<(), Self::Error>;
    /// Removes a record from those set aside.
    fn clear_aside(&mut self, key: &Key) -> Result<(), Self::Error>;

    /// Starts a rebuild and stores its reason. Unless it is the first read, all rows of the collection become
    /// unconfirmed.
    fn begin_rebuild(&mut self, collection: CollectionId, why: Rebuild) -> Result<(), Self::Error>;
    /// The reason of the current rebuild; `None` when the collection has been read to its head.
    fn rebuild(&mut self, collection: CollectionId) -> Result<Option<Rebuild>, Self::Error>;
    /// Marks a row as served during the rebuild. Returns whether it was unconfirmed.
    fn confirm(&mut self, key: &Key) -> Result<bool, Self::Error>;
    /// Ends the rebuild at the head. Returns the rows that are still unconfirmed.
    fn end_rebuild(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;

    /// The server reports that access has ended. A phone keeps every row and marks the collection; a desk drops it at
    /// once.
    fn access_ended(&mut self, collection: CollectionId) -> Result<(), Self::Error>;
    /// Keeps for a while the content of a row that the server no longer has and for which no sealed deletion was seen.
    fn keep_removed(&mut self, key: &Key, content: &Payload) -> Result<(), Self::Error>;

    /// Loads the checkpoint state of a collection.
    fn trust(&mut self, collection: CollectionId) -> Result<CheckpointState, Self::Error>;
    /// Stores the checkpoint state of a collection.
    fn set_trust(&mut self, collection: CollectionId, trust: &CheckpointState) -> Result<(), Self::Error>;
    /// The group that was sent to a collection and has no answer yet.
    fn group(&mut self, collection: CollectionId) -> Result<Option<Group>, Self::Error>;
    /// Stores the pending group; `None` once it is answered.
    fn set_group(&mut self, collection: CollectionId, group: Option<&Group>) -> Result<(), Self::Error>;
    /// The rows of a collection that have a `sent` value, in sending order.
    fn sent(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;
    /// The records that the server is assumed to have: each row that has a stamp and is not missing, and each set-aside
    /// record that has a stamp. In the order of their ids.
    fn entries(&mut self, collection: CollectionId) -> Result<Vec<Entry>, Self::Error>;
    /// The rows of a collection that are marked as missing on the server.
    fn missing(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;
    /// How many set-aside records of a collection could not be opened.
    fn unreadable(&mut self, collection: CollectionId) -> Result<usize, Self::Error>;

    /// The client's private collection; `None` for therapists.
    fn private(&mut self) -> Result<Option<CollectionId>, Self::Error>;
    /// The client's care collections; empty for therapists, who share nothing.
    fn relationships(&mut self) -> Result<Vec<CollectionId>, Self::Error>;

    /// Counts rows and set-aside records by state.
    fn counts(&mut self) -> Result<Counts, Self::Error>;
}

/// Number of rows and set-aside records by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows in the outbox: dirty and not held.
    pub waiting: usize,
    /// Rows that an error keeps out of the outbox.
    pub held: usize,
    /// Set aside because they cannot be opened.
    pub unreadable: usize,
    /// Set aside because a rule rejected them: see [`REFUSED`](super::admit::REFUSED).
    pub refused: usize,
    /// Rows that the server no longer has, without proof of deletion.
    pub missing: usize,
}

/// The sync status of this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// Changes that wait to be pushed.
    pub waiting: usize,
    /// Collections whose cursor is not at the head.
    pub behind: usize,
    /// Changes that the server rejected or that could not be sealed.
    pub held: usize,
    /// Set-aside records that cannot be opened.
    pub unreadable: usize,
    /// Set-aside records that a rule rejected. They do not count against "in sync", because a hostile member could
    /// add them at will.
    pub refused: usize,
    /// Local records that the server no longer has, without proof of deletion.
    pub missing: usize,
    /// Collections whose own checkpoint does not (yet) confirm that all records are here.
    pub unchecked: usize,
    /// Collections with something to report to the person: records are missing, or the server shows an older state.
    pub alarms: usize,
    /// Own checkpoints that are due although nothing else waits.
    pub due: usize,
}

impl SyncStatus {
    /// Whether the server has every local change and this device has every record.
    pub fn in_sync(&self) -> bool {
        let Self { waiting, behind, held, unreadable, refused: _, missing, unchecked, alarms, due: _ } = self;
        [waiting, behind, held, unreadable, missing, unchecked, alarms].into_iter().all(|count| *count == 0)
    }

    /// Whether another round trip can make progress.
    pub fn can_go_on(&self) -> bool {
        self.waiting > 0 || self.behind > 0 || self.due > 0
    }
}

/// Computes the sync status from the ledger alone. Needs no network.
pub fn sync_status<L: Ledger>(ledger: &mut L, context: &Context<'_>) -> Result<SyncStatus, L::Error> {
    let cursors = ledger.cursors()?;
    let counts = ledger.counts()?;
    let mut status = SyncStatus {
        waiting: counts.waiting,
        held: counts.held,
        unreadable: counts.unreadable,
        refused: counts.refused,
        missing: counts.missing,
        ..SyncStatus::default()
    };
    let private = ledger.trust(context.reader.private)?;
    let journal = cursors.get(&context.reader.private).copied().unwrap_or_default();
    // A journal that is still being read does not count as rolled back.
    let read = journal.seq == journal.head && ledger.rebuild(context.reader.private)?.is_none();
    for (collection, cursor) in cursors.into_iter().filter(|(id, _)| context.follows(*id)) {
        let trust = ledger.trust(collection)?;
        let writable = context.care.get(&collection).is_none_or(|care| care.writable);
        let older = collection != context.reader.private && shows_older_journal(&trust, &private);
        // A server may claim that the head is at the start, so a rebuild counts as behind too.
        status.behind += usize::from(cursor.seq != cursor.head || ledger.rebuild(collection)?.is_some());
        status.unchecked += usize::from(trust.own.verdict != Verdict::Whole);
        let alarms = [trust.own.verdict, trust.other.verdict].into_iter().any(Verdict::is_alarm);
        let split = trust.own.written.split;
        status.alarms += usize::from(alarms || split || trust.own.is_older(era(cursor.head)) || older && read);
        let blocked = older || !super::checkpoint::may_write(&trust, cursor) || !writable;
        status.due += usize::from(!blocked && is_due(&trust, context, collection, cursor));
    }
    Ok(status)
}
