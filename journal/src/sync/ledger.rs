//! Rows, and what a store must offer to the machine.

use std::collections::BTreeMap;

use protocol::sync::Record;
use protocol::{Blob, CollectionId, RecordId};
use serde::{Deserialize, Serialize};

use super::Context;
use super::checkpoint::{Said, Trust, Verdict, era, is_due, shows_older_journal};
use crate::record::Payload;
use crate::seal::{self, Stamp};

/// Names a row: the same record id may stand in a private and in a care collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The collection.
    pub collection: CollectionId,
    /// The record.
    pub id: RecordId,
}

/// A record on this device. Deleted rows stay, without content, so that an old revision cannot come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The highest revision that the server is known to hold; 0 before the first push.
    pub revision: u32,
    /// While `dirty`: what the server held at `revision` (`None`: nothing, or deleted). Merges start from it.
    pub base: Option<Payload>,
    /// What the person sees; `None` when deleted.
    pub content: Option<Payload>,
    /// `content` is not yet what the server holds: the row is in the outbox.
    pub dirty: bool,
    /// A push that was sent, or is about to be, and not yet answered: repeated byte for byte until it is.
    pub sent: Option<Sent>,
    /// The stable code of why this row waits for a change before it is sent again; `None` when nothing holds it.
    pub held: Option<String>,
    /// A revision that this device has seen and that the server has lost since: the next one is above it. Otherwise 0.
    pub floor: u32,
    /// How `revision` was sealed, and by whom; `None` while the server has no such record.
    pub stamp: Option<Stamp>,
    /// The server says that it does not have this record any more, and nothing proves that it was deleted.
    pub missing: bool,
}

impl Row {
    /// The revision that the next change becomes.
    pub(super) fn next(&self) -> u32 {
        self.revision.max(self.floor) + 1
    }

    /// Changes the content on this device.
    pub fn edit(&mut self, content: Option<Payload>) {
        if !self.dirty {
            self.base = self.content.take();
        }
        self.content = content;
        self.dirty = true;
        self.held = None;
    }

    /// The server took what was sent; what was changed here meanwhile still waits.
    pub(super) fn accepted(&mut self, revision: u32) {
        let Some(sent) = self.sent.take() else { return };
        let content = self.content.take();
        self.settle(revision, sent.content, content, Some(sent.stamp));
    }

    /// Takes over what the server holds now; what this device wants is `content`.
    pub(super) fn settle(
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

/// Why a collection is read from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuild {
    /// It is read for the first time.
    First,
    /// The server has forgotten deletions that this device has not heard of: what it does not have was deleted.
    Forgotten,
    /// The server was restored from a backup and has lost changes that this device has seen: what it does not have is brought
    /// to it again.
    Restored,
    /// What is here differs from what a checkpoint says: read once more before that is said.
    Check,
}

/// A group of changes on its way: it is repeated byte for byte until it is answered. Its pushes are the rows of the
/// collection that have something sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The revision of the checkpoint that it replaces.
    pub base: u32,
    /// The revision that its checkpoint becomes.
    pub revision: u32,
    /// The sealed checkpoint.
    pub blob: Blob,
    /// The epoch of the key that sealed it.
    pub epoch: u32,
    /// The era in which it was sealed.
    pub era: u32,
    /// What the checkpoint says.
    pub said: Said,
}

/// A record as the server holds it, so far as this device believes it: for comparing with checkpoints.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The record.
    pub id: RecordId,
    /// Its revision.
    pub revision: u32,
    /// How that was sealed.
    pub stamp: Stamp,
    /// The code of why it was set aside; `None` for a row.
    pub aside: Option<String>,
}

/// A sealed change on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The revision that it was made on.
    pub base_revision: u32,
    /// The envelope.
    pub blob: Blob,
    /// What is inside: becomes the base when it is accepted. `None` for a deletion.
    pub content: Option<Payload>,
    /// How it is sealed.
    pub stamp: Stamp,
}

/// How far a collection has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The highest `seq` seen.
    pub seq: u64,
    /// The head that the server told last.
    pub head: u64,
}

/// A store, as the machine sees it. All calls of one step run inside one transaction.
pub trait Ledger {
    /// The store's own error; passed through.
    type Error;

    /// A row.
    fn row(&mut self, key: &Key) -> Result<Option<Row>, Self::Error>;
    /// Inserts or replaces a row. A row that becomes dirty goes to the end of the outbox; one that is dirty already
    /// keeps its place.
    fn set_row(&mut self, key: &Key, row: &Row) -> Result<(), Self::Error>;
    /// Up to `limit` rows that are dirty and not held, oldest first.
    fn outbox(&mut self, limit: usize) -> Result<Vec<Key>, Self::Error>;

    /// How far each known collection has been read.
    fn cursors(&mut self) -> Result<BTreeMap<CollectionId, Cursor>, Self::Error>;
    /// Remembers how far a collection has been read.
    fn set_cursor(&mut self, collection: CollectionId, cursor: Cursor) -> Result<(), Self::Error>;

    /// Keeps a record that cannot be opened or is refused, with the reason and, if it could be opened, its stamp, until it
    /// is admitted (or a newer revision of it is).
    fn set_aside(
        &mut self,
        collection: CollectionId,
        record: &Record,
        why: seal::Error,
        stamp: Option<Stamp>,
    ) -> Result<(), Self::Error>;
    /// The record can be opened now: forgets that it was set aside.
    fn clear_aside(&mut self, key: &Key) -> Result<(), Self::Error>;

    /// The collection is read from its start: remembers why, and if it is not for the first time marks its rows as
    /// unconfirmed.
    fn begin_rebuild(&mut self, collection: CollectionId, why: Rebuild) -> Result<(), Self::Error>;
    /// Why the collection is being read from its start; `None` once it was at its head.
    fn rebuild(&mut self, collection: CollectionId) -> Result<Option<Rebuild>, Self::Error>;
    /// The server has this row. Says whether it was unconfirmed.
    fn confirm(&mut self, key: &Key) -> Result<bool, Self::Error>;
    /// The collection was read to its head: returns the rows that are still unconfirmed, and forgets the rebuild.
    fn end_rebuild(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;

    /// The server says that access has ended. A phone keeps every row and says so; a desk drops them, at once.
    fn access_ended(&mut self, collection: CollectionId) -> Result<(), Self::Error>;
    /// Keeps content for a while that the server does not have any more, and of which no sealed deletion was seen.
    fn keep_removed(&mut self, key: &Key, content: &Payload) -> Result<(), Self::Error>;

    /// What is known of a collection beyond its rows.
    fn trust(&mut self, collection: CollectionId) -> Result<Trust, Self::Error>;
    /// Keeps it.
    fn set_trust(&mut self, collection: CollectionId, trust: &Trust) -> Result<(), Self::Error>;
    /// The group that is on its way to a collection.
    fn group(&mut self, collection: CollectionId) -> Result<Option<Group>, Self::Error>;
    /// Keeps it; `None` when it was answered.
    fn set_group(&mut self, collection: CollectionId, group: Option<&Group>) -> Result<(), Self::Error>;
    /// The rows of a collection that have something sent, in the order in which it was.
    fn sent(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;
    /// What the server holds of a collection: each row that has a stamp and is not missing, and each record set aside that
    /// has one. In the order of their ids.
    fn entries(&mut self, collection: CollectionId) -> Result<Vec<Entry>, Self::Error>;
    /// The rows of a collection that the server says it does not have.
    fn missing(&mut self, collection: CollectionId) -> Result<Vec<Key>, Self::Error>;
    /// How many records of a collection cannot be opened.
    fn unreadable(&mut self, collection: CollectionId) -> Result<usize, Self::Error>;

    /// The client's private collection; `None` for therapists.
    fn private(&mut self) -> Result<Option<CollectionId>, Self::Error>;
    /// The client's care collections; empty for therapists, who share nothing.
    fn relationships(&mut self) -> Result<Vec<CollectionId>, Self::Error>;

    /// How many rows there are of each standing.
    fn counts(&mut self) -> Result<Counts, Self::Error>;
}

/// How many rows there are of each standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Dirty and not held.
    pub waiting: usize,
    /// Held.
    pub held: usize,
    /// Set aside because they cannot be opened.
    pub unreadable: usize,
    /// Set aside because they were refused: see [`REFUSED`](super::admit::REFUSED).
    pub refused: usize,
    /// Rows that the server says it does not have.
    pub missing: usize,
}

/// Where this device stands. "In sync" is said only when it is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Changes that wait to be sent.
    pub waiting: usize,
    /// Collections whose cursor is not at the head.
    pub behind: usize,
    /// Changes that the server refused, or that could not be sealed.
    pub held: usize,
    /// Records that cannot be opened.
    pub unreadable: usize,
    /// Records that were refused for what they are. They do not keep "in sync" away: a hostile member could.
    pub refused: usize,
    /// Records here that the server says it does not have, without proof of a deletion.
    pub missing: usize,
    /// Collections whose own checkpoint does not say (yet) that everything is here.
    pub unchecked: usize,
    /// Collections of which the person has to be told: something is missing, or the server shows an older state.
    pub alarms: usize,
    /// Own checkpoints that should be written although nothing else waits.
    pub due: usize,
}

impl Standing {
    /// Everything that was written here is there, and everything that is there is here.
    pub fn in_sync(&self) -> bool {
        let Self { waiting, behind, held, unreadable, refused: _, missing, unchecked, alarms, due: _ } = self;
        [waiting, behind, held, unreadable, missing, unchecked, alarms].into_iter().all(|count| *count == 0)
    }

    /// Whether another round trip can bring it forward.
    pub fn can_go_on(&self) -> bool {
        self.waiting > 0 || self.behind > 0 || self.due > 0
    }
}

/// Where this device stands, by its own ledger: also true without a network.
pub fn standing<L: Ledger>(ledger: &mut L, context: &Context<'_>) -> Result<Standing, L::Error> {
    let cursors = ledger.cursors()?;
    let counts = ledger.counts()?;
    let mut standing = Standing {
        waiting: counts.waiting,
        held: counts.held,
        unreadable: counts.unreadable,
        refused: counts.refused,
        missing: counts.missing,
        ..Standing::default()
    };
    let private = ledger.trust(context.reader.private)?;
    let journal = cursors.get(&context.reader.private).copied().unwrap_or_default();
    // A journal that is still being read is not yet an older one.
    let read = journal.seq == journal.head && ledger.rebuild(context.reader.private)?.is_none();
    for (collection, cursor) in cursors.into_iter().filter(|(id, _)| context.follows(*id)) {
        let trust = ledger.trust(collection)?;
        let writable = context.care.get(&collection).is_none_or(|care| care.writable);
        let older = collection != context.reader.private && shows_older_journal(&trust, &private);
        // Also when the server says that the head of what is read again is at its start.
        standing.behind += usize::from(cursor.seq != cursor.head || ledger.rebuild(collection)?.is_some());
        standing.unchecked += usize::from(trust.own.verdict != Verdict::Whole);
        let alarms = [trust.own.verdict, trust.other.verdict].into_iter().any(Verdict::is_alarm);
        standing.alarms += usize::from(alarms || trust.own.is_older(era(cursor.head)) || older && read);
        let blocked = older || !super::checkpoint::may_write(&trust, cursor) || !writable;
        standing.due += usize::from(!blocked && is_due(&trust, context, collection, cursor));
    }
    Ok(standing)
}
