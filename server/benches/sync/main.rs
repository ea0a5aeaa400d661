//! The throughput of the server, compared with the raw limit of the same database.
//!
//! The real program in a process of its own, over HTTP, at full durability: one client pushes 10,000 records of 1 KiB, a
//! fresh device pulls them, then 64 clients push one and pull the delta for eight seconds. Beside it, in the same run,
//! the raw limit: the same bytes inserted with plain statements. On SQLite, and on PostgreSQL where
//! `AFTERGLOW_TEST_POSTGRES` names a server on which databases may be made.
//!
//! Machines differ and other load varies: only ratios within one run are meaningful.

mod load;
mod process;
mod raw;

use std::time::Duration;

use process::{Process, Target};

/// Number and size of the records in the large push.
const RECORDS: usize = 10_000;
pub(crate) const RECORD_BYTES: usize = 1024;
/// Records per call.
const BATCHES: [usize; 3] = [1, 100, 1000];
/// Rounds, alternating between raw limit and server; the median of each counts, so that other load affects both.
const ROUNDS: usize = 5;
/// Number of concurrent clients, and the duration.
const CLIENTS: usize = 64;
const STEADY: Duration = Duration::from_secs(8);

struct Row {
    name: &'static str,
    start: Duration,
    idle_mib: f64,
    push: Vec<f64>,
    raw: Vec<f64>,
    pull: f64,
    bytes_per_record: f64,
    steady: load::Steady,
    after_mib: f64,
    cpu: Cpu,
}

/// CPU time of the server in microseconds for one pushed record, one pulled record, one request. PostgreSQL's own
/// work is not included.
struct Cpu {
    push: f64,
    pull: f64,
    request: f64,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut rows = vec![runtime.block_on(measure("SQLite", Target::sqlite()))];
    match Target::postgres() {
        Some(target) => rows.push(runtime.block_on(measure("PostgreSQL", target))),
        None => eprintln!("AFTERGLOW_TEST_POSTGRES is not set: PostgreSQL is left out"),
    }
    print(&rows);
}

async fn measure(name: &'static str, target: Target) -> Row {
    let process = Process::start(&target).await;
    let idle_mib = process.memory_mib();
    let used = |since: Duration, by: usize| (process.cpu() - since).as_secs_f64() * 1e6 / by as f64;
    let mut cpu = Cpu { push: f64::NAN, pull: f64::NAN, request: f64::NAN };
    let (mut push, mut raw) = (Vec::new(), Vec::new());
    let mut pulled = None;
    for batch in BATCHES {
        eprintln!("{name}: {batch} in a call …");
        // A single-row commit costs an fsync: a tenth of the records is enough.
        let records = if batch == 1 { RECORDS / 10 } else { RECORDS };
        let before = process.cpu();
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let client = load::Client::register(process.address()).await;
            rounds.push((raw::insert(&target, batch, records), client.push(batch, records).await));
            if batch == 1000 && pulled.is_none() {
                let before = process.cpu();
                pulled = Some(client.pull(RECORDS).await);
                cpu.pull = used(before, RECORDS);
            }
        }
        if batch == 100 {
            cpu.push = used(before, RECORDS * ROUNDS);
        }
        raw.push(median(rounds.iter().map(|round| round.0)));
        push.push(median(rounds.iter().map(|round| round.1)));
    }
    let (pull, bytes_per_record) = pulled.expect("the largest batch is pulled again");
    eprintln!("{name}: {CLIENTS} clients …");
    let steady = load::steady(&process, CLIENTS, STEADY).await;
    let after_mib = process.memory_mib();
    cpu.request = steady.cpu.as_secs_f64() * 1e6 / steady.requests as f64;
    Row { name, start: process.started_in(), idle_mib, push, raw, pull, bytes_per_record, steady, after_mib, cpu }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[allow(clippy::print_stdout, reason = "the table is what this program is for")]
fn print(rows: &[Row]) {
    println!("| | {} |", rows.iter().map(|row| row.name).collect::<Vec<_>>().join(" | "));
    println!("| --- |{}", " ---: |".repeat(rows.len()));
    let line = |what: String, cell: &dyn Fn(&Row) -> String| {
        println!("| {what} | {} |", rows.iter().map(cell).collect::<Vec<_>>().join(" | "));
    };
    for (n, batch) in BATCHES.into_iter().enumerate() {
        line(format!("push records/s, {batch} in a call"), &|row| format!("{:.0}", row.push[n]));
        line(format!("raw limit, {batch} in a transaction"), &|row| format!("{:.0}", row.raw[n]));
        line("… of raw".into(), &|row| format!("{:.0} %", 100.0 * row.push[n] / row.raw[n]));
    }
    line("pull records/s".into(), &|row| format!("{:.0}", row.pull));
    line("bytes/record pulled".into(), &|row| format!("{:.0}", row.bytes_per_record));
    line(format!("{CLIENTS} clients: requests/s"), &|row| format!("{:.0}", row.steady.requests_per_second));
    line("… p50 ms".into(), &|row| format!("{:.1}", row.steady.p50.as_secs_f64() * 1000.0));
    line("… p99 ms".into(), &|row| format!("{:.1}", row.steady.p99.as_secs_f64() * 1000.0));
    line("server CPU µs: record pushed (100)".into(), &|row| format!("{:.0}", row.cpu.push));
    line("… record pulled".into(), &|row| format!("{:.1}", row.cpu.pull));
    line("… request of many clients".into(), &|row| format!("{:.0}", row.cpu.request));
    line("start to ready, ms".into(), &|row| format!("{:.0}", row.start.as_secs_f64() * 1000.0));
    line("memory idle, MiB".into(), &|row| format!("{:.1}", row.idle_mib));
    line("memory after, MiB".into(), &|row| format!("{:.1}", row.after_mib));
}
