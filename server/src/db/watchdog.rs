//! Detects workers whose connection hangs silently: the host of PostgreSQL stopped responding and another one was
//! promoted. libpq waits forever, and TCP sees a live connection.
//!
//! A worker that has waited for a while is checked from the other end: if a new connection, to whichever host accepts
//! writes now, does not know the worker's backend, there will never be a response. The worker is replaced.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};

use super::Conn;
use super::workers::WorkerConfig;

/// How often workers are checked, and how long one may wait before it is.
const INTERVAL: Duration = Duration::from_millis(500);
const TIMEOUT: Duration = Duration::from_secs(2);

/// The server process of a connection. Process ids are reused, so the start time is part of it.
#[derive(Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct Backend {
    #[diesel(sql_type = Integer)]
    pid: i32,
    #[diesel(sql_type = Text)]
    started: String,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

impl Backend {
    /// The server process of a PostgreSQL connection; `None` for SQLite.
    pub(super) fn of(conn: &mut Conn) -> Option<Self> {
        let Conn::Postgres(conn) = conn else { return None };
        let query = "SELECT pid, backend_start::text AS started FROM pg_stat_activity WHERE pid = pg_backend_pid()";
        diesel::sql_query(query).get_result(conn).ok()
    }

    fn is_there(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let query = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2) AS found";
        let query = diesel::sql_query(query).bind::<Integer, _>(self.pid).bind::<Text, _>(&self.started);
        Ok(query.get_result::<Found>(conn)?.found)
    }
}

/// The state of a worker that the watchdog reads.
#[derive(Default)]
pub(super) struct WorkerStatus {
    current: Mutex<CurrentJob>,
    backend_gone: AtomicBool,
    replaced: AtomicBool,
}

#[derive(Default)]
struct CurrentJob {
    since: Option<Instant>,
    with: Option<Backend>,
}

impl WorkerStatus {
    /// The worker has a new connection, or none.
    pub(super) fn set_backend(&self, backend: Option<Backend>) {
        self.backend_gone.store(false, Ordering::Release);
        self.current().with = backend;
    }

    /// The worker begins or ends a job.
    pub(super) fn set_busy(&self, busy: bool) {
        self.current().since = busy.then(Instant::now);
    }

    /// Whether another worker has taken over.
    pub(super) fn is_replaced(&self) -> bool {
        self.replaced.load(Ordering::Acquire)
    }

    /// The backend that has not responded in time.
    fn waiting_for(&self) -> Option<Backend> {
        let current = self.current();
        current.with.clone().filter(|_| current.since.is_some_and(|since| since.elapsed() > TIMEOUT))
    }

    /// Whether the backend is known to be gone, so that the connection need not be tested.
    pub(super) fn is_backend_gone(&self) -> bool {
        self.backend_gone.load(Ordering::Acquire)
    }

    fn current(&self) -> MutexGuard<'_, CurrentJob> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker's thread with its settings.
pub(super) struct WorkerHandle {
    pub(super) config: WorkerConfig,
    pub(super) status: Arc<WorkerStatus>,
    pub(super) thread: JoinHandle<()>,
}

/// Runs the watchdog until the returned sender is dropped.
pub(super) fn start(workers: Arc<Mutex<Vec<WorkerHandle>>>) -> std::io::Result<Sender<()>> {
    let (over, is_over): (_, Receiver<()>) = bounded(0);
    std::thread::Builder::new().name("db-watchdog".into()).spawn(move || {
        while matches!(is_over.recv_timeout(INTERVAL), Err(RecvTimeoutError::Timeout)) {
            replace_stuck_workers(&workers);
        }
    })?;
    Ok(over)
}

/// A worker that waits for a backend for too long.
struct StuckWorker {
    number: usize,
    config: WorkerConfig,
    backend: Backend,
}

fn replace_stuck_workers(workers: &Mutex<Vec<WorkerHandle>>) {
    let stuck: Vec<StuckWorker> = {
        let workers = workers.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |(number, worker): (usize, &WorkerHandle)| {
            Some(StuckWorker { number, config: worker.config.clone(), backend: worker.status.waiting_for()? })
        };
        workers.iter().enumerate().filter_map(one).collect()
    };
    // In parallel: a first host that does not respond costs each of them the connect timeout.
    let fresh: Vec<Option<Conn>> = std::thread::scope(|scope| {
        let looks: Vec<_> = stuck.iter().map(|one| scope.spawn(|| one.connect_elsewhere())).collect();
        looks.into_iter().map(|look| look.join().ok().flatten()).collect()
    });
    for (one, conn) in stuck.into_iter().zip(fresh) {
        if let Some(mut conn) = conn {
            mark_idle_workers(workers, &mut conn);
            replace(workers, &one, conn);
        }
    }
}

impl StuckWorker {
    /// A new connection, if its host does not know the backend that the worker waits for.
    fn connect_elsewhere(&self) -> Option<Conn> {
        let mut conn = self.config.kind.connect(&self.config.url).ok()?;
        let Conn::Postgres(found) = &mut conn else { return None };
        let gone = matches!(self.backend.is_there(found), Ok(false));
        gone.then_some(conn)
    }
}

/// Idle workers on the same lost host would hang with their next job.
fn mark_idle_workers(workers: &Mutex<Vec<WorkerHandle>>, conn: &mut Conn) {
    let Conn::Postgres(conn) = conn else { return };
    let all: Vec<(Arc<WorkerStatus>, Backend)> = {
        let workers = workers.lock().unwrap_or_else(PoisonError::into_inner);
        let one = |worker: &WorkerHandle| Some((worker.status.clone(), worker.status.current().with.clone()?));
        workers.iter().filter_map(one).collect()
    };
    for (status, backend) in all {
        if !status.is_backend_gone() && matches!(backend.is_there(conn), Ok(false)) {
            let current = status.current();
            if current.with.as_ref() == Some(&backend) {
                status.backend_gone.store(true, Ordering::Release);
            }
        }
    }
}

fn replace(workers: &Mutex<Vec<WorkerHandle>>, stuck: &StuckWorker, conn: Conn) {
    let mut workers = workers.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |worker: &&mut WorkerHandle| worker.status.waiting_for().as_ref() == Some(&stuck.backend);
    let Some(worker) = workers.get_mut(stuck.number).filter(same) else { return };
    match stuck.config.spawn(conn) {
        Ok(fresh) => {
            tracing::warn!("a worker hangs on a lost connection; replacing it");
            // The thread ends when its connection does; a late result is discarded.
            worker.status.replaced.store(true, Ordering::Release);
            *worker = fresh;
        }
        Err(error) => tracing::warn!(%error, "the worker cannot be replaced yet"),
    }
}
