//! The file of sample journeys, moved into the present: every date of a persona is moved by the same number of days, so
//! that what happened last lies in the past days, at the same hour of the person's own clock.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use journal::record::{
    Appointment, Body, DosingSession, MeasureResponse, Moment, Phase, Reflection, Series, SeriesStatus, Setting, Step,
    StepStatus,
};
use serde::Deserialize;
use serde_json::{Map, Value};

mod shift;

use shift::Shift;

/// Why a file of journeys cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// It is not of the shape of `demo/data/sample-journeys.json`.
    #[error("this is not a file of sample journeys: {0}")]
    Shape(#[from] serde_json::Error),
    /// A time or a time zone in it cannot be read.
    #[error("a time or a zone cannot be read: {0}")]
    Time(#[from] jiff::Error),
}

/// The file.
#[derive(Deserialize)]
pub struct Sample {
    /// Who writes.
    pub personas: Vec<Persona>,
    /// Whether the scenes of [`crate::safety`] are played as well.
    #[serde(default)]
    pub safety_scenes: bool,
}

/// A client of the file.
#[derive(Deserialize)]
pub struct Persona {
    /// The sign-in name.
    pub handle: String,
    /// IANA zone.
    pub tz: String,
    /// Their therapist.
    pub therapist: TherapistOf,
    #[serde(default)]
    series: Option<Course>,
    #[serde(default)]
    sessions: Vec<Session>,
    #[serde(default)]
    appointments: Vec<Meeting>,
    #[serde(default)]
    entries: Vec<Entry>,
    #[serde(default)]
    measures: Vec<Measure>,
    #[serde(default)]
    steps: Vec<SampleStep>,
}

/// The series as a whole.
#[derive(Deserialize)]
struct Course {
    planned_sessions: Option<u32>,
    #[serde(default)]
    status: String,
}

impl Course {
    fn body(&self) -> Series {
        let status = match self.status.as_str() {
            "completed" => SeriesStatus::Completed,
            // Whoever paused may come back; here they did not.
            status if status.starts_with("paused") || status.starts_with("stopped") => SeriesStatus::Stopped,
            _ => SeriesStatus::Active,
        };
        Series { planned: self.planned_sessions, status, ..Default::default() }
    }
}

/// A persona's therapist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TherapistOf {
    /// The sign-in name.
    pub handle: String,
    /// The profession.
    #[serde(default)]
    pub role: String,
}

#[derive(Deserialize)]
struct Session {
    n: u32,
    at: String,
    #[serde(default)]
    route: String,
    dose_mg: Option<f64>,
    duration_min: Option<u32>,
    #[serde(default)]
    setting: Room,
    #[serde(default)]
    support: String,
    #[serde(default)]
    support_note: String,
    #[serde(default)]
    recorded_by: String,
    #[serde(default)]
    qualities: Vec<String>,
    #[serde(default)]
    intention: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Room {
    place: String,
    light: String,
    music: String,
    seating: String,
    companions: String,
}

impl Room {
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

#[derive(Deserialize)]
struct Meeting {
    kind: String,
    at: String,
    kept: Option<bool>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    at: String,
    phase: Option<Phase>,
    session: Option<u32>,
    prompt: Option<String>,
    input: Option<String>,
    #[serde(default)]
    status: String,
    text: String,
    mood: Option<u8>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    themes: Vec<String>,
    #[serde(default)]
    wants_to_talk: bool,
    #[serde(default)]
    share: Share,
    #[serde(default)]
    therapist: Option<Answered>,
}

#[derive(Default, Deserialize)]
struct Share {
    #[serde(default)]
    state: String,
}

#[derive(Deserialize)]
struct Answered {
    read_at: Option<String>,
    reviewed_at: Option<String>,
    reply: Option<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    at: String,
    text: String,
}

#[derive(Deserialize)]
struct Measure {
    instrument: String,
    at: String,
    answers: Vec<Option<f64>>,
}

#[derive(Deserialize)]
struct SampleStep {
    text: String,
    from_entry: Option<String>,
    set_at: String,
    #[serde(default)]
    done_on: Vec<Date>,
    #[serde(default)]
    status: StepStatus,
}

/// What a persona does, in order.
#[derive(Clone)]
pub struct Act {
    /// When.
    pub when: Moment,
    /// What they write.
    pub body: Body,
    /// The file's name for it, for those that others refer to.
    pub name: Option<String>,
    /// For a step: the name of the entry that it came from.
    pub from: Option<String>,
    /// What becomes of it.
    pub fate: Fate,
    /// What the therapist does with it.
    pub answered: Answers,
}

/// What becomes of what a persona writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Stays with the client.
    Private,
    /// Is shared with the therapist.
    Shared,
    /// Was shared, and was taken back.
    TakenBack,
    /// Was never finished.
    Draft,
}

/// What the therapist does with an entry, and when.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Opened.
    pub read: Option<Timestamp>,
    /// Reviewed.
    pub reviewed: Option<Timestamp>,
    /// Answered.
    pub reply: Option<(Timestamp, String)>,
}

impl Sample {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::File(path.display().to_string(), error))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The therapists, in the order in which they are met, each once.
    pub fn therapists(&self) -> Vec<TherapistOf> {
        let mut all: Vec<TherapistOf> = Vec::new();
        for persona in &self.personas {
            if all.iter().all(|known| known.handle != persona.therapist.handle) {
                all.push(persona.therapist.clone());
            }
        }
        all
    }
}

impl Persona {
    /// Everything the persona does, in the order of time, moved so that the last of it lies on the day before `now`.
    pub fn acts(&self, now: Timestamp) -> Result<Vec<Act>, Error> {
        let shift = Shift::new(self, now)?;
        let mut acts = Vec::new();
        let shared = |when: Moment, body: Body| Act {
            when,
            body,
            name: None,
            from: None,
            fate: Fate::Shared,
            answered: Answers::default(),
        };
        for meeting in &self.appointments {
            let body = Appointment { purpose: meeting.kind.clone(), kept: meeting.kept, ..Default::default() };
            acts.push(shared(shift.moment(&meeting.at)?, Body::Appointment(body)));
        }
        let earliest = self.appointments.iter().map(|meeting| &meeting.at).min();
        if let (Some(course), Some(begins)) = (&self.series, earliest) {
            acts.push(shared(shift.moment(begins)?, Body::Series(course.body())));
        }
        for session in &self.sessions {
            let when = shift.moment(&session.at)?;
            if !session.intention.is_empty() {
                let intention = journal::record::Intention {
                    text: session.intention.clone(),
                    session: Some(session.n),
                    ..Default::default()
                };
                let before = Moment { unix_ms: when.unix_ms - 3_600_000, ..when.clone() };
                acts.push(shared(before, Body::Intention(intention)));
            }
            acts.push(shared(when, Body::DosingSession(session.body())));
        }
        for measure in &self.measures {
            let body = MeasureResponse {
                instrument: measure.instrument.clone(),
                answers: measure.answers.clone(),
                ..Default::default()
            };
            acts.push(shared(shift.moment(&measure.at)?, Body::MeasureResponse(body)));
        }
        for entry in &self.entries {
            let mut act = shared(shift.moment(&entry.at)?, Body::Reflection(entry.body()));
            act.name = Some(entry.id.clone());
            act.fate = match (entry.status.as_str(), entry.share.state.as_str()) {
                ("draft", _) => Fate::Draft,
                (_, "shared") => Fate::Shared,
                (_, "withdrawn") => Fate::TakenBack,
                _ => Fate::Private,
            };
            if let Some(answered) = &entry.therapist {
                act.answered = answered.moved(&shift)?;
            }
            acts.push(act);
        }
        for step in &self.steps {
            let done_on = step.done_on.iter().map(|day| Ok(day.checked_add(shift.span)?.to_string()));
            let body = Step {
                text: step.text.clone(),
                done_on: done_on.collect::<Result<_, Error>>()?,
                status: step.status,
                ..Default::default()
            };
            let mut act = shared(shift.moment(&step.set_at)?, Body::Step(body));
            act.from.clone_from(&step.from_entry);
            acts.push(act);
        }
        acts.sort_by_key(|act| act.when.unix_ms);
        Ok(acts)
    }
}

impl Session {
    fn body(&self) -> DosingSession {
        DosingSession {
            number: self.n,
            route: self.route.clone(),
            dose_mg: self.dose_mg,
            duration_min: self.duration_min,
            setting: self.setting.to_setting(),
            support: self.support.clone(),
            support_note: self.support_note.clone(),
            recorded_by: self.recorded_by.clone(),
            qualities: self.qualities.clone(),
            ..Default::default()
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
            states: self.states.clone(),
            themes: self.themes.clone(),
            extra,
            ..Default::default()
        }
    }
}

impl Answered {
    fn moved(&self, shift: &Shift) -> Result<Answers, Error> {
        let moved = |at: &Option<String>| at.as_deref().map(|at| shift.timestamp(at)).transpose();
        Ok(Answers {
            read: moved(&self.read_at)?,
            reviewed: moved(&self.reviewed_at)?,
            reply: self
                .reply
                .as_ref()
                .map(|r| Ok::<_, Error>((shift.timestamp(&r.at)?, r.text.clone())))
                .transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sample {
        Sample::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample-journeys.json"))).unwrap()
    }

    #[test]
    fn every_journey_ends_yesterday_at_the_same_hour_of_the_persons_clock() {
        let now: Timestamp = "2027-01-15T12:00:00Z".parse().unwrap();
        for persona in sample().personas {
            let acts = persona.acts(now).unwrap();
            let last = acts.last().unwrap();
            assert_eq!(last.when.local_date(), "2027-01-14", "{}", persona.handle);
            assert!(acts.iter().all(|act| act.when.unix_ms < now.as_millisecond()));
        }
    }

    #[test]
    fn the_clock_of_the_day_survives_a_change_of_clocks() {
        let wren = sample().personas.remove(0);
        let now: Timestamp = "2027-01-15T12:00:00Z".parse().unwrap();
        let acts = wren.acts(now).unwrap();
        let first = acts.iter().find(|act| act.name.as_deref() == Some("p1-e01")).unwrap();
        assert!(first.when.rfc3339().contains("T20:10:00"), "{}", first.when.rfc3339());
    }

    #[test]
    fn both_therapists_are_met_once() {
        let handles: Vec<String> = sample().therapists().into_iter().map(|therapist| therapist.handle).collect();
        assert_eq!(handles, ["m.osei", "l.brandt"]);
    }

    #[test]
    fn a_file_of_another_shape_is_refused_with_a_reason() {
        let error = serde_json::from_str::<Sample>(r#"{"people": []}"#).map(drop).map_err(Error::from).unwrap_err();
        assert!(error.to_string().contains("personas"), "{error}");
    }
}
