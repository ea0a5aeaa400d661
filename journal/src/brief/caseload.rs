//! The caseload: who needs me first.
//!
//! Read straight from the payloads and without the definitions of instruments: it is on the first page, whose weight
//! is limited, and it is made of every record of every client. `docs/brief.md` publishes the order.
//!
//! Layout: `facts` is what a client's records say, `latest` what their measures say; here is the row that it gives
//! at a time, and the order.

mod facts;
mod latest;
#[cfg(test)]
mod tests;

pub(super) use facts::ENTRIES;
pub use facts::Facts;
pub use latest::Latest;
use protocol::CollectionId;
use serde::Serialize;

/// How many mood ratings a row carries for its small chart.
pub const MOODS: usize = 14;
/// How many days ahead a follow-up counts as soon.
pub const SOON_DAYS: i64 = 7;
/// From when on (hours) and until when (days) after a session a missing word is pointed out.
const MISSING: (i64, i64) = (36 * HOUR, 14 * DAY);
/// A mood at or below it is very low.
pub const VERY_LOW: u8 = 1;
/// A drop of so many points after a session is pointed out.
const LOW_DROP: u8 = 5;
/// For how many days after a session.
const LOW_DAYS: i64 = 7;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Why a client stands where they stand, in the order of the caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A safety item, not closed yet.
    Safety,
    /// A sign after a session that a doctor should look at today, in a check-in that is not reviewed.
    Sign,
    /// The client marked something to talk about, or to be seen soon.
    WantsToTalk,
    /// A very low mood, or a steep drop within a week after a session, that is not reviewed.
    Low,
    /// A measure got reliably worse, and its answers are not reviewed.
    Worsened,
    /// An appointment today.
    Today,
    /// Something new since it was last read.
    New,
    /// The next appointment is within a week.
    Soon,
    /// Nothing was heard after a session, from somebody who usually writes; or after the very first one.
    Quiet,
    /// Everything else.
    Rest,
}

/// One client in the caseload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseloadRow {
    /// The care collection.
    pub collection: String,
    /// How the client wants to be called; empty when they have not said.
    pub name: String,
    /// Why they stand where they stand.
    pub reason: Reason,
    /// Safety items that are not closed.
    pub safety: u32,
    /// Entries that the therapist has not opened, or that were changed since.
    pub unread: u32,
    /// Of those, entries that the client wants to talk about or to be seen soon.
    pub wants_to_talk: u32,
    /// When the oldest of the unread was written: milliseconds since the Unix epoch.
    pub unread_since: Option<i64>,
    /// All entries.
    pub entries: u32,
    /// When the client last wrote: milliseconds since the Unix epoch.
    pub last_entry: Option<i64>,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// How many sessions are planned.
    pub planned: Option<u32>,
    /// When the last dosing session was: milliseconds since the Unix epoch.
    pub last_session: Option<i64>,
    /// When the next appointment is: milliseconds since the Unix epoch.
    pub next_appointment: Option<i64>,
    /// The last mood ratings, oldest first: milliseconds since the Unix epoch, and 0 to 10.
    pub moods: Vec<(i64, u8)>,
    /// The latest measure; one that got worse before others.
    pub measure: Option<Latest>,
    since: i64,
}

impl Facts {
    /// The row at a time (milliseconds since the Unix epoch).
    pub fn row(&self, collection: CollectionId, now: i64) -> CaseloadRow {
        let last_session = self.sessions.iter().rfind(|(at, _)| *at <= now);
        let ahead = self.meetings.iter().filter(|(at, _)| *at > now).min();
        // An appointment that began in the last hours and is not settled yet is still today's.
        let today = |(at, offset): &&(i64, i64)| {
            (at + offset).div_euclid(DAY) == (now + offset).div_euclid(DAY) && *at > now - 4 * HOUR
        };
        let today = self.meetings.iter().filter(today).min();
        let marked = self.unread.iter().filter(|(_, marked)| *marked);
        let quiet = last_session.is_some_and(|(session, _)| {
            let heard = |from: i64, to: i64| self.written.iter().any(|at| (from..to).contains(at));
            // After the first session nobody has a habit yet, and the unexpected reaction happens there: it is enough
            // that the client wrote in preparation.
            let first = self.sessions.iter().all(|(at, _)| at >= session);
            let expected = first && heard(i64::MIN, *session);
            let before = expected || self.sessions.iter().any(|(at, _)| at < session && heard(*at, at + MISSING.1));
            (MISSING.0..MISSING.1).contains(&(now - session)) && before && !heard(*session, i64::MAX)
        });
        let oldest = |times: &mut dyn Iterator<Item = i64>| times.min();
        let worsened = self.measure.as_ref().filter(|one| one.waits());
        let reasons = [
            (Reason::Safety, oldest(&mut self.safety.iter().copied())),
            (Reason::Sign, oldest(&mut self.signs.iter().copied())),
            (Reason::WantsToTalk, oldest(&mut marked.clone().map(|(at, _)| *at))),
            (Reason::Low, oldest(&mut self.low.iter().copied())),
            (Reason::Worsened, worsened.map(|latest| latest.at)),
            (Reason::Today, today.map(|(at, _)| *at)),
            (Reason::New, oldest(&mut self.unread.iter().map(|(at, _)| *at))),
            (Reason::Soon, ahead.map(|(at, _)| *at).filter(|at| at - now < SOON_DAYS * DAY)),
            (Reason::Quiet, last_session.map(|(at, _)| *at).filter(|_| quiet)),
            (Reason::Rest, Some(-self.last_entry.unwrap_or_default())),
        ];
        let first = reasons.into_iter().find_map(|(reason, since)| Some((reason, since?)));
        let (reason, since) = first.unwrap_or((Reason::Rest, 0));
        CaseloadRow {
            collection: collection.to_string(),
            name: self.name.clone(),
            reason,
            safety: self.safety.len() as u32,
            unread: self.unread.len() as u32,
            wants_to_talk: marked.count() as u32,
            unread_since: oldest(&mut self.unread.iter().map(|(at, _)| *at)),
            entries: self.entries,
            last_entry: self.last_entry,
            session: last_session.map(|(_, number)| *number),
            planned: self.planned,
            last_session: last_session.map(|(at, _)| *at),
            next_appointment: ahead.map(|(at, _)| *at),
            moods: self.moods.clone(),
            measure: self.measure.clone(),
            since,
        }
    }
}

/// Puts the rows in order: by reason; among the same reason what has waited longest, or comes soonest, first.
pub fn caseload(mut rows: Vec<CaseloadRow>) -> Vec<CaseloadRow> {
    rows.sort_by_cached_key(|row| (row.reason, row.since, row.name.to_lowercase(), row.collection.clone()));
    rows
}
