//! Measures: instruments as data, scored in one place. Nothing here is a diagnosis.
//!
//! Layout:
//! - [`definition`]: what a definition says, and the ones that are built in
//! - [`import`]: a practice's own definition, checked and reported item by item
//! - [`condition`]: when a flag stands, as the definitions word it
//! - [`progress`]: answering one item at a time; [`safety`]: what happens when an answer asks for help
//! - [`score`]: total, severity, subscales, flags; [`change`]: reliable change between two totals
//! - [`judge`]: what is said of a result, by one rule for phone and portal; [`result`]: what is shown of it
//! - [`crisis`]: whom to call, by region

pub mod change;
pub mod condition;
pub mod crisis;
pub mod definition;
pub mod import;
pub mod judge;
pub mod progress;
pub mod result;
pub mod safety;
pub mod score;

pub use change::{Change, Direction, change};
pub use definition::{BUILT_IN_IDS, Definition, FlagLevel, all_built_in, built_in, parse};
pub use judge::Sentence;
pub use progress::Progress;
pub use result::{Library, Outcome, outcomes};
pub use safety::Alert;
pub use score::{Score, score};

/// Why a measure cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No such instrument.
    #[error("this measure is not known here")]
    UnknownInstrument,
    /// An answer is none of the options.
    #[error("an answer is outside of what can be answered")]
    AnswerOutOfRange,
    /// More or fewer answers than items.
    #[error("the number of answers is not the number of items")]
    WrongItemCount,
    /// A cut-off that the definition does not allow.
    #[error("this cut-off is not among those that the measure allows")]
    Cut,
    /// The definition does not say when a change is reliable.
    #[error("this measure does not say when a change is reliable")]
    NoChangeRule,
    /// The definition contradicts itself or is malformed.
    #[error("the definition of the measure cannot be used: {0}")]
    Definition(String),
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownInstrument => "unknown_instrument",
            Self::AnswerOutOfRange => "answer_out_of_range",
            Self::WrongItemCount => "wrong_item_count",
            Self::Cut => "cut_not_allowed",
            Self::NoChangeRule => "no_change_rule",
            Self::Definition(_) => "definition_invalid",
        }
    }
}
