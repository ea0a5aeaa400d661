//! When: an instant, the offset in force there and then, and the zone's name.
//!
//! RFC 3339 is read and written here and not by a date library: the portal loads this with every visit, a library would
//! be a tenth of it, and one format is all that is needed. The tests hold it against `jiff`.

use serde::{Deserialize, Serialize};

use super::Error;

/// An instant with the local offset and the IANA zone in which it was written. Because the offset stands beside it,
/// the person's local day can be told anywhere without a zone database.
///
/// As JSON: `{"at": "2026-02-12T10:00:00-07:00", "zone": "America/Denver"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Moment {
    /// Milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// Seconds east of UTC.
    pub offset_s: i32,
    /// IANA name, such as `America/Denver`.
    pub zone: String,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    at: String,
    #[serde(default)]
    zone: String,
}

impl Moment {
    /// Reads RFC 3339 with an offset (`2026-02-12T10:00:00-07:00`) in the named zone.
    pub fn parse(at: &str, zone: &str) -> Result<Self, Error> {
        let (unix_ms, offset_s) = parse(at).ok_or(Error::Time)?;
        Ok(Self { unix_ms, offset_s, zone: zone.into() })
    }

    /// RFC 3339 with the offset, to the millisecond.
    pub fn rfc3339(&self) -> String {
        let (days, ms) = self.local();
        let Date { year, month, day } = date(days);
        let (s, ms) = (ms / 1_000, ms % 1_000);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60);
        if ms > 0 {
            text.push_str(format!(".{ms:03}").trim_end_matches('0'));
        }
        let offset = self.offset();
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        text + &format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The local calendar day, as days since 1970-01-01: what "day +d" is counted in.
    pub fn local_day(&self) -> i64 {
        (self.unix_ms + i64::from(self.offset_s) * 1_000).div_euclid(86_400_000)
    }

    /// The local date, `YYYY-MM-DD`.
    pub fn local_date(&self) -> String {
        let Date { year, month, day } = date(self.local().0);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The wall clock: days since 1970-01-01, and milliseconds into that day. Years that RFC 3339 cannot write read as
    /// the epoch.
    fn local(&self) -> (i64, i64) {
        let wall = self.unix_ms.saturating_add(i64::from(self.offset()) * 1_000);
        let days = wall.div_euclid(DAY_MS);
        if (FIRST_DAY..=LAST_DAY).contains(&days) { (days, wall.rem_euclid(DAY_MS)) } else { (0, 0) }
    }

    /// The offset in seconds; none where it cannot be one.
    fn offset(&self) -> i32 {
        if self.offset_s.abs() < 86_400 { self.offset_s } else { 0 }
    }
}

const DAY_MS: i64 = 86_400_000;
/// 0000-01-01 and 9999-12-31.
const FIRST_DAY: i64 = -719_528;
const LAST_DAY: i64 = 2_932_896;

struct Date {
    year: i64,
    month: i64,
    day: i64,
}

/// The civil date of a day since 1970-01-01 (proleptic Gregorian): Howard Hinnant, *chrono-compatible low-level date
/// algorithms*. Years begin in March there, so that the leap day is the last.
fn date(days: i64) -> Date {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    Date { year: year_of_era + era * 400 + i64::from(month <= 2), month, day }
}

/// The reverse of [`date`].
fn days(Date { year, month, day }: &Date) -> i64 {
    let year = if *month <= 2 { year - 1 } else { *year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Milliseconds since the Unix epoch, and seconds east of UTC.
fn parse(text: &str) -> Option<(i64, i32)> {
    let text = text.as_bytes();
    let number = |from: usize, length: usize| {
        let digits = text.get(from..from + length)?;
        digits.iter().try_fold(0, |sum, c| c.is_ascii_digit().then(|| sum * 10 + i64::from(c - b'0')))
    };
    let is = |at: usize, these: &[u8]| text.get(at).is_some_and(|c| these.contains(c));
    let apart = is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":");
    let date_read = Date { year: number(0, 4)?, month: number(5, 2)?, day: number(8, 2)? };
    let days = days(&date_read);
    // A day that the month does not have comes back as another one.
    let again = date(days);
    let real = (1..=12).contains(&date_read.month) && (again.month, again.day) == (date_read.month, date_read.day);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    if !(apart && real && hour < 24 && minute < 60 && second <= 60) {
        return None;
    }

    let mut at = 19;
    let mut ms = 0;
    if is(at, b".,") {
        let digits = text[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return None;
        }
        ms = number(at + 1, digits.min(3))? * [100, 10, 1][digits.min(3) - 1];
        at += 1 + digits;
    }
    let offset = if is(at, b"Zz") {
        at += 1;
        0
    } else {
        let (hours, minutes) = (number(at + 1, 2)?, number(at + 4, 2)?);
        if !(is(at, b"+-") && is(at + 3, b":") && hours < 24 && minutes < 60) {
            return None;
        }
        let east = (hours * 60 + minutes) * 60;
        at += 6;
        if text[at - 6] == b'-' { -east } else { east }
    };
    // A leap second is the last one of its minute: no clock here counts it.
    let seconds = (hour * 60 + minute) * 60 + second.min(59) - offset;
    (at == text.len()).then_some((days * DAY_MS + seconds * 1_000 + ms, offset as i32))
}

impl TryFrom<Wire> for Moment {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        Self::parse(&wire.at, &wire.zone)
    }
}

impl From<Moment> for Wire {
    fn from(moment: Moment) -> Self {
        Self { at: moment.rfc3339(), zone: moment.zone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_day_is_that_of_the_person_and_not_of_utc() {
        let late = Moment::parse("2026-02-03T20:10:00-07:00", "America/Denver").unwrap();
        assert_eq!(late.local_date(), "2026-02-03");
        assert_eq!(late.unix_ms, 1_770_174_600_000);
        let east = Moment::parse("2026-02-03T00:10:00+13:00", "Pacific/Auckland").unwrap();
        assert_eq!(east.local_date(), "2026-02-03");
        assert_eq!(late.local_day(), east.local_day());
    }

    #[test]
    fn a_moment_survives_the_round_trip() {
        let moment = Moment::parse("2026-03-08T01:59:59.250-07:00", "America/Denver").unwrap();
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(json, r#"{"at":"2026-03-08T01:59:59.25-07:00","zone":"America/Denver"}"#);
        assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
        assert!(serde_json::from_str::<Moment>(r#"{"at":"yesterday"}"#).is_err());
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026-02-03",
            "2026-02-03T20:10:00",
            "2026-02-30T20:10:00Z",
            "2026-13-03T20:10:00Z",
            "2026-00-03T20:10:00Z",
            "2026-02-00T20:10:00Z",
            "2025-02-29T20:10:00Z",
            "2026-02-03T24:10:00Z",
            "2026-02-03T20:60:00Z",
            "2026-02-03T20:10:61Z",
            "2026-02-03T20:10:00.Z",
            "2026-02-03T20:10:00+0700",
            "2026-02-03T20:10:00+07:00x",
            "2026-02-03T20:10:00~07:00",
            "+026-02-03T20:10:00Z",
            "2026-02-03T20:10:00é",
        ] {
            assert_eq!(Moment::parse(text, "").unwrap_err(), Error::Time, "{text}");
        }
        assert_eq!(
            Moment::parse("2024-02-29t23:59:60.123456789z", "").unwrap().rfc3339(),
            "2024-02-29T23:59:59.123+00:00"
        );
    }

    #[test]
    fn a_year_that_cannot_be_written_reads_as_the_epoch() {
        for unix_ms in [i64::MIN, i64::MAX, -62_167_219_200_001, 253_402_300_800_000] {
            let moment = Moment { unix_ms, offset_s: 0, zone: String::new() };
            assert_eq!(
                (moment.rfc3339().as_str(), moment.local_date().as_str()),
                ("1970-01-01T00:00:00+00:00", "1970-01-01")
            );
        }
    }

    mod second_opinion {
        use jiff::{Timestamp, tz::Offset};
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn it_reads_and_writes_as_jiff_does(
                // Within the years 0001 to 9998, so that no offset leaves what can be written.
                unix_ms in -62_135_500_000_000_i64..253_370_000_000_000,
                minutes in -1_439_i32..=1_439,
            ) {
                let moment = Moment { unix_ms, offset_s: minutes * 60, zone: "somewhere".into() };
                let offset = Offset::from_seconds(minutes * 60).unwrap();
                let theirs = Timestamp::from_millisecond(unix_ms).unwrap();
                prop_assert_eq!(moment.rfc3339(), theirs.display_with_offset(offset).to_string());
                prop_assert_eq!(moment.local_date(), offset.to_datetime(theirs).date().to_string());
                prop_assert_eq!(Moment::parse(&moment.rfc3339(), "somewhere").unwrap(), moment);
            }
        }
    }
}
