//! Rewrites the records in uniffi's file: each field of a rule gets its type, and is read and written through it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::names::Names;
use super::types;
use crate::rules::{Rules, Typed, renamed};

/// A field, its type if a rule gives it one, and the number of lines in which it was rewritten: field, reading, size, writing.
struct Field {
    name: String,
    typed: Option<Typed>,
    lines: usize,
}

/// The fields of each record, in their order: they are read by position.
type Fields = BTreeMap<String, Vec<Field>>;

/// The file with the types of `rules`.
pub fn retype(generated: &str, rules: &mut Rules, names: &Names) -> Result<String> {
    let mut fields = fields(generated, rules, names);
    let (mut out, mut record, mut position) = (String::with_capacity(generated.len()), String::new(), 0);
    for line in generated.lines() {
        if let Some(name) = record_of(line).or_else(|| converter_of(line)) {
            (record, position) = (name.to_owned(), 0);
        } else if line == "}" {
            record.clear();
        }
        match fields.get_mut(&record) {
            Some(fields) => out.push_str(&rewritten(line, fields, &mut position)),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    for (record, fields) in &fields {
        for Field { name, lines, .. } in fields.iter().filter(|field| field.typed.is_some()) {
            ensure!(*lines == 4, "{record}.{name} stands in {lines} lines of uniffi's file instead of 4");
        }
    }
    // The documentation of a field that is now an `Instant`.
    let out = out.replace("Milliseconds since the Unix epoch", "A moment in time");
    let out = out.replace("milliseconds since the Unix epoch", "a moment in time");
    Ok(documented(&out, names))
}

/// The documentation with Kotlin's names.
fn documented(generated: &str, names: &Names) -> String {
    let one = |line: &str| {
        let is_documentation = line.trim_start().starts_with("* ") && line.contains('`');
        if is_documentation { names.documented(line, |_| false) } else { line.to_owned() }
    };
    generated.lines().map(|line| one(line) + "\n").collect()
}

/// The record whose fields begin here.
fn record_of(line: &str) -> Option<&str> {
    line.strip_prefix("data class ")?.strip_suffix(" (")
}

/// The record whose converter begins here.
fn converter_of(line: &str) -> Option<&str> {
    line.strip_prefix("public object FfiConverterType")?.split_once(": ").map(|(name, _)| name)
}

/// Name and type of a field, with a default.
fn field_of(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("    val `")?.split_once("`: ")
}

fn fields(generated: &str, rules: &mut Rules, names: &Names) -> Fields {
    let (mut all, mut record) = (Fields::new(), "");
    for line in generated.lines() {
        record = record_of(line).unwrap_or(if line.starts_with(')') { "" } else { record });
        let Some((name, rest)) = field_of(line).filter(|_| !record.is_empty()) else { continue };
        let kotlin = rest.split(" = ").next().unwrap_or(rest).trim_end();
        let typed = rules.typed(names.core(record), name, &types::core(kotlin));
        all.entry(record.to_owned()).or_default().push(Field { name: name.to_owned(), typed, lines: 0 });
    }
    all
}

fn rewritten(line: &str, fields: &mut [Field], position: &mut usize) -> String {
    if let Some((name, rest)) = field_of(line) {
        if let Some((typed, lines)) = at(fields, name) {
            *lines += 1;
            let default = rest.split_once(" = ").map(|(_, default)| default.trim_end());
            let default = default.map(|value| match value {
                "\"\"" => format!(" = {}(\"\")", types::name(typed)),
                other => format!(" = {other}"),
            });
            return format!("    val `{}`: {}{}", renamed(name), types::declared(typed), default.unwrap_or_default());
        }
    } else if let Some(read) =
        line.trim_start().strip_suffix(".read(buf),").filter(|read| read.starts_with("FfiConverter"))
    {
        let field = fields.get_mut(*position);
        *position += 1;
        if let Some(Field { typed: Some(typed), lines, .. }) = field {
            *lines += 1;
            return format!("            {},", types::read(typed, &format!("{read}.read(buf)")));
        }
    } else if let Some((_, rest)) = line.split_once("(value.`") {
        let name = rest.split('`').next().unwrap_or_default();
        if let Some((typed, lines)) = at(fields, name) {
            *lines += 1;
            let value = types::written(typed, &format!("value.`{}`", renamed(name)));
            return line.replacen(&format!("value.`{name}`"), &value, 1);
        }
    }
    line.to_owned()
}

/// The field of this name, if it has a type of its own.
fn at<'a>(fields: &'a mut [Field], name: &str) -> Option<(&'a Typed, &'a mut usize)> {
    let field = fields.iter_mut().find(|field| field.name == name)?;
    field.typed.as_ref().map(|typed| (typed, &mut field.lines))
}
