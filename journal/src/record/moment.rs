//! When: an instant, the offset in force there and then, and the zone's name.

use jiff::{Timestamp, fmt::temporal::DateTimeParser, tz::Offset};
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
        let pieces = DateTimeParser::new().parse_pieces(at).map_err(|_| Error::Time)?;
        let offset = pieces.to_numeric_offset().ok_or(Error::Time)?;
        let time: Timestamp = at.parse().map_err(|_| Error::Time)?;
        Ok(Self { unix_ms: time.as_millisecond(), offset_s: offset.seconds(), zone: zone.into() })
    }

    /// RFC 3339 with the offset, to the millisecond.
    pub fn rfc3339(&self) -> String {
        let time = Timestamp::from_millisecond(self.unix_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        time.display_with_offset(self.offset()).to_string()
    }

    /// The local calendar day, as days since 1970-01-01: what "day +d" is counted in.
    pub fn local_day(&self) -> i64 {
        (self.unix_ms + i64::from(self.offset_s) * 1_000).div_euclid(86_400_000)
    }

    /// The local date, `YYYY-MM-DD`.
    pub fn local_date(&self) -> String {
        let time = Timestamp::from_millisecond(self.unix_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        self.offset().to_datetime(time).date().to_string()
    }

    fn offset(&self) -> Offset {
        Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC)
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
}
