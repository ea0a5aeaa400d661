//! `/health` and `/openapi.json`, for operators and integrators.

use actix_web::{HttpResponse, Responder, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::State;
use super::reply::Reply;
use crate::fault::{Fault, Result};

/// A health status.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`
    pub status: &'static str,
}

/// Liveness: the process runs.
#[utoipa::path(tag = "service", responses((status = 200, body = Health)))]
#[get("/health/live")]
pub async fn live() -> impl Responder {
    Reply(Health { status: "ok" })
}

/// Readiness: the database responds and accepts writes. Takes less than two seconds; the problem's detail names the
/// outage.
#[utoipa::path(tag = "service", responses((status = 200, body = Health), (status = 503, body = protocol::Problem)))]
#[get("/health/ready")]
pub async fn ready(app: State) -> Result<impl Responder> {
    match app.db.ready().await {
        Ok(()) => Ok(Reply(Health { status: "ok" })),
        Err(Fault::Unavailable(outage)) => {
            let problem = Fault::Unavailable(outage).problem();
            Err(problem.detail(outage.to_string()).into())
        }
        Err(fault) => Err(fault),
    }
}

/// The OpenAPI description as JSON.
pub struct Description(pub String);

/// This document.
#[utoipa::path(tag = "service", responses((status = 200, content_type = "application/json")))]
#[get("/openapi.json")]
pub async fn openapi(document: actix_web::web::Data<Description>) -> impl Responder {
    HttpResponse::Ok().content_type("application/json").body(document.0.clone())
}
