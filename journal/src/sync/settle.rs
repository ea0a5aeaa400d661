//! One record whose revision on the server is another one than this device has seen: opened, merged, settled.

use protocol::sync::Record;

use super::write::{Copies, project, projected};
use super::{Key, Ledger, Row};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::{self, Keyring, Place};

/// Another revision of a record stands on the server.
pub(super) fn theirs<L: Ledger>(
    ledger: &mut L,
    key: &Key,
    mut row: Row,
    record: &Record,
    keyring: &Keyring,
) -> Result<(), L::Error> {
    if row.sent.as_ref().is_some_and(|sent| record.revision == row.next() && record.blob == sent.blob) {
        // Our own push, whose reply was lost.
        row.accepted(record.revision);
        return ledger.set_row(key, &row);
    }
    let server = match opened(key, row.revision, record, keyring) {
        Ok(server) => server,
        Err(error) => {
            if row.dirty {
                // It cannot be merged with what cannot be read; what was written here stays and says so.
                row.sent = None;
                row.held = Some(error.code().into());
                ledger.set_row(key, &row)?;
            }
            return ledger.set_aside(key.collection, record, &error);
        }
    };
    ledger.clear_aside(key)?;
    let dirty = row.dirty;
    let copy = dirty && projected(ledger, key)?.is_some();
    let content = if !dirty || copy {
        server.clone()
    } else {
        match (row.content.take(), &server) {
            (Some(mine), Some(server)) => Some(merge(row.base.as_ref(), server, &mine)),
            // Deleted on one side, edited on the other: the edit wins.
            (mine, server) => mine.or_else(|| server.clone()),
        }
    };
    row.settle(record.revision, server, content);
    if copy {
        suspect(&mut row);
    }
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        // A merge was made here, so its copies are made here; copies that wait to be sent follow the truth.
        project(ledger, key.id, row.content.as_ref(), if dirty { Copies::All } else { Copies::Waiting })?;
    }
    Ok(())
}

/// Keeps a copy in the outbox until it has been compared with the truth.
pub(super) fn suspect(row: &mut Row) {
    row.dirty = true;
    row.base.clone_from(&row.content);
}

/// What a record says; nothing when it is deleted.
pub(super) fn opened(key: &Key, seen: u32, record: &Record, keyring: &Keyring) -> Result<Option<Payload>, seal::Error> {
    if record.revision < seen {
        return Err(seal::Error::Older);
    }
    let place = Place { collection: key.collection, id: key.id, revision: record.revision };
    record.blob.as_ref().map(|blob| seal::envelope::open(keyring, &place, seen, blob.as_ref())).transpose()
}
