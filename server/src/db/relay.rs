//! Relays events between servers on the same PostgreSQL database, with `LISTEN` and `NOTIFY`.
//!
//! Events are sent after the commit, in batches, on a separate connection: `NOTIFY` inside the transaction would
//! serialise the commits of all servers. A lost event only costs time: heads are counters, and devices read them
//! again when they reconnect.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{PgConnection, RunQueryDsl};
use protocol::sync::Head;

use super::{Conn, DbUrl, OpenError};
use crate::changes::ChangeEvent;
use crate::fault::Result;

/// How often the connection is polled.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
const RECONNECT_INTERVAL: Duration = Duration::from_secs(1);
/// How long stopping waits for unsent events.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// `NOTIFY` allows less than 8,000 bytes; an event takes less than 70.
const BATCH: usize = 100;

/// What the relay reports to its server.
pub(crate) enum RelayEvent {
    Change(ChangeEvent),
    /// The connection was interrupted: events may have been missed.
    Gap,
}

/// The connection to the other servers.
pub(crate) struct Relay {
    outgoing: Sender<ChangeEvent>,
    stopped: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Relay {
    /// Connects, and calls `on_event` for each event.
    pub(crate) fn start(
        url: DbUrl,
        name: String,
        on_event: Arc<dyn Fn(RelayEvent) + Send + Sync>,
    ) -> std::result::Result<Self, OpenError> {
        let (outgoing, incoming) = bounded(65_536);
        let conn = listen(&url)?;
        let stopped = Arc::new(AtomicBool::new(false));
        let mut runner = Runner { url, name, incoming, stopped: stopped.clone(), on_event };
        let thread = std::thread::Builder::new().name("db-relay".into()).spawn(move || runner.run(conn))?;
        Ok(Self { outgoing, stopped, thread })
    }

    /// The channel for outgoing events. If it is full, they are dropped.
    pub(crate) fn sender(&self) -> Sender<ChangeEvent> {
        self.outgoing.clone()
    }

    /// Sends what is queued, and stops. Does not wait for a database that hangs.
    pub(crate) fn stop(self) {
        self.stopped.store(true, Ordering::Release);
        let until = Instant::now() + CLOSE_TIMEOUT;
        while !self.thread.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(2));
        }
        if self.thread.is_finished() {
            // A panic is logged by the hook.
            let _ = self.thread.join();
        }
    }
}

struct Runner {
    url: DbUrl,
    name: String,
    incoming: Receiver<ChangeEvent>,
    stopped: Arc<AtomicBool>,
    on_event: Arc<dyn Fn(RelayEvent) + Send + Sync>,
}

impl Runner {
    fn run(&mut self, mut conn: PgConnection) {
        loop {
            match self.exchange(&mut conn) {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => {
                    tracing::error!(cause = %fault, "the relay lost its connection");
                    conn = loop {
                        match listen(&self.url) {
                            Ok(conn) => break conn,
                            Err(error) => tracing::warn!(%error, "the relay cannot reconnect yet"),
                        }
                        let received = self.incoming.recv_timeout(RECONNECT_INTERVAL);
                        if matches!(received, Err(RecvTimeoutError::Disconnected))
                            || self.stopped.load(Ordering::Acquire)
                        {
                            return;
                        }
                    };
                    (self.on_event)(RelayEvent::Gap);
                }
            }
        }
    }

    /// Sends and receives once; false when stopped.
    fn exchange(&mut self, conn: &mut PgConnection) -> Result<bool> {
        let first = match self.incoming.recv_timeout(POLL_INTERVAL) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) if self.stopped.load(Ordering::Acquire) => return Ok(false),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        };
        if let Some(first) = first {
            let mut lines = vec![self.name.clone(), encode(first)];
            lines.extend(self.incoming.try_iter().take(BATCH - 1).map(encode));
            diesel::sql_query("SELECT pg_notify('afterglow', $1)").bind::<Text, _>(lines.join("\n")).execute(conn)?;
        }
        for received in conn.notifications_iter() {
            let received = received?;
            let mut lines = received.payload.lines();
            if lines.next() != Some(&self.name) {
                lines.filter_map(decode).for_each(|event| (self.on_event)(RelayEvent::Change(event)));
            }
        }
        Ok(true)
    }
}

fn listen(url: &DbUrl) -> std::result::Result<PgConnection, OpenError> {
    match url.connect_to_serve()? {
        Conn::Postgres(mut conn) => {
            conn.batch_execute("LISTEN afterglow")?;
            Ok(conn)
        }
        Conn::Sqlite(_) => Err(OpenError::NotPostgres),
    }
}

fn encode(event: ChangeEvent) -> String {
    match event {
        ChangeEvent::HeadMoved(head) => format!("h {} {}", head.collection, head.head),
        ChangeEvent::AccountChanged(account) => format!("a {account}"),
        ChangeEvent::DeviceSignedOut(device) => format!("d {device}"),
        ChangeEvent::PermissionsChanged(account) => format!("s {account}"),
    }
}

fn decode(line: &str) -> Option<ChangeEvent> {
    let mut words = line.split(' ');
    let (kind, id) = (words.next()?, words.next()?);
    match kind {
        "h" => Some(ChangeEvent::HeadMoved(Head { collection: id.parse().ok()?, head: words.next()?.parse().ok()? })),
        "a" => id.parse().ok().map(ChangeEvent::AccountChanged),
        "d" => id.parse().ok().map(ChangeEvent::DeviceSignedOut),
        "s" => id.parse().ok().map(ChangeEvent::PermissionsChanged),
        // Sent by a newer server.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use protocol::{AccountId, CollectionId, DeviceId};

    use super::*;

    #[test]
    fn events_survive_encoding() {
        let collection = CollectionId::new(1, [1; 10]);
        for event in [
            ChangeEvent::HeadMoved(Head { collection, head: u64::MAX }),
            ChangeEvent::AccountChanged(AccountId::new(2, [2; 10])),
            ChangeEvent::DeviceSignedOut(DeviceId::new(3, [3; 10])),
            ChangeEvent::PermissionsChanged(AccountId::new(4, [4; 10])),
        ] {
            let line = encode(event);
            assert!(line.len() < 70);
            assert_eq!(decode(&line), Some(event));
        }
    }

    #[test]
    fn unknown_events_of_a_newer_server_are_ignored() {
        assert_eq!(decode("x something else"), None);
        assert_eq!(decode(""), None);
    }
}
