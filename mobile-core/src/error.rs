//! Errors, each with a stable code, a sentence for the person and advice for the caller.
//!
//! This is the detailed error of the Rust side; `ffi` maps it to the few cases in which an app acts differently. Errors
//! are logged, so they never contain content, names or addresses.

use std::time::Duration;

use journal::{measures, seal};
use protocol::problem::Advice;
use protocol::{Code, Problem};

use crate::messages::Catalogue;
use crate::secrets::BiometricError;
use crate::store::{self, OfStore, QueryError};

/// An error of the phone core.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The encrypted store on this phone.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A key, sealed data, a recovery code or an invitation link.
    #[error(transparent)]
    Seal(#[from] seal::Error),
    /// A measure, its answers or its definition.
    #[error(transparent)]
    Measure(#[from] measures::Error),
    /// The server refused the request.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The server cannot be reached.
    #[error("the server cannot be reached")]
    Offline,
    /// The response is not from an Afterglow server, or cannot be read.
    #[error("the answer cannot be read")]
    Answer,
    /// This needs an account, and there is none on this phone.
    #[error("nobody is signed in")]
    NoAccount,
    /// The account on this phone has to sign in again. Everything written is still on the phone.
    #[error("signed out")]
    SignedOut,
    /// Wrong password, after a renewal from this phone. A server that was restored since then expects the password from
    /// before the renewal.
    #[error("wrong name or password")]
    PasswordOfBefore,
    /// A therapist of the same name had another key: the safety words must be compared before several entries are
    /// shared at once.
    #[error("the safety words were not compared")]
    WordsFirst,
    /// Sharing needs the person's consent in the current wording: it was not given, was withdrawn, or the wording has
    /// changed.
    #[error("no consent to share")]
    ConsentFirst,
    /// There already is an account on this phone.
    #[error("an account is on this phone already")]
    AccountHere,
    /// Another person's journal is on this phone.
    #[error("another account is on this phone")]
    AnotherAccount,
    /// The account is a therapist's or an owner's.
    #[error("not a client's account")]
    NotAClient,
    /// The password is too short to protect anything.
    #[error("the password is too short")]
    PasswordTooShort,
    /// After a loss the new password must differ from the old one.
    #[error("the new password equals the old one")]
    SamePassword,
    /// Not a valid server address.
    #[error("not a server's address")]
    Address,
    /// There is no such entry.
    #[error("no such entry")]
    NoEntry,
    /// There is no such care relationship.
    #[error("no such care relationship")]
    NoCare,
    /// There are several care relationships, and none was named.
    #[error("several care relationships")]
    WhichCare,
    /// Records of this kind cannot be changed or shared like this.
    #[error("not this kind of record")]
    WrongKind,
    /// A value is outside the range that the record allows.
    #[error("a value is out of range")]
    Invalid,
    /// The input is not UTF-8 text.
    #[error("not a text in UTF-8")]
    NotText,
    /// There are no two versions of this entry to choose from.
    #[error("no two versions")]
    NoConflict,
    /// There is nothing to save.
    #[error("nothing to save")]
    Empty,
    /// The PIN is wrong.
    #[error("wrong PIN")]
    PinWrong {
        /// Remaining attempts until everything on this phone is deleted, if the person chose that.
        left: Option<u32>,
    },
    /// Too many wrong PINs: the next attempt has to wait.
    #[error("wait before the next PIN")]
    PinWait {
        /// Seconds until the next PIN can be tried.
        seconds: u64,
    },
    /// This needs a recent authentication by PIN, face or fingerprint.
    #[error("authentication required")]
    PinAgain,
    /// The new PIN is shorter than four characters.
    #[error("the PIN is too short")]
    PinTooShort,
    /// No PIN is set.
    #[error("no PIN is set")]
    NoPin,
    /// Everything on this phone was deleted after the number of wrong PINs that the person had chosen.
    #[error("everything on this phone was deleted")]
    Wiped,
    /// Biometric authentication failed.
    #[error(transparent)]
    Biometrics(#[from] BiometricError),
    /// A photo or a voice note is larger than the server's limit.
    #[error("the attachment is too large")]
    AttachmentTooLarge,
    /// A picture of a format from which metadata (place, camera) cannot be removed.
    #[error("the metadata of the picture cannot be removed")]
    PictureRefused,
    /// An entry is too large to sync. Sizes are of the sealed record, in bytes.
    #[error("the entry is too large")]
    EntryTooLarge {
        /// The record's size in bytes.
        size: u64,
        /// The largest size that the server accepts, in bytes.
        most: u64,
    },
    /// A photo or a voice note is not on this phone (yet).
    #[error("the attachment is not on this phone")]
    AttachmentNotHere,
    /// Cancelled by the person.
    #[error("cancelled")]
    Cancelled,
    /// The file or folder has no known import format.
    #[error("unknown import format")]
    NotAnArchive,
    /// A truncated or damaged zip or tar.
    #[error("the archive is damaged")]
    ArchiveDamaged,
    /// The archive was made by a newer version of Afterglow.
    #[error("the archive was made by a newer version")]
    ArchiveNewer,
    /// Our own Markdown export cannot be imported; the archive can.
    #[error("this is the Markdown export")]
    OurMarkdown,
    /// The archive has a passphrase, and none or a wrong one was given.
    #[error("wrong passphrase")]
    Passphrase,
    /// The archive is larger than it declares, or than the limit.
    #[error("the archive is too large")]
    ArchiveTooLarge,
    /// The server keeps announcing more changes but never sends them.
    #[error("no progress")]
    Stuck,
    /// A bug in the app.
    #[error("internal error")]
    Fault,
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        Self::Store(error.into())
    }
}

impl OfStore for Error {
    fn of_store(&self) -> Option<store::Error> {
        match self {
            Self::Store(error) => Some(*error),
            _ => None,
        }
    }
}

// The sentences of more than one line.
const SIGNED_OUT: &str = "Please sign in again; if your keys were renewed on another phone, with the new password. Everything you wrote \
     is still here.";
const PASSWORD_OF_BEFORE: &str = "Wrong name or password. If the server was restored from a backup, sign in with the password that you had before \
     your keys were renewed.";
const WIPED: &str = "After too many wrong PINs this phone has deleted its journal, as you chose. What was synced comes back when you \
     sign in again.";
const PICTURE_REFUSED: &str = "Place and camera cannot be removed from this picture, so it was not added. Please save it as JPEG or PNG and \
     add that.";
const NOT_AN_ARCHIVE: &str = "Nothing in this can be imported. It can be an export of Afterglow, Day One, Apple Journal, Daylio, Journey, \
     Diarium, Joplin, Standard Notes or Google Keep, or a folder of Markdown or text files.";
const OUR_MARKDOWN: &str = "This is Afterglow's Markdown, which is made for reading. To bring a journal back, import the archive (zip) \
     instead.";

impl Error {
    /// The stable code, for apps, logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
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
            Self::ConsentFirst => "consent_first",
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

    /// A sentence for the person, in English: what happened, what is safe, what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::Store(error) => error.sentence(),
            Self::Seal(seal::Error::Password) => Code::WrongCredentials.sentence(),
            Self::Seal(error) => return sentence(&error.to_string()),
            Self::Measure(error) => return sentence(&error.to_string()),
            Self::Problem(problem) => return problem.title.clone(),
            Self::Offline => "The server cannot be reached. Everything you write is kept here and sent later.",
            Self::Answer => "What answered is not an Afterglow server. Please check the address and the network.",
            Self::NoAccount => "Please sign in or register first.",
            Self::SignedOut => SIGNED_OUT,
            Self::PasswordOfBefore => PASSWORD_OF_BEFORE,
            Self::ConsentFirst => "Nothing can be shared before you have agreed to share with this therapist.",
            Self::WordsFirst => "This therapist had another key before. Please compare the safety words first.",
            Self::AccountHere => "There is an account on this phone already.",
            Self::AnotherAccount => "Somebody else's journal is on this phone. It cannot be mixed with yours.",
            Self::NotAClient => "This is a therapist's account. Please use the portal in a browser.",
            Self::PasswordTooShort => "A password needs at least eight characters.",
            Self::SamePassword => "Please choose a new password: after a loss it must differ from the old one.",
            Self::Address => "This is not a server's address. It begins with https://",
            Self::NoEntry => "This entry is not here any more.",
            Self::NoCare => "You have not joined this therapist, or the relationship has ended.",
            Self::WhichCare => "You share with more than one therapist. Please say with whom.",
            Self::WrongKind => "This cannot be done with an entry of this kind.",
            Self::Invalid => "A value is outside what is allowed. Scales run from 0 to 10.",
            Self::NotText => "This is not text in UTF-8. Please save it as UTF-8 first.",
            Self::NoConflict => "There are no two versions of this entry to choose from.",
            Self::Empty => "There is nothing to save yet.",
            Self::PinWrong { left } => return wrong_pin(*left),
            Self::PinWait { seconds } => return pin_wait(*seconds),
            Self::PinAgain => "Please enter your PIN once more.",
            Self::PinTooShort => "A PIN needs at least four characters; six are better.",
            Self::NoPin => "No PIN is set.",
            Self::Wiped => WIPED,
            Self::Biometrics(BiometricError::Refused) => "That was not recognised. You can use your PIN.",
            Self::Biometrics(BiometricError::Changed) => {
                "Face or fingerprint settings of this phone have changed. Please use your PIN, and switch this on again."
            }
            Self::Biometrics(BiometricError::Unavailable) => "This is not available now. Please use your PIN.",
            Self::AttachmentTooLarge => "This file is too large: photos and voice notes may have up to 64 MB.",
            Self::PictureRefused => PICTURE_REFUSED,
            Self::EntryTooLarge { size, most } => return entry_too_large(*size, *most),
            Self::AttachmentNotHere => "This is not on this phone yet. It comes when the phone that has it has synced.",
            Self::Cancelled => "Cancelled.",
            Self::NotAnArchive => NOT_AN_ARCHIVE,
            Self::ArchiveDamaged => "This archive is cut off or damaged. Please copy or export it again.",
            Self::ArchiveNewer => "A newer version of Afterglow made this. Please update the app, then import it.",
            Self::OurMarkdown => OUR_MARKDOWN,
            Self::Passphrase => "Wrong passphrase.",
            Self::ArchiveTooLarge => "This is too large, or not what it seems to be. Nothing was imported from it.",
            Self::Stuck => "The server did not send everything. Nothing was lost; please try again later.",
            Self::Fault => "Something went wrong in the app. Nothing was lost.",
        }
        .into()
    }

    /// The sentence in the language of a catalogue.
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

    /// What the caller should do about it.
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

fn wrong_pin(left: Option<u32>) -> String {
    match left {
        None => "Wrong PIN.".into(),
        Some(1) => "Wrong PIN. After one more wrong PIN this phone deletes its journal, as you chose.".into(),
        Some(left) => format!("Wrong PIN. After {left} more wrong PINs this phone deletes its journal."),
    }
}

fn pin_wait(seconds: u64) -> String {
    match seconds {
        ..90 => format!("Too many wrong PINs. Please try again in {seconds} seconds."),
        _ => format!("Too many wrong PINs. Please try again in {} minutes.", seconds.div_ceil(60)),
    }
}

fn entry_too_large(size: u64, most: u64) -> String {
    format!(
        "This entry is too large to sync: {} KB, and {} KB are possible. Please split it, or add fewer photos.",
        size.div_ceil(1_024),
        most / 1_024
    )
}

/// An error's message as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
