//! Errors of sealing and opening.

/// An error with a stable code for programs and a sentence for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The data has a format version that this program does not know.
    #[error("this was written by a newer version of the app")]
    Version,
    /// The data is too short, or its lengths are inconsistent.
    #[error("the data is incomplete")]
    Truncated,
    /// Wrong key, wrong place, or modified data. An AEAD cannot and should not tell them apart.
    #[error("this could not be opened: it was changed in transit, or was sealed with another key")]
    Unopened,
    /// The revision, epoch or generation is lower than one already seen (rollback).
    #[error("the server sent an older version in place of a newer one")]
    Older,
    /// This device has no key for the collection and epoch.
    #[error("this device does not have the key for this yet")]
    NoKey,
    /// The key does not match the collection's key check.
    #[error("this key does not belong to the collection")]
    WrongKey,
    /// Another key is already held for this epoch. A held key is never replaced.
    #[error("two of your devices have different keys; please compare the safety words")]
    KeyDiffers,
    /// The message was made under an identity that is not, or no longer, the other side's.
    #[error("this was not sealed with the other person's key; please compare the safety words")]
    Identity,
    /// A renewal whose identity is not the one that the other side committed to.
    #[error("an attempt to replace the other person's key was rejected; please talk to each other")]
    NextIdentity,
    /// The manifest is older than one already seen (rollback).
    #[error("the server sent an older state of this account; this device keeps the newer one")]
    ManifestOlder,
    /// The server does not list exactly this account and the bond's other side.
    #[error("the server lists an unknown reader; nothing is sent there until this is resolved")]
    Members,
    /// The account has the wrong role for this operation.
    #[error("this kind of account cannot do this")]
    Role,
    /// The bond has ended and cannot be reopened.
    #[error("this care relationship has ended; nothing is shared any longer")]
    Ended,
    /// Another answer to the invitation has already made a bond.
    #[error("this invitation was accepted twice; please compare the safety words before you read")]
    InvitationTaken,
    /// The invitation has expired.
    #[error("this invitation has expired; please ask for a new one")]
    Expired,
    /// A new revision under an epoch below the minimum epoch.
    #[error("this was sealed with a retired key and was not used")]
    RetiredEpoch,
    /// A record with authority under an epoch that is not the newest.
    #[error("this setting was sealed with an older key; please confirm it")]
    StaleAuthority,
    /// A kind that its author may not write in that collection.
    #[error("the other person sent something that they may not write; it was set aside")]
    NotTheirs,
    /// A deletion without the author's seal.
    #[error("the server reports that this was deleted but cannot prove it; it is kept")]
    DeletionUnproved,
    /// A record that its author's newest checkpoint does not list.
    #[error("the author's newest checkpoint does not list this; it was set aside")]
    NotInCheckpoint,
    /// The data opened, but its content is malformed.
    #[error("the record could not be read")]
    Record,
    /// The password is wrong, or the name is unknown: the server does not reveal which.
    #[error("wrong name or password")]
    Password,
    /// Not a recovery code (a word is unknown or missing, or the checksum differs), or the code of another account.
    #[error("this is not the recovery code: please check each of the fifteen words")]
    Code,
    /// The recovery code was never confirmed, so it may still be stored on the lost phone.
    #[error("this recovery code was never confirmed and may be stored on the lost phone; continue without it")]
    CodeUnconfirmed,
    /// The text is not an invitation link.
    #[error("this is not an invitation link")]
    Link,
    /// The password has a code point that Unicode does not assign to a character.
    #[error("this password contains a character that not every device supports: please leave it out")]
    Sign,
    /// A new password is among the most commonly tried ones.
    #[error("this password is easy to guess: please choose another one, such as four unrelated words")]
    Weak,
    /// An OPAQUE or key exchange message is malformed.
    #[error("the server's response could not be understood")]
    Exchange,
}

impl Error {
    /// The stable code, which test vectors and bindings use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Truncated => "truncated",
            Self::Unopened => "unopened",
            Self::Older => "older",
            Self::NoKey => "no_key",
            Self::WrongKey => "wrong_key",
            Self::KeyDiffers => "key_differs",
            Self::Identity => "identity",
            Self::NextIdentity => "next_identity",
            Self::ManifestOlder => "manifest_older",
            Self::Members => "members_differ",
            Self::Role => "role",
            Self::Ended => "bond_ended",
            Self::InvitationTaken => "invitation_taken",
            Self::Expired => "invitation_over",
            Self::RetiredEpoch => "retired_epoch",
            Self::StaleAuthority => "stale_authority",
            Self::NotTheirs => "not_theirs_to_write",
            Self::DeletionUnproved => "deletion_unproved",
            Self::NotInCheckpoint => "not_in_checkpoint",
            Self::Record => "record",
            Self::Password => "password",
            Self::Code => "code",
            Self::CodeUnconfirmed => "code_unconfirmed",
            Self::Link => "link",
            Self::Sign => "password_sign",
            Self::Weak => "password_weak",
            Self::Exchange => "exchange",
        }
    }
}
