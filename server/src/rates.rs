//! Rate limits by address and by account, counted in memory with the injected clock.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use protocol::{AccountId, Code, Problem};

use crate::clock::Clock;
use crate::config::Rates;
use crate::fault::Result;

/// Who a request is counted for: an IPv4 address, or the first 64 bits of an IPv6 address, because one client usually
/// has all addresses behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
            v4 => v4,
        })
    }
}

/// A limit of requests per minute and key.
pub(crate) struct RateLimit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, Clock, NoOpMiddleware<Nanos>>,
    clock: Clock,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    fn new(per_minute: u32, clock: &Clock) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self { limiter, clock: clock.clone() }
    }

    /// Counts a request; fails with the time to wait if there were too many.
    pub(crate) fn check(&self, key: &K) -> Result<()> {
        self.limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::Clock::now(&self.clock));
            let seconds = wait.as_secs() + 1;
            Problem { retry_after: Some(seconds), ..Problem::new(Code::TooManyRequests) }.into()
        })
    }

    fn forget_idle(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

pub(crate) struct RateLimits {
    /// Sign-ins and token refreshes, by network.
    pub(crate) sign_in_by_address: RateLimit<Network>,
    /// Sign-ins, by sign-in name.
    pub(crate) sign_in_by_account: RateLimit<String>,
    pub(crate) registration_by_address: RateLimit<Network>,
    pub(crate) recovery_by_address: RateLimit<Network>,
    pub(crate) recovery_by_account: RateLimit<String>,
    /// Invitations opened or accepted.
    pub(crate) invitation_by_address: RateLimit<Network>,
    /// Invitations created, by therapist.
    pub(crate) invitation_by_account: RateLimit<AccountId>,
    /// Codes of the second factor.
    pub(crate) second_factor_by_account: RateLimit<AccountId>,
}

impl RateLimits {
    pub(crate) fn new(rates: &Rates, clock: &Clock) -> Self {
        Self {
            sign_in_by_address: RateLimit::new(rates.sign_in_by_address, clock),
            sign_in_by_account: RateLimit::new(rates.sign_in_by_account, clock),
            registration_by_address: RateLimit::new(rates.registration_by_address, clock),
            recovery_by_address: RateLimit::new(rates.recovery_by_address, clock),
            recovery_by_account: RateLimit::new(rates.recovery_by_account, clock),
            invitation_by_address: RateLimit::new(rates.invitation_by_address, clock),
            invitation_by_account: RateLimit::new(rates.invitation_by_account, clock),
            second_factor_by_account: RateLimit::new(rates.second_factor_by_account, clock),
        }
    }

    /// Frees the memory of keys that made no recent request.
    pub(crate) fn forget_idle(&self) {
        self.sign_in_by_address.forget_idle();
        self.sign_in_by_account.forget_idle();
        self.registration_by_address.forget_idle();
        self.recovery_by_address.forget_idle();
        self.recovery_by_account.forget_idle();
        self.invitation_by_address.forget_idle();
        self.invitation_by_account.forget_idle();
        self.second_factor_by_account.forget_idle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_of_a_network_count_as_one_client() {
        let network = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
        let rates = Rates { sign_in_by_address: 2, ..Rates::default() };
        let limit = RateLimits::new(&rates, &Clock::default()).sign_in_by_address;
        let tries: Vec<bool> = (1..=4).map(|n| limit.check(&network(&format!("2001:db8::{n}"))).is_ok()).collect();
        assert_eq!(tries, [true, true, false, false]);
        assert!(limit.check(&network("2001:db8:0:1::1")).is_ok());
    }
}
