//! Invented sheets: a check takes any text, and amendments lose nothing.

use std::collections::BTreeSet;

use journal::clinic::amend::amendments;
use journal::clinic::schedule::due;
use journal::clinic::{Context, Row, Rules, Sheet, clearance, lists, session};
use journal::record::{Moment, Payload, Record};
use proptest::prelude::*;
use serde_json::Value;

use crate::check;
use crate::sheets::{dosed, minute};

/// The values of a record, each with its place; rows by their name.
fn values(payload: &Payload) -> BTreeSet<(String, String)> {
    fn add(path: &str, value: &Value, found: &mut BTreeSet<(String, String)>) {
        match value {
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                for (n, row) in rows.iter().enumerate() {
                    let name = row.get("row").and_then(Value::as_str).map_or(n.to_string(), str::to_owned);
                    add(&format!("{path}.{name}"), row, found);
                }
            }
            Value::Object(fields) if !fields.contains_key("zone") => {
                for (name, value) in fields.iter().filter(|(name, _)| *name != "row") {
                    add(&format!("{path}.{name}"), value, found);
                }
            }
            value => drop(found.insert((path.to_owned(), value.to_string()))),
        }
    }
    let mut found = BTreeSet::new();
    for (name, value) in payload.fields().iter().filter(|(name, _)| !["kind", "when"].contains(&name.as_str())) {
        add(name, value, &mut found);
    }
    found
}

fn any_row(names: &'static [&'static str]) -> impl Strategy<Value = Row> {
    let text = prop_oneof![
        "\\PC{0,8}",
        "[0-9]{1,4}[,.]?[0-9]{0,3}",
        Just(minute(10)),
        Just("yes".to_owned()),
        Just("im".to_owned())
    ];
    let fields = prop::collection::btree_map(prop::sample::select(names), text, 0..8);
    (fields, prop::sample::select(vec!["", "a", "b", "c"])).prop_map(|(fields, name)| {
        let mut fields: Row = fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        fields.insert("row".into(), name.into());
        fields
    })
}

const HEAD: &[&str] = &[
    "number",
    "arrived_at",
    "left_at",
    "site",
    "touch",
    "weight_kg",
    "height_cm",
    "last_food_at",
    "pregnancy",
    "new_symptoms",
    "suicidality",
    "rems_minutes_monitored",
    "rems_sae",
    "left_alone_min",
    "stop_sign",
    "recording",
];

const ROW: &[&str] = &[
    "at",
    "mg",
    "mg_again",
    "route",
    "substance",
    "expiry",
    "strength_mg_per_ml",
    "volume_ml",
    "sys",
    "dia",
    "hr",
    "spo2",
    "note",
    "by",
    "role",
    "from",
    "to",
    "what",
    "group",
    "state",
    "words",
    "wasted_mg",
    "held_min",
];

/// A sheet that a failing test may print, because its values are invented.
#[derive(Clone)]
struct Typed(Sheet);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).unwrap())
    }
}

fn any_sheet() -> impl Strategy<Value = Typed> {
    let rows = || prop::collection::vec(any_row(ROW), 0..4);
    (any_row(HEAD), rows(), rows(), rows(), rows(), rows(), rows(), prop::collection::vec("\\PC{0,6}", 0..2)).prop_map(
        |(fields, staff, substances, doses, observations, interventions, items, confirmed)| {
            let touches = Vec::new();
            Typed(Sheet { fields, staff, substances, doses, observations, interventions, touches, items, confirmed })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_check_takes_any_text(Typed(sheet) in any_sheet(), now in any::<i64>(), near in any::<bool>(), minutes in -840_i32..840) {
        let unix_ms = if near { dosed().unix_ms } else { now };
        let now = Moment { unix_ms, offset_s: minutes * 60, zone: String::new() };
        let list = lists::list("discharge", "en", None);
        let rules = Rules::default();
        let context = Context { now: &now, planned: Some(4), clearance: None, list: &list, rules: &rules };
        let (record, _) = session::read(&sheet, &context);
        due(&record, &rules);
        clearance::read(&sheet, &context);
        // A record that was read can be written and read again unchanged.
        let record = Record { when: dosed(), body: record.into() };
        prop_assert!(record.to_payload().to_record().unwrap() == record);
        prop_assert!(Sheet::of_draft(&sheet.to_draft()).unwrap_or_default() == sheet);
    }

    #[test]
    fn amendments_never_lose_an_earlier_value(Typed(one) in any_sheet(), Typed(other) in any_sheet()) {
        let payload = |sheet: &Sheet| Record { when: dosed(), body: check(sheet).record.into() }.to_payload();
        let (before, after) = (payload(&one), payload(&other));
        let mut kept = values(&after);
        // The last author is not an earlier value.
        kept.extend(values(&before).into_iter().filter(|(name, _)| name == "by"));
        let unnamed = |rows: &[Row]| {
            let names: Vec<_> = rows.iter().map(|row| row.get("row").cloned().unwrap_or_default()).collect();
            names.iter().collect::<BTreeSet<_>>().len() < names.len()
        };
        for change in amendments(&before, &after, "Ada", &dosed()) {
            let path = change.field.clone();
            let inner = match change.before.clone() {
                Value::Object(fields) if !fields.contains_key("zone") => Payload::from(fields),
                value => {
                    kept.insert((path, value.to_string()));
                    continue;
                }
            };
            kept.extend(values(&inner).into_iter().map(|(name, value)| (format!("{path}.{name}"), value)));
            if let Some(when) = inner.field("kind") {
                kept.insert((format!("{path}.kind"), when.to_string()));
            }
        }
        // Rows with the same name cannot be distinguished by their path.
        let lists = [&one.staff, &one.substances, &one.doses, &one.observations, &one.interventions, &one.items];
        prop_assume!(!lists.into_iter().any(|rows| unnamed(rows)));
        for value in values(&before) {
            prop_assert!(kept.contains(&value), "{value:?} is lost");
        }
        prop_assert!(amendments(&before, &before, "Ada", &dosed()).is_empty());
    }
}
