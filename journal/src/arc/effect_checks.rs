//! When a side-effect check is due: a day and a week after a session. The client can make one at any time.

use super::{Item, Session, Zone, checkins};
use crate::record::{Body, Slot};

/// The check-in slots at which the phone asks for a side-effect check without being asked.
pub const SLOTS: [Slot; 2] = [Slot::Day, Slot::Week];

/// A completed check, with the fields that the schedule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
}

impl Made {
    /// The check of a record; `None` for other kinds.
    pub fn of(item: &Item) -> Option<Self> {
        matches!(item.record.body, Body::SideEffectCheck(_)).then_some(Self { at: item.record.when.unix_ms })
    }
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
    let open = SLOTS.into_iter().find(|slot| {
        let window = checkins::window(session, *slot, zone);
        window.contains(&now) && !made.iter().any(|one| window.contains(&one.at))
    });
    open.map(|slot| Due { slot, session: session.number })
}
