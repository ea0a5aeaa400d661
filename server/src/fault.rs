//! What goes wrong inside the server, and which of it a caller is told.
//!
//! [`Fault::Refused`] carries the problem as it goes out. Everything else is told as `internal` or `unavailable` and
//! stands in the log with its cause. Faults never hold content, names or secrets.

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use protocol::{Code, Problem};

use crate::db::outage::Outage;

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The caller is told this.
    #[error("refused: {0}")]
    Refused(Box<Problem>),
    /// The database did not do it; nothing was changed.
    #[error("database: {0}")]
    Database(DieselError),
    /// The database does not do its work just now; nothing was changed that was not told before.
    #[error("unavailable: {0}")]
    Unavailable(Outage),
    /// Too much is waiting already, or the server is stopping.
    #[error("busy: {0}")]
    Busy(&'static str),
    /// Something that should not happen.
    #[error("internal: {0}")]
    Internal(&'static str),
}

/// What most functions here return.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

impl Fault {
    /// The problem that the caller reads.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(problem) => (**problem).clone(),
            Self::Busy(_) => later(1),
            Self::Unavailable(outage) => later(outage.retry_after()),
            Self::Database(error) => match Outage::of(error) {
                Some(outage) => later(outage.retry_after()),
                None if passes(error) => later(1),
                None => Problem::new(Code::Internal),
            },
            Self::Internal(_) => Problem::new(Code::Internal),
        }
    }

    /// The refusal's code, when it is one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }
}

fn later(seconds: u64) -> Problem {
    Problem { retry_after: Some(seconds), ..Problem::new(Code::Unavailable) }
}

/// Whether the same statement may well succeed in a moment.
fn passes(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
}

/// Whether a row with this key is there already.
pub fn is_duplicate(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}

impl From<DieselError> for Fault {
    fn from(error: DieselError) -> Self {
        Self::Database(error)
    }
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
