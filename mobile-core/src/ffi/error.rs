//! The cases in which an app acts differently, derived from the advice of [`crate::Error`].

use protocol::problem::Advice;

use crate::Error;
use crate::messages::{Catalogue, Language};

/// The reason of a failure: `code` is stable, `sentence` is for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CoreError {
    /// Transient: retry automatically. Nothing was lost.
    #[error("{code}: {sentence}")]
    Later {
        /// The stable code of the error, as in `docs/faults.md`.
        code: String,
        /// A sentence for the person, in their language.
        sentence: String,
        /// How long the server asks to wait, if it does.
        seconds: Option<u64>,
    },
    /// Show the sign-in screen.
    #[error("{code}: {sentence}")]
    SignIn {
        /// The stable code of the error, as in `docs/faults.md`.
        code: String,
        /// A sentence for the person, in their language.
        sentence: String,
    },
    /// The app is too old.
    #[error("{code}: {sentence}")]
    Upgrade {
        /// The stable code of the error, as in `docs/faults.md`.
        code: String,
        /// A sentence for the person, in their language.
        sentence: String,
    },
    /// The store on this phone: full, locked, damaged. Writes that were not confirmed did not happen.
    #[error("{code}: {sentence}")]
    Storage {
        /// The stable code of the error, as in `docs/faults.md`.
        code: String,
        /// A sentence for the person, in their language.
        sentence: String,
    },
    /// Show the sentence: the same call would fail again.
    #[error("{code}: {sentence}")]
    Tell {
        /// The stable code of the error, as in `docs/faults.md`.
        code: String,
        /// A sentence for the person, in their language.
        sentence: String,
    },
}

impl From<Error> for CoreError {
    /// In English, for errors before a journal is open.
    fn from(error: Error) -> Self {
        Self::localized(&error, Catalogue::of(Language::English))
    }
}

impl CoreError {
    /// With the sentence in the person's language.
    pub(super) fn localized(error: &Error, words: &Catalogue) -> Self {
        let (code, sentence) = (error.code().to_owned(), error.sentence_in(words));
        match (error.advice(), error) {
            (Advice::Retry, _) => {
                Self::Later { code, sentence, seconds: error.retry_after().map(|wait| wait.as_secs()) }
            }
            (Advice::SignIn, _) => Self::SignIn { code, sentence },
            (Advice::Upgrade, _) => Self::Upgrade { code, sentence },
            (Advice::Tell, Error::Store(_)) => Self::Storage { code, sentence },
            (Advice::Tell, _) => Self::Tell { code, sentence },
        }
    }
}
