//! The `afterglow` command line.

use std::io::{IsTerminal as _, Write};
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use server::backup::ExistingData;
use server::config::LogFormat;
use server::db::DbUrl;
use server::http::portal_list;
use server::{Clock, Config, Entropy};
use tracing_subscriber::EnvFilter;

// With glibc's allocator, buffers that move between many threads double the memory in use.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The Afterglow server: syncs journals that it cannot read.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    overrides: Overrides,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server until it receives SIGTERM or Ctrl-C.
    Serve,
    /// Apply pending database migrations and list them.
    Migrate,
    /// Print a one-time code that registers the first member of a new practice.
    Bootstrap {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a full backup to a new file; safe while the server is running. It contains the server's secrets: protect it
    /// like the database.
    Backup {
        /// The file to create.
        file: PathBuf,
    },
    /// Restore a backup into an empty SQLite file or PostgreSQL database. The backup may come from either.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Move an existing database out of the way first (all its files or tables), and print its new place.
        #[arg(long)]
        replace: bool,
    },
    /// Remove the second factor of a member who has lost both phone and spare codes, when no other owner can do it.
    ForgetSecondFactor {
        /// The sign-in name.
        handle: String,
    },
    /// Print the effective configuration, with secrets hidden.
    Config,
    /// Print the OpenAPI description.
    Openapi,
    /// Print the checksums of this program's own portal, as a release publishes them in `portal.sha256`.
    PortalList,
    /// Compare the portal that a server delivers with the checksums of a release.
    VerifyPortal {
        /// The server: `https://…`.
        origin: String,
        /// The release's `portal.sha256`. Default: the checksums of this program's own portal.
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
    },
}

/// Settings from the command line. They override the environment (`AFTERGLOW_LISTEN`, `AFTERGLOW_LOG__FORMAT`, …), which
/// overrides the configuration file.
#[derive(Args, Serialize)]
struct Overrides {
    /// A configuration file (TOML).
    #[arg(long, global = true, env = "AFTERGLOW_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// The address to listen on.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// The folder of the SQLite file.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// The database: `postgres://…` or `sqlite:PATH`. If it contains a password, set it in the environment instead.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// The public address of the server.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "afterglow: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::load(cli.overrides.config.as_deref(), &cli.overrides)?;
    let mut out = std::io::stdout();
    match cli.command {
        Command::Serve => {
            log_to_stderr(&config)?;
            server::block_on(serve(config))?;
        }
        Command::Migrate => {
            let (_, applied) = open_database(&config)?;
            match applied.is_empty() {
                true => writeln!(out, "The database is up to date.")?,
                false => writeln!(out, "Applied: {}", applied.join(", "))?,
            }
        }
        Command::Bootstrap { json } => bootstrap(&config, json)?,
        Command::Backup { file } => {
            print_status(&format!("from {}", config.db_url().describe()))?;
            let made = server::backup::make(&config.db_url(), &file)?;
            // The backup is complete without it: a database that accepts no writes can still be backed up.
            if let Err(error) = server::backup::record_made(&config.db_url(), &Clock::System) {
                print_status(&format!("not recorded in the audit log: {error}"))?;
            }
            writeln!(out, "{} accounts and {} records, {} bytes.", made.accounts, made.records, made.bytes)?;
        }
        Command::Restore { file, replace } => restore(&config, &file, replace)?,
        Command::ForgetSecondFactor { handle } => {
            let (url, _) = open_database(&config)?;
            let remove = server::accounts::second_factor::remove_by_handle;
            match remove(&mut url.connect()?, &Clock::System, &handle)? {
                true => {
                    writeln!(out, "Second factor removed. Sign-in needs only the password until a new one is set up.")?
                }
                false => writeln!(out, "No account with this name has a second factor.")?,
            }
        }
        Command::Config => writeln!(out, "{}", toml::to_string_pretty(&config)?)?,
        Command::PortalList => write!(out, "{}", portal_list::own())?,
        Command::VerifyPortal { origin, list } => verify_portal(&origin, list)?,
        Command::Openapi => writeln!(out, "{}", server::http::routes::describe().to_pretty_json()?)?,
    }
    Ok(())
}

fn bootstrap(config: &Config, json: bool) -> Result<(), Failure> {
    let (url, _) = open_database(config)?;
    let made = server::practice::bootstrap(&mut url.connect()?, &Clock::System, &Entropy::System)?;
    let mut out = std::io::stdout();
    match json {
        true => writeln!(out, "{}", serde_json::json!({ "code": made.code, "expires_at": made.expires_at }))?,
        false => writeln!(
            out,
            "{}\nRegister with this code within seven days to found a practice. It works once.",
            made.code
        )?,
    }
    Ok(())
}

fn restore(config: &Config, file: &std::path::Path, replace: bool) -> Result<(), Failure> {
    let url = config.db_url();
    print_status(&format!("into {}", url.describe()))?;
    let existing = if replace { ExistingData::MoveAside } else { ExistingData::Refuse };
    let done = server::backup::restore(file, &url, &Clock::System, existing)?;
    let mut out = std::io::stdout();
    if let Some(moved_to) = done.moved_to {
        writeln!(out, "The previous database is now {moved_to}.")?;
    }
    writeln!(
        out,
        "{} accounts and {} records. Phones upload what is newer than the backup at their next sync.",
        done.contents.accounts, done.contents.records
    )?;
    warn_if_owned_by_root(&url)
}

fn verify_portal(origin: &str, list: Option<PathBuf>) -> Result<(), Failure> {
    let list = list.map_or_else(|| Ok(portal_list::own()), std::fs::read_to_string)?;
    let differences = server::block_on(portal_list::verify(origin, &list))?;
    let mut out = std::io::stdout();
    differences.iter().try_for_each(|difference| writeln!(out, "{difference}"))?;
    if !differences.is_empty() {
        return Err(format!("{origin} does not serve this portal").into());
    }
    writeln!(out, "{origin} serves this portal: {} files.", list.lines().count())?;
    Ok(())
}

/// Migrates the configured database; returns the migrations that were applied. Names the database on standard error,
/// because standard output may be piped.
fn open_database(config: &Config) -> Result<(DbUrl, Vec<String>), Failure> {
    let url = config.db_url();
    let new = matches!(&url, DbUrl::Sqlite(path) if !path.exists());
    print_status(&format!("{}{}", url.describe(), if new { " (new)" } else { "" }))?;
    let applied = url.migrate()?;
    if new {
        warn_if_owned_by_root(&url)?;
    }
    Ok((url, applied))
}

/// A server that does not run as root cannot read files that root created in its own folder.
fn warn_if_owned_by_root(url: &DbUrl) -> Result<(), Failure> {
    if let DbUrl::Sqlite(path) = url
        && path.metadata()?.uid() == 0
    {
        print_status("the database files belong to root: chown their folder to the user who runs `afterglow serve`")?;
    }
    Ok(())
}

fn print_status(status: &str) -> std::io::Result<()> {
    writeln!(std::io::stderr(), "afterglow: {status}")
}

async fn serve(config: Config) -> Result<(), Failure> {
    tracing::info!(database = config.db_url().describe(), "opening");
    let server = server::start(config).await?;
    let metrics = server.metrics_address().map(tracing::field::display);
    tracing::info!(address = %server.address(), origin = server.origin(), metrics, "serving");
    wait_for_shutdown_signal().await?;
    tracing::info!("stopping");
    server.stop().await;
    Ok(())
}

async fn wait_for_shutdown_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupt = tokio::signal::ctrl_c() => interrupt,
        _ = terminate.recv() => Ok(()),
    }
}

fn log_to_stderr(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log.filter)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match config.log.format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
