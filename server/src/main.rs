//! The command line: `afterglow serve | migrate | bootstrap | backup | restore | forget-second-factor | config | openapi |
//! portal-list | verify-portal`.

use std::io::{IsTerminal as _, Write};
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use server::backup::Occupied;
use server::config::LogFormat;
use server::db::Place;
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
        /// Moves the database that is there aside first, all its files (or tables) together, and says where.
        #[arg(long)]
        replace: bool,
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
            let done = opened(&config)?.done;
            match done.is_empty() {
                true => writeln!(out, "The database is up to date.")?,
                false => writeln!(out, "Applied: {}", done.join(", "))?,
            }
        }
        Command::Bootstrap { json } => {
            let place = opened(&config)?.place;
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
            say(&format!("from {}", config.place().shown()))?;
            let made = server::backup::make(&config.place(), &file)?;
            writeln!(out, "{} accounts and {} records, {} bytes.", made.accounts, made.records, made.bytes)?;
        }
        Command::Restore { file, replace } => {
            let place = config.place();
            say(&format!("into {}", place.shown()))?;
            let occupied = if replace { Occupied::MoveAside } else { Occupied::Refuse };
            let done = server::backup::restore(&file, &place, &Clock::System, occupied)?;
            if let Some(aside) = done.aside {
                writeln!(out, "What was there before is now {aside}.")?;
            }
            writeln!(
                out,
                "{} accounts and {} records. What came after the backup, the phones bring again by themselves.",
                done.contents.accounts, done.contents.records
            )?;
            say_who_may_serve(&place)?;
        }
        Command::ForgetSecondFactor { handle } => {
            let place = opened(&config)?.place;
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

/// A database that is up to date, and what was done for that.
struct Opened {
    place: Place,
    done: Vec<String>,
}

/// Brings the configured database up to date, and says which it is: what is printed on standard output is for pipes.
fn opened(config: &Config) -> Result<Opened, Failure> {
    let place = config.place();
    let new = matches!(&place, Place::Sqlite(path) if !path.exists());
    say(&format!("{}{}", place.shown(), if new { " (new)" } else { "" }))?;
    let done = place.migrate()?;
    if new {
        say_who_may_serve(&place)?;
    }
    Ok(Opened { place, done })
}

/// Nobody but root can read what root made in a folder of its own.
fn say_who_may_serve(place: &Place) -> Result<(), Failure> {
    if let Place::Sqlite(path) = place
        && path.metadata()?.uid() == 0
    {
        say("its files belong to root: chown the folder with all in it to the user who runs `afterglow serve`")?;
    }
    Ok(())
}

fn say(what: &str) -> std::io::Result<()> {
    writeln!(std::io::stderr(), "afterglow: {what}")
}

async fn serve(config: Config) -> Result<(), Failure> {
    tracing::info!(database = config.place().shown(), "opening");
    let server = server::start(config).await?;
    let metrics = server.metrics_address().map(tracing::field::display);
    tracing::info!(address = %server.address(), origin = server.origin(), metrics, "serving");
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
