//! Sync: what a device brings is put in order, what lies after its cursors is given back, and listeners are told.
//!
//! - [`push`]: one transaction for each group (all that a call brings to one collection, with its checkpoint); the
//!   collection's counter moves under its row's lock, so it has no gaps and follows the order of commits
//! - `weigh`: a group held against what stands
//! - [`pull`]: what lies after a cursor, in pages
//! - [`quota`]: how much one account may keep
//! - [`receipts`]: how a push or a group that comes twice is known again
//! - [`attachments`]: what is too large for a record
//! - [`hub`]: who listens to which collection on this server

pub mod attachments;
pub mod hub;
pub mod pull;
pub mod push;
pub mod quota;
pub mod receipts;
mod weigh;

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{CheckpointResult, Head, PushResult, SyncRequest, SyncResponse};
use protocol::{AccountId, Code, DeviceId, Limits};

use crate::accounts::Actor;
use crate::app::App;
use crate::fault::Result;

/// What listeners are told once a transaction is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A collection has a new head.
    Head(Head),
    /// An account's memberships, keys, handovers or invitations changed.
    Account(AccountId),
    /// A device was signed out.
    DeviceEnded(DeviceId),
    /// An account may do something else from now on.
    Standing(AccountId),
}

/// One call, both directions: first what the device brings, then what it has not seen. `manifest` is the version of the
/// account's manifest, for the device to compare.
pub async fn sync(app: &App, actor: Actor, manifest: u32, mut request: SyncRequest) -> Result<SyncResponse> {
    within(&app.config.limits, &request)?;
    if request.cursors.is_empty() {
        return only_push(app, actor, manifest, request).await;
    }
    let pushes = std::mem::take(&mut request.push);
    let checkpoints = std::mem::take(&mut request.checkpoints);
    let written = pushes.iter().map(|push| push.collection).chain(checkpoints.keys().copied());
    let asked: BTreeSet<_> = request.cursors.keys().copied().chain(written).collect();
    let brought = push::push(app, actor, pushes, checkpoints, &request.cursors).await?;
    let (changes, mine) = pull::pull(app, actor, request, &asked).await?;
    let revoked = asked.into_iter().filter(|id| !mine.contains(id)).collect();
    app.metrics.synced(&brought.results, changes.values().map(|changes| changes.records.len()).sum());
    Ok(SyncResponse { results: brought.results, checkpoints: brought.checkpoints, manifest, changes, revoked })
}

/// A device that asks for nothing: what it may write to, it has already been told by the results, without another read.
async fn only_push(app: &App, actor: Actor, manifest: u32, request: SyncRequest) -> Result<SyncResponse> {
    let places: Vec<_> = request.push.iter().map(|push| push.collection).collect();
    let brought = push::push(app, actor, request.push, request.checkpoints, &BTreeMap::new()).await?;
    app.metrics.synced(&brought.results, 0);
    let push_not_mine = |result: &PushResult| matches!(result, PushResult::Rejected { code: Code::NotFound });
    let slot_not_mine = |result: &CheckpointResult| *result == CheckpointResult::Rejected { code: Code::NotFound };
    let pushes = places.into_iter().zip(&brought.results).filter(|(_, result)| push_not_mine(result));
    let slots = brought.checkpoints.iter().filter(|(_, result)| slot_not_mine(result));
    let revoked: BTreeSet<_> = pushes.map(|(id, _)| id).chain(slots.map(|(id, _)| *id)).collect();
    Ok(SyncResponse {
        results: brought.results,
        checkpoints: brought.checkpoints,
        manifest,
        revoked: revoked.into_iter().collect(),
        ..SyncResponse::default()
    })
}

fn within(limits: &Limits, request: &SyncRequest) -> Result<(), Code> {
    let most = limits.collections as usize;
    let fits = request.push.len() <= limits.push_records as usize
        && request.cursors.len() <= most
        && request.checkpoints.len() <= most;
    if fits { Ok(()) } else { Err(Code::TooManyRecords) }
}
