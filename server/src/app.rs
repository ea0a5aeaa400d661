//! The state that all requests share.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth::opaque::Opaque;
use crate::auth::presence::Presence;
use crate::auth::refresh_tokens::RefreshKey;
use crate::auth::tokens::{self, Tokens};
use crate::changes::{ChangeEvent, ChangeHub};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::relay::{Relay, RelayEvent};
use crate::db::{Db, DbUrl, OpenError, Publisher, secrets};
use crate::entropy::Entropy;
use crate::fault::Fault;
use crate::metrics::{Gauges, Metrics};
use crate::rates::RateLimits;

/// The parts of a running server.
pub struct App {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) changes: Arc<ChangeHub>,
    pub(crate) presence: Arc<Presence>,
    /// Connects servers that share a database; `None` with SQLite.
    relay: Mutex<Option<Relay>>,
    pub(crate) opaque: Opaque,
    pub(crate) tokens: Tokens,
    pub(crate) refresh_key: RefreshKey,
    pub(crate) rate_limits: RateLimits,
    pub(crate) metrics: Metrics,
    /// Milliseconds since the Unix epoch.
    pub(crate) started_at: i64,
    /// When the cleanup job last succeeded; zero until it has.
    pub(crate) cleanup_at: AtomicI64,
}

impl App {
    /// Opens and migrates the database, and loads the server's secrets from it. On the first start they are created.
    pub(crate) async fn open(config: Config, origin: String) -> Result<Self, OpenAppError> {
        let (clock, entropy) = (config.clock.clone(), config.entropy.clone());
        let url = config.db_url();
        for migration in url.migrate()? {
            tracing::info!(migration, "migration applied");
        }
        let changes = Arc::new(ChangeHub::default());
        let presence = Arc::new(Presence::new(clock.clone()));
        let dispatcher = Dispatcher { changes: changes.clone(), presence: presence.clone() };
        let relay = start_relay(&url, &entropy, &dispatcher)?;
        let db = Db::open(&url, config.connections(), publisher(dispatcher, relay.as_ref()))?;
        let new_secrets = (Opaque::generate(&entropy), entropy.bytes::<32>());
        let (opaque, refresh_key) = db
            .write(move |tx| {
                let opaque = secrets::get_or_set(tx, "opaque", &new_secrets.0)?;
                Ok((opaque, secrets::get_or_set(tx, "refresh", &new_secrets.1)?))
            })
            .await?;
        let lifetimes = tokens::Lifetimes {
            access_seconds: config.lifetimes.access_token_seconds,
            signing_key_ms: config.signing_key_ms(),
        };
        Ok(Self {
            tokens: Tokens::open(&db, origin, lifetimes, clock.clone(), entropy.clone()).await?,
            opaque: Opaque::from_bytes(&opaque)?,
            refresh_key: RefreshKey::from_bytes(&refresh_key)?,
            rate_limits: RateLimits::new(&config.rates, &clock),
            metrics: Metrics::default(),
            started_at: clock.now(),
            cleanup_at: AtomicI64::new(0),
            config,
            clock,
            entropy,
            relay: Mutex::new(relay),
            db,
            changes,
            presence,
        })
    }

    /// The metrics in OpenMetrics text format.
    pub(crate) fn render_metrics(&self) -> Result<String, std::fmt::Error> {
        self.metrics.render(&Gauges {
            streams: self.changes.subscriber_count(),
            queued_jobs: self.db.queued_jobs(),
            free_space: self.db.free_space(),
            cleanup_at: self.cleanup_at.load(Ordering::Relaxed),
            db_status: self.db.status(),
        })
    }

    /// Finishes queued work and closes the connections. Blocks.
    pub(crate) fn close(&self) {
        self.db.close();
        if let Some(relay) = self.relay.lock().unwrap_or_else(PoisonError::into_inner).take() {
            relay.stop();
        }
    }
}

/// Why the application state could not be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenAppError {
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Passes committed changes on to the parts of this server that need them.
#[derive(Clone)]
struct Dispatcher {
    changes: Arc<ChangeHub>,
    presence: Arc<Presence>,
}

impl Dispatcher {
    fn dispatch(&self, event: ChangeEvent) {
        match event {
            ChangeEvent::DeviceSignedOut(device) => self.presence.forget(device),
            ChangeEvent::PermissionsChanged(account) => self.presence.forget_account(account),
            ChangeEvent::HeadMoved(_) | ChangeEvent::AccountChanged(_) => {}
        }
        self.changes.publish(event);
    }

    /// Events may have been missed: drop every cached answer.
    fn dispatch_gap(&self) {
        self.presence.forget_all();
        self.changes.publish_to_all();
    }
}

/// Starts the relay between servers that share a PostgreSQL database. An SQLite file has only one server.
fn start_relay(url: &DbUrl, entropy: &Entropy, dispatcher: &Dispatcher) -> Result<Option<Relay>, OpenError> {
    let DbUrl::Postgres(_) = url else { return Ok(None) };
    let name = URL_SAFE_NO_PAD.encode(entropy.bytes::<12>());
    let dispatcher = dispatcher.clone();
    let on_event = move |event| match event {
        RelayEvent::Change(event) => dispatcher.dispatch(event),
        RelayEvent::Gap => dispatcher.dispatch_gap(),
    };
    Relay::start(url.clone(), name, Arc::new(on_event)).map(Some)
}

fn publisher(dispatcher: Dispatcher, relay: Option<&Relay>) -> Publisher {
    let other_servers = relay.map(Relay::sender);
    Arc::new(move |events| {
        for event in events {
            dispatcher.dispatch(event);
            if let Some(other_servers) = &other_servers {
                // Dropped if the channel is full: heads are counters, and the next event carries a later one.
                let _ = other_servers.try_send(event);
            }
        }
    })
}
