//! `/v1/sync` and `/v1/limits`.

use actix_web::{Responder, get, post};
use protocol::Limits;
use protocol::sync::{SyncRequest, SyncResponse};

use super::State;
use super::body::LargeCall;
use super::caller::Syncing;
use super::reply::Reply;
use crate::fault::Result;
use crate::sync;

/// Brings changes and fetches changes, in one call.
#[utoipa::path(tag = "sync", security(("bearer" = [])), request_body = SyncRequest, responses((status = 200, body = SyncResponse)))]
#[post("/v1/sync")]
pub async fn sync_call(app: State, LargeCall(who, asked): LargeCall<Syncing, SyncRequest>) -> Result<impl Responder> {
    let Syncing(actor, manifest) = who;
    sync::sync(&app, actor, manifest, asked).await.map(Reply)
}

/// The bounds of one call.
#[utoipa::path(tag = "sync", responses((status = 200, body = Limits)))]
#[get("/v1/limits")]
pub async fn limits(app: State) -> impl Responder {
    Reply(app.config.limits)
}
