//! Appointments: agreed, moved, kept or cancelled.

use journal::arc::Item;
use journal::export::ics;
use journal::record::{Appointment, Body, Moment};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::{is_own, only_own};
use crate::{Casebook, Changes, Fault, Now};

/// An appointment to agree on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingForm {
    /// When it is, in milliseconds since the Unix epoch.
    pub at: f64,
    /// `preparation`, `dosing`, `integration` or another purpose.
    pub purpose: String,
    /// Duration in minutes; absent if not recorded.
    pub duration_min: Option<u32>,
    /// The place of the appointment.
    pub place: String,
}

/// An appointment, and whether it took place.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingView {
    /// The id of the appointment's record.
    pub id: String,
    /// The values of the appointment, for editing.
    pub form: MeetingForm,
    /// Whether it took place; absent while it is open.
    pub kept: Option<bool>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Whether the therapist wrote it and can change it.
    pub own: bool,
}

impl Casebook {
    /// Adds an appointment, or moves one of the therapist's (with an id). The client's phone gets it with its next
    /// sync.
    pub fn schedule(&self, collection: &str, id: Option<&str>, form: &MeetingForm, now: Now) -> Result<Changes, Fault> {
        let (client, _) = self.items(collection)?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut meeting = match known.map(|item| &item.record.body) {
            Some(body @ Body::Appointment(meeting)) => only_own(body).map(|()| meeting.clone())?,
            Some(_) => return Err(Fault::not_found()),
            None => Appointment::default(),
        };
        meeting.by_therapist = true;
        meeting.purpose = form.purpose.trim().into();
        meeting.duration_min = form.duration_min;
        meeting.place = form.place.trim().into();
        let when = Moment { unix_ms: form.at as i64, ..now.into() };
        Ok(Changes::one(client, known.map(|item| item.id), &when, meeting))
    }

    /// An appointment for the therapist's own calendar: a time, and a neutral title in a language (BCP 47).
    pub fn calendar_file(&self, collection: &str, id: &str, language: &str, now: Now) -> Result<String, Fault> {
        let (_, item) = self.item(collection, id)?;
        let Body::Appointment(meeting) = &item.record.body else { return Err(Fault::not_found()) };
        Ok(ics::appointment(item.id, &item.record.when, meeting, &now.into(), language))
    }

    /// Records whether an appointment took place (`None`: open again), or that it is cancelled.
    pub fn settle(&self, collection: &str, id: &str, kept: Option<bool>, cancelled: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Appointment(meeting) = &item.record.body else { return Err(Fault::not_found()) };
        only_own(&item.record.body)?;
        let meeting = Appointment { kept, cancelled, ..meeting.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, meeting))
    }
}

impl MeetingView {
    /// The view of an appointment.
    pub(super) fn of(item: &Item, body: &Appointment) -> Self {
        Self {
            id: item.id.to_string(),
            form: MeetingForm {
                at: item.record.when.unix_ms as f64,
                purpose: body.purpose.clone(),
                duration_min: body.duration_min,
                place: body.place.clone(),
            },
            kept: body.kept,
            cancelled: body.cancelled,
            own: is_own(&item.record.body),
        }
    }
}
