//! Runs the terminal phone.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::world::World;

/// A folder with a phone in it.
pub struct Terminal {
    pub home: TempDir,
    server: String,
}

/// The output of a command, and its exit code.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    pub fn refused(&self) -> (i32, String) {
        let error: Value = serde_json::from_str(&self.err).unwrap();
        assert!(error["error"]["sentence"].as_str().unwrap().len() > 10);
        (self.code, error["error"]["code"].as_str().unwrap().to_owned())
    }
}

impl Terminal {
    pub fn new(world: &World) -> Self {
        Self { home: tempfile::tempdir().unwrap(), server: world.url() }
    }

    /// Runs a command without blocking the server, which lives in the same process.
    pub async fn run(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command(arguments);
        let input = input.to_owned();
        let ended = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
            child.wait_with_output().unwrap()
        });
        let output = ended.await.unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command and kills it after some time; returns the output if it ended before.
    pub async fn run_for(&self, time: Duration, arguments: &[&str]) -> Option<String> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null());
        let ended = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            std::thread::sleep(time);
            let _ = child.kill();
            child.wait_with_output().unwrap()
        });
        let output = ended.await.unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(executable());
        command.arg("--json").arg("--home").arg(self.home.path()).args(arguments);
        command.env_clear().env("AFTERGLOW_SERVER", &self.server);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub async fn json(&self, arguments: &[&str]) -> Value {
        self.run(arguments, "").await.json()
    }
}

/// The example, which `cargo test` builds beside the tests.
pub fn executable() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let path = tests.parent().and_then(Path::parent).unwrap().join("examples/phone");
    assert!(path.exists(), "cargo build -p mobile-core --example phone");
    path
}
