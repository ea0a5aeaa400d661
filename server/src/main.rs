//! The command line: `afterglow serve | migrate | bootstrap | backup | restore | forget-second-factor | config | openapi |
//! portal-list | verify-portal`.

use std::io::{IsTerminal as _, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use server::config::LogFormat;
use server::{Clock, Config, Entropy};
use tracing_subscriber::EnvFilter;

// Many threads pass buffers on to each other: glibc's allocator keeps what each of them once held, and twice the memory.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Afterglow's server: keeps journals that it cannot read.
#[derive(Parser)]
#[command(version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    told: Told,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to stop.
    Serve,
    /// Brings the database up to date, and says what was done.
    Migrate,
    /// Prints a one-time code with which the first member of a new practice registers.
    Bootstrap {
        /// Prints an object for machines.
        #[arg(long)]
        json: bool,
    },
    /// Writes everything into a new file, while the server runs or not. It holds the server's secrets: keep it as safe as the
    /// database.
    Backup {
        /// The file.
        file: PathBuf,
    },
    /// Brings a backup back, into an empty place: an SQLite file or a PostgreSQL database, whichever it came from.
    Restore {
        /// The file.
        file: PathBuf,
    },
    /// Ends the second factor of somebody who has lost phone and spare codes, and whom no other owner can help.
    ForgetSecondFactor {
        /// The sign-in name.
        handle: String,
    },
    /// Prints what is in force, with secrets hidden.
    Config,
    /// Prints the description of the API.
    Openapi,
    /// Prints the list of this program's own portal: what a release publishes as `portal.sha256`.
    PortalList,
    /// Compares the portal that a server serves with a release's list.
    VerifyPortal {
        /// The server: `https://…`.
        origin: String,
        /// The release's `portal.sha256`; without it, the list of this program's own portal.
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
    },
}

/// Where settings come from. The environment is read as well: `AFTERGLOW_LISTEN`, `AFTERGLOW_LOG__FORMAT` and so on.
#[derive(Args, Serialize)]
struct Told {
    /// A configuration file (TOML).
    #[arg(long, global = true, env = "AFTERGLOW_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// Where to keep the SQLite file.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// Another database: `postgres://…` (better in the environment, if it holds a password) or `sqlite:PATH`.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// The address under which people reach the server.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "afterglow: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> Result<(), Failure> {
    let config = Config::load(line.told.config.as_deref(), &line.told)?;
    let mut out = std::io::stdout();
    match line.command {
        Command::Serve => {
            log_to_stderr(&config)?;
            actix_web::rt::System::new().block_on(serve(config))?;
        }
        Command::Migrate => {
            let done = config.place().migrate()?;
            match done.is_empty() {
                true => writeln!(out, "The database is up to date.")?,
                false => writeln!(out, "Applied: {}", done.join(", "))?,
            }
        }
        Command::Bootstrap { json } => {
            let place = config.place();
            place.migrate()?;
            let made = server::care::practice::bootstrap(&mut place.connect()?, &Clock::System, &Entropy::System)?;
            match json {
                true => {
                    let shown = serde_json::json!({ "code": made.code, "expires_at": made.expires_at });
                    writeln!(out, "{shown}")?;
                }
                false => writeln!(
                    out,
                    "{}\nRegister with this code within seven days to found a practice. It works once.",
                    made.code
                )?,
            }
        }
        Command::Backup { file } => {
            let made = server::backup::make(&config.place(), &file)?;
            writeln!(out, "{} accounts and {} records, {} bytes.", made.accounts, made.records, made.bytes)?;
        }
        Command::Restore { file } => {
            let done = server::backup::restore(&file, &config.place(), &Clock::System)?;
            writeln!(
                out,
                "{} accounts and {} records. What came after the backup, the phones bring again by themselves.",
                done.accounts, done.records
            )?;
        }
        Command::ForgetSecondFactor { handle } => {
            let place = config.place();
            place.migrate()?;
            let forget = server::accounts::second_factor::forget_by_name;
            match forget(&mut place.connect()?, &Clock::System, &handle)? {
                true => {
                    writeln!(out, "The second factor is gone. The password alone lets in until there is a new one.")?
                }
                false => writeln!(out, "Nobody of this name has a second factor.")?,
            }
        }
        Command::Config => writeln!(out, "{}", toml::to_string_pretty(&config)?)?,
        Command::PortalList => write!(out, "{}", server::portal_list::own())?,
        Command::VerifyPortal { origin, list } => {
            let list = list.map_or_else(|| Ok(server::portal_list::own()), std::fs::read_to_string)?;
            let verified = server::portal_list::verify(&origin, &list);
            let differences = actix_web::rt::System::new().block_on(verified)?;
            differences.iter().try_for_each(|difference| writeln!(out, "{difference}"))?;
            if !differences.is_empty() {
                return Err(format!("{origin} does not serve this portal").into());
            }
            writeln!(out, "{origin} serves this portal: {} files.", list.lines().count())?;
        }
        Command::Openapi => writeln!(out, "{}", server::http::routes::describe().to_pretty_json()?)?,
    }
    Ok(())
}

async fn serve(config: Config) -> Result<(), Failure> {
    let server = server::start(config).await?;
    tracing::info!(address = %server.address(), origin = server.origin(), "serving");
    told_to_stop().await?;
    tracing::info!("stopping");
    server.stop().await;
    Ok(())
}

async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
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
