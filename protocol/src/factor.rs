//! The second factor of therapists and owners: a code of six digits that changes every thirty seconds (TOTP, RFC 6238:
//! SHA-1, as all authenticator apps speak it), and spare codes for the day on which that phone is gone.

use serde::{Deserialize, Serialize};

use crate::account::PasswordProof;

/// How the second factor stands. `GET /v1/me/second-factor`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// Since when it is asked for at sign-in: milliseconds since the Unix epoch. Absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Spare codes that were not used yet.
    pub spare_codes: u32,
}

/// Answer to `POST /v1/me/second-factor`: the secret, shown this once. It counts once a code has confirmed it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorSecret {
    /// The secret in base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
}

/// Prints nothing of it.
impl std::fmt::Debug for SecondFactorSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactorSecret").finish_non_exhaustive()
    }
}

/// `PUT /v1/me/second-factor`: confirms the secret with a first code. Answered with [`SpareCodes`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmSecondFactor {
    /// Six digits, as the authenticator app shows them.
    pub code: String,
}

/// Ten codes, each good for one sign-in. Shown this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpareCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// Prints how many, and never which.
impl std::fmt::Debug for SpareCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SpareCodes({})", self.codes.len())
    }
}

/// `POST /v1/me/second-factor` (a first secret), `POST /v1/me/second-factor/end` and `POST /v1/me/second-factor/codes` (new spare codes in place of the old ones).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSecondFactor {
    /// That it is the account's owner who asks.
    pub proof: PasswordProof,
}
