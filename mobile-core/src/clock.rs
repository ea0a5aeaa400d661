//! What time it is, and where: passed in, so that every test can say when it is.

use journal::record::Moment;

/// Tells the time. Clocks decide nothing in sync; they are for people.
pub trait Clock: Send + Sync {
    /// Now, with the offset and the zone in which the person is.
    fn now(&self) -> Moment;
}

/// The device's clock and zone.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let now = jiff::Zoned::now();
        Moment {
            unix_ms: now.timestamp().as_millisecond(),
            offset_s: now.offset().seconds(),
            zone: now.time_zone().iana_name().unwrap_or("Etc/Unknown").into(),
        }
    }
}
