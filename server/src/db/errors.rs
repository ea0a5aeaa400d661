//! From diesel's errors to the server's own.
//!
//! Neither diesel nor libpq exposes the error code of an outage, so outages are recognised by their message: SQLite's are
//! never translated, and PostgreSQL's messages about its files contain a path in every language.

use diesel::result::{DatabaseErrorKind as Kind, Error as DieselError};

use crate::fault::{DatabaseError, DatabaseErrorKind, Fault, Outage};

impl From<DieselError> for Fault {
    fn from(error: DieselError) -> Self {
        Self::Database(error.into())
    }
}

impl From<DieselError> for DatabaseError {
    fn from(error: DieselError) -> Self {
        let kind = match &error {
            DieselError::DatabaseError(Kind::UniqueViolation, _) => DatabaseErrorKind::Duplicate,
            DieselError::DatabaseError(Kind::SerializationFailure, _) => DatabaseErrorKind::Serialization,
            DieselError::RollbackTransaction => DatabaseErrorKind::Rollback,
            _ => DatabaseErrorKind::Other,
        };
        let (outage, concerns_connection) = (outage_of(&error), concerns_connection(&error));
        Self { kind, outage, concerns_connection, message: error.to_string() }
    }
}

/// The outage behind an error; `None` if the error is about the statement.
fn outage_of(error: &DieselError) -> Option<Outage> {
    let (kind, message) = match error {
        DieselError::BrokenTransactionManager => return Some(Outage::Unreachable),
        DieselError::RollbackErrorOnCommit { commit_error, .. } => return outage_of(commit_error),
        DieselError::DatabaseError(kind, about) => (kind, about.message()),
        _ => return None,
    };
    match kind {
        // Read-only: the server behind this connection is no longer the primary.
        Kind::ClosedConnection | Kind::UnableToSendCommand | Kind::ReadOnlyTransaction => Some(Outage::Unreachable),
        Kind::Unknown => outage_in_message(message),
        _ => None,
    }
}

fn outage_in_message(message: &str) -> Option<Outage> {
    let contains = |phrases: &[&str]| phrases.iter().any(|phrase| message.contains(phrase));
    if contains(&["database or disk is full", "No space left on device", "Disk quota exceeded"]) {
        Some(Outage::DiskFull)
    } else if contains(&["disk I/O error", "readonly database", "unable to open database file"])
        || contains(&["base/", "pg_tblspc/", "pg_wal/", "global/"])
    {
        Some(Outage::DiskError)
    } else if contains(&["database is locked", "statement timeout", "lock timeout", "deadlock detected"]) {
        Some(Outage::Timeout)
    } else {
        None
    }
}

/// Whether the error may mean that the connection is broken. Constraint violations and missing rows do not.
fn concerns_connection(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(kind, _) => !matches!(
            kind,
            Kind::UniqueViolation
                | Kind::ForeignKeyViolation
                | Kind::NotNullViolation
                | Kind::CheckViolation
                | Kind::RestrictViolation
                | Kind::ExclusionViolation
                | Kind::SerializationFailure
        ),
        DieselError::NotFound => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outage(message: &str) -> Option<Outage> {
        outage_of(&DieselError::DatabaseError(Kind::Unknown, Box::new(message.to_owned())))
    }

    #[test]
    fn disk_errors_are_told_apart_from_statement_errors() {
        assert_eq!(outage("database or disk is full"), Some(Outage::DiskFull));
        assert_eq!(outage("could not extend file \"base/5/16400\": No space left on device"), Some(Outage::DiskFull));
        assert_eq!(
            outage("konnte Datei »base/5/16400« nicht erweitern: Auf dem Gerät ist kein Speicherplatz mehr verfügbar"),
            Some(Outage::DiskError)
        );
        assert_eq!(outage("canceling statement due to lock timeout"), Some(Outage::Timeout));
        assert_eq!(outage("relation \"wonders\" does not exist"), None);
        let duplicate = DieselError::DatabaseError(Kind::UniqueViolation, Box::new("base/".to_owned()));
        assert_eq!(outage_of(&duplicate), None);
    }
}
