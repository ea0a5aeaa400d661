//! Speed of a phone with journals of several lengths, compared with plain SQLCipher doing the same I/O in the same run.
//!
//! `make bench-core` (`SIZES=1000,10000,100000`). Figures are medians unless stated otherwise; a separate process
//! reports its resident memory.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that fails, fails")]

mod floor;
mod made;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use journal::record::Moment;
use mobile_core::clock::Clock;
use mobile_core::secrets::FileSecretStore;
use mobile_core::view::SearchForm;
use mobile_core::{ImportForm, Phone, Setup, Silent, Writing};
use server::Config;
use server::config::{Rates, Registration};

const PASSWORD: &str = "a long walk home";
/// Queries, typed character by character.
const TYPED: [&str; 8] =
    ["river", "kitchen", "grandmother's", "calm light", "雨の", "nothing like it", "rivre", "walk home"];
const PAGE: u32 = 30;

/// Repeated measurements of one operation.
struct Times(Vec<Duration>);

impl Times {
    fn of(times: usize, mut work: impl FnMut(usize)) -> Self {
        Self::from((0..times).map(|n| {
            let begun = Instant::now();
            work(n);
            begun.elapsed()
        }))
    }

    fn from(all: impl Iterator<Item = Duration>) -> Self {
        let mut all: Vec<Duration> = all.collect();
        all.sort();
        Self(all)
    }

    fn at(&self, part: f64) -> f64 {
        let place = ((self.0.len() - 1) as f64 * part).round() as usize;
        self.0[place].as_secs_f64() * 1_000.0
    }
}

/// A clock that is set to the end of the journals.
struct Still;

impl Clock for Still {
    fn now(&self) -> Moment {
        Moment { unix_ms: made::END_MS, offset_s: 0, zone: "UTC".into() }
    }
}

fn open(home: &Path) -> Phone {
    let mut setup = Setup::new(home, "Bench phone", Arc::new(FileSecretStore::new(home.join("keys")))).unwrap();
    setup.clock = Arc::new(Still);
    Phone::open(setup).unwrap()
}

fn main() {
    // A separate process opens a journal, shows a page, searches, and reports its resident memory.
    if let Ok(home) = std::env::var("BENCH_RESIDENT") {
        let phone = open(Path::new(&home));
        phone.pages().today().unwrap();
        phone.pages().list(&[], None, PAGE).unwrap();
        phone.pages().find(&SearchForm { words: "riv".into(), ..SearchForm::default() }).unwrap();
        println!("{}", resident_mib());
        return;
    }
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let sizes = std::env::var("BENCH_ENTRIES").unwrap_or_else(|_| "1000,10000".into());
    let sizes: Vec<u32> = sizes.split(',').map(|size| size.trim().parse().unwrap()).collect();
    println!("A phone, in ms (floor: plain SQLCipher doing the same I/O in the same run)\n");
    println!("| | {} |", sizes.iter().map(|n| format!("{n} entries")).collect::<Vec<_>>().join(" | "));
    println!("| --- |{}", " --- |".repeat(sizes.len()));
    let columns: Vec<Vec<(&str, String)>> = sizes.iter().map(|n| measure(*n)).collect();
    for row in 0..columns[0].len() {
        let cells: Vec<&str> = columns.iter().map(|column| column[row].1.as_str()).collect();
        println!("| {} | {} |", columns[0][row].0, cells.join(" | "));
    }
    println!("\n{}", initial_sync(10_000));
}

/// Worst-case latency of the first search after opening, with fast typing and a typo.
fn first_slip(phone: &Phone) -> Duration {
    let sign = Duration::from_millis(200);
    let mut longest = Duration::ZERO;
    for typed in ["r", "ri", "riv", "rivr", "rivre"] {
        let begun = Instant::now();
        drop(phone.pages().find(&form(typed)).unwrap());
        longest = longest.max(begun.elapsed());
        std::thread::sleep(sign.saturating_sub(begun.elapsed()));
    }
    longest
}

fn measure(entries: u32) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("phone");
    let document = folder.path().join("journal.json");
    made::document(&document, entries);
    let phone = open(&home);
    let import = Times::of(1, |_| {
        let report = phone.transfer().import(&document, &ImportForm::default(), &Silent).unwrap();
        assert_eq!(report.added, entries);
    });
    let export = Times::of(1, |_| {
        phone.transfer().export_archive(&folder.path().join("out.zip"), None, &Silent).unwrap();
    });
    drop(phone);
    let opened = Times::of(11, |_| {
        let phone = open(&home);
        phone.pages().today().unwrap();
    });
    let key = std::fs::read(home.join("keys/journal-key.secret")).unwrap();
    let floor = floor::Floor::new(&home.join("journal.sqlite3"), &key);
    let floor_open = Times::of(11, |_| floor.open_and_page());

    let phone = open(&home);
    let save = Times::of(60, |n| {
        phone.entries().write(&Writing::text(made::text(n as u32))).unwrap();
    });
    let middle = phone.pages().list(&[], None, 200).unwrap().pop().unwrap().id.parse().unwrap();
    let page = Times::of(60, |_| assert_eq!(phone.pages().list(&[], Some(middle), PAGE).unwrap().len(), PAGE as usize));
    let trends = Times::of(5, |_| drop(phone.pages().look_back(365).unwrap()));
    let queries: Vec<String> = TYPED
        .iter()
        .flat_map(|words| words.char_indices().map(|(at, sign)| words[..at + sign.len_utf8()].into()))
        .collect();
    let search =
        Times::of(queries.len() * 3, |n| drop(phone.pages().find(&form(&queries[n % queries.len()])).unwrap()));
    let floor_save = Times::of(60, |n| floor.save(&made::text(n as u32)));
    let floor_search = Times::of(queries.len(), |n| floor.search(&queries[n]));
    let floor_page = Times::of(60, |_| floor.page());
    drop(phone);
    let first_slip = Times::from((0..3).map(|_| first_slip(&open(&home))));
    let resident =
        std::process::Command::new(std::env::current_exe().unwrap()).env("BENCH_RESIDENT", &home).output().unwrap();
    let resident = String::from_utf8(resident.stdout).unwrap();
    let file = std::fs::metadata(home.join("journal.sqlite3")).unwrap().len() >> 20;
    vec![
        ("open to Today", format!("{:.1} (floor {:.1})", opened.at(0.5), floor_open.at(0.5))),
        ("save an entry, durable", format!("{:.2} (floor {:.2})", save.at(0.5), floor_save.at(0.5))),
        ("save, p99", format!("{:.2} (floor {:.2})", save.at(0.99), floor_save.at(0.99))),
        ("search as you type, p50", format!("{:.2} (floor {:.2})", search.at(0.5), floor_search.at(0.5))),
        ("search as you type, p99", format!("{:.2} (floor {:.2})", search.at(0.99), floor_search.at(0.99))),
        ("the first slip", format!("{:.1}", first_slip.at(0.5))),
        ("a page of the timeline", format!("{:.2} (floor {:.2})", page.at(0.5), floor_page.at(0.5))),
        ("trends over a year", format!("{:.1}", trends.at(0.5))),
        ("full export", format!("{:.0}", export.at(0.5))),
        ("full import", format!("{:.0}", import.at(0.5))),
        ("resident, MiB", resident.trim().into()),
        ("file, MiB", file.to_string()),
    ]
}

fn form(words: &str) -> SearchForm {
    SearchForm { words: words.into(), ..SearchForm::default() }
}

/// A new phone pulls a journal from the real server.
fn initial_sync(entries: u32) -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data_dir: folder.path().join("server"),
            rates: Rates::unlimited(),
            registration: Registration::Open,
            ..Config::default()
        };
        let running = server::start(config).await.unwrap();
        let url = format!("http://{}", running.address());
        let document = folder.path().join("journal.json");
        made::document(&document, entries);
        let first = open(&folder.path().join("first"));
        first.account().register(&url, "wren", PASSWORD).await.unwrap();
        first.transfer().import(&document, &ImportForm::default(), &Silent).unwrap();
        let begun = Instant::now();
        assert!(first.sync().run().await.unwrap().in_sync);
        let up = begun.elapsed();
        let other = open(&folder.path().join("other"));
        other.account().sign_in(&url, "wren", PASSWORD).await.unwrap();
        let begun = Instant::now();
        assert!(other.sync().run().await.unwrap().in_sync);
        let down = begun.elapsed();
        let floor = floor::rows(&folder.path().join("floor.sqlite3"), entries);
        running.stop().await;
        format!(
            "Initial sync of {entries} records from the real server: {:.2} s (floor, rows in the same batches: {:.2} s); bringing them there {:.2} s",
            down.as_secs_f64(),
            floor.as_secs_f64(),
            up.as_secs_f64()
        )
    })
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
