//! Validates incoming records. Records from pulls, conflicts, rebuilds and the set-aside store all pass through `admit`.
//!
//! Collection, id, revision and era come from the authenticated seal, never from a field that the server can set. The
//! checks run in this order: revision, version, key, minimum epoch, seal, author, table of kinds, authority.

use std::collections::BTreeMap;

use protocol::sync::Record;
use protocol::{AccountId, CollectionId, DeviceId};

use super::table::{self, AUTHORITY, Side};
use super::{CheckpointState, Key, Row};
use crate::checks::{Check, on};
use crate::seal::envelope::{Opened, header};
use crate::seal::{self, Reader, RevisionId, Stamp};

/// The account that syncs, its keys, and its bonds.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The account that syncs.
    pub account: AccountId,
    /// Whether that account is a client or a therapist.
    pub side: Side,
    /// Its keyring and its private collection.
    pub reader: Reader<'a>,
    /// The care collections that have an active bond.
    pub care: BTreeMap<CollectionId, CareContext>,
    /// The current time, in whole minutes since the Unix epoch.
    pub minutes: i64,
    /// The phone among those of its account: see [`device_number`]. Zero for a therapist's desk, which has no memory.
    pub device: u32,
}

/// The number that stands for a phone in its account's checkpoints: the random end of its id.
pub fn device_number(device: DeviceId) -> u32 {
    let [.., a, b, c, d] = *device.as_bytes();
    u32::from_be_bytes([a, b, c, d]).max(1)
}

/// A care collection, as its bond describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareContext {
    /// The account of the other member.
    pub other: AccountId,
    /// Whether this device may push to it now: the server's members are those of the bond, and on a new phone the
    /// person has confirmed who may read.
    pub writable: bool,
}

impl Context<'_> {
    /// Whether a collection is synced at all: the private one, and care collections with a bond.
    pub fn follows(&self, collection: CollectionId) -> bool {
        collection == self.reader.private || self.care.contains_key(&collection)
    }
}

/// The codes of records that were opened and rejected by a rule. They do not count against "in sync", because a hostile
/// member could add such records at will. Records that cannot be opened do count.
pub const REFUSED: [&str; 6] =
    ["older", "retired_epoch", "stale_authority", "not_theirs_to_write", "deletion_unproved", "not_in_checkpoint"];

/// A rejected record, with its stamp if it could be opened.
pub(super) struct Refused {
    pub why: seal::Error,
    pub stamp: Option<Stamp>,
}

impl From<seal::Error> for Refused {
    fn from(why: seal::Error) -> Self {
        Self { why, stamp: None }
    }
}

/// Opens a record and validates it. `row` is the local state of the same record.
pub(super) fn admit(
    context: &Context<'_>,
    trust: &CheckpointState,
    key: &Key,
    row: &Row,
    record: &Record,
) -> Result<Opened, Refused> {
    if record.revision < row.revision {
        return Err(seal::Error::Older.into());
    }
    let blob = match &record.blob {
        Some(blob) => blob.as_ref(),
        None if record.deleted => return Err(seal::Error::DeletionUnproved.into()),
        None => return Err(seal::Error::Truncated.into()),
    };
    let header = header(blob)?;
    let reader = &context.reader;
    reader.keyring.get(key.collection, header.epoch)?;
    let revision_id = RevisionId { collection: key.collection, id: key.id, revision: record.revision };
    let opened = reader.open(&revision_id, record.deleted, blob).map_err(|error| match error {
        // The record is served as a deletion, but was not sealed as one.
        seal::Error::Unopened if record.deleted => seal::Error::DeletionUnproved,
        error => error,
    })?;
    let refused = |why| Err(Refused { why, stamp: Some(opened.stamp) });
    let known = row.stamp.is_some_and(|stamp| stamp.hash == opened.stamp.hash);
    if on(Check::Floor) && header.epoch < trust.floor && !known {
        return refused(seal::Error::RetiredEpoch);
    }
    // A record's author never changes, and neither does the kind of a record from the other side.
    let another = |stamp: &Stamp| stamp.mine != opened.stamp.mine;
    if on(Check::Tag) && row.stamp.as_ref().is_some_and(another) {
        return refused(seal::Error::NotTheirs);
    }
    let Some(payload) = &opened.content else { return Ok(opened) };
    let before = row.content.as_ref().filter(|_| !opened.stamp.mine);
    if on(Check::Table)
        && (before.is_some_and(|before| before.kind() != payload.kind())
            || !table::allows(context.side, reader.kind(key.collection), opened.stamp.mine, payload))
    {
        return refused(seal::Error::NotTheirs);
    }
    // Another kind of record must not become one with authority either: `settle` compares only those that have it.
    let same_kind = row.content.as_ref().is_some_and(|before| before.kind() == payload.kind());
    if on(Check::Authority)
        && key.collection == reader.private
        && AUTHORITY.contains(&payload.kind())
        && !same_kind
        && reader.keyring.newest(key.collection).is_ok_and(|(newest, _)| header.epoch < newest)
    {
        return refused(seal::Error::StaleAuthority);
    }
    Ok(opened)
}
