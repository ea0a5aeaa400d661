//! Runs the server as a child process.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::process::{Child, Command};

/// Errors of starting or calling the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program could not be started.
    #[error("{0} cannot be started: {1}")]
    Start(String, std::io::Error),
    /// The program exited before it was ready.
    #[error("the server exited before it was ready{0}")]
    Ended(String),
    /// A subcommand of the program failed.
    #[error("{0}")]
    Command(String),
    /// The server does not respond.
    #[error("the server does not respond: {0}")]
    Network(#[from] reqwest::Error),
}

const RATE: &str = "100000";

/// How and where to run the server.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The path of the server's program.
    pub program: PathBuf,
    /// The server's data directory.
    pub data_dir: PathBuf,
    /// The port on localhost.
    pub port: u16,
}

impl ServerConfig {
    /// The server's address for browsers and phones.
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
            // For trying it out: phones may register without an invitation.
            .env("AFTERGLOW_REGISTRATION", "open")
            // The whole practice registers from one IP address.
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
        // We stop the server ourselves, after our last output. Its own process group keeps the terminal's Ctrl-C away.
        command.stdout(file).stderr(errors).kill_on_drop(true).process_group(0);
        let mut child = command.spawn().map_err(failed)?;
        let client = client()?;
        loop {
            if child.try_wait().map_err(failed)?.is_some() {
                return Err(Error::Ended(log_tail(&log)));
            }
            let answer = client.get(format!("{}/health/ready", self.origin())).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(child);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The path of the server's log.
    pub fn log(&self) -> PathBuf {
        self.data_dir.join("server.log")
    }

    /// Runs `bootstrap`: returns the one-time code for a new practice's first member.
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

/// Stops a child process and waits for it. Running requests are completed.
pub async fn stop(mut child: Child) {
    if let Some(id) = child.id() {
        let _ = Command::new("kill").arg(id.to_string()).status().await;
    }
    let _ = tokio::time::timeout(Duration::from_secs(10), child.wait()).await;
}

/// An HTTP client with a timeout.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    // Fails only if a crypto provider is already installed, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(Duration::from_secs(30)).build()
}

fn log_tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(5).collect();
    lines.into_iter().rev().fold(String::from(":"), |all, line| all + "\n  " + line)
}
