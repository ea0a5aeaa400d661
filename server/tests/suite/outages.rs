//! PostgreSQL restarts, crashes, hangs and fails over while devices sync: acknowledged changes survive, and the
//! server recovers by itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use protocol::sync::{Push, PushResult, SyncRequest};
use protocol::{Code, CollectionId, RecordId};
use reqwest::Response;
use tests::cluster::Cluster;
use tests::relay::SilentRelay;

use crate::people::*;
use crate::process::{Process, until};
use crate::world::fresh_database;

/// How long the load may take to begin on a busy machine: no promise of the server.
const LOAD: Duration = Duration::from_secs(60);
/// How long recovery may take once the database can be reached.
const AGAIN: Duration = Duration::from_secs(5);

/// A push, with its response if there was one.
type Ledger = BTreeMap<RecordId, (Push, Option<PushResult>)>;

/// One call of each kind. Every failure has to be a rejection with `Retry-After`.
async fn each_kind(wren: &Person, password: &str, door: &crate::world::Door) -> Result<(), Code> {
    let journal = wren.private.unwrap();
    let pull = SyncRequest { cursors: [(journal, 0)].into(), limit: Some(1), ..SyncRequest::default() };
    let push = SyncRequest { push: vec![push(journal, record_id(), 0, "again")], ..SyncRequest::default() };
    fine(wren.post("/v1/sync", &pull).await).await?;
    wren.attempt(push).await.map_err(|problem| problem.code)?;
    for path in ["/v1/devices", "/v1/collections", "/v1/me/trail", "/v1/access", "/v1/limits", "/health/ready"] {
        fine(wren.get(path).await).await?;
    }
    let start = protocol::account::SignInStart { handle: "nobody".into(), message: sign_in_message(password) };
    fine(door.post("/v1/sessions/start", &start).await).await
}

async fn fine(answer: Response) -> Result<(), Code> {
    if answer.status().is_success() {
        return Ok(());
    }
    let problem = answer.refused().await;
    assert!(problem.code == Code::Unavailable && problem.retry_after.is_some(), "{problem:?}");
    Err(problem.code)
}

/// The server works again within five seconds, and then without further failures.
async fn works_again(process: &Process, wren: &Person) {
    // Each attempt may meet another worker with a broken connection: none of them may wait.
    let patience = Duration::from_millis(1500);
    let one = async || tokio::time::timeout(patience, each_kind(wren, &wren.password, &process.door)).await;
    until(AGAIN, async || one().await.ok()?.ok()).await;
    for _ in 0..20 {
        each_kind(wren, &wren.password, &process.door).await.unwrap();
    }
    assert!(process.not_ready().await.is_none());
}

/// Devices that sync until they are stopped.
struct Load {
    over: Arc<AtomicBool>,
    devices: Vec<tokio::task::JoinHandle<Ledger>>,
}

impl Load {
    fn begin(wren: &Person, journal: CollectionId) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let device = |n| tokio::spawn(push_until(wren.clone(), journal, n, over.clone()));
        Self { devices: (0..6).map(device).collect(), over }
    }

    async fn end(self) -> Ledger {
        self.over.store(true, Ordering::Relaxed);
        let mut all = Ledger::new();
        for device in self.devices {
            all.extend(device.await.unwrap());
        }
        all
    }
}

async fn push_until(wren: Person, journal: CollectionId, device: u32, over: Arc<AtomicBool>) -> Ledger {
    let mut ledger = Ledger::new();
    for n in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let pushes: Vec<Push> = (0..5).map(|m| push(journal, record_id(), 0, &format!("{device} {n} {m}"))).collect();
        ledger.extend(pushes.iter().map(|push| (push.id, (push.clone(), None))));
        let asked =
            SyncRequest { push: pushes.clone(), cursors: [(journal, 0)].into(), limit: Some(3), ..Default::default() };
        match wren.attempt(asked).await {
            Ok(answer) => {
                for (push, result) in pushes.iter().zip(answer.results) {
                    ledger.insert(push.id, (push.clone(), Some(result)));
                }
            }
            Err(problem) => {
                assert!(problem.code == Code::Unavailable && problem.retry_after.is_some(), "{problem:?}");
            }
        }
    }
    ledger
}

/// Acknowledged pushes exist exactly once; others can be repeated.
async fn nothing_is_lost(wren: &Person, mut ledger: Ledger) {
    let journal = wren.private.unwrap();
    assert!(ledger.values().filter(|(_, answer)| answer.is_some()).count() > 100);
    for pushes in ledger.values().map(|(push, _)| push.clone()).collect::<Vec<_>>().chunks(100) {
        for (push, again) in pushes.iter().zip(wren.push(pushes.to_vec()).await) {
            assert!(matches!(again, PushResult::Accepted { revision: 1, .. }), "{again:?}");
            let first = ledger.insert(push.id, (push.clone(), Some(again.clone()))).unwrap().1;
            assert!(first.as_ref().is_none_or(|first| *first == again), "{first:?} became {again:?}");
        }
    }
    let (mut cursor, mut found) = (0, 0);
    loop {
        let changes = wren.pull(journal, cursor).await;
        for record in &changes.records {
            assert_eq!(record.seq, cursor + 1, "no gap, and nothing twice");
            cursor = record.seq;
            if let Some((push, answer)) = ledger.get(&record.id) {
                assert_eq!(record.blob.as_ref(), Some(&push.blob));
                assert_eq!(*answer, Some(accepted(1, record.seq)));
                found += 1;
            }
        }
        if !changes.more {
            break;
        }
    }
    assert_eq!(found, ledger.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_restarted_or_crashes_is_found_again_whatever_is_asked_first() {
    let Some(cluster) = Cluster::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start_with(folder.path(), Some(&cluster.url), &[("AFTERGLOW_METRICS", "127.0.0.1:0")]);
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    let mut ledger = Ledger::new();
    // Twice: after the first time some connections are new, and others are not.
    for how in ["fast", "immediate", "kill", "fast", "kill"] {
        // Under load.
        let load = Load::begin(&wren, journal);
        let head = wren.pull(journal, 0).await.head;
        until(LOAD, async || (wren.pull(journal, 0).await.head > head + 50).then_some(())).await;
        cluster.halt(how);
        let problem = until(AGAIN, async || process.not_ready().await).await;
        assert_eq!(
            (problem.code, problem.detail.as_deref()),
            (Code::Unavailable, Some("the database cannot be reached"))
        );
        assert_eq!(each_kind(&wren, &wren.password, &process.door).await, Err(Code::Unavailable));
        assert_eq!(process.count("afterglow_database_writable").await, 0.0);
        cluster.resume();
        works_again(&process, &wren).await;
        ledger.extend(load.end().await);
        assert_eq!(process.count("afterglow_database_writable").await, 1.0);
        // While idle.
        cluster.halt(how);
        cluster.resume();
        works_again(&process, &wren).await;
    }
    assert!(process.count("afterglow_database_reconnects_total").await > 5.0);
    assert!(process.count("afterglow_database_refused_total{cause=\"away\"}").await > 5.0);
    nothing_is_lost(&wren, ledger).await;
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_somebody_ends_are_replaced() {
    let Some(cluster) = Cluster::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (url, _) = fresh_database(&cluster.url);
    let process = Process::start(folder.path(), Some(&url));
    let wren = process.door.client("wren").await;
    let mut admin = PgConnection::establish(&cluster.url).unwrap();
    for _ in 0..5 {
        admin
            .batch_execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'afterglow'",
            )
            .unwrap();
        works_again(&process, &wren).await;
    }
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_promoted_elsewhere_is_followed_and_nothing_acknowledged_is_lost() {
    promoted_after("kill").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_still_is_given_up_for_one_that_was_promoted() {
    promoted_after("freeze").await;
}

async fn promoted_after(how: &str) {
    let Some(primary) = Cluster::start() else { return };
    let standby = primary.standby_with_every_commit();
    let both = primary.url.replace(primary.host(), &format!("{},{}", primary.host(), standby.host()));
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), Some(&both));
    let wren = process.door.client("wren").await;
    let journal = wren.private.unwrap();
    let load = Load::begin(&wren, journal);
    until(LOAD, async || (wren.pull(journal, 0).await.head > 100).then_some(())).await;
    primary.halt(how);
    until(AGAIN, async || process.not_ready().await).await;
    standby.promote();
    works_again(&process, &wren).await;
    nothing_is_lost(&wren, load.end().await).await;
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_still_keeps_nobody_waiting_who_asks_how_it_is() {
    let Some(cluster) = Cluster::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), Some(&cluster.url));
    let wren = process.door.client("wren").await;
    let load = Load::begin(&wren, wren.private.unwrap());
    until(LOAD, async || (wren.pull(wren.private.unwrap(), 0).await.head > 100).then_some(())).await;
    cluster.halt("freeze");
    let problem = until(AGAIN, async || process.not_ready().await).await;
    assert_eq!(problem.code, Code::Unavailable);
    cluster.resume();
    works_again(&process, &wren).await;
    nothing_is_lost(&wren, load.end().await).await;
    process.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_drops_everything_is_noticed_and_left() {
    let Some(cluster) = Cluster::start() else { return };
    let relay = SilentRelay::to(cluster.host());
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), Some(&cluster.url.replace(cluster.host(), &relay.host())));
    let wren = process.door.client("wren").await;
    let load = Load::begin(&wren, wren.private.unwrap());
    until(LOAD, async || (wren.pull(wren.private.unwrap(), 0).await.head > 100).then_some(())).await;
    relay.go_silent();
    let problem = until(AGAIN, async || process.not_ready().await).await;
    assert_eq!(problem.code, Code::Unavailable);
    // Requests fail at once, without waiting for a network timeout.
    for _ in 0..3 {
        assert_eq!(process.not_ready().await.map(|problem| problem.code), Some(Code::Unavailable));
    }
    relay.restore();
    works_again(&process, &wren).await;
    nothing_is_lost(&wren, load.end().await).await;
    process.stop();
}
