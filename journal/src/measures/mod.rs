//! Measures: instruments as data, and a single implementation of scoring. No result is a diagnosis.
//!
//! Layout:
//! - [`definition`]: the format of definitions; `wording`: their texts by language; `built_in`: the built-in ones
//! - [`import`]: validates a practice's own definition, with all faults
//! - [`condition`]: the condition of a flag
//! - [`progress`]: answering one item at a time; [`safety`]: safety alerts
//! - [`score`]: total, severity, subscales, flags; [`change`]: reliable change between two totals
//! - [`judge`]: the assessment of a result, equal on phone and portal; [`result`]: results for display
//! - [`crisis`]: emergency and crisis numbers by region

mod built_in;
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
mod wording;

pub use built_in::{BUILT_IN_IDS, all_built_in, built_in};
pub use change::{Change, Direction, change};
pub use definition::{Definition, FlagLevel, parse};
pub use judge::Assessment;
pub use progress::Progress;
pub use result::{Library, ScoredResponse, scored_responses};
pub use safety::Alert;
pub use score::{Score, score};

/// Errors of scoring a measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No definition has this id and version.
    #[error("this measure is unknown")]
    UnknownInstrument,
    /// An answer is not one of the options.
    #[error("an answer is not one of the options")]
    AnswerOutOfRange,
    /// There are more or fewer answers than items.
    #[error("the number of answers differs from the number of items")]
    WrongItemCount,
    /// The definition does not allow this cut-off.
    #[error("the measure does not allow this cut-off")]
    Cut,
    /// The definition has no change rule.
    #[error("the measure does not define a reliable change")]
    NoChangeRule,
    /// The definition is malformed or inconsistent.
    #[error("the definition of the measure is invalid: {0}")]
    Definition(String),
}

impl Error {
    /// The stable code for programs.
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
