//! Amendments: changes of a kept record, without losing an earlier value.

use serde_json::{Map, Value};

use crate::record::{Amendment, Moment, Payload};

/// Fields that are no content.
const APART: [&str; 7] = ["kind", "client", "when", "kept", "draft", "amendments", "alternatives"];

/// The amendments that lead from one kept state of a record to the next: one for each value that was changed or
/// removed. Added values need none.
pub fn amendments(before: &Payload, after: &Payload, by: &str, at: &Moment) -> Vec<Amendment> {
    let mut found = Vec::new();
    // The amendments themselves name the last author of a session record.
    let apart = |name: &str| APART.contains(&name) || (before.kind() == "session_record" && name == "by");
    for (name, value) in before.fields().iter().filter(|(name, _)| !apart(name)) {
        compare(name, value, after.field(name), &mut found);
    }
    let made = |(field, before)| Amendment { at: Some(at.clone()), by: by.into(), field, before, extra: Map::new() };
    found.into_iter().map(made).collect()
}

fn compare(path: &str, before: &Value, after: Option<&Value>, found: &mut Vec<(String, Value)>) {
    if Some(before) == after {
        return;
    }
    match (before, after) {
        (Value::Array(old), new) if !old.is_empty() && old.iter().all(Value::is_object) => {
            let empty = Vec::new();
            let new = new.and_then(Value::as_array).unwrap_or(&empty);
            rows(path, old, new, found);
        }
        // A moment is one value.
        (Value::Object(old), Some(Value::Object(new))) if !is_moment(old) => {
            for (name, value) in old.iter().filter(|(name, _)| *name != "row") {
                compare(&format!("{path}.{name}"), value, new.get(name), found);
            }
        }
        _ => found.push((path.into(), before.clone())),
    }
}

/// Rows are the same if they have the same name. A removed row is kept as a whole.
fn rows(path: &str, old: &[Value], new: &[Value], found: &mut Vec<(String, Value)>) {
    let mut left: Vec<&Value> = new.iter().collect();
    for (n, row) in old.iter().enumerate() {
        let name = name(row);
        let place = format!("{path}.{}", name.map_or_else(|| n.to_string(), str::to_owned));
        match left.iter().position(|other| name.is_some() && self::name(other) == name) {
            Some(at) => compare(&place, row, Some(left.remove(at)), found),
            None => found.push((place, row.clone())),
        }
    }
}

fn name(row: &Value) -> Option<&str> {
    row.get("row").and_then(Value::as_str).filter(|name| !name.is_empty())
}

fn is_moment(fields: &Map<String, Value>) -> bool {
    fields.contains_key("at") && fields.contains_key("zone")
}
