//! When a side-effect check is due: a day and a week after a session, on the third day if something was still there, and
//! at the follow-ups. The client can make one at any time.

use super::follow_ups::{self, Last};
use super::{CheckInState, Item, Session, Zone, calendar, checkins};
use crate::record::{Body, SideEffectCheck, Slot};

/// The check-in slots of a session's first week at which the phone asks for a side-effect check without being asked.
/// On the third day it asks whether what was marked is still there.
pub const SLOTS: [Slot; 3] = [Slot::Day, Slot::ThreeDays, Slot::Week];

/// A completed check, with the fields that the schedule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether it marks something that is not over.
    pub still: bool,
}

impl Made {
    /// The check of a record; `None` for other kinds.
    pub fn of(item: &Item) -> Option<Self> {
        let Body::SideEffectCheck(check) = &item.record.body else { return None };
        Some(Self { at: item.record.when.unix_ms, still: is_still_there(check) })
    }
}

/// Whether a check marks something that is not over. An unanswered "is it still there" counts as yes.
fn is_still_there(check: &SideEffectCheck) -> bool {
    check.items.iter().any(|one| one.severity != Some(0) && one.still != Some(false))
}

/// A check that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// At which of the times.
    pub slot: Slot,
    /// The number of the session.
    pub session: u32,
}

/// The check that is due now: its time after the session has come, no other session has begun, and no check was made in
/// that time.
pub fn due(session: &Session, until: Option<i64>, made: &[Made], now: i64, zone: &dyn Zone) -> Option<Due> {
    if until.is_some_and(|until| now >= until) {
        return None;
    }
    let latest = made.iter().filter(|one| one.at <= now).max_by_key(|one| one.at);
    let asks = |slot: &Slot| *slot != Slot::ThreeDays || latest.is_some_and(|one| one.still);
    let open = SLOTS.into_iter().filter(asks).find(|slot| {
        let window = checkins::window(session, *slot, zone);
        window.contains(&now) && !made.iter().any(|one| window.contains(&one.at))
    });
    open.map(|slot| Due { slot, session: session.number })
}

/// The check that is due at a follow-up: in the week after its day, if none was made since then. `asked`: the follow-ups
/// that are asked for.
pub fn due_at_follow_up(last: &Last, asked: &[Slot], made: &[Made], now: i64, zone: &dyn Zone) -> Option<Due> {
    let all = follow_ups::follow_ups(last, asked, &[], calendar::day(zone, now));
    let open = all.into_iter().find(|one| one.state == CheckInState::Open)?;
    let since = calendar::at(zone, open.day, 0);
    let due = Due { slot: open.slot, session: last.number };
    (!made.iter().any(|one| one.at >= since)).then_some(due)
}
