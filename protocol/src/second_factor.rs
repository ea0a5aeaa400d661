//! The second factor of therapists and owners: TOTP (RFC 6238, SHA-1, six digits, thirty seconds, as all
//! authenticator apps support), and spare codes for a lost phone.

use serde::{Deserialize, Serialize};

use crate::account::PasswordProof;

/// The state of the second factor. Response to `GET /v1/me/second-factor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// When it was confirmed: milliseconds since the Unix epoch. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Number of unused spare codes.
    pub spare_codes: u32,
    /// Whether the practice requires it: then it cannot be removed.
    #[serde(default)]
    pub required: bool,
}

/// Response to `POST /v1/me/second-factor`. The secret is returned only this once, and is not in force until a code
/// has confirmed it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorSecret {
    /// In base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
}

/// Omits the secret.
impl std::fmt::Debug for SecondFactorSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactorSecret").finish_non_exhaustive()
    }
}

/// `PUT /v1/me/second-factor`: confirms the secret with a first code. Response: [`SpareCodes`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmSecondFactor {
    /// Six digits of the authenticator app.
    pub code: String,
}

/// Ten codes, each valid for one sign-in. Returned only this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpareCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// Prints only the number.
impl std::fmt::Debug for SpareCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SpareCodes({})", self.codes.len())
    }
}

/// `POST /v1/me/second-factor` (set up), `POST /v1/me/second-factor/end` (remove) and `POST
/// /v1/me/second-factor/codes` (replace the spare codes).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSecondFactor {
    /// The current password.
    pub proof: PasswordProof,
}
