//! Practices, members, invitations; collections, who may read them, and their keys (sealed).

use serde::{Deserialize, Serialize};

use crate::account::SealedManifest;
use crate::practice::PracticeSettings;
use crate::{AccountId, Blob, CollectionId, EnrolmentId, InvitationId, PracticeId};

/// What an account is to a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Invites clients and reads what they share.
    Therapist,
    /// Invites members; sees no content.
    Owner,
}

/// A practice as its members see it. `GET /v1/practice`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Practice {
    /// Its id.
    pub id: PracticeId,
    /// Its name.
    pub name: String,
    /// What its owners have set.
    #[serde(default)]
    pub settings: PracticeSettings,
    /// Who works there.
    pub members: Vec<Member>,
}

/// One member of a practice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// The name as colleagues and clients read it.
    pub name: String,
    /// What the member may do.
    pub roles: Vec<Role>,
    /// Milliseconds since the Unix epoch.
    pub joined_at: i64,
    /// Whether the member signs in with a second factor.
    #[serde(default)]
    pub second_factor: bool,
}

/// `POST /v1/practice/enrolments`: an owner makes a one-time code for a new member.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEnrolment {
    /// What the new member may do.
    pub roles: Vec<Role>,
}

/// Its answer: the only time that the code is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Its id.
    pub id: EnrolmentId,
    /// The code, for the person to type.
    pub code: String,
    /// When it ends: milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// `POST /v1/invitations`: a therapist offers a care relationship.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// Made by the therapist's desk, because the seals are bound to it.
    pub id: InvitationId,
    /// 32 bytes derived from the invitation's secret; whoever shows them may open it. The server keeps a hash.
    pub token: Blob,
    /// The therapist's name and public key, sealed under the invitation's secret.
    pub welcome: Blob,
    /// The invitation's secret, sealed under the therapist's account key, for the day on which the client answers.
    pub secret_sealed: Blob,
    /// What the therapist calls it ("Tuesday, new client"), sealed under the therapist's account key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_sealed: Option<Blob>,
}

/// An invitation as its therapist sees it. `GET /v1/invitations` answers with a list; `POST` with one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// How it stands.
    pub state: InvitationState,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Milliseconds since the Unix epoch; seven days after `created_at`.
    pub expires_at: i64,
    /// As it was made.
    pub secret_sealed: Blob,
    /// As it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_sealed: Option<Blob>,
    /// The care collection that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<CollectionId>,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Waiting for the client.
    Open,
    /// The client has joined.
    Used,
    /// The therapist took it back.
    Revoked,
    /// Its seven days are over.
    Expired,
}

/// `POST /v1/invitations/{id}/open`, without sign-in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInvitation {
    /// Derived from the secret in the link.
    pub token: Blob,
}

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedInvitation {
    /// As the therapist's desk sealed it.
    pub welcome: Blob,
    /// Milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// `POST /v1/invitations/{id}/accept`: the client makes the care collection and hands its key over. Answered with the
/// [`Collection`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// Derived from the secret in the link.
    pub token: Blob,
    /// The new care collection.
    pub collection: NewCollection,
    /// HPKE (AuthPSK mode) message that carries the collection's key to the therapist. See `journal::seal::invitation`.
    pub handover: Blob,
}

/// What a collection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CollectionKind {
    /// The own devices of one account only: a client's journal, a therapist's notes.
    Private,
    /// A client's devices and one therapist's browsers.
    Care,
}

/// A collection as its maker registers it, at epoch 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCollection {
    /// Made by the client, because the seals are bound to it.
    pub id: CollectionId,
    /// Tells whether a key is the right one, before the first pull.
    pub key_check: Blob,
    /// The collection's key, sealed under the maker's account key.
    pub key_sealed: Blob,
}

/// A collection as one of its members sees it. `GET /v1/collections` answers with a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// What it is for.
    pub kind: CollectionKind,
    /// The epoch that new records are sealed in; grows when somebody loses access.
    pub epoch: u32,
    /// Its highest `seq`.
    pub head: u64,
    /// For each epoch: its key check, and its key sealed for the asking account (if it has stored one).
    pub keys: Vec<EpochKey>,
    /// Who may read it, the asking account included.
    pub members: Vec<CollectionMember>,
    /// A key that waits to be taken up by the asking therapist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
}

/// A collection's key in one epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochKey {
    /// Which epoch; the first is 1.
    pub epoch: u32,
    /// Tells whether a key is the right one.
    pub key_check: Blob,
    /// The key, sealed under the asking account's account key; absent until it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sealed: Option<Blob>,
    /// The key on its way to the asking account, when another member began this epoch; gone once it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<EpochHandover>,
}

/// An epoch's key on its way from one member to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochHandover {
    /// The other member: in [`NewEpoch`] the one it is for, in [`EpochKey`] the one it is from.
    pub account: AccountId,
    /// The generation of the sender's keys, when the message also carries a new identity: the sender has lost a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// The key, sealed by one member for the other. See `journal::seal::epoch` and `journal::seal::renewal`.
    pub message: Blob,
}

/// `POST /v1/collections/{id}/epochs`: begins a collection's next epoch with a new key, so that those who knew the old
/// one (a lost phone, a member who left) can read nothing that comes after. Answered with the [`Collection`].
///
/// From then on a push that is sealed under another epoch is rejected with `epoch_over`. The same epoch sent again with the
/// same key check is answered the same; with another one, with `epoch_taken`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEpoch {
    /// The collection's `epoch` plus one; or the collection's `epoch` itself while that has no key (a member was shut
    /// out, and no key has come since).
    pub epoch: u32,
    /// Tells whether a key is the right one.
    pub key_check: Blob,
    /// The new key, sealed under the sender's account key.
    pub key_sealed: Blob,
    /// The new key for each other member of the collection, all of them and nobody else.
    #[serde(default)]
    pub handovers: Vec<EpochHandover>,
    /// With a private collection's epoch: the account's next manifest, which names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<SealedManifest>,
}

/// Who may read a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollectionMember {
    /// The account.
    pub account: AccountId,
    /// What it is to the collection.
    pub part: Part,
    /// A therapist's name as the practice knows it; absent for clients, whose names the server does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What an account is to a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The client whose journal it is; in a private collection, whoever it belongs to.
    Client,
    /// The therapist with whom the client shares.
    Therapist,
}

/// A collection's key on its way to the therapist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handover {
    /// The invitation that the client answered.
    pub invitation: InvitationId,
    /// That invitation's secret, as the therapist's desk sealed it for itself.
    pub secret_sealed: Blob,
    /// The HPKE message.
    pub message: Blob,
}

/// `PUT /v1/collections/{id}/key`: a member stores a collection's key for its own other devices. Ends a handover.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreKey {
    /// Which epoch.
    pub epoch: u32,
    /// The key, sealed under the account key.
    pub key_sealed: Blob,
}
