//! A piece of work on its way to a connection and back.

use diesel::Connection;
use diesel::connection::TransactionManager as _;
use diesel::result::Error as DieselError;
use tokio::sync::oneshot;

use super::{Conn, Tx};
use crate::fault::{Fault, Result};
use crate::sync::Notice;

type Transactions = <Conn as Connection>::TransactionManager;

/// What running a job has left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ran {
    /// It is done, or nothing of it is.
    Whole,
    /// It failed, and could not be taken back by itself: whatever else the transaction around it holds is lost as well.
    Torn,
}

/// Work that a worker runs first and answers later: between the two lies the commit.
pub(super) trait Job: Send {
    /// Runs inside a transaction (or a savepoint of one); collects what others are told once it is committed.
    fn run_in_transaction(&mut self, conn: &mut Conn, notices: &mut Vec<Notice>) -> Ran;

    /// Runs as it is.
    fn run(&mut self, conn: &mut Conn);

    /// The database's error, if that is what came of it.
    fn error(&self) -> Option<&DieselError>;

    /// Whether nothing of it has run yet: it can run on another connection.
    fn is_untouched(&self) -> bool;

    /// Whether nobody waits for it any more.
    fn is_abandoned(&self) -> bool;

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
    fn run_in_transaction(&mut self, conn: &mut Conn, notices: &mut Vec<Notice>) -> Ran {
        if let Err(error) = Transactions::begin_transaction(conn) {
            self.outcome = Some(Err(error.into()));
            return Ran::Torn;
        }
        let Some(act) = self.act.take() else { return Ran::Torn };
        let before = notices.len();
        let outcome = act(&mut Tx { conn, notices });
        let (outcome, ran) = match outcome {
            Ok(value) => match Transactions::commit_transaction(conn) {
                Ok(()) => (Ok(value), Ran::Whole),
                Err(error) => (Err(error.into()), Ran::Torn),
            },
            // What went wrong first is what is told, whatever became of taking it back.
            Err(fault) => match Transactions::rollback_transaction(conn) {
                Ok(()) => (Err(fault), Ran::Whole),
                Err(_) => (Err(fault), Ran::Torn),
            },
        };
        if outcome.is_err() {
            notices.truncate(before);
        }
        self.outcome = Some(outcome);
        ran
    }

    fn run(&mut self, conn: &mut Conn) {
        let Some(act) = self.act.take() else { return };
        self.outcome = Some(act(&mut Tx { conn, notices: &mut Vec::new() }));
    }

    fn error(&self) -> Option<&DieselError> {
        match &self.outcome {
            Some(Err(Fault::Database(error))) => Some(error),
            _ => None,
        }
    }

    fn is_untouched(&self) -> bool {
        self.act.is_some()
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
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
