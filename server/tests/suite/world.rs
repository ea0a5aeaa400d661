//! A server on a free port, on each database in turn.

use std::future::Future;
use std::ops::Deref;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use protocol::care::Enrolment;
use server::config::{DatabaseUrl, Rates, Registration};
use server::{Clock, Config, Entropy, RunningServer};
use tempfile::TempDir;

/// Names the PostgreSQL server that stories are told on, as somebody who may create databases there.
pub use tests::cluster::POSTGRES;

/// A running server, its clock, and the folder or database that goes with it.
pub struct World {
    pub server: RunningServer,
    pub clock: Clock,
    pub config: Config,
    door: Door,
    place: Place,
}

/// The way in.
#[derive(Clone)]
pub struct Door {
    pub http: reqwest::Client,
    pub base: String,
}

impl Door {
    pub fn new(base: String) -> Self {
        // Built together with the phone's core, reqwest has TLS and wants to know with which cryptography.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Built beside the phones, the client would unpack gzip by itself.
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

enum Place {
    Folder(#[allow(dead_code, reason = "removed with the world")] TempDir),
    Database { admin: String, name: String },
}

/// Tells a story on SQLite and, where there is one, on PostgreSQL.
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
    /// On a file.
    pub async fn on_sqlite(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().to_owned();
        Self::start(Place::Folder(folder), |config| {
            config.data_dir = data_dir;
            change(config);
        })
        .await
    }

    /// On a database of its own.
    pub async fn on_postgres(change: impl FnOnce(&mut Config)) -> Option<Self> {
        let admin = std::env::var(POSTGRES).ok()?;
        let (url, name) = fresh_database(&admin);
        let world = Self::start(Place::Database { admin, name }, |config| {
            config.database_url = Some(DatabaseUrl::new(url));
            change(config);
        });
        Some(world.await)
    }

    async fn start(place: Place, change: impl FnOnce(&mut Config)) -> Self {
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

    /// Another server on the same data, beside this one.
    pub async fn another_server(&self) -> RunningServer {
        let origin = Some(self.server.origin().to_owned());
        server::start(Config { origin, ..self.config.clone() }).await.unwrap()
    }

    /// A server with data of its own that is told where they are.
    pub async fn beside(config: Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start(Place::Folder(folder), |own| *own = config).await
    }

    /// Stops the server, and starts one on the same data.
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
        let made =
            self.server.app().db.write(move |tx| server::care::practice::bootstrap(tx, &clock, &Entropy::System));
        made.await.unwrap()
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Stops the server and leaves its data where it is.
    pub async fn leave(self) {
        self.server.stop().await;
    }

    /// Stops the server and removes its data. The audit trail has to hold at the end of every story.
    pub async fn end(self) {
        let broken = self.server.app().db.read(server::audit::verify).await.unwrap();
        assert_eq!(broken, []);
        self.server.stop().await;
        if let Place::Database { admin, name } = &self.place {
            drop_database(admin, name);
        }
    }
}

/// A new, empty database beside the one that a URL names: its own URL, and its name.
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
