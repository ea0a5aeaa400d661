//! Time and time zone, injected so that tests can set them.

use std::time::Duration;

use jiff::tz::TimeZone;
use journal::arc::Zone;
use journal::arc::calendar::Fixed;
use journal::record::Moment;

/// A source of time for texts and plans. Sync never depends on it.
pub trait Clock: Send + Sync {
    /// The current time, with the person's UTC offset and zone.
    fn now(&self) -> Moment;

    /// The person's time zone, for planning ahead.
    fn zone(&self) -> Box<dyn Zone> {
        let now = self.now();
        match TimeZone::get(&now.zone) {
            Ok(zone) => Box::new(DatabaseZone { name: now.zone, zone }),
            Err(_) => Box::new(Fixed::from(&now)),
        }
    }

    /// How long the device has been running, including sleep. Nobody can set this clock, so it measures waits that must
    /// not be cheated.
    fn since_boot(&self) -> Duration {
        since_boot()
    }
}

/// A zone of the device's time-zone database.
struct DatabaseZone {
    name: String,
    zone: TimeZone,
}

impl Zone for DatabaseZone {
    fn name(&self) -> &str {
        &self.name
    }

    fn offset_s(&self, unix_ms: i64) -> i32 {
        jiff::Timestamp::from_millisecond(unix_ms).map_or(0, |at| self.zone.to_offset(at).seconds())
    }
}

/// Returns the device's time zone (IANA name), if the platform knows it better than the core.
#[uniffi::export(with_foreign)]
pub trait ZoneSource: Send + Sync {
    /// The IANA name, such as `America/Denver`. If it is empty, the core detects the zone.
    fn zone(&self) -> String;
}

/// The device's clock, in the zone that the platform names.
pub struct PlatformClock(pub std::sync::Arc<dyn ZoneSource>);

impl Clock for PlatformClock {
    fn now(&self) -> Moment {
        let name = self.0.zone();
        let Ok(zone) = TimeZone::get(&name) else { return SystemClock.now() };
        let now = jiff::Timestamp::now();
        Moment { unix_ms: now.as_millisecond(), offset_s: zone.to_offset(now).seconds(), zone: name }
    }
}

#[cfg(unix)]
fn since_boot() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    // Apple's monotonic clock continues while the device sleeps; Linux has another clock for that.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let now = clock_gettime(ClockId::Boottime);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let now = clock_gettime(ClockId::Monotonic);
    Duration::new(u64::try_from(now.tv_sec).unwrap_or_default(), u32::try_from(now.tv_nsec).unwrap_or_default())
}

#[cfg(not(unix))]
fn since_boot() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
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
