//! A server that runs, and its end.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpServer};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::config::Config;
use crate::http::{headers, routes};
use crate::metrics;
use crate::tls::{Certificate, CertificateError};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// No database.
    #[error(transparent)]
    Database(#[from] crate::db::OpenError),
    /// No certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A first query failed.
    #[error("cannot start: {0}")]
    Fault(#[from] crate::fault::Fault),
}

/// A running server.
pub struct RunningServer {
    address: SocketAddr,
    origin: String,
    app: Data<App>,
    certificate: Option<Arc<Certificate>>,
    handle: ServerHandle,
    metrics: Option<(SocketAddr, ServerHandle)>,
    serving: JoinHandle<std::io::Result<()>>,
    keeping: JoinHandle<()>,
}

/// Starts a server. When this returns, it answers.
pub async fn start(config: Config) -> Result<RunningServer, StartError> {
    let (listener, address) = bound(config.listen)?;
    let metrics = config.metrics.map(bound).transpose()?;
    let certificate = config.tls.clone().map(Certificate::open).transpose()?.map(Arc::new);
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let origin = config.origin.clone().unwrap_or_else(|| format!("{scheme}://localhost:{}", address.port()));
    let shutdown = config.lifetimes.shutdown_seconds;
    let listen = config.listen;
    let app = Data::new(App::open(config, origin.clone()).await?);
    let (description, known, paths) = routes::surroundings();
    let state = app.clone();
    let server = HttpServer::new(move || {
        let app = Actix::new()
            .app_data(state.clone())
            .app_data(description.clone())
            .app_data(known.clone())
            .app_data(paths.clone())
            .wrap(from_fn(headers::guard));
        routes::on(app).split_for_parts().0.default_service(web::to(routes::elsewhere))
    })
    .shutdown_timeout(shutdown.into())
    .keep_alive(Duration::from_secs(60))
    .client_request_timeout(Duration::from_secs(10))
    .disable_signals();
    let server = match &certificate {
        Some(certificate) => server.listen_rustls_0_23(listener, certificate.listen()?),
        None => server.listen(listener),
    };
    let server = server.map_err(|error| StartError::Listen(listen, error))?.run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let keeping = tokio::spawn(keep(app.clone(), certificate.clone()));
    let metrics = metrics.map(|(listener, address)| tell(listener, address, app.clone())).transpose()?;
    Ok(RunningServer { address, origin, app, certificate, handle, metrics, serving, keeping })
}

fn bound(to: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listener = TcpListener::bind(to).and_then(|listener| listener.local_addr().map(|address| (listener, address)));
    listener.map_err(|error| StartError::Listen(to, error))
}

/// Tells counts and times, beside the server and for as long as it runs.
fn tell(listener: TcpListener, address: SocketAddr, app: Data<App>) -> Result<(SocketAddr, ServerHandle), StartError> {
    let server = metrics::serve(listener, app).map_err(|error| StartError::Listen(address, error))?;
    let handle = server.handle();
    tokio::spawn(server);
    Ok((address, handle))
}

impl RunningServer {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it tells counts and times, if it does.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|(address, _)| *address)
    }

    /// The address under which people reach it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its parts, for tests that look behind the API.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Takes up a certificate that was renewed, as it does by itself every five minutes.
    pub fn renew_certificate(&self) {
        renew(self.certificate.as_deref());
    }

    /// Takes no new requests, finishes those in flight, and closes the database.
    pub async fn stop(self) {
        self.keeping.abort();
        self.app.hub.close();
        self.handle.stop(true).await;
        if let Some((_, metrics)) = self.metrics {
            metrics.stop(true).await;
        }
        // Ends with the handle; an error was logged where it arose.
        let _ = self.serving.await;
        let app = self.app;
        let _ = tokio::task::spawn_blocking(move || app.close()).await;
    }
}

/// Housekeeping, every five minutes: what is over is forgotten, and a renewed certificate is taken up.
async fn keep(app: Data<App>, certificate: Option<Arc<Certificate>>) {
    let mut turns = tokio::time::interval(Duration::from_secs(300));
    loop {
        turns.tick().await;
        app.gates.forget_idle();
        renew(certificate.as_deref());
        let (now, tombstones, uploads) = (app.clock.now(), app.config.tombstone_ms(), app.config.upload_ms());
        let done = app
            .db
            .write(move |tx| {
                crate::db::accounts::forget_attempts(tx, now)?;
                crate::db::devices::delete_expired(tx, now)?;
                crate::db::attachments::forget_unfinished(tx, now - uploads)?;
                crate::db::records::clear_tombstones(tx, now - tombstones)
            })
            .await;
        match done {
            Ok(_) => app.housekeeping_at.store(now, Ordering::Relaxed),
            Err(fault) => tracing::warn!(cause = %fault, "housekeeping failed; it is tried again"),
        }
    }
}

fn renew(certificate: Option<&Certificate>) {
    match certificate.map(Certificate::renew) {
        Some(Ok(true)) => tracing::info!("the certificate has changed"),
        Some(Err(error)) => tracing::warn!(%error, "the new certificate cannot be used; the one before stays"),
        Some(Ok(false)) | None => {}
    }
}
