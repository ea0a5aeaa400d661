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

/// Brings a sign-in name into the form in which it is kept and compared: without surrounding space, then as RFC 8265 says
/// (UsernameCaseMapped: width and case mapped, composed, right-to-left scripts in order). `None` when it is not 2 to 64
/// letters, digits, dots, dashes, underscores, @ or +.
///
/// The one form that there is: no name is tried as it was typed as well.
pub fn normalise_handle(handle: &str) -> Option<String> {
    let handle = UsernameCaseMapped::enforce(handle.trim()).ok()?;
    // Of the signs of ASCII, RFC 8265 would take all.
    let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    ((2..=HANDLE_MAX).contains(&handle.chars().count()) && handle.chars().all(allowed)).then(|| handle.into_owned())
}

/// The form of a name for a new account. Names that could be taken for another one are refused (Unicode's UTS 39): of several
/// alphabets, or of letters that all look like Latin ones. Names that exist stay.
///
/// # Errors
/// [`Code::HandleInvalid`] and [`Code::HandleConfusable`].
pub fn new_handle(handle: &str) -> Result<String, Code> {
    let handle = normalise_handle(handle).ok_or(Code::HandleInvalid)?;
    let looks_latin = || unicode_security::skeleton(&handle).all(|sign| sign.is_ascii());
    let confusable = !handle.is_ascii() && (!handle.is_single_script() || looks_latin());
    if confusable { Err(Code::HandleConfusable) } else { Ok(handle) }
}

/// `POST /v1/accounts/registration/start`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationStart {
    /// The wanted sign-in name.
    pub handle: String,
    /// OPAQUE `RegistrationRequest`.
    pub message: Blob,
}

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationStarted {
    /// OPAQUE `RegistrationResponse`.
    pub message: Blob,
}

/// `POST /v1/accounts/registration/finish`, answered with a [`Session`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationFinish {
    /// The account's id, made by the client because its keys are bound to it.
    pub account: AccountId,
    /// The sign-in name.
    pub handle: String,
    /// OPAQUE `RegistrationRecord`.
    pub message: Blob,
    /// The account's keys, sealed.
    pub keys: KeyBundle,
    /// The account's manifest, version 1.
    pub manifest: SealedManifest,
    /// What lets the recovery code in.
    pub recovery: RecoveryVerifier,
    /// The account's private collection, which its manifest names: a client's journal, a therapist's notes.
    pub private: NewCollection,
    /// With what a therapist or an owner joins a practice; absent for clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<EnrolmentUse>,
    /// The invitation that lets a client in where the server asks for one; absent for therapists and owners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationUse>,
    /// The device that is signed in by this.
    pub device: NewDevice,
}

/// A therapist's invitation, as far as it registers one account. It is accepted later, with the keys that are made then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationUse {
    /// Its id.
    pub id: InvitationId,
    /// Derived from the secret in the link, as in `OpenInvitation`.
    pub token: Blob,
}

/// A one-time code, and the names that the practice shall know.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentUse {
    /// The code, as it was printed.
    pub code: String,
    /// The member's name as colleagues and clients read it.
    pub name: String,
    /// The practice's name; needed for the first code of a new practice only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
}

/// An account's root key, sealed twice. See `journal::seal::account`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyBundle {
    /// The account key, sealed under the OPAQUE export key.
    pub account_by_password: Blob,
    /// The account key, sealed under the recovery code.
    pub account_by_recovery: Blob,
}

/// The account's manifest: who it is and which collection is its private one, sealed by the account itself. See
/// `journal::seal::manifest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedManifest {
    /// Grows by one with each change; the server takes the next one only, and answers others with `manifest_taken`.
    pub version: u32,
    /// The manifest, sealed under the account key.
    pub sealed: Blob,
}

/// What the server keeps so that somebody with the recovery code can begin a recovery.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryVerifier {
    /// 32 bytes derived from the recovery code. The server keeps only a hash of them.
    pub token: Blob,
}

/// A device as it signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDevice {
    /// What its owner reads in the list of devices: "Pixel 9", "Portal in Firefox".
    pub name: String,
    /// Whether the refresh token shall travel in a cookie that scripts cannot read (browsers).
    #[serde(default)]
    pub cookie: bool,
}

/// `POST /v1/sessions/start`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStart {
    /// The sign-in name. An unknown one is answered like a known one.
    pub handle: String,
    /// OPAQUE `KE1`.
    pub message: Blob,
}

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStarted {
    /// Names this attempt in [`SignInFinish`]; good for one use within a minute.
    pub attempt: String,
    /// OPAQUE `KE2`.
    pub message: Blob,
}

/// `POST /v1/sessions/finish`, answered with a [`Session`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInFinish {
    /// From [`SignInStarted`].
    pub attempt: String,
    /// OPAQUE `KE3`.
    pub message: Blob,
    /// The device that is signed in by this.
    pub device: NewDevice,
    /// Six digits of an authenticator app, or one of the spare codes. Asked for with `second_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// That somebody who is signed in knows the account's password: the answer to a `POST /v1/sessions/start` for the same
/// account. Asked for before what cannot be undone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordProof {
    /// From [`SignInStarted`].
    pub attempt: String,
    /// OPAQUE `KE3`.
    pub message: Blob,
}

/// `POST /v1/sessions/refresh`, answered with a [`Session`]. Browsers send the cookie instead of the field.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refresh {
    /// The refresh token; used up by this call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

/// A signed-in device.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// JWT (EdDSA) for `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds until the access token is over.
    pub expires_in: u32,
    /// One use, thirty days, bound to the device. Absent when it travels in a cookie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// This device.
    pub device: DeviceId,
    /// Who is signed in.
    pub account: Account,
}

/// Prints who, and never the tokens.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("account", &self.account.id)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// An account as its own devices see it. Also `GET /v1/me`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its sign-in name.
    pub handle: String,
    /// Its keys, sealed.
    pub keys: KeyBundle,
    /// Its manifest, sealed.
    pub manifest: SealedManifest,
    /// Its place in a practice; absent for clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Membership>,
}

/// A therapist's or an owner's place in a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The practice.
    pub practice: PracticeId,
    /// Its name.
    pub practice_name: String,
    /// The member's name as colleagues and clients read it.
    pub name: String,
    /// What the member may do; a person may be both owner and therapist.
    pub roles: Vec<Role>,
}

/// `POST /v1/recovery/start`: somebody has the recovery code and wants a new password.
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

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryStarted {
    /// The account.
    pub account: AccountId,
    /// OPAQUE `RegistrationResponse`.
    pub message: Blob,
    /// The account's keys, sealed.
    pub keys: KeyBundle,
    /// The account's manifest, sealed.
    pub manifest: SealedManifest,
}

/// `POST /v1/recovery/finish`, answered with a [`Session`]. All other devices of the account are signed out.
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
    /// The device that is signed in by this.
    pub device: NewDevice,
    /// As in [`SignInFinish`]: the recovery code stands for the password, not for the second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// `POST /v1/me/password/start`, answered with [`RegistrationStarted`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordStart {
    /// OPAQUE `RegistrationRequest` for the new password.
    pub message: Blob,
}

/// `PUT /v1/me/password`: re-seals 32 bytes and nothing else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordFinish {
    /// That whoever asks knows the password before: a session alone does not replace it.
    pub proof: PasswordProof,
    /// As in [`SignInFinish`], and asked for in the same way: the same message then comes again with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
    /// OPAQUE `RegistrationRecord` for the new password.
    pub message: Blob,
    /// The account key, sealed under the new export key.
    pub account_by_password: Blob,
}

/// `POST /v1/me/renewal`: a phone was lost. The account's owner exchanges everything that the lost phone knew, in one act:
/// password, recovery code, account key, identity (the one that the old manifest committed to), the private collection's
/// epoch and the epochs of all open care collections. All other devices are signed out.
///
/// All of it is committed, or nothing: an epoch or a manifest that another device was first with is answered with
/// `epoch_taken` or `manifest_taken`, and a repeat of the whole message like the first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Renewal {
    /// That it is the account's owner who asks: the present password.
    pub proof: PasswordProof,
    /// OPAQUE `RegistrationRecord` for the new password, begun with `POST /v1/me/password/start`.
    pub message: Blob,
    /// The new account key, sealed.
    pub keys: KeyBundle,
    /// The next manifest.
    pub manifest: SealedManifest,
    /// Lets the new recovery code in; the old one opens nothing any more.
    pub recovery: RecoveryVerifier,
    /// The account's keys of all its collections, in every epoch, the new ones included: none may be missing.
    pub stored: Vec<RenewedKey>,
    /// The next epoch of each collection that gets a new key. Their `key_sealed` is in `stored`.
    pub epochs: Vec<RenewedEpoch>,
}

/// The next epoch of one collection, begun with a [`Renewal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewedEpoch {
    /// The collection.
    pub collection: CollectionId,
    /// Its next epoch, as in [`NewEpoch`](crate::care::NewEpoch).
    pub epoch: u32,
    /// Tells whether a key is the right one.
    pub key_check: Blob,
    /// The renewal message for each other member, all of them and nobody else.
    #[serde(default)]
    pub handovers: Vec<EpochHandover>,
}

/// A collection's key of one epoch, sealed under the new account key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewedKey {
    /// The collection.
    pub collection: CollectionId,
    /// The epoch.
    pub epoch: u32,
    /// Its key, sealed.
    pub key_sealed: Blob,
}

/// One of the account's devices. `GET /v1/devices` answers with a list of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Its id, for `DELETE /v1/devices/{id}`.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// When it signed in first: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// When it was last heard of.
    pub seen_at: i64,
    /// With which program it was last heard of ("Firefox on Linux"), as that program says. Absent until its first refresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_with: Option<String>,
    /// Whether it is the one that asks.
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
        // Cyrillic letters among Latin ones, and nothing but such as look like Latin ones.
        for name in ["wr\u{435}n", "р\u{430}y", "раура", "\u{430}\u{440}\u{440}\u{435}", "ωren"] {
            assert_eq!(new_handle(name), Err(Code::HandleConfusable), "{name}");
        }
        assert_eq!(new_handle("x"), Err(Code::HandleInvalid));
        assert_eq!(normalise_handle("a b"), None);
        assert_eq!(normalise_handle(&"a".repeat(65)), None);
    }

    #[test]
    fn names_that_look_alike_are_one_name_or_none() {
        // Composed and decomposed, of full width, in capitals.
        for name in ["zo\u{eb}", "zoe\u{308}", "ZO\u{cb}", "\u{ff3a}\u{ff4f}\u{eb}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some("zo\u{eb}"), "{name}");
        }
        // A name is in its form already: it is never brought into another one a second time.
        for name in ["m.osei", "zo\u{eb}", "\u{5e8}\u{5d5}\u{5ea}", "\u{938}\u{940}\u{92e}\u{93e}"] {
            assert_eq!(normalise_handle(name).as_deref(), Some(name));
        }
        // Invisible signs, symbols, code points without a sign, and directions that contradict each other.
        for name in ["wr\u{200b}en", "wren\u{202e}", "wren!", "wren \u{2764}", "wr\u{378}n", "a\u{5d0}"] {
            assert_eq!(normalise_handle(name), None, "{name:?}");
        }
    }
}
