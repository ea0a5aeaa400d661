//! Pull: changes after a device's cursors, in pages limited by records and bytes.

use std::collections::{BTreeMap, BTreeSet};

use protocol::CollectionId;
use protocol::sync::{Changes, Checkpoint, GENERATION, Record, SyncRequest};

use crate::actor::Actor;
use crate::app::App;
use crate::audit::{self, Action};
use crate::db::checkpoints::CheckpointRow;
use crate::db::records::{self, CollectionState};
use crate::db::{Conn, Id};
use crate::fault::Result;

/// Rows per query, so that large records do not fill the memory before the page is full.
const FETCH: usize = 512;

type Page = BTreeMap<CollectionId, Changes>;

/// The changes after the cursors, and which of the requested collections the account may read, from one snapshot.
pub(crate) async fn pull(
    app: &App,
    actor: Actor,
    request: SyncRequest,
    requested: &BTreeSet<CollectionId>,
) -> Result<(Page, BTreeSet<CollectionId>)> {
    if requested.is_empty() {
        return Ok(Default::default());
    }
    let limits = app.config.limits;
    let mut budget = PageBudget {
        records: request.limit.unwrap_or(limits.pull_records).min(limits.pull_records) as usize,
        bytes: limits.request_bytes as usize,
    };
    let from_start: BTreeSet<CollectionId> = request.from_start.into_iter().collect();
    let cursors = request.cursors;
    let ids: Vec<Id> = requested.iter().copied().map(Id::from).collect();
    let (page, mine, read) = app
        .db
        .snapshot(move |conn| {
            let mut states = records::states(conn, actor.account.into(), &ids)?;
            let mine = states.keys().map(|id| (*id).into()).collect();
            let mut page = Page::new();
            let mut read_by_therapist = Vec::new();
            for (collection, cursor) in cursors {
                let Some((state, checkpoints)) = states.remove(&collection.into()) else { continue };
                let from_start = from_start.contains(&collection);
                let mut changes = after(conn, collection, Cursor { seq: cursor, from_start }, &state, &mut budget)?;
                changes.checkpoints = checkpoints.into_iter().map(checkpoint).collect();
                if state.therapist && !changes.records.is_empty() {
                    read_by_therapist.push(collection);
                }
                page.insert(collection, changes);
            }
            Ok((page, mine, read_by_therapist))
        })
        .await?;
    if !read.is_empty() {
        let now = app.clock.now();
        // Reads by a therapist are written to the audit log before the response is sent.
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

fn checkpoint(row: CheckpointRow) -> Checkpoint {
    Checkpoint { account: row.account.into(), revision: row.revision as u32, blob: row.blob.into() }
}

/// How far a device has read, and whether it is reading from the start.
struct Cursor {
    seq: u64,
    from_start: bool,
}

/// What still fits into the response.
struct PageBudget {
    records: usize,
    bytes: usize,
}

fn after(
    conn: &mut Conn,
    collection: CollectionId,
    cursor: Cursor,
    state: &CollectionState,
    budget: &mut PageBudget,
) -> Result<Changes> {
    let head = state.head as u64;
    let mut changes = Changes { head, ..Changes::default() };
    let seq = cursor.seq;
    // A restoration lost what this device has seen.
    changes.restored = seq > head
        || seq / GENERATION < head / GENERATION && records::saw_lost_changes(conn, collection.into(), seq as i64)?;
    // Older than the tombstones that still exist.
    changes.resync = !changes.restored && !cursor.from_start && seq > 0 && seq < state.cleared as u64;
    if changes.restored || changes.resync {
        changes.more = true;
        return Ok(changes);
    }
    let mut reached = seq;
    while reached < head {
        let wanted = budget.records.min(FETCH);
        if wanted == 0 || budget.bytes == 0 {
            changes.more = true;
            break;
        }
        // One extra row tells whether the page ends here.
        let rows = records::after(conn, collection.into(), reached as i64, state.head, wanted as i64 + 1)?;
        let surplus = rows.len() > wanted;
        for (id, revision, seq, deleted, blob) in rows.into_iter().take(wanted) {
            if budget.bytes == 0 {
                changes.more = true;
                return Ok(changes);
            }
            budget.records -= 1;
            budget.bytes = budget.bytes.saturating_sub(blob.as_ref().map_or(0, Vec::len) + 64);
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
