//! PostgreSQL clusters that a test may stop, kill, freeze and replace.

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The variable that says that tests may use PostgreSQL, with the URL of a cluster that all of them share.
pub const POSTGRES: &str = "AFTERGLOW_TEST_POSTGRES";

/// A PostgreSQL cluster of a test's own, which ends with it.
pub struct Cluster {
    /// Its URL, with the password.
    pub url: String,
}

impl Cluster {
    /// A new one, durable as in earnest; nothing where tests are to do without PostgreSQL.
    pub fn start() -> Option<Self> {
        std::env::var_os(POSTGRES)?;
        Some(Self { url: script(&["start", "--durable"]) })
    }

    /// Another one that follows this one.
    pub fn standby(&self) -> Self {
        Self { url: script(&["standby", &self.url]) }
    }

    /// Another one that follows this one, and has every change before it counts as committed here.
    pub fn standby_with_every_commit(&self) -> Self {
        let standby = self.standby();
        script(&["await-standby", &self.url]);
        standby
    }

    /// Ends it (`fast`, `immediate`), kills it (`kill`) or holds it still (`freeze`).
    pub fn halt(&self, how: &str) {
        script(&["halt", &self.url, how]);
    }

    /// Lets it serve again.
    pub fn resume(&self) {
        script(&["resume", &self.url]);
    }

    /// Lets a standby take writes.
    pub fn promote(&self) {
        script(&["promote", &self.url]);
    }

    /// Where it listens.
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
    // PostgreSQL's processes would keep a pipe for errors open; what they say goes where the test's does.
    let done = Command::new(script).args(args).stderr(Stdio::inherit()).output().unwrap();
    assert!(done.status.success(), "{args:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}
