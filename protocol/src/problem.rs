//! Errors on the wire: RFC 9457 problem details (`application/problem+json`) with a stable code.

use serde::{Deserialize, Serialize};

/// What a caller should do about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Try the same again later (after `Retry-After` when it is there).
    Retry,
    /// The access token is over or unknown: refresh it, or sign in again.
    SignIn,
    /// This program is too old for the server.
    Upgrade,
    /// Show the sentence to the person; the same request will fail again.
    Tell,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $advice:ident, $title:literal;)*) => {
        /// The stable code of a problem. Codes are never renamed; unknown ones read as [`Code::Unknown`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// A code that this version does not know: treat it by its HTTP status.
            #[serde(other)]
            Unknown,
        }

        impl Code {
            /// Every code that this version knows, for documentation and tests.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it stands on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* Code::Unknown => "unknown" }
            }

            /// The HTTP status that carries it.
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* Code::Unknown => 500 }
            }

            /// What the caller should do.
            pub fn advice(self) -> Advice {
                match self { $(Code::$name => Advice::$advice,)* Code::Unknown => Advice::Tell }
            }

            /// A sentence for the person: what happened, and what to do.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$name => $title,)* Code::Unknown => "Something went wrong that this version does not know." }
            }
        }
    };
}

codes! {
    /// The body is not what the route expects.
    Malformed = "malformed", 400, Tell, "The request could not be read.";
    /// The content type is neither JSON nor CBOR.
    UnsupportedMediaType = "unsupported_media_type", 415, Tell, "This kind of content is not understood here.";
    /// The access token is missing, forged, for another audience, or over.
    Unauthenticated = "unauthenticated", 401, SignIn, "Please sign in again.";
    /// Unknown name, wrong password, wrong recovery code: one answer for all.
    WrongCredentials = "wrong_credentials", 401, Tell, "The name and the secret do not belong together. Check both and try again.";
    /// A refresh token was used a second time; its device is signed out.
    RefreshReused = "refresh_reused", 401, SignIn, "This device was signed out to keep your account safe. Please sign in again.";
    /// The account may not do this.
    Forbidden = "forbidden", 403, Tell, "Your role does not allow this.";
    /// Not there, or not yours: answered alike.
    NotFound = "not_found", 404, Tell, "There is nothing here that you can see.";
    /// The route exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, Tell, "This cannot be done here.";
    /// The sign-in name is in use.
    HandleTaken = "handle_taken", 409, Tell, "This name is taken. Please choose another one.";
    /// The sign-in name is empty, too long, or has characters that are not allowed.
    HandleInvalid = "handle_invalid", 422, Tell, "A name has 2 to 64 letters, digits, dots, dashes, underscores or @.";
    /// The sign-in name mixes alphabets, or its letters all look like Latin ones.
    HandleConfusable = "handle_confusable", 422, Tell, "The letters of this name look like others. Please use letters of one alphabet, and not only such as look like Latin ones.";
    /// It was made already, with other content.
    AlreadyExists = "already_exists", 409, Tell, "This exists already.";
    /// The enrolment code is unknown, used or over.
    EnrolmentInvalid = "enrolment_invalid", 403, Tell, "This code is not valid any more. Ask the practice for a new one.";
    /// The server registers clients by invitation, and none was shown.
    InvitationRequired = "invitation_required", 403, Tell, "An account here begins with a therapist's invitation. Your journal stays on this device until you have one.";
    /// The server registers nobody.
    RegistrationClosed = "registration_closed", 403, Tell, "No new accounts are made here. Your journal stays on this device.";
    /// The invitation is unknown, or the secret is not its own.
    InvitationInvalid = "invitation_invalid", 404, Tell, "This invitation is not known. Ask your therapist for a new one.";
    /// The invitation's seven days are over.
    InvitationExpired = "invitation_expired", 410, Tell, "This invitation has expired. Ask your therapist for a new one.";
    /// The invitation was used.
    InvitationUsed = "invitation_used", 410, Tell, "This invitation was used already. Ask your therapist for a new one.";
    /// The therapist took the invitation back.
    InvitationRevoked = "invitation_revoked", 410, Tell, "This invitation was taken back. Ask your therapist for a new one.";
    /// A record is larger than `limits.blob_bytes`.
    BlobTooLarge = "blob_too_large", 413, Tell, "This entry is too large to sync. It stays safe on your device.";
    /// The body is larger than `limits.request_bytes`.
    PayloadTooLarge = "payload_too_large", 413, Tell, "Too much was sent at once.";
    /// More records or collections in one call than the limits allow.
    TooManyRecords = "too_many_records", 413, Tell, "Too many records were sent at once.";
    /// A revision, epoch or id that cannot be.
    Unprocessable = "unprocessable", 422, Tell, "The request contradicts itself.";
    /// The record is sealed under an epoch that is over: somebody lost access since. Fetch the collection's keys, seal it
    /// anew, and push it again.
    EpochOver = "epoch_over", 409, Retry, "The key of this collection has changed. It is fetched, and this will be tried again.";
    /// The server was restored from a backup, and has lost what this device has seen. Pull from zero first, then push again
    /// on what stands.
    Restored = "restored", 409, Retry, "The server was restored from a backup. What it has lost is brought there again.";
    /// Another device has begun this epoch already. Fetch the collection's keys.
    EpochTaken = "epoch_taken", 409, Retry, "Another device has changed the key already. It is fetched, and this will be tried again.";
    /// The account's manifest has another version: another device has changed it. Fetch it, and try again on it.
    ManifestTaken = "manifest_taken", 409, Retry, "Another device has changed this account already. That is fetched, and this will be tried again.";
    /// A group of changes came without its checkpoint.
    CheckpointMissing = "checkpoint_missing", 422, Tell, "This app is too old for this server. Please update it.";
    /// Nothing is wrong with this change itself: another one of its group was refused, and with it the whole group.
    Group = "group", 409, Retry, "Another device was first. Everything is read, and this will be tried again.";
    /// A part of an attachment begins after what is there. Ask how far it is, and go on from there.
    OffsetMismatch = "offset_mismatch", 409, Retry, "The upload goes on from where it stopped.";
    /// Not all of the attachment is there yet.
    AttachmentUnfinished = "attachment_unfinished", 409, Retry, "This is still being sent. Please try again in a moment.";
    /// The attachment is larger than `limits.attachment_bytes`.
    AttachmentTooLarge = "attachment_too_large", 413, Tell, "This file is too large to sync. It stays safe on your device.";
    /// The collection's attachments would be more than `limits.attachments_bytes`, or what the account has written more than
    /// `limits.account_bytes` or `limits.account_records`.
    QuotaExceeded = "quota_exceeded", 413, Tell, "There is no room for more on the server. What is here stays safe on your device.";
    /// The range lies outside of the attachment.
    RangeNotSatisfiable = "range_not_satisfiable", 416, Tell, "This part of the file does not exist.";
    /// The account has a second factor: send the same message again with a code. The sign-in stays open for five minutes.
    SecondFactorRequired = "second_factor_required", 401, Tell, "Please enter the code that your authenticator app shows.";
    /// The code is wrong, over, or was used before.
    SecondFactorWrong = "second_factor_wrong", 401, Tell, "This code is not right, or was used already. Wait for the next one and try again.";
    /// The practice's last owner cannot leave.
    LastOwner = "last_owner", 409, Tell, "A practice needs an owner. Make somebody else an owner first.";
    /// The client's protocol version is no longer spoken.
    UpgradeRequired = "upgrade_required", 426, Upgrade, "Please update the app: this version can no longer talk to the server.";
    /// Too many tries; `Retry-After` says when.
    TooManyRequests = "too_many_requests", 429, Retry, "Too many tries. Please wait a little.";
    /// The server's own fault; nothing was changed.
    Internal = "internal", 500, Retry, "The server could not do this. Nothing was lost; it will be tried again.";
    /// The server is starting, stopping or too busy.
    Unavailable = "unavailable", 503, Retry, "The server is not available just now. Nothing was lost; it will be tried again.";
}

/// A problem details object (RFC 9457 §3) with our stable `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{}: {title}", code.as_str())]
pub struct Problem {
    /// A URI reference for the kind of problem: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence for the person.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// More about this occurrence; never content, names or secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Seconds to wait before trying again, as in the `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem with the code's own sentence and status.
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

    /// Adds what is particular about this occurrence.
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
