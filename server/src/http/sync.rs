//! `/v1/sync` and `/v1/limits`.

use actix_web::{Responder, get, post};
use protocol::Limits;
use protocol::sync::{SyncRequest, SyncResponse};

use super::State;
use super::body::LargeCall;
use super::caller::SyncCaller;
use super::reply::Reply;
use crate::fault::Result;
use crate::sync;

/// Pushes and pulls changes.
#[utoipa::path(tag = "sync", security(("bearer" = [])), request_body = SyncRequest, responses((status = 200, body = SyncResponse)))]
#[post("/v1/sync")]
pub async fn sync_call(app: State, LargeCall(who, body): LargeCall<SyncCaller, SyncRequest>) -> Result<impl Responder> {
    let SyncCaller(actor, manifest) = who;
    sync::sync(&app, actor, manifest, body).await.map(Reply)
}

/// The limits of the server.
#[utoipa::path(tag = "sync", responses((status = 200, body = Limits)))]
#[get("/v1/limits")]
pub async fn limits(app: State) -> impl Responder {
    Reply(app.config.limits)
}
