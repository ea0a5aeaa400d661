//! Imports a practice's own instrument. All faults are reported with their place, and nothing that could not be scored
//! later is accepted.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::condition::Condition;
use super::definition::{Definition, Example, Flag, ItemDefinition, Method, Options, Subscale};
use super::score::score;
use crate::record::Instrument;

/// The maximum size of a definition, in bytes of JSON.
pub const LARGEST: usize = 256 * 1024;
/// The maximum number of elements in a list, such as the items.
pub const MOST_ITEMS: usize = 200;

/// A fault in a definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Fault {
    /// The path: `items[3]`, `bands[1]`, `licence`.
    pub place: String,
    /// The kind of fault.
    pub what: What,
}

/// The kind of a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// It is not JSON, or does not have the expected type.
    #[error("malformed ({0})")]
    Malformed(String),
    /// It exceeds the maximum size.
    #[error("too large")]
    TooLarge,
    /// A required value is empty or missing.
    #[error("empty")]
    Empty,
    /// The same id occurs a second time.
    #[error("duplicate id")]
    Repeated,
    /// It refers to an unknown item or subscale.
    #[error("unknown reference ({0})")]
    Unknown(String),
    /// A band overlaps the band before it.
    #[error("overlaps the previous band")]
    Overlap,
    /// A total between two bands is in neither of them.
    #[error("leaves a gap")]
    Gap,
    /// The stated range is not the range that answers can give.
    #[error("the possible range is {0}")]
    Range(String),
    /// A worked example gives another result.
    #[error("the result is {0}")]
    Test(String),
    /// A feature that Afterglow does not support.
    #[error("not supported ({0})")]
    Unsupported(String),
}

impl What {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::TooLarge => "too_large",
            Self::Empty => "empty",
            Self::Repeated => "repeated",
            Self::Unknown(_) => "unknown",
            Self::Overlap => "overlap",
            Self::Gap => "gap",
            Self::Range(_) => "range",
            Self::Test(_) => "test_failed",
            Self::Unsupported(_) => "unsupported",
        }
    }
}

fn fault(place: impl fmt::Display, what: What) -> Fault {
    Fault { place: place.to_string(), what }
}

/// Parses a definition and runs its tests. Returns all faults.
pub fn check(json: &str) -> Result<Definition, Vec<Fault>> {
    if json.len() > LARGEST {
        return Err(vec![fault("definition", What::TooLarge)]);
    }
    let value: Value = serde_json::from_str(json).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        vec![fault("definition", What::Malformed(place))]
    })?;
    check_value(value)
}

/// The definition in a practice's record, validated as by [`check`].
pub fn from_record(instrument: &Instrument) -> Result<Definition, Vec<Fault>> {
    check_value(Value::Object(instrument.definition.clone()))
}

/// Identifies a definition by its content: SHA-256 of its JSON with sorted keys, in hexadecimal. Definitions with equal
/// id, version and digest ask and score the same questions.
pub fn digest(definition: &Map<String, Value>) -> String {
    let mut hash = Sha256::new();
    hash.update(b"afterglow-instrument/1\n");
    write_sorted(&Value::Object(definition.clone()), &mut hash);
    let mut out = String::with_capacity(64);
    for byte in hash.finalize() {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or_default());
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or_default());
    }
    out
}

fn write_sorted(value: &Value, hash: &mut Sha256) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            hash.update(b"{");
            for key in keys {
                write_sorted(&Value::String(key.clone()), hash);
                hash.update(b":");
                write_sorted(&map[key], hash);
                hash.update(b",");
            }
            hash.update(b"}");
        }
        Value::Array(list) => {
            hash.update(b"[");
            for value in list {
                write_sorted(value, hash);
                hash.update(b",");
            }
            hash.update(b"]");
        }
        // 5 and 5.0 are the same number.
        Value::Number(number) => hash.update(number.as_f64().unwrap_or_default().to_string().as_bytes()),
        other => hash.update(other.to_string().as_bytes()),
    }
}

fn check_value(value: Value) -> Result<Definition, Vec<Fault>> {
    let Value::Object(fields) = &value else {
        return Err(vec![fault("definition", What::Malformed("not an object".into()))]);
    };
    let mut faults = Vec::new();
    check_elements::<ItemDefinition>(fields, "items", &mut faults);
    check_elements::<Subscale>(fields, "subscales", &mut faults);
    check_elements::<(f64, f64, String)>(fields, "bands", &mut faults);
    check_elements::<Flag>(fields, "flags", &mut faults);
    check_elements::<Example>(fields, "tests", &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let definition: Definition =
        serde_json::from_value(value).map_err(|error| vec![fault("definition", What::Malformed(error.to_string()))])?;
    faults.extend(find_faults(&definition));
    if faults.is_empty() {
        faults.extend(failed_tests(&definition));
    }
    if faults.is_empty() { Ok(definition) } else { Err(faults) }
}

/// Parses each element of a list separately, so that one malformed element does not hide the next.
fn check_elements<T: DeserializeOwned>(fields: &Map<String, Value>, name: &str, faults: &mut Vec<Fault>) {
    match fields.get(name) {
        None | Some(Value::Null) => {}
        Some(Value::Array(list)) if list.len() > MOST_ITEMS => faults.push(fault(name, What::TooLarge)),
        Some(Value::Array(list)) => {
            let wrong = list.iter().enumerate().filter_map(|(at, part)| {
                let error = serde_json::from_value::<T>(part.clone()).err()?;
                Some(fault(format!("{name}[{at}]"), What::Malformed(error.to_string())))
            });
            faults.extend(wrong);
        }
        Some(_) => faults.push(fault(name, What::Malformed("not a list".into()))),
    }
}

/// Finds all faults of a parsed definition.
pub(super) fn find_faults(definition: &Definition) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, text) in [
        ("id", &definition.id),
        ("version", &definition.version),
        ("title", &definition.title),
        ("licence", &definition.licence),
    ] {
        if text.trim().is_empty() {
            faults.push(fault(name, What::Empty));
        }
    }
    if definition.items.is_empty() {
        faults.push(fault("items", What::Empty));
    }
    check_options(definition, &mut faults);
    for (at, item) in definition.items.iter().enumerate() {
        let place = format!("items[{at}]");
        if item.id.trim().is_empty() {
            faults.push(fault(&place, What::Empty));
        } else if definition.items[..at].iter().any(|other| other.id == item.id) {
            faults.push(fault(&place, What::Repeated));
        }
    }
    check_subscales(definition, &mut faults);
    check_flags(definition, &mut faults);
    check_scoring(definition, &mut faults);
    check_bands(definition, &mut faults);
    faults
}

/// Options must not be empty or repeated, and must span a range.
fn check_options(definition: &Definition, faults: &mut Vec<Fault>) {
    if matches!(&definition.options, Options::Choices(choices) if choices.is_empty()) {
        faults.push(fault("options", What::Empty));
    }
    let (low, high) = definition.options.ends();
    // Without options the limits are infinite; that fault is already reported.
    if low.is_finite() && high.is_finite() && low >= high {
        faults.push(fault("options", What::Range(format!("{low} to {high}"))));
    }
    if let Options::Choices(choices) = &definition.options {
        for (at, (value, _)) in choices.iter().enumerate() {
            if choices[..at].iter().any(|(other, _)| other == value) {
                faults.push(fault(format!("options[{at}]"), What::Repeated));
            }
        }
    }
}

/// Subscales must have different ids and items that exist.
fn check_subscales(definition: &Definition, faults: &mut Vec<Fault>) {
    for (at, subscale) in definition.subscales.iter().enumerate() {
        let place = format!("subscales[{at}]");
        if definition.subscales[..at].iter().any(|other| other.id == subscale.id) {
            faults.push(fault(&place, What::Repeated));
        }
        if subscale.items.is_empty() {
            faults.push(fault(&place, What::Empty));
        }
        for item in subscale.items.iter().filter(|item| !(1..=definition.items.len()).contains(item)) {
            faults.push(fault(&place, What::Unknown(format!("item {item}"))));
        }
    }
}

/// Flags must have different ids and conditions that can be evaluated.
fn check_flags(definition: &Definition, faults: &mut Vec<Fault>) {
    for (at, flag) in definition.flags.iter().enumerate() {
        if definition.flags[..at].iter().any(|other| other.id == flag.id) {
            faults.push(fault(format!("flags[{at}]"), What::Repeated));
        }
        if let Err(what) = flag.when.check_against(definition) {
            faults.push(fault(format!("flags[{at}]"), What::Unknown(what)));
        }
        if flag.level == super::FlagLevel::Safety
            && !matches!(flag.when, Condition::ItemAtLeast(..) | Condition::Count { .. })
        {
            // A safety flag must not wait for the last answer.
            faults.push(fault(format!("flags[{at}]"), What::Unsupported("a safety flag needs an item".into())));
        }
        // No answer would ever open help, and everybody would rely on it.
        let (low, high) = definition.options.ends();
        let least = match &flag.when {
            Condition::ItemAtLeast(_, least) | Condition::Count { rated: least, .. } => Some(*least),
            _ => None,
        };
        if flag.level == super::FlagLevel::Safety && high.is_finite() && least.is_some_and(|least| least > high) {
            faults.push(fault(format!("flags[{at}]"), What::Range(format!("{low} to {high}"))));
        }
    }
}

fn check_scoring(definition: &Definition, faults: &mut Vec<Fault>) {
    let scoring = &definition.scoring;
    if scoring.method == Method::SumTimes && !scoring.factor.is_some_and(|factor| factor.is_finite() && factor > 0.0) {
        faults.push(fault("scoring.factor", What::Empty));
    }
    if scoring.decimals > 6 {
        faults.push(fault("scoring.decimals", What::Unsupported(scoring.decimals.to_string())));
    }
    if let Some(missing) = scoring.missing.as_deref().filter(|missing| *missing != "no_total") {
        faults.push(fault("scoring.missing", What::Unsupported(missing.to_owned())));
    }
    let (low, high) = definition.attainable();
    if scoring.range.is_some_and(|range| range != (low, high)) && !definition.items.is_empty() {
        faults.push(fault("scoring.range", What::Range(format!("{low} to {high}"))));
    }
    if let Some(rule) = &definition.change
        && !(rule.reliable.is_finite() && rule.reliable > 0.0)
    {
        faults.push(fault("change.reliable", What::Empty));
    }
    if let Some(cut) = &definition.cut
        && definition.bands.len() != 2
    {
        let count = definition.bands.len();
        faults.push(fault("cut", What::Unknown(format!("{} requires two bands, not {count}", cut.default))));
    }
}

/// Bands must follow each other without overlap or gap, from the lowest total to the highest.
fn check_bands(definition: &Definition, faults: &mut Vec<Fault>) {
    let bands = &definition.bands;
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else { return };
    // The minimum distance between two totals.
    let unit = match definition.scoring.method {
        Method::Mean => 10_f64.powi(-(definition.scoring.decimals as i32)),
        Method::Sum | Method::SumTimes | Method::Profile => 1.0,
    };
    let (low, high) = definition.attainable();
    for (at, band) in bands.iter().enumerate() {
        let place = format!("bands[{at}]");
        if band.0 > band.1 || band.2.trim().is_empty() {
            faults.push(fault(&place, What::Empty));
        }
        if bands[..at].iter().any(|other| other.2 == band.2) {
            faults.push(fault(&place, What::Repeated));
        }
        let Some(before) = at.checked_sub(1).map(|at| &bands[at]) else { continue };
        if band.0 <= before.1 {
            faults.push(fault(&place, What::Overlap));
        } else if band.0 - before.1 > unit * 1.000_001 {
            faults.push(fault(&place, What::Gap));
        }
    }
    if definition.items.is_empty() {
        return;
    }
    if first.0 > low {
        faults.push(fault("bands[0]", What::Gap));
    }
    if last.1 < high {
        faults.push(fault(format!("bands[{}]", bands.len() - 1), What::Gap));
    }
    if first.0 < low || last.1 > high {
        faults.push(fault("bands", What::Range(format!("{low} to {high}"))));
    }
}

/// Runs the definition's worked examples.
fn failed_tests(definition: &Definition) -> Vec<Fault> {
    let failed = definition.tests.iter().enumerate().filter_map(|(at, test)| {
        let result = match score(definition, &test.answers, test.options.cut) {
            Ok(score) => serde_json::to_value(score).unwrap_or_default(),
            Err(error) => serde_json::json!({ "error": error.code() }),
        };
        let wrong = test.expected.iter().find(|(field, expected)| !json_equal(&result[field.as_str()], expected));
        let (field, _) = wrong?;
        Some(fault(format!("tests[{at}]"), What::Test(format!("{field} {}", result[field.as_str()]))))
    });
    failed.collect()
}

/// Compares JSON values; numbers by value, so 5 equals 5.0.
fn json_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| json_equal(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| json_equal(a, b)),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests;
