//! The caseload: the most urgent clients first.
//!
//! Computed directly from the payloads and without the definitions of instruments, because it is on the first page,
//! whose size is limited, and reads every record of every client. `docs/brief.md` documents the order.
//!
//! Layout: `facts` has the facts of a client's records, `latest` the latest measure result, `own_safety` the safety flags
//! of a practice's own instruments; this file has the rows and their order.

#[cfg(test)]
mod agreement;
mod facts;
mod latest;
mod own_safety;
#[cfg(test)]
mod tests;

pub(super) use facts::ENTRIES;
pub use facts::Facts;
pub use latest::{Against, Latest};
use protocol::CollectionId;
use serde::Serialize;

use crate::arc::{CheckInState, FollowUp};

/// Number of mood ratings in a row, for its sparkline.
pub const MOODS: usize = 14;
/// Days ahead in which a follow-up counts as soon.
pub const SOON_DAYS: i64 = 7;
/// The period after a session in which a missing entry is flagged: from (hours) and until (days).
const MISSING: (i64, i64) = (36 * HOUR, 14 * DAY);
/// A mood at or below this is very low.
pub const VERY_LOW: u8 = 1;
/// A drop of this many points after a session is flagged.
const LOW_DROP: u8 = 5;
/// Days after a session in which drops are flagged.
const LOW_DAYS: i64 = 7;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The reason for a client's position, in the order of the caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An open safety flag.
    Safety,
    /// A side effect that a doctor should look at today, in a check that is not reviewed.
    RedEffect,
    /// The client marked something to talk about, or to be seen soon.
    WantsToTalk,
    /// A very low mood, or a steep drop within a week after a session, that is not reviewed.
    Low,
    /// A measure worsened reliably, and its result is not reviewed.
    Worsened,
    /// The client has an appointment today.
    Today,
    /// There are entries that the therapist has not read.
    New,
    /// The next appointment is within a week.
    Soon,
    /// No entry after a session, from a client who usually writes; or after the very first one.
    Quiet,
    /// There is no reason to look at this client now.
    Rest,
}

/// One client in the caseload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseloadRow {
    /// The client's care collection.
    pub collection: String,
    /// The client's chosen name; empty without one.
    pub name: String,
    /// The first reason, which determines the position.
    pub reason: Reason,
    /// All reasons, in the order of the caseload; `reason` is the first.
    pub reasons: Vec<Reason>,
    /// Number of open safety flags.
    pub safety: u32,
    /// Number of entries that the therapist has not opened, or that were changed since.
    pub unread: u32,
    /// Number of those that the client marked to talk about or to be seen soon.
    pub wants_to_talk: u32,
    /// Time of the oldest unread entry: milliseconds since the Unix epoch.
    pub unread_since: Option<i64>,
    /// Number of all entries.
    pub entries: u32,
    /// Time of the last entry: milliseconds since the Unix epoch.
    pub last_entry: Option<i64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// Number of planned sessions.
    pub planned: Option<u32>,
    /// Time of the last dosing session: milliseconds since the Unix epoch.
    pub last_session: Option<i64>,
    /// Time of the next appointment: milliseconds since the Unix epoch.
    pub next_appointment: Option<i64>,
    /// The follow-up after the last session that is open or overdue. It is no reason for a position.
    pub follow_up: Option<FollowUp>,
    /// The last mood ratings (0 to 10), oldest first, with their times in milliseconds since the Unix epoch.
    pub moods: Vec<(i64, u8)>,
    /// The latest measure result; a worsened one first.
    pub measure: Option<Latest>,
    since: i64,
}

impl Facts {
    /// The reasons at a time (milliseconds since the Unix epoch), most urgent first, each with
    /// the time since (or until) which it applies. The brief uses the same rule.
    pub(in crate::brief) fn reasons(&self, now: i64) -> Vec<(Reason, i64)> {
        let last_session = self.sessions.iter().rfind(|(at, _)| *at <= now);
        // An appointment that began in the last hours and has no result yet is still today's.
        let today = |(at, offset): &&(i64, i64)| {
            (at + offset).div_euclid(DAY) == (now + offset).div_euclid(DAY) && *at > now - 4 * HOUR
        };
        let today = self.meetings.iter().filter(today).min();
        let marked = self.unread.iter().filter(|(_, marked)| *marked);
        let quiet = last_session.is_some_and(|(session, _)| {
            let heard = |from: i64, to: i64| self.written.iter().any(|at| (from..to).contains(at));
            // After the first session there is no habit yet, and unexpected reactions are most likely: entries in the
            // preparation are enough.
            let first = self.sessions.iter().all(|(at, _)| at >= session);
            let expected = first && heard(i64::MIN, *session);
            let before = expected || self.sessions.iter().any(|(at, _)| at < session && heard(*at, at + MISSING.1));
            (MISSING.0..MISSING.1).contains(&(now - session)) && before && !heard(*session, i64::MAX)
        });
        let oldest = |times: &mut dyn Iterator<Item = i64>| times.min();
        let worsened = self.measure.as_ref().filter(|one| one.waits());
        let reasons = [
            (Reason::Safety, oldest(&mut self.safety.iter().copied())),
            (Reason::RedEffect, oldest(&mut self.red.iter().copied())),
            (Reason::WantsToTalk, oldest(&mut marked.map(|(at, _)| *at))),
            (Reason::Low, oldest(&mut self.low.iter().map(|(_, at, _)| *at))),
            (Reason::Worsened, worsened.map(|latest| latest.at)),
            (Reason::Today, today.map(|(at, _)| *at)),
            (Reason::New, oldest(&mut self.unread.iter().map(|(at, _)| *at))),
            (Reason::Soon, self.next(now).filter(|at| at - now < SOON_DAYS * DAY)),
            (Reason::Quiet, last_session.map(|(at, _)| *at).filter(|_| quiet)),
            (Reason::Rest, Some(-self.last_entry.unwrap_or_default())),
        ];
        reasons.into_iter().filter_map(|(reason, since)| Some((reason, since?))).collect()
    }

    /// Time of the next appointment.
    fn next(&self, now: i64) -> Option<i64> {
        self.meetings.iter().map(|(at, _)| *at).filter(|at| *at > now).min()
    }

    /// The row at a time (milliseconds since the Unix epoch).
    pub fn row(&self, collection: CollectionId, now: i64) -> CaseloadRow {
        let last_session = self.sessions.iter().rfind(|(at, _)| *at <= now);
        let reasons = self.reasons(now);
        let (reason, since) = reasons.first().copied().unwrap_or((Reason::Rest, 0));
        CaseloadRow {
            collection: collection.to_string(),
            name: self.name.clone(),
            reason,
            reasons: reasons.into_iter().map(|(reason, _)| reason).collect(),
            safety: self.safety.len() as u32,
            unread: self.unread.len() as u32,
            wants_to_talk: self.unread.iter().filter(|(_, marked)| *marked).count() as u32,
            unread_since: self.unread.iter().map(|(at, _)| *at).min(),
            entries: self.entries,
            last_entry: self.last_entry,
            session: last_session.map(|(_, number)| *number),
            planned: self.planned,
            last_session: last_session.map(|(at, _)| *at),
            next_appointment: self.next(now),
            follow_up: self
                .follow_ups(now)
                .into_iter()
                .find(|one| matches!(one.state, CheckInState::Open | CheckInState::Overdue)),
            moods: self.moods.clone(),
            measure: self.measure.clone(),
            since,
        }
    }
}

/// Sorts the rows by reason, then by what has waited longest or comes soonest.
pub fn caseload(mut rows: Vec<CaseloadRow>) -> Vec<CaseloadRow> {
    rows.sort_by_cached_key(|row| (row.reason, row.since, row.name.to_lowercase(), row.collection.clone()));
    rows
}
