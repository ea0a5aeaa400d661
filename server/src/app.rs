//! What every request shares.

use std::sync::Arc;

use crate::accounts::opaque::Opaque;
use crate::accounts::refresh::RefreshSeal;
use crate::accounts::tokens::{self, Tokens};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, secrets};
use crate::entropy::Entropy;
use crate::rates::Gates;
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
    /// The server's half of OPAQUE.
    pub opaque: Opaque,
    /// Access tokens.
    pub tokens: Tokens,
    /// Refresh tokens.
    pub refresh: RefreshSeal,
    /// How often somebody may try.
    pub gates: Gates,
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
        let told = hub.clone();
        let db = Db::open(
            &place,
            config.connections,
            Arc::new(move |notices| notices.into_iter().for_each(|n| told.publish(n))),
        )?;
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
            config,
            clock,
            entropy,
            db,
            hub,
        })
    }
}
