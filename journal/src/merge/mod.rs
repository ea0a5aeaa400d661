//! Merge: two versions of a record become one, three ways, field by field, word by word.
//!
//! Pure, deterministic and the same on every device. `theirs` is what the server holds, `mine` what this device wrote;
//! both started from `base`. Where both changed the same words or the same value, theirs stands and mine is kept whole
//! as an [`Alternative`](crate::record::Alternative) inside the record: no word that a person wrote disappears.
//!
//! The merge works on the JSON itself, so fields that this version does not know are merged as well.

mod text;

use serde_json::{Map, Value, json};

use crate::record::Payload;
use crate::seal::bond;

const ALTERNATIVES: &str = "alternatives";

/// Merges two versions that started from `base` (`None`: both were made without a common start).
///
/// Bonds say who may read: they are merged whole, never by field.
pub fn merge(base: Option<&Payload>, theirs: &Payload, mine: &Payload) -> Payload {
    if let (Some(theirs), Some(mine)) = (bond::of(theirs), bond::of(mine)) {
        return bond::payload(&bond::merge_bonds(&theirs, &mine));
    }
    let empty = Map::new();
    let mut lost = Vec::new();
    let mut merged = objects(base.map_or(&empty, |base| &base.0), &theirs.0, &mine.0, "", &mut lost);
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
    Payload(merged)
}

type Lost = Vec<(String, Value)>;

fn objects(
    base: &Map<String, Value>,
    theirs: &Map<String, Value>,
    mine: &Map<String, Value>,
    path: &str,
    lost: &mut Lost,
) -> Map<String, Value> {
    let mut merged = Map::new();
    for field in theirs.keys().chain(mine.keys().filter(|field| !theirs.contains_key(*field))) {
        let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
        let value = values(base.get(field), theirs.get(field), mine.get(field), &path, lost);
        if let Some(value) = value {
            merged.insert(field.clone(), value);
        }
    }
    merged
}

fn values(
    base: Option<&Value>,
    theirs: Option<&Value>,
    mine: Option<&Value>,
    path: &str,
    lost: &mut Lost,
) -> Option<Value> {
    if theirs == mine || mine == base {
        return theirs.cloned();
    }
    if theirs == base {
        return mine.cloned();
    }
    let (Some(theirs), Some(mine)) = (theirs, mine) else {
        // Removed on one side, changed on the other: the change stays.
        return theirs.or(mine).cloned();
    };
    match (base, theirs, mine) {
        // A moment's parts belong together: never one's instant in the other's zone.
        (_, Value::Object(theirs), Value::Object(mine)) if path != "when" => {
            let empty = Map::new();
            let base = base.and_then(Value::as_object).unwrap_or(&empty);
            Some(Value::Object(objects(base, theirs, mine, path, lost)))
        }
        (_, Value::Array(theirs), Value::Array(mine)) if is_set(theirs) && is_set(mine) => {
            let base = base.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            Some(Value::Array(sets(base, theirs, mine)))
        }
        (Some(Value::Array(base)), Value::Array(theirs), Value::Array(mine))
            if base.len() == theirs.len() && base.len() == mine.len() =>
        {
            let items = base.iter().zip(theirs).zip(mine).enumerate();
            let merged = items.filter_map(|(i, ((base, theirs), mine))| {
                values(Some(base), Some(theirs), Some(mine), &format!("{path}.{i}"), lost)
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

/// Lists of words (themes, days, ids) and of objects (alternatives) have no order that matters; lists of numbers
/// (answers) do.
fn is_set(list: &[Value]) -> bool {
    list.iter().all(|item| item.is_string() || item.is_object())
}

/// What either side added is there; what either side removed is not.
fn sets(base: &[Value], theirs: &[Value], mine: &[Value]) -> Vec<Value> {
    let stays = theirs.iter().filter(|item| mine.contains(item) || !base.contains(item));
    let added = mine.iter().filter(|item| !theirs.contains(item) && !base.contains(item));
    stays.chain(added).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payload(json: Value) -> Payload {
        Payload(json.as_object().unwrap().clone())
    }

    fn merged(base: Value, theirs: Value, mine: Value) -> Value {
        Value::Object(merge(Some(&payload(base)), &payload(theirs), &payload(mine)).0)
    }

    #[test]
    fn changes_to_different_fields_both_stay() {
        assert_eq!(
            merged(json!({"text": "a", "mood": 3}), json!({"text": "a", "mood": 5}), json!({"text": "b", "mood": 3})),
            json!({"text": "b", "mood": 5})
        );
    }

    #[test]
    fn changes_to_the_same_value_keep_mine_as_an_alternative() {
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
    fn inner_objects_are_merged_field_by_field_but_a_moment_is_not_torn() {
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
    fn removed_here_and_changed_there_is_changed() {
        assert_eq!(merged(json!({"mood": 3}), json!({}), json!({"mood": 4})), json!({"mood": 4}));
    }

    #[test]
    fn without_a_common_start_both_texts_stay() {
        let both = merge(None, &payload(json!({"text": "one"})), &payload(json!({"text": "two"})));
        assert_eq!(Value::Object(both.0), json!({"text": "one", "alternatives": [{"field": "text", "value": "two"}]}));
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(vec!["rain", "walk", "calm", "tea", "é", "мир", "雨", "."]), 0..8)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn no_word_that_either_side_added_disappears(base in text(), theirs in text(), mine in text()) {
            let merged = merge(
                Some(&payload(json!({"text": base}))),
                &payload(json!({"text": theirs})),
                &payload(json!({"text": mine})),
            );
            let everything = serde_json::to_string(&merged.0).unwrap();
            let old: Vec<&str> = base.split(' ').collect();
            for word in theirs.split(' ').chain(mine.split(' ')).filter(|word| !old.contains(word)) {
                prop_assert!(everything.contains(word), "{word} in {everything}");
            }
        }

        #[test]
        fn a_side_that_changed_nothing_changes_nothing(base in text(), other in text()) {
            let (base, other) = (payload(json!({"text": base})), payload(json!({"text": other})));
            prop_assert!(merge(Some(&base), &other, &base) == other);
            prop_assert!(merge(Some(&base), &base, &other) == other);
            prop_assert!(merge(Some(&base), &other, &other) == other);
        }
    }
}
