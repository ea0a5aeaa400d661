//! What a screen fills in, for every kind of entry: one [`Form`] a kind. A form becomes a record, and a record shows
//! itself as a form again; what a form does not show (whom it is shared with, what a newer app added) stays as it was.

use journal::record::{Body, Moment, Record};
use serde::Serialize;

use super::check_ins::CheckInForm;
use super::hopes::{ConcernForm, GoalForm, IntentionForm};
use super::measures::MeasureForm;
use super::plan::PlanForm;
use super::sessions::{AppointmentForm, SeriesForm, SessionForm};
use super::steps::StepForm;
use super::writing::Writing;
use crate::Error;

/// What a screen fills in.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Free text.
    Reflection {
        /// What the editor holds.
        writing: Writing,
    },
    /// A few taps.
    CheckIn {
        /// The taps.
        check_in: CheckInForm,
    },
    /// A dosing session.
    Session {
        /// What the clinic recorded, and what the client keeps.
        session: SessionForm,
    },
    /// A series of sessions.
    Series {
        /// How many are planned, and how it stands.
        series: SeriesForm,
    },
    /// What is hoped for from a session.
    Intention {
        /// The words and their session.
        intention: IntentionForm,
    },
    /// What is to change.
    Goal {
        /// The words and how it stands.
        goal: GoalForm,
    },
    /// What is feared or unclear.
    Concern {
        /// The words and how it stands.
        concern: ConcernForm,
    },
    /// A meeting.
    Appointment {
        /// What for, when and where.
        appointment: AppointmentForm,
    },
    /// A small practical step.
    Step {
        /// The words, how often, and where it came from.
        step: StepForm,
    },
    /// Answers to an instrument.
    Measure {
        /// The answers so far.
        measure: MeasureForm,
    },
    /// The plan for hard hours.
    CrisisPlan {
        /// The plan.
        plan: PlanForm,
    },
}

macro_rules! forms {
    ($($kind:ident { $field:ident } = $form:ty => $body:ident,)*) => {
        impl Form {
            /// What the screen shows of a record; `None` for kinds that have no form.
            pub(crate) fn of(record: &Record) -> Option<Self> {
                match &record.body {
                    $(Body::$body(body) => Some(Self::$kind { $field: <$form>::of(body, &record.when) }),)*
                    _ => None,
                }
            }

            /// The record with what the form holds. Without a record a new one begins, at `now` unless the form says
            /// when; what cannot be yet is let through: see [`Self::check`].
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

            /// Whether it can be kept as an entry.
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

/// A time as it was given, in the zone in which the person is.
pub(super) fn moment(at: &str, zone: &str) -> Result<Moment, Error> {
    Moment::parse(at, zone).map_err(|_| Error::Invalid)
}

/// Values between 0 and 10.
pub(super) fn scales(values: &[Option<u8>]) -> Result<(), Error> {
    if values.iter().flatten().all(|value| *value <= 10) { Ok(()) } else { Err(Error::Invalid) }
}

/// Words that say something.
pub(super) fn not_blank(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::Empty) } else { Ok(text.into()) }
}

/// An id as it came over the border.
pub(super) fn id(text: &str) -> Result<protocol::RecordId, Error> {
    text.parse().map_err(|_| Error::NoEntry)
}

/// An enum of the records under the name that apps see.
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
