//! Phase, session n and day +d.

use serde::Serialize;

use crate::record::{Moment, Phase};

/// How many days after a session count as right after it: the window in which mood and perspective shift most and in
/// which the check-ins at +4 h, +24 h and +72 h lie.
pub const AFTER_DAYS: i64 = 3;
/// How many days after a session count as integration, before ordinary days begin.
pub const INTEGRATION_DAYS: i64 = 14;

/// A dosing session, as far as the calendar is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionDay {
    /// Its number in the series, from 1.
    pub number: u32,
    /// Its local calendar day, as [`Moment::local_day`].
    pub day: i64,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ArcPlace {
    /// The part of the arc.
    pub phase: Phase,
    /// The session it follows (or, before the first, precedes); absent when there is none.
    pub session: Option<u32>,
    /// Calendar days since that session, in the client's own time zone; negative before the first.
    pub day: Option<i64>,
}

/// Places a moment among the sessions, which need not be in order.
///
/// Days are counted on the person's own calendar (each moment's own offset), so a short night, a journey or a change
/// of clocks never moves an entry to another day.
pub fn place(when: &Moment, sessions: &[SessionDay]) -> ArcPlace {
    let day = when.local_day();
    let last = sessions.iter().filter(|session| session.day <= day).max_by_key(|session| (session.day, session.number));
    if let Some(session) = last {
        let since = day - session.day;
        let phase = match since {
            0 => Phase::SessionDay,
            _ if since <= AFTER_DAYS => Phase::After,
            _ if since <= INTEGRATION_DAYS => Phase::Integration,
            _ => Phase::Between,
        };
        return ArcPlace { phase, session: Some(session.number), day: Some(since) };
    }
    let first = sessions.iter().min_by_key(|session| (session.day, session.number));
    ArcPlace {
        phase: Phase::Preparation,
        session: first.map(|session| session.number),
        day: first.map(|session| day - session.day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text, "").unwrap()
    }

    fn session(number: u32, text: &str) -> SessionDay {
        SessionDay { number, day: at(text).local_day() }
    }

    #[test]
    fn days_are_counted_from_the_last_session_on_the_persons_calendar() {
        let sessions = [session(2, "2026-02-19T10:00:00-07:00"), session(1, "2026-02-05T10:00:00-07:00")];
        let cases = [
            ("2026-02-03T20:10:00-07:00", Phase::Preparation, Some(1), Some(-2)),
            ("2026-02-05T08:00:00-07:00", Phase::SessionDay, Some(1), Some(0)),
            ("2026-02-05T23:59:00-07:00", Phase::SessionDay, Some(1), Some(0)),
            ("2026-02-06T00:01:00-07:00", Phase::After, Some(1), Some(1)),
            ("2026-02-12T10:00:00-07:00", Phase::Integration, Some(1), Some(7)),
            ("2026-02-19T10:00:00-07:00", Phase::SessionDay, Some(2), Some(0)),
            ("2026-03-19T10:00:00-06:00", Phase::Between, Some(2), Some(28)),
        ];
        for (text, phase, session, day) in cases {
            assert_eq!(place(&at(text), &sessions), ArcPlace { phase, session, day }, "{text}");
        }
    }

    #[test]
    fn the_change_of_clocks_and_a_flight_do_not_move_the_day() {
        // The night of the change of clocks in Denver has 23 hours.
        let sessions = [session(1, "2026-03-07T23:30:00-07:00")];
        assert_eq!(place(&at("2026-03-08T23:00:00-06:00"), &sessions).day, Some(1));
        // Across the date line: the person's own calendar counts.
        let sessions = [session(1, "2026-05-01T20:00:00+12:00")];
        assert_eq!(place(&at("2026-05-01T02:00:00-10:00"), &sessions).day, Some(0));
    }

    #[test]
    fn without_sessions_everything_is_preparation() {
        let place = place(&at("2026-02-03T20:10:00-07:00"), &[]);
        assert_eq!(place, ArcPlace { phase: Phase::Preparation, session: None, day: None });
    }
}
