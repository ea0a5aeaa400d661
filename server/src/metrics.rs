//! Metrics in Prometheus' text format. No label names an account, a collection, a record or a client's address.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use protocol::sync::PushResult;

use crate::db::DbStatus;
use crate::fault::Outage;

/// Upper bounds of the latency histogram, each twice the one before.
const SECONDS: [f64; 15] =
    [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192];

pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
    pushes: Family<PushLabels, Counter>,
    pulled: Counter,
    streams: Gauge,
    queued_jobs: Family<QueueLabels, Gauge>,
    writable: Gauge,
    /// A family without labels, so that the value can be absent where it is unknown.
    free_space: Family<Vec<(String, String)>, Gauge>,
    reconnects: Counter,
    failed_jobs: Family<OutageLabels, Counter>,
    cleanup: Gauge<f64, AtomicU64>,
}

/// Values that are read at the time of a scrape.
pub(crate) struct Gauges<'a> {
    pub(crate) streams: usize,
    /// Read and write jobs.
    pub(crate) queued_jobs: (usize, usize),
    /// Bytes; `None` with PostgreSQL.
    pub(crate) free_space: Option<u64>,
    /// Milliseconds since the Unix epoch.
    pub(crate) cleanup_at: i64,
    pub(crate) db_status: &'a DbStatus,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    /// The route's pattern: a path may contain ids.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PushLabels {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QueueLabels {
    to: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutageLabels {
    cause: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("afterglow");
        let requests = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let (pushes, queued_jobs) = (Family::default(), Family::default());
        let (pulled, streams, cleanup) = (Counter::default(), Gauge::default(), Gauge::default());
        registry.register_with_unit("request", "Latency of requests", Unit::Seconds, requests.clone());
        registry.register("pushes", "Pushed changes, by result", pushes.clone());
        registry.register("pulled_records", "Records sent to devices", pulled.clone());
        registry.register("streams", "Open change streams", streams.clone());
        registry.register("database_orders_waiting", "Queued database jobs", queued_jobs.clone());
        let (writable, free_space, reconnects, failed_jobs) =
            (Gauge::default(), Family::default(), Counter::default(), Family::default());
        let help = "1 if the last database write succeeded, 0 during an outage";
        registry.register("database_writable", help, writable.clone());
        let help = "Free disk space of the SQLite file";
        registry.register_with_unit("database_free", help, Unit::Bytes, free_space.clone());
        registry.register("database_reconnects", "Database connections that were replaced", reconnects.clone());
        registry.register("database_refused", "Database jobs that failed, by outage", failed_jobs.clone());
        let help = "Time of the last successful cleanup run, since the Unix epoch";
        registry.register_with_unit("housekeeping_time", help, Unit::Seconds, cleanup.clone());
        Self {
            registry,
            requests,
            pushes,
            pulled,
            streams,
            queued_jobs,
            writable,
            free_space,
            reconnects,
            failed_jobs,
            cleanup,
        }
    }
}

impl Metrics {
    /// Counts a request under its route's pattern.
    pub(crate) fn observe_request(&self, method: &str, route: &str, status: u16, latency: Duration) {
        let labels = RequestLabels { method: known_method(method), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).observe(latency.as_secs_f64());
    }

    /// Counts one call of `/v1/sync`.
    pub(crate) fn count_sync(&self, results: &[PushResult], pulled: usize) {
        for result in results {
            let result = match result {
                PushResult::Accepted { .. } => "accepted",
                PushResult::Conflict { .. } => "conflict",
                PushResult::Rejected { .. } => "rejected",
            };
            self.pushes.get_or_create(&PushLabels { result }).inc();
        }
        self.pulled.inc_by(pulled as u64);
    }

    /// All metrics as text.
    pub(crate) fn render(&self, gauges: &Gauges<'_>) -> Result<String, std::fmt::Error> {
        self.streams.set(to_gauge(gauges.streams));
        let (read, write) = gauges.queued_jobs;
        self.queued_jobs.get_or_create(&QueueLabels { to: "read" }).set(to_gauge(read));
        self.queued_jobs.get_or_create(&QueueLabels { to: "write" }).set(to_gauge(write));
        self.writable.set(i64::from(gauges.db_status.outage().is_none()));
        if let Some(bytes) = gauges.free_space {
            self.free_space.get_or_create(&Vec::new()).set(i64::try_from(bytes).unwrap_or(i64::MAX));
        }
        self.reconnects.inner().store(gauges.db_status.lost_connections(), Ordering::Relaxed);
        for outage in Outage::ALL {
            let failed = self.failed_jobs.get_or_create(&OutageLabels { cause: outage.as_str() });
            failed.inner().store(gauges.db_status.failed_jobs(outage), Ordering::Relaxed);
        }
        self.cleanup.set(gauges.cleanup_at as f64 / 1000.0);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Callers can invent methods, and each label costs memory.
fn known_method(method: &str) -> &'static str {
    let known = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];
    known.into_iter().find(|known| *known == method).unwrap_or("other")
}

fn to_gauge(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
