//! The payloads: what a person wrote, as it stands inside an envelope.
//!
//! A [`Payload`] is the JSON object itself, kept whole; a [`Record`] is the typed view of it. Fields and kinds that
//! this version does not know survive a round trip through both, so an old phone never destroys what a new one wrote.

//!
//! Layout:
//! - [`Payload`], [`Record`], [`Moment`]: the frame; [`Body`]: the list of kinds
//! - `words`, `journey`, `steps`, `measures`, `care`, `person`, `trust`: the kinds, a line a field
//! - `fields`: how a field stands in the object

mod body;
mod care;
mod fields;
mod journey;
mod json;
mod measures;
mod moment;
mod payload;
mod person;
mod steps;
mod trust;
mod words;

pub use body::Body;
pub use care::{
    Assignment, FlagDisposition, FlagSeen, NoteKind, OwnPrompt, PracticeCard, PrivateNote, Profile, Promise, PromptSet,
    Repeat, Reply, ReviewMark, Suggestion, Task,
};
pub use journey::{Appointment, Concern, DosingSession, Goal, GoalStatus, Intention, Series, SeriesStatus, Setting};
pub use measures::{Chosen, Instrument, MeasureResponse, SafetyChoice, SafetyEvent};
pub use moment::Moment;
pub use payload::{Payload, Record};
pub use person::{Consent, Contact, CrisisPlan, Preferences, SharingRule};
pub use steps::{Cadence, Every, Step, StepStatus};
pub use trust::{Bond, Compared, EarlierKey, Ended, Purpose, Renewed, Side};
pub use words::{Alternative, Attachment, CheckIn, Phase, Reflection, Sensation, Slot, Version};

/// Why a payload cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is not a JSON object.
    #[error("the record is not a JSON object")]
    NotAnObject,
    /// It is an object, but its frame (`when`, `kind`) is not that of a record.
    #[error("the record's frame cannot be read")]
    Frame,
    /// A time is not RFC 3339 with an offset.
    #[error("the time is not RFC 3339 with an offset")]
    Time,
}
