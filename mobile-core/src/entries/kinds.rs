//! Check-ins, sessions, intentions, steps, measures, appointments: each with the form that a screen fills in.

use journal::record::{
    Appointment, Body, CheckIn, DosingSession, Intention, MeasureResponse, Moment, Record, Setting, Step, StepStatus,
};
use protocol::RecordId;

use crate::{Error, Phone};

/// A few taps some hours or days after a session. Scales run from 0 to 10; all are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct CheckInForm {
    /// Mood.
    #[uniffi(default = None)]
    pub mood: Option<u8>,
    /// Energy.
    #[uniffi(default = None)]
    pub energy: Option<u8>,
    /// Sleep.
    #[uniffi(default = None)]
    pub sleep: Option<u8>,
    /// Sensitivity.
    #[uniffi(default = None)]
    pub sensitivity: Option<u8>,
    /// Clarity.
    #[uniffi(default = None)]
    pub clarity: Option<u8>,
    /// Wants to be left alone until tomorrow.
    #[uniffi(default = false)]
    pub needs_space: bool,
    /// A few words, if any.
    #[uniffi(default = "")]
    pub text: String,
}

/// A ketamine session, as the clinic recorded it.
#[derive(Clone, Debug, Default, PartialEq, uniffi::Record)]
pub struct SessionForm {
    /// Its number in the series, from 1.
    pub number: u32,
    /// When, RFC 3339 with an offset; now, if absent.
    #[uniffi(default = None)]
    pub at: Option<String>,
    /// `lozenge`, `nasal_spray`, `intramuscular` or another word.
    #[uniffi(default = "")]
    pub route: String,
    /// Milligrams, as recorded. The app never suggests or computes a dose.
    #[uniffi(default = None)]
    pub dose_mg: Option<f64>,
    /// Minutes.
    #[uniffi(default = None)]
    pub duration_min: Option<u32>,
    /// Where.
    #[uniffi(default = "")]
    pub place: String,
    /// Lighting.
    #[uniffi(default = "")]
    pub light: String,
    /// Music.
    #[uniffi(default = "")]
    pub music: String,
    /// Seating.
    #[uniffi(default = "")]
    pub seating: String,
    /// Who is there.
    #[uniffi(default = "")]
    pub companions: String,
    /// How support was given.
    #[uniffi(default = "")]
    pub support: String,
    /// What it was like.
    #[uniffi(default = [])]
    pub qualities: Vec<String>,
}

/// Where a step stands. Letting go is not failing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum StepProgress {
    /// Being tried.
    Active,
    /// Has become a habit, or is finished.
    Done,
    /// Let go.
    LetGo,
}

impl Phone {
    /// Writes a check-in, now.
    pub fn check_in(&self, form: CheckInForm) -> Result<RecordId, Error> {
        if form == CheckInForm::default() {
            return Err(Error::Empty);
        }
        let CheckInForm { mood, energy, sleep, sensitivity, clarity, needs_space, text } = form;
        let check_in = CheckIn { mood, energy, sleep, sensitivity, clarity, needs_space, text, ..CheckIn::default() };
        self.write_record(Body::CheckIn(check_in), self.clock.now())
    }

    /// Writes a dosing session.
    pub fn write_session(&self, form: SessionForm) -> Result<RecordId, Error> {
        let when = self.moment(form.at.as_deref())?;
        let setting = Setting {
            place: form.place,
            light: form.light,
            music: form.music,
            seating: form.seating,
            companions: form.companions,
            ..Setting::default()
        };
        let session = DosingSession {
            number: form.number,
            route: form.route,
            dose_mg: form.dose_mg,
            duration_min: form.duration_min,
            setting,
            support: form.support,
            qualities: form.qualities,
            ..DosingSession::default()
        };
        self.write_record(Body::DosingSession(session), when)
    }

    /// Writes an intention, for the session of this number if one is given.
    pub fn write_intention(&self, text: &str, session: Option<u32>) -> Result<RecordId, Error> {
        let text = not_blank(text)?;
        let intention = Intention { text, session, ..Intention::default() };
        self.write_record(Body::Intention(intention), self.clock.now())
    }

    /// Writes a step, out of the entry from which it came if one is given.
    pub fn write_step(&self, text: &str, from_entry: Option<RecordId>) -> Result<RecordId, Error> {
        let text = not_blank(text)?;
        let step = Step { text, from_entry, ..Step::default() };
        self.write_record(Body::Step(step), self.clock.now())
    }

    /// Marks a step as done on a local day (`YYYY-MM-DD`; today, if absent), or takes the mark back.
    pub fn mark_step(&self, id: RecordId, day: Option<&str>, done: bool) -> Result<(), Error> {
        let day = match day {
            Some(day) => day.parse::<jiff::civil::Date>().map_err(|_| Error::Invalid)?.to_string(),
            None => self.clock.now().local_date(),
        };
        self.change_step(id, |step| {
            step.done_on.retain(|known| *known != day);
            if done {
                step.done_on.push(day);
                step.done_on.sort();
            }
        })
    }

    /// Says where a step stands.
    pub fn set_step(&self, id: RecordId, progress: StepProgress) -> Result<(), Error> {
        self.change_step(id, |step| {
            step.status = match progress {
                StepProgress::Active => StepStatus::Active,
                StepProgress::Done => StepStatus::Done,
                StepProgress::LetGo => StepStatus::LetGo,
            }
        })
    }

    /// Keeps the answers to an instrument, in the order of its items; `None` was left out.
    pub fn write_measure(&self, instrument: &str, answers: Vec<Option<i32>>) -> Result<RecordId, Error> {
        let instrument = not_blank(instrument)?;
        let answers = answers.into_iter().map(|answer| answer.map(f64::from)).collect();
        let response = MeasureResponse { instrument, answers, ..MeasureResponse::default() };
        self.write_record(Body::MeasureResponse(response), self.clock.now())
    }

    /// Writes an appointment: what for (`preparation`, `dosing`, `integration`) and when, RFC 3339 with an offset.
    pub fn write_appointment(&self, purpose: &str, at: &str) -> Result<RecordId, Error> {
        let when = self.moment(Some(at))?;
        let appointment = Appointment { purpose: not_blank(purpose)?, ..Appointment::default() };
        self.write_record(Body::Appointment(appointment), when)
    }

    fn change_step(&self, id: RecordId, change: impl FnOnce(&mut Step)) -> Result<(), Error> {
        self.change(id, |record: &Record| {
            let Body::Step(step) = &record.body else { return Err(Error::WrongKind) };
            let mut step = step.clone();
            change(&mut step);
            Ok(Body::Step(step))
        })
    }

    /// A time as it was given, in the zone in which the person is; now, if none was given.
    fn moment(&self, at: Option<&str>) -> Result<Moment, Error> {
        let now = self.clock.now();
        match at {
            Some(at) => Moment::parse(at, &now.zone).map_err(|_| Error::Invalid),
            None => Ok(now),
        }
    }
}

fn not_blank(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::Empty) } else { Ok(text.into()) }
}
