//! A collection that is read again from its start, because what this device has seen of it no longer fits to the server.
//!
//! A server that was restored from a backup has lost the changes since. Devices have them: what it lacks is brought again, and
//! what was written there meanwhile is kept. A record that stands as it did in the backup is older than what is here. Of one
//! that was written since nobody knows which came first, so the two are merged without a base: that may keep a sentence twice,
//! and loses none. A deletion that the server has lost is made again, and one that came after stands; an edit beats a deletion,
//! as ever.
//!
//! A therapist's desk brings nothing again but what it had not sent yet: it must not put back what a client took back.

use protocol::sync::Record;
use serde_json::Value;

use super::settle::{opened, suspect, theirs};
use super::write::{Copies, project, projected};
use super::{Key, Ledger, Row};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::Keyring;

/// After a restoration: what stands on the server, beside what this device has seen there. `since`: it may have been written
/// after the restoration.
pub(super) fn compare<L: Ledger>(
    ledger: &mut L,
    key: &Key,
    mut row: Row,
    record: &Record,
    since: bool,
    keyring: &Keyring,
) -> Result<(), L::Error> {
    let newer = record.revision > row.revision;
    if newer && !since {
        // In the backup, and not seen here yet.
        return theirs(ledger, key, row, record, keyring);
    }
    let server = match opened(key, 0, record, keyring) {
        Ok(server) => server,
        Err(error) => return ledger.set_aside(key.collection, record, &error),
    };
    ledger.clear_aside(key)?;
    let copy = projected(ledger, key)?.is_some();
    let reads_along = ledger.private()?.is_none() && !row.dirty;
    let content = match (row.content.take(), &server) {
        // Compared with the truth, once that is known.
        _ if copy || reads_along => server.clone(),
        // Older than what is here; or just what is here was made on.
        (mine, _) if !since || row.dirty && row.base == server => mine,
        (Some(mine), Some(server)) if newer => Some(merge(None, server, &mine)),
        (Some(mine), Some(server)) => Some(merge(None, &mine, server)),
        (Some(_), None) if newer && !row.dirty => None,
        (mine, server) => mine.or_else(|| server.clone()),
    };
    let seen = row.next() - 1;
    row.settle(record.revision, server, content);
    if seen > record.revision {
        row.floor = seen;
    }
    if copy {
        suspect(&mut row);
    }
    ledger.set_row(key, &row)?;
    if ledger.private()? == Some(key.collection) {
        project(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// After a restoration: the server does not have this row. It is brought again, as new; what was deleted stays deleted.
pub(super) fn lost<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let private = ledger.private()?;
    let alone = projected(ledger, key)?.is_none();
    let copy = private != Some(key.collection) && alone && row.content.as_ref().is_some_and(is_shared);
    if (private.is_none() || copy) && !row.dirty {
        return gone(ledger, key);
    }
    let (seen, content) = (row.next() - 1, row.content.take());
    row.settle(0, None, content);
    row.floor = seen;
    ledger.set_row(key, &row)
}

/// Whether this is what a client's own record says: a copy, in a care collection, whose truth this phone has never seen. It is
/// not known whether it is still to be shared.
fn is_shared(payload: &Payload) -> bool {
    const KINDS: [&str; 11] = [
        "reflection",
        "check_in",
        "measure_response",
        "dosing_session",
        "series",
        "intention",
        "concern",
        "goal",
        "step",
        "appointment",
        "crisis_plan",
    ];
    KINDS.contains(&payload.kind()) && payload.0.get("by_therapist") != Some(&Value::Bool(true))
}

/// The server has forgotten deletions, and does not have this row. What was written here and not sent stays; the rest was
/// deleted.
pub(super) fn gone<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let content = row.content.take().filter(|_| row.dirty);
    row.settle(0, None, content);
    ledger.set_row(key, &row)
}
