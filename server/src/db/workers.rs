//! Threads that own a connection each.
//!
//! SQLite has one writer. It takes whatever waits, runs each job in its own savepoint, and commits them together: many
//! requests share one fsync, and none is answered before it. Readers have threads of their own and never wait for it.
//! PostgreSQL groups commits by itself, so there each job is a transaction, on one of a few equal connections.
//!
//! A connection that dies is replaced before the next job. While there is none, its worker takes no jobs; while nobody has
//! one, callers are told at once (see [`Lane`]).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::files::Opened;
use super::health;
use super::job::{Job, Ran};
use super::lane::Lane;
use super::outage::{Condition, Outage};
use super::watch::{Backend, Badge, Post};
use super::{Conn, OpenError, Place};
use crate::fault::Fault;
use crate::sync::Notice;

/// The most jobs that share one commit, and the longest that the first of them waits for the others.
const GROUP_JOBS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(8);
/// A connection that was not used for so long is asked whether it lives before a job is given to it: the database may have
/// been restarted meanwhile.
const IDLE: Duration = Duration::from_secs(1);
/// Between two tries to reach the database.
const RETRY: Duration = Duration::from_millis(250);

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

impl Order {
    /// Its job, whichever kind it is.
    pub(super) fn job(self) -> Box<dyn Job> {
        match self {
            Self::Read(job) | Self::Write(job) => job,
        }
    }
}

impl Kind {
    pub(super) fn connect(self, place: &Place) -> Result<Conn, OpenError> {
        match self {
            Self::SqliteWriter => place.connect_to_write(),
            Self::Reader | Self::Postgres => place.connect_to_serve(),
        }
    }
}

/// A worker's place: where its orders come from, and what it needs to carry them out.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) kind: Kind,
    pub(super) place: Place,
    /// The files of an SQLite database, as they were when the server opened them.
    pub(super) opened: Option<Arc<Opened>>,
    pub(super) condition: Arc<Condition>,
    /// Where its orders come from, and which of the workers there it is.
    pub(super) lane: Arc<Lane>,
    pub(super) number: usize,
    pub(super) publish: Publish,
}

impl Seat {
    /// Starts a worker on this connection. It works until the lane is closed.
    pub(super) fn start_on(&self, mut conn: Conn) -> Result<Post, OpenError> {
        let badge = Arc::new(Badge::default());
        badge.leads_to(Backend::of(&mut conn));
        let worker = Worker { seat: self.clone(), conn, badge: badge.clone() };
        let kind = if matches!(self.kind, Kind::Reader) { "reader" } else { "writer" };
        let name = format!("db-{kind}-{}", self.number);
        let thread = thread::Builder::new().name(name).spawn(move || worker.work())?;
        Ok(Post { seat: self.clone(), badge, thread })
    }
}

struct Worker {
    seat: Seat,
    conn: Conn,
    badge: Arc<Badge>,
}

/// When a connection was last known to be alive, and how many others had been found dead by then.
struct Seen {
    at: Instant,
    lost: u64,
}

impl Worker {
    fn work(mut self) {
        let mut seen = Seen { at: Instant::now(), lost: self.seat.condition.lost_connections() };
        while !self.badge.is_dismissed() {
            let Some(order) = self.seat.lane.next(self.seat.number) else { break };
            let write = matches!(order, Order::Write(_));
            let job = order.job();
            if job.is_abandoned() {
                continue;
            }
            self.badge.works(true);
            let usable = match self.look(&seen) {
                Ok(()) => match (self.seat.kind, write) {
                    (Kind::SqliteWriter, true) => self.group(job),
                    _ => self.alone(job, write),
                },
                Err(outage) => {
                    self.refuse(job, outage);
                    Err(outage)
                }
            };
            // Another file is not opened in its place: what is asked for later is looked at again.
            if usable.is_err_and(|outage| outage != Outage::Replaced) {
                self.leave_and_come_back();
            }
            self.badge.works(false);
            seen = Seen { at: Instant::now(), lost: self.seat.condition.lost_connections() };
        }
        if !self.is_in_place() {
            // Closed, SQLite would delete by its name a log that is another database's by now.
            std::mem::forget(self.conn);
        }
    }

    /// Whether the connection can be used, or another one in its place.
    fn look(&mut self, seen: &Seen) -> Result<(), Outage> {
        if !self.is_in_place() {
            return Err(Outage::Replaced);
        }
        let trusted = seen.at.elapsed() < IDLE && seen.lost == self.seat.condition.lost_connections();
        if !self.badge.is_cut_off() && (trusted || self.is_alive()) { Ok(()) } else { self.reconnect() }
    }

    /// Runs a job by itself. An error says that there is no connection any more.
    fn alone(&mut self, mut job: Box<dyn Job>, write: bool) -> Result<(), Outage> {
        let mut tried = false;
        loop {
            let mut notices = Vec::new();
            let ran = catch_unwind(AssertUnwindSafe(|| match write {
                true => drop(job.run_in_transaction(&mut self.conn, &mut notices)),
                false => job.run(&mut self.conn),
            }));
            if self.badge.is_dismissed() {
                // What answers after all this time is not the database any more that others write to.
                job.fail(Fault::Unavailable(Outage::Away));
                return Ok(());
            }
            if ran.is_err() {
                job.fail(Fault::Internal("a job panicked"));
                return self.reconnect();
            }
            let Some(error) = job.error() else {
                (self.seat.publish)(notices);
                job.answer();
                if write {
                    self.wrote();
                }
                return Ok(());
            };
            let outage = Outage::of(error);
            if !concerns_the_connection(error) || (outage != Some(Outage::Away) && self.is_alive()) {
                if let Some(outage) = outage {
                    self.seat.condition.count_refused(outage);
                    self.failed(outage);
                }
                job.answer();
                return Ok(());
            }
            match self.reconnect() {
                // Nothing of it had run.
                Ok(()) if job.is_untouched() && !tried => tried = true,
                again => {
                    self.refuse(job, Outage::Away);
                    return again;
                }
            }
        }
    }

    /// Runs a job and those that wait behind it, and commits them together.
    fn group(&mut self, first: Box<dyn Job>) -> Result<(), Outage> {
        if let Err(error) = self.begin() {
            return self.give_up(vec![first], &error);
        }
        let started = Instant::now();
        let mut jobs = Vec::new();
        let mut notices = Vec::new();
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let ran = catch_unwind(AssertUnwindSafe(|| job.run_in_transaction(&mut self.conn, &mut notices)));
            let outage = job.error().and_then(Outage::of);
            jobs.push(job);
            match ran {
                Err(_) => {
                    jobs.into_iter().for_each(|job| job.fail(Fault::Internal("a write of this group panicked")));
                    return self.reconnect();
                }
                // SQLite has taken all of the group back (it does when the disk is full): none of it is there, and what
                // came after it would be committed alone.
                Ok(Ran::Torn) => {
                    let outage = outage.unwrap_or(Outage::Storage);
                    tracing::error!(cause = %outage, "a group of writes was taken back");
                    return self.give_up_for(jobs, outage);
                }
                Ok(Ran::Whole) => {
                    if let Some(outage) = outage {
                        self.seat.condition.count_refused(outage);
                        self.failed(outage);
                    }
                }
            }
            if jobs.len() < GROUP_JOBS && started.elapsed() < GROUP_TIME {
                next = std::iter::from_fn(|| self.seat.lane.waiting()).map(Order::job).find(|job| !job.is_abandoned());
            }
        }
        if let Err(error) = <Conn as diesel::Connection>::TransactionManager::commit_transaction(&mut self.conn) {
            return self.give_up(jobs, &error);
        }
        if !self.is_in_place() {
            // It was written into files that nobody will find again.
            return self.give_up_for(jobs, Outage::Replaced);
        }
        (self.seat.publish)(notices);
        jobs.into_iter().for_each(Job::answer);
        self.wrote();
        Ok(())
    }

    fn begin(&mut self) -> Result<(), DieselError> {
        match &mut self.conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
            Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
        }
    }

    /// Nothing of a group was written: its callers are told, and the next one begins on a fresh connection.
    fn give_up(&mut self, jobs: Vec<Box<dyn Job>>, error: &DieselError) -> Result<(), Outage> {
        tracing::error!(%error, "a group of writes could not be committed");
        self.give_up_for(jobs, Outage::of(error).unwrap_or(Outage::Storage))
    }

    fn give_up_for(&mut self, jobs: Vec<Box<dyn Job>>, outage: Outage) -> Result<(), Outage> {
        for job in jobs {
            self.refuse(job, outage);
        }
        self.reconnect()
    }

    fn refuse(&self, job: Box<dyn Job>, outage: Outage) {
        self.seat.condition.count_refused(outage);
        self.failed(outage);
        job.fail(Fault::Unavailable(outage));
    }

    /// Remembers what keeps the database from its work. That one statement took too long says nothing of the next.
    fn failed(&self, outage: Outage) {
        if outage != Outage::Slow {
            self.seat.condition.fails(outage);
        }
    }

    /// A write went through. After the disk was full that may have been a small one: there has to be room for large ones.
    fn wrote(&mut self) {
        match self.seat.condition.outage() {
            None => {}
            Some(Outage::Full | Outage::Storage) if !self.has_room() => {}
            Some(_) => self.seat.condition.works(),
        }
    }

    fn has_room(&mut self) -> bool {
        match (&self.seat.opened, &mut self.conn) {
            (Some(opened), _) => opened.room().is_none_or(|room| room >= health::ROOM),
            (None, conn) => health::can_grow(conn),
        }
    }

    fn is_in_place(&self) -> bool {
        self.seat.opened.as_ref().is_none_or(|opened| opened.in_place())
    }

    /// Asks the connection. What diesel knows of it is not enough: it does not notice that a statement could not be prepared
    /// because the other end is gone.
    fn is_alive(&mut self) -> bool {
        match &mut self.conn {
            Conn::Sqlite(conn) => !AnsiTransactionManager::is_broken_transaction_manager(conn),
            Conn::Postgres(conn) => {
                !AnsiTransactionManager::is_broken_transaction_manager(conn) && conn.batch_execute("SELECT 1").is_ok()
            }
        }
    }

    /// Replaces the connection.
    fn reconnect(&mut self) -> Result<(), Outage> {
        if !self.is_in_place() {
            return Err(Outage::Replaced);
        }
        self.badge.leads_to(None);
        match self.seat.kind.connect(&self.seat.place) {
            Ok(mut conn) if self.is_in_place() => {
                self.badge.leads_to(Backend::of(&mut conn));
                self.conn = conn;
                self.seat.condition.lost_one();
                if self.seat.condition.outage() == Some(Outage::Away) {
                    self.seat.condition.works();
                }
                Ok(())
            }
            Ok(other) => {
                std::mem::forget(other);
                Err(Outage::Replaced)
            }
            Err(error) => {
                tracing::debug!(%error, "the database cannot be reached");
                self.seat.condition.fails(Outage::Away);
                Err(Outage::Away)
            }
        }
    }

    /// Takes no jobs until there is a connection again.
    fn leave_and_come_back(&mut self) {
        for order in self.seat.lane.leave() {
            self.refuse(order.job(), Outage::Away);
        }
        while !self.seat.lane.pause(self.seat.number, RETRY) {
            if self.reconnect().is_ok() {
                break;
            }
        }
        self.seat.lane.come_back();
    }
}

/// Whether an error may mean that the connection is no longer good. That a row is there already, or that there is none,
/// does not.
fn concerns_the_connection(error: &DieselError) -> bool {
    use DatabaseErrorKind as Kind;
    match error {
        DieselError::DatabaseError(kind, _) => !matches!(
            kind,
            Kind::UniqueViolation
                | Kind::ForeignKeyViolation
                | Kind::NotNullViolation
                | Kind::CheckViolation
                | Kind::RestrictViolation
                | Kind::ExclusionViolation
                | Kind::SerializationFailure
        ),
        DieselError::NotFound => false,
        _ => true,
    }
}
