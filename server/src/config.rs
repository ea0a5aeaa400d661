//! The configuration. Sources, each overriding the one before: defaults (for one practice on one machine), a TOML
//! file, the environment (`AFTERGLOW_…`), the command line.

mod rates;

use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use protocol::Limits;
pub use rates::Rates;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::db::DbUrl;
use crate::entropy::Entropy;

/// All settings. `afterglow config` prints them, with secrets hidden.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The address to listen on. Port 0 picks a free port.
    pub listen: SocketAddr,
    /// The folder of the SQLite file.
    pub data_dir: PathBuf,
    /// `postgres://…` or `sqlite:PATH`. Default: `afterglow.sqlite3` in `data_dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<DatabaseUrl>,
    /// Database connections. Default with SQLite: one reader per core (2 to 8) and one writer. Default with
    /// PostgreSQL: four writers per core (8 to 24), and a quarter as many readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<usize>,
    /// The public address. Default: `http://localhost:<port>`, or `https://…` with `tls`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The server's own TLS. Without it a proxy has to provide TLS, and only this machine should be able to reach the
    /// server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// The address that serves `GET /metrics` (Prometheus). Default: off. It should not be public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<SocketAddr>,
    /// Who may register. Therapists and owners always need an enrolment code.
    pub registration: Registration,
    /// Whether to serve the API description as a web page (`/docs`). `/openapi.json` is always served.
    pub docs: bool,
    /// The apps that may open this server's invitation links.
    #[serde(skip_serializing_if = "AppLinks::is_empty")]
    pub app_links: AppLinks,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpAddr>,
    /// Size limits of requests and accounts.
    pub limits: Limits,
    /// Rate limits by address and by account.
    pub rates: Rates,
    /// How long tokens, keys and traces are kept.
    pub lifetimes: Lifetimes,
    pub log: Log,
    /// The source of the time, which tests replace.
    #[serde(skip)]
    pub clock: Clock,
    /// The source of random bytes, which tests replace.
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

/// The files of the server's own TLS certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate, followed by its intermediates (PEM).
    pub certificate: PathBuf,
    /// The private key (PEM): PKCS #8, PKCS #1 or SEC1.
    pub key: PathBuf,
}

/// Who may register as a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    /// One account for each open invitation. After a restoration anybody for thirty days, because accounts may have
    /// been lost.
    #[default]
    Invited,
    /// Anybody may register, without an invitation.
    Open,
    /// Nobody may register, not even with an invitation.
    Closed,
}

/// The apps named in `/.well-known`, so that no other app can open the links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AppLinks {
    /// The Android apps in `assetlinks.json`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub android: Vec<AndroidApp>,
    /// For `apple-app-site-association`: team and bundle id, `ABCDE12345.org.example.journal`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apple: Vec<String>,
}

impl AppLinks {
    pub fn is_empty(&self) -> bool {
        self.android.is_empty() && self.apple.is_empty()
    }
}

/// An Android app that may open the links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AndroidApp {
    /// The package name, such as `org.example.journal`.
    pub package: String,
    /// SHA-256 fingerprints of the signing certificates, as `keytool` prints them.
    pub certificates: Vec<String>,
}

/// A database URL that may contain a password, which is never printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The URL without its password.
    pub fn redacted(&self) -> String {
        match self.0.strip_prefix("sqlite:") {
            Some(_) => self.0.clone(),
            None => crate::db::url::redacted(&self.0),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

/// How long tokens, keys and traces are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// Validity of an access token.
    pub access_token_seconds: u32,
    /// Validity of a refresh token.
    pub refresh_token_days: u32,
    /// Until a signing key of access tokens is rotated.
    pub signing_key_days: u32,
    /// How long a deletion is remembered. A device that was offline for longer pulls everything again.
    pub tombstone_days: u32,
    /// How long the operator keeps backups; shown to people who delete their account.
    pub backup_days: u32,
    /// The time within which a request's body must arrive.
    pub request_seconds: u32,
    /// The time that requests in flight have left at shutdown.
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// A `tracing` filter: `info`, `server=debug`, …
    pub filter: String,
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".into(), format: LogFormat::Text }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    /// One JSON object per line.
    Json,
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Variables with the same prefix that other programs of this project read: the terminal phone, the demo, the build
/// and the tests.
const OTHER_VARIABLES: [&str; 10] = [
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
    /// Loads and validates the configuration. `flags` are the settings from the command line.
    pub fn load(file: Option<&Path>, flags: impl Serialize) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            let values = Figment::from(Toml::file_exact(file));
            if values.contains("database_url") && is_world_accessible(file) {
                return Err(ConfigError::WorldReadable(file.to_owned()));
            }
            figment = figment.merge(values);
        }
        let environment = Env::prefixed("AFTERGLOW_").split("__").ignore(&OTHER_VARIABLES);
        let config: Self = figment.merge(environment).merge(Serialized::defaults(flags)).extract().map_err(Box::new)?;
        config.validate()
    }

    fn validate(self) -> Result<Self, ConfigError> {
        let origin = self.origin.as_deref().unwrap_or("http://localhost");
        let is_supported = |url: &DatabaseUrl| {
            ["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| url.0.starts_with(scheme))
        };
        match () {
            () if !self.database_url.as_ref().is_none_or(is_supported) => Err(ConfigError::Value(
                "database_url",
                "expected postgres://user@host/name or sqlite:/var/lib/afterglow/afterglow.sqlite3",
            )),
            () if self.rates.has_zero() => Err(ConfigError::Value("rates", "a rate of zero would reject all requests")),
            () if self.connections == Some(0) => Err(ConfigError::Value("connections", "at least one is required")),
            () if !(origin.starts_with("http://") || origin.starts_with("https://")) || origin.ends_with('/') => {
                Err(ConfigError::Value("origin", "expected https://journal.example.org, without a trailing slash"))
            }
            () => Ok(self),
        }
    }

    /// The configured database.
    pub fn db_url(&self) -> DbUrl {
        match self.database_url.as_ref().map(|url| url.0.as_str()) {
            None => DbUrl::Sqlite(self.data_dir.join("afterglow.sqlite3")),
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => DbUrl::Sqlite(path.strip_prefix("//").unwrap_or(path).into()),
                None => DbUrl::Postgres(url.to_owned()),
            },
        }
    }

    /// The configured or default number of connections.
    pub fn connections(&self) -> usize {
        // More connections cost memory and were not faster in benchmarks.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.connections.unwrap_or(match self.db_url() {
            DbUrl::Sqlite(_) => cores.clamp(2, 8),
            DbUrl::Postgres(_) => (4 * cores).clamp(8, 24),
        })
    }

    /// Validity of a refresh token in milliseconds.
    pub fn refresh_ms(&self) -> i64 {
        i64::from(self.lifetimes.refresh_token_days) * DAY
    }

    /// Rotation period of signing keys in milliseconds.
    pub fn signing_key_ms(&self) -> i64 {
        i64::from(self.lifetimes.signing_key_days) * DAY
    }

    /// How long an unfinished attachment is kept after its last part, in milliseconds.
    pub fn upload_ms(&self) -> i64 {
        i64::from(self.limits.upload_days) * DAY
    }

    /// How long backups contain deleted data, in milliseconds.
    pub fn backup_ms(&self) -> i64 {
        i64::from(self.lifetimes.backup_days) * DAY
    }

    /// How long a deletion is remembered, in milliseconds.
    pub fn tombstone_ms(&self) -> i64 {
        i64::from(self.lifetimes.tombstone_days) * DAY
    }
}

/// Why a configuration is rejected.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration cannot be read: {0}")]
    Read(#[from] Box<figment::Error>),
    /// The file may contain a password, and is world-readable.
    #[error("{} contains the database URL and is world-readable: restrict it with chmod o=", .0.display())]
    WorldReadable(PathBuf),
    #[error("{0}: {1}")]
    Value(&'static str, &'static str),
}

/// Whether others than the file's owner and group have any permission. False if the file cannot be examined: opening it
/// will report the error.
pub(crate) fn is_world_accessible(file: &Path) -> bool {
    file.metadata().is_ok_and(|about| about.permissions().mode() & 0o007 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_readable_file_with_a_database_url_is_rejected() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("afterglow.toml");
        let load = |text: &str, mode| {
            std::fs::write(&file, text).unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            Config::load(Some(&file), Config::default())
        };
        let secret = "database_url = \"postgres://care:s3cret@db.example/afterglow\"";
        let refused = load(secret, 0o644).unwrap_err();
        assert!(matches!(&refused, ConfigError::WorldReadable(open) if *open == file), "{refused}");
        assert!(!refused.to_string().contains("s3cret"));
        load(secret, 0o640).unwrap();
        load("[log]\nformat = \"json\"", 0o644).unwrap();
    }

    #[test]
    fn a_database_password_is_never_shown() {
        let url = DatabaseUrl::new("postgres://care:s3cret@db.example:5432/afterglow?sslpassword=s3cret");
        assert_eq!(url.redacted(), "postgres://care:(hidden)@db.example:5432/afterglow");
        let config = Config { database_url: Some(url), ..Config::default() };
        assert!(!format!("{config:?}").contains("s3cret"));
        assert!(!serde_json::to_string(&config).unwrap().contains("s3cret"));
    }
}
