//! The format of what the therapist did, in a file of journeys. [`super::file`] says how times are written.

use casebook::dispositions::DispositionForm;
use journal::clinic::Sheet;
use serde::Deserialize;

/// How the care with a therapist ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Finished: the therapist ended it.
    Discharged,
    /// A colleague took over the client's care. The client shared the earlier entries with them.
    HandedOver {
        /// The colleague's sign-in name.
        to: String,
        /// The colleague's own first note.
        #[serde(default)]
        note: String,
        /// The next appointment.
        next: Option<String>,
    },
}

/// A measure or a prompt that the therapist assigns.
#[derive(Clone, Deserialize)]
pub(super) struct Assigned {
    pub(super) at: String,
    /// Answers to this instrument belong to the assignment.
    pub(super) instrument: Option<String>,
    #[serde(default)]
    pub(super) text: String,
    pub(super) due: Option<String>,
    /// The number of weeks between repetitions; once if absent.
    pub(super) weeks: Option<u32>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Promised {
    pub(super) at: String,
    pub(super) text: String,
    pub(super) kept: Option<String>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Note {
    pub(super) at: String,
    #[serde(default)]
    pub(super) purpose: Purpose,
    /// The entry that it is about.
    pub(super) entry: Option<String>,
    pub(super) text: String,
}

/// The purpose of a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For the therapist alone.
    #[default]
    Note,
    /// For the next visit.
    Agenda,
    /// A reply that was begun.
    ReplyDraft,
}

/// A form of the clinic. A time in it is written like any other time of the file, a date as days from today: `+180`.
#[derive(Clone, Deserialize)]
pub(super) struct Clinical {
    pub(super) at: String,
    pub(super) form: ClinicForm,
    #[serde(flatten)]
    pub(super) sheet: Sheet,
}

/// Which form of the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ClinicForm {
    /// A session record, with the discharge list.
    Session,
    /// A clearance, with the intake list.
    Clearance,
}

#[derive(Clone, Deserialize)]
pub(super) struct Closed {
    pub(super) at: String,
    pub(super) next_contact: String,
    #[serde(flatten)]
    pub(super) form: DispositionForm,
}
