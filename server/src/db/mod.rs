//! The database layer: SQLite and PostgreSQL behind one set of diesel queries. The only place that names diesel.
//!
//! - [`conn`], [`url`], [`files`]: connections and database files; `errors`: diesel's errors as the server's own
//! - `workers`, `queue`, `job`: threads that own connections, and their jobs; `transactions`: those of jobs, and
//!   snapshots; `watchdog`: replaces workers that hang; `status`: outages; [`health`]: checks
//! - [`relay`]: events between servers on the same database
//! - [`copy`]: backup and restore; `postgres_admin`: moving an existing database out of the way
//! - [`schema`]: the tables; [`id`]: ids as columns
//! - one file of queries for each subject: [`accounts`], [`devices`], [`practice`], [`invitations`], [`collections`],
//!   [`records`], [`new_records`], [`checkpoints`], [`attachments`], [`audit`], [`second_factors`], [`secrets`],
//!   [`usage`]; [`erasure`] deletes from all of them

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod checkpoints;
pub mod collections;
pub mod conn;
pub mod copy;
pub mod devices;
pub(crate) mod erasure;
mod errors;
pub(crate) mod files;
pub(crate) mod health;
pub mod id;
pub mod invitations;
mod job;
pub mod new_records;
pub(crate) mod postgres_admin;
pub mod practice;
mod queue;
pub mod records;
pub(crate) mod relay;
pub mod schema;
pub mod second_factors;
pub mod secrets;
mod status;
mod transactions;
pub(crate) mod url;
pub mod usage;
mod watchdog;
mod workers;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use conn::{Conn, DbUrl, OpenError};
use crossbeam_channel::Sender;
use files::DbFiles;
pub use id::Id;
use job::ClosureJob;
use queue::JobQueue;
pub(crate) use status::DbStatus;
use tokio::sync::oneshot;
use tokio::time::timeout;
use watchdog::WorkerHandle;
pub(crate) use workers::Publisher;
use workers::{QueuedJob, WorkerConfig, WorkerKind};

use crate::changes::ChangeEvent;
use crate::fault::{Fault, Outage, Result};

/// A transaction, and the events to publish once it is committed.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    events: &'a mut Vec<ChangeEvent>,
}

impl Tx<'_> {
    /// Publishes an event if this transaction is committed.
    pub(crate) fn emit(&mut self, event: ChangeEvent) {
        self.events.push(event);
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

/// How long a caller waits for a job: longer than any statement may take. If the database hangs, the worker keeps the
/// connection, and the caller gets an error.
const TIMEOUT: Duration = Duration::from_secs(35);
/// How long shutdown waits for the workers.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(40);
/// How long a readiness check takes at most.
const READINESS_TIMEOUT: Duration = Duration::from_millis(1500);

/// A database with its worker threads. Clones share them.
#[derive(Clone)]
pub struct Db {
    queues: Arc<Queues>,
    /// The worker threads, readers first.
    workers: Arc<Mutex<Vec<WorkerHandle>>>,
    status: Arc<DbStatus>,
    files: Option<Arc<DbFiles>>,
}

/// The queues of the workers, closed when the last clone of the database is dropped.
struct Queues {
    read: Arc<JobQueue>,
    write: Arc<JobQueue>,
    /// Stops the watchdog when dropped.
    _watchdog: Option<Sender<()>>,
}

impl Drop for Queues {
    fn drop(&mut self) {
        self.read.close();
        self.write.close();
    }
}

impl Db {
    /// Connects to a migrated database (see [`DbUrl::migrate`]).
    pub(crate) fn open(url: &DbUrl, connections: usize, publish: Publisher) -> Result<Self, OpenError> {
        let (kind, readers, writers) = match url {
            DbUrl::Sqlite(_) => (WorkerKind::SqliteWriter, connections, 1),
            // Writers wait for the disk together, since PostgreSQL groups commits. Readers do not wait for them.
            DbUrl::Postgres(_) => (WorkerKind::Postgres, connections.div_ceil(4), connections),
        };
        let status = Arc::new(DbStatus::default());
        // The first connection creates the log and its index; they exist as long as any connection is open.
        let mut first = Some(kind.connect(url)?);
        let files = match url {
            DbUrl::Sqlite(path) => {
                Some(Arc::new(DbFiles::at(path).map_err(|error| OpenError::File(path.clone(), error))?))
            }
            DbUrl::Postgres(_) => None,
        };
        let (read, write) = (Arc::new(JobQueue::new(readers)), Arc::new(JobQueue::new(writers)));
        let mut start = |kind: WorkerKind, queue: &Arc<JobQueue>, number| {
            let conn = first.take().map_or_else(|| kind.connect(url), Ok)?;
            let (url, files, status) = (url.clone(), files.clone(), status.clone());
            let config = WorkerConfig {
                kind,
                url,
                files,
                db_status: status,
                queue: queue.clone(),
                number,
                publish: publish.clone(),
            };
            config.spawn(conn)
        };
        let writers = (0..writers).map(|number| start(kind, &write, number)).collect::<Result<Vec<_>, _>>()?;
        let readers =
            (0..readers).map(|number| start(WorkerKind::Reader, &read, number)).collect::<Result<Vec<_>, _>>()?;
        let workers = Arc::new(Mutex::new(readers.into_iter().chain(writers).collect()));
        let _watchdog = match url {
            DbUrl::Sqlite(_) => None,
            DbUrl::Postgres(_) => Some(watchdog::start(Arc::clone(&workers))?),
        };
        Ok(Self { queues: Arc::new(Queues { read, write, _watchdog }), workers, status, files })
    }

    pub(crate) fn status(&self) -> &DbStatus {
        &self.status
    }

    /// Free disk space of an SQLite file in bytes; `None` with PostgreSQL.
    pub fn free_space(&self) -> Option<u64> {
        self.files.as_ref().and_then(|files| files.free_space())
    }

    /// Checks reads, and after an outage writes. Takes less than two seconds.
    ///
    /// # Errors
    /// The outage.
    pub async fn ready(&self) -> Result<()> {
        let check = async {
            self.read(|conn: &mut Conn| secrets::signing_keys(conn)).await?;
            if self.status.outage().is_some() {
                self.write(|tx| health::test_write(tx)).await?;
            }
            let full =
                self.free_space().is_some_and(|bytes| bytes < health::MIN_FREE_SPACE).then_some(Outage::DiskFull);
            self.status.outage().or(full).map_or(Ok(()), |outage| Err(Fault::Unavailable(outage)))
        };
        timeout(READINESS_TIMEOUT, check).await.unwrap_or(Err(Fault::Unavailable(Outage::Timeout)))
    }

    /// Waiting jobs: reads and writes.
    pub fn queued_jobs(&self) -> (usize, usize) {
        (self.queues.read.len(), self.queues.write.len())
    }

    /// Runs a transaction. It is durable when this returns `Ok`.
    pub async fn write<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (job, answer) = ClosureJob::new(run);
        self.send(&self.queues.write, QueuedJob::Write(job), answer).await
    }

    /// Runs read-only queries on a reader thread.
    pub async fn read<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (job, answer) = ClosureJob::new(|tx: &mut Tx<'_>| run(tx.conn));
        self.send(&self.queues.read, QueuedJob::Read(job), answer).await
    }

    /// Runs read-only queries on one consistent snapshot.
    pub async fn snapshot<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.read(move |conn| transactions::snapshot(conn, run)).await
    }

    async fn send<T>(&self, queue: &JobQueue, queued: QueuedJob, answer: oneshot::Receiver<Result<T>>) -> Result<T> {
        if let Err(fault) = queue.push(queued) {
            if let Fault::Unavailable(outage) = fault {
                self.status.count_failed_job(outage);
            }
            return Err(fault);
        }
        match timeout(TIMEOUT, answer).await {
            Ok(answer) => answer.unwrap_or(Err(Fault::Busy("the database is closing"))),
            Err(_) => {
                self.status.count_failed_job(Outage::Timeout);
                Err(Fault::Unavailable(Outage::Timeout))
            }
        }
    }

    /// Finishes queued jobs and closes the connections. Blocks, but not on a database that hangs.
    pub fn close(&self) {
        let workers = std::mem::take(&mut *self.workers.lock().unwrap_or_else(PoisonError::into_inner));
        let (readers, writers): (Vec<WorkerHandle>, Vec<WorkerHandle>) =
            workers.into_iter().partition(|worker| Arc::ptr_eq(&worker.config.queue, &self.queues.read));
        let until = Instant::now() + CLOSE_TIMEOUT;
        // SQLite's writer closes last and alone, so that it merges the log into the main file and deletes it. Two
        // connections that close at the same time each leave that to the other.
        for (queue, workers) in [(&self.queues.read, readers), (&self.queues.write, writers)] {
            queue.close();
            for worker in workers {
                while !worker.thread.is_finished() && Instant::now() < until {
                    std::thread::sleep(Duration::from_millis(2));
                }
                if worker.thread.is_finished() {
                    // Workers catch the panics of their jobs; a panic of their own is logged by the hook.
                    let _ = worker.thread.join();
                }
            }
        }
    }
}
