//! The state of a page: every value as it was typed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record::Payload;

/// One row: the field's name and what was typed. A time is milliseconds since the Unix epoch, a choice its code, several
/// choices are separated by spaces.
pub type Row = BTreeMap<String, String>;

/// The typed values of a session record or a clearance.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Sheet {
    /// The fields outside of lists.
    pub fields: Row,
    /// The people who were present besides the client.
    pub staff: Vec<Row>,
    /// Substances taken in the last 24 hours.
    pub substances: Vec<Row>,
    /// The doses, one row for each.
    pub doses: Vec<Row>,
    /// The observations, one row for each time.
    pub observations: Vec<Row>,
    /// Interventions during the session.
    pub interventions: Vec<Row>,
    /// Touch that took place.
    pub touches: Vec<Row>,
    /// The answers to the check list, by the item's id in `row`.
    pub items: Vec<Row>,
    /// Codes of the confirmed findings ([`Finding::confirm`](super::Finding::confirm)).
    pub confirmed: Vec<String>,
}

impl Sheet {
    /// The draft that a record holds; `None` if it holds none, or one of a newer version.
    pub fn of_draft(draft: &Map<String, Value>) -> Option<Self> {
        (!draft.is_empty()).then(|| Self::deserialize(Value::Object(draft.clone())).ok()).flatten()
    }

    /// The sheet as a record's draft.
    pub fn to_draft(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(draft)) => draft,
            _ => Map::new(),
        }
    }

    /// A record in typed form. `list` is the record's field with the answers to a check list.
    pub fn of_record(payload: &Payload, list: &str) -> Self {
        let mut sheet = Self::default();
        for (name, value) in payload.fields() {
            match value {
                Value::Array(rows) if !rows.is_empty() && rows.iter().all(Value::is_object) => {
                    let rows = rows.iter().filter_map(Value::as_object).map(row).collect();
                    match name.as_str() {
                        "staff" => sheet.staff = rows,
                        "substances" => sheet.substances = rows,
                        "doses" => sheet.doses = rows,
                        "observations" => sheet.observations = rows,
                        "interventions" => sheet.interventions = rows,
                        "touches" => sheet.touches = rows,
                        name if name == list => sheet.items = rows,
                        _ => {}
                    }
                }
                // The block of the esketamine programme: its fields are among the single fields.
                Value::Object(inner) if name == "rems" => {
                    sheet.fields.extend(row(inner).into_iter().map(|(name, text)| (format!("rems_{name}"), text)));
                }
                value => {
                    if let Some(text) = typed(value) {
                        sheet.fields.insert(name.clone(), text);
                    }
                }
            }
        }
        ["kind", "client", "when", "kept", "draft", "amendments", "alternatives"].into_iter().for_each(|name| {
            sheet.fields.remove(name);
        });
        sheet
    }
}

fn row(fields: &Map<String, Value>) -> Row {
    fields.iter().filter_map(|(name, value)| Some((name.clone(), typed(value)?))).collect()
}

/// A value in typed form; `None` if it is not a single value.
fn typed(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        Value::Object(_) => {
            let moment: crate::record::Moment = Deserialize::deserialize(value.clone()).ok()?;
            Some(moment.unix_ms.to_string())
        }
        Value::Bool(_) | Value::Null => None,
    }
}
