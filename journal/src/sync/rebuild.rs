//! A collection that is read again from its start, because what this device has seen of it no longer fits to the server.
//!
//! A server that was restored from a backup has lost the changes since. Devices have them: what it lacks is brought again, and
//! what was written there meanwhile is kept. Which is which the seals say, never the server: a revision that is not newer than
//! what is here and was sealed before the restoration is what the backup has, and changes nothing. What was sealed since is
//! merged without a base: that may keep a sentence twice, and loses none; it is shared only where both sides share it. A
//! deletion that the server has lost is made again; an edit beats a deletion, as ever.
//!
//! A server that says it has forgotten deletions is believed only as far as the authors' checkpoints prove it.
//!
//! Each side brings its own again. What is the other member's is kept for a while, and never put back: a client may have taken
//! it back.

use protocol::CollectionId;
use protocol::sync::Record;
use serde_json::Value;

use super::admit::{Refused, admit};
use super::checkpoint::{Said, live_of, states};
use super::settle::{suspect, theirs};
use super::table::{AUTHORITY, BOTH, CLIENT};
use super::write::{Copies, project, projected};
use super::{Context, Key, Ledger, Row};
use crate::checks::{Check, on};
use crate::merge::merge;
use crate::record::Payload;
use crate::seal::Stamp;

/// After a restoration: what stands on the server, beside what this device has seen there.
pub(super) fn compare<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    key: &Key,
    mut row: Row,
    record: &Record,
) -> Result<(), L::Error> {
    let trust = ledger.trust(key.collection)?;
    let unseen = Row { revision: 0, ..row.clone() };
    let opened = match admit(context, &trust, key, &unseen, record) {
        Ok(opened) => opened,
        Err(Refused { why, stamp }) => return ledger.set_aside(key.collection, record, why, stamp),
    };
    let newer = record.revision > row.revision;
    let since = !on(Check::Era) || opened.stamp.era > trust.era;
    if newer && !since {
        // In the backup, and not seen here yet.
        return theirs(ledger, context, key, row, record);
    }
    ledger.clear_aside(key)?;
    let server = opened.content;
    let copy = projected(ledger, key)?.is_some();
    let another = !opened.stamp.mine;
    if another
        && !newer
        && let Some(content) = row.content.as_ref().filter(|content| Some(*content) != server.as_ref())
    {
        ledger.keep_removed(key, content)?;
    }
    let authority = key.collection == context.reader.private
        && row.content.as_ref().is_some_and(|mine| AUTHORITY.contains(&mine.kind()));
    let content = match (row.content.take(), &server) {
        // A copy is compared with the truth, once that is known; what is the other member's they bring again themselves.
        _ if copy || another => server.clone(),
        // Older than what is here; or just what is here was made on.
        (mine, _) if !since || row.dirty && row.base == server => mine,
        // What grants authority is never merged without knowing what came first.
        (Some(mine), Some(_)) if authority => Some(mine),
        (Some(mine), Some(server)) if newer => Some(without_base(server, &mine)),
        (Some(mine), Some(server)) => Some(without_base(&mine, server)),
        (Some(_), None) if newer && !row.dirty => None,
        (mine, server) => mine.or_else(|| server.clone()),
    };
    let seen = row.next() - 1;
    row.settle(record.revision, server, content, Some(opened.stamp));
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

/// Merges two versions of which nobody knows which came first. It is shared where both share it, and nowhere else: one of
/// them may be from before it was taken back.
pub(super) fn without_base(theirs: &Payload, mine: &Payload) -> Payload {
    let both: Vec<CollectionId> =
        theirs.shared_with().into_iter().filter(|id| mine.shared_with().contains(id)).collect();
    let mut merged = merge(None, theirs, mine);
    merged.set_shared_with(&both);
    merged
}

/// After a restoration: the server does not have this row. It is brought again, as new; what was deleted stays deleted.
pub(super) fn lost<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let private = ledger.private()?;
    let alone = projected(ledger, key)?.is_none();
    let copy = private.is_some_and(|private| private != key.collection)
        && alone
        && row.content.as_ref().is_some_and(is_shared);
    if row.stamp.is_some_and(|stamp| !stamp.mine) {
        return removed(ledger, key);
    }
    if copy && !row.dirty {
        return gone(ledger, key);
    }
    again(&mut row);
    ledger.set_row(key, &row)?;
    if private == Some(key.collection) {
        // Also a copy that this device had not come to yet, and that nobody else may have.
        project(ledger, key.id, row.content.as_ref(), Copies::All)?;
    }
    Ok(())
}

/// Makes a row that the server does not have wait to be sent as new.
pub(super) fn again(row: &mut Row) {
    let (seen, content) = (row.next() - 1, row.content.take());
    row.settle(0, None, content, None);
    row.floor = seen;
}

/// Whether this is what a client's own record says: a copy, in a care collection, whose truth this phone has never seen. It is
/// not known whether it is still to be shared.
fn is_shared(payload: &Payload) -> bool {
    let client = CLIENT.contains(&payload.kind());
    client || BOTH.contains(&payload.kind()) && payload.0.get("by_therapist") != Some(&Value::Bool(true))
}

/// The server does not have these rows any more, and says that it has forgotten their deletions. The other member's go, and
/// own rows that the own checkpoint proves to be gone: both can be looked at for a while. Other own rows stay here.
pub(super) fn forgotten<L: Ledger>(
    ledger: &mut L,
    context: &Context<'_>,
    collection: CollectionId,
    keys: &[Key],
) -> Result<(), L::Error> {
    if keys.is_empty() {
        return Ok(());
    }
    let trust = ledger.trust(collection)?;
    let newest = context.reader.keyring.newest(collection).map_or(0, |(epoch, _)| epoch);
    let mut left = states(&ledger.entries(collection)?, false);
    left.retain(|id, _| keys.iter().all(|key| key.id != *id));
    let live = live_of(left.into_iter(), true);
    let counts = trust.own.epoch >= newest && trust.own.served >= trust.own.revision && !trust.own.forked;
    let said = |said: Said| said.live == live.count && said.list == live.list;
    let own = !on(Check::SealedDeletion) || counts && trust.own.claim.is_some_and(said);
    for key in keys {
        let Some(mut row) = ledger.row(key)? else { continue };
        // What the server never had is not missing there.
        let Some(stamp) = row.stamp else { continue };
        if !stamp.live {
            // What was deleted keeps its revision: an old one cannot bring it back.
            continue;
        }
        if stamp.mine && !own {
            row.missing = true;
            ledger.set_row(key, &row)?;
            continue;
        }
        // Also what is proved: by a checkpoint that may be from before the record, which was shown ahead of its own.
        if let Some(content) = row.content.as_ref().filter(|_| on(Check::SealedDeletion)) {
            ledger.keep_removed(key, content)?;
        }
        let content = row.content.take().filter(|_| row.dirty);
        not_there(&mut row, content);
        ledger.set_row(key, &row)?;
    }
    Ok(())
}

/// The server has no such record any more. Its revision stays known: an older one cannot bring it back.
pub(super) fn not_there(row: &mut Row, content: Option<Payload>) {
    let gone = row.stamp.map(|stamp| Stamp { live: false, ..stamp });
    row.settle(row.revision, None, content, gone);
}

/// The other member's row is not there any more: it can be looked at for a while.
fn removed<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    if let Some(content) = ledger.row(key)?.and_then(|row| row.content) {
        ledger.keep_removed(key, &content)?;
    }
    gone(ledger, key)
}

/// The record was deleted. What was written here and not sent stays.
pub(super) fn gone<L: Ledger>(ledger: &mut L, key: &Key) -> Result<(), L::Error> {
    let Some(mut row) = ledger.row(key)? else { return Ok(()) };
    let (seen, content) = (row.next() - 1, row.content.take().filter(|_| row.dirty));
    row.settle(0, None, content, None);
    row.floor = seen;
    ledger.set_row(key, &row)
}
