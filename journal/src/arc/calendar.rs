//! The person's calendar: local days, wall-clock times, and the conversion of a wall-clock time to an instant.
//!
//! Days are counted from 1970-01-01, as in [`Moment::local_day`]. There is no time-zone database: callers pass a
//! [`Zone`], which provides the UTC offset at an instant.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::record::Moment;

/// Milliseconds in a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds in a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR_MS: i64 = 3_600_000;

// The Julian day number of 1970-01-01.
const EPOCH: i64 = 2_440_588;

/// The time-zone data that planning needs. Phones ask the operating system, browsers `Intl`.
pub trait Zone {
    /// IANA name, such as `America/Denver`.
    fn name(&self) -> &str;
    /// The UTC offset at an instant (milliseconds since the Unix epoch), in seconds east of UTC.
    fn offset_s(&self, unix_ms: i64) -> i32;
}

/// A zone with a constant offset. Enough if nothing is planned ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// IANA name, if known.
    pub name: String,
    /// Seconds east of UTC.
    pub offset_s: i32,
}

impl From<&Moment> for Fixed {
    /// The zone of a moment, with the offset that was in force then.
    fn from(moment: &Moment) -> Self {
        Self { name: moment.zone.clone(), offset_s: moment.offset_s }
    }
}

impl Zone for Fixed {
    fn name(&self) -> &str {
        &self.name
    }

    fn offset_s(&self, _unix_ms: i64) -> i32 {
        self.offset_s
    }
}

/// The wall-clock time at an instant, in milliseconds since 1970-01-01 00:00 local time.
pub fn wall_ms(zone: &dyn Zone, unix_ms: i64) -> i64 {
    unix_ms.saturating_add(i64::from(zone.offset_s(unix_ms)) * 1_000)
}

/// The instant of a wall-clock time.
///
/// An ambiguous time (clocks set back) is the first of the two. A time that does not exist (clocks set
/// forward, or a day skipped at the date line) is moved forward by the gap: 02:30 becomes 03:30.
pub fn instant(zone: &dyn Zone, wall_ms: i64) -> i64 {
    // No offset is more than fourteen hours, so a change of clocks near the wall time is between these two.
    let before = i64::from(zone.offset_s(wall_ms.saturating_sub(15 * HOUR_MS))) * 1_000;
    let after = i64::from(zone.offset_s(wall_ms.saturating_add(15 * HOUR_MS))) * 1_000;
    let early = wall_ms.saturating_sub(before);
    let late = wall_ms.saturating_sub(after);
    let shows = |unix_ms: i64| self::wall_ms(zone, unix_ms) == wall_ms;
    match (shows(early), shows(late)) {
        (true, true) => early.min(late),
        (false, true) => late,
        _ => early,
    }
}

/// The instant of a wall-clock time on a local day. `minute` counts from midnight.
pub fn at(zone: &dyn Zone, day: i64, minute: u16) -> i64 {
    instant(zone, day.saturating_mul(DAY_MS).saturating_add(i64::from(minute) * MINUTE_MS))
}

/// The local day of an instant.
pub fn day(zone: &dyn Zone, unix_ms: i64) -> i64 {
    wall_ms(zone, unix_ms).div_euclid(DAY_MS)
}

/// The minute of the local day, from midnight.
pub fn minute(zone: &dyn Zone, unix_ms: i64) -> u16 {
    (wall_ms(zone, unix_ms).rem_euclid(DAY_MS) / MINUTE_MS) as u16
}

/// Converts an instant to the form of records, in this zone.
pub fn moment(zone: &dyn Zone, unix_ms: i64) -> Moment {
    Moment { unix_ms, offset_s: zone.offset_s(unix_ms), zone: zone.name().to_owned() }
}

/// Parses a local date (`YYYY-MM-DD`); `None` if it is invalid.
pub fn parse_date(date: &str) -> Option<i64> {
    // Exactly ten characters, so that trailing text is rejected.
    (date.len() == 10).then_some(())?;
    Some(Moment::parse(&format!("{date}T00:00:00Z"), "").ok()?.local_day())
}

/// Formats a day as a local date, `YYYY-MM-DD`. Days out of range become 1970-01-01.
pub fn date(day: i64) -> String {
    calendar_date(day).to_string()
}

/// The same day of the month some months away, or that month's last: a month before 31 March is 28 or 29 February.
pub fn months_away(day: i64, months: i32) -> i64 {
    let from = calendar_date(day);
    let count = from.year() * 12 + i32::from(u8::from(from.month())) - 1 + months;
    let Ok(month) = time::Month::try_from(count.rem_euclid(12) as u8 + 1) else { return day };
    let year = count.div_euclid(12);
    let last = month.length(year);
    let there = Date::from_calendar_date(year, month, from.day().min(last));
    there.map_or(day, |date| i64::from(date.to_julian_day()) - EPOCH)
}

/// The day of the month, from 1.
pub fn day_of_month(day: i64) -> u8 {
    calendar_date(day).day()
}

fn calendar_date(day: i64) -> Date {
    let julian = i32::try_from(day.saturating_add(EPOCH)).ok();
    let date = julian.and_then(|julian| Date::from_julian_day(julian).ok());
    date.filter(|date| (0..=9_999).contains(&date.year())).unwrap_or(OffsetDateTime::UNIX_EPOCH.date())
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The weekday of a day. 1970-01-01 was a Thursday.
    pub fn of(day: i64) -> Self {
        Self::ALL[(day + 3).rem_euclid(7) as usize]
    }
}

/// The Monday of a day's week, as in ISO 8601.
pub fn week_start(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::Timestamp;
    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    /// jiff's zone, from a POSIX rule: changes of clocks in both directions without a database.
    #[derive(Debug)]
    pub struct Posix(TimeZone);

    impl Posix {
        pub fn new(rule: &str) -> Self {
            Self(TimeZone::posix(rule).unwrap())
        }
    }

    impl Zone for Posix {
        fn name(&self) -> &str {
            "test"
        }

        fn offset_s(&self, unix_ms: i64) -> i32 {
            let at = Timestamp::from_millisecond(unix_ms).unwrap();
            self.0.to_offset(at).seconds()
        }
    }

    pub const DENVER: &str = "MST7MDT,M3.2.0,M11.1.0";
    pub const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    pub const AUCKLAND: &str = "NZST-12NZDT,M9.5.0,M4.1.0/3";
    pub const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    pub const CHATHAM: &str = "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45";
    pub const KIRIBATI: &str = "<+14>-14";
    pub const MARQUESAS: &str = "<-0930>9:30";

    /// Samoa changed to the other side of the date line: 2011-12-30 did not exist there.
    pub struct Apia;

    impl Zone for Apia {
        fn name(&self) -> &str {
            "Pacific/Apia"
        }

        fn offset_s(&self, unix_ms: i64) -> i32 {
            // Midnight at the end of 29 December, in the old offset.
            if unix_ms < 1_325_239_200_000 { -10 * 3_600 } else { 14 * 3_600 }
        }
    }

    fn ms(text: &str) -> i64 {
        Moment::parse(text, "").unwrap().unix_ms
    }

    fn on(date: &str, minute: u16, zone: &dyn Zone) -> String {
        moment(zone, at(zone, parse_date(date).unwrap(), minute)).rfc3339()
    }

    #[test]
    fn what_the_clocks_leave_out_is_later_and_what_they_show_twice_is_the_first() {
        let denver = Posix::new(DENVER);
        assert_eq!(on("2026-03-08", 90, &denver), "2026-03-08T01:30:00-07:00");
        assert_eq!(on("2026-03-08", 150, &denver), "2026-03-08T03:30:00-06:00");
        assert_eq!(on("2026-11-01", 90, &denver), "2026-11-01T01:30:00-06:00");
        assert_eq!(on("2026-11-01", 120, &denver), "2026-11-01T02:00:00-07:00");
        let howe = Posix::new(LORD_HOWE);
        assert_eq!(on("2026-10-04", 135, &howe), "2026-10-04T02:45:00+11:00");
    }

    #[test]
    fn a_day_that_was_skipped_at_the_date_line_is_the_next() {
        assert_eq!(on("2011-12-29", 23 * 60, &Apia), "2011-12-29T23:00:00-10:00");
        assert_eq!(on("2011-12-30", 9 * 60, &Apia), "2011-12-31T09:00:00+14:00");
        assert_eq!(on("2011-12-31", 0, &Apia), "2011-12-31T00:00:00+14:00");
        assert_eq!(day(&Apia, ms("2011-12-31T10:00:00Z")), parse_date("2012-01-01").unwrap());
    }

    #[test]
    fn dates_are_days_and_back_also_in_leap_years() {
        assert_eq!(parse_date("1970-01-01"), Some(0));
        assert_eq!(parse_date("2024-02-29").map(|day| date(day + 1)).as_deref(), Some("2024-03-01"));
        assert_eq!(parse_date("2023-02-29"), None);
        for nonsense in ["", "2026-2-3", "2026-02-03T", "yesterday!", "2026-02-03Z"] {
            assert_eq!(parse_date(nonsense), None, "{nonsense}");
        }
        assert_eq!(date(i64::MAX), "1970-01-01");
        let days = ["2026-11-25", "2026-11-30", "2024-02-29", "1969-12-29"];
        let names = days.map(|day| Weekday::of(parse_date(day).unwrap()));
        assert_eq!(names, [Weekday::Wednesday, Weekday::Monday, Weekday::Thursday, Weekday::Monday]);
    }

    #[test]
    fn a_month_before_the_31st_is_the_last_of_a_shorter_month() {
        let away = |from: &str, months| date(months_away(parse_date(from).unwrap(), months));
        assert_eq!(away("2026-03-31", -1), "2026-02-28");
        assert_eq!(away("2024-03-31", -1), "2024-02-29");
        assert_eq!(away("2026-01-15", -1), "2025-12-15");
        assert_eq!(away("2024-02-29", -12), "2023-02-28");
        assert_eq!(away("2025-12-31", 2), "2026-02-28");
    }

    proptest! {
        #[test]
        fn wall_times_become_the_instants_that_jiff_finds(
            rule in prop::sample::select(vec![DENVER, BERLIN, AUCKLAND, LORD_HOWE, CHATHAM, KIRIBATI, MARQUESAS]),
            day in 10_000_i64..30_000,
            minute in 0_u16..1_440,
        ) {
            let zone = Posix::new(rule);
            let midnight: DateTime = date(day).parse::<jiff::civil::Date>().unwrap().into();
            let wall = midnight + jiff::SignedDuration::from_mins(i64::from(minute));
            let theirs = zone.0.to_ambiguous_timestamp(wall).compatible().unwrap();
            prop_assert_eq!(at(&zone, day, minute), theirs.as_millisecond());
        }

        #[test]
        fn days_and_dates_agree_with_jiff(day in -300_000_i64..300_000, months in -30_i32..30) {
            let theirs = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day);
            prop_assert_eq!(date(day), theirs.to_string());
            prop_assert_eq!(parse_date(&date(day)), Some(day));
            let weekday = theirs.weekday().to_monday_zero_offset() as usize;
            prop_assert_eq!(Weekday::of(day), Weekday::ALL[weekday]);
            prop_assert_eq!(Weekday::of(week_start(day)), Weekday::Monday);
            prop_assert!((0..7).contains(&(day - week_start(day))));
            let away = theirs + jiff::Span::new().months(months);
            prop_assert_eq!(date(months_away(day, months)), away.to_string());
        }
    }
}
