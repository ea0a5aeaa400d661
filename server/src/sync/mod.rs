//! Sync: what a device brings is put in order, what lies after its cursors is given back, and listeners are told.
//!
//! - [`push`]: one transaction for each collection; its counter moves under its row's lock, so it has no gaps and
//!   follows the order of commits
//! - [`pull`]: what lies after a cursor, in pages
//! - [`quota`]: how much one account may keep
//! - [`receipts`]: how a push that comes twice is known again
//! - [`attachments`]: what is too large for a record
//! - [`hub`]: who listens to which collection on this server

pub mod attachments;
pub mod hub;
pub mod pull;
pub mod push;
pub mod quota;
pub mod receipts;

use std::collections::{BTreeMap, BTreeSet};

use protocol::sync::{Head, Push, PushResult, SyncRequest, SyncResponse};
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

/// One call, both directions: first what the device brings, then what it has not seen.
pub async fn sync(app: &App, actor: Actor, mut request: SyncRequest) -> Result<SyncResponse> {
    within(&app.config.limits, &request)?;
    if request.cursors.is_empty() {
        return only_push(app, actor, request.push).await;
    }
    let asked: BTreeSet<_> =
        request.cursors.keys().copied().chain(request.push.iter().map(|push| push.collection)).collect();
    let results = push::push(app, actor, std::mem::take(&mut request.push), &request.cursors).await?;
    let (changes, mine) = pull::pull(app, actor, request, &asked).await?;
    let revoked = asked.into_iter().filter(|id| !mine.contains(id)).collect();
    app.metrics.synced(&results, changes.values().map(|changes| changes.records.len()).sum());
    Ok(SyncResponse { results, changes, revoked })
}

/// A device that asks for nothing: what it may write to, it has already been told by the results, without another read.
async fn only_push(app: &App, actor: Actor, pushes: Vec<Push>) -> Result<SyncResponse> {
    let places: Vec<_> = pushes.iter().map(|push| push.collection).collect();
    let results = push::push(app, actor, pushes, &BTreeMap::new()).await?;
    app.metrics.synced(&results, 0);
    let not_mine = |result: &PushResult| matches!(result, PushResult::Rejected { code: Code::NotFound });
    let revoked: BTreeSet<_> =
        places.into_iter().zip(&results).filter(|(_, result)| not_mine(result)).map(|(id, _)| id).collect();
    Ok(SyncResponse { results, revoked: revoked.into_iter().collect(), ..SyncResponse::default() })
}

fn within(limits: &Limits, request: &SyncRequest) -> Result<(), Code> {
    let fits =
        request.push.len() <= limits.push_records as usize && request.cursors.len() <= limits.collections as usize;
    if fits { Ok(()) } else { Err(Code::TooManyRecords) }
}
