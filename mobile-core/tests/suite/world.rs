//! A server on a random port, phones, and a settable clock.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use journal::record::Moment;
use journal::seal::Random;
use mobile_core::clock::Clock;
use mobile_core::secrets::MemorySecretStore;
use mobile_core::{Phone, Retry, Setup};
use server::config::{Rates, Registration};
use server::{Config, Entropy, RunningServer};
use tempfile::TempDir;

use crate::network::Network;
use crate::therapist::Therapist;

pub const PASSWORD: &str = "a long walk home";

/// A server, and a network in front of it.
pub struct World {
    pub server: RunningServer,
    pub network: Network,
    folder: TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        // The therapists' clients are built before the first phone has chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data_dir: folder.path().to_owned(),
            rates: Rates::unlimited(),
            registration: Registration::Open,
            ..Config::default()
        };
        change(&mut config);
        let server = server::start(config).await.unwrap();
        let network = Network::before(format!("http://{}", server.address())).await;
        Self { server, network, folder }
    }

    /// A backup, made while the server runs.
    pub fn backup(&self) -> PathBuf {
        let file = self.folder.path().join("a.backup");
        server::backup::make(&self.server.app().config.db_url(), &file).unwrap();
        file
    }

    /// The server breaks, and another one is restored from a backup.
    pub async fn restored(self, backup: &Path) -> Self {
        let origin = Some(self.server.origin().to_owned());
        let data_dir = self.folder.path().join("restored");
        let config = Config { data_dir, origin, ..self.server.app().config.clone() };
        self.server.stop().await;
        let refuse = server::backup::ExistingData::Refuse;
        server::backup::restore(backup, &config.db_url(), &server::Clock::System, refuse).unwrap();
        let server = server::start(config).await.unwrap();
        self.network.lead_to(format!("http://{}", server.address()));
        Self { server, network: self.network, folder: self.folder }
    }

    /// Number of records on the server, deleted ones included.
    pub async fn count_records(&self) -> i64 {
        self.server.app().db.read(server::db::copy::counts).await.unwrap().1
    }

    /// The server's address as phones know it: through the network.
    pub fn url(&self) -> String {
        self.network.url()
    }

    /// A phone on which a new account was registered.
    pub async fn registered(&self, handle: &str) -> (PhoneInHand, String) {
        let phone = PhoneInHand::new();
        let code = phone.account().register(&self.url(), handle, PASSWORD).await.unwrap();
        (phone, code.to_string())
    }

    /// Another phone of the same person, on which the readers were confirmed.
    pub async fn signed_in(&self, handle: &str) -> PhoneInHand {
        let phone = PhoneInHand::new();
        phone.account().sign_in(&self.url(), handle, PASSWORD).await.unwrap();
        phone.sync().run().await.unwrap();
        phone.care().confirm_readers().unwrap();
        phone.sync().run().await.unwrap();
        phone
    }

    /// The first therapist of a new practice.
    pub async fn therapist(&self) -> Therapist {
        let clock = server::Clock::System;
        let db = &self.server.app().db;
        let made = db.write(move |tx| server::practice::bootstrap(tx, &clock, &Entropy::System)).await.unwrap();
        Therapist::register(&format!("http://{}", self.server.address()), &made.code).await
    }

    /// The collection of the phone's own journal.
    pub fn private(&self, phone: &PhoneInHand) -> String {
        phone.private_collection().unwrap().to_string()
    }

    /// Every byte that the server keeps.
    pub fn server_bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                all.extend(std::fs::read(path).unwrap());
            }
        }
        all
    }

    pub async fn end(self) {
        self.server.stop().await;
    }
}

/// A clock that does not run.
pub struct SetClock {
    wall_ms: AtomicI64,
    since_boot_ms: AtomicI64,
    zone: Mutex<String>,
}

impl SetClock {
    pub fn at(wall_ms: i64) -> Self {
        let zone = Mutex::new("America/Denver".to_owned());
        Self { wall_ms: AtomicI64::new(wall_ms), since_boot_ms: AtomicI64::new(3_600_000), zone }
    }

    /// Sets the time (RFC 3339) and the zone.
    pub fn set(&self, at: &str, zone: &str) {
        self.wall_ms.store(Moment::parse(at, zone).unwrap().unix_ms, Ordering::SeqCst);
        zone.clone_into(&mut self.zone.lock().unwrap());
    }

    pub fn pass(&self, time: Duration) {
        self.turn(time.as_millis() as i64);
        self.since_boot_ms.fetch_add(time.as_millis() as i64, Ordering::SeqCst);
    }

    /// The device's clock is changed: no time passes.
    pub fn turn(&self, ms: i64) {
        self.wall_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Restarts the device.
    pub fn restart(&self) {
        self.since_boot_ms.store(0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        let (unix_ms, zone) = (self.wall_ms.load(Ordering::SeqCst), self.zone.lock().unwrap().clone());
        let at = jiff::Timestamp::from_millisecond(unix_ms).unwrap();
        let offset_s = jiff::tz::TimeZone::get(&zone).unwrap().to_offset(at).seconds();
        Moment { unix_ms, offset_s, zone }
    }

    fn since_boot(&self) -> Duration {
        Duration::from_millis(self.since_boot_ms.load(Ordering::SeqCst) as u64)
    }
}

/// A phone with the platform's stores: the app can be killed and started again.
pub struct PhoneInHand {
    phone: Option<Phone>,
    pub home: Arc<TempDir>,
    pub secrets: Arc<MemorySecretStore>,
    pub clock: Arc<SetClock>,
}

impl PhoneInHand {
    pub fn new() -> Self {
        Self::within(&std::env::temp_dir())
    }

    /// Its files are in a new folder in `place`.
    pub fn within(place: &Path) -> Self {
        let home = Arc::new(tempfile::tempdir_in(place).unwrap());
        let clock = Arc::new(SetClock::at(1_790_000_000_000));
        Self { phone: None, home, secrets: Arc::default(), clock }.opened()
    }

    /// The app is killed and started again.
    pub fn killed(self) -> Self {
        self.killed_and(|| {})
    }

    /// The same, with an action in between.
    pub fn killed_and(mut self, something: impl FnOnce()) -> Self {
        drop(self.phone.take());
        something();
        self.opened()
    }

    /// The same journal, opened in parallel: by a background task while the app still runs.
    pub fn beside(&self) -> Self {
        let (home, secrets, clock) = (self.home.clone(), self.secrets.clone(), self.clock.clone());
        Self { phone: None, home, secrets, clock }.opened()
    }

    fn opened(mut self) -> Self {
        // Every phone has its own randomness, reproducible in every run.
        static SEED: Mutex<u64> = Mutex::new(1);
        let mut seed = [0; 32];
        {
            let mut next = SEED.lock().unwrap();
            *next += 1;
            seed[..8].copy_from_slice(&next.to_le_bytes());
        }
        let mut setup = Setup::new(self.home.path(), "Test phone", self.secrets.clone()).unwrap();
        setup.clock = self.clock.clone();
        setup.random = Random::from_seed(seed);
        setup.retry = Retry { times: 2, first: Duration::from_millis(1), longest: Duration::from_millis(2_000) };
        self.phone = Some(Phone::open(setup).unwrap());
        self
    }

    /// Every byte that the phone keeps.
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut open = vec![self.home.path().to_owned()];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
            } else {
                all.extend(std::fs::read(path).unwrap());
            }
        }
        all
    }

    /// The sealed files beside the store.
    pub fn files(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.home.path().join("attachments")) else { return Vec::new() };
        let mut names: Vec<String> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The texts of all listed entries, newest first.
    pub fn texts(&self) -> Vec<String> {
        self.pages().list(&[], None, 1_000).unwrap().into_iter().map(|entry| entry.text).collect()
    }
}

impl std::ops::Deref for PhoneInHand {
    type Target = Phone;

    fn deref(&self) -> &Phone {
        self.phone.as_ref().unwrap()
    }
}

pub fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}
