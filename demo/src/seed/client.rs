//! A client's phone: registers, joins by invitation, writes, shares and takes back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use journal::record::{Body, MeasureResponse, Moment, Reflection, Step};
use mobile_core::entries::{ConsentView, PreferencesForm, Writing};
use mobile_core::messages::Language;
use mobile_core::secrets::FileSecretStore;
use mobile_core::{NewAttachment, Phone, Setup, attach};
use protocol::RecordId;

use super::{Error, PASSWORD};
use crate::clock::StoryClock;
use crate::sample::acts::Deed;
use crate::sample::{Act, Choice, Fate, Media, Persona};

/// A client with the phone.
pub(super) struct Client {
    pub(super) persona: Persona,
    /// How the therapist calls the client.
    pub(super) name: String,
    /// The care collection.
    pub(super) care: String,
    pub(super) phone: Phone,
    clock: Arc<StoryClock>,
    acts: Vec<Act>,
    /// What was written, with its act.
    pub(super) written: Vec<(RecordId, Act)>,
}

impl Client {
    /// Registers and joins.
    pub(super) async fn register(
        origin: String,
        home: PathBuf,
        persona: Persona,
        name: String,
        link: String,
        acts: Vec<Act>,
    ) -> Result<Self, Error> {
        let on_phone = |error| Error::Phone(persona.handle.clone(), error);
        let clock = Arc::new(StoryClock::default());
        let secrets = Arc::new(FileSecretStore::new(home.join("keys")));
        let setup = Setup::new(home, "Demonstration phone", secrets).map_err(on_phone)?;
        let phone = Phone::open(Setup { clock: clock.clone(), ..setup }).map_err(on_phone)?;
        if let Some((language, region)) = persona.phone.split_once('-') {
            let form = PreferencesForm {
                language: Language::of_tag(language),
                region: region.into(),
                ..PreferencesForm::default()
            };
            phone.settings().set_preferences(form).map_err(on_phone)?;
        }
        let code =
            phone.account().register_with(&origin, &persona.handle, PASSWORD, Some(&link)).await.map_err(on_phone)?;
        phone.account().confirm_recovery_code(&code).map_err(on_phone)?;
        let care = phone.care().join(&link, Some(&name)).await.map_err(on_phone)?.id;
        Ok(Self { persona, name, care, phone, clock, acts, written: Vec::new() })
    }

    /// Writes and shares everything, each at its time. `asked`: the therapist's assignments by instrument.
    pub(super) async fn write(&mut self, asked: &BTreeMap<String, RecordId>, media: &Path) -> Result<(), Error> {
        let handle = self.persona.handle.clone();
        let on_phone = |error| Error::Phone(handle.clone(), error);
        self.phone.sync().run().await.map_err(on_phone)?;
        // The practice's card has arrived with its reading agreement, to which the person agrees as well.
        let asks = |consents: Vec<ConsentView>| consents.iter().any(|one| one.changed && !one.agreed);
        if asks(self.phone.sharing().consents().map_err(on_phone)?) {
            self.phone.sharing().agree("sharing", Some(&self.care)).map_err(on_phone)?;
        }
        let mut names: BTreeMap<String, RecordId> = BTreeMap::new();
        for act in std::mem::take(&mut self.acts) {
            self.clock.set(Some(act.when.clone()));
            let Some(id) = self.write_one(&act, asked, &names).map_err(on_phone)? else { continue };
            for one in &act.media {
                self.attach(id, one, media)?;
            }
            if let Some(name) = &act.name {
                names.insert(name.clone(), id);
            }
            self.written.push((id, act));
        }
        self.clock.set(None);
        let shared = self.written.iter().filter(|(_, act)| act.fate != Fate::Private).map(|(id, _)| *id);
        let shared: Vec<RecordId> = shared.collect();
        self.phone.sharing().share_several(&shared, Some(&self.care)).map_err(on_phone)?;
        self.phone.sync().run().await.map_err(on_phone)?;
        Ok(())
    }

    /// `None` for a draft, which is not finished.
    fn write_one(
        &self,
        act: &Act,
        asked: &BTreeMap<String, RecordId>,
        names: &BTreeMap<String, RecordId>,
    ) -> Result<Option<RecordId>, mobile_core::Error> {
        let phone = &self.phone;
        match &act.deed {
            Deed::Write(Body::Reflection(reflection)) if act.fate == Fate::Draft => {
                phone.entries().save_draft(None, draft(reflection)).map(|_| None)
            }
            Deed::Write(Body::Step(step)) => {
                let from_entry = act.from.as_deref().and_then(|name| names.get(name)).copied();
                let step = Step { from_entry, ..step.clone() };
                phone.entries().write_record(Body::Step(step), act.when.clone()).map(Some)
            }
            Deed::Write(body) => phone.entries().write_record(body.clone(), act.when.clone()).map(Some),
            Deed::Plan(plan) => phone.safety().save_crisis_plan(plan.clone()).map(Some),
            Deed::Answer(response, choice) => {
                let assignment = asked.get(&response.instrument).copied();
                self.answer(response, assignment, *choice, &act.when).map(Some)
            }
        }
    }

    /// Answers a measure question by question, as the screens do.
    fn answer(
        &self,
        response: &MeasureResponse,
        assignment: Option<RecordId>,
        choice: Option<Choice>,
        when: &Moment,
    ) -> Result<RecordId, mobile_core::Error> {
        let draft = self.phone.measures().begin_measure(&response.instrument, assignment)?;
        if assignment.is_some() {
            self.phone.measures().agree_measure(draft, true)?;
        }
        for (item, answer) in (0..).zip(&response.answers) {
            let raised = self.phone.measures().answer_measure(draft, item, *answer)?;
            if let (Some(event), Some(choice)) = (raised, choice) {
                // Read first.
                self.clock.set(Some(Moment { unix_ms: when.unix_ms + 40_000, ..when.clone() }));
                self.phone.safety().choose_safety(event, choice.into())?;
            }
        }
        self.phone.measures().finish_measure(draft)
    }

    fn attach(&self, to: RecordId, media: &Media, folder: &Path) -> Result<(), Error> {
        let path = folder.join(&media.file);
        let mut file = std::fs::File::open(&path).map_err(|error| Error::Media(path.display().to_string(), error))?;
        let about = NewAttachment {
            media_type: attach::media_type(&media.file).unwrap_or_default().into(),
            name: media.file.clone(),
            duration_ms: media.seconds.map(|seconds| seconds * 1_000),
            thumbnail: None,
        };
        let attached = self.phone.attachments().attach(to, &mut file, &about);
        attached.map(drop).map_err(|error| Error::Phone(self.persona.handle.clone(), error))
    }

    /// Takes back entries as the file specifies, and syncs. Returns a description of the result.
    pub(super) async fn finish(&self) -> Result<String, Error> {
        let on_phone = |error| Error::Phone(self.persona.handle.clone(), error);
        for (id, _) in self.written.iter().filter(|(_, act)| act.fate == Fate::TakenBack) {
            self.phone.sharing().take_back(*id, Some(&self.care)).map_err(on_phone)?;
        }
        let status = self.phone.sync().run().await.map_err(on_phone)?;
        let shared = self.written.iter().filter(|(_, act)| act.fate == Fate::Shared).count();
        let state = if status.in_sync { "in sync" } else { "not yet in sync" };
        Ok(format!("wrote {} records and shares {shared} of them: {state}", self.written.len()))
    }
}

fn draft(reflection: &Reflection) -> Writing {
    Writing {
        prompt: reflection.prompt.clone(),
        phase: reflection.phase.map(Into::into),
        session: reflection.session,
        mood: reflection.mood,
        ..Writing::text(&reflection.text)
    }
}
