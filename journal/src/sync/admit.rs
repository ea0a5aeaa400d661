//! The one door through which records come in. Pull, conflict, rebuild and import of set-aside records all pass it.
//!
//! Place, order and freshness come from the seal and never from a field that the server can set. The checks, in this order:
//! revision, version, key, epoch floor, seal, author, table, authority.

use std::collections::BTreeMap;

use protocol::sync::Record;
use protocol::{AccountId, CollectionId};

use super::table::{self, AUTHORITY, Side};
use super::{Key, Row, Trust};
use crate::checks::{Check, on};
use crate::seal::envelope::{Opened, header};
use crate::seal::{self, Place, Reader, Stamp};

/// Who syncs, and with whom.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The account.
    pub account: AccountId,
    /// Client or therapist.
    pub side: Side,
    /// Its keys and its private collection.
    pub reader: Reader<'a>,
    /// The care collections for which there is a bond that has not ended.
    pub care: BTreeMap<CollectionId, Care>,
    /// The time, in whole minutes since the Unix epoch.
    pub minutes: i64,
}

/// A care collection, as its bond says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// The other member's account.
    pub other: AccountId,
    /// Whether this device may write there now: the server's list of members is the bond's, and on a new phone the person
    /// has confirmed who may read.
    pub writable: bool,
}

impl Context<'_> {
    /// Whether a collection is read and written at all: the private one, and care collections with a bond.
    pub fn follows(&self, collection: CollectionId) -> bool {
        collection == self.reader.private || self.care.contains_key(&collection)
    }
}

/// The codes of refusals for what a record is, beside those for what cannot be opened. Only the latter keep "in sync" away:
/// a hostile member cannot.
pub const REFUSED: [&str; 6] =
    ["older", "retired_epoch", "stale_authority", "not_theirs_to_write", "deletion_unproved", "not_in_checkpoint"];

/// A record that is refused, with its stamp if it could be opened.
pub(super) struct Refused {
    pub why: seal::Error,
    pub stamp: Option<Stamp>,
}

impl From<seal::Error> for Refused {
    fn from(why: seal::Error) -> Self {
        Self { why, stamp: None }
    }
}

/// Opens a record and checks whether it may stand. `row` is what this device has of it.
pub(super) fn admit(
    context: &Context<'_>,
    trust: &Trust,
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
    let place = Place { collection: key.collection, id: key.id, revision: record.revision };
    let opened = reader.open(&place, record.deleted, blob).map_err(|error| match error {
        // A record that is served as a deletion and is none.
        seal::Error::Unopened if record.deleted => seal::Error::DeletionUnproved,
        error => error,
    })?;
    let refused = |why| Err(Refused { why, stamp: Some(opened.stamp) });
    let known = row.stamp.is_some_and(|stamp| stamp.hash == opened.stamp.hash);
    if on(Check::Floor) && header.epoch < trust.floor && !known {
        return refused(seal::Error::RetiredEpoch);
    }
    // A record has one author for ever; of the other side's, the kind stays as well.
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
    if on(Check::Authority)
        && key.collection == reader.private
        && AUTHORITY.contains(&payload.kind())
        && row.content.is_none()
        && reader.keyring.newest(key.collection).is_ok_and(|(newest, _)| header.epoch < newest)
    {
        return refused(seal::Error::StaleAuthority);
    }
    Ok(opened)
}
