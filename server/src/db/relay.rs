//! Notices between servers that share a PostgreSQL database, over `LISTEN` and `NOTIFY`.
//!
//! Notices are sent after the commit, in batches, on a connection of their own: a `NOTIFY` inside the writing transaction
//! would make all commits of all servers wait in one line. A notice that is lost with its server costs nothing but
//! time: heads are counters, and every listener asks for them when it comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{PgConnection, RunQueryDsl};
use protocol::sync::Head;

use super::{Conn, OpenError, Place};
use crate::fault::Result;
use crate::sync::Notice;

/// How often the connection is asked for what others said.
const GLANCE: Duration = Duration::from_millis(20);
const RETRY: Duration = Duration::from_secs(1);
/// The longest that the end waits for what is to be sent.
const CLOSING: Duration = Duration::from_secs(5);
/// `NOTIFY` carries less than 8,000 bytes; a notice takes less than 70.
const BATCH: usize = 100;

/// What a relay tells its server.
pub enum Heard {
    /// Another server's notice.
    Notice(Notice),
    /// The connection was lost for a while: anything may have happened.
    Gap,
}

/// The way to the other servers.
pub struct Relay {
    outgoing: Sender<Notice>,
    over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Relay {
    /// Connects, and calls `hear` with what other servers say.
    pub fn start(
        place: Place,
        name: String,
        hear: Arc<dyn Fn(Heard) + Send + Sync>,
    ) -> std::result::Result<Self, OpenError> {
        let (outgoing, incoming) = bounded(65_536);
        let conn = listen(&place)?;
        let over = Arc::new(AtomicBool::new(false));
        let mut runner = Runner { place, name, incoming, over: over.clone(), hear };
        let thread = std::thread::Builder::new().name("db-relay".into()).spawn(move || runner.run(conn))?;
        Ok(Self { outgoing, over, thread })
    }

    /// Passes a notice on. When too many wait, it is dropped: see above.
    pub fn sender(&self) -> Sender<Notice> {
        self.outgoing.clone()
    }

    /// Sends what waits, and ends. A database that does not answer is not waited for.
    pub fn stop(self) {
        self.over.store(true, Ordering::Release);
        let until = Instant::now() + CLOSING;
        while !self.thread.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(2));
        }
        if self.thread.is_finished() {
            // A panic of the thread has been logged by the hook.
            let _ = self.thread.join();
        }
    }
}

struct Runner {
    place: Place,
    name: String,
    incoming: Receiver<Notice>,
    over: Arc<AtomicBool>,
    hear: Arc<dyn Fn(Heard) + Send + Sync>,
}

impl Runner {
    fn run(&mut self, mut conn: PgConnection) {
        loop {
            match self.turn(&mut conn) {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => {
                    tracing::error!(cause = %fault, "the way to the other servers is lost");
                    conn = loop {
                        match listen(&self.place) {
                            Ok(conn) => break conn,
                            Err(error) => tracing::warn!(%error, "not back yet"),
                        }
                        let told = self.incoming.recv_timeout(RETRY);
                        if matches!(told, Err(RecvTimeoutError::Disconnected)) || self.over.load(Ordering::Acquire) {
                            return;
                        }
                    };
                    (self.hear)(Heard::Gap);
                }
            }
        }
    }

    /// Sends what waits and hears what came; false at the end.
    fn turn(&mut self, conn: &mut PgConnection) -> Result<bool> {
        let first = match self.incoming.recv_timeout(GLANCE) {
            Ok(notice) => Some(notice),
            Err(RecvTimeoutError::Timeout) if self.over.load(Ordering::Acquire) => return Ok(false),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        };
        if let Some(first) = first {
            let mut lines = vec![self.name.clone(), write(first)];
            lines.extend(self.incoming.try_iter().take(BATCH - 1).map(write));
            diesel::sql_query("SELECT pg_notify('afterglow', $1)").bind::<Text, _>(lines.join("\n")).execute(conn)?;
        }
        for heard in conn.notifications_iter() {
            let heard = heard?;
            let mut lines = heard.payload.lines();
            if lines.next() != Some(&self.name) {
                lines.filter_map(read).for_each(|notice| (self.hear)(Heard::Notice(notice)));
            }
        }
        Ok(true)
    }
}

fn listen(place: &Place) -> std::result::Result<PgConnection, OpenError> {
    match place.connect_to_serve()? {
        Conn::Postgres(mut conn) => {
            conn.batch_execute("LISTEN afterglow")?;
            Ok(conn)
        }
        Conn::Sqlite(_) => Err(OpenError::OneServer),
    }
}

fn write(notice: Notice) -> String {
    match notice {
        Notice::Head(head) => format!("h {} {}", head.collection, head.head),
        Notice::Account(account) => format!("a {account}"),
        Notice::DeviceEnded(device) => format!("d {device}"),
        Notice::Standing(account) => format!("s {account}"),
    }
}

fn read(line: &str) -> Option<Notice> {
    let mut words = line.split(' ');
    let (kind, id) = (words.next()?, words.next()?);
    match kind {
        "h" => Some(Notice::Head(Head { collection: id.parse().ok()?, head: words.next()?.parse().ok()? })),
        "a" => id.parse().ok().map(Notice::Account),
        "d" => id.parse().ok().map(Notice::DeviceEnded),
        "s" => id.parse().ok().map(Notice::Standing),
        // From a newer server.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use protocol::{AccountId, CollectionId, DeviceId};

    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let collection = CollectionId::new(1, [1; 10]);
        for notice in [
            Notice::Head(Head { collection, head: u64::MAX }),
            Notice::Account(AccountId::new(2, [2; 10])),
            Notice::DeviceEnded(DeviceId::new(3, [3; 10])),
            Notice::Standing(AccountId::new(4, [4; 10])),
        ] {
            let line = write(notice);
            assert!(line.len() < 70);
            assert_eq!(read(&line), Some(notice));
        }
    }

    #[test]
    fn a_newer_servers_words_are_passed_over() {
        assert_eq!(read("x something else"), None);
        assert_eq!(read(""), None);
    }
}
