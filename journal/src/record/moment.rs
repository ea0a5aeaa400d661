//! Time stamps: an instant, the local UTC offset, and the name of the time zone.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::Error;

/// An instant with the local offset and the IANA zone where it was written. With the stored offset, the person's local
/// day can be computed without a zone database.
///
/// As JSON: `{"at": "2026-02-12T10:00:00-07:00", "zone": "America/Denver"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Moment {
    /// Milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// Local offset, in seconds east of UTC.
    pub offset_s: i32,
    /// IANA zone name, such as `America/Denver`.
    pub zone: String,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    at: String,
    #[serde(default)]
    zone: String,
}

impl Moment {
    /// Parses RFC 3339 with an offset (`2026-02-12T10:00:00-07:00`) in the named zone.
    pub fn parse(at: &str, zone: &str) -> Result<Self, Error> {
        let time = OffsetDateTime::parse(at, &Rfc3339).map_err(|_| Error::Time)?;
        let unix_ms = time.unix_timestamp() * 1_000 + i64::from(time.millisecond());
        Ok(Self { unix_ms, offset_s: time.offset().whole_seconds(), zone: zone.into() })
    }

    /// RFC 3339 with the offset, to the millisecond. UTC is written as `+00:00`.
    pub fn rfc3339(&self) -> String {
        let text = self.local().format(&Rfc3339).unwrap_or_default();
        text.strip_suffix('Z').map(|time| format!("{time}+00:00")).unwrap_or(text)
    }

    /// The local calendar day, as days since 1970-01-01. "Day +d" counts in these.
    pub fn local_day(&self) -> i64 {
        (self.unix_ms + i64::from(self.offset_s) * 1_000).div_euclid(86_400_000)
    }

    /// The local date, `YYYY-MM-DD`.
    pub fn local_date(&self) -> String {
        self.local().date().to_string()
    }

    /// The wall clock. A year that RFC 3339 cannot express (not four digits) becomes the epoch.
    fn local(&self) -> OffsetDateTime {
        let offset = UtcOffset::from_whole_seconds(self.offset_s / 60 * 60).unwrap_or(UtcOffset::UTC);
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.unix_ms) * 1_000_000)
            .ok()
            .and_then(|time| time.checked_to_offset(offset))
            .filter(|time| time.year() >= 0)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
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
    fn the_local_day_follows_the_persons_offset_not_utc() {
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
    fn an_invalid_time_is_rejected() {
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
            Moment::parse("2024-02-29t23:59:58.123456789z", "").unwrap().rfc3339(),
            "2024-02-29T23:59:58.123+00:00"
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
            fn parsing_and_formatting_agree_with_jiff(
                // Years 0001 to 9998, so that no offset leaves the valid range.
                unix_ms in -62_135_500_000_000_i64..253_370_000_000_000,
                minutes in -1_439_i32..=1_439,
            ) {
                let moment = Moment { unix_ms, offset_s: minutes * 60, zone: "somewhere".into() };
                let offset = Offset::from_seconds(minutes * 60).unwrap();
                let timestamp = Timestamp::from_millisecond(unix_ms).unwrap();
                prop_assert_eq!(moment.rfc3339(), timestamp.display_with_offset(offset).to_string());
                prop_assert_eq!(moment.local_date(), offset.to_datetime(timestamp).date().to_string());
                prop_assert_eq!(Moment::parse(&moment.rfc3339(), "somewhere").unwrap(), moment);
            }
        }
    }
}
