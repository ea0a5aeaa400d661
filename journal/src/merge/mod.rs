//! Three-way merge of two versions of a record, field by field and word by word.
//!
//! Pure, deterministic, and equal on every device. `theirs` is the server's version, `mine` the local one; both derive
//! from `base`. On a conflict the server's value wins, and the local value is kept as an
//! [`Alternative`](crate::record::Alternative) in the record, so no text is lost.
//!
//! The merge works on the JSON, so it also merges fields that this version does not know.

mod text;

use serde_json::{Map, Value, json};

use crate::record::Payload;
use crate::seal::bond;

const ALTERNATIVES: &str = "alternatives";

/// Merges two versions that derive from `base` (`None`: there is no common base).
///
/// Bonds say who may read, so they are merged as a whole, never by field.
pub fn merge(base: Option<&Payload>, theirs: &Payload, mine: &Payload) -> Payload {
    if let (Some(theirs), Some(mine)) = (bond::of(theirs), bond::of(mine)) {
        return bond::payload(&bond::merge_bonds(&theirs, &mine));
    }
    let empty = Map::new();
    let mut lost = Vec::new();
    let mut merged = merge_objects(base.map_or(&empty, Payload::fields), theirs.fields(), mine.fields(), "", &mut lost);
    if !lost.is_empty() {
        let kept = merged.entry(ALTERNATIVES).or_insert_with(|| json!([]));
        if let Value::Array(kept) = kept {
            for (field, value) in lost {
                let alternative = json!({ "field": field, "value": value });
                if !kept.contains(&alternative) {
                    kept.push(alternative);
                }
            }
        }
    }
    merged.into()
}

type LosingValues = Vec<(String, Value)>;

fn merge_objects(
    base: &Map<String, Value>,
    theirs: &Map<String, Value>,
    mine: &Map<String, Value>,
    path: &str,
    lost: &mut LosingValues,
) -> Map<String, Value> {
    let mut merged = Map::new();
    for field in theirs.keys().chain(mine.keys().filter(|field| !theirs.contains_key(*field))) {
        let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
        let value = merge_values(base.get(field), theirs.get(field), mine.get(field), &path, lost);
        if let Some(value) = value {
            merged.insert(field.clone(), value);
        }
    }
    merged
}

fn merge_values(
    base: Option<&Value>,
    theirs: Option<&Value>,
    mine: Option<&Value>,
    path: &str,
    lost: &mut LosingValues,
) -> Option<Value> {
    if theirs == mine || mine == base {
        return theirs.cloned();
    }
    if theirs == base {
        return mine.cloned();
    }
    let (Some(theirs), Some(mine)) = (theirs, mine) else {
        // Removed on one side, changed on the other: the change wins.
        return theirs.or(mine).cloned();
    };
    match (base, theirs, mine) {
        // A moment is not merged by field: instant and zone belong together.
        (_, Value::Object(theirs), Value::Object(mine)) if path != "when" => {
            let empty = Map::new();
            let base = base.and_then(Value::as_object).unwrap_or(&empty);
            Some(Value::Object(merge_objects(base, theirs, mine, path, lost)))
        }
        (_, Value::Array(theirs), Value::Array(mine)) if is_set(theirs) && is_set(mine) => {
            let base = base.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            Some(Value::Array(merge_sets(base, theirs, mine)))
        }
        (Some(Value::Array(base)), Value::Array(theirs), Value::Array(mine))
            if base.len() == theirs.len() && base.len() == mine.len() =>
        {
            let items = base.iter().zip(theirs).zip(mine).enumerate();
            let merged = items.filter_map(|(i, ((base, theirs), mine))| {
                merge_values(Some(base), Some(theirs), Some(mine), &format!("{path}.{i}"), lost)
            });
            Some(Value::Array(merged.collect()))
        }
        (Some(Value::String(base)), Value::String(theirs), Value::String(mine))
            if path == "text" || [base, theirs, mine].iter().any(|text| text.contains(char::is_whitespace)) =>
        {
            let merged = text::merge(base, theirs, mine);
            if merged.conflict {
                lost.push((path.to_owned(), json!(mine)));
            }
            Some(Value::String(merged.text))
        }
        _ => {
            lost.push((path.to_owned(), mine.clone()));
            Some(theirs.clone())
        }
    }
}

/// Lists of strings (themes, days, ids) and of objects (alternatives) are sets without an order. Lists of numbers
/// (answers) are ordered.
fn is_set(list: &[Value]) -> bool {
    list.iter().all(|item| item.is_string() || item.is_object())
}

/// Three-way merge of sets: keeps what either side added, and drops what either side removed.
fn merge_sets(base: &[Value], theirs: &[Value], mine: &[Value]) -> Vec<Value> {
    let stays = theirs.iter().filter(|item| mine.contains(item) || !base.contains(item));
    let added = mine.iter().filter(|item| !theirs.contains(item) && !base.contains(item));
    stays.chain(added).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payload(json: Value) -> Payload {
        json.as_object().unwrap().clone().into()
    }

    fn merged(base: Value, theirs: Value, mine: Value) -> Value {
        Value::Object(merge(Some(&payload(base)), &payload(theirs), &payload(mine)).into_fields())
    }

    #[test]
    fn changes_to_different_fields_are_both_kept() {
        assert_eq!(
            merged(json!({"text": "a", "mood": 3}), json!({"text": "a", "mood": 5}), json!({"text": "b", "mood": 3})),
            json!({"text": "b", "mood": 5})
        );
    }

    #[test]
    fn a_conflict_keeps_the_local_value_as_an_alternative() {
        assert_eq!(
            merged(json!({"mood": 3}), json!({"mood": 5}), json!({"mood": 1})),
            json!({"mood": 5, "alternatives": [{"field": "mood", "value": 1}]})
        );
    }

    #[test]
    fn themes_are_merged_as_a_set_and_answers_by_position() {
        assert_eq!(
            merged(json!({"themes": ["a", "b"]}), json!({"themes": ["b", "c"]}), json!({"themes": ["a", "b", "d"]})),
            json!({"themes": ["b", "c", "d"]})
        );
        assert_eq!(
            merged(json!({"answers": [0, null, 1]}), json!({"answers": [2, null, 1]}), json!({"answers": [0, 3, 1]})),
            json!({"answers": [2, 3, 1]})
        );
    }

    #[test]
    fn inner_objects_are_merged_by_field_but_a_moment_as_a_whole() {
        assert_eq!(
            merged(json!({"s": {"p": 1, "q": 1}}), json!({"s": {"p": 2, "q": 1}}), json!({"s": {"p": 1, "q": 2}})),
            json!({"s": {"p": 2, "q": 2}})
        );
        let theirs = json!({"when": {"at": "B", "zone": "1"}});
        let both = merged(json!({"when": {"at": "A", "zone": "1"}}), theirs, json!({"when": {"at": "A", "zone": "2"}}));
        assert_eq!(both["when"], json!({"at": "B", "zone": "1"}));
        assert_eq!(both["alternatives"][0]["field"], "when");
    }

    #[test]
    fn a_change_beats_a_removal() {
        assert_eq!(merged(json!({"mood": 3}), json!({}), json!({"mood": 4})), json!({"mood": 4}));
    }

    #[test]
    fn without_a_base_both_texts_are_kept() {
        let both = merge(None, &payload(json!({"text": "one"})), &payload(json!({"text": "two"})));
        assert_eq!(
            Value::Object(both.into_fields()),
            json!({"text": "one", "alternatives": [{"field": "text", "value": "two"}]})
        );
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(vec!["rain", "walk", "calm", "tea", "é", "мир", "雨", "."]), 0..8)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn no_added_word_is_lost(base in text(), theirs in text(), mine in text()) {
            let merged = merge(
                Some(&payload(json!({"text": base}))),
                &payload(json!({"text": theirs})),
                &payload(json!({"text": mine})),
            );
            let everything = serde_json::to_string(merged.fields()).unwrap();
            let old: Vec<&str> = base.split(' ').collect();
            for word in theirs.split(' ').chain(mine.split(' ')).filter(|word| !old.contains(word)) {
                prop_assert!(everything.contains(word), "{word} in {everything}");
            }
        }

        #[test]
        fn an_unchanged_side_does_not_affect_the_result(base in text(), other in text()) {
            let (base, other) = (payload(json!({"text": base})), payload(json!({"text": other})));
            prop_assert!(merge(Some(&base), &other, &base) == other);
            prop_assert!(merge(Some(&base), &base, &other) == other);
            prop_assert!(merge(Some(&base), &other, &other) == other);
        }
    }
}
