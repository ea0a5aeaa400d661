//! What time it is, and where: passed in, so that every test can say when it is.

use std::time::Duration;

use journal::record::Moment;

/// Tells the time. Clocks decide nothing in sync; they are for people.
pub trait Clock: Send + Sync {
    /// Now, with the offset and the zone in which the person is.
    fn now(&self) -> Moment;

    /// How long the device has been running, asleep or not. Nobody can set this one: waits that must not be cheated are
    /// measured with it.
    fn since_boot(&self) -> Duration {
        since_boot()
    }
}

#[cfg(unix)]
fn since_boot() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    // Apple's monotonic clock goes on while the device sleeps; Linux has another one for that.
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
