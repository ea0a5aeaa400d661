//! What lies after a device's cursors, in pages that are bounded in records and in bytes.

use std::collections::{BTreeMap, BTreeSet};

use protocol::CollectionId;
use protocol::sync::{Changes, Checkpoint, GENERATION, Record, SyncRequest};

use crate::accounts::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::records::{self, Counter};
use crate::db::{Conn, Id, checkpoints};
use crate::fault::Result;

/// Rows fetched at a time, so that a page of large records does not fill the memory before it is found to be full.
const FETCH: usize = 512;

type Page = BTreeMap<CollectionId, Changes>;

/// What lies after the cursors, and which of the collections asked for are this account's at all: heads, records and
/// checkpoints as they were at one moment.
pub async fn pull(
    app: &App,
    actor: Actor,
    request: SyncRequest,
    asked: &BTreeSet<CollectionId>,
) -> Result<(Page, BTreeSet<CollectionId>)> {
    if asked.is_empty() {
        return Ok(Default::default());
    }
    let limits = app.config.limits;
    let mut room = Room {
        records: request.limit.unwrap_or(limits.pull_records).min(limits.pull_records) as usize,
        bytes: limits.request_bytes as usize,
    };
    let from_start: BTreeSet<CollectionId> = request.from_start.into_iter().collect();
    let cursors = request.cursors;
    let ids: Vec<Id> = asked.iter().copied().map(Id::from).collect();
    let (page, mine, read) = app
        .db
        .snapshot(move |conn| {
            let counters: BTreeMap<CollectionId, Counter> = records::counters(conn, actor.account.into(), &ids)?
                .into_iter()
                .map(|(id, counter)| (id.into(), counter))
                .collect();
            let mut page = Page::new();
            let mut read_by_therapist = Vec::new();
            for (collection, cursor) in cursors {
                let Some(counter) = counters.get(&collection) else { continue };
                let from_start = from_start.contains(&collection);
                let mut changes = after(conn, collection, Cursor { seq: cursor, from_start }, counter, &mut room)?;
                changes.checkpoints = checkpoints_of(conn, collection)?;
                if counter.therapist && !changes.records.is_empty() {
                    read_by_therapist.push(collection);
                }
                page.insert(collection, changes);
            }
            Ok((page, counters.into_keys().collect(), read_by_therapist))
        })
        .await?;
    if !read.is_empty() {
        let now = app.clock.now();
        // Nothing is given out that is not in the client's trail.
        app.db
            .write(move |tx| {
                read.into_iter().try_for_each(|collection| {
                    audit::record(tx, collection, Some(actor), Action::RecordsRead, collection, now)
                })
            })
            .await?;
    }
    Ok((page, mine))
}

fn checkpoints_of(conn: &mut Conn, collection: CollectionId) -> Result<Vec<Checkpoint>> {
    let rows = checkpoints::of_collection(conn, collection.into())?;
    let shown = |row: checkpoints::CheckpointRow| Checkpoint {
        account: row.account.into(),
        revision: row.revision as u32,
        blob: row.blob.into(),
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// How far a device has read, and whether it is on its way from the start.
struct Cursor {
    seq: u64,
    from_start: bool,
}

/// What still fits into the answer.
struct Room {
    records: usize,
    bytes: usize,
}

fn after(
    conn: &mut Conn,
    collection: CollectionId,
    cursor: Cursor,
    counter: &Counter,
    room: &mut Room,
) -> Result<Changes> {
    let head = counter.head as u64;
    let mut changes = Changes { head, ..Changes::default() };
    let seq = cursor.seq;
    // From a future that this server has lost.
    changes.restored = seq > head
        || seq / GENERATION < head / GENERATION && records::has_seen_more(conn, collection.into(), seq as i64)?;
    // Older than what is known of deletions.
    changes.resync = !changes.restored && !cursor.from_start && seq > 0 && seq < counter.cleared as u64;
    if changes.restored || changes.resync {
        changes.more = true;
        return Ok(changes);
    }
    let mut reached = seq;
    while reached < head {
        let wanted = room.records.min(FETCH);
        if wanted == 0 || room.bytes == 0 {
            changes.more = true;
            break;
        }
        // One more than wanted tells whether the page ends here.
        let rows = records::after(conn, collection.into(), reached as i64, counter.head, wanted as i64 + 1)?;
        let surplus = rows.len() > wanted;
        for (id, revision, seq, deleted, blob) in rows.into_iter().take(wanted) {
            if room.bytes == 0 {
                changes.more = true;
                return Ok(changes);
            }
            room.records -= 1;
            room.bytes = room.bytes.saturating_sub(blob.as_ref().map_or(0, Vec::len) + 64);
            reached = seq as u64;
            changes.records.push(Record {
                id: id.into(),
                revision: revision as u32,
                seq: seq as u64,
                deleted,
                blob: blob.map(Into::into),
            });
        }
        if !surplus {
            break;
        }
    }
    Ok(changes)
}
