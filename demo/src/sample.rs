//! The file of sample journeys. All dates of a persona are moved to the present by the same number of days: so that the
//! latest one is yesterday at the same local time, or as the file specifies.
//!
//! Layout:
//! - `file`: the format; `desk`: its part about the therapist
//! - `shift`: moves the dates
//! - [`acts`]: what a client does on the phone
//! - [`deeds`]: what the therapist does at the desk

use std::path::{Path, PathBuf};

use casebook::card::CardForm;
use serde_json::Value;

pub mod acts;
pub mod deeds;
mod desk;
mod file;
mod shift;

pub use acts::{Act, Fate};
pub use desk::{Ending, Purpose};
pub use file::{Choice, Media, Member, Persona};

/// Errors of reading a file of journeys.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// It does not have the format of `demo/data/sample-journeys.json`.
    #[error("this is not a file of sample journeys: {0}")]
    Shape(#[from] serde_json::Error),
    /// A persona continues a journey that is not in the named file.
    #[error("{0} is not in the file that this one continues")]
    Unknown(String),
    /// It contains an invalid time or time zone.
    #[error("invalid time or time zone: {0}")]
    Time(#[from] jiff::Error),
}

/// A file of sample journeys.
pub struct Sample {
    /// The clients in the file.
    pub personas: Vec<Persona>,
    /// The practice card, which every therapist of the file gives to their clients.
    pub card: Option<CardForm>,
    members: Vec<Member>,
    folder: PathBuf,
}

impl Sample {
    /// Reads and parses a file. It may continue journeys of another one beside it: a persona with `like` is the persona of
    /// that name in the file that `continues` names, with its own fields in addition.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut value = json(path)?;
        let continued = value.get("continues").and_then(Value::as_str).map(|name| json(&folder.join(name)));
        let continued = continued.transpose()?;
        for persona in value.get_mut("personas").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(like) = persona.get("like").and_then(Value::as_str).map(String::from) else { continue };
            let known = continued.as_ref().and_then(|file| file.get("personas")).and_then(Value::as_array);
            let named = |one: &&Value| one.get("handle").and_then(Value::as_str) == Some(&like);
            let base = known.and_then(|known| known.iter().find(named)).ok_or(Error::Unknown(like.clone()))?;
            *persona = join(base.clone(), persona.take());
        }
        let file::File { members, card, personas } = serde_json::from_value(value)?;
        Ok(Self { personas, card, members, folder })
    }

    /// The members of the practice without duplicates, in the order of the file.
    pub fn members(&self) -> Vec<Member> {
        let mut all: Vec<Member> = self.members.clone();
        for persona in &self.personas {
            if all.iter().all(|known| known.handle != persona.therapist.handle) {
                all.push(persona.therapist.clone());
            }
        }
        all
    }

    /// The folder of photos and voice notes.
    pub fn media_folder(&self) -> PathBuf {
        self.folder.join("media")
    }
}

fn json(path: &Path) -> Result<Value, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::File(path.display().to_string(), error))?;
    Ok(serde_json::from_str(&text)?)
}

/// Merges the fields of both: lists are concatenated, items of the same id (sessions: number) are merged, and for other
/// fields the last value wins.
fn join(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (name, value) in over {
                let before = base.remove(&name).unwrap_or(Value::Null);
                base.insert(name, join(before, value));
            }
            Value::Object(base)
        }
        (Value::Array(mut base), Value::Array(over)) if over.iter().all(Value::is_object) => {
            let id = |item: &Value| item.get("id").or_else(|| item.get("n")).cloned();
            for item in over {
                match base.iter_mut().find(|known| id(&item).is_some() && id(known) == id(&item)) {
                    Some(known) => *known = join(known.take(), item),
                    None => base.push(item),
                }
            }
            Value::Array(base)
        }
        (_, over) => over,
    }
}

#[cfg(test)]
mod tests;
