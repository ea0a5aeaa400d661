//! `GET /metrics` on an address of its own, which should not be public.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpResponse, HttpServer};

use super::State;
use crate::app::App;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves the metrics until the server is stopped.
///
/// # Errors
/// The listener cannot be used.
pub(super) fn serve(listener: TcpListener, app: Data<App>) -> std::io::Result<Server> {
    let server = HttpServer::new(move || Actix::new().app_data(app.clone()).route("/metrics", web::get().to(metrics)));
    Ok(server.workers(1).disable_signals().shutdown_timeout(1).listen(listener)?.run())
}

async fn metrics(app: State) -> HttpResponse {
    match app.render_metrics() {
        Ok(text) => HttpResponse::Ok().content_type(CONTENT_TYPE).body(text),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
