//! Check-ins after a session: +4 h, +24 h, +72 h, +7 d, counted from its end. [`follow_ups`](super::follow_ups) has the
//! later ones.

use std::ops::Range;

use serde::Serialize;

use super::Item;
use super::calendar::{self, DAY_MS, HOUR_MS, MINUTE_MS, Zone};
use super::place::{Course, Session};
use crate::record::{Appointment, Body, Slot};

/// The code of the state "needs space": the client wants no questions for now.
pub const NEEDS_SPACE: &str = "needs space";

impl Slot {
    /// The check-ins after every session, in order of time.
    pub const AFTER_SESSION: [Self; 4] = [Self::FourHours, Self::Day, Self::ThreeDays, Self::Week];
    /// The follow-ups after the last session of a series, in order of time.
    pub const FOLLOW_UPS: [Self; 3] = [Self::FourWeeks, Self::ThreeMonths, Self::SixMonths];

    /// Whether it is a follow-up after the last session of a series.
    pub fn is_follow_up(self) -> bool {
        Self::FOLLOW_UPS.contains(&self)
    }

    /// The local day of a check-in, from the local day on which it is counted.
    pub fn day_after(self, day: i64) -> i64 {
        match self {
            Self::FourHours => day,
            Self::Day => day.saturating_add(1),
            Self::ThreeDays => day.saturating_add(3),
            Self::Week => day.saturating_add(7),
            Self::FourWeeks => day.saturating_add(28),
            Self::ThreeMonths => calendar::months_away(day, 3),
            Self::SixMonths => calendar::months_away(day, 6),
        }
    }

    /// The check-in that a prompt belongs to, by its id.
    pub fn of_prompt(prompt: &str) -> Option<Self> {
        let mut parts = prompt.strip_prefix("after.")?.split('.');
        match parts.next()? {
            "first" => Some(Self::FourHours),
            name => Self::named(name),
        }
    }
}

/// An entry, with the fields that check-ins and reminders read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// The check-in that it answers, if it names one.
    pub slot: Option<Slot>,
    /// The session that it follows, if it names one.
    pub session: Option<u32>,
    /// "Needs space": no reminders until tomorrow.
    pub needs_space: bool,
}

impl Written {
    /// Converts a record; `None` unless it is a reflection or a check-in.
    pub fn of(item: &Item) -> Option<Self> {
        let at = item.record.when.unix_ms;
        let space = |states: &[String]| states.iter().any(|state| state.replace('_', " ") == NEEDS_SPACE);
        match &item.record.body {
            Body::Reflection(entry) => {
                let slot = entry.prompt.as_deref().and_then(Slot::of_prompt);
                Some(Self { at, slot, session: entry.session, needs_space: space(&entry.states) })
            }
            Body::CheckIn(entry) => {
                let needs_space = entry.needs_space || space(&entry.states);
                Some(Self { at, slot: entry.slot, session: entry.session, needs_space })
            }
            _ => None,
        }
    }
}

/// The state of a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckInState {
    /// It is not open yet.
    Ahead,
    /// It is open now.
    Open,
    /// Only of a follow-up: its first week has passed, and it can still be answered.
    Overdue,
    /// It was answered, by a check-in or a reflection.
    Done,
    /// Its time has passed without an answer, which is not a failure.
    Passed,
}

/// A check-in after a session, or a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckInPlan {
    /// Which one.
    pub slot: Slot,
    /// The session that it follows, from 1.
    pub session: u32,
    /// The planned time, in milliseconds since the Unix epoch, before quiet hours are applied.
    pub at: i64,
    /// Whether it is still ahead, open, answered or past.
    pub state: CheckInState,
}

/// The planned time of a check-in. A day later is the same wall-clock time, also after a change of time zone or
/// daylight saving; four hours are four hours. A follow-up is counted from the day on which the session began.
pub fn due(session: &Session, slot: Slot, zone: &dyn Zone) -> i64 {
    if slot == Slot::FourHours {
        return session.end.saturating_add(4 * HOUR_MS);
    }
    let wall = session.end.saturating_add(i64::from(session.start.offset_s) * 1_000);
    let (ended, minute) = (wall.div_euclid(DAY_MS), wall.rem_euclid(DAY_MS) / MINUTE_MS);
    let day = if slot.is_follow_up() { session.start.local_day() } else { ended };
    calendar::at(zone, slot.day_after(day), minute as u16)
}

/// Days from the day of a follow-up in which it can be answered.
pub const FOLLOW_UP_DAYS: i64 = 28;

/// The local hour at which the day after begins. At one in the morning the client has not slept yet.
pub const MORNING: u16 = 8;

/// The window in which a check-in can be answered. The 24-hour check-in opens on the morning of the next local day, and
/// the 4-hour check-in is open until then. The others are open until the next one opens; a follow-up for four weeks.
pub fn window(session: &Session, slot: Slot, zone: &dyn Zone) -> Range<i64> {
    let wall = session.end.saturating_add(i64::from(session.start.offset_s) * 1_000);
    let morning = calendar::at(zone, wall.div_euclid(DAY_MS) + 1, MORNING * 60);
    let hours = |hours: i64| session.end.saturating_add(hours * HOUR_MS);
    match slot {
        Slot::FourHours => session.end..morning.max(hours(4)),
        Slot::Day => morning.max(hours(4))..hours(48),
        Slot::ThreeDays => hours(48)..hours(120),
        Slot::Week => hours(120)..hours(336),
        Slot::FourWeeks | Slot::ThreeMonths | Slot::SixMonths => {
            let day = slot.day_after(session.start.local_day());
            calendar::at(zone, day, 0)..calendar::at(zone, day + FOLLOW_UP_DAYS, 0)
        }
    }
}

/// Whether a check-in was answered: by an entry that names it, or by any entry in its window.
pub fn answered(session: &Session, slot: Slot, until: Option<i64>, written: &[Written], zone: &dyn Zone) -> bool {
    let window = window(session, slot, zone);
    let from = match slot {
        // Entries from before the recorded end of the session count too.
        Slot::FourHours => session.start.unix_ms,
        _ => window.start,
    };
    let to = window.end;
    let until = until.unwrap_or(i64::MAX);
    written.iter().filter(|entry| entry.at >= session.start.unix_ms && entry.at < until).any(|entry| match entry.slot {
        Some(said) => said == slot && entry.session.is_none_or(|number| number == session.number),
        None => (from..to).contains(&entry.at),
    } || (slot == Slot::FourHours && entry.at < to))
}

/// The four check-ins after a session. `until` is the beginning of the next session, if known.
pub fn check_ins(
    session: &Session,
    until: Option<i64>,
    written: &[Written],
    now: i64,
    zone: &dyn Zone,
) -> Vec<CheckInPlan> {
    let plan = |slot: &Slot| {
        let slot = *slot;
        let window = window(session, slot, zone);
        let (opens, closes) = (window.start, window.end.min(until.unwrap_or(i64::MAX)));
        let state = match now {
            _ if answered(session, slot, until, written, zone) => CheckInState::Done,
            _ if now < opens => CheckInState::Ahead,
            _ if now < closes => CheckInState::Open,
            _ => CheckInState::Passed,
        };
        CheckInPlan { slot, session: session.number, at: due(session, slot, zone), state }
    };
    Slot::AFTER_SESSION.iter().map(plan).collect()
}

/// The check-in after the last session that is open now, if any.
pub fn open(
    course: &Course,
    meetings: &[Meeting],
    written: &[Written],
    now: i64,
    zone: &dyn Zone,
) -> Option<CheckInPlan> {
    let session = course.last(now)?;
    let plans = check_ins(session, next_session(course, meetings, session), written, now, zone);
    plans.into_iter().find(|plan| plan.state == CheckInState::Open)
}

/// An appointment, with the fields that planning reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The id of the record.
    pub id: protocol::RecordId,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// The purpose: `preparation`, `dosing`, `integration` or another value.
    pub purpose: String,
    /// Whether it is recorded that it took place.
    pub kept: bool,
}

impl Meeting {
    /// Converts a record; `None` unless it is an appointment that was neither cancelled nor missed.
    pub fn of(item: &Item) -> Option<Self> {
        let Body::Appointment(Appointment { purpose, kept, cancelled, .. }) = &item.record.body else { return None };
        let takes_place = !cancelled && *kept != Some(false);
        let kept = *kept == Some(true);
        takes_place.then(|| Self { id: item.id, at: item.record.when.unix_ms, purpose: purpose.clone(), kept })
    }

    /// Whether it is still upcoming at a time (milliseconds since the Unix epoch). An appointment that took place is
    /// not, even if a wrong clock gave it a later time.
    pub fn is_ahead(&self, now: i64) -> bool {
        self.at > now && !self.kept
    }

    /// Whether it is a dosing session.
    pub fn is_dosing(&self) -> bool {
        self.purpose == "dosing"
    }
}

/// The beginning of the next session, as recorded or as scheduled.
pub fn next_session(course: &Course, meetings: &[Meeting], session: &Session) -> Option<i64> {
    let recorded = course.next(session.start.unix_ms).map(|next| next.start.unix_ms);
    // The appointment of this session may be some minutes after its record.
    let agreed = meetings.iter().filter(|meeting| meeting.is_dosing() && meeting.at > session.end);
    recorded.into_iter().chain(agreed.map(|meeting| meeting.at)).min()
}

#[cfg(test)]
mod tests {
    use protocol::RecordId;

    use super::super::calendar::tests::{AUCKLAND, BERLIN, DENVER, Posix};
    use super::*;
    use crate::record::{CheckIn, Moment, Record, Reflection};

    fn at(text: &str) -> i64 {
        Moment::parse(text, "").unwrap().unix_ms
    }

    fn session(start: &str, end: &str) -> Session {
        let start = Moment::parse(start, "America/Denver").unwrap();
        Session { id: RecordId::new(0, [1; 10]), also: vec![], number: 1, start, end: at(end) }
    }

    fn meant(session: &Session, rule: &str) -> Vec<String> {
        let zone = Posix::new(rule);
        Slot::AFTER_SESSION.iter().map(|slot| calendar::moment(&zone, due(session, *slot, &zone)).rfc3339()).collect()
    }

    #[test]
    fn a_day_on_is_the_same_time_on_the_clock_also_when_clocks_change() {
        let spring = session("2026-03-07T10:00:00-07:00", "2026-03-07T13:00:00-07:00");
        assert_eq!(
            meant(&spring, DENVER),
            [
                "2026-03-07T17:00:00-07:00",
                "2026-03-08T13:00:00-06:00",
                "2026-03-10T13:00:00-06:00",
                "2026-03-14T13:00:00-06:00"
            ]
        );
        let autumn = session("2026-10-31T22:00:00-06:00", "2026-10-31T23:30:00-06:00");
        assert_eq!(meant(&autumn, DENVER)[..2], ["2026-11-01T02:30:00-07:00", "2026-11-01T23:30:00-07:00"]);
    }

    #[test]
    fn after_a_flight_the_clock_of_the_new_place_counts() {
        let session = session("2026-03-03T10:00:00-07:00", "2026-03-03T13:00:00-07:00");
        assert_eq!(meant(&session, BERLIN)[1..3], ["2026-03-04T13:00:00+01:00", "2026-03-06T13:00:00+01:00"]);
        assert_eq!(meant(&session, AUCKLAND)[3], "2026-03-10T13:00:00+13:00");
        assert_eq!(meant(&session, BERLIN)[0], "2026-03-04T01:00:00+01:00", "four hours are four hours");
    }

    #[test]
    fn leap_days_count() {
        let session = session("2024-02-27T10:00:00-07:00", "2024-02-27T13:00:00-07:00");
        assert_eq!(meant(&session, DENVER)[2], "2024-03-01T13:00:00-07:00");
    }

    #[test]
    fn an_entry_answers_the_check_in_that_it_names_or_in_whose_hours_it_falls() {
        let session = session("2026-02-05T10:00:00-07:00", "2026-02-05T13:00:00-07:00");
        let states = |entries: &[(&str, Option<Slot>)], now: &str| {
            let entries: Vec<Written> = entries
                .iter()
                .map(|(when, slot)| Written { at: at(when), slot: *slot, session: None, needs_space: false })
                .collect();
            let zone = Posix::new(DENVER);
            let plans = check_ins(&session, None, &entries, at(now), &zone);
            plans.into_iter().map(|plan| plan.state).collect::<Vec<_>>()
        };
        use CheckInState::{Ahead, Done, Open, Passed};
        assert_eq!(states(&[], "2026-02-05T14:00:00-07:00"), [Open, Ahead, Ahead, Ahead]);
        assert_eq!(states(&[], "2026-02-06T09:00:00-07:00"), [Passed, Open, Ahead, Ahead]);
        assert_eq!(states(&[], "2026-03-06T09:00:00-07:00"), [Passed; 4]);
        // An entry after the session; one on the next morning; one that names the 72-hour check-in.
        let entries = [
            ("2026-02-05T12:00:00-07:00", None),
            ("2026-02-06T09:30:00-07:00", None),
            ("2026-02-07T20:00:00-07:00", Some(Slot::ThreeDays)),
        ];
        assert_eq!(states(&entries, "2026-02-09T14:00:00-07:00"), [Done, Done, Done, Ahead]);
        // Entries before the session answer none, and the 24-hour check-in answers only its own slot.
        let entries = [("2026-02-05T08:00:00-07:00", None), ("2026-02-07T14:00:00-07:00", Some(Slot::Day))];
        assert_eq!(states(&entries, "2026-02-07T15:00:00-07:00"), [Passed, Done, Open, Ahead]);
    }

    #[test]
    fn what_follows_a_session_ends_when_the_next_begins() {
        let session = session("2026-02-05T10:00:00-07:00", "2026-02-05T13:00:00-07:00");
        let zone = Posix::new(DENVER);
        let next = at("2026-02-08T10:00:00-07:00");
        let plans = check_ins(&session, Some(next), &[], next + 1, &zone);
        assert!(plans.iter().all(|plan| plan.state != CheckInState::Open));
        let meeting = |at, purpose: &str| Meeting { id: session.id, at, purpose: purpose.into(), kept: false };
        // The appointments of this session, of a conversation, and of the next session.
        let meetings = [
            meeting(session.start.unix_ms + 60_000, "dosing"),
            meeting(next - 5, "integration"),
            meeting(next, "dosing"),
        ];
        assert_eq!(next_session(&Course::default(), &meetings, &session), Some(next));
    }

    #[test]
    fn what_a_record_says_is_read() {
        let item = |body: Body| {
            let when = Moment::parse("2026-02-05T14:00:00-07:00", "").unwrap();
            Item { id: RecordId::new(0, [1; 10]), revision: 1, record: Record { when, body } }
        };
        let reflection = Reflection {
            prompt: Some("after.72h.body".into()),
            states: vec!["needs space".into()],
            ..Default::default()
        };
        let written = Written::of(&item(reflection.into())).unwrap();
        assert_eq!((written.slot, written.needs_space), (Some(Slot::ThreeDays), true));
        let check_in = CheckIn { slot: Some(Slot::Week), states: vec!["needs_space".into()], ..Default::default() };
        let written = Written::of(&item(check_in.into())).unwrap();
        assert_eq!((written.slot, written.needs_space), (Some(Slot::Week), true));
        let called_off = Appointment { cancelled: true, ..Default::default() };
        assert_eq!(Meeting::of(&item(called_off.into())), None);
        for (kept, ahead) in [(None, Some(true)), (Some(true), Some(false)), (Some(false), None)] {
            let meeting = item(Appointment { kept, ..Default::default() }.into());
            let before = meeting.record.when.unix_ms - 1;
            assert_eq!(Meeting::of(&meeting).map(|meeting| meeting.is_ahead(before)), ahead, "{kept:?}");
        }
        assert_eq!(Slot::of_prompt("after.first"), Some(Slot::FourHours));
        assert_eq!(Slot::of_prompt("between.free"), None);
    }
}
