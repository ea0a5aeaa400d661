//! The practice, its clients, and what they write: every word goes through a phone, every mark through a desk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use journal::record::{Body, Reflection};
use mobile_core::secrets::FileSecretStore;
use mobile_core::{Phone, Setup};
use protocol::RecordId;
use protocol::care::Role;
use serde::{Deserialize, Serialize};

use crate::sample::{self, Act, Fate, Persona, Sample};
use crate::server::{self, Place};
use crate::therapist::{self, NewTherapist, Therapist, at};

/// The practice's name.
pub const PRACTICE: &str = "Harbour Street Practice";
/// Everybody's password in the demo practice; it protects invented people.
pub const PASSWORD: &str = "harbour-street";

/// Why the demo practice could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A phone.
    #[error("{0}'s phone: {sentence} ({code})", sentence = .1.sentence(), code = .1.code())]
    Phone(String, mobile_core::Error),
    /// A desk.
    #[error("{0}'s desk: {1}")]
    Desk(String, therapist::Error),
    /// The server.
    #[error(transparent)]
    Server(#[from] server::Error),
    /// The file of journeys.
    #[error(transparent)]
    Sample(#[from] sample::Error),
    /// The data directory.
    #[error("{0}: {1}")]
    Data(String, std::io::Error),
    /// The data directory holds something else.
    #[error("{0} holds data that the demo did not make. Choose another folder with DATA_DIR=…")]
    NotOurs(String),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness,
}

/// What the demo remembers of itself, beside the server's data.
#[derive(Debug, Serialize, Deserialize)]
pub struct Made {
    /// False while it is being made: what is found like that is made anew.
    pub ready: bool,
    /// Sign-in names of the therapists.
    pub therapists: Vec<String>,
    /// Sign-in names of the clients.
    pub clients: Vec<String>,
}

impl Made {
    fn path(data_dir: &Path) -> PathBuf {
        data_dir.join("demo.json")
    }

    /// What is in a data directory: `None` when it is new (or was left half made, and is emptied).
    pub fn find(data_dir: &Path) -> Result<Option<Self>, Error> {
        let path = Self::path(data_dir);
        let failed = |error| Error::Data(path.display().to_string(), error);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let made: Option<Self> = serde_json::from_slice(&bytes).ok();
                if let Some(made) = made.filter(|made| made.ready) {
                    return Ok(Some(made));
                }
                // Only what the demo itself writes: half a practice is of no use to anybody.
                for entry in std::fs::read_dir(data_dir).map_err(failed)? {
                    let entry = entry.map_err(failed)?.path();
                    if entry.is_dir() { std::fs::remove_dir_all(entry) } else { std::fs::remove_file(entry) }
                        .map_err(failed)?;
                }
                Ok(None)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut entries = std::fs::read_dir(data_dir).into_iter().flatten();
                if entries.next().is_some() { Err(Error::NotOurs(data_dir.display().to_string())) } else { Ok(None) }
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Writes it down.
    pub fn save(&self, data_dir: &Path) -> Result<(), Error> {
        let path = Self::path(data_dir);
        let failed = |error| Error::Data(path.display().to_string(), error);
        std::fs::create_dir_all(data_dir).map_err(failed)?;
        std::fs::write(&path, serde_json::to_vec_pretty(self).unwrap_or_default()).map_err(failed)
    }
}

/// Makes the practice: therapists, clients, journals. `tell` is given a line for each step.
pub async fn practice(place: &Place, sample: &Sample, tell: &dyn Fn(&str)) -> Result<Made, Error> {
    let mut made = Made { ready: false, therapists: Vec::new(), clients: Vec::new() };
    let origin = place.origin();
    let mut desks: BTreeMap<String, Therapist> = BTreeMap::new();
    for member in sample.therapists() {
        let failed = |error| Error::Desk(member.handle.clone(), error);
        let owner = made.therapists.first().and_then(|first| desks.get_mut(first));
        let (code, practice) = match owner {
            None => (place.bootstrap().await?, Some(PRACTICE)),
            Some(owner) => (owner.enrolment(&[Role::Therapist]).await.map_err(failed)?, None),
        };
        let name = display_name(&member.handle);
        let new = NewTherapist { handle: &member.handle, password: PASSWORD, name: &name, code: &code, practice };
        let (desk, _) = Therapist::enrol(&origin, &new, seed()?).await.map_err(failed)?;
        tell(&format!("{name} ({}) works at {PRACTICE}", member.role));
        desks.insert(member.handle.clone(), desk);
        made.therapists.push(member.handle);
    }
    for persona in &sample.personas {
        if let Some(desk) = desks.get_mut(&persona.therapist.handle) {
            let home = phone_home(&place.data_dir, &persona.handle);
            client(&origin, &home, persona, desk, tell).await?;
            made.clients.push(persona.handle.clone());
        }
    }
    if let Some(first) = made.therapists.first().filter(|_| sample.safety_scenes)
        && let Some(desk) = desks.get_mut(first)
    {
        made.clients.extend(crate::safety::scenes(place, first, desk, tell).await?);
    }
    made.ready = true;
    made.save(&place.data_dir)?;
    Ok(made)
}

/// Where a client's phone is kept, as the terminal phone's `--home`.
pub fn phone_home(data_dir: &Path, handle: &str) -> PathBuf {
    data_dir.join("phones").join(handle)
}

/// One client: registers, joins by invitation, writes, shares, takes back; the therapist reads and answers.
async fn client(
    origin: &str,
    home: &Path,
    persona: &Persona,
    desk: &mut Therapist,
    tell: &dyn Fn(&str),
) -> Result<(), Error> {
    let name = display_name(&persona.handle);
    let on_phone = |error| Error::Phone(persona.handle.clone(), error);
    let on_desk = |error| Error::Desk(persona.therapist.handle.clone(), error);

    let secrets = std::sync::Arc::new(FileSecretStore::new(home.join("keys")));
    let setup = Setup::new(home, "Demonstration phone", secrets).map_err(on_phone)?;
    let phone = Phone::open(setup).map_err(on_phone)?;
    let link = desk.invite(&name).await.map_err(on_desk)?;
    let code = phone.register_with(origin, &persona.handle, PASSWORD, Some(&link)).await.map_err(on_phone)?;
    phone.confirm_recovery_code(&code).map_err(on_phone)?;
    let care = phone.join(&link, Some(&name)).await.map_err(on_phone)?.id;
    tell(&format!("{name} registered on a phone and joined by invitation"));

    let acts = persona.acts(Timestamp::now())?;
    let mut written: BTreeMap<&str, RecordId> = BTreeMap::new();
    let mut taken_back = Vec::new();
    let mut entries = Vec::new();
    for act in &acts {
        let Some(id) = write(&phone, act, &written).map_err(on_phone)? else { continue };
        if let Some(name) = &act.name {
            written.insert(name, id);
        }
        if act.fate == Fate::TakenBack {
            taken_back.push(id);
        }
        entries.push((id, act));
    }
    let shared: Vec<RecordId> =
        entries.iter().filter(|(_, act)| act.fate != Fate::Private).map(|(id, _)| *id).collect();
    phone.share_several(&shared, Some(&care)).map_err(on_phone)?;
    phone.sync().await.map_err(on_phone)?;

    // Read, reviewed and answered at the times of the file, by an own desk.
    desk.sync().await.map_err(on_desk)?;
    for (id, act) in &entries {
        let entry = [id.to_string()];
        let answers = &act.answered;
        if let Some(read) = answers.read {
            desk.mark(&care, &entry, false, at(read)).map_err(on_desk)?;
        }
        if let Some(reviewed) = answers.reviewed {
            desk.mark(&care, &entry, true, at(reviewed)).map_err(on_desk)?;
        }
        if let Some((time, text)) = &answers.reply {
            desk.reply(&care, &entry[0], text, at(*time)).map_err(on_desk)?;
        }
    }
    desk.sync().await.map_err(on_desk)?;
    for id in taken_back {
        phone.take_back(id, Some(&care)).map_err(on_phone)?;
    }
    let standing = phone.sync().await.map_err(on_phone)?;
    let shared = entries.iter().filter(|(_, act)| act.fate == Fate::Shared).count();
    let state = if standing.in_sync { "in sync" } else { "not yet in sync" };
    tell(&format!("{name} wrote {} records and shares {shared} of them: {state}", entries.len()));
    Ok(())
}

/// Writes on the phone; `None` for a draft, which stays one.
fn write(phone: &Phone, act: &Act, written: &BTreeMap<&str, RecordId>) -> Result<Option<RecordId>, mobile_core::Error> {
    match &act.body {
        Body::Reflection(reflection) if act.fate == Fate::Draft => {
            phone.save_draft(None, draft(reflection))?;
            Ok(None)
        }
        Body::Step(step) => {
            let from_entry = act.from.as_deref().and_then(|name| written.get(name)).copied();
            let step = journal::record::Step { from_entry, ..step.clone() };
            phone.write_record(Body::Step(step), act.when.clone()).map(Some)
        }
        body => phone.write_record(body.clone(), act.when.clone()).map(Some),
    }
}

fn draft(reflection: &Reflection) -> mobile_core::entries::Writing {
    mobile_core::entries::Writing {
        prompt: reflection.prompt.clone(),
        phase: reflection.phase.map(Into::into),
        session: reflection.session,
        mood: reflection.mood,
        ..mobile_core::entries::Writing::text(&reflection.text)
    }
}

/// `m.osei` is M. Osei, `wren` is Wren.
pub fn display_name(handle: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
    };
    match handle.split_once('.') {
        Some((first, last)) if first.chars().count() == 1 => format!("{}. {}", capital(first), capital(last)),
        _ => capital(handle),
    }
}

fn seed() -> Result<[u8; 32], Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|_| Error::Randomness)?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_people_write_them() {
        assert_eq!(display_name("m.osei"), "M. Osei");
        assert_eq!(display_name("wren"), "Wren");
    }

    #[test]
    fn a_folder_with_other_data_is_left_alone_and_a_half_made_practice_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Made::find(folder.path()).unwrap().is_none());
        std::fs::write(folder.path().join("precious.sqlite3"), "x").unwrap();
        assert!(matches!(Made::find(folder.path()), Err(Error::NotOurs(_))));
        assert!(folder.path().join("precious.sqlite3").exists());

        let mut made = Made { ready: false, therapists: vec![], clients: vec![] };
        made.save(folder.path()).unwrap();
        assert!(Made::find(folder.path()).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        made.ready = true;
        made.save(folder.path()).unwrap();
        assert!(Made::find(folder.path()).unwrap().is_some());
    }
}
