//! The clinic's records as rows and as text: every kept value, and no drafts.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::csv::Table;
use super::{Source, Words};
use crate::arc::Item;
use crate::clinic::exposure::{record_of, records};
use crate::clinic::vitals::VITALS;
use crate::record::{Body, Clearance, DoseEvent, Moment, Observed, SessionRecord};

/// The columns of the table of values.
const COLUMNS: [&str; 9] = ["client", "record", "session", "part", "row", "field", "value", "unit", "at"];
/// Fields that are no content.
const APART: [&str; 6] = ["kind", "client", "when", "kept", "draft", "alternatives"];

/// The kept clearances, by time.
pub(super) fn clearances(items: &[Item]) -> Vec<(&Item, &Clearance)> {
    let mut kept: Vec<(&Item, &Clearance)> = items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::Clearance(clearance) if clearance.kept.is_some() => Some((item, clearance)),
            _ => None,
        })
        .collect();
    kept.sort_by_key(|(item, _)| (item.record.when.unix_ms, item.id));
    kept
}

/// One row per value of the session records and clearances: UTF-8, comma, CRLF (RFC 4180).
pub fn values(sources: &[Source<'_>]) -> String {
    let mut table = Table::of(&COLUMNS, sources);
    for source in sources {
        for (item, record) in records(source.items) {
            write_values(&mut table, source, item, &record.number.to_string());
        }
        for (item, _) in clearances(source.items) {
            write_values(&mut table, source, item, "");
        }
    }
    table.done()
}

fn write_values(table: &mut Table, source: &Source<'_>, item: &Item, session: &str) {
    let payload = item.record.to_payload();
    let id = item.id.to_string();
    let mut row = |part: &str, of: &str, at: &str, field: &str, value: &Value| {
        let unit = VITALS.iter().find(|vital| vital.field == field).map_or("", |vital| vital.unit);
        let unit = match field {
            "mg" | "wasted_mg" => "mg",
            "weight_kg" => "kg",
            "height_cm" => "cm",
            _ => unit,
        };
        let text = text(value);
        let cells = [source.handle, &id, session, part, of, field, &text, unit, at];
        table.row(source, cells.into_iter().map(str::to_owned));
    };
    for (name, value) in payload.fields().iter().filter(|(name, _)| !APART.contains(&name.as_str())) {
        match value {
            Value::Array(list) if list.iter().all(Value::is_object) => {
                for (n, one) in list.iter().filter_map(Value::as_object).enumerate() {
                    let of = one.get("row").and_then(Value::as_str).map_or_else(|| n.to_string(), str::to_owned);
                    let at = one.get("at").map(text).unwrap_or_default();
                    for (field, value) in one.iter().filter(|(field, _)| !["row", "at"].contains(&field.as_str())) {
                        row(name, &of, &at, field, value);
                    }
                }
            }
            Value::Object(inner) if moment(value).is_none() => {
                inner.iter().for_each(|(field, value)| row(name, "", "", field, value));
            }
            value => row("session", "", "", name, value),
        }
    }
}

fn moment(value: &Value) -> Option<Moment> {
    serde::Deserialize::deserialize(value.clone()).ok()
}

/// A value in one cell.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(";"),
        Value::Object(fields) => moment(value).map_or_else(|| pairs(fields), |moment| moment.rfc3339()),
        other => other.to_string(),
    }
}

fn pairs(fields: &Map<String, Value>) -> String {
    fields.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect::<Vec<_>>().join("; ")
}

/// The clinic's record of the session that began at a given time, as Markdown.
pub(super) fn write(out: &mut String, words: Words, items: &[Item], number: u32, begun: &str) -> std::fmt::Result {
    let Ok(begun) = Moment::parse(begun, "") else { return Ok(()) };
    let Some((_, record)) = record_of(items, number, begun.unix_ms) else { return Ok(()) };
    writeln!(out, "### {}\n", words.text("clinic"))?;
    let first = record.first_dose();
    for dose in &record.doses {
        writeln!(out, "- {}", dose_line(dose, words))?;
    }
    if let Some(sum) = record.sum_mg() {
        writeln!(out, "\n{}\n", words.fill("sum", &[("mg", &words.number(sum))]))?;
    }
    write_observations(out, words, record, first)?;
    for item in &record.discharge {
        let note = if item.note.is_empty() { String::new() } else { format!(" ({})", one_line(&item.note)) };
        writeln!(out, "- {}: {}{note}", one_line(&item.words), words.code("clinic", &item.state))?;
    }
    if let Some(left) = &record.left_at {
        let (at, who) = (left.rfc3339(), one_line(&record.left_with));
        let name = if who.is_empty() { "left" } else { "left_with" };
        writeln!(out, "\n{}\n", words.fill(name, &[("at", &at), ("who", &who)]))?;
    }
    for change in &record.amendments {
        let at = change.at.as_ref().map(Moment::rfc3339).unwrap_or_default();
        let (by, field, before) = (one_line(&change.by), words.place(&change.field), one_line(&text(&change.before)));
        let blanks: [(&str, &str); 4] = [("at", &at), ("by", &by), ("field", &field), ("before", &before)];
        writeln!(out, "- {}", words.fill("changed", &blanks))?;
    }
    writeln!(out)
}

fn dose_line(dose: &DoseEvent, words: Words) -> String {
    let at = dose.at.as_ref().map(Moment::rfc3339).unwrap_or_default();
    let parts = [
        at,
        dose.mg.map(|mg| format!("{} mg", words.number(mg))).unwrap_or_default(),
        dose.substance.map(|one| words.code("clinic", one.as_str())).unwrap_or_default(),
        dose.route.map(|one| words.code("clinic", one.as_str())).unwrap_or_default(),
        one_line(&dose.product),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn write_observations(
    out: &mut String,
    words: Words,
    record: &SessionRecord,
    first: Option<&Moment>,
) -> std::fmt::Result {
    let mut rows: Vec<&Observed> = record.observations.iter().collect();
    rows.sort_by_key(|row| row.at.as_ref().map(|at| at.unix_ms));
    let used: Vec<&str> = VITALS
        .iter()
        .map(|vital| vital.field)
        .filter(|field| rows.iter().any(|row| row.vital(field).is_some()))
        .collect();
    if used.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = used.iter().map(|field| words.code("fields", field)).collect();
    writeln!(out, "| {} | {} |", words.text("minute"), names.join(" | "))?;
    writeln!(out, "| --- |{}", " --- |".repeat(used.len()))?;
    for row in rows {
        let minute = row.minute(first).map(|minute| minute.to_string()).unwrap_or_default();
        let values: Vec<String> =
            used.iter().map(|field| row.vital(field).map(|value| words.number(value)).unwrap_or_default()).collect();
        writeln!(out, "| {minute} | {} |", values.join(" | "))?;
    }
    writeln!(out)
}

/// Collapses white space, so that a text cannot break out of its line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
