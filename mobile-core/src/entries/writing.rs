//! Reflections, and records of every other kind.

use journal::record::{self, Body, Moment, Payload, Record, Reflection};
use journal::sync::{Ledger as _, write};
use protocol::RecordId;
use serde::Serialize;

use crate::store::drafts;
use crate::store::records::Books;
use crate::{Error, Phone, View};

/// The part of the arc that an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the first session: history, goals, concerns, intentions.
    Preparation,
    /// The day of a session.
    SessionDay,
    /// The days right after.
    After,
    /// Making sense, practical steps.
    Integration,
    /// Ordinary days between.
    Between,
    /// Looking back over the series.
    Closing,
}

impl From<record::Phase> for Phase {
    fn from(phase: record::Phase) -> Self {
        match phase {
            record::Phase::Preparation => Self::Preparation,
            record::Phase::SessionDay => Self::SessionDay,
            record::Phase::After => Self::After,
            record::Phase::Integration => Self::Integration,
            record::Phase::Between => Self::Between,
            record::Phase::Closing => Self::Closing,
        }
    }
}

impl From<Phase> for record::Phase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Preparation => Self::Preparation,
            Phase::SessionDay => Self::SessionDay,
            Phase::After => Self::After,
            Phase::Integration => Self::Integration,
            Phase::Between => Self::Between,
            Phase::Closing => Self::Closing,
        }
    }
}

/// What the editor of a reflection holds. Free text first; everything else is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Writing {
    /// The words.
    pub text: String,
    /// Id of the prompt that is answered.
    #[uniffi(default = None)]
    pub prompt: Option<String>,
    /// The part of the arc, if the person chose one; otherwise the calendar says.
    #[uniffi(default = None)]
    pub phase: Option<Phase>,
    /// The session that it belongs to, counted from 1.
    #[uniffi(default = None)]
    pub session: Option<u32>,
    /// 0 (very low) to 10 (very good).
    #[uniffi(default = None)]
    pub mood: Option<u8>,
    /// How the person feels: `calm`, `tired`, `needs space`.
    #[uniffi(default = [])]
    pub states: Vec<String>,
    /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
    #[uniffi(default = [])]
    pub themes: Vec<String>,
    /// "I want to talk about this."
    #[uniffi(default = false)]
    pub wants_to_talk: bool,
}

impl Writing {
    /// Only words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// What the editor shows of a reflection.
    pub(super) fn of(reflection: &Reflection) -> Self {
        Self {
            text: reflection.text.clone(),
            prompt: reflection.prompt.clone(),
            phase: reflection.phase.map(Phase::from),
            session: reflection.session,
            mood: reflection.mood,
            states: reflection.states.clone(),
            themes: reflection.themes.clone(),
            wants_to_talk: reflection.wants_to_talk,
        }
    }

    /// The reflection with what the editor holds. What the editor does not show stays as it was: with whom it is
    /// shared, other versions, what a newer app added.
    pub(super) fn apply(&self, reflection: Reflection) -> Reflection {
        Reflection {
            text: self.text.clone(),
            prompt: self.prompt.clone(),
            phase: self.phase.map(record::Phase::from),
            session: self.session,
            mood: self.mood,
            states: self.states.clone(),
            themes: self.themes.clone(),
            wants_to_talk: self.wants_to_talk,
            ..reflection
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.mood.is_some_and(|mood| mood > 10) || self.session == Some(0) {
            return Err(Error::Invalid);
        }
        let empty = self.text.trim().is_empty() && self.mood.is_none() && self.states.is_empty();
        if empty { Err(Error::Empty) } else { Ok(()) }
    }
}

impl Phone {
    /// Writes a reflection, now.
    pub fn write(&self, writing: &Writing) -> Result<RecordId, Error> {
        self.write_at(writing, self.clock.now())
    }

    /// Writes a reflection that is about an earlier time.
    pub fn write_at(&self, writing: &Writing, when: Moment) -> Result<RecordId, Error> {
        writing.check()?;
        self.write_record(Body::Reflection(writing.apply(Reflection::default())), when)
    }

    /// What the editor shows of a reflection, for changing it.
    pub fn writing(&self, id: RecordId) -> Result<Writing, Error> {
        match self.own_record(id)?.body {
            Body::Reflection(reflection) => Ok(Writing::of(&reflection)),
            _ => Err(Error::WrongKind),
        }
    }

    /// Changes a reflection. Its shared copies change with it, in the same step.
    pub fn edit(&self, id: RecordId, writing: &Writing) -> Result<(), Error> {
        writing.check()?;
        self.change(id, |record| match &record.body {
            Body::Reflection(reflection) => Ok(Body::Reflection(writing.apply(reflection.clone()))),
            _ => Err(Error::WrongKind),
        })
    }

    /// Writes a record of any kind into the own journal: check-ins, dosing sessions, intentions, steps, answers to
    /// measures, appointments. `when` is what the record is about and may lie in the past.
    pub fn write_record(&self, body: Body, when: Moment) -> Result<RecordId, Error> {
        check(&body)?;
        let id = self.new_id(&when);
        let payload = Record { when, body }.to_payload();
        self.store.write::<_, Error>(|connection| {
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            Ok(write(&mut books, &key, Some(payload))?)
        })?;
        self.written();
        Ok(id)
    }

    /// Changes a record of any kind in the own journal. With whom it is shared does not change by this.
    pub fn change_record(&self, id: RecordId, body: Body) -> Result<(), Error> {
        check(&body)?;
        self.change(id, |record| if record.body.kind() == body.kind() { Ok(body) } else { Err(Error::WrongKind) })
    }

    /// A record of the own journal, typed.
    pub fn own_record(&self, id: RecordId) -> Result<Record, Error> {
        let payload = self.own_payload(id)?;
        payload.to_record().map_err(|_| Error::WrongKind)
    }

    /// Deletes a record of the own journal, its shared copies and its draft.
    pub fn delete(&self, id: RecordId) -> Result<(), Error> {
        self.store.write::<_, Error>(|connection| {
            drafts::remove(connection, id)?;
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
            Ok(write(&mut books, &key, None)?)
        })?;
        self.written();
        Ok(())
    }

    /// The person has looked at the other versions that a merge kept: they are dropped.
    pub fn dismiss_alternatives(&self, id: RecordId) -> Result<(), Error> {
        self.change_payload(id, |payload| {
            payload.0.remove("alternatives");
            Ok(())
        })
    }

    pub(super) fn change(
        &self,
        id: RecordId,
        change: impl FnOnce(&Record) -> Result<Body, Error>,
    ) -> Result<(), Error> {
        self.change_payload(id, |payload| {
            let record = payload.to_record().map_err(|_| Error::WrongKind)?;
            let body = change(&record)?;
            let mut changed = Record { when: record.when, body }.to_payload();
            for kept in ["shared_with", "alternatives"] {
                match payload.0.remove(kept) {
                    Some(value) => changed.0.insert(kept.into(), value),
                    None => changed.0.remove(kept),
                };
            }
            *payload = changed;
            Ok(())
        })
    }

    /// One record of the own journal: read, changed and written in one transaction.
    pub(super) fn change_payload(
        &self,
        id: RecordId,
        change: impl FnOnce(&mut Payload) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.store.write::<_, Error>(|connection| {
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            let mut payload = books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
            change(&mut payload)?;
            Ok(write(&mut books, &key, Some(payload))?)
        })?;
        self.written();
        Ok(())
    }

    pub(super) fn own_payload(&self, id: RecordId) -> Result<Payload, Error> {
        let payload = self.store.read(|connection| {
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            Ok(books.row(&key)?.and_then(|row| row.content))
        })?;
        payload.ok_or(Error::NoEntry)
    }

    pub(crate) fn written(&self) {
        self.wrote.notify_one();
        self.changed(View::Timeline);
        self.changed(View::Status);
    }
}

/// Scales run from 0 to 10; sessions count from 1.
fn check(body: &Body) -> Result<(), Error> {
    let scale = |values: &[Option<u8>]| values.iter().flatten().all(|value| *value <= 10);
    let valid = match body {
        Body::Reflection(reflection) => scale(&[reflection.mood]),
        Body::CheckIn(check) => scale(&[check.mood, check.energy, check.sleep, check.sensitivity, check.clarity]),
        Body::DosingSession(session) => {
            session.number > 0 && session.dose_mg.is_none_or(|dose| dose.is_finite() && dose >= 0.0)
        }
        Body::MeasureResponse(response) => !response.instrument.is_empty(),
        _ => true,
    };
    if valid { Ok(()) } else { Err(Error::Invalid) }
}
