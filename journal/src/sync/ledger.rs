//! Rows, and what a store must offer to the machine.

use std::collections::BTreeMap;

use protocol::sync::Record;
use protocol::{Blob, CollectionId, RecordId};

use crate::record::Payload;
use crate::seal;

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
        let sent = self.sent.take().and_then(|sent| sent.content);
        let content = self.content.take();
        self.settle(revision, sent, content);
    }

    /// Takes over what the server holds now; what this device wants is `content`.
    pub(super) fn settle(&mut self, revision: u32, server: Option<Payload>, content: Option<Payload>) {
        self.revision = revision;
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
    /// to it again. From this `seq` on, changes may have been made by others after what this device has seen.
    Restored(u64),
}

/// A sealed change on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The revision that it was made on.
    pub base_revision: u32,
    /// The envelope; `None` for a deletion.
    pub blob: Option<Blob>,
    /// What is inside: becomes the base when it is accepted.
    pub content: Option<Payload>,
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

    /// Keeps a record that cannot be opened, with the reason, until it can (or a newer revision of it can).
    fn set_aside(&mut self, collection: CollectionId, record: &Record, why: &seal::Error) -> Result<(), Self::Error>;
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

    /// Access has ended: drops the collection's rows and cursor.
    fn drop_collection(&mut self, collection: CollectionId) -> Result<(), Self::Error>;

    /// The client's private collection; `None` for therapists.
    fn private(&mut self) -> Result<Option<CollectionId>, Self::Error>;
    /// The client's care collections; empty for therapists, who share nothing.
    fn relationships(&mut self) -> Result<Vec<CollectionId>, Self::Error>;

    /// How many rows are dirty and not held, how many are held, and how many records are set aside.
    fn counts(&mut self) -> Result<(usize, usize, usize), Self::Error>;
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
}

impl Standing {
    /// Everything that was written here is there, and everything that is there is here.
    pub fn in_sync(&self) -> bool {
        *self == Self::default()
    }

    /// Whether another round trip can bring it forward.
    pub fn can_go_on(&self) -> bool {
        self.waiting > 0 || self.behind > 0
    }
}

/// Where this device stands, by its own ledger: also true without a network.
pub fn standing<L: Ledger>(ledger: &mut L) -> Result<Standing, L::Error> {
    let behind = ledger.cursors()?.values().filter(|cursor| cursor.seq != cursor.head).count();
    let (waiting, held, unreadable) = ledger.counts()?;
    Ok(Standing { waiting, behind, held, unreadable })
}
