//! Reflections, and records of every other kind.

use diesel::SqliteConnection;
use journal::arc::prompts::assignment_of;
use journal::record::{self, Body, Moment, Payload, Record, Reflection, Sensation};
use journal::sync::{Ledger as _, write};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, id, mirror, scales};
use super::{history, rules};
use crate::store::drafts;
use crate::store::records::Books;
use crate::view::their_words;
use crate::{Error, Phone, View, store};

mirror! {
    /// The part of the arc that an entry belongs to.
    Phase = Phase {
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
}

/// Something felt in the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SensationForm {
    /// Where: `chest`, `hands`, or the person's own word.
    pub place: String,
    /// What it is like: `warm`, `tight`.
    #[uniffi(default = "")]
    pub quality: String,
    /// 0 to 10.
    #[uniffi(default = None)]
    pub intensity: Option<u8>,
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
    /// Feelings, in the person's words or from the list: `grief`, `relief`.
    #[uniffi(default = [])]
    pub affect: Vec<String>,
    /// Where it is in the body.
    #[uniffi(default = [])]
    pub sensations: Vec<SensationForm>,
    /// "I would like you to see this soon." Nobody is watching live: say so beside it.
    #[uniffi(default = false)]
    pub see_soon: bool,
    /// Written about harm in a session: it is never offered for sharing and never shared by a rule.
    #[uniffi(default = false)]
    pub withheld: bool,
    /// The therapist's assignment that is answered; where it is absent, the prompt says which.
    #[uniffi(default = None)]
    pub assignment: Option<String>,
    /// The words that were asked, where a therapist or a practice asked. Where they are absent, those that the prompt has
    /// when the writing begins.
    #[uniffi(default = None)]
    pub asked: Option<String>,
}

impl Writing {
    /// Only words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// What the editor shows of a reflection.
    pub(super) fn of(reflection: &Reflection, _: &Moment) -> Self {
        let reflection = reflection.clone();
        let sensation = |one: Sensation| {
            let Sensation { place, quality, intensity, .. } = one;
            SensationForm { place, quality, intensity }
        };
        Self {
            text: reflection.text,
            prompt: reflection.prompt,
            phase: reflection.phase.map(Phase::from),
            session: reflection.session,
            mood: reflection.mood,
            states: reflection.states,
            themes: reflection.themes,
            wants_to_talk: reflection.wants_to_talk,
            affect: reflection.affect,
            sensations: reflection.sensations.into_iter().map(sensation).collect(),
            see_soon: reflection.see_soon,
            withheld: reflection.withheld,
            assignment: reflection.assignment.map(|id| id.to_string()),
            asked: Some(reflection.asked).filter(|asked| !asked.is_empty()),
        }
    }

    /// The reflection with what the editor holds. What the editor does not show stays as it was: with whom it is
    /// shared, attachments, other versions, what a newer app added.
    pub(super) fn apply(&self, reflection: Reflection, _: &mut Moment, _: &str) -> Result<Reflection, Error> {
        let form = self.clone();
        let mut known = reflection.sensations.clone();
        let sensation = |SensationForm { place, quality, intensity }: SensationForm| {
            let at = known.iter().position(|one| one.place == place && one.quality == quality);
            let extra = at.map(|at| known.swap_remove(at).extra).unwrap_or_default();
            Sensation { place, quality, intensity, extra }
        };
        let same = reflection.prompt == form.prompt;
        let asked = form.asked.or_else(|| same.then(|| reflection.asked.clone()));
        let named = form.prompt.as_deref().and_then(assignment_of);
        Ok(Reflection {
            text: form.text,
            asked: asked.filter(|_| form.prompt.is_some()).unwrap_or_default(),
            assignment: form.assignment.as_deref().map(id).transpose()?.or(named),
            prompt: form.prompt,
            phase: form.phase.map(record::Phase::from),
            session: form.session,
            mood: form.mood,
            states: form.states,
            themes: form.themes,
            wants_to_talk: form.wants_to_talk,
            affect: form.affect,
            sensations: form.sensations.into_iter().map(sensation).collect(),
            see_soon: form.see_soon,
            // Once withheld, always: a screen that does not know the field changes nothing.
            withheld: form.withheld || reflection.withheld,
            ..reflection
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.session == Some(0) || self.sensations.iter().any(|one| one.place.trim().is_empty()) {
            return Err(Error::Invalid);
        }
        scales(&[self.mood])?;
        scales(&self.sensations.iter().map(|one| one.intensity).collect::<Vec<_>>())?;
        let words = self.text.trim().is_empty() && self.mood.is_none();
        let empty = words && self.states.is_empty() && self.affect.is_empty() && self.sensations.is_empty();
        if empty { Err(Error::Empty) } else { Ok(()) }
    }
}

/// The prompt that a record answers.
pub(super) fn prompt(record: &Record) -> Option<&String> {
    match &record.body {
        Body::Reflection(entry) => entry.prompt.as_ref(),
        _ => None,
    }
}

/// With the words that were asked, where a therapist or a practice asked and the record does not say them yet.
pub(super) fn asked(
    connection: &mut SqliteConnection,
    mut record: Record,
    language: &str,
) -> Result<Record, store::Error> {
    if let Body::Reflection(entry) = &mut record.body
        && let (Some(prompt), true) = (&entry.prompt, entry.asked.is_empty())
    {
        entry.asked = their_words(connection, prompt, language)?.unwrap_or_default();
    }
    Ok(record)
}

impl Phone {
    /// Writes a reflection, now.
    pub fn write(&self, writing: &Writing) -> Result<RecordId, Error> {
        self.write_form(&writing.into())
    }

    /// Writes a reflection that is about an earlier time.
    pub fn write_at(&self, writing: &Writing, when: Moment) -> Result<RecordId, Error> {
        writing.check()?;
        self.write_new(Form::from(writing).apply(None, &when)?, true)
    }

    /// What the editor shows of a reflection, for changing it.
    pub fn writing(&self, id: RecordId) -> Result<Writing, Error> {
        match self.form(id)? {
            Form::Reflection { writing } => Ok(writing),
            _ => Err(Error::WrongKind),
        }
    }

    /// Changes a reflection. Its shared copies change with it, in the same step.
    pub fn edit(&self, id: RecordId, writing: &Writing) -> Result<(), Error> {
        self.edit_form(id, &writing.into())
    }

    /// Writes an entry of any kind that has a form. Should the person have chosen to share this kind from now on, it is
    /// shared in the same step.
    pub fn write_form(&self, form: &Form) -> Result<RecordId, Error> {
        form.check()?;
        self.write_new(form.apply(None, &self.clock.now())?, true)
    }

    /// What the screen shows of an entry, for changing it.
    pub fn form(&self, id: RecordId) -> Result<Form, Error> {
        Form::of(&self.own_record(id)?).ok_or(Error::WrongKind)
    }

    /// Changes an entry. Its shared copies change with it, and its earlier version is kept, in the same step.
    pub fn edit_form(&self, id: RecordId, form: &Form) -> Result<(), Error> {
        form.check()?;
        let now = self.clock.now();
        self.change(id, true, |record| form.apply(Some(record), &now))
    }

    fn write_new(&self, record: Record, by_rule: bool) -> Result<RecordId, Error> {
        check(&record.body)?;
        let (id, language) = (self.new_id(&record.when), self.language().tag());
        let kind = record.body.kind().to_owned();
        self.store.write::<_, Error>(|connection| {
            let mut payload = asked(connection, record, language)?.to_payload();
            if by_rule {
                rules::share(connection, &mut payload)?;
            }
            self.check_size(&payload, None)?;
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            Ok(write(&mut books, &key, Some(payload))?)
        })?;
        self.written_of(&kind);
        Ok(id)
    }

    /// Writes a record of any kind into the own journal: check-ins, dosing sessions, intentions, steps, answers to
    /// measures, appointments. `when` is what the record is about and may lie in the past.
    pub fn write_record(&self, body: Body, when: Moment) -> Result<RecordId, Error> {
        self.write_new(Record { when, body }, false)
    }

    /// Changes a record of any kind in the own journal. With whom it is shared does not change by this.
    pub fn change_record(&self, id: RecordId, body: Body) -> Result<(), Error> {
        check(&body)?;
        self.change(id, true, |record| match record.body.kind() == body.kind() {
            true => Ok(Record { body, ..record }),
            false => Err(Error::WrongKind),
        })
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
            write(&mut books, &key, None)?;
            history::forget(connection, id)
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

    /// One record of the own journal, typed: read, changed and written in one transaction. With `versions` its earlier
    /// version is kept.
    pub(crate) fn change(
        &self,
        id: RecordId,
        versions: bool,
        change: impl FnOnce(Record) -> Result<Record, Error>,
    ) -> Result<(), Error> {
        let (now, version) = (self.clock.now(), self.new_id(&self.clock.now()));
        let kind = self.store.write::<_, Error>(|connection| {
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            let mut before = books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
            let record = before.to_record().map_err(|_| Error::WrongKind)?;
            let mut after = change(record)?.to_payload();
            for kept in ["shared_with", "alternatives"] {
                match before.0.get(kept) {
                    Some(value) => after.0.insert(kept.into(), value.clone()),
                    None => after.0.remove(kept),
                };
            }
            let kind = after.kind().to_owned();
            if after == before {
                return Ok(kind);
            }
            self.check_size(&after, Some(&before))?;
            write(&mut books, &key, Some(after))?;
            if versions {
                before.0.remove("shared_with");
                before.0.remove("alternatives");
                history::keep(connection, id, version, &now, before)?;
            }
            Ok(kind)
        })?;
        self.written_of(&kind);
        Ok(())
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
            let before = books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
            let mut payload = before.clone();
            change(&mut payload)?;
            self.check_size(&payload, Some(&before))?;
            Ok(write(&mut books, &key, Some(payload))?)
        })?;
        self.written();
        Ok(())
    }

    pub(crate) fn own_payload(&self, id: RecordId) -> Result<Payload, Error> {
        let payload = self.store.read(|connection| {
            let mut books = Books::on(connection);
            let key = Self::own(&mut books, id)?;
            Ok(books.row(&key)?.and_then(|row| row.content))
        })?;
        payload.ok_or(Error::NoEntry)
    }

    /// A record of this kind was written here.
    pub(crate) fn written_of(&self, kind: &str) {
        self.wrote.notify_one();
        for view in View::of_kind(kind) {
            self.changed(*view);
        }
        self.changed(View::Status);
    }

    /// Records were written, of whichever kinds.
    pub(crate) fn written(&self) {
        self.wrote.notify_one();
        for view in View::JOURNAL {
            self.changed(view);
        }
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
