//! How often somebody may try: by address and by account, counted in memory with the server's own clock.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use protocol::{AccountId, Code, Problem};

use crate::clock::Clock;
use crate::config::Rates;
use crate::fault::Result;

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
    pub sign_in_by_address: Gate<IpAddr>,
    /// Sign-ins, by name.
    pub sign_in_by_account: Gate<String>,
    /// Registrations, by address.
    pub registration_by_address: Gate<IpAddr>,
    /// Recoveries, by address.
    pub recovery_by_address: Gate<IpAddr>,
    /// Recoveries, by name.
    pub recovery_by_account: Gate<String>,
    /// Invitations looked at, by address.
    pub invitation_by_address: Gate<IpAddr>,
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
