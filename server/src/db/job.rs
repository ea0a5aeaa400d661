//! Jobs for the database workers.

use tokio::sync::oneshot;

use super::{Conn, Tx, transactions};
use crate::changes::ChangeEvent;
use crate::fault::{DatabaseError, Fault, Result};

/// The state of the transaction after a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JobRun {
    /// The job was committed to its savepoint or rolled back.
    Finished,
    /// Rolling back to the savepoint failed: everything else in the transaction is lost too.
    TransactionLost,
}

/// A job is run first and answered later, after the commit.
pub(super) trait Job: Send {
    /// Runs in a transaction or a savepoint; collects the events to publish after the commit.
    fn run_in_transaction(&mut self, conn: &mut Conn, events: &mut Vec<ChangeEvent>) -> JobRun;

    /// Runs without a transaction.
    fn run(&mut self, conn: &mut Conn);

    /// The database error, if the job failed with one.
    fn error(&self) -> Option<&DatabaseError>;

    /// Whether it has not run yet, and so can be retried.
    fn is_untouched(&self) -> bool;

    /// Whether the caller no longer waits.
    fn is_abandoned(&self) -> bool;

    /// Sends the result to the caller.
    fn respond(self: Box<Self>);

    /// Sends an error to the caller.
    fn fail(self: Box<Self>, fault: Fault);
}

pub(super) struct ClosureJob<T, F> {
    closure: Option<F>,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> ClosureJob<T, F> {
    pub(super) fn new(closure: F) -> (Box<Self>, oneshot::Receiver<Result<T>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { closure: Some(closure), outcome: None, reply }), answer)
    }
}

impl<T: Send, F: FnOnce(&mut Tx<'_>) -> Result<T> + Send> Job for ClosureJob<T, F> {
    fn run_in_transaction(&mut self, conn: &mut Conn, events: &mut Vec<ChangeEvent>) -> JobRun {
        if let Err(error) = transactions::begin(conn) {
            self.outcome = Some(Err(error.into()));
            return JobRun::TransactionLost;
        }
        let Some(closure) = self.closure.take() else { return JobRun::TransactionLost };
        let before = events.len();
        let outcome = closure(&mut Tx { conn, events });
        let (outcome, ran) = match outcome {
            Ok(value) => match transactions::commit(conn) {
                Ok(()) => (Ok(value), JobRun::Finished),
                Err(error) => (Err(error.into()), JobRun::TransactionLost),
            },
            // Report the original error, even if the rollback fails.
            Err(fault) => match transactions::rollback(conn) {
                Ok(()) => (Err(fault), JobRun::Finished),
                Err(_) => (Err(fault), JobRun::TransactionLost),
            },
        };
        if outcome.is_err() {
            events.truncate(before);
        }
        self.outcome = Some(outcome);
        ran
    }

    fn run(&mut self, conn: &mut Conn) {
        let Some(closure) = self.closure.take() else { return };
        self.outcome = Some(closure(&mut Tx { conn, events: &mut Vec::new() }));
    }

    fn error(&self) -> Option<&DatabaseError> {
        match &self.outcome {
            Some(Err(Fault::Database(error))) => Some(error),
            _ => None,
        }
    }

    fn is_untouched(&self) -> bool {
        self.closure.is_some()
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn respond(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or(Err(Fault::Internal("a job was answered before it ran")));
        // The caller may have stopped waiting.
        let _ = self.reply.send(outcome);
    }

    fn fail(self: Box<Self>, fault: Fault) {
        let _ = self.reply.send(Err(fault));
    }
}
