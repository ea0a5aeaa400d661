//! The server's error type, and the part of it that a caller sees.
//!
//! [`Fault::Refused`] carries the problem that is sent to the caller. Every other variant is sent as `internal` or
//! `unavailable`, and its cause is logged. Faults never hold content, names or secrets.

use protocol::{Code, Problem};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Rejected, with a problem for the caller.
    #[error("refused: {0}")]
    Refused(Box<Problem>),
    /// A statement failed, and its transaction was rolled back.
    #[error("database: {0}")]
    Database(DatabaseError),
    /// The database is unavailable, and the transaction was not committed. After a timeout it may still commit.
    #[error("unavailable: {0}")]
    Unavailable(Outage),
    /// A queue is full, or the server is shutting down.
    #[error("busy: {0}")]
    Busy(&'static str),
    /// A bug, or damaged data.
    #[error("internal: {0}")]
    Internal(&'static str),
}

/// The result type of the services and of the database layer.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// A database error without the types of the database library. Made in `db::errors`.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    pub(crate) kind: DatabaseErrorKind,
    /// Set when the error is about the database itself and not about the statement.
    pub(crate) outage: Option<Outage>,
    /// Whether the connection has to be checked before its next use.
    pub(crate) concerns_connection: bool,
    pub(crate) message: String,
}

/// The database errors that callers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatabaseErrorKind {
    /// A row with this key exists.
    Duplicate,
    /// The transaction collided with another one; retrying may succeed.
    Serialization,
    /// The code asked for a rollback.
    Rollback,
    Other,
}

/// Why the database cannot be used at the moment. Nothing is lost; retrying later may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// There is no connection, or only one to a read-only server.
    #[error("the database cannot be reached")]
    Unreachable,
    /// The disk is full.
    #[error("the database's disk is full")]
    DiskFull,
    /// The disk returns errors or is read-only.
    #[error("the database's disk does not accept writes")]
    DiskError,
    /// The SQLite file was deleted or replaced since the server opened it.
    #[error("the database's file was deleted or replaced while the server was running: restart the server")]
    FileReplaced,
    #[error("the database does not respond in time")]
    Timeout,
}

impl Outage {
    pub(crate) const ALL: [Self; 5] =
        [Self::Unreachable, Self::DiskFull, Self::DiskError, Self::FileReplaced, Self::Timeout];

    /// The label in metrics.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "away",
            Self::DiskFull => "full",
            Self::DiskError => "storage",
            Self::FileReplaced => "replaced",
            Self::Timeout => "slow",
        }
    }

    /// Seconds until a retry makes sense: short for outages that end by themselves, longer for those that need an operator.
    fn retry_after(self) -> u64 {
        match self {
            Self::Unreachable | Self::Timeout => 2,
            Self::DiskFull | Self::DiskError | Self::FileReplaced => 10,
        }
    }
}

impl Fault {
    /// Rolls the current transaction back when it is returned from one.
    pub(crate) fn rollback() -> Self {
        Self::Database(DatabaseError {
            kind: DatabaseErrorKind::Rollback,
            outage: None,
            concerns_connection: true,
            message: "rolled back".into(),
        })
    }

    /// The problem that the caller receives.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(problem) => (**problem).clone(),
            Self::Busy(_) => unavailable(1),
            Self::Unavailable(outage) => unavailable(outage.retry_after()),
            Self::Database(DatabaseError { outage: Some(outage), .. }) => unavailable(outage.retry_after()),
            Self::Database(error) if error.kind == DatabaseErrorKind::Serialization => unavailable(1),
            Self::Database(_) | Self::Internal(_) => Problem::new(Code::Internal),
        }
    }

    /// The code of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Whether a row with this key already exists.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(error) if error.kind == DatabaseErrorKind::Duplicate)
    }

    /// Whether this is [`Fault::rollback`].
    pub(crate) fn is_rollback(&self) -> bool {
        matches!(self, Self::Database(error) if error.kind == DatabaseErrorKind::Rollback)
    }

    /// Answers a duplicate row with `code`, and passes every other fault on.
    pub(crate) fn duplicate_as(self, code: Code) -> Self {
        if self.is_duplicate() { code.into() } else { self }
    }
}

fn unavailable(retry_after: u64) -> Problem {
    Problem { retry_after: Some(retry_after), ..Problem::new(Code::Unavailable) }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self::Refused(Box::new(code.into()))
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}
