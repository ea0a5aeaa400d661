//! Rewrites the records in uniffi's file: each field of a rule gets its type, and is read and written through it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use crate::rules::{Rules, Shape, Typed, renamed};

/// The converters of typed values, appended to uniffi's own converters, which are private to its file.
const CONVERTERS: &str = include_str!("Converters.swift");

/// A field's type, and the number of lines in which it was written: field, initializer, reading, writing.
struct Field {
    typed: Typed,
    lines: usize,
}

/// The file with the types of `rules`.
pub fn retype(generated: &str, rules: &mut Rules) -> Result<String> {
    let fields = fields(generated, rules);
    let mut fields: Fields = fields.into_iter().map(|(key, typed)| (key, Field { typed, lines: 0 })).collect();
    let (mut out, mut record) = (String::with_capacity(generated.len()), String::new());
    for line in generated.lines() {
        if let Some(name) = record_of(line) {
            record = name.to_owned();
        } else if line.starts_with("public enum ") || line.starts_with("open class ") {
            record.clear();
        }
        out.push_str(&rewritten(line, &record, &mut fields));
        out.push('\n');
    }
    for ((record, name), field) in &fields {
        ensure!(field.lines == 4, "{record}.{name} stands in {} lines of uniffi's file instead of 4", field.lines);
    }
    // The documentation of a field that is now a `Date`.
    let out = out.replace("Milliseconds since the Unix epoch", "A moment in time");
    let out = out.replace("milliseconds since the Unix epoch", "a moment in time");
    Ok(out.replacen("import Foundation\n", "import AfterglowBase\nimport Foundation\n", 1) + CONVERTERS)
}

/// The record whose lines begin here: its fields, or its converter.
fn record_of(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("public struct ")?;
    let (name, kind) = rest.split_once(": ")?;
    if kind.starts_with("Equatable") { Some(name) } else { name.strip_prefix("FfiConverterType") }
}

/// A field's declaration: `let`, or `var` in a form that a person fills in; its name; its type.
fn field_of(text: &str) -> Option<(&str, &str, &str)> {
    let (keyword, rest) = text.strip_prefix("public ")?.split_once(' ')?;
    let (name, core) = rest.split_once(": ")?;
    ["let", "var"].contains(&keyword).then_some((keyword, name, core))
}

fn fields(generated: &str, rules: &mut Rules) -> BTreeMap<(String, String), Typed> {
    let (mut all, mut record) = (BTreeMap::new(), "");
    for line in generated.lines() {
        record = record_of(line).unwrap_or(record);
        let Some((_, name, core)) = line.strip_prefix("    ").and_then(field_of) else { continue };
        if let Some(typed) = rules.typed(record, name, core) {
            all.insert((record.to_owned(), name.to_owned()), typed);
        }
    }
    all
}

type Fields = BTreeMap<(String, String), Field>;

/// A field that has a type, and its name in Swift.
fn at<'a>(fields: &'a mut Fields, record: &str, name: &'a str) -> Option<(&'a str, &'a mut Field)> {
    fields.get_mut(&(record.to_owned(), name.to_owned())).map(|field| (renamed(name), field))
}

fn rewritten(line: &str, record: &str, fields: &mut Fields) -> String {
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    if let Some((keyword, name, _)) = field_of(text) {
        if let Some((new, field)) = at(fields, record, name) {
            field.lines += 1;
            return format!("{indent}public {keyword} {new}: {}", field.typed.swift());
        }
    } else if let Some((name, rest)) = text.strip_prefix("*/").and_then(|rest| rest.split_once(": ")) {
        if let Some((new, field)) = at(fields, record, name) {
            field.lines += 1;
            // The text after the type: a default, and the next argument or the end.
            let after = rest.trim_start_matches(|letter: char| letter.is_alphanumeric() || "[]?".contains(letter));
            let after = after.replacen("\"\"", &format!("{}(rawValue: \"\")", field.typed.name), 1);
            return format!("{indent}*/{new}: {}{after}", field.typed.swift());
        }
    } else if let Some((name, same)) = text.strip_prefix("self.").and_then(|rest| rest.split_once(" = ")) {
        if let (true, Some((new, _))) = (name == same, at(fields, record, name)) {
            return format!("{indent}self.{new} = {new}");
        }
    } else if let Some((name, rest)) = text.split_once(": FfiConverter") {
        if let (Some((new, field)), Some((_, after))) = (at(fields, record, name), rest.split_once(".read(")) {
            field.lines += 1;
            return format!("{indent}{new}: {}.read({after}", converter(&field.typed));
        }
    } else if let Some((_, rest)) = text.strip_prefix("FfiConverter").and_then(|rest| rest.split_once(".write(value."))
    {
        let name = rest.split(',').next().unwrap_or_default();
        if let Some((new, field)) = at(fields, record, name) {
            field.lines += 1;
            return format!("{indent}{}.write(value.{new}, into: &buf)", converter(&field.typed));
        }
    }
    line.to_owned()
}

fn converter(typed: &Typed) -> String {
    let one = if typed.name == "Date" { "ConvertDate".into() } else { format!("ConvertText<{}>", typed.name) };
    match typed.shape {
        Shape::One => one,
        Shape::Option => format!("ConvertOption<{one}>"),
        Shape::Sequence => format!("ConvertSequence<{one}>"),
    }
}
