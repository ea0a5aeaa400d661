//! Rate limits.

use serde::{Deserialize, Serialize};

/// Requests per minute, by address (an office or a clinic may share one) and by account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Sign-ins and refreshes.
    pub sign_in_by_address: u32,
    pub sign_in_by_account: u32,
    pub registration_by_address: u32,
    pub recovery_by_address: u32,
    pub recovery_by_account: u32,
    /// Invitations opened or accepted.
    pub invitation_by_address: u32,
    /// Invitations created by one therapist.
    pub invitation_by_account: u32,
    /// Codes of the second factor.
    pub second_factor_by_account: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sign_in_by_address: 60,
            sign_in_by_account: 10,
            registration_by_address: 20,
            recovery_by_address: 10,
            recovery_by_account: 5,
            invitation_by_address: 30,
            invitation_by_account: 30,
            second_factor_by_account: 5,
        }
    }
}

impl Rates {
    /// No practical limits, for tests, demos and benchmarks.
    pub fn unlimited() -> Self {
        let many = 1_000_000;
        Self {
            sign_in_by_address: many,
            sign_in_by_account: many,
            registration_by_address: many,
            recovery_by_address: many,
            recovery_by_account: many,
            invitation_by_address: many,
            invitation_by_account: many,
            second_factor_by_account: many,
        }
    }

    /// Whether a rate is zero, so that all its requests would be rejected.
    pub(super) fn has_zero(&self) -> bool {
        [
            self.sign_in_by_address,
            self.sign_in_by_account,
            self.registration_by_address,
            self.recovery_by_address,
            self.recovery_by_account,
            self.invitation_by_address,
            self.invitation_by_account,
            self.second_factor_by_account,
        ]
        .contains(&0)
    }
}
