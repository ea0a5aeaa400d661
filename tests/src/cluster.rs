//! PostgreSQL clusters that a test may stop, kill, freeze and replace.

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The variable that allows tests to use PostgreSQL. Its value is the URL of a cluster that all tests share.
pub const POSTGRES: &str = "AFTERGLOW_TEST_POSTGRES";

/// A PostgreSQL cluster for a single test. It is stopped when it is dropped.
pub struct Cluster {
    /// The cluster's URL, with the password.
    pub url: String,
}

impl Cluster {
    /// Starts a cluster with full durability; `None` if tests run without PostgreSQL.
    pub fn start() -> Option<Self> {
        std::env::var_os(POSTGRES)?;
        Some(Self { url: script(&["start", "--durable"]) })
    }

    /// Starts a standby that replicates this cluster.
    pub fn standby(&self) -> Self {
        Self { url: script(&["standby", &self.url]) }
    }

    /// Starts a synchronous standby: it has every change before the primary reports the commit.
    pub fn standby_with_every_commit(&self) -> Self {
        let standby = self.standby();
        script(&["await-standby", &self.url]);
        standby
    }

    /// Stops the cluster (`fast`, `immediate`), kills it (`kill`) or suspends it (`freeze`).
    pub fn halt(&self, how: &str) {
        script(&["halt", &self.url, how]);
    }

    /// Resumes a suspended cluster.
    pub fn resume(&self) {
        script(&["resume", &self.url]);
    }

    /// Promotes a standby, so that it accepts writes.
    pub fn promote(&self) {
        script(&["promote", &self.url]);
    }

    /// The `host:port` that it listens on.
    pub fn host(&self) -> &str {
        self.url.split('@').nth(1).unwrap().split('/').next().unwrap()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script(&["stop", &self.url]);
    }
}

fn script(args: &[&str]) -> String {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres.sh");
    // PostgreSQL's processes would keep an error pipe open, so their stderr is inherited from the test.
    let done = Command::new(script).args(args).stderr(Stdio::inherit()).output().unwrap();
    assert!(done.status.success(), "{args:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}
