//! Record payloads: the plain text inside an envelope.
//!
//! A [`Payload`] is the complete JSON object; a [`Record`] is its typed view. Both keep fields and kinds that this
//! version does not know, so an old phone never destroys data of a newer one.
//!
//! Layout:
//! - [`Payload`], [`Record`], [`Moment`]: the common frame; [`Body`]: the list of kinds
//! - `words`, `journey`, `steps`, `measures`, `effects`, `care`, `clinic`, `check_lists`, `rules`, `person`, `trust`: the kinds
//!   and their fields
//! - `dial`: phone numbers; `fields`: reads and writes fields

mod body;
mod care;
mod check_lists;
mod clinic;
mod dial;
mod effects;
mod fields;
mod journey;
mod json;
mod measures;
mod moment;
mod payload;
mod person;
mod rules;
mod steps;
mod trust;
mod words;

pub use body::Body;
pub use care::{
    Assignment, FlagDisposition, FlagSeen, NoteKind, NoteVersion, OwnPrompt, PracticeCard, PrivateNote, Profile,
    Promise, PromptSet, Repeat, Reply, ReviewMark, Suggestion, Task,
};
pub use check_lists::{CheckList, Checked, Clearance, OwnItem};
pub use clinic::{
    Amendment, DoseEvent, Intervention, Observed, Rems, Route, SessionRecord, Staff, Substance, SubstanceTaken,
    TouchUsed,
};
pub use dial::dialable;
pub use effects::{AdverseEvent, Effect, EffectChoice, EffectTap, EventVersion, SideEffectCheck, Since, Suicidal};
pub use journey::{Appointment, Concern, DosingSession, Goal, GoalStatus, Intention, Series, SeriesStatus, Setting};
pub use measures::{Chosen, Instrument, MeasureResponse, SafetyChoice, SafetyEvent};
pub use moment::Moment;
pub use payload::{Payload, Record};
pub use person::{Consent, Contact, CrisisPlan, Preferences, SharingRule};
pub use rules::{ClinicRules, OwnLimits, OwnRoute, OwnSpan};
pub use steps::{Cadence, Every, Step, StepStatus};
pub use trust::{Bond, Compared, EarlierKey, Ended, Purpose, Renewed, Side};
pub use words::{Alternative, Attachment, CheckIn, Phase, Reflection, Sensation, Slot, Version};

/// Errors of reading a payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The payload is not a JSON object, or an object in it has a duplicate key.
    #[error("the record is not a JSON object")]
    NotAnObject,
    /// The common fields (`when`, `kind`) are missing or malformed.
    #[error("the record has no valid time")]
    Frame,
    /// The time is not RFC 3339 with an offset.
    #[error("the time is not RFC 3339 with an offset")]
    Time,
}
