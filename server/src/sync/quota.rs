//! Quotas: the bytes and records that one account may store in all collections.
//!
//! Each push adds to a sum in its collection. The total is only computed when that sum passes a step of 1/1024 of the
//! limit, so that most pushes need no query over all collections.

use protocol::{Code, Limits};

use crate::db::usage::{self, Usage};
use crate::db::{Conn, Id};
use crate::fault::Result;

/// What an account may still store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RemainingQuota(Usage);

impl RemainingQuota {
    pub(crate) fn of(conn: &mut Conn, account: Id, limits: &Limits) -> Result<Self> {
        let used = usage::of_account(conn, account)?;
        let most = |limit: u64| i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(Self(Usage {
            bytes: most(limits.account_bytes).saturating_sub(used.bytes),
            records: most(limits.account_records).saturating_sub(used.records),
        }))
    }

    fn is_sufficient(self) -> bool {
        self.0.bytes >= 0 && self.0.records >= 0
    }

    /// Uses some of the quota; false if too little remains. Changes that do not grow always fit, so that an account
    /// at its limit can still edit and delete.
    pub(crate) fn take(&mut self, more: Usage) -> bool {
        let fits =
            (more.bytes <= 0 || more.bytes <= self.0.bytes) && (more.records <= 0 || more.records <= self.0.records);
        if fits {
            self.0.bytes -= more.bytes;
            self.0.records -= more.records;
        }
        fits
    }
}

/// Checks the quota after `more` was written to a collection that held `before` of this account.
///
/// # Errors
/// `quota_exceeded` if the account exceeds its quota; the transaction has to be rolled back.
pub(crate) fn check(conn: &mut Conn, account: Id, before: Usage, more: Usage, limits: &Limits) -> Result<()> {
    let passed = |before: i64, more: i64, limit: u64| {
        let step = i64::try_from(limit / 1024).unwrap_or(i64::MAX).max(1);
        more > 0 && before / step != before.saturating_add(more) / step
    };
    let needs_total = passed(before.bytes, more.bytes, limits.account_bytes)
        || passed(before.records, more.records, limits.account_records);
    let within = !needs_total || RemainingQuota::of(conn, account, limits)?.is_sufficient();
    if within { Ok(()) } else { Err(Code::QuotaExceeded.into()) }
}
