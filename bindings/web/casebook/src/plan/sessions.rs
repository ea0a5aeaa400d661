//! Dosing sessions, as the clinic records them.

use journal::arc::{Item, Recorded};
use journal::clinic::doses::is_unusual;
use journal::record::{Body, DosingSession, Moment, Route, Setting};
use protocol::RecordId;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::{is_own, only_own};
use crate::replies::NoteView;
use crate::{Casebook, Changes, Fault, Now};

/// A dosing session to record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionForm {
    /// When it began, in milliseconds since the Unix epoch.
    pub at: f64,
    /// Its number in the series, from 1.
    pub number: u32,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another route.
    pub route: String,
    /// The recorded dose, in milligrams.
    pub dose_mg: Option<f64>,
    /// Duration in minutes; absent if not recorded.
    pub duration_min: Option<u32>,
    /// When it ended, in milliseconds since the Unix epoch.
    pub ended: Option<f64>,
    /// The place of the session.
    pub place: String,
    /// The lighting of the room.
    pub light: String,
    /// The music during the session.
    pub music: String,
    /// How the client sat or lay.
    pub seating: String,
    /// The people who were present.
    pub companions: String,
    /// Objects that the client wants to have at hand.
    pub comfort: Vec<String>,
    /// How support was given.
    pub support: String,
    /// The therapist's short note, which the client reads.
    pub support_note: String,
    /// The qualities of the session.
    pub qualities: Vec<String>,
    /// What the client found helpful.
    pub helped: String,
    /// What the client found hindering.
    pub hindered: String,
    /// Whether the therapist has confirmed a number beyond the planned sessions.
    pub confirmed: bool,
    /// Whether the therapist has confirmed a dose that is unusual for its route.
    pub dose_confirmed: bool,
}

/// A dosing session with the client's own notes.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The id of the session's record.
    pub id: String,
    /// The recorded values, of either side.
    pub form: SessionForm,
    /// When it began, in RFC 3339; by the client's clock if the client recorded it.
    pub when: String,
    /// The therapist's own record of it, which can be changed.
    pub own: Option<OwnSession>,
    /// The client's record, if a clinic's record replaces it in `form`.
    pub theirs: Option<SessionForm>,
    /// Who recorded route and dose: `clinic` or `client`.
    pub recorded_by: String,
    /// The earlier therapist who recorded it, if the client brought their record along and there is no own one.
    pub brought_from: String,
    /// How strong it was for the client, from 0 to 10.
    pub intensity: Option<u8>,
    /// The client's first words afterwards.
    pub first_words: String,
    /// The client's notes of what was said.
    pub notes: String,
    /// The therapist's own notes about it.
    pub own_notes: Vec<NoteView>,
}

/// A therapist's own record of a dosing session.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct OwnSession {
    /// The id of the record.
    pub id: String,
    /// The values of the session, for editing.
    pub form: SessionForm,
}

impl Casebook {
    /// Records a dosing session, or changes the therapist's record (with an id).
    pub fn session(&self, collection: &str, id: Option<&str>, form: &SessionForm, now: Now) -> Result<Changes, Fault> {
        let (client, items) = self.items(collection)?;
        let known = id.map(|id| Ok(self.item(collection, id)?.1)).transpose()?;
        let mut session = match known.map(|item| &item.record.body) {
            Some(body @ Body::DosingSession(session)) => only_own(body).map(|()| session.clone())?,
            Some(_) => return Err(Fault::not_found()),
            None => DosingSession::default(),
        };
        session.by_therapist = true;
        if form.number > DosingSession::MOST_SESSIONS {
            return Err(Fault::new("number", "A session's number is at most 200."));
        }
        if form.dose_mg.is_some_and(|dose| dose > DosingSession::MOST_MG) {
            return Err(Fault::new("dose_high", "No dose is above 1,000 mg. Please type it once more."));
        }
        if form.dose_mg.is_some() && form.route.trim().is_empty() {
            return Err(Fault::new("route", "Please say how it was given."));
        }
        let planned = items.iter().filter_map(|item| match &item.record.body {
            Body::Series(series) => Some((item.record.when.unix_ms, series.planned)),
            _ => None,
        });
        let planned = planned.max().and_then(|(_, planned)| planned);
        if known.is_none() && planned.is_some_and(|planned| form.number > planned) && !form.confirmed {
            return Err(Fault::new("more_than_planned", "There are fewer sessions in this series. Is this right?"));
        }
        if form.number == 0 {
            return Err(Fault::new("number", "A session has a number, from 1."));
        }
        if form.dose_mg.is_some_and(|dose| !(dose > 0.0 && dose.is_finite())) {
            return Err(Fault::new("dose", "A dose is a number above zero."));
        }
        let same = known.is_some() && (session.dose_mg, session.route.as_str()) == (form.dose_mg, form.route.trim());
        let dosed = form.dose_mg.zip(Route::of_plain(form.route.trim()));
        let unusual = dosed.is_some_and(|(mg, route)| is_unusual(route, None, mg, &self.rules()));
        if unusual && !same && !form.dose_confirmed {
            return Err(Fault::new("dose_unusual", "This dose is unusual for its route. Is this right?"));
        }
        let when = Moment { unix_ms: form.at as i64, ..now.into() };
        let session = form.written(session, &when);
        Ok(Changes::one(client, known.map(|item| item.id), &when, session))
    }
}

impl SessionForm {
    /// The therapist's record of a session with the values of the form.
    fn written(&self, mut session: DosingSession, when: &Moment) -> DosingSession {
        session.number = self.number;
        session.route = self.route.trim().into();
        session.dose_mg = self.dose_mg;
        session.recorded_by = "clinic".into();
        session.duration_min = self.duration_min;
        session.ended = self.ended.map(|ended| Moment { unix_ms: ended as i64, ..when.clone() });
        session.setting = Setting {
            place: self.place.clone(),
            light: self.light.clone(),
            music: self.music.clone(),
            seating: self.seating.clone(),
            companions: self.companions.clone(),
            comfort: self.comfort.clone(),
            extra: session.setting.extra,
        };
        session.support = self.support.clone();
        session.support_note = self.support_note.clone();
        session.qualities = self.qualities.clone();
        session.helped = self.helped.clone();
        session.hindered = self.hindered.clone();
        session
    }
}

impl SessionView {
    /// The view of a session. `newest`: the client's records, newest first.
    pub(super) fn of(recorded: &Recorded<'_>, newest: &[&Item]) -> Option<Self> {
        let whole = recorded.whole();
        let Body::DosingSession(body) = &whole.record.body else { return None };
        let form = |item: &Item| match &item.record.body {
            Body::DosingSession(body) => Some(SessionForm::of(item.record.when.unix_ms as f64, body)),
            _ => None,
        };
        let own = recorded.records.iter().find(|item| is_own(&item.record.body));
        let own = own.and_then(|item| Some(OwnSession { id: item.id.to_string(), form: form(item)? }));
        let clinics = |item: &&&Item| matches!(&item.record.body, Body::DosingSession(one) if one.is_clinics());
        // The client's values, for fields in which the clinic's take precedence.
        let theirs = recorded.records.iter().find(|item| !clinics(item));
        let theirs = theirs.filter(|_| recorded.records.iter().any(|item| clinics(&item)));
        let about = |note: &&&Item| recorded.records.iter().any(|item| is_about(note, item.id));
        Some(Self {
            id: whole.id.to_string(),
            form: form(&whole)?,
            when: whole.record.when.rfc3339(),
            theirs: theirs.and_then(|item| form(item)),
            own,
            recorded_by: body.recorded_by.clone(),
            brought_from: body.brought_from.clone(),
            intensity: body.intensity,
            first_words: body.first_words.clone(),
            notes: body.notes.clone(),
            own_notes: newest
                .iter()
                .filter(about)
                .filter_map(|note| match &note.record.body {
                    Body::PrivateNote(body) => Some(NoteView::of(note, body)),
                    _ => None,
                })
                .collect(),
        })
    }
}

impl SessionForm {
    fn of(at: f64, body: &DosingSession) -> Self {
        let setting = &body.setting;
        Self {
            at,
            number: body.number,
            route: body.route.clone(),
            dose_mg: body.dose_mg,
            duration_min: body.duration_min,
            ended: body.ended.as_ref().map(|ended| ended.unix_ms as f64),
            place: setting.place.clone(),
            light: setting.light.clone(),
            music: setting.music.clone(),
            seating: setting.seating.clone(),
            companions: setting.companions.clone(),
            comfort: setting.comfort.clone(),
            support: body.support.clone(),
            support_note: body.support_note.clone(),
            qualities: body.qualities.clone(),
            helped: body.helped.clone(),
            hindered: body.hindered.clone(),
            confirmed: false,
            dose_confirmed: false,
        }
    }
}

fn is_about(item: &Item, about: RecordId) -> bool {
    matches!(&item.record.body, Body::PrivateNote(note) if note.about == Some(about))
}
