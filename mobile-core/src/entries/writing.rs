//! Reflections: the form of the editor, and writing, reading and changing entries.

use journal::arc::prompts::assignment_of;
use journal::record::{self, Body, Moment, Record, Reflection, Sensation};
use protocol::RecordId;
use serde::Serialize;

use super::effects;
use super::forms::{Form, id, mirror, scales};
use super::measures;
use super::prompts::with_prompt_text;
use crate::Error;
use crate::commit::{Origin, own};
use crate::phone::Entries;

mirror! {
    /// The phase of the arc that an entry belongs to.
    Phase = Phase {
        /// Before the first session: history, goals, concerns, intentions.
        Preparation,
        /// The day of a session.
        SessionDay,
        /// The days right after.
        After,
        /// Making sense, practical steps.
        Integration,
        /// Ordinary days between sessions.
        Between,
        /// Looking back over the series.
        Closing,
    }
}

/// A bodily sensation, with its region and intensity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SensationForm {
    /// The part of the body: `chest`, `hands`, or the person's own word.
    pub place: String,
    /// Its quality: `warm`, `tight`.
    #[uniffi(default = "")]
    pub quality: String,
    /// Intensity, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub intensity: Option<u8>,
}

/// The content of the editor of a reflection. Only the text is central; everything else is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Writing {
    /// What the person wrote.
    pub text: String,
    /// Id of the prompt that is answered.
    #[uniffi(default = None)]
    pub prompt: Option<String>,
    /// The phase of the arc, if the person chose one; otherwise the calendar determines it.
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
    /// "I would like you to see this soon." Show beside it that nobody reads entries live.
    #[uniffi(default = false)]
    pub see_soon: bool,
    /// Written about harm in a session: it is never offered for sharing and never shared by a rule.
    #[uniffi(default = false)]
    pub withheld: bool,
    /// The therapist's assignment that it answers; if absent, the prompt determines it.
    #[uniffi(default = None)]
    pub assignment: Option<String>,
    /// The text that was asked, for prompts of a therapist or a practice. If absent, the prompt's text when the writing
    /// begins.
    #[uniffi(default = None)]
    pub asked: Option<String>,
}

impl Writing {
    /// A form with only this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The content of the editor for a reflection.
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

    /// The reflection with the content of the editor. Fields that the editor does not show do not change: sharing,
    /// attachments, alternatives, fields of a newer app.
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
            // Withholding cannot be undone here: a screen that does not know the field changes nothing.
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

impl Entries<'_> {
    /// Writes a reflection, now.
    pub fn write(self, writing: &Writing) -> Result<RecordId, Error> {
        self.write_form(&writing.into())
    }

    /// Writes a reflection that is about an earlier time.
    pub fn write_at(self, writing: &Writing, when: Moment) -> Result<RecordId, Error> {
        writing.check()?;
        self.write_new(Form::from(writing).apply(None, &when)?, Origin::Form)
    }

    /// The form of a reflection, for editing it.
    pub fn writing(self, id: RecordId) -> Result<Writing, Error> {
        match self.form(id)? {
            Form::Reflection { writing } => Ok(writing),
            _ => Err(Error::WrongKind),
        }
    }

    /// Edits a reflection and its shared copies, in one transaction.
    pub fn edit(self, id: RecordId, writing: &Writing) -> Result<(), Error> {
        self.edit_form(id, &writing.into())
    }

    /// Writes an entry of any kind that has a form. If a sharing rule covers the kind, it is shared in the same transaction.
    pub fn write_form(self, form: &Form) -> Result<RecordId, Error> {
        form.check()?;
        self.write_new(form.apply(None, &self.phone.clock.now())?, Origin::Form)
    }

    /// The form of an entry, for editing it.
    pub fn form(self, id: RecordId) -> Result<Form, Error> {
        Form::of(&self.phone.own_record(id)?).ok_or(Error::WrongKind)
    }

    /// Edits an entry and its shared copies, and keeps the earlier version, in one transaction.
    pub fn edit_form(self, id: RecordId, form: &Form) -> Result<(), Error> {
        form.check()?;
        let now = self.phone.clock.now();
        // These may raise a safety event, which is stored in the same transaction.
        if !matches!(form, Form::Effects { .. } | Form::Measure { .. }) {
            return self.phone.change(id, Origin::Form, |record| form.apply(Some(record), &now));
        }
        let region = self.phone.safety().region_shown()?;
        self.phone.store.write::<_, Error>(|connection| {
            let before = own(connection, id)?.ok_or(Error::NoEntry)?;
            let record = form.apply(Some(before.to_record().map_err(|_| Error::WrongKind)?), &now)?;
            let mut after = effects::with_answer(connection, record)?.to_payload();
            after.keep_private_fields(&before);
            self.phone.commit(connection, id, after, Origin::Form)?;
            self.phone.safety().raise(connection, id, Some(&before), &region)
        })?;
        self.phone.written();
        Ok(())
    }

    fn write_new(self, record: Record, origin: Origin) -> Result<RecordId, Error> {
        check(&record.body)?;
        let (id, language) = (self.phone.new_id(&record.when), self.phone.language().tag());
        let (kind, region) = (record.body.kind().to_owned(), self.phone.safety().region_shown()?);
        self.phone.store.write::<_, Error>(|connection| {
            let record = with_prompt_text(connection, record, language)?;
            let record = effects::with_answer(connection, record)?;
            let record = measures::with_version(connection, record)?;
            self.phone.commit(connection, id, record.to_payload(), origin)?;
            self.phone.safety().raise(connection, id, None, &region)
        })?;
        self.phone.written_of(&kind);
        Ok(id)
    }

    /// Writes a record of any kind into the own journal: check-ins, dosing sessions, intentions, steps, answers to
    /// measures, appointments. `when` is the time of the event and may be in the past.
    pub fn write_record(self, body: Body, when: Moment) -> Result<RecordId, Error> {
        self.write_new(Record { when, body }, Origin::App)
    }

    /// Changes a record of any kind in the own journal. Its list of readers does not change.
    pub fn change_record(self, id: RecordId, body: Body) -> Result<(), Error> {
        check(&body)?;
        self.phone.change(id, Origin::Form, |record| match record.body.kind() == body.kind() {
            true => Ok(Record { body, ..record }),
            false => Err(Error::WrongKind),
        })
    }

    /// The person has looked at the other versions that a merge kept: they are dropped.
    pub fn dismiss_alternatives(self, id: RecordId) -> Result<(), Error> {
        self.phone.change_payload(id, Origin::App, |payload| {
            payload.drop_alternatives();
            Ok(())
        })
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
