//! Practices, members and invitations; collections, their members and sealed keys.

use serde::{Deserialize, Serialize};

use crate::account::SealedManifest;
use crate::practice::PracticeSettings;
use crate::{AccountId, Blob, CollectionId, EnrolmentId, InvitationId, PracticeId};

/// A role in a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Invites clients and reads what they share.
    Therapist,
    /// Manages members; cannot read content.
    Owner,
}

/// A practice as its members see it. Response to `GET /v1/practice`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Practice {
    /// The practice's id.
    pub id: PracticeId,
    /// The practice's name.
    pub name: String,
    /// Set by its owners.
    #[serde(default)]
    pub settings: PracticeSettings,
    /// Present members.
    pub members: Vec<Member>,
}

/// A member of a practice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// The name for colleagues and clients.
    pub name: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// Milliseconds since the Unix epoch.
    pub joined_at: i64,
    /// Whether sign-in requires a second factor.
    #[serde(default)]
    pub second_factor: bool,
    /// How many clients they have in care: those who would lose their therapist. Present for owners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clients: Option<u32>,
}

/// `POST /v1/practice/enrolments`: creates a one-time code for a new member.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEnrolment {
    /// The roles of the new member.
    pub roles: Vec<Role>,
}

/// Response to [`NewEnrolment`]. The code is returned only this once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// The enrolment's id.
    pub id: EnrolmentId,
    /// For the new member to type.
    pub code: String,
    /// Milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// `POST /v1/invitations`: a therapist offers a care relationship.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// Created by the therapist's browser, because the seals are bound to it.
    pub id: InvitationId,
    /// 32 bytes derived from the invitation's secret. Anyone who presents them may open the invitation. The server
    /// stores their hash.
    pub token: Blob,
    /// The therapist's name and public key, sealed under the invitation's secret.
    pub welcome: Blob,
    /// The invitation's secret, sealed under the therapist's account key: needed when the client accepts.
    pub secret_sealed: Blob,
    /// The therapist's label ("Tuesday, new client"), sealed under the therapist's account key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_sealed: Option<Blob>,
}

/// An invitation as its therapist sees it. `GET /v1/invitations` returns a list, `POST` one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The invitation's id.
    pub id: InvitationId,
    /// Whether it can still be accepted.
    pub state: InvitationState,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Milliseconds since the Unix epoch, seven days after `created_at`.
    pub expires_at: i64,
    /// As in [`NewInvitation`].
    pub secret_sealed: Blob,
    /// As in [`NewInvitation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_sealed: Option<Blob>,
    /// The care collection that the client created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<CollectionId>,
}

/// The state of an invitation or an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Not used yet.
    Open,
    /// Accepted.
    Used,
    /// Revoked by its creator.
    Revoked,
    /// Not used within seven days.
    Expired,
}

/// `POST /v1/invitations/{id}/open`, without sign-in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInvitation {
    /// Derived from the secret in the link.
    pub token: Blob,
}

/// Response to [`OpenInvitation`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedInvitation {
    /// As in [`NewInvitation`].
    pub welcome: Blob,
    /// Milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// `POST /v1/invitations/{id}/accept`: the client creates the care collection and hands over its key. Response:
/// [`Collection`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// Derived from the secret in the link.
    pub token: Blob,
    /// The new care collection.
    pub collection: NewCollection,
    /// HPKE message (AuthPSK mode) with the collection's key for the therapist. See `journal::seal::invitation`.
    pub handover: Blob,
}

/// The kind of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CollectionKind {
    /// Only for one account's own devices: a client's journal, a therapist's notes.
    Private,
    /// Shared by a client and one therapist.
    Care,
}

/// A new collection, at epoch 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCollection {
    /// Created by the client, because the seals are bound to it.
    pub id: CollectionId,
    /// Verifies a key before the first pull.
    pub key_check: Blob,
    /// The collection's key, sealed under the creator's account key.
    pub key_sealed: Blob,
}

/// A collection as a member sees it. `GET /v1/collections` returns a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collection {
    /// The collection's id.
    pub id: CollectionId,
    /// Private or care.
    pub kind: CollectionKind,
    /// The epoch in which new records are sealed. Incremented when somebody loses access.
    pub epoch: u32,
    /// Its highest `seq`.
    pub head: u64,
    /// For each epoch its key check, and its key sealed for the calling account, if stored.
    pub keys: Vec<EpochKey>,
    /// Including the calling account.
    pub members: Vec<CollectionMember>,
    /// A handover that waits for the calling therapist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
}

/// A collection's key in one epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochKey {
    /// From 1.
    pub epoch: u32,
    /// Verifies a key.
    pub key_check: Blob,
    /// Sealed under the calling account's account key; absent until it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sealed: Option<Blob>,
    /// A handover to the calling account, if another member began this epoch; absent once the key is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<EpochHandover>,
}

/// A handover of an epoch's key from one member to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochHandover {
    /// In [`NewEpoch`] the recipient, in [`EpochKey`] the sender.
    pub account: AccountId,
    /// The generation of the sender's keys, if the message also contains a new identity: the sender renewed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// Sealed by the sender for the recipient. See `journal::seal::epoch` and `journal::seal::renewal`.
    pub message: Blob,
}

/// `POST /v1/collections/{id}/epochs`: rotates a collection's key, so that nobody who had the old one (a lost phone,
/// a former member) can read later records. Response: [`Collection`].
///
/// Only the client begins epochs; a therapist gets `forbidden`. From then on pushes of another epoch are rejected with
/// `epoch_over`. Idempotent for the same epoch and key check;
/// with another key check the response is `epoch_taken`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEpoch {
    /// The collection's `epoch` plus one, or `epoch` itself if it has no key yet (after a member lost access).
    pub epoch: u32,
    /// Verifies a key.
    pub key_check: Blob,
    /// Sealed under the sender's account key.
    pub key_sealed: Blob,
    /// The new key for each other member, and for nobody else.
    #[serde(default)]
    pub handovers: Vec<EpochHandover>,
    /// For a private collection: the account's next manifest, which names the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<SealedManifest>,
}

/// A member of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollectionMember {
    /// The account.
    pub account: AccountId,
    /// Client or therapist.
    pub part: Part,
    /// A therapist's name; absent for clients, whose names the server does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The role of an account in a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The client; in a private collection its owner.
    Client,
    /// The therapist.
    Therapist,
}

/// A handover of a care collection's key to the therapist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handover {
    /// The invitation that the client accepted.
    pub invitation: InvitationId,
    /// The invitation's secret, as in [`NewInvitation`].
    pub secret_sealed: Blob,
    /// The HPKE message.
    pub message: Blob,
}

/// `PUT /v1/collections/{id}/key`: stores a collection's key for the member's own other devices. Ends a handover.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreKey {
    /// The epoch of the key.
    pub epoch: u32,
    /// Sealed under the account key.
    pub key_sealed: Blob,
}
