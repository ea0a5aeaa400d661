//! Sync: push, pull and attachments.
//!
//! - [`push`]: one transaction per group (all changes of a call to one collection, with their checkpoint). The
//!   collection's counter is incremented under a row lock, so that it has no gaps and follows the commit order.
//! - `resolve`: conflict detection, when a group is not entirely new
//! - [`pull`]: changes after a cursor, in pages
//! - [`quota`]: how much one account may store
//! - [`receipts`]: idempotency of repeated pushes and groups
//! - [`attachments`]: sealed bytes that are too large for a record

pub(crate) mod attachments;
pub(crate) mod pull;
pub(crate) mod push;
pub(crate) mod quota;
pub mod receipts;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{CheckpointResult, PushResult, SyncRequest, SyncResponse};
use protocol::{Code, Limits};

use crate::actor::Actor;
use crate::app::App;
use crate::fault::Result;

/// One call in both directions: first push, then pull. `manifest` is the current version of the account's manifest.
pub(crate) async fn sync(app: &App, actor: Actor, manifest: u32, mut request: SyncRequest) -> Result<SyncResponse> {
    check_limits(&app.config.limits, &request)?;
    if request.cursors.is_empty() {
        return push_only(app, actor, manifest, request).await;
    }
    let pushes = std::mem::take(&mut request.push);
    let checkpoints = std::mem::take(&mut request.checkpoints);
    let written = pushes.iter().map(|push| push.collection).chain(checkpoints.keys().copied());
    let requested: BTreeSet<_> = request.cursors.keys().copied().chain(written).collect();
    let pushed = push::push(app, actor, pushes, checkpoints, &request.cursors).await?;
    let (changes, mine) = pull::pull(app, actor, request, &requested).await?;
    let revoked = requested.into_iter().filter(|id| !mine.contains(id)).collect();
    app.metrics.count_sync(&pushed.results, changes.values().map(|changes| changes.records.len()).sum());
    Ok(SyncResponse { results: pushed.results, checkpoints: pushed.checkpoints, manifest, changes, revoked })
}

/// A call without cursors. The results already tell which collections are inaccessible, without another query.
async fn push_only(app: &App, actor: Actor, manifest: u32, request: SyncRequest) -> Result<SyncResponse> {
    let collections: Vec<_> = request.push.iter().map(|push| push.collection).collect();
    let pushed = push::push(app, actor, request.push, request.checkpoints, &BTreeMap::new()).await?;
    app.metrics.count_sync(&pushed.results, 0);
    let is_push_inaccessible = |result: &PushResult| matches!(result, PushResult::Rejected { code: Code::NotFound });
    let is_slot_inaccessible =
        |result: &CheckpointResult| *result == CheckpointResult::Rejected { code: Code::NotFound };
    let pushes = collections.into_iter().zip(&pushed.results).filter(|(_, result)| is_push_inaccessible(result));
    let slots = pushed.checkpoints.iter().filter(|(_, result)| is_slot_inaccessible(result));
    let revoked: BTreeSet<_> = pushes.map(|(id, _)| id).chain(slots.map(|(id, _)| *id)).collect();
    Ok(SyncResponse {
        results: pushed.results,
        checkpoints: pushed.checkpoints,
        manifest,
        revoked: revoked.into_iter().collect(),
        ..SyncResponse::default()
    })
}

fn check_limits(limits: &Limits, request: &SyncRequest) -> Result<(), Code> {
    let most = limits.collections as usize;
    let fits = request.push.len() <= limits.push_records as usize
        && request.cursors.len() <= most
        && request.checkpoints.len() <= most;
    if fits { Ok(()) } else { Err(Code::TooManyRecords) }
}
