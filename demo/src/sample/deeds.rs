//! The therapist's actions at the desk: before the client writes (appointments, sessions, assignments, promises), and
//! afterwards (reviews, notes, closed flags).

use casebook::clinic::Form;
use casebook::dispositions::DispositionForm;
use casebook::plan::{AssignmentForm, MeetingForm, SessionForm};
use jiff::Timestamp;
use journal::clinic::Sheet;
use journal::record::Moment;

use super::Error;
use super::desk::{Assigned, ClinicForm, Clinical, Ending, Purpose};
use super::file::{Day, Persona, Session};
use super::shift::Shift;

/// An agreement or record from before the client writes.
#[derive(Clone)]
pub enum Agreed {
    /// An appointment, and whether it took place.
    Meeting(MeetingForm, Option<bool>),
    /// The clinic's record of a dosing session.
    Session(SessionForm),
    /// A form of the clinic: a session record or a clearance.
    Clinic(Form, Box<Sheet>),
    /// A measure or a prompt.
    Assignment(AssignmentForm),
    /// A promise to the client, and when it was kept.
    Promise(String, Option<Timestamp>),
}

/// A response of the therapist to shared records.
#[derive(Clone)]
pub enum Noted {
    /// Reviews everything from before.
    Read,
    /// Closes all open flags.
    CloseFlags(Box<DispositionForm>),
    /// A note of a purpose, about an entry by its name in the file.
    Note(Purpose, Option<String>, String),
}

/// Events, each with its time.
pub type Timed<T> = Vec<(Timestamp, T)>;

impl Persona {
    /// Agreements and records at the desk, in order of time.
    pub fn agreed(&self, now: Timestamp) -> Result<Timed<Agreed>, Error> {
        let shift = Shift::new(self, now)?;
        let mut list = Vec::new();
        for meeting in &self.appointments {
            let Some(at) = shift.moment(&meeting.at)? else { continue };
            let form = MeetingForm {
                at: at.unix_ms as f64,
                purpose: meeting.kind.clone(),
                duration_min: Some(if meeting.kind == "dosing" { 180 } else { 50 }),
                place: String::new(),
            };
            // Agreed on a while before.
            let made = Timestamp::from_millisecond(at.unix_ms.min(now.as_millisecond()) - 6 * 86_400_000)?;
            list.push((made, Agreed::Meeting(form, meeting.kept)));
        }
        for session in self.sessions.iter().filter(|session| session.is_recorded_by_clinic()) {
            let Some(at) = shift.moment(&session.at)? else { continue };
            list.push((Timestamp::from_millisecond(at.unix_ms)?, Agreed::Session(session.of_clinic(&at))));
        }
        for kept in &self.clinic {
            let Some(at) = shift.timestamp(&kept.at)? else { continue };
            let form = match kept.form {
                ClinicForm::Session => Form::Session,
                ClinicForm::Clearance => Form::Clearance,
            };
            list.push((at, Agreed::Clinic(form, Box::new(kept.typed(&shift)?))));
        }
        for assigned in &self.assignments {
            let Some(at) = shift.timestamp(&assigned.at)? else { continue };
            let due = assigned.due.as_deref().map(|due| shift.timestamp(due)).transpose()?.flatten();
            list.push((at, Agreed::Assignment(assigned.form(due))));
        }
        for promise in &self.promises {
            let Some(at) = shift.timestamp(&promise.at)? else { continue };
            let kept = promise.kept.as_deref().map(|kept| shift.timestamp(kept)).transpose()?.flatten();
            list.push((at, Agreed::Promise(promise.text.clone(), kept)));
        }
        list.sort_by_key(|(at, _)| *at);
        Ok(list)
    }

    /// The therapist's responses to shared records, in order of time.
    pub fn noted(&self, now: Timestamp) -> Result<Timed<Noted>, Error> {
        let shift = Shift::new(self, now)?;
        let mut list = Vec::new();
        if let Some(at) = self.read_until.as_deref().map(|at| shift.timestamp(at)).transpose()?.flatten() {
            list.push((at, Noted::Read));
        }
        for note in &self.notes {
            let Some(at) = shift.timestamp(&note.at)? else { continue };
            list.push((at, Noted::Note(note.purpose, note.entry.clone(), note.text.clone())));
        }
        for closed in &self.closed_flags {
            let (Some(at), Some(next)) = (shift.timestamp(&closed.at)?, shift.timestamp(&closed.next_contact)?) else {
                continue;
            };
            let form = DispositionForm {
                contacted_at: Some(at.as_millisecond() as f64),
                next_contact_at: Some(next.as_millisecond() as f64),
                ..closed.form.clone()
            };
            list.push((at, Noted::CloseFlags(Box::new(form))));
        }
        list.sort_by_key(|(at, _)| *at);
        Ok(list)
    }

    /// The next appointment with the therapist who took over the client's care.
    pub fn next_meeting(&self, now: Timestamp) -> Result<Option<MeetingForm>, Error> {
        let Some(Ending::HandedOver { next: Some(next), .. }) = &self.ends else { return Ok(None) };
        let at = Shift::new(self, now)?.moment(next)?;
        Ok(at.map(|at| MeetingForm {
            at: at.unix_ms as f64,
            purpose: "integration".into(),
            duration_min: Some(50),
            place: String::new(),
        }))
    }
}

impl Clinical {
    /// The form with absolute times, as a page passes it.
    fn typed(&self, shift: &Shift) -> Result<Sheet, Error> {
        let mut sheet = self.sheet.clone();
        let lists = [
            &mut sheet.staff,
            &mut sheet.substances,
            &mut sheet.doses,
            &mut sheet.observations,
            &mut sheet.interventions,
            &mut sheet.touches,
            &mut sheet.items,
        ];
        for row in lists.into_iter().flatten().chain([&mut sheet.fields]) {
            for (name, text) in row.iter_mut() {
                if name.ends_with("_at") || ["at", "from", "to"].contains(&name.as_str()) {
                    if let Some(at) = shift.moment(text)? {
                        *text = at.unix_ms.to_string();
                    }
                } else if let ("valid_until" | "expiry", Ok(days)) = (name.as_str(), text.parse())
                    && let Some(date) = shift.day(&Day::Relative(days))?
                {
                    *text = date.to_string();
                }
            }
        }
        Ok(sheet)
    }
}

impl Session {
    fn of_clinic(&self, at: &Moment) -> SessionForm {
        let minutes = |minutes: u32| f64::from(minutes) * 60_000.0;
        SessionForm {
            at: at.unix_ms as f64,
            number: self.n,
            route: self.route.clone(),
            dose_mg: self.dose_mg,
            duration_min: self.duration_min,
            ended: self.duration_min.map(|duration| at.unix_ms as f64 + minutes(duration)),
            place: self.setting.place.clone(),
            light: self.setting.light.clone(),
            music: self.setting.music.clone(),
            seating: self.setting.seating.clone(),
            companions: self.setting.companions.clone(),
            support: self.support.clone(),
            support_note: self.support_note.clone(),
            ..SessionForm::default()
        }
    }
}

impl Assigned {
    fn form(&self, due: Option<Timestamp>) -> AssignmentForm {
        AssignmentForm {
            task: if self.instrument.is_some() { "measure" } else { "prompt" }.into(),
            text: self.text.clone(),
            prompt: None,
            set: None,
            instrument: self.instrument.clone(),
            due: due.map(|due| due.as_millisecond() as f64),
            repeat: if self.weeks.is_some() { "weeks" } else { "once" }.into(),
            weeks: self.weeks,
            more_often: false,
        }
    }
}
