//! What can go wrong, with a stable code, a sentence for the person, and what to do.
//!
//! This is the rich error of the Rust side; `ffi` turns it into the few cases in which an app acts differently.
//! Nothing here carries content, names or addresses: errors are logged.

use std::time::Duration;

use journal::{measures, seal};
use protocol::problem::Advice;
use protocol::{Code, Problem};

use crate::lock::BiometricError;
use crate::messages::Catalogue;
use crate::store;

/// Why something did not work.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The store on this phone.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A key, a seal, a recovery code, an invitation link.
    #[error(transparent)]
    Seal(#[from] seal::Error),
    /// A measure, its answers or its definition.
    #[error(transparent)]
    Measure(#[from] measures::Error),
    /// The server said no.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The server cannot be reached.
    #[error("the server cannot be reached")]
    Offline,
    /// Something answered that is not an Afterglow server, or the answer cannot be read.
    #[error("the answer cannot be read")]
    Answer,
    /// This needs an account, and there is none on this phone.
    #[error("nobody is signed in")]
    NoAccount,
    /// The account on this phone has to sign in again; everything that was written is here.
    #[error("signed out")]
    SignedOut,
    /// The password does not fit, and the keys were renewed from this phone: a server that was restored since has the one before.
    #[error("name and password do not belong together")]
    PasswordOfBefore,
    /// Somebody of the same name had another key: before much is shared at once the safety words are compared.
    #[error("the safety words were not compared")]
    WordsFirst,
    /// There is an account on this phone already.
    #[error("an account is on this phone already")]
    AccountHere,
    /// Somebody else's journal is on this phone.
    #[error("another account is on this phone")]
    AnotherAccount,
    /// The account is a therapist's or an owner's.
    #[error("not a client's account")]
    NotAClient,
    /// The password is too short to protect anything.
    #[error("the password is too short")]
    PasswordTooShort,
    /// After a loss the new password has to be another one than the old.
    #[error("the new password is the old one")]
    SamePassword,
    /// The server's address is not one.
    #[error("not a server's address")]
    Address,
    /// There is no such entry (any more).
    #[error("no such entry")]
    NoEntry,
    /// There is no such care relationship (any more).
    #[error("no such care relationship")]
    NoCare,
    /// There are several care relationships, and none was named.
    #[error("several care relationships")]
    WhichCare,
    /// Records of this kind cannot be changed or shared like this.
    #[error("not this kind of record")]
    WrongKind,
    /// A value is outside what the record allows.
    #[error("a value is out of range")]
    Invalid,
    /// What was given is no text in UTF-8.
    #[error("not a text in UTF-8")]
    NotText,
    /// There are no two versions of this entry to choose from.
    #[error("no two versions")]
    NoConflict,
    /// There is nothing to save.
    #[error("nothing to save")]
    Empty,
    /// Another PIN. Says how many tries are left, when the person has chosen that the phone forgets everything then.
    #[error("another PIN")]
    PinWrong {
        /// Tries until everything on this phone is deleted.
        left: Option<u32>,
    },
    /// Too many wrong PINs: wait.
    #[error("wait before the next PIN")]
    PinWait {
        /// For so long.
        seconds: u64,
    },
    /// This is done only by who has just shown PIN, face or finger.
    #[error("the PIN once more")]
    PinAgain,
    /// A PIN that protects nothing.
    #[error("the PIN is too short")]
    PinTooShort,
    /// No PIN is set.
    #[error("no PIN is set")]
    NoPin,
    /// After as many wrong PINs as the person had chosen, everything on this phone was deleted.
    #[error("everything on this phone was deleted")]
    Wiped,
    /// Face or finger.
    #[error(transparent)]
    Biometrics(#[from] BiometricError),
    /// A photo or a voice note is larger than what a server takes.
    #[error("the attachment is too large")]
    AttachmentTooLarge,
    /// A picture of a kind that cannot be freed of what it tells about place and camera.
    #[error("the picture cannot be cleaned")]
    PictureRefused,
    /// An entry that no server would take: how large it is sealed, and how large it may be, in bytes.
    #[error("the entry is too large")]
    EntryTooLarge {
        /// How large it is.
        size: u64,
        /// How large it may be.
        most: u64,
    },
    /// A photo or a voice note is not on this phone (yet).
    #[error("the attachment is not on this phone")]
    AttachmentNotHere,
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// What is to be imported cannot be read as anything that is known here.
    #[error("nothing that can be imported")]
    NotAnArchive,
    /// A zip or a tar that ends before its end, or is broken where its list of files should be.
    #[error("the archive is damaged")]
    ArchiveDamaged,
    /// A newer Afterglow made this.
    #[error("the archive is of a newer version")]
    ArchiveNewer,
    /// Our own Markdown, made for people: the archive brings a journal back.
    #[error("this is the Markdown export")]
    OurMarkdown,
    /// The archive is under a passphrase, and none was given or another one.
    #[error("another passphrase")]
    Passphrase,
    /// What is to be imported is larger than it says, or than any journal.
    #[error("the archive is too large")]
    ArchiveTooLarge,
    /// The server keeps saying that there is more, and never sends it.
    #[error("no progress")]
    Stuck,
    /// A fault of ours.
    #[error("a fault of the app")]
    Fault,
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => match error {
                store::Error::KeyMissing => "store_key_missing",
                store::Error::KeyLocked => "store_key_locked",
                store::Error::KeyFailed => "store_key_failed",
                store::Error::WrongKey => "store_wrong_key",
                store::Error::Damaged => "store_damaged",
                store::Error::Newer => "store_newer",
                store::Error::Full => "store_full",
                store::Error::Busy => "store_busy",
                store::Error::Closed => "store_closed",
                store::Error::Locked => "locked",
                store::Error::Io => "store_io",
                store::Error::Failed => "store_failed",
            },
            Self::Seal(seal::Error::Password) => Code::WrongCredentials.as_str(),
            Self::Seal(error) => error.code(),
            Self::Measure(error) => error.code(),
            Self::Problem(problem) => problem.code.as_str(),
            Self::Offline => "offline",
            Self::Answer => "not_a_server",
            Self::NoAccount => "no_account",
            Self::SignedOut => "signed_out",
            Self::PasswordOfBefore => "password_of_before",
            Self::WordsFirst => "words_first",
            Self::AccountHere => "account_here",
            Self::AnotherAccount => "another_account",
            Self::NotAClient => "not_a_client",
            Self::PasswordTooShort => "password_too_short",
            Self::SamePassword => "same_password",
            Self::Address => "address",
            Self::NoEntry => "no_entry",
            Self::NoCare => "no_care",
            Self::WhichCare => "which_care",
            Self::WrongKind => "wrong_kind",
            Self::Invalid => "invalid",
            Self::NotText => "not_text",
            Self::NoConflict => "no_conflict",
            Self::Empty => "empty",
            Self::PinWrong { .. } => "pin_wrong",
            Self::PinWait { .. } => "pin_wait",
            Self::PinAgain => "pin_again",
            Self::PinTooShort => "pin_too_short",
            Self::NoPin => "no_pin",
            Self::Wiped => "wiped",
            Self::Biometrics(error) => match error {
                BiometricError::Refused => "biometrics_refused",
                BiometricError::Changed => "biometrics_changed",
                BiometricError::Unavailable => "biometrics_unavailable",
            },
            Self::AttachmentTooLarge => Code::AttachmentTooLarge.as_str(),
            Self::PictureRefused => "picture_refused",
            Self::EntryTooLarge { .. } => "entry_too_large",
            Self::AttachmentNotHere => "attachment_not_here",
            Self::Cancelled => "cancelled",
            Self::NotAnArchive => "not_an_archive",
            Self::ArchiveDamaged => "archive_damaged",
            Self::ArchiveNewer => "archive_newer",
            Self::OurMarkdown => "our_markdown",
            Self::Passphrase => "passphrase",
            Self::ArchiveTooLarge => "archive_too_large",
            Self::Stuck => "stuck",
            Self::Fault => "fault",
        }
    }

    /// A sentence for the person: what happened, what is safe, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::Store(error) => match error {
                store::Error::KeyMissing | store::Error::WrongKey => {
                    "This journal was locked with another key. It is untouched. If you have your recovery code, you \
                     can set the app up anew and get everything back that was synced."
                }
                store::Error::KeyLocked => "Unlock your phone to open the journal.",
                store::Error::KeyFailed => "The phone's key store does not answer. Please restart the phone.",
                store::Error::Damaged => {
                    "The journal's file is damaged. Close and open the app: the file will be kept aside, and \
                     everything that can be read will be brought back."
                }
                store::Error::Newer => "A newer version of the app has written this journal. Please update the app.",
                store::Error::Full => {
                    "There is no space left on the phone, so this was not saved. Everything saved before is safe. \
                     Please free some space and save again."
                }
                store::Error::Busy => "The journal is in use by another app window. Please try again.",
                store::Error::Closed => "Please close the app and open it again. Everything that was saved is safe.",
                store::Error::Locked => "The journal is locked.",
                store::Error::Io => "The journal's file cannot be reached. Please check the phone's storage.",
                store::Error::Failed => "The journal could not do this. Everything that was saved is safe.",
            },
            Self::Seal(seal::Error::Password) => Code::WrongCredentials.sentence(),
            Self::Seal(error) => return sentence(&error.to_string()),
            Self::Measure(error) => return sentence(&error.to_string()),
            Self::Problem(problem) => return problem.title.clone(),
            Self::Offline => "The server cannot be reached. Everything you write is kept here and sent later.",
            Self::Answer => "What answered is not an Afterglow server. Please check the address and the network.",
            Self::NoAccount => "Please sign in or register first.",
            Self::SignedOut => {
                "Please sign in again; if your keys were renewed on another phone, with the new password. Everything you \
                 wrote is still here."
            }
            Self::PasswordOfBefore => {
                "Name and password do not belong together. If the server was restored from a backup, sign in with the \
                 password that you had before your keys were renewed."
            }
            Self::WordsFirst => "This is another key than the one that this therapist had. Compare the words first.",
            Self::AccountHere => "There is an account on this phone already.",
            Self::AnotherAccount => "Somebody else's journal is on this phone. It cannot be mixed with yours.",
            Self::NotAClient => "This is a therapist's account. Please use the portal in a browser.",
            Self::PasswordTooShort => "A password needs at least eight characters.",
            Self::SamePassword => "After a loss the new password has to be another one than the old.",
            Self::Address => "This is not a server's address. It begins with https://",
            Self::NoEntry => "This entry is not here any more.",
            Self::NoCare => "You have not joined this therapist, or the relationship has ended.",
            Self::WhichCare => "You share with more than one therapist. Please say with whom.",
            Self::WrongKind => "This cannot be done with an entry of this kind.",
            Self::Invalid => "A value is outside what is allowed. Scales run from 0 to 10.",
            Self::NotText => "This is not text in UTF-8. Please save it as UTF-8 first.",
            Self::NoConflict => "There are no two versions of this entry to choose from.",
            Self::Empty => "There is nothing to save yet.",
            Self::PinWrong { left: None } => "This is not the PIN.",
            Self::PinWrong { left: Some(1) } => {
                "This is not the PIN. After one more wrong PIN this phone deletes its journal, as you chose."
            }
            Self::PinWrong { left: Some(left) } => {
                return format!("This is not the PIN. After {left} more wrong PINs this phone deletes its journal.");
            }
            Self::PinWait { seconds } if *seconds < 90 => {
                return format!("Too many wrong PINs. Please try again in {seconds} seconds.");
            }
            Self::PinWait { seconds } => {
                return format!("Too many wrong PINs. Please try again in {} minutes.", seconds.div_ceil(60));
            }
            Self::PinAgain => "Please enter your PIN once more.",
            Self::PinTooShort => "A PIN needs at least four signs; six are better.",
            Self::NoPin => "No PIN is set.",
            Self::Wiped => {
                "After too many wrong PINs this phone has deleted its journal, as you chose. What was synced comes back \
                 when you sign in again."
            }
            Self::Biometrics(BiometricError::Refused) => "That was not recognised. You can use your PIN.",
            Self::Biometrics(BiometricError::Changed) => {
                "Faces or fingers were added on this phone since. Please use your PIN, and switch this on again."
            }
            Self::Biometrics(BiometricError::Unavailable) => "This is not available now. Please use your PIN.",
            Self::AttachmentTooLarge => "This file is too large: photos and voice notes may have up to 64 MB.",
            Self::PictureRefused => {
                "This picture cannot be freed of what it tells about place and camera, so it was not added. Please save it \
                 as JPEG or PNG and add that."
            }
            Self::EntryTooLarge { size, most } => {
                return format!(
                    "This entry is too large to sync: {} KB, and {} KB are possible. Please split it, or add fewer photos.",
                    size.div_ceil(1_024),
                    most / 1_024
                );
            }
            Self::AttachmentNotHere => "This is not on this phone yet. It comes when the phone that has it has synced.",
            Self::Cancelled => "Stopped.",
            Self::NotAnArchive => {
                "Nothing in this can be imported. It can be an export of Afterglow, Day One, Apple Journal, Daylio, \
                 Journey, Diarium, Joplin, Standard Notes or Google Keep, or a folder of Markdown or text files."
            }
            Self::ArchiveDamaged => "This archive is cut off or damaged. Please copy or export it again.",
            Self::ArchiveNewer => "A newer version of Afterglow made this. Please update the app, then import it.",
            Self::OurMarkdown => {
                "This is Afterglow's Markdown, which is made for reading. To bring a journal back, import the archive \
                 (zip) instead."
            }
            Self::Passphrase => "This archive is locked with another passphrase.",
            Self::ArchiveTooLarge => "This is too large, or not what it seems to be. Nothing was imported from it.",
            Self::Stuck => "The server does not send everything. Nothing was lost; please try again later.",
            Self::Fault => "Something went wrong in the app. Nothing was lost.",
        }
        .into()
    }

    /// The same sentence in a language.
    pub fn sentence_in(&self, words: &Catalogue) -> String {
        let (size, most) = match self {
            Self::EntryTooLarge { size, most } => (size.div_ceil(1_024) as i64, (most / 1_024) as i64),
            _ => (0, 0),
        };
        let (seconds, left) = match self {
            Self::PinWait { seconds } => (*seconds as i64, -1),
            Self::PinWrong { left } => (0, left.map_or(-1, i64::from)),
            _ => (0, -1),
        };
        let minutes = if seconds < 90 { 0 } else { (seconds + 59) / 60 };
        let parts = [
            ("seconds", seconds.into()),
            ("minutes", minutes.into()),
            ("left", left.into()),
            ("size", size.into()),
            ("most", most.into()),
        ];
        let found = words.find(&format!("error-{}", self.code()), &parts);
        found.unwrap_or_else(|| self.sentence())
    }

    /// What to do about it.
    pub fn advice(&self) -> Advice {
        match self {
            Self::Problem(problem) => problem.code.advice(),
            Self::PinWait { .. } => Advice::Retry,
            Self::Offline | Self::Stuck | Self::Store(store::Error::Busy | store::Error::KeyLocked) => Advice::Retry,
            Self::NoAccount | Self::SignedOut => Advice::SignIn,
            Self::Store(store::Error::Newer) | Self::Seal(seal::Error::Version) | Self::ArchiveNewer => Advice::Upgrade,
            _ => Advice::Tell,
        }
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Problem(problem) => problem.retry_after.map(Duration::from_secs),
            Self::PinWait { seconds } => Some(Duration::from_secs(*seconds)),
            _ => None,
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Problem(Problem::new(code))
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
