//! What owners manage: settings, roles, enrolments, sessions, the server's health. None of it gives access to a
//! client's records.

use serde::{Deserialize, Serialize};

use crate::care::Role;
use crate::{AccountId, DeviceId, EnrolmentId};

/// Settings of a practice, readable for all members in `GET /v1/practice`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticeSettings {
    /// Idle minutes until the portal locks itself: 1 to 240.
    pub idle_lock_minutes: u32,
    /// Whether every member needs a second factor. A member without one can only set it up, and sign out. An owner
    /// needs one to switch this on. There is no default: a request that does not name it must not switch it off.
    pub second_factor_required: bool,
}

impl Default for PracticeSettings {
    fn default() -> Self {
        Self { idle_lock_minutes: 15, second_factor_required: false }
    }
}

/// `PUT /v1/practice/settings`. Response: the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePractice {
    /// The practice's name; absent to keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The settings.
    pub settings: PracticeSettings,
}

/// `PUT /v1/practice/members/{account}`: changes a member's roles. Losing the therapist role revokes access to all
/// care collections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeMember {
    /// At least one.
    pub roles: Vec<Role>,
}

/// An enrolment without its code. `GET /v1/practice/enrolments` returns a list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentState {
    /// For `DELETE /v1/practice/enrolments/{id}`.
    pub id: EnrolmentId,
    /// The roles of its user.
    pub roles: Vec<Role>,
    /// Whether it can still be used.
    pub state: crate::care::InvitationState,
    /// The owner who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<AccountId>,
    /// The account that registered with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<AccountId>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// A member's signed-in device. `GET /v1/practice/sessions` returns a list, most recently seen first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberSession {
    /// For `DELETE /v1/practice/sessions/{device}`.
    pub device: DeviceId,
    /// The member.
    pub account: AccountId,
    /// Chosen by its owner.
    pub name: String,
    /// When it signed in: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Its last refresh.
    pub seen_at: i64,
}

/// The server's health, for an owner. Response to `GET /v1/practice/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerHealth {
    /// The server's version.
    pub version: String,
    /// When it started: milliseconds since the Unix epoch.
    pub started_at: i64,
    /// Its clock.
    pub now: i64,
    /// `sqlite` or `postgresql`
    pub database: String,
    /// Size on disk.
    pub database_bytes: u64,
    /// When the cleanup job (old deletions, unfinished uploads) last succeeded; absent until it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub housekeeping_at: Option<i64>,
    /// When the last backup was made with `afterglow backup`; absent while there is none, or it was made differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_at: Option<i64>,
    /// How many days the operator keeps backups.
    pub backup_days: u32,
}
