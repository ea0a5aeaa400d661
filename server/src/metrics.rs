//! Counts and times for whoever runs the server, in Prometheus' text format. They are told on an address of their own,
//! which is not for the public, and hold no account, collection, record or address of anybody.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::Method;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpResponse, HttpServer};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use protocol::sync::PushResult;

use crate::app::App;
use crate::db::outage::Outage;

const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// From half a millisecond to eight seconds, each bound twice the one before.
const SECONDS: [f64; 15] =
    [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192];

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Histogram, fn() -> Histogram>,
    pushes: Family<Pushed, Counter>,
    pulled: Counter,
    streams: Gauge,
    waiting: Family<Waits, Gauge>,
    writable: Gauge,
    /// Without labels; and without a value where it is not known.
    room: Family<Vec<(String, String)>, Gauge>,
    lost: Counter,
    refused: Family<Refused, Counter>,
    housekeeping: Gauge<f64, AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    /// The pattern and not the path, which may hold ids.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Pushed {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waits {
    to: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    cause: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("afterglow");
        let requests = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let (pushes, waiting) = (Family::default(), Family::default());
        let (pulled, streams, housekeeping) = (Counter::default(), Gauge::default(), Gauge::default());
        registry.register_with_unit("request", "Requests, until their answer began", Unit::Seconds, requests.clone());
        registry.register("pushes", "Changes that devices brought", pushes.clone());
        registry.register("pulled_records", "Records that devices were given", pulled.clone());
        registry.register("streams", "Devices that listen for changes", streams.clone());
        registry.register("database_orders_waiting", "What waits for the database", waiting.clone());
        let (writable, room, lost, refused) =
            (Gauge::default(), Family::default(), Counter::default(), Family::default());
        let help = "Whether the database took the last write (1), or is away, full or replaced (0)";
        registry.register("database_writable", help, writable.clone());
        let help = "Free space beside an SQLite file";
        registry.register_with_unit("database_free", help, Unit::Bytes, room.clone());
        registry.register("database_reconnects", "Connections that were replaced by new ones", lost.clone());
        let help = "Orders that an outage of the database kept from being carried out";
        registry.register("database_refused", help, refused.clone());
        let help = "When what is over was last forgotten, since the Unix epoch";
        registry.register_with_unit("housekeeping_time", help, Unit::Seconds, housekeeping.clone());
        Self { registry, requests, pushes, pulled, streams, waiting, writable, room, lost, refused, housekeeping }
    }
}

impl Metrics {
    /// A request was answered.
    pub fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let request = Request { method: name(method), route: route.to_owned(), status };
        self.requests.get_or_create(&request).observe(took.as_secs_f64());
    }

    /// A device has synced.
    pub fn synced(&self, results: &[PushResult], pulled: usize) {
        for result in results {
            let result = match result {
                PushResult::Accepted { .. } => "accepted",
                PushResult::Conflict { .. } => "conflict",
                PushResult::Rejected { .. } => "rejected",
            };
            self.pushes.get_or_create(&Pushed { result }).inc();
        }
        self.pulled.inc_by(pulled as u64);
    }

    fn about_database(&self, app: &App) {
        let condition = app.db.condition();
        self.writable.set(i64::from(condition.outage().is_none()));
        if let Some(room) = app.db.room() {
            self.room.get_or_create(&Vec::new()).set(i64::try_from(room).unwrap_or(i64::MAX));
        }
        self.lost.inner().store(condition.lost_connections(), Ordering::Relaxed);
        for outage in Outage::ALL {
            let refused = self.refused.get_or_create(&Refused { cause: outage.as_str() });
            refused.inner().store(condition.refused(outage), Ordering::Relaxed);
        }
    }

    fn text(&self, app: &App) -> Result<String, std::fmt::Error> {
        self.streams.set(count(app.hub.listeners()));
        let (read, write) = app.db.waiting();
        self.waiting.get_or_create(&Waits { to: "read" }).set(count(read));
        self.waiting.get_or_create(&Waits { to: "write" }).set(count(write));
        self.about_database(app);
        self.housekeeping.set(app.housekeeping_at.load(Ordering::Relaxed) as f64 / 1000.0);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Tells them, until it is stopped: `GET /metrics`.
///
/// # Errors
/// The listener cannot be used.
pub fn serve(listener: TcpListener, app: Data<App>) -> std::io::Result<Server> {
    let server = HttpServer::new(move || Actix::new().app_data(app.clone()).route("/metrics", web::get().to(tell)));
    Ok(server.workers(1).disable_signals().shutdown_timeout(1).listen(listener)?.run())
}

async fn tell(app: Data<App>) -> HttpResponse {
    match app.metrics.text(&app) {
        Ok(text) => HttpResponse::Ok().content_type(TYPE).body(text),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// Whoever asks could invent any number of methods.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
