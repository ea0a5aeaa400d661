//! Threads that own a connection each.
//!
//! SQLite has one writer. It takes whatever waits, runs each job in its own savepoint, and commits them together: many
//! requests share one fsync, and none is answered before it. Readers have threads of their own and never wait for it.
//! PostgreSQL groups commits by itself, so there each job is a transaction, on one of a few equal connections.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as DieselError;

use super::job::Job;
use super::lane::Lane;
use super::{Conn, OpenError, Place};
use crate::fault::Fault;
use crate::sync::Notice;

/// The most jobs that share one commit, and the longest that the first of them waits for the others.
const GROUP_JOBS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(8);

/// Tells the listeners what was committed.
pub type Publish = Arc<dyn Fn(Vec<Notice>) + Send + Sync>;

/// How a worker treats what it is given.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Groups jobs into one transaction of an SQLite file.
    SqliteWriter,
    /// Runs jobs that only read.
    Reader,
    /// A transaction for each job.
    Postgres,
}

/// What travels to a worker.
pub(super) enum Order {
    Read(Box<dyn Job>),
    Write(Box<dyn Job>),
}

impl Kind {
    pub(super) fn connect(self, place: &Place) -> Result<Conn, OpenError> {
        match self {
            Self::SqliteWriter => place.connect_to_write(),
            Self::Reader | Self::Postgres => place.connect(),
        }
    }
}

pub(super) struct Worker {
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) conn: Conn,
    /// Where its orders come from, and which of the workers there it is.
    pub(super) lane: Arc<Lane>,
    pub(super) number: usize,
    pub(super) publish: Publish,
}

impl Worker {
    /// Works until the lane is closed.
    pub(super) fn start(mut self, name: String) -> std::io::Result<thread::JoinHandle<()>> {
        thread::Builder::new().name(name).spawn(move || {
            while let Some(first) = self.lane.next(self.number) {
                match (self.kind, first) {
                    (Kind::SqliteWriter, Order::Write(job)) => self.group(job),
                    (_, Order::Write(job)) => self.transaction(job),
                    (_, Order::Read(job)) => self.read(job),
                }
            }
        })
    }

    fn read(&mut self, mut job: Box<dyn Job>) {
        match catch_unwind(AssertUnwindSafe(|| job.run(&mut self.conn))) {
            Ok(()) => job.answer(),
            Err(_) => {
                job.fail(Fault::Internal("a read panicked"));
                // It may have been in the middle of a snapshot.
                self.reconnect();
            }
        }
        self.mend();
    }

    fn transaction(&mut self, mut job: Box<dyn Job>) {
        let mut notices = Vec::new();
        match catch_unwind(AssertUnwindSafe(|| job.run_in_transaction(&mut self.conn, &mut notices))) {
            Ok(()) => {
                (self.publish)(notices);
                job.answer();
            }
            Err(_) => {
                job.fail(Fault::Internal("a write panicked"));
                self.reconnect();
            }
        }
        self.mend();
    }

    fn group(&mut self, first: Box<dyn Job>) {
        if let Err(error) = self.begin() {
            tracing::error!(%error, "a transaction could not begin");
            first.fail(Fault::Database(error));
            return self.reconnect();
        }
        let started = Instant::now();
        let mut jobs = Vec::new();
        let mut notices = Vec::new();
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let ran = catch_unwind(AssertUnwindSafe(|| job.run_in_transaction(&mut self.conn, &mut notices)));
            jobs.push(job);
            if ran.is_err() {
                fail_all(jobs, "a write of this group panicked");
                return self.reconnect();
            }
            if jobs.len() < GROUP_JOBS && started.elapsed() < GROUP_TIME {
                next = match self.lane.waiting() {
                    Some(Order::Write(job)) => Some(job),
                    Some(Order::Read(job)) => {
                        job.fail(Fault::Internal("a read came to the writer"));
                        None
                    }
                    None => None,
                };
            }
        }
        match <Conn as diesel::Connection>::TransactionManager::commit_transaction(&mut self.conn) {
            Ok(()) => {
                (self.publish)(notices);
                jobs.into_iter().for_each(Job::answer);
            }
            Err(error) => {
                tracing::error!(%error, "a group of writes could not be committed");
                fail_all(jobs, "the commit failed");
                self.reconnect();
            }
        }
    }

    fn begin(&mut self) -> Result<(), DieselError> {
        match &mut self.conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
            Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
        }
    }

    /// A connection that was lost (or left in the middle of something) is replaced before the next job.
    fn mend(&mut self) {
        let lost = match &mut self.conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::is_broken_transaction_manager(conn),
            Conn::Postgres(conn) => AnsiTransactionManager::is_broken_transaction_manager(conn),
        };
        if lost {
            self.reconnect();
        }
    }

    fn reconnect(&mut self) {
        match self.kind.connect(&self.place) {
            Ok(conn) => self.conn = conn,
            // The next job finds the old connection, fails, and brings us here again.
            Err(error) => {
                tracing::error!(%error, "the database cannot be reached");
                thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

fn fail_all(jobs: Vec<Box<dyn Job>>, why: &'static str) {
    for job in jobs {
        job.fail(Fault::Internal(why));
    }
}
