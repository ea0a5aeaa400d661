//! The only place that knows SQL: SQLite and PostgreSQL behind one set of diesel queries.
//!
//! - [`conn`]: one connection to either database; `workers`, `lane`, `job`: the threads that own connections; [`relay`]: notices
//!   between servers that share one database
//! - [`copy`]: all of it at once, into a backup and back
//! - [`schema`]: the tables; [`id`]: every kind of id as a column
//! - one file of queries for each area: [`accounts`], [`devices`], [`practice`], [`invitations`], [`collections`],
//!   [`records`], [`new_records`], [`attachments`], [`trail`], [`factors`], [`secrets`]; [`erasure`] deletes from all of them

pub mod accounts;
pub mod attachments;
pub mod collections;
pub mod conn;
pub mod copy;
pub mod devices;
pub mod erasure;
pub mod factors;
pub mod health;
pub mod id;
pub mod invitations;
mod job;
mod lane;
pub mod new_records;
pub mod practice;
pub mod records;
pub mod relay;
pub mod schema;
pub mod secrets;
pub mod trail;
pub mod usage;
mod workers;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

pub use conn::{Conn, OpenError, Place};
pub use id::Id;
use job::Work;
use lane::Lane;
pub use workers::Publish;
use workers::{Kind, Order, Worker};

use crate::fault::{Fault, Result};
use crate::sync::Notice;

/// A transaction: a connection, and what others are told once it is committed.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    notices: &'a mut Vec<Notice>,
}

impl Tx<'_> {
    /// Tells the listeners, if and when this transaction is committed.
    pub fn announce(&mut self, notice: Notice) {
        self.notices.push(notice);
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

/// The database. Copies share the same threads and connections.
#[derive(Clone)]
pub struct Db {
    lanes: Arc<Lanes>,
    threads: Arc<Mutex<Threads>>,
}

#[derive(Default)]
struct Threads {
    readers: Vec<JoinHandle<()>>,
    writers: Vec<JoinHandle<()>>,
}

/// The ways to the threads; those end when nobody can send them anything any more.
struct Lanes {
    read: Arc<Lane>,
    write: Arc<Lane>,
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.read.close();
        self.write.close();
    }
}

impl Db {
    /// Opens connections to a database that is up to date (see [`Place::migrate`]).
    pub fn open(place: &Place, connections: usize, publish: Publish) -> Result<Self, OpenError> {
        let (kind, readers, writers) = match place {
            Place::Sqlite(_) => (Kind::SqliteWriter, connections, 1),
            // Writers wait for the disk, together; readers do not wait for them.
            Place::Postgres(_) => (Kind::Postgres, connections.div_ceil(4), connections),
        };
        let lanes = Lanes { read: Arc::new(Lane::new(readers)), write: Arc::new(Lane::new(writers)) };
        let start = |kind: Kind, lane: &Arc<Lane>, workers, name| -> Result<Vec<JoinHandle<()>>, OpenError> {
            (0..workers)
                .map(|number| {
                    let conn = kind.connect(place)?;
                    let (place, lane, publish) = (place.clone(), lane.clone(), publish.clone());
                    let worker = Worker { kind, place, conn, lane, number, publish };
                    Ok(worker.start(format!("{name}-{number}"))?)
                })
                .collect()
        };
        let threads = Threads {
            writers: start(kind, &lanes.write, writers, "db-writer")?,
            readers: start(Kind::Reader, &lanes.read, readers, "db-reader")?,
        };
        Ok(Self { lanes: Arc::new(lanes), threads: Arc::new(Mutex::new(threads)) })
    }

    /// Orders that wait: to read, and to write.
    pub fn waiting(&self) -> (usize, usize) {
        (self.lanes.read.length(), self.lanes.write.length())
    }

    /// Runs one transaction. When this returns `Ok`, it is on disk.
    pub async fn write<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (job, answer) = Work::new(act);
        self.lanes.write.send(Order::Write(job))?;
        answer.await.unwrap_or(Err(Fault::Busy("the database is closing")))
    }

    /// Runs queries that change nothing.
    pub async fn read<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (job, answer) = Work::new(|tx: &mut Tx<'_>| act(tx.conn));
        self.lanes.read.send(Order::Read(job))?;
        answer.await.unwrap_or(Err(Fault::Busy("the database is closing")))
    }

    /// Finishes what was begun, and closes the connections. Blocks.
    pub fn close(&self) {
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        // SQLite's writer closes last and alone: then the log is folded into the file and deleted. Of two that close at
        // once, each would take the other for the last one.
        for (lane, threads) in [(&self.lanes.read, threads.readers), (&self.lanes.write, threads.writers)] {
            lane.close();
            for thread in threads {
                // A worker catches the panics of its jobs; one of its own has been logged by the hook.
                let _ = thread.join();
            }
        }
    }
}
