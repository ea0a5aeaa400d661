//! Starting and stopping the HTTP server.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpServer};
use tokio::task::JoinHandle;

use super::{headers, metrics, routes};
use crate::app::{App, OpenAppError};
use crate::cleanup;
use crate::config::Config;
use crate::db::OpenError;
use crate::fault::Fault;
use crate::tls::{Certificate, CertificateError};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is in use, or is not one of this machine.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The first query failed.
    #[error("cannot start: {0}")]
    Fault(#[from] Fault),
}

impl From<OpenAppError> for StartError {
    fn from(error: OpenAppError) -> Self {
        match error {
            OpenAppError::Database(error) => Self::Database(error),
            OpenAppError::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// A running server.
pub struct RunningServer {
    address: SocketAddr,
    origin: String,
    app: Data<App>,
    certificate: Option<Arc<Certificate>>,
    handle: ServerHandle,
    metrics: Option<(SocketAddr, ServerHandle)>,
    server: JoinHandle<std::io::Result<()>>,
    cleanup: JoinHandle<()>,
}

/// Runs a future to its end on the runtime that [`start`] needs.
pub fn block_on<F: Future>(future: F) -> F::Output {
    actix_web::rt::System::new().block_on(future)
}

/// Starts a server. It accepts requests as soon as this returns.
pub async fn start(config: Config) -> Result<RunningServer, StartError> {
    let (listener, address) = bind(config.listen)?;
    let metrics = config.metrics.map(bind).transpose()?;
    let certificate = config.tls.clone().map(Certificate::open).transpose()?.map(Arc::new);
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let origin = config.origin.clone().unwrap_or_else(|| format!("{scheme}://localhost:{}", address.port()));
    let shutdown = config.lifetimes.shutdown_seconds;
    let listen = config.listen;
    let app = Data::new(App::open(config, origin.clone()).await?);
    let (description, routes, paths) = routes::shared_data();
    let state = app.clone();
    let server = HttpServer::new(move || {
        let app = Actix::new()
            .app_data(state.clone())
            .app_data(description.clone())
            .app_data(routes.clone())
            .app_data(paths.clone())
            .wrap(from_fn(headers::guard));
        routes::register(app).split_for_parts().0.default_service(web::to(routes::fallback))
    })
    .shutdown_timeout(shutdown.into())
    .keep_alive(Duration::from_secs(60))
    .client_request_timeout(Duration::from_secs(10))
    .disable_signals();
    let server = match &certificate {
        Some(certificate) => server.listen_rustls_0_23(listener, certificate.server_config()?),
        None => server.listen(listener),
    };
    let server = server.map_err(|error| StartError::Listen(listen, error))?.run();
    let handle = server.handle();
    let server = tokio::spawn(server);
    let cleanup = tokio::spawn(cleanup::run(app.clone().into_inner(), certificate.clone()));
    let metrics = metrics.map(|(listener, address)| serve_metrics(listener, address, app.clone())).transpose()?;
    Ok(RunningServer { address, origin, app, certificate, handle, metrics, server, cleanup })
}

fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listener =
        TcpListener::bind(address).and_then(|listener| listener.local_addr().map(|address| (listener, address)));
    listener.map_err(|error| StartError::Listen(address, error))
}

fn serve_metrics(
    listener: TcpListener,
    address: SocketAddr,
    app: Data<App>,
) -> Result<(SocketAddr, ServerHandle), StartError> {
    let server = metrics::serve(listener, app).map_err(|error| StartError::Listen(address, error))?;
    let handle = server.handle();
    tokio::spawn(server);
    Ok((address, handle))
}

impl RunningServer {
    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address that serves metrics; `None` if they are off.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|(address, _)| *address)
    }

    /// The public address.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The shared state, for tests.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Reloads the TLS certificate now; the cleanup job does it every five minutes.
    pub fn reload_certificate(&self) {
        cleanup::reload_certificate(self.certificate.as_deref());
    }

    /// Stops accepting requests, finishes those in flight, and closes the database.
    pub async fn stop(self) {
        self.cleanup.abort();
        self.app.changes.close();
        self.handle.stop(true).await;
        if let Some((_, metrics)) = self.metrics {
            metrics.stop(true).await;
        }
        // Ends with its handle; an error has been logged.
        let _ = self.server.await;
        let app = self.app;
        let _ = tokio::task::spawn_blocking(move || app.close()).await;
    }
}
