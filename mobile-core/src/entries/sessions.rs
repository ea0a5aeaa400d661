//! The series of dosing sessions, its sessions and appointments.

use journal::arc::{Item, Recorded, sessions};
use journal::record::{Appointment, Body, DosingSession, Moment, Series, Setting};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, mirror, moment, not_blank, scales};
use crate::Error;
use crate::phone::Sessions;
use crate::store::recall;

mirror! {
    /// The status of a series. Stopping is a choice and not a failure.
    SeriesProgress = SeriesStatus {
        /// In progress, or about to begin.
        Active,
        /// Came to its end.
        Completed,
        /// Stopped before its planned end.
        Stopped,
    }
}

/// A ketamine session: the clinic's values, and the client's own notes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, uniffi::Record)]
pub struct SessionForm {
    /// Its number in the series, from 1.
    pub number: u32,
    /// The time, RFC 3339 with an offset; now, if absent.
    #[uniffi(default = None)]
    pub at: Option<String>,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another value.
    #[uniffi(default = "")]
    pub route: String,
    /// Milligrams, as recorded. The app never suggests or computes a dose.
    #[uniffi(default = None)]
    pub dose_mg: Option<f64>,
    /// Who recorded route and dose: `clinic` or `client`.
    #[uniffi(default = "")]
    pub recorded_by: String,
    /// Duration in minutes; absent if not recorded.
    #[uniffi(default = None)]
    pub duration_min: Option<u32>,
    /// When it ended or the person was home, RFC 3339. Check-in times count from here.
    #[uniffi(default = None)]
    pub ended: Option<String>,
    /// Where it takes place.
    #[uniffi(default = "")]
    pub place: String,
    /// Lighting, as free text.
    #[uniffi(default = "")]
    pub light: String,
    /// Music, as free text.
    #[uniffi(default = "")]
    pub music: String,
    /// Seat or bed, as free text.
    #[uniffi(default = "")]
    pub seating: String,
    /// The people who are present, as free text.
    #[uniffi(default = "")]
    pub companions: String,
    /// Objects that the person wants to have at hand.
    #[uniffi(default = [])]
    pub comfort: Vec<String>,
    /// How support was given: `talking`, `quiet` or another value.
    #[uniffi(default = "")]
    pub support: String,
    /// The qualities of the experience.
    #[uniffi(default = [])]
    pub qualities: Vec<String>,
    /// How strong it was, 0 to 10.
    #[uniffi(default = None)]
    pub intensity: Option<u8>,
    /// The first text that the person wrote afterwards.
    #[uniffi(default = "")]
    pub first_words: String,
    /// Notes on what was said and what stayed.
    #[uniffi(default = "")]
    pub notes: String,
    /// What helped during the session, as free text.
    #[uniffi(default = "")]
    pub helped: String,
    /// What did not help, as free text.
    #[uniffi(default = "")]
    pub hindered: String,
}

impl SessionForm {
    pub(super) fn of(session: &DosingSession, when: &Moment) -> Self {
        let DosingSession { setting, .. } = session.clone();
        let session = session.clone();
        Self {
            number: session.number,
            at: Some(when.rfc3339()),
            route: session.route,
            dose_mg: session.dose_mg,
            recorded_by: session.recorded_by,
            duration_min: session.duration_min,
            ended: session.ended.map(|ended| ended.rfc3339()),
            place: setting.place,
            light: setting.light,
            music: setting.music,
            seating: setting.seating,
            companions: setting.companions,
            comfort: setting.comfort,
            support: session.support,
            qualities: session.qualities,
            intensity: session.intensity,
            first_words: session.first_words,
            notes: session.notes,
            helped: session.helped,
            hindered: session.hindered,
        }
    }

    pub(super) fn apply(&self, session: DosingSession, when: &mut Moment, zone: &str) -> Result<DosingSession, Error> {
        // The clinic's record is not changed, even if the person brought it along.
        if session.is_clinics() {
            return Err(Error::WrongKind);
        }
        let form = self.clone();
        changed(when, form.at.as_deref(), zone)?;
        // An unchanged time keeps its original time zone.
        let ended = match (form.ended, session.ended) {
            (Some(text), Some(known)) if known.rfc3339() == text => Some(known),
            (Some(text), _) => Some(moment(&text, zone)?),
            (None, _) => None,
        };
        let setting = Setting {
            place: form.place,
            light: form.light,
            music: form.music,
            seating: form.seating,
            companions: form.companions,
            comfort: form.comfort,
            ..session.setting
        };
        Ok(DosingSession {
            number: form.number,
            route: form.route,
            dose_mg: form.dose_mg,
            recorded_by: form.recorded_by,
            duration_min: form.duration_min,
            ended,
            setting,
            support: form.support,
            qualities: form.qualities,
            intensity: form.intensity,
            first_words: form.first_words,
            notes: form.notes,
            helped: form.helped,
            hindered: form.hindered,
            ..session
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        // A plausibility check, not guidance: no single dose is above this.
        let dose = self.dose_mg.is_none_or(|dose| dose > 0.0 && dose <= DosingSession::MOST_MG);
        if self.number == 0 || self.number > DosingSession::MOST_SESSIONS || !dose {
            return Err(Error::Invalid);
        }
        scales(&[self.intensity])
    }
}

/// A series of sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SeriesForm {
    /// The person's name for it, if any.
    #[uniffi(default = "")]
    pub title: String,
    /// How many sessions are planned.
    #[uniffi(default = None)]
    pub planned: Option<u32>,
    /// How far it has come.
    pub status: SeriesProgress,
}

impl SeriesForm {
    pub(super) fn of(series: &Series, _: &Moment) -> Self {
        Self { title: series.title.clone(), planned: series.planned, status: series.status.into() }
    }

    pub(super) fn apply(&self, series: Series, _: &mut Moment, _: &str) -> Result<Series, Error> {
        Ok(Series { title: self.title.trim().into(), planned: self.planned, status: self.status.into(), ..series })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.planned == Some(0) { Err(Error::Invalid) } else { Ok(()) }
    }
}

/// An appointment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AppointmentForm {
    /// The purpose: `preparation`, `dosing`, `integration`, `follow_up`.
    pub purpose: String,
    /// The time, RFC 3339 with an offset; now, if absent.
    #[uniffi(default = None)]
    pub at: Option<String>,
    /// Duration in minutes; absent if not recorded.
    #[uniffi(default = None)]
    pub duration_min: Option<u32>,
    /// Where it takes place.
    #[uniffi(default = "")]
    pub place: String,
    /// Whether it took place; absent while it is in the future.
    #[uniffi(default = None)]
    pub kept: Option<bool>,
    /// Whether it was cancelled.
    #[uniffi(default = false)]
    pub cancelled: bool,
}

impl AppointmentForm {
    pub(super) fn of(appointment: &Appointment, when: &Moment) -> Self {
        Self {
            purpose: appointment.purpose.clone(),
            at: Some(when.rfc3339()),
            duration_min: appointment.duration_min,
            place: appointment.place.clone(),
            kept: appointment.kept,
            cancelled: appointment.cancelled,
        }
    }

    pub(super) fn apply(&self, appointment: Appointment, when: &mut Moment, zone: &str) -> Result<Appointment, Error> {
        changed(when, self.at.as_deref(), zone)?;
        Ok(Appointment {
            purpose: self.purpose.trim().into(),
            kept: self.kept,
            cancelled: self.cancelled,
            duration_min: self.duration_min,
            place: self.place.trim().into(),
            ..appointment
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_blank(&self.purpose).map(drop)
    }
}

/// Moves a record to another time, if one is given and differs.
fn changed(when: &mut Moment, at: Option<&str>, zone: &str) -> Result<(), Error> {
    if let Some(at) = at.filter(|at| *at != when.rfc3339()) {
        *when = moment(at, zone)?;
    }
    Ok(())
}

impl Sessions<'_> {
    /// Writes a dosing session.
    pub fn write_session(self, form: SessionForm) -> Result<RecordId, Error> {
        self.phone.entries().write_form(&Form::Session { session: form })
    }

    /// Writes an appointment: purpose (`preparation`, `dosing`, `integration`) and time, RFC 3339 with an offset.
    pub fn write_appointment(self, purpose: &str, at: &str) -> Result<RecordId, Error> {
        let appointment =
            AppointmentForm { purpose: purpose.into(), at: Some(at.into()), ..AppointmentForm::default() };
        self.phone.entries().write_form(&Form::Appointment { appointment })
    }

    /// The newest session of this number with all its records, and the person's own record of it.
    pub(crate) fn session_numbered(self, number: u32) -> Result<Option<(Item, Option<RecordId>)>, Error> {
        let items = self.phone.store.read(|connection| recall::items(connection, &["dosing_session"], i64::MAX))?;
        let numbered = |recorded: &Recorded<'_>| {
            let item = recorded.whole();
            matches!(&item.record.body, Body::DosingSession(session) if session.number == number).then_some(item)
        };
        let Some(item) = sessions(&items).iter().rev().find_map(numbered) else { return Ok(None) };
        let own = self.phone.own_record(item.id).ok().filter(|record| match &record.body {
            Body::DosingSession(session) => !session.is_clinics(),
            _ => false,
        });
        let own = own.map(|_| item.id);
        Ok(Some((item, own)))
    }
}
