//! The audit trail as those read it whom it concerns: who did what, when; never what it said.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AccountId, DeviceId};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What was done. The words are part of the hashed entries: they are never changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[$doc])* $name,)*
            /// An act that this version does not know.
            #[serde(other)]
            Unknown,
        }

        impl Action {
            /// Every act that this version knows.
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            /// As it stands in the trail.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Unknown => "unknown" }
            }

            /// From the trail.
            pub fn from_text(text: &str) -> Self {
                match text { $($text => Self::$name,)* _ => Self::Unknown }
            }
        }
    };
}

actions! {
    /// An account was made.
    Registered = "registered",
    /// A device was signed in.
    SignedIn = "signed_in",
    /// A device was signed out.
    SignedOut = "signed_out",
    /// A refresh token came a second time; its device was signed out.
    RefreshReused = "refresh_reused",
    /// A new password was set.
    PasswordChanged = "password_changed",
    /// A new password was set with the recovery code.
    Recovered = "recovered",
    /// The account's keys were exchanged: a phone was lost.
    KeysRenewed = "keys_renewed",
    /// A practice was made.
    PracticeFounded = "practice_founded",
    /// Somebody joined a practice.
    MemberJoined = "member_joined",
    /// A code for a new member was made.
    EnrolmentMade = "enrolment_made",
    /// A client was invited.
    InvitationMade = "invitation_made",
    /// An invitation was taken back.
    InvitationRevoked = "invitation_revoked",
    /// A client accepted an invitation.
    InvitationAccepted = "invitation_accepted",
    /// A collection was made.
    CollectionMade = "collection_made",
    /// An account was let into a collection.
    AccessGiven = "access_given",
    /// An account was shut out of a collection, or left it.
    AccessEnded = "access_ended",
    /// A member took up or renewed a collection's key.
    KeyStored = "key_stored",
    /// A therapist was given records.
    RecordsRead = "records_read",
    /// A therapist was given an attachment, or a part of it.
    AttachmentRead = "attachment_read",
    /// An attachment was deleted.
    AttachmentDeleted = "attachment_deleted",
    /// A collection has a new key.
    EpochBegun = "epoch_begun",
    /// A collection was deleted with all that was in it.
    CollectionErased = "collection_erased",
    /// An account was deleted with all that was its own.
    Erased = "erased",
    /// Signing in asks for a second factor from now on.
    SecondFactorBegun = "second_factor_begun",
    /// Signing in asks for no second factor any more.
    SecondFactorEnded = "second_factor_ended",
    /// A spare code stood in for the second factor.
    SpareCodeUsed = "spare_code_used",
    /// New spare codes were made.
    SpareCodesMade = "spare_codes_made",
    /// The account's password was right, and the second factor was not.
    SecondFactorFailed = "second_factor_failed",
    /// A code for a new member was taken back.
    EnrolmentRevoked = "enrolment_revoked",
    /// A member may do something else from now on.
    RolesChanged = "roles_changed",
    /// A member was removed from a practice.
    MemberRemoved = "member_removed",
    /// A practice's settings were changed.
    SettingsChanged = "settings_changed",
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Whose trail it stands in: an account, a practice or a collection.
    pub chain: Uuid,
    /// Its place in that chain, from 1, without gaps.
    pub number: u64,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Who; absent when the command line did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The name of who did it, when it is (or was) a member of a practice. The server knows no client's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Did what.
    pub action: Action,
    /// To what: an account, a device, a collection, an attachment, an invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
}

/// A page of entries, the latest first.
///
/// - `GET /v1/access`: all that was done in the caller's care collections; for a client, who read what, and when
/// - `GET /v1/me/trail`: what was done with the account: sign-ins, passwords, devices
/// - `GET /v1/practice/trail`: a practice and its members, for an owner
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// What to send as `before` for the next page; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /v1/practice/trail/check`: every chain of the practice, hashed again from its first entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailCheck {
    /// Chains that were checked.
    pub chains: u64,
    /// Entries that were checked.
    pub entries: u64,
    /// Where a chain is not what it was when it was written. Empty: all of them hold.
    pub broken: Vec<TrailBreak>,
}

/// Where a chain breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailBreak {
    /// The chain.
    pub chain: Uuid,
    /// The first entry that does not follow from those before it.
    pub number: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_on_the_wire_are_what_stands_in_the_trail() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_string(action).unwrap(), format!("\"{}\"", action.as_str()));
            assert_eq!(Action::from_text(action.as_str()), *action);
        }
        assert_eq!(serde_json::from_str::<Action>("\"from_the_future\"").unwrap(), Action::Unknown);
    }
}
