//! The configuration: defaults that are right for one practice on one machine; changed by a file (TOML), then the
//! environment (`AFTERGLOW_…`), then flags. Printed by `afterglow config`, with secrets hidden.

use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use protocol::Limits;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::db::Place;
use crate::entropy::Entropy;
use crate::tls::Tls;

/// What the server is told before it starts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where it listens. Port 0 means any free one.
    pub listen: SocketAddr,
    /// Where it keeps its SQLite file.
    pub data_dir: PathBuf,
    /// `postgres://…` or `sqlite:PATH`. Without it: `afterglow.sqlite3` in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<DatabaseUrl>,
    /// Connections to the database. Without it: as many readers of an SQLite file as there are cores (2 to 8), beside its one
    /// writer; or four times as many writers of a PostgreSQL server (8 to 24), which commit together, and a quarter as many
    /// readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<usize>,
    /// The address under which people reach it. Without it: `http://localhost:<port>`, or `https://` with TLS of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// TLS of the server's own. Without it, a proxy in front has it: nothing but this machine should reach the server then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// Where counts and times are told (`GET /metrics`, Prometheus' format); nowhere without it. Not for the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<SocketAddr>,
    /// Who may make an account. Therapists and owners need a code in any case.
    pub registration: Registration,
    /// Whether the description of the API is served as a page (`/docs`), beside the document itself (`/openapi.json`).
    pub docs: bool,
    /// The apps that open this server's invitation links by themselves.
    #[serde(skip_serializing_if = "AppLinks::is_empty")]
    pub app_links: AppLinks,
    /// Proxies that are believed when they say (`X-Forwarded-For`) for whom they ask.
    pub trusted_proxies: Vec<IpAddr>,
    /// The bounds of one call.
    pub limits: Limits,
    /// How often somebody may try.
    pub rates: Rates,
    /// How long things are good.
    pub lifetimes: Lifetimes,
    /// What is logged.
    pub log: Log,
    /// Where the time comes from.
    #[serde(skip)]
    pub clock: Clock,
    /// Where random bytes come from.
    #[serde(skip)]
    pub entropy: Entropy,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8087)),
            data_dir: "./data".into(),
            database_url: None,
            connections: None,
            origin: None,
            tls: None,
            metrics: None,
            registration: Registration::default(),
            docs: false,
            app_links: AppLinks::default(),
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            rates: Rates::default(),
            lifetimes: Lifetimes::default(),
            log: Log::default(),
            clock: Clock::default(),
            entropy: Entropy::default(),
        }
    }
}

/// Who may make a client's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// Whoever has an open invitation, one account with each; and anybody in the thirty days after a restoration, which may
    /// have lost accounts.
    #[default]
    Invited,
    /// Anybody.
    Open,
    /// Nobody.
    Closed,
}

/// What `/.well-known` says of the apps, so that a link opens the app and no other program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AppLinks {
    /// Android's, for `assetlinks.json`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub android: Vec<AndroidApp>,
    /// Apple's, for `apple-app-site-association`: team and bundle, `ABCDE12345.org.example.journal`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apple: Vec<String>,
}

impl AppLinks {
    /// Whether no app is named.
    pub fn is_empty(&self) -> bool {
        self.android.is_empty() && self.apple.is_empty()
    }
}

/// An app for Android.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AndroidApp {
    /// Its package name.
    pub package: String,
    /// SHA-256 of the certificates that sign it, as `keytool` prints them.
    pub certificates: Vec<String>,
}

/// A database's address, which may hold a password: it is never printed whole.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// From its text.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// Without the password, for people to read.
    pub fn shown(&self) -> String {
        match self.0.strip_prefix("sqlite:") {
            Some(_) => self.0.clone(),
            None => crate::db::url::shown(&self.0),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown())
    }
}

/// How often somebody may try, in a minute; by address (an office or a clinic may share one) and by account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Sign-ins from one address.
    pub sign_in_by_address: u32,
    /// Sign-ins to one account.
    pub sign_in_by_account: u32,
    /// Registrations from one address.
    pub registration_by_address: u32,
    /// Recoveries from one address.
    pub recovery_by_address: u32,
    /// Recoveries of one account.
    pub recovery_by_account: u32,
    /// Invitations looked at or accepted from one address.
    pub invitation_by_address: u32,
    /// Invitations made by one therapist.
    pub invitation_by_account: u32,
    /// Codes of one account's second factor.
    pub second_factor_by_account: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sign_in_by_address: 60,
            sign_in_by_account: 10,
            registration_by_address: 20,
            recovery_by_address: 10,
            recovery_by_account: 5,
            invitation_by_address: 30,
            invitation_by_account: 30,
            second_factor_by_account: 5,
        }
    }
}

impl Rates {
    /// As good as none, for tests, demonstrations and measurements.
    pub fn unlimited() -> Self {
        let many = 1_000_000;
        Self {
            sign_in_by_address: many,
            sign_in_by_account: many,
            registration_by_address: many,
            recovery_by_address: many,
            recovery_by_account: many,
            invitation_by_address: many,
            invitation_by_account: many,
            second_factor_by_account: many,
        }
    }
}

/// How long things are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// An access token.
    pub access_token_seconds: u32,
    /// A device that does not come back.
    pub refresh_token_days: u32,
    /// A key that signs access tokens, before the next one does.
    pub signing_key_days: u32,
    /// A deleted record's trace; a device that was away for longer begins again from zero.
    pub tombstone_days: u32,
    /// How long the operator keeps backups (`afterglow backup`): told to whoever deletes an account.
    pub backup_days: u32,
    /// A request's body, from its first byte to its last.
    pub request_seconds: u32,
    /// Requests in flight when the server is told to stop.
    pub shutdown_seconds: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            access_token_seconds: 600,
            refresh_token_days: 30,
            signing_key_days: 30,
            tombstone_days: 180,
            backup_days: 35,
            request_seconds: 60,
            shutdown_seconds: 10,
        }
    }
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// What: `info`, `server=debug`, …
    pub filter: String,
    /// How.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".into(), format: LogFormat::Text }
    }
}

/// Lines for people, or objects for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Lines.
    Text,
    /// One JSON object a line.
    Json,
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Variables of the house's other programs: the terminal phone, the demo, the build and the tests.
const OF_OTHERS: [&str; 10] = [
    "config",
    "target_dir",
    "test_postgres",
    "server",
    "home",
    "device",
    "pin",
    "password",
    "passphrase",
    "recovery_code",
];

impl Config {
    /// Defaults, then the file, then the environment, then what the command line says.
    pub fn load(file: Option<&Path>, flags: impl Serialize) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            let told = Figment::from(Toml::file_exact(file));
            if told.contains("database_url") && open_to_all(file) {
                return Err(ConfigError::Open(file.to_owned()));
            }
            figment = figment.merge(told);
        }
        let environment = Env::prefixed("AFTERGLOW_").split("__").ignore(&OF_OTHERS);
        let config: Self = figment.merge(environment).merge(Serialized::defaults(flags)).extract().map_err(Box::new)?;
        config.checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let rates = self.rates;
        let never = [
            rates.sign_in_by_address,
            rates.sign_in_by_account,
            rates.registration_by_address,
            rates.recovery_by_address,
            rates.recovery_by_account,
            rates.invitation_by_address,
            rates.invitation_by_account,
            rates.second_factor_by_account,
        ]
        .contains(&0);
        let origin = self.origin.as_deref().unwrap_or("http://localhost");
        let known = |url: &DatabaseUrl| {
            ["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| url.0.starts_with(scheme))
        };
        match () {
            () if !self.database_url.as_ref().is_none_or(known) => Err(ConfigError::Value(
                "database_url",
                "it is like postgres://user@host/name or sqlite:/var/lib/afterglow/afterglow.sqlite3",
            )),
            () if never => Err(ConfigError::Value("rates", "a rate of zero would let nobody in")),
            () if self.connections == Some(0) => Err(ConfigError::Value("connections", "at least one is needed")),
            () if !(origin.starts_with("http://") || origin.starts_with("https://")) || origin.ends_with('/') => {
                Err(ConfigError::Value("origin", "it is like https://journal.example.org, without a slash at the end"))
            }
            () => Ok(self),
        }
    }

    /// Where the data lies.
    pub fn place(&self) -> Place {
        match self.database_url.as_ref().map(|url| url.0.as_str()) {
            None => Place::Sqlite(self.data_dir.join("afterglow.sqlite3")),
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => Place::Sqlite(path.strip_prefix("//").unwrap_or(path).into()),
                None => Place::Postgres(url.to_owned()),
            },
        }
    }

    /// Connections to open.
    pub fn connections(&self) -> usize {
        // Measured: more than these keep memory, and serve nobody faster.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.connections.unwrap_or(match self.place() {
            Place::Sqlite(_) => cores.clamp(2, 8),
            Place::Postgres(_) => (4 * cores).clamp(8, 24),
        })
    }

    /// How long a refresh token is good, in milliseconds.
    pub fn refresh_ms(&self) -> i64 {
        i64::from(self.lifetimes.refresh_token_days) * DAY
    }

    /// How long a signing key signs, in milliseconds.
    pub fn key_turn_ms(&self) -> i64 {
        i64::from(self.lifetimes.signing_key_days) * DAY
    }

    /// How long an unfinished attachment is kept after its last part, in milliseconds.
    pub fn upload_ms(&self) -> i64 {
        i64::from(self.limits.upload_days) * DAY
    }

    /// How long backups remember what was deleted, in milliseconds.
    pub fn backup_ms(&self) -> i64 {
        i64::from(self.lifetimes.backup_days) * DAY
    }

    /// How long a deletion is remembered, in milliseconds.
    pub fn tombstone_ms(&self) -> i64 {
        i64::from(self.lifetimes.tombstone_days) * DAY
    }
}

/// Why a configuration is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("the configuration cannot be read: {0}")]
    Read(#[from] Box<figment::Error>),
    /// It may hold a password, and is not kept from others.
    #[error("{} names a database and everybody on this machine may read it: take that away (chmod o= …)", .0.display())]
    Open(PathBuf),
    /// A value cannot be.
    #[error("{0}: {1}")]
    Value(&'static str, &'static str),
}

/// Whether others than a file's owner and group may do anything with it. What cannot be looked at is told by who reads it.
pub(crate) fn open_to_all(file: &Path) -> bool {
    file.metadata().is_ok_and(|about| about.permissions().mode() & 0o007 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_names_a_database_is_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("afterglow.toml");
        let load = |text: &str, mode| {
            std::fs::write(&file, text).unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            Config::load(Some(&file), Config::default())
        };
        let secret = "database_url = \"postgres://care:s3cret@db.example/afterglow\"";
        let refused = load(secret, 0o644).unwrap_err();
        assert!(matches!(&refused, ConfigError::Open(open) if *open == file), "{refused}");
        assert!(!refused.to_string().contains("s3cret"));
        load(secret, 0o640).unwrap();
        load("[log]\nformat = \"json\"", 0o644).unwrap();
    }

    #[test]
    fn a_database_password_is_never_shown() {
        let url = DatabaseUrl::new("postgres://care:s3cret@db.example:5432/afterglow?sslpassword=s3cret");
        assert_eq!(url.shown(), "postgres://care:(hidden)@db.example:5432/afterglow");
        let config = Config { database_url: Some(url), ..Config::default() };
        assert!(!format!("{config:?}").contains("s3cret"));
        assert!(!serde_json::to_string(&config).unwrap().contains("s3cret"));
    }
}
