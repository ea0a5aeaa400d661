//! The instruments that come with Afterglow.

use serde::Deserialize;

use super::{Definition, Error};

#[derive(Deserialize)]
struct Pack {
    instruments: Vec<Definition>,
}

/// The ids of the built-in instruments. A practice's own instrument must not use one of them.
pub const BUILT_IN_IDS: [&str; 12] = [
    "phq-9",
    "phq-8",
    "gad-7",
    "pcl-5",
    "pcl-5-week",
    "who-5",
    "pss-10",
    "meq-30",
    "ebi",
    "cadss-6",
    "integration-pulse",
    "daily-check",
];

/// A built-in instrument by id.
pub fn built_in(id: &str) -> Result<Definition, Error> {
    all_built_in()?.into_iter().find(|definition| definition.id == id).ok_or(Error::UnknownInstrument)
}

/// All built-in instruments. Those that are not marked `built_in` are only for scoring.
pub fn all_built_in() -> Result<Vec<Definition>, Error> {
    let pack: Pack = serde_json::from_str(include_str!("../../data/instruments.json"))
        .map_err(|error| Error::Definition(error.to_string()))?;
    let checked = |definition: Definition| match super::import::find_faults(&definition).into_iter().next() {
        Some(fault) => Err(Error::Definition(fault.to_string())),
        None => Ok(definition),
    };
    pack.instruments.into_iter().map(checked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_list_matches_the_data_file() {
        let ids: Vec<String> = all_built_in().unwrap().into_iter().map(|definition| definition.id).collect();
        assert_eq!(ids, BUILT_IN_IDS);
    }
}
