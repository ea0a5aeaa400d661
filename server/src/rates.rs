//! How often somebody may try: by address and by account, counted in memory with the server's own clock.

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

/// Where somebody asks from, as far as it is one place: an address of IPv4, or the first 64 bits of one of IPv6. Whoever has
/// one of those has all the addresses behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
            v4 => v4,
        })
    }
}

/// One gate: each key may pass so many times a minute.
pub struct Gate<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, Clock, NoOpMiddleware<Nanos>>,
    clock: Clock,
}

impl<K: Hash + Eq + Clone> Gate<K> {
    fn new(a_minute: u32, clock: &Clock) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self { limiter, clock: clock.clone() }
    }

    /// Passes, or is told how long to wait.
    pub fn pass(&self, key: &K) -> Result<()> {
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

/// All gates.
pub struct Gates {
    /// Sign-ins and refreshes, by address.
    pub sign_in_by_address: Gate<Network>,
    /// Sign-ins, by name.
    pub sign_in_by_account: Gate<String>,
    /// Registrations, by address.
    pub registration_by_address: Gate<Network>,
    /// Recoveries, by address.
    pub recovery_by_address: Gate<Network>,
    /// Recoveries, by name.
    pub recovery_by_account: Gate<String>,
    /// Invitations looked at, by address.
    pub invitation_by_address: Gate<Network>,
    /// Invitations made, by therapist.
    pub invitation_by_account: Gate<AccountId>,
    /// Codes of a second factor, by account.
    pub second_factor_by_account: Gate<AccountId>,
}

impl Gates {
    /// As configured.
    pub fn new(rates: &Rates, clock: &Clock) -> Self {
        Self {
            sign_in_by_address: Gate::new(rates.sign_in_by_address, clock),
            sign_in_by_account: Gate::new(rates.sign_in_by_account, clock),
            registration_by_address: Gate::new(rates.registration_by_address, clock),
            recovery_by_address: Gate::new(rates.recovery_by_address, clock),
            recovery_by_account: Gate::new(rates.recovery_by_account, clock),
            invitation_by_address: Gate::new(rates.invitation_by_address, clock),
            invitation_by_account: Gate::new(rates.invitation_by_account, clock),
            second_factor_by_account: Gate::new(rates.second_factor_by_account, clock),
        }
    }

    /// Forgets who has not tried for a while.
    pub fn forget_idle(&self) {
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
    fn whoever_has_a_network_is_counted_once_for_all_of_its_addresses() {
        let network = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
        let rates = Rates { sign_in_by_address: 2, ..Rates::default() };
        let gate = Gates::new(&rates, &Clock::default()).sign_in_by_address;
        let tries: Vec<bool> = (1..=4).map(|n| gate.pass(&network(&format!("2001:db8::{n}"))).is_ok()).collect();
        assert_eq!(tries, [true, true, false, false]);
        assert!(gate.pass(&network("2001:db8:0:1::1")).is_ok());
    }
}
