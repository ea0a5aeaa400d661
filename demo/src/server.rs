//! The server as a child process.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::process::{Child, Command};

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program cannot be started.
    #[error("{0} cannot be started: {1}")]
    Start(String, std::io::Error),
    /// It ended before it was ready.
    #[error("the server ended before it was ready{0}")]
    Ended(String),
    /// The command failed.
    #[error("{0}")]
    Command(String),
    /// It is not there.
    #[error("the server does not answer: {0}")]
    Network(#[from] reqwest::Error),
}

const RATE: &str = "100000";

/// Where the server lives.
#[derive(Clone, Debug)]
pub struct Place {
    /// The program.
    pub program: PathBuf,
    /// Its data.
    pub data_dir: PathBuf,
    /// Its port on this machine.
    pub port: u16,
}

impl Place {
    /// Where people find it.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(&self.program);
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        command
            .arg(subcommand)
            .env("AFTERGLOW_LISTEN", listen.to_string())
            .env("AFTERGLOW_DATA_DIR", &self.data_dir)
            .env("AFTERGLOW_ORIGIN", self.origin())
            // For trying out: a phone registers without an invitation too.
            .env("AFTERGLOW_REGISTRATION", "open")
            // A whole practice registers from this one address.
            .env("AFTERGLOW_RATES__REGISTRATION_BY_ADDRESS", RATE)
            .env("AFTERGLOW_RATES__INVITATION_BY_ADDRESS", RATE)
            .env("AFTERGLOW_RATES__INVITATION_BY_ACCOUNT", RATE)
            .stdin(Stdio::null());
        command
    }

    /// Starts the server, with its log in the data directory, and waits until it is ready.
    pub async fn serve(&self) -> Result<Child, Error> {
        let failed = |error| Error::Start(self.program.display().to_string(), error);
        std::fs::create_dir_all(&self.data_dir).map_err(failed)?;
        let log = self.log();
        let file = std::fs::File::create(&log).map_err(failed)?;
        let errors = file.try_clone().map_err(failed)?;
        let mut command = self.command("serve");
        // Ended by us, after the last words, and not by the terminal's Ctrl-C.
        command.stdout(file).stderr(errors).kill_on_drop(true).process_group(0);
        let mut child = command.spawn().map_err(failed)?;
        let client = client()?;
        loop {
            if child.try_wait().map_err(failed)?.is_some() {
                return Err(Error::Ended(last_words(&log)));
            }
            let answer = client.get(format!("{}/health/ready", self.origin())).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(child);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Where the server's log is.
    pub fn log(&self) -> PathBuf {
        self.data_dir.join("server.log")
    }

    /// Asks the program for the first one-time code of a new practice.
    pub async fn bootstrap(&self) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Printed {
            code: String,
        }
        let failed = |error| Error::Start(self.program.display().to_string(), error);
        let mut command = self.command("bootstrap");
        let output = command.arg("--json").output().await.map_err(failed)?;
        let printed: Printed = serde_json::from_slice(&output.stdout)
            .map_err(|_| Error::Command(String::from_utf8_lossy(&output.stderr).trim().to_owned()))?;
        Ok(printed.code)
    }
}

/// Asks a child to end, and waits for it: what is under way is finished first.
pub async fn stop(mut child: Child) {
    if let Some(id) = child.id() {
        let _ = Command::new("kill").arg(id.to_string()).status().await;
    }
    let _ = tokio::time::timeout(Duration::from_secs(10), child.wait()).await;
}

/// An HTTP client.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    // Fails only when a provider is there already, and then there is nothing to do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(Duration::from_secs(30)).build()
}

fn last_words(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(5).collect();
    lines.into_iter().rev().fold(String::from(":"), |all, line| all + "\n  " + line)
}
