//! The payloads: what a person wrote, as it stands inside an envelope.
//!
//! A [`Payload`] is the JSON object itself, kept whole; a [`Record`] is the typed view of it. Fields and kinds that
//! this version does not know survive a round trip through both, so an old phone never destroys what a new one wrote.

mod body;
mod moment;
mod payload;

pub use body::{
    Alternative, Appointment, Body, CheckIn, DosingSession, Intention, MeasureResponse, Phase, Profile, Reflection,
    Reply, ReviewMark, Setting, Step, StepStatus,
};
pub use moment::Moment;
pub use payload::{Payload, Record};

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
