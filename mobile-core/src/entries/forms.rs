//! Forms, one for each kind of entry. A form becomes a record, and a record becomes a form again for editing. Fields
//! that a form does not show (sharing, fields of a newer app) do not change.

use journal::record::{Body, Moment, Record};
use serde::Serialize;

use super::check_ins::CheckInForm;
use super::effects::EffectsForm;
use super::hopes::{ConcernForm, GoalForm, IntentionForm};
use super::measures::MeasureForm;
use super::plan::PlanForm;
use super::sessions::{AppointmentForm, SeriesForm, SessionForm};
use super::steps::StepForm;
use super::writing::Writing;
use crate::Error;

/// The content of a form.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Free text, with or without a prompt.
    Reflection {
        /// The content of the editor.
        writing: Writing,
    },
    /// A check-in.
    CheckIn {
        /// The content of the check-in.
        check_in: CheckInForm,
    },
    /// A side-effect check after a session.
    Effects {
        /// The taps.
        effects: EffectsForm,
    },
    /// A dosing session.
    Session {
        /// The clinic's values, and the client's own notes.
        session: SessionForm,
    },
    /// A series of sessions.
    Series {
        /// How many are planned, and its status.
        series: SeriesForm,
    },
    /// A hope for a session.
    Intention {
        /// The text and its session.
        intention: IntentionForm,
    },
    /// A change that the client wants.
    Goal {
        /// The text and its status.
        goal: GoalForm,
    },
    /// A fear or an open question.
    Concern {
        /// The text and its status.
        concern: ConcernForm,
    },
    /// An appointment.
    Appointment {
        /// Purpose, time and place.
        appointment: AppointmentForm,
    },
    /// A small practical step.
    Step {
        /// The text, the cadence, and the origin.
        step: StepForm,
    },
    /// Answers to an instrument.
    Measure {
        /// The answers so far.
        measure: MeasureForm,
    },
    /// The plan for hard hours.
    CrisisPlan {
        /// The crisis plan.
        plan: PlanForm,
    },
}

macro_rules! forms {
    ($($kind:ident { $field:ident } = $form:ty => $body:ident,)*) => {
        impl Form {
            /// The content of the screen for a record; `None` for kinds without a form.
            pub(crate) fn of(record: &Record) -> Option<Self> {
                match &record.body {
                    $(Body::$body(body) => Some(Self::$kind { $field: <$form>::of(body, &record.when) }),)*
                    _ => None,
                }
            }

            /// The record with the content of the form. Without a record, a new one begins at `now` unless the form has
            /// a time. Invalid values are let through: see [`Self::check`].
            pub(crate) fn apply(&self, record: Option<Record>, now: &Moment) -> Result<Record, Error> {
                let (mut when, body) = match record {
                    Some(Record { when, body }) => (when, Some(body)),
                    None => (now.clone(), None),
                };
                let body = match self {
                    $(Self::$kind { $field } => {
                        let body = match body {
                            Some(Body::$body(body)) => body,
                            None => Default::default(),
                            Some(_) => return Err(Error::WrongKind),
                        };
                        Body::$body($field.apply(body, &mut when, &now.zone)?)
                    })*
                };
                Ok(Record { when, body })
            }

            /// Rejects a form that cannot become an entry.
            pub(crate) fn check(&self) -> Result<(), Error> {
                match self { $(Self::$kind { $field } => $field.check(),)* }
            }
        }

        $(impl From<$form> for Form {
            fn from($field: $form) -> Self {
                Self::$kind { $field }
            }
        })*
    };
}

forms! {
    Reflection { writing } = Writing => Reflection,
    CheckIn { check_in } = CheckInForm => CheckIn,
    Effects { effects } = EffectsForm => SideEffectCheck,
    Session { session } = SessionForm => DosingSession,
    Series { series } = SeriesForm => Series,
    Intention { intention } = IntentionForm => Intention,
    Goal { goal } = GoalForm => Goal,
    Concern { concern } = ConcernForm => Concern,
    Appointment { appointment } = AppointmentForm => Appointment,
    Step { step } = StepForm => Step,
    Measure { measure } = MeasureForm => MeasureResponse,
    CrisisPlan { plan } = PlanForm => CrisisPlan,
}

impl From<&Writing> for Form {
    fn from(writing: &Writing) -> Self {
        writing.clone().into()
    }
}

/// Parses a time, in the person's time zone.
pub(super) fn moment(at: &str, zone: &str) -> Result<Moment, Error> {
    Moment::parse(at, zone).map_err(|_| Error::Invalid)
}

/// Refuses values above 10.
pub(super) fn scales(values: &[Option<u8>]) -> Result<(), Error> {
    if values.iter().flatten().all(|value| *value <= 10) { Ok(()) } else { Err(Error::Invalid) }
}

/// Trims a text and rejects an empty one.
pub(super) fn not_blank(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::Empty) } else { Ok(text.into()) }
}

/// Parses an id.
pub(super) fn id(text: &str) -> Result<protocol::RecordId, Error> {
    text.parse().map_err(|_| Error::NoEntry)
}

/// Mirrors an enum of the records under the name that apps see.
macro_rules! mirror {
    ($($(#[$about:meta])* $name:ident = $record:ident { $($(#[$doc:meta])* $word:ident,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $word,)*
        }

        impl From<journal::record::$record> for $name {
            fn from(one: journal::record::$record) -> Self {
                match one { $(journal::record::$record::$word => Self::$word,)* }
            }
        }

        impl From<$name> for journal::record::$record {
            fn from(one: $name) -> Self {
                match one { $($name::$word => Self::$word,)* }
            }
        }
    )*};
}
pub(super) use mirror;
