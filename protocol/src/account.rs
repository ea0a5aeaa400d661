//! Accounts: OPAQUE registration and sign-in (RFC 9807), sessions, recovery and devices.
//!
//! The server learns a sign-in name, public keys and sealed bytes; never a password, a recovery code or a key.

use serde::{Deserialize, Serialize};

use crate::care::{EpochHandover, NewCollection, Role};
use crate::{AccountId, Blob, CollectionId, DeviceId, InvitationId, PracticeId};

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
