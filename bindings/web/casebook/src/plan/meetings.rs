//! Meetings: agreed on, moved, settled.

use journal::arc::Item;
use journal::record::{Appointment, Body, Moment};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::{is_own, only_own};
use crate::{Casebook, Changes, Fault, Now};

/// A meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingForm {
    /// When: milliseconds since the Unix epoch.
    pub at: f64,
    /// `preparation`, `dosing`, `integration` or another word.
    pub purpose: String,
    /// Minutes.
    pub duration_min: Option<u32>,
    /// Where.
    pub place: String,
}

/// A meeting, and whether it took place.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct MeetingView {
    /// The record.
    pub id: String,
    /// What was agreed.
    pub form: MeetingForm,
    /// Whether it took place; absent while it is open.
    pub kept: Option<bool>,
    /// Called off.
    pub cancelled: bool,
    /// Written by the therapist, who can change it; what the client wrote is the client's.
    pub own: bool,
}

impl Casebook {
    /// Agrees on a meeting, or (with an id) moves one that the therapist made. The client's phone knows it after its next sync.
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

    /// A meeting took place, did not, or (with `None`) is open again; or it is called off.
    pub fn settle(&self, collection: &str, id: &str, kept: Option<bool>, cancelled: bool) -> Result<Changes, Fault> {
        let (client, item) = self.item(collection, id)?;
        let Body::Appointment(meeting) = &item.record.body else { return Err(Fault::not_found()) };
        only_own(&item.record.body)?;
        let meeting = Appointment { kept, cancelled, ..meeting.clone() };
        Ok(Changes::one(client, Some(item.id), &item.record.when, meeting))
    }
}

impl MeetingView {
    /// A meeting as it stands.
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
