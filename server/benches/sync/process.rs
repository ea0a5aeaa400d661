//! The real program in its own process, with its own database.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use server::Entropy;
use tempfile::TempDir;

use crate::load;

/// The data folder, removed at the end.
pub enum Target {
    Sqlite(TempDir),
    Postgres { admin: String, url: String, name: String },
}

impl Target {
    pub fn sqlite() -> Self {
        // In the build folder, because the temporary folder may be in memory.
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Self::Sqlite(tempfile::tempdir_in(folder).expect("a folder"))
    }

    pub fn postgres() -> Option<Self> {
        let admin = std::env::var("AFTERGLOW_TEST_POSTGRES").ok()?;
        let name = format!("afterglow_bench_{}", u64::from_le_bytes(Entropy::System.bytes()));
        let mut conn = PgConnection::establish(&admin).expect("the PostgreSQL server answers");
        conn.batch_execute(&format!("CREATE DATABASE {name}")).expect("databases may be made");
        let (place, options) = admin.split_at(admin.find('?').unwrap_or(admin.len()));
        let slash = place.rfind('/').filter(|at| *at >= "postgres://".len()).unwrap_or(place.len());
        let url = format!("{}/{name}{options}", &place[..slash]);
        Some(Self::Postgres { admin, url, name })
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Self::Postgres { admin, name, .. } = self {
            let mut conn = PgConnection::establish(admin).expect("the PostgreSQL server answers");
            conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).expect("the database goes");
        }
    }
}

pub struct Process {
    child: Child,
    address: String,
    started_in: Duration,
}

impl Process {
    /// Starts the server twice: the first start creates the tables.
    pub async fn start(target: &Target) -> Self {
        drop(Self::once(target).await);
        Self::once(target).await
    }

    async fn once(target: &Target) -> Self {
        let began = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterglow"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--origin", "http://localhost"]);
        command.env("AFTERGLOW_REGISTRATION", "open");
        command.env("AFTERGLOW_RATES__REGISTRATION_BY_ADDRESS", "1000000");
        command.env("AFTERGLOW_LOG__FORMAT", "json").env("AFTERGLOW_LOG__FILTER", "afterglow=info,warn");
        match target {
            Target::Sqlite(folder) => command.arg("--data-dir").arg(folder.path()),
            Target::Postgres { url, .. } => command.env("AFTERGLOW_DATABASE_URL", url),
        };
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let mut log = Vec::new();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let entry = serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default();
            log.push(line);
            entry["fields"]["address"].as_str().map(str::to_owned)
        });
        let address = address.unwrap_or_else(|| panic!("the server did not start:\n{}", log.join("\n")));
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        load::ready(&address).await;
        Self { child, address, started_in: began.elapsed() }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn started_in(&self) -> Duration {
        self.started_in
    }

    /// CPU time of the process, independent of other load.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        // Fields 14 and 15 of proc(5), in hundredths of a second.
        let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// Resident memory of the process.
    pub fn memory_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(f64::NAN) / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if told.is_ok_and(|status| status.success()) {
            let _ = self.child.wait();
        }
    }
}
