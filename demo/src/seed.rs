//! Creates the demo practice, its clients and their records: all texts through phones, all therapist actions through
//! desks.
//!
//! Steps, with all phones in parallel: all join; the therapists record agreements (appointments, sessions,
//! assignments); the clients write and share; the therapists read, reply and take notes; clients take back; care ends.
//!
//! Layout:
//! - `client`: a client's phone
//! - `desk`: the therapist's actions for a client
//! - `ending`: discharge and handover

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use protocol::care::Role;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::sample::{self, Sample};
use crate::server::{self, ServerConfig};
use crate::therapist::{self, NewTherapist, Therapist};

mod client;
mod desk;
mod ending;

use client::Client;

/// The demo practice's name.
pub const PRACTICE: &str = "Harbour Street Practice";
/// The password of all demo accounts. It protects invented people only.
pub const PASSWORD: &str = "harbour-street";

/// Errors of creating the demo practice.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An operation on a client's phone failed.
    #[error("{0}'s phone: {sentence} ({code})", sentence = .1.sentence(), code = .1.code())]
    Phone(String, mobile_core::Error),
    /// An operation on a therapist's desk failed.
    #[error("{0}'s desk: {1}")]
    Desk(String, therapist::Error),
    /// The server could not be started or does not respond.
    #[error(transparent)]
    Server(#[from] server::Error),
    /// The file of sample journeys is invalid.
    #[error(transparent)]
    Sample(#[from] sample::Error),
    /// The data directory cannot be read or written.
    #[error("{0}: {1}")]
    Data(String, std::io::Error),
    /// The data directory contains data of another origin.
    #[error("{0} contains data that the demo did not create. Choose another folder with DATA_DIR=…")]
    NotOurs(String),
    /// A photo or a voice note of the sample cannot be read.
    #[error("{0}: {1}")]
    Media(String, std::io::Error),
    /// A task of the seeding ended without a result.
    #[error("a part of the demo ended without a result")]
    Broken,
    /// The operating system provides no randomness.
    #[error("the operating system provides no randomness")]
    Randomness,
}

/// The state that the demo stores beside the server's data.
#[derive(Debug, Serialize, Deserialize)]
pub struct DemoState {
    /// Whether the practice is complete. An incomplete practice is deleted and created again.
    pub ready: bool,
    /// Sign-in names of the therapists.
    pub therapists: Vec<String>,
    /// Sign-in name of the owner, if the owner is no therapist.
    #[serde(default)]
    pub owner: Option<String>,
    /// Sign-in names of the clients.
    pub clients: Vec<String>,
}

impl DemoState {
    fn path(data_dir: &Path) -> PathBuf {
        data_dir.join("demo.json")
    }

    /// Reads the state of a data directory. `None` if it is empty, or after an incomplete practice was deleted.
    pub fn find(data_dir: &Path) -> Result<Option<Self>, Error> {
        let path = Self::path(data_dir);
        let failed = |error| Error::Data(path.display().to_string(), error);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let made: Option<Self> = serde_json::from_slice(&bytes).ok();
                if let Some(made) = made.filter(|made| made.ready) {
                    return Ok(Some(made));
                }
                // The directory contains only the demo's own files. An incomplete practice is useless.
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

    /// Writes the state to the data directory.
    pub fn save(&self, data_dir: &Path) -> Result<(), Error> {
        let path = Self::path(data_dir);
        let failed = |error| Error::Data(path.display().to_string(), error);
        std::fs::create_dir_all(data_dir).map_err(failed)?;
        std::fs::write(&path, serde_json::to_vec_pretty(self).unwrap_or_default()).map_err(failed)
    }
}

/// Creates the practice: members, clients, journals. `report` receives one line per step.
pub async fn practice(config: &ServerConfig, sample: &Sample, report: &dyn Fn(&str)) -> Result<DemoState, Error> {
    let mut made = DemoState { ready: false, therapists: Vec::new(), owner: None, clients: Vec::new() };
    let mut desks = members(config, sample, &mut made, report).await?;
    let now = Timestamp::now();

    let clients = register_clients(config, sample, &mut desks, now).await?;
    report(&format!("{} clients registered on phones and joined by invitation", clients.len()));

    for (handle, desk) in &mut desks {
        let failed = |error| Error::Desk(handle.clone(), error);
        desk.sync().await.map_err(failed)?;
        for client in clients.iter().filter(|client| client.persona.therapist.handle == *handle) {
            desk::agree(desk, client, sample.card.as_ref(), now).map_err(failed)??;
        }
        desk.sync().await.map_err(failed)?;
    }

    let clients = write_journals(sample, &mut desks, clients).await?;

    for (handle, desk) in &mut desks {
        let failed = |error| Error::Desk(handle.clone(), error);
        desk.sync().await.map_err(failed)?;
        for client in clients.iter().filter(|client| client.persona.therapist.handle == *handle) {
            desk::note(desk, client, now).map_err(failed)??;
        }
        desk.sync().await.map_err(failed)?;
    }

    let mut finishing = JoinSet::new();
    for (n, client) in clients.into_iter().enumerate() {
        finishing.spawn(async move { client.finish().await.map(|state| (n, (client, state))) });
    }
    for (client, state) in all(finishing).await? {
        report(&format!("{} {state}", client.name));
        ending::end(&mut desks, &client, sample.card.as_ref(), now).await?;
        made.clients.push(client.persona.handle);
    }
    if let Some(handle) = &made.owner
        && let Some(desk) = desks.get(handle)
    {
        desk.only_manage().await.map_err(|error| Error::Desk(handle.clone(), error))?;
    }
    made.ready = true;
    made.save(&config.data_dir)?;
    Ok(made)
}

/// The practice's members, each at a desk.
async fn members(
    config: &ServerConfig,
    sample: &Sample,
    made: &mut DemoState,
    report: &dyn Fn(&str),
) -> Result<BTreeMap<String, Therapist>, Error> {
    let mut desks: BTreeMap<String, Therapist> = BTreeMap::new();
    let mut founder: Option<String> = None;
    for member in sample.members() {
        let failed = |error| Error::Desk(member.handle.clone(), error);
        let (code, practice) = match founder.as_ref().and_then(|founder| desks.get_mut(founder)) {
            None => (config.bootstrap().await?, Some(PRACTICE)),
            Some(founder) => (founder.enrolment(&[Role::Therapist]).await.map_err(failed)?, None),
        };
        let name = display_name(&member.handle);
        let new = NewTherapist { handle: &member.handle, password: PASSWORD, name: &name, code: &code, practice };
        let (desk, _) = Therapist::enrol(&config.origin(), &new, seed()?).await.map_err(failed)?;
        report(&format!("{name} ({}) works at {PRACTICE}", member.role));
        desks.insert(member.handle.clone(), desk);
        founder.get_or_insert(member.handle.clone());
        match member.owner_only {
            true => made.owner = Some(member.handle),
            false => made.therapists.push(member.handle),
        }
    }
    Ok(desks)
}

/// Invites the clients, and registers their phones in parallel.
async fn register_clients(
    config: &ServerConfig,
    sample: &Sample,
    desks: &mut BTreeMap<String, Therapist>,
    now: Timestamp,
) -> Result<Vec<Client>, Error> {
    let mut joining = JoinSet::new();
    for (n, persona) in sample.personas.iter().enumerate() {
        let Some(desk) = desks.get_mut(&persona.therapist.handle) else { continue };
        let name = display_name(&persona.handle);
        let link = desk.invite(&name).await.map_err(|error| Error::Desk(persona.therapist.handle.clone(), error))?;
        let home = phone_home(&config.data_dir, &persona.handle);
        let acts = persona.acts(now)?;
        let client = Client::register(config.origin(), home, persona.clone(), name, link, acts);
        joining.spawn(async move { Ok((n, client.await?)) });
    }
    all(joining).await
}

/// The clients write and share, in parallel. The measures that they are asked to answer are read from the desks.
async fn write_journals(
    sample: &Sample,
    desks: &mut BTreeMap<String, Therapist>,
    clients: Vec<Client>,
) -> Result<Vec<Client>, Error> {
    let folder = Arc::new(sample.media_folder());
    let mut writing = JoinSet::new();
    for (n, mut client) in clients.into_iter().enumerate() {
        let Some(desk) = desks.get_mut(&client.persona.therapist.handle) else { continue };
        let asked = desk::assigned(desk, &client.care);
        let asked = asked.map_err(|error| Error::Desk(client.persona.therapist.handle.clone(), error))?;
        let folder = folder.clone();
        writing.spawn(async move { client.write(&asked, &folder).await.map(|()| (n, client)) });
    }
    all(writing).await
}

/// Waits for all of them, and returns them in the order of their numbers.
async fn all<T: 'static>(mut tasks: JoinSet<Result<(usize, T), Error>>) -> Result<Vec<T>, Error> {
    let mut done = BTreeMap::new();
    while let Some(task) = tasks.join_next().await {
        let (n, value) = task.map_err(|_| Error::Broken)??;
        done.insert(n, value);
    }
    Ok(done.into_values().collect())
}

/// The folder of a client's phone, for the terminal phone's `--home`.
pub fn phone_home(data_dir: &Path, handle: &str) -> PathBuf {
    data_dir.join("phones").join(handle)
}

/// Derives a name from a handle: `m.osei` → "M. Osei", `wren` → "Wren".
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
    fn handles_become_display_names() {
        assert_eq!(display_name("m.osei"), "M. Osei");
        assert_eq!(display_name("wren"), "Wren");
    }

    #[test]
    fn other_data_is_kept_and_an_incomplete_practice_is_deleted() {
        let folder = tempfile::tempdir().unwrap();
        assert!(DemoState::find(folder.path()).unwrap().is_none());
        std::fs::write(folder.path().join("precious.sqlite3"), "x").unwrap();
        assert!(matches!(DemoState::find(folder.path()), Err(Error::NotOurs(_))));
        assert!(folder.path().join("precious.sqlite3").exists());

        let mut made = DemoState { ready: false, therapists: vec![], owner: None, clients: vec![] };
        made.save(folder.path()).unwrap();
        assert!(DemoState::find(folder.path()).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        made.ready = true;
        made.save(folder.path()).unwrap();
        assert!(DemoState::find(folder.path()).unwrap().is_some());
    }
}
