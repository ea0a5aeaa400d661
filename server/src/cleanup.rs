//! The cleanup job: deletes what has expired, and reloads a renewed TLS certificate.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::app::App;
use crate::db;
use crate::tls::Certificate;

const INTERVAL: Duration = Duration::from_secs(300);

/// Runs until it is aborted.
pub(crate) async fn run(app: Arc<App>, certificate: Option<Arc<Certificate>>) {
    let mut ticks = tokio::time::interval(INTERVAL);
    loop {
        ticks.tick().await;
        app.rate_limits.forget_idle();
        reload_certificate(certificate.as_deref());
        let (now, tombstones, uploads) = (app.clock.now(), app.config.tombstone_ms(), app.config.upload_ms());
        let done = app
            .db
            .write(move |tx| {
                db::accounts::delete_expired_attempts(tx, now)?;
                db::devices::delete_expired(tx, now)?;
                db::attachments::delete_abandoned(tx, now - uploads)?;
                db::records::clear_tombstones(tx, now - tombstones)
            })
            .await;
        match done {
            Ok(_) => app.cleanup_at.store(now, Ordering::Relaxed),
            Err(fault) => tracing::warn!(cause = %fault, "cleanup failed; it will be retried"),
        }
    }
}

/// Reloads the certificate if its files have changed. If they cannot be used, the current one stays in use.
pub(crate) fn reload_certificate(certificate: Option<&Certificate>) {
    match certificate.map(Certificate::reload) {
        Some(Ok(true)) => tracing::info!("TLS certificate reloaded"),
        Some(Err(error)) => tracing::warn!(%error, "the new TLS certificate cannot be used; keeping the current one"),
        Some(Ok(false)) | None => {}
    }
}
