//! Why something sealed cannot be made or opened, or is not believed.

/// A refusal: a stable code for programs, and a sentence for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It begins with a version that this program does not know.
    #[error("this was written by a newer version of the app")]
    Version,
    /// It is shorter than it can be, or its inner lengths contradict themselves.
    #[error("this is incomplete")]
    Truncated,
    /// Wrong key, wrong place, or changed on the way: AEAD cannot tell them apart, on purpose.
    #[error("this could not be opened: it was changed on the way, or belongs to another key")]
    Unopened,
    /// The revision, epoch or generation is lower than one already seen: somebody serves an old state.
    #[error("an older version was served in place of a newer one")]
    Older,
    /// No key for this collection and epoch.
    #[error("the key for this is not on this device yet")]
    NoKey,
    /// The key is not the one that the collection was made with.
    #[error("this key does not belong to the collection")]
    WrongKey,
    /// Another key for this epoch is held already. A held key is never replaced.
    #[error("two of your devices have different keys; please compare the safety words")]
    KeyDiffers,
    /// It was made under an identity that is not, or no longer, the other side's.
    #[error("this was made under a key that is not the other side's; please compare the safety words")]
    Identity,
    /// A renewal whose identity is not the one that the other side committed to.
    #[error("somebody tried to replace the other side's key; it was refused, please talk to each other")]
    NextIdentity,
    /// The manifest is older than one already seen.
    #[error("the server shows an older state of this account; this device keeps what it has")]
    ManifestOlder,
    /// The members that the server lists are not this account and the bond's.
    #[error("the server names somebody else as a reader; nothing is sent there until this is gone")]
    Members,
    /// Only the other side of a bond can do this.
    #[error("this kind of account cannot do this")]
    Role,
    /// The bond has ended, for good.
    #[error("this relationship has ended; nothing is shared there any more")]
    Ended,
    /// The invitation has a bond already.
    #[error("this invitation was answered twice; please compare the safety words before you read")]
    InvitationTaken,
    /// The invitation's time is over.
    #[error("this invitation is over; please ask for a new one")]
    Expired,
    /// A new row under an epoch that is over.
    #[error("this was sealed with a key that is over; it was not used")]
    RetiredEpoch,
    /// A record that grants something, under an epoch that is not the newest.
    #[error("this setting was sealed with an older key; please confirm it")]
    StaleAuthority,
    /// A kind that its author may not write in that place.
    #[error("the other side sent something that it may not write; it was set aside and changes nothing")]
    NotTheirs,
    /// A deletion that the author did not seal.
    #[error("the server says that this was deleted, and cannot show who deleted it; it stays")]
    DeletionUnproved,
    /// A row that its author's newest checkpoint does not cover.
    #[error("the author's newest list does not name this; it was set aside")]
    NotInCheckpoint,
    /// It opened, but does not hold what it has to hold.
    #[error("the record inside could not be read")]
    Record,
    /// The password is wrong (or the server pretends to know the name).
    #[error("the name and the password do not belong together")]
    Password,
    /// Not a recovery code: a word is unknown, missing, or does not fit the others; or it is not this account's.
    #[error("this is not the recovery code: please check each of the fifteen words")]
    Code,
    /// The recovery code was never confirmed: the lost phone may have had it.
    #[error("this recovery code was never confirmed, so the lost phone may have kept it; go on without it")]
    CodeUnconfirmed,
    /// Not an invitation link.
    #[error("this is not an invitation link")]
    Link,
    /// The password has a code point that stands for no sign.
    #[error("this password has a sign that not every device knows: please leave it out")]
    Sign,
    /// A new password is among the first that anybody tries.
    #[error(
        "this password is one of the first that anybody tries: please take another one, such as four words that have nothing to do with each other"
    )]
    Weak,
    /// A message of an exchange is malformed.
    #[error("the server's answer could not be understood")]
    Exchange,
}

impl Error {
    /// The stable code, as it stands in the test vectors and in the bindings.
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
