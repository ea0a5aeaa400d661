//! The only place that knows SQL: SQLite and PostgreSQL behind one set of diesel queries.
//!
//! - [`conn`]: one connection to either database; `workers`, `job`: the threads that own connections; [`relay`]: notices
//!   between servers that share one database
//! - [`schema`]: the tables; [`id`]: every kind of id as a column
//! - one file of queries for each area: [`accounts`], [`devices`], [`practice`], [`invitations`], [`collections`],
//!   [`records`], [`attachments`], [`trail`], [`factors`], [`secrets`]; [`erasure`] deletes from all of them

pub mod accounts;
pub mod attachments;
pub mod collections;
pub mod conn;
pub mod devices;
pub mod erasure;
pub mod factors;
pub mod health;
pub mod id;
pub mod invitations;
mod job;
pub mod practice;
pub mod records;
pub mod relay;
pub mod schema;
pub mod secrets;
pub mod trail;
mod workers;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, TrySendError, bounded};

pub use conn::{Conn, OpenError, Place};
pub use id::Id;
use job::Work;
pub use workers::Publish;
use workers::{Kind, Order, Worker};

use crate::fault::{Fault, Result};
use crate::sync::Notice;

/// Jobs that may wait for a connection before callers are told to come back later.
const QUEUE: usize = 4096;

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
    lanes: Arc<Mutex<Option<Lanes>>>,
    threads: Arc<Mutex<Threads>>,
}

#[derive(Default)]
struct Threads {
    readers: Vec<JoinHandle<()>>,
    writers: Vec<JoinHandle<()>>,
}

#[derive(Clone)]
struct Lanes {
    read: Sender<Order>,
    write: Sender<Order>,
}

impl Db {
    /// Opens connections to a database that is up to date (see [`Place::migrate`]).
    pub fn open(place: &Place, connections: usize, publish: Publish) -> Result<Self, OpenError> {
        let mut threads = Threads::default();
        let mut worker = |kind, name: String, orders| -> Result<(), OpenError> {
            let conn = place.connect()?;
            let worker = Worker { place: place.clone(), conn, orders, publish: publish.clone() };
            let thread = worker.start(kind, name)?;
            if let Kind::Reader = kind {
                threads.readers.push(thread)
            } else {
                threads.writers.push(thread)
            }
            Ok(())
        };
        let (read, reads) = bounded(QUEUE);
        let lanes = match place {
            Place::Sqlite(_) => {
                let (write, writes) = bounded(QUEUE);
                worker(Kind::SqliteWriter, "db-writer".into(), writes)?;
                for n in 0..connections {
                    worker(Kind::Reader, format!("db-reader-{n}"), reads.clone())?;
                }
                Lanes { read, write }
            }
            Place::Postgres(_) => {
                // Writers wait for the disk, together; readers do not wait for them.
                let (write, writes) = bounded(QUEUE);
                for n in 0..connections {
                    worker(Kind::Postgres, format!("db-writer-{n}"), writes.clone())?;
                }
                for n in 0..connections.div_ceil(4) {
                    worker(Kind::Reader, format!("db-reader-{n}"), reads.clone())?;
                }
                Lanes { read, write }
            }
        };
        Ok(Self { lanes: Arc::new(Mutex::new(Some(lanes))), threads: Arc::new(Mutex::new(threads)) })
    }

    /// Runs one transaction. When this returns `Ok`, it is on disk.
    pub async fn write<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (job, answer) = Work::new(act);
        send(&self.lanes()?.write, Order::Write(job))?;
        answer.await.unwrap_or(Err(Fault::Busy("the database is closing")))
    }

    /// Runs queries that change nothing.
    pub async fn read<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (job, answer) = Work::new(|tx: &mut Tx<'_>| act(tx.conn));
        send(&self.lanes()?.read, Order::Read(job))?;
        answer.await.unwrap_or(Err(Fault::Busy("the database is closing")))
    }

    /// Finishes what was begun, and closes the connections. Blocks.
    pub fn close(&self) {
        let Some(Lanes { read, write }) = self.lanes.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return;
        };
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        // SQLite's writer closes last and alone: then the log is folded into the file and deleted. Of two that close at
        // once, each would take the other for the last one.
        for (lane, threads) in [(read, threads.readers), (write, threads.writers)] {
            drop(lane);
            for thread in threads {
                // A worker catches the panics of its jobs; one of its own has been logged by the hook.
                let _ = thread.join();
            }
        }
    }

    fn lanes(&self) -> Result<Lanes> {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.clone().ok_or(Fault::Busy("the database is closed"))
    }
}

fn send(lane: &Sender<Order>, order: Order) -> Result<()> {
    lane.try_send(order).map_err(|error| match error {
        TrySendError::Full(_) => Fault::Busy("too many requests wait for the database"),
        TrySendError::Disconnected(_) => Fault::Busy("the database is closed"),
    })
}
