//! `/v1/devices`: what is signed in to the account that asks.

use actix_web::web::Path;
use actix_web::{Responder, delete, get};
use protocol::DeviceId;
use protocol::account::Device;

use super::State;
use super::caller::Signed;
use super::reply::{Done, Reply};
use crate::accounts::devices;
use crate::fault::Result;

/// All of them, the latest first.
#[utoipa::path(tag = "devices", security(("bearer" = [])), responses((status = 200, body = Vec<Device>)))]
#[get("/v1/devices")]
pub async fn device_list(app: State, who: Signed) -> Result<impl Responder> {
    devices::list(&app, who.0).await.map(Reply)
}

/// Signs one of them out.
#[utoipa::path(tag = "devices", security(("bearer" = [])), params(("id" = DeviceId, Path)), responses((status = 204)))]
#[delete("/v1/devices/{id}")]
pub async fn device_end(app: State, who: Signed, id: Path<DeviceId>) -> Result<impl Responder> {
    devices::sign_out(&app, who.0, *id).await.map(|()| Done)
}
