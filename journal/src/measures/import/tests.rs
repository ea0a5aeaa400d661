//! What is let in, and what is told about the rest.

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

fn told(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut json = own();
    change(&mut json);
    let faults = check(&json.to_string()).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.place, fault.what.code())).collect()
}

#[test]
fn a_good_definition_is_taken_and_its_tests_are_run() {
    assert_eq!(told(|_| ()), []);
    assert_eq!(told(|d| d["tests"][0]["expected"]["total"] = json!(5)), [("tests[0]".into(), "test_failed")]);
    assert_eq!(told(|d| d["tests"][1]["expected"]["flags"] = json!(["g"])), [("tests[1]".into(), "test_failed")]);
}

#[test]
fn every_fault_is_told_with_its_place() {
    let one = |place: &str, code| vec![(place.to_owned(), code)];
    assert_eq!(told(|d| d["licence"] = json!("  ")), one("licence", "empty"));
    assert_eq!(told(|d| d["items"][2]["id"] = json!("a"))[0], ("items[2]".into(), "repeated"));
    assert_eq!(told(|d| d["bands"][1][0] = json!(2)), one("bands[1]", "overlap"));
    assert_eq!(told(|d| d["bands"][1][0] = json!(4)), one("bands[1]", "gap"));
    assert_eq!(told(|d| d["bands"][0][0] = json!(1)), one("bands[0]", "gap"));
    assert_eq!(told(|d| d["bands"][1][1] = json!(5)), one("bands[1]", "gap"));
    assert_eq!(told(|d| d["bands"][1][1] = json!(9)), one("bands", "range"));
    assert_eq!(told(|d| d["scoring"]["range"] = json!([0, 9])), one("scoring.range", "range"));
    assert_eq!(told(|d| d["scoring"]["missing"] = json!("prorate")), one("scoring.missing", "unsupported"));
    assert_eq!(told(|d| d["flags"][0]["when"] = json!("z >= 1")), one("flags[0]", "unknown"));
    assert_eq!(told(|d| d["flags"][0]["when"] = json!("if sad")), one("flags[0]", "malformed"));
    assert_eq!(told(|d| d["flags"][0]["when"] = json!("count(items a..c >= 2) >= 4")), one("flags[0]", "unknown"));
    assert_eq!(told(|d| d["options"][2][0] = json!(1)).first().unwrap().0, "options[2]");
    assert_eq!(told(|d| d["subscales"][0]["items"] = json!([1, 4])), one("subscales[0]", "unknown"));
    assert_eq!(told(|d| d["change"]["reliable"] = json!(0)), one("change.reliable", "empty"));
    let safety = json!([{"id": "f", "when": "any item <= 0", "level": "safety"}]);
    assert_eq!(told(|d| d["flags"] = safety)[0], ("flags[0]".into(), "unsupported"));
    // Two at once, and one that cannot be read does not hide the other.
    let two = told(|d| {
        d["items"][0] = json!({"text": "without an id"});
        d["items"][1] = json!(7);
    });
    assert_eq!(two, [("items[0]".into(), "malformed"), ("items[1]".into(), "malformed")]);
}

#[test]
fn what_is_no_definition_is_refused_with_its_place() {
    for json in ["", "[]", "{", "null", "{\"items\": 3}"] {
        assert_eq!(check(json).unwrap_err()[0].what.code(), "malformed", "{json}");
    }
    let huge = format!("{{\"title\": \"{}\"}}", "a".repeat(LARGEST));
    assert_eq!(check(&huge).unwrap_err()[0].what, What::TooLarge);
    let many = json!({"items": vec![json!({"id": "a"}); MOST_ITEMS + 1]});
    assert_eq!(check(&many.to_string()).unwrap_err()[0].what, What::TooLarge);
}

#[test]
fn the_digest_is_that_of_the_content() {
    let Value::Object(one) = own() else { panic!("an object") };
    let mut other = one.clone();
    assert_eq!(digest(&one).len(), 64);
    other.insert("version".into(), json!("2"));
    assert_ne!(digest(&one), digest(&other));
    other.insert("version".into(), json!("1"));
    other.insert("change".into(), json!({"reliable": 2.0}));
    assert_eq!(digest(&one), digest(&other), "the same number");
}
