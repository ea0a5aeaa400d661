//! Why the database does not do its work just now, and since when.
//!
//! Neither diesel nor libpq passes the code of such an error on, so it is told by the words of its message: SQLite's are never
//! translated, and what PostgreSQL says of its files names their path in every language.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why nothing can be read or written just now. It may well work later: nothing was changed, and nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// No connection.
    #[error("the database cannot be reached")]
    Away,
    /// The database has no room.
    #[error("the database's disk is full")]
    Full,
    /// The disk refuses, or breaks.
    #[error("the database's disk does not take writes")]
    Storage,
    /// The SQLite file is another one than the server opened, or is gone.
    #[error("the database's file was deleted or replaced while the server runs: restart the server")]
    Replaced,
    /// It takes too long.
    #[error("the database does not answer in time")]
    Slow,
}

impl Outage {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Away, Self::Full, Self::Storage, Self::Replaced, Self::Slow];

    /// Its name in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Full => "full",
            Self::Storage => "storage",
            Self::Replaced => "replaced",
            Self::Slow => "slow",
        }
    }

    /// Seconds after which trying again makes sense: what heals by itself is tried soon, what needs a person is not.
    pub fn retry_after(self) -> u64 {
        match self {
            Self::Away | Self::Slow => 2,
            Self::Full | Self::Storage | Self::Replaced => 10,
        }
    }

    /// What a database error says of the database itself; nothing when it says something of the statement.
    pub fn of(error: &DieselError) -> Option<Self> {
        let (kind, message) = match error {
            DieselError::BrokenTransactionManager => return Some(Self::Away),
            DieselError::RollbackErrorOnCommit { commit_error, .. } => return Self::of(commit_error),
            DieselError::DatabaseError(kind, about) => (kind, about.message()),
            _ => return None,
        };
        match kind {
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::UnableToSendCommand
            // The primary that this connection leads to is none any more.
            | DatabaseErrorKind::ReadOnlyTransaction => Some(Self::Away),
            DatabaseErrorKind::Unknown => Self::said(message),
            _ => None,
        }
    }

    fn said(message: &str) -> Option<Self> {
        let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
        match () {
            () if says(&["database or disk is full", "No space left on device", "Disk quota exceeded"]) => {
                Some(Self::Full)
            }
            () if says(&["disk I/O error", "readonly database", "unable to open database file"]) => Some(Self::Storage),
            () if says(&["base/", "pg_tblspc/", "pg_wal/", "global/"]) => Some(Self::Storage),
            () if says(&["database is locked", "statement timeout", "lock timeout", "deadlock detected"]) => {
                Some(Self::Slow)
            }
            () => None,
        }
    }
}

/// How the database is, as its workers found it last.
#[derive(Default)]
pub struct Condition {
    now: Mutex<Option<Outage>>,
    /// Counts connections that were found dead: whoever has an older one looks whether it lives.
    lost: AtomicU64,
    refused: [AtomicU64; Outage::ALL.len()],
}

impl Condition {
    /// What stands in the way of writing; nothing while the last write went through.
    pub fn outage(&self) -> Option<Outage> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connections that were found dead so far.
    pub fn lost_connections(&self) -> u64 {
        self.lost.load(Ordering::Acquire)
    }

    /// Orders that an outage kept from being carried out, so far.
    pub fn refused(&self, why: Outage) -> u64 {
        self.refused[why as usize].load(Ordering::Relaxed)
    }

    pub(super) fn count_refused(&self, why: Outage) {
        self.refused[why as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn lost_one(&self) {
        self.lost.fetch_add(1, Ordering::AcqRel);
    }

    /// Says so in the log once, however many find it.
    pub(super) fn fails(&self, why: Outage) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if *now != Some(why) {
            *now = Some(why);
            tracing::error!(cause = %why, "the database does not take writes");
        }
    }

    pub(super) fn works(&self) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = now.take() {
            tracing::info!(cause = %before, "the database takes writes again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(message: &str) -> Option<Outage> {
        Outage::of(&DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned())))
    }

    #[test]
    fn an_error_of_the_disk_is_told_from_an_error_of_the_statement() {
        assert_eq!(says("database or disk is full"), Some(Outage::Full));
        assert_eq!(says("could not extend file \"base/5/16400\": No space left on device"), Some(Outage::Full));
        assert_eq!(
            says("konnte Datei »base/5/16400« nicht erweitern: Auf dem Gerät ist kein Speicherplatz mehr verfügbar"),
            Some(Outage::Storage)
        );
        assert_eq!(says("canceling statement due to lock timeout"), Some(Outage::Slow));
        assert_eq!(says("relation \"wonders\" does not exist"), None);
        let twice = DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, Box::new("base/".to_owned()));
        assert_eq!(Outage::of(&twice), None);
    }

    #[test]
    fn every_outage_has_a_place_of_its_own_to_be_counted() {
        let condition = Condition::default();
        for outage in Outage::ALL {
            condition.count_refused(outage);
            assert_eq!(condition.refused(outage), 1);
        }
    }
}
