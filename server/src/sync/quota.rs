//! How much one account may keep here: bytes and records, over all of its collections.
//!
//! What an account has written is added up with each push. Whether it is too much is looked at when the sum in one collection
//! passes a step, so that most pushes cost one statement more and no sum over all collections.

use protocol::{Code, Limits};

use crate::accounts::Actor;
use crate::db::usage::{self, Usage};
use crate::db::{Conn, Id};
use crate::fault::Result;

/// What an account may still write.
#[derive(Clone, Copy, Debug)]
pub struct Room(Usage);

impl Room {
    /// What is left.
    pub fn left(conn: &mut Conn, account: Id, limits: &Limits) -> Result<Self> {
        let used = usage::of_account(conn, account)?;
        let most = |limit: u64| i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(Self(Usage {
            bytes: most(limits.account_bytes).saturating_sub(used.bytes),
            records: most(limits.account_records).saturating_sub(used.records),
        }))
    }

    fn is_there(self) -> bool {
        self.0.bytes >= 0 && self.0.records >= 0
    }

    /// Takes some of it; false, and nothing is taken, when there is not so much left. What makes nothing larger always fits:
    /// somebody without room can still change and delete.
    pub fn take(&mut self, more: Usage) -> bool {
        let fits =
            (more.bytes <= 0 || more.bytes <= self.0.bytes) && (more.records <= 0 || more.records <= self.0.records);
        if fits {
            self.0.bytes -= more.bytes;
            self.0.records -= more.records;
        }
        fits
    }
}

/// Adds what was just written.
///
/// # Errors
/// `quota_exceeded` when it is more than the account may keep: the transaction has to end.
pub fn note(conn: &mut Conn, actor: Actor, collection: Id, more: Usage, limits: &Limits) -> Result<()> {
    if more == Usage::default() {
        return Ok(());
    }
    let account = actor.account.into();
    let here = usage::add(conn, collection, account, more)?;
    let passed = |after: i64, more: i64, limit: u64| {
        let step = i64::try_from(limit / 1024).unwrap_or(i64::MAX).max(1);
        more > 0 && after / step != (after - more) / step
    };
    let look = passed(here.bytes, more.bytes, limits.account_bytes)
        || passed(here.records, more.records, limits.account_records);
    let within = !look || Room::left(conn, account, limits)?.is_there();
    if within { Ok(()) } else { Err(Code::QuotaExceeded.into()) }
}
