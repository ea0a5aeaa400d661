//! A practice as its owners run it: settings, roles, codes for new members, open sessions, the server's health. None of it
//! leads to a client's words.

use serde::{Deserialize, Serialize};

use crate::care::Role;
use crate::{AccountId, DeviceId, EnrolmentId};

/// What an owner sets for the whole practice. Every member reads it, in `GET /v1/practice`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticeSettings {
    /// Minutes without a touch after which the portal locks itself: 1 to 240.
    pub idle_lock_minutes: u32,
    /// Days for which the practice keeps what it exports: 0 to 36,500. Told to clients; the server holds no exports.
    pub retention_days: u32,
    /// Which version of the practice's consent wording is in force. New clients agree to it; others are asked again.
    pub wording_version: String,
}

impl Default for PracticeSettings {
    fn default() -> Self {
        Self { idle_lock_minutes: 15, retention_days: 3650, wording_version: "1".into() }
    }
}

/// `PUT /v1/practice/settings`, answered with the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePractice {
    /// The practice's name; absent: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The settings.
    pub settings: PracticeSettings,
}

/// `PUT /v1/practice/members/{account}`: what a member may do from now on. Whoever is no therapist any more leaves all
/// care relationships at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeMember {
    /// At least one.
    pub roles: Vec<Role>,
}

/// A code for a new member, as an owner sees it afterwards: without the code. `GET /v1/practice/enrolments` answers with
/// a list, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolmentState {
    /// Its id, for `DELETE /v1/practice/enrolments/{id}`.
    pub id: EnrolmentId,
    /// What it makes of its user.
    pub roles: Vec<Role>,
    /// How it stands.
    pub state: crate::care::InvitationState,
    /// The owner who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<AccountId>,
    /// Who registered with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<AccountId>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// Milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// One member's signed-in device. `GET /v1/practice/sessions` answers with a list, the latest heard of first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberSession {
    /// The device, for `DELETE /v1/practice/sessions/{device}`.
    pub device: DeviceId,
    /// Whose it is.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// When it signed in first: milliseconds since the Unix epoch.
    pub created_at: i64,
    /// When it was last heard of.
    pub seen_at: i64,
}

/// How the server is, for an owner. `GET /v1/practice/health`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerHealth {
    /// The server's version.
    pub version: String,
    /// Since when it runs: milliseconds since the Unix epoch.
    pub started_at: i64,
    /// Its time now. A clock that is wrong shows here.
    pub now: i64,
    /// `sqlite` or `postgresql`
    pub database: String,
    /// The database's bytes on disk.
    pub database_bytes: u64,
    /// When housekeeping (old deletions, unfinished uploads) last went through; absent until it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub housekeeping_at: Option<i64>,
    /// Days for which the operator keeps backups.
    pub backup_days: u32,
}
