//! The real program in its own process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use protocol::Problem;

use crate::world::Door;

/// A server process.
pub struct Process {
    pub child: Child,
    pub door: Door,
    /// The address of its metrics, if they are on.
    pub metrics: Option<String>,
    log: Option<JoinHandle<String>>,
}

/// The program with the data folder as an argument.
pub fn afterglow(data_dir: &Path, database_url: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_afterglow"));
    command.env("AFTERGLOW_DATA_DIR", data_dir).env("AFTERGLOW_REGISTRATION", "open");
    if let Some(url) = database_url {
        command.env("AFTERGLOW_DATABASE_URL", url);
    }
    command
}

impl Process {
    pub fn start(data_dir: &Path, database_url: Option<&str>) -> Self {
        Self::start_with(data_dir, database_url, &[])
    }

    pub fn start_with(data_dir: &Path, database_url: Option<&str>, environment: &[(&str, &str)]) -> Self {
        let mut command = afterglow(data_dir, database_url);
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--origin", "http://localhost"])
            .envs([("AFTERGLOW_LOG__FORMAT", "json"), ("AFTERGLOW_LOG__FILTER", "server=trace,afterglow=trace,info")])
            // Tests make more requests than people.
            .envs(["ADDRESS", "ACCOUNT"].map(|by| (format!("AFTERGLOW_RATES__SIGN_IN_BY_{by}"), "1000000")))
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let serving = lines.by_ref().map(Result::unwrap).find_map(|line| {
            let entry: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
            entry["fields"]["address"].is_string().then(|| entry["fields"].clone())
        });
        let serving = serving.expect("a server that starts says where");
        let (address, metrics) = (serving["address"].as_str().unwrap(), serving["metrics"].as_str());
        let metrics = metrics.map(str::to_owned);
        // Keep reading, so that the program is never blocked by a full pipe.
        let log = std::thread::spawn(move || lines.map(|line| line.unwrap() + "\n").collect());
        Self { child, door: Door::new(format!("http://{address}")), metrics, log: Some(log) }
    }

    pub fn kill(self) {
        drop(self);
    }

    /// Stops it with SIGTERM; returns its log.
    pub fn stop(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.log()
    }

    /// Its log, once it has ended.
    pub fn log(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }

    /// The outage that its readiness check names; `None` if it is ready. Responds within two seconds in any state.
    pub async fn not_ready(&self) -> Option<Problem> {
        let began = Instant::now();
        let answer = self.door.http.get(self.door.url("/health/ready")).send().await.unwrap();
        assert!(began.elapsed() < Duration::from_secs(2), "readiness took {:?}", began.elapsed());
        if answer.status().is_success() { None } else { Some(answer.json().await.unwrap()) }
    }
}

impl Process {
    /// A metric, by its line up to the value.
    pub async fn count(&self, line: &str) -> f64 {
        let told =
            self.door.http.get(format!("http://{}/metrics", self.metrics.as_ref().unwrap())).send().await.unwrap();
        let text = told.text().await.unwrap();
        let found = text.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("{line}: {text}")).parse().unwrap()
    }
}

impl Drop for Process {
    /// Kills it, also when a test fails.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Polls until there is a result or the time is over.
pub async fn until<T>(patience: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(began.elapsed() < patience, "not within {patience:?}");
        tokio::task::yield_now().await;
    }
}
