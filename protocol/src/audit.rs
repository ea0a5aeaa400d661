//! The audit log: who did what, and when; never content.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AccountId, DeviceId};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What was done. The texts are part of the hashed entries and never change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[$doc])* $name,)*
            /// An action of a newer version.
            #[serde(other)]
            Unknown,
        }

        impl Action {
            /// All actions that this version knows.
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            /// The text in the log.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Unknown => "unknown" }
            }

            /// Parses the text in the log.
            pub fn from_text(text: &str) -> Self {
                match text { $($text => Self::$name,)* _ => Self::Unknown }
            }
        }
    };
}

actions! {
    /// An account was registered.
    Registered = "registered",
    /// A device was signed in.
    SignedIn = "signed_in",
    /// A device was signed out.
    SignedOut = "signed_out",
    /// A refresh token was used a second time; its device was signed out.
    RefreshReused = "refresh_reused",
    /// A new password was set.
    PasswordChanged = "password_changed",
    /// A new password was set with the recovery code.
    Recovered = "recovered",
    /// The account's keys were replaced after a phone was lost.
    KeysRenewed = "keys_renewed",
    /// A practice was founded.
    PracticeFounded = "practice_founded",
    /// Somebody joined a practice.
    MemberJoined = "member_joined",
    /// A code for a new member was created.
    EnrolmentMade = "enrolment_made",
    /// A client was invited.
    InvitationMade = "invitation_made",
    /// An invitation was revoked.
    InvitationRevoked = "invitation_revoked",
    /// A client accepted an invitation.
    InvitationAccepted = "invitation_accepted",
    /// A collection was created.
    CollectionMade = "collection_made",
    /// An account was given access to a collection.
    AccessGiven = "access_given",
    /// An account lost access to a collection, or left it.
    AccessEnded = "access_ended",
    /// A member stored its sealed copy of a collection's key.
    KeyStored = "key_stored",
    /// Records were sent to a therapist.
    RecordsRead = "records_read",
    /// An attachment, or a part of it, was sent to a therapist.
    AttachmentRead = "attachment_read",
    /// An attachment was deleted.
    AttachmentDeleted = "attachment_deleted",
    /// A collection's key was rotated.
    EpochBegun = "epoch_begun",
    /// A collection was deleted with everything in it.
    CollectionErased = "collection_erased",
    /// An account was deleted.
    Erased = "erased",
    /// A second factor was set up.
    SecondFactorBegun = "second_factor_begun",
    /// A second factor was removed.
    SecondFactorEnded = "second_factor_ended",
    /// A spare code was used instead of the second factor.
    SpareCodeUsed = "spare_code_used",
    /// The spare codes were replaced.
    SpareCodesMade = "spare_codes_made",
    /// The password was correct, the second factor was not.
    SecondFactorFailed = "second_factor_failed",
    /// A code for a new member was revoked.
    EnrolmentRevoked = "enrolment_revoked",
    /// A member's roles were changed.
    RolesChanged = "roles_changed",
    /// A member was removed from a practice.
    MemberRemoved = "member_removed",
    /// A practice's settings were changed.
    SettingsChanged = "settings_changed",
    /// A practice began to require a second factor of its members.
    SecondFactorRuleSet = "second_factor_rule_set",
    /// A practice stopped requiring a second factor.
    SecondFactorRuleLifted = "second_factor_rule_lifted",
    /// A therapist exported what a client shares.
    Exported = "exported",
    /// A backup of the server was made.
    BackupMade = "backup_made",
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// The account, practice or collection whose chain it belongs to.
    pub chain: Uuid,
    /// The position in the chain, from 1, without gaps.
    pub number: u64,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// Who did it; absent if the command line did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The name of a present or former member of a practice. The server does not know clients' names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The device that was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// What was done.
    pub action: Action,
    /// The account, device, collection, attachment or invitation that it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
}

/// A page of entries, newest first.
///
/// - `GET /v1/access`: the caller's care collections; shows a client who read what, and when
/// - `GET /v1/me/trail`: the account: sign-ins, passwords, devices
/// - `GET /v1/practice/trail`: a practice and its members, for an owner
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// The value of `before` for the next page; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /v1/practice/trail/check`: verifies every chain of the practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditCheck {
    /// Verified chains.
    pub chains: u64,
    /// Verified entries.
    pub entries: u64,
    /// Tampered chains; empty if all are intact.
    pub broken: Vec<AuditBreak>,
}

/// Where a chain was tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditBreak {
    /// The chain.
    pub chain: Uuid,
    /// The first entry that does not match its hash.
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
