//! A server on a free port, on each kind of database.

use std::future::Future;
use std::ops::Deref;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use protocol::care::Enrolment;
use server::config::{DatabaseUrl, Rates, Registration};
use server::{Clock, Config, Entropy, RunningServer};
use tempfile::TempDir;

/// The PostgreSQL server for tests, as a user who may create databases.
pub use tests::cluster::POSTGRES;

/// A running server, its clock, and its data.
pub struct World {
    pub server: RunningServer,
    pub clock: Clock,
    pub config: Config,
    door: Door,
    place: DbUrl,
}

/// An HTTP client.
#[derive(Clone)]
pub struct Door {
    pub http: reqwest::Client,
    pub base: String,
}

impl Door {
    pub fn new(base: String) -> Self {
        // If mobile-core is part of the build, reqwest has TLS, which needs a provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // If mobile-core is part of the build, the client would decompress gzip itself.
        Self { http: reqwest::Client::builder().no_gzip().build().unwrap(), base }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Deref for World {
    type Target = Door;

    fn deref(&self) -> &Door {
        &self.door
    }
}

enum DbUrl {
    Folder(#[allow(dead_code, reason = "removed with the world")] TempDir),
    Database { admin: String, name: String },
}

/// Runs a test on SQLite and, if available, on PostgreSQL.
pub async fn on_each_database<F: Future<Output = World>>(story: impl Fn(World) -> F) {
    on_each_database_with(|_| {}, story).await;
}

/// The same with another configuration.
pub async fn on_each_database_with<F: Future<Output = World>>(
    change: impl Fn(&mut Config),
    story: impl Fn(World) -> F,
) {
    story(World::on_sqlite(&change).await).await.end().await;
    if let Some(world) = World::on_postgres(&change).await {
        story(world).await.end().await;
    }
}

impl World {
    /// On an SQLite file.
    pub async fn on_sqlite(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().to_owned();
        Self::start(DbUrl::Folder(folder), |config| {
            config.data_dir = data_dir;
            change(config);
        })
        .await
    }

    /// On its own PostgreSQL database.
    pub async fn on_postgres(change: impl FnOnce(&mut Config)) -> Option<Self> {
        let admin = std::env::var(POSTGRES).ok()?;
        let (url, name) = fresh_database(&admin);
        let world = Self::start(DbUrl::Database { admin, name }, |config| {
            config.database_url = Some(DatabaseUrl::new(url));
            change(config);
        });
        Some(world.await)
    }

    async fn start(place: DbUrl, change: impl FnOnce(&mut Config)) -> Self {
        let clock = Clock::set_to(1_790_000_000_000);
        let mut config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            clock: clock.clone(),
            rates: Rates::unlimited(),
            registration: Registration::Open,
            ..Config::default()
        };
        change(&mut config);
        let server = server::start(config.clone()).await.unwrap();
        let door = Door::new(format!("http://{}", server.address()));
        Self { server, clock, config, door, place }
    }

    /// Another server on the same data.
    pub async fn another_server(&self) -> RunningServer {
        let origin = Some(self.server.origin().to_owned());
        server::start(Config { origin, ..self.config.clone() }).await.unwrap()
    }

    /// A server with its own data, whose origin is given.
    pub async fn beside(config: Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start(DbUrl::Folder(folder), |own| *own = config).await
    }

    /// Restarts the server on the same data.
    pub async fn restart(mut self) -> Self {
        let origin = self.server.origin().to_owned();
        self.server.stop().await;
        self.config.origin = Some(origin);
        self.server = server::start(self.config.clone()).await.unwrap();
        self.door = Door::new(format!("http://{}", self.server.address()));
        self
    }

    /// The first code of a new practice.
    pub async fn bootstrap(&self) -> Enrolment {
        let clock = self.clock.clone();
        let made = self.server.app().db.write(move |tx| server::practice::bootstrap(tx, &clock, &Entropy::System));
        made.await.unwrap()
    }

    /// Advances the clock.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Stops the server and keeps its data.
    pub async fn leave(self) {
        self.server.stop().await;
    }

    /// Stops the server and deletes its data. The audit log has to be intact at the end of every test.
    pub async fn end(self) {
        let broken = self.server.app().db.read(server::audit::verify).await.unwrap();
        assert_eq!(broken, []);
        self.server.stop().await;
        if let DbUrl::Database { admin, name } = &self.place {
            drop_database(admin, name);
        }
    }
}

/// Creates an empty database next to the one of a URL: its own URL, and its name.
pub fn fresh_database(admin: &str) -> (String, String) {
    let name = format!("afterglow_test_{}", u64::from_le_bytes(Entropy::System.bytes()));
    let mut conn = PgConnection::establish(admin).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    (beside(admin, &name), name)
}

pub fn drop_database(admin: &str, name: &str) {
    let mut conn = PgConnection::establish(admin).unwrap();
    conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

/// The URL of another database on the same server.
fn beside(admin: &str, name: &str) -> String {
    let (place, options) = admin.split_once('?').map_or((admin, None), |(place, options)| (place, Some(options)));
    let slash = place.rfind('/').filter(|at| *at >= "postgres://".len()).unwrap_or(place.len());
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{}/{name}{options}", &place[..slash])
}
