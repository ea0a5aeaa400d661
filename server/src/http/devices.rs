//! `/v1/devices`: the caller's signed-in devices.

use actix_web::web::Path;
use actix_web::{Responder, delete, get};
use protocol::DeviceId;
use protocol::account::Device;

use super::State;
use super::caller::AnySession;
use super::reply::{NoContent, Reply};
use crate::accounts::devices;
use crate::fault::Result;

/// The account's devices, newest first.
#[utoipa::path(tag = "devices", security(("bearer" = [])), responses((status = 200, body = Vec<Device>)))]
#[get("/v1/devices")]
pub async fn device_list(app: State, who: AnySession) -> Result<impl Responder> {
    devices::list(&app, who.0).await.map(Reply)
}

/// Signs out one of the account's devices.
#[utoipa::path(tag = "devices", security(("bearer" = [])), params(("id" = DeviceId, Path)), responses((status = 204)))]
#[delete("/v1/devices/{id}")]
pub async fn device_end(app: State, who: AnySession, id: Path<DeviceId>) -> Result<impl Responder> {
    devices::sign_out(&app, who.0, *id).await.map(|()| NoContent)
}
