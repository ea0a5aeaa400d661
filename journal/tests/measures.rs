//! The worked examples of all instruments.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::measures::{Definition, Error, all_built_in, change, import, parse, score};
use serde_json::{Value, json};

fn examples() -> Value {
    serde_json::from_str(include_str!("instruments.json")).unwrap()
}

/// Compares JSON values; numbers by value, so 5 equals 5.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

#[test]
fn every_worked_example_has_the_expected_score() {
    let definitions = all_built_in().unwrap();
    let examples = examples();
    let vectors = examples["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 30);
    for vector in vectors {
        let definition = definitions.iter().find(|d| vector["instrument"] == d.id.as_str()).unwrap();
        let answers: Vec<Option<f64>> = vector["answers"].as_array().unwrap().iter().map(Value::as_f64).collect();
        let scored = match score(definition, &answers, vector["options"]["cut"].as_f64()) {
            Ok(score) => serde_json::to_value(score).unwrap(),
            Err(error) => json!({ "error": error.code() }),
        };
        assert!(same(&scored, &vector["expected"]), "{}: {scored} instead of {}", vector["id"], vector["expected"]);
    }
}

#[test]
fn every_worked_change_has_the_expected_result() {
    let definitions = all_built_in().unwrap();
    for vector in examples()["change_vectors"].as_array().unwrap() {
        let definition = definitions.iter().find(|d| vector["instrument"] == d.id.as_str()).unwrap();
        let change =
            change(definition, vector["baseline"].as_f64().unwrap(), vector["current"].as_f64().unwrap()).unwrap();
        let change = serde_json::to_value(change).unwrap();
        assert!(same(&change, &vector["expected"]), "{change} instead of {}", vector["expected"]);
    }
}

#[test]
fn built_in_definitions_pass_their_examples_and_are_fully_translated() {
    let pack: Value = serde_json::from_str(include_str!("../data/instruments.json")).unwrap();
    for definition in pack["instruments"].as_array().unwrap() {
        // Validated like a practice's own definition, with its tests.
        import::check(&definition.to_string()).unwrap_or_else(|faults| panic!("{}: {faults:?}", definition["id"]));
    }
    let definitions = all_built_in().unwrap();
    for id in ["phq-9", "phq-8", "gad-7", "pcl-5", "pcl-5-week", "integration-pulse", "daily-check"] {
        assert!(definitions.iter().any(|definition| definition.id == id && definition.built_in), "{id}");
    }
    // A translation that covers more than the title must be complete.
    let whole = |definition: &&Definition| definition.translations.values().any(|words| !words.items.is_empty());
    for definition in definitions.iter().filter(whole) {
        assert_eq!(definition.options_in("de").len(), definition.options_in("en").len());
        assert_ne!(definition.recall_in("de-AT"), definition.recall_in("en"));
        for item in &definition.items {
            assert_ne!(definition.item_in(&item.id, "de"), definition.item_in(&item.id, "en"), "{}", item.id);
        }
        for (value, word) in definition.options_in("de") {
            let number = word.parse::<f64>();
            assert!(number.is_err() || number == Ok(value));
        }
    }
    let pcl = definitions.iter().find(|definition| definition.id == "pcl-5").unwrap();
    assert_eq!(pcl.recall_in("de"), pcl.recall, "a missing translation falls back to the original");
    assert_eq!((pcl.title_in("de"), pcl.name_in("de")), ("PCL-5 (letzter Monat)", "PTBS-Checkliste für DSM-5"));
    let names = definitions.iter().filter(|definition| !definition.name.is_empty());
    assert!(names.filter(|definition| definition.built_in).all(|one| one.name_in("de") != one.name_in("en")));
}

#[test]
fn the_documented_definition_is_valid() {
    let page = include_str!("../../docs/instruments.md");
    let json = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let definition = import::check(json).unwrap();
    assert_eq!(score(&definition, &[Some(2.0), Some(1.0)], None).unwrap().flags, ["none_at_all"]);
}

#[test]
fn the_safety_item_raises_its_flag_even_if_nothing_else_is_answered() {
    let definitions = all_built_in().unwrap();
    let phq = definitions.iter().find(|definition| definition.id == "phq-9").unwrap();
    let mut answers = vec![None; 9];
    answers[8] = Some(1.0);
    let score = score(phq, &answers, None).unwrap();
    assert!(score.needs_safety(phq) && !score.complete && score.total.is_none());
}

#[test]
fn invalid_answers_and_definitions_are_rejected_with_a_reason() {
    let definitions = all_built_in().unwrap();
    let phq = definitions.iter().find(|definition| definition.id == "phq-9").unwrap();
    assert_eq!(score(phq, &[Some(1.0); 8], None), Err(Error::WrongItemCount));
    assert_eq!(score(phq, &[Some(1.5); 9], None), Err(Error::AnswerOutOfRange));
    assert_eq!(score(phq, &[Some(f64::NAN); 9], None), Err(Error::AnswerOutOfRange));
    assert_eq!(score(phq, &[Some(1.0); 9], Some(12.0)), Err(Error::Cut));
    let pulse = definitions.iter().find(|definition| definition.id == "integration-pulse").unwrap();
    assert_eq!(change(pulse, 1.0, 2.0), Err(Error::NoChangeRule));

    let own = |change: &dyn Fn(&mut Value)| {
        let mut json = json!({
            "id": "own", "version": "1", "title": "Own", "licence": "ours",
            "options": [[0, "no"], [1, "yes"]], "items": [{"id": "a", "text": "?"}, {"id": "b", "text": "?"}],
            "scoring": {"method": "sum"}, "flags": [{"id": "f", "when": "a >= 1", "level": "info"}],
        });
        change(&mut json);
        parse(&json.to_string())
    };
    assert!(own(&|_| ()).is_ok());
    assert!(own(&|d| d["flags"] = json!([{"id": "f", "when": "b >= 1", "level": "safety"}])).is_ok());
    for (what, result) in [
        ("no items", own(&|d| d["items"] = json!([]))),
        ("the same item twice", own(&|d| d["items"][1]["id"] = json!("a"))),
        ("no options", own(&|d| d["options"] = json!([]))),
        ("a flag on an unknown item", own(&|d| d["flags"][0]["when"] = json!("z >= 1"))),
        ("a flag in prose", own(&|d| d["flags"][0]["when"] = json!("when sad"))),
        (
            "a safety flag that no answer raises",
            own(&|d| d["flags"] = json!([{"id": "f", "when": "a >= 2", "level": "safety"}])),
        ),
        (
            "a safety flag that no answers raise",
            own(&|d| d["flags"] = json!([{"id": "f", "when": "count(items a..b >= 2) >= 1", "level": "safety"}])),
        ),
        ("a subscale without items", own(&|d| d["subscales"] = json!([{"id": "s", "items": [3]}]))),
        ("a factor that is missing", own(&|d| d["scoring"]["method"] = json!("sum_times"))),
    ] {
        assert!(matches!(result, Err(Error::Definition(_))), "{what}");
    }
}

#[test]
fn reliable_and_important_change_are_separate_and_both_cited() {
    for definition in all_built_in().unwrap() {
        let Some(rule) = &definition.change else { continue };
        assert!(!rule.reliable_source.is_empty(), "{}", definition.id);
        assert!(rule.important.is_some() && !rule.important_source.is_empty(), "{}", definition.id);
        assert!(rule.important <= Some(rule.reliable), "{}", definition.id);
    }
}

#[test]
fn the_binary_contains_no_wording_without_an_established_licence() {
    let definitions = all_built_in().unwrap();
    for definition in definitions.iter().filter(|one| !one.built_in) {
        assert!(definition.items.iter().all(|item| item.text.is_none()), "{}", definition.id);
    }
    let pack = include_str!("../data/instruments.json");
    for words in ["cheerful and in good spirits", "fresh and rested", "At no time"] {
        assert!(!pack.contains(words), "{words}");
    }
}

#[test]
fn the_pcl_has_a_weekly_and_a_monthly_recall_period() {
    let definitions = all_built_in().unwrap();
    let one = |id: &str| definitions.iter().find(|one| one.id == id).unwrap();
    assert!(one("pcl-5").instruction_in("en").contains("worst event"));
    assert!(!one("pcl-5").afterwards_in("de").is_empty());
    assert_eq!((one("pcl-5").min_interval_days, one("pcl-5-week").min_interval_days), (28, 7));
    assert!(one("pcl-5-week").recall.contains("past week"));
    assert!(["phq-9", "phq-8", "gad-7"].iter().all(|id| one(id).min_interval_days == 14));
    assert!(["phq-9", "phq-8", "gad-7"].iter().all(|id| one(id).not_before_days_after_session == 7));
}

#[test]
fn the_phq_8_is_the_phq_9_without_the_safety_item() {
    let definitions = all_built_in().unwrap();
    let one = |id: &str| definitions.iter().find(|one| one.id == id).unwrap();
    let (eight, nine) = (one("phq-8"), one("phq-9"));
    for (item, of_nine) in eight.items.iter().zip(&nine.items) {
        assert_eq!(eight.item_in(&item.id, "de"), nine.item_in(&of_nine.id, "de"));
        assert_eq!(item.text, of_nine.text);
    }
    assert!(eight.flags.is_empty() && eight.safety_items().is_empty());
    assert_eq!(nine.safety_items(), [(8, 1.0)]);
}
