//! Worker threads, each with its own connection.
//!
//! SQLite has one writer. It runs all waiting jobs, each in its own savepoint, and commits them together: many
//! requests share one fsync, and none is answered before it. Readers have their own threads and never wait for the
//! writer. PostgreSQL groups commits itself, so each job is a transaction, on one of a few equal connections.
//!
//! A broken connection is replaced before the next job. A worker without a connection takes no jobs; if no worker has
//! one, callers get an error at once (see [`JobQueue`]).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};

use super::files::DbFiles;
use super::health;
use super::job::{Job, JobRun};
use super::queue::JobQueue;
use super::status::DbStatus;
use super::watchdog::{Backend, WorkerHandle, WorkerStatus};
use super::{Conn, DbUrl, OpenError};
use crate::changes::ChangeEvent;
use crate::fault::{DatabaseError, Fault, Outage};

/// Maximum jobs per commit, and how long the first of them waits for the others.
const GROUP_JOBS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(8);
/// After this time a connection is tested before the next job: the database may have been restarted.
const CHECK_AFTER_IDLE: Duration = Duration::from_secs(1);
/// A reader looks for replaced files at most this often, because that costs as much as a short query. The writer looks
/// before and after every group.
const READER_FILE_CHECK: Duration = Duration::from_millis(5);
const RECONNECT_INTERVAL: Duration = Duration::from_millis(250);

/// Publishes the events of committed transactions.
pub(crate) type Publisher = Arc<dyn Fn(Vec<ChangeEvent>) + Send + Sync>;

#[derive(Clone, Copy)]
pub(super) enum WorkerKind {
    /// Groups jobs into one transaction of an SQLite file.
    SqliteWriter,
    /// Runs read-only jobs.
    Reader,
    /// Runs each job in its own transaction.
    Postgres,
}

pub(super) enum QueuedJob {
    Read(Box<dyn Job>),
    Write(Box<dyn Job>),
}

impl QueuedJob {
    pub(super) fn job(self) -> Box<dyn Job> {
        match self {
            Self::Read(job) | Self::Write(job) => job,
        }
    }
}

impl WorkerKind {
    pub(super) fn connect(self, url: &DbUrl) -> Result<Conn, OpenError> {
        match self {
            Self::SqliteWriter => url.connect_to_write(),
            Self::Reader | Self::Postgres => url.connect_to_serve(),
        }
    }
}

/// The input of a starting worker.
#[derive(Clone)]
pub(super) struct WorkerConfig {
    pub(super) kind: WorkerKind,
    pub(super) url: DbUrl,
    /// The files of an SQLite database, as the server opened them.
    pub(super) files: Option<Arc<DbFiles>>,
    pub(super) db_status: Arc<DbStatus>,
    /// Its queue, and its index there.
    pub(super) queue: Arc<JobQueue>,
    pub(super) number: usize,
    pub(super) publish: Publisher,
}

impl WorkerConfig {
    /// Starts a worker thread, which runs until the queue is closed.
    pub(super) fn spawn(&self, mut conn: Conn) -> Result<WorkerHandle, OpenError> {
        let status = Arc::new(WorkerStatus::default());
        status.set_backend(Backend::of(&mut conn));
        let worker = Worker { config: self.clone(), conn, status: status.clone(), files_seen: None };
        let kind = if matches!(self.kind, WorkerKind::Reader) { "reader" } else { "writer" };
        let name = format!("db-{kind}-{}", self.number);
        let thread = thread::Builder::new().name(name).spawn(move || worker.run())?;
        Ok(WorkerHandle { config: self.clone(), status, thread })
    }
}

struct Worker {
    config: WorkerConfig,
    conn: Conn,
    status: Arc<WorkerStatus>,
    /// When the files were last found unchanged before a job.
    files_seen: Option<Instant>,
}

/// When a connection last worked, and how many connections had been lost by then.
struct LastCheck {
    at: Instant,
    lost: u64,
}

impl Worker {
    fn run(mut self) {
        let mut last_check = LastCheck { at: Instant::now(), lost: self.config.db_status.lost_connections() };
        while !self.status.is_replaced() {
            let Some(queued) = self.config.queue.pop(self.config.number) else { break };
            let write = matches!(queued, QueuedJob::Write(_));
            let job = queued.job();
            if job.is_abandoned() {
                continue;
            }
            self.status.set_busy(true);
            let usable = match self.check_connection(&last_check) {
                Ok(()) => match (self.config.kind, write) {
                    (WorkerKind::SqliteWriter, true) => self.run_group(job),
                    _ => self.run_alone(job, write),
                },
                Err(outage) => {
                    self.fail_job(job, outage);
                    Err(outage)
                }
            };
            // A replaced file is not opened again: every later job is checked too.
            if usable.is_err_and(|outage| outage != Outage::FileReplaced) {
                self.wait_for_connection();
            }
            self.status.set_busy(false);
            last_check = LastCheck { at: Instant::now(), lost: self.config.db_status.lost_connections() };
        }
        if !self.is_file_unchanged() {
            // On close, SQLite would delete the log by its name, which may belong to another database now.
            std::mem::forget(self.conn);
        }
    }

    /// Tests the connection if necessary, and replaces a broken one.
    fn check_connection(&mut self, last_check: &LastCheck) -> Result<(), Outage> {
        let is_reader = matches!(self.config.kind, WorkerKind::Reader);
        let seen_lately = is_reader && self.files_seen.is_some_and(|at| at.elapsed() < READER_FILE_CHECK);
        if !seen_lately {
            self.files_seen = None;
            if !self.is_file_unchanged() {
                return Err(Outage::FileReplaced);
            }
            self.files_seen = Some(Instant::now());
        }
        let trusted =
            last_check.at.elapsed() < CHECK_AFTER_IDLE && last_check.lost == self.config.db_status.lost_connections();
        if !self.status.is_backend_gone() && (trusted || self.is_alive()) { Ok(()) } else { self.reconnect() }
    }

    /// Runs one job. An error means that there is no connection.
    fn run_alone(&mut self, mut job: Box<dyn Job>, write: bool) -> Result<(), Outage> {
        let mut tried = false;
        loop {
            let mut events = Vec::new();
            let ran = catch_unwind(AssertUnwindSafe(|| match write {
                true => drop(job.run_in_transaction(&mut self.conn, &mut events)),
                false => job.run(&mut self.conn),
            }));
            if self.status.is_replaced() {
                // The result is from a host that is no longer the primary.
                job.fail(Fault::Unavailable(Outage::Unreachable));
                return Ok(());
            }
            if ran.is_err() {
                job.fail(Fault::Internal("a job panicked"));
                return self.reconnect();
            }
            let Some(error) = job.error() else {
                (self.config.publish)(events);
                job.respond();
                if write {
                    self.record_write();
                }
                return Ok(());
            };
            let outage = error.outage;
            if !error.concerns_connection || (outage != Some(Outage::Unreachable) && self.is_alive()) {
                if let Some(outage) = outage {
                    self.config.db_status.count_failed_job(outage);
                    self.record_outage(outage);
                }
                job.respond();
                return Ok(());
            }
            match self.reconnect() {
                // Nothing has run yet, so the job can be retried.
                Ok(()) if job.is_untouched() && !tried => tried = true,
                again => {
                    self.fail_job(job, Outage::Unreachable);
                    return again;
                }
            }
        }
    }

    /// Runs a job and all that wait behind it, and commits them together.
    fn run_group(&mut self, first: Box<dyn Job>) -> Result<(), Outage> {
        if let Err(error) = self.begin() {
            return self.fail_group(vec![first], &error.into());
        }
        let started = Instant::now();
        let mut jobs = Vec::new();
        let mut events = Vec::new();
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let ran = catch_unwind(AssertUnwindSafe(|| job.run_in_transaction(&mut self.conn, &mut events)));
            let outage = job.error().and_then(|error| error.outage);
            jobs.push(job);
            match ran {
                Err(_) => {
                    jobs.into_iter().for_each(|job| job.fail(Fault::Internal("a write of this group panicked")));
                    return self.reconnect();
                }
                // SQLite rolled the whole transaction back (it does when the disk is full). Further jobs would run
                // outside of it.
                Ok(JobRun::TransactionLost) => {
                    let outage = outage.unwrap_or(Outage::DiskError);
                    tracing::error!(cause = %outage, "the database rolled back a group of writes");
                    return self.fail_group_with(jobs, outage);
                }
                Ok(JobRun::Finished) => {
                    if let Some(outage) = outage {
                        self.config.db_status.count_failed_job(outage);
                        self.record_outage(outage);
                    }
                }
            }
            if jobs.len() < GROUP_JOBS && started.elapsed() < GROUP_TIME {
                next = std::iter::from_fn(|| self.config.queue.try_pop())
                    .map(QueuedJob::job)
                    .find(|job| !job.is_abandoned());
            }
        }
        if let Err(error) = <Conn as diesel::Connection>::TransactionManager::commit_transaction(&mut self.conn) {
            return self.fail_group(jobs, &error.into());
        }
        if !self.is_file_unchanged() {
            // It was written to files that no longer have a name.
            return self.fail_group_with(jobs, Outage::FileReplaced);
        }
        (self.config.publish)(events);
        jobs.into_iter().for_each(Job::respond);
        self.record_write();
        Ok(())
    }

    fn begin(&mut self) -> diesel::QueryResult<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
            Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
        }
    }

    /// Nothing was written: fails the jobs of a group, and reconnects.
    fn fail_group(&mut self, jobs: Vec<Box<dyn Job>>, error: &DatabaseError) -> Result<(), Outage> {
        tracing::error!(%error, "a group of writes could not be committed");
        self.fail_group_with(jobs, error.outage.unwrap_or(Outage::DiskError))
    }

    fn fail_group_with(&mut self, jobs: Vec<Box<dyn Job>>, outage: Outage) -> Result<(), Outage> {
        for job in jobs {
            self.fail_job(job, outage);
        }
        self.reconnect()
    }

    fn fail_job(&self, job: Box<dyn Job>, outage: Outage) {
        self.config.db_status.count_failed_job(outage);
        self.record_outage(outage);
        job.fail(Fault::Unavailable(outage));
    }

    /// Records an outage. A timeout of one statement says nothing about the next.
    fn record_outage(&self, outage: Outage) {
        if outage != Outage::Timeout {
            self.config.db_status.begin_outage(outage);
        }
    }

    /// Ends an outage after a successful write. After a full disk, only if there is room for large writes too.
    fn record_write(&mut self) {
        match self.config.db_status.outage() {
            None => {}
            Some(Outage::DiskFull | Outage::DiskError) if !self.has_free_space() => {}
            Some(_) => self.config.db_status.end_outage(),
        }
    }

    fn has_free_space(&mut self) -> bool {
        match (&self.config.files, &mut self.conn) {
            (Some(files), _) => files.free_space().is_none_or(|room| room >= health::MIN_FREE_SPACE),
            (None, conn) => health::can_grow(conn),
        }
    }

    fn is_file_unchanged(&self) -> bool {
        self.config.files.as_ref().is_none_or(|files| files.are_unchanged())
    }

    /// Tests the connection. Diesel's own check does not detect that a statement could not be prepared because the
    /// server is gone.
    fn is_alive(&mut self) -> bool {
        match &mut self.conn {
            Conn::Sqlite(conn) => !AnsiTransactionManager::is_broken_transaction_manager(conn),
            Conn::Postgres(conn) => {
                !AnsiTransactionManager::is_broken_transaction_manager(conn) && conn.batch_execute("SELECT 1").is_ok()
            }
        }
    }

    fn reconnect(&mut self) -> Result<(), Outage> {
        if !self.is_file_unchanged() {
            return Err(Outage::FileReplaced);
        }
        self.status.set_backend(None);
        match self.config.kind.connect(&self.config.url) {
            Ok(mut conn) if self.is_file_unchanged() => {
                self.status.set_backend(Backend::of(&mut conn));
                self.conn = conn;
                self.config.db_status.count_lost_connection();
                if self.config.db_status.outage() == Some(Outage::Unreachable) {
                    self.config.db_status.end_outage();
                }
                Ok(())
            }
            Ok(other) => {
                std::mem::forget(other);
                Err(Outage::FileReplaced)
            }
            Err(error) => {
                tracing::debug!(%error, "the database cannot be reached");
                self.config.db_status.begin_outage(Outage::Unreachable);
                Err(Outage::Unreachable)
            }
        }
    }

    /// Stops taking jobs until there is a connection again.
    fn wait_for_connection(&mut self) {
        for queued in self.config.queue.mark_disconnected() {
            self.fail_job(queued.job(), Outage::Unreachable);
        }
        while !self.config.queue.wait_disconnected(self.config.number, RECONNECT_INTERVAL) {
            if self.reconnect().is_ok() {
                break;
            }
        }
        self.config.queue.mark_connected();
    }
}
