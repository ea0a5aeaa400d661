//! What every request shares.

use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::accounts::opaque::Opaque;
use crate::accounts::presence::Presence;
use crate::accounts::refresh::RefreshSeal;
use crate::accounts::tokens::{self, Tokens};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::relay::{Heard, Relay};
use crate::db::{Db, OpenError, Place, Publish, secrets};
use crate::entropy::Entropy;
use crate::metrics::Metrics;
use crate::rates::Gates;
use crate::sync::Notice;
use crate::sync::hub::Hub;

/// The parts of a running server.
pub struct App {
    /// What it was told.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Random bytes.
    pub entropy: Entropy,
    /// The database.
    pub db: Db,
    /// Who listens.
    pub hub: Arc<Hub>,
    /// Which devices are signed in.
    pub presence: Arc<Presence>,
    /// The way to other servers on the same database.
    relay: Mutex<Option<Relay>>,
    /// The server's half of OPAQUE.
    pub opaque: Opaque,
    /// Access tokens.
    pub tokens: Tokens,
    /// Refresh tokens.
    pub refresh: RefreshSeal,
    /// How often somebody may try.
    pub gates: Gates,
    /// What is counted.
    pub metrics: Metrics,
    /// Since when it runs.
    pub started_at: i64,
    /// When housekeeping last went through; zero until it has.
    pub housekeeping_at: AtomicI64,
}

impl App {
    /// Opens the database, brings it up to date, and finds (or makes) the server's secrets in it.
    pub async fn open(config: Config, origin: String) -> Result<Self, crate::StartError> {
        let (clock, entropy) = (config.clock.clone(), config.entropy.clone());
        let place = config.place();
        for done in place.migrate()? {
            tracing::info!(migration = done, "the database was brought up to date");
        }
        let hub = Arc::new(Hub::default());
        let presence = Arc::new(Presence::new(clock.clone()));
        let told = Told { hub: hub.clone(), presence: presence.clone() };
        let relay = relay(&place, &entropy, &told)?;
        let db = Db::open(&place, config.connections(), publish(told, relay.as_ref()))?;
        let offered = (Opaque::fresh(&entropy), entropy.bytes::<32>());
        let (opaque, refresh) = db
            .write(move |tx| {
                let opaque = secrets::get_or_set(tx, "opaque", &offered.0)?;
                Ok((opaque, secrets::get_or_set(tx, "refresh", &offered.1)?))
            })
            .await?;
        let lifetimes = tokens::Lifetimes {
            access_seconds: config.lifetimes.access_token_seconds,
            key_turn_ms: config.key_turn_ms(),
        };
        Ok(Self {
            tokens: Tokens::open(&db, origin, lifetimes, clock.clone(), entropy.clone()).await?,
            opaque: Opaque::from_bytes(&opaque)?,
            refresh: RefreshSeal::from_bytes(&refresh)?,
            gates: Gates::new(&config.rates, &clock),
            metrics: Metrics::default(),
            started_at: clock.now(),
            housekeeping_at: AtomicI64::new(0),
            config,
            clock,
            entropy,
            relay: Mutex::new(relay),
            db,
            hub,
            presence,
        })
    }

    /// Finishes what was begun, and closes the connections. Blocks.
    pub fn close(&self) {
        self.db.close();
        if let Some(relay) = self.relay.lock().unwrap_or_else(PoisonError::into_inner).take() {
            relay.stop();
        }
    }
}

/// Those on this server who are told what was committed.
#[derive(Clone)]
struct Told {
    hub: Arc<Hub>,
    presence: Arc<Presence>,
}

impl Told {
    fn notice(&self, notice: Notice) {
        match notice {
            Notice::DeviceEnded(device) => self.presence.forget(device),
            Notice::Standing(account) => self.presence.forget_account(account),
            Notice::Head(_) | Notice::Account(_) => {}
        }
        self.hub.publish(notice);
    }

    fn gap(&self) {
        self.presence.forget_all();
        self.hub.publish_gap();
    }
}

/// Servers that share a PostgreSQL database tell each other; an SQLite file has one server.
fn relay(place: &Place, entropy: &Entropy, told: &Told) -> Result<Option<Relay>, OpenError> {
    let Place::Postgres(_) = place else { return Ok(None) };
    let name = URL_SAFE_NO_PAD.encode(entropy.bytes::<12>());
    let told = told.clone();
    let hear = move |heard| match heard {
        Heard::Notice(notice) => told.notice(notice),
        Heard::Gap => told.gap(),
    };
    Relay::start(place.clone(), name, Arc::new(hear)).map(Some)
}

fn publish(told: Told, relay: Option<&Relay>) -> Publish {
    let others = relay.map(Relay::sender);
    Arc::new(move |notices| {
        for notice in notices {
            told.notice(notice);
            if let Some(others) = &others {
                // Full: the others will ask when they come back.
                let _ = others.try_send(notice);
            }
        }
    })
}
