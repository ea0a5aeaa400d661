//! A client's actions on the phone, in order of time.

use jiff::Timestamp;
use journal::record::{
    self, Body, DosingSession, MeasureResponse, Moment, Reflection, Series, SeriesStatus, Setting, SideEffectCheck,
    Step,
};
use mobile_core::entries::{ContactForm, PlanForm};
use serde_json::{Map, Value};

use super::Error;
use super::file::{
    Answered, Choice, Contact, Entry, Media, Persona, Plan, SampleSeries, SampleSetting, SampleStep, Session,
};
use super::shift::Shift;

/// One action of a persona.
#[derive(Clone)]
pub struct Act {
    /// When the persona does it.
    pub when: Moment,
    /// What is written.
    pub deed: Deed,
    /// The entry's name in the file, for references.
    pub name: Option<String>,
    /// For a step: the name of the entry that it came from.
    pub from: Option<String>,
    /// Photos and voice notes.
    pub media: Vec<Media>,
    /// Whether it is shared.
    pub fate: Fate,
    /// The therapist's response to it.
    pub answered: Answers,
}

/// An action of a persona on the phone.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "there are some hundred, while the sample is read")]
pub enum Deed {
    /// A record.
    Write(Body),
    /// A measure, question by question, with the choice on the page that a safety item opens.
    Answer(MeasureResponse, Option<Choice>),
    /// The plan for hard hours.
    Plan(PlanForm),
}

/// Whether an entry is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays private.
    Private,
    /// It is shared with the therapist.
    Shared,
    /// It was shared and then taken back.
    TakenBack,
    /// It was never finished.
    Draft,
}

/// The therapist's response to an entry, with times.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// When the therapist opened it.
    pub read: Option<Timestamp>,
    /// When the therapist reviewed it.
    pub reviewed: Option<Timestamp>,
    /// When the therapist replied, and the reply.
    pub reply: Option<(Timestamp, String)>,
}

impl Act {
    fn new(when: Moment, deed: Deed) -> Self {
        let (media, answered) = Default::default();
        Self { when, deed, name: None, from: None, media, fate: Fate::Shared, answered }
    }
}

/// Collects the acts that are not left out.
struct Acts {
    shift: Shift,
    list: Vec<Act>,
}

impl Acts {
    fn add(&mut self, at: &str, deed: impl FnOnce(&Moment) -> Deed) -> Result<Option<&mut Act>, Error> {
        let Some(when) = self.shift.moment(at)? else { return Ok(None) };
        let deed = deed(&when);
        self.list.push(Act::new(when, deed));
        Ok(self.list.last_mut())
    }

    /// Adds the intention, an hour before the session, and the client's own record of the session.
    fn add_session(&mut self, session: &Session) -> Result<(), Error> {
        if !session.intention.is_empty()
            && let Some(act) = self.add(&session.at, |_| Deed::Write(session.hope().into()))?
        {
            act.when.unix_ms -= 3_600_000;
        }
        let own = session.of_client();
        if own != (DosingSession { number: session.n, ..Default::default() }) {
            self.add(&session.at, |_| Deed::Write(own.into()))?;
        }
        Ok(())
    }

    /// Adds an entry, whether it is shared, and the therapist's response to it.
    fn add_entry(&mut self, entry: &Entry) -> Result<(), Error> {
        let answered = entry.therapist.as_ref().map(|answered| answered.moved(&self.shift)).transpose()?;
        let Some(act) = self.add(&entry.at, |_| Deed::Write(entry.body().into()))? else { return Ok(()) };
        act.name = Some(entry.id.clone());
        act.media.clone_from(&entry.media);
        act.fate = match (entry.status.as_str(), entry.share.state()) {
            ("draft", _) => Fate::Draft,
            (_, "shared") => Fate::Shared,
            (_, "withdrawn") => Fate::TakenBack,
            _ => Fate::Private,
        };
        act.answered = answered.unwrap_or_default();
        Ok(())
    }

    /// Adds a step, without the days that are left out.
    fn add_step(&mut self, step: &SampleStep) -> Result<(), Error> {
        let days = step.done_on.iter().map(|day| self.shift.day(day)).collect::<Result<Vec<_>, Error>>()?;
        let body = Step {
            text: step.text.clone(),
            done_on: days.into_iter().flatten().map(|day| day.to_string()).collect(),
            status: step.status,
            ..Default::default()
        };
        if let Some(act) = self.add(&step.set_at, |_| Deed::Write(body.into()))? {
            act.from.clone_from(&step.from_entry);
        }
        Ok(())
    }
}

impl Persona {
    /// All actions of the persona on the phone, in order of time.
    pub fn acts(&self, now: Timestamp) -> Result<Vec<Act>, Error> {
        let mut acts = Acts { shift: Shift::new(self, now)?, list: Vec::new() };
        let earliest = self.appointments.iter().map(|meeting| &meeting.at).next();
        if let (Some(course), Some(begins)) = (&self.series, earliest) {
            acts.add(begins, |_| Deed::Write(course.body().into()))?;
        }
        for session in &self.sessions {
            acts.add_session(session)?;
        }
        for hope in &self.goals {
            acts.add(&hope.at, |_| Deed::Write(record::Goal { text: hope.text.clone(), ..Default::default() }.into()))?;
        }
        for hope in &self.concerns {
            acts.add(&hope.at, |_| {
                Deed::Write(record::Concern { text: hope.text.clone(), ..Default::default() }.into())
            })?;
        }
        for check_in in &self.check_ins {
            acts.add(&check_in.at, |_| Deed::Write(check_in.body().into()))?;
            if !check_in.effects.is_empty() {
                acts.add(&check_in.at, |_| Deed::Write(check_in.effects().into()))?;
            }
        }
        for measure in &self.measures {
            let response = MeasureResponse {
                instrument: measure.instrument.clone(),
                answers: measure.answers.clone(),
                ..Default::default()
            };
            let asked = measure.choice.is_some() || self.assigns(&measure.instrument);
            acts.add(&measure.at, |_| match asked {
                true => Deed::Answer(response, measure.choice),
                false => Deed::Write(response.into()),
            })?;
        }
        for entry in &self.entries {
            acts.add_entry(entry)?;
        }
        for step in &self.steps {
            acts.add_step(step)?;
        }
        if let Some(plan) = &self.plan {
            acts.add(&plan.at, |_| Deed::Plan(plan.form()))?;
        }
        let mut list = acts.list;
        list.sort_by_key(|act| act.when.unix_ms);
        Ok(list)
    }

    fn assigns(&self, instrument: &str) -> bool {
        self.assignments.iter().any(|assigned| assigned.instrument.as_deref() == Some(instrument))
    }
}

impl SampleSeries {
    fn body(&self) -> Series {
        let status = match self.status.as_str() {
            "completed" => SeriesStatus::Completed,
            // A paused series counts as stopped: the file has no continuation.
            status if status.starts_with("paused") || status.starts_with("stopped") => SeriesStatus::Stopped,
            _ => SeriesStatus::Active,
        };
        Series { planned: self.planned_sessions, status, ..Default::default() }
    }
}

impl SampleSetting {
    fn to_setting(&self) -> Setting {
        Setting {
            place: self.place.clone(),
            light: self.light.clone(),
            music: self.music.clone(),
            seating: self.seating.clone(),
            companions: self.companions.clone(),
            ..Setting::default()
        }
    }
}

impl Session {
    /// Whether the therapist records route, dose and setting at the desk.
    pub(super) fn is_recorded_by_clinic(&self) -> bool {
        self.recorded_by == "clinic"
    }

    fn hope(&self) -> record::Intention {
        record::Intention { text: self.intention.clone(), session: Some(self.n), ..Default::default() }
    }

    /// The session record of the client's phone: the experience, and the clinic's fields if the clinic does not record
    /// them.
    fn of_client(&self) -> DosingSession {
        let own = DosingSession {
            number: self.n,
            qualities: self.qualities.clone(),
            first_words: self.first_words.clone(),
            intensity: self.intensity,
            ..Default::default()
        };
        if self.is_recorded_by_clinic() {
            return own;
        }
        DosingSession {
            route: self.route.clone(),
            dose_mg: self.dose_mg,
            duration_min: self.duration_min,
            setting: self.setting.to_setting(),
            support: self.support.clone(),
            support_note: self.support_note.clone(),
            recorded_by: self.recorded_by.clone(),
            ..own
        }
    }
}

impl Entry {
    fn body(&self) -> Reflection {
        let mut extra = Map::new();
        if let Some(input) = &self.input {
            extra.insert("input".into(), Value::String(input.clone()));
        }
        Reflection {
            text: self.text.clone(),
            prompt: self.prompt.clone(),
            phase: self.phase,
            session: self.session,
            mood: self.mood,
            wants_to_talk: self.wants_to_talk,
            see_soon: self.see_soon,
            states: self.states.clone(),
            themes: self.themes.clone(),
            extra,
            ..Default::default()
        }
    }
}

impl super::file::CheckIn {
    fn body(&self) -> record::CheckIn {
        record::CheckIn {
            slot: self.slot,
            session: self.session,
            mood: self.mood,
            energy: self.energy,
            sleep: self.sleep,
            sensitivity: self.sensitivity,
            clarity: self.clarity,
            needs_space: self.needs_space,
            states: self.states.clone(),
            text: self.text.clone(),
            wants_to_talk: self.wants_to_talk,
            ..Default::default()
        }
    }
}

impl super::file::CheckIn {
    /// The side-effect check that follows it.
    fn effects(&self) -> SideEffectCheck {
        let marked = |id: &String| record::Effect {
            id: id.clone(),
            severity: Some(2),
            still: Some(true),
            before: Some(false),
            ..Default::default()
        };
        SideEffectCheck {
            session: self.session,
            slot: self.slot,
            any: Some(true),
            items: self.effects.iter().map(marked).collect(),
            ..Default::default()
        }
    }
}

impl Plan {
    fn form(&self) -> PlanForm {
        let contacts = |list: &[Contact]| list.iter().map(Contact::form).collect();
        PlanForm {
            signs: self.signs.clone(),
            coping: self.coping.clone(),
            places: self.places.clone(),
            people: contacts(&self.people),
            professionals: contacts(&self.professionals),
            safer: self.safer.clone(),
            reasons: self.reasons.clone(),
        }
    }
}

impl Contact {
    fn form(&self) -> ContactForm {
        ContactForm { name: self.name.clone(), phone: self.phone.clone(), relation: self.relation.clone() }
    }
}

impl Answered {
    fn moved(&self, shift: &Shift) -> Result<Answers, Error> {
        let moved =
            |at: &Option<String>| Ok::<_, Error>(at.as_deref().map(|at| shift.timestamp(at)).transpose()?.flatten());
        let reply = match &self.reply {
            Some(reply) => shift.timestamp(&reply.at)?.map(|at| (at, reply.text.clone())),
            None => None,
        };
        Ok(Answers { read: moved(&self.read_at)?, reviewed: moved(&self.reviewed_at)?, reply })
    }
}
