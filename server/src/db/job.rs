//! A piece of work on its way to a connection and back.

use diesel::Connection as _;
use tokio::sync::oneshot;

use super::{Conn, Tx};
use crate::fault::{Fault, Result};
use crate::sync::Notice;

/// Work that a worker runs first and answers later: between the two lies the commit.
pub(super) trait Job: Send {
    /// Runs inside a transaction (or a savepoint of one); collects what others are told once it is committed.
    fn run_in_transaction(&mut self, conn: &mut Conn, notices: &mut Vec<Notice>);

    /// Runs as it is.
    fn run(&mut self, conn: &mut Conn);

    /// Tells the caller what came of it.
    fn answer(self: Box<Self>);

    /// Tells the caller that nothing came of it.
    fn fail(self: Box<Self>, fault: Fault);
}

pub(super) struct Work<T, F> {
    act: Option<F>,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Work<T, F> {
    pub(super) fn new(act: F) -> (Box<Self>, oneshot::Receiver<Result<T>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { act: Some(act), outcome: None, reply }), answer)
    }
}

impl<T: Send, F: FnOnce(&mut Tx<'_>) -> Result<T> + Send> Job for Work<T, F> {
    fn run_in_transaction(&mut self, conn: &mut Conn, notices: &mut Vec<Notice>) {
        let Some(act) = self.act.take() else { return };
        let before = notices.len();
        let outcome = conn.transaction(|conn| act(&mut Tx { conn, notices }));
        if outcome.is_err() {
            notices.truncate(before);
        }
        self.outcome = Some(outcome);
    }

    fn run(&mut self, conn: &mut Conn) {
        let Some(act) = self.act.take() else { return };
        self.outcome = Some(act(&mut Tx { conn, notices: &mut Vec::new() }));
    }

    fn answer(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or(Err(Fault::Internal("a job was answered before it ran")));
        // Nobody may be waiting any more; the work is done all the same.
        let _ = self.reply.send(outcome);
    }

    fn fail(self: Box<Self>, fault: Fault) {
        let _ = self.reply.send(Err(fault));
    }
}
