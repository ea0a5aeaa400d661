//! A practice's own instrument, read and checked: what is wrong with it is told item by item, and nothing that could
//! not be scored later is let in.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::condition::Condition;
use super::definition::{Definition, Example, Flag, ItemDefinition, Method, Options, Subscale};
use super::score::score;
use crate::record::Instrument;

/// The largest definition that is read: bytes of JSON.
pub const LARGEST: usize = 256 * 1024;
/// The largest number of items.
pub const MOST_ITEMS: usize = 200;

/// Something that is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Fault {
    /// Where: `items[3]`, `bands[1]`, `licence`.
    pub place: String,
    /// What.
    pub what: What,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// Not JSON, or not of the shape that is expected here.
    #[error("it cannot be read ({0})")]
    Malformed(String),
    /// Larger than what is read.
    #[error("there is more of it than is read")]
    TooLarge,
    /// Nothing where something has to be.
    #[error("it is empty")]
    Empty,
    /// The same id a second time.
    #[error("this id stands twice")]
    Repeated,
    /// Names an item or a subscale that is not there.
    #[error("it names what is not there ({0})")]
    Unknown(String),
    /// A band reaches into the one before it.
    #[error("it overlaps the band before it")]
    Overlap,
    /// A total between two bands lies in none.
    #[error("it leaves a gap")]
    Gap,
    /// The stated range is not that of the answers.
    #[error("the answers add up to {0}")]
    Range(String),
    /// A worked example does not come out as it says.
    #[error("it comes out as {0}")]
    Test(String),
    /// Something that Afterglow does not do.
    #[error("this is not supported ({0})")]
    Unsupported(String),
}

impl What {
    /// The stable code.
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

/// Reads a definition and runs the tests that it brings; everything that is wrong with it, if anything is.
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

/// The definition in a practice's record, checked as [`check`] does.
pub fn from_record(instrument: &Instrument) -> Result<Definition, Vec<Fault>> {
    check_value(Value::Object(instrument.definition.clone()))
}

/// What names a definition by its content: SHA-256 of its JSON with sorted keys, in hexadecimal. Two definitions with
/// the same id, version and digest ask the same questions and count them the same way.
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
        // 5 and 5.0 are one number, whoever wrote it.
        Value::Number(number) => hash.update(number.as_f64().unwrap_or_default().to_string().as_bytes()),
        other => hash.update(other.to_string().as_bytes()),
    }
}

fn check_value(value: Value) -> Result<Definition, Vec<Fault>> {
    let Value::Object(fields) = &value else {
        return Err(vec![fault("definition", What::Malformed("not an object".into()))]);
    };
    let mut faults = Vec::new();
    parts::<ItemDefinition>(fields, "items", &mut faults);
    parts::<Subscale>(fields, "subscales", &mut faults);
    parts::<(f64, f64, String)>(fields, "bands", &mut faults);
    parts::<Flag>(fields, "flags", &mut faults);
    parts::<Example>(fields, "tests", &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let definition: Definition =
        serde_json::from_value(value).map_err(|error| vec![fault("definition", What::Malformed(error.to_string()))])?;
    faults.extend(self::faults(&definition));
    if faults.is_empty() {
        faults.extend(failed_tests(&definition));
    }
    if faults.is_empty() { Ok(definition) } else { Err(faults) }
}

/// Each part of a list on its own, so that one that cannot be read does not hide the next.
fn parts<T: DeserializeOwned>(fields: &Map<String, Value>, name: &str, faults: &mut Vec<Fault>) {
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

/// What is wrong with a definition that could be read.
pub(super) fn faults(definition: &Definition) -> Vec<Fault> {
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
    if matches!(&definition.options, Options::Choices(choices) if choices.is_empty()) {
        faults.push(fault("options", What::Empty));
    }
    let (low, high) = definition.options.ends();
    // Without any option there are no ends, and that has been said.
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
    for (at, item) in definition.items.iter().enumerate() {
        let place = format!("items[{at}]");
        if item.id.trim().is_empty() {
            faults.push(fault(&place, What::Empty));
        } else if definition.items[..at].iter().any(|other| other.id == item.id) {
            faults.push(fault(&place, What::Repeated));
        }
    }
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
    for (at, flag) in definition.flags.iter().enumerate() {
        if definition.flags[..at].iter().any(|other| other.id == flag.id) {
            faults.push(fault(format!("flags[{at}]"), What::Repeated));
        }
        if let Err(what) = flag.when.fits(definition) {
            faults.push(fault(format!("flags[{at}]"), What::Unknown(what)));
        }
        if flag.level == super::FlagLevel::Safety
            && !matches!(flag.when, Condition::ItemAtLeast(..) | Condition::Count { .. })
        {
            // What waits for the last answer is no safety flag.
            faults.push(fault(format!("flags[{at}]"), What::Unsupported("a safety flag needs an item".into())));
        }
    }
    scoring(definition, &mut faults);
    bands(definition, &mut faults);
    faults
}

fn scoring(definition: &Definition, faults: &mut Vec<Fault>) {
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
        faults.push(fault("cut", What::Unknown(format!("{} parts {count} bands and not two", cut.default))));
    }
}

/// Bands follow each other without overlap and gap, from the lowest total to the highest.
fn bands(definition: &Definition, faults: &mut Vec<Fault>) {
    let bands = &definition.bands;
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else { return };
    // Totals lie at least so far apart.
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

/// Runs the worked examples that a definition brings.
fn failed_tests(definition: &Definition) -> Vec<Fault> {
    let failed = definition.tests.iter().enumerate().filter_map(|(at, test)| {
        let result = match score(definition, &test.answers, test.options.cut) {
            Ok(score) => serde_json::to_value(score).unwrap_or_default(),
            Err(error) => serde_json::json!({ "error": error.code() }),
        };
        let wrong = test.expected.iter().find(|(field, expected)| !same(&result[field.as_str()], expected));
        let (field, _) = wrong?;
        Some(fault(format!("tests[{at}]"), What::Test(format!("{field} {}", result[field.as_str()]))))
    });
    failed.collect()
}

/// Numbers are equal when they are the same number: 5 is 5.0.
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

#[cfg(test)]
mod tests;
