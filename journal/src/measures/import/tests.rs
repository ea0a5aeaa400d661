//! Which definitions are accepted, and which faults are reported.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn own() -> Value {
    json!({
        "id": "room", "version": "1", "title": "Room for it", "licence": "ours", "attribution": "the practice",
        "options": [[0, "no"], [1, "a little"], [2, "yes"]],
        "items": [{"id": "a", "text": "?"}, {"id": "b", "text": "?", "reverse": true}, {"id": "c", "text": "?"}],
        "scoring": {"method": "sum", "range": [0, 6], "higher_is": "better", "missing": "no_total"},
        "subscales": [{"id": "Ab", "items": [1, 2]}],
        "bands": [[0, 2, "little"], [3, 6, "much"]],
        "flags": [{"id": "f", "when": "count(items a..c >= 2) >= 2", "level": "info"}],
        "change": {"reliable": 2},
        "tests": [{"answers": [2, 0, 2], "expected": {"total": 6, "severity": "much", "flags": ["f"]}},
                  {"answers": [2, 0, null], "expected": {"total": null, "missing": ["c"]}},
                  {"answers": [3, 0, 0], "expected": {"error": "answer_out_of_range"}}]
    })
}

fn faults_after(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut json = own();
    change(&mut json);
    let faults = check(&json.to_string()).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.place, fault.what.code())).collect()
}

#[test]
fn a_valid_definition_is_accepted_and_its_tests_are_run() {
    assert_eq!(faults_after(|_| ()), []);
    assert_eq!(faults_after(|d| d["tests"][0]["expected"]["total"] = json!(5)), [("tests[0]".into(), "test_failed")]);
    assert_eq!(
        faults_after(|d| d["tests"][1]["expected"]["flags"] = json!(["g"])),
        [("tests[1]".into(), "test_failed")]
    );
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let one = |place: &str, code| vec![(place.to_owned(), code)];
    assert_eq!(faults_after(|d| d["licence"] = json!("  ")), one("licence", "empty"));
    assert_eq!(faults_after(|d| d["items"][2]["id"] = json!("a"))[0], ("items[2]".into(), "repeated"));
    assert_eq!(faults_after(|d| d["bands"][1][0] = json!(2)), one("bands[1]", "overlap"));
    assert_eq!(faults_after(|d| d["bands"][1][0] = json!(4)), one("bands[1]", "gap"));
    assert_eq!(faults_after(|d| d["bands"][0][0] = json!(1)), one("bands[0]", "gap"));
    assert_eq!(faults_after(|d| d["bands"][1][1] = json!(5)), one("bands[1]", "gap"));
    assert_eq!(faults_after(|d| d["bands"][1][1] = json!(9)), one("bands", "range"));
    assert_eq!(faults_after(|d| d["scoring"]["range"] = json!([0, 9])), one("scoring.range", "range"));
    assert_eq!(faults_after(|d| d["scoring"]["missing"] = json!("prorate")), one("scoring.missing", "unsupported"));
    assert_eq!(faults_after(|d| d["flags"][0]["when"] = json!("z >= 1")), one("flags[0]", "unknown"));
    assert_eq!(faults_after(|d| d["flags"][0]["when"] = json!("if sad")), one("flags[0]", "malformed"));
    assert_eq!(
        faults_after(|d| d["flags"][0]["when"] = json!("count(items a..c >= 2) >= 4")),
        one("flags[0]", "unknown")
    );
    assert_eq!(faults_after(|d| d["options"][2][0] = json!(1)).first().unwrap().0, "options[2]");
    assert_eq!(faults_after(|d| d["subscales"][0]["items"] = json!([1, 4])), one("subscales[0]", "unknown"));
    assert_eq!(faults_after(|d| d["change"]["reliable"] = json!(0)), one("change.reliable", "empty"));
    let safety = json!([{"id": "f", "when": "any item <= 0", "level": "safety"}]);
    assert_eq!(faults_after(|d| d["flags"] = safety)[0], ("flags[0]".into(), "unsupported"));
    // Two faults are reported: an unreadable element does not hide the next one.
    let two = faults_after(|d| {
        d["items"][0] = json!({"text": "without an id"});
        d["items"][1] = json!(7);
    });
    assert_eq!(two, [("items[0]".into(), "malformed"), ("items[1]".into(), "malformed")]);
}

#[test]
fn invalid_json_is_rejected_with_its_place() {
    for json in ["", "[]", "{", "null", "{\"items\": 3}"] {
        assert_eq!(check(json).unwrap_err()[0].what.code(), "malformed", "{json}");
    }
    let huge = format!("{{\"title\": \"{}\"}}", "a".repeat(LARGEST));
    assert_eq!(check(&huge).unwrap_err()[0].what, What::TooLarge);
    let many = json!({"items": vec![json!({"id": "a"}); MOST_ITEMS + 1]});
    assert_eq!(check(&many.to_string()).unwrap_err()[0].what, What::TooLarge);
}

#[test]
fn the_digest_depends_on_the_content_only() {
    let Value::Object(one) = own() else { panic!("an object") };
    let mut other = one.clone();
    assert_eq!(digest(&one).len(), 64);
    other.insert("version".into(), json!("2"));
    assert_ne!(digest(&one), digest(&other));
    other.insert("version".into(), json!("1"));
    other.insert("change".into(), json!({"reliable": 2.0}));
    assert_eq!(digest(&one), digest(&other), "the same number");
}

/// Replaces a value inside a JSON value. `turns` selects the path.
fn put(into: &mut Value, turns: &[usize], value: Value) {
    let Some((turn, rest)) = turns.split_first() else {
        *into = value;
        return;
    };
    match into {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(turn % map.len()).cloned().unwrap_or_default();
            put(map.entry(key).or_insert(Value::Null), rest, value);
        }
        Value::Array(list) if !list.is_empty() => {
            let at = turn % list.len();
            put(&mut list[at], rest, value);
        }
        leaf => *leaf = value,
    }
}

fn unusual_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!(1e308)),
        Just(json!(-3)),
        Just(json!(0.5)),
        Just(json!(u64::MAX)),
        Just(json!("slider 3-1")),
        Just(json!("slider 0-10")),
        Just(json!("count(items 9..1 >= x) >= 2")),
        Just(json!("a >= 1")),
        Just(json!([[0, "a"], [0, "b"]])),
        Just(json!([1, 2, 3, 4])),
        "\\PC{0,12}".prop_map(Value::String),
    ]
}

proptest! {
    #[test]
    fn an_altered_definition_is_rejected_or_can_be_scored(
        changes in prop::collection::vec((prop::collection::vec(0_usize..12, 0..5), unusual_value()), 0..4),
        picks in prop::collection::vec(prop::option::of(0_usize..5), 3),
    ) {
        let mut json = own();
        for (turns, value) in changes {
            put(&mut json, &turns, value);
        }
        match check(&json.to_string()) {
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| !fault.to_string().is_empty() && !fault.what.code().is_empty()));
            }
            Ok(definition) => {
                let (low, high) = definition.options.ends();
                let answer = |pick: usize| match &definition.options {
                    Options::Choices(choices) => choices[pick % choices.len()].0,
                    Options::Slider(..) => low + (high - low) * pick as f64 / 4.0,
                };
                let answers: Vec<Option<f64>> =
                    (0..definition.items.len()).map(|at| picks[at % picks.len()].map(answer)).collect();
                let score = score(&definition, &answers, None);
                prop_assert!(score.is_ok(), "{:?}", score);
                if let Ok(score) = score {
                    prop_assert_eq!(score.total.is_some(), answers.iter().all(Option::is_some));
                    let banded = score.severity.is_some() || definition.bands.is_empty();
                    prop_assert!(score.total.is_none() || banded, "{:?}", score);
                }
            }
        }
    }
}
