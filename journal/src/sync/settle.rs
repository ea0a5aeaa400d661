//! One record whose revision on the server is another one than this device has seen: admitted, merged, settled.

use protocol::sync::Record;

use super::admit::{Refused, admit};
use super::write::{Copies, project, projected};
use super::{Context, Key, Ledger, Row};
use crate::merge::merge;
use crate::seal;

/// Another revision of a record stands on the server.
pub(super) fn theirs<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    record: &Record,
) -> Result<(), L::Error> {
    let trust = ledger.trust(key.collection)?;
    let admitted = match admit(context, &trust, key, &row, record) {
        // Nobody but its author writes over a copy.
        Ok(opened) if !opened.stamp.mine && projected(ledger, key)?.is_some() => {
            Err(Refused { why: seal::Error::NotTheirs, stamp: Some(opened.stamp) })
        }
        other => other,
    };
    let opened = match admitted {
        Ok(opened) => opened,
        Err(Refused { why, stamp }) => {
            if row.dirty {
                // It cannot be merged with what cannot be read; what was written here stays and says so.
                row.sent = None;
                row.held = Some(why.code().into());
                ledger.set_row(key, &row)?;
            }
            return ledger.set_aside(key.collection, record, why, stamp);
        }
    };
    ledger.clear_aside(key)?;
    let server = opened.content;
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
    row.settle(record.revision, server, content, Some(opened.stamp));
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
