//! Formatting days and times in the person's language. The patterns are in the catalogue; the calendar is jiff's.

use jiff::civil::Date;
use journal::record::Moment;

use super::Catalogue;

/// A day of the person's calendar, counted from 1970-01-01, as a date.
fn date_of(day: i64) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    epoch.checked_add(span).unwrap_or(epoch)
}

fn days(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// Reads `YYYY-MM-DD` as a day counted from 1970-01-01.
pub(crate) fn day_of(date: &str) -> Option<i64> {
    date.parse().ok().map(days)
}

impl Catalogue {
    fn dated(&self, key: &str, day: i64) -> String {
        let date = date_of(day);
        let weekday = self.fill("weekday", &[("n", i64::from(date.weekday().to_monday_one_offset()).into())]);
        let month = self.fill("month", &[("n", i64::from(date.month()).into())]);
        self.fill(
            key,
            &[
                ("weekday", weekday.into()),
                ("day", date.day().to_string().into()),
                ("month", month.into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// "Thursday, February 12", with the year when it is not this one.
    pub(crate) fn day(&self, day: i64, today: i64) -> String {
        let same = date_of(day).year() == date_of(today).year();
        self.dated(if same { "date-day" } else { "date-day-year" }, day)
    }

    /// The day of the week of a local day, such as "Thursday".
    pub(crate) fn weekday(&self, day: i64) -> String {
        self.fill("weekday", &[("n", i64::from(date_of(day).weekday().to_monday_one_offset()).into())])
    }

    /// The date of a local day, such as "February 12, 2026".
    pub(crate) fn date(&self, day: i64) -> String {
        self.dated("date-full", day)
    }

    /// "today", "tomorrow", "on Thursday", "on Thursday, February 12", for use in a sentence.
    pub(crate) fn relative_day(&self, day: i64, today: i64) -> String {
        match day - today {
            0 => self.say("date-today"),
            1 => self.say("date-tomorrow"),
            -1 => self.say("date-yesterday"),
            2..=6 => self.dated("date-on-weekday", day),
            _ => self.fill("date-on", &[("day", self.day(day, today).into())]),
        }
    }

    /// "today", "tomorrow", "Thursday, February 12": after "since" and "by".
    pub(crate) fn named_day(&self, day: i64, today: i64) -> String {
        match day - today {
            -1..=1 => self.relative_day(day, today),
            _ => self.day(day, today),
        }
    }

    /// The local time of day, such as "4:30 PM" or "16:30".
    pub(crate) fn time(&self, when: &Moment) -> String {
        let minute = (when.unix_ms + i64::from(when.offset_s) * 1_000).div_euclid(60_000).rem_euclid(24 * 60);
        self.clock(minute as u32)
    }

    /// A time of day, in minutes since midnight.
    pub(crate) fn clock(&self, minute: u32) -> String {
        let (hour, minute) = (minute / 60, minute % 60);
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = if hour < 12 { "am" } else { "pm" };
        self.fill(
            "time",
            &[
                ("hour", format!("{hour:02}").into()),
                ("twelve", twelve.to_string().into()),
                ("minute", format!("{minute:02}").into()),
                ("half", half.into()),
            ],
        )
    }

    /// "on Thursday, 4:30 PM".
    pub(crate) fn relative(&self, when: &Moment, today: i64) -> String {
        let day = self.relative_day(when.local_day(), today);
        self.fill("date-time", &[("day", day.into()), ("time", self.time(when).into())])
    }
}
