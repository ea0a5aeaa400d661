//! The only place that knows SQL: SQLite and PostgreSQL behind one set of diesel queries.
//!
//! - [`conn`]: one connection to either database; [`url`], [`files`]: where it is; `workers`, `lane`, `job`, `watch`: the threads
//!   that own connections; [`relay`]: notices between servers that share one database
//! - [`outage`]: why it does not work just now; [`health`]: what it says of itself
//! - [`copy`]: all of it at once, into a backup and back; [`aside`]: what is in the way of that
//! - [`schema`]: the tables; [`id`]: every kind of id as a column
//! - one file of queries for each area: [`accounts`], [`devices`], [`practice`], [`invitations`], [`collections`],
//!   [`records`], [`new_records`], [`checkpoints`], [`attachments`], [`trail`], [`factors`], [`secrets`]; [`erasure`] deletes from all of them

pub mod accounts;
pub mod aside;
pub mod attachments;
pub mod checkpoints;
pub mod collections;
pub mod conn;
pub mod copy;
pub mod devices;
pub mod erasure;
pub mod factors;
pub mod files;
pub mod health;
pub mod id;
pub mod invitations;
mod job;
mod lane;
pub mod new_records;
pub mod outage;
pub mod practice;
pub mod records;
pub mod relay;
pub mod schema;
pub mod secrets;
pub mod trail;
pub mod url;
pub mod usage;
mod watch;
mod workers;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use conn::{Conn, OpenError, Place};
use crossbeam_channel::Sender;
use files::Opened;
pub use id::Id;
use job::Work;
use lane::Lane;
use outage::{Condition, Outage};
use tokio::sync::oneshot;
use tokio::time::timeout;
use watch::Post;
pub use workers::Publish;
use workers::{Kind, Order, Seat};

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

/// The longest that a caller waits for the database: more than any statement may take there. A database that holds still
/// keeps the connection and not its callers.
const PATIENCE: Duration = Duration::from_secs(35);
/// The longest that the end waits for what was begun.
const CLOSING: Duration = Duration::from_secs(40);
/// The longest that it is asked how it is.
const GLANCE: Duration = Duration::from_millis(1500);

/// The database. Copies share the same threads and connections.
#[derive(Clone)]
pub struct Db {
    lanes: Arc<Lanes>,
    /// The threads, readers first.
    posts: Arc<Mutex<Vec<Post>>>,
    condition: Arc<Condition>,
    opened: Option<Arc<Opened>>,
}

/// The ways to the threads; those end when nobody can send them anything any more.
struct Lanes {
    read: Arc<Lane>,
    write: Arc<Lane>,
    /// Looks after the threads as long as this is here.
    _watch: Option<Sender<()>>,
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
        let condition = Arc::new(Condition::default());
        // The first connection to an SQLite file makes what lies beside it, and it stays there as long as one is open.
        let mut first = Some(kind.connect(place)?);
        let opened = match place {
            Place::Sqlite(path) => {
                Some(Arc::new(Opened::at(path).map_err(|error| OpenError::File(path.clone(), error))?))
            }
            Place::Postgres(_) => None,
        };
        let (read, write) = (Arc::new(Lane::new(readers)), Arc::new(Lane::new(writers)));
        let mut start = |kind: Kind, lane: &Arc<Lane>, number| {
            let conn = first.take().map_or_else(|| kind.connect(place), Ok)?;
            let (place, opened, condition) = (place.clone(), opened.clone(), condition.clone());
            let seat = Seat { kind, place, opened, condition, lane: lane.clone(), number, publish: publish.clone() };
            seat.start_on(conn)
        };
        let writers = (0..writers).map(|number| start(kind, &write, number)).collect::<Result<Vec<_>, _>>()?;
        let readers = (0..readers).map(|number| start(Kind::Reader, &read, number)).collect::<Result<Vec<_>, _>>()?;
        let posts = Arc::new(Mutex::new(readers.into_iter().chain(writers).collect()));
        let _watch = match place {
            Place::Sqlite(_) => None,
            Place::Postgres(_) => Some(watch::start(Arc::clone(&posts))?),
        };
        Ok(Self { lanes: Arc::new(Lanes { read, write, _watch }), posts, condition, opened })
    }

    /// How it is.
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Bytes that may still be written beside an SQLite file; nothing where that is not known.
    pub fn room(&self) -> Option<u64> {
        self.opened.as_ref().and_then(|opened| opened.room())
    }

    /// Whether it reads and, as far as is known, writes: asked again where the last write did not go through. Answers within
    /// two seconds.
    ///
    /// # Errors
    /// Why not.
    pub async fn ready(&self) -> Result<()> {
        let look = async {
            self.read(|conn: &mut Conn| secrets::signing_keys(conn)).await?;
            if self.condition.outage().is_some() {
                self.write(|tx| health::rewrite_something(tx)).await?;
            }
            let full = self.room().is_some_and(|room| room < health::ROOM).then_some(Outage::Full);
            self.condition.outage().or(full).map_or(Ok(()), |outage| Err(Fault::Unavailable(outage)))
        };
        timeout(GLANCE, look).await.unwrap_or(Err(Fault::Unavailable(Outage::Slow)))
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
        self.send(&self.lanes.write, Order::Write(job), answer).await
    }

    /// Runs queries that change nothing.
    pub async fn read<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (job, answer) = Work::new(|tx: &mut Tx<'_>| act(tx.conn));
        self.send(&self.lanes.read, Order::Read(job), answer).await
    }

    /// The same with several statements that all see the database as it was at one moment, whatever is committed meanwhile.
    pub async fn snapshot<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.read(move |conn| conn::snapshot(conn, act)).await
    }

    async fn send<T>(&self, lane: &Lane, order: Order, answer: oneshot::Receiver<Result<T>>) -> Result<T> {
        if let Err(fault) = lane.send(order) {
            if let Fault::Unavailable(outage) = fault {
                self.condition.count_refused(outage);
            }
            return Err(fault);
        }
        match timeout(PATIENCE, answer).await {
            Ok(answer) => answer.unwrap_or(Err(Fault::Busy("the database is closing"))),
            Err(_) => {
                self.condition.count_refused(Outage::Slow);
                Err(Fault::Unavailable(Outage::Slow))
            }
        }
    }

    /// Finishes what was begun, and closes the connections. Blocks, but not for a database that does not answer.
    pub fn close(&self) {
        let posts = std::mem::take(&mut *self.posts.lock().unwrap_or_else(PoisonError::into_inner));
        let (readers, writers): (Vec<Post>, Vec<Post>) =
            posts.into_iter().partition(|post| Arc::ptr_eq(&post.seat.lane, &self.lanes.read));
        let until = Instant::now() + CLOSING;
        // SQLite's writer closes last and alone: then the log is folded into the file and deleted. Of two that close at
        // once, each would take the other for the last one.
        for (lane, posts) in [(&self.lanes.read, readers), (&self.lanes.write, writers)] {
            lane.close();
            for post in posts {
                while !post.thread.is_finished() && Instant::now() < until {
                    std::thread::sleep(Duration::from_millis(2));
                }
                if post.thread.is_finished() {
                    // A worker catches the panics of its jobs; one of its own has been logged by the hook.
                    let _ = post.thread.join();
                }
            }
        }
    }
}
