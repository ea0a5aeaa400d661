//! Safety flags of a practice's own instruments, read from the payloads without their definitions.

use protocol::RecordId;
use serde_json::{Map, Value};

use super::facts::text;
use crate::measures::BUILT_IN_IDS;
use crate::measures::condition::Condition;

/// The safety conditions of a practice's own instrument, without the rest of its definition.
pub(super) struct OwnSafety<'a> {
    instrument: &'a str,
    version: &'a str,
    items: Vec<&'a str>,
    flags: Vec<Condition>,
}

impl OwnSafety<'_> {
    /// Whether a response answered it. Early versions of the app wrote no version: the oldest was answered.
    pub(super) fn asked(&self, response: &Map<String, Value>) -> bool {
        let version = text(response, "version");
        self.instrument == text(response, "instrument") && (version.is_empty() || self.version == version)
    }

    /// The number of flags that a response raises.
    pub(super) fn count_flags(&self, response: &Map<String, Value>) -> usize {
        let answers = response.get("answers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if answers.len() != self.items.len() {
            return 0;
        }
        let answers: Vec<Option<f64>> = answers.iter().map(Value::as_f64).collect();
        let place = |id: &str| self.items.iter().position(|item| *item == id);
        self.flags.iter().filter(|flag| flag.holds_by_position(&place, &answers)).count()
    }
}

/// The instruments of these records with their safety flags, in every version, the oldest first. Built-in ones take
/// precedence.
pub(super) fn safety_of<'a>(own: &[(i64, RecordId, &'a Map<String, Value>)]) -> Vec<OwnSafety<'a>> {
    let mut own = own.to_vec();
    own.sort_by_key(|(at, record, _)| (*at, *record));
    let mut all: Vec<OwnSafety<'_>> = Vec::new();
    for (_, _, fields) in own {
        let Some(definition) = fields.get("definition").and_then(Value::as_object) else { continue };
        let list = |name: &str| definition.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (id, version) = (text(definition, "id"), text(definition, "version"));
        if BUILT_IN_IDS.contains(&id) || all.iter().any(|known| known.instrument == id && known.version == version) {
            continue;
        }
        let safety = list("flags").iter().filter_map(Value::as_object).filter(|flag| text(flag, "level") == "safety");
        let flags = safety.filter_map(|flag| Condition::try_from(text(flag, "when").to_owned()).ok());
        let items = list("items").iter().filter_map(|item| Some(text(item.as_object()?, "id")));
        all.push(OwnSafety { instrument: id, version, items: items.collect(), flags: flags.collect() });
    }
    all
}
