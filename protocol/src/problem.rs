//! Errors: RFC 9457 problem details (`application/problem+json`) with a stable code.

use serde::{Deserialize, Serialize};

/// What a caller should do about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Retry later (after `Retry-After` if present).
    Retry,
    /// The access token is expired or invalid: refresh it, or sign in again.
    SignIn,
    /// This client is too old for the server.
    Upgrade,
    /// Show the sentence to the user; a retry will fail again.
    Tell,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $advice:ident, $title:literal;)*) => {
        /// The stable code of a problem. Codes are never renamed; unknown ones parse as [`Code::Unknown`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// A code of a newer version: handle it by its HTTP status.
            #[serde(other)]
            Unknown,
        }

        impl Code {
            /// All codes that this version knows.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as text.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* Code::Unknown => "unknown" }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* Code::Unknown => 500 }
            }

            /// What the caller should do.
            pub fn advice(self) -> Advice {
                match self { $(Code::$name => Advice::$advice,)* Code::Unknown => Advice::Tell }
            }

            /// A sentence for the user: what happened, and what to do.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$name => $title,)* Code::Unknown => "An unknown error occurred. An update of the app may help." }
            }
        }
    };
}

codes! {
    /// The body does not have the expected form.
    Malformed = "malformed", 400, Tell, "The request could not be read.";
    /// The content type is neither JSON nor CBOR.
    UnsupportedMediaType = "unsupported_media_type", 415, Tell, "This content type is not supported.";
    /// The access token is missing, forged, expired, or for another audience.
    Unauthenticated = "unauthenticated", 401, SignIn, "Please sign in again.";
    /// Unknown name, wrong password or wrong recovery code.
    WrongCredentials = "wrong_credentials", 401, Tell, "The name and the secret do not belong together. Check both and try again.";
    /// A refresh token was used a second time; its device is signed out.
    RefreshReused = "refresh_reused", 401, SignIn, "This device was signed out to keep your account safe. Please sign in again.";
    /// The account lacks the permission.
    Forbidden = "forbidden", 403, Tell, "Your role does not allow this.";
    /// The resource does not exist or is inaccessible.
    NotFound = "not_found", 404, Tell, "This does not exist, or you do not have access to it.";
    /// The path exists, but not with this method.
    MethodNotAllowed = "method_not_allowed", 405, Tell, "This action is not available.";
    /// The sign-in name is in use.
    HandleTaken = "handle_taken", 409, Tell, "This name, or one that looks like it, is taken. Please choose another one.";
    /// The sign-in name is empty, too long, or has characters that are not allowed.
    HandleInvalid = "handle_invalid", 422, Tell, "A name has 2 to 64 letters, digits, dots, dashes, underscores or @.";
    /// The sign-in name mixes alphabets, or its letters all look like Latin ones.
    HandleConfusable = "handle_confusable", 422, Tell, "This name could be mistaken for another one. Please use letters of one alphabet that do not all look Latin.";
    /// It exists with other content.
    AlreadyExists = "already_exists", 409, Tell, "This already exists.";
    /// The enrolment code is unknown, used, revoked or expired.
    EnrolmentInvalid = "enrolment_invalid", 403, Tell, "This code is no longer valid. Ask the practice for a new one.";
    /// The server registers clients only with an invitation.
    InvitationRequired = "invitation_required", 403, Tell, "You need a therapist's invitation to create an account here. Until then your journal stays on this device.";
    /// The server does not allow registration.
    RegistrationClosed = "registration_closed", 403, Tell, "This server does not accept new accounts. Your journal stays on this device.";
    /// The invitation is unknown, or the token is wrong.
    InvitationInvalid = "invitation_invalid", 404, Tell, "This invitation is not valid. Ask your therapist for a new one.";
    /// The invitation was not used within seven days.
    InvitationExpired = "invitation_expired", 410, Tell, "This invitation has expired. Ask your therapist for a new one.";
    /// The invitation was used already.
    InvitationUsed = "invitation_used", 410, Tell, "This invitation has already been used. Ask your therapist for a new one.";
    /// The therapist revoked the invitation.
    InvitationRevoked = "invitation_revoked", 410, Tell, "This invitation was taken back. Ask your therapist for a new one.";
    /// A record is larger than `limits.blob_bytes`.
    BlobTooLarge = "blob_too_large", 413, Tell, "This entry is too large to sync. It stays safe on your device.";
    /// The body is larger than `limits.request_bytes`.
    PayloadTooLarge = "payload_too_large", 413, Tell, "Too much was sent at once.";
    /// A call exceeds the limits on records or collections.
    TooManyRecords = "too_many_records", 413, Tell, "Too many records were sent at once.";
    /// An invalid revision, epoch or id.
    Unprocessable = "unprocessable", 422, Tell, "The request is not valid.";
    /// The epoch of the record is over: somebody lost access since. Fetch the collection's keys, seal the record
    /// under the new one, and push again.
    EpochOver = "epoch_over", 409, Retry, "The key of this collection has changed. Syncing will be retried with the new key.";
    /// The server was restored from a backup, and lost what this device has seen. Pull from zero, then push again.
    Restored = "restored", 409, Retry, "The server was restored from a backup. Missing entries will be uploaded again.";
    /// Another device began this epoch first. Fetch the collection's keys.
    EpochTaken = "epoch_taken", 409, Retry, "Another device has already changed the key. Syncing will be retried with the new key.";
    /// Another device changed the manifest first. Fetch it, and try again.
    ManifestTaken = "manifest_taken", 409, Retry, "Another device has already changed this account. This will be retried.";
    /// A group has no checkpoint.
    CheckpointMissing = "checkpoint_missing", 422, Tell, "This app is too old for this server. Please update it.";
    /// Another push of the same group was rejected, and with it the whole group.
    Group = "group", 409, Retry, "Another device has synced changes in the meantime. This will be retried.";
    /// The part begins after the stored bytes. Query the attachment's state, and continue from there.
    OffsetMismatch = "offset_mismatch", 409, Retry, "The upload will continue where it stopped.";
    /// The upload of the attachment is not complete.
    AttachmentUnfinished = "attachment_unfinished", 409, Retry, "This is still being uploaded. Please try again in a moment.";
    /// The attachment is larger than `limits.attachment_bytes`.
    AttachmentTooLarge = "attachment_too_large", 413, Tell, "This file is too large to sync. It stays safe on your device.";
    /// The account's attachments in the collection would exceed `limits.attachments_bytes`, or the account `limits.account_bytes` or
    /// `limits.account_records`.
    QuotaExceeded = "quota_exceeded", 413, Tell, "Your storage on the server is full. Your entries stay safe on your device.";
    /// The range is outside of the attachment.
    RangeNotSatisfiable = "range_not_satisfiable", 416, Tell, "This part of the file does not exist.";
    /// The account has a second factor: send the same message again with a code, within five minutes.
    SecondFactorRequired = "second_factor_required", 401, Tell, "Please enter the code that your authenticator app shows.";
    /// The code is wrong, expired or used.
    SecondFactorWrong = "second_factor_wrong", 401, Tell, "This code is wrong or has already been used. Wait for the next one and try again.";
    /// The practice requires a second factor, and the account has none: the session can only set it up, and sign out.
    SecondFactorMissing = "second_factor_missing", 403, Tell, "Your practice requires a second factor. Please set it up to continue.";
    /// An owner without a second factor cannot require one of the practice.
    OwnSecondFactorMissing = "own_second_factor_missing", 403, Tell, "Set up a second factor for your own account first.";
    /// The practice requires a second factor: its members cannot remove theirs.
    SecondFactorMandatory = "second_factor_mandatory", 403, Tell, "Your practice requires a second factor. It cannot be turned off.";
    /// The last owner of a practice cannot leave it.
    LastOwner = "last_owner", 409, Tell, "A practice needs an owner. Make another member an owner first.";
    /// The client's protocol version is not supported any more.
    UpgradeRequired = "upgrade_required", 426, Upgrade, "Please update the app: the server no longer supports this version.";
    /// A rate limit was exceeded; see `Retry-After`.
    TooManyRequests = "too_many_requests", 429, Retry, "Too many attempts. Please wait a moment.";
    /// A bug in the server; nothing was changed.
    Internal = "internal", 500, Retry, "Something went wrong on the server. Nothing was lost; this will be retried.";
    /// The server is starting, stopping, overloaded, or without its database.
    Unavailable = "unavailable", 503, Retry, "The server is not available at the moment. Nothing was lost; this will be retried.";
}

/// Problem details (RFC 9457 §3) with a stable `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{}: {title}", code.as_str())]
pub struct Problem {
    /// A URI reference: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence for the user.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// Details of this occurrence; never content, names or secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Seconds until a retry makes sense, as in `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem with the code's sentence and status.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("/problems/{}", code.as_str()),
            title: code.sentence().into(),
            status: code.status(),
            code,
            detail: None,
            retry_after: None,
        }
    }

    /// Sets the details of this occurrence.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_on_the_wire_are_what_as_str_says() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
        }
    }

    #[test]
    fn a_code_of_a_newer_server_is_readable() {
        assert_eq!(serde_json::from_str::<Code>("\"from_the_future\"").unwrap(), Code::Unknown);
    }
}
