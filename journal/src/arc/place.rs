//! Phase, session n and day +d.

use protocol::RecordId;
use serde::Serialize;

use super::calendar::{DAY_MS, HOUR_MS, MINUTE_MS};
use super::{Item, Recorded, sessions};
use crate::record::{Body, Moment, Phase, SeriesStatus};

/// How many days after a session count as right after it: the window in which mood and perspective shift most and in
/// which the check-ins at +4 h, +24 h and +72 h lie.
pub const AFTER_DAYS: i64 = 3;
/// How many days after a session count as integration, before ordinary days begin.
pub const INTEGRATION_DAYS: i64 = 14;
/// The assumed duration of a session without a recorded one, in hours.
pub const SESSION_HOURS: i64 = 3;

/// A dosing session, with the fields that the calendar reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The record that determines it.
    pub id: RecordId,
    /// Other records of the same session.
    pub also: Vec<RecordId>,
    /// Its number in the series, from 1.
    pub number: u32,
    /// When it began.
    pub start: Moment,
    /// When it ended or the client was home: milliseconds since the Unix epoch. As recorded; else by its duration;
    /// else [`SESSION_HOURS`] after it began.
    pub end: i64,
}

/// A series of sessions, with the fields that the calendar reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSpan {
    /// The id of the record.
    pub id: RecordId,
    /// When it began: milliseconds since the Unix epoch.
    pub from: i64,
    /// Number of planned sessions.
    pub planned: Option<u32>,
    /// Its state.
    pub status: SeriesStatus,
}

/// The sessions and series of one journal, in order of time. Every entry gets its position relative to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    sessions: Vec<Session>,
    series: Vec<SeriesSpan>,
}

/// A section of the timeline: a session with the entries after it, or a preparation. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chapter {
    /// The number of sessions up to and including its own.
    sessions: usize,
    /// Whether it is a preparation: the time before the first session of a series.
    pub preparation: bool,
}

impl Chapter {
    /// The chapter of a session, by its index in [`Course::sessions`].
    pub fn of_session(at: usize) -> Self {
        Self { sessions: at + 1, preparation: false }
    }

    /// The session whose chapter this is, as an index into [`Course::sessions`].
    pub fn session(self) -> Option<usize> {
        self.sessions.checked_sub(1).filter(|_| !self.preparation)
    }
}

/// The position of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ArcPlace {
    /// The part of the arc.
    pub phase: Phase,
    /// The session it follows (or, before the first of a series, precedes); absent when there is none.
    pub session: Option<u32>,
    /// Calendar days since that session, in the client's own time zone; negative before the first.
    pub day: Option<i64>,
}

impl Session {
    /// The session of its records.
    fn of(recorded: &Recorded<'_>) -> Option<Self> {
        let item = recorded.whole();
        let also = recorded.records.iter().skip(1).map(|other| other.id).collect();
        let Body::DosingSession(session) = &item.record.body else { return None };
        let start = item.record.when.clone();
        let lasted = session.duration_min.map_or(SESSION_HOURS * HOUR_MS, |minutes| i64::from(minutes) * MINUTE_MS);
        let ended = session.ended.as_ref().map(|ended| ended.unix_ms).filter(|end| *end >= start.unix_ms);
        let end = ended.unwrap_or(start.unix_ms.saturating_add(lasted));
        Some(Self { id: item.id, also, number: session.number, start, end })
    }
}

impl Course {
    /// Reads the sessions and series among these records, which need not be in order.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a Item>) -> Self {
        let mut course = Self::default();
        let mut recorded = Vec::new();
        for item in items {
            if let Body::DosingSession(_) = &item.record.body {
                recorded.push(item);
            } else if let Body::Series(series) = &item.record.body {
                let from = item.record.when.unix_ms;
                course.series.push(SeriesSpan { id: item.id, from, planned: series.planned, status: series.status });
            }
        }
        course.sessions.extend(sessions(recorded).iter().filter_map(Session::of));
        course.sessions.sort_by_key(|session| (session.start.unix_ms, session.number, session.id));
        course.series.sort_by_key(|series| (series.from, series.id));
        course
    }

    /// All sessions, oldest first, including upcoming ones.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// The session that a record belongs to, also if another record determines it.
    pub fn session_of(&self, record: RecordId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == record || session.also.contains(&record))
    }

    /// All series, oldest first.
    pub fn series(&self) -> &[SeriesSpan] {
        &self.series
    }

    /// The last session that has begun.
    pub fn last(&self, unix_ms: i64) -> Option<&Session> {
        self.sessions[..self.begun(unix_ms)].last()
    }

    /// The next session that is recorded and has not begun.
    pub fn next(&self, unix_ms: i64) -> Option<&Session> {
        self.sessions.get(self.begun(unix_ms))
    }

    /// The series in progress at an instant: the last one that began by then, according to its own record or to its
    /// first session.
    pub fn series_at(&self, unix_ms: i64) -> Option<&SeriesSpan> {
        self.series.iter().rev().find(|series| series.from <= unix_ms).or(match &self.series[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    /// The sessions of the series that a session belongs to, by time: from the beginning of the series to that of the
    /// next.
    pub fn sessions_of(&self, series: &SeriesSpan) -> &[Session] {
        let at = self.series.iter().position(|one| one.id == series.id).unwrap_or_default();
        // Sessions recorded before the first series belong to it.
        let from = if at == 0 { i64::MIN } else { series.from };
        let to = self.series.get(at + 1).map_or(i64::MAX, |next| next.from);
        let begin = self.sessions.partition_point(|session| session.start.unix_ms < from);
        let end = self.sessions.partition_point(|session| session.start.unix_ms < to);
        &self.sessions[begin.min(end)..end]
    }

    /// The chapter that a moment belongs to: that of the last session that has begun or begins on the same day, or the
    /// preparation of a series.
    pub fn chapter(&self, when: &Moment) -> Chapter {
        let begun = self.begun(when.unix_ms);
        let today = self.sessions.get(begun).is_some_and(|next| {
            next.start.local_day() == when.local_day() && next.start.unix_ms.saturating_sub(when.unix_ms) < DAY_MS
        });
        if today {
            return Chapter::of_session(begun);
        }
        let since = begun.checked_sub(1).map(|at| self.sessions[at].start.unix_ms);
        // A series that began since then starts a new preparation.
        let anew = |since: i64| self.series.iter().skip(1).any(|one| one.from > since && one.from <= when.unix_ms);
        Chapter { sessions: begun, preparation: since.is_none_or(anew) }
    }

    /// The position of a moment.
    ///
    /// Days are counted on the person's own calendar (each moment's own offset), so a short night, a journey or a
    /// change of clocks does not move an entry to another day. An entry after a session never gets a negative day, even
    /// if the date line makes its date earlier.
    pub fn place(&self, when: &Moment) -> ArcPlace {
        let day = when.local_day();
        if let Some(session) = self.chapter(when).session().and_then(|at| self.sessions.get(at)) {
            let since = (day - session.start.local_day()).max(0);
            let phase = match since {
                0 => Phase::SessionDay,
                _ if since <= AFTER_DAYS => Phase::After,
                _ if since <= INTEGRATION_DAYS => Phase::Integration,
                _ => Phase::Between,
            };
            return ArcPlace { phase, session: Some(session.number), day: Some(since) };
        }
        let ahead = self.next(when.unix_ms);
        ArcPlace {
            phase: Phase::Preparation,
            session: ahead.map(|session| session.number),
            day: ahead.map(|session| (day - session.start.local_day()).min(0)),
        }
    }

    /// On the day of a session: whether a moment is before the session began. A feeling before the dose is not an
    /// effect of it. Absent on other days.
    pub fn before_dose(&self, when: &Moment) -> Option<bool> {
        let at = self.chapter(when).session()?;
        let session = self.sessions.get(at)?;
        (session.start.local_day() == when.local_day()).then_some(when.unix_ms < session.start.unix_ms)
    }

    /// Milliseconds from the beginning of the last session to a moment.
    pub fn since(&self, when: &Moment) -> Option<i64> {
        self.last(when.unix_ms).map(|session| when.unix_ms - session.start.unix_ms)
    }

    /// The session in progress at an instant: it has begun and not ended.
    pub fn running(&self, unix_ms: i64) -> Option<&Session> {
        self.last(unix_ms).filter(|session| unix_ms < session.end)
    }

    fn begun(&self, unix_ms: i64) -> usize {
        self.sessions.partition_point(|session| session.start.unix_ms <= unix_ms)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::{DosingSession, Record, Series};

    fn at(text: &str) -> Moment {
        Moment::parse(text, "").unwrap()
    }

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when: at(when), body: body.into() } }
    }

    fn session(number: u32, when: &str) -> Item {
        item(number as u8, when, DosingSession { number, ..Default::default() })
    }

    fn series(n: u8, when: &str) -> Item {
        item(100 + n, when, Series { planned: Some(4), ..Default::default() })
    }

    #[test]
    fn days_are_counted_from_the_last_session_on_the_persons_calendar() {
        let course = Course::of(&[session(2, "2026-02-19T10:00:00-07:00"), session(1, "2026-02-05T10:00:00-07:00")]);
        let cases = [
            ("2026-02-03T20:10:00-07:00", Phase::Preparation, Some(1), Some(-2)),
            ("2026-02-05T08:00:00-07:00", Phase::SessionDay, Some(1), Some(0)),
            ("2026-02-05T23:59:00-07:00", Phase::SessionDay, Some(1), Some(0)),
            ("2026-02-06T00:01:00-07:00", Phase::After, Some(1), Some(1)),
            ("2026-02-12T10:00:00-07:00", Phase::Integration, Some(1), Some(7)),
            ("2026-02-19T00:00:00-07:00", Phase::SessionDay, Some(2), Some(0)),
            ("2026-02-19T10:00:00-07:00", Phase::SessionDay, Some(2), Some(0)),
            ("2026-03-19T10:00:00-06:00", Phase::Between, Some(2), Some(28)),
        ];
        for (text, phase, session, day) in cases {
            assert_eq!(course.place(&at(text)), ArcPlace { phase, session, day }, "{text}");
        }
    }

    #[test]
    fn the_change_of_clocks_and_leap_days_do_not_move_the_day() {
        let day = |start: &str, text: &str| Course::of(&[session(1, start)]).place(&at(text)).day;
        // The night of the change of clocks in Denver has 23 hours in spring and 25 in autumn.
        assert_eq!(day("2026-03-07T23:30:00-07:00", "2026-03-08T23:00:00-06:00"), Some(1));
        assert_eq!(day("2026-10-31T00:10:00-06:00", "2026-11-01T23:50:00-07:00"), Some(1));
        assert_eq!(day("2024-02-28T10:00:00-07:00", "2024-03-01T10:00:00-07:00"), Some(2));
        assert_eq!(day("2026-02-28T10:00:00-07:00", "2026-03-01T10:00:00-07:00"), Some(1));
    }

    #[test]
    fn across_the_date_line_after_stays_after_and_before_stays_before() {
        // Nine hours after the session, on the other side of the line, the calendar shows the day before.
        let course = Course::of(&[session(1, "2026-05-02T09:00:00+12:00")]);
        let place = course.place(&at("2026-05-01T20:00:00-10:00"));
        assert_eq!(place, ArcPlace { phase: Phase::SessionDay, session: Some(1), day: Some(0) });
        // Eight hours before it, the calendar already showed the next day.
        let course = Course::of(&[session(1, "2026-05-01T20:00:00-10:00")]);
        let place = course.place(&at("2026-05-02T10:00:00+12:00"));
        assert_eq!(place, ArcPlace { phase: Phase::Preparation, session: Some(1), day: Some(0) });
        // After a flight to the east the next day comes sooner, as it does for the traveller.
        let course = Course::of(&[session(1, "2026-05-01T20:00:00-06:00")]);
        assert_eq!(course.place(&at("2026-05-03T08:00:00+12:00")).day, Some(2));
    }

    #[test]
    fn a_new_series_opens_a_new_preparation_and_counts_its_own_sessions() {
        let items = [
            series(1, "2026-01-02T09:00:00-07:00"),
            session(1, "2026-01-05T10:00:00-07:00"),
            session(2, "2026-01-19T10:00:00-07:00"),
            series(2, "2026-06-01T09:00:00-06:00"),
            item(50, "2026-06-15T10:00:00-06:00", DosingSession { number: 1, ..Default::default() }),
        ];
        let course = Course::of(&items);
        let place = |text: &str| course.place(&at(text));
        assert_eq!(
            place("2026-05-20T10:00:00-06:00"),
            ArcPlace { phase: Phase::Between, session: Some(2), day: Some(121) }
        );
        assert_eq!(
            place("2026-06-05T10:00:00-06:00"),
            ArcPlace { phase: Phase::Preparation, session: Some(1), day: Some(-10) }
        );
        assert_eq!(
            place("2026-06-16T10:00:00-06:00"),
            ArcPlace { phase: Phase::After, session: Some(1), day: Some(1) }
        );
        let numbers = |series: &SeriesSpan| course.sessions_of(series).iter().map(|s| s.number).collect::<Vec<_>>();
        assert_eq!(course.series().iter().map(numbers).collect::<Vec<_>>(), [vec![1, 2], vec![1]]);
    }

    #[test]
    fn without_sessions_everything_is_preparation() {
        let place = Course::default().place(&at("2026-02-03T20:10:00-07:00"));
        assert_eq!(place, ArcPlace { phase: Phase::Preparation, session: None, day: None });
    }

    #[test]
    fn a_session_ends_as_recorded_or_by_its_duration_or_after_three_hours() {
        let start = "2026-02-05T10:00:00-07:00";
        let end = |session: DosingSession| {
            let session = Course::of(&[item(1, start, session)]).sessions()[0].clone();
            (session.end - session.start.unix_ms) / MINUTE_MS
        };
        let recorded = DosingSession {
            ended: Some(at("2026-02-05T11:45:00-07:00")),
            duration_min: Some(50),
            ..Default::default()
        };
        assert_eq!(end(recorded), 105);
        assert_eq!(end(DosingSession { duration_min: Some(50), ..Default::default() }), 50);
        let slip = DosingSession { ended: Some(at("2026-02-04T11:45:00-07:00")), ..Default::default() };
        assert_eq!(end(slip), 180);
    }

    proptest! {
        #[test]
        fn what_was_written_after_a_session_is_after_it(
            start in 0_i64..400 * DAY_MS,
            later in 0_i64..40 * DAY_MS,
            here in -12_i32..=14,
            there in -12_i32..=14,
        ) {
            let moment = |unix_ms, hours| Moment { unix_ms, offset_s: hours * 3_600, zone: String::new() };
            let mut record = session(1, "2026-01-01T00:00:00Z");
            record.record.when = moment(start, here);
            let course = Course::of(&[record]);
            let place = course.place(&moment(start + later, there));
            prop_assert_ne!(place.phase, Phase::Preparation);
            prop_assert!(place.day >= Some(0));
            let place = course.place(&moment(start - later - 1, there));
            prop_assert!(place.day <= Some(0));
        }
    }
}
