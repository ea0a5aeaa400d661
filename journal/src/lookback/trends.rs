//! Trends: one point per day with gaps, a moving median, and a comparison of sessions.

use serde::Serialize;

use crate::arc::calendar;
use crate::arc::{Course, Item};
use crate::record::Body;

/// The length of the moving median's window in days, including the day itself.
pub const WINDOW: i64 = 7;
/// The minimum number of days with a value for a median.
pub const LEAST: usize = 3;
/// The days around a session that are compared with other sessions.
pub const AROUND: std::ops::RangeInclusive<i64> = -3..=14;

/// A value that can be plotted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Mood, from reflections and check-ins.
    Mood,
    /// Energy, from check-ins, like the next three.
    Energy,
    /// Sleep quality, from check-ins.
    Sleep,
    /// Sensitivity, from check-ins.
    Sensitivity,
    /// Mental clarity, from check-ins.
    Clarity,
    /// How strong a session was.
    Intensity,
}

impl Figure {
    /// All figures, in display order.
    pub const ALL: [Self; 6] =
        [Self::Mood, Self::Energy, Self::Sleep, Self::Sensitivity, Self::Clarity, Self::Intensity];

    /// The figure's value in a record, from 0 to 10.
    pub fn of(self, body: &Body) -> Option<u8> {
        match (self, body) {
            (Self::Mood, Body::Reflection(entry)) => entry.mood,
            (Self::Mood, Body::CheckIn(entry)) => entry.mood,
            (Self::Energy, Body::CheckIn(entry)) => entry.energy,
            (Self::Sleep, Body::CheckIn(entry)) => entry.sleep,
            (Self::Sensitivity, Body::CheckIn(entry)) => entry.sensitivity,
            (Self::Clarity, Body::CheckIn(entry)) => entry.clarity,
            (Self::Intensity, Body::DosingSession(session)) => session.intensity,
            _ => None,
        }
    }
}

/// A value on a day of the client's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// The local day, as in [`crate::record::Moment::local_day`].
    pub day: i64,
    /// When it was recorded, in milliseconds since the Unix epoch.
    pub at: i64,
    /// The value, from 0 to 10.
    pub value: u8,
}

/// One day of a trend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayPoint {
    /// The local date, `YYYY-MM-DD`.
    pub date: String,
    /// The mean of the day's values; absent without a value. Gaps are never interpolated.
    pub value: Option<f64>,
    /// The lowest value of the day.
    pub low: Option<u8>,
    /// The highest value of the day.
    pub high: Option<u8>,
    /// The median of the days with a value within [`WINDOW`]; absent with fewer than [`LEAST`] days.
    pub median: Option<f64>,
}

/// All values of a figure, oldest first.
pub fn readings(items: &[Item], figure: Figure) -> Vec<Reading> {
    let mut readings: Vec<Reading> = items
        .iter()
        .filter_map(|item| {
            let when = &item.record.when;
            let value = figure.of(&item.record.body)?.min(10);
            Some(Reading { day: when.local_day(), at: when.unix_ms, value })
        })
        .collect();
    readings.sort_unstable();
    readings
}

/// One point for every day from `from` to `to`, inclusive. `readings` must be sorted, as [`readings`] returns them.
pub fn daily(readings: &[Reading], from: i64, to: i64) -> Vec<DayPoint> {
    // Days with a value: day, mean, low, high. They include the window before `from`, which its median needs.
    let mut days: Vec<(i64, f64, u8, u8)> = Vec::new();
    let begin = readings.partition_point(|reading| reading.day < from.saturating_sub(WINDOW));
    for chunk in readings[begin..].chunk_by(|a, b| a.day == b.day).take_while(|chunk| chunk[0].day <= to) {
        let sum: u32 = chunk.iter().map(|reading| u32::from(reading.value)).sum();
        let values = || chunk.iter().map(|reading| reading.value);
        let (low, high) = (values().min().unwrap_or_default(), values().max().unwrap_or_default());
        days.push((chunk[0].day, f64::from(sum) / chunk.len() as f64, low, high));
    }
    let (mut first, mut end) = (0, 0);
    let point = |day: i64| {
        while days.get(first).is_some_and(|known| known.0 <= day - WINDOW) {
            first += 1;
        }
        while days.get(end).is_some_and(|known| known.0 <= day) {
            end += 1;
        }
        let today = end.checked_sub(1).map(|at| days[at]).filter(|known| known.0 == day);
        let window: Vec<f64> = days[first.min(end)..end].iter().map(|known| known.1).collect();
        DayPoint {
            date: calendar::date(day),
            value: today.map(|known| known.1),
            low: today.map(|known| known.2),
            high: today.map(|known| known.3),
            median: (window.len() >= LEAST).then(|| median(window)).flatten(),
        }
    };
    (from..=to).map(point).collect()
}

/// The median: the middle value, or the mean of the two middle ones. `None` without values.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// A session, for comparison with other sessions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionTrend {
    /// The session's record id.
    pub id: String,
    /// Its number in its series.
    pub number: u32,
    /// Its local date, `YYYY-MM-DD`.
    pub date: String,
    /// The median of the seven days before it.
    pub before: Option<f64>,
    /// The median of its own day and the three days after.
    pub after: Option<f64>,
    /// The median of days four to fourteen after it.
    pub later: Option<f64>,
    /// The number of values between this session and the next.
    pub count: u32,
    /// Day relative to the session and mean value, for the days of [`AROUND`] with a value.
    pub around: Vec<(i64, f64)>,
}

/// Comparison of sessions, oldest first, over the same days after each. Values after the next session belong to that
/// one.
pub fn per_session(readings: &[Reading], course: &Course) -> Vec<SessionTrend> {
    let sessions = course.sessions();
    let trend = |(at, session): (usize, &crate::arc::Session)| {
        let (start, day) = (session.start.unix_ms, session.start.local_day());
        let before = at.checked_sub(1).map_or(i64::MIN, |at| sessions[at].start.unix_ms);
        let next = sessions.get(at + 1).map_or(i64::MAX, |next| next.start.unix_ms);
        let part = |from: i64, to: i64| {
            let begin = readings.partition_point(|reading| reading.at < from);
            &readings[begin..readings.partition_point(|reading| reading.at < to).max(begin)]
        };
        let middle = |part: &[Reading], from: i64, to: i64| {
            let days = part.iter().filter(|reading| (from..=to).contains(&(reading.day - day)));
            median(days.map(|reading| f64::from(reading.value)).collect())
        };
        let (earlier, own) = (part(before, start), part(start, next));
        let mut around: Vec<(i64, f64)> = Vec::new();
        for (part, days) in [(earlier, *AROUND.start()..=-1), (own, 0..=*AROUND.end())] {
            for chunk in part.chunk_by(|a, b| a.day == b.day).filter(|chunk| days.contains(&(chunk[0].day - day))) {
                let sum: u32 = chunk.iter().map(|reading| u32::from(reading.value)).sum();
                around.push((chunk[0].day - day, f64::from(sum) / chunk.len() as f64));
            }
        }
        SessionTrend {
            id: session.id.to_string(),
            number: session.number,
            date: session.start.local_date(),
            before: middle(earlier, -7, -1),
            after: middle(own, 0, 3),
            later: middle(own, 4, 14),
            count: own.len() as u32,
            around,
        }
    };
    sessions.iter().enumerate().map(trend).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::RecordId;

    use super::*;
    use crate::record::{CheckIn, DosingSession, Moment, Record, Reflection};

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "America/Denver").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn wrote(n: u8, when: &str, mood: u8) -> Item {
        item(n, when, Reflection { mood: Some(mood), ..Default::default() })
    }

    fn day(date: &str) -> i64 {
        calendar::parse_date(date).unwrap()
    }

    #[test]
    fn there_is_one_point_per_day_and_gaps_are_kept() {
        let items = [
            wrote(1, "2026-02-05T08:00:00-07:00", 4),
            item(2, "2026-02-05T23:30:00-07:00", CheckIn { mood: Some(7), sleep: Some(3), ..Default::default() }),
            wrote(3, "2026-02-07T08:00:00-07:00", 6),
            wrote(4, "2026-02-08T08:00:00-07:00", 2),
            item(5, "2026-02-06T08:00:00-07:00", Reflection::default()),
        ];
        let points = daily(&readings(&items, Figure::Mood), day("2026-02-04"), day("2026-02-09"));
        let values: Vec<_> = points.iter().map(|point| (point.value, point.median)).collect();
        assert_eq!(
            values,
            [
                (None, None),
                (Some(5.5), None),
                (None, None),
                (Some(6.0), None),
                (Some(2.0), Some(5.5)),
                (None, Some(5.5))
            ]
        );
        assert_eq!((points[1].low, points[1].high), (Some(4), Some(7)));
        assert_eq!(readings(&items, Figure::Sleep).len(), 1);
        // The first day's median uses the window before it.
        let points = daily(&readings(&items, Figure::Mood), day("2026-02-09"), day("2026-02-15"));
        assert_eq!((points[0].median, points[3].median), (Some(5.5), None));
    }

    #[test]
    fn sessions_are_compared_over_the_same_days() {
        let items = [
            wrote(1, "2026-02-04T08:00:00-07:00", 3),
            item(2, "2026-02-05T10:00:00-07:00", DosingSession { number: 1, intensity: Some(8), ..Default::default() }),
            wrote(3, "2026-02-05T15:00:00-07:00", 6),
            wrote(4, "2026-02-06T15:00:00-07:00", 8),
            wrote(5, "2026-02-11T15:00:00-07:00", 5),
            item(6, "2026-02-12T10:00:00-07:00", DosingSession { number: 2, ..Default::default() }),
            wrote(7, "2026-02-12T08:00:00-07:00", 4),
            wrote(8, "2026-02-12T15:00:00-07:00", 7),
        ];
        let trends = per_session(&readings(&items, Figure::Mood), &Course::of(&items));
        let actual: Vec<_> =
            trends.iter().map(|one| (one.number, one.before, one.after, one.later, one.count)).collect();
        assert_eq!(actual, [(1, Some(3.0), Some(7.0), Some(4.5), 4), (2, Some(6.0), Some(7.0), None, 1)]);
        assert_eq!(trends[0].around, [(-1, 3.0), (0, 6.0), (1, 8.0), (6, 5.0), (7, 4.0)]);
        assert_eq!(readings(&items, Figure::Intensity)[0].value, 8);
    }

    proptest! {
        #[test]
        fn the_moving_median_is_the_median_of_the_window(
            values in prop::collection::vec((0_i64..60, 0_u8..=10), 0..80),
            from in -5_i64..40,
            length in 0_i64..40,
        ) {
            let mut readings: Vec<Reading> =
                values.into_iter().map(|(day, value)| Reading { day, at: day * 10, value }).collect();
            readings.sort_unstable();
            let points = daily(&readings, from, from + length);
            prop_assert_eq!(points.len() as i64, length + 1);
            for (at, point) in points.iter().enumerate() {
                let day = from + at as i64;
                let mean = |day: i64| {
                    let of: Vec<f64> =
                        readings.iter().filter(|one| one.day == day).map(|one| f64::from(one.value)).collect();
                    (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
                };
                prop_assert_eq!(point.value, mean(day));
                let window: Vec<f64> = (day - WINDOW + 1..=day).filter_map(mean).collect();
                let expected = if window.len() >= LEAST { median(window) } else { None };
                prop_assert_eq!(point.median, expected);
            }
        }
    }
}
