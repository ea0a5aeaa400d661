//! Accounts: OPAQUE registration and sign-in (RFC 9807), sessions, recovery and devices.
//!
//! The server learns a sign-in name, public keys and sealed bytes; never a password, a recovery code or a key.

use precis_profiles::UsernameCaseMapped;
use precis_profiles::precis_core::profile::PrecisFastInvocation as _;
use serde::{Deserialize, Serialize};
use unicode_security::MixedScript as _;

use crate::care::{EpochHandover, NewCollection, Role};
use crate::problem::Code;
use crate::{AccountId, Blob, CollectionId, DeviceId, InvitationId, PracticeId};

/// The longest sign-in name, in characters.
pub const HANDLE_MAX: usize = 64;

/// The canonical form of a sign-in name, in which it is stored and compared: trimmed, then mapped by RFC 8265
/// (UsernameCaseMapped: width, case, composition, direction). `None` unless it has 2 to 64 letters, digits, dots,
/// dashes, underscores, @ or +.
///
/// Names are only compared in this form, never as typed.
pub fn normalise_handle(handle: &str) -> Option<String> {
    let handle = UsernameCaseMapped::enforce(handle.trim()).ok()?;
    // RFC 8265 allows all printable ASCII.
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    ((2..=HANDLE_MAX).contains(&handle.chars().count()) && handle.chars().all(allowed)).then(|| handle.into_owned())
}

/// The canonical form of a new sign-in name. Rejects names that could be mistaken for others (Unicode UTS 39): of
/// mixed scripts, or only of letters that look Latin. Existing names are not affected.
///
/// # Errors
/// [`Code::HandleInvalid`] and [`Code::HandleConfusable`].
pub fn new_handle(handle: &str) -> Result<String, Code> {
    let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
    let looks_latin = || unicode_security::skeleton(&handle).all(|sign| sign.is_ascii());
    let confusable = !handle.is_ascii() && (!handle.is_single_script() || looks_latin());
    if confusable { Err(Code::HandleConfusable) } else { Ok(handle) }
}

/// Latin letters and digits that look like others in many typefaces.
const ALIKE: [(&str, &str); 4] = [("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l")];
/// A name with more doubtful places than this many spellings is compared in the first ones only.
const MOST_ALIKE: usize = 64;

/// The other names, in canonical form, that a canonical name could be read as: `rnorgan` for `morgan`. A server refuses a
/// new name while one of them is in use.
pub fn lookalikes(handle: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut rest = handle;
    while let Some(sign) = rest.chars().next() {
        let pair = ALIKE.iter().find_map(|(one, other)| {
            let written = [one, other].into_iter().find(|form| rest.starts_with(**form))?;
            Some((written.len(), *one, *other))
        });
        let (length, forms) = match pair {
            Some((length, one, other)) if found.len() * 2 <= MOST_ALIKE => (length, vec![one, other]),
            Some((length, ..)) => (length, vec![&rest[..length]]),
            None => (sign.len_utf8(), vec![&rest[..sign.len_utf8()]]),
        };
        found = forms.iter().flat_map(|form| found.iter().map(move |start| format!("{start}{form}"))).collect();
        rest = &rest[length..];
    }
    found.retain(|name| name != handle);
    found
}

/// `POST /v1/accounts/registration/start`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationStart {
    /// The requested sign-in name.
    pub handle: String,
    /// OPAQUE `RegistrationRequest`.
    pub message: Blob,
}

/// Response to [`RegistrationStart`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationStarted {
    /// OPAQUE `RegistrationResponse`.
    pub message: Blob,
}

/// `POST /v1/accounts/registration/finish`. Response: [`Session`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationFinish {
    /// Created by the client, because its keys are bound to it.
    pub account: AccountId,
    /// The sign-in name.
    pub handle: String,
    /// OPAQUE `RegistrationRecord`.
    pub message: Blob,
    /// The sealed account key.
    pub keys: KeyBundle,
    /// The manifest, version 1.
    pub manifest: SealedManifest,
    /// Verifies the recovery code later.
    pub recovery: RecoveryVerifier,
    /// The private collection, which the manifest names: a client's journal or a therapist's notes.
    pub private: NewCollection,
    /// Joins a practice as therapist or owner; absent for clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<EnrolmentUse>,
    /// The invitation of a client, if the server requires one; absent for therapists and owners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationUse>,
    /// The device to sign in.
    pub device: NewDevice,
}

/// An invitation that authorises a registration. It is accepted later, with keys that are created then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationUse {
    /// Its id.
    pub id: InvitationId,
    /// Derived from the secret in the link, as in `OpenInvitation`.
    pub token: Blob,
}

/// An enrolment code, and the display names for the practice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentUse {
    /// As it was printed.
    pub code: String,
    /// The member's name for colleagues and clients.
    pub name: String,
    /// The name of a new practice; only with its first code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
}

/// The account key, sealed twice. See `journal::seal::account`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyBundle {
    /// Sealed under the OPAQUE export key.
    pub account_by_password: Blob,
    /// Sealed under the recovery code.
    pub account_by_recovery: Blob,
}

/// The account's sealed statement about itself. See `journal::seal::manifest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedManifest {
    /// Incremented by one with each change. The server accepts only the next version, otherwise it answers
    /// `manifest_taken`.
    pub version: u32,
    /// Sealed under the account key.
    pub sealed: Blob,
}

/// Lets the server verify the recovery code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryVerifier {
    /// 32 bytes derived from the recovery code. The server stores only their hash.
    pub token: Blob,
}

/// A device that signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDevice {
    /// Shown in the list of devices: "Pixel 9", "Portal in Firefox".
    pub name: String,
    /// Whether the refresh token is sent in a cookie that scripts cannot read (browsers).
    #[serde(default)]
    pub cookie: bool,
}

/// `POST /v1/sessions/start`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStart {
    /// An unknown name gets the same response as a known one.
    pub handle: String,
    /// OPAQUE `KE1`.
    pub message: Blob,
}

/// Response to [`SignInStart`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStarted {
    /// Identifies this attempt in [`SignInFinish`]; valid once, for one minute.
    pub attempt: String,
    /// OPAQUE `KE2`.
    pub message: Blob,
}

/// `POST /v1/sessions/finish`. Response: [`Session`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInFinish {
    /// From [`SignInStarted`].
    pub attempt: String,
    /// OPAQUE `KE3`.
    pub message: Blob,
    /// The device to sign in.
    pub device: NewDevice,
    /// Six digits of an authenticator app, or a spare code. Required after `second_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// Proves that a signed-in caller knows the account's password, with a response to `POST /v1/sessions/start` for the
/// same account. Required before irreversible actions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordProof {
    /// From [`SignInStarted`].
    pub attempt: String,
    /// OPAQUE `KE3`.
    pub message: Blob,
}

/// `POST /v1/sessions/refresh`. Response: [`Session`]. Browsers send the cookie instead of the field.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refresh {
    /// Valid once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

/// A session of a device.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// JWT (EdDSA), for `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds until the access token expires.
    pub expires_in: u32,
    /// Valid once, for thirty days, for this device. Absent if it is in a cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// This device.
    pub device: DeviceId,
    /// The signed-in account.
    pub account: Account,
}

/// Omits the tokens.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("account", &self.account.id)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// An account as its own devices see it. Also the response to `GET /v1/me`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The account's id.
    pub id: AccountId,
    /// The sign-in name.
    pub handle: String,
    /// The sealed account key.
    pub keys: KeyBundle,
    /// The sealed manifest.
    pub manifest: SealedManifest,
    /// The membership in a practice; absent for clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Membership>,
}

/// Membership of a therapist or owner in a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The practice.
    pub practice: PracticeId,
    /// The practice's name.
    pub practice_name: String,
    /// The member's name for colleagues and clients.
    pub name: String,
    /// The member's roles; a person may have both.
    pub roles: Vec<Role>,
    /// The practice requires a second factor, and the account has none: every other route answers
    /// `second_factor_missing` until it is set up.
    #[serde(default)]
    pub second_factor_missing: bool,
}

/// `POST /v1/recovery/start`: sets a new password with the recovery code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryStart {
    /// The sign-in name.
    pub handle: String,
    /// Derived from the recovery code, as in [`RecoveryVerifier`].
    pub token: Blob,
    /// OPAQUE `RegistrationRequest` for the new password.
    pub message: Blob,
}

/// Response to [`RecoveryStart`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryStarted {
    /// The account.
    pub account: AccountId,
    /// OPAQUE `RegistrationResponse`.
    pub message: Blob,
    /// The sealed account key.
    pub keys: KeyBundle,
    /// The sealed manifest.
    pub manifest: SealedManifest,
}

/// `POST /v1/recovery/finish`. Response: [`Session`]. Signs out all other devices of the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryFinish {
    /// The sign-in name.
    pub handle: String,
    /// As in [`RecoveryStart`].
    pub token: Blob,
    /// OPAQUE `RegistrationRecord` for the new password.
    pub message: Blob,
    /// The account key, sealed under the new export key.
    pub account_by_password: Blob,
    /// The device to sign in.
    pub device: NewDevice,
    /// As in [`SignInFinish`]: the recovery code replaces the password, not the second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// `POST /v1/me/password/start`. Response: [`RegistrationStarted`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordStart {
    /// OPAQUE `RegistrationRequest` for the new password.
    pub message: Blob,
}

/// `PUT /v1/me/password`: changes the password. Only the account key is sealed again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordFinish {
    /// The current password: a session alone is not enough.
    pub proof: PasswordProof,
    /// As in [`SignInFinish`]: the same message is sent again with the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
    /// OPAQUE `RegistrationRecord` for the new password.
    pub message: Blob,
    /// The account key, sealed under the new export key.
    pub account_by_password: Blob,
}

/// `POST /v1/me/renewal`: replaces everything that a lost phone knew: password, recovery code, account key, identity
/// (the one that the old manifest committed to), and the keys of the private and all open care collections. Signs out
/// all other devices.
///
/// One transaction. If another device changed an epoch or the manifest first, the response is `epoch_taken` or
/// `manifest_taken`. Idempotent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Renewal {
    /// The current password.
    pub proof: PasswordProof,
    /// OPAQUE `RegistrationRecord` for the new password, started with `POST /v1/me/password/start`.
    pub message: Blob,
    /// The new account key, sealed.
    pub keys: KeyBundle,
    /// The next manifest.
    pub manifest: SealedManifest,
    /// Verifies the new recovery code. The old one is no longer valid.
    pub recovery: RecoveryVerifier,
    /// The account's keys of all its collections and epochs, including the new ones. None may be missing.
    pub stored: Vec<RenewedKey>,
    /// The next epoch of each collection with a new key, which is in `stored`.
    pub epochs: Vec<RenewedEpoch>,
}

/// The next epoch of a collection in a [`Renewal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewedEpoch {
    /// The collection.
    pub collection: CollectionId,
    /// The next epoch, as in [`NewEpoch`](crate::care::NewEpoch).
    pub epoch: u32,
    /// Verifies a key.
    pub key_check: Blob,
    /// One renewal message for each other member, and for nobody else.
    #[serde(default)]
    pub handovers: Vec<EpochHandover>,
}

/// A collection's key, sealed under the new account key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewedKey {
    /// The collection.
    pub collection: CollectionId,
    /// The epoch.
    pub epoch: u32,
    /// The sealed key.
    pub key_sealed: Blob,
}

/// A device of the account. `GET /v1/devices` returns a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// For `DELETE /v1/devices/{id}`.
    pub id: DeviceId,
    /// Chosen by its owner.
    pub name: String,
    /// When it signed in: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Its last refresh.
    pub seen_at: i64,
    /// The program of its last refresh ("Firefox on Linux"), as the program says. Absent until the first refresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_with: Option<String>,
    /// Whether it is the calling device.
    pub current: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_compared_without_case_or_surrounding_space() {
        assert_eq!(normalise_handle(" M.Osei "), Some("m.osei".into()));
        assert_eq!(normalise_handle("x"), None);
        for name in ["wren", "m.osei+1", "мария", "שרה", "山田花子", "さくら山", "jürgen", "سارة_2"]
        {
            assert_eq!(new_handle(name), Ok(normalise_handle(name).unwrap()), "{name}");
        }
        // Cyrillic letters among Latin ones, and names of letters that only look Latin.
        for name in ["wr\u{435}n", "р\u{430}y", "раура", "\u{430}\u{440}\u{440}\u{435}", "ωren"] {
            assert_eq!(new_handle(name), Err(Code::HandleConfusable), "{name}");
        }
        assert_eq!(new_handle("x"), Err(Code::HandleInvalid));
        assert_eq!(normalise_handle("a b"), None);
        assert_eq!(normalise_handle(&"a".repeat(65)), None);
    }

    // `m` and `rn`, `1` and `l` are confusable by UTS 39; `0` and `o`, `w` and `vv` in many typefaces.
    #[test]
    fn a_name_knows_what_it_could_be_read_as() {
        let of = |name: &str| {
            let mut names = lookalikes(name);
            names.sort();
            names
        };
        assert_eq!(of("morgan"), ["m0rgan", "rn0rgan", "rnorgan"]);
        assert_eq!(of("rnia"), ["mia"]);
        assert_eq!(of("vvren"), ["wren"]);
        assert_eq!(of("paul1"), ["pau11", "pau1l", "paull"]);
        assert_eq!(of("ida"), Vec::<String>::new());
        assert!(lookalikes(&"mo".repeat(32)).len() < 64);
    }

    #[test]
    fn names_that_look_alike_are_one_name_or_none() {
        // Composed, decomposed, full-width, in capitals.
        for name in ["zo\u{eb}", "zoe\u{308}", "ZO\u{cb}", "\u{ff3a}\u{ff4f}\u{eb}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some("zo\u{eb}"), "{name}");
        }
        // The canonical form does not change when it is normalised again.
        for name in ["m.osei", "zo\u{eb}", "\u{5e8}\u{5d5}\u{5ea}", "\u{938}\u{940}\u{92e}\u{93e}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some(name));
        }
        // Invisible characters, symbols, unassigned code points, conflicting directions.
        for name in ["wr\u{200b}en", "wren\u{202e}", "wren!", "wren \u{2764}", "wr\u{378}n", "a\u{5d0}"] {
            assert_eq!(normalise_handle(name), None, "{name:?}");
        }
    }
}
